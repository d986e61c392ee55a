//! `ledger`: how much of what a party claims it holds, and what it holds without claiming.

use crate::atlas::{Age, Atlas, Timeline};
use crate::model::{Level, Moment, Party, Said, Status};
use edge_timeline::budget::check;

use super::areas::{Holding, Tables, Unit, region_holding, scenes, timelines};
use super::error::QueryError;
use super::series::When;
use super::units::units_by;

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
    /// How old that version was at the moment; none where there is none.
    pub age: Option<Age>,
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
    /// What weakens all that this version states: the layers it lacks.
    pub caveat: Option<Said>,
}

/// Rows for `claimant` (none: every claimant), `region` (none: six regions and `all`), `source` (none: every one), `when`.
///
/// # Errors
/// Unknown region or source; a claimant that claims nothing; a bad series.
///
/// # Example
/// ```
/// use contactline_core::{example, model::{Date, Party}, query::{self, When}};
///
/// let (atlas, day) = (example::atlas(), "2025-01-01".parse::<Date>()?);
/// let rows = query::ledger(&atlas, Some(Party::RU), Some("east"), Some("maps"), When::At(day.end()))?;
/// assert!((rows[0].claimed_held_m2 / rows[0].claimed_m2 - 0.5).abs() < 1e-9);
/// assert!((rows[0].claimed_not_held_m2 / rows[0].claimed_m2 - 0.5).abs() < 1e-9);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn ledger(
    atlas: &Atlas,
    claimant: Option<Party>,
    region: Option<&str>,
    source: Option<&str>,
    when: When,
) -> Result<Vec<LedgerRow>, QueryError> {
    ledger_by(atlas, claimant, region, None, source, when)
}

/// As [`ledger`], parted into the raions or hromadas of the regions, where `by` names a level; `region` may be the code of one.
///
/// # Errors
/// As [`ledger`].
pub fn ledger_by(
    atlas: &Atlas,
    claimant: Option<Party>,
    region: Option<&str>,
    by: Option<Level>,
    source: Option<&str>,
    when: When,
) -> Result<Vec<LedgerRow>, QueryError> {
    let units = units_by(atlas, region, by)?;
    let timelines = timelines(atlas, source)?;
    let claimants = match (claimant, claimants(atlas)) {
        (None, all) => all,
        (Some(party), all) if all.contains(&party) => vec![party],
        (Some(party), all) => {
            let known = all.iter().map(Party::to_string).collect::<Vec<_>>().join(", ");
            return Err(QueryError::UnknownClaimant { value: party.to_string(), known });
        }
    };
    let mut rows = Vec::new();
    let moments = when.moments()?;
    let tables = Tables::of(atlas, &units, &timelines, &moments);
    for moment in moments {
        let scenes = scenes(atlas, &timelines, moment);
        for (u, unit) in units.iter().enumerate() {
            for (t, (timeline, scene)) in timelines.iter().zip(&scenes).enumerate() {
                check();
                let holdings: Vec<Holding> = match tables.get(u, t) {
                    Some(table) => vec![unit.holding(atlas, timeline, Some(table), moment, scene)],
                    None => {
                        let regions = unit.regions.iter();
                        regions.map(|region| region_holding(atlas, timeline, *region, moment, scene)).collect()
                    }
                };
                rows.extend(claimants.iter().map(|party| row(atlas, unit, timeline, *party, moment, &holdings)));
            }
        }
    }
    Ok(rows)
}

/// Every party with a claim, in order.
fn claimants(atlas: &Atlas) -> Vec<Party> {
    let mut parties: Vec<Party> = atlas.claims().iter().map(|claim| claim.claimant).collect();
    parties.sort_unstable();
    parties.dedup();
    parties
}

fn row(
    atlas: &Atlas,
    unit: &Unit<'_>,
    timeline: &Timeline,
    claimant: Party,
    moment: Moment,
    holdings: &[Holding],
) -> LedgerRow {
    let mut row = LedgerRow {
        moment,
        region: unit.id.to_owned(),
        source: timeline.source.id.clone(),
        version: None,
        age: None,
        claimant,
        region_m2: 0.0,
        claimed_m2: 0.0,
        held_m2: 0.0,
        claimed_held_m2: 0.0,
        claimed_not_held_m2: 0.0,
        held_not_claimed_m2: 0.0,
        contested_m2: 0.0,
        unknown_m2: 0.0,
        caveat: None,
    };
    for (region, holding) in unit.regions.iter().zip(holdings) {
        let claimed = claims(atlas, claimant, &atlas.regions()[*region].id, moment);
        (row.version, row.age, row.caveat) = (holding.version, holding.age, holding.caveat.clone());
        for &(status, holder, m2) in &holding.parts {
            row.region_m2 += m2;
            let mine = status == Status::Held && holder == Some(claimant);
            if mine {
                row.held_m2 += m2;
            }
            if !claimed {
                if mine {
                    row.held_not_claimed_m2 += m2;
                }
                continue;
            }
            row.claimed_m2 += m2;
            match status {
                Status::Held if mine => row.claimed_held_m2 += m2,
                Status::Held => row.claimed_not_held_m2 += m2,
                // Said to be held, by nobody the source itself believes: contested ground.
                Status::Contested | Status::Claimed => row.contested_m2 += m2,
                Status::Unknown => row.unknown_m2 += m2,
            }
        }
    }
    row
}

/// Whether the party claims the region on that day. A claim whose bounds were never stated counts for no area.
pub(super) fn claims(atlas: &Atlas, claimant: Party, region: &str, moment: Moment) -> bool {
    let day = moment.date();
    atlas.claims().iter().any(|claim| {
        claim.claimant == claimant
            && claim.near.is_none()
            && claim.since <= day
            && claim.until.is_none_or(|until| day <= until)
            && claim.regions.iter().any(|r| r == region)
    })
}
