//! `proposals/{id}` and `proposals/evaluate`: what one proposal would make of the ground, or a text of one's own.

use std::marker::PhantomData;

use schemars::Schema;
use schemars::generate::SchemaGenerator;

use super::super::description::{Context, Question, SentKind};
use super::super::form::{Form, JsonStyle};
use super::super::parameter::Request;
use super::super::values::{ProposalId, TextMeant};
use super::{COMMAND, EvaluationSelection, FORMS, Texts, overlays};
use crate::request::{Refusal, Sent};
use crate::wire::{self, titles};
use contactline_core::model::{Source, Text};

/// Longest text, in bytes: one of a hundred terms is some 50 kB; drawings may be large.
const MAX_BYTES: usize = 1 << 20;

request! {
    /// What `proposals/{id}` can be asked.
    pub struct ProposalRequest {
        /// Proposal ID
        id: ProposalId,
    } with {
        /// How.
        evaluated: EvaluationSelection,
    }
}

request! {
    /// What `proposals/evaluate` can be asked.
    pub struct EvaluateRequest {
    } with {
        /// How.
        evaluated: EvaluationSelection,
        /// The text.
        sent: Sent,
    }
}

/// A question about one text, which its request names.
pub struct OneText<R>(PhantomData<R>);

/// The question what one of the proposals would make of the ground.
pub type Proposal = OneText<ProposalRequest>;
/// The same of a text of one's own.
pub type Evaluate = OneText<EvaluateRequest>;

/// A request that names one text.
pub trait NamesText: Request {
    /// The name of its question.
    const NAME: &'static str;
    /// The route of its question.
    const PATH: &'static str;
    /// What its question answers.
    const ABOUT: Text;
    /// Words that the built-in data answers.
    const EXAMPLE: &'static str;
    /// What is sent with it, if anything.
    const SENT: Option<SentKind> = None;

    /// How it is evaluated.
    fn evaluated(&self) -> &EvaluationSelection;
    /// The text.
    fn text(&self) -> TextMeant;
}

impl NamesText for ProposalRequest {
    const NAME: &'static str = "proposal";
    const PATH: &'static str = "proposals/{id}";
    const ABOUT: Text = titles::PROPOSAL;
    const EXAMPLE: &'static str = "id=moscow-2025-12-02&date=2025-05-07";

    fn evaluated(&self) -> &EvaluationSelection {
        &self.evaluated
    }

    fn text(&self) -> TextMeant {
        TextMeant::Loaded(self.id.0.clone())
    }
}

impl NamesText for EvaluateRequest {
    const NAME: &'static str = "evaluate";
    const PATH: &'static str = "proposals/evaluate";
    const ABOUT: Text = titles::EVALUATE;
    const EXAMPLE: &'static str = "date=2025-05-07";
    const SENT: Option<SentKind> = Some(SentKind {
        about: "Proposal in TOML or JSON",
        noun: "proposal",
        media_types: &[
            (
                "application/toml",
                "id = \"frozen\"\ntitle = \"Everything stays as it is\"\n\n[[term]]\nid = \"all\"\nextent = \"everywhere\"\nholder = \"unchanged\"\n",
            ),
            (
                "application/json",
                r#"{"id":"frozen","title":"Everything stays as it is","term":[{"id":"all","extent":"everywhere","holder":"unchanged"}]}"#,
            ),
        ],
        // A file is sent as whatever the sender's program calls it; TOML has no media type that all know.
        is_typed: false,
        max_bytes: MAX_BYTES,
    });

    fn evaluated(&self) -> &EvaluationSelection {
        &self.evaluated
    }

    fn text(&self) -> TextMeant {
        TextMeant::Sent(self.sent.clone())
    }
}

impl<R: NamesText> Question for OneText<R> {
    const NAME: &'static str = R::NAME;
    const PATH: &'static str = R::PATH;
    const COMMAND: &'static str = COMMAND;
    const ABOUT: Text = R::ABOUT;
    const EXAMPLES: &'static str = "";
    const EXAMPLE: &'static str = R::EXAMPLE;
    const FORMS: &'static [Form] = FORMS;
    const SENT: Option<SentKind> = R::SENT;

    type Request = R;
    type Answer<'a> = Texts<'a>;
    type Shape<'s> = wire::Proposal<'s>;

    fn ask<'a>(context: Context<'a>, request: R) -> Result<Texts<'a>, Refusal> {
        Texts::ask(context, vec![request.text()], request.evaluated())
    }

    fn shape<'s>(_: Context<'s>, texts: &'s Texts<'_>) -> wire::Proposal<'s> {
        texts.shape()
    }

    fn csv(shape: &wire::Proposal<'_>) -> Result<wire::Csv, csv::Error> {
        shape.to_csv()
    }

    fn geojson(texts: &Texts<'_>, _: &wire::Proposal<'_>, style: JsonStyle) -> Result<Vec<u8>, Refusal> {
        texts.geojson(style)
    }

    fn geojson_schema(generator: &mut SchemaGenerator) -> Schema {
        generator.subschema_for::<wire::ProposalMap<'static>>()
    }

    fn drawn<'s>(texts: &'s Texts<'_>, _: Form) -> Vec<&'s Source> {
        texts.sources()
    }

    fn overlays(context: Context<'_>, request: &R) -> usize {
        overlays(context, &[request.text()], request.evaluated())
    }

    fn text(texts: &Texts<'_>, shape: &wire::Proposal<'_>) -> String {
        super::text::evaluated(&texts.evaluated(), &shape.attribution)
    }
}
