//! What leaves the house: one JSON shape per question, under the question's word. Knows no HTTP and no terminal.
//!
//! Every key is always present; what is not known is `null`. Times are closed intervals here ([`time`]). A shape is made
//! from the question's answer (`From`, or `new` where it needs the sources to name their attribution and licence).

mod agreement;
mod announcements;
mod areas;
mod at;
pub mod attribution;
mod changes;
mod crs;
mod disputes;
mod division;
pub(crate) mod feature;
pub mod feed;
mod finding;
mod history;
mod kept;
pub mod language;
mod ledger;
mod line;
mod not_recorded;
mod overlap;
mod place;
mod proposal;
mod provenance;
mod regimes;
mod regions;
mod rights;
mod rows;
mod said;
pub mod sentence;
mod settlement_changes;
mod settlements;
mod sources;
pub mod table;
pub mod time;
pub mod titles;
pub mod unit;
mod winding;
pub(crate) mod words;

pub use agreement::{Agreement, AgreementRow, Apart};
pub use announcements::{Announced, Announcements, Said, Tally};
pub use areas::{AreaRow, Areas};
pub use at::{At, Control, Dependence, LastKnown, Region, Stated, VerdictDetail};
pub use attribution::REGIONS_ATTRIBUTION;
pub use changes::{Change, ChangeProperties, ChangeRow, Changes, RegionChange};
pub use crs::{CrsNote, each_position};
pub use disputes::{Compared, DisputeProperties, Disputes, RegionAgreement, StatedBy};
pub use division::DivisionAt;
pub use feature::{Feature, FeatureType};
pub use finding::finding_json;
pub use history::{History, SourceHistory, Stretch};
pub use ledger::{Ledger, LedgerRow};
pub use line::{Line, LineProperties, Nearest};
pub use not_recorded::NotRecorded;
pub use overlap::{Measure, Overlap, OverlapRow};
pub use place::{Meant, NearestSettlement};
pub use proposal::{
    Account, Evaluated, Evaluation, Given, MapProperties, Moved, MovingSettlement, Parameter, PartyAccount, Piece,
    Proposal, ProposalMap, ProposalText, Proposals, Term, ZoneArea,
};
pub use provenance::{PROVENANCE, Provenance, built_in_caveat};
pub use regimes::{
    Regime, RegimeBySource, RegimeName, RegimeReasons, RegimeRegister, RegimeStage, RegimeText, Regimes,
    RegisteredRegime, StageText,
};
pub use regions::{DivisionRow, DivisionsGeo, Group, RegionRow, Regions, RegionsGeo};
pub use rights::Rights;
pub use rows::Rows;
pub use said::{ActOfClaim, Announcement, Claim, ClaimText, Recognition};
pub use settlement_changes::SettlementChange;
pub use settlements::{PLACES_ATTRIBUTION, Settlement, SettlementControl, SettlementRow, Settlements, SettlementsGeo};
pub use sources::{Absence, CoverageRow, Exception, Layer, ReachRow, SourceRow, Sources};
pub use table::{BYTE_ORDER_MARK, Csv};
pub use unit::UnitName;
pub use winding::Winding;
pub use words::{Code, escaped};
