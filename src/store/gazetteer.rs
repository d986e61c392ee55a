//! The gazetteer: settlements with their names.

use serde_json::Value;

use super::places::{Members, features};
use crate::model::{Finding, Locality};

/// The settlements of a gazetteer, one a feature; `file` is its name for findings.
pub(super) fn localities(text: &str, file: &str) -> Result<Vec<Locality>, Vec<Finding>> {
    features(text, file)?.into_iter().map(|feature| locality(&feature, file)).collect()
}

fn locality(feature: &super::geojson::Feature, file: &str) -> Result<Locality, Vec<Finding>> {
    let members = Members::of(feature, file);
    let missing = |what: &str| members.wrong("missing_property", format!("no {what}"));
    let population = members.map.get("population").and_then(Value::as_u64).and_then(|p| u32::try_from(p).ok());
    let also = members.map.get("also").and_then(Value::as_array).into_iter().flatten();
    Ok(Locality {
        id: feature.id.clone().ok_or_else(|| missing("id"))?,
        name: members.text("name")?.into(),
        name_uk: members.text("name_uk")?.into(),
        also: also.filter_map(Value::as_str).map(Into::into).collect(),
        position: feature.to_position(Some(file))?,
        population: population.ok_or_else(|| missing("number 'population'"))?,
        region: members.text("region")?.into(),
    })
}
