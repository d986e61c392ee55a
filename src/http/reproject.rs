//! Geometries in the reference system that was asked for, in and out.

use serde::Serialize;
use serde_json::Value;

use crate::wire::{ask, each_position};
use contactline_core::atlas::Atlas;
use contactline_crs::Crs;
use contactline_store::geojson::remove_crs;
use edge_timeline::Position;

use super::problem::{Code, Problem};

/// The shape, its geometries in `crs`.
pub(super) fn out<T: Serialize>(shape: &T, crs: Crs) -> Result<Value, Problem> {
    let failed = |_| Problem::new(Code::Internal, "the answer could not be written");
    let mut value = serde_json::to_value(shape).map_err(failed)?;
    each_position(&mut value, &|x, y| -> Result<_, Problem> {
        let position = Position::from_lon_lat(x, y)?;
        Ok(crs.from_lon_lat(position)?)
    })?;
    Ok(value)
}

/// GeoJSON text with its coordinates in `crs`, in degrees; a problem where they are plainly degrees already.
pub(super) fn into(text: String, crs: Option<Crs>, atlas: &Atlas) -> Result<String, Problem> {
    let Some(crs) = crs else { return Ok(text) };
    let failed = |e: serde_json::Error| Problem::new(Code::BadBody, format!("the body is not JSON: {e}"));
    let mut value: Value = serde_json::from_str(&text).map_err(failed)?;
    each_position(&mut value, &|x, y| -> Result<_, Problem> {
        let position = crs.to_lon_lat(x, y)?;
        let position = ask::metres_meant(atlas, crs, (x, y), position).map_err(|e| Problem::from(e).of("crs"))?;
        Ok((position.lon(), position.lat()))
    })?;
    remove_crs(&mut value, crs);
    serde_json::to_string(&value).map_err(failed)
}
