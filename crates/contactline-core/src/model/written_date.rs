//! Dates as people's files write them: what can mean one day only is read, the rest wants its form named.

mod format;
mod months;
mod scan;
#[cfg(test)]
mod tests;

use super::time::{Date, DateError, Moment};

pub use format::{DateFormat, DateFormatError};

/// What a written date says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WrittenDate {
    /// A day; also a time of day without its zone, which tells no more.
    Day(Date),
    /// A second: a time of day with its zone.
    Second(Moment),
}

impl WrittenDate {
    /// The moment it asks about: a day is asked about by its end.
    #[must_use]
    pub const fn asked(self) -> Moment {
        match self {
            Self::Day(day) => day.end(),
            Self::Second(moment) => moment,
        }
    }

    /// The day it lies in (UTC).
    #[must_use]
    pub const fn date(self) -> Date {
        match self {
            Self::Day(day) => day,
            Self::Second(moment) => moment.date(),
        }
    }
}

/// Why a written date is not read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WrittenDateError {
    /// No date in any form known.
    #[error(transparent)]
    NotADate(#[from] DateError),
    /// It could mean several days.
    #[error("'{value}' may be more than one day: whether the day or the month comes first must be told")]
    Order {
        /// As written.
        value: String,
    },
    /// A number that may count from 1970.
    #[error("'{value}' is a number: that it counts {unit} since 1970 must be told")]
    Count {
        /// As written.
        value: String,
        /// Seconds or milliseconds.
        unit: &'static str,
        /// The format to name.
        format: &'static str,
    },
    /// Not of the form that was named.
    #[error("'{value}' is not a date of the form {format}")]
    OtherForm {
        /// As written.
        value: String,
        /// The form.
        format: String,
    },
}

impl WrittenDateError {
    /// The format with which it would be read, where naming one helps.
    #[must_use]
    pub const fn format_to_name(&self) -> Option<&'static str> {
        match self {
            Self::Order { .. } => Some("MM/DD/YYYY"),
            Self::Count { format, .. } => Some(format),
            Self::NotADate(_) | Self::OtherForm { .. } => None,
        }
    }
}

/// Reads a date in any form that can mean one day only: `2022-03-05` with or without a time, `20220305`, `05.03.2022`,
/// `5 March 2022`, `05-Mar-2022`, and so on.
///
/// # Errors
/// What is wrong with it, or which form must be named.
///
/// # Cost
/// An ISO day costs no allocation.
pub fn read_unambiguous(text: &str) -> Result<WrittenDate, WrittenDateError> {
    let text = text.trim();
    if let Some(day) = iso_day(text.as_bytes()) {
        return Ok(WrittenDate::Day(day));
    }
    scan::read(text)
}

/// A day of the form `YYYY-MM-DD`.
fn iso_day(text: &[u8]) -> Option<Date> {
    let &[a, b, c, d, b'-', m, n, b'-', p, q] = text else { return None };
    let number = |digits: &[u8]| {
        digits.iter().try_fold(0_i16, |sum, digit| digit.is_ascii_digit().then(|| sum * 10 + i16::from(digit - b'0')))
    };
    Date::from_ymd(number(&[a, b, c, d])?, i8::try_from(number(&[m, n])?).ok()?, i8::try_from(number(&[p, q])?).ok()?)
}

/// The error of a text that is no date.
fn not_a_date(value: &str, reason: &'static str) -> WrittenDateError {
    WrittenDateError::NotADate(DateError { value: value.to_owned(), reason })
}
