//! The search for the point of a line nearest to a place: two ways, each with a bound that leaves no nearer point out.
//!
//! # Method
//! *Near*: by chords through the Earth. The geodesic above a chord `c` is longer by `c² / 24 r²` of it, where the radius of
//! curvature `r` differs between any two directions and places by no more than a hundredth: so of two chords the longer may have
//! the shorter geodesic only where they differ by less than a thousandth of `c² / a²` of them. A segment is first taken for the
//! chord of its ends, from which it strays by a known length. Only those that may hold the nearest point, one or two mostly, are
//! measured: Newton's method finds the foot, one step of it nearly always, and the geodesic to it follows from its chord. What is
//! farther than 500 km is measured by geodesics from there.
//!
//! *Far*, and near a pole: geodesics to the middles of boxes, less the boxes' half-diagonals (the triangle inequality).

use geo::Coord;

use super::super::Position;
use super::super::edge::Edge;
use super::super::space::{Chord, MAX_ARC_M, MAX_CHORD_LAT_DEG, MAX_SURE_M, Site, dot, minus, sum};
use super::far::{self, foot, foot_beside};
use super::tree::Visitor;
use super::{Lines, Space};
use crate::measure::A_M;

/// Degrees of latitude of a place up to which chords are used: a straight line in degrees is then nearly straight on the ground.
const MAX_NEAR_LAT_DEG: f64 = 75.0;
/// The same for lines farther away than [`MAX_BENT_M`].
const MAX_STRAIGHT_LAT_DEG: f64 = 60.0;
/// Metres up to which lines may bend as they do beyond [`MAX_STRAIGHT_LAT_DEG`].
const MAX_BENT_M: f64 = 500_000.0;
/// How much the order of two chords may err by, as a part of them, for each square of their length over the Earth's radius.
const ORDER_ERROR: f64 = 1e-3;
/// Metres by which anything computed here may be rounded, and more.
const ROUNDED_M: f64 = 1e-6;
/// Segments kept to be measured before they are.
const MAX_KEPT: usize = 16;
/// Steps of Newton's method after which a foot is taken as it is: it doubles its digits with each.
const MAX_STEPS: usize = 8;

/// The point of one version's line nearest to `p` and its geodesic distance in metres; none where it has no line.
pub(super) fn nearest(lines: &Lines, version: usize, p: Position) -> Option<(Position, f64)> {
    near(lines, version, p).or_else(|| {
        let standing: Vec<u32> = lines.standing(version).collect();
        if standing.is_empty() { None } else { far::nearest(&lines.segments, &standing, p) }
    })
}

fn near(lines: &Lines, version: usize, p: Position) -> Option<(Position, f64)> {
    let (tree, bit) = lines.tree(version)?;
    let max_m = match p.lat().abs() {
        lat if lat <= MAX_STRAIGHT_LAT_DEG => MAX_ARC_M,
        lat if lat <= MAX_NEAR_LAT_DEG => MAX_BENT_M,
        _ => return None,
    };
    let space = lines.space();
    let mut search = Near {
        space,
        segments: &lines.segments,
        p,
        site: space.frame.site(p.coord()),
        limit_m: max_m,
        kept: [Kept { least_m: 0.0, t: 0.0, segment: 0 }; MAX_KEPT],
        count: 0,
        best: None,
    };
    tree.search(search.site.at, bit, &mut search);
    search.measure_kept();
    search.best.filter(|best| best.distance_m <= max_m).map(|best| (best.at, best.distance_m))
}

struct Near<'a> {
    space: &'a Space,
    segments: &'a [Edge],
    p: Position,
    site: Site,
    /// No chord to the nearest point is longer.
    limit_m: f64,
    /// What may hold the nearest point.
    kept: [Kept; MAX_KEPT],
    count: usize,
    best: Option<Found>,
}

/// A segment to be measured.
#[derive(Clone, Copy)]
struct Kept {
    /// No chord to any of its points is shorter.
    least_m: f64,
    /// Where its own chord is nearest: below 0 or above 1 where that is an end of it.
    t: f64,
    segment: u32,
}

#[derive(Clone, Copy)]
struct Found {
    at: Position,
    distance_m: f64,
}

impl Visitor for Near<'_> {
    fn limit_m(&self) -> f64 {
        self.limit_m
    }

    fn visit(&mut self, segment: u32) {
        let chord = &self.space.chords[segment as usize];
        let off = minus(self.site.at, chord.from);
        let t = dot(off, chord.along) * chord.per_length2;
        let off = sum(off, 1.0, chord.along, -t.clamp(0.0, 1.0));
        let off2 = dot(off, off);
        let limit_m = self.limit_m + chord.stray_m;
        if off2 > limit_m * limit_m {
            return;
        }
        let off_m = off2.sqrt();
        self.lower_limit(off_m + chord.stray_m);
        if self.count == MAX_KEPT {
            self.measure_kept();
        }
        self.kept[self.count] = Kept { least_m: off_m - chord.stray_m, t, segment };
        self.count += 1;
    }
}

impl Near<'_> {
    /// Takes in that a point of the line has a chord no longer than this.
    fn lower_limit(&mut self, chord_m: f64) {
        let limit_m = chord_m * (1.0 + ORDER_ERROR * (chord_m / A_M).powi(2)) + ROUNDED_M;
        self.limit_m = self.limit_m.min(limit_m);
    }

    /// Measures what is kept and may still hold the nearest point.
    fn measure_kept(&mut self) {
        for k in 0..std::mem::take(&mut self.count) {
            let Kept { least_m, t, segment } = self.kept[k];
            if least_m > self.limit_m {
                continue;
            }
            if let Some((found, chord_m)) = self.measured(t, segment as usize) {
                self.lower_limit(chord_m);
                if self.best.is_none_or(|best| found.distance_m < best.distance_m) {
                    self.best = Some(found);
                }
            }
        }
    }

    /// The nearest point of a segment, and its chord in metres; none where it is the best that is known, the end of another.
    fn measured(&self, t: f64, segment: usize) -> Option<(Found, f64)> {
        let (edge, chord) = (self.segments[segment], &self.space.chords[segment]);
        let mut t = t;
        if !chord.is_short {
            // Where a long one is nearest, geodesics find; chords then find it to more digits.
            let (along, at, distance_m) = foot(self.p, edge, t.clamp(0.0, 1.0));
            if edge.a.y.abs().max(edge.b.y.abs()) > MAX_CHORD_LAT_DEG {
                return Some((Found { at, distance_m }, distance_m));
            }
            t = along;
        }
        let (t, chord_m, to) = self.foot(t, edge, chord);
        if chord_m > MAX_SURE_M {
            let (at, distance_m) = foot_beside(self.p, edge, t);
            return Some((Found { at, distance_m }, chord_m));
        }
        let at = match t {
            0.0 => edge.a,
            1.0 => edge.b,
            _ => Coord { x: edge.a.x + t * (edge.b.x - edge.a.x), y: edge.a.y + t * (edge.b.y - edge.a.y) },
        };
        let at = Position::from_vertex(at);
        if self.best.is_some_and(|best| best.at == at) {
            return None;
        }
        let distance_m = self.space.frame.arc_m(self.site.at, to, chord_m);
        Some((Found { at, distance_m }, chord_m))
    }

    /// Where along a segment (0..=1) its chord from the place is shortest, that chord in metres, and where it ends.
    fn foot(&self, t: f64, edge: Edge, chord: &Chord) -> (f64, f64, [f64; 3]) {
        let end = |t: f64| sum(chord.from, 1.0, chord.along, t);
        let length_m = |to: [f64; 3]| dot(minus(to, self.site.at), minus(to, self.site.at)).sqrt();
        // Beyond an end by more than the edge and its chord differ in direction: the end it is.
        if !(0.0..=1.0).contains(&t) {
            let nearest = t.clamp(0.0, 1.0);
            let to = end(nearest);
            let chord_m = length_m(to);
            if (t - nearest).abs() >= 4.0 * chord.stray_m * chord_m * chord.per_length2 {
                return (nearest, chord_m, to);
            }
        }
        let (d_lon, d_lat) = ((edge.b.x - edge.a.x).to_radians(), (edge.b.y - edge.a.y).to_radians());
        let edge_m = dot(chord.along, chord.along).sqrt();
        let mut t = t.clamp(0.0, 1.0);
        let mut found = (t, f64::INFINITY, chord.from);
        for _ in 0..MAX_STEPS {
            let c = Coord { x: edge.a.x + t * (edge.b.x - edge.a.x), y: edge.a.y + t * (edge.b.y - edge.a.y) };
            let site = self.space.frame.site(c);
            let off = minus(site.at, self.site.at);
            let (first, second) = site.derivatives(d_lon, d_lat);
            // Half the square of the chord, differentiated twice.
            let slope = dot(off, first);
            let bend = dot(first, first) + dot(off, second);
            let next = if bend > 0.0 { (t - slope / bend).clamp(0.0, 1.0) } else { t };
            let step = next - t;
            let chord2 = dot(off, off) + step * (2.0 * slope + step * bend);
            let chord_m = chord2.max(0.0).sqrt();
            found = (next, chord_m, sum(site.at, 1.0, first, step));
            let moved_m = step.abs() * edge_m;
            // What the third derivative adds is less than the rounding of what is found.
            if moved_m <= chord_m.clamp(1e-4, 1.0) && moved_m.powi(3) <= 3e-4 * chord_m * chord_m + 3e-3 * chord_m {
                break;
            }
            t = next;
        }
        found
    }
}
