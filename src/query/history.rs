//! `history`: what each source states of a place over time.

use crate::atlas::Atlas;
use crate::geometry::{Location, Position};
use crate::model::{Basis, Interval, Moment, Party, Source, Status};

use super::at::RegionAt;

/// The history of one place.
#[derive(Clone, Debug)]
pub struct History<'a> {
    /// The place asked about.
    pub position: Position,
    /// The region it lies in.
    pub region: Option<RegionAt<'a>>,
    /// One history per source.
    pub sources: Vec<SourceHistory<'a>>,
}

/// The history of a place as one source states it.
#[derive(Clone, Debug)]
pub struct SourceHistory<'a> {
    /// The source.
    pub source: &'a Source,
    /// Its first and last version in the stretch asked for.
    pub versions: Option<(Moment, Moment)>,
    /// What it states, in time order, from the first version to the last.
    pub intervals: Vec<Stretch>,
    /// Days between two versions further apart than the source's limit: what stood is carried on, with its age.
    pub gaps: Vec<Interval>,
}

/// A stretch of time with one statement.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stretch {
    /// From the version that first states it to the version that no longer does (open: still so).
    pub interval: Interval,
    /// What is stated.
    pub status: Status,
    /// By or for whom.
    pub holder: Option<Party>,
    /// On what it rests; none when unknown.
    pub basis: Option<Basis>,
    /// Inside, or on a boundary of the held area.
    pub location: Location,
}

/// What every source states of `position` from `from` to `to` (none: from its first, to its last version).
#[must_use]
pub fn history(atlas: &Atlas, position: Position, from: Option<Moment>, to: Option<Moment>) -> History<'_> {
    let _ = (atlas, position, from, to);
    todo!()
}
