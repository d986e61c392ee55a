//! Postcodes: each of an office that serves a place, or several; never an address.

use edge_timeline::Position;

use super::party::words;

words! {
    /// How well a postcode tells where something is.
    PostcodePrecision as "precision of a postcode" {
        /// One settlement has it, whose position is known: that is the place, not the address.
        Located = "located",
        /// It is listed, and several places share it or the position of its place is not known: no more than the region is known.
        AreaOnly = "area_only",
        /// It is not listed.
        Unknown = "unknown",
    }
}

/// A place with its postcodes.
#[derive(Clone, Debug, PartialEq)]
pub struct PostcodePlace {
    /// Its code in the codifier KATOTTG, where one was found.
    pub katottg: Option<String>,
    /// Ukrainian name.
    pub name_uk: String,
    /// Region id.
    pub region: String,
    /// The settlement's own position; none where that is not known.
    pub position: Option<Position>,
    /// Its postcodes.
    pub codes: Vec<String>,
}
