//! `regimes`: which legal regimes cover a place on a day, by which source's line. A register of texts, no legal advice.

use std::cell::OnceCell;

use crate::atlas::{Atlas, ByGround, LastKnown, Staged, Timeline, Whereabouts};
use crate::model::{Date, Extent, Moment, Regime, Said, Stage, sentences};
use edge_timeline::Position;

use super::at::{RegionAt, region_at};
use super::control::{ControlAt, control_at};
use super::heard::Heard;
use super::scene::{RuleEvaluator, Truth};
use super::why::Why;

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
    /// What of that stage is the same for many places.
    pub staged: Option<&'a Staged>,
    /// What the answers come to.
    pub applies: Applies,
    /// It applies, or does not, by stale sources alone: as last known.
    pub rests_on_stale: bool,
    /// Why it is not determined, by each source that cannot tell.
    open: Vec<Why<'a>>,
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
#[derive(Clone, Debug, PartialEq)]
pub struct RegimeBy<'a> {
    /// Source id.
    pub source: &'a str,
    /// Whether it applies.
    pub truth: Truth<'a>,
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
    let heard = Heard::new(atlas, position, place, moment, control);
    let is_at_sea = OnceCell::new();
    let is_at_sea = || *is_at_sea.get_or_init(|| atlas.places().is_offshore(position, place));
    let at = |(regime, stage): (&'a Regime, Option<(&'a Stage, &'a Staged)>)| {
        let mut answer = RegimeAt {
            regime,
            day: moment.date(),
            stage: stage.map(|(stage, _)| stage),
            staged: stage.map(|(_, staged)| staged),
            applies: Applies::No,
            rests_on_stale: false,
            open: Vec::new(),
            by_source: Vec::new(),
        };
        match stage.map(|(stage, staged)| (stage, staged, staged.at(place, is_at_sea))) {
            None | Some((_, _, ByGround::Settled(false))) => {}
            Some((_, _, ByGround::Settled(true))) => answer.applies = Applies::Yes,
            Some((stage, staged, by_ground)) => answer.decide(stage, staged, by_ground, &heard),
        }
        answer
    };
    atlas.regimes_on(moment.date()).map(at).collect()
}

impl<'a> RegimeAt<'a> {
    /// Takes in what a stage comes to at a place, where the region alone does not settle it.
    fn decide(&mut self, stage: &'a Stage, staged: &'a Staged, by_ground: ByGround, heard: &Heard<'_, 'a>) {
        let Heard { atlas, moment, .. } = *heard;
        let sources_decide = by_ground == ByGround::Sources || {
            let scene = RuleEvaluator::new(atlas, None, moment);
            settled(stage, |extent| scene.holds_untold(extent, heard.position, heard.place)).is_open()
        };
        let truth = |asked: Option<&'a Timeline>| {
            let scene = RuleEvaluator::new(atlas, asked, moment);
            settled(stage, |extent| scene.holds_by(extent, heard))
        };
        let deciding = atlas.timelines().iter().enumerate().filter(|_| sources_decide);
        let mut truths = Vec::new();
        for (number, timeline) in deciding {
            let Some(day) = staged.moment_of(number, moment) else { continue };
            let truth = truth(Some(timeline));
            let by = heard.told(timeline, day, |control| RegimeBy {
                source: &timeline.source.id,
                truth,
                version: control.version,
                age_days: control.age_days,
                stale: control.stale,
                distance_m: control.distance_m,
                uncertain_within_m: control.uncertain_within_m,
                near_line: control.near_line,
                last_known: control.last_known,
            });
            truths.push((truth, by.stale));
            self.by_source.push(by);
        }
        if truths.is_empty() {
            // Decided by the region, or nobody can tell.
            truths.push((truth(None), false));
        }
        self.come_to(&truths);
    }

    /// Why it is not determined, as facts: in words, [`RegimeAt::reason`].
    #[must_use]
    pub fn open(&self) -> &[Why<'a>] {
        &self.open
    }

    /// Why it is not determined, by each source that cannot tell.
    #[must_use]
    pub fn reason(&self) -> Option<Said> {
        let mut reasons: Vec<Said> = Vec::new();
        for reason in self.open.iter().map(Why::told) {
            if !reasons.contains(&reason) {
                reasons.push(reason);
            }
        }
        Said::joined(reasons)
    }
}

/// Whether a stage applies, where its extents hold as told: open where that is not determined, and where it is not told whether
/// the place lies on such ground.
pub(super) fn settled<'e>(stage: &'e Stage, holds: impl Fn(&'e Extent) -> Truth<'e>) -> Truth<'e> {
    let mut untold = None;
    for ground in &stage.not_determined {
        match holds(&ground.extent) {
            Truth::Yes | Truth::Boundary => return Truth::Open(Why::NotDetermined(ground)),
            Truth::No => {}
            Truth::Open(reason) => untold = Some(reason),
        }
    }
    match (holds(&stage.extent), untold) {
        (told, None) | (told @ Truth::Open(_), Some(_)) => told,
        (_, Some(reason)) => Truth::Open(reason),
    }
}

impl<'a> RegimeAt<'a> {
    /// What the answers come to: over current sources that can tell; over stale ones where no current one can.
    fn come_to(&mut self, truths: &[(Truth<'a>, bool)]) {
        let telling = || truths.iter().filter(|(truth, _)| !truth.is_open());
        self.rests_on_stale = telling().count() > 0 && telling().all(|(_, stale)| *stale);
        let counted = || telling().filter(|(_, stale)| self.rests_on_stale || !stale).map(|(truth, _)| *truth);
        let all = |wanted: Truth<'_>| counted().count() > 0 && counted().all(|truth| truth == wanted);
        (self.applies, self.open) = if all(Truth::Yes) {
            (Applies::Yes, Vec::new())
        } else if all(Truth::No) {
            (Applies::No, Vec::new())
        } else if counted().count() == 0 {
            (Applies::NotDetermined, truths.iter().filter_map(|(truth, _)| truth.why().copied()).collect())
        } else if counted().any(|truth| truth == Truth::Boundary) {
            (Applies::NotDetermined, vec![Why::Always(sentences::ON_THE_LINE)])
        } else {
            (Applies::Disputed, Vec::new())
        };
    }
}
