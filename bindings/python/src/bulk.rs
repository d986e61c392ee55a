//! Columns of places classified: batches in, batches out, a few tens of thousands of rows at a time.

use std::sync::{Arc, Mutex, PoisonError};

use arrow_array::builder::{BooleanBuilder, Date32Builder, Float64Builder, Int64Builder, StringBuilder};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};
use arrow_select::concat::concat;
use contactline::rows::{AnswerColumn, Cell, CellKind, Classifier, Memory};
use contactline_core::model::Moment;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyCapsule;
use pyo3_arrow::error::PyArrowResult;
use pyo3_arrow::ffi::{to_schema_pycapsule, to_stream_pycapsule};
use rayon::prelude::*;

use crate::days::Days;
use crate::error::internal;
use crate::places::Places;
use crate::pool;
use crate::table::{Table, stream};

/// Rows between two looks whether somebody wants it to stop.
pub const ROWS_AT_ONCE: usize = 1 << 16;
/// Rows worth a thread of their own.
const ROWS_PER_TASK: usize = 1 << 11;

/// A column of answers being filled.
pub struct Filled {
    builder: Builder,
    is_said: bool,
}

enum Builder {
    Text(StringBuilder),
    Flag(BooleanBuilder),
    Whole(Int64Builder),
    Metres(Float64Builder),
    Day(Date32Builder),
}

impl Filled {
    /// An empty column of that type.
    pub fn new(kind: &DataType) -> Self {
        let builder = match kind {
            DataType::Boolean => Builder::Flag(BooleanBuilder::new()),
            DataType::Int64 => Builder::Whole(Int64Builder::new()),
            DataType::Float64 => Builder::Metres(Float64Builder::new()),
            DataType::Date32 => Builder::Day(Date32Builder::new()),
            _ => Builder::Text(StringBuilder::new()),
        };
        Self { builder, is_said: false }
    }

    /// Ends a row: where nothing was said there is nothing.
    pub fn end(&mut self) {
        if !std::mem::take(&mut self.is_said) {
            match &mut self.builder {
                Builder::Text(builder) => builder.append_null(),
                Builder::Flag(builder) => builder.append_null(),
                Builder::Whole(builder) => builder.append_null(),
                Builder::Metres(builder) => builder.append_null(),
                Builder::Day(builder) => builder.append_null(),
            }
        }
    }

    /// The column.
    pub fn finish(&mut self) -> ArrayRef {
        match &mut self.builder {
            Builder::Text(builder) => Arc::new(builder.finish()),
            Builder::Flag(builder) => Arc::new(builder.finish()),
            Builder::Whole(builder) => Arc::new(builder.finish()),
            Builder::Metres(builder) => Arc::new(builder.finish()),
            Builder::Day(builder) => Arc::new(builder.finish()),
        }
    }
}

impl Cell for Filled {
    fn text(&mut self, text: &str) {
        if let Builder::Text(builder) = &mut self.builder {
            builder.append_value(text);
            self.is_said = true;
        }
    }

    fn flag(&mut self, flag: bool) {
        if let Builder::Flag(builder) = &mut self.builder {
            builder.append_value(flag);
            self.is_said = true;
        }
    }

    fn whole(&mut self, number: u64) {
        if let Builder::Whole(builder) = &mut self.builder {
            builder.append_value(i64::try_from(number).unwrap_or(i64::MAX));
            self.is_said = true;
        }
    }

    #[expect(clippy::cast_precision_loss, reason = "tenths of metres on the Earth fit exactly")]
    fn decimetres(&mut self, tenths: u64) {
        if let Builder::Metres(builder) = &mut self.builder {
            builder.append_value(tenths as f64 / 10.0);
            self.is_said = true;
        }
    }

    fn moment(&mut self, moment: Moment, text: &str) {
        match &mut self.builder {
            Builder::Day(builder) => builder.append_value(moment.date().days()),
            Builder::Text(builder) => builder.append_value(text),
            _ => return,
        }
        self.is_said = true;
    }
}

/// The type of a column of answers. `are_days` says whether all moments that are asked about are days.
pub fn kind(column: &AnswerColumn, are_days: bool) -> DataType {
    match column.kind {
        CellKind::Flag => DataType::Boolean,
        CellKind::Whole => DataType::Int64,
        CellKind::Metres => DataType::Float64,
        CellKind::Day => DataType::Date32,
        CellKind::Asked if are_days => DataType::Date32,
        CellKind::Asked | CellKind::Moment | CellKind::Text => DataType::Utf8,
    }
}

/// How rows are answered: in columns one beside the other.
pub struct Flat {
    pub classifier: Classifier,
    pub fields: Vec<Field>,
}

impl Flat {
    /// The columns of a classifier.
    pub fn new(classifier: Classifier, are_days: bool) -> Self {
        let field = |column: &AnswerColumn| Field::new(&column.name, kind(column, are_days), true);
        let fields = classifier.columns().iter().map(field).collect();
        Self { classifier, fields }
    }

    /// The answers of rows, by all threads of the pool.
    ///
    /// # Errors
    /// More text than an array holds.
    pub fn answer(&self, places: &Places, days: &Days) -> Result<Vec<ArrayRef>, ArrowError> {
        in_parts(places, days, |places, days| self.some(places, days))
    }

    fn some(&self, places: &Places, days: &Days) -> Vec<ArrayRef> {
        let mut filled: Vec<Filled> = self.fields.iter().map(|field| Filled::new(field.data_type())).collect();
        let mut memory = Memory::default();
        for row in 0..places.lon.len() {
            days.with(row, |day| self.classifier.classify(places.get(row), day, &mut memory, &mut filled));
            filled.iter_mut().for_each(Filled::end);
        }
        filled.iter_mut().map(Filled::finish).collect()
    }
}

/// Rows answered in parts by several threads, put together again in their order.
///
/// # Errors
/// More text than an array holds.
pub fn in_parts(
    places: &Places,
    days: &Days,
    some: impl Fn(&Places, &Days) -> Vec<ArrayRef> + Sync,
) -> Result<Vec<ArrayRef>, ArrowError> {
    let rows = places.lon.len();
    if rows <= 2 * ROWS_PER_TASK {
        return Ok(some(places, days));
    }
    let starts: Vec<usize> = (0..rows).step_by(ROWS_PER_TASK).collect();
    let part = |&from: &usize| {
        let count = ROWS_PER_TASK.min(rows - from);
        some(&places.slice(from, count), &days.slice(from, count))
    };
    let parts: Vec<Vec<ArrayRef>> = starts.par_iter().map(part).collect();
    let columns = 0..parts.first().map_or(0, Vec::len);
    columns.map(|column| concat(&parts.iter().map(|part| part[column].as_ref()).collect::<Vec<_>>())).collect()
}

/// Batches of rows with their answers, each answered when it is asked for.
#[pyclass(frozen, module = "contactline")]
pub struct Batches {
    schema: SchemaRef,
    answers: Mutex<Option<Answers>>,
}

/// Batches as they are answered.
pub type Answers = Box<dyn Iterator<Item = Result<RecordBatch, ArrowError>> + Send>;

impl Batches {
    /// Batches of that schema.
    pub fn new(schema: SchemaRef, answers: Answers) -> Self {
        Self { schema, answers: Mutex::new(Some(answers)) }
    }

    fn take(&self) -> PyResult<Answers> {
        let taken = self.answers.lock().unwrap_or_else(PoisonError::into_inner).take();
        taken.ok_or_else(|| PyValueError::new_err("the batches were read already; classify again"))
    }

    /// All that is left, as a table. Ctrl-C stops it between batches.
    ///
    /// # Errors
    /// The batches were read already; a batch that cannot be read; a signal whose handler raises.
    pub fn to_table(&self, py: Python<'_>) -> PyResult<Table> {
        let mut answers = self.take()?;
        let mut batches = Vec::new();
        while let Some(batch) = next(py, &mut answers)? {
            batches.push(batch);
        }
        Ok(Table::new(Arc::clone(&self.schema), batches))
    }
}

/// The next batch, worked on while other threads of Python go on.
fn next(py: Python<'_>, answers: &mut Answers) -> PyResult<Option<RecordBatch>> {
    py.check_signals()?;
    py.detach(|| answers.next()).transpose().map_err(of_arrow)
}

/// An error of Arrow as an exception: one that Python raised comes back as it is.
pub fn of_arrow(error: ArrowError) -> PyErr {
    match error {
        ArrowError::ExternalError(error) => match error.downcast::<PyErr>() {
            Ok(error) => *error,
            Err(error) => internal(error),
        },
        error => PyValueError::new_err(error.to_string()),
    }
}

#[pymethods]
impl Batches {
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyArrowResult<Bound<'py, PyCapsule>> {
        to_schema_pycapsule(py, self.schema.as_ref())
    }

    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyArrowResult<Bound<'py, PyCapsule>> {
        let answers = self.take()?;
        // Whoever reads the stream may hold Python's lock or not: signals are looked at either way.
        let answers = answers.map(|batch| {
            Python::attach(|py| py.check_signals()).map_err(|e| ArrowError::ExternalError(Box::new(e)))?;
            batch
        });
        to_stream_pycapsule(py, stream(&self.schema, answers), requested_schema)
    }

    fn __iter__(this: PyRef<'_, Self>) -> PyRef<'_, Self> {
        this
    }

    fn __next__(&self, py: Python<'_>) -> PyResult<Option<Table>> {
        let mut answers = self.take()?;
        let batch = next(py, &mut answers);
        *self.answers.lock().unwrap_or_else(PoisonError::into_inner) = Some(answers);
        Ok(batch?.map(|batch| Table::new(Arc::clone(&self.schema), vec![batch])))
    }

    /// The names of the columns, in order.
    #[getter]
    fn column_names(&self) -> Vec<String> {
        self.schema.fields().iter().map(|field| field.name().clone()).collect()
    }
}

/// The rows of some batches cut into pieces of at most [`ROWS_AT_ONCE`].
pub fn pieces(batch: &RecordBatch) -> Vec<RecordBatch> {
    let rows = batch.num_rows();
    let starts = (0..rows).step_by(ROWS_AT_ONCE);
    starts.map(|from| batch.slice(from, ROWS_AT_ONCE.min(rows - from))).collect()
}

/// A batch with its answers beside it.
///
/// # Errors
/// None but a fault of ours.
pub fn beside(schema: &SchemaRef, batch: &RecordBatch, answers: Vec<ArrayRef>) -> Result<RecordBatch, ArrowError> {
    let columns = batch.columns().iter().cloned().chain(answers).collect();
    let options = arrow_array::RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
    RecordBatch::try_new_with_options(Arc::clone(schema), columns, &options)
}

/// The schema of a table with answers beside it.
pub fn schema_beside(schema: &Schema, answers: &[Field]) -> SchemaRef {
    let fields: Vec<Field> =
        schema.fields().iter().map(|field| field.as_ref().clone()).chain(answers.iter().cloned()).collect();
    Arc::new(Schema::new_with_metadata(fields, schema.metadata().clone()))
}

/// Answers on the threads of this process.
///
/// # Errors
/// As `work`; the system gives no threads.
pub fn pooled<T: Send>(work: impl FnOnce() -> Result<T, ArrowError> + Send) -> Result<T, ArrowError> {
    pool::run(work).map_err(|e| ArrowError::ExternalError(Box::new(e)))?
}
