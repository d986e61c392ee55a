//! Days as people type them, and the clock that `latest` is read from.

use crate::ask;
use contactline_core::model::Moment;

use super::failure::Failure;

pub use crate::http::{now, today};

/// The moment a text asks about.
pub fn moment(text: &str) -> Result<Moment, Failure> {
    ask::question_moment(text, today()).map_err(Failure::new)
}
