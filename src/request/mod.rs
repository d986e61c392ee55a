//! What is asked: the words of a question read once, for both doors, and why it is refused.
//!
//! Words come as pairs of name and value, from after `?` or from flags; both doors give the same names and are told the same.

pub mod geometry;
mod place;
mod refusal;
mod words;

pub use place::Place;
pub(crate) use refusal::{Candidate, FoundThing};
pub use refusal::{Code, Refusal};
pub use words::{SCALE, SCALES, Sent, Words};
