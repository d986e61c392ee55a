//! Raions and hromadas: one feature each, with its outline where an operator has one.

use serde_json::{Value, json};

use super::geojson::{Checking, exact_geometry_of_area};
use super::places::{Members, features};
use contactline_core::model::{Division, Finding};

/// The divisions in a text, one a feature; `file` is its name for findings. A null geometry is an outline that is not known.
pub(super) fn divisions(text: &str, file: &str, checking: Checking) -> Result<Vec<Division>, Vec<Finding>> {
    features(text, file)?.into_iter().map(|feature| division(feature, file, checking)).collect()
}

fn division(feature: super::geojson::Feature, file: &str, checking: Checking) -> Result<Division, Vec<Finding>> {
    let members = Members::of(&feature, file);
    let whole = |name: &str| members.map.get(name).and_then(Value::as_u64).and_then(|n| u32::try_from(n).ok());
    let missing = || members.wrong("missing_member", "a division without a code as its id".into());
    let division = Division {
        code: feature.id.clone().ok_or_else(missing)?,
        level: members.word("level")?,
        name: members.text("name")?.into(),
        name_uk: members.text("name_uk")?.into(),
        region: members.text("region")?.into(),
        within: members.optional_text("within").map(Into::into),
        settlements: whole("settlements"),
        stated_area_m2: members.map.get("stated_area_km2").and_then(Value::as_f64).map(|km2| km2 * 1e6),
        population: whole("population"),
        population_on: members.optional_word("population_on")?,
        area: None,
        attribution: members.optional_text("attribution").map(Into::into),
    };
    let area = feature.shape.is_some().then(|| feature.into_area(Some(file), checking)).transpose()?;
    Ok(Division { area, ..division })
}

/// The raions and hromadas in a text, one a feature, with the outlines of those that have one; `file` is its name for findings.
///
/// # Errors
/// Everything that is wrong with the first feature that is.
pub fn read_divisions(text: &str, file: &str) -> Result<Vec<Division>, Vec<Finding>> {
    divisions(text, file, Checking::Full)
}

/// The divisions as GeoJSON text, as [`read_divisions`] reads it.
#[must_use]
pub fn divisions_text(divisions: &[Division]) -> String {
    let feature = |d: &Division| {
        let mut properties =
            json!({"level": d.level.as_str(), "name": d.name, "name_uk": d.name_uk, "region": d.region});
        if let Some(within) = &d.within {
            properties["within"] = within.as_str().into();
        }
        for (name, number) in [("settlements", d.settlements), ("population", d.population)] {
            if let Some(number) = number {
                properties[name] = number.into();
            }
        }
        if let Some(m2) = d.stated_area_m2 {
            // As it was read, in square kilometres.
            properties["stated_area_km2"] = ((m2 / 1e3).round() / 1e3).into();
        }
        if let Some(day) = d.population_on {
            properties["population_on"] = day.to_string().into();
        }
        if let Some(line) = d.attribution.as_deref().filter(|_| d.area.is_some()) {
            properties["attribution"] = line.into();
        }
        let geometry = d.area.as_ref().map(exact_geometry_of_area);
        json!({"type": "Feature", "id": d.code, "geometry": geometry, "properties": properties}).to_string()
    };
    let features: Vec<String> = divisions.iter().map(feature).collect();
    format!("{{\"type\":\"FeatureCollection\",\"features\":[\n{}\n]}}\n", features.join(",\n"))
}
