//! `proposals`: those there are, or several side by side with what each would make of the ground.

mod one;
mod text;

use std::borrow::Cow;

use schemars::generate::SchemaGenerator;
use schemars::{JsonSchema, Schema};
use serde::Serialize;

use super::description::{Context, Question};
use super::form::{Form, JsonStyle};
use super::values::{IdOrNone, RegionId, SourceId, TextMeant, Today};
use crate::request::{Code, Refusal};
use crate::wire::{self, Rights, titles};
use contactline_core::atlas::Atlas;
use contactline_core::model::{self, Bindings, Moment, Source, Text};
use contactline_core::query::{self, Evaluation};
use contactline_store::read_proposal;

pub use one::{Evaluate, Proposal};

/// The forms of every question here.
const FORMS: &[Form] = &[Form::Json, Form::Geojson, Form::Csv, Form::Text];
/// The command that asks them.
const COMMAND: &str = "proposal";

request! {
    /// How texts are evaluated.
    pub struct EvaluationSelection {
        /// Day (2025-12-02), second (2025-12-02T10:00:00Z) or latest (default: latest)
        date: Option<Moment>,
        /// Source ID (default: all sources)
        source: Option<SourceId>,
        /// Region or group (default: every region and neighbour)
        region: Option<RegionId>,
        /// Values of parameters that a text leaves open
        set: Bindings,
    } with {
        /// The day, where none is named.
        today: Today,
    }
}

request! {
    /// What `proposals` can be asked.
    pub struct ProposalsRequest {
        /// Up to 8 proposals to be compared side by side: IDs, on the command line files (.toml or .json) too (default: list the proposals)
        compare: Vec<TextMeant>,
    } with {
        /// How.
        evaluated: EvaluationSelection,
    }
}

/// Texts with what each source makes of them.
#[derive(Debug)]
pub struct Texts<'a> {
    texts: Vec<Cow<'a, model::Proposal>>,
    /// By the number of their text.
    evaluations: Vec<(usize, Vec<Evaluation<'a>>)>,
    moment: Moment,
    rights: &'a Rights,
}

impl<'a> Texts<'a> {
    fn ask(context: Context<'a>, meant: Vec<TextMeant>, asked: &EvaluationSelection) -> Result<Self, Refusal> {
        let atlas = context.atlas;
        let texts: Vec<Cow<'a, model::Proposal>> =
            meant.into_iter().map(|text| read(atlas, text)).collect::<Result<_, _>>()?;
        let each: Vec<&model::Proposal> = texts.iter().map(Cow::as_ref).collect();
        let moment = asked.date.unwrap_or(asked.today.0.end());
        let evaluated = query::proposals(atlas, &each, asked.region.id(), asked.source.id(), moment, &asked.set)?;
        let number = |text: &model::Proposal| each.iter().position(|other| std::ptr::eq(*other, text));
        let evaluations = evaluated.into_iter().filter_map(|(text, all)| Some((number(text)?, all))).collect();
        Ok(Self { texts, evaluations, moment, rights: context.rights })
    }

    fn evaluated(&self) -> Vec<wire::Evaluated<'_>> {
        self.evaluations.iter().map(|(number, all)| (self.texts[*number].as_ref(), all.as_slice())).collect()
    }

    fn shape(&self) -> wire::Proposal<'_> {
        wire::Proposal::new(&self.evaluated(), self.moment)
    }

    fn geojson(&self, style: JsonStyle) -> Result<Vec<u8>, Refusal> {
        style.write(&wire::ProposalMap::new(&self.evaluated(), self.moment, self.rights))
    }

    fn sources(&self) -> Vec<&Source> {
        self.evaluations.iter().flat_map(|(_, all)| all).map(|evaluation| evaluation.source).collect()
    }
}

/// The proposal that is meant.
fn read(atlas: &Atlas, meant: TextMeant) -> Result<Cow<'_, model::Proposal>, Refusal> {
    match meant {
        TextMeant::Loaded(id) => Ok(Cow::Borrowed(query::proposal_by_id(atlas, &id)?)),
        TextMeant::Sent(sent) => {
            let name = sent.name.as_deref().unwrap_or("body");
            let text = read_proposal(&sent.text, name, &atlas.vocabulary());
            text.map(Cow::Owned).map_err(|findings| Refusal::of_body(&findings).of_sent(&sent))
        }
    }
}

/// How many overlays texts take, of those that are loaded: a text that is sent is not read yet.
fn overlays(context: Context<'_>, meant: &[TextMeant], asked: &EvaluationSelection) -> usize {
    let loaded = |text: &TextMeant| match text {
        TextMeant::Loaded(id) => query::proposal_by_id(context.atlas, id).ok(),
        TextMeant::Sent(_) => None,
    };
    let found: Vec<&model::Proposal> = meant.iter().filter_map(loaded).collect();
    query::proposals_cost(context.atlas, &found, asked.region.id(), asked.source.id())
}

/// The question which proposals there are, or what several would make of the ground.
pub struct Proposals;

/// The proposals there are, or those named with what each source makes of them.
#[derive(Debug)]
pub enum ProposalsAnswer<'a> {
    /// Those there are.
    List(&'a [model::Proposal]),
    /// Those named.
    Compared(Texts<'a>),
}

/// The answer as JSON.
#[derive(Debug, JsonSchema, Serialize)]
#[serde(untagged)]
#[schemars(rename = "ProposalsOrEvaluations")]
pub enum ProposalsShape<'s> {
    /// Those there are.
    List(wire::Proposals<'s>),
    /// Those named.
    Compared(wire::Proposal<'s>),
}

impl Question for Proposals {
    const NAME: &'static str = "proposals";
    const COMMAND: &'static str = COMMAND;
    const ABOUT: Text = titles::PROPOSALS;
    const EXAMPLES: &'static str = examples! {
        "the texts there are": "contactline proposal",
        "one of them on the ground of a day": "contactline proposal european-counter-text --date 2025-05-07 --region ua-14",
    };
    const EXAMPLE: &'static str = "";
    const FORMS: &'static [Form] = FORMS;

    type Request = ProposalsRequest;
    type Answer<'a> = ProposalsAnswer<'a>;
    type Shape<'s> = ProposalsShape<'s>;

    fn ask<'a>(context: Context<'a>, request: ProposalsRequest) -> Result<ProposalsAnswer<'a>, Refusal> {
        let asked = &request.evaluated;
        if !request.compare.is_empty() {
            return Texts::ask(context, request.compare, asked).map(ProposalsAnswer::Compared);
        }
        let given = [
            ("date", asked.date.is_some()),
            ("source", asked.source.is_some()),
            ("region", asked.region.is_some()),
            ("set", !asked.set.is_empty()),
        ];
        match given.into_iter().find(|(_, is_given)| *is_given) {
            Some((name, _)) => {
                let detail = format!("'{name}' goes with proposals that are named: without an ID, all are listed");
                Err(Refusal::new(Code::BadValue, detail).of(name))
            }
            None => Ok(ProposalsAnswer::List(context.atlas.proposals())),
        }
    }

    fn shape<'s>(_: Context<'s>, answer: &'s ProposalsAnswer<'_>) -> ProposalsShape<'s> {
        match answer {
            ProposalsAnswer::List(all) => ProposalsShape::List(wire::Proposals::new(all)),
            ProposalsAnswer::Compared(texts) => ProposalsShape::Compared(texts.shape()),
        }
    }

    fn csv(shape: &ProposalsShape<'_>) -> Result<wire::Csv, csv::Error> {
        match shape {
            ProposalsShape::List(list) => list.to_csv(),
            ProposalsShape::Compared(compared) => compared.to_csv(),
        }
    }

    fn geojson(answer: &ProposalsAnswer<'_>, _: &ProposalsShape<'_>, style: JsonStyle) -> Result<Vec<u8>, Refusal> {
        match answer {
            ProposalsAnswer::Compared(texts) => texts.geojson(style),
            ProposalsAnswer::List(_) => {
                let detail = "The list of proposals has no geometry: name a proposal, or use json or csv";
                Err(Refusal::new(Code::BadValue, detail).of("f"))
            }
        }
    }

    fn geojson_schema(generator: &mut SchemaGenerator) -> Schema {
        generator.subschema_for::<wire::ProposalMap<'static>>()
    }

    fn drawn<'s>(answer: &'s ProposalsAnswer<'_>, _: Form) -> Vec<&'s Source> {
        match answer {
            ProposalsAnswer::List(_) => Vec::new(),
            ProposalsAnswer::Compared(texts) => texts.sources(),
        }
    }

    fn overlays(context: Context<'_>, request: &ProposalsRequest) -> usize {
        overlays(context, &request.compare, &request.evaluated)
    }

    fn text(answer: &ProposalsAnswer<'_>, shape: &ProposalsShape<'_>) -> String {
        match (answer, shape) {
            (ProposalsAnswer::Compared(texts), ProposalsShape::Compared(shape)) => {
                text::evaluated(&texts.evaluated(), &shape.attribution)
            }
            (ProposalsAnswer::List(all), _) => text::list(all),
            (ProposalsAnswer::Compared(_), ProposalsShape::List(_)) => String::new(),
        }
    }
}
