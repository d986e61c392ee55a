//! Days and moments, UTC. Intervals are half-open here; the wire closes them.

use std::fmt;
use std::str::FromStr;

const SECONDS_PER_DAY: i64 = 86_400;

/// A calendar day (UTC, proleptic Gregorian), as days since 1970-01-01.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(i32);

/// Why a text is no date: the text, and what is allowed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("'{value}' is not a valid date ({reason}). Use YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ, such as 2025-12-02")]
pub struct DateError {
    /// The text as given.
    pub value: String,
    /// What is wrong with it.
    pub reason: &'static str,
}

impl Date {
    /// The day `year`-`month`-`day`, where there is one.
    #[must_use]
    pub fn from_ymd(year: i16, month: i8, day: i8) -> Option<Self> {
        jiff::civil::Date::new(year, month, day).ok().map(Self::from_civil)
    }

    /// The day that begins `days` after 1970-01-01.
    #[must_use]
    pub const fn from_days(days: i32) -> Self {
        Self(days)
    }

    /// Days since 1970-01-01.
    #[must_use]
    pub const fn days(self) -> i32 {
        self.0
    }

    /// The day `days` later (earlier when negative).
    #[must_use]
    pub const fn plus_days(self, days: i32) -> Self {
        Self(self.0.saturating_add(days))
    }

    /// The same day of the month `months` later, or that month's last day.
    #[must_use]
    pub fn plus_months(self, months: i32) -> Self {
        use jiff::ToSpan;
        self.civil().checked_add(months.months()).map_or(self, Self::from_civil)
    }

    /// The first moment of the day.
    #[must_use]
    pub const fn start(self) -> Moment {
        Moment(self.0 as i64 * SECONDS_PER_DAY)
    }

    /// The last second of the day: a question about a day is answered with what was known by its end.
    #[must_use]
    pub const fn end(self) -> Moment {
        Moment((self.0 as i64 + 1) * SECONDS_PER_DAY - 1)
    }

    /// Year, month and day of the month, the latter two from 1.
    #[must_use]
    pub fn parts(self) -> [i32; 3] {
        let date = self.civil();
        [date.year().into(), date.month().into(), date.day().into()]
    }

    fn from_civil(date: jiff::civil::Date) -> Self {
        let epoch = jiff::civil::date(1970, 1, 1);
        Self(epoch.until(date).map_or(0, |span| span.get_days()))
    }

    fn civil(self) -> jiff::civil::Date {
        use jiff::ToSpan;
        jiff::civil::date(1970, 1, 1).checked_add(self.0.days()).unwrap_or(jiff::civil::Date::MAX)
    }
}

impl FromStr for Date {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        let written = |(k, b): (usize, u8)| if matches!(k, 4 | 7) { b == b'-' } else { b.is_ascii_digit() };
        let reason = if text.len() == 10 && text.bytes().enumerate().all(written) {
            "there is no such day"
        } else {
            "not of the form YYYY-MM-DD"
        };
        let day = if text.len() == 10 { text.parse().ok() } else { None };
        day.map(Self::from_civil).ok_or_else(|| DateError { value: text.into(), reason })
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.civil())
    }
}

/// A second in time (UTC), as seconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(i64);

impl Moment {
    /// The moment `seconds` after 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn from_seconds(seconds: i64) -> Self {
        Self(seconds)
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub const fn seconds(self) -> i64 {
        self.0
    }

    /// The second after.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }

    /// The day the moment is in.
    #[must_use]
    pub const fn date(self) -> Date {
        Date(self.0.div_euclid(SECONDS_PER_DAY) as i32)
    }

    /// The moment a text asks about: a date means by the end of that day, a date-time that second.
    ///
    /// # Errors
    /// The text and what was wanted.
    pub fn from_question(text: &str) -> Result<Self, DateError> {
        if text.len() == 10 { text.parse().map(Date::end) } else { text.parse() }
    }
}

impl Moment {
    /// The moment that lies an ISO 8601 duration later, `P1M6DT12H`; with `sign` -1, earlier. Months and years are those of
    /// the calendar.
    ///
    /// # Errors
    /// The text and what was wanted.
    pub fn plus_duration(self, duration: &str, sign: i64) -> Result<Self, DateError> {
        let moved = || -> Result<i64, jiff::Error> {
            let span = duration.parse::<jiff::Span>()?.checked_mul(sign)?;
            let from = jiff::tz::Offset::UTC.to_datetime(jiff::Timestamp::from_second(self.0)?);
            Ok(jiff::tz::Offset::UTC.to_timestamp(from.checked_add(span)?)?.as_second())
        };
        moved().map(Self).map_err(|_| DateError {
            value: duration.into(),
            reason: "no ISO 8601 duration such as P1M6DT12H, or it leads out of the calendar",
        })
    }
}

impl FromStr for Moment {
    type Err = DateError;

    /// A date (its first second) or a date-time with its zone.
    fn from_str(text: &str) -> Result<Self, DateError> {
        if text.len() == 10 {
            return text.parse().map(Date::start);
        }
        text.parse::<jiff::Timestamp>()
            .map(|t| Self(t.as_second()))
            .map_err(|_| DateError { value: text.into(), reason: "not a date, or a time without its zone" })
    }
}

impl Moment {
    /// Its second in UTC, also where it begins a day: `2025-01-04T00:00:00Z`.
    #[must_use]
    pub fn to_second(self) -> String {
        jiff::Timestamp::from_second(self.0).map_or_else(|_| self.to_string(), |t| t.to_string())
    }
}

impl fmt::Display for Moment {
    /// A date when the moment begins a day, else a date-time.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let date = self.date();
        if *self == date.start() {
            return write!(f, "{date}");
        }
        match jiff::Timestamp::from_second(self.0) {
            Ok(t) => write!(f, "{t}"),
            Err(_) => write!(f, "{date}"),
        }
    }
}

/// A stretch of time from `start` up to, not including, `end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Interval {
    /// First moment; none is since ever.
    pub start: Option<Moment>,
    /// First moment after; none is still so.
    pub end: Option<Moment>,
}

impl Interval {
    /// All of time.
    pub const ALWAYS: Self = Self { start: None, end: None };

    /// The one second of a moment.
    #[must_use]
    pub const fn of_moment(m: Moment) -> Self {
        Self { start: Some(m), end: Some(Moment(m.0.saturating_add(1))) }
    }

    /// From the first day to the last, both included; no last day is still so.
    #[must_use]
    pub fn of_days(first: Date, last: Option<Date>) -> Self {
        Self { start: Some(first.start()), end: last.map(|last| last.plus_days(1).start()) }
    }

    /// Whether the stretches share a moment.
    #[must_use]
    pub fn meets(&self, other: &Self) -> bool {
        let before =
            |end: Option<Moment>, start: Option<Moment>| end.zip(start).is_some_and(|(end, start)| end <= start);
        !before(self.end, other.start) && !before(other.end, self.start)
    }

    /// The stretch around both.
    #[must_use]
    pub fn joined(&self, other: &Self) -> Self {
        let start = self.start.zip(other.start).map(|(a, b)| a.min(b));
        Self { start, end: self.end.zip(other.end).map(|(a, b)| a.max(b)) }
    }

    /// Whether the moment lies in the stretch.
    #[must_use]
    pub fn holds(&self, m: Moment) -> bool {
        self.start.is_none_or(|s| s <= m) && self.end.is_none_or(|e| m < e)
    }
}
