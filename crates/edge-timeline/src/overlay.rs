//! Cutting areas with areas: intersection, difference, union. The only file that names `i_overlay`.
//!
//! # Method
//! Boolean operations on 64-bit integers, coordinates times 2^48: every coordinate of 16 degrees or more keeps all its
//! bits, smaller ones move by less than 1e-15 degree. Collinear vertices are kept, so that areas that shared a border
//! before a cut share it after. Edges that all but coincide are made to coincide first, or there might be no end (`noding`).
//! Shapes whose edges cross too often are not begun within a budget (`crossings`): an overlay itself cannot be stopped.

mod crossings;
mod noding;
mod partition;
mod whole;

use geo::{Coord, LineString, MultiPolygon, Polygon};
use i_overlay::core::fill_rule::FillRule;
use i_overlay::core::overlay::{ContourDirection, IntOverlayOptions, Overlay, ShapeType};
use i_overlay::core::overlay_rule::OverlayRule;
use i_overlay::i_float::int::point::IntPoint;
use i_overlay::i_shape::int::shape::{IntContour, IntShape, IntShapes};

use super::area::signed_double_area;
use super::budget::check;
use super::validity::Rings;
use super::{Area, BBox};

pub(super) use partition::partition;
pub(super) use whole::{positive, positive_in};

/// 2^48: one degree in integer units.
const SCALE: f64 = 281_474_976_710_656.0;

/// What lies in both.
#[must_use]
pub fn intersection(a: &Area, b: &Area) -> Area {
    if !a.bbox().meets(&b.bbox()) {
        return Area::empty();
    }
    // Polygons away from the other area cannot take part.
    boolean(near(a, b.bbox()), near(b, a.bbox()), OverlayRule::Intersect)
}

/// What lies in `a` and not in `b`.
#[must_use]
pub fn difference(a: &Area, b: &Area) -> Area {
    if !a.bbox().meets(&b.bbox()) {
        return a.clone();
    }
    boolean(shapes(a), near(b, a.bbox()), OverlayRule::Difference)
}

/// What lies in any.
#[must_use]
pub fn union<'a>(areas: impl IntoIterator<Item = &'a Area>) -> Area {
    let all: IntShapes<i64> = areas.into_iter().flat_map(shapes).collect();
    boolean(all, Vec::new(), OverlayRule::Subject)
}

/// What rings mean whatever is wrong with them: each polygon is its exterior, wound either way and counting where its
/// winding is not zero, less its interiors; polygons count once where they overlap.
pub(super) fn resolve(rings: &Rings) -> Area {
    let mut polygons = Vec::new();
    for polygon in rings {
        let Some((exterior, interiors)) = polygon.split_first() else { continue };
        let exterior = vec![vec![contour(exterior)]];
        let interiors: IntShapes<i64> = interiors.iter().map(|r| vec![contour(r)]).collect();
        polygons.extend(run(exterior, interiors, OverlayRule::Difference));
    }
    boolean(polygons, Vec::new(), OverlayRule::Subject)
}

fn to_int(c: Coord<f64>) -> IntPoint<i64> {
    IntPoint::new((c.x * SCALE).round() as i64, (c.y * SCALE).round() as i64)
}

fn from_int(p: IntPoint<i64>) -> Coord<f64> {
    Coord { x: p.x as f64 / SCALE, y: p.y as f64 / SCALE }
}

fn contour(ring: &[Coord<f64>]) -> IntContour<i64> {
    let open = if ring.first() == ring.last() { &ring[..ring.len().saturating_sub(1)] } else { ring };
    open.iter().copied().map(to_int).collect()
}

fn shape(p: &Polygon<f64>) -> IntShape<i64> {
    std::iter::once(p.exterior()).chain(p.interiors()).map(|r| contour(&r.0)).collect()
}

fn shapes(area: &Area) -> IntShapes<i64> {
    area.as_multi_polygon().0.iter().map(shape).collect()
}

/// The polygons whose box meets the box.
fn near(area: &Area, bbox: BBox) -> IntShapes<i64> {
    let meets = |p: &&Polygon<f64>| BBox::around(&p.exterior().0).meets(&bbox);
    area.as_multi_polygon().0.iter().filter(meets).map(shape).collect()
}

fn options() -> IntOverlayOptions<u128> {
    IntOverlayOptions {
        preserve_input_collinear: true,
        output_direction: ContourDirection::CounterClockwise,
        preserve_output_collinear: true,
        min_output_area: 0,
        ogc: true,
    }
}

fn run(subject: IntShapes<i64>, clip: IntShapes<i64>, rule: OverlayRule) -> IntShapes<i64> {
    check();
    crossings::hold_crossings([&subject, &clip]);
    let [subject, clip] = noding::noded([subject, clip]);
    check();
    run_as_they_are(&subject, &clip, rule)
}

/// The same of shapes whose edges are the same where they all but coincide.
fn run_as_they_are(subject: &[IntShape<i64>], clip: &[IntShape<i64>], rule: OverlayRule) -> IntShapes<i64> {
    let vertices = subject.iter().chain(clip).flatten().map(Vec::len).sum();
    let mut overlay = Overlay::<i64>::new_custom(vertices, options(), Default::default());
    overlay.add_source(subject, ShapeType::Subject);
    overlay.add_source(clip, ShapeType::Clip);
    overlay.overlay(rule, FillRule::NonZero)
}

fn boolean(subject: IntShapes<i64>, clip: IntShapes<i64>, rule: OverlayRule) -> Area {
    to_area(run(subject, clip, rule), from_int)
}

fn to_area(shapes: IntShapes<i64>, to_degrees: impl Fn(IntPoint<i64>) -> Coord<f64>) -> Area {
    let polygons = shapes.into_iter().filter_map(|shape| {
        let mut rings = shape.into_iter().filter_map(|contour| ring(contour, &to_degrees));
        let exterior = rings.next()?;
        Some(Polygon::new(exterior, rings.collect()))
    });
    Area::from_valid(MultiPolygon(polygons.collect()))
}

/// A ring in degrees; none when it has no inside left after rounding.
fn ring(contour: IntContour<i64>, to_degrees: impl Fn(IntPoint<i64>) -> Coord<f64>) -> Option<LineString<f64>> {
    let mut coords: Vec<Coord<f64>> = contour.into_iter().map(to_degrees).collect();
    coords.push(*coords.first()?);
    coords.dedup();
    (coords.len() >= 4 && signed_double_area(&coords) != 0.0).then_some(LineString(coords))
}
