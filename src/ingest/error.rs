//! Why an ingest could not be begun or finished.

use std::fmt;

use contactline_core::model::Finding;
use contactline_crs::CrsError;
use contactline_store::StoreError;

use crate::fetch::FetchError;

/// Why an ingest could not be begun or finished. What is wrong with single files is no error but a finding.
#[derive(Debug, thiserror::Error)]
pub enum IngestError {
    /// The data directory cannot be opened or written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What is needed beside the files (a declaration, a mapping, a record) is not valid.
    #[error("{}", in_a_line(.0))]
    Needed(Vec<Finding>),
    /// What was named cannot be read or does not fit, with its name and what is wanted.
    #[error("{0}")]
    Named(String),
    /// The reference system named is not known.
    #[error(transparent)]
    Crs(#[from] CrsError),
    /// The publisher's server could not be asked.
    #[error(transparent)]
    Fetch(#[from] FetchError),
    /// What is asked for in one form cannot be had, and there are others.
    #[error("{error}; it may be had in another form: --form {others}")]
    Otherwise {
        /// Why not.
        error: Box<IngestError>,
        /// The words of the others.
        others: String,
    },
    /// The publisher's server answered something else, with the address.
    #[error("{0}")]
    Answer(String),
}

impl From<Vec<Finding>> for IngestError {
    fn from(findings: Vec<Finding>) -> Self {
        Self::Needed(findings)
    }
}

impl From<Box<Finding>> for IngestError {
    fn from(finding: Box<Finding>) -> Self {
        Self::Needed(vec![*finding])
    }
}

/// Findings as one line.
fn in_a_line(findings: &[Finding]) -> String {
    findings.iter().map(|f| format!("{} ({})", f.message, f.place)).collect::<Vec<_>>().join("; ")
}

/// An ingest that ended early: what had come of it by then, and why it ended.
#[derive(Debug)]
pub struct Interrupted<R> {
    /// What had been kept and found.
    pub report: R,
    /// Why it ended.
    pub error: IngestError,
}

impl<R> fmt::Display for Interrupted<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

impl<R: fmt::Debug> std::error::Error for Interrupted<R> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.error)
    }
}

/// The report, with the error where there was one.
pub(super) fn ended<R>(report: R, done: Result<(), IngestError>) -> Result<R, Box<Interrupted<R>>> {
    match done {
        Ok(()) => Ok(report),
        Err(error) => Err(Box::new(Interrupted { report, error })),
    }
}
