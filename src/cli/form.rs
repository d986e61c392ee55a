//! The forms of an answer: text for people, JSON as HTTP answers it, CSV where it is a table.

use std::io::{self, Write};

use clap::builder::PossibleValuesParser;
use clap::{Args, ValueEnum};
use serde::Serialize;

use crate::wire::{BYTE_ORDER_MARK, Winding};

use super::failure::{Done, Failure};
use super::terminal;
use crate::text::fitted;

/// The form of an answer that is a table.
#[derive(Debug, Args)]
pub struct FormArgs {
    /// Print the JSON that HTTP answers; short for `--format json`
    #[arg(long, conflicts_with = "format")]
    json: bool,
    /// Form of the answer
    #[arg(long, value_enum, default_value_t = Form::Text)]
    format: Form,
    #[command(flatten)]
    mark: MarkArgs,
}

/// How a table begins.
#[derive(Debug, Args)]
pub struct MarkArgs {
    /// Begin CSV with a byte order mark, by which Excel knows UTF-8
    #[arg(long)]
    bom: bool,
}

/// How GeoJSON is drawn.
#[derive(Debug, Args)]
pub struct WindingArgs {
    /// Direction of the rings in GeoJSON: as RFC 7946 says, or the other way, as d3-geo reads them
    #[arg(long, value_name = "NAME", default_value = Winding::WORDS[0], value_parser = PossibleValuesParser::new(Winding::WORDS))]
    winding: String,
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

    /// Prints a table as CSV.
    pub fn print_csv(&self, table: Result<String, csv::Error>) -> Result<Done, Failure> {
        self.mark.print_csv(table)
    }
}

impl MarkArgs {
    /// Prints a table as CSV.
    pub fn print_csv(&self, table: Result<String, csv::Error>) -> Result<Done, Failure> {
        let mark = if self.bom { BYTE_ORDER_MARK } else { "" };
        print(&(mark.to_owned() + &table.map_err(Failure::new)?))
    }
}

impl WindingArgs {
    /// Prints the GeoJSON that HTTP answers, indented.
    pub fn print_geojson(&self, shape: &impl Serialize) -> Result<Done, Failure> {
        match Winding::of_word(&self.winding) {
            Winding::Rfc7946 => print_json(shape),
            winding => {
                let mut value = serde_json::to_value(shape).map_err(Failure::new)?;
                winding.turn_each(&mut value);
                print_json(&value)
            }
        }
    }
}

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

/// Prints what HTTP answers, indented.
pub fn print_json(shape: &impl Serialize) -> Result<Done, Failure> {
    let text = serde_json::to_string_pretty(shape).map_err(Failure::new)?;
    print(&(text + "\n"))
}
