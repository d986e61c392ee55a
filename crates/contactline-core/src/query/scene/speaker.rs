//! The version a rule goes by, and of which ground its age lets it speak.

use super::super::why::Why;
use super::RuleEvaluator;
use super::truth::Truth;
use crate::atlas::{Age, Timeline};
use crate::model::{Moment, Party, Setting, Status, Whose, sentences};

/// A version that a rule goes by.
#[derive(Clone, Copy, Debug)]
pub(super) struct Speaker<'a> {
    pub timeline: &'a Timeline,
    pub version: usize,
    pub moment: Moment,
    pub age: Age,
    /// It does not speak of ground as near to its line as this, in metres, where the source names it; none: it speaks of all.
    named_m: Option<f64>,
    /// The same where the source does not name it.
    unlisted_m: Option<f64>,
}

impl<'a> RuleEvaluator<'a> {
    /// The version a rule goes by; else why there is none.
    pub(super) fn speaking<'e>(&self, whose: &'e Whose) -> Result<Speaker<'a>, Why<'e>>
    where
        'a: 'e,
    {
        let timeline = match &whose.source {
            None => self.timeline.ok_or(Why::Always(sentences::NO_SOURCE))?,
            Some(Setting::Parameter(name)) => return Err(Why::NotSet(name)),
            Some(Setting::Given(id)) => {
                let found = self.atlas.timelines().iter().find(|t| t.source.id == *id);
                found.ok_or(Why::NotLoaded(id))?
            }
        };
        let moment = match &whose.on {
            None => self.moment,
            Some(Setting::Parameter(name)) => return Err(Why::NotSet(name)),
            Some(Setting::Given(day)) => day.end(),
        };
        self.speaker(timeline, moment)
    }

    /// A source's version as of a moment.
    pub(super) fn speaker(&self, timeline: &'a Timeline, moment: Moment) -> Result<Speaker<'a>, Why<'a>> {
        let (id, day) = (timeline.source.id.as_str(), moment.date());
        let Some(version) = timeline.as_of(moment) else {
            return Err(Why::NoVersion(id, day));
        };
        let age = timeline.age(version, moment);
        if age.expired {
            return Err(Why::Expired(id, day));
        }
        let [named_m, unlisted_m] =
            [false, true].map(|is_unlisted| age.silent_within_m(is_unlisted).filter(|_| !self.as_drawn));
        Ok(Speaker { timeline, version, moment, age, named_m, unlisted_m })
    }
}

impl<'a> Speaker<'a> {
    /// It speaks of every place.
    pub(super) const fn speaks_of_all(&self) -> bool {
        self.unlisted_m.is_none()
    }

    /// As near to its line as this, in metres, it does not speak of ground of which it draws that; none: it speaks of all.
    pub(super) fn silent_within_m(&self, stated: (Status, Option<Party>)) -> Option<f64> {
        match stated {
            (Status::Unknown, _) => None,
            stated if self.is_unlisted(stated) => self.unlisted_m,
            _ => self.named_m,
        }
    }

    /// Whether that is what the source's silence means.
    fn is_unlisted(&self, (status, holder): (Status, Option<Party>)) -> bool {
        let basis = self.timeline.source.absence.map(|(_, basis)| basis);
        self.timeline.source.is_by_absence(status, holder, basis)
    }

    /// The distances from the version's line up to which ground is, and beyond which it is not, within `metres` of the line
    /// of the moment, which may have moved since.
    pub(super) fn bounds_m(&self, metres: f64) -> [f64; 2] {
        let moved_m = self.unlisted_m.unwrap_or(0.0);
        [metres - moved_m, metres + moved_m]
    }

    /// Why it is not told whether ground lies within a distance of the line of the moment.
    pub(super) fn moved(&self) -> Truth<'a> {
        let (age_days, reach_m) = (self.age.days, self.unlisted_m.unwrap_or(self.age.reach_m));
        Truth::Open(Why::LineMoved { source: &self.timeline.source.id, age_days, reach_m })
    }

    /// Why the version does not tell who holds ground near its line.
    pub(super) fn overtaken(&self, stated: (Status, Option<Party>)) -> Why<'a> {
        let (source, on) = (self.timeline.source.id.as_str(), self.timeline.shown_stamp(self.version).date());
        let Age { days: age_days, reach_m, .. } = self.age;
        let lag = self.timeline.source.absence_lag;
        let lag_days = lag.filter(|_| self.is_unlisted(stated) && self.age.unlisted_reach_m > 0.0).map(|lag| lag.days);
        let reach_m = self.silent_within_m(stated).unwrap_or(reach_m);
        Why::NearOldLine { source, stated, on, age_days, reach_m, lag_days }
    }
}
