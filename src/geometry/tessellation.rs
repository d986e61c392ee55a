//! Thiessen (Voronoi) cells of sites inside an area.

use super::{Area, Position};

/// The cell of each site inside `area`: the places nearer to it than to any other site, in a plane where longitude is
/// scaled by the cosine of the area's middle latitude. Cells that touch share their vertices bit for bit.
#[must_use]
pub fn cells(area: &Area, sites: &[Position]) -> Vec<Area> {
    let _ = (area, sites);
    todo!()
}
