//! What whoever sends rows may say about them.

use contactline_core::model::{Date, DateFormat, Moment};

use super::{RowError, WatchFor};

/// What the rows' columns (or members) are called, and what holds for all rows.
#[derive(Clone, Debug)]
pub struct RowOptions {
    /// Name of the longitude; none: told by its usual names.
    pub lon: Option<String>,
    /// Name of the latitude; none: told by its usual names.
    pub lat: Option<String>,
    /// Name of the column with an address or the name of a place, by which the rows of a table are located in place of longitude
    /// and latitude.
    pub place_column: Option<String>,
    /// Name of the column with the region of such a place.
    pub region_column: Option<String>,
    /// Name of the column with a postcode, by which the rows of a table are located in place of longitude and latitude; with
    /// `place_column` it narrows a name that several places have.
    pub postcode_column: Option<String>,
    /// Name of the date; none: `date`, or the one column whose name and values say that it is the day of the row.
    pub date_column: Option<String>,
    /// How dates are written.
    pub date_format: DateFormat,
    /// The moment asked about: of every row, or where [`date_column`](Self::date_column) is named of those without a date. None:
    /// `today` where no row has one, else an error in the row.
    pub moment: Option<Moment>,
    /// The day of the question: rows about later days are refused.
    pub today: Date,
    /// Days that the newest version which speaks of a row may be old, at most: of others nothing is answered.
    pub max_age_days: Option<u32>,
    /// Label of the encoding; none: UTF-8, or UTF-16 as its first bytes tell.
    pub encoding: Option<String>,
    /// Lines that stand before the header of a table; none: found where their number is plain.
    pub skip_lines: Option<usize>,
    /// Whether what stands before a table's header, a byte order mark too, is left out.
    pub is_table_alone: bool,
    /// The sources to give; none: all. The verdict always rests on all.
    pub sources: Option<Vec<String>>,
    /// Whether to give what each legal regime comes to.
    pub regimes: bool,
    /// The columns to add, by their names; none: those that screening needs.
    pub columns: Option<Vec<String>>,
    /// Put before the name of every added column or member.
    pub prefix: String,
    /// Rows of a table that it is told of what was asked about them; none: of no row.
    pub watched: Option<WatchFor>,
    /// How the caller gives these options: told where one would help.
    pub words: OptionWords,
}

/// What the options are called where the question is asked.
#[derive(Clone, Copy, Debug)]
pub struct OptionWords {
    /// Names the longitude.
    pub lon: &'static str,
    /// Names the latitude.
    pub lat: &'static str,
    /// Names the place.
    pub place_column: &'static str,
    /// Names the region of the place.
    pub region_column: &'static str,
    /// Names the postcode.
    pub postcode_column: &'static str,
    /// Names the date.
    pub date_column: &'static str,
    /// Gives the form of dates, before its value.
    pub date_format: &'static str,
    /// Gives the day of all rows.
    pub date: &'static str,
    /// Gives the encoding.
    pub encoding: &'static str,
    /// Gives the number of lines before the header.
    pub skip_lines: &'static str,
    /// Gives the prefix.
    pub prefix: &'static str,
}

impl RowOptions {
    /// Nothing said but the day of the question and the words of the caller.
    #[must_use]
    pub const fn new(today: Date, words: OptionWords) -> Self {
        Self {
            lon: None,
            lat: None,
            place_column: None,
            region_column: None,
            postcode_column: None,
            date_column: None,
            date_format: DateFormat::Unambiguous,
            moment: None,
            today,
            max_age_days: None,
            encoding: None,
            skip_lines: None,
            is_table_alone: false,
            sources: None,
            regimes: false,
            columns: None,
            prefix: String::new(),
            watched: None,
            words,
        }
    }

    /// The error of a header that already has a column which would be added.
    pub(super) fn taken(&self, name: &str) -> RowError {
        RowError::TakenColumn { name: name.to_owned(), option: self.words.prefix }
    }
}
