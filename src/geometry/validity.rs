//! What makes rings no area, and exactly where; and how to mend them.

use geo::Coord;

use super::Area;

/// Polygons as read: for each its rings (exterior first), for each ring its coordinates (lon, lat degrees), closed.
pub type Rings = Vec<Vec<Vec<Coord<f64>>>>;

/// Something wrong with rings.
#[derive(Clone, Debug, PartialEq)]
pub struct Defect {
    /// What.
    pub code: DefectCode,
    /// Polygon, from 0.
    pub polygon: usize,
    /// Ring, from 0; 0 is the exterior.
    pub ring: usize,
    /// Vertex, from 0, where one is meant.
    pub vertex: Option<usize>,
    /// Where, in degrees.
    pub coordinate: Option<[f64; 2]>,
    /// In words: lower case, no full stop.
    pub message: String,
}

/// Kinds of defect.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DefectCode {
    /// Wound against the right-hand rule: mended by turning.
    Winding,
}

impl DefectCode {
    /// Whether an area cannot be made without repair.
    #[must_use]
    pub const fn is_fatal(self) -> bool {
        !matches!(self, Self::Winding)
    }
}

/// A defect that was mended.
#[derive(Clone, Debug, PartialEq)]
pub struct Repair {
    /// What was wrong.
    pub defect: Defect,
}

/// Every defect of these rings.
#[must_use]
pub fn defects(rings: &Rings) -> Vec<Defect> {
    let _ = rings;
    todo!()
}

/// See [`Area::from_repair`].
pub(super) fn repair(rings: Rings) -> Result<(Area, Vec<Repair>), Vec<Defect>> {
    let _ = rings;
    todo!()
}
