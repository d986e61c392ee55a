//! Cutting an area along lines into parts that share their vertices bit for bit.
//!
//! Coordinates times 2^47: every crossing nearer than 64 degrees to the origin is a number of degrees too, so that nothing
//! is rounded after the cut and no part crosses itself. Vertices of the area come back as they were.

use foldhash::{HashMap, HashMapExt, HashSet};
use geo::{Coord, LineString, Polygon};
use i_overlay::core::fill_rule::FillRule;
use i_overlay::core::overlay_rule::OverlayRule;
use i_overlay::i_float::int::point::IntPoint;
use i_overlay::i_shape::int::shape::{IntContour, IntShape, IntShapes};
use i_overlay::string::overlay::StringOverlay;
use i_overlay::string::rule::StringRule;

use super::{Area, SCALE, options, run_as_they_are, to_area};

/// 2^47: one degree in integer units.
const UNIT: f64 = SCALE / 2.0;

type Cut = [IntPoint<i64>; 2];

/// The parts of `area` between `cuts`, put together by owner: part `k` is every piece with an inside point that `owner`
/// gives to `k`. Parts that touch have the same vertices where they touch; vertices where a cut ended up inside a part
/// are taken out again.
pub(crate) fn partition(
    area: &Area,
    cuts: &[[Coord<f64>; 2]],
    owners: usize,
    owner: impl Fn(Coord<f64>) -> usize,
) -> Vec<Area> {
    let mut drawn = HashMap::new();
    let mut contour = |ring: &LineString<f64>| -> IntContour<i64> {
        let open = ring.0.get(1..).unwrap_or_default();
        let keep = |&c: &Coord<f64>| {
            drawn.insert(to_int(c), c);
            to_int(c)
        };
        open.iter().map(keep).collect()
    };
    let shape = |p: &Polygon<f64>| std::iter::once(p.exterior()).chain(p.interiors()).map(&mut contour).collect();
    let whole: IntShapes<i64> = area.as_multi_polygon().0.iter().map(shape).collect();
    let cuts: Vec<Cut> = cuts.iter().map(|cut| cut.map(to_int)).collect();
    let mut parts = vec![IntShapes::new(); owners];
    for face in slice(&whole, &cuts) {
        let inside = inside(&face);
        if let Some(part) = inside.and_then(|c| parts.get_mut(owner(c))) {
            part.push(face);
        }
    }
    for part in parts.iter_mut().filter(|p| p.len() > 1) {
        // Pieces of one cut have the same vertices wherever they touch.
        *part = run_as_they_are(part, &[], OverlayRule::Subject);
    }
    let cut_ends: HashSet<IntPoint<i64>> = cuts.iter().flatten().copied().collect();
    take_out_needless(&mut parts, |v| drawn.contains_key(v) || cut_ends.contains(v));
    let to_degrees = |v: IntPoint<i64>| drawn.get(&v).copied().unwrap_or_else(|| from_int(v));
    parts.into_iter().map(|part| to_area(part, to_degrees)).collect()
}

fn to_int(c: Coord<f64>) -> IntPoint<i64> {
    IntPoint::new((c.x * UNIT).round() as i64, (c.y * UNIT).round() as i64)
}

fn from_int(p: IntPoint<i64>) -> Coord<f64> {
    Coord { x: p.x as f64 / UNIT, y: p.y as f64 / UNIT }
}

/// The faces that the cuts make of the shapes.
fn slice(whole: &[IntShape<i64>], cuts: &[Cut]) -> IntShapes<i64> {
    let mut overlay = StringOverlay::<i64>::from_shape_custom(whole, options());
    overlay.add_string_lines(cuts);
    let graph = overlay.build_graph_view(FillRule::NonZero);
    graph.map_or_else(Vec::new, |graph| graph.extract_shapes_custom(StringRule::Slice, options()))
}

/// Takes out the vertices that were not drawn and at which only two edges meet.
fn take_out_needless(parts: &mut [IntShapes<i64>], is_drawn: impl Fn(&IntPoint<i64>) -> bool) {
    let mut neighbours: HashMap<IntPoint<i64>, Vec<IntPoint<i64>>> = HashMap::new();
    for ring in parts.iter().flatten().flatten() {
        for (k, &a) in ring.iter().enumerate() {
            let b = ring[(k + 1) % ring.len()];
            for (from, to) in [(a, b), (b, a)] {
                let known = neighbours.entry(from).or_default();
                if !known.contains(&to) {
                    known.push(to);
                }
            }
        }
    }
    let needed = |v: &IntPoint<i64>| is_drawn(v) || neighbours.get(v).is_none_or(|n| n.len() > 2);
    for ring in parts.iter_mut().flatten().flatten() {
        ring.retain(needed);
    }
}

/// A point inside a face: the middle of the widest stretch of a parallel about half-way up that meets no vertex.
fn inside(face: &IntShape<i64>) -> Option<Coord<f64>> {
    let origin = *face.first()?.first()?;
    let local = |p: IntPoint<i64>| ((p.x - origin.x) as f64, (p.y - origin.y) as f64);
    let mut ys: Vec<i64> = face.iter().flatten().map(|p| p.y).collect();
    ys.sort_unstable();
    ys.dedup();
    let middle = ys.first()?.midpoint(*ys.last()?);
    let above = ys.partition_point(|y| *y <= middle).min(ys.len() - 1);
    let (low, high) = (ys.get(above.checked_sub(1)?)?, ys.get(above)?);
    let y = 0.5 * ((low - origin.y) as f64 + (high - origin.y) as f64);
    let mut xs: Vec<f64> = Vec::new();
    for ring in face {
        for (k, &a) in ring.iter().enumerate() {
            let ((ax, ay), (bx, by)) = (local(a), local(ring[(k + 1) % ring.len()]));
            if (ay < y) != (by < y) {
                xs.push(ax + (y - ay) / (by - ay) * (bx - ax));
            }
        }
    }
    xs.sort_by(f64::total_cmp);
    let widest = xs.chunks_exact(2).max_by(|a, b| (a[1] - a[0]).total_cmp(&(b[1] - b[0])))?;
    let offset = Coord { x: f64::midpoint(widest[0], widest[1]), y } / UNIT;
    Some(from_int(origin) + offset)
}
