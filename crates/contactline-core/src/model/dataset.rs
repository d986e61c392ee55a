//! Everything loaded, before it is indexed.

use edge_timeline::Area;

use super::act::{Act, Announcement, Claim};
use super::control::{SettlementRegister, Version};
use super::division::Division;
use super::locality::Locality;
use super::names::Names;
use super::postcode::PostcodePlace;
use super::proposal::Proposal;
use super::regime::Regime;
use super::region::Region;
use super::source::Source;

/// Everything loaded: becomes an [`Atlas`](crate::atlas::Atlas) once.
#[derive(Clone, Debug, Default)]
pub struct Dataset {
    /// The regions, their neighbours and the country.
    pub regions: Vec<Region>,
    /// The land where a boundary of held area is a line of contact: off the coast and the state border, which mappers
    /// redraw. None: everywhere.
    pub contact_zone: Option<Area>,
    /// The gazetteer; the settlements of the records belong to it as well.
    pub localities: Vec<Locality>,
    /// Other names of settlements and regions.
    pub names: Names,
    /// Postcodes by place.
    pub postcodes: Vec<PostcodePlace>,
    /// Raions and hromadas.
    pub divisions: Vec<Division>,
    /// What is declared about each source.
    pub sources: Vec<Source>,
    /// Versions of drawn sources, any order.
    pub versions: Vec<Version>,
    /// Records of tessellated sources.
    pub records: Vec<SettlementRegister>,
    /// The register of acts.
    pub acts: Vec<Act>,
    /// Claims that rest on them.
    pub claims: Vec<Claim>,
    /// Announcements.
    pub announcements: Vec<Announcement>,
    /// Legal regimes.
    pub regimes: Vec<Regime>,
    /// Proposals.
    pub proposals: Vec<Proposal>,
}
