//! Overlay on the whole numbers of a map grid: what comes back is valid as it stands, nothing is rounded after.

use geo::{Coord, LineString, Polygon};
use i_overlay::core::fill_rule::FillRule;
use i_overlay::core::overlay::{ContourDirection, IntOverlayOptions, Overlay, ShapeType};
use i_overlay::core::overlay_rule::OverlayRule;
use i_overlay::i_float::int::point::IntPoint;
use i_overlay::i_shape::int::shape::IntContour;

use crate::budget::check;

/// The polygons whose insides rings wind around once or more, seen in axes that turn from x to y: exteriors wind so, and
/// interiors the other way.
pub(crate) fn positive(rings: &[Vec<Coord<i32>>]) -> Vec<Polygon<i32>> {
    run(rings, &[], OverlayRule::Subject)
}

/// The same, only what lies in a box from `low` to `high`.
pub(crate) fn positive_in(rings: &[Vec<Coord<i32>>], low: Coord<i32>, high: Coord<i32>) -> Vec<Polygon<i32>> {
    let frame = [low, Coord { x: high.x, y: low.y }, high, Coord { x: low.x, y: high.y }];
    run(rings, &frame, OverlayRule::Intersect)
}

fn run(rings: &[Vec<Coord<i32>>], frame: &[Coord<i32>], rule: OverlayRule) -> Vec<Polygon<i32>> {
    check();
    let options = IntOverlayOptions {
        preserve_input_collinear: true,
        output_direction: ContourDirection::CounterClockwise,
        preserve_output_collinear: true,
        min_output_area: 0,
        ogc: true,
    };
    let count = rings.iter().map(Vec::len).sum::<usize>() + frame.len();
    let mut overlay = Overlay::<i32>::new_custom(count, options, Default::default());
    rings.iter().for_each(|ring| overlay.add_contour(&contour(ring), ShapeType::Subject));
    overlay.add_contour(&contour(frame), ShapeType::Clip);
    let shapes = overlay.overlay(rule, FillRule::Positive);
    let polygon = |shape: Vec<IntContour<i32>>| {
        let mut rings = shape.into_iter().map(ring);
        Some(Polygon::new(rings.next()?, rings.collect()))
    };
    shapes.into_iter().filter_map(polygon).collect()
}

fn contour(ring: &[Coord<i32>]) -> IntContour<i32> {
    let open = if ring.first() == ring.last() { &ring[..ring.len().saturating_sub(1)] } else { ring };
    open.iter().map(|c| IntPoint::new(c.x, c.y)).collect()
}

fn ring(contour: IntContour<i32>) -> LineString<i32> {
    LineString(contour.into_iter().map(|p| Coord { x: p.x, y: p.y }).collect())
}
