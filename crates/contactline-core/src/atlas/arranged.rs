//! Arrangements made and kept: of each source alone, and of several together.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use crate::model::{Coverage, Date};
use edge_timeline::faces::{Faces, Map};
use edge_timeline::{Area, budget};

use super::Atlas;
use super::arrangement::{Arrangement, LANDS, Layers};
use super::regions::Regions;
use super::timeline::Timeline;

/// The arrangement of these sources.
///
/// # Cost
/// In proportion to the distinct edges of all of them and the places where they cross.
fn arranged(timelines: &[&Timeline], regions: &Regions) -> Arrangement {
    let mut maps: Vec<Map<'_>> = vec![Map::Areas(regions.list().iter().map(|region| &region.land).collect())];
    let mut sources = Vec::with_capacity(timelines.len());
    for timeline in timelines {
        let exceptions = in_order(&timeline.source.coverage);
        let stands = |day: Date| exceptions.partition_point(|(from, _)| from.is_none_or(|from| from <= day));
        sources.push(Layers {
            classes: timeline.classes().iter().map(|class| (class.status, class.holder)).collect(),
            first: maps.len() + 1,
            left_out: maps.len(),
            standing: timeline.stamps().iter().map(|stamp| stands(stamp.date())).collect(),
            absent: timeline.source.absence.map(|(party, _)| party),
            covers: regions.list().iter().map(|region| timeline.covers(&region.id, regions)).collect(),
        });
        maps.push(Map::Areas(exceptions.into_iter().map(|(_, area)| area).collect()));
        maps.extend(timeline.classes().iter().map(|class| Map::Versions(class.layers())));
    }
    let faces = Faces::build(&maps);
    let on = |face: usize| faces.runs(face, LANDS).flatten().collect();
    let regions = std::iter::once(Vec::new()).chain(faces.iter().map(on)).collect();
    Arrangement { faces, sources, regions }
}

/// The ground that a coverage leaves out, in the order of the days from which it does.
fn in_order(coverage: &Coverage) -> Vec<(Option<Date>, &Area)> {
    let mut exceptions: Vec<(Option<Date>, &Area)> =
        coverage.except.iter().map(|exception| (exception.from, &exception.area)).collect();
    exceptions.sort_by_key(|(from, _)| *from);
    exceptions
}

/// The arrangements of several sources that were asked for, the latest last.
#[derive(Debug, Default)]
pub(super) struct Arrangements(Mutex<Vec<(Vec<usize>, Kept)>>);

/// Made by the first who asks for it.
type Kept = Arc<OnceLock<Arrangement>>;

/// Most arrangements of several sources that are kept.
const MAX_KEPT: usize = 8;

impl Arrangements {
    fn get(&self, timelines: &[usize]) -> Kept {
        let mut kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found = match kept.iter().position(|(known, _)| known == timelines) {
            Some(k) => kept.remove(k),
            None => (timelines.to_vec(), Kept::default()),
        };
        if kept.len() == MAX_KEPT {
            kept.remove(0);
        }
        let cell = Arc::clone(&found.1);
        kept.push(found);
        cell
    }
}

impl Atlas {
    /// What `work` makes of the arrangement of these sources, each given by its number in [`Atlas::timelines`], in that order.
    pub fn with_arrangement<T>(&self, timelines: &[usize], work: impl FnOnce(&Arrangement) -> T) -> T {
        let cell = self.arrangements.get(timelines);
        let make = || {
            let timelines: Vec<&Timeline> = timelines.iter().map(|k| &self.timelines[*k]).collect();
            arranged(&timelines, &self.regions)
        };
        work(budget::kept_in(&cell, make))
    }
}

impl Timeline {
    /// The arrangement of this source alone: its number in it is 0.
    #[must_use]
    pub fn arrangement(&self, regions: &Regions) -> &Arrangement {
        budget::kept_in(&self.arrangement, || arranged(&[self], regions))
    }
}
