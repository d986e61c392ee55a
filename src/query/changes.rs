//! `changes`: what a party gained and lost between two days, says one source.

use crate::atlas::Atlas;
use crate::geometry::{Area, overlay};
use crate::model::{Moment, Party, Region, Role, Source};

use super::areas::{timeline, units, version_of};
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
    let timeline = timeline(atlas, source)?;
    let (first, second) = (version_of(timeline, from)?, version_of(timeline, to)?);
    let (mut gained, mut lost) = match timeline.held_by(party) {
        Some(class) => (class.gained(first, second), class.gained(second, first)),
        None => (Area::empty(), Area::empty()),
    };
    let asked = match region {
        Some(_) => Some(units(atlas, region)?.into_iter().flat_map(|unit| unit.regions).collect::<Vec<_>>()),
        None => None,
    };
    let regions: Vec<(&Region, Area, Area)> = atlas
        .regions()
        .iter()
        .enumerate()
        .filter(|(k, r)| asked.as_ref().map_or(r.role != Role::Country, |asked| asked.contains(k)))
        .map(|(_, r)| (r, overlay::intersection(&gained, &r.land), overlay::intersection(&lost, &r.land)))
        .collect();
    let change = |gained: &Area, lost: &Area| Change { gained_m2: gained.area_m2(), lost_m2: lost.area_m2() };
    let total = asked.is_none().then(|| change(&gained, &lost));
    if asked.is_some() {
        gained = overlay::union(regions.iter().map(|(_, gained, _)| gained));
        lost = overlay::union(regions.iter().map(|(_, _, lost)| lost));
    }
    Ok(Changes {
        source: &timeline.source,
        party,
        from: timeline.stamps()[first],
        to: timeline.stamps()[second],
        total,
        regions: regions.iter().map(|(r, gained, lost)| (r.id.as_str(), change(gained, lost))).collect(),
        gained,
        lost,
    })
}
