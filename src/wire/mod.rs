//! What leaves the house: one JSON shape per question, under the question's word. Knows no HTTP and no terminal.
//!
//! Every key is always present; what is not known is `null`. Times are closed intervals here ([`time`]). A shape is made
//! from the question's answer (`From`, or `new` where it needs the sources to name their attribution and licence).

mod agreement;
mod areas;
pub mod ask;
mod at;
pub mod attribution;
mod changes;
pub mod chart;
mod crs;
mod disputes;
mod feature;
mod history;
pub mod items;
pub mod language;
mod ledger;
mod line;
pub mod map;
mod not_recorded;
mod overlap;
pub mod page;
mod palette;
mod place;
mod proposal;
mod regimes;
mod regions;
mod rights;
pub mod rows;
mod said;
pub mod sentence;
mod settlements;
mod sources;
mod style;
pub mod table;
mod tile;
mod tilesets;
pub mod time;
pub mod titles;
mod winding;
mod words;

pub use agreement::{Agreement, Apart};
pub use areas::{AreaRow, Areas};
pub use at::{At, Control, Dependence, LastKnown, Region, Stated, VerdictDetail};
pub use attribution::REGIONS_ATTRIBUTION;
pub use changes::{Change, ChangeProperties, Changes, RegionChange};
pub use crs::{CrsNote, each_position};
pub use disputes::{Compared, DisputeProperties, Disputes, RegionAgreement, StatedBy};
pub use feature::{Feature, FeatureType};
pub use history::{History, SourceHistory, Stretch};
pub use ledger::{Ledger, LedgerRow};
pub use line::{Line, LineProperties, Nearest};
pub use not_recorded::NotRecorded;
pub use overlap::{Measure, Overlap, OverlapRow};
pub use palette::Palette;
pub use place::{Meant, NearestSettlement};
pub use proposal::{
    Account, Evaluated, Evaluation, Given, MapProperties, Moved, MovingSettlement, Parameter, PartyAccount, Piece,
    Proposal, ProposalMap, ProposalText, Proposals, Term, ZoneArea,
};
pub use regimes::{Regime, RegimeBySource, RegimeRegister, RegimeStage, Regimes, RegisteredRegime};
pub use regions::{Group, RegionRow, Regions, RegionsGeo};
pub use rights::Rights;
pub use said::{ActOfClaim, Announcement, Claim, Recognition};
pub use settlements::{PLACES_ATTRIBUTION, Settlement, SettlementControl, SettlementRow, Settlements, SettlementsGeo};
pub use sources::{Absence, CoverageRow, Exception, Layer, ReachRow, SourceRow, Sources};
pub use style::{Styled, Styles, sprite_index, sprite_png, style};
pub use table::BYTE_ORDER_MARK;
pub use tile::{TileLayer, tile};
pub use tilesets::{
    Link as TileLink, MVT, REL_SETS, REL_TILESETS, TileJson, TileMatrixSet, TileMatrixSets, Tiled, Tileset, Tilesets,
    WEB_MERCATOR_QUAD,
};
pub use winding::Winding;
pub use words::Code;
