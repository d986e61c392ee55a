//! A collection described: extent, reference systems, source and licence, and the schema of its properties.

use serde::Serialize;
use serde_json::{Map, Value as Json, json};

use crate::geometry::Crs;
use crate::model::{Interval, Source};
use crate::query::items::{Collection, FieldKind, GeometryKind};
use crate::wire::{REGIONS_ATTRIBUTION, Rights};

/// A link (RFC 8288).
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Link {
    /// Where it leads.
    pub href: String,
    /// How that is related.
    pub rel: String,
    /// Its media type.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// What it is called.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
}

impl Link {
    /// A link to `href`.
    #[must_use]
    pub fn new(rel: &str, kind: &str, title: &str, href: impl Into<String>) -> Self {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        Self { href: href.into(), rel: rel.into(), kind: some(kind), title: some(title) }
    }
}

/// One collection.
#[derive(Clone, Debug, Serialize)]
pub struct CollectionRow {
    id: String,
    title: String,
    description: String,
    /// The source that says so, with its licence; null where no source's geometry is in it.
    source: Option<String>,
    licence: Option<String>,
    attribution: String,
    /// Why its geometry is not given to others; null where it is.
    withheld: Option<String>,
    #[serde(rename = "itemType")]
    item_type: &'static str,
    extent: Extent,
    crs: Vec<String>,
    #[serde(rename = "storageCrs")]
    storage_crs: String,
    /// Links to its items and what describes them.
    pub links: Vec<Link>,
}

/// Where and when.
#[derive(Clone, Debug, Serialize)]
pub struct Extent {
    #[serde(skip_serializing_if = "Option::is_none")]
    spatial: Option<Spatial>,
    #[serde(skip_serializing_if = "Option::is_none")]
    temporal: Option<Temporal>,
}

#[derive(Clone, Debug, Serialize)]
struct Spatial {
    bbox: Vec<[f64; 4]>,
    crs: String,
}

#[derive(Clone, Debug, Serialize)]
struct Temporal {
    interval: Vec<[Option<String>; 2]>,
    trs: &'static str,
}

impl CollectionRow {
    /// The line that must be shown with a collection's items.
    #[must_use]
    pub fn attribution(collection: &Collection<'_>) -> String {
        attribution(collection.source)
    }

    /// The description of a collection, without links.
    #[must_use]
    pub fn new(collection: &Collection<'_>, rights: &Rights) -> Self {
        let source = collection.source;
        let has_geometry = collection.geometry.is_some();
        Self {
            id: collection.id.clone(),
            title: collection.title.clone(),
            description: collection.description.clone(),
            source: source.map(|s| s.id.clone()),
            licence: source.map(|s| s.licence.clone()),
            attribution: attribution(source),
            withheld: source.and_then(|s| rights.withheld(s)),
            item_type: "feature",
            extent: Extent::new(collection),
            crs: if has_geometry { Crs::all().map(Crs::uri).collect() } else { vec![Crs::CRS84.uri()] },
            storage_crs: Crs::CRS84.uri(),
            links: Vec::new(),
        }
    }
}

/// The line that must be shown with a source's items.
fn attribution(source: Option<&Source>) -> String {
    source.map_or(REGIONS_ATTRIBUTION, |s| &s.attribution).to_owned()
}

impl Extent {
    fn new(collection: &Collection<'_>) -> Self {
        let spatial =
            collection.bbox.map(|b| Spatial { bbox: vec![[b.west, b.south, b.east, b.north]], crs: Crs::CRS84.uri() });
        let temporal = collection.time.map(|time| Temporal {
            interval: vec![ends(time)],
            trs: "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian",
        });
        Self { spatial, temporal }
    }
}

/// The ends of a stretch as date-times, its last second included.
fn ends(time: Interval) -> [Option<String>; 2] {
    let text = |seconds: i64| jiff::Timestamp::from_second(seconds).ok().map(|t| t.to_string());
    [time.start.and_then(|s| text(s.seconds())), time.end.and_then(|e| text(e.seconds() - 1))]
}

/// The properties of a collection's items as a JSON Schema (OGC API - Features, Part 3 and Part 5).
#[derive(Clone, Debug)]
pub struct Schema;

impl Schema {
    /// What a filter may name: the geometry and every property. `id` is the schema's own address.
    #[must_use]
    pub fn queryables(collection: &Collection<'_>, id: &str) -> Json {
        schema(collection, id, true)
    }

    /// What an item has.
    #[must_use]
    pub fn items(collection: &Collection<'_>, id: &str) -> Json {
        schema(collection, id, false)
    }
}

fn schema(collection: &Collection<'_>, id: &str, of_queryables: bool) -> Json {
    let mut properties = Map::new();
    if let Some(kind) = collection.geometry {
        let format = match kind {
            GeometryKind::Position => "geometry-point",
            GeometryKind::Paths => "geometry-multilinestring",
            GeometryKind::Area => "geometry-multipolygon",
        };
        properties.insert(
            "geometry".into(),
            json!({ "title": "geometry", "format": format, "x-ogc-role": "primary-geometry" }),
        );
    }
    for field in collection.fields {
        let mut shape = match field.kind {
            FieldKind::Text => json!({ "type": "string" }),
            FieldKind::Number => json!({ "type": "number" }),
            FieldKind::Whole => json!({ "type": "integer" }),
            FieldKind::Day => json!({ "type": "string", "format": "date" }),
            FieldKind::Stamp => json!({ "type": "string", "format": "date-time" }),
            FieldKind::Words if of_queryables => json!({ "type": "string" }),
            FieldKind::Words => json!({ "type": "array", "items": { "type": "string" } }),
        };
        shape["title"] = json!(field.name.replace('_', " "));
        shape["description"] = json!(field.about);
        properties.insert(field.name.into(), shape);
    }
    if collection.time.is_some() {
        let end = |about: &str, role: &str| json!({ "type": "string", "format": "date-time", "description": about, "x-ogc-role": role });
        properties.insert("start".into(), end("first day or second on which it stands", "primary-interval-start"));
        properties.insert(
            "end".into(),
            end("last day or second on which it stands; none: it still does", "primary-interval-end"),
        );
    }
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": id,
        "type": "object",
        "title": collection.title,
        "description": collection.description,
        "properties": properties,
        "additionalProperties": false,
    })
}
