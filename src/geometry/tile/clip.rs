//! What of a polygon or path lies in a tile's frame.

use geo::{Coord, LineString, MultiLineString, Polygon};

use super::{Frame, Spot};
use crate::geometry::overlay;

/// The parts of a polygon in the frame.
pub(super) fn polygon(polygon: &Polygon<i32>, frame: &Frame) -> Vec<Polygon<i32>> {
    let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
    let rings: Vec<Vec<Spot>> = rings.map(|r| near(&r.0, frame)).filter(|r| r.len() > 3).collect();
    if rings.is_empty() {
        return Vec::new();
    }
    overlay::positive_in(&rings, Coord { x: frame.west, y: frame.north }, Coord { x: frame.east, y: frame.south })
}

/// A ring without its detours beyond any one side of the frame: three vertices that lie beyond the same side span a
/// triangle beyond it, so that the middle one can go and nothing changes inside. No vertex is moved.
fn near(ring: &[Spot], frame: &Frame) -> Vec<Spot> {
    let mut short: Vec<(Spot, u8)> = Vec::new();
    for spot in ring {
        let sides = outside(*spot, frame);
        if let [.., (_, before), (_, last)] = short[..]
            && before & last & sides != 0
        {
            short.pop();
        }
        short.push((*spot, sides));
    }
    short.into_iter().map(|(spot, _)| spot).collect()
}

/// The sides of the frame a spot lies beyond, as bits.
const fn outside(s: Spot, f: &Frame) -> u8 {
    (s.x < f.west) as u8 | ((s.x > f.east) as u8) << 1 | ((s.y < f.north) as u8) << 2 | ((s.y > f.south) as u8) << 3
}

/// The parts of a path in the frame.
pub(super) fn path(path: &[Spot], frame: &Frame) -> MultiLineString<i32> {
    let mut parts: Vec<Vec<Spot>> = Vec::new();
    for ends in path.windows(2) {
        let Some([a, b]) = segment(ends[0], ends[1], frame).filter(|[a, b]| a != b) else { continue };
        match parts.last_mut() {
            Some(part) if part.last() == Some(&a) => part.push(b),
            _ => parts.push(vec![a, b]),
        }
    }
    MultiLineString(parts.into_iter().map(LineString).collect())
}

/// The part of a segment in the frame (Liang and Barsky, *A new concept and method for line clipping*, ACM TOG 3, 1984).
fn segment(a: Spot, b: Spot, frame: &Frame) -> Option<[Spot; 2]> {
    let wide = |from: i32, to: i32| f64::from(to) - f64::from(from);
    let (dx, dy) = (wide(a.x, b.x), wide(a.y, b.y));
    let sides = [
        (-dx, wide(frame.west, a.x)),
        (dx, wide(a.x, frame.east)),
        (-dy, wide(frame.north, a.y)),
        (dy, wide(a.y, frame.south)),
    ];
    let (mut from, mut to) = (0.0_f64, 1.0_f64);
    for (way, room) in sides {
        if way == 0.0 && room < 0.0 {
            return None;
        }
        if way < 0.0 {
            from = from.max(room / way);
        } else if way > 0.0 {
            to = to.min(room / way);
        }
    }
    let at = |t: f64| Spot { x: a.x + (t * dx).round() as i32, y: a.y + (t * dy).round() as i32 };
    (from <= to).then(|| [at(from), at(to)])
}
