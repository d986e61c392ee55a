//! The reference system of an answer, where one was asked for.

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use contactline_crs::Crs;

/// The reference system in which an answer's geometries are given, and how they came there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, JsonSchema)]
pub struct CrsNote {
    /// Its code: `EPSG:32637`.
    pub crs: String,
    /// Name of the transformation used.
    pub transformation: String,
}

impl From<Crs> for CrsNote {
    fn from(crs: Crs) -> Self {
        Self { crs: crs.code().into(), transformation: crs.transformation().into() }
    }
}

type Transform<'a, E> = &'a dyn Fn(f64, f64) -> Result<(f64, f64), E>;

/// Transforms every position under a `coordinates` member of GeoJSON.
///
/// # Errors
/// The first of the transformation's.
pub fn each_position<E>(value: &mut Value, transform: Transform<'_, E>) -> Result<(), E> {
    match value {
        Value::Object(members) => members.iter_mut().try_for_each(|(name, member)| {
            if name == "coordinates" { coordinates(member, transform) } else { each_position(member, transform) }
        }),
        Value::Array(items) => items.iter_mut().try_for_each(|item| each_position(item, transform)),
        _ => Ok(()),
    }
}

fn coordinates<E>(value: &mut Value, transform: Transform<'_, E>) -> Result<(), E> {
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
