//! The version a rule goes by, and of which ground its age lets it speak.

use super::Scene;
use super::truth::Truth;
use crate::atlas::{Age, Timeline};
use crate::model::told::{days, distance, stated};
use crate::model::{Moment, Party, Setting, Status, Whose};

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

impl<'a> Scene<'a> {
    /// The version a rule goes by; else why there is none.
    pub(super) fn speaking(&self, whose: &Whose) -> Result<Speaker<'a>, String> {
        let missing = |name: &str| format!("parameter '{name}' is not given");
        let timeline = match &whose.source {
            None => self.timeline.ok_or_else(|| "no source is loaded".to_owned())?,
            Some(Setting::Parameter(name)) => return Err(missing(name)),
            Some(Setting::Given(id)) => {
                let found = self.atlas.timelines().iter().find(|t| t.source.id == *id);
                found.ok_or_else(|| format!("source '{id}' is not loaded"))?
            }
        };
        let moment = match &whose.on {
            None => self.moment,
            Some(Setting::Parameter(name)) => return Err(missing(name)),
            Some(Setting::Given(day)) => day.end(),
        };
        self.speaker(timeline, moment)
    }

    /// A source's version as of a moment.
    pub(super) fn speaker(&self, timeline: &'a Timeline, moment: Moment) -> Result<Speaker<'a>, String> {
        let (id, day) = (&timeline.source.id, moment.date());
        let Some(version) = timeline.as_of(moment) else {
            return Err(format!("{id} has no version at or before {day}"));
        };
        let age = timeline.age(version, moment);
        if age.expired {
            return Err(format!("the latest version of {id} on {day} is older than its limit"));
        }
        let silent_within_m = (age.stale && !self.as_drawn).then_some(age.reach_m);
        Ok(Speaker { timeline, version, moment, age, silent_within_m })
    }
}

impl Speaker<'_> {
    /// The distances from the version's line up to which ground is, and beyond which it is not, within `metres` of the line
    /// of the moment, which may have moved since.
    pub(super) fn bounds_m(&self, metres: f64) -> [f64; 2] {
        let moved_m = self.silent_within_m.unwrap_or(0.0);
        [metres - moved_m, metres + moved_m]
    }

    /// Why it is not told whether ground lies within a distance of the line of the moment.
    pub(super) fn moved(&self) -> Truth {
        let (id, age, reach) = (&self.timeline.source.id, days(self.age.days), distance(self.age.reach_m));
        Truth::Open(format!("{id}: its line is {age} old and may have moved {reach} since"))
    }

    /// Why the version does not tell who holds ground near its line.
    pub(super) fn overtaken(&self, (status, holder): (Status, Option<Party>)) -> String {
        let (id, on) = (&self.timeline.source.id, self.timeline.shown_stamp(self.version).date());
        let within = distance(self.age.reach_m);
        let (last, age) = (stated(status, holder), days(self.age.days));
        format!("{id}: last known: {last} on {on}, within {within} of a line that is {age} old")
    }
}
