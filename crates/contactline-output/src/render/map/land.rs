//! The land around the regions: where the data ends the land does not.

use std::fmt::Write;
use std::sync::{Arc, LazyLock};

use crate::render::tile::TileLayer;
use contactline_store::geojson::{ReadShape, read_geometry};
use edge_timeline::tile::Window;
use edge_timeline::{Area, BBox};

/// Simplified from OpenStreetMap's land polygons (ODbL 1.0).
const LAND: &str = include_str!("../../../../../web/land.geojson");
/// The box it was cut to.
const BOX: BBox = BBox { west: 31.0, south: 43.9, east: 40.5, north: 50.4 };
/// The world is so many times as wide as the strip along each side on which the land fades.
const FADE_OF_WORLD: f64 = 680.0;

/// The land; none where it cannot be read, which a test rules out.
pub(super) fn land() -> Option<Arc<TileLayer>> {
    static LAYER: LazyLock<Option<Arc<TileLayer>>> =
        LazyLock::new(|| read().map(|area| Arc::new(TileLayer::of_area("land", &area))));
    LAYER.clone()
}

fn read() -> Option<Area> {
    match read_geometry(LAND) {
        Ok(ReadShape::Area(area)) => Some(area),
        _ => None,
    }
}

/// Lets the land pass into the ground of the map along the sides of its box, as the page does.
pub(super) fn fade(svg: &mut String, window: &Window, ground: &str) {
    let [west, north] = window.pixel_of(BOX.west, BOX.north);
    let [east, south] = window.pixel_of(BOX.east, BOX.south);
    let wide = window.world_px() / FADE_OF_WORLD;
    let sides = [
        ("w", [west, north, wide, south - north], [0, 0, 1, 0]),
        ("e", [east - wide, north, wide, south - north], [1, 0, 0, 0]),
        ("n", [west, north, east - west, wide], [0, 0, 0, 1]),
        ("s", [west, south - wide, east - west, wide], [0, 1, 0, 0]),
    ];
    for (id, [x, y, width, height], [x1, y1, x2, y2]) in sides {
        let _ = writeln!(
            svg,
            "<linearGradient id=\"{id}\" x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\"><stop stop-color=\"{ground}\"/><stop \
             offset=\"1\" stop-color=\"{ground}\" stop-opacity=\"0\"/></linearGradient><rect x=\"{x:.1}\" y=\"{y:.1}\" \
             width=\"{width:.1}\" height=\"{height:.1}\" fill=\"url(#{id})\"/>"
        );
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_land_is_read() {
        // The land within its box, 9.5 by 6.5 degrees: less than the box, more than half of it.
        let area = super::read().expect("land.geojson is an area");
        assert!((2.0e11..5.2e11).contains(&area.area_m2()), "{} m2", area.area_m2());
    }
}
