//! Every operation: path, parameters, what it answers.

use super::schemas::Answer;

/// One operation.
pub(super) struct Operation {
    pub path: &'static str,
    pub method: &'static str,
    pub id: &'static str,
    pub tag: &'static str,
    pub summary: &'static str,
    pub parameters: &'static [&'static str],
    pub kinds: &'static [&'static str],
    pub answer: Answer,
    /// The kinds of body it reads, and an example.
    pub body: Option<(&'static [&'static str], &'static str)>,
}

const JSON: &[&str] = &["application/json"];
const GEOJSON: &[&str] = &["application/geo+json"];
const TABLE: &[&str] = &["application/json", "text/csv"];
const DOCUMENT: &[&str] = &["application/json", "text/html"];
const SCHEMA: &[&str] = &["application/schema+json", "text/html"];
const ITEM: &[&str] = &["application/geo+json", "text/html"];
const ITEMS: &[&str] = &[
    "application/geo+json",
    "text/html",
    "text/csv",
    "application/vnd.flatgeobuf",
    "application/vnd.google-earth.kml+xml",
    "application/vnd.apache.parquet",
];
const ROWS: &[&str] = &["text/csv", "application/x-ndjson"];
const ITEMS_PARAMETERS: &[&str] = &[
    "collection",
    "items_f",
    "limit",
    "offset",
    "bbox",
    "bbox-crs",
    "datetime",
    "items_crs",
    "filter",
    "filter-lang",
    "filter-crs",
    "sortby",
    "properties",
    "skipGeometry",
];

const fn get(
    path: &'static str,
    id: &'static str,
    tag: &'static str,
    summary: &'static str,
    parameters: &'static [&'static str],
    kinds: &'static [&'static str],
    answer: Answer,
) -> Operation {
    Operation { path, method: "get", id, tag, summary, parameters, kinds, answer, body: None }
}

const SQUARE: &str =
    r#"{"type":"Polygon","coordinates":[[[37.2,47.2],[37.4,47.2],[37.4,47.4],[37.2,47.4],[37.2,47.2]]]}"#;

#[rustfmt::skip]
pub(super) const OPERATIONS: &[Operation] = &[
    get("/v1/at", "at", "questions", "Who holds a place on a day, says each source", &["lon", "lat", "x", "y", "crs", "date"], JSON, Answer::At),
    Operation { path: "/v1/at", method: "post", id: "atRows", tag: "questions", summary: "The same for every row of a table", parameters: &["date", "source"], kinds: ROWS, answer: Answer::Any, body: Some((&["text/csv"], "lon,lat\n37.5,47.5\n")) },
    get("/v1/history", "history", "questions", "What each source states of a place over time", &["lon", "lat", "x", "y", "crs", "from", "to"], JSON, Answer::History),
    Operation { path: "/v1/overlap", method: "post", id: "overlap", tag: "questions", summary: "How a shape is parted, says each source", parameters: &["date", "from", "to", "step", "source", "pieces", "crs"], kinds: JSON, answer: Answer::Overlap, body: Some((&["application/geo+json", "application/json"], SQUARE)) },
    get("/v1/areas", "areas", "questions", "How much of each region has which status", &["region", "source", "date", "from", "to", "step", "table_f"], TABLE, Answer::Areas),
    get("/v1/ledger", "ledger", "questions", "How much of what a party claims it holds", &["claimant", "region", "source", "date", "from", "to", "step", "table_f"], TABLE, Answer::Ledger),
    get("/v1/changes", "changes", "questions", "What a party gained and lost between two days", &["from_needed", "to_needed", "source", "region", "party", "crs"], GEOJSON, Answer::Changes),
    get("/v1/line", "line", "questions", "The line of contact, and its point nearest to a place", &["date", "source", "lon", "lat", "x", "y", "crs"], GEOJSON, Answer::Line),
    get("/v1/sources", "sources", "questions", "Everything declared about each source", &[], JSON, Answer::Sources),
    get("/v1/regions", "regions", "questions", "The regions and their groups", &["regions_f"], &["application/json", "application/geo+json"], Answer::Regions),
    get("/", "landing", "service", "What can be asked, and where", &["landing_f"], JSON, Answer::Landing),
    get("/api", "api", "service", "This document", &["f"], &[super::OPENAPI, "text/html"], Answer::Any),
    get("/api.html", "apiPage", "service", "This document as a page", &[], &["text/html"], Answer::Any),
    get("/conformance", "conformance", "service", "Conformance classes that hold", &["f"], DOCUMENT, Answer::Conformance),
    get("/health", "health", "service", "The process answers", &[], JSON, Answer::Any),
    get("/ready", "ready", "service", "Data is served; where newer data could not be loaded, why", &[], JSON, Answer::Any),
    get("/collections", "collections", "features", "The collections", &["f"], DOCUMENT, Answer::Collections),
    get("/collections/{collection}", "collection", "features", "One collection", &["collection", "f"], DOCUMENT, Answer::Collection),
    get("/collections/{collection}/queryables", "queryables", "features", "What a filter may name", &["collection", "f"], SCHEMA, Answer::Any),
    get("/collections/{collection}/schema", "schema", "features", "What an item has", &["collection", "f"], SCHEMA, Answer::Any),
    get("/collections/{collection}/items", "items", "features", "Items of a collection", ITEMS_PARAMETERS, ITEMS, Answer::Items),
    get("/collections/{collection}/items/{item}", "item", "features", "One item", &["collection", "item", "item_f", "items_crs"], ITEM, Answer::Item),
];
