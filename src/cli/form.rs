//! The forms of an answer: text for people, JSON as HTTP answers it, CSV where it is a table.

use std::io::{self, Write};

use clap::{Args, ValueEnum};
use serde::Serialize;

use super::failure::{Done, Failure};

/// The form of an answer that is a table.
#[derive(Debug, Args)]
pub struct FormArgs {
    /// Print the JSON that HTTP answers; short for `--format json`
    #[arg(long, conflicts_with = "format")]
    json: bool,
    /// Form of the answer
    #[arg(long, value_enum, default_value_t = Form::Text)]
    format: Form,
}

/// The form of an answer that is no table.
#[derive(Debug, Args)]
pub struct JsonArgs {
    /// Print the JSON that HTTP answers
    #[arg(long)]
    json: bool,
}

/// A form of answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Form {
    /// For people
    Text,
    /// As HTTP answers
    Json,
    /// A table with a header
    Csv,
}

impl FormArgs {
    /// The form asked for.
    pub const fn form(&self) -> Form {
        if self.json { Form::Json } else { self.format }
    }
}

impl JsonArgs {
    /// The form asked for: never CSV.
    pub const fn form(&self) -> Form {
        if self.json { Form::Json } else { Form::Text }
    }
}

/// Prints text to standard output.
pub fn print(text: &str) -> Result<Done, Failure> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(|e| Failure::of_io("standard output", &e))?;
    Ok(Done::Clean)
}

/// Prints what HTTP answers, indented.
pub fn print_json(shape: &impl Serialize) -> Result<Done, Failure> {
    let text = serde_json::to_string_pretty(shape).map_err(Failure::new)?;
    print(&(text + "\n"))
}

/// Prints a table with a header.
pub fn print_csv<const N: usize>(
    header: [&str; N],
    rows: impl IntoIterator<Item = [String; N]>,
) -> Result<Done, Failure> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(header).map_err(Failure::new)?;
    for row in rows {
        writer.write_record(row).map_err(Failure::new)?;
    }
    let bytes = writer.into_inner().map_err(Failure::new)?;
    print(&String::from_utf8_lossy(&bytes))
}

/// The text of what may be missing; empty where it is.
pub fn or_empty(value: Option<impl ToString>) -> String {
    value.map_or_else(String::new, |value| value.to_string())
}
