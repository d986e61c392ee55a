//! The record of a tessellated source: its settlements, and the lines their cells must not cross.

use serde::Deserialize;
use serde_json::{Value, json};

use super::geojson::{Own, optional_word, own_features, word};
use super::manifest::finding;
use contactline_core::model::{Basis, Date, Divide, Finding, Hostilities, Party, Period, Settlement, Status};

#[derive(Deserialize)]
struct Properties {
    name: String,
    name_uk: String,
    katottg: Option<String>,
    /// Null where nobody lists one; GeoNames says 0.
    population: Option<u32>,
    region: String,
    #[serde(default, deserialize_with = "optional_word")]
    hostilities: Option<Hostilities>,
    periods: Vec<WrittenPeriod>,
}

#[derive(Deserialize)]
struct WrittenPeriod {
    #[serde(default, deserialize_with = "optional_word")]
    status: Option<Status>,
    #[serde(default, deserialize_with = "optional_word")]
    holder: Option<Party>,
    #[serde(deserialize_with = "word")]
    basis: Basis,
    #[serde(default, deserialize_with = "optional_word")]
    start: Option<Date>,
    #[serde(default, deserialize_with = "optional_word")]
    start_earliest: Option<Date>,
    #[serde(default, deserialize_with = "optional_word")]
    end: Option<Date>,
    #[serde(default, deserialize_with = "optional_word")]
    known_from: Option<Date>,
    publisher_word: String,
}

/// The settlements of a record, one a feature; `file` is its name for findings.
///
/// # Errors
/// Everything that is wrong with the first feature that is: a missing property, an unknown word, periods with gaps.
pub fn read_settlements(text: &str, file: &str) -> Result<Vec<Settlement>, Vec<Finding>> {
    own_features(text, file)?.into_iter().map(|feature| settlement(feature, file)).collect()
}

fn settlement(mut feature: Own<Properties>, file: &str) -> Result<Settlement, Vec<Finding>> {
    let id = feature.take_id(file)?;
    let position = feature.feature.to_position(Some(file))?;
    let written = std::mem::take(&mut feature.properties.periods);
    let periods = written.into_iter().map(period).collect::<Result<Vec<_>, _>>();
    let periods = periods.map_err(|message| feature.wrong(file, "bad_property", message))?;
    let touching = |pair: &[Period]| {
        let begins = pair[1].start_earliest.or(pair[1].start);
        pair[0].end.map(|end| end.plus_days(1)) == begins && pair[1].start.is_some()
    };
    let ranged = |p: &Period| p.start_earliest.is_none_or(|earliest| p.start.is_some_and(|start| earliest < start));
    if !periods.iter().all(ranged) {
        let message = format!("a period of {id} has a start_earliest that is not before its start");
        return Err(feature.wrong(file, "bad_periods", message));
    }
    if !periods.windows(2).all(touching) {
        return Err(feature.wrong(file, "bad_periods", format!("the periods of {id} leave gaps, or overlap")));
    }
    let Properties { name, name_uk, katottg, population, region, hostilities, .. } = feature.properties;
    let population = population.unwrap_or_default();
    Ok(Settlement { id, name, name_uk, katottg, position, population, region, hostilities, periods })
}

fn period(written: WrittenPeriod) -> Result<Period, String> {
    let WrittenPeriod { holder, basis, start, start_earliest, end, known_from, publisher_word, .. } = written;
    let status = written.status.unwrap_or(Status::Held);
    let holder = match status {
        Status::Held => Some(holder.ok_or("a period that is held without a holder")?),
        Status::Contested => None,
        other => return Err(format!("a period of status '{other}'; wanted held or contested")),
    };
    Ok(Period { status, holder, basis, start, start_earliest, end, known_from, publisher_word })
}

/// The settlements as GeoJSON text, as [`read_settlements`] reads it.
#[must_use]
pub fn settlements_text(settlements: &[Settlement]) -> String {
    let feature = |s: &Settlement| {
        let period = |p: &Period| {
            let mut period = json!({
                "holder": p.holder.map(|h| h.to_string()), "basis": p.basis.as_str(),
                "start": p.start.map(|d| d.to_string()), "end": p.end.map(|d| d.to_string()),
                "publisher_word": p.publisher_word,
            });
            if p.status != Status::Held {
                period["status"] = p.status.as_str().into();
            }
            // Members that few periods have stand only there.
            for (name, day) in [("start_earliest", p.start_earliest), ("known_from", p.known_from)] {
                if let Some(day) = day {
                    period[name] = day.to_string().into();
                }
            }
            period
        };
        let periods: Vec<Value> = s.periods.iter().map(period).collect();
        let population = Some(s.population).filter(|people| *people > 0);
        json!({
            "type": "Feature", "id": s.id,
            "geometry": {"type": "Point", "coordinates": [s.position.lon(), s.position.lat()]},
            "properties": {
                "name": s.name, "name_uk": s.name_uk, "population": population, "region": s.region,
                "katottg": s.katottg,
                "hostilities": s.hostilities.map(|h| h.as_str()), "periods": periods,
            },
        })
    };
    let features: Vec<String> = settlements.iter().map(|s| feature(s).to_string()).collect();
    format!("{{\"type\":\"FeatureCollection\",\"features\":[\n{}\n]}}\n", features.join(",\n"))
}

/// A line that cells must not cross: the one feature of its file, a LineString with the ids of the regions it parts in the
/// property `regions`.
///
/// # Errors
/// Another number of features or lines, no list of regions, or positions out of range.
pub fn read_divide(text: &str, file: &str) -> Result<Divide, Vec<Finding>> {
    #[derive(Deserialize)]
    struct Parted {
        regions: Vec<String>,
    }
    let mut found: Vec<Own<Parted>> = own_features(text, file)?;
    let (Some(Own { feature, properties }), true) = (found.pop(), found.is_empty()) else {
        return Err(vec![finding("missing_feature", file, "wanted one feature".into())]);
    };
    let mut paths = feature.to_paths(Some(file))?;
    match paths.len() {
        1 => Ok(Divide { regions: properties.regions, line: paths.remove(0) }),
        n => Err(vec![finding("missing_feature", file, format!("{n} lines; wanted one"))]),
    }
}
