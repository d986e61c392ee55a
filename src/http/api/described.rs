//! The questions that are described, as operations: everything from their descriptions.

use serde_json::{Map, Value, json};

use super::parameters::{Known, MOMENT};
use super::schemas::Schemas;
use super::{LANG, english, of_get};
use crate::http::described::{form_parameters, path};
use crate::questions::{Description, Form, Kind, Parameter, QUESTIONS};
use contactline_core::query::MAX_SOURCES;

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
            parameters.insert(key(parameter.name), stated(&parameter, known));
        }
        for name in form_parameters(question) {
            if *name == "f" {
                names.push(key(name));
                parameters.insert(key(name), form_of(question));
            } else {
                names.push((*name).to_owned());
            }
        }
        names.push(LANG.to_owned());
        paths.insert(path(question), json!({ "get": operation(question, &names, schemas) }));
    }
}

fn operation(question: &Description, parameters: &[String], schemas: &mut Schemas) -> Value {
    let content: Map<String, Value> = question
        .forms_of_http()
        .map(|form| {
            let is_json = form == Form::Json;
            let schema = if is_json { schemas.of_question(question) } else { json!({ "type": "string" }) };
            (form.media_type().to_owned(), json!({ "schema": schema }))
        })
        .collect();
    of_get(question.name, "questions", english(question.about), parameters, &content)
}

/// A parameter as OpenAPI states it.
fn stated(parameter: &Parameter, known: &Known<'_>) -> Value {
    let (schema, example) = of_kind(parameter.kind, known);
    let mut stated = json!({
        "name": parameter.name,
        "in": "query",
        "required": parameter.is_required,
        "description": parameter.about,
        "schema": schema,
    });
    if parameter.kind == Kind::Sources {
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
    match kind {
        Kind::Date => (json!({ "type": "string", "pattern": format!("^(latest|{MOMENT})$") }), Value::Null),
        Kind::Region => (json!({ "type": "string" }), known.regions.first().map_or(Value::Null, |id| json!(id))),
        Kind::Source => (words(known.sources), known.sources.first().map_or(Value::Null, |id| json!(id))),
        Kind::Sources => {
            let items = words(known.sources);
            (json!({ "type": "array", "minItems": 1, "maxItems": MAX_SOURCES, "items": items }), Value::Null)
        }
        Kind::Party => (json!({ "type": "string", "pattern": "^[A-Za-z]{2}$" }), json!("UA")),
        Kind::Count => (json!({ "type": "integer", "minimum": 1 }), Value::Null),
        Kind::Metres => (json!({ "type": "number", "minimum": 0 }), Value::Null),
        Kind::Text => (json!({ "type": "string" }), Value::Null),
        Kind::Word(allowed) => (words(allowed), Value::Null),
        Kind::Flag => (json!({ "type": "boolean", "default": false }), Value::Null),
    }
}

/// The form of the answer as a parameter.
fn form_of(question: &Description) -> Value {
    let words: Vec<&str> = question.forms_of_http().map(Form::as_str).collect();
    json!({
        "name": "f",
        "in": "query",
        "required": false,
        "description": "Form of the answer",
        "schema": { "type": "string", "enum": words, "default": words.first() },
        "example": words.first(),
    })
}
