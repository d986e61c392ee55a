//! `areas`: how much of each region has which status, says each source.

use crate::atlas::Atlas;
use crate::model::{Moment, Party, Status};

use super::error::QueryError;
use super::series::When;

/// One row: this much of this region has this status on this day, says this source.
#[derive(Clone, Debug, PartialEq)]
pub struct AreaRow {
    /// The moment asked about.
    pub moment: Moment,
    /// Region or group id.
    pub region: String,
    /// Source id.
    pub source: String,
    /// The version that answers.
    pub version: Option<Moment>,
    /// Status.
    pub status: Status,
    /// Holder.
    pub holder: Option<Party>,
    /// Land area in square metres.
    pub area_m2: f64,
    /// Its part of the region's land, 0 to 1.
    pub share: f64,
}

/// Rows for `region` (a region or group id; none: the six regions and `all`), `source` (none: every one) and `when`.
///
/// The rows of one region, source and day sum to the region's land.
///
/// # Errors
/// Unknown region or source; a bad series.
pub fn areas(atlas: &Atlas, region: Option<&str>, source: Option<&str>, when: When) -> Result<Vec<AreaRow>, QueryError> {
    let _ = (atlas, region, source, when);
    todo!()
}
