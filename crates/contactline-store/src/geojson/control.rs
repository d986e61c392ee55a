//! Versions of control as GeoJSON: one feature per statement, the source and its stamp beside them.

use std::str::FromStr;

use geojson::{Feature as Written, FeatureCollection};
use serde_json::{Map, Value};

use super::{Checking, Feature, error, exact_geometry_of_area, read};
use contactline_core::model::{Basis, ControlFeature, Finding, Moment, Party, Place, Reading, Status, Version};

/// The version as GeoJSON text, to the bit: a collection with the foreign members `source` and `version`, and features with
/// the properties `status`, `holder`, `basis` and `publisher_word`.
#[must_use]
pub fn control_text(version: &Version) -> String {
    let feature = |f: &ControlFeature| {
        let mut properties = Map::new();
        properties.insert("status".into(), f.status.as_str().into());
        properties.insert("holder".into(), f.holder.map_or(Value::Null, |p| p.as_str().into()));
        properties.insert("basis".into(), f.basis.as_str().into());
        properties.insert("publisher_word".into(), f.publisher_word.as_str().into());
        Written { geometry: Some(exact_geometry_of_area(&f.area)), properties: Some(properties), ..Written::default() }
    };
    let mut foreign = Map::new();
    foreign.insert("source".into(), version.source.as_str().into());
    foreign.insert("version".into(), version.stamp.to_string().into());
    let features = version.features.iter().map(feature).collect();
    FeatureCollection { bbox: None, features, foreign_members: Some(foreign) }.to_string()
}

/// The version that [`control_text`] wrote; none when anything is wrong, each with its place.
#[must_use]
pub fn read_control(text: &str, file: Option<&str>, checking: Checking) -> Reading<Version> {
    let Reading { value, mut findings } = read(text, file);
    let Some(collection) = value else { return Reading { value: None, findings } };
    let place = Place { file: file.map(Into::into), ..Place::default() };
    let source = collection.source.unwrap_or_else(|| {
        findings.push(error("missing_member", place.clone(), "no foreign member 'source'".into()));
        String::new()
    });
    let stamp = match collection.version.as_deref().map(Moment::from_str) {
        Some(Ok(stamp)) => Some(stamp),
        Some(Err(e)) => {
            findings.push(error("bad_date", place, e.to_string()));
            None
        }
        None => {
            findings.push(error("missing_member", place, "no foreign member 'version'".into()));
            None
        }
    };
    let mut features = Vec::new();
    for feature in collection.features {
        match statement(feature, file, checking) {
            Ok(statement) => features.push(statement),
            Err(found) => findings.extend(found),
        }
    }
    let value = stamp.filter(|_| findings.is_empty()).map(|stamp| Version { source, stamp, features });
    Reading { value, findings }
}

fn statement(feature: Feature, file: Option<&str>, checking: Checking) -> Result<ControlFeature, Vec<Finding>> {
    let place = feature.place(file);
    let word = |name: &str| feature.properties.get(name).and_then(Value::as_str);
    let required = |name: &str| {
        word(name).ok_or_else(|| vec![error("missing_property", place.clone(), format!("no text property '{name}'"))])
    };
    Ok(ControlFeature {
        status: parsed::<Status>(required("status")?, &place)?,
        holder: word("holder").map(|w| parsed::<Party>(w, &place)).transpose()?,
        basis: parsed::<Basis>(required("basis")?, &place)?,
        publisher_word: required("publisher_word")?.into(),
        area: feature.into_area(file, checking)?,
    })
}

fn parsed<T: FromStr<Err = contactline_core::model::UnknownWord>>(
    word: &str,
    place: &Place,
) -> Result<T, Vec<Finding>> {
    word.parse().map_err(|e: T::Err| vec![error("unknown_word", place.clone(), e.to_string())])
}
