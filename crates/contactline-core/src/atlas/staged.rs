//! What a stage of a legal regime comes to by the region alone, and by whose line it goes where that does not settle it: found once
//! for all places.

use crate::model::{Extent, Moment, Region, Setting, Stage};

use super::beside::Beside;
use super::regions::{Regions, Whereabouts};
use super::timeline::Timeline;

/// A stage, with what of it is the same for many places.
#[derive(Debug)]
pub struct Staged {
    /// By the kind of ground ([`ground`]).
    by_ground: Vec<ByGround>,
    /// By which sources' lines it goes, and on which day where it fixes one.
    goes_by: Vec<(Which, Option<Moment>)>,
    /// For its texts as they are shown.
    pub beside: Beside,
}

/// What a stage comes to on one kind of ground.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ByGround {
    /// It applies, or does not, whatever sources say.
    Settled(bool),
    /// Sources decide, or it is not determined.
    Sources,
    /// The place itself counts: a shape drawn for the rule has a part in it.
    Place,
}

/// Whose line a rule goes by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Which {
    /// That of the source asked, whichever it is.
    Asked,
    /// That of the timeline of this number.
    Named(usize),
}

impl Staged {
    pub(super) fn new(stage: &Stage, regions: &Regions, timelines: &[Timeline]) -> Self {
        let on = |region: Option<&Region>, is_at_sea| on_ground(stage, region, is_at_sea);
        let of_region = |region| [on(Some(region), false), on(Some(region), true)];
        let by_ground = std::iter::once(on(None, false)).chain(regions.list().iter().flat_map(of_region)).collect();
        let whose = stage.extents().flat_map(Extent::walk).filter_map(Extent::whose);
        let goes_by = whose.filter_map(|whose| {
            let which = match &whose.source {
                None => Which::Asked,
                Some(Setting::Given(id)) => Which::Named(timelines.iter().position(|t| t.source.id == *id)?),
                Some(Setting::Parameter(_)) => return None,
            };
            Some((which, whose.on.as_ref().and_then(Setting::value).map(|day| day.end())))
        });
        Self { by_ground, goes_by: goes_by.collect(), beside: Beside::default() }
    }

    /// What the region of a place alone makes of it; `is_at_sea` tells of a place in a region's waters whether it is off quays and
    /// spits.
    #[must_use]
    pub fn at(&self, place: &Whereabouts, is_at_sea: impl FnOnce() -> bool) -> ByGround {
        let ground = match place.region {
            None => 0,
            Some((region, on_land)) => 1 + 2 * region + usize::from(!on_land && is_at_sea()),
        };
        self.by_ground[ground]
    }

    /// The moment of the version by which the stage goes, where it goes by that timeline's: one that it names, or the one asked
    /// where it names none. Where it goes by several days of one source, the last.
    #[must_use]
    pub fn moment_of(&self, timeline: usize, asked: Moment) -> Option<Moment> {
        let goes_by = |which: Which| which == Which::Asked || which == Which::Named(timeline);
        self.goes_by.iter().filter(|(which, _)| goes_by(*which)).map(|(_, on)| on.unwrap_or(asked)).max()
    }
}

fn on_ground(stage: &Stage, region: Option<&Region>, is_at_sea: bool) -> ByGround {
    let holds = |extent: &Extent| holds(extent, region, is_at_sea);
    let mut sum = holds(&stage.extent);
    for ground in &stage.not_determined {
        sum = match (holds(&ground.extent), sum) {
            (ByGround::Settled(false), sum) => sum,
            (ByGround::Place, _) | (_, ByGround::Place) => ByGround::Place,
            (ByGround::Sources | ByGround::Settled(true), _) => ByGround::Sources,
        };
    }
    sum
}

/// Whether an extent holds on a kind of ground, as three-valued logic has it.
fn holds(extent: &Extent, region: Option<&Region>, is_at_sea: bool) -> ByGround {
    let holds = |extent: &Extent| holds(extent, region, is_at_sea);
    // One that is `settling` settles the whole.
    let joined = |list: &[Extent], settling: bool| {
        list.iter().map(holds).fold(ByGround::Settled(!settling), |sum, next| match (sum, next) {
            (ByGround::Settled(is), _) | (_, ByGround::Settled(is)) if is == settling => ByGround::Settled(settling),
            (ByGround::Settled(_), other) | (other, ByGround::Settled(_)) => other,
            (ByGround::Place, _) | (_, ByGround::Place) => ByGround::Place,
            (ByGround::Sources, ByGround::Sources) => ByGround::Sources,
        })
    };
    match extent {
        Extent::Everywhere => ByGround::Settled(true),
        Extent::Sea => ByGround::Settled(is_at_sea),
        Extent::Region(ids) => ByGround::Settled(region.is_some_and(|region| ids.contains(&region.id))),
        Extent::Group(groups) => {
            ByGround::Settled(region.is_some_and(|region| region.groups.iter().any(|g| groups.contains(g))))
        }
        Extent::HeldBy(..) | Extent::Contested(_) | Extent::WithinDistanceOfLine { .. } => ByGround::Sources,
        Extent::Drawn(_) => ByGround::Place,
        Extent::And(list) => joined(list, false),
        Extent::Or(list) => joined(list, true),
        Extent::Not(extent) => match holds(extent) {
            ByGround::Settled(is) => ByGround::Settled(!is),
            other => other,
        },
    }
}
