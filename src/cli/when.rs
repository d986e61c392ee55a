//! Days as people type them, and the clock that `latest` is read from.

use clap::Args;

use crate::wire::ask;
use contactline_core::model::{Date, Moment};
use contactline_core::query::{Step, When};

use super::failure::Failure;

/// The day of a question.
#[derive(Debug, Args)]
pub struct DateArgs {
    /// Day (2025-12-02), second (2025-12-02T10:00:00Z) or `latest`
    #[arg(long, value_name = "DATE", default_value = "latest")]
    date: String,
}

/// The day or the days of a question.
#[derive(Debug, Args)]
pub struct WhenArgs {
    /// Day (2025-12-02), second (2025-12-02T10:00:00Z) or `latest`
    #[arg(long, value_name = "DATE", default_value = "latest", conflicts_with_all = ["from", "to", "step"])]
    date: String,
    /// First day of a series
    #[arg(long, value_name = "DATE", requires = "to")]
    from: Option<String>,
    /// Last day of a series, itself included
    #[arg(long, value_name = "DATE", requires = "from")]
    to: Option<String>,
    /// Step of a series: day, week, month or year
    #[arg(long, value_name = "STEP", default_value = "day", requires = "from")]
    step: Step,
}

pub use crate::http::today;

/// The moment a text asks about.
pub fn moment(text: &str) -> Result<Moment, Failure> {
    ask::question_moment(text, today()).map_err(Failure::new)
}

/// The day a text asks about.
pub fn day(text: &str) -> Result<Date, Failure> {
    ask::question_day(text, today()).map_err(Failure::new)
}

impl DateArgs {
    /// The moment asked about.
    pub fn moment(&self) -> Result<Moment, Failure> {
        moment(&self.date)
    }
}

impl WhenArgs {
    /// The moment or the days asked about.
    pub fn when(&self) -> Result<When, Failure> {
        match (&self.from, &self.to) {
            (Some(from), Some(to)) => Ok(When::Series { from: day(from)?, to: day(to)?, step: self.step }),
            _ => moment(&self.date).map(When::At),
        }
    }
}
