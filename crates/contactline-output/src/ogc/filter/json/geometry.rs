//! Geometries in CQL2 JSON: those of GeoJSON.

use geo::{Coord, Geometry, GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon};
use serde_json::{Map, Value};

use super::super::FilterError;
use super::wrong;

const KINDS: &str = "Point LineString Polygon MultiPoint MultiLineString MultiPolygon GeometryCollection";

/// The geometry that an object is.
pub(super) fn geometry(members: &Map<String, Value>) -> Result<Geometry<f64>, FilterError> {
    let kind = members.get("type").and_then(Value::as_str).unwrap_or_default();
    let member = if kind == "GeometryCollection" { "geometries" } else { "coordinates" };
    if !KINDS.split(' ').any(|known| known == kind) {
        return Err(wrong(&format!("'{kind}' is no type of geometry; there are: {KINDS}")));
    }
    let Some(Value::Array(parts)) = members.get(member) else {
        return Err(wrong(&format!("a {kind} wants a list as '{member}'")));
    };
    if parts.is_empty() {
        return Ok(Geometry::GeometryCollection(GeometryCollection::default()));
    }
    Ok(match kind {
        "Point" => Point(coord(parts)?).into(),
        "LineString" => line(parts)?.into(),
        "Polygon" => polygon(parts)?.into(),
        "MultiPoint" => MultiPoint(all(parts, |part| coord(part).map(Point))?).into(),
        "MultiLineString" => MultiLineString(all(parts, line)?).into(),
        "MultiPolygon" => MultiPolygon(all(parts, polygon)?).into(),
        _ => {
            let inside = parts.iter().map(|part| match part {
                Value::Object(members) => geometry(members),
                _ => Err(wrong("a GeometryCollection wants geometries")),
            });
            Geometry::GeometryCollection(GeometryCollection(inside.collect::<Result<_, _>>()?))
        }
    })
}

/// What every list in a list describes.
fn all<T>(parts: &[Value], one: impl Fn(&[Value]) -> Result<T, FilterError>) -> Result<Vec<T>, FilterError> {
    let inside = parts.iter().map(|part| match part {
        Value::Array(part) => one(part),
        _ => Err(wrong("coordinates of a geometry want lists in lists as deep as its type says")),
    });
    inside.collect()
}

fn polygon(rings: &[Value]) -> Result<Polygon<f64>, FilterError> {
    let mut rings = all(rings, line)?.into_iter();
    let outer = rings.next().unwrap_or_else(|| LineString(Vec::new()));
    Ok(Polygon::new(outer, rings.collect()))
}

fn line(positions: &[Value]) -> Result<LineString<f64>, FilterError> {
    if positions.is_empty() {
        return Err(wrong("a line or a ring of a geometry has no positions"));
    }
    all(positions, coord).map(LineString)
}

fn coord(numbers: &[Value]) -> Result<Coord<f64>, FilterError> {
    match numbers.iter().map(Value::as_f64).collect::<Option<Vec<f64>>>().as_deref() {
        Some(&[x, y, ..]) => Ok(Coord { x, y }),
        _ => Err(wrong("a position of a geometry wants two numbers or more")),
    }
}
