//! Regions: the units every answer is given by.

use edge_timeline::Area;

use super::party::{Party, words};

words! {
    /// What a region is to this service.
    Role as "role" {
        /// One of the six regions in question.
        Region = "region",
        /// A Ukrainian oblast beside them that is held in part.
        Neighbour = "neighbour",
        /// The whole country.
        Country = "country",
    }
}

/// An administrative unit with its land, and the sea that belongs to it.
#[derive(Clone, Debug)]
pub struct Region {
    /// ISO 3166-2 in lower case: `ua-43`.
    pub id: String,
    /// English name.
    pub name: String,
    /// Ukrainian name.
    pub name_uk: String,
    /// Region, neighbour or country.
    pub role: Role,
    /// Groups it belongs to: `donbas`, `crimea-and-sevastopol`, `all`.
    pub groups: Vec<String>,
    /// Whose territory lies beyond its state border, where it has one on land.
    pub abroad: Option<Party>,
    /// The land: areas are measured on it.
    pub land: Area,
    /// Land, inner waters and the 12-nautical-mile sea: membership is decided on it. None: the land.
    pub extent: Option<Area>,
}
