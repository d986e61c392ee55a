//! The description of the API held to the API: complete, closed in itself, its examples answered as it says.
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use crate::small_world;
use axum::body::{Body, to_bytes};
use axum::http::{Method, Request};
use contactline::http::{Service, Settings, router};
use contactline_core::atlas::Atlas;
use serde_json::Value;
use tower::ServiceExt;

fn send(method: Method, path: &str, body: Option<(&str, String)>) -> (u16, String, Vec<u8>) {
    let settings = Settings { today: || "2025-02-01".parse().unwrap(), ..Settings::default() };
    let service = Service::new(Arc::new(Atlas::build(dataset())), "f00d".into(), settings);
    let mut request = Request::builder().method(method).uri(path);
    if let Some((kind, _)) = &body {
        request = request.header("content-type", *kind);
    }
    let request = request.body(body.map_or_else(Body::empty, |(_, text)| text.into())).unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    runtime.block_on(async {
        let (parts, body) = router(service).oneshot(request).await.unwrap().into_parts();
        let kind = parts.headers.get("content-type").map_or("", |v| v.to_str().unwrap()).to_owned();
        (parts.status.as_u16(), kind, to_bytes(body, usize::MAX).await.unwrap().to_vec())
    })
}

/// The small world with a text to be evaluated.
fn dataset() -> contactline_core::model::Dataset {
    let mut dataset = small_world::dataset();
    let text =
        "id = \"kept\"\ntitle = \"Kept\"\n[[term]]\nid = \"all\"\nextent = \"everywhere\"\nholder = \"unchanged\"\n";
    let vocabulary = Atlas::build(small_world::dataset()).vocabulary();
    dataset.proposals.push(contactline_store::read_proposal(text, "kept.toml", &vocabulary).unwrap());
    dataset
}

fn document() -> Value {
    let (status, kind, bytes) = send(Method::GET, "/api", None);
    assert_eq!((status, kind.as_str()), (200, "application/vnd.oai.openapi+json;version=3.0"));
    serde_json::from_slice(&bytes).unwrap()
}

/// What a reference leads to: in the document itself, or nowhere.
fn resolved<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    match value["$ref"].as_str() {
        None => value,
        Some(reference) => {
            let pointer = reference.strip_prefix('#').unwrap_or_else(|| panic!("'{reference}' leads elsewhere"));
            resolved(document, document.pointer(pointer).unwrap_or_else(|| panic!("'{reference}' leads nowhere")))
        }
    }
}

fn every_reference(document: &Value, value: &Value, count: &mut usize) {
    match value {
        Value::Object(members) => {
            if members.contains_key("$ref") {
                resolved(document, value);
                *count += 1;
            }
            members.values().for_each(|member| every_reference(document, member, count));
        }
        Value::Array(items) => items.iter().for_each(|item| every_reference(document, item, count)),
        _ => {}
    }
}

#[test]
fn every_reference_leads_somewhere_inside() {
    let document = document();
    let mut count = 0;
    every_reference(&document, &document, &mut count);
    assert!(count > 100, "only {count} references");
}

/// Two types of one name were told apart by a number, which another question could take from them.
#[test]
fn every_schema_has_a_name_of_its_own() {
    let document = document();
    let names = document["components"]["schemas"].as_object().unwrap().keys();
    let numbered: Vec<&String> = names.filter(|name| name.ends_with(|c: char| c.is_ascii_digit())).collect();
    assert!(numbered.is_empty(), "{numbered:?}");
}

#[test]
fn every_schema_says_what_other_tools_read() {
    fn nullable_without_type(value: &Value) -> usize {
        match value {
            Value::Object(members) => {
                let here = members.contains_key("nullable") && !members.contains_key("type");
                usize::from(here) + members.values().map(nullable_without_type).sum::<usize>()
            }
            Value::Array(items) => items.iter().map(nullable_without_type).sum(),
            _ => 0,
        }
    }
    let document = document();
    assert_eq!(nullable_without_type(&document), 0);
    assert_eq!(document["security"], serde_json::json!([]));
    for (name, parameter) in document["components"]["parameters"].as_object().unwrap() {
        let example = &parameter["example"];
        let fits = match parameter["schema"]["type"].as_str() {
            Some("integer") => example.is_i64(),
            Some("number") => example.is_number(),
            Some("array") => example.is_array(),
            Some("boolean") => example.is_boolean(),
            _ => example.is_string(),
        };
        assert!(example.is_null() || fits, "{name}: {parameter}");
        // Lists are parted by commas, and a limit and a time are one value: the official suite reads it here.
        let is_list = parameter["schema"]["type"] == "array" || ["limit", "datetime"].contains(&name.as_str());
        assert!(!is_list || (parameter["explode"] == false && parameter["style"] == "form"), "{name}");
    }
}

#[test]
fn every_example_is_answered_as_described() {
    let document = document();
    let mut tried = 0;
    for (template, methods) in document["paths"].as_object().unwrap() {
        for (method, operation) in methods.as_object().unwrap() {
            let (mut path, mut query) = (template.clone(), Vec::new());
            for parameter in operation["parameters"].as_array().unwrap() {
                let parameter = resolved(&document, parameter);
                let example = match &parameter["example"] {
                    Value::Null => continue,
                    Value::String(text) => text.clone(),
                    Value::Array(items) => {
                        let text = |item: &Value| item.as_str().map_or_else(|| item.to_string(), str::to_owned);
                        items.iter().map(text).collect::<Vec<_>>().join(",")
                    }
                    other => other.to_string(),
                };
                let name = parameter["name"].as_str().unwrap();
                let escaped: String = form_urlencoded::byte_serialize(example.as_bytes()).collect();
                match parameter["in"].as_str() {
                    Some("path") => path = path.replace(&format!("{{{name}}}"), &escaped),
                    _ => query.push(format!("{name}={escaped}")),
                }
            }
            let address = if query.is_empty() { path } else { format!("{path}?{}", query.join("&")) };
            let content = operation.pointer("/requestBody/content").and_then(Value::as_object);
            let body = content.and_then(|c| c.iter().next()).map(|(kind, body)| {
                let text = body["example"].as_str().map_or_else(|| body["example"].to_string(), str::to_owned);
                (kind.as_str(), text)
            });
            let (status, kind, bytes) = send(method.to_uppercase().parse().unwrap(), &address, body);
            assert_eq!(status, 200, "{method} {address}: {}", String::from_utf8_lossy(&bytes));
            let kinds = operation["responses"]["200"]["content"].as_object().unwrap();
            let bare = |kind: &str| kind.split(';').next().unwrap().to_owned();
            let described = kinds.iter().find(|(k, _)| bare(k) == bare(&kind));
            let (_, described) = described.unwrap_or_else(|| panic!("{address}: {kind} is not described"));
            if kind.contains("json") {
                let answer: Value = serde_json::from_slice(&bytes).unwrap();
                conforms(&document, &described["schema"], &answer, &address);
            }
            tried += 1;
        }
    }
    assert!(tried >= 20, "only {tried} operations");
}

/// Types, required members and enumerations, as far as the schema says.
fn conforms(document: &Value, schema: &Value, value: &Value, place: &str) {
    let schema = resolved(document, schema);
    if value.is_null() {
        let nullable = schema["nullable"] == true || schema.as_object().is_some_and(|s| !s.contains_key("type"));
        assert!(nullable, "{place}: null, wanted {schema}");
        return;
    }
    if let Some(any) = schema["anyOf"].as_array().or(schema["oneOf"].as_array()) {
        let fits = |s: &Value| {
            let required = resolved(document, s)["required"].as_array();
            required.is_none_or(|names| names.iter().all(|n| value.get(n.as_str().unwrap()).is_some()))
        };
        assert!(any.iter().any(fits), "{place}: none of {any:?}");
        return;
    }
    match schema["type"].as_str() {
        Some("object") => assert!(value.is_object(), "{place}: {value}"),
        Some("array") => assert!(value.is_array(), "{place}: {value}"),
        Some("string") => assert!(value.is_string(), "{place}: {value}"),
        Some("number") => assert!(value.is_number(), "{place}: {value}"),
        Some("integer") => assert!(value.is_i64() || value.is_u64(), "{place}: {value}"),
        Some("boolean") => assert!(value.is_boolean(), "{place}: {value}"),
        _ => {}
    }
    for name in schema["required"].as_array().into_iter().flatten() {
        assert!(value.get(name.as_str().unwrap()).is_some(), "{place}: no {name}");
    }
    for (name, schema) in schema["properties"].as_object().into_iter().flatten() {
        if let Some(member) = value.get(name) {
            conforms(document, schema, member, &format!("{place} {name}"));
        }
    }
    if let (Some(items), schema @ Value::Object(_)) = (value.as_array(), &schema["items"]) {
        items.iter().for_each(|item| conforms(document, schema, item, place));
    }
}

#[test]
fn every_route_of_a_question_is_described() {
    let document = document();
    let landing: Value = serde_json::from_slice(&send(Method::GET, "/?f=json", None).2).unwrap();
    for link in landing["links"].as_array().unwrap() {
        let path = link["href"].as_str().unwrap().split('?').next().unwrap();
        let fits = |template: &String| {
            let parts = |text: &str| text.split('/').map(str::to_owned).collect::<Vec<_>>();
            let (template, path) = (parts(template), parts(path));
            let same = |(t, p): (&String, &String)| t == p || (t.starts_with('{') && !p.is_empty());
            template.len() == path.len() && template.iter().zip(&path).all(same)
        };
        assert!(document["paths"].as_object().unwrap().keys().any(fits), "{path} is not described");
    }
}

/// The patterns of every `.route(` in the code, and the methods it names.
fn routes(folder: &Path, found: &mut BTreeSet<(String, String)>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            routes(&path, found);
            continue;
        }
        for line in std::fs::read_to_string(&path).unwrap().lines() {
            let Some((pattern, handlers)) = line.trim().strip_prefix(".route(\"").and_then(|l| l.split_once('"'))
            else {
                continue;
            };
            let methods = ["get", "post"].into_iter().filter(|m| handlers.contains(&format!("{m}(")));
            found.extend(methods.map(|method| (pattern.to_owned(), method.to_owned())));
        }
    }
}

#[test]
fn every_route_is_described_and_no_other() {
    let mut there = BTreeSet::new();
    routes(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/http"), &mut there);
    assert!(there.len() > 30, "only {} routes found", there.len());
    // The page's own files are no part of the API.
    assert!(there.remove(&("/assets/{name}".into(), "get".into())));
    for question in contactline::questions::QUESTIONS {
        let method = if question.sent.is_some() { "post" } else { "get" };
        there.insert((format!("/v1/{}", question.path), method.into()));
    }
    for ending in ["geojson", "csv", "fgb", "gpkg", "kml", "parquet"] {
        there.insert((format!("/collections/{{collection}}/items.{ending}"), "get".into()));
    }
    let document = document();
    let paths = document["paths"].as_object().unwrap();
    let methods = |(path, methods): (&String, &Value)| {
        methods.as_object().unwrap().keys().map(|method| (path.clone(), method.clone())).collect::<Vec<_>>()
    };
    let described: BTreeSet<(String, String)> = paths.iter().flat_map(methods).collect();
    assert_eq!(described, there);
}

#[test]
fn every_form_and_body_an_operation_names_is_answered() {
    let document = document();
    for (path, kind, body) in [
        ("/v1/settlements?f=geojson", "application/geo+json", None),
        ("/v1/disputes?f=csv", "text/csv; charset=utf-8", None),
        ("/v1/proposals/kept?f=geojson", "application/geo+json", None),
        ("/v1/proposals?compare=kept&f=csv", "text/csv; charset=utf-8", None),
        ("/v1/regimes?lon=37.5&lat=47.5", "application/json", None),
        ("/v1/regions?f=geojson", "application/geo+json", None),
        ("/v1/at?place=47.5, 37.5", "application/json", None),
        ("/styles/default/sprite.png", "image/png", None),
        ("/v1/at?regimes=true", "application/x-ndjson", Some("{\"lon\":37.5,\"lat\":47.5}\n")),
        ("/v1/at?regimes=true", "application/json", Some(r#"[{"lon":37.5,"lat":47.5}]"#)),
    ] {
        let method = if body.is_some() { Method::POST } else { Method::GET };
        let template = if path.contains("/proposals/kept") { "/v1/proposals/{id}" } else { path };
        let template = if path.contains("sprite") { "/styles/default/{sprite}" } else { template };
        let template = template.split('?').next().unwrap();
        let (status, answered, bytes) =
            send(method.clone(), &path.replace(' ', "%20"), body.map(|text| (kind, text.to_owned())));
        assert_eq!((status, answered.as_str()), (200, kind), "{path}: {}", String::from_utf8_lossy(&bytes));
        let operation = &document["paths"][template][method.as_str().to_lowercase()];
        let described = &operation["responses"]["200"]["content"][kind.split(';').next().unwrap()];
        assert!(described.is_object(), "{path}: {kind} is not described");
        if kind.ends_with("+json") || kind == "application/json" {
            conforms(&document, &described["schema"], &serde_json::from_slice(&bytes).unwrap(), path);
        }
    }
}

#[test]
fn the_page_needs_no_other_host() {
    let (status, kind, bytes) = send(Method::GET, "/api.html", None);
    let text = String::from_utf8(bytes).unwrap();
    assert_eq!((status, kind.as_str()), (200, "text/html; charset=utf-8"));
    assert!(
        text.contains("GET /v1/at") && !text.contains("<script") && !text.contains("src=") && !text.contains("@import")
    );
}
