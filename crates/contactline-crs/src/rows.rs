//! The systems known here: their parameters, their PROJ pipelines, and the ranges of their coordinates.

use std::ops::RangeInclusive;

use Datum::{Sk42, Ucs2000, Wgs84};
use Grid::{Degrees, Transverse, WebMercator};

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Datum {
    Wgs84,
    Ucs2000,
    Sk42,
}

#[derive(Clone, Copy)]
pub(super) enum Grid {
    Degrees,
    /// EPSG:3857.
    WebMercator,
    /// Transverse Mercator from the equator: central meridian (degrees), scale on it, false easting (metres).
    Transverse(f64, f64, f64),
}

/// Half the side of the web's Mercator square in metres: pi times the equatorial radius.
const WEB_MERCATOR_M: f64 = 20_037_508.342_789_244;
/// The latitude of that square's upper side.
const WEB_MERCATOR_LAT: f64 = 85.051_128_779_806_6;
/// How far from its central meridian a transverse grid is taken: 24 degrees of longitude at 48°N, so that any zone can
/// be used for the whole of Ukraine (sheets on a neighbour's zone are common).
const TRANSVERSE_WIDTH_M: f64 = 1_800_000.0;
const TRANSVERSE_WIDTH_DEGREES: f64 = 24.0;
/// The northings of a transverse grid's area of use: the equator to 84°N.
const TRANSVERSE_NORTHINGS_M: RangeInclusive<f64> = 0.0..=9_330_000.0;
/// The northings of Ukraine on a transverse grid: 42°N on its meridian to 53°N.
pub(super) const UKRAINE_NORTHINGS_M: RangeInclusive<f64> = 4_650_000.0..=5_900_000.0;

impl Grid {
    /// The ranges of easting and northing beyond which a coordinate is refused.
    pub(super) fn allowed(self) -> (RangeInclusive<f64>, RangeInclusive<f64>) {
        match self {
            Self::Degrees => (-180.0..=180.0, -90.0..=90.0),
            Self::WebMercator => (-WEB_MERCATOR_M..=WEB_MERCATOR_M, -WEB_MERCATOR_M..=WEB_MERCATOR_M),
            Self::Transverse(_, _, false_easting) => {
                (false_easting - TRANSVERSE_WIDTH_M..=false_easting + TRANSVERSE_WIDTH_M, TRANSVERSE_NORTHINGS_M)
            }
        }
    }

    /// The part of a box that lies on the map, where the map ends.
    pub(super) fn limited(self, sides: [f64; 4]) -> [f64; 4] {
        match self {
            Self::WebMercator => sides.map(|side| side.clamp(-WEB_MERCATOR_M, WEB_MERCATOR_M)),
            Self::Degrees | Self::Transverse(..) => sides,
        }
    }

    /// Whether a coordinate lies where sheets of Ukraine on this grid do: within 5.4 degrees of the central meridian
    /// at 48°N, between 42°N and 53°N. The two bounds on the far side are one number, so that in zone 5 no sheet is taken
    /// for an exchanged one.
    pub(super) fn is_home(self, x: f64, y: f64) -> bool {
        match self {
            Self::Transverse(_, _, e) => {
                (e - 400_000.0..=e + 400_000.0).contains(&x) && UKRAINE_NORTHINGS_M.contains(&y)
            }
            Self::Degrees | Self::WebMercator => true,
        }
    }
}

pub(super) struct Row {
    pub(super) code: &'static str,
    pub(super) name: &'static str,
    pub(super) datum: Datum,
    pub(super) grid: Grid,
}

impl Row {
    /// Whether coordinates are degrees on WGS 84 already.
    pub(super) fn is_identity(&self) -> bool {
        self.datum == Datum::Wgs84 && matches!(self.grid, Grid::Degrees)
    }

    /// The pipeline from this system to degrees on WGS 84.
    ///
    /// Parameters of the shifts: EPSG:5840 (geocentric translations) and EPSG:15865 (coordinate frame rotation). The
    /// transverse Mercator algorithm is named, because a `proj.ini` in the environment could choose another.
    pub(super) fn pipeline(&self) -> String {
        let ellipsoid = if self.datum == Datum::Wgs84 { "WGS84" } else { "krass" };
        let grid = match self.grid {
            Grid::Degrees => "+step +proj=unitconvert +xy_in=deg +xy_out=rad".to_string(),
            Grid::WebMercator => format!("+step +inv +proj=webmerc +ellps={ellipsoid}"),
            Grid::Transverse(meridian, scale, false_easting) => format!(
                "+step +inv +proj=tmerc +algo=poder_engsager +lat_0=0 +lon_0={meridian} +k={scale} \
                 +x_0={false_easting} +y_0=0 +ellps={ellipsoid}"
            ),
        };
        let helmert = match self.datum {
            Datum::Wgs84 => None,
            Datum::Ucs2000 => Some("+x=24 +y=-121 +z=-76"),
            Datum::Sk42 => Some("+x=25 +y=-141 +z=-78.5 +rx=0 +ry=-0.35 +rz=-0.736 +s=0 +convention=coordinate_frame"),
        };
        let shift = helmert.map_or(String::new(), |parameters| {
            format!(
                "+step +proj=push +v_3 +step +proj=cart +ellps=krass +step +proj=helmert {parameters} \
                 +step +inv +proj=cart +ellps=WGS84 +step +proj=pop +v_3"
            )
        });
        format!("+proj=pipeline {grid} {shift} +step +proj=unitconvert +xy_in=rad +xy_out=deg")
    }

    /// The longitudes and latitudes beyond which a position has no coordinate here.
    pub(super) fn degrees(&self) -> (RangeInclusive<f64>, RangeInclusive<f64>) {
        match self.grid {
            Grid::Degrees => (-180.0..=180.0, -90.0..=90.0),
            Grid::WebMercator => (-180.0..=180.0, -WEB_MERCATOR_LAT..=WEB_MERCATOR_LAT),
            Grid::Transverse(meridian, ..) => {
                (meridian - TRANSVERSE_WIDTH_DEGREES..=meridian + TRANSVERSE_WIDTH_DEGREES, 0.0..=84.0)
            }
        }
    }
}

const fn row(code: &'static str, name: &'static str, datum: Datum, grid: Grid) -> Row {
    Row { code, name, datum, grid }
}

/// Names and parameters as the EPSG register gives them.
#[rustfmt::skip]
pub(super) static ROWS: [Row; 29] = [
    row("OGC:CRS84", "WGS 84 longitude, latitude", Wgs84, Degrees),
    row("EPSG:4326", "WGS 84", Wgs84, Degrees),
    row("EPSG:3857", "WGS 84 / Pseudo-Mercator", Wgs84, WebMercator),
    row("EPSG:32635", "WGS 84 / UTM zone 35N", Wgs84, Transverse(27.0, 0.9996, 500_000.0)),
    row("EPSG:32636", "WGS 84 / UTM zone 36N", Wgs84, Transverse(33.0, 0.9996, 500_000.0)),
    row("EPSG:32637", "WGS 84 / UTM zone 37N", Wgs84, Transverse(39.0, 0.9996, 500_000.0)),
    row("EPSG:32638", "WGS 84 / UTM zone 38N", Wgs84, Transverse(45.0, 0.9996, 500_000.0)),
    row("EPSG:5561", "UCS-2000", Ucs2000, Degrees),
    row("EPSG:5562", "UCS-2000 / Gauss-Kruger zone 4", Ucs2000, Transverse(21.0, 1.0, 4_500_000.0)),
    row("EPSG:5563", "UCS-2000 / Gauss-Kruger zone 5", Ucs2000, Transverse(27.0, 1.0, 5_500_000.0)),
    row("EPSG:5564", "UCS-2000 / Gauss-Kruger zone 6", Ucs2000, Transverse(33.0, 1.0, 6_500_000.0)),
    row("EPSG:5565", "UCS-2000 / Gauss-Kruger zone 7", Ucs2000, Transverse(39.0, 1.0, 7_500_000.0)),
    row("EPSG:5566", "UCS-2000 / Gauss-Kruger CM 21E", Ucs2000, Transverse(21.0, 1.0, 500_000.0)),
    row("EPSG:5567", "UCS-2000 / Gauss-Kruger CM 27E", Ucs2000, Transverse(27.0, 1.0, 500_000.0)),
    row("EPSG:5568", "UCS-2000 / Gauss-Kruger CM 33E", Ucs2000, Transverse(33.0, 1.0, 500_000.0)),
    row("EPSG:5569", "UCS-2000 / Gauss-Kruger CM 39E", Ucs2000, Transverse(39.0, 1.0, 500_000.0)),
    row("EPSG:6381", "UCS-2000 / Ukraine TM zone 7", Ucs2000, Transverse(21.0, 1.0, 300_000.0)),
    row("EPSG:6382", "UCS-2000 / Ukraine TM zone 8", Ucs2000, Transverse(24.0, 1.0, 300_000.0)),
    row("EPSG:6383", "UCS-2000 / Ukraine TM zone 9", Ucs2000, Transverse(27.0, 1.0, 300_000.0)),
    row("EPSG:6384", "UCS-2000 / Ukraine TM zone 10", Ucs2000, Transverse(30.0, 1.0, 300_000.0)),
    row("EPSG:6385", "UCS-2000 / Ukraine TM zone 11", Ucs2000, Transverse(33.0, 1.0, 300_000.0)),
    row("EPSG:6386", "UCS-2000 / Ukraine TM zone 12", Ucs2000, Transverse(36.0, 1.0, 300_000.0)),
    row("EPSG:6387", "UCS-2000 / Ukraine TM zone 13", Ucs2000, Transverse(39.0, 1.0, 300_000.0)),
    row("EPSG:4284", "Pulkovo 1942", Sk42, Degrees),
    row("EPSG:28404", "Pulkovo 1942 / Gauss-Kruger zone 4", Sk42, Transverse(21.0, 1.0, 4_500_000.0)),
    row("EPSG:28405", "Pulkovo 1942 / Gauss-Kruger zone 5", Sk42, Transverse(27.0, 1.0, 5_500_000.0)),
    row("EPSG:28406", "Pulkovo 1942 / Gauss-Kruger zone 6", Sk42, Transverse(33.0, 1.0, 6_500_000.0)),
    row("EPSG:28407", "Pulkovo 1942 / Gauss-Kruger zone 7", Sk42, Transverse(39.0, 1.0, 7_500_000.0)),
    row("EPSG:28408", "Pulkovo 1942 / Gauss-Kruger zone 8", Sk42, Transverse(45.0, 1.0, 8_500_000.0)),
];
