//! Measures on the WGS 84 ellipsoid.

use super::Area;

/// The area in square metres.
#[must_use]
pub fn area_m2(area: &Area) -> f64 {
    let _ = area;
    todo!()
}
