//! `ledger` as it leaves the house.

use schemars::JsonSchema;
use serde::Serialize;

use contactline_core::query;

use super::language::told;
use super::time::{Asked, Stamp};
use super::words::{Code, share, tenth};
use super::{Rows, UnitName};
use contactline_core::atlas::Atlas;

/// Claimed area that a party controls, and area that it controls without a claim.
pub type Ledger<'a> = Rows<'a, LedgerRow<'a>>;

/// One row; areas are land in square metres, shares are parts of `claimed_m2` (null when nothing is claimed).
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct LedgerRow<'a> {
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
    /// Who claims.
    pub claimant: Code,
    /// Land of the region.
    pub region_m2: f64,
    /// Claimed by the claimant.
    pub claimed_m2: f64,
    /// Held by the claimant, claimed or not.
    pub held_m2: f64,
    /// Claimed and held by the claimant.
    pub claimed_held_m2: f64,
    /// Claimed, held by another party.
    pub claimed_not_held_m2: f64,
    /// Held by the claimant without a claim.
    pub held_not_claimed_m2: f64,
    /// Claimed and contested.
    pub contested_m2: f64,
    /// Claimed, and the source has no data.
    pub unknown_m2: f64,
    /// `claimed_held_m2` of `claimed_m2`, 0 to 1.
    pub claimed_held_share: Option<f64>,
    /// `claimed_not_held_m2` of `claimed_m2`.
    pub claimed_not_held_share: Option<f64>,
    /// `contested_m2` of `claimed_m2`.
    pub contested_share: Option<f64>,
    /// `unknown_m2` of `claimed_m2`.
    pub unknown_share: Option<f64>,
    /// The version's age in days.
    pub age_days: Option<i64>,
    /// Past the source's limit of age.
    pub stale: bool,
    /// How near to its line ground may be on the other side, in metres: as the source is precise, and as far as the line may
    /// have moved since the version; null where no version speaks.
    pub uncertain_within_m: Option<f64>,
    /// What weakens all that this version states: the layers of its source that it lacks.
    pub caveat: Option<&'a str>,
}

impl<'a> LedgerRow<'a> {
    /// The row, with the names of its ground.
    #[must_use]
    pub fn new(row: &'a query::LedgerRow, atlas: &'a Atlas) -> Self {
        let of_claimed = |part| share(part, row.claimed_m2);
        Self {
            date: Asked(row.moment),
            region: &row.region,
            unit: UnitName::of(atlas, &row.region),
            source: &row.source,
            version: row.version.map(Stamp),
            age_days: row.age.map(|age| age.days),
            stale: row.age.is_some_and(|age| age.stale),
            uncertain_within_m: row.age.and_then(|age| age.within_m()).map(tenth),
            claimant: Code(row.claimant),
            region_m2: row.region_m2,
            claimed_m2: row.claimed_m2,
            held_m2: row.held_m2,
            claimed_held_m2: row.claimed_held_m2,
            claimed_not_held_m2: row.claimed_not_held_m2,
            held_not_claimed_m2: row.held_not_claimed_m2,
            contested_m2: row.contested_m2,
            unknown_m2: row.unknown_m2,
            claimed_held_share: of_claimed(row.claimed_held_m2),
            claimed_not_held_share: of_claimed(row.claimed_not_held_m2),
            contested_share: of_claimed(row.contested_m2),
            unknown_share: of_claimed(row.unknown_m2),
            caveat: row.caveat.as_ref().map(told),
        }
    }
}
