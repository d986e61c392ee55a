//! `changes`: what a party gained and lost between two days, says one source.

use crate::atlas::Atlas;
use crate::geometry::Area;
use crate::model::{Moment, Party, Source};

use super::error::QueryError;

/// What changed between two versions of a source.
#[derive(Clone, Debug)]
pub struct Changes<'a> {
    /// The source.
    pub source: &'a Source,
    /// The party whose held area is compared.
    pub party: Party,
    /// The version as of the first moment.
    pub from: Moment,
    /// The version as of the second.
    pub to: Moment,
    /// Over everything the source draws, regions or not; none when one region was asked for.
    pub total: Option<Change>,
    /// By region: the six, then the neighbours.
    pub regions: Vec<(&'a str, Change)>,
    /// What was gained, as areas (in the region asked for).
    pub gained: Area,
    /// What was lost.
    pub lost: Area,
}

/// Square metres gained and lost.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Change {
    /// Held at the second moment, not at the first.
    pub gained_m2: f64,
    /// Held at the first moment, not at the second.
    pub lost_m2: f64,
}

/// What `party` gained and lost between `from` and `to`, says `source`; in `region` alone when one is named.
///
/// # Errors
/// Unknown region or source; a moment before the source's first version.
pub fn changes<'a>(
    atlas: &'a Atlas,
    source: &str,
    party: Party,
    region: Option<&str>,
    from: Moment,
    to: Moment,
) -> Result<Changes<'a>, QueryError> {
    let _ = (atlas, source, party, region, from, to);
    todo!()
}
