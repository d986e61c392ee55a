//! The record of a tessellated source: its settlements, and the lines their cells must not cross.

use serde_json::{Value, json};

use super::manifest::finding;
use super::places::{Members, features};
use contactline_core::model::{Divide, Finding, Period, Settlement, Status};

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
    // Null where nobody lists one; GeoNames says 0.
    let population = match members.map.get("population") {
        Some(Value::Null) => Some(0),
        population => population.and_then(Value::as_u64).and_then(|p| u32::try_from(p).ok()),
    };
    let periods = members.map.get("periods").and_then(Value::as_array).ok_or_else(|| missing("list 'periods'"))?;
    let period = |period: &Value| {
        let map =
            period.as_object().ok_or_else(|| members.wrong("bad_property", "a period that is no object".into()))?;
        let members = Members { map, place: members.place.clone() };
        let status = members.optional_word("status")?.unwrap_or(Status::Held);
        let holder = match status {
            Status::Held => Some(members.word("holder")?),
            Status::Contested => None,
            other => {
                let message = format!("a period of status '{other}'; wanted held or contested");
                return Err(members.wrong("bad_property", message));
            }
        };
        Ok::<_, Vec<Finding>>(Period {
            status,
            holder,
            basis: members.word("basis")?,
            start: members.optional_word("start")?,
            start_earliest: members.optional_word("start_earliest")?,
            end: members.optional_word("end")?,
            known_from: members.optional_word("known_from")?,
            publisher_word: members.text("publisher_word")?.into(),
        })
    };
    let periods = periods.iter().map(period).collect::<Result<Vec<_>, _>>()?;
    let touching = |pair: &[Period]| {
        let begins = pair[1].start_earliest.or(pair[1].start);
        pair[0].end.map(|end| end.plus_days(1)) == begins && pair[1].start.is_some()
    };
    let ranged = |p: &Period| p.start_earliest.is_none_or(|earliest| p.start.is_some_and(|start| earliest < start));
    if !periods.iter().all(ranged) {
        let message = format!("a period of {id} has a start_earliest that is not before its start");
        return Err(members.wrong("bad_periods", message));
    }
    if !periods.windows(2).all(touching) {
        return Err(members.wrong("bad_periods", format!("the periods of {id} leave gaps, or overlap")));
    }
    Ok(Settlement {
        name: members.text("name")?.into(),
        name_uk: members.text("name_uk")?.into(),
        katottg: members.map.get("katottg").and_then(Value::as_str).map(str::to_owned),
        position: feature.to_position(Some(file))?,
        population: population.ok_or_else(|| missing("number 'population'"))?,
        region: members.text("region")?.into(),
        hostilities: members.optional_word("hostilities")?,
        periods,
        id,
    })
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
    let found = features(text, file)?;
    let [feature] = found.as_slice() else {
        return Err(vec![finding("missing_feature", file, format!("{} features; wanted one", found.len()))]);
    };
    let members = Members::of(feature, file);
    let wrong = || members.wrong("missing_property", "no list 'regions' of region ids".into());
    let regions = members.map.get("regions").and_then(Value::as_array).ok_or_else(wrong)?;
    let regions = regions.iter().map(|id| id.as_str().map(str::to_owned)).collect::<Option<_>>().ok_or_else(wrong)?;
    let mut paths = feature.clone().to_paths(Some(file))?;
    match paths.len() {
        1 => Ok(Divide { regions, line: paths.remove(0) }),
        n => Err(vec![finding("missing_feature", file, format!("{n} lines; wanted one"))]),
    }
}
