//! The gazetteer: settlements with their names.

use serde::Deserialize;

use super::geojson::{Own, own_features};
use contactline_core::model::{Finding, Locality, NameKind, romanised};

#[derive(Deserialize)]
struct Properties {
    name: Option<String>,
    name_uk: String,
    population: u32,
    region: String,
    part_of: Option<String>,
    #[serde(default)]
    also: Vec<String>,
    #[serde(default)]
    former: Vec<String>,
    #[serde(default)]
    ru: Vec<String>,
    #[serde(default)]
    crh: Vec<String>,
}

/// The settlements of a gazetteer, one a feature; `file` is its name for findings.
pub(super) fn localities(text: &str, file: &str) -> Result<Vec<Locality>, Vec<Finding>> {
    own_features(text, file)?.into_iter().map(|feature| locality(feature, file)).collect()
}

fn locality(mut feature: Own<Properties>, file: &str) -> Result<Locality, Vec<Finding>> {
    let id = feature.take_id(file)?;
    let position = feature.feature.to_position(Some(file))?;
    let Properties { name, name_uk, population, region, part_of, also, former, ru, crh } = feature.properties;
    let by_kind = |kind| match kind {
        NameKind::Spelling => &also,
        NameKind::Former => &former,
        NameKind::Russian => &ru,
        NameKind::CrimeanTatar => &crh,
    };
    let named = |kind: &NameKind| by_kind(*kind).iter().map(|name| (*kind, name.clone())).collect::<Vec<_>>();
    Ok(Locality {
        id,
        name: name.unwrap_or_else(|| romanised(&name_uk)),
        name_uk,
        also: NameKind::ALL.iter().flat_map(named).collect(),
        position,
        population,
        region,
        part_of,
    })
}
