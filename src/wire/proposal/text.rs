//! A proposal's text as it leaves the house.

use schemars::JsonSchema;
use serde::Serialize;

use crate::model;

use super::super::time::Day;
use super::NO_ENDORSEMENT;

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
    /// The day it became public.
    pub date: Option<Day>,
    /// Whose text, and who published it; null: not stated.
    pub origin: Option<&'a str>,
    /// Where to read it; null: not stated.
    pub citation: Option<&'a str>,
    /// How sure; null: not stated.
    pub certainty: Option<&'static str>,
    /// No text: a line to compare texts with.
    pub baseline: bool,
    /// What the text leaves open, in words.
    pub undefined: &'a [String],
    /// Anything else.
    pub note: Option<&'a str>,
    /// What the text leaves to the question.
    pub parameters: Vec<Parameter<'a>>,
    /// Its terms, in order.
    pub terms: Vec<Term<'a>>,
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
    /// Where they stand; null: not stated.
    pub source: Option<&'a str>,
    /// How sure; null: not stated.
    pub certainty: Option<&'static str>,
    /// What the term leaves open.
    pub undefined: &'a [String],
    /// Drawn with bounds that nobody defined.
    pub approximate: bool,
}

impl<'a> Proposals<'a> {
    /// The proposals.
    #[must_use]
    pub fn new(proposals: &'a [model::Proposal]) -> Self {
        Self { proposals: proposals.iter().map(ProposalText::from).collect(), notice: NO_ENDORSEMENT }
    }
}

impl<'a> From<&'a model::Proposal> for ProposalText<'a> {
    fn from(text: &'a model::Proposal) -> Self {
        let parameter = |p: &'a model::Parameter| Parameter {
            name: &p.name,
            kind: p.kind.as_str(),
            about: &p.about,
            default: p.default.as_deref(),
            choices: &p.choices,
        };
        Self {
            id: &text.id,
            title: &text.title,
            date: text.date.map(Day),
            origin: text.origin.as_deref(),
            citation: text.citation.as_deref(),
            certainty: text.certainty.map(|c| c.as_str()),
            baseline: text.baseline,
            undefined: &text.undefined,
            note: text.note.as_deref(),
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
            source: term.source.as_deref(),
            certainty: term.certainty.map(|c| c.as_str()),
            undefined: &term.undefined,
            approximate: term.extent.is_approximate(),
        }
    }
}
