//! Measures on the WGS 84 ellipsoid: one rule for wholes and parts, so that the books balance.
//!
//! # Method
//! An edge is straight in degrees (RFC 7946, section 3.1.1), not a geodesic: cutting it anywhere changes nothing. Areas
//! are the exact integral of the ellipsoid's surface under such edges; lengths are the integral of its metric along
//! them. Distances and azimuths between two points are geodesic (Karney, *Algorithms for geodesics*, J. Geodesy 87,
//! 2013).

use geo::Coord;
use geographiclib_rs::{DirectGeodesic, Geodesic, InverseGeodesic};

use super::space::{Frame, MAX_SURE_M, dot, minus};
use super::{Area, Position};

/// Semi-major axis of WGS 84 in metres (NGA.STND.0036, table 3.1).
pub(super) const A_M: f64 = 6_378_137.0;
/// Flattening of WGS 84 (the same table).
const F: f64 = 1.0 / 298.257_223_563;
/// First eccentricity squared.
pub(super) const E2: f64 = F * (2.0 - F);

/// Latitudes spanned by one Gauss-Legendre step, degrees: three points integrate this far to 1e-15 of the area.
const STEP_DEG: f64 = 1.0;

/// The area in square metres, edges straight in degrees.
#[must_use]
pub fn area_m2(area: &Area) -> f64 {
    // Adding to zero: the sum of nothing would be minus zero.
    area.rings().map(|r| ring_m2(&r.0)).fold(0.0, |sum, m2| sum + m2)
}

/// The signed area of a closed ring in square metres: positive counter-clockwise.
pub(super) fn ring_m2(ring: &[Coord<f64>]) -> f64 {
    let Some(first) = ring.first() else { return 0.0 };
    let zero = Zero::at(first.y);
    ring.windows(2).map(|w| edge_m2(w[0], w[1], zero)).sum()
}

/// The parallel from which strips of surface are counted. Any will do for closed rings; one near them keeps the digits.
#[derive(Clone, Copy, Debug)]
pub(super) struct Zero(f64);

impl Zero {
    /// The parallel at `lat` degrees.
    pub(super) fn at(lat: f64) -> Self {
        Self(strip(lat))
    }
}

/// What an edge adds to the area of its ring: the surface between it and the zero parallel, westward positive, in m2.
pub(super) fn edge_m2(a: Coord<f64>, b: Coord<f64>, zero: Zero) -> f64 {
    let d_lon = (b.x - a.x).to_radians();
    if d_lon == 0.0 {
        return 0.0;
    }
    let steps = ((b.y - a.y).abs() / STEP_DEG).ceil().max(1.0);
    let mut mean = 0.0;
    for k in 0..steps as u32 {
        for (node, weight) in GAUSS {
            let t = (f64::from(k) + node) / steps;
            mean += weight / steps * (strip(a.y + t * (b.y - a.y)) - zero.0);
        }
    }
    -d_lon * mean
}

/// Nodes and weights of the three-point Gauss-Legendre rule on 0..1.
const GAUSS: [(f64, f64); 3] =
    [(0.112_701_665_379_258_31, 5.0 / 18.0), (0.5, 4.0 / 9.0), (0.887_298_334_620_741_7, 5.0 / 18.0)];

/// Surface between the equator and a parallel, per radian of longitude, in m2 (Snyder, *Map Projections: A Working
/// Manual*, USGS 1987, equation 3-12, times half the semi-major axis squared).
fn strip(lat_deg: f64) -> f64 {
    let e = E2.sqrt();
    let sin = lat_deg.to_radians().sin();
    let q = (1.0 - E2) * (sin / (1.0 - E2 * sin * sin) + (e * sin).atanh() / e);
    0.5 * A_M * A_M * q
}

/// The length of a path in metres, edges straight in degrees.
#[must_use]
pub fn path_length_m(path: &[Position]) -> f64 {
    path.windows(2).map(|w| edge_length_m(w[0].coord(), w[1].coord())).fold(0.0, |sum, m| sum + m)
}

/// The length of one edge in metres.
pub(super) fn edge_length_m(a: Coord<f64>, b: Coord<f64>) -> f64 {
    let (d_lon, d_lat) = ((b.x - a.x).to_radians(), (b.y - a.y).to_radians());
    let steps = ((b.y - a.y).abs() / STEP_DEG).ceil().max(1.0);
    let mut length = 0.0;
    for k in 0..steps as u32 {
        for (node, weight) in GAUSS {
            let t = (f64::from(k) + node) / steps;
            let (east, north) = radii_m(a.y + t * (b.y - a.y));
            length += weight / steps * (east * d_lon).hypot(north * d_lat);
        }
    }
    length
}

/// Metres per radian eastward and northward at a latitude.
pub(super) fn radii_m(lat_deg: f64) -> (f64, f64) {
    let (sin, cos) = lat_deg.to_radians().sin_cos();
    let w2 = 1.0 - E2 * sin * sin;
    let n = A_M / w2.sqrt();
    (n * cos, n * (1.0 - E2) / w2)
}

/// The longest chord whose azimuth follows from the normal section, in metres.
const MAX_SECTION_M: f64 = 50_000.0;
/// Degrees of latitude up to which it does.
const MAX_SECTION_LAT_DEG: f64 = 75.0;

/// The geodesic from one position to another.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct GeodesicTo {
    /// Its length in metres.
    pub distance_m: f64,
    /// Its azimuth at the start, degrees clockwise from north, 0..360.
    pub bearing_deg: f64,
}

/// The geodesic between two positions.
#[must_use]
pub fn geodesic(from: Position, to: Position) -> GeodesicTo {
    let (distance_m, azimuth, _, _) = wgs84().inverse(from.lat(), from.lon(), to.lat(), to.lon());
    GeodesicTo { distance_m, bearing_deg: azimuth.rem_euclid(360.0) }
}

/// The length of the geodesic between two positions in metres: what [`geodesic`] tells to the micrometre, sooner where they are near
/// each other.
#[must_use]
pub fn distance_m(from: Position, to: Position) -> f64 {
    let frame = Frame::around(from.coord());
    let (a, b) = (frame.site(from.coord()).at, frame.site(to.coord()).at);
    let d = minus(b, a);
    let chord_m = dot(d, d).sqrt();
    if chord_m <= MAX_SURE_M { frame.arc_m(a, b, chord_m) } else { geodesic(from, to).distance_m }
}

/// The geodesic between two positions: its length to the micrometre and its azimuth to 1e-8 degree, sooner than [`geodesic`] where
/// they are near each other.
///
/// # Method
/// The azimuth of the normal section, less the first term of what parts it from that of the geodesic.
#[must_use]
pub fn geodesic_between(from: Position, to: Position) -> GeodesicTo {
    let frame = Frame::around(from.coord());
    let (here, there) = (frame.site(from.coord()), frame.site(to.coord()).at);
    let d = minus(there, here.at);
    let chord_m = dot(d, d).sqrt();
    if chord_m > MAX_SECTION_M || from.lat().abs() > MAX_SECTION_LAT_DEG {
        return geodesic(from, to);
    }
    let section = dot(d, here.east).atan2(dot(d, here.north));
    let cos2 = from.lat().to_radians().cos().powi(2);
    let n = A_M / (1.0 - E2 * (1.0 - cos2)).sqrt();
    let apart = E2 / (1.0 - E2) * (chord_m / n).powi(2) * cos2 * (2.0 * section).sin() / 12.0;
    let bearing_deg = (section - apart).to_degrees().rem_euclid(360.0);
    GeodesicTo { distance_m: frame.arc_m(here.at, there, chord_m), bearing_deg }
}

/// The position that lies `distance_m` metres along the geodesic that leaves `from` at an azimuth, in degrees.
#[must_use]
pub fn destination(from: Position, bearing_deg: f64, distance_m: f64) -> Position {
    let (lat, lon) = wgs84().direct(from.lat(), from.lon(), bearing_deg, distance_m);
    Position::from_vertex(Coord { x: lon, y: lat })
}

/// Metres east and north of `middle`, in the azimuthal equidistant projection around it.
pub(super) fn to_plane_m(middle: Position, p: Position) -> Coord<f64> {
    let GeodesicTo { distance_m, bearing_deg } = geodesic(middle, p);
    let (sin, cos) = bearing_deg.to_radians().sin_cos();
    Coord { x: distance_m * sin, y: distance_m * cos }
}

/// The inverse of [`to_plane_m`].
pub(super) fn from_plane_m(middle: Position, c: Coord<f64>) -> Coord<f64> {
    destination(middle, c.x.atan2(c.y).to_degrees(), c.x.hypot(c.y)).coord()
}

fn wgs84() -> &'static Geodesic {
    static WGS84: std::sync::LazyLock<Geodesic> = std::sync::LazyLock::new(Geodesic::wgs84);
    &WGS84
}
