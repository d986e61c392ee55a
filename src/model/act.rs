//! Acts, claims and announcements: what parties say, apart from what anybody holds.

use crate::geometry::Position;

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
    /// What kind of act: a closed list stands in `data/acts.toml`.
    pub kind: String,
    /// Who acted: a party code or a body's name.
    pub actor: String,
    /// What it is called.
    pub title: String,
    /// When (its first day).
    pub date: Date,
    /// Its last day where it took several.
    pub date_end: Option<Date>,
    /// Regions it speaks of.
    pub regions: Vec<String>,
    /// How its extent is known.
    pub extent: ExtentKind,
    /// The extent in the act's words.
    pub extent_as_stated: String,
    /// Where to read it.
    pub citation: String,
    /// How sure.
    pub certainty: Certainty,
    /// Acts it replaces.
    pub replaces: Vec<String>,
    /// Acts it rejects.
    pub rejects: Vec<String>,
    /// Anything else.
    pub note: Option<String>,
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
    /// Who recognises it (a party code, or a body's short name: `UNGA`), each with the act.
    pub recognised_by: Vec<(String, String)>,
    /// How sure.
    pub certainty: Certainty,
    /// Anything else.
    pub note: Option<String>,
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

/// A party's word that it took a place. Not control: shown beside it.
#[derive(Clone, Debug)]
pub struct Announcement {
    /// Stable id.
    pub id: String,
    /// Who announced.
    pub party: Party,
    /// When.
    pub date: Date,
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
    /// Who disputed it, and when if known.
    pub disputed_by: Option<(Party, Option<Date>)>,
    /// How sure it is that it was announced.
    pub certainty: Certainty,
    /// Anything else.
    pub note: Option<String>,
}
