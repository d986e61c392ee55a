//! A part of the map as a picture of so many pixels shows it.

use geo::Coord;

use super::{GridBox, MAX_LAT_DEG, MAX_ZOOM, to_world, units};
use crate::{BBox, Position};

/// Fewest units of the grid along a pixel, so that the zoom is the one whose tiles are drawn nearest to their size: there it is 8.
const MIN_UNITS_PER_PIXEL: f64 = 8.0 * std::f64::consts::FRAC_1_SQRT_2;
/// Least and most pixels along a side.
pub const SIDES_PX: std::ops::RangeInclusive<u32> = 64..=4096;

/// A box of the map and the size of the picture it fills; one pixel is as wide as it is high.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Window {
    z: u8,
    frame: GridBox,
    /// West and north on the grid, not rounded.
    origin: Coord<f64>,
    units_per_pixel: f64,
    size_px: [u32; 2],
}

/// Why a box is no picture.
#[derive(Clone, Copy, Debug, PartialEq, thiserror::Error)]
pub enum WindowError {
    /// Nothing wide, nothing high, or beyond the map's ends.
    #[error("the box has no width or no height, or reaches beyond 85° of latitude, where the map ends")]
    Flat,
    /// A side out of range.
    #[error("{name} {given_px} is not within {}..={} pixels", SIDES_PX.start(), SIDES_PX.end())]
    Side {
        /// `width` or `height`.
        name: &'static str,
        /// Pixels as given, or as the box's proportions make it.
        given_px: u32,
    },
}

impl Window {
    /// The window of a box in a picture that wide; without a height it is that of the box. A box of other proportions stands
    /// in the middle, and more of the map around it.
    ///
    /// # Errors
    /// A box without extent; a side out of range, which can be the one that follows from the box.
    pub fn new(bbox: BBox, width_px: u32, height_px: Option<u32>) -> Result<Self, WindowError> {
        let corner = |x, y| to_world(Coord { x, y });
        let (upper, lower) = (corner(bbox.west, bbox.north), corner(bbox.east, bbox.south));
        let size = lower - upper;
        let is_on_map = bbox.north <= MAX_LAT_DEG && bbox.south >= -MAX_LAT_DEG;
        if !(size.x > 0.0 && size.y > 0.0 && is_on_map) {
            return Err(WindowError::Flat);
        }
        let side = |name, given_px: u32| match SIDES_PX.contains(&given_px) {
            true => Ok(given_px),
            false => Err(WindowError::Side { name, given_px }),
        };
        let width_px = side("width", width_px)?;
        let of_box = || (f64::from(width_px) * size.y / size.x).round() as u32;
        let height_px = side("height", height_px.unwrap_or_else(of_box))?;
        let (width, height) = (f64::from(width_px), f64::from(height_px));
        let world_per_pixel = (size.x / width).max(size.y / height);
        let fits = |z: &u8| world_per_pixel * units(*z) >= MIN_UNITS_PER_PIXEL;
        let z = (0..=MAX_ZOOM).find(fits).unwrap_or(MAX_ZOOM);
        let units_per_pixel = world_per_pixel * units(z);
        let middle = (upper + lower) / 2.0 * units(z);
        let half = Coord { x: width, y: height } * (units_per_pixel / 2.0);
        let (origin, end) = (middle - half, middle + half);
        // A little beyond its sides, so that no stroke ends in the picture.
        let beyond = 8.0 * units_per_pixel;
        let frame = GridBox {
            west: (origin.x - beyond).floor() as i32,
            north: (origin.y - beyond).floor() as i32,
            east: (end.x + beyond).ceil() as i32,
            south: (end.y + beyond).ceil() as i32,
        };
        Ok(Self { z, frame, origin, units_per_pixel, size_px: [width_px, height_px] })
    }

    /// The zoom level whose grid it stands on.
    #[must_use]
    pub const fn z(&self) -> u8 {
        self.z
    }

    /// Width and height in pixels.
    #[must_use]
    pub const fn size_px(&self) -> [u32; 2] {
        self.size_px
    }

    /// Units of the grid along a pixel.
    #[must_use]
    pub const fn units_per_pixel(&self) -> f64 {
        self.units_per_pixel
    }

    /// Pixels across the whole world.
    #[must_use]
    pub fn world_px(&self) -> f64 {
        units(self.z) / self.units_per_pixel
    }

    /// The picture's upper left corner in units of the grid, seen from where cuts begin
    /// ([`Level::cut_window`](super::Level::cut_window)).
    #[must_use]
    pub fn corner_units(&self) -> [f64; 2] {
        [self.origin.x - f64::from(self.frame.west), self.origin.y - f64::from(self.frame.north)]
    }

    /// Where a place is in the picture, in pixels from its upper left corner; none outside it.
    #[must_use]
    pub fn pixel(&self, place: Position) -> Option<[f64; 2]> {
        let [x, y] = self.pixel_of(place.lon(), place.lat());
        let [width, height] = self.size_px.map(f64::from);
        ((0.0..=width).contains(&x) && (0.0..=height).contains(&y)).then_some([x, y])
    }

    /// The same of any place of the map, also outside the picture.
    #[must_use]
    pub fn pixel_of(&self, lon: f64, lat: f64) -> [f64; 2] {
        let at = (to_world(Coord { x: lon, y: lat }) * units(self.z) - self.origin) / self.units_per_pixel;
        [at.x, at.y]
    }

    pub(super) const fn frame(&self) -> &GridBox {
        &self.frame
    }
}
