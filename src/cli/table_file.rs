//! Tables in files that are no text: workbooks and Parquet, as the rows of text that are answered, and answers as Parquet.

use std::fs::File;
use std::io::{BufReader, Read, Seek};
use std::path::Path;

use crate::read::input;
use crate::rows::{AnswerColumn, ColumnarRows, ColumnarWriter, OwnColumns, RowError, Workbook};

use super::failure::Failure;
use super::rows_file::{Input, Output};

/// What zip archives and Parquet files begin with.
const ZIP_START: &[u8] = b"PK\x03\x04";
const PARQUET_START: &[u8] = b"PAR1";
/// Endings of files that are read and not written.
const WORKBOOKS: [&str; 5] = ["xlsx", "xlsm", "xls", "xlsb", "ods"];

/// Why rows of a table go no further.
pub enum Stopped {
    /// What is wrong with them.
    Rows(RowError),
    /// What was told already.
    Told(Failure),
}

impl From<RowError> for Stopped {
    fn from(error: RowError) -> Self {
        Self::Rows(error)
    }
}

impl From<Failure> for Stopped {
    fn from(failure: Failure) -> Self {
        Self::Told(failure)
    }
}

/// Where rows come from.
pub enum Given {
    /// Rows of text.
    Text(Input),
    /// A sheet of a workbook, with what is to be said of it.
    Sheet(Box<Workbook<BufReader<File>>>, String, Option<String>),
    /// The columns of a Parquet file.
    Columns(Box<ColumnarRows<File>>),
}

impl Given {
    /// Opens a file for what its content is; `sheet` names one of a workbook.
    pub fn open(path: &Path, sheet: Option<&str>, option: &str) -> Result<Self, Stopped> {
        let name = path.display().to_string();
        let failed = |e: &std::io::Error| Failure::of_io(&name, e);
        // Standard input cannot be read twice, and a pipe neither.
        let is_file = name != "-" && path.metadata().is_ok_and(|metadata| metadata.is_file());
        if is_file {
            let mut file = File::open(path).map_err(|e| failed(&e))?;
            let head = input::head(file.by_ref(), ZIP_START.len() as u64).map_err(|e| failed(&e))?;
            file.rewind().map_err(|e| failed(&e))?;
            if head == ZIP_START {
                let book = Workbook::open(BufReader::new(file))?;
                let (sheet, note) = book.choose(sheet, option)?;
                return Ok(Self::Sheet(Box::new(book), sheet, note));
            }
            if head == PARQUET_START && sheet.is_none() {
                return Ok(Self::Columns(Box::new(ColumnarRows::open(file)?)));
            }
        }
        match sheet {
            Some(_) => {
                Err(Failure::new(format!("{name}: {option} is for workbooks (xlsx, ods), and this is none")).into())
            }
            None => Ok(Self::Text(Input::open(path)?)),
        }
    }

    /// Whether it is a table, whatever its text looks like.
    pub const fn is_table(&self) -> bool {
        !matches!(self, Self::Text(_))
    }

    /// The columns of the file, where they have kinds of their own.
    pub fn own_columns(&self) -> OwnColumns {
        if let Self::Columns(rows) = self { rows.columns() } else { OwnColumns::default() }
    }

    /// What is to be said of it.
    pub fn note(&self) -> Option<String> {
        match self {
            Self::Text(_) => None,
            Self::Sheet(.., note) => note.clone(),
            Self::Columns(rows) => rows.note(),
        }
    }

    /// Gives on the rows in pieces.
    pub fn rows(&mut self, sink: &mut dyn FnMut(&[u8]) -> Result<(), Stopped>) -> Result<(), Stopped> {
        match self {
            Self::Text(input) => {
                while let Some(bytes) = input.next()? {
                    sink(bytes)?;
                }
                input.done();
                Ok(())
            }
            Self::Sheet(book, sheet, _) => book.rows(sheet, sink),
            Self::Columns(rows) => rows.rows(sink),
        }
    }
}

/// Where answered rows go.
pub enum Sink {
    /// In the form in which they came.
    Text(Output),
    /// As Parquet.
    Columns(Box<ColumnarWriter<Output>>, OwnColumns),
}

impl Sink {
    /// Begins a file: Parquet where its name ends so.
    pub fn create(path: &Path, own: OwnColumns) -> Result<Self, Failure> {
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
        if WORKBOOKS.contains(&ending.as_str()) {
            let name = path.display();
            return Err(Failure::new(format!("{name}: workbooks are read, not written; name a file .csv or .parquet")));
        }
        let output = Output::create(path)?;
        Ok(if ending == "parquet" {
            Self::Columns(Box::new(ColumnarWriter::new(output)), own)
        } else {
            Self::Text(output)
        })
    }

    /// Whether only the table itself may be written.
    pub const fn is_table_alone(&self) -> bool {
        matches!(self, Self::Columns(..))
    }

    /// Takes answered rows; `table` is what is between their fields, and the columns that were added, where they are a table.
    pub fn put(&mut self, rows: &[u8], table: Option<(u8, Vec<AnswerColumn>)>) -> Result<(), Stopped> {
        match (self, table) {
            (Self::Text(output), _) => Ok(output.put(rows)?),
            (Self::Columns(..), _) if rows.is_empty() => Ok(()),
            (Self::Columns(writer, own), Some((delimiter, added))) => Ok(writer.push(rows, delimiter, own, &added)?),
            (Self::Columns(..), None) => {
                let told = "Parquet is written of tables: CSV, a workbook or Parquet; JSON is answered as JSON";
                Err(RowError::Workbook(told.into()).into())
            }
        }
    }

    /// Moves the file to its place.
    pub fn complete(self) -> Result<(), Stopped> {
        match self {
            Self::Text(output) => Ok(output.complete()?),
            Self::Columns(writer, _) => Ok(writer.finish()?.complete()?),
        }
    }
}
