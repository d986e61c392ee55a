//! Answers on standard output.

use std::io::{self, IsTerminal as _, Write};

use super::failure::{Done, Failure};
use super::terminal;
use crate::text::fitted;

/// Prints text to standard output.
pub fn print(text: &str) -> Result<Done, Failure> {
    written(text.as_bytes())
}

/// Prints what is no text: not on a terminal, which it would leave in disorder.
pub fn print_bytes(bytes: &[u8]) -> Result<Done, Failure> {
    if io::stdout().is_terminal() {
        return Err(Failure::new("a picture is no text: send it to a file, as in '> picture.png'"));
    }
    written(bytes)
}

fn written(bytes: &[u8]) -> Result<Done, Failure> {
    let mut out = io::stdout().lock();
    out.write_all(bytes).and_then(|()| out.flush()).map_err(|e| Failure::of_io("standard output", &e))?;
    Ok(Done::Clean)
}

/// Prints text for people: on a terminal its lines are broken between words.
pub fn print_text(text: &str) -> Result<Done, Failure> {
    match terminal::width() {
        Some(width) => print(&fitted(text, width)),
        None => print(text),
    }
}
