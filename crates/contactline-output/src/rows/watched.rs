//! Rows of a table that somebody watches for: of each it is told what was read of it, and about which place and moment it was asked.

use contactline_core::model::Moment;
use edge_timeline::Position;

use super::csv::{split, unquoted};
use super::names::{self, Seen};
use super::places::{Located, PLACE_FACTS};
use super::{RowError, RowOptions};

/// Most rows that are told of.
pub const MAX_WATCHED: usize = 100;

/// Which rows are watched for.
#[derive(Clone, Debug)]
pub struct WatchFor {
    /// A column, and the value that a row has in it.
    pub keys: Vec<[String; 2]>,
    /// What names them where the question is asked.
    pub option: &'static str,
}

/// A row that was watched for.
#[derive(Clone, Debug, PartialEq)]
pub struct WatchedRow {
    /// Its number among the rows, from 1.
    pub number: u64,
    /// The column and the value that it was known by.
    pub key: [String; 2],
    /// What was read of it: columns and values.
    pub read: Vec<[String; 2]>,
    /// How its place was found, where it was by its name: facts as their columns are named, and what they say.
    pub located: Vec<[String; 2]>,
    /// The place and the moment that were asked about; else why there is no answer at a place.
    pub asked: Result<(Position, Moment), String>,
}

/// The columns that tell which rows are watched for, and those that are read.
#[derive(Debug, Default)]
pub(super) struct Watch {
    keys: Vec<(usize, [String; 2])>,
    read: Vec<(usize, String)>,
}

impl Watch {
    /// By the columns of a header; `read` are those that are read.
    ///
    /// # Errors
    /// A column that is not there.
    pub(super) fn of(seen: &[Seen], read: &[usize], options: &RowOptions) -> Result<Self, RowError> {
        let Some(WatchFor { keys, option }) = &options.watched else { return Ok(Self::default()) };
        let key = |key: &[String; 2]| {
            let column = names::given(seen, Some(&key[0]), "rows to report", option, options)?;
            Ok(column.map(|column| (column, key.clone())))
        };
        let keys: Vec<_> = keys.iter().map(key).collect::<Result<_, RowError>>()?;
        let read = read.iter().map(|column| (*column, seen[*column].name.clone())).collect();
        Ok(Self { keys: keys.into_iter().flatten().collect(), read })
    }

    /// Notes a row where it is watched for.
    pub(super) fn note(
        &self,
        (number, row, delimiter): (u64, &[u8], u8),
        located: Option<&Located>,
        asked: impl FnOnce() -> Result<(Position, Moment), String>,
        rows: &mut Vec<WatchedRow>,
    ) {
        if self.keys.is_empty() || rows.len() > MAX_WATCHED {
            return;
        }
        let mut fields = Vec::new();
        split(row, delimiter, &mut fields);
        let field = |column: usize| {
            let (from, to) = fields.get(column).copied().unwrap_or_default();
            String::from_utf8_lossy(&unquoted(&row[from..to])).into_owned()
        };
        let Some((_, key)) = self.keys.iter().find(|(column, [_, value])| field(*column).trim() == value.trim()) else {
            return;
        };
        let said = |located: &Located| {
            let facts = PLACE_FACTS.iter().map(|(fact, name)| [(*name).to_owned(), located.fact(*fact, "").to_owned()]);
            facts.filter(|[_, said]| !said.is_empty()).collect()
        };
        rows.push(WatchedRow {
            number,
            key: key.clone(),
            read: self.read.iter().map(|(column, name)| [name.clone(), field(*column)]).collect(),
            located: located.map(said).unwrap_or_default(),
            asked: asked(),
        });
    }
}
