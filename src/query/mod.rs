//! One question, one file, one pure function of `&Atlas`. Knows no files, formats, HTTP or clocks.

mod areas;
mod at;
mod changes;
mod classify;
mod error;
mod history;
mod ledger;
mod line;
mod overlap;
mod place;
mod series;
mod settlements;

pub use areas::{AreaRow, areas};
pub use at::{AnnouncementAt, At, ClaimAt, ControlAt, NearestAt, RegionAt, Verdict, VerdictKind, at};
pub use changes::{Change, Changes, changes};
pub use classify::{Classified, classify};
pub use error::QueryError;
pub use history::{History, SourceHistory, Stretch, history};
pub use ledger::{LedgerRow, ledger};
pub use line::{Line, NearestOnLine, line};
pub use overlap::{Overlap, OverlapRow, Shape, overlap};
pub use place::{Meant, PlaceError, Reading, place};
pub use series::{MOST_DAYS, Step, When};
pub use settlements::{SettlementRow, Settlements, Wanted, settlements};
