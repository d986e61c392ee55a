//! Errors as exceptions with fields: `contactline._errors` makes them of JSON.

use contactline::request::{Code, Refusal};
use contactline::rows::RowError;
use contactline::wire::finding_json;
use contactline_store::LoadError;
use edge_timeline::budget::Stopped;
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use serde_json::{Value, json};

/// The exception `kind` with these fields.
fn made(py: Python<'_>, kind: &str, fields: &Value) -> PyErr {
    let made = || -> PyResult<Bound<'_, PyAny>> {
        py.import("contactline._errors")?.getattr("_made")?.call1((kind, fields.to_string()))
    };
    match made() {
        Ok(error) => PyErr::from_value(error),
        Err(error) => error,
    }
}

/// A question that is refused.
pub fn refused(py: Python<'_>, refusal: &Refusal) -> PyErr {
    made(py, "QuestionError", &serde_json::to_value(refusal).unwrap_or_default())
}

/// A value that cannot be meant.
pub fn value(py: Python<'_>, parameter: &str, message: &str) -> PyErr {
    refused(py, &Refusal::new(Code::BadValue, message).of(parameter))
}

/// A question that was stopped.
pub fn stopped(py: Python<'_>, stopped: &Stopped) -> PyErr {
    let code = if matches!(stopped, Stopped::TooComplex(_)) { Code::TooComplex } else { Code::TooLong };
    refused(py, &Refusal::new(code, stopped.to_string()))
}

/// Columns that cannot be read. What the options are called there is what they are called here.
pub fn of_rows(py: Python<'_>, error: RowError) -> PyErr {
    refused(py, &Refusal::from(error))
}

/// Data that cannot be loaded.
pub fn load(py: Python<'_>, error: &LoadError) -> PyErr {
    let findings: Vec<Value> = error.findings.iter().map(finding_json).collect();
    made(py, "DataError", &json!({ "code": "not-loaded", "message": error.to_string(), "findings": findings }))
}

/// An import that could not go on, with what was done before.
pub fn import(py: Python<'_>, message: &str, report: &Value) -> PyErr {
    let fields =
        json!({ "code": "not-imported", "message": message, "findings": report["findings"], "report": report });
    made(py, "DataError", &fields)
}

/// A fault of ours.
pub fn internal(error: impl std::fmt::Display) -> PyErr {
    PyRuntimeError::new_err(error.to_string())
}
