//! Single columns: as they come from Python, and as they go there.

use std::sync::Arc;

use arrow_array::cast::AsArray;
use arrow_array::types::Int64Type;
use arrow_array::{Array, ArrayRef, Float64Array, StringArray, TimestampSecondArray};
use arrow_schema::Field;
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::{PyCapsule, PyTuple};
use pyo3_arrow::error::PyArrowResult;
use pyo3_arrow::ffi::{to_array_pycapsules, to_schema_pycapsule};
use pyo3_arrow::input::AnyArray;

use crate::bulk::of_arrow;
use crate::days::Days;
use crate::error;
use crate::places::Places;

/// A column for whatever reads `__arrow_c_array__`.
#[pyclass(frozen, module = "contactline._native")]
pub struct Column {
    array: ArrayRef,
    field: Arc<Field>,
}

impl Column {
    /// A column of that kind.
    pub fn new(array: ArrayRef, field: Field) -> Self {
        Self { array, field: Arc::new(field) }
    }

    fn of(array: ArrayRef) -> Self {
        let field = Field::new("", array.data_type().clone(), true);
        Self::new(array, field)
    }
}

#[pymethods]
impl Column {
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyArrowResult<Bound<'py, PyCapsule>> {
        to_schema_pycapsule(py, self.field.as_ref())
    }

    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_array__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyCapsule>>,
    ) -> PyArrowResult<Bound<'py, PyTuple>> {
        to_array_pycapsules(py, Arc::clone(&self.field), self.array.as_ref(), requested_schema)
    }

    fn __len__(&self) -> usize {
        self.array.len()
    }
}

/// A column of numbers or of texts.
#[pyfunction]
pub fn column(values: &Bound<'_, PyAny>) -> PyResult<Column> {
    if let Ok(numbers) = values.extract::<Vec<Option<f64>>>() {
        return Ok(Column::of(Arc::new(Float64Array::from(numbers))));
    }
    let texts: Vec<Option<String>> = values.extract().map_err(|_| PyTypeError::new_err("neither numbers nor texts"))?;
    Ok(Column::of(Arc::new(StringArray::from(texts))))
}

/// A column of seconds since 1970 by a clock without a zone; the lowest number is none.
#[pyfunction]
pub fn seconds(values: AnyArray) -> PyResult<Column> {
    let (array, _) = whole(values)?;
    let numbers = array.as_primitive_opt::<Int64Type>().ok_or_else(|| PyTypeError::new_err("no whole numbers"))?;
    let seconds: TimestampSecondArray =
        numbers.iter().map(|second| second.filter(|second| *second != i64::MIN)).collect();
    Ok(Column::of(Arc::new(seconds)))
}

/// Columns as they were given: places, days, and whether those are days without times.
///
/// # Errors
/// Columns of something else, or of different lengths.
pub fn columns_of(
    py: Python<'_>,
    lon: AnyArray,
    lat: Option<AnyArray>,
    date: Option<AnyArray>,
) -> PyResult<(Places, Days, bool)> {
    let wrong = |name: &str, why: &str| error::value(py, name, why);
    let (lon, field) = whole(lon)?;
    let places = match lat {
        Some(lat) => {
            let (lat, _) = whole(lat)?;
            same_length("lat", lat.len(), lon.len()).map_err(|why| wrong("lat", &why))?;
            Places::of_numbers(&lon, &lat).map_err(|(name, why)| wrong(name, &why))?
        }
        None => Places::of_points(&lon, &field).map_err(|why| wrong("lon", &why))?,
    };
    let Some(date) = date else { return Ok((places, Days::None, true)) };
    let (date, _) = whole(date)?;
    same_length("date", date.len(), lon.len()).map_err(|why| wrong("date", &why))?;
    let are_days = Days::are_days(date.data_type());
    Ok((places, Days::new(&date).map_err(|why| wrong("date", &why))?, are_days))
}

fn same_length(name: &str, own: usize, other: usize) -> Result<(), String> {
    if own == other { Ok(()) } else { Err(format!("{name} has {own} values, lon {other}")) }
}

/// A column that came in one piece or in several, in one.
fn whole(array: AnyArray) -> PyResult<(ArrayRef, Arc<Field>)> {
    let (mut chunks, field) = match array {
        AnyArray::Array(array) => {
            let (array, field) = array.into_inner();
            (vec![array], field)
        }
        stream @ AnyArray::Stream(_) => {
            let chunked = stream.into_chunked_array()?;
            let field = Arc::clone(chunked.field());
            (chunked.chunks().to_vec(), field)
        }
    };
    let array = match chunks.len() {
        0 => arrow_array::new_empty_array(field.data_type()),
        1 => chunks.remove(0),
        _ => arrow_select::concat::concat(&chunks.iter().map(AsRef::as_ref).collect::<Vec<_>>()).map_err(of_arrow)?,
    };
    Ok((array, field))
}
