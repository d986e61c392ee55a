//! Why a stream of rows cannot go on.

use contactline_core::model::CUT_AT_LIMIT;

use super::MAX_ROW_BYTES;

/// Why a stream of rows cannot go on. A bad row is none: it is kept, with its error.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RowError {
    /// Nothing came.
    #[error("the input is empty; wanted {0}")]
    Empty(&'static str),
    /// Something else than rows.
    #[error("the input is {found}; {advice}")]
    NotRows {
        /// What it is.
        found: String,
        /// What to do.
        advice: &'static str,
    },
    /// Rows in another form than was said.
    #[error("the input begins with {found}; wanted {wanted}")]
    OtherForm {
        /// What stands there.
        found: String,
        /// The form that was said.
        wanted: &'static str,
    },
    /// Bytes that are no UTF-8, and nobody said what they are.
    #[error(
        "line {line} is not UTF-8 text; name its encoding with {option}, such as windows-1251 (Cyrillic) or \
         windows-1252 (Western European), or save the file as UTF-8"
    )]
    NotUtf8 {
        /// The line, from 1.
        line: usize,
        /// The option that names the encoding.
        option: &'static str,
    },
    /// No such encoding.
    #[error(
        "'{0}' is no encoding known; allowed: the names of the WHATWG Encoding Standard, such as utf-8, utf-16le, \
         windows-1251, windows-1252, koi8-u, iso-8859-5, ibm866"
    )]
    UnknownEncoding(String),
    /// Not in the encoding that was named.
    #[error("the input has bytes that are nothing in {0}; name the encoding it is in")]
    NotEncoded(&'static str),
    /// A workbook or a file of columns that is not read, and why.
    #[error("{0}")]
    Workbook(String),
    /// Rows that are no table, to be located by places or postcodes.
    #[error(
        "rows are located by places and postcodes in tables alone (CSV, TSV; a workbook or Parquet where files are read)"
    )]
    PlacesOfTables,
    /// A column is missing from the header.
    #[error(
        "there is no column '{wanted}' for the {what}; there are: {columns}; name the right one with {option}{or_place}, or \
         pass over lines before the header with {skip_lines}"
    )]
    MissingColumn {
        /// Longitude, latitude or date.
        what: &'static str,
        /// The name looked for.
        wanted: String,
        /// The columns there are.
        columns: String,
        /// The option that names it.
        option: &'static str,
        /// What locates rows without it, where something does.
        or_place: String,
        /// The option that passes over lines.
        skip_lines: &'static str,
    },
    /// Several columns have the name that is looked for.
    #[error("columns {places} are all named '{name}'; rename those that are not meant, or name another with {option}")]
    SameName {
        /// The name.
        name: String,
        /// Their places, from 1.
        places: String,
        /// The option that names a column.
        option: &'static str,
    },
    /// Columns of plane coordinates.
    #[error(
        "columns '{x}' and '{y}' hold no degrees (the first row has {value}); give longitude and latitude on WGS 84 and \
         name them with {lon} and {lat}"
    )]
    NotDegrees {
        /// The first column.
        x: String,
        /// The second.
        y: String,
        /// A value of theirs.
        value: String,
        /// The option that names the longitude.
        lon: &'static str,
        /// The option that names the latitude.
        lat: &'static str,
    },
    /// Something looks like a date, and it cannot be told whether it is the row's.
    #[error(
        "which day each row is about cannot be told: {columns} may hold it; name the right one with {date_column}, or one day for all rows with {date}"
    )]
    UnclearDate {
        /// The columns, quoted.
        columns: String,
        /// The option that names one.
        date_column: &'static str,
        /// The option that gives a day.
        date: &'static str,
    },
    /// The header already has a column that would be added.
    #[error(
        "the input already has a column '{name}'; give a prefix for the names of the columns that are added ({option})"
    )]
    TakenColumn {
        /// Its name.
        name: String,
        /// The option that gives the prefix.
        option: &'static str,
    },
    /// No such column can be added.
    #[error("there is no column '{value}' to add; there are: {known}")]
    UnknownColumn {
        /// As asked.
        value: String,
        /// Those there are.
        known: String,
    },
    /// No such source.
    #[error("there is no source '{value}'; there are: {known}")]
    UnknownSource {
        /// As asked.
        value: String,
        /// Those loaded.
        known: String,
    },
    /// A row longer than [`MAX_ROW_BYTES`].
    #[error("row {row} is longer than {MAX_ROW_BYTES} bytes: is a quote or bracket not closed")]
    TooLong {
        /// The row, from 1.
        row: u64,
    },
    /// No header in the first bytes.
    #[error("there is no end of a header in the first {0} bytes: is a quote not closed")]
    NoHeader(usize),
    /// A reference system that is not read.
    #[error("{0}; give longitude and latitude on WGS 84, without a crs member")]
    Crs(String),
    /// A reference system named when the rows are answered already.
    #[error(
        "a crs member stands after the features; put it before them, or give longitude and latitude on WGS 84 without it"
    )]
    LateCrs,
    /// A server's answer that is not all there is.
    #[error("{CUT_AT_LIMIT}")]
    CutAtLimit,
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
