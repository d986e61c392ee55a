//! What a source says of a place as of a moment: what its latest version states, as far as the version's age lets it speak.
//!
//! # The rule
//! Up to the source's limit of age a version speaks of every place. Past it, only of places farther from its line than the
//! line may have moved since ([`Reach`](crate::model::Reach)); nearer, the place is unknown, and what the version states is
//! what was last known. Where it draws no line, nothing tells how far events were: then all is unknown. After the source's
//! last day it says nothing. A source that runs behind ([`AbsenceLag`](crate::model::AbsenceLag)) has not named yet what
//! changed hands lately: what it does not name is unknown as near to its line as such ground lay, in those days too for which it
//! is not old. Every answer about a place goes through here.

use crate::model::sentences::{self, EXPIRED, NO_LINE, OVERTAKEN, RUNS_BEHIND, TOO_EARLY};
use crate::model::{Basis, Date, Drawing, Moment, Party, Said, Status};
use edge_timeline::{Location, Position};

use super::age::Age;
use super::caveat::Caveats;
use super::record::period_on;
use super::regions::{Regions, Whereabouts};
use super::statement::{Statement, unknown};
use super::timeline::Timeline;

/// What a source last stated of a place of which it may not speak any more.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LastKnown {
    /// What it stated.
    pub status: Status,
    /// Who held or claimed it.
    pub holder: Option<Party>,
    /// On what that rested.
    pub basis: Option<Basis>,
    /// The stamp of the version.
    pub version: Moment,
    /// Its age in days.
    pub age_days: i64,
    /// Distance to its line in metres; none where it has none.
    pub distance_m: Option<f64>,
    /// How far its line may have moved in that time, or before it by what it runs behind, in metres.
    pub reach_m: f64,
    /// Where the source's silence alone was stated, and it runs behind: for how many days.
    pub lag_days: Option<u32>,
    /// It is a record by settlement, not a map.
    pub of_record: bool,
}

/// What a source says of a place as of a moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spoken<'a> {
    /// What it says: unknown, with the reason, where its age forbids it to speak.
    pub statement: Statement<'a>,
    /// The version that answers; none before the first.
    pub version: Option<usize>,
    /// The stamp to show for it.
    pub stamp: Option<Moment>,
    /// That version's age.
    pub age: Option<Age>,
    /// Distance to the line of contact of that version, in metres; none where it draws none.
    pub distance_m: Option<f64>,
    /// Where age makes it unknown: what was last known.
    pub last_known: Option<LastKnown>,
}

impl LastKnown {
    /// `last known: held by UA on 2025-05-07, 8.2 km from a line that is 209 days old; in such a time lines moved up to 19 km`.
    #[must_use]
    pub fn told(&self) -> Said {
        let stated = (self.status, self.holder, self.basis);
        let (on, line) = (self.version.date(), self.distance_m.map(|distance_m| (distance_m, self.reach_m)));
        match self.lag_days {
            Some(days) if self.age_days <= 0 => sentences::not_listed_yet(stated, self.of_record, on, days, line),
            lag_days => sentences::last_known(stated, self.of_record, (on, self.age_days), lag_days, line),
        }
    }
}

impl Timeline {
    /// What the source says of a place as of a moment.
    ///
    /// # Cost
    /// One search of the line, and one look at the place in each class.
    #[must_use]
    pub fn spoken(&self, moment: Moment, p: Position, place: &Whereabouts, regions: &Regions) -> Spoken<'_> {
        let silent = |reason| unknown(reason);
        let Some(version) = self.as_of(moment) else {
            return Spoken {
                statement: silent(TOO_EARLY),
                version: None,
                stamp: None,
                age: None,
                distance_m: None,
                last_known: None,
            };
        };
        let age = self.age(version, moment);
        let distance_m = self.line_distance_m(version, p);
        let mut spoken = Spoken {
            statement: silent(EXPIRED),
            version: Some(version),
            stamp: Some(self.shown_stamp(version)),
            age: Some(age),
            distance_m,
            last_known: None,
        };
        if age.expired {
            return spoken;
        }
        spoken.statement = self.statement(version, p, place, regions);
        let restated_on = spoken.statement.period.and_then(|period| self.restated_on(version, period));
        if let Some(day) = restated_on.filter(|_| spoken.statement.status != Status::Unknown) {
            spoken.stamp = self.source.coverage.known_until(day).map(Date::start);
            spoken.age = Some(self.age_at(0));
            return spoken;
        }
        let Statement { status, holder, basis, .. } = spoken.statement;
        let is_unlisted = self.source.is_by_absence(status, holder, basis);
        let silent_within_m = age.silent_within_m(is_unlisted).filter(|_| status != Status::Unknown);
        if let Some(reach_m) = silent_within_m.filter(|within_m| distance_m.is_none_or(|d| d <= *within_m)) {
            let version = self.shown_stamp(version);
            spoken.last_known = Some(LastKnown {
                status,
                holder,
                basis,
                version,
                age_days: age.days,
                distance_m,
                reach_m,
                lag_days: self
                    .source
                    .absence_lag
                    .filter(|_| is_unlisted && age.unlisted_reach_m > 0.0)
                    .map(|lag| lag.days),
                of_record: self.source.drawing == Drawing::Tessellated,
            });
            spoken.statement = Statement {
                status: Status::Unknown,
                holder: None,
                basis: None,
                publisher_word: None,
                location: Location::Interior,
                other_side: None,
                reason: Some(match distance_m {
                    None => NO_LINE,
                    Some(_) if age.stale => OVERTAKEN,
                    Some(_) => RUNS_BEHIND,
                }),
                caveats: Caveats::NONE,
                ..spoken.statement
            };
        }
        spoken
    }

    /// The first moment after a version at which it says nothing any more.
    #[must_use]
    pub fn expiry(&self, version: usize) -> Moment {
        self.after_days(version, i64::from(self.source.unknown_after_days))
    }

    /// The first day on which a version is past the source's limit of age.
    #[must_use]
    pub fn stale_from(&self, version: usize) -> Date {
        self.after_days(version, i64::from(self.source.stale_after_days)).date()
    }

    /// The moment from which a version does not speak of a place that the source names, or does not (`is_unlisted`), where that
    /// lies before another moment.
    ///
    /// # Cost
    /// A search of the line where the other moment lies past the days for which it speaks of every place.
    #[must_use]
    pub fn silent_from(&self, version: usize, p: Position, is_unlisted: bool, before: Moment) -> Option<Moment> {
        let source = &self.source;
        let lag_days = source.absence_lag.filter(|_| is_unlisted).map(|lag| -i64::from(lag.days));
        let limit_days = self.limit_days();
        // The last day on which it speaks: past it, the reach only grows.
        let (mut speaks, mut ends) = (lag_days.unwrap_or(limit_days), i64::from(source.unknown_after_days) + 1);
        if before <= self.after_days(version, speaks) || (!is_unlisted && self.is_restated(version, p)) {
            return None;
        }
        let distance_m = self.line_distance_m(version, p).unwrap_or(0.0);
        while ends - speaks > 1 {
            let days = speaks + (ends - speaks) / 2;
            let age = self.age_at(days);
            if age.silent_within_m(is_unlisted).is_some_and(|within_m| distance_m <= within_m) {
                ends = days
            } else {
                speaks = days
            }
        }
        Some(self.after_days(version, speaks).max(self.stamps[version])).filter(|moment| *moment < before)
    }

    /// Whether a record states of a place after a gap in its coverage what it states in a version that lies in the gap.
    fn is_restated(&self, version: usize, p: Position) -> bool {
        let gap = self.source.coverage.gap_on(self.stamps[version].date());
        let Some(cells) = self.cells.as_ref().filter(|_| gap.is_some()) else { return false };
        let settlement = cells.settlement_at(p).map(|k| &cells.settlements()[k]);
        let period = settlement.and_then(|settlement| period_on(settlement, self.stamps[version]));
        period.is_some_and(|period| self.restated_on(version, period).is_some())
    }

    /// The moment up to which a version speaks of every place.
    pub(super) fn may_be_silent_from(&self, version: usize) -> Moment {
        let lag_days = self.source.absence_lag.map(|lag| -i64::from(lag.days));
        self.after_days(version, lag_days.unwrap_or_else(|| self.limit_days()))
    }

    fn limit_days(&self) -> i64 {
        i64::from(self.source.stale_after_days.min(self.source.unknown_after_days))
    }

    /// The first moment at which a version is older than so many days.
    fn after_days(&self, version: usize, days: i64) -> Moment {
        let days = i32::try_from(days).unwrap_or(i32::MAX).saturating_add(1);
        self.shown_stamp(version).date().plus_days(days).start()
    }
}
