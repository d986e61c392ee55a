//! The merged daily outline of DeepStateMap: a collection of one feature without properties, a MultiPolygon of all that is
//! occupied; the day stands in the file's name alone.
//!
//! Every exterior ring of the files seen is wound clockwise. The file has no grey zone and leaves Tuzla island out.

use geojson::{Feature, Geometry, GeometryValue};

use super::collection::Collected;
use super::parts::{self, area, at, plausible, whole};
use super::{Format, Told};
use contactline_core::model::{
    Basis, ControlFeature, Date, Finding, Moment, Party, Place, Reading, Severity, Status, Version,
};
use edge_timeline::Area;
use edge_timeline::validity::Rings;

/// The id of the source.
pub const SOURCE: &str = "deepstate";

/// What the merge calls its one polygon.
const PUBLISHER_WORD: &str = "occupied (merged)";

/// The version in a file: held by Russia is what lies in its polygons, repaired where they are broken. `date` is the day of
/// the version where the file's name is not to be asked; a day after tomorrow, seen from `today`, is none.
#[must_use]
pub fn read(bytes: &[u8], file: &str, date: Option<Date>, today: Date) -> Reading<Version> {
    Format::DeepstateDaily.read(bytes, file, date.map(Date::start), today)
}

pub(super) fn of(collected: Collected, file: &str, told: &Told<'_>, today: Date) -> Reading<Version> {
    let mut findings = collected.findings;
    let date = told.stamp.map(Moment::date);
    let date = date.map_or_else(|| date_in_name(file), Ok).and_then(|date| plausible(date, today));
    let date = date.map_err(|message| findings.push(at(Severity::Error, "bad_date", whole(file), message))).ok();
    let area = match rings(collected.features, file) {
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

/// The rings of the one feature.
fn rings(features: Vec<Feature>, file: &str) -> Result<Rings, Box<Finding>> {
    let refused = |code, message: String| Box::new(at(Severity::Error, code, whole(file), message));
    let count = features.len();
    let mut features = features.into_iter();
    let (Some(feature), None) = (features.next(), features.next()) else {
        let raw = if count > 1 { "; is this the raw form of the map" } else { "" };
        return Err(refused("wrong_type", format!("{count} features; wanted one{raw}")));
    };
    let place = Place { feature: Some(0), ..whole(file) };
    let refused = |code, message: String| Box::new(at(Severity::Error, code, place.clone(), message));
    let polygons = match feature.geometry.map(|Geometry { value, .. }| value) {
        Some(GeometryValue::MultiPolygon { coordinates }) => coordinates,
        Some(GeometryValue::Polygon { coordinates }) => vec![coordinates],
        Some(other) => {
            return Err(refused("wrong_type", format!("a {}; wanted a MultiPolygon", other.type_name())));
        }
        None => return Err(refused("null_geometry", "the geometry is null; wanted a MultiPolygon".into())),
    };
    parts::rings(&polygons, &place)
}
