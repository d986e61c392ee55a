//! A GeoJSON feature with typed properties.

use geojson::Geometry;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Serialize;

use contactline_store::geojson::in_parts;

/// A feature (RFC 7946, section 3.2).
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(rename = "FeatureOf{P}")]
pub struct Feature<P> {
    /// `Feature`.
    #[serde(rename = "type")]
    pub kind: FeatureType,
    /// Stable id within its collection.
    pub id: String,
    /// What is said of it.
    pub properties: P,
    /// Where it is; null where that may not be passed on.
    #[schemars(schema_with = "geometry_schema")]
    pub geometry: Option<Geometry>,
}

/// The `type` member of GeoJSON objects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub enum FeatureType {
    /// One feature.
    Feature,
    /// Many.
    FeatureCollection,
}

impl<P> Feature<P> {
    /// A feature of a collection: areas and lines are of several parts throughout.
    pub(super) fn new(id: impl Into<String>, properties: P, geometry: impl Into<Option<Geometry>>) -> Self {
        Self { kind: FeatureType::Feature, id: id.into(), properties, geometry: geometry.into().map(in_parts) }
    }
}

/// Any GeoJSON geometry of one kind.
pub(crate) fn geometry_schema(_: &mut SchemaGenerator) -> Schema {
    json_schema!({
        "type": "object",
        "required": ["type", "coordinates"],
        "properties": {
            "type": { "type": "string", "enum": ["Point", "LineString", "Polygon", "MultiPoint", "MultiLineString", "MultiPolygon"] },
            "coordinates": { "type": "array", "items": {} },
        },
    })
}
