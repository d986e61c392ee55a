//! Foreign maps and lists into a data directory: from files ([`import()`]) or from a publisher's server ([`sync()`]).
//!
//! Both end in one place: versions are joined where files are parts of one, compared with their neighbours, kept,
//! counted. What was found is in the report, also where the rest could not be done. The clock and whoever watches the
//! progress are passed in; nothing is printed here.
//!
//! ```no_run
//! use contactline::http::now;
//! use contactline::ingest::{ImportRequest, Silent, import};
//!
//! let request = ImportRequest::of(["maps/"]);
//! let report = import(&request, "data".as_ref(), now, Silent::watching())?;
//! println!("{} versions kept, {} findings", report.tally.imported, report.findings.len());
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod error;
mod import;
mod list;
mod progress;
mod session;
mod sync;
mod table;

pub use error::{IngestError, Interrupted};
pub use import::{ImportReport, ImportRequest, ReadAs, import};
pub use progress::{Progress, Silent};
pub use session::Tally;
pub use sync::{Missing, SyncReport, SyncRequest, missing, sync};
