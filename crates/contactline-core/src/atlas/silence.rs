//! Where a source says nothing of who holds the ground. The edge of what it holds that is drawn against such ground is no line
//! of contact: that separates two parties.

use crate::model::{Moment, Source, Status};
use edge_timeline::nearest::Beyond;
use edge_timeline::{EdgeTimeline, Position, VersionSet};

use super::regions::Regions;

/// How far beyond an edge its source is looked for, in metres. Gaps between two drawings are no ground of their own; and the end
/// of a coverage is drawn by hand, up to as far from where it is declared as an outline strays from coast and border.
const PROBES_M: [f64; 3] = [50.0, 1_000.0, 2_000.0];

/// What a source draws, and where its coverage leaves off.
#[derive(Debug)]
pub(super) struct Silence<'a> {
    source: &'a Source,
    stamps: &'a [Moment],
    regions: &'a Regions,
    /// What it draws, by status.
    drawn: Vec<(Status, &'a EdgeTimeline)>,
    /// It covers the whole country but for what it leaves out.
    covers_country: bool,
}

impl<'a> Silence<'a> {
    pub(super) fn new(
        source: &'a Source,
        stamps: &'a [Moment],
        regions: &'a Regions,
        drawn: Vec<(Status, &'a EdgeTimeline)>,
    ) -> Self {
        let covers_country = regions.covers_country(&source.coverage) && source.coverage.except_regions.is_empty();
        Self { source, stamps, regions, drawn, covers_country }
    }

    /// The versions whose coverage leaves a place out. Of places at sea and abroad nothing is said here: no line lies there.
    fn left_out(&self, p: Position) -> VersionSet {
        let coverage = &self.source.coverage;
        if !self.covers_country && self.is_uncovered(p) {
            return VersionSet::full(self.stamps.len());
        }
        let mut left_out = VersionSet::empty();
        for exception in coverage.except.iter().filter(|e| e.holds(p)) {
            let first = exception.from.map_or(0, |day| self.stamps.partition_point(|s| s.date() < day));
            (first..self.stamps.len()).for_each(|version| left_out.insert(version));
        }
        left_out
    }

    fn is_uncovered(&self, p: Position) -> bool {
        let place = self.regions.whereabouts(p);
        match place.region {
            Some((region, _)) => !self.regions.covers(&self.source.coverage, &self.regions.list()[region].id),
            None => !place.is_outside_everything() && !self.regions.covers_country(&self.source.coverage),
        }
    }

    /// The versions that draw a place with a status, or with another one.
    fn drawn(&self, p: Position, is_wanted: impl Fn(Status) -> bool) -> VersionSet {
        let mut found = VersionSet::empty();
        for (_, layers) in self.drawn.iter().filter(|(status, _)| is_wanted(*status)) {
            found.unite(&layers.locate(p).interior);
        }
        found
    }
}

impl Beyond for Silence<'_> {
    fn unknown_in(&self, at: &dyn Fn(f64) -> Position) -> VersionSet {
        let beside = at(PROBES_M[0]);
        let mut unknown = if self.drawn.iter().any(|(status, _)| *status == Status::Unknown) {
            self.drawn(beside, |status| status == Status::Unknown)
        } else {
            VersionSet::empty()
        };
        let mut silent = |mut silent: VersionSet, p: Position| {
            // What is drawn there all the same is stated.
            if !silent.is_empty() {
                silent.subtract(&self.drawn(p, |status| status != Status::Unknown));
                unknown.unite(&silent);
            }
        };
        if self.source.absence.is_none() {
            silent(VersionSet::full(self.stamps.len()), beside);
        }
        for p in PROBES_M.map(at) {
            silent(self.left_out(p), p);
        }
        unknown
    }
}
