//! The answer to a row in one value: region, verdict, and a list by source. For engines whose functions answer one column.

use std::sync::Arc;

use arrow_array::builder::StringBuilder;
use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, ListArray, StringArray, StructArray};
use arrow_buffer::OffsetBuffer;
use arrow_schema::{ArrowError, DataType, Field, Fields};
use arrow_select::interleave::interleave;
use contactline::rows::{AnswerColumn, CellKind, Classifier, Memory};

use crate::bulk::{Filled, in_parts, kind};
use crate::days::Days;
use crate::places::Places;

/// The verdict on a row that cannot be answered.
const UNKNOWN: &str = "unknown";
/// The name of the list by source, and of the source in it.
const SOURCES: &str = "sources";
const SOURCE: &str = "source";

/// How rows are answered: each in one value.
pub struct Nested {
    classifier: Classifier,
    columns: Vec<AnswerColumn>,
    sources: Vec<String>,
    /// The facts given of each source.
    facts: Vec<String>,
    fields: Fields,
    fact_fields: Fields,
}

impl Nested {
    /// The columns of a classifier in one.
    pub fn new(classifier: Classifier) -> Self {
        let columns = classifier.columns();
        let (mut sources, mut facts) = (Vec::new(), Vec::new());
        let mut fact_fields = vec![Field::new(SOURCE, DataType::Utf8, false)];
        let mut fields = Vec::new();
        for column in &columns {
            let Some(source) = &column.source else {
                fields.push(Field::new(plain(&column.name), type_of(column), true));
                continue;
            };
            if !sources.contains(source) {
                sources.push(source.clone());
            }
            if !facts.contains(&column.fact) {
                facts.push(column.fact.clone());
                fact_fields.push(Field::new(&column.fact, type_of(column), true));
            }
        }
        let fact_fields = Fields::from(fact_fields);
        if !sources.is_empty() {
            let item = Field::new("item", DataType::Struct(fact_fields.clone()), false);
            fields.push(Field::new(SOURCES, DataType::List(Arc::new(item)), false));
        }
        Self { classifier, columns, sources, facts, fields: fields.into(), fact_fields }
    }

    /// What an answer is.
    pub fn fields(&self) -> &Fields {
        &self.fields
    }

    /// The answers of rows, by all threads of the pool or by this one alone.
    ///
    /// # Errors
    /// More text than an array holds.
    pub fn answer(&self, places: &Places, days: &Days, is_parallel: bool) -> Result<StructArray, ArrowError> {
        let rows = places.lon.len();
        let some = |places: &Places, days: &Days| self.some(places, days);
        let flat = if is_parallel { in_parts(places, days, some)? } else { some(places, days) };
        let mut answers: Vec<ArrayRef> = Vec::with_capacity(self.fields.len());
        for (column, array) in self.columns.iter().zip(&flat).filter(|(column, _)| column.source.is_none()) {
            answers.push(if column.fact == "verdict" { known(array) } else { Arc::clone(array) });
        }
        if !self.sources.is_empty() {
            answers.push(Arc::new(self.by_source(&flat, rows)?));
        }
        StructArray::try_new(self.fields.clone(), answers, None)
    }

    fn some(&self, places: &Places, days: &Days) -> Vec<ArrayRef> {
        let mut filled: Vec<Filled> = self.columns.iter().map(|column| Filled::new(&type_of(column))).collect();
        let mut memory = Memory::default();
        for row in 0..places.lon.len() {
            days.with(row, |day| self.classifier.classify(places.get(row), day, &mut memory, &mut filled));
            filled.iter_mut().for_each(Filled::end);
        }
        filled.iter_mut().map(Filled::finish).collect()
    }

    /// For every row a list of what each source says.
    fn by_source(&self, flat: &[ArrayRef], rows: usize) -> Result<ListArray, ArrowError> {
        let count = self.sources.len();
        let turns: Vec<(usize, usize)> =
            (0..rows).flat_map(|row| (0..count).map(move |source| (source, row))).collect();
        let names: StringArray = turns.iter().map(|&(source, _)| Some(self.sources[source].as_str())).collect();
        let mut facts: Vec<ArrayRef> = vec![Arc::new(names)];
        for fact in &self.facts {
            let of_source = |source: &String| {
                self.columns.iter().position(|c| c.source.as_ref() == Some(source) && c.fact == *fact)
            };
            let columns: Option<Vec<&dyn Array>> =
                self.sources.iter().map(|source| of_source(source).map(|column| flat[column].as_ref())).collect();
            let columns = columns.ok_or_else(|| {
                ArrowError::InvalidArgumentError(format!(
                    "'{fact}' is given of some sources alone; give it of every one"
                ))
            })?;
            facts.push(interleave(&columns, &turns)?);
        }
        let items = StructArray::try_new(self.fact_fields.clone(), facts, None)?;
        let item = Field::new("item", DataType::Struct(self.fact_fields.clone()), false);
        ListArray::try_new(Arc::new(item), OffsetBuffer::from_repeated_length(count, rows), Arc::new(items), None)
    }
}

/// A name without the dots that SQL reads members by.
fn plain(name: &str) -> String {
    match name {
        "verdict.rests_on_stale" => "rests_on_stale".into(),
        name => name.replace(['.', '-'], "_"),
    }
}

/// The type of a column in all atlases alike: moments are texts.
fn type_of(column: &AnswerColumn) -> DataType {
    if column.kind == CellKind::Day { DataType::Utf8 } else { kind(column, false) }
}

/// Verdicts of which none is missing: of a row that has no answer nothing is known, and its error says why.
fn known(verdicts: &ArrayRef) -> ArrayRef {
    let mut builder = StringBuilder::new();
    verdicts.as_string::<i32>().iter().for_each(|verdict| builder.append_value(verdict.unwrap_or(UNKNOWN)));
    Arc::new(builder.finish())
}
