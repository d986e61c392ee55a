//! `map`: a picture of a day, according to one source.

use std::sync::Arc;

use super::description::{Context, Pace, Question};
use super::form::Form;
use super::values::{AsOf, IdOrNone, Pixels, SourceId};
use crate::ask;
use crate::render::map::{Style, WHOLE, below_px, svg};
use crate::render::{Palette, TileLayer};
use crate::request::{Code, Refusal};
use crate::wire::language::spoken;
use crate::wire::titles;
use contactline_core::model::{Party, Source, Text};
use contactline_core::query;
use edge_timeline::BBox;
use edge_timeline::tile::{Window, WindowError};

/// The question.
pub struct Map;

/// Pixels across where nothing is said.
const WIDTH_PX: u32 = 860;

request! {
    /// What `map` can be asked.
    pub struct MapRequest {
        /// Day (2025-12-02), second (2025-12-02T10:00:00Z) or latest (default: latest)
        date: AsOf,
        /// Source ID (default: the source with outlines that covers most of the land, then the newest)
        source: Option<SourceId>,
        /// Outline the regions that this party claims
        claimant: Option<Party>,
        /// Box to show: west, south, east, north in degrees (default: the six regions)
        bbox: Option<BBox>,
        /// Width in pixels (default: 860)
        width: Option<Pixels>,
        /// Height in pixels (default: from the aspect ratio of the box)
        height: Option<Pixels>,
        /// The height is that of the whole picture, with title, legend and attribution (default: of the map alone)
        fit: bool,
        /// Its colours (default: light)
        theme: Option<Palette>,
        /// Map only. You must show the title, legend, note and attribution yourself
        bare: bool,
    }
}

/// What is drawn, in which window and how.
#[derive(Debug)]
pub struct MapAnswer<'a> {
    map: query::Map<'a>,
    layers: Vec<Arc<TileLayer>>,
    window: Window,
    style: Style,
}

impl Question for Map {
    const NAME: &'static str = "map";
    const ABOUT: Text = titles::MAP;
    const EXAMPLES: &'static str = examples! {
        "a picture of a day": "contactline map --date 2025-05-07 --claimant RU > map.svg",
        "the same for a social network": "contactline map --format png --width 1200 --height 630 --fit > map.png",
    };
    const EXAMPLE: &'static str = "date=2025-05-07&claimant=RU";
    const FORMS: &'static [Form] = &[Form::Svg, Form::Png];
    const PACE: Pace = Pace::Drawing;

    type Request = MapRequest;
    type Answer<'a> = MapAnswer<'a>;
    type Shape<'s> = ();

    fn ask<'a>(context: Context<'a>, request: MapRequest) -> Result<MapAnswer<'a>, Refusal> {
        let moment = request.date.0;
        let source = match request.source.id() {
            Some(id) => id,
            None => {
                let drawn = ask::source_drawn(context.atlas, moment, context.rights);
                &drawn.map_err(|e| Refusal::from(e).of("source"))?.id
            }
        };
        let map = query::map(context.atlas, source, moment, request.claimant)?;
        if let Some(why) = context.rights.withheld(map.source) {
            return Err(Refusal::new(Code::Withheld, why));
        }
        let layer = |collection| context.layers.layer(context.atlas, collection, map.when());
        let layers = map.collections.iter().map(layer).collect();
        let palette = request.theme.unwrap_or(Style::default().palette);
        let style = Style { palette, language: spoken(), is_bare: request.bare };
        let below_px = if request.fit { below_px(&map, style, request.width_px()) } else { 0 };
        let window = request.window(below_px)?;
        Ok(MapAnswer { map, layers, window, style })
    }

    fn shape<'s>(_: Context<'s>, _: &'s MapAnswer<'_>) {}

    fn drawn<'s>(answer: &'s MapAnswer<'_>, _: Form) -> Vec<&'s Source> {
        vec![answer.map.source]
    }

    fn svg(answer: &MapAnswer<'_>, (): &()) -> String {
        svg(&answer.map, &answer.layers, &answer.window, answer.style)
    }
}

impl MapRequest {
    fn width_px(&self) -> u32 {
        self.width.map_or(WIDTH_PX, |width| width.0)
    }

    /// The window, lower by so much than asked.
    fn window(&self, lower_px: u32) -> Result<Window, Refusal> {
        let height_px = self.height.map(|height| height.0.saturating_sub(lower_px));
        Window::new(self.bbox.unwrap_or(WHOLE), self.width_px(), height_px).map_err(|error| {
            let name = match error {
                WindowError::Flat => "bbox",
                WindowError::Side { name, .. } => name,
            };
            Refusal::new(Code::BadValue, error.to_string()).of(name)
        })
    }
}
