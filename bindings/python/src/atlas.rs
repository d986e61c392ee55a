//! The atlas for Python: opened once, asked from any thread.

use std::path::PathBuf;
use std::sync::Arc;

use arrow_array::{Array, ArrayRef, RecordBatch, RecordBatchReader};
use arrow_cast::display::{ArrayFormatter, FormatOptions};
use arrow_schema::{ArrowError, Schema, SchemaRef};
use contactline::ask::question_moment;
use contactline::questions::{EXPECT, KNOWN_ON, Reply, expect};
use contactline::request::{Code, Refusal};
use contactline::rows::{Classifier, RowOptions};
use contactline::wire::{built_in_caveat, language};
use contactline_core::atlas;
use contactline_core::model::Language;
use contactline_store::KnownError;
use pyo3::prelude::*;
use pyo3::types::PyBytes;
use pyo3_arrow::input::{AnyArray, AnyRecordBatch};

use crate::answers::{of_features, of_rows};
use crate::bulk::{Batches, Flat, beside, of_arrow, pieces, pooled, schema_beside};
use crate::columns::columns_of;
use crate::days::Days;
use crate::error;
use crate::function::Function;
use crate::nested::Nested;
use crate::options::Options;
use crate::places::{Places, is_points};
use crate::pool;
use crate::question::Asked;
use crate::table::Table;

/// Rows whose values tell which columns are read.
const SAMPLE: usize = 100;

/// Everything indexed.
#[pyclass(frozen, module = "contactline._native")]
pub struct Atlas {
    atlas: Arc<atlas::Atlas>,
    fingerprint: String,
    spoken: Language,
    caveat: Option<String>,
}

#[pymethods]
impl Atlas {
    #[new]
    fn new(
        py: Python<'_>,
        path: Option<PathBuf>,
        spoken: &str,
        expected: Option<String>,
        known_on: Option<String>,
    ) -> PyResult<Self> {
        let spoken = spoken.parse().map_err(|e| error::refused(py, &Refusal::from(e).of("language")))?;
        if let Some(path) = path.as_ref().filter(|path| !path.exists()) {
            let detail = format!("{}: there is no such directory or sealed file", path.display());
            return Err(error::refused(py, &Refusal::new(Code::NotFound, detail).of("path")));
        }
        let read = |text: String| question_moment(&text, contactline::http::today());
        let known_on = known_on.map(read).transpose();
        let known_on = known_on.map_err(|e| error::refused(py, &Refusal::from(e).of(KNOWN_ON)))?;
        let opened = match known_on {
            None => {
                pool::stoppable(py, || contactline_store::open(path.as_deref()))?.map_err(|e| error::load(py, &e))?
            }
            Some(at) => {
                let opened = pool::stoppable(py, || contactline_store::open_known(path.as_deref(), at))?;
                opened.map_err(|e| match e {
                    KnownError::NotKept(why) => {
                        error::refused(py, &Refusal::new(Code::NotKept, why.to_string()).of(KNOWN_ON))
                    }
                    KnownError::Load(e) => error::load(py, &e),
                })?
            }
        };
        let caveat = known_on.and_then(|at| {
            let until = contactline_store::built_in_until()?;
            language::within(spoken, || built_in_caveat(at, until))
        });
        if let Some(expected) = expected {
            expect(&expected, &opened.fingerprint).map_err(|refusal| error::refused(py, &refusal.of(EXPECT)))?;
        }
        Ok(Self { atlas: Arc::new(opened.atlas), fingerprint: opened.fingerprint, spoken, caveat })
    }

    /// What an answer of what had been loaded by then does not tell.
    #[getter]
    fn caveat(&self) -> Option<&str> {
        self.caveat.as_deref()
    }

    /// The ids of the sources, in order.
    #[getter]
    fn sources(&self) -> Vec<String> {
        self.atlas.sources().map(|source| source.id.clone()).collect()
    }

    /// The fingerprint of what it was loaded from.
    #[getter]
    fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// The answer to a question: bytes of JSON or of a picture, or a text; as columns, a table.
    fn ask<'py>(
        &self,
        py: Python<'py>,
        name: &str,
        form: &str,
        pairs: Vec<(String, String)>,
        lists: Vec<(String, Vec<String>)>,
        sent: Vec<(Option<String>, String)>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let is_features = form == "features";
        let form_word = if is_features { "geojson" } else { form };
        // What is GeoJSON throughout has no form of that name.
        let asked = Asked::new(name, form_word, pairs.clone(), lists.clone())
            .or_else(|| Asked::new(name, "json", pairs, lists).filter(|a| is_features && a.question.is_geojson));
        let Some(asked) = asked else {
            let detail = format!("'{name}' has no answer of that form");
            return Err(error::refused(py, &Refusal::new(Code::BadValue, detail)));
        };
        let asked = sent.into_iter().fold(asked, |asked, (name, text)| asked.with(name, text));
        let answer = || asked.answer(&self.atlas, &self.fingerprint, self.spoken);
        let answered = if asked.is_instant() { py.detach(|| pool::run(answer))? } else { pool::stoppable(py, answer)? };
        match answered.map_err(|refusal| error::refused(py, &refusal))? {
            Reply::Json(bytes) if is_features => {
                let columns = asked.question.feature_columns();
                Ok(Bound::new(py, py.detach(|| of_features(&bytes, &columns))?)?.into_any())
            }
            Reply::Json(bytes) | Reply::Png(bytes) => Ok(PyBytes::new(py, &bytes).into_any()),
            Reply::Csv(csv) => Ok(Bound::new(py, py.detach(|| of_rows(&csv))?)?.into_any()),
            Reply::Svg(text) | Reply::Text(text) => Ok(text.into_pyobject(py)?.into_any()),
        }
    }

    /// The answers at places, in columns: `lon` and `lat` of numbers, or `lon` of GeoArrow points alone.
    fn classify(
        &self,
        py: Python<'_>,
        lon: AnyArray,
        lat: Option<AnyArray>,
        date: Option<AnyArray>,
        options: Options,
    ) -> PyResult<Table> {
        let options = options.read(py)?;
        let (places, days, are_days) = columns_of(py, lon, lat, date)?;
        let are_days = are_days && is_day(&options);
        let classifier = self.classifier(py, &options, !matches!(days, Days::None))?;
        let flat = Arc::new(Flat::new(classifier, are_days));
        let schema = Arc::new(Schema::new(flat.fields.clone()));
        let rows = places.lon.len();
        let starts = (0..rows).step_by(crate::bulk::ROWS_AT_ONCE);
        let of = Arc::clone(&schema);
        let answers = starts.map(move |from| {
            let count = crate::bulk::ROWS_AT_ONCE.min(rows - from);
            let (places, days) = (places.slice(from, count), days.slice(from, count));
            RecordBatch::try_new(Arc::clone(&of), pooled(|| flat.answer(&places, &days))?)
        });
        Batches::new(schema, Box::new(answers)).to_table(py)
    }

    /// The rows of a table with their answers beside them, batch by batch.
    fn classify_batches(
        &self,
        py: Python<'_>,
        table: AnyRecordBatch,
        geometry: Option<String>,
        options: Options,
    ) -> PyResult<(Batches, Vec<String>)> {
        let options = options.read(py)?;
        let mut reader = table.into_reader()?;
        let schema = reader.schema();
        // The first rows tell which columns are read.
        let first = py.detach(|| reader.next()).transpose().map_err(of_arrow)?;
        let read = self.columns_read(py, &schema, first.as_ref(), geometry.as_deref(), &options)?;
        let are_days = read.date.is_none_or(|date| Days::are_days(schema.field(date).data_type())) && is_day(&options);
        let flat = Flat::new(read.classifier, are_days);
        let answered = schema_beside(&schema, &flat.fields);
        let (place, date, of) = (read.place, read.date, Arc::clone(&answered));
        let batches = first.map(Ok).into_iter().chain(reader);
        let pieces = batches.flat_map(|batch| match batch {
            Ok(batch) => pieces(&batch).into_iter().map(Ok).collect::<Vec<_>>(),
            Err(error) => vec![Err(error)],
        });
        let answers = pieces.map(move |piece| {
            let piece = piece?;
            let places = place.of(&piece)?;
            let days = date.map_or(Ok(Days::None), |date| Days::new(piece.column(date))).map_err(wrong)?;
            beside(&of, &piece, pooled(|| flat.answer(&places, &days))?)
        });
        Ok((Batches::new(answered, Box::new(answers)), read.notes))
    }

    /// A function of columns that answers one value a row.
    fn function(&self, py: Python<'_>, options: Options, is_dated: bool, is_parallel: bool) -> PyResult<Function> {
        let options = options.read(py)?;
        Ok(Function::new(Nested::new(self.classifier(py, &options, is_dated)?), is_parallel))
    }
}

/// Which columns of a table are read, and by what.
struct ColumnsRead {
    classifier: Classifier,
    place: PlaceColumns,
    date: Option<usize>,
    notes: Vec<String>,
}

/// Where the place of a row is.
#[derive(Clone, Copy)]
enum PlaceColumns {
    Numbers(usize, usize),
    Points(usize),
}

impl PlaceColumns {
    fn of(self, batch: &RecordBatch) -> Result<Places, ArrowError> {
        match self {
            Self::Numbers(lon, lat) => Places::of_numbers(batch.column(lon), batch.column(lat))
                .map_err(|(name, why)| wrong(format!("{name}: {why}"))),
            Self::Points(points) => {
                Places::of_points(batch.column(points), batch.schema_ref().field(points)).map_err(wrong)
            }
        }
    }
}

impl Atlas {
    fn classifier(&self, py: Python<'_>, options: &RowOptions, is_dated: bool) -> PyResult<Classifier> {
        let made = language::within(self.spoken, || Classifier::new(Arc::clone(&self.atlas), options, is_dated));
        made.map_err(|e| error::of_rows(py, e))
    }

    /// The columns that are read of a table: those named, a column of points, or as for a table of text.
    fn columns_read(
        &self,
        py: Python<'_>,
        schema: &SchemaRef,
        first: Option<&RecordBatch>,
        geometry: Option<&str>,
        options: &RowOptions,
    ) -> PyResult<ColumnsRead> {
        let names: Vec<String> = schema.fields().iter().map(|field| field.name().clone()).collect();
        let points = match geometry {
            Some(name) => Some(names.iter().position(|own| own == name).ok_or_else(|| {
                let detail = format!("there is no column '{name}'; there are: {}", names.join(", "));
                error::value(py, "geometry", &detail)
            })?),
            None if options.lon.is_none() && options.lat.is_none() => {
                schema.fields().iter().position(|field| is_points(field))
            }
            None => None,
        };
        let samples = samples(schema, first);
        let mut options = options.clone();
        let mut names_read = names.clone();
        if let Some(points) = points {
            // The place is known: numbers of these names stand for it where only the day is looked for.
            names_read[points] = "lon".into();
            names_read.push("lat".into());
            (options.lon, options.lat) = (Some("lon".into()), Some("lat".into()));
            for (place, name) in names_read.iter_mut().enumerate().take(names.len()) {
                if place != points && ["lon", "lat"].contains(&name.to_lowercase().as_str()) {
                    *name = format!("{name} ");
                }
            }
        }
        let made = language::within(self.spoken, || {
            Classifier::of_table(Arc::clone(&self.atlas), &options, &names_read, &samples)
        });
        let (classifier, read) = made.map_err(|e| error::of_rows(py, e))?;
        classifier.refuse_taken(&options, &names).map_err(|e| error::of_rows(py, e))?;
        let place = points.map_or(PlaceColumns::Numbers(read.lon, read.lat), PlaceColumns::Points);
        Ok(ColumnsRead { classifier, place, date: read.date, notes: read.notes })
    }
}

/// Whether rows without a day are asked about a day.
fn is_day(options: &RowOptions) -> bool {
    options.moment.is_none_or(|moment| moment == moment.date().end())
}

/// The first values of the columns as text.
fn samples(schema: &SchemaRef, first: Option<&RecordBatch>) -> Vec<Vec<String>> {
    let Some(first) = first else { return vec![Vec::new(); schema.fields().len()] };
    let first = first.slice(0, SAMPLE.min(first.num_rows()));
    let options = FormatOptions::default();
    let of_column = |column: &ArrayRef| {
        let Ok(formatter) = ArrayFormatter::try_new(column.as_ref(), &options) else { return Vec::new() };
        let text = |row: usize| formatter.value(row).try_to_string().unwrap_or_default();
        (0..column.len()).filter(|row| column.is_valid(*row)).map(text).collect()
    };
    first.columns().iter().map(of_column).collect()
}

fn wrong(why: String) -> ArrowError {
    ArrowError::InvalidArgumentError(why)
}
