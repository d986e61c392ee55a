//! `regimes`: which legal regimes cover a place on a day, by which source's line. A register of texts, no legal advice.

use crate::atlas::{Atlas, Whereabouts};
use crate::geometry::Position;
use crate::model::{Extent, Moment, Regime, Stage};

use super::at::{ControlAt, RegionAt, control_at, region_at};
use super::scene::{Scene, Truth};

/// The regimes at one place and moment.
#[derive(Clone, Debug)]
pub struct Regimes<'a> {
    /// The place asked about.
    pub position: Position,
    /// The moment asked about.
    pub moment: Moment,
    /// The region it lies in.
    pub region: Option<RegionAt<'a>>,
    /// One answer per source: what the regimes' answers rest on.
    pub control: Vec<ControlAt<'a>>,
    /// Every regime of the register, in its order.
    pub regimes: Vec<RegimeAt<'a>>,
}

/// One regime at a place.
#[derive(Clone, Debug)]
pub struct RegimeAt<'a> {
    /// The regime.
    pub regime: &'a Regime,
    /// Its stage in force on the day; none: not in force.
    pub stage: Option<&'a Stage>,
    /// What the answers come to.
    pub applies: Applies,
    /// Why it is not determined.
    pub reason: Option<String>,
    /// The answer by each source's line; empty where it depends on no source, or the regime is not in force.
    pub by_source: Vec<RegimeBy<'a>>,
}

/// Whether a regime applies; never a vote.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Applies {
    /// It does, by every source that can tell.
    Yes,
    /// It does not.
    No,
    /// By some sources it does, by others not.
    Disputed,
    /// Nobody can tell, or nobody has determined it.
    NotDetermined,
}

impl Applies {
    /// The word on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Disputed => "disputed",
            Self::NotDetermined => "not_determined",
        }
    }
}

/// The answer by one source's line.
#[derive(Clone, Debug)]
pub struct RegimeBy<'a> {
    /// Source id.
    pub source: &'a str,
    /// Whether it applies.
    pub truth: Truth,
    /// The version that answers.
    pub version: Option<Moment>,
    /// Older than the source's limit: it counts only where no current source tells.
    pub stale: bool,
    /// Distance to the source's line of contact in metres.
    pub distance_m: Option<f64>,
    /// Nearer to the line than the source is precise.
    pub near_line: bool,
}

/// Which regimes cover `position` as of `moment`.
#[must_use]
pub fn regimes(atlas: &Atlas, position: Position, moment: Moment) -> Regimes<'_> {
    let place = atlas.places().whereabouts(position);
    let control: Vec<ControlAt<'_>> =
        atlas.timelines().iter().map(|t| control_at(atlas, t, position, moment, &place)).collect();
    let regimes = regimes_at(atlas, position, moment, &place, &control);
    Regimes { position, moment, region: region_at(atlas, &place), control, regimes }
}

/// The regimes at a place of which it is known what every source states.
pub(super) fn regimes_at<'a>(
    atlas: &'a Atlas,
    position: Position,
    moment: Moment,
    place: &Whereabouts,
    control: &[ControlAt<'a>],
) -> Vec<RegimeAt<'a>> {
    atlas.regimes().iter().map(|regime| regime_at(atlas, regime, position, moment, place, control)).collect()
}

fn regime_at<'a>(
    atlas: &'a Atlas,
    regime: &'a Regime,
    position: Position,
    moment: Moment,
    place: &Whereabouts,
    control: &[ControlAt<'a>],
) -> RegimeAt<'a> {
    let mut answer = RegimeAt { regime, stage: None, applies: Applies::No, reason: None, by_source: Vec::new() };
    let Some(stage) = regime.stage_on(moment.date()) else { return answer };
    answer.stage = Some(stage);
    // Where region and named sources decide, no other line does.
    let without = truth(&Scene::new(atlas, None, moment), stage, position, place);
    let depends = |extent: &Extent| extent.depends_on_source_asked();
    let by_line = matches!(without, Truth::Open(_))
        && (depends(&stage.extent) || stage.not_determined.as_ref().is_some_and(depends));
    let timelines = atlas.timelines().iter().zip(control).filter(|_| by_line);
    let mut truths = Vec::new();
    for (timeline, control) in timelines {
        let truth = truth(&Scene::new(atlas, Some(timeline), moment), stage, position, place);
        answer.by_source.push(RegimeBy {
            source: &timeline.source.id,
            truth: truth.clone(),
            version: control.version,
            stale: control.stale,
            distance_m: control.distance_m,
            near_line: control.near_line,
        });
        truths.push((truth, control.stale));
    }
    if !by_line {
        truths.push((without, false));
    }
    (answer.applies, answer.reason) = together(&truths);
    answer
}

fn truth(scene: &Scene<'_>, stage: &Stage, position: Position, place: &Whereabouts) -> Truth {
    settled(stage, |extent| scene.holds(extent, position, place))
}

/// Whether a stage applies, where its extents hold as told: open where the text does not determine it.
pub(super) fn settled(stage: &Stage, holds: impl Fn(&Extent) -> Truth) -> Truth {
    match stage.not_determined.as_ref().map(&holds) {
        Some(Truth::Yes | Truth::Boundary) => Truth::Open("the text does not determine it".into()),
        _ => holds(&stage.extent),
    }
}

/// What the answers come to: over current sources that can tell; over stale ones where no current one can.
fn together(truths: &[(Truth, bool)]) -> (Applies, Option<String>) {
    let tells = |(truth, _): &&(Truth, bool)| !matches!(truth, Truth::Open(_));
    let telling: Vec<&(Truth, bool)> = truths.iter().filter(tells).collect();
    let all_stale = telling.iter().all(|(_, stale)| *stale);
    let counted: Vec<&Truth> =
        telling.iter().filter(|(_, stale)| all_stale || !stale).map(|(truth, _)| truth).collect();
    let why = |truths: &[(Truth, bool)]| {
        truths.iter().find_map(|(truth, _)| match truth {
            Truth::Open(reason) => Some(reason.clone()),
            _ => None,
        })
    };
    let all = |wanted: &Truth| !counted.is_empty() && counted.iter().all(|truth| *truth == wanted);
    if all(&Truth::Yes) {
        (Applies::Yes, None)
    } else if all(&Truth::No) {
        (Applies::No, None)
    } else if counted.is_empty() {
        (Applies::NotDetermined, why(truths).or_else(|| Some("no source is loaded".into())))
    } else if counted.iter().any(|truth| **truth == Truth::Boundary) {
        (Applies::NotDetermined, Some("the place is on the line itself".into()))
    } else {
        (Applies::Disputed, None)
    }
}
