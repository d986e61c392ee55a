//! Columns of places as they come: two of numbers, or one of GeoArrow points.

use arrow_array::cast::AsArray;
use arrow_array::types::Float64Type;
use arrow_array::{Array, ArrayRef, Float64Array};
use arrow_buffer::NullBuffer;
use arrow_cast::cast;
use arrow_schema::{DataType, Field};
use serde_json::Value;

use crate::features::{EXTENSION, METADATA};

/// Longitudes and latitudes in degrees on WGS 84.
#[derive(Clone)]
pub struct Places {
    pub lon: Float64Array,
    pub lat: Float64Array,
}

impl Places {
    /// The place of a row.
    pub fn get(&self, row: usize) -> [Option<f64>; 2] {
        let number = |array: &Float64Array| array.is_valid(row).then(|| array.value(row));
        [number(&self.lon), number(&self.lat)]
    }

    /// Places of two columns of numbers.
    ///
    /// # Errors
    /// Columns of something else.
    pub fn of_numbers(lon: &ArrayRef, lat: &ArrayRef) -> Result<Self, (&'static str, String)> {
        Ok(Self { lon: numbers(lon).map_err(|why| ("lon", why))?, lat: numbers(lat).map_err(|why| ("lat", why))? })
    }

    /// Places of a column of GeoArrow points.
    ///
    /// # Errors
    /// A column of something else, or points in another reference system.
    pub fn of_points(points: &ArrayRef, field: &Field) -> Result<Self, String> {
        refuse_other_crs(field)?;
        match points.data_type() {
            DataType::Struct(_) => {
                let points = points.as_struct();
                let of = |name: &str| {
                    let axis =
                        points.column_by_name(name).ok_or_else(|| format!("the points have no member '{name}'"))?;
                    with_nulls(&numbers(axis)?, points.nulls())
                };
                Ok(Self { lon: of("x")?, lat: of("y")? })
            }
            DataType::FixedSizeList(_, size @ 2..=4) => {
                let list = points.as_fixed_size_list();
                let (values, size) = (numbers(list.values())?, *size as usize);
                let of = |axis: usize| -> Float64Array {
                    (0..list.len()).map(|row| list.is_valid(row).then(|| values.value(row * size + axis))).collect()
                };
                Ok(Self { lon: of(0), lat: of(1) })
            }
            DataType::Binary | DataType::LargeBinary | DataType::BinaryView => {
                let binary = cast(points, &DataType::LargeBinary).map_err(|e| e.to_string())?;
                let binary = binary.as_binary::<i64>();
                let read =
                    |row: usize| if binary.is_valid(row) { point(binary.value(row)).map(Some) } else { Ok(None) };
                let read: Vec<Option<[f64; 2]>> = (0..binary.len()).map(read).collect::<Result<_, String>>()?;
                let of = |axis: usize| read.iter().map(|point| point.map(|point| point[axis])).collect();
                Ok(Self { lon: of(0), lat: of(1) })
            }
            other => {
                Err(format!("a column of {other} has no points; give longitudes and latitudes, or GeoArrow points"))
            }
        }
    }

    /// Some of the rows.
    pub fn slice(&self, from: usize, rows: usize) -> Self {
        Self { lon: self.lon.slice(from, rows), lat: self.lat.slice(from, rows) }
    }
}

/// Whether a column says that it holds points, or may.
pub fn is_points(field: &Field) -> bool {
    let name = field.metadata().get(EXTENSION).map_or("", String::as_str);
    ["geoarrow.point", "geoarrow.wkb", "ogc.wkb"].contains(&name)
}

fn with_nulls(numbers: &Float64Array, nulls: Option<&NullBuffer>) -> Result<Float64Array, String> {
    Ok(Float64Array::new(numbers.values().clone(), NullBuffer::union(numbers.nulls(), nulls)))
}

fn numbers(array: &ArrayRef) -> Result<Float64Array, String> {
    let kind = array.data_type();
    if !kind.is_numeric() && *kind != DataType::Null {
        return Err(format!("a column of {kind} has no numbers; give degrees as numbers"));
    }
    let cast = cast(array, &DataType::Float64).map_err(|e| e.to_string())?;
    Ok(cast.as_primitive::<Float64Type>().clone())
}

/// The position of a point in well-known binary; an empty point is not a number.
fn point(wkb: &[u8]) -> Result<[f64; 2], String> {
    let wrong = || "a geometry is no point: give its point on the surface, or its centroid".to_owned();
    let is_little = *wkb.first().ok_or_else(wrong)? == 1;
    let word: [u8; 4] = wkb.get(1..5).and_then(|bytes| bytes.try_into().ok()).ok_or_else(wrong)?;
    let kind = if is_little { u32::from_le_bytes(word) } else { u32::from_be_bytes(word) };
    // The flags of EWKB and the thousands of ISO tell of more axes, and that an identifier of the system comes first.
    if kind & 0x0fff_ffff != 1 && !(kind & 0xe000_0000 == 0 && kind % 1000 == 1 && kind < 4000) {
        return Err(wrong());
    }
    let from = if kind & 0x2000_0000 == 0 { 5 } else { 9 };
    let number = |axis: usize| -> Result<f64, String> {
        let from = from + 8 * axis;
        let bytes: [u8; 8] = wkb.get(from..from + 8).and_then(|bytes| bytes.try_into().ok()).ok_or_else(wrong)?;
        Ok(if is_little { f64::from_le_bytes(bytes) } else { f64::from_be_bytes(bytes) })
    };
    Ok([number(0)?, number(1)?])
}

/// Refuses points that say they are in another reference system than longitude and latitude on WGS 84.
fn refuse_other_crs(field: &Field) -> Result<(), String> {
    let metadata = field.metadata().get(METADATA).map_or("", String::as_str);
    let metadata: Value = serde_json::from_str(metadata).unwrap_or_default();
    let crs = &metadata["crs"];
    let code = match crs {
        Value::Null => return Ok(()),
        Value::String(text) => match serde_json::from_str::<Value>(text) {
            Ok(Value::Object(projjson)) => code_of(&Value::Object(projjson)),
            _ => text.clone(),
        },
        projjson => code_of(projjson),
    };
    if ["OGC:CRS84", "EPSG:4326", "EPSG:4979", "urn:ogc:def:crs:OGC:1.3:CRS84"].contains(&code.as_str()) {
        return Ok(());
    }
    Err(format!("the points are in {code}; convert them to longitude and latitude on WGS 84 (EPSG:4326)"))
}

/// The code of a reference system written as PROJJSON, else its name.
fn code_of(crs: &Value) -> String {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    match &crs["id"] {
        Value::Null => text(&crs["name"]),
        id => format!("{}:{}", text(&id["authority"]), text(&id["code"])),
    }
}
