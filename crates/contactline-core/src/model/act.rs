//! Acts, claims and announcements: what parties say, apart from what anybody holds.

use edge_timeline::Position;

use super::particulars::Particulars;
use super::party::{Party, words};
use super::time::Date;

words! {
    /// How sure a fact is.
    Certainty as "certainty" {
        /// Two independent sources or the primary text.
        High = "high",
        /// One source.
        Medium = "medium",
        /// Less.
        Low = "low",
    }
}

words! {
    /// How the extent of an act or claim is known.
    ExtentKind as "extent" {
        /// The regions as a whole.
        Whole = "whole",
        /// Known roughly.
        Approximate = "approximate",
        /// Never defined by the actor.
        Undefined = "undefined",
    }
}

/// An act by which somebody claims, recognises or rejects something.
#[derive(Clone, Debug)]
pub struct Act {
    /// Stable id: `c05`.
    pub id: String,
    /// What kind of act: the words in use stand in `data/acts.toml`.
    pub kind: String,
    /// Who acted: a party code or a body's name.
    pub actor: String,
    /// What it is called.
    pub title: String,
    /// What it is called in Ukrainian.
    pub title_uk: Option<String>,
    /// When (its first day).
    pub date: Date,
    /// Its last day where it took several.
    pub date_end: Option<Date>,
    /// First day in force, of an act that comes into force.
    pub in_force: Option<Date>,
    /// Last day in force; none: in force as far as this register knows, or no such act.
    pub in_force_until: Option<Date>,
    /// Regions it speaks of.
    pub regions: Vec<String>,
    /// How its extent is known.
    pub extent: ExtentKind,
    /// The extent in the act's words.
    pub extent_as_stated: String,
    /// The same in Ukrainian.
    pub extent_as_stated_uk: Option<String>,
    /// Where to read it.
    pub citation: String,
    /// How sure.
    pub certainty: Certainty,
    /// Number, days, what is not settled.
    pub particulars: Particulars,
    /// Acts it replaces.
    pub replaces: Vec<String>,
    /// Acts it rejects.
    pub rejects: Vec<String>,
    /// Anything else.
    pub note: Option<String>,
    /// The same in Ukrainian.
    pub note_uk: Option<String>,
}

/// A party's word for a claim, as it was given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recognition {
    /// Who: a party code, or a body's short name (`UNGA`).
    pub party: String,
    /// In which act.
    pub act: String,
    /// What it did: `recognition`, `support`, `statement`, `resolution` or `treaty`.
    pub how: String,
}

/// A state's claim to regions, on an act.
#[derive(Clone, Debug)]
pub struct Claim {
    /// Stable id.
    pub id: String,
    /// Who claims.
    pub claimant: Party,
    /// Regions claimed.
    pub regions: Vec<String>,
    /// First day.
    pub since: Date,
    /// Last day, where it was given up.
    pub until: Option<Date>,
    /// The act it rests on.
    pub act: String,
    /// How its extent is known.
    pub extent: ExtentKind,
    /// For a claim whose bounds were never stated: about where.
    pub near: Option<Near>,
    /// Acts that reject it.
    pub rejected_by: Vec<String>,
    /// Who recognises or supports it, each by its act; empty: not recorded, which is not that nobody does.
    pub recognised_by: Vec<Recognition>,
    /// How sure.
    pub certainty: Certainty,
    /// Anything else.
    pub note: Option<String>,
    /// The same in Ukrainian.
    pub note_uk: Option<String>,
}

/// A circle that stands for bounds never stated.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Near {
    /// Its middle.
    pub position: Position,
    /// Its radius in metres.
    pub radius_m: f64,
}

words! {
    /// How much an announcement speaks of.
    Scope as "scope" {
        /// One settlement.
        Settlement = "settlement",
        /// A whole region.
        Oblast = "oblast",
    }
}

words! {
    /// What a party says of a place.
    Announced as "announcement" {
        /// It took the place.
        Taken = "taken",
        /// It left the place.
        Left = "left",
        /// It holds the place, against another's word.
        Holds = "holds",
    }
}

words! {
    /// What the day of an announcement is.
    DateKind as "kind of date" {
        /// The day on which it was made.
        Day = "day",
        /// The last day of the week in which it was made.
        Week = "week",
        /// A day by which it had been made.
        By = "by",
    }
}

/// A party's word that it took, left or holds a place. Not control: shown beside it.
#[derive(Clone, Debug)]
pub struct Announcement {
    /// Stable id.
    pub id: String,
    /// Who announced.
    pub party: Party,
    /// What it said of the place.
    pub says: Announced,
    /// When.
    pub date: Date,
    /// What that day is.
    pub date_kind: DateKind,
    /// The place, in English.
    pub place: String,
    /// The place, in Ukrainian.
    pub place_uk: String,
    /// Where, if known.
    pub position: Option<Position>,
    /// Region id.
    pub region: String,
    /// A settlement or a whole region.
    pub scope: Scope,
    /// Who said it.
    pub announced_by: String,
    /// Who said it, in Ukrainian.
    pub announced_by_uk: Option<String>,
    /// Who disputed it, and when if known.
    pub disputed_by: Option<(Party, Option<Date>)>,
    /// How sure it is that it was announced.
    pub certainty: Certainty,
    /// Where to read it.
    pub source: Option<String>,
    /// Anything else.
    pub note: Option<String>,
    /// The same in Ukrainian.
    pub note_uk: Option<String>,
}
