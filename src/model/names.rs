//! Other names of settlements and regions, and places that the gazetteer does not list.

use super::act::Certainty;

/// Names beside those of the gazetteer: for finding a place, never for showing it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Names {
    /// Former names of settlements, and their names in other languages.
    pub settlements: Vec<OtherName>,
    /// What regions and groups of them are called.
    pub areas: Vec<AreaName>,
    /// What states other than the country itself are called: people add one to the name of a place.
    pub states: Vec<String>,
    /// Ids of settlements that are parts of a city.
    pub quarters: Vec<String>,
    /// Large places that are not listed and have the name of a listed one.
    pub unlisted: Vec<UnlistedPlace>,
}

/// A name of a settlement.
#[derive(Clone, Debug, PartialEq)]
pub struct OtherName {
    /// Id of the settlement.
    pub settlement: String,
    /// The name.
    pub name: String,
    /// The year in which it ended; `None` for a name in use.
    pub until: Option<u16>,
    /// The act or work that gives it.
    pub source: String,
    /// How sure it is.
    pub certainty: Certainty,
}

/// A name of a region or of a group of regions.
#[derive(Clone, Debug, PartialEq)]
pub struct AreaName {
    /// Id of the region or group.
    pub area: String,
    /// The name.
    pub name: String,
}

/// A place that is not listed.
#[derive(Clone, Debug, PartialEq)]
pub struct UnlistedPlace {
    /// Its names and their spellings.
    pub names: Vec<String>,
    /// Where it lies, in words.
    pub within: String,
    /// Its population.
    pub population: u32,
}
