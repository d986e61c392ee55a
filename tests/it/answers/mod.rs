//! Every answer of the HTTP API word for word, on the built-in data and one drawn source, as if today were 2025-02-01.
//!
//! A case is a line of a table; its answer stands in `snapshots/NAME.snap`. A new question gets a line here. After a change
//! that is meant, `INSTA_UPDATE=always` writes the snapshots anew: read the difference before it is committed.

mod collections;
mod openapi;
mod pages;
mod problems;
mod questions;

use std::fmt::Write as _;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::LazyLock;
use std::time::Duration;

use axum::body::Body;
use axum::http::Request;
use contactline::http::{Service, Settings};
use serde_json::Value;

use crate::served::{self, Answer};
use crate::with_maps;

/// How many rows of a list, lines of a text and positions of a geometry a snapshot has.
const MAX_ROWS: usize = 3;
const MAX_LINES: usize = 6;
const MAX_POSITIONS: usize = 6;
/// Headers that are a part of the answer; those of transport are tested elsewhere.
const HEADERS: [&str; 7] = [
    "content-disposition",
    "cache-control",
    "content-crs",
    "link",
    "allow",
    "contactline-notes",
    "contactline-warning",
];

static SERVICE: LazyLock<Service> = LazyLock::new(|| {
    // A machine that is busy with other tests is slow, and no answer of interest.
    let question_limit = Duration::from_secs(3_600);
    let settings = Settings { today: || "2025-02-01".parse().unwrap(), question_limit, ..Settings::default() };
    Service::new(with_maps::atlas(), "f00d".into(), settings)
});

/// What is asked: an address, and what is posted to it.
struct Case {
    name: &'static str,
    path: String,
    body: Option<(&'static str, &'static str)>,
}

fn get(name: &'static str, path: &str) -> Case {
    Case { name, path: path.to_owned(), body: None }
}

fn post(name: &'static str, path: &str, kind: &'static str, body: &'static str) -> Case {
    Case { name, path: path.to_owned(), body: Some((kind, body)) }
}

fn answer(case: &Case) -> Answer {
    let request = match case.body {
        None => served::get_with(&case.path, &[]),
        Some((kind, body)) => Request::post(&case.path).header("content-type", kind).body(Body::from(body)).unwrap(),
    };
    served::send(SERVICE.clone(), request)
}

/// Holds each answer to its snapshot, all of them before it fails.
fn check(cases: impl IntoIterator<Item = Case>) {
    check_texts(cases.into_iter().map(|case| {
        let text = told(&case, &answer(&case));
        (case.name, text)
    }));
}

fn check_texts(texts: impl IntoIterator<Item = (&'static str, String)>) {
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    let differs = |(name, text): (&'static str, String)| {
        let check = AssertUnwindSafe(|| settings.bind(|| insta::assert_snapshot!(name, text)));
        catch_unwind(check).is_err().then_some(name)
    };
    let differing: Vec<&str> = texts.into_iter().filter_map(differs).collect();
    assert!(differing.is_empty(), "answers that differ from their snapshots: {differing:?}");
}

/// An answer as its snapshot has it: what was asked, status, headers, and the body cut short.
fn told(case: &Case, answer: &Answer) -> String {
    let method = if case.body.is_some() { "POST" } else { "GET" };
    let kind = answer.header("content-type");
    let mut text = format!("{method} {}\n{} {kind}\n", case.path, answer.status.as_u16());
    for name in HEADERS {
        if !answer.header(name).is_empty() {
            writeln!(text, "{name}: {}", answer.header(name)).unwrap();
        }
    }
    text.push('\n');
    let is_text = kind.starts_with("text/") || kind.contains("xml") || kind.contains("seq") || kind.contains("ndjson");
    if is_text {
        text + &first_lines(&answer.text())
    } else if kind.contains("json") {
        text + &in_short(&answer.json())
    } else {
        text + if answer.bytes.is_empty() { "no bytes\n" } else { "bytes\n" }
    }
}

/// The first lines, each as long as a row of a table may be.
fn first_lines(text: &str) -> String {
    let mut short = String::new();
    for line in text.lines().take(MAX_LINES) {
        let cut: String = line.chars().take(600).collect();
        writeln!(short, "{cut}{}", if cut.len() < line.len() { " ..." } else { "" }).unwrap();
    }
    let left = text.lines().count().saturating_sub(MAX_LINES);
    short + &(if left > 0 { format!("... {left} more lines\n") } else { String::new() })
}

/// JSON with long lists cut short: objects over several lines, what is small on one.
fn in_short(value: &Value) -> String {
    let mut text = String::new();
    write(&shortened("", value), 0, &mut text);
    text + "\n"
}

fn shortened(name: &str, value: &Value) -> Value {
    match value {
        Value::Object(members) => members.iter().map(|(name, v)| (name.clone(), shortened(name, v))).collect(),
        Value::Array(_) if name == "coordinates" && positions(value) > MAX_POSITIONS => {
            format!("... {} positions", positions(value)).into()
        }
        Value::Array(items) if items.iter().any(|item| item.is_object()) && items.len() > MAX_ROWS => {
            let rest = format!("... {} more", items.len() - MAX_ROWS);
            items[..MAX_ROWS].iter().map(|item| shortened("", item)).chain([rest.into()]).collect()
        }
        Value::Array(items) => items.iter().map(|item| shortened("", item)).collect(),
        // By the clock of the machine: when this was answered, and since when this data is served.
        Value::String(text) if name == "timeStamp" || (name == "since" && text.ends_with('Z')) => "[now]".into(),
        _ => value.clone(),
    }
}

/// How many positions a tree of coordinates has.
fn positions(coordinates: &Value) -> usize {
    let parts = coordinates.as_array().unwrap();
    if parts.first().is_some_and(Value::is_number) { 1 } else { parts.iter().map(positions).sum() }
}

fn write(value: &Value, indent: usize, text: &mut String) {
    let line = value.to_string();
    if line.len() + indent <= 120 {
        return text.push_str(&line);
    }
    let pad = " ".repeat(indent + 1);
    let mut members = |open: char, close: char, members: Vec<(String, &Value)>| {
        text.push(open);
        for (k, (name, member)) in members.into_iter().enumerate() {
            text.push_str(if k == 0 { "\n" } else { ",\n" });
            text.push_str(&pad);
            text.push_str(&name);
            write(member, indent + 1, text);
        }
        text.push('\n');
        text.push_str(&pad[1..]);
        text.push(close);
    };
    match value {
        Value::Object(map) => members('{', '}', map.iter().map(|(name, v)| (format!("\"{name}\": "), v)).collect()),
        Value::Array(items) => members('[', ']', items.iter().map(|item| (String::new(), item)).collect()),
        _ => text.push_str(&line),
    }
}
