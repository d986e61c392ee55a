//! Layers of an ArcGIS feature server, page by page, put together as one collection in which each feature names its layer.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use contactline_core::model::Moment;

/// Names of properties that a finding tells.
const SHOWN: usize = 12;

/// A page of a layer.
#[derive(Debug)]
pub struct Page {
    /// Its features.
    pub features: Vec<Feature>,
    /// Whether the server has more.
    pub more: bool,
}

/// A feature, its geometry as it came.
#[derive(Debug, Serialize, Deserialize)]
pub struct Feature {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    id: Option<Value>,
    #[serde(default)]
    properties: Option<Map<String, Value>>,
    geometry: Option<Box<RawValue>>,
}

#[derive(Deserialize)]
struct Answer {
    features: Option<Vec<Feature>>,
    #[serde(default, rename = "exceededTransferLimit")]
    more: bool,
    /// Newer servers say it here.
    #[serde(default)]
    properties: Map<String, Value>,
    error: Option<Said>,
}

/// A server's error, which comes with status 200.
#[derive(Deserialize)]
struct Said {
    code: Option<i64>,
    #[serde(default)]
    message: String,
}

/// The address of a page: `layer` is `service/number`.
#[must_use]
pub fn url(base: &str, layer: &str, offset: usize, count: usize) -> String {
    let (service, number) = layer.rsplit_once('/').unwrap_or((layer, "0"));
    format!(
        "{}/{service}/FeatureServer/{number}/query?where=1%3D1&outFields=*&outSR=4326&f=geojson&resultOffset={offset}&\
         resultRecordCount={count}",
        base.trim_end_matches('/')
    )
}

/// The page in a body.
///
/// # Errors
/// Not JSON, no collection of features, or the server's own error, which comes with status 200.
pub fn page(bytes: &[u8]) -> Result<Page, String> {
    let answer: Answer = serde_json::from_slice(bytes).map_err(|e| format!("not a page of features: {e}"))?;
    if let Some(Said { code, message }) = answer.error {
        let code = code.map_or_else(String::new, |code| format!(" {code}"));
        return Err(format!("the server says error{code}: {}", short(&message)));
    }
    let features = answer.features.ok_or("no 'features' in the page")?;
    let in_properties = answer.properties.get("exceededTransferLimit").and_then(Value::as_bool);
    Ok(Page { more: answer.more || in_properties.unwrap_or(false), features })
}

/// A layer's pages as one. A feature that comes twice says that the layer was edited meanwhile.
///
/// # Errors
/// The id that came twice.
pub fn whole(pages: Vec<Page>) -> Result<Vec<Feature>, String> {
    let mut seen = BTreeSet::new();
    let features: Vec<Feature> = pages.into_iter().flat_map(|page| page.features).collect();
    for id in features.iter().filter_map(|f| f.id.as_ref()) {
        if !seen.insert(id.to_string()) {
            return Err(format!("feature {id} came on two pages: the layer was edited meanwhile; ask again"));
        }
    }
    Ok(features)
}

/// When the layers were last edited: the latest time in the property, milliseconds since 1970.
///
/// # Errors
/// No feature has it: the properties there are.
pub fn edited(layers: &BTreeMap<String, Vec<Feature>>, property: &str) -> Result<Moment, String> {
    let properties = || layers.values().flatten().filter_map(|f| f.properties.as_ref());
    let latest = properties().filter_map(|p| p.get(property)).filter_map(Value::as_i64).max();
    latest.map(|millis| Moment::from_seconds(millis.div_euclid(1_000))).ok_or_else(|| {
        let names: BTreeSet<&str> = properties().flat_map(|p| p.keys()).map(String::as_str).collect();
        let names = names.into_iter().take(SHOWN).collect::<Vec<_>>().join(", ");
        format!("no feature has a whole number '{property}'; the properties are: {names}")
    })
}

/// The layers as one collection; each feature's property `layer` is the service's name.
///
/// # Errors
/// None that the types allow.
pub fn collection(layers: BTreeMap<String, Vec<Feature>>) -> serde_json::Result<Vec<u8>> {
    #[derive(Serialize)]
    struct Collection {
        #[serde(rename = "type")]
        kind: &'static str,
        features: Vec<Feature>,
    }
    let mut features = Vec::new();
    for (layer, of_layer) in layers {
        let service = layer.split('/').next().unwrap_or(&layer).to_owned();
        features.extend(of_layer.into_iter().map(|mut feature| {
            let properties = feature.properties.get_or_insert_default();
            properties.insert("layer".into(), service.clone().into());
            feature
        }));
    }
    serde_json::to_vec(&Collection { kind: "FeatureCollection", features })
}

/// The beginning of a text that a server wrote.
pub(super) fn short(text: &str) -> String {
    const SHOWN: usize = 120;
    let line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    line.chars().filter(|c| !c.is_control()).take(SHOWN).collect()
}
