//! Proposals: what a peace text would make of who holds what. Not control, and no claim.

use super::act::Certainty;
use super::extent::{ASKED, BindError, Extent, to_metres};
use super::particulars::Particulars;
use super::party::{Party, UnknownWord, words};
use super::time::Date;

/// Most terms of one text: the longest known has a dozen that speak of territory.
pub const MAX_TERMS: usize = 64;

/// A peace text, as far as it speaks of territory.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// Stable id: `moscow-2025-12-02`.
    pub id: String,
    /// What it is called.
    pub title: String,
    /// What it is called in Ukrainian.
    pub title_uk: Option<String>,
    /// The day it became public; none for a baseline.
    pub date: Option<Date>,
    /// Whose text, and who published it; none: not stated.
    pub origin: Option<String>,
    /// The same in Ukrainian.
    pub origin_uk: Option<String>,
    /// Where to read it; none: not stated.
    pub citation: Option<String>,
    /// How sure; none: not stated.
    pub certainty: Option<Certainty>,
    /// No text: a line to compare texts with.
    pub baseline: bool,
    /// What the text leaves to the question.
    pub parameters: Vec<Parameter>,
    /// Its terms in order: ground that two of them name goes by the first.
    pub terms: Vec<Term>,
    /// Its terms that are not about territory, as text: nothing is computed from them.
    pub provisions: Vec<Provision>,
    /// What it leaves open, in words.
    pub undefined: Vec<String>,
    /// The same in Ukrainian, in the same order.
    pub undefined_uk: Vec<String>,
    /// Number, days, what is not settled.
    pub particulars: Particulars,
    /// Anything else.
    pub note: Option<String>,
    /// The same in Ukrainian.
    pub note_uk: Option<String>,
}

/// A term that is not about territory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provision {
    /// The text's own words, or close to them.
    pub wording: String,
    /// The same in Ukrainian.
    pub wording_uk: Option<String>,
    /// Where they stand; none: not stated.
    pub source: Option<String>,
    /// How sure; none: not stated.
    pub certainty: Option<Certainty>,
}

words! {
    /// What a parameter gives.
    ParameterKind as "kind of parameter" {
        /// A day.
        Date = "date",
        /// A distance: 15000, 15km.
        Distance = "distance",
        /// A source of control.
        Source = "source",
        /// One of a few words.
        Choice = "choice",
    }
}

/// Something the text does not define and the question may.
#[derive(Clone, Debug)]
pub struct Parameter {
    /// Its name, in rules with a `$` before it.
    pub name: String,
    /// What it gives.
    pub kind: ParameterKind,
    /// What it is, and why it is asked for.
    pub about: String,
    /// The same in Ukrainian.
    pub about_uk: Option<String>,
    /// The value meant where the question gives none; none: what depends on it stays open.
    pub default: Option<String>,
    /// Of a choice: the words.
    pub choices: Vec<String>,
}

impl Parameter {
    /// Whether a value is one for this parameter.
    ///
    /// # Errors
    /// The value, and what is wanted.
    pub fn check(&self, value: &str, sources: &[String]) -> Result<(), BindError> {
        let one_of = |words: &[String]| {
            if words.iter().any(|word| word == value) {
                return Ok(());
            }
            Err(format!("'{value}' is not allowed; allowed: {}", words.join(" ")))
        };
        let checked = match self.kind {
            ParameterKind::Date if value == ASKED => Ok(()),
            ParameterKind::Date => value.parse::<Date>().map(|_| ()).map_err(|e| e.to_string()),
            ParameterKind::Distance => to_metres(value).map(|_| ()),
            ParameterKind::Source => one_of(sources),
            ParameterKind::Choice => one_of(&self.choices),
        };
        checked.map_err(|reason| BindError { parameter: self.name.clone(), reason })
    }
}

/// One term: where, and what becomes of it.
#[derive(Clone, Debug)]
pub struct Term {
    /// Id within the text.
    pub id: String,
    /// Where.
    pub extent: Extent,
    /// The term holds only where this parameter has this value.
    pub when: Option<(String, String)>,
    /// Who would hold the ground.
    pub holder: After,
    /// In what standing.
    pub standing: Option<Standing>,
    /// What kind of zone it would be.
    pub zone: Option<Zone>,
    /// The text's own words, or close to them; none: not stated.
    pub wording: Option<String>,
    /// The same in Ukrainian.
    pub wording_uk: Option<String>,
    /// Where they stand; none: not stated.
    pub source: Option<String>,
    /// How sure; none: not stated.
    pub certainty: Option<Certainty>,
    /// What the term leaves open, in words.
    pub undefined: Vec<String>,
    /// The same in Ukrainian, in the same order.
    pub undefined_uk: Vec<String>,
}

/// Who would hold the ground.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum After {
    /// This party.
    Party(Party),
    /// Whoever holds it.
    Unchanged,
    /// The text does not settle it.
    Open,
}

impl std::str::FromStr for After {
    type Err = UnknownWord;

    fn from_str(text: &str) -> Result<Self, UnknownWord> {
        match text {
            "unchanged" => Ok(Self::Unchanged),
            "open" => Ok(Self::Open),
            _ => text.parse().map(Self::Party).map_err(|_| UnknownWord {
                what: "holder",
                value: text.into(),
                allowed: "a party code such as RU or UA, unchanged, open",
            }),
        }
    }
}

impl std::fmt::Display for After {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Party(party) => party.fmt(f),
            Self::Unchanged => f.write_str("unchanged"),
            Self::Open => f.write_str("open"),
        }
    }
}

words! {
    /// In what standing a party would hold ground.
    Standing as "standing" {
        /// In fact, without title.
        DeFacto = "de_facto",
        /// Recognised; the text does not say whether in fact or by right.
        Recognised = "recognised",
        /// By right, recognised.
        DeJure = "de_jure",
    }
}

words! {
    /// What kind of zone ground would be.
    Zone as "zone" {
        /// Without troops.
        Demilitarised = "demilitarised",
        /// A free economic zone.
        FreeEconomic = "free_economic",
    }
}
