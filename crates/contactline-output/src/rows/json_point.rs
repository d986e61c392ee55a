//! The place of a GeoJSON feature: a point, in longitude and latitude or in the system it names.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::value::RawValue;

use contactline_crs::Crs;
use contactline_store::geojson::crs_of_member;
use edge_timeline::Position;

use super::cells;

/// The position of a geometry that is a point; `crs` is the system of its collection, if it names one.
///
/// # Errors
/// What is wrong with it.
pub(super) fn of_geometry(geometry: &RawValue, crs: Option<Crs>) -> Result<Position, String> {
    #[derive(Deserialize)]
    struct Geometry<'a> {
        #[serde(rename = "type", borrow)]
        kind: Cow<'a, str>,
        #[serde(borrow)]
        coordinates: Option<&'a RawValue>,
        #[serde(borrow)]
        crs: Option<&'a RawValue>,
    }
    if geometry.get() == "null" {
        return Err("the feature's geometry is null; wanted a Point".into());
    }
    let read: Geometry<'_> = serde_json::from_str(geometry.get()).map_err(|e| format!("geometry: {e}"))?;
    if read.kind != "Point" {
        return Err(format!("the feature's geometry is a {}; wanted a Point", read.kind));
    }
    let coordinates = read.coordinates.map_or("[]", RawValue::get);
    let numbers: Vec<&RawValue> = serde_json::from_str(coordinates).map_err(|e| format!("coordinates: {e}"))?;
    let [x, y, ..] = numbers.as_slice() else { return Err("the point has no coordinates".into()) };
    let number = |raw: &RawValue, what| cells::number(Some(raw.get().as_bytes()), what);
    let crs = match read.crs {
        Some(member) => crs_of(member.get().as_bytes())?,
        None => crs,
    };
    match crs {
        None => cells::position(number(x, "lon"), number(y, "lat")),
        Some(crs) => crs.to_lon_lat(number(x, "x")?, number(y, "y")?).map_err(|e| e.to_string()),
    }
}

/// The system that a `crs` member names; none where that is WGS 84 in degrees.
///
/// # Errors
/// A member that names none, or one not known.
pub(super) fn crs_of(member: &[u8]) -> Result<Option<Crs>, String> {
    let member = serde_json::from_slice(member).map_err(|e| format!("crs: {e}"))?;
    crs_of_member(&member).map(|crs| Some(crs).filter(|crs| !crs.is_wgs84_degrees())).map_err(|e| e.to_string())
}
