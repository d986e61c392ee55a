//! The Python door: the questions of [`contactline::questions`] over one place, and of [`contactline::rows`] over columns of them.
//!
//! Words go in as every door gives them, answers come out as the JSON that the command line prints, or as Arrow. What Python
//! sees of it (names, types, documentation) stands in `python/contactline`; here is what it calls.

mod answers;
mod atlas;
mod bulk;
mod columns;
mod days;
mod error;
mod features;
mod function;
mod nested;
mod options;
mod places;
mod pool;
mod question;
mod table;

use std::ffi::OsString;
use std::io::Write;
use std::path::PathBuf;

use contactline::ingest::{ImportRequest, Silent, import};
use contactline::wire::finding_json;
use pyo3::prelude::*;
use serde_json::json;

/// What `contactline` is made of.
#[pymodule]
mod _native {
    #[pymodule_export]
    use super::atlas::Atlas;
    #[pymodule_export]
    use super::bulk::Batches;
    #[pymodule_export]
    use super::columns::{column, seconds};
    #[pymodule_export]
    use super::table::Table;
    #[pymodule_export]
    use super::{gathered, import_files, main, questions};

    #[pymodule_init]
    fn init(module: &super::Bound<'_, super::PyModule>) -> super::PyResult<()> {
        use super::PyModuleMethods;
        module.add("VERSION", env!("CARGO_PKG_VERSION"))
    }
}

/// Runs the command line with these words, the first of them its name; its exit code.
#[pyfunction]
fn main(py: Python<'_>, words: Vec<OsString>) -> u8 {
    py.detach(|| {
        let code = contactline::cli::exit_code(words);
        // Python ends without a word to what Rust still holds; who cannot be written to was told by then.
        drop(std::io::stdout().flush());
        code
    })
}

/// Every question as JSON: name, what it answers, parameters, forms.
#[pyfunction]
fn questions() -> String {
    question::described().to_string()
}

/// All that is left of batches.
#[pyfunction]
fn gathered(py: Python<'_>, batches: &bulk::Batches) -> PyResult<table::Table> {
    batches.to_table(py)
}

/// Imports files into a data directory; what was done and found, as JSON.
#[pyfunction]
#[pyo3(signature = (files, directory, *, format, date, crs, layer, source, mapping, tessellation, column, settlements, amendments, attribution))]
#[expect(clippy::too_many_arguments, reason = "each is a flag of the command line")]
fn import_files(
    py: Python<'_>,
    files: Vec<PathBuf>,
    directory: PathBuf,
    format: Option<String>,
    date: Option<String>,
    crs: Option<String>,
    layer: Option<String>,
    source: Option<String>,
    mapping: Option<PathBuf>,
    tessellation: Option<PathBuf>,
    column: Option<String>,
    settlements: Option<PathBuf>,
    amendments: Option<String>,
    attribution: Option<String>,
) -> PyResult<String> {
    let bad = |name: &str, error: &dyn std::fmt::Display| error::value(py, name, &error.to_string());
    let request = ImportRequest {
        files,
        recursive: false,
        format: format.map(|word| word.parse()).transpose().map_err(|e| bad("format", &e))?,
        date: date.map(|text| text.parse()).transpose().map_err(|e| bad("date", &e))?,
        crs,
        layer,
        source,
        mapping,
        tessellation,
        column,
        settlements,
        amendments,
        attribution,
    };
    let done = py.detach(|| pool::run(|| import(&request, &directory, contactline::http::now, Silent::watching())))?;
    let (report, failed) = match done {
        Ok(report) => (report, None),
        Err(interrupted) => (interrupted.report, Some(interrupted.error.to_string())),
    };
    let found: Vec<_> =
        report.read_as.iter().map(|read_as| read_as.to_finding()).chain(report.findings.iter().cloned()).collect();
    let told = json!({
        "imported": report.tally.imported,
        "replaced": report.tally.replaced,
        "refused": report.tally.refused,
        "summary": report.summary(),
        "findings": found.iter().map(finding_json).collect::<Vec<_>>(),
    });
    match failed {
        Some(message) => Err(error::import(py, &message, &told)),
        None => Ok(told.to_string()),
    }
}
