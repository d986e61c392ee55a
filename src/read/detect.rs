//! What a file is, from what stands in it, and by what that is seen.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::parts::{at, whole};
use super::{Format, Input, isw};
use crate::model::{Finding, Severity};

/// What a file was taken to be.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Detected {
    /// What it is.
    pub input: Input,
    /// By what that is seen: "features named 'UA /// EN'".
    pub sign: String,
}

/// As much of a JSON file as tells what it is.
#[derive(Deserialize)]
struct Sketch {
    features: Option<Vec<Feature>>,
    value: Option<Box<Self>>,
    map: Option<Box<Self>>,
    #[serde(default)]
    properties: Map<String, Value>,
}

#[derive(Deserialize)]
struct Feature {
    properties: Option<Map<String, Value>>,
    geometry: Option<Geometry>,
}

#[derive(Deserialize)]
struct Geometry {
    r#type: Option<String>,
}

/// What the file is; its name counts only where its content is silent.
///
/// # Errors
/// A finding: no file of a known form, with the forms that are known and the flags that say more.
pub fn detect(bytes: &[u8], file: &str) -> Result<Detected, Box<Finding>> {
    let refused = |code, message: String| Box::new(at(Severity::Error, code, whole(file), message));
    let found = |input, sign: &str| Ok(Detected { input, sign: sign.into() });
    let unknown = || {
        let message = format!(
            "no known form of file; --format names it ({}), or --mapping FILE tells what its properties mean",
            Input::WORDS
        );
        Err(refused("unknown_format", message))
    };
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    if text.is_empty() {
        return Err(refused("empty", "the file is empty".into()));
    }
    if text.starts_with(b"PK\x03\x04") {
        return found(Input::Viina, "a zip archive");
    }
    if !text.starts_with(b"{") && !text.starts_with(b"[") {
        let header = text.split(|b| *b == b'\n').next().unwrap_or_default();
        let header = String::from_utf8_lossy(header).to_lowercase();
        let columns: Vec<&str> = header.split([',', ';', '\t']).map(|c| c.trim().trim_matches('"')).collect();
        let has = |name: &str| columns.contains(&name);
        return if (has("geonameid") || has("kod")) && has("date") && columns.iter().any(|c| c.starts_with("status")) {
            found(Input::Viina, "columns geonameid or kod, date, status")
        } else if has("section") && has("katottg") && has("date_from") {
            found(Input::OfficialList, "columns section, katottg, date_from")
        } else {
            unknown()
        };
    }
    match serde_json::from_slice::<Sketch>(text) {
        Ok(sketch) => match of_sketch(&sketch, file) {
            Some(detected) => Ok(detected),
            None if are_changes(text) => found(Input::Viina, "places with days of change"),
            None => unknown(),
        },
        Err(e) if e.is_data() => unknown(),
        Err(e) => Err(refused("not_json", e.to_string())),
    }
}

fn of_sketch(sketch: &Sketch, file: &str) -> Option<Detected> {
    let found = |format, sign: &str| Some(Detected { input: Input::Map(format), sign: sign.into() });
    if sketch.map.as_ref().is_some_and(|map| map.features.is_some()) {
        return found(Format::DeepstateRaw, "a version of the map's own interface, with id and map");
    }
    let features = sketch.features.as_ref().or_else(|| sketch.value.as_ref()?.features.as_ref())?;
    let all = || features.iter().filter_map(|f| f.properties.as_ref());
    let text = |key: &'static str| all().filter_map(move |p| p.get(key)?.as_str());
    if text("type").any(|word| ["nochange", "gains", "losses"].contains(&word)) {
        return found(Format::Nzz, "features of type nochange, gains or losses");
    }
    if text("name").any(|name| name.contains("geoJSON.")) {
        return found(Format::DeepstateRaw, "features named 'UA /// EN /// geoJSON.key'");
    }
    if text("name").any(|name| name.contains("///")) {
        return found(Format::DeepstateRaw, "features named 'UA /// EN'");
    }
    if all().any(|p| p.contains_key("name") && (p.contains_key("styleHash") || p.contains_key("styleUrl"))) {
        return found(Format::DeepstateRaw, "features with name and style");
    }
    if let Some(layer) = isw::LAYER.iter().flat_map(|key| text(key)).find(|layer| isw::is_known(layer)) {
        return found(Format::Isw, &format!("layers such as '{layer}'"));
    }
    if isw::is_known(&isw::layer_in_name(file)) {
        return found(Format::Isw, "a layer's name in the file's name");
    }
    if !features.is_empty() && all().count() > 0 && all().all(|p| !p.is_empty() && p.keys().all(|k| of_arcgis(k))) {
        return found(Format::Isw, "no properties but those of an ArcGIS layer");
    }
    let [feature] = features.as_slice() else { return None };
    let bare = feature.properties.as_ref().is_none_or(Map::is_empty) && sketch.properties.is_empty();
    let polygons = matches!(feature.geometry.as_ref()?.r#type.as_deref(), Some("MultiPolygon" | "Polygon"));
    (bare && polygons).then_some(())?;
    found(Format::DeepstateDaily, "one feature without properties, a MultiPolygon")
}

/// Whether a text is a set of `{"706448": [[20220224, "RU"], ...]}`.
fn are_changes(text: &[u8]) -> bool {
    serde_json::from_slice::<BTreeMap<String, Vec<(i64, String)>>>(text).is_ok_and(|changes| !changes.is_empty())
}

/// Whether a property is one that an ArcGIS server adds by itself.
fn of_arcgis(key: &str) -> bool {
    const KEYS: [&str; 9] = [
        "fid",
        "objectid",
        "editdate",
        "creationdate",
        "datetime",
        "creator",
        "editor",
        "shape__area",
        "shape__length",
    ];
    let key = key.to_lowercase();
    key.starts_with("globalid") || key.starts_with("objectid") || KEYS.contains(&key.as_str())
}
