//! Any answer as a plain page: links as links, lists of like things as tables, the rest as terms and their values.

use std::fmt::Write as _;

use crate::wire::words::escaped;
use serde_json::{Map, Value};

const STYLE: &str = "\
:root{color-scheme:light dark}\
body{font:16px/1.5 system-ui,sans-serif;margin:0 auto;max-width:70rem;padding:1rem 1.5rem}\
nav a{margin-right:1rem}\
h1{font-size:1.5rem;line-height:1.25}\
h2{font-size:1.1rem;margin:1.5rem 0 .25rem}\
dl{display:grid;grid-template-columns:minmax(8rem,max-content) 1fr;gap:.25rem 1rem;margin:0}\
dt{font-weight:600}dd{margin:0;overflow-wrap:anywhere}\
div.wide{overflow-x:auto}\
table{border-collapse:collapse;font-variant-numeric:tabular-nums}\
th,td{text-align:left;vertical-align:top;padding:.25rem .75rem .25rem 0;border-bottom:1px solid color-mix(in srgb,currentColor 20%,transparent)}\
";

/// The page of a JSON answer.
#[must_use]
pub fn html(title: &str, value: &Value) -> String {
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\
         <title>{title} - contactline</title><style>{STYLE}</style></head><body>\
         <nav aria-label=\"Site\"><a href=\"/\">contactline</a><a href=\"/collections\">collections</a>\
         <a href=\"/api.html\">API</a></nav><main><h1>{title}</h1>",
        title = escaped(title)
    );
    match value {
        Value::Object(members) => object(&mut out, title, members),
        other => any(&mut out, title, other),
    }
    out.push_str("</main></body></html>\n");
    out
}

/// The members of an object that `way` leads to: each table below has a name of its own, made of the way to it.
fn object(out: &mut String, way: &str, members: &Map<String, Value>) {
    let simple = |v: &Value| !matches!(v, Value::Array(items) if items.iter().any(Value::is_object));
    let terms: Vec<_> = members.iter().filter(|(_, v)| simple(v) && !v.is_null()).collect();
    if !terms.is_empty() {
        out.push_str("<dl>");
        for (name, value) in terms {
            let _ = write!(out, "<dt>{}</dt><dd>", escaped(name));
            any(out, &format!("{way}, {name}"), value);
            out.push_str("</dd>");
        }
        out.push_str("</dl>");
    }
    for (name, value) in members.iter().filter(|(_, v)| !simple(v)) {
        let _ = write!(out, "<section><h2>{}</h2>", escaped(name));
        any(out, &format!("{way}, {name}"), value);
        out.push_str("</section>");
    }
}

fn any(out: &mut String, way: &str, value: &Value) {
    match value {
        Value::Null => out.push('-'),
        Value::String(text) => out.push_str(&linked(text)),
        Value::Bool(_) | Value::Number(_) => out.push_str(&escaped(&value.to_string())),
        Value::Object(members) => match place(members) {
            Some(summary) => out.push_str(&escaped(&summary)),
            None => object(out, way, members),
        },
        Value::Array(items) => list(out, way, items),
    }
}

/// Links as links, things with the same members as a table, others one after another.
fn list(out: &mut String, way: &str, items: &[Value]) {
    let objects: Vec<&Map<String, Value>> = items.iter().filter_map(Value::as_object).collect();
    if objects.is_empty() || objects.len() < items.len() {
        let each = items.iter().enumerate().map(|(number, item)| {
            let mut text = String::new();
            any(&mut text, &format!("{way}, {}", number + 1), item);
            text
        });
        out.push_str(&each.collect::<Vec<_>>().join(", "));
    } else if objects.iter().all(|o| o.contains_key("href")) {
        out.push_str("<ul>");
        for link in objects {
            let text = |name: &str| link.get(name).and_then(Value::as_str).unwrap_or_default();
            let name = if text("title").is_empty() { text("rel") } else { text("title") };
            let _ = write!(
                out,
                "<li><a href=\"{}\">{}</a> ({})</li>",
                escaped(text("href")),
                escaped(name),
                escaped(text("rel"))
            );
        }
        out.push_str("</ul>");
    } else {
        table(out, way, &objects);
    }
}

fn table(out: &mut String, way: &str, rows: &[&Map<String, Value>]) {
    // A feature's properties are its columns.
    let flat: Vec<Map<String, Value>> = rows.iter().map(|row| flattened(row)).collect();
    let mut columns: Vec<&str> = Vec::new();
    for name in flat.iter().flat_map(|row| row.keys()) {
        if !columns.contains(&name.as_str()) {
            columns.push(name);
        }
    }
    // Whoever goes from landmark to landmark hears which table each is.
    let name = escaped(way);
    let _ = write!(out, "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"{name}\"><table><thead><tr>");
    for column in &columns {
        let _ = write!(out, "<th scope=\"col\">{}</th>", escaped(column));
    }
    out.push_str("</tr></thead><tbody>");
    for (number, row) in flat.iter().enumerate() {
        let of_row = if flat.len() == 1 { String::new() } else { format!(", row {}", number + 1) };
        out.push_str("<tr>");
        for column in &columns {
            out.push_str("<td>");
            any(out, &format!("{way}{of_row}, {column}"), row.get(*column).unwrap_or(&Value::Null));
            out.push_str("</td>");
        }
        out.push_str("</tr>");
    }
    out.push_str("</tbody></table></div>");
}

fn flattened(row: &Map<String, Value>) -> Map<String, Value> {
    let is_feature = row.get("type").is_some_and(|t| t == "Feature");
    let mut flat = Map::new();
    for (name, value) in row {
        match value {
            Value::Object(properties) if is_feature && name == "properties" => flat.extend(properties.clone()),
            _ if is_feature && name == "type" => {}
            _ => {
                flat.insert(name.clone(), value.clone());
            }
        }
    }
    flat
}

/// Puts a few words in the place of each geometry: a page of JSON values takes many times the memory of what it says.
pub(super) fn say_places(value: &mut Value) {
    if let Some(members) = value.as_object_mut() {
        match place(members) {
            Some(summary) => *value = Value::String(summary),
            None => members.values_mut().for_each(say_places),
        }
    }
}

/// A geometry in a few words.
fn place(members: &Map<String, Value>) -> Option<String> {
    let kind = members.get("type").and_then(Value::as_str)?;
    let coordinates = members.get("coordinates")?;
    if kind == "Point" {
        Some(format!("Point {coordinates}"))
    } else {
        Some(format!("{kind} of {} positions", positions(coordinates)))
    }
}

fn positions(coordinates: &Value) -> usize {
    match coordinates {
        Value::Array(items) if items.first().is_some_and(Value::is_number) => 1,
        Value::Array(items) => items.iter().map(positions).sum(),
        _ => 0,
    }
}

fn linked(text: &str) -> String {
    let is_address = text.starts_with("http://") || text.starts_with("https://");
    if is_address && !text.contains(char::is_whitespace) {
        return format!("<a href=\"{0}\">{0}</a>", escaped(text));
    }
    escaped(text)
}
