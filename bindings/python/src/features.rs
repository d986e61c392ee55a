//! Geometry between Arrow and GeoJSON: [GeoArrow](https://geoarrow.org) out and in.

use std::collections::HashMap;

use arrow_schema::{DataType, Field};
use serde_json::{Value, json};

/// The name of an extension type in a field's metadata.
pub const EXTENSION: &str = "ARROW:extension:name";
/// What an extension type says of itself there.
pub const METADATA: &str = "ARROW:extension:metadata";

/// A column of geometries: longitude and latitude on WGS 84, as well-known binary.
pub fn geometry_field() -> Field {
    let crs = json!({ "crs": "OGC:CRS84", "crs_type": "authority_code" }).to_string();
    let metadata = HashMap::from([(EXTENSION.to_owned(), "geoarrow.wkb".to_owned()), (METADATA.to_owned(), crs)]);
    Field::new("geometry", DataType::Binary, true).with_metadata(metadata)
}

/// A GeoJSON geometry as well-known binary (ISO 13249-3, little-endian); none where there is none.
pub fn wkb(geometry: &Value) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let coordinates = &geometry["coordinates"];
    match geometry["type"].as_str()? {
        "Point" => point(coordinates, &mut bytes)?,
        "LineString" => line(coordinates, &mut bytes)?,
        "Polygon" => polygon(coordinates, &mut bytes)?,
        "MultiPoint" => many(4, coordinates, point, &mut bytes)?,
        "MultiLineString" => many(5, coordinates, line, &mut bytes)?,
        "MultiPolygon" => many(6, coordinates, polygon, &mut bytes)?,
        _ => return None,
    }
    Some(bytes)
}

type Write = fn(&Value, &mut Vec<u8>) -> Option<()>;

fn head(kind: u32, bytes: &mut Vec<u8>) {
    bytes.push(1);
    bytes.extend(kind.to_le_bytes());
}

fn each(parts: &Value, write: Write, bytes: &mut Vec<u8>) -> Option<()> {
    let parts = parts.as_array()?;
    bytes.extend(u32::try_from(parts.len()).ok()?.to_le_bytes());
    parts.iter().try_for_each(|part| write(part, bytes))
}

fn position(position: &Value, bytes: &mut Vec<u8>) -> Option<()> {
    for axis in 0..2 {
        bytes.extend(position.get(axis)?.as_f64()?.to_le_bytes());
    }
    Some(())
}

fn positions(line: &Value, bytes: &mut Vec<u8>) -> Option<()> {
    each(line, position, bytes)
}

fn point(coordinates: &Value, bytes: &mut Vec<u8>) -> Option<()> {
    head(1, bytes);
    position(coordinates, bytes)
}

fn line(coordinates: &Value, bytes: &mut Vec<u8>) -> Option<()> {
    head(2, bytes);
    positions(coordinates, bytes)
}

fn polygon(coordinates: &Value, bytes: &mut Vec<u8>) -> Option<()> {
    head(3, bytes);
    each(coordinates, positions, bytes)
}

fn many(kind: u32, coordinates: &Value, write: Write, bytes: &mut Vec<u8>) -> Option<()> {
    head(kind, bytes);
    each(coordinates, write, bytes)
}
