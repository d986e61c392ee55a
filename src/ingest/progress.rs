//! Whoever watches an ingest.

use std::fmt::Debug;
use std::sync::Arc;

/// Is told how far an ingest has come. Every method does nothing unless it is written.
pub trait Progress: Debug + Send + Sync {
    /// So many of something (`files`, `days`, `versions`) are to be done.
    fn begin(&self, _count: usize, _what: &'static str) {}
    /// So many more are done.
    fn advance(&self, _count: usize) {}
    /// The publisher's server is given time, and why.
    fn wait(&self, _message: &str) {}
    /// All that was begun is done.
    fn end(&self) {}
}

/// Watches nothing.
#[derive(Clone, Copy, Debug)]
pub struct Silent;

impl Progress for Silent {}

impl Silent {
    /// Nobody, as the questions want it.
    #[must_use]
    pub fn watching() -> Arc<dyn Progress> {
        Arc::new(Self)
    }
}
