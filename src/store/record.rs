//! The record of a tessellated source: its settlements, the line its cells must not cross, and the cells.

use std::collections::BTreeMap;

use geojson::FeatureCollection;
use serde_json::{Map, Value};

use super::geojson::{Checking, exact_geometry_of_area};
use super::manifest::finding;
use super::places::{Members, features};
use crate::geometry::{Area, Position};
use crate::model::{Finding, Period, Record, Settlement};

/// The settlements of a record, one a feature; `file` is its name for findings.
///
/// # Errors
/// Everything that is wrong with the first feature that is: a missing property, an unknown word, periods with gaps.
pub fn read_settlements(text: &str, file: &str) -> Result<Vec<Settlement>, Vec<Finding>> {
    features(text, file)?.into_iter().map(|feature| settlement(&feature, file)).collect()
}

fn settlement(feature: &super::geojson::Feature, file: &str) -> Result<Settlement, Vec<Finding>> {
    let members = Members::of(feature, file);
    let missing = |what: &str| members.wrong("missing_property", format!("no {what}"));
    let id = feature.id.clone().ok_or_else(|| missing("id"))?;
    let population = members.map.get("population").and_then(Value::as_u64).and_then(|p| u32::try_from(p).ok());
    let periods = members.map.get("periods").and_then(Value::as_array).ok_or_else(|| missing("list 'periods'"))?;
    let period = |period: &Value| {
        let map =
            period.as_object().ok_or_else(|| members.wrong("bad_property", "a period that is no object".into()))?;
        let members = Members { map, place: members.place.clone() };
        Ok::<_, Vec<Finding>>(Period {
            holder: members.word("holder")?,
            basis: members.word("basis")?,
            start: members.optional_word("start")?,
            end: members.optional_word("end")?,
            publisher_word: members.text("publisher_word")?.into(),
        })
    };
    let periods = periods.iter().map(period).collect::<Result<Vec<_>, _>>()?;
    let touching =
        |pair: &[Period]| pair[0].end.map(|end| end.plus_days(1)) == pair[1].start && pair[1].start.is_some();
    if periods.is_empty() || !periods.windows(2).all(touching) {
        return Err(members.wrong("bad_periods", format!("the periods of {id} leave gaps, overlap, or there are none")));
    }
    Ok(Settlement {
        name: members.text("name")?.into(),
        name_uk: members.text("name_uk")?.into(),
        position: feature.to_position(Some(file))?,
        population: population.ok_or_else(|| missing("number 'population'"))?,
        region: members.text("region")?.into(),
        hostilities: members.optional_word("hostilities")?,
        periods,
        id,
    })
}

/// The line that cells must not cross: the one LineString of its file.
///
/// # Errors
/// Another number of features or lines, or positions out of range.
pub fn read_midline(text: &str, file: &str) -> Result<Vec<Position>, Vec<Finding>> {
    let mut paths = Vec::new();
    for feature in features(text, file)? {
        paths.extend(feature.to_paths(Some(file))?);
    }
    match paths.len() {
        1 => Ok(paths.remove(0)),
        n => Err(vec![finding("missing_feature", file, format!("{n} lines; wanted one"))]),
    }
}

/// The cells as GeoJSON text, to the bit: one feature for each settlement, named by its property `settlement`.
#[must_use]
pub fn cells_text(settlements: &[Settlement], cells: &[Area]) -> String {
    let feature = |(settlement, cell): (&Settlement, &Area)| {
        let mut properties = Map::new();
        properties.insert("settlement".into(), settlement.id.as_str().into());
        let geometry = Some(exact_geometry_of_area(cell));
        geojson::Feature { geometry, properties: Some(properties), ..geojson::Feature::default() }
    };
    settlements.iter().zip(cells).map(feature).collect::<FeatureCollection>().to_string()
}

/// The cells by settlement.
pub(super) fn cells(text: &str, file: &str, checking: Checking) -> Result<BTreeMap<String, Area>, Vec<Finding>> {
    let cell = |feature: super::geojson::Feature| {
        let id = Members::of(&feature, file).text("settlement")?.to_owned();
        Ok((id, feature.into_area(Some(file), checking)?))
    };
    features(text, file)?.into_iter().map(cell).collect()
}

/// The record, each settlement with its cell.
pub(super) fn record(
    source: String,
    settlements: Vec<Settlement>,
    mut cells: BTreeMap<String, Area>,
) -> Result<Record, Vec<Finding>> {
    let cell = |settlement: &Settlement| {
        cells.remove(&settlement.id).ok_or_else(|| {
            let message =
                format!("settlement {} of {source} has no cell: 'contactline tessellate' makes them", settlement.id);
            vec![finding("missing_cell", "cells", message)]
        })
    };
    let found = settlements.iter().map(cell).collect::<Result<_, _>>()?;
    match cells.keys().next() {
        Some(id) => {
            Err(vec![finding("unknown_reference", "cells", format!("a cell of {id}, which {source} does not list"))])
        }
        None => Ok(Record { source, settlements, cells: found }),
    }
}
