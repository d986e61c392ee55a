//! Legal regimes: which rules of law cover a place, by region and by who holds it.

use super::act::Certainty;
use super::extent::Extent;
use super::party::words;
use super::time::Date;

words! {
    /// What a regime is.
    RegimeKind as "kind of regime" {
        /// Sanctions bound to territory.
        Sanctions = "sanctions",
        /// A state's law on its own occupied territory.
        Occupation = "occupation",
    }
}

/// A legal regime bound to territory.
#[derive(Clone, Debug)]
pub struct Regime {
    /// Stable id: `eu-2022-263`.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// Whose law: `EU`, `US`, `UK`, `UA`.
    pub authority: String,
    /// What it is.
    pub kind: RegimeKind,
    /// The regime over time, in order; no two stages hold on one day.
    pub stages: Vec<Stage>,
    /// Anything else a reader should know.
    pub note: Option<String>,
}

/// A stretch of time in which a regime has one extent.
#[derive(Clone, Debug)]
pub struct Stage {
    /// First day in force.
    pub from: Date,
    /// Last day, itself included; none: still in force.
    pub until: Option<Date>,
    /// Where it applies.
    pub extent: Extent,
    /// Where nobody has determined whether it applies.
    pub not_determined: Option<Extent>,
    /// The extent in the text's own words, or close to them.
    pub wording: String,
    /// Where to read it.
    pub citation: String,
    /// How sure.
    pub certainty: Certainty,
    /// Anything else.
    pub note: Option<String>,
}

impl Regime {
    /// The stage in force on a day.
    #[must_use]
    pub fn stage_on(&self, day: Date) -> Option<&Stage> {
        self.stages.iter().find(|s| s.from <= day && s.until.is_none_or(|until| day <= until))
    }
}
