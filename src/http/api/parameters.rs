//! Every parameter: what it means, what it may be, an example that works.

use serde_json::{Map, Value, json};

use crate::http::ogc::Form;
use crate::questions::{EXPECT, KNOWN_ON};
use crate::request::{SCALE, SCALES};
use crate::wire::{PROVENANCE, Winding};
use contactline_crs::Crs;
use edge_timeline::tile::MAX_ZOOM;

/// What is loaded: the words that parameters may have.
pub(super) struct Known<'a> {
    pub collections: &'a [String],
    /// Those with a geometry.
    pub drawn: &'a [String],
    pub sources: &'a [&'a str],
    pub regions: &'a [&'a str],
    pub proposals: &'a [&'a str],
    /// The first and the last of the first source.
    pub days: &'a [Option<String>; 2],
}

/// The parameters by the names the operations use; some have the same name on the wire.
pub(super) fn all(known: &Known<'_>) -> Map<String, Value> {
    let Known { collections, drawn, sources, regions, .. } = known;
    let mut all = Map::new();
    let mut add = |key: &str, name: &str, about: &str, schema: Value, example: Value| {
        let mut parameter =
            json!({ "name": name, "in": "query", "required": false, "description": about, "schema": schema });
        if !example.is_null() {
            parameter["example"] = example;
        }
        if matches!(name, "datetime" | "limit") || parameter["schema"]["type"] == "array" {
            parameter["style"] = json!("form");
            parameter["explode"] = json!(false);
        }
        all.insert(key.to_owned(), parameter);
    };
    let text = || json!({ "type": "string" });
    let words = |words: &[&str]| json!({ "type": "string", "enum": words });
    let none = Value::Null;

    add("source", "source", "Source id", words(sources), sources.first().map_or(Value::Null, |id| json!(id)));
    add(
        "strict",
        "strict",
        "Whether a degraded service answers 503",
        json!({ "type": "boolean", "default": false }),
        none.clone(),
    );
    add("f", "f", "Form of the answer", words(&["json", "html"]), json!("json"));
    add("landing_f", "f", "Form of the answer", words(&["json"]), json!("json"));
    add("item_f", "f", "Form of the answer", words(&["json", "html"]), json!("json"));
    add("items_f", "f", "Form of the answer", words(&Form::ITEMS.map(Form::word)), json!("json"));
    add(
        "limit",
        "limit",
        "Most items on a page; more than 10000 are given as 10000, as HTML more than 100 as 100",
        json!({ "type": "integer", "minimum": 1, "maximum": 10000, "default": 1000 }),
        json!(10),
    );
    add("offset", "offset", "Items passed over", json!({ "type": "integer", "minimum": 0, "default": 0 }), json!(0));
    let numbers = json!({ "type": "array", "items": { "type": "number" }, "minItems": 4, "maxItems": 6, "oneOf": [{ "minItems": 4, "maxItems": 4 }, { "minItems": 6, "maxItems": 6 }] });
    add(
        "bbox",
        "bbox",
        "Only items that share a point with this box, and those without a place: west, south, east, north",
        numbers,
        json!([36.0, 46.0, 40.0, 50.0]),
    );
    let uris = || json!({ "type": "string", "enum": Crs::all().map(Crs::uri).collect::<Vec<_>>() });
    add("bbox-crs", "bbox-crs", "Reference system of bbox, as a URI", uris(), none.clone());
    add(
        "datetime",
        "datetime",
        "Only items whose time meets it: an instant, or from/to with .. for an open end, or a duration from the other",
        json!({ "type": "string", "pattern": format!("^({MOMENT}T?|({MOMENT}T?|\\.\\.)?/({MOMENT}T?|\\.\\.)?|{MOMENT}/{LASTING}|{LASTING}/{MOMENT})$") }),
        json!("../.."),
    );
    add(
        "items_crs",
        "crs",
        "Reference system of the answer, as a URI",
        uris(),
        json!("http://www.opengis.net/def/crs/EPSG/0/4326"),
    );
    add("filter", "filter", "Only items for which this CQL2 expression is true", text(), none.clone());
    add("filter-lang", "filter-lang", "Encoding of filter", words(&["cql2-text", "cql2-json"]), none.clone());
    add("filter-crs", "filter-crs", "Reference system of coordinates in filter, as a URI", uris(), none.clone());
    let names = json!({ "type": "array", "items": { "type": "string" } });
    add("sortby", "sortby", "Properties to sort by, each with - for the greatest first", names.clone(), none.clone());
    add("properties", "properties", "Properties to show (default: all)", names, none);
    add(
        "skipGeometry",
        "skipGeometry",
        "Whether to leave geometries out",
        json!({ "type": "boolean", "default": false }),
        json!(true),
    );
    more(&mut add, known);
    let in_path = |name: &str, about: &str, schema: Value, example: Value| json!({ "name": name, "in": "path", "required": true, "description": about, "schema": schema, "example": example });
    let words = |words: Value| json!({ "type": "string", "enum": words });
    let number = || json!({ "type": "integer", "minimum": 0 });
    let first = regions.first().copied().unwrap_or_default();
    all.extend([
        ("collection".into(), in_path("collection", "Collection id", words(json!(collections)), json!("regions"))),
        ("drawn".into(), in_path("collection", "Collection id", words(json!(drawn)), json!("regions"))),
        ("item".into(), in_path("item", "Item id", json!({ "type": "string" }), json!(first))),
        ("z".into(), in_path("z", "Zoom", json!({ "type": "integer", "minimum": 0, "maximum": MAX_ZOOM }), json!(6))),
        ("row".into(), in_path("row", "Row, counted from the north", number(), json!(22))),
        (
            "col".into(),
            in_path(
                "col",
                "Column, with or without an ending: 38, 38.mvt",
                json!({ "type": "string", "pattern": "^[0-9]+(\\.mvt|\\.pbf)?$" }),
                json!("38"),
            ),
        ),
        ("sprite".into(), in_path("sprite", "A file of patterns", words(json!(SPRITES)), json!(SPRITES[0]))),
    ]);
    all
}

/// A day, or a date-time with its zone.
pub(super) const MOMENT: &str = "[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])(T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\\.[0-9]{1,9})?(Z|[+-][01][0-9]:[0-5][0-9]))?";
/// A duration.
const LASTING: &str = "P([0-9]{1,3}Y)?([0-9]{1,3}M)?([0-9]{1,4}D)?(T([0-9]{1,3}H)?([0-9]{1,3}M)?([0-9]{1,3}S)?)?";

const SPRITES: [&str; 4] = ["sprite.json", "sprite@2x.json", "sprite.png", "sprite@2x.png"];

/// The parameters of rows, of tiles, and of more than one kind of question.
fn more(add: &mut impl FnMut(&str, &str, &str, Value, Value), known: &Known<'_>) {
    let text = || json!({ "type": "string" });
    let words = |words: &[&str]| json!({ "type": "string", "enum": words });
    let form = |most: &[&str]| json!({ "type": "string", "enum": most, "default": most[0] });
    let flag = || json!({ "type": "boolean", "default": false });
    let list = |words: &[&str]| json!({ "type": "array", "minItems": 1, "items": { "type": "string", "enum": words } });
    let none = Value::Null;
    let mark = "Whether CSV begins with a byte order mark, by which Excel knows UTF-8";
    add("bom", "bom", mark, flag(), none.clone());
    let stated = "Whether CSV states in two more columns by which program and of which data it was made";
    add(PROVENANCE, PROVENANCE, stated, flag(), none.clone());
    let expected = "The fingerprint of the data that are meant, or 8 digits of it and more: of other data nothing is answered (412)";
    add(EXPECT, EXPECT, expected, json!({ "type": "string", "pattern": "^[0-9A-Fa-f]{8,64}$" }), none.clone());
    let loaded = "Answer with what had been loaded by then: by the end of a date, or by a second; what is not kept is refused (404)";
    let day = json!({ "type": "string", "pattern": format!("^(latest|{MOMENT})$") });
    add(KNOWN_ON, KNOWN_ON, loaded, day, none.clone());
    let turned =
        "In which direction the rings of GeoJSON polygons run: as RFC 7946 wants, or clockwise outside as d3-geo does";
    let calendar = "From the end of each week (Sunday) or month to the next";
    add("feed_step", "step", calendar, form(&crate::http::feeds::STEPS), none.clone());
    let ground = "Region, or a raion or hromada by its KATOTTG code (default: everything drawn)";
    add("feed_region", "region", ground, text(), none.clone());
    add("page_date", "date", "Day (default: today)", json!({ "type": "string", "format": "date" }), none.clone());
    let page_url = "Address of a map of this service: /share or /embed with what follows";
    add("page_url", "url", page_url, text(), json!("/share"));
    let most = || json!({ "type": "integer", "minimum": 1 });
    add("maxwidth", "maxwidth", "Most pixels across", most(), none.clone());
    add("maxheight", "maxheight", "Most pixels down", most(), none.clone());
    add("oembed_format", "format", "Form of the answer", form(&["json"]), none.clone());
    let scaled = "How many pixels of PNG stand for one of the picture's own: 2 for fine screens";
    add(SCALE, SCALE, scaled, form(&SCALES), none.clone());
    add("winding", "winding", turned, form(&Winding::WORDS), none.clone());
    add(
        "lang",
        "lang",
        "Language of sentences and titles in the answer (default: by Accept-Language, otherwise en)",
        words(&["en", "uk"]),
        none.clone(),
    );
    add("json_f", "f", "Form of the answer", form(&["json"]), json!("json"));
    add("style_f", "f", "Form of the answer", form(&["mapbox", "json"]), json!("mapbox"));
    add("mvt_f", "f", "Form of the answer", form(&["mvt"]), json!("mvt"));
    rows(add);
    add(
        "rows_source",
        "source",
        "Comma-separated IDs of the sources to include (default: all)",
        list(known.sources),
        none.clone(),
    );
    add("regimes", "regimes", "Whether rows say which legal regimes apply", flag(), json!(true));
    let moment = "As of this date, date-time or latest (default: today for what sources draw, all times for the rest); or a stretch \
                  such as 2022-10-01/2022-10-31, of which each version says from when to when it stands (from_days, to_days)";
    let day = json!({ "type": "string", "pattern": format!("^(latest|{MOMENT}|({MOMENT}|\\.\\.)?/({MOMENT}|\\.\\.)?|({MOMENT}/{LASTING})|({LASTING}/{MOMENT}))$") });
    add("tile_datetime", "datetime", moment, day, json!("latest"));
    let as_of = "For a collection as of one moment: that moment (default: the one in the id, or today)";
    let instant = json!({ "type": "string", "pattern": format!("^{MOMENT}$") });
    add("item_datetime", "datetime", as_of, instant, none.clone());
    let drawn: Vec<&str> = known.drawn.iter().map(String::as_str).collect();
    let about = "Comma-separated IDs of the collections to draw";
    add("collections", "collections", about, list(&drawn), json!(["regions"]));
    add("v", "v", "Names the data that tiles are made of, so that they may be kept", text(), none);
}

/// The parameters of rows in bulk.
fn rows(add: &mut impl FnMut(&str, &str, &str, Value, Value)) {
    let text = || json!({ "type": "string" });
    let place = "default: by name (lon, longitude, lng, x with y, Довгота and others)";
    add("lon_column", "lon_column", &format!("Column or member with the longitude; {place}"), text(), Value::Null);
    add("lat_column", "lat_column", &format!("Column or member with the latitude; {place}"), text(), Value::Null);
    let about = "Column of a table with an address or the name of a place, by which rows are located in place of longitude and \
                 latitude: at the settlement, never at the house. Adds place.name, place.id, place.resolved_by, \
                 place.precision, place.range, place.candidates and place.note";
    add("place_column", "place_column", about, text(), Value::Null);
    let about = "Column with the oblast or region of the place in place_column";
    add("region_column", "region_column", about, text(), Value::Null);
    let about = "Column of a table with a postcode, by which rows are located in place of longitude and latitude; with \
                 place_column it tells places of one name apart";
    add("postcode_column", "postcode_column", about, text(), Value::Null);
    let date = "Column or member with the date of the row; default: date, or another that clearly is the date of the row, such as \
                event_date is, which contactline-notes then names. Where none is plain, the rows are refused";
    add("date_column", "date_column", date, text(), Value::Null);
    let format = "How dates are written: MM/DD/YYYY, DD/MM/YYYY or another order, epoch-ms, epoch-s; default: every form \
                  that can mean one day only; of 03/05/2022 the order that other dates of the column show";
    add("date_format", "date_format", format, text(), json!("DD/MM/YYYY"));
    let day = json!({ "type": "string", "pattern": format!("^(latest|{MOMENT})$") });
    let about = "Date of every row, whatever date it has; with date_column, of rows that have none. Default: a row without its \
                 date gets an error, and where no row has a date it is today, which contactline-notes then says";
    add("rows_date", "date", about, day, json!("latest"));
    let days = json!({ "type": "integer", "minimum": 1 });
    let about = "No answer is given where the newest version that says who holds the place was more days old than this on the \
                 date asked; such a row gets an error";
    add("max_age", "max_age", about, days, json!(365));
    let encoding = "Encoding of the rows, such as windows-1251; default: the charset of the content type, otherwise as the \
                    bytes show. The answer is UTF-8";
    add("encoding", "encoding", encoding, text(), json!("utf-8"));
    let lines = json!({ "type": "integer", "minimum": 1 });
    add(
        "skip_lines",
        "skip_lines",
        "Number of lines before the table header, copied to the answer (default: detected)",
        lines,
        Value::Null,
    );
    let names = "Columns or members to add, comma-separated: region, verdict, verdict.rests_on_stale, as_of, regimes, \
                 regime.ID, regimes.rests_on_stale; of every source status, holder, version, age_days, stale, distance_m, \
                 near_line, uncertain_within_m, last_known_status, last_known_holder, basis, reason, caveat; of one ID.status and so on; error is always added. Left out: region, verdict, \
                 verdict.rests_on_stale and of every source status to near_line";
    add("columns", "columns", names, text(), json!("region,verdict,status,holder"));
    add("prefix", "prefix", "What the names of the columns added begin with", text(), Value::Null);
}
