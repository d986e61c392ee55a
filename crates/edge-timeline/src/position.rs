//! A place on the Earth, and the box around many.

use std::fmt;

/// A longitude and a latitude in degrees on WGS 84 ([RFC 7946], section 3.1.1: longitude first).
///
/// Always finite and in range, because [`Position::from_lon_lat`] is the only way in.
///
/// [RFC 7946]: https://www.rfc-editor.org/rfc/rfc7946#section-3.1.1
///
/// # Example
/// ```
/// use edge_timeline::Position;
/// let pokrovsk = Position::from_lon_lat(37.17706, 48.28014)?;
/// assert_eq!(pokrovsk.lon(), 37.17706);
/// assert!(Position::from_lon_lat(37.2, 97.0).is_err());
/// # Ok::<(), edge_timeline::PositionError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Position {
    lon: f64,
    lat: f64,
}

/// Why two numbers are no position: the value, and what is allowed.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum PositionError {
    /// The longitude is out of range or not finite.
    #[error("longitude {0} is not within -180..=180")]
    Longitude(f64),
    /// The latitude is out of range or not finite.
    #[error("latitude {0} is not within -90..=90")]
    Latitude(f64),
}

impl Position {
    /// The position at `lon`, `lat` (degrees).
    ///
    /// # Errors
    /// Names the number that is out of range or not finite.
    pub fn from_lon_lat(lon: f64, lat: f64) -> Result<Self, PositionError> {
        if !(-180.0..=180.0).contains(&lon) {
            return Err(PositionError::Longitude(lon));
        }
        if !(-90.0..=90.0).contains(&lat) {
            return Err(PositionError::Latitude(lat));
        }
        // Adding zero takes the sign off a negative zero.
        Ok(Self { lon: lon + 0.0, lat: lat + 0.0 })
    }

    /// Longitude in degrees, east positive.
    #[must_use]
    pub const fn lon(self) -> f64 {
        self.lon
    }

    /// Latitude in degrees, north positive.
    #[must_use]
    pub const fn lat(self) -> f64 {
        self.lat
    }

    /// The position with the two numbers exchanged, where that is one.
    #[must_use]
    pub fn swapped(self) -> Option<Self> {
        Self::from_lon_lat(self.lat, self.lon).ok()
    }

    /// The same as a coordinate of `geo`: x is the longitude, y the latitude, in degrees.
    #[must_use]
    pub const fn coord(self) -> geo::Coord<f64> {
        geo::Coord { x: self.lon, y: self.lat }
    }

    /// A position from a coordinate already known to be in range (a vertex of an [`Area`](super::Area)).
    pub(crate) const fn from_vertex(c: geo::Coord<f64>) -> Self {
        Self { lon: c.x, lat: c.y }
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{}, {}]", self.lon, self.lat)
    }
}

/// The smallest box with sides along the graticule ([RFC 7946], section 5), in degrees; never across the antimeridian.
///
/// [RFC 7946]: https://www.rfc-editor.org/rfc/rfc7946#section-5
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BBox {
    /// Least longitude.
    pub west: f64,
    /// Least latitude.
    pub south: f64,
    /// Greatest longitude.
    pub east: f64,
    /// Greatest latitude.
    pub north: f64,
}

impl BBox {
    /// The box of no positions: grows with every position put in.
    pub const EMPTY: Self =
        Self { west: f64::INFINITY, south: f64::INFINITY, east: f64::NEG_INFINITY, north: f64::NEG_INFINITY };

    /// The box around coordinates.
    pub fn around<'a>(coords: impl IntoIterator<Item = &'a geo::Coord<f64>>) -> Self {
        let mut bbox = Self::EMPTY;
        for c in coords {
            bbox.include(*c);
        }
        bbox
    }

    /// The box around positions; [`BBox::EMPTY`] around none.
    #[must_use]
    pub fn of_positions(positions: impl IntoIterator<Item = Position>) -> Self {
        let mut bbox = Self::EMPTY;
        positions.into_iter().for_each(|p| bbox.include(p.coord()));
        bbox
    }

    /// Whether there is anything in the box.
    #[must_use]
    pub const fn is_some(&self) -> bool {
        self.west <= self.east
    }

    /// The box around both.
    #[must_use]
    pub const fn joined(self, other: Self) -> Self {
        Self {
            west: self.west.min(other.west),
            south: self.south.min(other.south),
            east: self.east.max(other.east),
            north: self.north.max(other.north),
        }
    }

    pub(crate) fn include(&mut self, c: geo::Coord<f64>) {
        self.west = self.west.min(c.x);
        self.east = self.east.max(c.x);
        self.south = self.south.min(c.y);
        self.north = self.north.max(c.y);
    }

    /// Whether the boxes share a point (borders count).
    #[must_use]
    pub fn meets(&self, other: &Self) -> bool {
        self.west <= other.east && other.west <= self.east && self.south <= other.north && other.south <= self.north
    }

    /// Whether the other box lies in this one (borders count).
    #[must_use]
    pub fn encloses(&self, other: &Self) -> bool {
        self.west <= other.west && other.east <= self.east && self.south <= other.south && other.north <= self.north
    }

    /// Whether the position is in the box or on its border.
    #[must_use]
    pub fn holds(&self, p: Position) -> bool {
        self.holds_coord(p.coord())
    }

    pub(crate) fn holds_coord(&self, c: geo::Coord<f64>) -> bool {
        (self.west..=self.east).contains(&c.x) && (self.south..=self.north).contains(&c.y)
    }
}
