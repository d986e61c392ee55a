//! What of a polygon or path lies in a tile's frame.

use geo::{Coord, LineString, MultiLineString, Polygon};

use super::{GridBox, GridPoint};
use crate::overlay;

/// The parts of a polygon in the frame.
pub(super) fn polygon(polygon: &Polygon<i32>, frame: &GridBox) -> Vec<Polygon<i32>> {
    let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
    let rings: Vec<Vec<GridPoint>> = rings.map(|r| met(&near(&r.0, frame), frame)).filter(|r| r.len() > 3).collect();
    if rings.is_empty() {
        return Vec::new();
    }
    overlay::positive_in(&rings, Coord { x: frame.west, y: frame.north }, Coord { x: frame.east, y: frame.south })
}

/// A ring without its detours beyond any one side of the frame: three vertices that lie beyond the same side span a
/// triangle beyond it, so that the middle one can go and nothing changes inside. No vertex is moved.
fn near(ring: &[GridPoint], frame: &GridBox) -> Vec<GridPoint> {
    let mut short: Vec<(GridPoint, u8)> = Vec::new();
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

/// Pixels and less: an overlay takes a crossing for the end of an edge where it is so near to it, and more so in each of its
/// rounds (`Precision` of i_overlay).
const NEAR_END: i64 = 8;

/// A ring with a vertex where it crosses a side of the frame near an end of its edge. Left to the overlay, the crossing would
/// be that end, and what lies between it and the frame in none of the areas along the border.
fn met(ring: &[GridPoint], frame: &GridBox) -> Vec<GridPoint> {
    let mut all = Vec::with_capacity(ring.len() + 8);
    for ends in ring.windows(2) {
        let (a, b) = (ends[0], ends[1]);
        all.push(a);
        if outside(a, frame) | outside(b, frame) == 0 {
            continue;
        }
        let upright = [frame.west, frame.east].map(|x| Some(GridPoint { x, y: crossing((a.x, a.y), (b.x, b.y), x)? }));
        let level = [frame.north, frame.south].map(|y| Some(GridPoint { x: crossing((a.y, a.x), (b.y, b.x), y)?, y }));
        let is_near = |s: &GridPoint| squared(*s, a).min(squared(*s, b)) <= NEAR_END * NEAR_END;
        let mut spots: Vec<GridPoint> = upright.into_iter().chain(level).flatten().collect();
        spots.retain(|s| *s != a && *s != b && outside(*s, frame) == 0 && is_near(s));
        spots.sort_by_key(|s| squared(*s, a));
        all.append(&mut spots);
    }
    all.extend(ring.last());
    all.dedup();
    all
}

/// The square of the distance between two spots.
fn squared(a: GridPoint, b: GridPoint) -> i64 {
    let (dx, dy) = (i64::from(a.x) - i64::from(b.x), i64::from(a.y) - i64::from(b.y));
    dx * dx + dy * dy
}

/// The second coordinate at which the line between two points has `at` as its first, where it passes it; halves go up.
fn crossing(from: (i32, i32), to: (i32, i32), at: i32) -> Option<i32> {
    let (run, rise) = (i64::from(to.0) - i64::from(from.0), i64::from(to.1) - i64::from(from.1));
    let gone = i64::from(at) - i64::from(from.0);
    let passes = gone.signum() == run.signum() && gone.abs() < run.abs();
    let doubled = || 2 * rise * gone * run.signum() + run.abs();
    passes.then(|| from.1 + doubled().div_euclid(2 * run.abs()) as i32)
}

/// The sides of the frame a spot lies beyond, as bits.
const fn outside(s: GridPoint, f: &GridBox) -> u8 {
    (s.x < f.west) as u8 | ((s.x > f.east) as u8) << 1 | ((s.y < f.north) as u8) << 2 | ((s.y > f.south) as u8) << 3
}

/// The parts of a path in the frame.
pub(super) fn path(path: &[GridPoint], frame: &GridBox) -> MultiLineString<i32> {
    let mut parts: Vec<Vec<GridPoint>> = Vec::new();
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
fn segment(a: GridPoint, b: GridPoint, frame: &GridBox) -> Option<[GridPoint; 2]> {
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
    let at = |t: f64| GridPoint { x: a.x + (t * dx).round() as i32, y: a.y + (t * dy).round() as i32 };
    (from <= to).then(|| [at(from), at(to)])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_border_that_bends_just_inside_the_frame_leaves_no_strip() {
        // The border of two areas leaves the frame one unit after its bend.
        let frame = GridBox { west: 0, north: -100, east: 100, south: 100 };
        let ring = |spots: &[(i32, i32)]| {
            let ring: Vec<GridPoint> = spots.iter().chain(&spots[..1]).map(|&(x, y)| GridPoint { x, y }).collect();
            Polygon::new(LineString(ring), vec![])
        };
        let above = ring(&[(-900, 20), (-900, -200), (200, -200), (200, 30), (1, 0)]);
        let below = ring(&[(-900, 20), (1, 0), (200, 30), (200, 200), (-900, 200)]);
        let area = |p: &Polygon<i32>| {
            let parts = polygon(p, &frame);
            let twice = |l: &LineString<i32>| l.0.windows(2).map(|w| w[0].x * w[1].y - w[1].x * w[0].y).sum::<i32>();
            parts.iter().map(|part| twice(part.exterior()).abs()).sum::<i32>()
        };
        assert_eq!(area(&above) + area(&below), 2 * 100 * 200);
    }

    #[test]
    fn a_crossing_is_the_same_from_either_end() {
        assert_eq!((crossing((0, 0), (200, 3), 100), crossing((200, 3), (0, 0), 100)), (Some(2), Some(2)));
        assert_eq!((crossing((0, 0), (200, -3), 100), crossing((200, -3), (0, 0), 100)), (Some(-1), Some(-1)));
        assert_eq!((crossing((0, 0), (200, 3), 0), crossing((0, 0), (0, 9), 0)), (None, None));
    }
}
