//! Items as FlatGeobuf, by the crate of that name. Days and seconds are of its type for them, which holds ISO 8601; the end of a
//! stretch is its last second.

use flatgeobuf::{ColumnType, FgbCrs, FgbWriter, FgbWriterOptions, GeometryType};
use geozero::{ColumnValue, GeomProcessor, GeozeroGeometry, PropertyProcessor};

use super::FileError;
use super::columns::{Cell, ColumnKind, Table};
use crate::wire::language::told;
use contactline_core::query::items::GeometryKind;

pub(super) fn write(table: &Table<'_, '_, '_>) -> Result<Vec<u8>, FileError> {
    let kind = match table.geometry {
        Some(GeometryKind::Position) => GeometryType::Point,
        Some(GeometryKind::Paths) => GeometryType::MultiLineString,
        Some(GeometryKind::Area) => GeometryType::MultiPolygon,
        None => GeometryType::Unknown,
    };
    // An index needs the box of every row: rows without a place have none.
    let indexed = table.is_placed();
    let options = FgbWriterOptions {
        crs: FgbCrs { code: 4326, ..FgbCrs::default() },
        write_index: indexed,
        detect_type: false,
        promote_to_multi: false,
        title: Some(told(&table.collection.title)),
        description: Some(told(&table.collection.description)),
        ..FgbWriterOptions::default()
    };
    let mut writer = FgbWriter::create_with_options(&table.collection.id, kind, options).map_err(FileError::of)?;
    writer.add_column("id", ColumnType::String, |_, column| column.nullable = false);
    for column in &table.columns {
        let kind = match column.kind {
            ColumnKind::Text => ColumnType::String,
            ColumnKind::Day | ColumnKind::Moment => ColumnType::DateTime,
            ColumnKind::Number => ColumnType::Double,
            ColumnKind::Whole => ColumnType::Long,
        };
        writer.add_column(&column.name, kind, |_, _| {});
    }
    let mut placed = Vec::new();
    for row in table.rows() {
        placed.push(row.geometry.is_some());
        let mut failed = None;
        let written = writer.add_feature_geom(Place(row.geometry.as_ref()), |feature| {
            let names = std::iter::once("id").chain(table.columns.iter().map(|c| c.name.as_str()));
            let id = Cell::Text(row.id.clone());
            for (k, (name, cell)) in names.zip(std::iter::once(&id).chain(&row.cells)).enumerate() {
                let text;
                let value = match cell {
                    Cell::None => continue,
                    Cell::Number(number) => ColumnValue::Double(*number),
                    Cell::Whole(number) => ColumnValue::Long(*number),
                    Cell::Text(words) => ColumnValue::String(words),
                    Cell::Day(_) => {
                        text = cell.text(name);
                        ColumnValue::DateTime(&text)
                    }
                    Cell::From(moment) | Cell::To(moment) => {
                        text = moment.to_second();
                        ColumnValue::DateTime(&text)
                    }
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
    if !indexed {
        without_places(&mut bytes, &placed)
            .ok_or_else(|| FileError::of("a row without a place was not found again"))?;
    }
    Ok(bytes)
}

/// Where a row is; nothing for a row without a place.
struct Place<'a>(Option<&'a geo::Geometry<f64>>);

impl GeozeroGeometry for Place<'_> {
    fn process_geom<P: GeomProcessor>(&self, processor: &mut P) -> geozero::error::Result<()> {
        self.0.map_or(Ok(()), |geometry| geometry.process_geom(processor))
    }
}

/// Takes the geometry out of the rows that are not placed: the crate writes an empty one, which GDAL refuses, and the format
/// lets it be left out. None where the bytes are not as they should be.
///
/// # Method
/// In a FlatBuffer a table begins with how far before it its list of fields lies; the first field of a feature is its
/// geometry, and a nought in the list, after its own two lengths, is a field left out.
fn without_places(bytes: &mut [u8], placed: &[bool]) -> Option<()> {
    const MAGIC: usize = 8;
    let number = |bytes: &[u8], at: usize| Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?) as usize);
    let mut at = MAGIC + 4 + number(bytes, MAGIC)?;
    for is_placed in placed {
        if !is_placed {
            let feature = at + 4 + number(bytes, at + 4)?;
            let back = i32::from_le_bytes(bytes.get(feature..feature + 4)?.try_into().ok()?);
            let fields = feature.checked_add_signed(-(back as isize))?;
            bytes.get_mut(fields + 4..fields + 6)?.fill(0);
        }
        at += 4 + number(bytes, at)?;
    }
    Some(())
}
