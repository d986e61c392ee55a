//! Findings on a terminal or as JSON.

use std::io;

use serde_json::Value;

use super::failure::{Done, Failure};
use super::form;
use crate::wire::finding_json;
use contactline_core::model::Finding;

/// What a command came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// Findings that call for exit code 1.
    pub findings: usize,
}

/// Runs a command that writes to what it is given; prints that, and ends as what was found says.
///
/// # Errors
/// What the command could not do.
pub fn answer(command: impl FnOnce(&mut dyn io::Write) -> Result<Outcome, String>) -> Result<Done, Failure> {
    let mut text = Vec::new();
    let outcome = command(&mut text);
    // What was found before it failed is told all the same.
    form::print(&String::from_utf8_lossy(&text))?;
    let outcome = outcome.map_err(Failure::Told)?;
    Ok(if outcome.findings == 0 { Done::Clean } else { Done::Findings })
}

/// Writes findings, one a line, or as one JSON array.
///
/// # Errors
/// What cannot be written to.
pub fn print(findings: &[Finding], json: bool, out: &mut dyn io::Write) -> Result<(), String> {
    let written = if json {
        let array: Vec<Value> = findings.iter().map(finding_json).collect();
        serde_json::to_writer_pretty(&mut *out, &array).map_err(io::Error::from).and_then(|()| writeln!(out))
    } else {
        findings.iter().try_for_each(|finding| writeln!(out, "{finding}"))
    };
    written.map_err(|e| e.to_string())
}
