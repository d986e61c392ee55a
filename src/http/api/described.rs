//! The questions that are described, as operations: everything from their descriptions.

use serde_json::{Map, Value, json};

use super::parameters::{Known, MOMENT};
use super::schemas::Schemas;
use super::{LANG, SENT, add_body, body_schema, english, example_of, of_get};
use crate::http::described::{form_parameters, path};
use crate::http::evidence::{self, Written};
use crate::questions::{Description, Form, Kind, Parameter, QUESTIONS};
use contactline_core::query::{MAX_SOURCES, MAX_TEXTS};
use contactline_crs::Crs;
use edge_timeline::tile::SIDES_PX;

/// Adds the operation and the parameters of each question.
pub(super) fn add(
    paths: &mut Map<String, Value>,
    parameters: &mut Map<String, Value>,
    schemas: &mut Schemas,
    known: &Known<'_>,
) {
    for question in QUESTIONS {
        let key = |name: &str| format!("{}.{name}", question.name);
        let mut names = Vec::new();
        for parameter in question.parameters() {
            names.push(key(parameter.name));
            let place = if question.is_in_path(parameter.name) { "path" } else { "query" };
            parameters.insert(key(parameter.name), stated(&parameter, place, known));
        }
        for name in form_parameters(question) {
            if name == "f" {
                names.push(key(name));
                parameters.insert(key(name), form_of(question));
            } else {
                names.push(name.to_owned());
            }
        }
        names.push(LANG.to_owned());
        let method = if question.sent.is_some() { "post" } else { "get" };
        let path = paths.entry(path(question)).or_insert_with(|| json!({}));
        path[method] = operation(question, &names, schemas);
    }
}

/// What a question can be asked, as the JSON Schema of an object.
pub(super) fn arguments(question: &Description, known: &Known<'_>) -> Map<String, Value> {
    let (mut members, mut required) = (Map::new(), Vec::new());
    for parameter in question.parameters() {
        let mut stated = stated(&parameter, "query", known);
        let mut schema = stated["schema"].take();
        schema["description"] = stated["description"].take();
        if let Some(example) = stated.get_mut("example") {
            schema["examples"] = json!([example.take()]);
        }
        members.insert(parameter.name.to_owned(), schema);
        required.extend(parameter.is_required.then_some(parameter.name));
    }
    if let Some(sent) = question.sent {
        let kinds: Vec<&str> = sent.media_types.iter().map(|(kind, _)| *kind).collect();
        let (kind, text) = sent.media_types[0];
        let example = example_of(kind, text);
        let mut schema = body_schema(kind, &example);
        schema["description"] = json!(format!("{}: {}", sent.noun, kinds.join(" or ")));
        schema["examples"] = json!([example]);
        members.insert(SENT.to_owned(), schema);
        required.push(SENT);
    }
    let schema =
        json!({ "type": "object", "properties": members, "required": required, "additionalProperties": false });
    schema.as_object().cloned().unwrap_or_default()
}

fn operation(question: &Description, parameters: &[String], schemas: &mut Schemas) -> Value {
    let content: Map<String, Value> = question
        .forms_of_http()
        .map(|form| {
            let is_json = matches!(form, Form::Json | Form::Geojson);
            let schema = if is_json { schemas.of_question(question, form) } else { json!({ "type": "string" }) };
            (question.media_type(form).to_owned(), json!({ "schema": schema }))
        })
        .collect();
    let content: Map<String, Value> = content.into_iter().chain(evidence_of(question)).collect();
    let mut operation = of_get(question.name, "questions", english(question.about), parameters, &content);
    operation["responses"]["412"] = json!({ "$ref": "#/components/responses/Problem" });
    if let Some(kind) = question.sent {
        add_body(&mut operation, kind.media_types.iter().copied());
    }
    operation
}

/// A parameter as OpenAPI states it.
fn stated(parameter: &Parameter, place: &str, known: &Known<'_>) -> Value {
    let (schema, example) = of_kind(parameter.kind, known);
    // A day that must be given is one that is there.
    let example = match (parameter.kind, parameter.is_required) {
        (Kind::Date, true) => json!(known.days[usize::from(parameter.name == "to")]),
        _ => example,
    };
    let about = match parameter.kind {
        Kind::Bindings => format!("{}: name:value, comma-separated", parameter.about),
        _ => parameter.about.to_owned(),
    };
    let mut stated = json!({
        "name": parameter.name,
        "in": place,
        "required": parameter.is_required,
        "description": about,
        "schema": schema,
    });
    if matches!(parameter.kind, Kind::Sources | Kind::Texts | Kind::Box) {
        stated["style"] = json!("form");
        stated["explode"] = json!(false);
    }
    if !example.is_null() {
        stated["example"] = example;
    }
    stated
}

/// What values a kind has, and one of them that works with every other parameter.
fn of_kind(kind: Kind, known: &Known<'_>) -> (Value, Value) {
    let words = |words: &[&str]| json!({ "type": "string", "enum": words });
    let degrees = |most: f64| json!({ "type": "number", "minimum": -most, "maximum": most });
    match kind {
        Kind::Date => (json!({ "type": "string", "pattern": format!("^(latest|{MOMENT})$") }), Value::Null),
        Kind::Region => (json!({ "type": "string" }), known.regions.first().map_or(Value::Null, |id| json!(id))),
        Kind::Longitude => (degrees(180.0), json!(37.5)),
        Kind::Latitude => (degrees(90.0), json!(47.5)),
        Kind::Coordinate => (json!({ "type": "number" }), Value::Null),
        Kind::Crs => (words(&Crs::all().map(Crs::code).collect::<Vec<_>>()), Value::Null),
        Kind::PlaceRegion => (words(known.regions), Value::Null),
        Kind::Box => {
            let corners = json!({ "type": "array", "items": { "type": "number" }, "minItems": 4, "maxItems": 4 });
            (corners, json!([36.0, 46.0, 40.0, 50.0]))
        }
        Kind::Pixels => {
            (json!({ "type": "integer", "minimum": SIDES_PX.start(), "maximum": SIDES_PX.end() }), Value::Null)
        }
        Kind::Source => (words(known.sources), known.sources.first().map_or(Value::Null, |id| json!(id))),
        Kind::Sources => {
            let items = words(known.sources);
            (json!({ "type": "array", "minItems": 1, "maxItems": MAX_SOURCES, "items": items }), Value::Null)
        }
        Kind::Proposal => (words(known.proposals), json!(known.proposals.first())),
        Kind::Texts => {
            let list =
                json!({ "type": "array", "minItems": 1, "maxItems": MAX_TEXTS, "items": words(known.proposals) });
            (list, known.proposals.first().map_or(Value::Null, |id| json!([id])))
        }
        Kind::Bindings => {
            let pairs = "^[^:,]+:[^:,]+(,[^:,]+:[^:,]+)*$";
            (json!({ "type": "string", "pattern": pairs }), Value::Null)
        }
        Kind::Party => (json!({ "type": "string", "pattern": "^[A-Za-z]{2}$" }), json!("UA")),
        Kind::Count => (json!({ "type": "integer", "minimum": 1 }), Value::Null),
        Kind::Metres => (json!({ "type": "number", "minimum": 0 }), Value::Null),
        Kind::Text | Kind::Name | Kind::Place { .. } | Kind::Near => (json!({ "type": "string" }), Value::Null),
        Kind::Word(allowed) => (words(allowed), Value::Null),
        Kind::Flag => (json!({ "type": "boolean", "default": false }), Value::Null),
    }
}

/// The media types of evidence, where a question has any.
fn evidence_of(question: &Description) -> impl Iterator<Item = (String, Value)> {
    let written = Written::ALL.into_iter().filter(|(word, _)| evidence::words(question).any(|own| own == *word));
    let media_type = |written: Written| written.media_type().split(';').next().unwrap_or_default().to_owned();
    written.map(move |(_, written)| {
        let kind = if written == Written::Page { "string" } else { "object" };
        (media_type(written), json!({ "schema": { "type": kind } }))
    })
}

/// The form of the answer as a parameter.
fn form_of(question: &Description) -> Value {
    let words: Vec<&str> = question.forms_of_http().map(Form::as_str).chain(evidence::words(question)).collect();
    json!({
        "name": "f",
        "in": "query",
        "required": false,
        "description": "Form of the answer",
        "schema": { "type": "string", "enum": words, "default": words.first() },
        "example": words.first(),
    })
}
