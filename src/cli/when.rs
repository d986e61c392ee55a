//! Days as people type them, and the clock that `latest` is read from.

use clap::Args;

use crate::ask;
use contactline_core::model::Moment;

use super::failure::Failure;

/// The day of a question.
#[derive(Debug, Args)]
pub struct DateArgs {
    /// Day (2025-12-02), second (2025-12-02T10:00:00Z) or `latest`
    #[arg(long, value_name = "DATE", default_value = "latest")]
    date: String,
}

pub use crate::http::today;

/// The moment a text asks about.
pub fn moment(text: &str) -> Result<Moment, Failure> {
    ask::question_moment(text, today()).map_err(Failure::new)
}

impl DateArgs {
    /// The moment asked about.
    pub fn moment(&self) -> Result<Moment, Failure> {
        moment(&self.date)
    }
}
