//! A table of text as Parquet.

use std::io::Write;
use std::sync::Arc;

use jiff::civil::Date;
use parquet::basic::{Compression, ConvertedType, LogicalType, Repetition, TimeUnit, Type as Physical, ZstdLevel};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int32Type, Int64Type};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedFileWriter, SerializedRowGroupWriter};
use parquet::schema::types::{Type, TypePtr};

use super::{Kind, OwnColumns, Unit, counted};
use crate::rows::{AnswerColumn, CellKind, RowError};

/// Rows that are written together.
const ROWS_TOGETHER: usize = 50_000;
/// Bytes of text after which no further row is written with them.
const BYTES_TOGETHER: usize = 64 << 20;

/// Writes a table of text as Parquet: the columns of a Parquet file as they were there, those that are added by what they hold,
/// any other as text. A blank cell is null.
pub struct ColumnarWriter<W: Write + Send> {
    /// None before the first rows: they have the header.
    writer: Option<SerializedFileWriter<W>>,
    to: Option<W>,
    kinds: Vec<Kind>,
    columns: Vec<Column>,
    rows: usize,
    bytes: usize,
}

/// What a column holds, null where there is nothing.
enum Column {
    Text(Vec<Option<ByteArray>>),
    Flag(Vec<Option<bool>>),
    Whole(Vec<Option<i64>>),
    Number(Vec<Option<f64>>),
    Day(Vec<Option<i32>>),
    Moment(Vec<Option<i64>>, Unit),
}

fn unwritten(error: impl std::fmt::Display) -> RowError {
    RowError::Workbook(format!("Parquet cannot be written: {error}"))
}

impl<W: Write + Send> ColumnarWriter<W> {
    /// A file that begins with the first rows.
    pub const fn new(to: W) -> Self {
        Self { writer: None, to: Some(to), kinds: Vec::new(), columns: Vec::new(), rows: 0, bytes: 0 }
    }

    /// Takes whole rows of the table, the first time with its header. `own` are the columns of the Parquet file that was read,
    /// if one was; `added` those that stand last.
    ///
    /// # Errors
    /// What cannot be written.
    pub fn push(
        &mut self,
        text: &[u8],
        delimiter: u8,
        own: &OwnColumns,
        added: &[AnswerColumn],
    ) -> Result<(), RowError> {
        let mut rows = csv::ReaderBuilder::new();
        let mut rows = rows.has_headers(false).flexible(true).delimiter(delimiter).from_reader(text);
        let mut row = csv::ByteRecord::new();
        while rows.read_byte_record(&mut row).map_err(unwritten)? {
            if self.writer.is_none() {
                self.begin(&row, own, added)?;
                continue;
            }
            for (column, kind) in self.columns.iter_mut().zip(0..) {
                column.add(row.get(kind).unwrap_or_default());
            }
            self.rows += 1;
            self.bytes += row.as_slice().len();
            if self.rows >= ROWS_TOGETHER || self.bytes >= BYTES_TOGETHER {
                self.flush()?;
            }
        }
        Ok(())
    }

    fn begin(&mut self, header: &csv::ByteRecord, own: &OwnColumns, added: &[AnswerColumn]) -> Result<(), RowError> {
        let first_added = header.len().saturating_sub(added.len());
        let mut fields = Vec::with_capacity(header.len());
        for (place, name) in header.iter().enumerate() {
            let name = String::from_utf8_lossy(name).into_owned();
            let kind = match place.checked_sub(first_added).and_then(|place| added.get(place)) {
                Some(added) => kind_of(added.kind),
                None => own.0.get(place).filter(|(own, _)| *own == name).map_or(Kind::Text, |(_, kind)| *kind),
            };
            // A column needs a name of its own.
            let name = if name.is_empty() { format!("column_{}", place + 1) } else { name };
            fields.push(field(&name, kind).map_err(unwritten)?);
            self.kinds.push(kind);
        }
        let schema = Type::group_type_builder("schema").with_fields(fields).build().map_err(unwritten)?;
        let compression = Compression::ZSTD(ZstdLevel::try_new(3).map_err(unwritten)?);
        let properties = WriterProperties::builder().set_compression(compression).set_created_by("contactline".into());
        let to = self.to.take().ok_or_else(|| unwritten("a header too many"))?;
        let writer = SerializedFileWriter::new(to, Arc::new(schema), Arc::new(properties.build()));
        self.writer = Some(writer.map_err(unwritten)?);
        self.columns = self.kinds.iter().map(|kind| Column::of(*kind)).collect();
        Ok(())
    }

    fn flush(&mut self) -> Result<(), RowError> {
        let Some(writer) = self.writer.as_mut().filter(|_| self.rows > 0) else { return Ok(()) };
        let mut group = writer.next_row_group().map_err(unwritten)?;
        for column in &mut self.columns {
            column.write(&mut group).map_err(unwritten)?;
        }
        group.close().map_err(unwritten)?;
        (self.rows, self.bytes) = (0, 0);
        Ok(())
    }

    /// Writes what is left, and gives back where it was written to.
    ///
    /// # Errors
    /// What cannot be written, or no header came.
    pub fn finish(mut self) -> Result<W, RowError> {
        self.flush()?;
        let writer = self.writer.ok_or_else(|| unwritten("there is no header"))?;
        writer.into_inner().map_err(unwritten)
    }
}

const fn kind_of(kind: CellKind) -> Kind {
    match kind {
        CellKind::Text | CellKind::Asked => Kind::Text,
        CellKind::Flag => Kind::Flag,
        CellKind::Whole => Kind::Whole,
        CellKind::Metres => Kind::Number,
        CellKind::Day => Kind::Day,
        CellKind::Moment => Kind::Moment(Unit::Milliseconds, true),
    }
}

fn field(name: &str, kind: Kind) -> Result<TypePtr, parquet::errors::ParquetError> {
    let optional = |physical, meaning: Option<LogicalType>| {
        let column = Type::primitive_type_builder(name, physical).with_repetition(Repetition::OPTIONAL);
        column.with_logical_type(meaning)
    };
    let built = match kind {
        Kind::Text => {
            let column = optional(Physical::BYTE_ARRAY, Some(LogicalType::String));
            column.with_converted_type(ConvertedType::UTF8).build()
        }
        Kind::Flag => optional(Physical::BOOLEAN, None).build(),
        Kind::Whole => optional(Physical::INT64, None).build(),
        Kind::Number => optional(Physical::DOUBLE, None).build(),
        Kind::Day => optional(Physical::INT32, Some(LogicalType::Date)).build(),
        Kind::Moment(unit, is_utc) => {
            let unit = match unit {
                Unit::Milliseconds => TimeUnit::MILLIS,
                Unit::Microseconds => TimeUnit::MICROS,
                Unit::Nanoseconds => TimeUnit::NANOS,
            };
            optional(Physical::INT64, Some(LogicalType::timestamp(is_utc, unit))).build()
        }
    };
    built.map(Arc::new)
}

impl Column {
    const fn of(kind: Kind) -> Self {
        match kind {
            Kind::Text => Self::Text(Vec::new()),
            Kind::Flag => Self::Flag(Vec::new()),
            Kind::Whole => Self::Whole(Vec::new()),
            Kind::Number => Self::Number(Vec::new()),
            Kind::Day => Self::Day(Vec::new()),
            Kind::Moment(unit, _) => Self::Moment(Vec::new(), unit),
        }
    }

    /// Adds what a cell says.
    fn add(&mut self, cell: &[u8]) {
        let text = std::str::from_utf8(cell).unwrap_or_default();
        match self {
            Self::Text(cells) => cells.push((!cell.is_empty()).then(|| ByteArray::from(cell.to_vec()))),
            Self::Flag(cells) => cells.push(text.parse().ok()),
            Self::Whole(cells) => cells.push(text.parse().ok()),
            Self::Number(cells) => cells.push(text.parse().or_else(|_| text.replacen(',', ".", 1).parse()).ok()),
            Self::Day(cells) => cells.push(text.parse().ok().and_then(days)),
            Self::Moment(cells, unit) => cells.push(counted(text, *unit)),
        }
    }

    /// Writes what it holds as the next column, and holds nothing then.
    fn write<W: Write + Send>(
        &mut self,
        group: &mut SerializedRowGroupWriter<'_, W>,
    ) -> Result<(), parquet::errors::ParquetError> {
        match self {
            Self::Text(cells) => write::<ByteArrayType, W>(group, cells),
            Self::Flag(cells) => write::<BoolType, W>(group, cells),
            Self::Whole(cells) | Self::Moment(cells, _) => write::<Int64Type, W>(group, cells),
            Self::Number(cells) => write::<DoubleType, W>(group, cells),
            Self::Day(cells) => write::<Int32Type, W>(group, cells),
        }
    }
}

/// The days of a day since 1970.
fn days(day: Date) -> Option<i32> {
    let since = jiff::civil::date(1970, 1, 1).until(day).ok()?;
    Some(since.get_days())
}

fn write<T: DataType, W: Write + Send>(
    group: &mut SerializedRowGroupWriter<'_, W>,
    cells: &mut Vec<Option<T::T>>,
) -> Result<(), parquet::errors::ParquetError> {
    let missing = || parquet::errors::ParquetError::General("a column too many".into());
    let levels: Vec<i16> = cells.iter().map(|cell| i16::from(cell.is_some())).collect();
    let known: Vec<T::T> = cells.drain(..).flatten().collect();
    let mut writer = group.next_column()?.ok_or_else(missing)?;
    writer.typed::<T>().write_batch(&known, Some(&levels), None)?;
    writer.close()
}
