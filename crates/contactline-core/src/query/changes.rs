//! `changes`: what a party gained and lost between two days, says one source.

use crate::atlas::{Atlas, ControlLayer, Timeline};
use crate::model::{Moment, Party, Region, Role, Said, Source, Status};
use edge_timeline::{Area, overlay};

use super::areas::{timeline, units, version_of};
use super::error::QueryError;
use super::series::in_order;

/// What changed between two versions of a source.
#[derive(Clone, Debug)]
pub struct Changes<'a> {
    /// The source.
    pub source: &'a Source,
    /// The party whose held area is compared.
    pub party: Party,
    /// The moments asked about.
    pub asked: [Moment; 2],
    /// The version as of the first moment.
    pub from: Moment,
    /// The version as of the second.
    pub to: Moment,
    /// How old the versions were then, in days.
    pub ages_days: [i64; 2],
    /// What each version lacks: a change may be of what was published, not of the ground.
    pub caveats: [Option<&'a Said>; 2],
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

/// The parties whose ground a source tells apart: those it draws as holding, and the one that holds what it leaves out.
pub(super) fn parties(timeline: &Timeline) -> Vec<Party> {
    let drawn = timeline.classes().iter().filter(|c| c.status == Status::Held).filter_map(|c| c.holder);
    let mut parties: Vec<Party> = drawn.chain(timeline.source.absence.map(|(party, _)| party)).collect();
    parties.sort_unstable();
    parties.dedup();
    parties
}

/// What a party gained and lost from one version to another.
pub(super) fn shifted(
    atlas: &Atlas,
    timeline: &Timeline,
    party: Party,
    first: usize,
    second: usize,
) -> Result<(Area, Area), QueryError> {
    if timeline.source.absence.is_some_and(|(absent, _)| absent == party) {
        return Ok(shifted_by_absence(atlas, timeline, party, first, second));
    }
    if let Some(class) = timeline.held_by(party) {
        return Ok((class.gained(first, second), class.gained(second, first)));
    }
    let known: Vec<String> = parties(timeline).iter().map(ToString::to_string).collect();
    let (value, source_id) = (party.to_string(), timeline.source.id.clone());
    Err(QueryError::UnknownHolder { value, source_id, known: known.join(", ") })
}

/// The same of the party that holds what the source leaves out inside its coverage: what is drawn otherwise and no longer is,
/// and the other way round. Ground that either version leaves out of its coverage is not compared.
fn shifted_by_absence(atlas: &Atlas, timeline: &Timeline, party: Party, first: usize, second: usize) -> (Area, Area) {
    let others: Vec<&ControlLayer> =
        timeline.classes().iter().filter(|c| (c.status, c.holder) != (Status::Held, Some(party))).collect();
    let (gained, lost) = match others[..] {
        // One class keeps the edges both versions share.
        [class] => (class.gained(second, first), class.gained(first, second)),
        _ => {
            let drawn = |version| overlay::union(&others.iter().map(|c| c.area(version)).collect::<Vec<_>>());
            let (before, after) = (drawn(first), drawn(second));
            (overlay::difference(&before, &after), overlay::difference(&after, &before))
        }
    };
    let left_out = overlay::union([&timeline.left_out(first), &timeline.left_out(second)]);
    let covered = |changed: &Area| {
        let lands = atlas.parts_of_country().map(|k| &atlas.regions()[k]);
        let lands = lands.filter(|region| timeline.covers(&region.id, atlas.places())).map(|region| &region.land);
        let pieces: Vec<Area> = lands.map(|land| overlay::intersection(changed, land)).collect();
        overlay::difference(&Area::side_by_side(pieces), &left_out)
    };
    (covered(&gained), covered(&lost))
}

/// As [`changes`], of the party named alone; where none is named of the Russian one, and after it of each other party whose
/// ground the source tells apart.
///
/// # Errors
/// As [`changes`].
///
/// # Example
/// ```
/// use contactline_core::{example, model::{Date, Party}, query};
///
/// let (atlas, from, to) = (example::atlas(), "2025-01-01".parse::<Date>()?, "2025-01-03".parse::<Date>()?);
/// let (russian, others) = query::changes_of(&atlas, "maps", None, None, from.end(), to.end())?;
/// // What one party gains the other loses.
/// assert_eq!(others[0].party, Party::UA);
/// let (gained, lost) = (russian.gained.area_m2(), others[0].lost.area_m2());
/// assert!((gained - lost).abs() < 1.0 && gained > 4e9);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn changes_of<'a>(
    atlas: &'a Atlas,
    source: &str,
    party: Option<Party>,
    region: Option<&str>,
    from: Moment,
    to: Moment,
) -> Result<(Changes<'a>, Vec<Changes<'a>>), QueryError> {
    let of = |party| changes(atlas, source, party, region, from, to);
    let first = of(party.unwrap_or(Party::RU))?;
    let others = match party {
        Some(_) => Vec::new(),
        None => parties(timeline(atlas, source)?).into_iter().filter(|other| *other != first.party).collect(),
    };
    Ok((first, others.into_iter().map(of).collect::<Result<_, _>>()?))
}

/// What `party` gained and lost between `from` and `to`, says `source`; in `region` alone when one is named.
///
/// # Errors
/// Unknown region or source; days in the wrong order; a moment of which the source says nothing; a party of which it never does.
///
/// # Example
/// ```
/// use contactline_core::{example, model::{Date, Party}, query};
///
/// let (atlas, from, to) = (example::atlas(), "2025-01-01".parse::<Date>()?, "2025-01-03".parse::<Date>()?);
/// let changes = query::changes(&atlas, "maps", Party::RU, Some("east"), from.end(), to.end())?;
/// // From 38 to 38.5 degrees east.
/// assert!((changes.gained.area_m2() - 8_217_732_076.1 / 2.0).abs() < 1.0 && changes.lost.is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn changes<'a>(
    atlas: &'a Atlas,
    source: &str,
    party: Party,
    region: Option<&str>,
    from: Moment,
    to: Moment,
) -> Result<Changes<'a>, QueryError> {
    let timeline = timeline(atlas, source)?;
    in_order(from, to)?;
    let (first, second) = (version_of(timeline, from)?, version_of(timeline, to)?);
    let (mut gained, mut lost) = shifted(atlas, timeline, party, first, second)?;
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
        asked: [from, to],
        ages_days: [timeline.age_days(first, from), timeline.age_days(second, to)],
        caveats: [timeline.lacks(first), timeline.lacks(second)],
        from: timeline.stamps()[first],
        to: timeline.stamps()[second],
        total,
        regions: regions.iter().map(|(r, gained, lost)| (r.id.as_str(), change(gained, lost))).collect(),
        gained,
        lost,
    })
}
