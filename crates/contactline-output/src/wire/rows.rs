//! Rows with the notes that go with them: the shape of every answer that is a table and nothing else.

use schemars::JsonSchema;
use serde::Serialize;

use contactline_core::atlas::Atlas;
use contactline_core::model::{Source, notice};

use super::language::spoken;
use super::{attribution, table, unit};

/// Rows, with the notes that go with them.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[schemars(rename = "{R}s")]
pub struct Rows<'a, R> {
    /// The rows.
    pub rows: Vec<R>,
    /// What must be known of them: how approximate their ground is, where it is.
    pub notes: Vec<String>,
    /// Whose position the answer is not, and for what it must not be used.
    pub notice: &'static str,
    /// Lines to be shown with them.
    pub attribution: Vec<&'a str>,
}

impl<'a, R: JsonSchema + Serialize> Rows<'a, R> {
    /// The rows with the attribution of those of `sources` that they rest on, by their ids.
    #[must_use]
    pub fn new<'i>(
        rows: Vec<R>,
        ids: impl IntoIterator<Item = &'i str>,
        sources: impl IntoIterator<Item = &'a Source> + Clone,
    ) -> Self {
        let ids: Vec<&str> = ids.into_iter().collect();
        let attribution = attribution::lines_of_ids(ids.iter().copied(), sources);
        Self { rows, notes: Vec::new(), notice: notice::STATUS.within(spoken()), attribution }
    }

    /// The rows with what must be known, and shown, of the raions and hromadas among the ids of their ground.
    #[must_use]
    pub fn with_units<'i>(mut self, atlas: &'a Atlas, ids: impl IntoIterator<Item = &'i str> + Clone) -> Self {
        self.attribution.extend(unit::attribution(atlas, ids.clone()));
        Self { notes: unit::notes(atlas, ids), ..self }
    }

    /// The rows as CSV, columns named as in JSON.
    ///
    /// # Errors
    /// None that a row can cause.
    pub fn to_csv(&self) -> Result<table::Csv, csv::Error> {
        table::csv(&self.rows)
    }
}
