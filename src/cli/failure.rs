//! How a run ends: the exit code, and one line on standard error when it could not be done.

use std::fmt::Display;
use std::io::{self, Write};

use clap::error::ErrorKind;

/// How a run went.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Done {
    /// Done, nothing found: exit code 0.
    Clean,
    /// Done, with findings: exit code 1.
    Findings,
}

/// Why it could not be done: exit code 2.
#[derive(Debug)]
pub enum Failure {
    /// In words, for standard error.
    Told(String),
    /// Nobody reads the output any more: no failure at all.
    Unread,
}

impl Failure {
    /// The failure in an error's own words.
    #[must_use]
    pub fn new(error: impl Display) -> Self {
        Self::Told(error.to_string())
    }

    /// The failure of an input or output, with what it was about.
    #[must_use]
    pub fn of_io(what: impl Display, error: &io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe { Self::Unread } else { Self::Told(format!("{what}: {error}")) }
    }
}

/// Tells of a failure on standard error; the exit code.
pub(super) fn exit(done: Result<Done, Failure>) -> u8 {
    match done {
        Ok(Done::Clean) | Err(Failure::Unread) => 0,
        Ok(Done::Findings) => 1,
        Err(Failure::Told(message)) => {
            tell(&message);
            2
        }
    }
}

/// Tells something on standard error.
pub(super) fn tell(message: &str) {
    // Nowhere is left to tell of a standard error that cannot be written.
    drop(writeln!(io::stderr(), "contactline: {message}"));
}

/// Prints help where it was asked for, else what is wrong with the words; the exit code.
pub(super) fn exit_of_words(error: &clap::Error) -> u8 {
    if matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion) {
        drop(error.print());
        return 0;
    }
    let text = error.render().to_string();
    tell(text.strip_prefix("error: ").unwrap_or(&text).trim_end());
    2
}
