//! Answers of single questions as columns: their rows, and the features of their GeoJSON.

use std::sync::Arc;

use arrow_array::builder::{BinaryBuilder, BooleanBuilder, Date32Builder, Float64Builder, Int64Builder, StringBuilder};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{ArrowError, DataType, Field, Schema};
use contactline::wire::Csv;
use contactline::wire::table::{Column, ColumnKind};
use contactline_core::model::Date;
use pyo3::prelude::*;
use serde_json::Value;

use crate::error::internal;
use crate::features::{geometry_field, wkb};
use crate::table::Table;

/// The rows of an answer.
///
/// # Errors
/// None that an answer can cause.
pub fn of_rows(csv: &Csv) -> PyResult<Table> {
    let mut reader = csv::Reader::from_reader(csv.text.as_bytes());
    let records: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().map_err(internal)?;
    let columns = csv.columns.iter().enumerate().map(|(place, column)| {
        let cells: Vec<Option<&str>> =
            records.iter().map(|record| record.get(place).filter(|text| !text.is_empty())).collect();
        of_texts(column, &cells)
    });
    let (fields, arrays): (Vec<Field>, Vec<ArrayRef>) = columns.unzip();
    table(fields, arrays, records.len())
}

/// The features of an answer: what each says of itself, and its geometry.
///
/// # Errors
/// None that an answer can cause.
pub fn of_features(geojson: &[u8], columns: &[Column]) -> PyResult<Table> {
    let answer: Value = serde_json::from_slice(geojson).map_err(internal)?;
    let none = Vec::new();
    let features = answer["features"].as_array().unwrap_or(&none);
    let mut fields = Vec::new();
    let mut arrays = Vec::new();
    for column in columns {
        let cells: Vec<Option<String>> = features.iter().map(|feature| cell(column, &feature["properties"])).collect();
        let (field, array) = of_texts(column, &cells.iter().map(Option::as_deref).collect::<Vec<_>>());
        fields.push(field);
        arrays.push(array);
    }
    let mut geometries = BinaryBuilder::new();
    for feature in features {
        geometries.append_option(wkb(&feature["geometry"]));
    }
    fields.push(geometry_field());
    arrays.push(Arc::new(geometries.finish()));
    table(fields, arrays, features.len())
}

fn table(fields: Vec<Field>, arrays: Vec<ArrayRef>, rows: usize) -> PyResult<Table> {
    let schema = Arc::new(Schema::new(fields));
    let options = arrow_array::RecordBatchOptions::new().with_row_count(Some(rows));
    let batch = RecordBatch::try_new_with_options(Arc::clone(&schema), arrays, &options);
    Ok(Table::new(schema, vec![batch.map_err(|e: ArrowError| internal(e))?]))
}

/// A member of a feature as a text; a list as its items with commas.
fn cell(column: &Column, properties: &Value) -> Option<String> {
    match column.cell(properties)? {
        Value::Null => None,
        Value::String(text) => Some(text.clone()),
        Value::Array(items) if items.iter().all(Value::is_string) => {
            Some(items.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(","))
        }
        other => Some(other.to_string()),
    }
}

/// A column of texts that each tell a value of its kind. Days are days where all are; with times among them they stay texts.
fn of_texts(column: &Column, cells: &[Option<&str>]) -> (Field, ArrayRef) {
    let array: ArrayRef = match column.kind {
        ColumnKind::Flag => {
            let mut builder = BooleanBuilder::with_capacity(cells.len());
            cells.iter().for_each(|cell| builder.append_option(cell.and_then(|text| text.parse().ok())));
            Arc::new(builder.finish())
        }
        ColumnKind::Whole => {
            let mut builder = Int64Builder::with_capacity(cells.len());
            cells.iter().for_each(|cell| builder.append_option(cell.and_then(|text| text.parse().ok())));
            Arc::new(builder.finish())
        }
        ColumnKind::Number => {
            let mut builder = Float64Builder::with_capacity(cells.len());
            cells.iter().for_each(|cell| builder.append_option(cell.and_then(|text| text.parse().ok())));
            Arc::new(builder.finish())
        }
        ColumnKind::Time if cells.iter().flatten().all(|text| text.parse::<Date>().is_ok()) => {
            let mut builder = Date32Builder::with_capacity(cells.len());
            let days = |text: &str| text.parse::<Date>().ok().map(Date::days);
            cells.iter().for_each(|cell| builder.append_option(cell.and_then(days)));
            Arc::new(builder.finish())
        }
        ColumnKind::Time | ColumnKind::Text => {
            let mut builder = StringBuilder::new();
            cells.iter().for_each(|cell| builder.append_option(*cell));
            Arc::new(builder.finish())
        }
    };
    let kind: DataType = array.data_type().clone();
    (Field::new(&column.name, kind, true), array)
}
