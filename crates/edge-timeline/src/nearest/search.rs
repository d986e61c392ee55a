//! The search for the point of a line nearest to a place: two ways, each with a bound that leaves no nearer point out.
//!
//! # Method
//! *Near*: distances are estimated in the plane whose degrees are as long as half-way between the place and what is measured (the
//! mid-latitude formula). To the fourth order, such a distance on a sphere errs by the part
//! `tan²φ x⁴ / 24 + (1 / (4 cos²φ) - 1 / 6) x² y² / 2` of its square, x and y its parts eastward and northward over the Earth's
//! radius, which is below `r² / (8 cos²φ)` of the distance `r`; the flattening adds less than is left of that. A segment whose
//! estimate is that much beyond the best one cannot hold the nearest point. Every other one is measured on the ellipsoid.
//!
//! *Far*, and near a pole: geodesics to the middles of boxes, less the boxes' half-diagonals (the triangle inequality).

use geo::Coord;

use super::super::edge::Edge;
use super::super::measure::{self, A_M, radii_m};
use super::super::{BBox, Position};
use super::{FAN, Lines, holds};

/// Metres up to which the plane is used.
const NEAR_M: f64 = 500_000.0;
/// Degrees of latitude up to which the plane is used.
const MAX_NEAR_LAT_DEG: f64 = 75.0;
/// The error of the plane's scale, as it is fitted, in parts for each Earth's radius of distance.
const FIT_ERROR: f64 = 1e-3;
/// No radius of curvature of the ellipsoid is longer, in metres: that at the poles is 6,399,594 m.
const MAX_RADIUS_M: f64 = 6_400_000.0;
/// A foot is found when it moves by less, in metres: its distance then errs by less than half the square of this over itself.
const FOOT_M: f64 = 1e-3;
/// Steps after which a foot is taken as it is: halving alone finds it on a segment of 1,000 km in fewer.
const MAX_STEPS: usize = 60;

/// The point of one version's line nearest to `p` and its geodesic distance in metres; none where it has no line.
pub(super) fn nearest(lines: &Lines, version: usize, p: Position) -> Option<(Position, f64)> {
    near(lines, version, p).or_else(|| far(lines, version, p))
}

fn near(lines: &Lines, version: usize, p: Position) -> Option<(Position, f64)> {
    if p.lat().abs() > MAX_NEAR_LAT_DEG {
        return None;
    }
    let plane = Plane::around(p);
    let mut search = Near { lines, version, plane, best_m: NEAR_M, candidates: Vec::new() };
    let top = lines.levels.len().checked_sub(1)?;
    for node in 0..lines.levels[top].boxes.len() {
        search.enter(top, node);
    }
    let Near { plane, mut candidates, .. } = search;
    candidates.sort_by(|a, b| a.estimate_m.total_cmp(&b.estimate_m));
    let mut best: Option<(Position, f64)> = None;
    for candidate in candidates {
        let least_m = candidate.estimate_m * (1.0 - plane.error(candidate.estimate_m));
        if best.is_some_and(|(_, best_m)| least_m > best_m) {
            break;
        }
        let found = foot(p, candidate.part, candidate.t);
        if best.is_none_or(|(_, best_m)| found.1 < best_m) {
            best = Some(found);
        }
    }
    best
}

struct Near<'a> {
    lines: &'a Lines,
    version: usize,
    plane: Plane,
    /// The best estimate so far.
    best_m: f64,
    candidates: Vec<Candidate>,
}

struct Candidate {
    estimate_m: f64,
    /// Where along the segment, 0..=1.
    t: f64,
    part: Edge,
}

impl Near<'_> {
    /// The largest estimate that the nearest segment may have: both it and the best one err.
    fn limit_m(&self) -> f64 {
        self.best_m * (1.0 + 3.0 * self.plane.error(self.best_m))
    }

    fn enter(&mut self, level: usize, node: usize) {
        if !self.lines.stands(level, node, self.version)
            || self.plane.least_m(self.lines.levels[level].boxes[node]) > self.limit_m()
        {
            return;
        }
        let children = node * FAN..(node + 1) * FAN;
        let Some(below) = level.checked_sub(1) else {
            for k in children.start..children.end.min(self.lines.segments.len()) {
                if holds(self.lines.mask(k), self.version) {
                    let part = self.lines.segments[k];
                    let (t, estimate_m) = self.plane.foot(part);
                    if estimate_m <= self.limit_m() {
                        self.candidates.push(Candidate { estimate_m, t, part });
                        self.best_m = self.best_m.min(estimate_m);
                    }
                }
            }
            return;
        };
        let boxes = &self.lines.levels[below].boxes;
        let mut order: Vec<(f64, usize)> =
            children.take_while(|k| *k < boxes.len()).map(|k| (self.plane.least_m(boxes[k]), k)).collect();
        order.sort_by(|a, b| a.0.total_cmp(&b.0));
        order.into_iter().for_each(|(_, child)| self.enter(below, child));
    }
}

/// The plane around a place, in metres: a degree is as long as half-way to what is measured.
struct Plane {
    p: Coord<f64>,
    /// Metres per degree eastward and northward, by degrees of latitude from the place: quadratic.
    east: [f64; 3],
    north: [f64; 3],
}

impl Plane {
    fn around(p: Position) -> Self {
        const SPAN_DEG: f64 = 2.0;
        let [low, here, high] = [-SPAN_DEG, 0.0, SPAN_DEG].map(|d| radii_m(p.lat() + d));
        let fit = |low: f64, here: f64, high: f64| {
            let deg = 1.0_f64.to_radians();
            let (slope, bend) =
                ((high - low) / (2.0 * SPAN_DEG), (high - 2.0 * here + low) / (2.0 * SPAN_DEG * SPAN_DEG));
            [here * deg, slope * deg, bend * deg]
        };
        Self { p: p.coord(), east: fit(low.0, here.0, high.0), north: fit(low.1, here.1, high.1) }
    }

    /// The part by which an estimate of so many metres may err, at most: see the head of this file.
    fn error(&self, estimate_m: f64) -> f64 {
        let r = estimate_m / A_M;
        let cos = (self.p.y.abs().to_radians() + r).cos().max(0.1);
        r * (FIT_ERROR + r / (8.0 * cos * cos))
    }

    /// Metres per degree at degrees of latitude from the place.
    fn scale(&self, d_lat: f64) -> (f64, f64) {
        let at = |[c, slope, bend]: [f64; 3]| c + d_lat * (slope + d_lat * bend);
        (at(self.east), at(self.north))
    }

    /// How that changes with each degree of latitude.
    fn scale_slope(&self, d_lat: f64) -> (f64, f64) {
        let at = |[_, slope, bend]: [f64; 3]| slope + 2.0 * d_lat * bend;
        (at(self.east), at(self.north))
    }

    /// Metres, at least, to anything in a box.
    fn least_m(&self, b: BBox) -> f64 {
        let c = Coord { x: self.p.x.clamp(b.west, b.east), y: self.p.y.clamp(b.south, b.north) };
        // Degrees of longitude are shortest at the end nearest to a pole.
        let ends = [self.scale(b.south - self.p.y), self.scale(b.north - self.p.y), self.scale(0.0)];
        let (east, north) = ends.into_iter().fold((f64::MAX, f64::MAX), |m, e| (m.0.min(e.0), m.1.min(e.1)));
        let (x, y) = ((c.x - self.p.x) * east.max(0.0), (c.y - self.p.y) * north);
        (x * x + y * y).sqrt()
    }

    /// Where along a segment (0..=1) its estimate is least, and that estimate in metres.
    fn foot(&self, part: Edge) -> (f64, f64) {
        let (dx, dy) = (part.b.x - part.a.x, part.b.y - part.a.y);
        let mut t = 0.5;
        for _ in 0..8 {
            let (x, y) = (part.a.x + t * dx - self.p.x, part.a.y + t * dy - self.p.y);
            let (east, north) = self.scale(0.5 * y);
            let (east_slope, north_slope) = self.scale_slope(0.5 * y);
            // Half the derivative of the squared estimate, and nearly half the second one: one of Newton's steps.
            let turn = 0.5 * dy * (east * east_slope * x * x + north * north_slope * y * y);
            let rise = east * east * x * dx + north * north * y * dy + turn;
            let length2 = (east * dx).powi(2) + (north * dy).powi(2);
            let next = if length2 > 0.0 { (t - rise / length2).clamp(0.0, 1.0) } else { 0.0 };
            let moved_m = (next - t).abs() * length2.sqrt();
            t = next;
            if moved_m < 0.01 {
                break;
            }
        }
        let (x, y) = (part.a.x + t * dx - self.p.x, part.a.y + t * dy - self.p.y);
        let (east, north) = self.scale(0.5 * y);
        (t, (east * x).hypot(north * y))
    }
}

/// The nearest point by geodesics alone.
fn far(lines: &Lines, version: usize, p: Position) -> Option<(Position, f64)> {
    let mut search = Far { lines, version, p, best: None };
    let top = lines.levels.len().checked_sub(1)?;
    search.visit((0..lines.levels[top].boxes.len()).collect(), top + 1);
    search.best
}

struct Far<'a> {
    lines: &'a Lines,
    version: usize,
    p: Position,
    best: Option<(Position, f64)>,
}

impl Far<'_> {
    /// Visits the children of a node of this level, the nearest first; level 0 has segments for children.
    fn visit(&mut self, children: Vec<usize>, level: usize) {
        let bbox = |k: usize| match level.checked_sub(1) {
            None => self.lines.segments[k].bbox(),
            Some(below) => self.lines.levels[below].boxes[k],
        };
        let stands = |k: &usize| match level.checked_sub(1) {
            None => holds(self.lines.mask(*k), self.version),
            Some(below) => self.lines.stands(below, *k, self.version),
        };
        let mut order: Vec<(f64, usize)> =
            children.into_iter().filter(stands).map(|k| (least_far_m(self.p, bbox(k)), k)).collect();
        order.sort_by(|a, b| a.0.total_cmp(&b.0));
        for (least_m, k) in order {
            if self.best.is_some_and(|(_, best_m)| least_m > best_m) {
                return;
            }
            if level == 0 {
                let found = foot(self.p, self.lines.segments[k], 0.5);
                if self.best.is_none_or(|(_, best_m)| found.1 < best_m) {
                    self.best = Some(found);
                }
                continue;
            }
            let count = match level.checked_sub(2) {
                None => self.lines.segments.len(),
                Some(below) => self.lines.levels[below].boxes.len(),
            };
            self.visit((k * FAN..((k + 1) * FAN).min(count)).collect(), level - 1);
        }
    }
}

/// Metres, at least, to anything in a box: the geodesic to its middle, less how far from the middle anything in it can be.
fn least_far_m(p: Position, b: BBox) -> f64 {
    let middle = Coord { x: 0.5 * (b.west + b.east), y: 0.5 * (b.south + b.north) };
    let widest_lat = if b.south <= 0.0 && b.north >= 0.0 { 0.0 } else { b.south.abs().min(b.north.abs()) };
    let (east, _) = radii_m(widest_lat);
    let radius_m = 0.5 * ((b.east - b.west).to_radians() * east).hypot((b.north - b.south).to_radians() * MAX_RADIUS_M);
    measure::geodesic(p, Position::from_vertex(middle)).distance_m - radius_m
}

/// The point of a segment nearest to `p`, looked for from `t` (0..=1) on, and its geodesic distance in metres.
///
/// Where the geodesic meets the segment at a right angle, or at an end. Near by, a step goes to the foot in the plane that touches
/// the ellipsoid at the last point; far away, where that plane means little, the stretch that holds the foot is halved.
fn foot(p: Position, part: Edge, mut t: f64) -> (Position, f64) {
    let (mut low, mut high) = (0.0, 1.0);
    let mut is_end_tried = [false, false];
    let (dx, dy) = ((part.b.x - part.a.x).to_radians(), (part.b.y - part.a.y).to_radians());
    let mut q = along(part, t);
    let mut to = measure::geodesic(q, p);
    for _ in 0..MAX_STEPS {
        is_end_tried = [is_end_tried[0] || t <= 0.0, is_end_tried[1] || t >= 1.0];
        let (east, north) = radii_m(q.lat());
        let (x, y) = (dx * east, dy * north);
        let length_m = x.hypot(y);
        if length_m == 0.0 {
            break;
        }
        let (sin, cos) = to.bearing_deg.to_radians().sin_cos();
        let step = to.distance_m * (sin * x + cos * y) / (length_m * length_m);
        *(if step > 0.0 { &mut low } else { &mut high }) = t;
        let next = if to.distance_m <= 2.0 * NEAR_M && (low..=high).contains(&(t + step)) {
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
    (q, to.distance_m)
}

/// The point at `t` (0..=1) of a segment.
fn along(part: Edge, t: f64) -> Position {
    let c = Coord { x: part.a.x + t * (part.b.x - part.a.x), y: part.a.y + t * (part.b.y - part.a.y) };
    Position::from_vertex(c)
}
