//! Every parameter: what it means, what it may be, an example that works.

use serde_json::{Map, Value, json};

/// The parameters by the names the operations use; some have the same name on the wire. `days`: the first and the last of
/// the first source.
pub(super) fn all(collections: &[String], sources: &[&str], regions: &[&str], days: &[Option<String>; 2]) -> Value {
    let mut all = Map::new();
    let mut add = |key: &str, name: &str, about: &str, schema: Value, example: Value| {
        let mut parameter =
            json!({ "name": name, "in": "query", "required": false, "description": about, "schema": schema });
        if !example.is_null() {
            parameter["example"] = example;
        }
        if matches!(name, "bbox" | "properties" | "sortby") {
            parameter["style"] = json!("form");
            parameter["explode"] = json!(false);
        }
        all.insert(key.to_owned(), parameter);
    };
    let text = || json!({ "type": "string" });
    let number = |least: f64, most: f64| json!({ "type": "number", "minimum": least, "maximum": most });
    let words = |words: &[&str]| json!({ "type": "string", "enum": words });
    let none = Value::Null;

    add("lon", "lon", "Longitude in degrees on WGS 84", number(-180.0, 180.0), json!(37.5));
    add("lat", "lat", "Latitude in degrees on WGS 84", number(-90.0, 90.0), json!(47.5));
    add("x", "x", "Easting in the system of crs, in place of lon", json!({ "type": "number" }), none.clone());
    add("y", "y", "Northing in the system of crs, in place of lat", json!({ "type": "number" }), none.clone());
    add("crs", "crs", "Reference system of coordinates, such as EPSG:32637", text(), none.clone());
    add("date", "date", "Day, date-time with its zone, or latest", text(), json!("latest"));
    add("from", "from", "First day", text(), none.clone());
    add("to", "to", "Last day", text(), none.clone());
    add("from_needed", "from", "First day", text(), json!(days[0]));
    add("to_needed", "to", "Last day", text(), json!(days[1]));
    add("step", "step", "Between days of a series", words(&["day", "week", "month", "year"]), none.clone());
    add("region", "region", "Region or group of regions", text(), regions.first().map_or(Value::Null, |id| json!(id)));
    add("source", "source", "Source id", words(sources), sources.first().map_or(Value::Null, |id| json!(id)));
    add(
        "claimant",
        "claimant",
        "Who claims: an ISO 3166-1 alpha-2 code",
        json!({ "type": "string", "pattern": "^[A-Za-z]{2}$" }),
        json!("UA"),
    );
    add(
        "party",
        "party",
        "Whose area is compared: an ISO 3166-1 alpha-2 code",
        json!({ "type": "string", "pattern": "^[A-Za-z]{2}$" }),
        json!("RU"),
    );
    add(
        "pieces",
        "pieces",
        "Whether the pieces are given as geometries",
        json!({ "type": "boolean", "default": false }),
        none.clone(),
    );
    add("f", "f", "Form of the answer", words(&["json", "html"]), json!("json"));
    add("landing_f", "f", "Form of the answer", words(&["json"]), json!("json"));
    add("table_f", "f", "Form of the answer", words(&["json", "csv"]), json!("json"));
    add("regions_f", "f", "Form of the answer", words(&["json", "geojson"]), json!("json"));
    add("item_f", "f", "Form of the answer", words(&["json", "html"]), json!("json"));
    add("items_f", "f", "Form of the answer", words(&["json", "html", "csv", "fgb", "kml", "parquet"]), json!("json"));
    add(
        "limit",
        "limit",
        "Most items on a page; more than 10000 are given as 10000",
        json!({ "type": "integer", "minimum": 1, "maximum": 10000, "default": 1000 }),
        json!(10),
    );
    add("offset", "offset", "Items passed over", json!({ "type": "integer", "minimum": 0, "default": 0 }), json!(0));
    let numbers = json!({ "type": "array", "items": { "type": "number" }, "oneOf": [{ "minItems": 4, "maxItems": 4 }, { "minItems": 6, "maxItems": 6 }] });
    add(
        "bbox",
        "bbox",
        "Only items that share a point with this box: west, south, east, north",
        numbers,
        json!([36.0, 46.0, 40.0, 50.0]),
    );
    add("bbox-crs", "bbox-crs", "Reference system of bbox, as a URI", text(), none.clone());
    add(
        "datetime",
        "datetime",
        "Only items whose time meets it: an instant, or from/to with .. for an open end",
        text(),
        json!("../.."),
    );
    add(
        "items_crs",
        "crs",
        "Reference system of the answer, as a URI",
        text(),
        json!("http://www.opengis.net/def/crs/EPSG/0/4326"),
    );
    add("filter", "filter", "Only items for which this CQL2 expression is true", text(), none.clone());
    add("filter-lang", "filter-lang", "Encoding of filter", words(&["cql2-text", "cql2-json"]), none.clone());
    add("filter-crs", "filter-crs", "Reference system of coordinates in filter, as a URI", text(), none.clone());
    let names = json!({ "type": "array", "items": { "type": "string" } });
    add("sortby", "sortby", "Properties to sort by, each with - for the greatest first", names.clone(), none.clone());
    add("properties", "properties", "Properties to show; left out: all", names, none);
    add(
        "skipGeometry",
        "skipGeometry",
        "Whether to leave geometries out",
        json!({ "type": "boolean", "default": false }),
        json!(true),
    );
    let in_path = |name: &str, about: &str, schema: Value, example: &str| json!({ "name": name, "in": "path", "required": true, "description": about, "schema": schema, "example": example });
    let words = json!({ "type": "string", "enum": collections });
    all.insert("collection".into(), in_path("collection", "Collection id", words, "regions"));
    let first = regions.first().copied().unwrap_or_default();
    all.insert("item".into(), in_path("item", "Item id", json!({ "type": "string" }), first));
    Value::Object(all)
}
