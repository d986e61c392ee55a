//! Columns of days as they come: days, moments with a zone, texts.

use arrow_array::cast::AsArray;
use arrow_array::types::{Date32Type, TimestampSecondType};
use arrow_array::{Array, ArrayRef, Date32Array, StringArray, TimestampSecondArray};
use arrow_cast::cast;
use arrow_schema::{DataType, TimeUnit};
use contactline::rows::RowDay;
use contactline_core::model::{Date, Moment};

const SECONDS_PER_DAY: i64 = 86_400;
/// Days from 1970 within which there are dates to write: some 7,900 years.
const MOST_DAYS: i64 = 2_900_000;
const BEYOND: RowDay<'static> = RowDay::Wrong("the date is beyond every calendar");

/// The days of rows.
#[derive(Clone)]
pub enum Days {
    /// None has one.
    None,
    /// Calendar days.
    Dates(Date32Array),
    /// Seconds, UTC.
    Instants(TimestampSecondArray),
    /// Times of a clock of which nobody said where it hangs: the day counts, as in a table of text.
    Clock(TimestampSecondArray),
    /// Days and date-times as text.
    Texts(StringArray),
}

impl Days {
    /// The days that a column tells.
    ///
    /// # Errors
    /// A column of something else.
    pub fn new(array: &ArrayRef) -> Result<Self, String> {
        let kind = array.data_type();
        let to = |kind: DataType| cast(array, &kind).map_err(|e| e.to_string());
        let seconds = || -> Result<TimestampSecondArray, String> {
            Ok(to(DataType::Timestamp(TimeUnit::Second, None))?.as_primitive::<TimestampSecondType>().clone())
        };
        match kind {
            DataType::Null | DataType::Date32 | DataType::Date64 => {
                Ok(Self::Dates(to(DataType::Date32)?.as_primitive::<Date32Type>().clone()))
            }
            DataType::Timestamp(_, None) => seconds().map(Self::Clock),
            DataType::Timestamp(_, Some(_)) => seconds().map(Self::Instants),
            DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => {
                Ok(Self::Texts(to(DataType::Utf8)?.as_string::<i32>().clone()))
            }
            DataType::Dictionary(_, values) => Self::new(&to(values.as_ref().clone())?),
            other => Err(format!("a column of {other} has no days; give dates, timestamps with a time zone, or text")),
        }
    }

    /// Whether a column of that type tells days and no times of day.
    pub fn are_days(kind: &DataType) -> bool {
        matches!(kind, DataType::Null | DataType::Date32 | DataType::Date64 | DataType::Timestamp(_, None))
    }

    /// Tells `answer` the day of a row.
    pub fn with<T>(&self, row: usize, answer: impl FnOnce(RowDay<'_>) -> T) -> T {
        match self {
            Self::Dates(days) if days.is_valid(row) => answer(match days.value(row) {
                day if i64::from(day).abs() < MOST_DAYS => RowDay::At(Date::from_days(day).end()),
                _ => BEYOND,
            }),
            Self::Texts(texts) if texts.is_valid(row) => answer(RowDay::Written(texts.value(row).as_bytes())),
            Self::Instants(seconds) | Self::Clock(seconds) if seconds.is_valid(row) => {
                let second = seconds.value(row);
                let moment = Moment::from_seconds(second);
                answer(match self {
                    _ if !(-MOST_DAYS..MOST_DAYS).contains(&second.div_euclid(SECONDS_PER_DAY)) => BEYOND,
                    Self::Clock(_) => RowDay::At(moment.date().end()),
                    _ => RowDay::At(moment),
                })
            }
            _ => answer(RowDay::None),
        }
    }

    /// Some of the rows.
    pub fn slice(&self, from: usize, rows: usize) -> Self {
        match self {
            Self::None => Self::None,
            Self::Dates(days) => Self::Dates(days.slice(from, rows)),
            Self::Instants(seconds) => Self::Instants(seconds.slice(from, rows)),
            Self::Clock(seconds) => Self::Clock(seconds.slice(from, rows)),
            Self::Texts(texts) => Self::Texts(texts.slice(from, rows)),
        }
    }
}
