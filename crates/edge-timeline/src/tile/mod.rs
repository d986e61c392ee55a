//! Map tiles: areas, paths and places as they are drawn on the square tiles of the web's Mercator map. Knows no encoding.
//!
//! # Method
//! Everything is placed on the grid of its zoom level, whole numbers over the whole world, of which each tile is a cut:
//! what two tiles or two areas share is rounded once and the same for both. Borders are simplified as the lines between
//! places where they meet, so each is simplified once for both its sides ([`Arcs`]); where simplified lines touch or
//! cross, both get a vertex there. Areas that shared their edges before cover the same after, without gaps.
//!
//! # Units
//! A tile is [`EXTENT`] units wide; a pixel is 8 of them, as map libraries draw tiles 512 pixels wide.

mod arcs;
mod clip;
mod noding;
mod pyramid;
mod simplify;
mod window;

use geo::Coord;

use super::BBox;

pub use arcs::{Arcs, Outline, Shape};
pub use pyramid::{Cut, Drawing, Level};
pub use window::{SIDES_PX, Window, WindowError};

/// Units along the side of a tile (Mapbox Vector Tile 2.1 leaves it open; 4096 is what every client expects).
pub const EXTENT: u32 = 4096;
/// Units by which a tile's content reaches over its edge, so that strokes meet there.
pub const BUFFER: u32 = 64;
/// Deepest zoom level made; clients enlarge its tiles beyond. One unit is then 0.4 m in the middle of Ukraine.
pub const MAX_ZOOM: u8 = 14;
/// Latitude at which the square map ends, in degrees (OGC 17-083r4, annex D).
const MAX_LAT_DEG: f64 = 85.051_128_779_806_59;

/// A tile of the quad tree over the Mercator map: row 0 is the northernmost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TileId {
    z: u8,
    x: u32,
    y: u32,
}

/// Why three numbers are no tile: the number, and what is allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TileError {
    /// No such zoom level here.
    #[error("zoom {0} is not within 0..={MAX_ZOOM}")]
    Zoom(u32),
    /// No such column.
    #[error("column {0} is not within 0..={1}, the columns of this zoom")]
    Column(u32, u32),
    /// No such row.
    #[error("row {0} is not within 0..={1}, the rows of this zoom")]
    Row(u32, u32),
}

impl TileId {
    /// The tile of zoom `z` in column `x` and row `y`.
    ///
    /// # Errors
    /// Names the number out of range.
    pub fn new(z: u32, x: u32, y: u32) -> Result<Self, TileError> {
        let zoom = u8::try_from(z).ok().filter(|z| *z <= MAX_ZOOM).ok_or(TileError::Zoom(z))?;
        let last = (1 << zoom) - 1;
        if x > last {
            return Err(TileError::Column(x, last));
        }
        if y > last {
            return Err(TileError::Row(y, last));
        }
        Ok(Self { z: zoom, x, y })
    }

    /// The tile of zoom `z` (at most [`MAX_ZOOM`]) that holds a place; beyond the map's ends the nearest.
    #[must_use]
    pub fn holding(z: u8, lon: f64, lat: f64) -> Self {
        let z = z.min(MAX_ZOOM);
        let tiles = f64::from(1_u32 << z);
        let world = to_world(Coord { x: lon, y: lat });
        let number = |part: f64| (part * tiles).floor().clamp(0.0, tiles - 1.0) as u32;
        Self { z, x: number(world.x), y: number(world.y) }
    }

    /// Zoom level.
    #[must_use]
    pub const fn z(self) -> u8 {
        self.z
    }

    /// Column, counted from the antimeridian east.
    #[must_use]
    pub const fn x(self) -> u32 {
        self.x
    }

    /// Row, counted from the north.
    #[must_use]
    pub const fn y(self) -> u32 {
        self.y
    }

    /// The box of the tile in degrees, without its buffer.
    #[must_use]
    pub fn bbox(self) -> BBox {
        let tiles = f64::from(1_u32 << self.z);
        let lon = |x: u32| f64::from(x) / tiles * 360.0 - 180.0;
        let lat = |y: u32| (std::f64::consts::PI * (1.0 - 2.0 * f64::from(y) / tiles)).sinh().atan().to_degrees();
        BBox { west: lon(self.x), south: lat(self.y + 1), east: lon(self.x + 1), north: lat(self.y) }
    }

    /// The tile's upper left corner on the grid of its zoom.
    const fn origin(self) -> GridPoint {
        Coord { x: (self.x * EXTENT) as i32, y: (self.y * EXTENT) as i32 }
    }

    /// The tile with its buffer on the grid.
    const fn frame(self) -> GridBox {
        let (o, b, e) = (self.origin(), BUFFER as i32, EXTENT as i32);
        GridBox { west: o.x - b, north: o.y - b, east: o.x + e + b, south: o.y + e + b }
    }
}

/// A point of the grid of a zoom level: x east, y south, from the map's upper left corner.
pub(super) type GridPoint = Coord<i32>;

/// A box on the grid, its borders included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct GridBox {
    pub west: i32,
    pub north: i32,
    pub east: i32,
    pub south: i32,
}

impl GridBox {
    /// The box around spots.
    fn around<'a>(spots: impl IntoIterator<Item = &'a GridPoint>) -> Self {
        let empty = Self { west: i32::MAX, north: i32::MAX, east: i32::MIN, south: i32::MIN };
        spots.into_iter().fold(empty, |f, s| Self {
            west: f.west.min(s.x),
            north: f.north.min(s.y),
            east: f.east.max(s.x),
            south: f.south.max(s.y),
        })
    }

    const fn meets(&self, other: &Self) -> bool {
        self.west <= other.east && other.west <= self.east && self.north <= other.south && other.north <= self.south
    }

    const fn holds(&self, other: &Self) -> bool {
        self.west <= other.west && other.east <= self.east && self.north <= other.north && other.south <= self.south
    }
}

/// A coordinate on the Mercator map of the whole world, 0..=1 from the upper left corner (EPSG:3857, scaled).
fn to_world(c: Coord<f64>) -> Coord<f64> {
    let lat = c.y.clamp(-MAX_LAT_DEG, MAX_LAT_DEG).to_radians();
    Coord { x: c.x / 360.0 + 0.5, y: 0.5 - lat.tan().asinh() / std::f64::consts::TAU }
}

/// Units of the grid of a zoom level across the world.
fn units(z: u8) -> f64 {
    f64::from(EXTENT << z)
}
