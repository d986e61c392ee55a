//! A document of evidence set against what is answered now: whether it is as it was signed, what differs, and why that may be.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::page::page;
use super::signature::{SignatureState, state};
use super::{ASKED, FORM, FileUsed, KIND, answer, asked};
use crate::questions::Context;
use crate::request::{Code, Refusal};
use crate::wire::{PROVENANCE, Provenance};
use contactline_core::model::Date;

/// A member that is another now.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// Where it stands: `at.control[viina].status`.
    pub path: String,
    /// What the document has there; null: nothing.
    pub stated: Value,
    /// What is answered now; null: nothing.
    pub now: Value,
}

/// What became of a document.
#[derive(Clone, Debug, PartialEq)]
pub struct Verified {
    /// Whether it is as it was signed.
    pub signature: SignatureState,
    /// Of a page: whether it shows what its document states, as this program makes a page of it.
    pub page: Option<bool>,
    /// The program that made it, and this one, where they differ.
    pub programs: Option<[String; 2]>,
    /// The fingerprints of the data then and now, where they differ.
    pub fingerprints: Option<[String; 2]>,
    /// The files that are others now, or not there: their paths.
    pub files: Vec<String>,
    /// What is answered otherwise.
    pub differences: Vec<Difference>,
}

impl Verified {
    /// Whether the same is answered now, and nothing speaks against the signature or the page.
    #[must_use]
    pub fn is_same(&self) -> bool {
        self.differences.is_empty() && self.signature != SignatureState::NotValid && self.page != Some(false)
    }
}

/// The document in a text: JSON, or a page that carries it.
///
/// # Errors
/// There is none in it, or one of a form that is not read here.
pub fn embedded(text: &str) -> Result<Map<String, Value>, Refusal> {
    let text = text.trim_start_matches('\u{feff}');
    let carried = || text.split_once(super::page::BEGIN)?.1.split_once(super::page::END).map(|(json, _)| json);
    let json = if is_json(text) { Some(text) } else { carried() };
    let none = || Refusal::new(Code::BadBody, "this is no document of evidence, nor a page made by --report");
    let document: Map<String, Value> = serde_json::from_str(json.ok_or_else(none)?).map_err(|e| {
        let damaged = format!("the document of evidence is damaged: {e}");
        Refusal::new(Code::BadBody, damaged)
    })?;
    if document.get("type") != Some(&json!(KIND)) {
        return Err(none());
    }
    match document.get("form") {
        Some(form) if *form == json!(FORM) => Ok(document),
        form => {
            let form = form.map_or_else(|| "no form".to_owned(), |form| format!("form {form}"));
            Err(Refusal::new(
                Code::BadBody,
                format!("a document of evidence of {form}; this program reads form {FORM}"),
            ))
        }
    }
}

fn is_json(text: &str) -> bool {
    text.trim_start_matches('\u{feff}').trim_start().starts_with('{')
}

/// Asks the question of the document in a text again, and says what is answered otherwise. It is to be spoken in its language
/// ([`stated_language`]).
///
/// # Errors
/// The document has no question that can be asked, or it is refused.
pub fn verify(
    context: Context<'_>,
    (text, document): (&str, &Map<String, Value>),
    files: &[FileUsed],
    today: Date,
) -> Result<Verified, Refusal> {
    let question = document.get("question").unwrap_or(&Value::Null);
    let has_question = question["lon"].is_number() && question["lat"].is_number() && question["date"].is_string();
    if !has_question {
        let lacks = "the document of evidence has no question with lon, lat and date";
        return Err(Refusal::new(Code::BadBody, lacks));
    }
    let words = asked(&question["lon"], &question["lat"], &question["date"], today);
    let mut differences = Vec::new();
    for name in ASKED {
        let now = answer(context, name, &words)?;
        let stated = document.get("answers").map_or(&Value::Null, |answers| &answers[name]);
        differ(name, stated, &now, &mut differences);
    }
    let provenance = document.get(PROVENANCE).unwrap_or(&Value::Null);
    let stated = |value: &Value| value.as_str().unwrap_or("not stated").to_owned();
    let here = Provenance::of(context.fingerprint);
    let others = |then: String, now: &str| (then != now).then(|| [then, now.to_owned()]);
    Ok(Verified {
        signature: state(document),
        page: (!is_json(text)).then(|| page(document) == text),
        programs: others(stated(&provenance["program"]), here.program),
        fingerprints: others(stated(&provenance["fingerprint"]), here.fingerprint),
        files: other_files(document.get("files").unwrap_or(&Value::Null), files),
        differences,
    })
}

/// The language of a document's sentences, as its code.
#[must_use]
pub fn stated_language(document: &Map<String, Value>) -> &str {
    document.get("question").and_then(|question| question["language"].as_str()).unwrap_or("en")
}

/// The paths of those files of the document that are others now.
fn other_files(stated: &Value, now: &[FileUsed]) -> Vec<String> {
    let known: BTreeMap<&str, &str> = now.iter().map(|file| (file.path.as_str(), file.sha256.as_str())).collect();
    let stated = stated.as_array().map_or(&[][..], Vec::as_slice).iter();
    let pairs = stated.filter_map(|file| Some((file["path"].as_str()?, file["sha256"].as_str()?)));
    pairs.filter(|(path, sha256)| known.get(path) != Some(sha256)).map(|(path, _)| path.to_owned()).collect()
}

/// Adds where two values differ.
fn differ(path: &str, stated: &Value, now: &Value, found: &mut Vec<Difference>) {
    match (stated, now) {
        (Value::Object(a), Value::Object(b)) => {
            let names: BTreeSet<&String> = a.keys().chain(b.keys()).collect();
            for name in names {
                let of = |map: &Map<String, Value>| map.get(name).cloned().unwrap_or_default();
                differ(&format!("{path}.{name}"), &of(a), &of(b), found);
            }
        }
        (Value::Array(a), Value::Array(b)) => {
            let (a, b) = (keyed(a), keyed(b));
            let keys: BTreeSet<&String> = a.keys().chain(b.keys()).collect();
            for key in keys {
                let of =
                    |map: &BTreeMap<String, &Value>| map.get(key).map(|value| (*value).clone()).unwrap_or_default();
                differ(&format!("{path}[{key}]"), &of(&a), &of(&b), found);
            }
        }
        // 5000 and 5000.0 are one number: the canonical form writes both alike.
        _ if stated == now || stated.as_f64().is_some_and(|number| now.as_f64() == Some(number)) => {}
        _ => found.push(Difference { path: path.to_owned(), stated: stated.clone(), now: now.clone() }),
    }
}

/// The items of a list by what names them, else by their number.
fn keyed(items: &[Value]) -> BTreeMap<String, &Value> {
    let name = |item: &Value| ["id", "source"].iter().find_map(|member| item[*member].as_str().map(str::to_owned));
    let names: Option<Vec<String>> = items.iter().map(name).collect();
    let is_unique = |names: &Vec<String>| names.iter().collect::<BTreeSet<_>>().len() == names.len();
    let numbers = || (0..items.len()).map(|number| format!("{number:03}")).collect();
    names.filter(is_unique).unwrap_or_else(numbers).into_iter().zip(items).collect()
}
