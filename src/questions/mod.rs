//! The questions described: each once, for every door.
//!
//! A question is a file here: its name, what it can be asked (`request!`), what it answers, and the one call of
//! [`contactline_core::query`]. Its route, its entry in the OpenAPI document and the index, its word on the command line with
//! flags and help, its CSV and its table for people follow from that. [`QUESTIONS`] lists them.
//!
//! What needs more than a description serves (a body of rows, a picture, a register beside a place) is a handler of its own in
//! `http` and a command of its own in `cli`: this is no framework.

/// A text of examples, each with what it does.
macro_rules! examples {
    ($($about:literal: $words:literal),+ $(,)?) => {
        concat!("Examples:", $("\n  # ", $about, "\n  ", $words),+)
    };
}
pub(crate) use examples;

#[macro_use]
mod parameter;
mod agreement;
mod areas;
mod description;
mod ledger;
mod table;

pub use description::{Answered, Context, Description, Form, Question, Reply};
pub use parameter::{AsOf, Kind, Metres, Parameter, RegionId, Request, SourceId, TimeSelection, Value};
pub use table::{Rows, TableQuestion};

/// Every question that is described, in the order of the help.
pub const QUESTIONS: &[Description] = &[
    Description::of::<areas::Areas>(),
    Description::of::<ledger::Ledger>(),
    Description::of::<agreement::Agreement>(),
];

/// The question of that name.
#[must_use]
pub fn question(name: &str) -> Option<&'static Description> {
    QUESTIONS.iter().find(|question| question.name == name)
}
