//! The daily map of the Neue Zürcher Zeitung, fed by Liveuamap: what did not change and what Russia gained is held by Russia,
//! what it lost no longer is.

use serde_json::Value;

use super::collection::Collected;
use super::isw::date_in_name;
use super::parts::{area, at, plausible, polygons, rings, whole};
use super::stack::{Stated, stack};
use super::{Format, Told};
use contactline_core::model::{Basis, Date, Moment, Party, Place, Reading, Severity, Status, Version};

/// The id of the source.
pub const SOURCE: &str = "nzz";

/// The version in a file, of the day of `date`, else of the file's name: the map as it stood on that day, whatever day its
/// content was last changed.
#[must_use]
pub fn read(bytes: &[u8], file: &str, date: Option<Date>, today: Date) -> Reading<Version> {
    Format::Nzz.read(bytes, file, date.map(Date::start), today)
}

/// Some files stand in an envelope, `value`; some do not.
pub(super) fn of(collected: Collected, file: &str, told: &Told<'_>, today: Date) -> Reading<Version> {
    let mut findings = collected.findings;
    let date = told.stamp.map(Moment::date);
    let date = date.map_or_else(|| date_in_name(file), Ok).and_then(|date| plausible(date, today));
    let date = date.map_err(|message| findings.push(at(Severity::Error, "bad_date", whole(file), message))).ok();
    let mut stated = Vec::new();
    for (index, feature) in collected.features.into_iter().enumerate() {
        let place = Place { feature: Some(index), ..whole(file) };
        let word = feature.property("type").and_then(Value::as_str).unwrap_or_default().to_owned();
        let (status, holder) = match word.as_str() {
            "nochange" | "gains" => (Status::Held, Some(Party::RU)),
            "losses" => continue,
            other => {
                let message =
                    format!("type '{other}' is not known; wanted nochange, gains or losses: taken as unknown");
                findings.push(at(Severity::Warning, "unknown_name", place.clone(), message));
                (Status::Unknown, None)
            }
        };
        let Some(geometry) = feature.geometry else {
            findings.push(at(Severity::Warning, "null_geometry", place, "the geometry is null: left out".into()));
            continue;
        };
        match rings(&polygons(geometry.value), &place) {
            Ok(rings) => stated.extend(area(rings, &place, &mut findings).map(|area| Stated {
                status,
                holder,
                basis: Basis::Mapped,
                word,
                area,
            })),
            Err(finding) => findings.push(*finding),
        }
    }
    // A polygon that cannot be mended would read as silence: the file is refused whole.
    if findings.iter().any(|f| f.severity == Severity::Error) {
        return Reading { value: None, findings };
    }
    if stated.iter().all(|s| s.status == Status::Unknown) {
        let message = "no polygon of type nochange or gains".into();
        findings.push(at(Severity::Error, "empty", whole(file), message));
        return Reading { value: None, findings };
    }
    stated.sort_by_key(|s| s.status);
    let features = stack(stated, file, &mut findings);
    Reading { value: date.map(|date| Version { source: SOURCE.into(), stamp: date.start(), features }), findings }
}
