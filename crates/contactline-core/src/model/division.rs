//! Administrative divisions below a region: raions, and hromadas within them.

use edge_timeline::Area;

use super::party::words;
use super::time::Date;

words! {
    /// The level of a division.
    Level as "level" {
        /// A district of a region.
        Raion = "raion",
        /// A community of settlements within a raion.
        Hromada = "hromada",
    }
}

/// A raion or hromada, by its code in the codifier KATOTTG.
#[derive(Clone, Debug, PartialEq)]
pub struct Division {
    /// Its code: `UA14020010000088496`.
    pub code: String,
    /// Its level.
    pub level: Level,
    /// English name.
    pub name: String,
    /// Ukrainian name.
    pub name_uk: String,
    /// Region id.
    pub region: String,
    /// Of a hromada the code of its raion, where that is known.
    pub within: Option<String>,
    /// How many settlements it has.
    pub settlements: Option<u32>,
    /// Its area as stated by others, in square metres, with waters; none where that is not known.
    pub stated_area_m2: Option<f64>,
    /// Its population; none where that is not known.
    pub population: Option<u32>,
    /// The day of that population.
    pub population_on: Option<Date>,
    /// Its ground as drawn by an operator's own boundaries; none: it is made of the cells of its settlements.
    pub area: Option<Area>,
    /// The line to be shown with that ground; none where nobody said, or it is made of cells.
    pub attribution: Option<String>,
}

impl Level {
    /// How much of a code of KATOTTG is the same for all settlements of a division.
    #[must_use]
    pub const fn prefix_len(self) -> usize {
        match self {
            Self::Raion => 6,
            Self::Hromada => 9,
        }
    }
}
