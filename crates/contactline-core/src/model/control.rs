//! Control: who holds what, in the words of one source.

use edge_timeline::{Area, Position};

use super::party::{Basis, Party, Status, words};
use super::time::{Date, Moment};

/// One statement of a version: this area has this status.
#[derive(Clone, Debug, PartialEq)]
pub struct ControlFeature {
    /// What is stated.
    pub status: Status,
    /// Who holds or claims it; none for contested.
    pub holder: Option<Party>,
    /// On what it rests.
    pub basis: Basis,
    /// The publisher's own word, verbatim.
    pub publisher_word: String,
    /// Where.
    pub area: Area,
}

/// What a source published at one moment. Features of one version do not overlap.
#[derive(Clone, Debug, PartialEq)]
pub struct Version {
    /// Source id.
    pub source: String,
    /// From when it stands, until the source's next version.
    pub stamp: Moment,
    /// Its statements.
    pub features: Vec<ControlFeature>,
}

words! {
    /// Fighting that an official list records at a place: beside the holder, never instead of one.
    Hostilities as "hostilities" {
        /// Active hostilities.
        Active = "active",
        /// Possible hostilities.
        Possible = "possible",
    }
}

/// A stretch of days for which a record states one thing of a settlement.
#[derive(Clone, Debug, PartialEq)]
pub struct Period {
    /// What it states.
    pub status: Status,
    /// Who holds it; none for contested.
    pub holder: Option<Party>,
    /// On what that rests.
    pub basis: Basis,
    /// First day; none: since ever.
    pub start: Option<Date>,
    /// First day on which it may have begun, where only a range is known and `start` is its last day: between the two the
    /// record does not say who held the place.
    pub start_earliest: Option<Date>,
    /// Last day, itself included; none: still so at the end of the record's coverage.
    pub end: Option<Date>,
    /// The day by which the record's publisher had said so: what was known earlier lacks the period. None: not recorded.
    pub known_from: Option<Date>,
    /// The record's own word.
    pub publisher_word: String,
}

/// A settlement with its holders over time, as one record states them.
#[derive(Clone, Debug, PartialEq)]
pub struct Settlement {
    /// Stable id: `gn-702658`.
    pub id: String,
    /// English name.
    pub name: String,
    /// Ukrainian name.
    pub name_uk: String,
    /// Its code in the codifier KATOTTG, where that is known.
    pub katottg: Option<String>,
    /// Where it is.
    pub position: Position,
    /// Listed population, undated; 0: none is listed.
    pub population: u32,
    /// Region id.
    pub region: String,
    /// Fighting recorded there at the end of the record's coverage.
    pub hostilities: Option<Hostilities>,
    /// What is stated in time order, without gaps; empty: the record does not know the settlement.
    pub periods: Vec<Period>,
}

impl Period {
    /// Where only a range of days is known for its beginning: the last day of the period before, and the day by which this one
    /// had begun.
    #[must_use]
    pub fn begun_between(&self) -> Option<(Date, Date)> {
        Some((self.start_earliest?.plus_days(-1), self.start?))
    }
}

/// The record of a tessellated source: settlements with their holders, and what parts them.
#[derive(Clone, Debug)]
pub struct SettlementRegister {
    /// Source id.
    pub source: String,
    /// Settlements.
    pub settlements: Vec<Settlement>,
    /// Lines that no settlement's cell crosses.
    pub divides: Vec<Divide>,
}

/// A line that parts regions, such as a river between two armies: each settlement speaks for its own side.
#[derive(Clone, Debug)]
pub struct Divide {
    /// Regions it parts.
    pub regions: Vec<String>,
    /// The line.
    pub line: Vec<Position>,
}
