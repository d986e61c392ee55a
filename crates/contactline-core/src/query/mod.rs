//! One question, one file, one pure function of `&Atlas`. Knows no files, formats, HTTP or clocks.

mod agreement;
mod announcements;
mod areas;
mod at;
mod change_steps;
mod changes;
mod classify;
mod control;
mod disputes;
mod drift;
mod error;
mod heard;
mod history;
pub mod items;
mod ledger;
mod line;
mod map;
mod overlap;
mod place;
mod proposal;
mod regimes;
mod scene;
mod series;
mod settlements;
mod units;
mod why;

pub use agreement::{AgreementRow, agreement, agreement_cost};
pub use announcements::{
    AnnouncementRow, Announcements, AnnouncementsWanted, Checked, Confirmation, Tally, WITHIN_DAYS, announcements,
};
pub use areas::{AreaRow, areas, areas_by, areas_cost, regions_asked, regions_of};
pub use at::{AnnouncementAt, At, ClaimAt, NearestAt, RegionAt, at};
pub use change_steps::{ChangeStep, change_steps};
pub use changes::{Change, Changes, changes, changes_by, changes_of, changes_of_by};
pub use classify::{Classified, Screened, classify, screen};
pub use control::{ControlAt, Verdict, VerdictKind};
pub use disputes::{Compared, Dispute, Disputes, MAX_SOURCES, RegionAgreement, Stated, disputes, disputes_cost};
pub use drift::{DRIFT_DAYS, DriftRow, drift, drift_pairs};
pub use edge_timeline::Shape;
pub use error::QueryError;
pub use history::{Begun, History, SourceHistory, Stretch, history};
pub use ledger::{LedgerRow, ledger, ledger_by};
pub use line::{Line, NearestOnLine, line};
pub use map::{Map, map};
pub use overlap::{Overlap, OverlapRow, overlap, overlap_by};
pub use place::{KnownArea, Meant, PlaceError, Reading, address, place};
pub use proposal::{
    Evaluation, MAX_TEXTS, Moved, Outcome, PartyAccount, Piece, RegionAccount, Transfer, proposal, proposal_by_id,
    proposals, proposals_cost,
};
pub use regimes::{Applies, RegimeAt, RegimeBy, Regimes, regimes};
pub use scene::{Cell, Cut, RuleEvaluator, Truth};
pub use series::{MAX_DAYS, Step, When};
pub use settlements::{FoundBy, HolderChange, SettlementRow, Settlements, Wanted, settlements};
pub use units::{DivisionError, ListedDivision, division_at, division_error, divisions, stated_area_m2};
pub use why::Why;
