//! Geometries in the reference system that was asked for, in and out.

use serde::Serialize;
use serde_json::Value;

use crate::geometry::{Crs, Position};

use super::problem::{Code, Problem};

/// The shape, its geometries in `crs`.
pub(super) fn out<T: Serialize>(shape: &T, crs: Option<Crs>) -> Result<Value, Problem> {
    let failed = |_| Problem::new(Code::Internal, "the answer could not be written");
    let mut value = serde_json::to_value(shape).map_err(failed)?;
    if let Some(crs) = crs {
        each_position(&mut value, &|x, y| {
            let position = Position::from_lon_lat(x, y)?;
            Ok(crs.from_lon_lat(position)?)
        })?;
    }
    Ok(value)
}

/// GeoJSON text with its coordinates in `crs`, in degrees.
pub(super) fn into(text: String, crs: Option<Crs>) -> Result<String, Problem> {
    let Some(crs) = crs else { return Ok(text) };
    let failed = |e: serde_json::Error| Problem::new(Code::BadBody, format!("the body is not JSON: {e}"));
    let mut value: Value = serde_json::from_str(&text).map_err(failed)?;
    each_position(&mut value, &|x, y| {
        let position = crs.to_lon_lat(x, y)?;
        Ok((position.lon(), position.lat()))
    })?;
    serde_json::to_string(&value).map_err(failed)
}

type Transform<'a> = &'a dyn Fn(f64, f64) -> Result<(f64, f64), Problem>;

/// Transforms every position under a `coordinates` member.
fn each_position(value: &mut Value, transform: Transform<'_>) -> Result<(), Problem> {
    match value {
        Value::Object(members) => members.iter_mut().try_for_each(|(name, member)| {
            if name == "coordinates" { coordinates(member, transform) } else { each_position(member, transform) }
        }),
        Value::Array(items) => items.iter_mut().try_for_each(|item| each_position(item, transform)),
        _ => Ok(()),
    }
}

fn coordinates(value: &mut Value, transform: Transform<'_>) -> Result<(), Problem> {
    let Value::Array(items) = value else { return Ok(()) };
    if let [Value::Number(x), Value::Number(y), ..] = items.as_slice()
        && let (Some(x), Some(y)) = (x.as_f64(), y.as_f64())
    {
        let (x, y) = transform(x, y)?;
        items[0] = x.into();
        items[1] = y.into();
        return Ok(());
    }
    items.iter_mut().try_for_each(|item| coordinates(item, transform))
}
