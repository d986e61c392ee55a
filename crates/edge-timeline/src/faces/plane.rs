//! Points of a fine grid, with exact predicates on them.

use std::cmp::Ordering;

use geo::Coord;

/// Grid steps to a degree: 2^40. A step is 9.1e-13 degree, 0.1 micrometres; every longitude is below 2^48 steps.
const PER_DEGREE: f64 = 1_099_511_627_776.0;

/// A point of the grid; ordered from west to east, then from south to north.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Point {
    pub x: i64,
    pub y: i64,
}

/// A straight edge between two points, the lesser first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Segment {
    pub a: Point,
    pub b: Point,
}

impl Point {
    /// The point nearest to a coordinate.
    pub(super) fn nearest(c: Coord<f64>) -> Self {
        let step = |degrees: f64| (degrees * PER_DEGREE).round() as i64;
        Self { x: step(c.x), y: step(c.y) }
    }

    /// Its coordinate: a point has fewer bits than a number of degrees.
    pub(super) fn coord(self) -> Coord<f64> {
        Coord { x: self.x as f64 / PER_DEGREE, y: self.y as f64 / PER_DEGREE }
    }
}

/// Twice the signed area of a triangle: positive where `c` lies left of the way from `a` to `b`.
pub(super) fn turn(a: Point, b: Point, c: Point) -> i128 {
    cross([b.x - a.x, b.y - a.y], [c.x - a.x, c.y - a.y])
}

fn cross(u: [i64; 2], v: [i64; 2]) -> i128 {
    i128::from(u[0]) * i128::from(v[1]) - i128::from(u[1]) * i128::from(v[0])
}

/// The order of two directions counter-clockwise from due east.
pub(super) fn by_angle(u: [i64; 2], v: [i64; 2]) -> Ordering {
    let is_lower = |[x, y]: [i64; 2]| y < 0 || (y == 0 && x < 0);
    is_lower(u).cmp(&is_lower(v)).then_with(|| 0.cmp(&cross(u, v)))
}

impl Segment {
    /// None of a point to itself.
    pub(super) fn between(p: Point, q: Point) -> Option<Self> {
        (p != q).then(|| Self { a: p.min(q), b: p.max(q) })
    }

    /// The grid point nearest to where two segments cross inside both; none where they do not. Of a crossing half-way between
    /// grid points, the one to the north and east.
    pub(super) fn crossing(self, other: Self) -> Option<Point> {
        let apart = |a: i64, b: i64, c: i64, d: i64| a.max(b) < c.min(d) || c.max(d) < a.min(b);
        if self.b.x < other.a.x
            || other.b.x < self.a.x
            || apart(self.a.y, self.b.y, other.a.y, other.b.y)
            || self.a == other.a
            || self.b == other.b
        {
            return None;
        }
        let (from, to) = (turn(other.a, other.b, self.a), turn(other.a, other.b, self.b));
        if from == 0 || to == 0 || (from > 0) == (to > 0) {
            return None;
        }
        let (c, d) = (turn(self.a, self.b, other.a), turn(self.a, self.b, other.b));
        if c == 0 || d == 0 || (c > 0) == (d > 0) {
            return None;
        }
        // At from / (from - to) of the way.
        let (part, whole) = (from.unsigned_abs(), from.unsigned_abs() + to.unsigned_abs());
        let along = |a: i64, b: i64| a + rounded(b - a, part, whole);
        Some(Point { x: along(self.a.x, self.b.x), y: along(self.a.y, self.b.y) })
    }

    /// Whether the segment passes through the square of one step around a point, its south and west sides counted to it.
    pub(super) fn passes(self, p: Point) -> bool {
        let (dx, dy) = (self.b.x - self.a.x, self.b.y - self.a.y);
        // From a to b the x do not fall.
        if p.x < self.a.x || p.x > self.b.x || p.y < self.a.y.min(self.b.y) || p.y > self.a.y.max(self.b.y) {
            return false;
        }
        // In half steps from the first end: where it enters and leaves the two strips that make the square.
        let strip = |from: i64, to: i64, way: i64| {
            let (low, high, of) = (2 * (to - from) - 1, 2 * (to - from) + 1, 2 * way);
            match way.cmp(&0) {
                // It stays in the strip all the way.
                Ordering::Equal => [End::FIRST, End::LAST],
                Ordering::Greater => [End { at: low, of, is_in: true }, End { at: high, of, is_in: false }],
                Ordering::Less => [End { at: -high, of: -of, is_in: false }, End { at: -low, of: -of, is_in: true }],
            }
        };
        let ([enters_x, leaves_x], [enters_y, leaves_y]) = (strip(self.a.x, p.x, dx), strip(self.a.y, p.y, dy));
        let (enters, leaves) = ([End::FIRST, enters_x, enters_y], [End::LAST, leaves_x, leaves_y]);
        enters.iter().all(|enter| leaves.iter().all(|leave| enter.is_before(leave)))
    }

    /// The order of two points that it passes.
    pub(super) fn order(self, p: Point, q: Point) -> Ordering {
        let by_y = if self.a.y <= self.b.y { p.y.cmp(&q.y) } else { q.y.cmp(&p.y) };
        p.x.cmp(&q.x).then(by_y)
    }

    /// Whether it lies above another at the first x that both reach; they do not cross, and both go on from there.
    pub(super) fn is_above(self, other: Self) -> bool {
        let above = |p: Segment, q: Segment| match turn(q.a, q.b, p.a) {
            0 => turn(q.a, q.b, p.b),
            side => side,
        };
        if other.a.x <= self.a.x { above(self, other) > 0 } else { above(other, self) < 0 }
    }
}

/// Where along a segment, as a fraction with a positive denominator.
#[derive(Clone, Copy)]
struct End {
    at: i64,
    of: i64,
    is_in: bool,
}

impl End {
    const FIRST: Self = Self { at: 0, of: 1, is_in: true };
    const LAST: Self = Self { at: 1, of: 1, is_in: true };

    fn is_before(&self, other: &Self) -> bool {
        let (own, others) = (i128::from(self.at) * i128::from(other.of), i128::from(other.at) * i128::from(self.of));
        own < others || (own == others && self.is_in && other.is_in)
    }
}

/// `way * part / whole`, to the nearest whole number, halves upward; `part` is less than `whole`, and that below 2^124.
fn rounded(way: i64, part: u128, whole: u128) -> i64 {
    // The product has more than 128 bits: long multiplication, divided digit by digit.
    let (mut quotient, mut rest) = (0_i64, 0_u128);
    for bit in (0..u64::BITS - way.unsigned_abs().leading_zeros()).rev() {
        rest *= 2;
        quotient *= 2;
        if way.unsigned_abs() >> bit & 1 == 1 {
            rest += part;
        }
        while rest >= whole {
            rest -= whole;
            quotient += 1;
        }
    }
    if way >= 0 { quotient + i64::from(2 * rest >= whole) } else { -(quotient + i64::from(2 * rest > whole)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(a: [i64; 2], b: [i64; 2]) -> Segment {
        let point = |[x, y]: [i64; 2]| Point { x, y };
        Segment { a: point(a).min(point(b)), b: point(a).max(point(b)) }
    }

    #[test]
    fn a_crossing_is_the_nearest_point_halves_upward() {
        assert_eq!(segment([0, 0], [3, 3]).crossing(segment([0, 3], [3, 0])), Some(Point { x: 2, y: 2 }));
        assert_eq!(segment([-3, -3], [0, 0]).crossing(segment([-3, 0], [0, -3])), Some(Point { x: -1, y: -1 }));
        assert_eq!(segment([0, 0], [9, 2]).crossing(segment([1, 2], [8, -1])), Some(Point { x: 4, y: 1 }));
        // They touch, they share an end, they pass each other.
        assert_eq!(segment([0, 0], [4, 0]).crossing(segment([2, 0], [2, 4])), None);
        assert_eq!(segment([0, 0], [4, 0]).crossing(segment([0, 0], [2, 4])), None);
        assert_eq!(segment([0, 0], [4, 0]).crossing(segment([5, -1], [5, 4])), None);
        let far = 180 << 40;
        let crossing = segment([-far, -far], [far, far]).crossing(segment([-far, far], [far, -far + 2]));
        assert_eq!(crossing, Some(Point { x: 1, y: 1 }), "half a step is upward, far from it too");
    }

    #[test]
    fn a_segment_passes_the_squares_that_it_is_in_without_their_north_and_east_sides() {
        let passed = |s: Segment| {
            let squares = (-1..6).flat_map(|x| (-1..6).map(move |y| Point { x, y }));
            squares.filter(|p| s.passes(*p)).map(|p| [p.x, p.y]).collect::<Vec<_>>()
        };
        assert_eq!(passed(segment([0, 0], [0, 2])), [[0, 0], [0, 1], [0, 2]]);
        assert_eq!(
            passed(segment([0, 0], [2, 2])),
            [[0, 0], [1, 1], [2, 2]],
            "a corner is of the square north-east of it"
        );
        assert_eq!(passed(segment([0, 2], [2, 0])), [[0, 2], [1, 1], [1, 2], [2, 0], [2, 1]]);
        assert_eq!(passed(segment([0, 0], [3, 1])), [[0, 0], [1, 0], [2, 1], [3, 1]]);
    }
}
