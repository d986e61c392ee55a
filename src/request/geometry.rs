//! Geometries in a reference system that was named, in and out.

use serde_json::Value;

use crate::ask;
use crate::wire::each_position;
use contactline_core::atlas::Atlas;
use contactline_crs::Crs;
use contactline_store::geojson::{remove_crs, stated_crs};
use edge_timeline::Position;

use super::{Code, Refusal};

/// GeoJSON text in degrees, and the system that it was in where that was another: the one named, else the text's own `crs`
/// member.
///
/// # Errors
/// A system that is not known; coordinates outside it, or plainly in degrees already.
pub fn in_degrees(text: String, named: Option<Crs>, atlas: &Atlas) -> Result<(String, Option<Crs>), Refusal> {
    let own = || stated_crs(&text).map_err(|findings| Refusal::of_geometry(&findings));
    let crs = match named {
        Some(crs) => Some(crs),
        None => own()?.filter(|crs| !crs.is_wgs84_degrees()),
    };
    let Some(crs) = crs else { return Ok((text, None)) };
    let mut value: Value = serde_json::from_str(&text)
        .map_err(|e| Refusal::new(Code::BadBody, format!("the GeoJSON is not JSON: {e}")))?;
    each_position(&mut value, &|x, y| -> Result<_, Refusal> {
        let position = crs.to_lon_lat(x, y)?;
        let position = ask::metres_meant(atlas, crs, (x, y), position).map_err(|e| Refusal::from(e).of("crs"))?;
        Ok((position.lon(), position.lat()))
    })?;
    remove_crs(&mut value, crs);
    let text = serde_json::to_string(&value).map_err(Refusal::unwritten)?;
    Ok((text, Some(crs)))
}

/// Transforms the geometries of an answer from degrees.
///
/// # Errors
/// A position that the system does not reach.
pub fn to_system(answer: &mut Value, crs: Crs) -> Result<(), Refusal> {
    each_position(answer, &|x, y| -> Result<_, Refusal> {
        let position = Position::from_lon_lat(x, y)?;
        Ok(crs.from_lon_lat(position)?)
    })
}
