//! `announcements`: what parties announced of places, and which sources came to state the same, after how many days.
//!
//! An announcement is never evidence of control; here it is set against what each source states of the same place, in time. Where a
//! source does not speak of the place, it has neither confirmed nor failed to confirm: that is told apart.

use crate::atlas::{Atlas, Timeline, Whereabouts};
use crate::model::{
    Announced, Announcement, Basis, Date, Moment, Party, Role, Scope, Settlement, Source, Status, Text, sentences,
    words,
};
use edge_timeline::{Position, budget, measure};

use super::areas::{timelines, units};
use super::control::control_at;
use super::error::QueryError;
use super::history::{Stretch, history_of_source};
use super::series::in_order;
use super::settlements::SAME_PLACE_M;
use super::units::{is_in, units_by};

/// The days within which confirmations are counted.
pub const WITHIN_DAYS: [i64; 5] = [7, 30, 90, 180, 365];

/// How many outcomes there are.
const OUTCOMES: usize = Confirmation::ALL.len();

words! {
    /// What a source makes of an announcement.
    Confirmation as "outcome" {
        /// It had stated so before the day of the announcement.
        Already = "already",
        /// It came to state so on that day or later.
        Confirmed = "confirmed",
        /// It speaks of the place and states otherwise, from that day to the day asked.
        NotConfirmed = "not_confirmed",
        /// It stated otherwise for a time after that day, and has been silent since.
        SilentSince = "silent_since",
        /// It has not spoken of the place since that day.
        Silent = "silent",
        /// The announcement is of no known place, or of a whole region: there is nothing to look up.
        NotPlaced = "not_placed",
    }
}

/// Which announcements a question is about; those that fit everything given.
#[derive(Clone, Copy, Debug, Default)]
pub struct AnnouncementsWanted<'q> {
    /// First day.
    pub from: Option<Moment>,
    /// Last day.
    pub to: Option<Moment>,
    /// Region or group.
    pub region: Option<&'q str>,
    /// Who announced.
    pub party: Option<Party>,
    /// Source set beside them; else every one.
    pub source: Option<&'q str>,
}

/// Announcements, each with what the sources make of it.
#[derive(Clone, Debug)]
pub struct Announcements<'a> {
    /// The moment up to which sources are asked.
    pub moment: Moment,
    /// The sources, in order.
    pub sources: Vec<&'a Source>,
    /// The announcements, by day.
    pub rows: Vec<AnnouncementRow<'a>>,
}

/// One announcement.
#[derive(Clone, Debug)]
pub struct AnnouncementRow<'a> {
    /// The announcement.
    pub announcement: &'a Announcement,
    /// What each source makes of it.
    pub checked: Vec<Checked<'a>>,
}

/// What one source makes of an announcement.
#[derive(Clone, Copy, Debug)]
pub struct Checked<'a> {
    /// The source.
    pub source: &'a Source,
    /// In a word.
    pub outcome: Confirmation,
    /// Where it states so: the first day on which it does; none: from its first word on.
    pub on: Option<Date>,
    /// Where only a range of days is known in which that began: the last day on which the source stated otherwise.
    pub after: Option<Date>,
    /// Days from the announcement to the change, at least; none where the source did not speak before. Below 0: before it.
    pub days_at_least: Option<i64>,
    /// Days from the announcement to the change, at most; the same as the least where the day is known.
    pub days_at_most: Option<i64>,
    /// Where it states otherwise: what, and on what that rests.
    pub stated: Option<(Status, Option<Party>, Option<Basis>)>,
    /// Of that the last day, where it has been silent since.
    pub stated_until: Option<Date>,
    /// Why it is silent.
    pub reason: Option<Text>,
}

/// How many announcements of one kind a source confirmed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally<'a> {
    /// First day of the month; none: of all months.
    pub month: Option<Date>,
    /// Who announced.
    pub party: Party,
    /// What was announced.
    pub says: Announced,
    /// Region id; none: of all regions.
    pub region: Option<&'a str>,
    /// Source id.
    pub source: &'a str,
    /// How many were made.
    pub announced: usize,
    /// How many came to which outcome, in the order of [`Confirmation::ALL`]; they sum to `announced`.
    pub outcomes: [usize; OUTCOMES],
    /// How many were confirmed within so many days at most, by [`WITHIN_DAYS`].
    pub within: [usize; WITHIN_DAYS.len()],
}

/// The announcements that fit, each with what every source makes of it as of `moment`.
///
/// # Errors
/// Unknown region or source; a last day before the first.
///
/// # Example
/// ```
/// use contactline_core::{example, model::Date, query::{self, AnnouncementsWanted, Confirmation}};
///
/// let (atlas, day) = (example::atlas(), "2025-01-05".parse::<Date>()?);
/// let found = query::announcements(&atlas, day.end(), AnnouncementsWanted::default())?;
/// // Announced on 1 January; the maps state it from 3 January on.
/// let maps = found.rows[0].checked[0];
/// assert_eq!((maps.outcome, maps.days_at_most), (Confirmation::Confirmed, Some(2)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn announcements<'a>(
    atlas: &'a Atlas,
    moment: Moment,
    wanted: AnnouncementsWanted<'_>,
) -> Result<Announcements<'a>, QueryError> {
    if let (Some(from), Some(to)) = (wanted.from, wanted.to) {
        in_order(from.date().start(), to)?;
    }
    let timelines = timelines(atlas, wanted.source)?;
    let parts = wanted.region.filter(|region| atlas.divisions().find(region).is_some());
    let parts = parts.map(|region| units_by(atlas, Some(region), None)).transpose()?;
    let regions: Option<Vec<&str>> = match wanted.region.filter(|_| parts.is_none()) {
        None => None,
        Some(region) => {
            let own = units(atlas, Some(region))?.into_iter().flat_map(|unit| unit.regions);
            Some(own.map(|k| atlas.regions()[k].id.as_str()).collect())
        }
    };
    // A country is all its regions.
    let regions = regions.filter(|ids| !ids.iter().any(|id| is_country(atlas, id)));
    let fits = |said: &&Announcement| {
        said.date <= moment.date()
            && wanted.from.is_none_or(|from| from.date() <= said.date)
            && wanted.to.is_none_or(|to| said.date <= to.date())
            && wanted.party.is_none_or(|party| party == said.party)
            && parts.as_ref().is_none_or(|parts| said.position.is_some_and(|p| is_in(atlas, parts, p)))
            && regions.as_ref().is_none_or(|ids| ids.contains(&said.region.as_str()))
    };
    let row = |said: &'a Announcement| {
        budget::check();
        let position = said.position.filter(|_| said.scope == Scope::Settlement);
        let place = position.map(|p| (p, atlas.places().whereabouts(p)));
        let checked = timelines.iter().map(|timeline| match &place {
            Some((p, place)) => check(atlas, timeline, said, *p, place, moment),
            None => Checked::new(&timeline.source, Confirmation::NotPlaced),
        });
        AnnouncementRow { announcement: said, checked: checked.collect() }
    };
    let sources = timelines.iter().map(|timeline| &timeline.source).collect();
    Ok(Announcements { moment, sources, rows: atlas.announcements().iter().filter(fits).map(row).collect() })
}

fn first_of_month(day: Date) -> Date {
    day.plus_days(1 - day.parts()[2])
}

fn is_country(atlas: &Atlas, id: &str) -> bool {
    atlas.regions().iter().any(|region| region.id == id && region.role == Role::Country)
}

impl<'a> Announcements<'a> {
    /// How many were confirmed, by party and what was said, each for every source.
    #[must_use]
    pub fn totals(&self) -> Vec<Tally<'a>> {
        self.tallies(|_| (None, None))
    }

    /// The same by month and region.
    #[must_use]
    pub fn by_month(&self) -> Vec<Tally<'a>> {
        self.tallies(|said| (Some(first_of_month(said.date)), Some(said.region.as_str())))
    }

    fn tallies(&self, of: impl Fn(&'a Announcement) -> (Option<Date>, Option<&'a str>)) -> Vec<Tally<'a>> {
        let mut tallies: Vec<Tally<'a>> = Vec::new();
        for row in &self.rows {
            let said = row.announcement;
            let (month, region) = of(said);
            for checked in &row.checked {
                let new = Tally {
                    month,
                    party: said.party,
                    says: said.says,
                    region,
                    source: &checked.source.id,
                    announced: 0,
                    outcomes: Default::default(),
                    within: Default::default(),
                };
                match tallies.binary_search_by(|known| known.key().cmp(&new.key())) {
                    Ok(k) => tallies[k].add(checked),
                    Err(k) => {
                        tallies.insert(k, new);
                        tallies[k].add(checked);
                    }
                }
            }
        }
        tallies
    }
}

impl<'a> Tally<'a> {
    fn key(&self) -> (Option<Date>, Party, Announced, Option<&'a str>, &'a str) {
        (self.month, self.party, self.says, self.region, self.source)
    }

    fn add(&mut self, checked: &Checked<'_>) {
        self.announced += 1;
        let counts = self.outcomes.iter_mut().zip(Confirmation::ALL);
        counts.filter(|(_, outcome)| **outcome == checked.outcome).for_each(|(count, _)| *count += 1);
        let days = checked.days_at_most.filter(|_| checked.outcome == Confirmation::Confirmed);
        for (count, within) in self.within.iter_mut().zip(WITHIN_DAYS) {
            *count += usize::from(days.is_some_and(|days| days <= within));
        }
    }

    /// How many came to an outcome.
    #[must_use]
    pub fn count(&self, outcome: Confirmation) -> usize {
        let counts = self.outcomes.iter().zip(Confirmation::ALL);
        counts.filter(|(_, own)| **own == outcome).map(|(count, _)| count).sum()
    }
}

impl<'a> Checked<'a> {
    const fn new(source: &'a Source, outcome: Confirmation) -> Self {
        Self {
            source,
            outcome,
            on: None,
            after: None,
            days_at_least: None,
            days_at_most: None,
            stated: None,
            stated_until: None,
            reason: None,
        }
    }
}

/// Whether a record's settlement is the one that was announced.
fn is_same(listed: &Settlement, said: &Announcement, position: Position) -> bool {
    listed.name_uk.eq_ignore_ascii_case(&said.place_uk)
        || measure::distance_m(listed.position, position) <= SAME_PLACE_M
}

/// Whether a stretch states what was announced.
fn states(stretch: &Stretch, said: &Announcement) -> bool {
    let is_theirs = stretch.holder == Some(said.party);
    let is_so = if said.says == Announced::Left { stretch.holder.is_some() && !is_theirs } else { is_theirs };
    stretch.status == Status::Held && is_so
}

fn check<'a>(
    atlas: &'a Atlas,
    timeline: &'a Timeline,
    said: &Announcement,
    position: Position,
    place: &Whereabouts,
    moment: Moment,
) -> Checked<'a> {
    let source = &timeline.source;
    let reason = |on: Moment| control_at(atlas, timeline, position, on, place).reason;
    let silent = |reason| Checked { reason, ..Checked::new(source, Confirmation::Silent) };
    // A record speaks of its own settlements; the cell of a neighbour tells nothing of the one that was announced.
    let listed = timeline.cells().map(|cells| cells.settlement_at(position).map(|k| &cells.settlements()[k]));
    if listed.is_some_and(|listed| listed.is_some_and(|listed| !is_same(listed, said, position))) {
        return silent(Some(sentences::NOT_LISTED_THERE));
    }
    let history = history_of_source(atlas, timeline, position, place, moment);
    let stretches = &history.intervals;
    let day = said.date.end();
    let stands = |stretch: &Stretch| stretch.interval.end.is_none_or(|end| end > day);
    let first = stretches.iter().position(stands).unwrap_or(stretches.len());
    let since = &stretches[first..];
    if let Some(k) = since.iter().position(|stretch| states(stretch, said)) {
        let start = since[k].interval.start;
        let Some(on) = start.map(Moment::date).filter(|on| *on >= said.date) else {
            return Checked { on: start.map(Moment::date), ..Checked::new(source, Confirmation::Already) };
        };
        let days = |until: Date| i64::from(until.days()) - i64::from(said.date.days());
        let after = history.last_day_before(first + k);
        return Checked {
            on: Some(on),
            after: after.filter(|after| after.plus_days(1) < on),
            days_at_least: after.map(|after| days(after.plus_days(1)).min(days(on))),
            days_at_most: Some(days(on)),
            ..Checked::new(source, Confirmation::Confirmed)
        };
    }
    let Some(last) = since.iter().rfind(|stretch| stretch.status != Status::Unknown) else {
        return silent(reason(day.min(moment)));
    };
    let stated = Some((last.status, last.holder, last.basis));
    if last.interval.holds(moment) {
        return Checked { stated, ..Checked::new(source, Confirmation::NotConfirmed) };
    }
    let until = last.interval.end.map(|end| Moment::from_seconds(end.seconds() - 1).date());
    Checked { stated, stated_until: until, reason: reason(moment), ..Checked::new(source, Confirmation::SilentSince) }
}
