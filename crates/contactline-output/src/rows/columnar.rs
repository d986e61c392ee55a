//! Parquet: its columns of words, numbers and days as a table of text, and a table of text as Parquet, with columns of their
//! kinds. What holds none of these (shapes, lists, bytes) is left out, and said.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::Offset;
use parquet::basic::{ConvertedType, LogicalType, Repetition, TimeUnit, Type as Physical};
use parquet::file::reader::{ChunkReader, FileReader, SerializedFileReader};
use parquet::record::Field;
use parquet::record::reader::RowIter;
use parquet::schema::types::Type;

use super::RowError;
use super::csv::write_field;
use super::names::shown;

mod writer;

pub use writer::ColumnarWriter;

/// Bytes of text that are given on at a time.
const PIECE: usize = 1 << 20;
/// What is between fields of the text.
const DELIMITER: u8 = b',';
const SECONDS_OF_DAY: i64 = 86_400;

/// What the cells of a column hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Flag,
    Whole,
    Number,
    Day,
    /// A second and its parts: units of it, and whether it is of UTC.
    Moment(Unit, bool),
}

/// How a moment is counted from 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unit {
    Milliseconds,
    Microseconds,
    Nanoseconds,
}

impl Unit {
    const fn per_second(self) -> i64 {
        match self {
            Self::Milliseconds => 1_000,
            Self::Microseconds => 1_000_000,
            Self::Nanoseconds => 1_000_000_000,
        }
    }
}

/// The columns of a Parquet file, with what each holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OwnColumns(pub(super) Vec<(String, Kind)>);

/// The rows of a Parquet file.
pub struct ColumnarRows<R: ChunkReader + 'static> {
    reader: SerializedFileReader<R>,
    columns: OwnColumns,
    projection: Type,
    left_out: Vec<String>,
}

fn unread(error: impl std::fmt::Display) -> RowError {
    RowError::Workbook(format!("the Parquet file cannot be read: {error}"))
}

impl<R: ChunkReader + 'static> ColumnarRows<R> {
    /// Opens a file.
    ///
    /// # Errors
    /// It is none, or has no column of words, numbers or days.
    pub fn open(file: R) -> Result<Self, RowError> {
        let reader = SerializedFileReader::new(file).map_err(unread)?;
        let schema = reader.metadata().file_metadata().schema();
        let (mut kept, mut columns, mut left_out) = (Vec::new(), Vec::new(), Vec::new());
        for field in schema.get_fields() {
            match kind_of(field) {
                Some(kind) => {
                    columns.push((field.name().to_owned(), kind));
                    kept.push(Arc::clone(field));
                }
                None => left_out.push(format!("'{}'", shown(field.name()))),
            }
        }
        if kept.is_empty() {
            let told = "the Parquet file has no column of words, numbers or days";
            return Err(RowError::Workbook(told.into()));
        }
        let projection = Type::group_type_builder(schema.name()).with_fields(kept).build().map_err(unread)?;
        Ok(Self { reader, columns: OwnColumns(columns), projection, left_out })
    }

    /// The columns that are read.
    #[must_use]
    pub fn columns(&self) -> OwnColumns {
        self.columns.clone()
    }

    /// That some columns are left out, where some are.
    #[must_use]
    pub fn note(&self) -> Option<String> {
        let names = self.left_out.join(", ");
        (!names.is_empty()).then(|| format!("columns that hold no words, numbers or days are left out: {names}"))
    }

    /// Gives on the rows as a table of text in UTF-8, with commas between its fields: pieces of whole rows. Days and moments
    /// are written as ISO 8601 has them, a moment that begins a day as the day.
    ///
    /// # Errors
    /// What cannot be read, or what `sink` says.
    pub fn rows<E: From<RowError>>(&self, sink: &mut dyn FnMut(&[u8]) -> Result<(), E>) -> Result<(), E> {
        let mut text = Vec::new();
        let names: Vec<&str> = self.columns.0.iter().map(|(name, _)| name.as_str()).collect();
        write_row(names.into_iter().map(|name| name.to_owned()), &mut text);
        for number in 0..self.reader.num_row_groups() {
            let group = self.reader.get_row_group(number).map_err(unread)?;
            let rows = RowIter::from_row_group(Some(self.projection.clone()), &*group).map_err(unread)?;
            for row in rows {
                let row = row.map_err(unread)?.into_columns();
                let cells = row.into_iter().zip(&self.columns.0).map(|((_, field), (_, kind))| text_of(field, *kind));
                write_row(cells, &mut text);
                if text.len() >= PIECE {
                    sink(&text)?;
                    text.clear();
                }
            }
        }
        sink(&text)
    }
}

fn write_row(cells: impl Iterator<Item = String>, out: &mut Vec<u8>) {
    for (column, cell) in cells.enumerate() {
        if column > 0 {
            out.push(DELIMITER);
        }
        write_field(cell.as_bytes(), DELIMITER, out);
    }
    out.push(b'\n');
}

/// What a column holds; none where it is left out.
fn kind_of(field: &Type) -> Option<Kind> {
    let about = field.get_basic_info();
    if !field.is_primitive() || about.repetition() == Repetition::REPEATED {
        return None;
    }
    let (converted, logical) = (about.converted_type(), about.logical_type_ref());
    if let Some(LogicalType::Timestamp(of)) = logical {
        let unit = match of.unit {
            TimeUnit::MILLIS => Unit::Milliseconds,
            TimeUnit::MICROS => Unit::Microseconds,
            TimeUnit::NANOS => Unit::Nanoseconds,
        };
        return Some(Kind::Moment(unit, of.is_adjusted_to_u_t_c));
    }
    match (field.get_physical_type(), converted) {
        (_, ConvertedType::TIMESTAMP_MILLIS) | (Physical::INT96, _) => Some(Kind::Moment(Unit::Milliseconds, true)),
        (_, ConvertedType::TIMESTAMP_MICROS) => Some(Kind::Moment(Unit::Microseconds, true)),
        (Physical::INT32, ConvertedType::DATE) => Some(Kind::Day),
        (
            _,
            ConvertedType::DECIMAL | ConvertedType::TIME_MILLIS | ConvertedType::TIME_MICROS | ConvertedType::UINT_64,
        ) => Some(Kind::Text),
        (Physical::BOOLEAN, _) => Some(Kind::Flag),
        (Physical::INT32 | Physical::INT64, _) => Some(Kind::Whole),
        (Physical::FLOAT | Physical::DOUBLE, _) => Some(Kind::Number),
        (Physical::BYTE_ARRAY, ConvertedType::UTF8 | ConvertedType::ENUM | ConvertedType::JSON) => Some(Kind::Text),
        _ => None,
    }
}

/// What a cell says, as text; nothing where it is null.
fn text_of(field: Field, kind: Kind) -> String {
    match (field, kind) {
        (Field::Null, _) => String::new(),
        (Field::Str(text), _) => text,
        (Field::Long(count), Kind::Moment(unit, is_utc)) => moment(count, unit.per_second(), is_utc),
        (Field::TimestampMillis(count), Kind::Moment(_, is_utc)) => moment(count, 1_000, is_utc),
        (Field::TimestampMicros(count), Kind::Moment(_, is_utc)) => moment(count, 1_000_000, is_utc),
        (Field::Float(number), _) => number.to_string(),
        (Field::Double(number), _) => number.to_string(),
        (field, _) => field.to_string(),
    }
}

/// A moment as ISO 8601 has it; the day where it begins one.
fn moment(count: i64, per_second: i64, is_utc: bool) -> String {
    let (seconds, rest) = (count.div_euclid(per_second), count.rem_euclid(per_second));
    let nanoseconds = i32::try_from(rest * (1_000_000_000 / per_second)).unwrap_or(0);
    let Ok(moment) = Timestamp::new(seconds, nanoseconds) else { return String::new() };
    let local = Offset::UTC.to_datetime(moment);
    match (rest == 0 && seconds.rem_euclid(SECONDS_OF_DAY) == 0, is_utc) {
        (true, _) => local.date().to_string(),
        (false, true) => moment.to_string(),
        (false, false) => local.to_string(),
    }
}

/// The count of a moment that [`moment`] wrote.
fn counted(text: &str, unit: Unit) -> Option<i64> {
    let moment = match text.parse::<Timestamp>() {
        Ok(moment) => moment,
        // A day is read as its first second.
        Err(_) => Offset::UTC.to_timestamp(text.parse::<jiff::civil::DateTime>().ok()?).ok()?,
    };
    match unit {
        Unit::Milliseconds => Some(moment.as_millisecond()),
        Unit::Microseconds => Some(moment.as_microsecond()),
        Unit::Nanoseconds => i64::try_from(moment.as_nanosecond()).ok(),
    }
}
