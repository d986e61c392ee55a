//! `areas` as it leaves the house.

use schemars::JsonSchema;
use serde::Serialize;

use contactline_core::query;

use super::language::told;
use super::time::{Asked, Stamp};
use super::words::{Code, tenth};
use super::{Rows, UnitName};
use contactline_core::atlas::Atlas;

/// Area of each region by status, by source.
pub type Areas<'a> = Rows<'a, AreaRow<'a>>;

/// One row.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct AreaRow<'a> {
    /// The day or second asked about.
    pub date: Asked,
    /// Region or group id; of a raion or hromada its code.
    pub region: &'a str,
    /// What it is called.
    #[serde(flatten)]
    pub unit: UnitName<'a>,
    /// Source id.
    pub source: &'a str,
    /// Stamp of the version that answers.
    pub version: Option<Stamp>,
    /// Status.
    pub status: &'static str,
    /// Holder.
    pub holder: Option<Code>,
    /// Land in square metres.
    pub area_m2: f64,
    /// Its part of the region's land, 0 to 1.
    pub share: f64,
    /// The version's age in days.
    pub age_days: Option<i64>,
    /// Past the source's limit of age.
    pub stale: bool,
    /// How near to its line ground may be on the other side, in metres: as the source is precise, and as far as the line may
    /// have moved since the version; null where no version speaks.
    pub uncertain_within_m: Option<f64>,
    /// Share of the region's land for which the source has no data, 0 to 1: state it with every share.
    pub unknown_share: f64,
    /// What weakens all that this version states: the layers of its source that it lacks.
    pub caveat: Option<&'a str>,
}

impl<'a> AreaRow<'a> {
    /// The row, with the names of its ground.
    #[must_use]
    pub fn new(row: &'a query::AreaRow, atlas: &'a Atlas) -> Self {
        Self {
            date: Asked(row.moment),
            region: &row.region,
            unit: UnitName::of(atlas, &row.region),
            source: &row.source,
            version: row.version.map(Stamp),
            age_days: row.age.map(|age| age.days),
            stale: row.age.is_some_and(|age| age.stale),
            uncertain_within_m: row.age.and_then(|age| age.within_m()).map(tenth),
            status: row.status.as_str(),
            holder: row.holder.map(Code),
            area_m2: row.area_m2,
            share: row.share,
            unknown_share: row.unknown_share,
            caveat: row.caveat.as_ref().map(told),
        }
    }
}
