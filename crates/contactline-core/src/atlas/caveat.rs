//! What weakens a statement: where it is made, and which of its source's layers the version lacks.

use crate::model::sentences::{self, ABROAD, AT_SEA, LEFT_OUT, ON_RUSSIAN_TERRITORY};
use crate::model::{Party, Said, Source, Status, Text};
use edge_timeline::{Position, VersionSet};

use super::control_layer::ControlLayer;
use super::regions::{Regions, Whereabouts};
use super::timeline::Timeline;

/// What weakens a statement.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Caveats<'a> {
    /// For where the place lies.
    pub place: Option<Text>,
    /// For what the version lacks.
    pub version: Option<&'a Said>,
}

impl Caveats<'_> {
    /// Nothing does.
    pub const NONE: Self = Self { place: None, version: None };

    /// In words; none where nothing does.
    #[must_use]
    pub fn told(&self) -> Option<Said> {
        Said::joined(self.place.map(Said::from).into_iter().chain(self.version.cloned()))
    }
}

/// Which of its source's layers a version lacks, in words, by what an answer states: only a layer that counts before the answer's
/// own could change it. Held, contested, claimed, and last what follows from silence.
pub(super) type Lacks = [Option<Said>; 4];

/// For each version what it lacks.
pub(super) fn lacks(source: &Source, classes: &[ControlLayer], versions: usize) -> Vec<Lacks> {
    let drawn: Vec<VersionSet> = classes.iter().map(ControlLayer::drawn).collect();
    let of_version = |version: usize| {
        let missing: Vec<_> = source
            .layers
            .iter()
            .filter(|layer| {
                let is_of_it =
                    |c: &ControlLayer| c.status == layer.status && (layer.holder.is_none() || c.holder == layer.holder);
                !classes.iter().zip(&drawn).any(|(class, drawn)| is_of_it(class) && drawn.contains(version))
            })
            .collect();
        let before = |rank: usize| {
            let names = missing.iter().filter(|layer| rank_of(layer.status) < rank);
            sentences::lacks(&names.map(|layer| layer.name.as_str()).collect::<Vec<_>>())
        };
        std::array::from_fn(before)
    };
    (0..versions).map(of_version).collect()
}

/// The place of a status among those of which one counts before the other where layers overlap.
const fn rank_of(status: Status) -> usize {
    match status {
        Status::Held => 0,
        Status::Contested => 1,
        Status::Claimed => 2,
        Status::Unknown => 3,
    }
}

impl Timeline {
    /// Which of its source's layers a version lacks, in words; none where it is whole.
    #[must_use]
    pub fn lacks(&self, version: usize) -> Option<&Said> {
        self.lacks.get(version)?[3].as_ref()
    }

    /// The same where it could change an answer: one drawn with a status, or (none) one that follows from silence.
    pub(super) fn lacks_beside(&self, version: usize, drawn: Option<Status>) -> Option<&Said> {
        self.lacks.get(version)?[drawn.map_or(3, rank_of)].as_ref()
    }
}

/// What weakens a polygon where the coverage does not hold: it is repeated as it is drawn.
pub(super) fn beyond_coverage(p: Position, holder: Option<Party>, place: &Whereabouts, regions: &Regions) -> Text {
    match place.region {
        Some((_, false)) => AT_SEA,
        _ if !place.is_outside_everything() => LEFT_OUT,
        _ if holder == Some(Party::UA) && regions.abroad_at(p) == Some(Party::RU) => ON_RUSSIAN_TERRITORY,
        _ => ABROAD,
    }
}
