//! `regimes`: which legal regimes cover a place on a day, by which source's line. A register of texts, no legal advice.

use crate::atlas::{Atlas, LastKnown, Timeline, Whereabouts};
use crate::model::{Date, Extent, Moment, Regime, Said, Setting, Stage, Whose, sentences};
use edge_timeline::Position;

use super::at::{RegionAt, region_at};
use super::control::{ControlAt, control_at};
use super::scene::{RuleEvaluator, Truth};

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
    /// The day asked about.
    pub day: Date,
    /// Its stage in force on the day; none: not in force.
    pub stage: Option<&'a Stage>,
    /// What the answers come to.
    pub applies: Applies,
    /// It applies, or does not, by stale sources alone: as last known.
    pub rests_on_stale: bool,
    /// Why it is not determined, by each source that cannot tell.
    pub reason: Option<Said>,
    /// The answer by each source on which it depends, one that the text names too; empty where the region decides, or the
    /// regime is not in force.
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
    /// Its age in days on the day by which the text goes.
    pub age_days: Option<i64>,
    /// Past the source's limit of age: it counts only where no current source tells.
    pub stale: bool,
    /// Distance to the source's line of contact in metres.
    pub distance_m: Option<f64>,
    /// How near to its line a place may be on the other side, in metres.
    pub uncertain_within_m: Option<f64>,
    /// Nearer to the line than that.
    pub near_line: bool,
    /// Where age makes what it states unknown: what was last known.
    pub last_known: Option<LastKnown>,
}

/// Which regimes cover `position` as of `moment`.
///
/// # Example
/// ```
/// use contactline_core::{example, model::Date, query};
/// use edge_timeline::Position;
///
/// let (atlas, day) = (example::atlas(), "2025-01-01".parse::<Date>()?);
/// let at = query::regimes(&atlas, Position::from_lon_lat(38.25, 48.5)?, day.end());
/// // The maps leave the place to Ukraine on that day, the others do not.
/// assert_eq!(at.regimes[0].applies, query::Applies::Disputed);
/// let by: Vec<_> = at.regimes[0].by_source.iter().map(|by| (by.source, by.truth.as_str())).collect();
/// assert_eq!(by, [("maps", "no"), ("others", "yes")]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
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
    let mut answer = RegimeAt {
        regime,
        day: moment.date(),
        stage: None,
        applies: Applies::No,
        rests_on_stale: false,
        reason: None,
        by_source: Vec::new(),
    };
    let Some(stage) = regime.stage_on(moment.date()) else { return answer };
    answer.stage = Some(stage);
    // Where the region decides, no line does.
    let by_region = by_region(atlas, stage, position, moment, place);
    let deciding = atlas.timelines().iter().zip(control).filter(|_| matches!(by_region, Truth::Open(_)));
    let mut truths = Vec::new();
    for (timeline, asked) in deciding {
        let Some(day) = day_of(stage, timeline, moment) else { continue };
        let truth = truth(&RuleEvaluator::new(atlas, Some(timeline), moment), stage, position, place, control);
        let then = (day != moment).then(|| control_at(atlas, timeline, position, day, place));
        let control = then.as_ref().unwrap_or(asked);
        answer.by_source.push(RegimeBy {
            source: &timeline.source.id,
            truth: truth.clone(),
            version: control.version,
            age_days: control.age_days,
            stale: control.stale,
            distance_m: control.distance_m,
            uncertain_within_m: control.uncertain_within_m,
            near_line: control.near_line,
            last_known: control.last_known,
        });
        truths.push((truth, control.stale));
    }
    if truths.is_empty() {
        // Decided by the region, or nobody can tell.
        truths.push((truth(&RuleEvaluator::new(atlas, None, moment), stage, position, place, control), false));
    }
    answer.come_to(&truths);
    answer
}

/// Whether a stage applies where nothing is known but the region; open where sources decide.
fn by_region(atlas: &Atlas, stage: &Stage, position: Position, moment: Moment, place: &Whereabouts) -> Truth {
    let scene = RuleEvaluator::new(atlas, None, moment);
    settled(stage, |extent| scene.holds_untold(extent, position, place))
}

/// The moment of the version by which a stage goes, where it goes by that source: one that it names, or the one asked where
/// it names none. Where it goes by several days of one source, the last.
fn day_of(stage: &Stage, timeline: &Timeline, moment: Moment) -> Option<Moment> {
    let goes_by = |whose: &Whose| match &whose.source {
        Some(Setting::Given(id)) => *id == timeline.source.id,
        Some(Setting::Parameter(_)) => false,
        None => true,
    };
    let day = |whose: &Whose| match &whose.on {
        Some(Setting::Given(day)) => day.end(),
        _ => moment,
    };
    stage.extents().flat_map(Extent::walk).filter_map(Extent::whose).filter(|whose| goes_by(whose)).map(day).max()
}

fn truth<'a>(
    scene: &RuleEvaluator<'a>,
    stage: &Stage,
    position: Position,
    place: &Whereabouts,
    control: &[ControlAt<'a>],
) -> Truth {
    settled(stage, |extent| scene.holds_by(extent, position, place, control))
}

/// Whether a stage applies, where its extents hold as told: open where that is not determined, and where it is not told whether
/// the place lies on such ground.
pub(super) fn settled(stage: &Stage, holds: impl Fn(&Extent) -> Truth) -> Truth {
    let mut untold = None;
    for ground in &stage.not_determined {
        match holds(&ground.extent) {
            Truth::Yes | Truth::Boundary => return Truth::Open(ground.told()),
            Truth::No => {}
            Truth::Open(reason) => untold = Some(reason),
        }
    }
    match (holds(&stage.extent), untold) {
        (told, None) | (told @ Truth::Open(_), Some(_)) => told,
        (_, Some(reason)) => Truth::Open(reason),
    }
}

impl RegimeAt<'_> {
    /// What the answers come to: over current sources that can tell; over stale ones where no current one can.
    fn come_to(&mut self, truths: &[(Truth, bool)]) {
        let telling = || truths.iter().filter(|(truth, _)| !matches!(truth, Truth::Open(_)));
        self.rests_on_stale = telling().count() > 0 && telling().all(|(_, stale)| *stale);
        let counted: Vec<&Truth> =
            telling().filter(|(_, stale)| self.rests_on_stale || !stale).map(|(truth, _)| truth).collect();
        let all = |wanted: &Truth| !counted.is_empty() && counted.iter().all(|truth| *truth == wanted);
        (self.applies, self.reason) = if all(&Truth::Yes) {
            (Applies::Yes, None)
        } else if all(&Truth::No) {
            (Applies::No, None)
        } else if counted.is_empty() {
            (Applies::NotDetermined, reasons(truths))
        } else if counted.iter().any(|truth| **truth == Truth::Boundary) {
            (Applies::NotDetermined, Some(sentences::ON_THE_LINE.into()))
        } else {
            (Applies::Disputed, None)
        };
    }
}

/// Why none can tell, each reason once.
fn reasons(truths: &[(Truth, bool)]) -> Option<Said> {
    let mut reasons: Vec<Said> = Vec::new();
    for (truth, _) in truths {
        if let Truth::Open(reason) = truth
            && !reasons.contains(reason)
        {
            reasons.push(reason.clone());
        }
    }
    Said::joined(reasons)
}
