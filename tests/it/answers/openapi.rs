//! The OpenAPI document, with references to parameters followed: what may be asked does not hang on where it is written down.
use std::collections::BTreeSet;

use super::*;

fn document() -> Value {
    answer(&get("openapi", "/api")).json()
}

fn followed<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    value["$ref"].as_str().map_or(value, |reference| document.pointer(&reference[1..]).unwrap())
}

/// Each operation: its words, its parameters one a line, what it takes and what it answers. What repeats word for word is
/// written out where it stands first.
#[test]
fn operations() {
    let document = document();
    let (mut text, mut seen) = (String::new(), BTreeSet::new());
    let mut once = |line: String| if seen.insert(line.clone()) { line } else { "as above".into() };
    let mut paths: Vec<_> = document["paths"].as_object().unwrap().iter().collect();
    paths.sort_by_key(|(path, _)| *path);
    for (path, methods) in paths {
        for (method, operation) in methods.as_object().unwrap() {
            let word = |name: &str| operation[name].as_str().unwrap_or_default();
            writeln!(text, "{} {path} ({}): {}", method.to_uppercase(), word("operationId"), word("summary")).unwrap();
            if word("description") != word("summary") {
                writeln!(text, "  {}", word("description")).unwrap();
            }
            for parameter in operation["parameters"].as_array().unwrap() {
                let parameter = followed(&document, parameter).as_object().unwrap();
                let rest = parameter.iter().filter(|(name, _)| !["name", "in", "description"].contains(&name.as_str()));
                let rest: Value = rest.map(|(name, value)| (name.clone(), value.clone())).collect();
                let word = |name: &str| parameter[name].as_str().unwrap();
                let begins = format!("{} {}", word("in"), word("name"));
                let rest = once(format!("{begins}: {} {rest}", word("description")));
                writeln!(text, "  {}", if rest == "as above" { format!("{begins}: {rest}") } else { rest }).unwrap();
            }
            if !operation["requestBody"].is_null() {
                writeln!(text, "  body {}", once(operation["requestBody"].to_string())).unwrap();
            }
            let mut responses: Vec<(String, String)> = Vec::new();
            for (status, response) in operation["responses"].as_object().unwrap() {
                let response = followed(&document, response).to_string();
                match responses.iter_mut().find(|(_, other)| *other == response) {
                    Some((statuses, _)) => *statuses += &format!(" {status}"),
                    None => responses.push((status.clone(), response)),
                }
            }
            for (statuses, response) in responses {
                writeln!(text, "  {statuses}: {}", once(response)).unwrap();
            }
        }
    }
    check_texts([("openapi_operations", text)]);
}

#[test]
fn schemas() {
    let document = document();
    let schemas = document["components"]["schemas"].as_object().unwrap();
    let mut names: Vec<&String> = schemas.keys().collect();
    names.sort();
    let mut text = String::new();
    for name in names {
        write!(text, "{name}: ").unwrap();
        write(&schemas[name], 0, &mut text);
        text.push('\n');
    }
    check_texts([("openapi_schemas", text)]);
}

#[test]
fn the_rest() {
    let mut document = document();
    document["info"]["version"] = "[version]".into();
    for part in ["paths", "components"] {
        document.as_object_mut().unwrap().remove(part);
    }
    check_texts([("openapi", in_short(&document))]);
}
