//! `classify`: region, verdict and every source's holder of one row among many; `at` without what a table has no room for.

use crate::atlas::Atlas;
use crate::geometry::Position;
use crate::model::Moment;

use super::at::{ControlAt, RegionAt, VerdictKind, control_at, region_at, verdict};

/// The short answer for one row.
#[derive(Clone, Debug)]
pub struct Classified<'a> {
    /// The region it lies in.
    pub region: Option<RegionAt<'a>>,
    /// What the sources' answers come to.
    pub verdict: VerdictKind,
    /// One answer per source, in the atlas's order.
    pub control: Vec<ControlAt<'a>>,
}

/// The short answer at `position` as of `moment`: the same statements and verdict as [`at`](super::at()) gives.
#[must_use]
pub fn classify(atlas: &Atlas, position: Position, moment: Moment) -> Classified<'_> {
    let place = atlas.places().whereabouts(position);
    let control: Vec<ControlAt<'_>> =
        atlas.timelines().iter().map(|t| control_at(atlas, t, position, moment, &place)).collect();
    Classified { region: region_at(atlas, &place), verdict: verdict(&control).kind, control }
}
