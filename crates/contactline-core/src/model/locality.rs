//! Localities: cities, towns and villages with their names. Who holds them is no part of it.

use edge_timeline::Position;

use super::control::Settlement;
use super::names::NameKind;

/// An inhabited place, as a gazetteer lists it.
#[derive(Clone, Debug, PartialEq)]
pub struct Locality {
    /// Stable id: `gn-702658`.
    pub id: String,
    /// English name.
    pub name: String,
    /// Ukrainian name.
    pub name_uk: String,
    /// Other names and spellings that the gazetteer lists, each with its kind: for finding it, never for showing.
    pub also: Vec<(NameKind, String)>,
    /// Where it is: a point somewhere in it.
    pub position: Position,
    /// Listed population, undated; 0: none is listed.
    pub population: u32,
    /// Region id.
    pub region: String,
    /// Id of the city that it is a part of: then it is a district, no settlement of its own. It is found by its name, and
    /// is in no list, label or sum of settlements.
    pub part_of: Option<String>,
}

impl Locality {
    /// Its listed population, where one is listed.
    #[must_use]
    pub fn listed_population(&self) -> Option<u32> {
        Some(self.population).filter(|people| *people > 0)
    }
}

impl From<&Settlement> for Locality {
    fn from(settlement: &Settlement) -> Self {
        Self {
            id: settlement.id.clone(),
            name: settlement.name.clone(),
            name_uk: settlement.name_uk.clone(),
            also: Vec::new(),
            position: settlement.position,
            population: settlement.population,
            region: settlement.region.clone(),
            part_of: None,
        }
    }
}
