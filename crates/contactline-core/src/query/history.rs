//! `history`: what each source states of a place over time.

use crate::atlas::{Atlas, Statement, Timeline, Whereabouts};
use crate::model::{Basis, Date, Interval, Moment, Party, Said, Source, Status};
use edge_timeline::{Location, Position};

use super::at::{RegionAt, region_at};
use super::error::QueryError;
use super::series::in_order;

/// The history of one place.
#[derive(Clone, Debug)]
pub struct History<'a> {
    /// The place asked about.
    pub position: Position,
    /// The region it lies in.
    pub region: Option<RegionAt<'a>>,
    /// One history per source.
    pub sources: Vec<SourceHistory<'a>>,
}

/// The history of a place as one source states it.
#[derive(Clone, Debug)]
pub struct SourceHistory<'a> {
    /// The source.
    pub source: &'a Source,
    /// Its first and last version in the stretch asked for.
    pub versions: Option<(Moment, Moment)>,
    /// What it states, in time order, from the first version to the last.
    pub intervals: Vec<Stretch>,
    /// Days without a version of their own between two that have one: what stood before is carried on, never
    /// interpolated.
    pub gaps: Vec<Interval>,
    /// Versions that lack layers which could change what is stated of the place, each with what it lacks.
    pub incomplete: Vec<(Moment, &'a Said)>,
}

/// A stretch of time with one statement.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stretch {
    /// From the version that first states it to the version that no longer does (open: still so).
    pub interval: Interval,
    /// What is stated.
    pub status: Status,
    /// By or for whom.
    pub holder: Option<Party>,
    /// On what it rests; none when unknown.
    pub basis: Option<Basis>,
    /// Inside, or on a boundary of the held area.
    pub location: Location,
    /// The version stood, but its age forbade it to speak of the place, or its source ran behind: what it had stated, and on
    /// what that rested.
    pub last_known: Option<(Status, Option<Party>, Option<Basis>)>,
    /// Of a record that knows only a range of days in which the holder changed, of those days and of what came after.
    pub begun: Option<Begun>,
}

/// A change of holder of which only a range of days is known.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Begun {
    /// Who came to hold the place.
    pub holder: Option<Party>,
    /// The last day on which the record states what was before.
    pub after: Date,
    /// The day by which it had happened.
    pub by: Date,
}

/// What every source states of `position` from `from` to `to` (none: from its first version, to what still stands on `today`).
///
/// # Errors
/// The last day lies before the first.
///
/// # Example
/// ```
/// use contactline_core::{example, model::{Date, Party}, query};
/// use edge_timeline::Position;
///
/// let (atlas, today) = (example::atlas(), "2025-01-05".parse::<Date>()?);
/// let history = query::history(&atlas, Position::from_lon_lat(38.25, 48.5)?, None, None, today)?;
/// let maps = &history.sources[0];
/// let stretches: Vec<_> = maps.intervals.iter().map(|s| (s.interval.start.map(|m| m.date()), s.holder)).collect();
/// let day = |text: &str| text.parse::<Date>().ok();
/// assert_eq!(stretches, [(day("2025-01-01"), Some(Party::UA)), (day("2025-01-03"), Some(Party::RU))]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn history(
    atlas: &Atlas,
    position: Position,
    from: Option<Moment>,
    to: Option<Moment>,
    today: Date,
) -> Result<History<'_>, QueryError> {
    if let (Some(from), Some(to)) = (from, to) {
        // Stretches begin with whole days.
        in_order(from.date().start(), to)?;
    }
    let place = atlas.places().whereabouts(position);
    let until = to.unwrap_or(today.end());
    let sources = atlas.timelines().iter().map(|t| {
        let mut history = source_history(atlas, t, position, from, until, &place);
        history.clip(from, to);
        history
    });
    Ok(History { position, region: region_at(atlas, &place), sources: sources.collect() })
}

/// What one source states of a place up to a moment.
pub(super) fn history_of_source<'a>(
    atlas: &'a Atlas,
    timeline: &'a Timeline,
    position: Position,
    place: &Whereabouts,
    until: Moment,
) -> SourceHistory<'a> {
    let mut history = source_history(atlas, timeline, position, None, until, place);
    history.clip(None, Some(until));
    history
}

fn source_history<'a>(
    atlas: &'a Atlas,
    timeline: &'a Timeline,
    position: Position,
    from: Option<Moment>,
    until: Moment,
    place: &Whereabouts,
) -> SourceHistory<'a> {
    let stamps = timeline.stamps();
    let first = from.and_then(|m| timeline.as_of(m)).unwrap_or(0);
    let last = timeline.as_of(until);
    let mut history =
        SourceHistory { source: &timeline.source, versions: None, intervals: vec![], gaps: vec![], incomplete: vec![] };
    let Some(last) = last.filter(|last| *last >= first) else { return history };
    history.versions = Some((stamps[first], stamps[last]));
    let runs = timeline.statement_runs(position, place, atlas.places());
    for (k, (begin, statement)) in runs.iter().enumerate() {
        let end = runs.get(k + 1).map_or(stamps.len(), |next| next.0);
        let (begin, end) = ((*begin).max(first), end.min(last + 1));
        if begin >= end {
            continue;
        }
        let lacking = timeline.lacking(statement, begin, end - 1);
        history.incomplete.extend(lacking.map(|(version, lacks)| (stamps[version], lacks)));
        // Only a version that stands long may be forbidden by its age to speak, or one of days in which its source runs
        // behind: it is looked at alone.
        let mut from = begin;
        for &version in timeline.long_standing(begin, end - 1) {
            history.push(stretch(stamps, statement, from, version), None);
            let before = stamps.get(version + 1).map_or(until.next(), |end| (*end).min(until.next()));
            // What its age will forbid only in days to come still stands.
            let is_unlisted = timeline.source.is_by_absence(statement.status, statement.holder, statement.basis);
            let silent_from = timeline.silent_from(version, position, is_unlisted, before);
            history.push(stretch(stamps, statement, version, version + 1), silent_from);
            from = version + 1;
        }
        history.push(stretch(stamps, statement, from, end), None);
    }
    history.gaps.extend(timeline.gaps(first, last));
    history
}

/// What is stated from one version up to another, which no longer states it.
fn stretch(stamps: &[Moment], statement: &Statement<'_>, from: usize, to: usize) -> Stretch {
    Stretch {
        interval: Interval { start: stamps.get(from).copied(), end: stamps.get(to).copied() },
        status: statement.status,
        holder: statement.holder,
        basis: statement.basis,
        location: statement.location,
        last_known: None,
        begun: statement
            .period
            .and_then(|period| period.begun_between().map(|(after, by)| Begun { holder: period.holder, after, by })),
    }
}

impl SourceHistory<'_> {
    /// Adds a stretch, unknown from the moment on at which its version may no longer speak of the place; one that states the
    /// same as the last lengthens it.
    fn push(&mut self, stretch: Stretch, silent_from: Option<Moment>) {
        // From a version up to itself: there is none.
        if stretch.interval.start.is_none() || stretch.interval.start == stretch.interval.end {
            return;
        }
        // What was unknown before stays so for the same reason.
        if let Some(silent_from) = silent_from.filter(|_| stretch.status != Status::Unknown) {
            self.push(Stretch { interval: Interval { end: Some(silent_from), ..stretch.interval }, ..stretch }, None);
            let interval = Interval { start: Some(silent_from), ..stretch.interval };
            let (status, location) = (Status::Unknown, Location::Interior);
            let last_known =
                (stretch.status != Status::Unknown).then_some((stretch.status, stretch.holder, stretch.basis));
            let unknown = Stretch { interval, status, holder: None, basis: None, location, last_known, begun: None };
            return self.push(unknown, None);
        }
        match self.intervals.last_mut() {
            Some(last) if last.states_same(&stretch) => last.interval.end = stretch.interval.end,
            _ => self.intervals.push(stretch),
        }
    }

    fn clip(&mut self, from: Option<Moment>, to: Option<Moment>) {
        let to = to.map(|m| Moment::from_seconds(m.seconds() + 1));
        let clip = |interval: &mut Interval| {
            interval.start = interval.start.max(from.map(|m| m.date().start()));
            if let Some(to) = to.filter(|to| interval.end.is_none_or(|end| *to < end)) {
                interval.end = Some(to);
            }
            interval.end.is_none_or(|end| interval.start.is_none_or(|start| start < end))
        };
        self.intervals.retain_mut(|s| clip(&mut s.interval));
        self.gaps.retain_mut(clip);
    }
}

impl SourceHistory<'_> {
    /// The last day on which the source stated otherwise than it does from a stretch on; none where it had been silent, or that
    /// stretch is its first. The change took place after that day, on the first day of the stretch at the latest.
    pub(super) fn last_day_before(&self, stretch: usize) -> Option<Date> {
        let last_day = |end: Moment| Moment::from_seconds(end.seconds() - 1).date();
        let came = &self.intervals[stretch];
        let before = self.intervals[..stretch].iter().rfind(|before| before.status != Status::Unknown)?;
        // Days without a version between the two: the last one before them.
        let starts = came.interval.start.map(|start| start.date().start());
        let gap = self.gaps.iter().find(|gap| gap.end.is_some() && gap.end == starts).and_then(|gap| gap.start);
        let begun = came.begun.filter(|begun| begun.holder == came.holder).map(|begun| begun.after);
        begun.or(gap.map(last_day)).or(before.interval.end.map(last_day))
    }
}

impl Stretch {
    fn states_same(&self, other: &Self) -> bool {
        let stated = |s: &Self| (s.status, s.holder, s.basis, s.location, s.last_known, s.begun);
        stated(self) == stated(other)
    }
}
