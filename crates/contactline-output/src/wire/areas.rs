//! `areas` as it leaves the house.

use schemars::JsonSchema;
use serde::Serialize;

use contactline_core::model::{Source, notice};
use contactline_core::query;

use super::language::{spoken, told};
use super::time::{Asked, Stamp};
use super::words::{Code, tenth};
use super::{attribution, table};

/// Area of each region by status, by source.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Areas<'a> {
    /// The rows.
    pub rows: Vec<AreaRow<'a>>,
    /// Whose position the answer is not, and for what it must not be used.
    pub notice: &'static str,
    /// Lines to be shown with them.
    pub attribution: Vec<&'a str>,
}

/// One row.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct AreaRow<'a> {
    /// The day or second asked about.
    pub date: Asked,
    /// Region or group id.
    pub region: &'a str,
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

impl<'a> From<&'a query::AreaRow> for AreaRow<'a> {
    fn from(row: &'a query::AreaRow) -> Self {
        Self {
            date: Asked(row.moment),
            region: &row.region,
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

impl<'a> Areas<'a> {
    /// The rows with the attribution of those of `sources` that they name.
    #[must_use]
    pub fn new(rows: &'a [query::AreaRow], sources: impl IntoIterator<Item = &'a Source> + Clone) -> Self {
        Self {
            rows: rows.iter().map(AreaRow::from).collect(),
            notice: notice::STATUS.within(spoken()),
            attribution: attribution::lines_of_ids(rows.iter().map(|r| r.source.as_str()), sources),
        }
    }

    /// The rows as CSV, columns named as in JSON.
    ///
    /// # Errors
    /// None that a row can cause.
    pub fn to_csv(&self) -> Result<String, csv::Error> {
        table::csv(&self.rows)
    }
}
