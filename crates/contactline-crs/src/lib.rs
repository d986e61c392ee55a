//! Coordinate reference systems, by PROJ. The only file that names `proj`.
//!
//! Every system is spelled out as a PROJ pipeline, with no look-up in PROJ's database: an environment that points PROJ at
//! another version's files (`PROJ_DATA`, `PROJ_LIB`) changes nothing, and the datum shift is the one that names Ukraine,
//! not the one PROJ would choose by bounding boxes (EPSG:5044 "Russia onshore", 2.0 m away for SK-42).
//!
//! PROJ's handles are neither `Send` nor `Sync`: each thread keeps its own; transform at the door, never in a question.

use std::cell::RefCell;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::ops::RangeInclusive;

use proj::Proj;

mod member;
mod rows;

use edge_timeline::{BBox, Position, PositionError};
use rows::{Datum, Grid, ROWS, Row, UKRAINE_NORTHINGS_M};

pub use member::MemberError;

/// A coordinate reference system known here. Coordinates are always easting (or longitude) first, whatever order the
/// authority gives the axes ([`Crs::is_northing_first`] tells that order to those who write it out).
///
/// # Example
/// ```
/// use contactline_crs::Crs;
/// let sheet = Crs::from_code("EPSG:28407")?;
/// let position = sheet.to_lon_lat(7_410_565.28, 5_319_225.19)?;
/// assert!((position.lon() - 37.8).abs() < 1e-6 && (position.lat() - 48.0).abs() < 1e-6);
/// assert_eq!(sheet.transformation(), "Pulkovo 1942 to WGS 84 (16), EPSG:15865, accuracy 4.5 m");
/// # Ok::<(), contactline_crs::CrsError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Crs {
    row: u8,
}

/// Why there is no such system, or no such coordinate in it.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum CrsError {
    /// The code names none of the systems known here.
    #[error("'{code}' is not a coordinate reference system known here; allowed: {allowed}")]
    Unknown {
        /// The code as given.
        code: String,
        /// Every code known.
        allowed: String,
    },
    /// A system of geocentric or three-dimensional coordinates: it needs a third number.
    #[error("'{code}' is {what} and needs a third coordinate; the two-dimensional one of the same datum is {instead}")]
    ThreeDimensional {
        /// The code as given.
        code: String,
        /// What it is.
        what: &'static str,
        /// The code to use.
        instead: &'static str,
    },
    /// A coordinate far outside the area where the system is used.
    #[error("{axis} {value} is not within {min}..={max} of {code}")]
    OutOfRange {
        /// The system.
        code: &'static str,
        /// `easting`, `northing`, `longitude` or `latitude`.
        axis: &'static str,
        /// The number given.
        value: f64,
        /// The least allowed.
        min: f64,
        /// The greatest allowed.
        max: f64,
    },
    /// Numbers that make sense in the other order.
    #[error(
        "easting {easting}, northing {northing} lie far from where {code} is used, and would not the other way round: \
         did you swap easting and northing?"
    )]
    Swapped {
        /// The system.
        code: &'static str,
        /// The first number given.
        easting: f64,
        /// The second number given.
        northing: f64,
    },
    /// The result is no position.
    #[error(transparent)]
    Position(#[from] PositionError),
    /// PROJ refused.
    #[error("PROJ could not transform between {code} and longitude, latitude: {reason}")]
    Proj {
        /// The system.
        code: &'static str,
        /// PROJ's words.
        reason: String,
    },
}

impl Crs {
    /// Longitude, latitude on WGS 84 (OGC's CRS84), in which everything here is kept.
    pub const CRS84: Self = Self { row: 0 };

    /// The system of this code: `EPSG:32637`, `CRS84`, `OGC:CRS84`, or the same as an OGC URI or URN, in any case.
    ///
    /// # Errors
    /// Names the code and every one allowed.
    pub fn from_code(code: &str) -> Result<Self, CrsError> {
        let wanted = short_code(code);
        if let Some(row) = ROWS.iter().position(|r| r.code == wanted) {
            return Ok(Self { row: row as u8 });
        }
        let (what, instead) = match wanted.as_str() {
            "EPSG:5558" => ("UCS-2000 in geocentric coordinates", "EPSG:5561"),
            "EPSG:5560" => ("UCS-2000 with heights", "EPSG:5561"),
            "EPSG:4978" => ("WGS 84 in geocentric coordinates", "EPSG:4326"),
            "EPSG:4979" => ("WGS 84 with heights", "EPSG:4326"),
            _ => {
                let allowed = ROWS.iter().map(|r| r.code).collect::<Vec<_>>().join(", ");
                return Err(CrsError::Unknown { code: code.into(), allowed });
            }
        };
        Err(CrsError::ThreeDimensional { code: code.into(), what, instead })
    }

    /// Every system known here, [`Crs::CRS84`] first.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..ROWS.len() as u8).map(|row| Self { row })
    }

    /// The code: `EPSG:32637`, `OGC:CRS84`.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.row().code
    }

    /// The system's name in the EPSG register.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.row().name
    }

    /// The system's OGC URI: `http://www.opengis.net/def/crs/EPSG/0/32637`.
    #[must_use]
    pub fn uri(self) -> String {
        match self.code().split_once(':') {
            Some(("EPSG", number)) => format!("http://www.opengis.net/def/crs/EPSG/0/{number}"),
            _ => "http://www.opengis.net/def/crs/OGC/1.3/CRS84".into(),
        }
    }

    /// By which transformation coordinates get to WGS 84, with its stated accuracy.
    #[must_use]
    pub fn transformation(self) -> &'static str {
        match self.row().datum {
            Datum::Wgs84 => "on WGS 84, no datum shift",
            Datum::Ucs2000 => "UCS-2000 to WGS 84 (2), EPSG:5840, accuracy 1 m",
            Datum::Sk42 => "Pulkovo 1942 to WGS 84 (16), EPSG:15865, accuracy 4.5 m",
        }
    }

    /// Whether coordinates are longitude and latitude on WGS 84 already, as everything is kept here.
    #[must_use]
    pub fn is_wgs84_degrees(self) -> bool {
        self.row().is_identity()
    }

    /// Whether coordinates are degrees rather than metres.
    #[must_use]
    pub fn is_geographic(self) -> bool {
        matches!(self.row().grid, Grid::Degrees)
    }

    /// Whether the authority gives the axes northing (or latitude) first. Nothing in this module does.
    #[must_use]
    pub fn is_northing_first(self) -> bool {
        let row = self.row();
        row.code != "OGC:CRS84" && (matches!(row.grid, Grid::Degrees) || row.datum != Datum::Wgs84)
    }

    /// The position of easting `x` and northing `y` (metres), or of longitude `x` and latitude `y` (degrees) in a
    /// geographic system.
    ///
    /// # Errors
    /// Names the coordinate that is far outside the area where the system is used, with the range expected; numbers that
    /// were plainly exchanged are told as such. Of zone 5 (24°E to 30°E) of the six-degree grids an exchange cannot be
    /// told: eastings and northings are equally long there.
    pub fn to_lon_lat(self, x: f64, y: f64) -> Result<Position, CrsError> {
        self.check(x, y)?;
        let (lon, lat) = if self.row().is_identity() { (x, y) } else { self.transform(x, y, false)? };
        Ok(Position::from_lon_lat(lon, lat)?)
    }

    /// The easting and northing in metres (longitude and latitude in degrees of a geographic system) of a position.
    ///
    /// # Errors
    /// Names the coordinate that is far outside the area where the system is used.
    pub fn from_lon_lat(self, position: Position) -> Result<(f64, f64), CrsError> {
        let (lon, lat) = (position.lon(), position.lat());
        if self.row().is_identity() {
            return Ok((lon, lat));
        }
        let (lons, lats) = self.row().degrees();
        self.within("longitude", lon, lons)?;
        self.within("latitude", lat, lats)?;
        let (x, y) = self.transform(lon, lat, true)?;
        let (eastings, northings) = self.row().grid.allowed();
        let (first, second) = self.axes();
        self.within(first, x, eastings)?;
        self.within(second, y, northings)?;
        Ok((x, y))
    }

    /// The coordinates of a position that is known, wherever it lies: a map may reach farther than the area where the system
    /// is used. [`Crs::from_lon_lat`] refuses what is likely a mistake.
    ///
    /// # Errors
    /// When the projection has no such point.
    pub fn from_lon_lat_anywhere(self, position: Position) -> Result<(f64, f64), CrsError> {
        let (lon, lat) = (position.lon(), position.lat());
        if self.row().is_identity() { Ok((lon, lat)) } else { self.transform(lon, lat, true) }
    }

    /// The box in degrees around a box of a projected system, `[west, south, east, north]`, by points along its sides.
    ///
    /// # Errors
    /// Of a box that lies wholly outside the area where the system is used, or whose numbers were plainly exchanged.
    pub fn to_bbox(self, sides: [f64; 4]) -> Result<BBox, CrsError> {
        const STEPS: u32 = 20;
        let [west, south, east, north] = sides;
        let (eastings, northings) = self.row().grid.allowed();
        let (first, second) = self.axes();
        let corners = [(west, south), (west, north), (east, south), (east, north)];
        let wrong: Vec<CrsError> = corners.iter().filter_map(|&(x, y)| self.check(x, y).err()).collect();
        if let [swapped @ CrsError::Swapped { .. }, CrsError::Swapped { .. }, .., CrsError::Swapped { .. }] = &wrong[..]
            && wrong.len() == corners.len()
        {
            return Err(swapped.clone());
        }
        for (axis, [low, high], range) in [(first, [west, east], eastings), (second, [south, north], northings)] {
            if high < *range.start() || low > *range.end() {
                self.within(axis, low, range)?;
            }
        }
        let [west, south, east, north] = self.row().grid.limited(sides);
        let along = |from: f64, to: f64, k: u32| from + (to - from) * f64::from(k) / f64::from(STEPS);
        let points = (0..=STEPS).flat_map(|k| {
            let (x, y) = (along(west, east, k), along(south, north, k));
            [(x, south), (x, north), (west, y), (east, y)]
        });
        let positions = points.map(|(x, y)| {
            let (lon, lat) = self.transform(x, y, false)?;
            Ok(Position::from_lon_lat(lon, lat)?)
        });
        Ok(BBox::of_positions(positions.collect::<Result<Vec<_>, CrsError>>()?))
    }

    fn row(self) -> &'static Row {
        &ROWS[usize::from(self.row)]
    }

    fn axes(self) -> (&'static str, &'static str) {
        if self.is_geographic() { ("longitude", "latitude") } else { ("easting", "northing") }
    }

    fn within(self, axis: &'static str, value: f64, range: RangeInclusive<f64>) -> Result<(), CrsError> {
        if range.contains(&value) {
            return Ok(());
        }
        Err(CrsError::OutOfRange { code: self.code(), axis, value, min: *range.start(), max: *range.end() })
    }

    fn check(self, x: f64, y: f64) -> Result<(), CrsError> {
        let row = self.row();
        let (eastings, northings) = row.grid.allowed();
        let fits = |x: f64, y: f64| eastings.contains(&x) && northings.contains(&y);
        let swapped = match row.grid {
            Grid::Transverse(..) if fits(x, y) => !row.grid.is_home(x, y) && row.grid.is_home(y, x),
            Grid::Transverse(..) => fits(y, x) && UKRAINE_NORTHINGS_M.contains(&x),
            Grid::Degrees | Grid::WebMercator => false,
        };
        if swapped {
            return Err(CrsError::Swapped { code: row.code, easting: x, northing: y });
        }
        let (first, second) = self.axes();
        self.within(first, x, eastings)?;
        self.within(second, y, northings)
    }

    /// Runs the pipeline (system to degrees on WGS 84), or its inverse, on this thread's handle.
    fn transform(self, x: f64, y: f64, inverse: bool) -> Result<(f64, f64), CrsError> {
        thread_local! {
            static HANDLES: RefCell<HashMap<Crs, Proj>> = RefCell::default();
        }
        let failed = |reason: String| CrsError::Proj { code: self.code(), reason };
        let (x, y) = HANDLES.with_borrow_mut(|handles| {
            let handle = match handles.entry(self) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(free) => {
                    free.insert(Proj::new(&self.row().pipeline()).map_err(|e| failed(e.to_string()))?)
                }
            };
            handle.project((x, y), inverse).map_err(|e| failed(e.to_string()))
        })?;
        if x.is_finite() && y.is_finite() { Ok((x, y)) } else { Err(failed("the result is not finite".into())) }
    }
}

/// `EPSG:32637` of `epsg:32637`, `http://www.opengis.net/def/crs/EPSG/0/32637`, `urn:ogc:def:crs:EPSG::32637`, and the one
/// code of systems that have several names.
fn short_code(code: &str) -> String {
    /// Beginnings of the names that stand before authority, version and number.
    const PREFIXES: [&str; 6] = [
        "HTTP://WWW.OPENGIS.NET/DEF/CRS/",
        "HTTPS://WWW.OPENGIS.NET/DEF/CRS/",
        "URN:OGC:DEF:CRS:",
        "URN:X-OGC:DEF:CRS:",
        "HTTP://WWW.OPENGIS.NET/GML/SRS/",
        "HTTPS://WWW.OPENGIS.NET/GML/SRS/",
    ];
    let code = code.trim().trim_start_matches('[').trim_end_matches(']').to_ascii_uppercase();
    let rest = PREFIXES.iter().find_map(|prefix| code.strip_prefix(prefix)).unwrap_or(&code);
    let rest = rest.replace(".XML#", ":");
    let parts: Vec<&str> = rest.split([':', '/']).filter(|part| !part.is_empty()).collect();
    let (authority, number) = match parts[..] {
        [authority, number] | [authority, _, number] => (authority, number),
        [alone] => ("", alone),
        _ => return code,
    };
    match (authority, number) {
        ("OGC" | "CRS" | "", "CRS84" | "CRS84H") | ("OGC" | "CRS", "84") | ("", "WGS84" | "WGS 84") => {
            "OGC:CRS84".into()
        }
        // Web Mercator before it had a code of its own, and Esri's number for it.
        ("EPSG" | "ESRI" | "OSGEO", "900913" | "102100" | "102113" | "3785") => "EPSG:3857".into(),
        ("", _) => code,
        _ => format!("{authority}:{number}"),
    }
}
