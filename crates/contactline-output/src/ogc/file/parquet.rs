//! Items as GeoParquet 1.1: geometries as well-known binary, a box for each row, so that readers can pass over what lies
//! elsewhere. Days are dates, seconds are timestamps in UTC; the end of a stretch is its last second.

use std::sync::Arc;

use geo::{BoundingRect, CoordsIter};
use geozero::{CoordDimensions, ToWkb};
use parquet::basic::{Compression, ConvertedType, LogicalType, Repetition, TimeUnit, Type as Physical, ZstdLevel};
use parquet::data_type::{ByteArray, ByteArrayType, DataType, DoubleType, Int32Type, Int64Type};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::{Type, TypePtr};
use serde_json::json;

use super::FileError;
use super::columns::{Cell, ColumnKind, Row, Table};
use contactline_core::query::items::GeometryKind;

const SIDES: [&str; 4] = ["xmin", "ymin", "xmax", "ymax"];
/// Rows written together, over which a reader can pass at once.
const ROWS_TOGETHER: usize = 500;
/// Positions after which no further row is written with them: they are held, and their bytes.
const VERTICES_TOGETHER: usize = 500_000;

pub(super) fn write(table: &Table<'_, '_, '_>) -> Result<Vec<u8>, FileError> {
    let compression = Compression::ZSTD(ZstdLevel::try_new(3).map_err(FileError::of)?);
    let properties = WriterProperties::builder().set_compression(compression).set_created_by("contactline".into());
    let mut bytes = Vec::new();
    let schema = schema(table).map_err(FileError::of)?;
    let mut writer =
        SerializedFileWriter::new(&mut bytes, schema, Arc::new(properties.build())).map_err(FileError::of)?;
    let mut rows = table.rows();
    let mut around = None;
    loop {
        let together = together(&mut rows);
        if together.is_empty() {
            break;
        }
        around = together.iter().filter_map(sides).chain(around).reduce(joined);
        let mut group = writer.next_row_group().map_err(FileError::of)?;
        write_rows(&mut group, table, &together).map_err(FileError::of)?;
        group.close().map_err(FileError::of)?;
    }
    if let Some(kind) = table.geometry {
        writer.append_key_value_metadata(KeyValue::new("geo".to_owned(), metadata(kind, around)));
    }
    writer.close().map_err(FileError::of)?;
    Ok(bytes)
}

type Written<T> = Result<T, parquet::errors::ParquetError>;

fn schema(table: &Table<'_, '_, '_>) -> Written<TypePtr> {
    let text = |name: &str, repetition| {
        let column = Type::primitive_type_builder(name, Physical::BYTE_ARRAY).with_repetition(repetition);
        column
            .with_logical_type(Some(LogicalType::String))
            .with_converted_type(ConvertedType::UTF8)
            .build()
            .map(Arc::new)
    };
    let optional = |name: &str, kind, meaning: Option<LogicalType>| {
        let column = Type::primitive_type_builder(name, kind).with_repetition(Repetition::OPTIONAL);
        column.with_logical_type(meaning).build().map(Arc::new)
    };
    let plain = |name: &str, kind| optional(name, kind, None);
    let second = LogicalType::timestamp(true, TimeUnit::MILLIS);
    let mut fields = vec![text("id", Repetition::REQUIRED)?];
    for column in &table.columns {
        fields.push(match column.kind {
            ColumnKind::Text => text(&column.name, Repetition::OPTIONAL)?,
            ColumnKind::Number => plain(&column.name, Physical::DOUBLE)?,
            ColumnKind::Whole => plain(&column.name, Physical::INT64)?,
            ColumnKind::Day => optional(&column.name, Physical::INT32, Some(LogicalType::Date))?,
            ColumnKind::Moment => optional(&column.name, Physical::INT64, Some(second.clone()))?,
        });
    }
    if table.geometry.is_some() {
        fields.push(plain("geometry", Physical::BYTE_ARRAY)?);
        let side = |name: &&str| {
            let side = Type::primitive_type_builder(name, Physical::DOUBLE).with_repetition(Repetition::REQUIRED);
            side.build().map(Arc::new)
        };
        let sides = SIDES.iter().map(side).collect::<Written<Vec<_>>>()?;
        let bbox = Type::group_type_builder("bbox").with_repetition(Repetition::OPTIONAL).with_fields(sides);
        fields.push(Arc::new(bbox.build()?));
    }
    Type::group_type_builder("schema").with_fields(fields).build().map(Arc::new)
}

/// The file's `geo` metadata (GeoParquet 1.1.0). No `crs` is longitude and latitude on WGS 84.
fn metadata(kind: GeometryKind, around: Option<[f64; 4]>) -> String {
    let kinds = match kind {
        GeometryKind::Position => json!(["Point"]),
        GeometryKind::Paths => json!(["MultiLineString"]),
        GeometryKind::Area => json!(["MultiPolygon"]),
    };
    let covering: serde_json::Map<_, _> =
        SIDES.iter().map(|side| ((*side).to_owned(), json!(["bbox", side]))).collect();
    let mut geometry = json!({
        "encoding": "WKB",
        "geometry_types": kinds,
        "orientation": "counterclockwise",
        "edges": "planar",
        "covering": { "bbox": covering },
    });
    if let Some(around) = around {
        geometry["bbox"] = json!(around);
    }
    json!({ "version": "1.1.0", "primary_column": "geometry", "columns": { "geometry": geometry } }).to_string()
}

/// The next rows that are written together: fewer where their geometries are large.
fn together(rows: &mut impl Iterator<Item = Row>) -> Vec<Row> {
    let (mut together, mut vertices) = (Vec::new(), 0);
    while together.len() < ROWS_TOGETHER && vertices < VERTICES_TOGETHER {
        let Some(row) = rows.next() else { break };
        vertices += row.geometry.as_ref().map_or(0, CoordsIter::coords_count);
        together.push(row);
    }
    together
}

/// The box around two.
fn joined(a: [f64; 4], b: [f64; 4]) -> [f64; 4] {
    [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])]
}

fn sides(row: &Row) -> Option<[f64; 4]> {
    let around = row.geometry.as_ref()?.bounding_rect()?;
    Some([around.min().x, around.min().y, around.max().x, around.max().y])
}

fn write_rows<W: std::io::Write + Send>(
    group: &mut SerializedRowGroupWriter<'_, W>,
    table: &Table<'_, '_, '_>,
    rows: &[Row],
) -> Written<()> {
    let ids: Vec<ByteArray> = rows.iter().map(|row| ByteArray::from(row.id.as_str())).collect();
    column::<ByteArrayType, _>(group, &ids, None)?;
    for (k, of) in table.columns.iter().enumerate() {
        let cells = || rows.iter().map(|row| &row.cells[k]);
        match of.kind {
            ColumnKind::Text => {
                let text = |cell: &Cell| (*cell != Cell::None).then(|| ByteArray::from(cell.text(&of.name).as_str()));
                optional::<ByteArrayType, _>(group, cells().map(text))?;
            }
            ColumnKind::Number => {
                let number = |cell: &Cell| if let Cell::Number(number) = cell { Some(*number) } else { None };
                optional::<DoubleType, _>(group, cells().map(number))?;
            }
            ColumnKind::Whole => {
                let number = |cell: &Cell| if let Cell::Whole(number) = cell { Some(*number) } else { None };
                optional::<Int64Type, _>(group, cells().map(number))?;
            }
            ColumnKind::Day => {
                let days = |cell: &Cell| if let Cell::Day(day) = cell { Some(day.days()) } else { None };
                optional::<Int32Type, _>(group, cells().map(days))?;
            }
            ColumnKind::Moment => {
                let milliseconds = |cell: &Cell| match cell {
                    Cell::From(moment) | Cell::To(moment) => Some(moment.seconds() * 1_000),
                    _ => None,
                };
                optional::<Int64Type, _>(group, cells().map(milliseconds))?;
            }
        }
    }
    if table.geometry.is_some() {
        let binary =
            |row: &Row| row.geometry.as_ref().and_then(|g| g.to_wkb(CoordDimensions::xy()).ok()).map(ByteArray::from);
        optional::<ByteArrayType, _>(group, rows.iter().map(binary))?;
        for side in 0..SIDES.len() {
            optional::<DoubleType, _>(group, rows.iter().map(|row| sides(row).map(|sides| sides[side])))?;
        }
    }
    Ok(())
}

/// A column of what is known, with for each row whether it is.
fn optional<T: DataType, W: std::io::Write + Send>(
    group: &mut SerializedRowGroupWriter<'_, W>,
    cells: impl Iterator<Item = Option<T::T>>,
) -> Written<()> {
    let cells: Vec<Option<T::T>> = cells.collect();
    let levels: Vec<i16> = cells.iter().map(|cell| i16::from(cell.is_some())).collect();
    let known: Vec<T::T> = cells.into_iter().flatten().collect();
    column::<T, W>(group, &known, Some(&levels))
}

fn column<T: DataType, W: std::io::Write + Send>(
    group: &mut SerializedRowGroupWriter<'_, W>,
    values: &[T::T],
    levels: Option<&[i16]>,
) -> Written<()> {
    let missing = || parquet::errors::ParquetError::General("a column too many".into());
    let mut writer = group.next_column()?.ok_or_else(missing)?;
    writer.typed::<T>().write_batch(values, levels, None)?;
    writer.close()
}
