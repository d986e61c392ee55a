//! `settlements`: the status of each settlement on a day, says each source, and since when.

use crate::atlas::{Atlas, Match, Named, Since, Timeline, Whereabouts};
use crate::model::{Date, Locality, Moment, OtherName, Party, Role, Said, Source, Status};
use edge_timeline::{Position, budget, measure};

use super::areas::{timelines, units};
use super::control::{ControlAt, Verdict, control_at, verdict};
use super::error::QueryError;
use super::history::history_of_source;
use super::place::{listed, namesakes};
use super::units::{is_in, units_by};

/// How far from a settlement the one that a record lists may lie and be the same, in metres: their positions come from two
/// gazetteers.
pub(super) const SAME_PLACE_M: f64 = 1_000.0;

/// Which settlements a question is about; of those left, all that fit everything given.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wanted<'q> {
    /// Region or group.
    pub region: Option<&'q str>,
    /// Source; else every one.
    pub source: Option<&'q str>,
    /// A name, alone or with its region, or a part of one.
    pub name: Option<&'q str>,
    /// The nearest to this place come first.
    pub near: Option<Position>,
    /// Of which some source states this.
    pub status: Option<Status>,
    /// Of which some source states this holder (with a status: that source both).
    pub holder: Option<Party>,
    /// Of which some source came to state another status or holder on this day or later, up to the day asked.
    pub since: Option<Date>,
    /// At most so many.
    pub limit: Option<usize>,
}

/// The settlements asked for.
#[derive(Clone, Debug)]
pub struct Settlements<'a> {
    /// The moment asked about.
    pub moment: Moment,
    /// The day since which changes were asked for.
    pub since: Option<Date>,
    /// How many fit, with those beyond the limit.
    pub matched: usize,
    /// Whether any has the name asked for, those first; else their names begin with it or hold it. None: no name was asked for.
    pub has_name: Option<bool>,
    /// That more settlements bear the name asked for than are listed.
    pub namesakes: Option<Said>,
    /// The settlements: the best named or the nearest first, else the most populous.
    pub rows: Vec<SettlementRow<'a>>,
}

/// One settlement.
#[derive(Clone, Debug)]
pub struct SettlementRow<'a> {
    /// Which.
    pub locality: &'a Locality,
    /// By which of its names it was found; none where no name was asked for.
    pub found_by: Option<FoundBy<'a>>,
    /// Where it is from the place asked about.
    pub from_near: Option<measure::GeodesicTo>,
    /// One answer per source, at the settlement's point.
    pub control: Vec<(ControlAt<'a>, Option<Since>)>,
    /// What the answers come to.
    pub verdict: Verdict<'a>,
    /// Where changes since a day were asked for: those, in time order.
    pub changes: Vec<HolderChange<'a>>,
}

/// A change of what a source states of a settlement.
#[derive(Clone, Copy, Debug)]
pub struct HolderChange<'a> {
    /// The source.
    pub source: &'a Source,
    /// The day by which it had happened: the first on which the source states what came.
    pub on: Date,
    /// The last day on which it stated what was before, where that is not the day before: the change was between the two.
    pub after: Option<Date>,
    /// What was before.
    pub from: (Status, Option<Party>),
    /// What came.
    pub to: (Status, Option<Party>),
}

/// How a settlement was found by a name.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FoundBy<'a> {
    /// By its id, its name, another name or a part of one.
    pub how: Match,
    /// The other name.
    pub name: Option<&'a OtherName>,
}

/// The settlements that fit, each with what every source states of its point as of `moment`.
///
/// # Errors
/// Unknown region or source.
///
/// # Example
/// ```
/// use contactline_core::{example, model::{Date, Party}, query::{self, Wanted}};
///
/// let (atlas, day) = (example::atlas(), "2025-01-03".parse::<Date>()?);
/// let found = query::settlements(&atlas, day.end(), Wanted { holder: Some(Party::RU), ..Wanted::default() })?;
/// assert_eq!((found.matched, found.rows[0].locality.name.as_str()), (1, "Town"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn settlements<'a>(atlas: &'a Atlas, moment: Moment, wanted: Wanted<'_>) -> Result<Settlements<'a>, QueryError> {
    let timelines = timelines(atlas, wanted.source)?;
    let (found, has_name) = found(atlas, wanted)?;
    let namesakes = other_namesakes(atlas, wanted, &found)?;
    let stated = |(locality, found_by, from_near)| {
        budget::check();
        let row = row(atlas, &timelines, moment, wanted.since, (locality, found_by, from_near));
        fits(&row, wanted).then_some(row)
    };
    let limit = wanted.limit.unwrap_or(usize::MAX);
    if wanted.status.is_none() && wanted.holder.is_none() && wanted.since.is_none() {
        let matched = found.len();
        return Ok(Settlements {
            moment,
            since: None,
            matched,
            has_name,
            namesakes,
            rows: found.into_iter().take(limit).filter_map(stated).collect(),
        });
    }
    let mut rows: Vec<SettlementRow<'a>> = found.into_iter().filter_map(stated).collect();
    let matched = rows.len();
    rows.truncate(limit);
    Ok(Settlements { moment, since: wanted.since, matched, has_name, namesakes, rows })
}

/// A settlement, by which name it was found, and where it is from the place asked about.
type One<'a> = (&'a Locality, Option<FoundBy<'a>>, Option<measure::GeodesicTo>);
type Found<'a> = Vec<One<'a>>;

/// That more settlements bear the very name asked for than are listed, where the largest found is no larger than they may be.
fn other_namesakes(atlas: &Atlas, wanted: Wanted<'_>, found: &Found<'_>) -> Result<Option<Said>, QueryError> {
    let Some(name) = wanted.name else { return Ok(None) };
    let is_named = |(_, by, _): &&One<'_>| by.is_some_and(|by| by.how.is_whole() && by.how != Match::Id);
    let largest = found.iter().filter(is_named).max_by_key(|(locality, ..)| locality.population);
    let Some((locality, Some(by), _)) = largest else { return Ok(None) };
    let named = Named { how: by.how, locality, by: by.name };
    let regions = regions(atlas, wanted)?;
    Ok(namesakes(atlas, name, named, regions.as_deref()))
}

/// The regions asked for; none: all.
fn regions<'a>(atlas: &'a Atlas, wanted: Wanted<'_>) -> Result<Option<Vec<&'a str>>, QueryError> {
    let Some(region) = wanted.region.filter(|region| atlas.divisions().find(region).is_none()) else { return Ok(None) };
    let list = atlas.regions();
    let asked: Vec<usize> = units(atlas, Some(region))?.into_iter().flat_map(|unit| unit.regions).collect();
    let is_country = asked.iter().any(|k| list[*k].role == Role::Country);
    Ok((!is_country).then(|| asked.iter().map(|k| list[*k].id.as_str()).collect()))
}

/// Those of the region and name asked for, in order, and whether the name is theirs.
fn found<'a>(atlas: &'a Atlas, wanted: Wanted<'_>) -> Result<(Found<'a>, Option<bool>), QueryError> {
    let parts = wanted.region.filter(|region| atlas.divisions().find(region).is_some());
    let parts = parts.map(|region| units_by(atlas, Some(region), None)).transpose()?;
    let regions = if parts.is_some() { None } else { regions(atlas, wanted)? };
    let gazetteer = atlas.gazetteer();
    let named = wanted.name.map(|name| listed(atlas, name));
    let has_name = named.as_ref().map(|named| named.first().is_some_and(|first| first.how.is_whole()));
    let named: Vec<(&Locality, Option<FoundBy<'_>>)> = match named {
        None => gazetteer.list().iter().map(|locality| (locality, None)).collect(),
        Some(named) => named.into_iter().map(|n| (n.locality, Some(FoundBy { how: n.how, name: n.by }))).collect(),
    };
    let inside = |(l, _): &(&Locality, Option<FoundBy<'_>>)| {
        regions.as_ref().is_none_or(|ids| ids.contains(&l.region.as_str()))
            && parts.as_ref().is_none_or(|parts| is_in(atlas, parts, l.position))
    };
    let from = |(l, by): (&'a Locality, Option<FoundBy<'a>>)| {
        (l, by, wanted.near.map(|near| measure::geodesic(near, l.position)))
    };
    let mut found: Found<'a> = named.into_iter().filter(inside).map(from).collect();
    if wanted.near.is_some() {
        let distance_m = |to: &Option<measure::GeodesicTo>| to.map_or(f64::INFINITY, |to| to.distance_m);
        found.sort_by(|(.., a), (.., b)| distance_m(a).total_cmp(&distance_m(b)));
    }
    Ok((found, has_name))
}

fn row<'a>(
    atlas: &'a Atlas,
    timelines: &[&'a Timeline],
    moment: Moment,
    since: Option<Date>,
    (locality, found_by, from_near): One<'a>,
) -> SettlementRow<'a> {
    let position = locality.position;
    let place = atlas.places().whereabouts(position);
    let answer = |timeline: &&'a Timeline| {
        let control = control_at(atlas, timeline, position, moment, &place);
        let since = timeline.as_of(moment).map(|version| {
            let is_silenced = control.last_known.is_some() || timeline.age(version, moment).expired;
            let source = &timeline.source;
            let last = control.last_known;
            let is_unlisted = last.is_some_and(|last| source.is_by_absence(last.status, last.holder, last.basis));
            let silent_from = timeline.silent_from(version, position, is_unlisted, moment.next());
            match silent_from.filter(|_| is_silenced) {
                Some(moment) => silent_since(atlas, timeline, position, &place, (version, moment)),
                None => timeline.since(version, position, &place, atlas.places()),
            }
        });
        (control, since)
    };
    let of_source = |timeline: &&'a Timeline| changes(atlas, timeline, position, &place, since?, moment);
    let mut changes: Vec<HolderChange<'a>> = timelines.iter().filter_map(of_source).flatten().collect();
    changes.sort_by_key(|change| change.on);
    let (control, since): (Vec<ControlAt<'a>>, Vec<_>) = timelines.iter().map(answer).unzip();
    let verdict = verdict(&control);
    SettlementRow { locality, found_by, from_near, verdict, control: control.into_iter().zip(since).collect(), changes }
}

/// Since when a source has been silent of a place that it is silent of from a moment in a version on: it may have been in the
/// versions before, too.
fn silent_since(
    atlas: &Atlas,
    timeline: &Timeline,
    position: Position,
    place: &Whereabouts,
    (mut version, mut moment): (usize, Moment),
) -> Since {
    let source = &timeline.source;
    while moment == timeline.stamps()[version] {
        let eve = moment.date().plus_days(-1).end();
        let Some(earlier) = timeline.as_of(eve) else { return Since { moment, or_earlier: true, after: None } };
        let before = control_at(atlas, timeline, position, eve, place);
        let is_unlisted = before.last_known.map(|last| source.is_by_absence(last.status, last.holder, last.basis));
        let silent_from = is_unlisted.and_then(|is| timeline.silent_from(earlier, position, is, moment));
        let Some(silent_from) = silent_from else {
            return Since { moment, or_earlier: before.status == Status::Unknown, after: None };
        };
        (version, moment) = (earlier, silent_from);
    }
    Since { moment, or_earlier: false, after: None }
}

/// What a source came to state of a settlement on a day or later, where it stated otherwise before; what it was silent of in
/// between it may have missed. A record that does not list the settlement says nothing of it by the cell of another.
fn changes<'a>(
    atlas: &'a Atlas,
    timeline: &'a Timeline,
    position: Position,
    place: &Whereabouts,
    since: Date,
    moment: Moment,
) -> Option<Vec<HolderChange<'a>>> {
    if let Some(cells) = timeline.cells() {
        let listed = &cells.settlements()[cells.settlement_at(position)?];
        if measure::distance_m(listed.position, position) > SAME_PLACE_M {
            return None;
        }
    }
    let history = history_of_source(atlas, timeline, position, place, moment);
    let mut before: Option<(Status, Option<Party>)> = None;
    let mut changes = Vec::new();
    for (k, stretch) in history.intervals.iter().enumerate().filter(|(_, stretch)| stretch.status != Status::Unknown) {
        let stated = (stretch.status, stretch.holder);
        let on = stretch.interval.start.map(Moment::date).filter(|on| *on >= since);
        if let (Some(from), Some(on)) = (before.filter(|from| *from != stated), on) {
            let after = history.last_day_before(k).filter(|after| after.plus_days(1) < on);
            changes.push(HolderChange { source: &timeline.source, on, after, from, to: stated });
        }
        before = Some(stated);
    }
    Some(changes)
}

fn fits(row: &SettlementRow<'_>, wanted: Wanted<'_>) -> bool {
    let says = |c: &ControlAt<'_>| {
        wanted.status.is_none_or(|status| c.status == status) && wanted.holder.is_none_or(|h| c.holder == Some(h))
    };
    let is_stated = wanted.status.is_none() && wanted.holder.is_none();
    (is_stated || row.control.iter().any(|(c, _)| says(c))) && (wanted.since.is_none() || !row.changes.is_empty())
}
