//! A question described: what a door needs to know of it, and to ask it.

use std::sync::Arc;

use schemars::generate::{SchemaGenerator, SchemaSettings};
use schemars::{JsonSchema, Schema, json_schema};
use serde::Serialize;

use super::form::{Form, JsonStyle, raster};
use super::parameter::{Parameter, Request};
use crate::render::TileLayer;
use crate::request::{Code, Refusal, Words};
use crate::wire::table::{Column, feature_columns};
use crate::wire::{Csv, PROVENANCE, Provenance, Rights};
use contactline_core::atlas::Atlas;
use contactline_core::model::{Interval, Source, Text};
use contactline_core::query::items::{Collection, items};

/// Where the layers of a picture come from: made for it, or kept from one picture and tile to the next.
pub trait Layers {
    /// The layer of a collection as of a moment.
    fn layer<'a>(&self, atlas: &'a Atlas, collection: &Collection<'a>, when: Interval) -> Arc<TileLayer>;
}

/// The layers of a picture, made for it.
#[derive(Clone, Copy, Debug)]
pub struct MadeLayers;

impl Layers for MadeLayers {
    fn layer<'a>(&self, atlas: &'a Atlas, collection: &Collection<'a>, when: Interval) -> Arc<TileLayer> {
        Arc::new(TileLayer::new(&collection.id, &items(atlas, collection, when)))
    }
}

/// What a question is asked of.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// Everything indexed.
    pub atlas: &'a Atlas,
    /// The fingerprint of what it was loaded from.
    pub fingerprint: &'a str,
    /// Whose geometry may leave.
    pub rights: &'a Rights,
    /// Where the layers of pictures come from.
    pub layers: &'a dyn Layers,
    /// Whether JSON is written for people, a member a line.
    pub is_indented: bool,
}

/// What is sent with a question: the body of a request, a file on the command line.
#[derive(Clone, Copy, Debug)]
pub struct SentKind {
    /// What it is, as help of the file.
    pub about: &'static str,
    /// What it is, in a word.
    pub noun: &'static str,
    /// The media types it may have, each with one that works.
    pub media_types: &'static [(&'static str, &'static str)],
    /// Whether a body of another media type is refused; else it is read all the same.
    pub is_typed: bool,
    /// The longest body.
    pub max_bytes: usize,
}

/// How much work a question is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pace {
    /// So little that it needs no turn.
    Instant,
    /// As much as its overlays are.
    Counted,
    /// As much as a picture is.
    Drawing,
}

/// A question: one struct that every door asks.
pub trait Question {
    /// Its word: the route below `/v1`, and the command.
    const NAME: &'static str;
    /// Its route below `/v1`, where that is another; a parameter in braces stands in the path.
    const PATH: &'static str = Self::NAME;
    /// The command that asks it, where that is another: of questions with the same command, the first listed answers it.
    const COMMAND: &'static str = Self::NAME;
    /// What it answers, in a line.
    const ABOUT: Text;
    /// Examples below the help, one a line, each with what it does.
    const EXAMPLES: &'static str;
    /// Words after `?` that the built-in data answers.
    const EXAMPLE: &'static str;
    /// The forms it is answered in, the usual first.
    const FORMS: &'static [Form] = &[Form::Json, Form::Csv, Form::Text];
    /// Whether its JSON is GeoJSON.
    const IS_GEOJSON: bool = false;
    /// How much work it is.
    const PACE: Pace = Pace::Counted;
    /// What is sent with it, if anything.
    const SENT: Option<SentKind> = None;

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

    /// The answer as CSV, where [`Form::Csv`] is among the forms.
    ///
    /// # Errors
    /// None that an answer can cause.
    fn csv(_shape: &Self::Shape<'_>) -> Result<Csv, csv::Error> {
        Ok(Csv::default())
    }

    /// The answer as JSON.
    ///
    /// # Errors
    /// A position that the reference system asked for does not reach.
    fn json(_answer: &Self::Answer<'_>, shape: &Self::Shape<'_>, style: JsonStyle) -> Result<Vec<u8>, Refusal> {
        style.write(shape)
    }

    /// The answer as GeoJSON, where [`Form::Geojson`] is among the forms.
    ///
    /// # Errors
    /// As [`json`](Self::json).
    fn geojson(answer: &Self::Answer<'_>, shape: &Self::Shape<'_>, style: JsonStyle) -> Result<Vec<u8>, Refusal> {
        Self::json(answer, shape, style)
    }

    /// The schema of its GeoJSON.
    fn geojson_schema(generator: &mut SchemaGenerator) -> Schema {
        generator.subschema_for::<Self::Shape<'static>>()
    }

    /// The sources whose outlines an answer of that form shows: its GeoJSON or its picture, and its JSON where it has no GeoJSON apart.
    fn drawn<'s>(_answer: &'s Self::Answer<'_>, _form: Form) -> Vec<&'s Source> {
        Vec::new()
    }

    /// How many overlays an answer takes, as far as can be told beforehand: one of many has its own, smaller share of the machine.
    fn overlays(_context: Context<'_>, _request: &Self::Request) -> usize {
        0
    }

    /// The answer for people, where [`Form::Text`] is among the forms.
    fn text(_answer: &Self::Answer<'_>, _shape: &Self::Shape<'_>) -> String {
        String::new()
    }

    /// The answer as a chart of characters, where [`Form::Chart`] is among the forms.
    fn chart(_answer: &Self::Answer<'_>, _shape: &Self::Shape<'_>) -> String {
        String::new()
    }

    /// Why there is nothing in the answer, where that is worth telling; the command line then ends as with findings.
    fn nothing(_context: Context<'_>, _answer: &Self::Answer<'_>) -> Option<String> {
        None
    }

    /// The answer as a picture, where [`Form::Svg`] and [`Form::Png`] are among the forms.
    fn svg(_answer: &Self::Answer<'_>, _shape: &Self::Shape<'_>) -> String {
        String::new()
    }
}

/// An answer in one of its forms.
#[derive(Debug)]
pub enum Reply {
    /// JSON, or GeoJSON.
    Json(Vec<u8>),
    /// A table.
    Csv(Csv),
    /// A picture.
    Svg(String),
    /// A picture in pixels.
    Png(Vec<u8>),
    /// For people.
    Text(String),
}

/// An answer, and what goes beside it.
#[derive(Debug)]
pub struct Answered {
    /// The answer.
    pub reply: Reply,
    /// Why there is nothing in it, where that is worth telling.
    pub nothing: Option<String>,
    /// The fingerprint of the data that it rests on.
    pub fingerprint: String,
    /// On which terms the outlines in it are looked at, where a licence does not let them be passed on.
    pub terms: Vec<String>,
}

/// A question as the doors see it.
#[derive(Clone, Copy, Debug)]
pub struct Description {
    /// Its word.
    pub name: &'static str,
    /// Its route below `/v1`; a parameter in braces stands in the path.
    pub path: &'static str,
    /// The command that asks it, or another listed before it.
    pub command: &'static str,
    /// What it answers, in a line.
    pub about: Text,
    /// Examples below the help.
    pub examples: &'static str,
    /// Words after `?` that the built-in data answers.
    pub example: &'static str,
    /// The forms it is answered in, the usual first.
    pub forms: &'static [Form],
    /// Whether its JSON is GeoJSON.
    pub is_geojson: bool,
    /// How much work it is.
    pub pace: Pace,
    /// What is sent with it, if anything.
    pub sent: Option<SentKind>,
    parameters: fn() -> Vec<Parameter>,
    schema: fn(&mut SchemaGenerator, Form) -> Schema,
    overlays: fn(Context<'_>, &Words) -> Result<usize, Refusal>,
    ask: fn(Context<'_>, &Words, Form) -> Result<Answered, Refusal>,
}

impl Description {
    /// The description of a question.
    #[must_use]
    pub const fn of<Q: Question>() -> Self {
        Self {
            name: Q::NAME,
            path: Q::PATH,
            command: Q::COMMAND,
            about: Q::ABOUT,
            examples: Q::EXAMPLES,
            example: Q::EXAMPLE,
            forms: Q::FORMS,
            is_geojson: Q::IS_GEOJSON,
            pace: Q::PACE,
            sent: Q::SENT,
            parameters: parameters::<Q>,
            schema: |generator, form| match form {
                Form::Geojson => Q::geojson_schema(generator),
                _ => generator.subschema_for::<Q::Shape<'static>>(),
            },
            overlays: |context, words| Ok(Q::overlays(context, &Q::Request::read(words)?)),
            ask: ask::<Q>,
        }
    }

    /// What it can be asked, beside the form of the answer.
    #[must_use]
    pub fn parameters(&self) -> Vec<Parameter> {
        (self.parameters)()
    }

    /// Whether a parameter stands in the path of its address.
    #[must_use]
    pub fn is_in_path(&self, name: &str) -> bool {
        self.path.split('/').any(|part| part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) == Some(name))
    }

    /// The schema of its JSON, or of its GeoJSON.
    pub fn schema(&self, generator: &mut SchemaGenerator, form: Form) -> Schema {
        let (shape, provenance) = ((self.schema)(generator, form), generator.subschema_for::<Provenance<'static>>());
        json_schema!({
            "allOf": [shape, { "type": "object", "required": [PROVENANCE], "properties": { PROVENANCE: provenance } }]
        })
    }

    /// What the features of its GeoJSON say of themselves, as columns.
    #[must_use]
    pub fn feature_columns(&self) -> Vec<Column> {
        let settings = SchemaSettings::draft2020_12().with(|settings| settings.inline_subschemas = true);
        let mut generator = settings.for_serialize().into_generator();
        feature_columns((self.schema)(&mut generator, Form::Geojson).as_value())
    }

    /// The media type of a form.
    #[must_use]
    pub const fn media_type(&self, form: Form) -> &'static str {
        if self.is_geojson && matches!(form, Form::Json) { Form::Geojson.media_type() } else { form.media_type() }
    }

    /// Whether GeoJSON is among the answers.
    #[must_use]
    pub fn has_geojson(&self) -> bool {
        self.is_geojson || self.forms.contains(&Form::Geojson)
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
    expected(words, context.fingerprint)?;
    let provenance = Provenance::of(context.fingerprint);
    let answer = Q::ask(context, Q::Request::read(words)?)?;
    let shape = Q::shape(context, &answer);
    let style =
        if Q::IS_GEOJSON || form == Form::Geojson { JsonStyle::of(words, context)? } else { JsonStyle::plain(context) };
    let reply = match form {
        Form::Json => Reply::Json(provenance.added(Q::json(&answer, &shape, style)?)),
        Form::Geojson => Reply::Json(provenance.added(Q::geojson(&answer, &shape, style)?)),
        Form::Csv => {
            let csv = Q::csv(&shape).map_err(Refusal::unwritten)?;
            let is_stated = words.flag(PROVENANCE)?;
            Reply::Csv(if is_stated { provenance.beside(csv).map_err(Refusal::unwritten)? } else { csv })
        }
        Form::Svg => Reply::Svg(Q::svg(&answer, &shape)),
        Form::Png => Reply::Png(raster(&Q::svg(&answer, &shape), words)?),
        Form::Text => Reply::Text(Q::text(&answer, &shape)),
        Form::Chart => Reply::Text(Q::chart(&answer, &shape)),
    };
    let is_drawn = form.shows_outlines() && !(form == Form::Json && Q::FORMS.contains(&Form::Geojson));
    let drawn = if is_drawn { Q::drawn(&answer, form) } else { Vec::new() };
    let fingerprint = context.fingerprint.to_owned();
    Ok(Answered { reply, nothing: Q::nothing(context, &answer), fingerprint, terms: terms(drawn) })
}

/// The parameter by which an answer of other data than those meant is refused.
pub const EXPECT: &str = "expect";

/// The parameter by which a question is asked of what had been loaded by then. The doors read it: a question is asked of one atlas.
pub const KNOWN_ON: &str = "known_on";

/// Refuses other data than those that the words expect.
fn expected(words: &Words, fingerprint: &str) -> Result<(), Refusal> {
    match words.text(EXPECT) {
        Some(expected) => expect(expected, fingerprint).map_err(|refusal| refusal.of(EXPECT)),
        None => Ok(()),
    }
}

/// Refuses data of another fingerprint than was expected, of which the beginning is enough.
///
/// # Errors
/// They are others; or it is no fingerprint.
pub fn expect(expected: &str, fingerprint: &str) -> Result<(), Refusal> {
    const MIN_DIGITS: usize = 8;
    if expected.len() < MIN_DIGITS || !expected.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        let allowed =
            format!("allowed: {MIN_DIGITS} to 64 hexadecimal digits, as answers state them in '{PROVENANCE}'");
        return Err(Refusal::new(Code::BadValue, format!("'{expected}' is no fingerprint of data; {allowed}")));
    }
    if fingerprint.starts_with(&expected.to_ascii_lowercase()) {
        return Ok(());
    }
    let detail =
        format!("the data have the fingerprint {fingerprint}, not {expected}: they are others than those expected");
    Err(Refusal::new(Code::OtherData, detail))
}

/// On which terms outlines of these sources are looked at, where a licence does not let them be passed on: each once.
fn terms<'s>(sources: impl IntoIterator<Item = &'s Source>) -> Vec<String> {
    let mut terms: Vec<String> = Vec::new();
    for line in sources.into_iter().filter_map(|source| Rights::default().terms(source)) {
        if !terms.contains(&line) {
            terms.push(line);
        }
    }
    terms
}
