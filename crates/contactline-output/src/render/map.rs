//! A map of a day as a picture: who controls what, according to one source. SVG 1.1 with a title and a description, so that it can be read
//! aloud; drawn as tiles are, on whole numbers, each border once.

mod draw;
mod land;
mod legend;
mod names;

use std::fmt::Write;
use std::sync::Arc;

pub(super) use draw::patterns;
pub(super) use legend::wrapped;

use contactline_core::model::Language;
use contactline_core::query::Map;
use edge_timeline::BBox;
use edge_timeline::tile::Window;

use super::palette::{LIGHT, Palette};
use super::tile::TileLayer;
use crate::wire::words::escaped;

/// The six regions with a little around them: what a picture shows where no box is asked for.
pub const WHOLE: BBox = BBox { west: 31.9, south: 44.1, east: 40.4, north: 50.3 };

/// How a map is drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Style {
    /// Its colours.
    pub palette: Palette,
    /// The language of its words.
    pub language: Language,
    /// Nothing but the map: title, legend and attribution are shown by who places it.
    pub is_bare: bool,
}

impl Default for Style {
    fn default() -> Self {
        Self { palette: LIGHT, language: Language::English, is_bare: false }
    }
}

/// How much a picture is higher than its map: title, legend and attribution.
#[must_use]
pub fn below_px(map: &Map<'_>, style: Style, width_px: u32) -> u32 {
    if style.is_bare { 0 } else { legend::legend(map, style, width_px, 0).1 }
}

/// The map as an SVG document: the layers are those of [`Map::collections`], each made of the items that stand.
#[must_use]
pub fn svg(map: &Map<'_>, layers: &[Arc<TileLayer>], window: &Window, style: Style) -> String {
    let [width, height] = window.size_px();
    let said = legend::title(map, style.language);
    let (below, below_height) =
        if style.is_bare { (String::new(), 0) } else { legend::legend(map, style, width, height) };
    let total = height + below_height;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {total}\" width=\"{width}\" height=\"{total}\" \
         role=\"img\" aria-labelledby=\"t d\" font-family=\"system-ui, sans-serif\">\n<title id=\"t\">{}</title>\n\
         <desc id=\"d\">{}</desc>\n",
        escaped(&said),
        escaped(&legend::description(map, style.language)),
    );
    let _ = writeln!(svg, "<defs><clipPath id=\"m\"><rect width=\"{width}\" height=\"{height}\"/></clipPath>");
    draw::patterns(&mut svg, &style.palette, window.units_per_pixel(), "");
    if !style.is_bare {
        draw::patterns(&mut svg, &style.palette, 1.0, legend::KEY);
    }
    svg += "</defs>\n<g clip-path=\"url(#m)\">\n";
    draw::map(&mut svg, map, layers, window, &style.palette);
    names::names(&mut svg, map, window, style);
    svg += "</g>\n";
    svg + &below + "</svg>\n"
}
