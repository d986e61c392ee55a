//! Raions and hromadas: one feature each, with its outline where an operator has one.

use serde::Deserialize;
use serde_json::json;

use super::geojson::{Checking, Own, exact_geometry_of_area, optional_word, own_features, word};
use contactline_core::model::{Date, Division, Finding, Level};

#[derive(Deserialize)]
struct Properties {
    #[serde(deserialize_with = "word")]
    level: Level,
    name: String,
    name_uk: String,
    region: String,
    within: Option<String>,
    settlements: Option<u32>,
    stated_area_km2: Option<f64>,
    population: Option<u32>,
    #[serde(default, deserialize_with = "optional_word")]
    population_on: Option<Date>,
    attribution: Option<String>,
}

/// The divisions in a text, one a feature; `file` is its name for findings. A null geometry is an outline that is not known.
pub(super) fn divisions(text: &str, file: &str, checking: Checking) -> Result<Vec<Division>, Vec<Finding>> {
    own_features(text, file)?.into_iter().map(|feature| division(feature, file, checking)).collect()
}

fn division(mut feature: Own<Properties>, file: &str, checking: Checking) -> Result<Division, Vec<Finding>> {
    let code = feature.take_id(file)?;
    let Own { feature, properties } = feature;
    let has_outline = feature.shape.is_some();
    Ok(Division {
        code,
        level: properties.level,
        name: properties.name,
        name_uk: properties.name_uk,
        region: properties.region,
        within: properties.within,
        settlements: properties.settlements,
        stated_area_m2: properties.stated_area_km2.map(|km2| km2 * 1e6),
        population: properties.population,
        population_on: properties.population_on,
        area: has_outline.then(|| feature.into_area(Some(file), checking)).transpose()?,
        attribution: properties.attribution,
    })
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
