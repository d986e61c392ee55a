//! What a file is, from what stands in it, and by what that is seen.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::collection::{SEPARATOR, objects, outline, plain_text};
use super::esri;
use super::outline::Kind;
use super::parts::{at, whole};
use super::{Format, Input, isw};
use contactline_core::model::{Finding, Severity};

/// What a file was taken to be.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Detected {
    /// What it is.
    pub input: Input,
    /// By what that is seen: "features named 'UA /// EN'".
    pub sign: String,
}

/// As much of a feature as tells what its file is.
#[derive(Deserialize)]
struct Feature {
    properties: Option<Map<String, Value>>,
    geometry: Option<Geometry>,
}

#[derive(Deserialize)]
struct Geometry {
    r#type: Option<String>,
}

#[derive(Deserialize)]
struct Collection {
    features: Vec<Feature>,
}

/// What the file is; its name counts only where its content is silent.
///
/// # Errors
/// A finding: no file of a known form, with the forms that are known and the flags that say more.
pub fn detect(bytes: &[u8], file: &str) -> Result<Detected, Box<Finding>> {
    let refused = |code, message: String| Box::new(at(Severity::Error, code, whole(file), message));
    let found = |input, sign: &str| Ok(Detected { input, sign: sign.into() });
    let unknown = || Err(refused("unknown_format", format!("no known form of file; {}", how_to_say())));
    let text = plain_text(bytes, file)?;
    let text = text.trim();
    if !text.starts_with(['{', '[', SEPARATOR]) {
        // What a list says of itself stands before its header.
        let header = text.lines().find(|line| !line.starts_with('#')).unwrap_or_default().to_lowercase();
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
    let objects = objects(text, file)?;
    let mut features = Vec::new();
    let mut has_properties = false;
    for object in &objects {
        let outline = outline(object, file)?;
        match outline.check(file) {
            // What is cut off is of its form all the same: whoever reads it refuses it.
            Err(finding) if finding.code != "truncated" => return Err(finding),
            _ => {}
        }
        if outline.map.is_some_and(|map| self::outline(map.get(), file).is_ok_and(|map| map.features.is_some())) {
            let form = Input::Map(Format::DeepstateRaw);
            return found(form, "a version of the map's own interface, with id and map");
        }
        if outline.is_bare() && outline.value.is_none() && are_changes(object) {
            return found(Input::Viina, "places with days of change");
        }
        let inner = outline.value.filter(|_| outline.features.is_none()).map(RawValue::get);
        let any =
            |properties: &RawValue| serde_json::from_str(properties.get()).is_ok_and(|p: Map<_, _>| !p.is_empty());
        has_properties |= outline.properties.is_some_and(any);
        let esri = |feature: &geojson::Feature| Feature {
            properties: feature.properties.clone(),
            geometry: feature.geometry.as_ref().map(|g| Geometry { r#type: Some(g.value.type_name().to_owned()) }),
        };
        if outline.is_esri() {
            let read = esri::features(object, file, features.len())?;
            has_properties |= read.features.iter().any(|f| f.properties.as_ref().is_some_and(|p| !p.is_empty()));
            features.extend(read.features.iter().map(esri));
            continue;
        }
        let read = match outline.kind() {
            Some(Kind::Feature) => serde_json::from_str(object).map(|feature| vec![feature]),
            Some(Kind::Geometry) => serde_json::from_str(object)
                .map(|geometry| vec![Feature { properties: None, geometry: Some(geometry) }]),
            _ => serde_json::from_str::<Collection>(inner.unwrap_or(object)).map(|collection| collection.features),
        };
        match read {
            Ok(read) => features.extend(read),
            Err(_) => return unknown(),
        }
    }
    match of_features(&features, has_properties, file) {
        Some(detected) => Ok(detected),
        None if is_outline(&features) => {
            let message = format!(
                "one outline, and nothing says who holds it: {}; --format deepstate-daily if it is a merged day of \
                 DeepStateMap, which says what is held by Russia",
                how_to_say()
            );
            Err(refused("unknown_format", message))
        }
        None => unknown(),
    }
}

/// How somebody says what a file is.
fn how_to_say() -> String {
    format!("--format names it ({}), or --mapping FILE tells what its properties mean", Input::WORDS)
}

fn of_features(features: &[Feature], has_properties: bool, file: &str) -> Option<Detected> {
    let found = |format, sign: &str| Some(Detected { input: Input::Map(format), sign: sign.into() });
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
    // An outline alone says nothing: what the mirror of merged days writes is known by its name.
    (!has_properties && is_outline(features) && is_of_the_mirror(file)).then_some(())?;
    found(Format::DeepstateDaily, "one feature without properties, a MultiPolygon, and the name of a merged day")
}

/// Whether there is nothing but one outline, of which nothing is said.
fn is_outline(features: &[Feature]) -> bool {
    let [feature] = features else { return false };
    let kind = feature.geometry.as_ref().and_then(|geometry| geometry.r#type.as_deref());
    feature.properties.as_ref().is_none_or(Map::is_empty) && matches!(kind, Some("MultiPolygon" | "Polygon"))
}

/// Whether a file's name is one that the mirror of merged days gives: `deepstatemap_data_20240708.geojson`, and the same
/// with other words for data.
fn is_of_the_mirror(file: &str) -> bool {
    const WORDS: [&str; 6] = ["deepstatemap", "deepstate", "map", "data", "daily", "merged"];
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file).to_lowercase();
    let stem = name.split('.').next().unwrap_or(&name);
    let mut words = stem.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    stem.starts_with("deepstate") && words.all(|word| WORDS.contains(&word))
}

/// Whether a text is a set of `{"706448": [[20220224, "RU"], ...]}`.
fn are_changes(text: &str) -> bool {
    serde_json::from_str::<BTreeMap<String, Vec<(i64, String)>>>(text).is_ok_and(|changes| !changes.is_empty())
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
