//! Positions of settlements, with the codes by which the list names them.

use geojson::GeometryValue;
use serde_json::Value;

use super::code::Code;
use crate::read::collection::collected;
use crate::read::parts::{at, whole};
use contactline_core::model::{Place, Reading, Settlement, Severity};
use edge_timeline::Position;

/// A settlement whose periods are not known yet, with its code where it has one.
#[derive(Clone, Debug)]
pub struct Located {
    pub(super) settlement: Settlement,
    pub(super) code: Option<Code>,
}

/// The settlements in a GeoJSON of points with an id and the properties `name`, `name_uk`, `population`, `region`, and
/// `katottg` where the code is known; periods in it are not looked at.
#[must_use]
pub fn places(bytes: &[u8], file: &str) -> Reading<Vec<Located>> {
    let collected = match collected(bytes, file, None) {
        Ok(collected) => collected,
        Err(finding) => return Reading { value: None, findings: vec![*finding] },
    };
    let mut findings = collected.findings;
    let mut all = Vec::new();
    for (index, feature) in collected.features.into_iter().enumerate() {
        let place = Place { feature: Some(index), ..whole(file) };
        let mut refuse = |code, message: String| findings.push(at(Severity::Error, code, place.clone(), message));
        let text = |key: &str| feature.property(key).and_then(Value::as_str);
        let numbers = match feature.geometry.as_ref().map(|g| &g.value) {
            Some(GeometryValue::Point { coordinates }) => coordinates.as_slice(),
            _ => &[],
        };
        let [lon, lat, ..] = *numbers else {
            refuse("wrong_type", "no Point; wanted the settlement's position".into());
            continue;
        };
        let position = match Position::from_lon_lat(lon, lat) {
            Ok(position) => position,
            Err(e) => {
                refuse("out_of_range", e.to_string());
                continue;
            }
        };
        let id = match &feature.id {
            Some(geojson::feature::Id::String(id)) => id.clone(),
            Some(geojson::feature::Id::Number(id)) => id.to_string(),
            None => {
                refuse("missing_member", "a feature without an id".into());
                continue;
            }
        };
        let (Some(name), Some(region)) = (text("name"), text("region")) else {
            refuse("missing_property", "no text properties 'name' and 'region'".into());
            continue;
        };
        let code = match text("katottg").map(Code::from_text) {
            Some(Ok(code)) => Some(code),
            Some(Err(code)) => {
                refuse("bad_code", format!("'{code}' is no code; wanted UA and 17 digits"));
                continue;
            }
            None => None,
        };
        let population = feature.property("population").and_then(Value::as_u64).and_then(|p| u32::try_from(p).ok());
        let settlement = Settlement {
            id,
            name: name.into(),
            name_uk: text("name_uk").unwrap_or(name).into(),
            katottg: code.as_ref().map(Code::to_string),
            position,
            population: population.unwrap_or_default(),
            region: region.to_lowercase(),
            hostilities: None,
            periods: Vec::new(),
        };
        all.push(Located { settlement, code });
    }
    let broken = findings.iter().any(|f| f.severity == Severity::Error);
    Reading { value: (!broken).then_some(all), findings }
}
