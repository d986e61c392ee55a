//! A GeoJSON feature with typed properties.

use geojson::Geometry;
use serde::Serialize;

/// A feature (RFC 7946, section 3.2).
#[derive(Clone, Debug, Serialize)]
pub struct Feature<P> {
    /// `Feature`.
    #[serde(rename = "type")]
    pub kind: FeatureType,
    /// Stable id within its collection.
    pub id: String,
    /// What is said of it.
    pub properties: P,
    /// Where it is; null where that may not be passed on.
    pub geometry: Option<Geometry>,
}

/// The `type` member of GeoJSON objects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum FeatureType {
    /// One feature.
    Feature,
    /// Many.
    FeatureCollection,
}

impl<P> Feature<P> {
    pub(super) fn new(id: impl Into<String>, properties: P, geometry: impl Into<Option<Geometry>>) -> Self {
        Self { kind: FeatureType::Feature, id: id.into(), properties, geometry: geometry.into() }
    }
}
