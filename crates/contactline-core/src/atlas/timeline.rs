//! What one source states over time: its versions, indexed so that one walk answers for all of them.

use std::sync::OnceLock;

use crate::model::{
    Basis, CoverageGap, Date, Interval, Moment, Party, Period, Settlement, SettlementRegister, Source, Status, Version,
};
use edge_timeline::nearest::Lines;
use edge_timeline::{Area, Position, VersionSet};

use super::age::Age;
use super::arrangement::Arrangement;
use super::caveat::{Lacks, lacks};
use super::control_layer::{ControlLayer, Piece, classes};
use super::covered::Covered;
use super::record::{Cells, period_on};
use super::regions::Regions;
use super::silence::Silence;
use super::silent::Silent;
use super::table::Table;

/// One source over time.
#[derive(Debug)]
pub struct Timeline {
    /// The source.
    pub source: Source,
    pub(super) stamps: Vec<Moment>,
    pub(super) classes: Vec<ControlLayer>,
    pub(super) cells: Option<Cells>,
    /// Areas by class and version of each region's land, made when first asked for.
    pub(super) tables: Vec<OnceLock<Table>>,
    /// What versions are silent of, by how much their coverage leaves out and by region; made when first asked for.
    pub(super) silent: Vec<OnceLock<Silent>>,
    /// For each version the layers it lacks.
    pub(super) lacks: Vec<Lacks>,
    /// Some version lacks some.
    pub(super) lacks_any: bool,
    /// What its coverage makes of each region.
    pub(super) covered: Covered,
    /// Versions that stand for longer than they speak of every place, in order.
    pub(super) long_standing: Vec<usize>,
    /// Days without a version of their own, each stretch after the version of its number.
    gaps: Vec<(usize, Interval)>,
    /// Its faces, made when first asked for.
    pub(super) arrangement: OnceLock<Arrangement>,
}

/// What a record states of the days of a gap in its coverage on a day after the gap too, of all the ground of a class.
#[derive(Clone, Debug, PartialEq)]
pub enum Restated {
    /// None of it.
    Nothing,
    /// That of this ground.
    On(Area),
    /// That of all.
    All,
}

impl Timeline {
    pub(super) fn from_versions(source: Source, mut versions: Vec<Version>, regions: &Regions) -> Self {
        versions.sort_by_key(|v| v.stamp);
        let stamps: Vec<Moment> = versions.iter().map(|v| v.stamp).collect();
        let classes = classes(versions);
        let classes: Vec<ControlLayer> =
            classes.into_iter().map(|class| class.with_specks(source.line_min_piece_m2)).collect();
        let lines: Vec<Lines> = {
            let drawn = classes.iter().map(|class| (class.status, class.layers())).collect();
            let silence = Silence::new(&source, &stamps, regions, drawn);
            let lines = |class: &ControlLayer| match class.status {
                Status::Held => class.lines(regions.contact_zone(), None, Some(&silence)),
                _ => Lines::default(),
            };
            classes.iter().map(lines).collect()
        };
        let classes: Vec<ControlLayer> =
            classes.into_iter().zip(lines).map(|(class, lines)| class.with_lines(lines)).collect();
        Self::of(source, stamps, classes, None, regions)
    }

    pub(super) fn from_record(source: Source, record: SettlementRegister, regions: &Regions) -> Self {
        let cells = Cells::build(record, regions.list());
        let outline = cells.outline();
        let days = cells.change_days(&source.coverage);
        let absent = source.absence.map(|(party, _)| (Status::Held, Some(party)));
        // Cells of two regions may overlap by a rounding.
        let in_parts = |_, _: &str| VersionSet::full(days.len());
        let stated = cells.stated(&days).into_iter().filter(|(stated, _)| Some(*stated) != absent);
        let classes = stated.map(|((status, holder), pieces)| {
            let piece = |(basis, area, versions)| Piece { area, versions, basis, publisher_word: String::new() };
            let pieces: Vec<Piece> = pieces.into_iter().map(piece).collect();
            let class = ControlLayer::build(status, holder, days.len(), &pieces, in_parts);
            let lines = match status {
                Status::Held => class.lines(regions.contact_zone(), Some(&outline), None),
                _ => Lines::default(),
            };
            class.with_lines(lines)
        });
        let classes = classes.collect();
        let stamps: Vec<Moment> = days.into_iter().map(|d| d.start()).collect();
        Self::of(source, stamps, classes, Some(cells), regions)
    }

    /// The timeline of classes that are drawn, with cells where they are those of a record.
    pub(super) fn of(
        source: Source,
        stamps: Vec<Moment>,
        classes: Vec<ControlLayer>,
        cells: Option<Cells>,
        regions: &Regions,
    ) -> Self {
        let (tables, silent) = unmade(regions.list().len(), &source);
        let lacks = if cells.is_some() { Vec::new() } else { lacks(&source, &classes, stamps.len()) };
        Self {
            covered: Covered::new(&source.coverage, regions),
            source,
            stamps,
            classes,
            cells,
            tables,
            silent,
            lacks_any: lacks.iter().flatten().any(Option::is_some),
            lacks,
            long_standing: Vec::new(),
            gaps: Vec::new(),
            arrangement: OnceLock::new(),
        }
        .with_spans()
    }

    /// The timeline with what the days between its versions mean wherever a place lies.
    fn with_spans(mut self) -> Self {
        let next = |version: usize| self.stamps.get(version + 1).copied();
        let stands_long = |version: &usize| next(*version).is_none_or(|next| next > self.may_be_silent_from(*version));
        self.long_standing = (0..self.stamps.len()).filter(stands_long).collect();
        let gap = |version: usize| {
            let (start, end) = (self.stamps[version].date().plus_days(1), next(version)?.date());
            (end > start).then(|| (version, Interval { start: Some(start.start()), end: Some(end.start()) }))
        };
        let without_data = |gap: &CoverageGap| {
            let before = self.as_of(gap.first.plus_days(-1).start())?;
            Some((before, Interval { start: Some(gap.first.start()), end: Some(gap.last.plus_days(1).start()) }))
        };
        self.gaps = match &self.cells {
            Some(_) => self.source.coverage.gaps.iter().filter_map(without_data).collect(),
            None => (0..self.stamps.len()).filter_map(gap).collect(),
        };
        self
    }

    /// The versions from one to another that stand for longer than they speak of every place.
    #[must_use]
    pub fn long_standing(&self, first: usize, last: usize) -> &[usize] {
        let place = |version: usize| self.long_standing.partition_point(|long| *long < version);
        &self.long_standing[place(first)..place(last + 1)]
    }

    /// The stretches of days without a version of their own between two that have one, from one version to another; of a record
    /// the gaps in its coverage.
    pub fn gaps(&self, first: usize, last: usize) -> impl Iterator<Item = Interval> + '_ {
        let place = |version: usize| self.gaps.partition_point(|(before, _)| *before < version);
        self.gaps[place(first)..place(last)].iter().map(|(_, gap)| *gap)
    }

    /// The moments from which each version stands, in order.
    #[must_use]
    pub fn stamps(&self) -> &[Moment] {
        &self.stamps
    }

    /// The classes: one for each status and holder the source draws.
    #[must_use]
    pub fn classes(&self) -> &[ControlLayer] {
        &self.classes
    }

    /// The settlements of a record.
    #[must_use]
    pub const fn cells(&self) -> Option<&Cells> {
        self.cells.as_ref()
    }

    /// The class whose boundary is the line of contact: held, by another party than the one that holds by absence.
    #[must_use]
    pub fn held(&self) -> Option<&ControlLayer> {
        let absent = self.source.absence.map(|(party, _)| party);
        self.classes.iter().find(|c| c.status == Status::Held && c.holder != absent)
    }

    /// The class of a party's held area.
    #[must_use]
    pub fn held_by(&self, party: Party) -> Option<&ControlLayer> {
        self.classes.iter().find(|c| c.status == Status::Held && c.holder == Some(party))
    }

    /// The distance of a place to the line of contact of a version, in metres; none where it draws none.
    #[must_use]
    pub fn line_distance_m(&self, version: usize, p: Position) -> Option<f64> {
        self.held()?.nearest_on_line(version, p).map(|(_, distance_m)| distance_m)
    }

    /// The latest version not after the moment; never a mixture of two.
    #[must_use]
    pub fn as_of(&self, moment: Moment) -> Option<usize> {
        self.stamps.partition_point(|s| *s <= moment).checked_sub(1)
    }

    /// The stamp to show for a version: of a record the last day it knows of without a gap after the version, in a gap of its
    /// coverage the day before that; else the version's own.
    #[must_use]
    pub fn shown_stamp(&self, version: usize) -> Moment {
        let stamp = self.stamps[version];
        let known_until = self.cells.as_ref().and_then(|_| self.source.coverage.known_until(stamp.date()));
        known_until.map_or(stamp, Date::start)
    }

    /// The moment of the data behind a version: its stamp, or where it lies in a gap of a record's coverage the day before the gap.
    #[must_use]
    pub fn data_stamp(&self, version: usize) -> Moment {
        let stamp = self.stamps[version];
        let gap = self.cells.as_ref().and_then(|_| self.source.coverage.gap_on(stamp.date()));
        gap.map_or(stamp, |gap| gap.first.plus_days(-1).start())
    }

    /// Of a record, where a period holds at a version that lies in a gap of its coverage: the day after the gap, if the record
    /// then lists the period still. An official list that says on a later day from when on a place has been listed says so of
    /// the days between, too; what it merely leaves out it does not.
    pub(super) fn restated_on(&self, version: usize, period: &Period) -> Option<Date> {
        let gap = self.cells.as_ref().and_then(|_| self.source.coverage.gap_on(self.stamps[version].date()))?;
        let goes_on = period.basis == Basis::Official && period.end.is_none_or(|end| end > gap.last);
        goes_on.then(|| gap.last.plus_days(1))
    }

    /// What a version in a gap of a record's coverage states of a class that the record states again after the gap.
    #[must_use]
    pub fn restated(&self, version: usize, stated: (Status, Option<Party>)) -> Restated {
        let moment = self.stamps[version];
        let Some(cells) = self.cells.as_ref().filter(|_| self.source.coverage.gap_on(moment.date()).is_some()) else {
            return Restated::Nothing;
        };
        let period = |s: &Settlement| period_on(s, moment).filter(|p| (p.status, p.holder) == stated).cloned();
        let is_restated = |period: Period| self.restated_on(version, &period).is_some();
        let periods = || cells.settlements().iter().filter_map(period);
        if !periods().any(is_restated) {
            Restated::Nothing
        } else if periods().all(is_restated) {
            Restated::All
        } else {
            Restated::On(cells.ground(|settlement| period(settlement).is_some_and(is_restated)))
        }
    }

    /// How long a version is what the source says: until its next one, or until it is too old to say anything.
    #[must_use]
    pub fn validity(&self, version: usize) -> Interval {
        let next = self.stamps.get(version + 1).copied();
        Interval { start: Some(self.stamps[version]), end: next.into_iter().chain([self.expiry(version)]).min() }
    }

    /// Whole days from the version, or the end of a record's coverage, to the moment.
    #[must_use]
    pub fn age_days(&self, version: usize, moment: Moment) -> i64 {
        self.clamped(self.days_since(version, moment))
    }

    /// Days from the version, or the end of a record's coverage, to the moment: negative for what a record knows in hindsight.
    fn days_since(&self, version: usize, moment: Moment) -> i64 {
        i64::from(moment.date().days()) - i64::from(self.shown_stamp(version).date().days())
    }

    fn clamped(&self, days: i64) -> i64 {
        if self.cells.is_some() { days.max(0) } else { days }
    }

    /// How old a version is at a moment, and what that makes of it.
    #[must_use]
    pub fn age(&self, version: usize, moment: Moment) -> Age {
        self.age_at(self.days_since(version, moment))
    }

    /// What so many days make of a version.
    pub(super) fn age_at(&self, since: i64) -> Age {
        let days = self.clamped(since);
        Age {
            days,
            stale: self.source.is_stale(days),
            expired: self.source.has_expired(days),
            reach_m: self.source.line_reach.after_m(days),
            uncertain_within_m: self.source.uncertain_within_m(days),
            unlisted_reach_m: self.source.unlisted_reach_m(since),
        }
    }

    /// Whether the coverage names a region, or the country that holds it.
    #[must_use]
    pub fn covers(&self, region: &str, regions: &Regions) -> bool {
        regions.covers(&self.source.coverage, region)
    }
}

/// Room for the tables of so many regions, and for what versions are silent of in each.
fn unmade(regions: usize, source: &Source) -> (Vec<OnceLock<Table>>, Vec<OnceLock<Silent>>) {
    let tables = (0..regions).map(|_| OnceLock::new()).collect();
    (tables, (0..regions * (source.coverage.except.len() + 1)).map(|_| OnceLock::new()).collect())
}
