//! A collection described: extent, reference systems, source and licence, and the schema of its properties.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Map, Value as Json, json};

use crate::wire::language::{spoken, told};
use crate::wire::{PLACES_ATTRIBUTION, REGIONS_ATTRIBUTION, Rights};
use contactline_core::model::{Interval, notice};
use contactline_core::query::items::{Collection, FieldKind, GeometryKind};
use contactline_crs::Crs;

/// A link (RFC 8288).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
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
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CollectionRow {
    id: String,
    title: String,
    description: String,
    /// The source that says so, with its licence; null where no source's geometry is in it.
    source: Option<String>,
    licence: Option<String>,
    attribution: String,
    /// Whose position it is not, and for what it must not be used.
    notice: &'static str,
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
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Extent {
    #[serde(skip_serializing_if = "Option::is_none")]
    spatial: Option<Spatial>,
    #[serde(skip_serializing_if = "Option::is_none")]
    temporal: Option<Temporal>,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
struct Spatial {
    bbox: Vec<[f64; 4]>,
    crs: String,
}

#[derive(Clone, Debug, Serialize, JsonSchema)]
struct Temporal {
    interval: Vec<[Option<String>; 2]>,
    trs: &'static str,
}

impl CollectionRow {
    /// The line that must be shown with a collection's items.
    #[must_use]
    pub fn attribution(collection: &Collection<'_>) -> String {
        let statement = match collection.source {
            Some(source) => return source.attribution.clone(),
            None if collection.geometry == Some(GeometryKind::Position) && collection.is_as_of => PLACES_ATTRIBUTION,
            None => REGIONS_ATTRIBUTION,
        };
        let lines = std::iter::once(statement).chain(collection.sources.iter().map(|s| s.attribution.as_str()));
        lines.collect::<Vec<_>>().join("; ")
    }

    /// Why geometries are withheld, for each source concerned; points are not.
    pub fn withheld<'c>(collection: &'c Collection<'_>, rights: &'c Rights) -> impl Iterator<Item = String> + 'c {
        let computed = collection.sources.iter().filter(|_| collection.geometry == Some(GeometryKind::Area));
        collection.source.iter().chain(computed).filter_map(|source| rights.withheld(source))
    }

    /// The description of a collection, without links.
    #[must_use]
    pub fn new(collection: &Collection<'_>, rights: &Rights) -> Self {
        let source = collection.source;
        let withheld: Vec<String> = Self::withheld(collection, rights).collect();
        let has_geometry = collection.geometry.is_some();
        Self {
            id: collection.id.clone(),
            title: told(&collection.title).to_owned(),
            description: told(&collection.description).to_owned(),
            source: source.map(|s| s.id.clone()),
            licence: source.map(|s| s.licence.clone()),
            attribution: Self::attribution(collection),
            notice: notice::STATUS.within(spoken()),
            withheld: Some(withheld.join("; ")).filter(|text| !text.is_empty()),
            item_type: "feature",
            extent: Extent::new(collection),
            crs: if has_geometry { Crs::all().map(Crs::uri).collect() } else { vec![Crs::CRS84.uri()] },
            storage_crs: Crs::CRS84.uri(),
            links: Vec::new(),
        }
    }
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
    for field in collection.fields.iter() {
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
        properties.insert(field.name.to_string(), shape);
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
        "title": told(&collection.title),
        "description": told(&collection.description),
        "properties": properties,
        "additionalProperties": false,
    })
}
