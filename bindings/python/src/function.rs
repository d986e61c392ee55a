//! The short answer as a function of columns, for engines that call one.

use std::sync::Arc;

use arrow_array::StructArray;
use arrow_schema::Field;
use pyo3::prelude::*;
use pyo3::types::PyCapsule;
use pyo3_arrow::error::PyArrowResult;
use pyo3_arrow::ffi::to_schema_pycapsule;
use pyo3_arrow::input::AnyArray;

use crate::bulk::{of_arrow, pooled};
use crate::columns::{Column, columns_of};
use crate::nested::Nested;

/// A function of columns that answers one value a row: region, verdict, and a list by source.
#[pyclass(frozen, module = "contactline._native")]
pub struct Function {
    nested: Nested,
    is_parallel: bool,
}

#[pymethods]
impl Function {
    /// What it answers, as the type of a column.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyArrowResult<Bound<'py, PyCapsule>> {
        to_schema_pycapsule(py, self.field())
    }

    fn __call__(
        &self,
        py: Python<'_>,
        lon: AnyArray,
        lat: Option<AnyArray>,
        date: Option<AnyArray>,
    ) -> PyResult<Column> {
        py.check_signals()?;
        let (places, days, _) = columns_of(py, lon, lat, date)?;
        let answer = || self.nested.answer(&places, &days, self.is_parallel);
        let answered: StructArray =
            py.detach(|| if self.is_parallel { pooled(answer) } else { answer() }).map_err(of_arrow)?;
        Ok(Column::new(Arc::new(answered), self.field()))
    }
}

impl Function {
    /// A function that answers so, by all threads or by the one that calls it.
    pub const fn new(nested: Nested, is_parallel: bool) -> Self {
        Self { nested, is_parallel }
    }

    fn field(&self) -> Field {
        Field::new_struct("contactline", self.nested.fields().clone(), false)
    }
}
