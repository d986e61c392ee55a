//! Bulk `at`: rows in, the same rows out with their answers, in the same form and order. Knows no files and no HTTP.
//!
//! Bytes are pushed in pieces of any size and answered as they come: what is kept between two pushes is the row that is
//! not complete yet, never more than [`LONGEST_ROW`] bytes.

mod answer;
mod csv;
mod elements;
mod json;
mod lines;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use rayon::prelude::*;

use crate::atlas::Atlas;
use crate::model::{Date, Moment};

use answer::{Answer, Answers, Worker};
use csv::Header;
use elements::Elements;
use lines::Lines;

/// Longest row in bytes. A row of points is some hundred bytes: more is a quote or a bracket that was never closed.
pub const LONGEST_ROW: usize = 1 << 20;

/// Pieces worth giving to one thread at a time.
const PIECES_PER_TASK: usize = 256;

/// The form of the rows, in and out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowFormat {
    /// A table with a header; delimited by comma, semicolon or tab.
    Csv,
    /// A JSON value on every line: an object, a `[lon, lat]` or `[lon, lat, date]` array or a `GeoJSON` point feature.
    NdJson,
    /// One JSON array of the same values.
    JsonArray,
    /// A `GeoJSON` feature collection of points.
    FeatureCollection,
}

impl RowFormat {
    /// What the first bytes look like.
    #[must_use]
    pub fn from_head(head: &[u8]) -> Self {
        let head = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start();
        let collection = || memchr::memmem::find(head, b"\"FeatureCollection\"").is_some();
        match head.first() {
            Some(b'{') if collection() => Self::FeatureCollection,
            Some(b'{') => Self::NdJson,
            // `[37.1, 48.2]` is a row, `[[37.1, 48.2]]` an array of them.
            Some(b'[') if matches!(head[1..].trim_ascii_start().first(), None | Some(b'[' | b'{' | b']')) => {
                Self::JsonArray
            }
            Some(b'[') => Self::NdJson,
            _ => Self::Csv,
        }
    }
}

/// What the rows' columns (or members) are called, and what holds for all rows.
#[derive(Clone, Debug)]
pub struct RowOptions {
    /// Name of the longitude; none: `lon`, `longitude`, `lng` or `long`.
    pub lon: Option<String>,
    /// Name of the latitude; none: `lat` or `latitude`.
    pub lat: Option<String>,
    /// Name of the date; none: `date`, and rows without one are asked at `moment`.
    pub date: Option<String>,
    /// How the caller gives the names of longitude, latitude and date: told where one is missing.
    pub options: [&'static str; 3],
    /// The moment asked about where a row has no date.
    pub moment: Moment,
    /// The day of the question: rows about later days are refused.
    pub today: Date,
    /// The sources to give; none: all. The verdict always rests on all.
    pub sources: Option<Vec<String>>,
    /// Whether to give what each legal regime comes to.
    pub regimes: bool,
    /// Put before the name of every added column or member.
    pub prefix: String,
}

/// How many rows were answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// Rows read.
    pub rows: u64,
    /// Rows kept without an answer, each with its error.
    pub errors: u64,
    /// Rows answered whose error says that their two numbers seem exchanged.
    pub hints: u64,
}

/// How a row was kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kept {
    /// With its answer.
    Answered,
    /// With its answer, and a hint that its numbers seem exchanged.
    Hinted,
    /// With its error.
    Refused,
}

impl Kept {
    fn of(answer: &Result<Answer<'_>, String>) -> Self {
        match answer {
            Ok(answer) if answer.hint.is_some() => Self::Hinted,
            Ok(_) => Self::Answered,
            Err(_) => Self::Refused,
        }
    }
}

/// Why a stream of rows cannot go on. A bad row is none: it is kept, with its error.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RowError {
    /// Nothing came.
    #[error("the input is empty; wanted {0}")]
    Empty(&'static str),
    /// Not in an encoding that can be read.
    #[error("the input is UTF-16; save it as UTF-8")]
    Encoding,
    /// A column is missing from the header.
    #[error("there is no column '{wanted}' for the {what}; there are: {columns}; name the right one with {option}")]
    MissingColumn {
        /// Longitude, latitude or date.
        what: &'static str,
        /// The name looked for.
        wanted: String,
        /// The columns there are.
        columns: String,
        /// The option that names it.
        option: &'static str,
    },
    /// The header already has a column that would be added.
    #[error("the input already has a column '{0}'; give a prefix for the names of the columns that are added")]
    TakenColumn(String),
    /// No such source.
    #[error("there is no source '{value}'; there are: {known}")]
    UnknownSource {
        /// As asked.
        value: String,
        /// Those loaded.
        known: String,
    },
    /// A row longer than [`LONGEST_ROW`].
    #[error("row {row} is longer than {LONGEST_ROW} bytes: is a quote or bracket not closed")]
    TooLong {
        /// The row, from 1.
        row: u64,
    },
    /// The JSON around the rows is broken.
    #[error("{found}; wanted {wanted} (after {row} rows, at byte {byte})")]
    Syntax {
        /// What stands there.
        found: String,
        /// What was wanted.
        wanted: &'static str,
        /// Rows read so far.
        row: u64,
        /// Where, from 0.
        byte: u64,
    },
}

/// A part of the input: a row to answer, or what stands between rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Piece {
    start: usize,
    end: usize,
    /// Number of the row (its line, where lines count), from 1; none: passed on as it is.
    row: Option<u64>,
}

#[derive(Debug)]
enum Splitter {
    Lines(Lines),
    Elements(Elements),
}

/// A stream of rows being answered.
#[derive(Debug)]
pub struct RowStream {
    renderer: Renderer,
    worker: Worker,
    splitter: Splitter,
    pending: Vec<u8>,
    begun: bool,
    summary: Summary,
}

/// Everything that stays the same from row to row.
#[derive(Debug)]
struct Renderer {
    format: RowFormat,
    options: RowOptions,
    answers: Answers,
    header: Option<Header>,
}

impl RowStream {
    /// A stream that answers from `atlas`.
    ///
    /// # Errors
    /// An unknown source.
    pub fn new(atlas: Arc<Atlas>, format: RowFormat, options: RowOptions) -> Result<Self, RowError> {
        let splitter = match format {
            RowFormat::Csv => Splitter::Lines(Lines::of_csv()),
            RowFormat::NdJson => Splitter::Lines(Lines::of_ndjson()),
            RowFormat::JsonArray => Splitter::Elements(Elements::of_array()),
            RowFormat::FeatureCollection => Splitter::Elements(Elements::of_collection()),
        };
        let answers = Answers::new(atlas, &options)?;
        let renderer = Renderer { format, options, answers, header: None };
        let (pending, summary) = (Vec::new(), Summary::default());
        Ok(Self { renderer, worker: Worker::default(), splitter, pending, begun: false, summary })
    }

    /// Takes the next bytes of the input and appends to `out` what is complete.
    ///
    /// # Errors
    /// When the stream cannot go on; what was appended before stands.
    ///
    /// # Cost
    /// Many rows in one push are answered by several threads: pushes of about a megabyte are good.
    pub fn push(&mut self, bytes: &[u8], out: &mut Vec<u8>) -> Result<(), RowError> {
        self.pending.extend_from_slice(bytes);
        self.run(false, out)
    }

    /// Ends the input: appends the rest and tells how many rows there were.
    ///
    /// # Errors
    /// When the input ends too soon.
    pub fn finish(mut self, out: &mut Vec<u8>) -> Result<Summary, RowError> {
        self.run(true, out)?;
        Ok(self.summary)
    }

    fn run(&mut self, last: bool, out: &mut Vec<u8>) -> Result<(), RowError> {
        if !self.begun && !self.begin(last, out)? {
            return Ok(());
        }
        let mut pieces = Vec::new();
        let split = self.split(last, &mut pieces, out);
        self.summary += self.renderer.render(&self.pending, &pieces, &mut self.worker, out);
        self.pending.drain(..split?);
        Ok(())
    }

    /// Deals with a byte order mark; false when there is too little yet to tell.
    fn begin(&mut self, last: bool, out: &mut Vec<u8>) -> Result<bool, RowError> {
        const MARK: &[u8] = b"\xEF\xBB\xBF";
        if self.pending.len() < MARK.len() && !last {
            return Ok(false);
        }
        self.begun = true;
        if self.pending.starts_with(b"\xFF\xFE") || self.pending.starts_with(b"\xFE\xFF") {
            return Err(RowError::Encoding);
        }
        if self.pending.starts_with(MARK) {
            self.pending.drain(..MARK.len());
            if self.renderer.format == RowFormat::Csv {
                out.extend_from_slice(MARK);
            }
        }
        Ok(true)
    }

    /// Finds the pieces of what is pending, and how many bytes they are.
    fn split(&mut self, last: bool, pieces: &mut Vec<Piece>, out: &mut Vec<u8>) -> Result<usize, RowError> {
        let lines = match &mut self.splitter {
            Splitter::Elements(elements) => return elements.split(&self.pending, last, pieces),
            Splitter::Lines(lines) => lines,
        };
        if self.renderer.format == RowFormat::Csv && self.renderer.header.is_none() {
            let Some(end) = lines.header(&self.pending, last)? else { return Ok(0) };
            let header = Header::read(&self.pending[..end], &self.renderer.options, &self.renderer.answers)?;
            lines.delimiter = Some(header.delimiter);
            out.extend_from_slice(&header.line);
            self.renderer.header = Some(header);
        }
        lines.split(&self.pending, last, pieces)
    }
}

impl Renderer {
    /// Answers the pieces in their order, by several threads where there are many.
    fn render(&self, pending: &[u8], pieces: &[Piece], worker: &mut Worker, out: &mut Vec<u8>) -> Summary {
        if pieces.len() < 2 * PIECES_PER_TASK {
            return self.render_some(pending, pieces, worker, out);
        }
        let task = |worker: &mut Worker, pieces: &[Piece]| {
            let mut part = Vec::with_capacity(192 * pieces.len());
            let summary = self.render_some(pending, pieces, worker, &mut part);
            (part, summary)
        };
        let parts: Vec<_> = pieces.par_chunks(PIECES_PER_TASK).map_init(Worker::default, task).collect();
        let mut summary = Summary::default();
        for (part, of_part) in parts {
            out.extend_from_slice(&part);
            summary += of_part;
        }
        summary
    }

    fn render_some(&self, pending: &[u8], pieces: &[Piece], worker: &mut Worker, out: &mut Vec<u8>) -> Summary {
        let mut summary = Summary::default();
        for piece in pieces {
            let bytes = &pending[piece.start..piece.end];
            let Some(row) = piece.row else {
                out.extend_from_slice(bytes);
                continue;
            };
            let kept = match &self.header {
                Some(header) => header.answer(&self.answers, bytes, worker, out),
                None => json::answer(self, bytes, row, worker, out),
            };
            summary.rows += 1;
            summary.errors += u64::from(kept == Kept::Refused);
            summary.hints += u64::from(kept == Kept::Hinted);
        }
        summary
    }
}

impl std::ops::AddAssign for Summary {
    fn add_assign(&mut self, other: Self) {
        self.rows += other.rows;
        self.errors += other.errors;
        self.hints += other.hints;
    }
}
