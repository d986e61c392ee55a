//! The merged daily outline of DeepStateMap: a collection of one feature without properties, a MultiPolygon of all that is
//! occupied; the day stands in the file's name alone.
//!
//! Every exterior ring of the files seen is wound clockwise. The file has no grey zone and leaves Tuzla island out.

use geo::Coord;
use geojson::{FeatureCollection, GeoJson, Geometry, GeometryValue, Position as Numbers};

use crate::geometry::Area;
use crate::geometry::validity::{Defect, DefectCode, Rings};
use crate::model::{Basis, ControlFeature, Date, Finding, Moment, Party, Place, Reading, Severity, Status, Version};

/// The id of the source.
pub const SOURCE: &str = "deepstate";

/// What the merge calls its one polygon.
const PUBLISHER_WORD: &str = "occupied (merged)";

/// Defects named one by one; of more, the number is given.
const NAMED_DEFECTS: usize = 20;

/// The version in a file: held by Russia is what lies in its polygons, repaired where they are broken. `date` is the day of
/// the version where the file's name is not to be asked; a day after tomorrow, seen from `today`, is none.
#[must_use]
pub fn read(bytes: &[u8], file: &str, date: Option<Date>, today: Date) -> Reading<Version> {
    let mut findings = Vec::new();
    let date = date.map_or_else(|| date_in_name(file), Ok).and_then(|date| plausible(date, today));
    let date = date.map_err(|message| findings.push(at(Severity::Error, "bad_date", whole(file), message))).ok();
    let area = match rings(bytes, file) {
        Ok(rings) => area(rings, &Place { feature: Some(0), ..whole(file) }, &mut findings),
        Err(finding) => {
            findings.push(*finding);
            None
        }
    };
    let version = |(date, area): (Date, Area)| Version {
        source: SOURCE.into(),
        stamp: date.start(),
        features: vec![ControlFeature {
            status: Status::Held,
            holder: Some(Party::RU),
            basis: Basis::Mapped,
            publisher_word: PUBLISHER_WORD.into(),
            area,
        }],
    };
    Reading { value: date.zip(area).map(version), findings }
}

/// The day in a file's name: its one run of eight digits, `YYYYMMDD`.
///
/// # Errors
/// No such run, several, or one that is no day of the calendar.
pub fn date_in_name(file: &str) -> Result<Date, String> {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let mut runs = name.split(|c: char| !c.is_ascii_digit()).filter(|run| run.len() == 8);
    let (Some(run), None) = (runs.next(), runs.next()) else {
        return Err(format!("the file name '{name}' has not one date of eight digits; --date gives the day"));
    };
    let number = |range: std::ops::Range<usize>| run.get(range).and_then(|digits| digits.parse::<i16>().ok());
    let part = |range| number(range).and_then(|n| i8::try_from(n).ok());
    (number(0..4).zip(part(4..6)).zip(part(6..8)))
        .and_then(|((year, month), day)| Date::from_ymd(year, month, day))
        .ok_or_else(|| format!("{run} in the file name is no day of the calendar"))
}

/// No map of this war is older than 2014 or from after tomorrow (clocks differ); one public file is dated 2202-02-03.
fn plausible(date: Date, today: Date) -> Result<Date, String> {
    let (first, last) = (Date::from_ymd(2014, 1, 1).unwrap_or(date), today.plus_days(1));
    if date < first || date > last {
        return Err(format!("{date} is not within {first} to {last}"));
    }
    Ok(date)
}

/// The rings of the one feature.
fn rings(bytes: &[u8], file: &str) -> Result<Rings, Box<Finding>> {
    let refused = |code, message: String| Box::new(at(Severity::Error, code, whole(file), message));
    let read: GeoJson = serde_json::from_slice(bytes).map_err(|e| {
        let code = if e.is_data() { "not_geojson" } else { "not_json" };
        refused(code, e.to_string())
    })?;
    let collection = match read {
        GeoJson::FeatureCollection(collection) => collection,
        GeoJson::Feature(feature) => FeatureCollection::new([feature]),
        GeoJson::Geometry(geometry) => FeatureCollection::new([geojson::Feature::from(geometry)]),
    };
    let count = collection.features.len();
    let mut features = collection.features.into_iter();
    let (Some(feature), None) = (features.next(), features.next()) else {
        let raw = if count > 1 { "; is this the raw form of the map" } else { "" };
        return Err(refused("wrong_type", format!("{count} features; wanted one{raw}")));
    };
    let in_feature = |code, place, message| {
        let place = Place { file: Some(file.into()), feature: Some(0), ..place };
        Box::new(at(Severity::Error, code, place, message))
    };
    let polygons = match feature.geometry.map(|Geometry { value, .. }| value) {
        Some(GeometryValue::MultiPolygon { coordinates }) => coordinates,
        Some(GeometryValue::Polygon { coordinates }) => vec![coordinates],
        Some(other) => {
            let message = format!("a {}; wanted a MultiPolygon", other.type_name());
            return Err(in_feature("wrong_type", Place::default(), message));
        }
        None => {
            let message = "the geometry is null; wanted a MultiPolygon".into();
            return Err(in_feature("null_geometry", Place::default(), message));
        }
    };
    let polygon = |(polygon, rings): (usize, &Vec<Vec<Numbers>>)| {
        let ring = |(ring, positions): (usize, &Vec<Numbers>)| {
            coords(positions).map_err(|vertex| {
                let place =
                    Place { polygon: Some(polygon), ring: Some(ring), vertex: Some(vertex), ..Place::default() };
                let message = "a position of fewer than two numbers; wanted longitude and latitude".into();
                in_feature("short_position", place, message)
            })
        };
        rings.iter().enumerate().map(ring).collect()
    };
    polygons.iter().enumerate().map(polygon).collect()
}

/// The positions of a ring without their heights; the number of the first that is too short to be one.
fn coords(positions: &[Numbers]) -> Result<Vec<Coord<f64>>, usize> {
    let coord = |(vertex, numbers): (usize, &Numbers)| match *numbers.as_slice() {
        [x, y, ..] => Ok(Coord { x, y }),
        _ => Err(vertex),
    };
    positions.iter().enumerate().map(coord).collect()
}

/// The area of the rings, repaired if need be.
fn area(rings: Rings, place: &Place, findings: &mut Vec<Finding>) -> Option<Area> {
    let (area, repair) = match Area::from_repair(rings) {
        Ok(repaired) => repaired,
        Err(defects) => {
            name_defects(&defects, Severity::Error, place, findings);
            return None;
        }
    };
    let repaired = repair.defects.iter().any(|d| d.code.is_fatal());
    name_defects(&repair.defects, Severity::Warning, place, findings);
    if repaired {
        let message = format!("mended: the area differs by {:.0} m² from what the rings add up to", repair.moved_m2);
        findings.push(at(Severity::Warning, "repaired", place.clone(), message));
    }
    if area.is_empty() {
        findings.push(at(Severity::Error, "empty", place.clone(), "no polygons; wanted one or more".into()));
        return None;
    }
    Some(area)
}

/// The defects as findings: of winding the number of rings, of others each, up to a limit.
fn name_defects(defects: &[Defect], severity: Severity, place: &Place, findings: &mut Vec<Finding>) {
    let of_winding = defects.iter().filter(|d| d.code == DefectCode::Winding).count();
    if of_winding > 0 {
        let rings = if of_winding == 1 { "ring is" } else { "rings are" };
        let message = format!("{of_winding} {rings} wound against the right-hand rule: turned");
        findings.push(at(Severity::Note, DefectCode::Winding.as_str(), place.clone(), message));
    }
    let others = || defects.iter().filter(|d| d.code != DefectCode::Winding);
    findings.extend(others().take(NAMED_DEFECTS).map(|d| {
        let severity = if d.code.is_fatal() { severity } else { Severity::Note };
        let place = Place {
            polygon: Some(d.polygon),
            ring: Some(d.ring),
            vertex: d.vertex,
            coordinate: d.coordinate,
            ..place.clone()
        };
        at(severity, d.code.as_str(), place, d.message.clone())
    }));
    if let Some(more) = others().count().checked_sub(NAMED_DEFECTS).filter(|more| *more > 0) {
        findings.push(at(severity, "more_defects", place.clone(), format!("{more} more defects")));
    }
}

/// What a row of versions in order of their stamps shows: days left out, and days on which nothing moved.
#[must_use]
pub fn compare(previous: &Version, version: &Version, file: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    let day = |stamp: Moment| stamp.date();
    let (last, this) = (day(previous.stamp), day(version.stamp));
    let missing = this.days() - last.days() - 1;
    if missing > 0 {
        let days = if missing == 1 { "day" } else { "days" };
        let message = format!("no version for {missing} {days} between {last} and {this}");
        findings.push(at(Severity::Note, "gap", whole(file), message));
    }
    if previous.features == version.features {
        let message = format!("the same outline as on {last}");
        findings.push(at(Severity::Note, "same_as_previous_day", whole(file), message));
    }
    findings
}

fn whole(file: &str) -> Place {
    Place { file: Some(file.into()), ..Place::default() }
}

fn at(severity: Severity, code: &'static str, place: Place, message: String) -> Finding {
    Finding { severity, code, place, message }
}
