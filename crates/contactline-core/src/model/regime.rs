//! Legal regimes: which rules of law cover a place, by region and by who holds it.

use super::act::Certainty;
use super::extent::Extent;
use super::language::Said;
use super::particulars::Particulars;
use super::time::Date;

/// A legal regime bound to territory.
#[derive(Clone, Debug)]
pub struct Regime {
    /// Stable id: `eu-2022-263`.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// What it is called in Ukrainian.
    pub title_uk: Option<String>,
    /// Whose law: `EU`, `US`, `UK`, `UA`, or any other.
    pub authority: String,
    /// What it is: `sanctions`, `occupation`, or any other word of the register.
    pub kind: String,
    /// The regime over time, in order; no two stages hold on one day.
    pub stages: Vec<Stage>,
    /// The regime of the register that took its place when it ended.
    pub replaced_by: Option<String>,
    /// Anything else a reader should know.
    pub note: Option<String>,
    /// The same in Ukrainian.
    pub note_uk: Option<String>,
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
    /// The extent stands for bounds that are not known here as the text means them.
    pub approximate: bool,
    /// Where it is not determined whether it applies, each ground with its reason.
    pub not_determined: Vec<Undetermined>,
    /// The extent in the text's own words, or close to them.
    pub wording: String,
    /// The same in Ukrainian: the official text where there is one, else a plain rendering.
    pub wording_uk: Option<String>,
    /// Where to read it.
    pub citation: String,
    /// How sure the text and its days are.
    pub certainty: Certainty,
    /// How sure it is that the extent here is the ground the text means; none: as sure as the text.
    pub extent_certainty: Option<Certainty>,
    /// Number, days, what is not settled.
    pub particulars: Particulars,
    /// Anything else.
    pub note: Option<String>,
    /// The same in Ukrainian.
    pub note_uk: Option<String>,
}

/// Ground of which it is not determined whether a regime applies.
#[derive(Clone, Debug, PartialEq)]
pub struct Undetermined {
    /// Where.
    pub extent: Extent,
    /// Why.
    pub reason: String,
    /// Why, in Ukrainian.
    pub reason_uk: Option<String>,
}

impl Undetermined {
    /// Why, in both languages; in English where there is no Ukrainian.
    #[must_use]
    pub fn told(&self) -> Said {
        Said::new(&*self.reason, self.reason_uk.as_ref().unwrap_or(&self.reason))
    }
}

impl Regime {
    /// The stage in force on a day.
    #[must_use]
    pub fn stage_on(&self, day: Date) -> Option<&Stage> {
        self.stages.iter().find(|stage| stage.holds_on(day))
    }

    /// The stage that follows another of the same regime.
    #[must_use]
    pub fn stage_after(&self, stage: &Stage) -> Option<&Stage> {
        self.stages.iter().find(|next| next.from > stage.from)
    }
}

impl Stage {
    /// In force on a day.
    #[must_use]
    pub fn holds_on(&self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }

    /// Whether its ground moves with the line of contact: it goes by control on the day asked, not on a day that the text fixes.
    /// None: only ground that is not determined would.
    #[must_use]
    pub fn moves_with_the_line(&self) -> Option<bool> {
        let moves = |extent: &Extent| extent.walk().filter_map(Extent::whose).any(|whose| whose.on.is_none());
        match (moves(&self.extent), self.not_determined.iter().any(|open| moves(&open.extent))) {
            (true, _) => Some(true),
            (false, true) => None,
            (false, false) => Some(false),
        }
    }

    /// Every rule of the stage: where it applies, and where that is not determined.
    pub fn extents(&self) -> impl Iterator<Item = &Extent> {
        std::iter::once(&self.extent).chain(self.not_determined.iter().map(|open| &open.extent))
    }
}
