//! Items as FlatGeobuf, by the crate of that name.

use flatgeobuf::{ColumnType, FgbCrs, FgbWriter, FgbWriterOptions, GeometryType};
use geozero::{ColumnValue, PropertyProcessor};

use super::FileError;
use super::columns::{Cell, ColumnKind, Table};
use crate::query::items::GeometryKind;

pub(super) fn write(table: &Table<'_, '_>) -> Result<Vec<u8>, FileError> {
    let kind = match table.geometry {
        Some(GeometryKind::Position) => GeometryType::Point,
        Some(GeometryKind::Paths) => GeometryType::MultiLineString,
        Some(GeometryKind::Area) => GeometryType::MultiPolygon,
        None => GeometryType::Unknown,
    };
    // An index needs the box of every row: rows without a place have none.
    let indexed = !table.rows.is_empty() && table.rows.iter().all(|row| row.geometry.is_some());
    let options = FgbWriterOptions {
        crs: FgbCrs { code: 4326, ..FgbCrs::default() },
        write_index: indexed,
        detect_type: false,
        promote_to_multi: false,
        title: Some(&table.collection.title),
        description: Some(&table.collection.description),
        ..FgbWriterOptions::default()
    };
    let mut writer = FgbWriter::create_with_options(&table.collection.id, kind, options).map_err(FileError::of)?;
    writer.add_column("id", ColumnType::String, |_, column| column.nullable = false);
    for column in &table.columns {
        let kind = match column.kind {
            ColumnKind::Text => ColumnType::String,
            ColumnKind::Number => ColumnType::Double,
            ColumnKind::Whole => ColumnType::Long,
        };
        writer.add_column(&column.name, kind, |_, _| {});
    }
    let nowhere = geo::Geometry::GeometryCollection(geo::GeometryCollection::default());
    for row in &table.rows {
        let mut failed = None;
        let geometry = row.geometry.as_ref().unwrap_or(&nowhere);
        let written = writer.add_feature_geom(geometry.clone(), |feature| {
            let names = std::iter::once("id").chain(table.columns.iter().map(|c| c.name.as_str()));
            let id = Cell::Text(row.id.clone());
            for (k, (name, cell)) in names.zip(std::iter::once(&id).chain(&row.cells)).enumerate() {
                let value = match cell {
                    Cell::None => continue,
                    Cell::Text(text) => ColumnValue::String(text),
                    Cell::Number(number) => ColumnValue::Double(*number),
                    Cell::Whole(number) => ColumnValue::Long(*number),
                };
                if let Err(error) = feature.property(k, name, &value) {
                    failed = Some(error);
                }
            }
        });
        written.map_err(FileError::of)?;
        if let Some(error) = failed {
            return Err(FileError::of(error));
        }
    }
    let mut bytes = Vec::new();
    writer.write(&mut bytes).map_err(FileError::of)?;
    Ok(bytes)
}
