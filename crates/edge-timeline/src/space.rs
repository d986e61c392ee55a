//! Places on the ellipsoid as points of space, chords between them, and the geodesics that the chords span.
//!
//! # Method
//! A chord needs no trigonometry beyond that of its ends. The geodesic above it is, to the second order of its length over the
//! Earth's radius, the arc of a circle whose curvature is that of the normal section half-way (Euler's theorem; on an ellipsoid
//! of revolution `(1 + e'² u²) / N`, with `u` the part of the direction that lies along the axis). The change of that curvature
//! along the way enters by its mean over the two ends; what that leaves, of the fourth order, by five coefficients fitted to
//! Karney's method. Against that it errs by less than 0.2 micrometres up to [`MAX_SURE_M`], and by less than two nanometres under
//! 10 km.

use geo::Coord;

use super::edge::Edge;
use super::measure::{A_M, E2, edge_length_m};

/// The longest chord whose geodesic is found by [`Frame::arc_m`], in metres.
pub(crate) const MAX_ARC_M: f64 = 1_000_000.0;
/// The longest chord whose geodesic is so found to the micrometre, in metres; and the foot on an edge that far away, as chords have
/// it, lies within a metre of the geodesics'.
pub(crate) const MAX_SURE_M: f64 = 500_000.0;

/// A point or a direction in metres.
pub(crate) type Vector = [f64; 3];

/// Semi-minor axis of WGS 84 in metres.
const B_M: f64 = 6_356_752.314_245_179;
/// Second eccentricity squared.
const SECOND_E2: f64 = E2 / (1.0 - E2);
/// Radians up to which sine and cosine are summed here.
const MAX_SUMMED_RAD: f64 = 0.35;
/// Longest edge that is taken for a chord and what it strays from it, in metres.
const MAX_CHORD_M: f64 = 20_000.0;
/// Degrees of latitude up to which an edge is.
pub(crate) const MAX_CHORD_LAT_DEG: f64 = 80.0;
/// No radius of curvature of the ellipsoid is shorter, in metres.
const MIN_RADIUS_M: f64 = 6_335_000.0;

/// Coordinates of space: east, north and up of a place on the ellipsoid.
#[derive(Debug)]
pub(crate) struct Frame {
    /// Degrees.
    place: Coord<f64>,
    sin: f64,
    cos: f64,
    /// The place itself, in metres from the centre of the Earth: north, up.
    origin: [f64; 2],
}

/// A place in space, with what its metric needs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Site {
    pub(crate) at: Vector,
    /// Unit vectors: east lies along the ground, and so does north.
    pub(crate) east: Vector,
    pub(crate) north: Vector,
    up: Vector,
    sin_lat: f64,
    cos_lat: f64,
}

/// An edge as the chord of its ends. It strays from it by no more than `stray_m`.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Chord {
    pub(crate) from: Vector,
    pub(crate) along: Vector,
    /// One over its length squared.
    pub(crate) per_length2: f64,
    pub(crate) stray_m: f64,
    /// It is short enough to be measured here.
    pub(crate) is_short: bool,
}

impl Frame {
    pub(crate) fn around(place: Coord<f64>) -> Self {
        let (sin, cos) = place.y.to_radians().sin_cos();
        let mut frame = Self { place, sin, cos, origin: [0.0; 2] };
        let [_, north, up] = frame.site(place).at;
        frame.origin = [north, up];
        frame
    }

    /// A place in space.
    pub(crate) fn site(&self, c: Coord<f64>) -> Site {
        let (sin_lon, cos_lon) = sin_cos((c.x - self.place.x).to_radians());
        let (sin, cos) = sin_cos((c.y - self.place.y).to_radians());
        let (sin_lat, cos_lat) = (self.sin * cos + self.cos * sin, self.cos * cos - self.sin * sin);
        let n = A_M / (1.0 - E2 * sin_lat * sin_lat).sqrt();
        let turned = |x: f64, y: f64, z: f64| [y, z * self.cos - x * self.sin, x * self.cos + z * self.sin];
        let [east, north, up] = turned(n * cos_lat * cos_lon, n * cos_lat * sin_lon, n * (1.0 - E2) * sin_lat);
        Site {
            at: [east, north - self.origin[0], up - self.origin[1]],
            east: turned(-sin_lon, cos_lon, 0.0),
            north: turned(-sin_lat * cos_lon, -sin_lat * sin_lon, cos_lat),
            up: turned(cos_lat * cos_lon, cos_lat * sin_lon, sin_lat),
            sin_lat,
            cos_lat,
        }
    }

    /// An edge as a chord.
    pub(crate) fn chord(&self, edge: Edge) -> Chord {
        let (from, to) = (self.site(edge.a).at, self.site(edge.b).at);
        let along = minus(to, from);
        let length2 = dot(along, along);
        let max_lat_deg = edge.a.y.abs().max(edge.b.y.abs());
        let is_short = length2 <= MAX_CHORD_M * MAX_CHORD_M && max_lat_deg <= MAX_CHORD_LAT_DEG;
        // A curve strays from its chord by an eighth of its second derivative: that of the ground, and that of a straight line
        // in degrees upon it.
        let stray_m = if is_short {
            (1.2 * max_lat_deg.to_radians().tan() + 1.01) / MIN_RADIUS_M * length2 / 8.0
        } else {
            edge_length_m(edge.a, edge.b)
        };
        Chord { from, along, per_length2: if length2 > 0.0 { 1.0 / length2 } else { 0.0 }, stray_m, is_short }
    }

    /// The length of the geodesic that spans a chord, in metres.
    pub(crate) fn arc_m(&self, from: Vector, to: Vector, chord_m: f64) -> f64 {
        if chord_m < 1.0 {
            return chord_m;
        }
        let sin_lat = |at: Vector| {
            let z = (at[1] + self.origin[0]) * self.cos + (at[2] + self.origin[1]) * self.sin;
            // Of the reduced latitude, then of the geographic one.
            let sin = z / B_M;
            sin / (1.0 - E2 * (1.0 - sin * sin)).sqrt()
        };
        let (sin_from, sin_to) = (sin_lat(from), sin_lat(to));
        let d = minus(to, from);
        let axial = (d[1] * self.cos + d[2] * self.sin) / chord_m;
        let axial2 = axial * axial;
        // Half-way, on the ground above the chord.
        let sin2 = (sin_from + sin_to).powi(2) / (4.0 - (chord_m / A_M).powi(2));
        let curvature = (1.0 - E2 * sin2).sqrt() / A_M * (1.0 + SECOND_E2 * axial2);
        let half2 = (0.5 * curvature * chord_m).powi(2);
        let of_ends =
            SECOND_E2 * (sin2 - axial2) * half2 - 0.5 * E2 * (0.5 * (sin_from * sin_from + sin_to * sin_to) - sin2);
        let x = (curvature * (1.0 + 0.2 * of_ends) * chord_m).powi(2);
        let fitted = sin2 * (-0.008_07 + 0.018_92 * sin2 - 0.037_32 * axial2) + axial2 * (0.001_04 + 0.002_85 * axial2);
        let left = fitted * (E2 * (chord_m / A_M).powi(2)).powi(2);
        chord_m * (1.0 + left + x * (1.0 / 24.0 + x * (3.0 / 640.0 + x * (5.0 / 7168.0 + x * (35.0 / 294_912.0)))))
    }
}

impl Site {
    /// Along an edge that changes by so many radians of longitude and latitude: the first derivative, and the second.
    pub(crate) fn derivatives(&self, d_lon: f64, d_lat: f64) -> (Vector, Vector) {
        let w2 = 1.0 - E2 * self.sin_lat * self.sin_lat;
        let n = A_M / w2.sqrt();
        let m = n * (1.0 - E2) / w2;
        let (east_m, north_m) = (n * self.cos_lat * d_lon, m * d_lat);
        let first = sum(self.east, east_m, self.north, north_m);
        let turning = sum(
            self.east,
            -2.0 * m * self.sin_lat * d_lon * d_lat,
            self.north,
            n * self.cos_lat * self.sin_lat * d_lon * d_lon,
        );
        let sinking = n * (self.cos_lat * d_lon).powi(2) + m * d_lat * d_lat;
        (first, sum(turning, 1.0, self.up, -sinking))
    }
}

/// Sine and cosine: of small angles, as nearly all are here, a few terms of their series.
fn sin_cos(x: f64) -> (f64, f64) {
    if x.abs() > MAX_SUMMED_RAD {
        return x.sin_cos();
    }
    let x2 = x * x;
    let sin = 1.0 / 362_880.0 - x2 * (1.0 / 39_916_800.0 - x2 / 6_227_020_800.0);
    let sin = 1.0 / 6.0 - x2 * (1.0 / 120.0 - x2 * (1.0 / 5_040.0 - x2 * sin));
    let cos = 1.0 / 40_320.0 - x2 * (1.0 / 3_628_800.0 - x2 / 479_001_600.0);
    let cos = 0.5 - x2 * (1.0 / 24.0 - x2 * (1.0 / 720.0 - x2 * cos));
    (x - x * x2 * sin, 1.0 - x2 * cos)
}

pub(crate) fn minus(a: Vector, b: Vector) -> Vector {
    [a[0] - b[0], a[1] - b[1], a[2] - b[2]]
}

pub(crate) fn dot(a: Vector, b: Vector) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

/// So much of one and of another.
pub(crate) fn sum(a: Vector, of_a: f64, b: Vector, of_b: f64) -> Vector {
    [a[0] * of_a + b[0] * of_b, a[1] * of_a + b[1] * of_b, a[2] * of_a + b[2] * of_b]
}
