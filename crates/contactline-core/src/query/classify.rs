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
///
/// # Example
/// ```
/// use contactline_core::{example, model::Date, query};
/// use edge_timeline::Position;
///
/// let (atlas, day) = (example::atlas(), "2025-01-03".parse::<Date>()?);
/// let classified = query::classify(&atlas, Position::from_lon_lat(38.25, 48.5)?, day.end());
/// assert_eq!(classified.verdict.kind.as_str(), "agreed");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[must_use]
pub fn classify(atlas: &Atlas, position: Position, moment: Moment) -> Classified<'_> {
    classified(atlas, position, moment, &atlas.places().whereabouts(position))
}

/// The short answer with what every legal regime comes to, as [`regimes`](super::regimes()) gives it.
///
/// # Example
/// ```
/// use contactline_core::{example, model::Date, query};
/// use edge_timeline::Position;
///
/// let (atlas, day) = (example::atlas(), "2025-01-01".parse::<Date>()?);
/// let applies = |lon| -> Result<_, edge_timeline::PositionError> {
///     Ok(query::screen(&atlas, Position::from_lon_lat(lon, 48.5)?, day.end()).regimes[0].applies)
/// };
/// assert_eq!(applies(38.75)?, query::Applies::Yes);
/// assert_eq!(applies(38.25)?, query::Applies::Disputed);
/// assert_eq!(applies(37.5)?, query::Applies::No);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
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
