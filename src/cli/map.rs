//! `contactline map`.

use std::sync::Arc;

use clap::Args;

use crate::wire::language::spoken;
use crate::wire::map::{Style, WHOLE, svg};
use crate::wire::{Palette, TileLayer, ask};
use contactline_core::atlas::Atlas;
use contactline_core::model::Party;
use contactline_core::query;
use contactline_core::query::items::items;
use edge_timeline::tile::Window;

use super::changes::source_or_meant;
use super::failure::{Done, Failure};
use super::form::print;
use super::terms::tell_terms;
use super::when::DateArgs;

/// `map`: a day, a source, a box, and how it is drawn.
#[derive(Debug, Args)]
pub struct MapArgs {
    #[command(flatten)]
    date: DateArgs,
    /// Source ID (default: the source with outlines that covers most of the land, then the newest)
    #[arg(long, value_name = "ID")]
    source: Option<String>,
    /// Outline the regions that this party claims
    #[arg(long, value_name = "PARTY")]
    claimant: Option<Party>,
    /// Box in degrees (default: the six regions)
    #[arg(long, value_name = "WEST,SOUTH,EAST,NORTH", allow_hyphen_values = true)]
    bbox: Option<String>,
    /// Width in pixels
    #[arg(long, value_name = "PIXELS", default_value_t = 860)]
    width: u32,
    /// Height in pixels (default: from the aspect ratio of the box)
    #[arg(long, value_name = "PIXELS")]
    height: Option<u32>,
    /// light or dark
    #[arg(long, value_name = "THEME", default_value = "light")]
    theme: Palette,
    /// Map only. You must show the title, legend, note and attribution yourself
    #[arg(long)]
    bare: bool,
}

impl MapArgs {
    /// Answers.
    pub fn run(&self, atlas: &Atlas) -> Result<Done, Failure> {
        let bbox = self.bbox.as_deref().map(ask::question_box).transpose().map_err(Failure::new)?.unwrap_or(WHOLE);
        let window = Window::new(bbox, self.width, self.height).map_err(Failure::new)?;
        let moment = self.date.moment()?;
        let source = source_or_meant(atlas, self.source.as_deref(), &[moment], None)?;
        let map = query::map(atlas, source, moment, self.claimant).map_err(Failure::new)?;
        let standing = map.collections.iter().map(|c| (&c.id, items(atlas, c, map.when())));
        let layers: Vec<_> = standing.map(|(id, items)| Arc::new(TileLayer::new(id, &items))).collect();
        tell_terms([map.source]);
        let style = Style { palette: self.theme, language: spoken(), is_bare: self.bare };
        print(&svg(&map, &layers, &window, style))
    }
}
