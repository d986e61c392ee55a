//! A proposal's text as it leaves the house.

use contactline_core::model::notice;
use schemars::JsonSchema;
use serde::Serialize;

use contactline_core::model;

use super::super::language::spoken;
use super::super::not_recorded::{NotRecorded, not_recorded};
use super::super::table;
use super::super::time::Day;

/// The proposals loaded.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct Proposals<'a> {
    /// Each with its terms.
    pub proposals: Vec<ProposalText<'a>>,
    /// What the list is not.
    pub notice: &'static str,
}

/// A peace text, as far as it speaks of territory.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct ProposalText<'a> {
    /// Proposal id.
    pub id: &'a str,
    /// What it is called.
    pub title: &'a str,
    /// What it is called in Ukrainian.
    pub title_uk: Option<&'a str>,
    /// Its number, where it has one.
    pub number: Option<&'a str>,
    /// The day it was handed over or agreed; null: not recorded.
    pub adopted: Option<Day>,
    /// The day its wording was published; null: not recorded.
    pub published: Option<Day>,
    /// The day it became public.
    pub date: Option<Day>,
    /// Whose text, and who published it; null: not stated.
    pub origin: Option<&'a str>,
    /// The same in Ukrainian.
    pub origin_uk: Option<&'a str>,
    /// Where to read it; null: not stated.
    pub citation: Option<&'a str>,
    /// How sure; null: not stated.
    pub certainty: Option<&'static str>,
    /// No text: a line to compare texts with.
    pub baseline: bool,
    /// What the text leaves open, in words.
    pub undefined: &'a [String],
    /// The same in Ukrainian, in the same order.
    pub undefined_uk: &'a [String],
    /// What is not settled of the entry itself.
    pub unsettled: Option<&'a str>,
    /// The same in Ukrainian.
    pub unsettled_uk: Option<&'a str>,
    /// Number and days that are not there, each with why.
    pub not_recorded: Vec<NotRecorded<'a>>,
    /// The day on which the entry was last checked.
    pub checked: Option<Day>,
    /// Anything else.
    pub note: Option<&'a str>,
    /// The same in Ukrainian.
    pub note_uk: Option<&'a str>,
    /// Terms that are not about territory, as text: nothing is computed from them.
    pub provisions: Vec<Provision<'a>>,
    /// What the text leaves to the question.
    pub parameters: Vec<Parameter<'a>>,
    /// Its terms, in order.
    pub terms: Vec<Term<'a>>,
}

/// A term that is not about territory.
#[derive(Clone, Copy, Debug, JsonSchema, Serialize)]
pub struct Provision<'a> {
    /// The text's own words, or close to them.
    pub wording: &'a str,
    /// The same in Ukrainian.
    pub wording_uk: Option<&'a str>,
    /// Where they stand; null: not stated.
    pub source: Option<&'a str>,
    /// How sure; null: not stated.
    pub certainty: Option<&'static str>,
}

/// Something the text does not define and the question may.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct Parameter<'a> {
    /// Its name.
    pub name: &'a str,
    /// `date`, `distance`, `source` or `choice`.
    pub kind: &'static str,
    /// What it is.
    pub about: &'a str,
    /// The same in Ukrainian.
    pub about_uk: Option<&'a str>,
    /// The value meant where none is given; `asked` is the day of the question.
    pub default: Option<&'a str>,
    /// Of a choice: the words.
    pub choices: &'a [String],
}

/// One term.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct Term<'a> {
    /// Id within the text.
    pub id: &'a str,
    /// The rule by which its ground is found.
    pub extent: String,
    /// It holds only where this parameter has this value.
    pub when: Option<[&'a str; 2]>,
    /// Who would hold the ground: a party, `unchanged` or `open`.
    pub holder: String,
    /// In what standing.
    pub standing: Option<&'static str>,
    /// What kind of zone it would be.
    pub zone: Option<&'static str>,
    /// The text's own words, or close to them; null: not stated.
    pub wording: Option<&'a str>,
    /// The same in Ukrainian.
    pub wording_uk: Option<&'a str>,
    /// Where they stand; null: not stated.
    pub source: Option<&'a str>,
    /// How sure; null: not stated.
    pub certainty: Option<&'static str>,
    /// What the term leaves open.
    pub undefined: &'a [String],
    /// The same in Ukrainian, in the same order.
    pub undefined_uk: &'a [String],
    /// Drawn with bounds that nobody defined.
    pub approximate: bool,
}

impl<'a> Proposals<'a> {
    /// The proposals.
    #[must_use]
    pub fn new(proposals: &'a [model::Proposal]) -> Self {
        Self {
            proposals: proposals.iter().map(ProposalText::from).collect(),
            notice: notice::NO_ENDORSEMENT.within(spoken()),
        }
    }

    /// The list as CSV: a row for each, without its terms.
    ///
    /// # Errors
    /// None that a row can cause.
    pub fn to_csv(&self) -> Result<table::Csv, csv::Error> {
        table::csv(&self.proposals)
    }
}

impl<'a> From<&'a model::Proposal> for ProposalText<'a> {
    fn from(text: &'a model::Proposal) -> Self {
        let parameter = |p: &'a model::Parameter| Parameter {
            name: &p.name,
            kind: p.kind.as_str(),
            about: &p.about,
            about_uk: p.about_uk.as_deref(),
            default: p.default.as_deref(),
            choices: &p.choices,
        };
        let provision = |p: &'a model::Provision| Provision {
            wording: &p.wording,
            wording_uk: p.wording_uk.as_deref(),
            source: p.source.as_deref(),
            certainty: p.certainty.map(|c| c.as_str()),
        };
        Self {
            id: &text.id,
            title: &text.title,
            title_uk: text.title_uk.as_deref(),
            number: text.particulars.number.as_deref(),
            adopted: text.particulars.adopted.map(Day),
            published: text.particulars.published.map(Day),
            date: text.date.map(Day),
            origin: text.origin.as_deref(),
            origin_uk: text.origin_uk.as_deref(),
            citation: text.citation.as_deref(),
            certainty: text.certainty.map(|c| c.as_str()),
            baseline: text.baseline,
            undefined: &text.undefined,
            undefined_uk: &text.undefined_uk,
            unsettled: text.particulars.unsettled.as_deref(),
            unsettled_uk: text.particulars.unsettled_uk.as_deref(),
            not_recorded: not_recorded(&text.particulars),
            checked: text.particulars.checked.map(Day),
            note: text.note.as_deref(),
            note_uk: text.note_uk.as_deref(),
            provisions: text.provisions.iter().map(provision).collect(),
            parameters: text.parameters.iter().map(parameter).collect(),
            terms: text.terms.iter().map(Term::from).collect(),
        }
    }
}

impl<'a> From<&'a model::Term> for Term<'a> {
    fn from(term: &'a model::Term) -> Self {
        Self {
            id: &term.id,
            extent: term.extent.to_string(),
            when: term.when.as_ref().map(|(parameter, value)| [parameter.as_str(), value.as_str()]),
            holder: term.holder.to_string(),
            standing: term.standing.map(|s| s.as_str()),
            zone: term.zone.map(|z| z.as_str()),
            wording: term.wording.as_deref(),
            wording_uk: term.wording_uk.as_deref(),
            source: term.source.as_deref(),
            certainty: term.certainty.map(|c| c.as_str()),
            undefined: &term.undefined,
            undefined_uk: &term.undefined_uk,
            approximate: term.extent.is_approximate(),
        }
    }
}
