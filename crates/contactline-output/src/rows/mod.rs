//! Bulk `at`: rows in, the same rows out with their answers, in the same form and order. Knows no files and no HTTP.
//!
//! Bytes are pushed in pieces of any size. The first [`HEAD`] of them (or all, where there are fewer) tell the encoding, the
//! form, and which columns are read; from then on rows are answered as they come: what is kept between two pushes is the row
//! that is not complete yet, never more than [`MAX_ROW_BYTES`] bytes. What is written is UTF-8.

mod answer;
mod cells;
mod classifier;
mod columnar;
mod columns;
mod csv;
mod elements;
mod encoding;
mod error;
mod json;
mod json_point;
mod json_shape;
mod kind;
mod lines;
mod members;
mod names;
mod opening;
mod options;
mod placed;
mod places;
mod survey;
#[cfg(test)]
mod tests;
mod usual_names;
mod watched;
mod workbook;

use std::sync::{Arc, Mutex, PoisonError};

use rayon::prelude::*;

use contactline_core::atlas::Atlas;
use contactline_core::model::Moment;

use answer::{Answer, Answers, Worker};
use csv::Header;
use elements::Elements;
use encoding::Recoder;
use json_shape::Shape;
use lines::Lines;

pub use classifier::{AnswerColumn, Cell, CellKind, Classifier, Memory, RowDay, TableColumns};
pub use columnar::{ColumnarRows, ColumnarWriter, OwnColumns};
pub use csv::delimiter_of;
pub use error::RowError;
pub use options::{OptionWords, RowOptions};
pub use watched::{MAX_WATCHED, WatchFor, WatchedRow};
pub use workbook::Workbook;

/// Longest row in bytes. A row of points is some hundred bytes: more is a quote or a bracket that was never closed.
pub const MAX_ROW_BYTES: usize = 1 << 20;

/// Bytes that tell what the rows are.
pub const HEAD: usize = 1 << 16;

/// Pieces worth giving to one thread at a time, at least.
const MIN_PIECES_PER_TASK: usize = 256;
/// Parts for each thread: none waits long for another's last part.
const TASKS_PER_THREAD: usize = 4;

/// The form of the rows, in and out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowFormat {
    /// A table with a header; delimited by comma, semicolon, tab or bar.
    Csv,
    /// A JSON value on every line: an object, a `[lon, lat]` or `[lon, lat, date]` array or a `GeoJSON` point feature.
    NdJson,
    /// The same values with a record separator before each ([RFC 8142](https://www.rfc-editor.org/rfc/rfc8142)).
    JsonSeq,
    /// One JSON array of the same values.
    JsonArray,
    /// One of the same values, or several that follow each other, over any number of lines.
    JsonValues,
    /// A `GeoJSON` feature collection of points.
    FeatureCollection,
}

/// What is known of the form before the first byte; which one it is, is told by the bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expected {
    /// Nothing.
    Any,
    /// A table.
    Table,
    /// JSON of any form.
    Json,
    /// JSON, and a value on every line even if there is one only.
    Lines,
}

/// What the first bytes told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Opened {
    /// The form of the rows.
    pub format: RowFormat,
    /// What was decided that nobody had said, a sentence each: the encoding, the columns read, the day asked about.
    pub notes: Vec<String>,
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
    /// Rows answered of which an area is known alone.
    pub areas: u64,
}

/// How a row was kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kept {
    /// With its answer.
    Answered,
    /// With its answer, and a hint that its numbers seem exchanged.
    Hinted,
    /// With what is known of an area.
    OfArea,
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

impl Splitter {
    fn split(&mut self, bytes: &[u8], last: bool, pieces: &mut Vec<Piece>) -> Result<usize, RowError> {
        match self {
            Self::Lines(lines) => lines.split(bytes, last, pieces),
            Self::Elements(elements) => elements.split(bytes, last, pieces),
        }
    }
}

/// A stream of rows being answered.
#[derive(Debug)]
pub struct RowStream {
    expected: Expected,
    options: RowOptions,
    stage: Stage,
}

#[derive(Debug)]
enum Stage {
    /// The first bytes are gathered, as they came.
    Opening(Box<Answers>, Vec<u8>),
    Answering(Box<Answering>),
    /// The first bytes could not be read.
    Refused(RowError),
}

/// Rows whose form is known.
#[derive(Debug)]
struct Answering {
    opened: Opened,
    renderer: Renderer,
    splitter: Splitter,
    /// None: the input is UTF-8.
    recoder: Option<Recoder>,
    /// What threads keep between rows: one for each that is at work at a time.
    workers: Mutex<Vec<Worker>>,
    /// What is not passed on yet, in UTF-8.
    pending: Vec<u8>,
    summary: Summary,
}

/// Everything that stays the same from row to row.
#[derive(Debug)]
struct Renderer {
    format: RowFormat,
    answers: Answers,
    rows: Rows,
}

/// How rows are read and written.
#[derive(Debug)]
enum Rows {
    Table(Header),
    Json(Shape),
}

impl RowStream {
    /// A stream that answers from `atlas`.
    ///
    /// # Errors
    /// An unknown source or column.
    pub fn new(atlas: Arc<Atlas>, expected: Expected, options: RowOptions) -> Result<Self, RowError> {
        let answers = Answers::new(atlas, &options)?;
        Ok(Self { expected, options, stage: Stage::Opening(Box::new(answers), Vec::new()) })
    }

    /// Takes the next bytes of the input and appends to `out` what is complete.
    ///
    /// # Errors
    /// When the stream cannot go on; what was appended before stands.
    ///
    /// # Cost
    /// Many rows in one push are answered by several threads: pushes of about a megabyte are good.
    pub fn push(&mut self, bytes: &[u8], out: &mut Vec<u8>) -> Result<(), RowError> {
        self.run(bytes, false, out)
    }

    /// Ends the input: appends the rest and tells how many rows there were.
    ///
    /// # Errors
    /// When the input ends too soon.
    pub fn finish(&mut self, out: &mut Vec<u8>) -> Result<Summary, RowError> {
        self.run(&[], true, out)?;
        Ok(self.answering().map(|answering| answering.summary).unwrap_or_default())
    }

    /// The first and the last moment that an answered row was asked about so far.
    #[must_use]
    pub fn asked(&self) -> Option<[Moment; 2]> {
        let workers = self.answering()?.workers.lock().unwrap_or_else(PoisonError::into_inner);
        let asked = workers.iter().filter_map(|worker| worker.asked);
        asked.reduce(|[first, last], [from, to]| [first.min(from), last.max(to)])
    }

    /// The rows that were watched for so far, in their order: no more than one above [`MAX_WATCHED`].
    #[must_use]
    pub fn watched(&self) -> Vec<WatchedRow> {
        let Some(answering) = self.answering() else { return Vec::new() };
        let workers = answering.workers.lock().unwrap_or_else(PoisonError::into_inner);
        let mut all: Vec<WatchedRow> = workers.iter().flat_map(|worker| worker.watched.iter().cloned()).collect();
        all.sort_by_key(|row| row.number);
        all.truncate(MAX_WATCHED + 1);
        all
    }

    /// The columns that are added, once the first bytes were read.
    #[must_use]
    pub fn columns(&self) -> Option<Vec<AnswerColumn>> {
        let answers = &self.answering()?.renderer.answers;
        Some(classifier::described(answers, &self.options.prefix))
    }

    /// What is between the fields of a table, once the first bytes were read.
    #[must_use]
    pub fn delimiter(&self) -> Option<u8> {
        if let Rows::Table(header) = &self.answering()?.renderer.rows { Some(header.delimiter) } else { None }
    }

    /// What the first bytes told, once there were enough of them.
    #[must_use]
    pub fn opened(&self) -> Option<&Opened> {
        self.answering().map(|answering| &answering.opened)
    }

    const fn answering(&self) -> Option<&Answering> {
        if let Stage::Answering(answering) = &self.stage { Some(answering) } else { None }
    }

    fn run(&mut self, bytes: &[u8], last: bool, out: &mut Vec<u8>) -> Result<(), RowError> {
        if let Stage::Opening(_, gathered) = &mut self.stage {
            gathered.extend_from_slice(bytes);
            if gathered.len() < HEAD && !last {
                return Ok(());
            }
            self.open(last, out)?;
            return self.answering_mut()?.run(&[], last, out);
        }
        self.answering_mut()?.run(bytes, last, out)
    }

    fn answering_mut(&mut self) -> Result<&mut Answering, RowError> {
        match &mut self.stage {
            Stage::Answering(answering) => Ok(answering),
            Stage::Refused(error) => Err(error.clone()),
            Stage::Opening(..) => Err(RowError::Empty("rows")),
        }
    }

    /// Begins to answer what was gathered.
    fn open(&mut self, last: bool, out: &mut Vec<u8>) -> Result<(), RowError> {
        let stage = std::mem::replace(&mut self.stage, Stage::Refused(RowError::Empty("rows")));
        if let Stage::Opening(answers, gathered) = stage {
            match opening::open(*answers, &gathered, last, self.expected, &self.options, out) {
                Ok(answering) => self.stage = Stage::Answering(Box::new(answering)),
                Err(error) => {
                    self.stage = Stage::Refused(error.clone());
                    return Err(error);
                }
            }
        }
        Ok(())
    }
}

impl Answering {
    fn run(&mut self, bytes: &[u8], last: bool, out: &mut Vec<u8>) -> Result<(), RowError> {
        match &mut self.recoder {
            Some(recoder) => recoder.decode(bytes, last, &mut self.pending)?,
            None => self.pending.extend_from_slice(bytes),
        }
        let mut pieces = Vec::new();
        let split = self.splitter.split(&self.pending, last, &mut pieces);
        self.summary += self.renderer.render(&self.pending, &pieces, &self.workers, out);
        self.pending.drain(..split?);
        Ok(())
    }
}

impl Renderer {
    /// Answers the pieces in their order, by several threads where there are many.
    fn render(&self, pending: &[u8], pieces: &[Piece], workers: &Mutex<Vec<Worker>>, out: &mut Vec<u8>) -> Summary {
        let task = |pieces: &[Piece], out: &mut Vec<u8>| {
            let kept = workers.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let mut worker = kept.unwrap_or_default();
            let summary = self.render_some(pending, pieces, &mut worker, out);
            workers.lock().unwrap_or_else(PoisonError::into_inner).push(worker);
            summary
        };
        if pieces.len() < 2 * MIN_PIECES_PER_TASK {
            return task(pieces, out);
        }
        let tasks = TASKS_PER_THREAD * rayon::current_num_threads();
        let per_task = pieces.len().div_ceil(tasks).max(MIN_PIECES_PER_TASK);
        let part = |pieces: &[Piece]| {
            let mut part = Vec::with_capacity(256 * pieces.len());
            let summary = task(pieces, &mut part);
            (part, summary)
        };
        let parts: Vec<_> = pieces.par_chunks(per_task).map(part).collect();
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
            let kept = match &self.rows {
                Rows::Table(header) => header.answer(&self.answers, (row, bytes), worker, out),
                Rows::Json(shape) => json::answer(self, shape, bytes, row, worker, out),
            };
            summary.rows += 1;
            summary.errors += u64::from(kept == Kept::Refused);
            summary.hints += u64::from(kept == Kept::Hinted);
            summary.areas += u64::from(kept == Kept::OfArea);
        }
        summary
    }
}

impl std::ops::AddAssign for Summary {
    fn add_assign(&mut self, other: Self) {
        self.rows += other.rows;
        self.errors += other.errors;
        self.hints += other.hints;
        self.areas += other.areas;
    }
}
