//! The nearest point by geodesics alone: for lines far away, and near a pole.

use geo::Coord;

use super::super::edge::Edge;
use super::super::measure::{self, radii_m};
use super::super::{BBox, Position};
use super::tree::FAN;

/// Metres up to which a foot is looked for in the plane that touches the ellipsoid.
const MAX_PLANE_M: f64 = 1_000_000.0;
/// No radius of curvature of the ellipsoid is longer, in metres: that at the poles is 6,399,594 m.
const MAX_RADIUS_M: f64 = 6_400_000.0;
/// A foot is found when it moves by less, in metres: its distance then errs by less than half the square of this over itself.
const FOOT_M: f64 = 1e-3;
/// Metres up to which a foot is taken for where the plane has it: on so short a way no edge bends by more than a tenth of a
/// micrometre.
const MAX_BESIDE_M: f64 = 1.0;
/// Steps after which a foot is taken as it is: halving alone finds it on a segment of 1,000 km in fewer.
const MAX_STEPS: usize = 60;

/// The point of some segments nearest to `p` and its geodesic distance in metres; `among` names them, neighbours together.
pub(super) fn nearest(segments: &[Edge], among: &[u32], p: Position) -> Option<(Position, f64)> {
    let mut search = Far { segments, p, best: None };
    search.visit(among);
    search.best
}

struct Far<'a> {
    segments: &'a [Edge],
    p: Position,
    best: Option<(Position, f64)>,
}

impl Far<'_> {
    /// Looks through some segments: part by part, the nearest part first.
    fn visit(&mut self, among: &[u32]) {
        if let &[segment] = among {
            let (_, at, distance_m) = foot(self.p, self.segments[segment as usize], 0.5);
            let found = (at, distance_m);
            if self.best.is_none_or(|(_, best_m)| found.1 < best_m) {
                self.best = Some(found);
            }
            return;
        }
        let bbox =
            |part: &[u32]| part.iter().map(|k| self.segments[*k as usize].bbox()).fold(BBox::EMPTY, BBox::joined);
        let parts = among.chunks(among.len().div_ceil(FAN));
        let mut order: Vec<(f64, &[u32])> = parts.map(|part| (least_m(self.p, bbox(part)), part)).collect();
        order.sort_by(|a, b| a.0.total_cmp(&b.0));
        for (least_m, part) in order {
            if self.best.is_some_and(|(_, best_m)| least_m > best_m) {
                return;
            }
            self.visit(part);
        }
    }
}

/// Metres, at least, to anything in a box: the geodesic to its middle, less how far from the middle anything in it can be.
fn least_m(p: Position, b: BBox) -> f64 {
    let middle = Coord { x: 0.5 * (b.west + b.east), y: 0.5 * (b.south + b.north) };
    let widest_lat = if b.south <= 0.0 && b.north >= 0.0 { 0.0 } else { b.south.abs().min(b.north.abs()) };
    let (east, _) = radii_m(widest_lat);
    let radius_m = 0.5 * ((b.east - b.west).to_radians() * east).hypot((b.north - b.south).to_radians() * MAX_RADIUS_M);
    measure::geodesic(p, Position::from_vertex(middle)).distance_m - radius_m
}
/// The point of a segment nearest to `p`, looked for from `t` (0..=1) on: where along it, the point, and its geodesic distance in
/// metres.
///
/// Where the geodesic meets the segment at a right angle, or at an end. Near by, a step goes to the foot in the plane that touches
/// the ellipsoid at the last point; far away, where that plane means little, the stretch that holds the foot is halved.
pub(super) fn foot(p: Position, part: Edge, mut t: f64) -> (f64, Position, f64) {
    let (mut low, mut high) = (0.0, 1.0);
    let mut is_end_tried = [false, false];
    let mut q = along(part, t);
    let mut to = measure::geodesic(q, p);
    for _ in 0..MAX_STEPS {
        is_end_tried = [is_end_tried[0] || t <= 0.0, is_end_tried[1] || t >= 1.0];
        let (length_m, off_m) = ahead(part, t, to);
        if length_m == 0.0 {
            break;
        }
        let step = off_m / length_m;
        *(if step > 0.0 { &mut low } else { &mut high }) = t;
        let next = if to.distance_m <= MAX_PLANE_M && (low..=high).contains(&(t + step)) {
            t + step
        } else if step > 0.0 && !is_end_tried[1] {
            1.0
        } else if step <= 0.0 && !is_end_tried[0] {
            0.0
        } else {
            0.5 * (low + high)
        };
        if (next - t).abs() * length_m < FOOT_M {
            break;
        }
        t = next;
        q = along(part, t);
        to = measure::geodesic(q, p);
    }
    (t, q, to.distance_m)
}

/// As [`foot`], from a `t` that is known to lie within a few metres of it: one geodesic or two suffice.
pub(super) fn foot_beside(p: Position, part: Edge, mut t: f64) -> (Position, f64) {
    for _ in 0..MAX_STEPS {
        let to = measure::geodesic(along(part, t), p);
        let (length_m, off_m) = ahead(part, t, to);
        let moved_m = off_m.clamp(-t * length_m, (1.0 - t) * length_m);
        if moved_m.abs() <= MAX_BESIDE_M {
            // The law of cosines, but for what so short a way adds to it.
            let distance_m = to.distance_m + (0.5 * moved_m - off_m) * moved_m / to.distance_m;
            return (along(part, t + moved_m / length_m), distance_m);
        }
        t = (t + moved_m / length_m).clamp(0.0, 1.0);
    }
    let (_, at, distance_m) = foot(p, part, t);
    (at, distance_m)
}

/// The length of a segment as it is where the geodesic from a place meets it at `t`, and how far ahead of there the foot lies in
/// the plane that touches the ellipsoid, both in metres.
fn ahead(part: Edge, t: f64, to: measure::GeodesicTo) -> (f64, f64) {
    let (east, north) = radii_m(part.a.y + t * (part.b.y - part.a.y));
    let (x, y) = ((part.b.x - part.a.x).to_radians() * east, (part.b.y - part.a.y).to_radians() * north);
    let (length_m, (sin, cos)) = (x.hypot(y), to.bearing_deg.to_radians().sin_cos());
    (length_m, to.distance_m * (sin * x + cos * y) / length_m)
}

/// The point at `t` (0..=1) of a segment.
fn along(part: Edge, t: f64) -> Position {
    let c = Coord { x: part.a.x + t * (part.b.x - part.a.x), y: part.a.y + t * (part.b.y - part.a.y) };
    Position::from_vertex(c)
}
