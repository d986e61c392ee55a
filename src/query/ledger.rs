//! `ledger`: how much of what a party claims it holds, and what it holds without claiming.

use crate::atlas::Atlas;
use crate::model::{Moment, Party};

use super::error::QueryError;
use super::series::When;

/// One line of the ledger; areas are land in square metres.
///
/// claimed = held of it + claimed_not_held + contested + unknown, where claimed_not_held is what other parties hold.
#[derive(Clone, Debug, PartialEq)]
pub struct LedgerRow {
    /// The moment asked about.
    pub moment: Moment,
    /// Region or group id.
    pub region: String,
    /// Source id.
    pub source: String,
    /// The version that answers.
    pub version: Option<Moment>,
    /// Who claims.
    pub claimant: Party,
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
    /// Claimed, and the source does not say.
    pub unknown_m2: f64,
}

/// Rows for `claimant` (none: every claimant), `region` (none: six regions and `all`), `source` (none: every one), `when`.
///
/// # Errors
/// Unknown region or source; a bad series.
pub fn ledger(
    atlas: &Atlas,
    claimant: Option<Party>,
    region: Option<&str>,
    source: Option<&str>,
    when: When,
) -> Result<Vec<LedgerRow>, QueryError> {
    let _ = (atlas, claimant, region, source, when);
    todo!()
}
