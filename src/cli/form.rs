//! Answers on standard output.

use std::io::{self, Write};

use super::failure::{Done, Failure};
use super::terminal;
use crate::text::fitted;

/// Prints text to standard output.
pub fn print(text: &str) -> Result<Done, Failure> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(|e| Failure::of_io("standard output", &e))?;
    Ok(Done::Clean)
}

/// Prints text for people: on a terminal its lines are broken between words.
pub fn print_text(text: &str) -> Result<Done, Failure> {
    match terminal::width() {
        Some(width) => print(&fitted(text, width)),
        None => print(text),
    }
}
