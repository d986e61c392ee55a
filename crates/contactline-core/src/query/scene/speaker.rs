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
    /// It no longer speaks of ground as near to its line as this, in metres; none: it speaks of all.
    pub silent_within_m: Option<f64>,
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
        let silent_within_m = (age.stale && !self.as_drawn).then_some(age.reach_m);
        Ok(Speaker { timeline, version, moment, age, silent_within_m })
    }
}

impl<'a> Speaker<'a> {
    /// The distances from the version's line up to which ground is, and beyond which it is not, within `metres` of the line
    /// of the moment, which may have moved since.
    pub(super) fn bounds_m(&self, metres: f64) -> [f64; 2] {
        let moved_m = self.silent_within_m.unwrap_or(0.0);
        [metres - moved_m, metres + moved_m]
    }

    /// Why it is not told whether ground lies within a distance of the line of the moment.
    pub(super) fn moved(&self) -> Truth<'a> {
        let Age { days: age_days, reach_m, .. } = self.age;
        Truth::Open(Why::LineMoved { source: &self.timeline.source.id, age_days, reach_m })
    }

    /// Why the version does not tell who holds ground near its line.
    pub(super) fn overtaken(&self, stated: (Status, Option<Party>)) -> Why<'a> {
        let (source, on) = (self.timeline.source.id.as_str(), self.timeline.shown_stamp(self.version).date());
        let Age { days: age_days, reach_m, .. } = self.age;
        Why::NearOldLine { source, stated, on, age_days, reach_m }
    }
}
