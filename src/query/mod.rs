//! One question, one file, one pure function of `&Atlas`. Knows no files, formats, HTTP or clocks.

mod areas;
mod at;
mod changes;
mod classify;
mod error;
mod history;
pub mod items;
mod ledger;
mod line;
mod overlap;
mod series;

pub use areas::{AreaRow, areas};
pub use at::{AnnouncementAt, At, ClaimAt, ControlAt, RegionAt, Verdict, VerdictKind, at};
pub use changes::{Change, Changes, changes};
pub use classify::{Classified, classify};
pub use error::QueryError;
pub use history::{History, SourceHistory, Stretch, history};
pub use ledger::{LedgerRow, ledger};
pub use line::{Line, NearestOnLine, line};
pub use overlap::{Overlap, OverlapRow, Shape, overlap};
pub use series::{MOST_DAYS, Step, When};
