//! The questions described: each once, for every door.
//!
//! A question is a file here: its name, what it can be asked (`request!`), what it answers, and the one call of
//! [`contactline_core::query`]. Its route, its entry in the OpenAPI document and the index, its word on the command line with
//! flags and help, its CSV and its table for people follow from that. [`QUESTIONS`] lists them.
//!
//! What needs more than a description serves (rows in bulk, which are answered while they still come) is a handler of its own in
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
mod announcements;
mod areas;
mod at;
mod changes;
mod description;
mod disputes;
mod drift;
mod form;
mod history;
mod ledger;
mod line;
mod map;
mod overlap;
mod place;
mod proposals;
mod regimes;
mod regions;
mod settlements;
mod sources;
mod table;
mod values;

pub use description::{
    Answered, Context, Description, EXPECT, KNOWN_ON, Layers, MadeLayers, Pace, Question, Reply, SentKind, expect,
};
pub use form::{Form, JsonStyle};
pub use parameter::{Kind, Parameter, Request, Value};
pub use place::{Near, NearPlace, NearSelection, PlaceIfAny, PlaceSelection, Placed};
pub use table::TableQuestion;
pub use values::{AsOf, Metres, Name, Pixels, ProposalId, RegionId, SourceId, TextMeant, TimeSelection, Today};

/// Every question that is described, in the order of the help.
pub const QUESTIONS: &[Description] = &[
    Description::of::<at::At>(),
    Description::of::<history::History>(),
    Description::of::<areas::Areas>(),
    Description::of::<overlap::Overlap>(),
    Description::of::<changes::Changes>(),
    Description::of::<ledger::Ledger>(),
    Description::of::<disputes::Disputes>(),
    Description::of::<agreement::Agreement>(),
    Description::of::<announcements::Announcements>(),
    Description::of::<line::Line>(),
    Description::of::<drift::Drift>(),
    Description::of::<map::Map>(),
    Description::of::<regimes::Regimes>(),
    Description::of::<settlements::Settlements>(),
    Description::of::<sources::Sources>(),
    Description::of::<regions::Regions>(),
    Description::of::<proposals::Proposals>(),
    Description::of::<proposals::Proposal>(),
    Description::of::<proposals::Evaluate>(),
];

/// The question that a command asks.
#[must_use]
pub fn asked_by(command: &str) -> Option<&'static Description> {
    QUESTIONS.iter().find(|question| question.command == command)
}

/// The question that is asked at a path below `/v1`.
#[must_use]
pub fn asked_at(path: &str) -> Option<&'static Description> {
    QUESTIONS.iter().find(|question| question.path == path)
}
