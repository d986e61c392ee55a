//! The gazetteer: settlements with their names.

use serde_json::Value;

use super::places::{Members, features};
use contactline_core::model::{Finding, Locality, NameKind, romanised};

/// The settlements of a gazetteer, one a feature; `file` is its name for findings.
pub(super) fn localities(text: &str, file: &str) -> Result<Vec<Locality>, Vec<Finding>> {
    features(text, file)?.into_iter().map(|feature| locality(&feature, file)).collect()
}

fn locality(feature: &super::geojson::Feature, file: &str) -> Result<Locality, Vec<Finding>> {
    let members = Members::of(feature, file);
    let missing = |what: &str| members.wrong("missing_property", format!("no {what}"));
    let population = members.map.get("population").and_then(Value::as_u64).and_then(|p| u32::try_from(p).ok());
    let name_uk = members.text("name_uk")?;
    let also = NameKind::ALL.iter().flat_map(|kind| {
        let names = members.map.get(member(*kind)).and_then(Value::as_array).into_iter().flatten();
        names.filter_map(Value::as_str).map(|name| (*kind, name.to_owned()))
    });
    Ok(Locality {
        id: feature.id.clone().ok_or_else(|| missing("id"))?,
        name: members.optional_text("name").map_or_else(|| romanised(name_uk), Into::into),
        name_uk: name_uk.into(),
        also: also.collect(),
        position: feature.to_position(Some(file))?,
        population: population.ok_or_else(|| missing("number 'population'"))?,
        region: members.text("region")?.into(),
        part_of: members.optional_text("part_of").map(Into::into),
    })
}

/// The member that has the names of a kind.
const fn member(kind: NameKind) -> &'static str {
    match kind {
        NameKind::Spelling => "also",
        kind => kind.as_str(),
    }
}
