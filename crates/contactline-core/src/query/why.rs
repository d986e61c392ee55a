//! Why it cannot be said whether a rule holds: facts, put in words only for who reads them.

use crate::atlas::LastKnown;
use crate::model::{Date, Party, Said, Status, Text, Undetermined, sentences};

/// Why it cannot be said whether an extent holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Why<'a> {
    /// For a reason that goes for all ground.
    Always(Text),
    /// What a source says of itself; the source's id first, here and below.
    Of(&'a str, Text),
    /// The source's coverage leaves the region out.
    NotCovered {
        /// Source id.
        source: &'a str,
        /// How many regions it covers; none: all but some.
        covered: Option<usize>,
        /// The region's name, in English and in Ukrainian.
        region: [&'a str; 2],
    },
    /// The source is too old to speak there: what was last known.
    LastKnown(&'a str, LastKnown),
    /// The source reports a claim, which is no control.
    ClaimedOnly(&'a str),
    /// Nobody has determined it of that ground.
    NotDetermined(&'a Undetermined),
    /// The rule's parameter of that name is not set.
    NotSet(&'a str),
    /// No such source is loaded.
    NotLoaded(&'a str),
    /// The source has no version on or before the day.
    NoVersion(&'a str, Date),
    /// The source's version is older than its limit on the day.
    Expired(&'a str, Date),
    /// The line may have moved across the distance asked for.
    LineMoved {
        /// Source id.
        source: &'a str,
        /// Age of its version in days.
        age_days: i64,
        /// How far the line may have moved since, in metres.
        reach_m: f64,
    },
    /// The ground lies near a line that is old.
    NearOldLine {
        /// Source id.
        source: &'a str,
        /// What it last stated there.
        stated: (Status, Option<Party>),
        /// The day of its version.
        on: Date,
        /// Age of the version in days.
        age_days: i64,
        /// How far the line may have moved since, in metres.
        reach_m: f64,
        /// Where the source's silence alone is stated, and it runs behind: for how many days.
        lag_days: Option<u32>,
    },
}

impl Why<'_> {
    /// In words, in both languages.
    #[must_use]
    pub fn told(&self) -> Said {
        match *self {
            Self::Always(text) => text.into(),
            Self::Of(source, text) => Said::from(text).of(source),
            Self::NotCovered { source, covered, region: [name, name_uk] } => {
                sentences::region_not_covered(covered, name, name_uk).of(source)
            }
            Self::LastKnown(source, last_known) => last_known.told().of(source),
            Self::ClaimedOnly(source) => sentences::claimed_only(source),
            Self::NotDetermined(ground) => ground.told(),
            Self::NotSet(parameter) => sentences::not_set(parameter),
            Self::NotLoaded(source) => sentences::not_loaded(source),
            Self::NoVersion(source, day) => sentences::no_version(source, day),
            Self::Expired(source, day) => sentences::expired(source, day),
            Self::LineMoved { source, age_days, reach_m } => sentences::line_moved(source, age_days, reach_m),
            Self::NearOldLine { source, stated, on, age_days, reach_m, lag_days } => {
                sentences::last_known_near(source, stated, on, reach_m, (age_days, lag_days))
            }
        }
    }
}
