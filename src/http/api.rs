//! The API described: OpenAPI 3.0 from the tables here and the types of [`wire`](crate::wire), and the same as a page.

mod described;
mod items;
mod operations;
mod parameters;
mod schemas;

use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use serde_json::{Map, Value, json};

use self::operations::{OPERATIONS, Operation, english};
use super::body::wanted_form;
use super::bulk::{NOTES, WARNING};
use super::language::{self, LANG};
use super::ogc::{Address, answer};
use super::params::Params;
use super::problem::Problem;
use super::service::Service;
use crate::questions::Description;
use contactline_core::atlas::Atlas;
use contactline_core::model::Moment;
use contactline_core::query::items as item_query;

/// The media type of OpenAPI 3.0 as JSON.
pub(super) const OPENAPI: &str = "application/vnd.oai.openapi+json;version=3.0";

/// The member with what is sent along with a question, where there is no body apart.
pub(super) const SENT: &str = "body";

/// `GET /api`.
pub(super) async fn api(State(service): State<Service>, uri: Uri, headers: HeaderMap) -> Result<Response, Problem> {
    let params = Params::read(&uri, &["f"], service.today())?;
    let document = document(&service, &Address::of(&service, &uri, &headers));
    match wanted_form(&params, &headers, &["json", "html"])? {
        "html" => page(&document),
        _ => answer::json(&document, OPENAPI),
    }
}

/// `GET /api.html`.
pub(super) async fn api_page(
    State(service): State<Service>,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    Params::read(&uri, &[], service.today())?;
    page(&document(&service, &Address::of(&service, &uri, &headers)))
}

/// The OpenAPI document: everything in it, nothing referred to elsewhere.
fn document(service: &Service, address: &Address) -> Value {
    let served = service.served();
    let mut schemas = schemas::Schemas::new();
    let mut paths: Map<String, Value> = Map::new();
    for operation in OPERATIONS {
        let path = paths.entry(operation.path).or_insert_with(|| json!({}));
        path[operation.method] = described(operation, &mut schemas);
    }
    items::add(&mut paths, &mut schemas);
    let parameters = with_known(&served.atlas, |known| {
        let mut parameters = parameters::all(known);
        described::add(&mut paths, &mut parameters, &mut schemas, known);
        parameters
    });
    let root = match address.to("") {
        nowhere if nowhere.is_empty() => "/".to_owned(),
        root => root,
    };
    json!({
        "openapi": "3.0.3",
        "info": {
            "title": "contactline",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Who controls a place, who claims it, when, and according to which source. Every answer names its sources; \
                            times are UTC; a date alone means by the end of that day.",
            "license": { "name": "MIT OR Apache-2.0" },
            "contact": { "name": "the operator of this service" },
        },
        "servers": [{ "url": root }],
        // Nothing here asks who is asking.
        "security": [],
        "tags": [
            { "name": "questions", "description": "Questions about places, regions and days" },
            { "name": "features", "description": "OGC API - Features: everything as collections of items" },
            { "name": "tiles", "description": "OGC API - Tiles: the same as vector tiles, with a style" },
            { "name": "service", "description": "About the service" },
        ],
        "paths": paths,
        "components": {
            "parameters": parameters,
            "schemas": schemas.into_components(),
            "responses": { "Problem": {
                "description": "What is wrong with the request, and what was allowed (RFC 9457)",
                "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } },
            }, "Later": {
                "description": LATER,
                "headers": { "Retry-After": {
                    "description": "Seconds after which to ask again",
                    "schema": { "type": "integer" },
                } },
                "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } },
            } },
        },
    })
}

/// Tells the words that parameters may have, of what is loaded.
fn with_known<T>(atlas: &Atlas, then: impl FnOnce(&parameters::Known<'_>) -> T) -> T {
    let collections: Vec<String> = item_query::collections(atlas).into_iter().map(|c| c.id).collect();
    let sources: Vec<&str> = atlas.sources().map(|s| s.id.as_str()).collect();
    let regions: Vec<&str> = atlas.regions().iter().map(|r| r.id.as_str()).collect();
    let drawn: Vec<String> =
        item_query::collections(atlas).into_iter().filter(|c| c.geometry.is_some()).map(|c| c.id).collect();
    let proposals: Vec<&str> = atlas.proposals().iter().map(|p| p.id.as_str()).collect();
    let versions = sources.first().map_or(&[][..], |id| atlas.versions(id));
    let day = |version: Option<&Moment>| version.map(|m| m.date().to_string());
    let days = [day(versions.first()), day(versions.last())];
    let known = parameters::Known {
        collections: &collections,
        drawn: &drawn,
        sources: &sources,
        regions: &regions,
        proposals: &proposals,
        days: &days,
    };
    then(&known)
}

/// What a question can be asked, as the JSON Schema of an object whose members are its parameters; what is sent along is the
/// member [`SENT`].
pub(super) fn arguments(question: &Description, atlas: &Atlas) -> Map<String, Value> {
    with_known(atlas, |known| described::arguments(question, known))
}

/// What is said of a request that may be answered later.
const LATER: &str = "Not now. 429: as many heavy requests of this client are running or waiting as one may have at a \
                     time. 503: the service has no turn or no room for one more, or the answer takes longer than a question may \
                     (code `too-long`): ask for less";

fn described(operation: &Operation, schemas: &mut schemas::Schemas) -> Value {
    // Every answer in words may be asked for in either language.
    let lang = language::has_words(operation.path).then_some(&LANG);
    let parameters: Vec<String> = operation.parameters.iter().chain(lang).map(|name| (*name).to_owned()).collect();
    let content: Map<String, Value> = operation
        .kinds
        .iter()
        .map(|kind| {
            let is_json = kind.contains("json") && !kind.ends_with("ndjson") && !kind.ends_with("json-seq");
            let schema = if is_json { schemas.of(operation.answer) } else { text_or_bytes(kind) };
            ((*kind).to_owned(), json!({ "schema": schema }))
        })
        .collect();
    let mut described = of_get(operation.id, operation.tag, operation.summary, &parameters, &content);
    if operation.kinds.contains(&crate::render::MVT) {
        described["responses"]["204"] = json!({ "description": "Nothing lies in that tile" });
    }
    if operation.id == "atRows" {
        let about = "What was assumed about the rows, sentences separated by semicolons: the columns read, \
                     the day asked about, the encoding. What is not ASCII is percent-encoded";
        let header = json!({ "description": about, "schema": { "type": "string" } });
        let about = "For what the distances in the rows must not be used; percent-encoded where it is not ASCII";
        let warning = json!({ "description": about, "schema": { "type": "string" } });
        described["responses"]["200"]["headers"] = json!({ (NOTES.as_str()): header, (WARNING.as_str()): warning });
    }
    if !operation.bodies.is_empty() {
        add_body(&mut described, operation.bodies.iter().copied());
    }
    described
}

/// Adds what an operation reads: media types, each with an example.
fn add_body<'b>(operation: &mut Value, bodies: impl Iterator<Item = (&'b str, &'b str)>) {
    let body = |(kind, example): (&str, &str)| {
        let example = example_of(kind, example);
        (kind.to_owned(), json!({ "schema": body_schema(kind, &example), "example": example }))
    };
    let content: Map<String, Value> = bodies.map(body).collect();
    operation["requestBody"] = json!({ "required": true, "content": content });
    for status in ["413", "415", "422"] {
        operation["responses"][status] = json!({ "$ref": "#/components/responses/Problem" });
    }
}

/// An operation without a body: its parameters by their names among the components, and its answers.
fn of_get(id: &str, tag: &str, summary: &str, parameters: &[String], content: &Map<String, Value>) -> Value {
    let reference = |name: &String| json!({ "$ref": format!("#/components/parameters/{name}") });
    let problem = json!({ "$ref": "#/components/responses/Problem" });
    let mut responses = json!({ "200": { "description": summary, "content": content }, "default": problem });
    for status in ["400", "403", "404"] {
        responses[status] = problem.clone();
    }
    for status in ["429", "503"] {
        responses[status] = json!({ "$ref": "#/components/responses/Later" });
    }
    json!({
        "operationId": id,
        "summary": summary,
        "description": summary,
        "tags": [tag],
        "parameters": parameters.iter().map(reference).collect::<Vec<_>>(),
        "responses": responses,
    })
}

/// What an answer is that is no JSON.
fn text_or_bytes(kind: &str) -> Value {
    let is_text = kind.starts_with("text/") || kind.ends_with("+xml");
    if is_text { json!({ "type": "string" }) } else { json!({ "type": "string", "format": "binary" }) }
}

/// What a body of that kind is, as far as a schema can say: like its example.
fn body_schema(kind: &str, example: &Value) -> Value {
    match example {
        Value::Array(_) => json!({ "type": "array", "items": { "type": "object" } }),
        Value::Object(members) if members.contains_key("type") => {
            json!({ "type": "object", "required": ["type"], "properties": { "type": { "type": "string" } } })
        }
        Value::Object(members) => json!({ "type": "object", "required": members.keys().collect::<Vec<_>>() }),
        _ if kind.starts_with("text/") => json!({ "type": "string", "minLength": 1 }),
        _ => json!({ "type": "string" }),
    }
}

/// The example as JSON where the kind is JSON, else its text.
fn example_of(kind: &str, example: &str) -> Value {
    let is_json = kind.ends_with("json") && !kind.ends_with("ndjson");
    if is_json { serde_json::from_str(example).unwrap_or_default() } else { json!(example) }
}

/// The document as a page: each operation with its parameters, without anything from another host.
fn page(document: &Value) -> Result<Response, Problem> {
    let empty = Map::new();
    let paths = document["paths"].as_object().unwrap_or(&empty);
    let parameter = |reference: &Value| -> Value {
        let pointer = reference["$ref"].as_str().unwrap_or_default().trim_start_matches('#');
        let found = document.pointer(pointer).cloned().unwrap_or_default();
        json!({ "name": found["name"], "in": found["in"], "about": found["description"], "example": found["example"] })
    };
    let mut sections = Map::new();
    for (path, methods) in paths {
        for (method, operation) in methods.as_object().unwrap_or(&empty) {
            let parameters =
                operation["parameters"].as_array().map_or_else(Vec::new, |list| list.iter().map(parameter).collect());
            let kinds = operation.pointer("/responses/200/content").and_then(Value::as_object).unwrap_or(&empty);
            let section = json!({
                "about": operation["summary"],
                "answers": kinds.keys().collect::<Vec<_>>(),
                "parameters": parameters,
            });
            sections.insert(format!("{} {path}", method.to_uppercase()), json!([section]));
        }
    }
    let machine = json!([{ "href": "/api", "rel": "service-desc", "title": "OpenAPI 3.0 document" }]);
    let mut shape = json!({ "about": document["info"]["description"], "links": machine });
    for (name, section) in sections {
        shape[name] = section;
    }
    answer::document_page(&shape, "API")
}
