//! A question described: what a door needs to know of it, and to ask it.

use schemars::generate::SchemaGenerator;
use schemars::{JsonSchema, Schema};
use serde::Serialize;

use super::parameter::{Parameter, Request};
use crate::request::{Refusal, Words};
use crate::wire::Rights;
use contactline_core::atlas::Atlas;
use contactline_core::model::Text;

/// A form of answer, beside the table for people that the command line prints.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// The shape as JSON.
    Json,
    /// A table with a header line.
    Csv,
    /// A picture.
    Svg,
    /// For people: the terminal alone.
    Text,
    /// A chart of characters: the terminal alone.
    Chart,
}

impl Form {
    /// The word that asks for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Svg => "svg",
            Self::Text => "text",
            Self::Chart => "chart",
        }
    }

    /// Whether HTTP answers in it.
    #[must_use]
    pub const fn is_of_http(self) -> bool {
        !matches!(self, Self::Text | Self::Chart)
    }

    /// Its media type.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Csv => "text/csv",
            Self::Svg => "image/svg+xml",
            Self::Text | Self::Chart => "text/plain",
        }
    }
}

/// What a question is asked of.
#[derive(Clone, Copy, Debug)]
pub struct Context<'a> {
    /// Everything indexed.
    pub atlas: &'a Atlas,
    /// Whose geometry may leave.
    pub rights: &'a Rights,
    /// Whether JSON is written for people, a member a line.
    pub is_indented: bool,
}

/// A question: one struct that every door asks.
pub trait Question {
    /// Its word: the route below `/v1`, and the command.
    const NAME: &'static str;
    /// What it answers, in a line.
    const ABOUT: Text;
    /// Examples below the help, one a line, each with what it does.
    const EXAMPLES: &'static str;
    /// Words after `?` that the built-in data answers.
    const EXAMPLE: &'static str;
    /// The forms it is answered in, the usual first.
    const FORMS: &'static [Form] = &[Form::Json, Form::Csv, Form::Text];

    /// What it can be asked.
    type Request: Request;
    /// What the query answers.
    type Answer<'a>;
    /// The answer as JSON.
    type Shape<'s>: Serialize + JsonSchema;

    /// Asks.
    ///
    /// # Errors
    /// What was asked for is not there, or makes no sense together.
    fn ask<'a>(context: Context<'a>, request: Self::Request) -> Result<Self::Answer<'a>, Refusal>;

    /// The answer as it leaves the house.
    fn shape<'s>(context: Context<'s>, answer: &'s Self::Answer<'_>) -> Self::Shape<'s>;

    /// The answer as CSV.
    ///
    /// # Errors
    /// None that an answer can cause.
    fn csv(shape: &Self::Shape<'_>) -> Result<String, csv::Error>;

    /// How many overlays an answer takes, as far as can be told beforehand: one of many has its own, smaller share of the machine.
    fn overlays(_context: Context<'_>, _request: &Self::Request) -> usize {
        0
    }

    /// The answer for people.
    fn text(answer: &Self::Answer<'_>, shape: &Self::Shape<'_>) -> String;

    /// The answer as a chart of characters, where [`Form::Chart`] is among the forms.
    fn chart(_answer: &Self::Answer<'_>, _shape: &Self::Shape<'_>) -> String {
        String::new()
    }

    /// Why there is nothing in the answer, where that is worth telling; the command line then ends as with findings.
    fn nothing(_context: Context<'_>, _answer: &Self::Answer<'_>) -> Option<String> {
        None
    }

    /// The answer as a picture, where [`Form::Svg`] is among the forms.
    fn svg(_answer: &Self::Answer<'_>, _shape: &Self::Shape<'_>) -> String {
        String::new()
    }
}

/// An answer in one of its forms.
#[derive(Debug)]
pub enum Reply {
    /// JSON.
    Json(Vec<u8>),
    /// A table with a header line.
    Csv(String),
    /// A picture.
    Svg(String),
    /// For people.
    Text(String),
}

/// An answer, and why there is nothing in it where that is worth telling.
pub type Answered = (Reply, Option<String>);

/// A question as the doors see it.
#[derive(Clone, Copy, Debug)]
pub struct Description {
    /// Its word.
    pub name: &'static str,
    /// What it answers, in a line.
    pub about: Text,
    /// Examples below the help.
    pub examples: &'static str,
    /// Words after `?` that the built-in data answers.
    pub example: &'static str,
    /// The forms it is answered in, the usual first.
    pub forms: &'static [Form],
    parameters: fn() -> Vec<Parameter>,
    schema: fn(&mut SchemaGenerator) -> Schema,
    overlays: fn(Context<'_>, &Words) -> Result<usize, Refusal>,
    ask: fn(Context<'_>, &Words, Form) -> Result<Answered, Refusal>,
}

impl Description {
    /// The description of a question.
    #[must_use]
    pub const fn of<Q: Question>() -> Self {
        Self {
            name: Q::NAME,
            about: Q::ABOUT,
            examples: Q::EXAMPLES,
            example: Q::EXAMPLE,
            forms: Q::FORMS,
            parameters: parameters::<Q>,
            schema: |generator| generator.subschema_for::<Q::Shape<'static>>(),
            overlays: |context, words| Ok(Q::overlays(context, &Q::Request::read(words)?)),
            ask: ask::<Q>,
        }
    }

    /// What it can be asked, beside the form of the answer.
    #[must_use]
    pub fn parameters(&self) -> Vec<Parameter> {
        (self.parameters)()
    }

    /// The schema of its JSON.
    pub fn schema(&self, generator: &mut SchemaGenerator) -> Schema {
        (self.schema)(generator)
    }

    /// The forms that HTTP answers in, the usual first.
    pub fn forms_of_http(&self) -> impl Iterator<Item = Form> {
        self.forms.iter().copied().filter(|form| form.is_of_http())
    }

    /// Asks it with these words, for an answer in this form.
    ///
    /// # Errors
    /// Why it is refused.
    pub fn ask(&self, context: Context<'_>, words: &Words, form: Form) -> Result<Answered, Refusal> {
        (self.ask)(context, words, form)
    }

    /// How many overlays an answer takes, as far as can be told beforehand.
    ///
    /// # Errors
    /// Why it is refused.
    pub fn overlays(&self, context: Context<'_>, words: &Words) -> Result<usize, Refusal> {
        (self.overlays)(context, words)
    }
}

fn parameters<Q: Question>() -> Vec<Parameter> {
    let mut all = Vec::new();
    Q::Request::describe(&mut all);
    all
}

fn ask<Q: Question>(context: Context<'_>, words: &Words, form: Form) -> Result<Answered, Refusal> {
    let answer = Q::ask(context, Q::Request::read(words)?)?;
    let shape = Q::shape(context, &answer);
    let reply = match form {
        Form::Json if context.is_indented => {
            Reply::Json(serde_json::to_vec_pretty(&shape).map_err(Refusal::unwritten)?)
        }
        Form::Json => Reply::Json(serde_json::to_vec(&shape).map_err(Refusal::unwritten)?),
        Form::Csv => Reply::Csv(Q::csv(&shape).map_err(Refusal::unwritten)?),
        Form::Svg => Reply::Svg(Q::svg(&answer, &shape)),
        Form::Text => Reply::Text(Q::text(&answer, &shape)),
        Form::Chart => Reply::Text(Q::chart(&answer, &shape)),
    };
    Ok((reply, Q::nothing(context, &answer)))
}
