//! Tools and their arguments: the questions as their descriptions have them.

use rmcp::model::{JsonObject, Tool, ToolAnnotations};
use serde_json::{Value, json};

use super::answer::MAX_JSON_BYTES;
use crate::http::api::{self, SENT};
use crate::http::body_reader::too_large;
use crate::http::described;
use crate::http::language::LANG;
use crate::http::params::Params;
use crate::http::problem::{Code, Problem};
use crate::questions::{Description, Form, QUESTIONS};
use contactline_core::atlas::Atlas;
use contactline_core::model::{Date, Language};

/// The argument that asks for JSON beside the text.
pub(super) const STRUCTURED: &str = "structured";

/// The questions that are tools: those answered in words.
pub(super) fn questions() -> impl Iterator<Item = &'static Description> {
    QUESTIONS.iter().filter(|question| question.forms.contains(&Form::Text))
}

/// A tool for each.
pub(super) fn tools(atlas: &Atlas) -> Vec<Tool> {
    questions().map(|question| tool(question, atlas)).collect()
}

fn tool(question: &Description, atlas: &Atlas) -> Tool {
    let mut schema = api::arguments(question, atlas);
    schema["properties"][LANG] =
        json!({ "type": "string", "enum": ["en", "uk"], "default": "en", "description": "Language of the answer" });
    let about = format!(
        "Whether the JSON that HTTP answers comes with the text, as structured content; up to {MAX_JSON_BYTES} bytes"
    );
    schema["properties"][STRUCTURED] = json!({ "type": "boolean", "default": false, "description": about });
    let about = question.about.within(Language::English);
    let reads =
        ToolAnnotations::with_title(about).read_only(true).destructive(false).idempotent(true).open_world(false);
    Tool::new(question.name, about, schema).with_annotations(reads)
}

/// What a tool is asked.
pub(super) struct Asked {
    pub params: Params,
    pub is_structured: bool,
}

/// The language that the arguments name, else English.
pub(super) fn language(arguments: &mut JsonObject) -> Result<Language, Problem> {
    let Some(value) = arguments.remove(LANG) else { return Ok(Language::English) };
    let text = text(LANG, value)?;
    if text.is_empty() { Ok(Language::English) } else { text.parse().map_err(|e| Problem::from(e).of(LANG)) }
}

impl Asked {
    /// The arguments as parameters: each known, and with a value that can be meant.
    pub(super) fn read(question: &Description, mut arguments: JsonObject, today: Date) -> Result<Self, Problem> {
        let body = question.sent.and_then(|kind| Some((kind, arguments.remove(SENT)?)));
        let mut pairs = Vec::new();
        for (name, value) in arguments {
            let value = text(&name, value)?;
            pairs.push((name, value));
        }
        let mut allowed: Vec<&str> = question.parameters().iter().map(|parameter| parameter.name).collect();
        allowed.extend(question.sent.map(|_| SENT));
        allowed.extend([STRUCTURED, LANG]);
        let mut params = Params::of(pairs, &allowed, today)?;
        let is_structured = params.flag(STRUCTURED)?;
        if let Some((kind, value)) = body {
            let bytes = match value {
                Value::String(text) => text.into_bytes(),
                value => value.to_string().into_bytes(),
            };
            if bytes.len() > kind.max_bytes {
                return Err(too_large(kind.max_bytes));
            }
            params = params.with(described::sent(kind, bytes)?);
        } else if question.sent.is_some() {
            return Err(Problem::new(Code::MissingParameter, format!("Parameter '{SENT}' is missing")).of(SENT));
        }
        Ok(Self { params, is_structured })
    }
}

/// A value as it would stand in an address: lists parted by commas, null as left out.
fn text(name: &str, value: Value) -> Result<String, Problem> {
    match value {
        Value::Null => Ok(String::new()),
        Value::String(text) => Ok(text),
        Value::Bool(_) | Value::Number(_) => Ok(value.to_string()),
        Value::Array(values) => {
            let texts = values.into_iter().map(|value| text(name, value)).collect::<Result<Vec<_>, _>>()?;
            Ok(texts.join(","))
        }
        Value::Object(_) => {
            let detail = format!("'{name}' is an object; allowed: a text, a number, true or false, or a list of them");
            Err(Problem::new(Code::BadValue, detail).of(name))
        }
    }
}
