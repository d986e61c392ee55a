//! Every operation: path, parameters, what it answers.

use super::schemas::Answer;
use contactline_core::model::{Language, Text};

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
    /// The kinds of body it reads, each with an example; none: it reads no body.
    pub bodies: &'static [(&'static str, &'static str)],
}

/// The description of the API is in English.
pub(super) const fn english(title: Text) -> &'static str {
    title.within(Language::English)
}

const JSON: &[&str] = &["application/json"];
const DOCUMENT: &[&str] = &["application/json", "text/html"];
const SCHEMA: &[&str] = &["application/schema+json", "text/html"];
const ITEM: &[&str] = &["application/geo+json", "text/html"];
const ROWS: &[&str] = &[
    "text/csv",
    "text/tab-separated-values",
    "application/x-ndjson",
    "application/json",
    "application/geo+json",
    "application/geo+json-seq",
    "application/json-seq",
];

const TILE: &[&str] = &[crate::render::MVT];
const STYLE: &[&str] = &["application/json"];
const TILE_PARAMETERS: &[&str] = &["z", "row", "col", "tile_datetime", "collections", "mvt_f", "v"];
const TILE_OF_PARAMETERS: &[&str] = &["drawn", "z", "row", "col", "tile_datetime", "mvt_f", "v"];

const fn get(
    path: &'static str,
    id: &'static str,
    tag: &'static str,
    summary: &'static str,
    parameters: &'static [&'static str],
    kinds: &'static [&'static str],
    answer: Answer,
) -> Operation {
    Operation { path, method: "get", id, tag, summary, parameters, kinds, answer, bodies: &[] }
}

const fn post(
    path: &'static str,
    id: &'static str,
    summary: &'static str,
    parameters: &'static [&'static str],
    kinds: &'static [&'static str],
    answer: Answer,
    bodies: &'static [(&'static str, &'static str)],
) -> Operation {
    Operation { path, method: "post", id, tag: "questions", summary, parameters, kinds, answer, bodies }
}

const ROWS_SENT: &[(&str, &str)] = &[
    ("text/csv", "lon,lat\n37.5,47.5\n"),
    ("text/tab-separated-values", "lon\tlat\n37.5\t47.5\n"),
    ("application/x-ndjson", "{\"lon\":37.5,\"lat\":47.5}\n"),
    ("application/json-seq", "\u{1e}{\"lon\":37.5,\"lat\":47.5}\n"),
    (
        "application/geo+json-seq",
        "\u{1e}{\"type\":\"Feature\",\"properties\":{},\"geometry\":{\"type\":\"Point\",\"coordinates\":[37.5,47.5]}}\n",
    ),
    ("application/json", r#"[{"lon":37.5,"lat":47.5}]"#),
    (
        "application/geo+json",
        r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[37.5,47.5]}}]}"#,
    ),
];
/// What can be told of an address of the page without the page; what else it names is for the page alone.
const PAGE_PARAMETERS: &[&str] = &["page_date", "source"];

#[rustfmt::skip]
pub(super) const OPERATIONS: &[Operation] = &[
    post("/v1/at", "atRows", "Control of the places of a table, row by row, in the form that was sent", &["rows_date", "lon_column", "lat_column", "place_column", "region_column", "postcode_column", "date_column", "date_format", "max_age", "encoding", "skip_lines", "rows_source", "regimes", "columns", "prefix", "bom", "known_on"], ROWS, Answer::Any, ROWS_SENT),
    get("/v1/proposals/schema", "proposalSchema", "questions", "JSON Schema of a proposal of your own", &[], &["application/schema+json"], Answer::Object),
    get("/", "landing", "service", "Available endpoints; the map page where HTML is preferred", &["landing_f"], DOCUMENT, Answer::Landing),
    get("/api", "api", "service", "This document", &["f"], &[super::OPENAPI, "text/html"], Answer::Object),
    get("/api.html", "apiPage", "service", "This document as a page", &[], &["text/html"], Answer::Any),
    get("/conformance", "conformance", "service", "Conformance classes that hold", &["f"], DOCUMENT, Answer::Conformance),
    get("/share", "share", "service", "The map page at an address that servers can read: with a title and a picture for previews", PAGE_PARAMETERS, &["text/html"], Answer::Any),
    get("/embed", "embed", "service", "The map alone, for the pages of others (see --frame-ancestor)", PAGE_PARAMETERS, &["text/html"], Answer::Any),
    get("/oembed", "oembed", "service", "How to place the map of such an address (oEmbed 1.0)", &["page_url", "maxwidth", "maxheight", "oembed_format"], JSON, Answer::Object),
    get("/feeds/changes.atom", "changesFeed", "questions", "Changes of control by week or month, to subscribe to", &["source", "feed_region", "feed_step"], &["application/atom+xml"], Answer::Any),
    get("/feeds/versions.atom", "versionsFeed", "questions", "Versions of a source and what each changed, to subscribe to", &["source", "feed_region"], &["application/atom+xml"], Answer::Any),
    get("/config.json", "config", "service", "Settings of the map page", &[], JSON, Answer::Object),
    get("/health", "health", "service", "Liveness: the process responds", &[], JSON, Answer::Object),
    get("/healthz", "healthz", "service", "The same under another name", &[], JSON, Answer::Object),
    get("/ready", "ready", "service", "Readiness: data is loaded; degraded if newer data could not be loaded, with the time and reason", &["strict"], JSON, Answer::Object),
    get("/readyz", "readyz", "service", "The same under another name", &["strict"], JSON, Answer::Object),
    get("/metrics", "metrics", "service", "Counters and gauges for Prometheus", &[], &["text/plain"], Answer::Any),
    get("/collections", "collections", "features", "The collections", &["f"], DOCUMENT, Answer::Collections),
    get("/collections/{collection}", "collection", "features", "One collection", &["collection", "f"], DOCUMENT, Answer::Collection),
    get("/collections/{collection}/queryables", "queryables", "features", "Properties that a filter can use", &["collection", "f"], SCHEMA, Answer::Object),
    get("/collections/{collection}/schema", "schema", "features", "Properties of an item", &["collection", "f"], SCHEMA, Answer::Object),
    get("/collections/{collection}/items/{item}", "item", "features", "One item", &["collection", "item", "item_f", "items_crs", "item_datetime", "winding"], ITEM, Answer::Item),
    get("/collections/{collection}/tiles", "tilesetsOfCollection", "tiles", "Tilesets of a collection", &["drawn", "tile_datetime", "json_f", "v"], JSON, Answer::Tilesets),
    get("/collections/{collection}/tiles/WebMercatorQuad", "tilesetOfCollection", "tiles", "The tileset of a collection", &["drawn", "tile_datetime", "json_f", "v"], JSON, Answer::Tileset),
    get("/collections/{collection}/tiles/WebMercatorQuad/tilejson.json", "tileJsonOfCollection", "tiles", "The tileset of a collection as TileJSON", &["drawn", "tile_datetime", "json_f", "v"], JSON, Answer::TileJson),
    get("/collections/{collection}/tiles/WebMercatorQuad/{z}/{row}/{col}", "tileOfCollection", "tiles", "A vector tile of a collection", TILE_OF_PARAMETERS, TILE, Answer::Any),
    get("/tiles", "tilesets", "tiles", "Tilesets of several collections", &["tile_datetime", "collections", "json_f", "v"], JSON, Answer::Tilesets),
    get("/tiles/WebMercatorQuad", "tileset", "tiles", "The tileset of several collections", &["tile_datetime", "collections", "json_f", "v"], JSON, Answer::Tileset),
    get("/tiles/WebMercatorQuad/tilejson.json", "tileJson", "tiles", "The same as TileJSON", &["tile_datetime", "collections", "json_f", "v"], JSON, Answer::TileJson),
    get("/tiles/WebMercatorQuad/{z}/{row}/{col}", "tile", "tiles", "A vector tile, a layer for each collection", TILE_PARAMETERS, TILE, Answer::Any),
    get("/tileMatrixSets", "tileMatrixSets", "tiles", "Tile matrix sets", &["json_f"], JSON, Answer::TileMatrixSets),
    get("/tileMatrixSets/WebMercatorQuad", "tileMatrixSet", "tiles", "The one there is", &["json_f"], JSON, Answer::TileMatrixSet),
    get("/styles", "styles", "tiles", "Styles for the tiles", &["json_f"], JSON, Answer::Styles),
    get("/styles/default", "style", "tiles", "A MapLibre style over the tiles", &["tile_datetime", "source", "style_f"], STYLE, Answer::Object),
    get("/style.json", "styleJson", "tiles", "The same under another name", &["tile_datetime", "source", "style_f"], STYLE, Answer::Object),
    get("/styles/default/{sprite}", "sprite", "tiles", "The patterns a style names", &["sprite"], &["application/json", "image/png"], Answer::Object),
];
