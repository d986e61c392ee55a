//! The top of a JSON object, its members as they stand: enough to tell what it is.

use serde::{Deserialize, Deserializer};
use serde_json::Value;
use serde_json::value::RawValue;

use super::parts::{at, whole};
use contactline_core::model::{CONVERT, Completeness, EXCEEDED, Finding, Severity};

/// The members of an object that tell what it is. Of a member that is null, only `crs` is there.
#[derive(Deserialize, Default)]
pub(super) struct Outline<'a> {
    #[serde(borrow, rename = "type")]
    kind: Option<&'a RawValue>,
    #[serde(borrow)]
    pub(super) features: Option<&'a RawValue>,
    #[serde(borrow)]
    coordinates: Option<&'a RawValue>,
    #[serde(borrow)]
    geometries: Option<&'a RawValue>,
    /// The collection within the answer of the map's own interface.
    #[serde(borrow)]
    pub(super) map: Option<&'a RawValue>,
    /// The collection within an envelope.
    #[serde(borrow)]
    pub(super) value: Option<&'a RawValue>,
    #[serde(borrow)]
    id: Option<&'a RawValue>,
    #[serde(borrow, default, deserialize_with = "present")]
    pub(super) crs: Option<&'a RawValue>,
    #[serde(borrow)]
    pub(super) properties: Option<&'a RawValue>,
    #[serde(borrow, rename = "exceededTransferLimit")]
    exceeded: Option<&'a RawValue>,
    #[serde(borrow, rename = "numberMatched")]
    matched: Option<&'a RawValue>,
    #[serde(borrow, rename = "totalFeatures")]
    total: Option<&'a RawValue>,
    #[serde(borrow)]
    error: Option<&'a RawValue>,
    #[serde(borrow)]
    message: Option<&'a RawValue>,
    #[serde(borrow)]
    title: Option<&'a RawValue>,
    #[serde(borrow)]
    detail: Option<&'a RawValue>,
    #[serde(borrow)]
    status: Option<&'a RawValue>,
    #[serde(borrow, rename = "geometryType")]
    esri_type: Option<&'a RawValue>,
    #[serde(borrow, rename = "spatialReference")]
    esri_reference: Option<&'a RawValue>,
    #[serde(borrow)]
    rings: Option<&'a RawValue>,
    #[serde(borrow)]
    attributes: Option<&'a RawValue>,
    #[serde(borrow)]
    arcs: Option<&'a RawValue>,
}

fn present<'de: 'a, 'a, D: Deserializer<'de>>(deserializer: D) -> Result<Option<&'a RawValue>, D::Error> {
    <&RawValue>::deserialize(deserializer).map(Some)
}

/// What GeoJSON object it is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Collection,
    Feature,
    Geometry,
}

impl<'a> Outline<'a> {
    /// What GeoJSON object it is, by its `type`.
    pub(super) fn kind(&self) -> Option<Kind> {
        match word(self.kind)?.as_str() {
            "FeatureCollection" => Some(Kind::Collection),
            "Feature" => Some(Kind::Feature),
            "Point" | "MultiPoint" | "LineString" | "MultiLineString" | "Polygon" | "MultiPolygon"
            | "GeometryCollection" => Some(Kind::Geometry),
            _ => None,
        }
    }

    /// The number `id`.
    pub(super) fn id(&self) -> Option<i64> {
        self.id?.get().parse().ok()
    }

    /// Whether it is nothing but a map of keys to other things: no member that is looked for.
    pub(super) fn is_bare(&self) -> bool {
        self.kind.is_none() && self.features.is_none() && self.error.is_none() && self.message.is_none()
    }

    /// The finding of an object that is no GeoJSON, or GeoJSON of which a part is missing.
    ///
    /// # Errors
    /// That finding.
    pub(super) fn check(&self, file: &str) -> Result<(), Box<Finding>> {
        let refused = |code, message: String| Err(Box::new(at(Severity::Error, code, whole(file), message)));
        if let Some(said) = self.server_error() {
            return refused("server_error", format!("this is a server's error and no map: {said}; ask it again"));
        }
        if word(self.kind).as_deref() == Some("Topology") || self.arcs.is_some() && self.features.is_none() {
            return refused("not_a_map", format!("this is TopoJSON: {CONVERT}"));
        }
        match self.completeness().lacking(|| self.features_count()) {
            Some(message) => refused("truncated", message),
            None => Ok(()),
        }
    }

    /// Whether it is in the own form of ArcGIS and no GeoJSON.
    pub(super) fn is_esri(&self) -> bool {
        if self.kind.is_some() {
            return false;
        }
        let of_esri = word(self.esri_type).is_some_and(|kind| kind.starts_with("esri"));
        let of_features = |features: &RawValue| self.esri_reference.is_some() || is_of_attributes(features.get());
        of_esri || self.rings.is_some() || self.attributes.is_some() || self.features.is_some_and(of_features)
    }

    /// What a server says instead of a map.
    fn server_error(&self) -> Option<String> {
        if self.features.is_some() || self.coordinates.is_some() || self.geometries.is_some() || self.map.is_some() {
            return None;
        }
        if self.kind().is_some() {
            return None;
        }
        if let Some(error) = self.error {
            let error: Value = serde_json::from_str(error.get()).ok()?;
            let text = |key: &str| error.get(key).map(|v| v.as_str().map_or_else(|| v.to_string(), str::to_owned));
            let message = error.as_str().map(str::to_owned).or_else(|| text("message")).or_else(|| text("description"));
            let code = text("code").or_else(|| text("status")).map_or_else(String::new, |code| format!("{code}: "));
            return Some(code + &short(&message.unwrap_or_default()));
        }
        let status = self.status.map_or_else(String::new, |s| format!("{}: ", s.get().trim_matches('"')));
        let said = word(self.message).or_else(|| word(self.detail).filter(|_| self.status.is_some()));
        let said = said.or_else(|| word(self.title).filter(|_| self.status.is_some()))?;
        Some(status + &short(&said))
    }

    /// What the server says of how much is there.
    fn completeness(&self) -> Completeness<'a> {
        let written = |member: &'a RawValue| member.get().into();
        let in_properties = || {
            // Those of a feature are its own.
            let properties = self.properties.filter(|_| self.kind() != Some(Kind::Feature))?;
            let properties: Value = serde_json::from_str(properties.get()).ok()?;
            properties.get(EXCEEDED).map(|limit| limit.to_string().into())
        };
        Completeness {
            exceeded: self.exceeded.map(written),
            exceeded_in_properties: in_properties(),
            matched: self.matched.or(self.total).map(written),
        }
    }

    fn features_count(&self) -> Option<usize> {
        let there: Vec<serde::de::IgnoredAny> = serde_json::from_str(self.features?.get()).ok()?;
        Some(there.len())
    }
}

/// Whether the first feature of a list has Esri's attributes.
fn is_of_attributes(features: &str) -> bool {
    #[derive(Deserialize)]
    struct First<'a> {
        #[serde(borrow)]
        attributes: Option<&'a RawValue>,
    }
    serde_json::from_str::<Vec<First<'_>>>(features)
        .is_ok_and(|all| all.first().is_some_and(|first| first.attributes.is_some()))
}

/// A member that is a text.
fn word(member: Option<&RawValue>) -> Option<String> {
    serde_json::from_str(member?.get()).ok()
}

/// The beginning of what a server wrote, on one line.
fn short(text: &str) -> String {
    const SHOWN: usize = 120;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars().filter(|c| !c.is_control()).take(SHOWN).collect()
}
