//! `classify`: region, verdict and every source's holder of one row among many; `at` without what a table has no room for.

use crate::atlas::{Atlas, Whereabouts};
use crate::model::Moment;
use edge_timeline::Position;

use super::at::{RegionAt, region_at};
use super::control::{ControlAt, Verdict, control_at, verdict};
use super::regimes::{Applies, regimes_at};

/// The short answer for one row.
#[derive(Clone, Debug)]
pub struct Classified<'a> {
    /// The region it lies in.
    pub region: Option<RegionAt<'a>>,
    /// What the sources' answers come to.
    pub verdict: Verdict<'a>,
    /// One answer per source, in the atlas's order.
    pub control: Vec<ControlAt<'a>>,
    /// Where asked for: what each legal regime comes to, in the atlas's order.
    pub regimes: Vec<Screened>,
}

/// What a legal regime comes to at one row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Screened {
    /// Whether it applies.
    pub applies: Applies,
    /// That rests on stale sources alone.
    pub rests_on_stale: bool,
}

/// The short answer at `position` as of `moment`: the same statements and verdict as [`at`](super::at()) gives.
#[must_use]
pub fn classify(atlas: &Atlas, position: Position, moment: Moment) -> Classified<'_> {
    classified(atlas, position, moment, &atlas.places().whereabouts(position))
}

/// The short answer with what every legal regime comes to, as [`regimes`](super::regimes()) gives it.
#[must_use]
pub fn screen(atlas: &Atlas, position: Position, moment: Moment) -> Classified<'_> {
    let place = atlas.places().whereabouts(position);
    let mut answer = classified(atlas, position, moment, &place);
    let regimes = regimes_at(atlas, position, moment, &place, &answer.control);
    answer.regimes =
        regimes.iter().map(|r| Screened { applies: r.applies, rests_on_stale: r.rests_on_stale }).collect();
    answer
}

fn classified<'a>(atlas: &'a Atlas, position: Position, moment: Moment, place: &Whereabouts) -> Classified<'a> {
    let control: Vec<ControlAt<'_>> =
        atlas.timelines().iter().map(|t| control_at(atlas, t, position, moment, place)).collect();
    let verdict = verdict(&control);
    Classified { region: region_at(atlas, place), verdict, control, regimes: Vec::new() }
}
