//! The days a question about a stretch of time is asked for.

use crate::model::{Date, Moment};

use super::error::QueryError;

/// The step of a series.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Every day.
    Day,
    /// Every seven days from the first.
    Week,
    /// The same day of every month.
    Month,
    /// Every year.
    Year,
}

/// When: one moment, or a series of days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// As of one moment.
    At(Moment),
    /// As of the end of each day from the first to the last, both included.
    Series {
        /// First day.
        from: Date,
        /// Last day; always part of the series.
        to: Date,
        /// Between them.
        step: Step,
    },
}

/// Most days one series may have.
pub const MAX_DAYS: usize = 5_000;

impl When {
    /// The moments asked about, in order.
    ///
    /// # Errors
    /// When the last day lies before the first, or the series has more than [`MAX_DAYS`] days.
    pub fn moments(self) -> Result<Vec<Moment>, QueryError> {
        let (from, to, step) = match self {
            Self::At(moment) => return Ok(vec![moment]),
            Self::Series { from, to, step } => (from, to, step),
        };
        in_order(from.start(), to.start())?;
        let mut days = Vec::new();
        for k in 0.. {
            let day = match step {
                Step::Day => from.plus_days(k),
                Step::Week => from.plus_days(7 * k),
                Step::Month => from.plus_months(k),
                Step::Year => from.plus_months(12 * k),
            };
            if day >= to {
                break;
            }
            if days.len() == MAX_DAYS {
                return Err(QueryError::BadSeries {
                    from: from.to_string(),
                    to: to.to_string(),
                    step: step.as_str().into(),
                    reason: format!("more than {MAX_DAYS} days"),
                });
            }
            days.push(day.end());
        }
        days.push(to.end());
        Ok(days)
    }
}

/// Nothing, unless a stretch of time ends before it begins: the one rule for every question about one.
///
/// # Errors
/// When it does.
pub(super) fn in_order(from: Moment, to: Moment) -> Result<(), QueryError> {
    if to >= from {
        return Ok(());
    }
    // A day asked about is its end.
    let asked = |m: Moment| if m == m.date().end() { m.date().to_string() } else { m.to_string() };
    Err(QueryError::Reversed { from: asked(from), to: asked(to) })
}

impl Step {
    /// The word on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Year => "year",
        }
    }
}

impl std::str::FromStr for Step {
    type Err = crate::model::UnknownWord;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        [Self::Day, Self::Week, Self::Month, Self::Year]
            .into_iter()
            .find(|s| s.as_str() == text)
            .ok_or(crate::model::UnknownWord { what: "step", value: text.into(), allowed: "day week month year" })
    }
}
