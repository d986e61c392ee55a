//! Why a text means no place.

use super::MAX_NAMED;
use crate::model::coordinate_text::WrittenError;
use crate::model::{Locality, OtherOblast};
use crate::query::error::QueryError;
use edge_timeline::PositionError;

/// Why a text means no place.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum PlaceError {
    /// Coordinates that cannot be read.
    #[error(transparent)]
    Written(#[from] WrittenError),
    /// Coordinates out of range.
    #[error(transparent)]
    Position(#[from] PositionError),
    /// Two numbers that may be meant either way.
    #[error(
        "'{value}' can be read as longitude and latitude or the other way round. Use lon and lat, or \
             48.28N 37.18E"
    )]
    Order {
        /// As asked.
        value: String,
    },
    /// Coordinates with their order told, which lie nowhere near; exchanged they do.
    #[error("'{value}' is in no region, but with the two numbers swapped it is in {region}: did you swap lon and lat?")]
    Swapped {
        /// As asked.
        value: String,
        /// Where it would be.
        region: String,
    },
    /// A postcode that tells no place.
    #[error("postcode {value} tells no place: {reason}")]
    Postcode {
        /// As asked.
        value: String,
        /// Why, with the places that have it.
        reason: String,
    },
    /// No settlement of that name.
    #[error("no settlement '{value}' found{}", like(.near))]
    Unknown {
        /// As asked.
        value: String,
        /// Settlements of a like name.
        near: Vec<Locality>,
    },
    /// Several settlements of that name.
    #[error("{} settlements are called '{value}'. Use an ID or add the region, as in '{2}, {3}': {1}",
            .candidates.len(), several(.candidates), .candidates[0].name, .candidates[0].region)]
    Ambiguous {
        /// As asked.
        value: String,
        /// The settlements, the most populous first.
        candidates: Vec<Locality>,
    },
    /// A far larger place of that name is not listed.
    #[error("'{value}' may mean {unlisted}, which is not listed; listed are: {}; use an id, or add the region: '{}, {}'",
            several(.candidates), .candidates[0].name, .candidates[0].region)]
    NotListed {
        /// As asked.
        value: String,
        /// The larger place, in words.
        unlisted: String,
        /// The settlements of that name that are listed, the most populous first.
        candidates: Vec<Locality>,
    },
    /// The name of another state stands beside that of a settlement.
    #[error("places are listed by the regions of ISO 3166-2:UA, and '{state}' is none of them; if one of these is meant, \
             use its id or its region: {}", several(.candidates))]
    OtherState {
        /// As asked.
        value: String,
        /// The state, as asked.
        state: String,
        /// The settlements of that name that are listed, the most populous first.
        candidates: Vec<Locality>,
    },
    /// An area, which is no point.
    #[error("'{value}' is {area}, not a point; use a settlement or coordinates")]
    Area {
        /// As asked.
        value: String,
        /// What it is.
        area: String,
        /// Which.
        known: KnownArea,
    },
    /// A place in an oblast that is none of the regions, and no city of it.
    #[error("'{value}' is in {}, which is none of the regions here; of it the cities alone are listed", .oblast.name)]
    Elsewhere {
        /// As asked.
        value: String,
        /// The oblast.
        oblast: Box<OtherOblast>,
    },
    /// The postcode beside a name is that of another region.
    #[error("'{value}' is in {region}, and postcode {postcode} is of {regions}: which of them is meant cannot be told")]
    Contradiction {
        /// As asked.
        value: String,
        /// The region of the settlement of that name.
        region: String,
        /// The postcode.
        postcode: String,
        /// The regions that have it.
        regions: String,
    },
    /// No such region.
    #[error(transparent)]
    Region(#[from] QueryError),
}

/// An area that a text names.
#[derive(Clone, Debug, PartialEq)]
pub enum KnownArea {
    /// A region, a group of regions, or the code of a raion.
    Unit(String),
    /// An oblast of the country that is none of the regions.
    Elsewhere(Box<OtherOblast>),
    /// A state.
    State,
}

impl PlaceError {
    /// The settlements that may have been meant.
    #[must_use]
    pub fn candidates(&self) -> &[Locality] {
        match self {
            Self::Unknown { near, .. } => near,
            Self::Ambiguous { candidates, .. }
            | Self::NotListed { candidates, .. }
            | Self::OtherState { candidates, .. } => candidates,
            _ => &[],
        }
    }
}

fn several(candidates: &[Locality]) -> String {
    let one =
        |l: &Locality| format!("{} {} in {} ({}, {})", l.id, l.name, l.region, l.position.lon(), l.position.lat());
    let more = candidates.len().saturating_sub(MAX_NAMED);
    let more = (more > 0).then(|| format!("and {more} more"));
    candidates.iter().take(MAX_NAMED).map(one).chain(more).collect::<Vec<_>>().join("; ")
}

fn like(near: &[Locality]) -> String {
    if near.is_empty() { String::new() } else { format!("; similar: {}", several(near)) }
}
