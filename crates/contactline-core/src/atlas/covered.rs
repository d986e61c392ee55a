//! What a source's coverage makes of each region, by the region's number.

use crate::model::{Coverage, Date, Moment};
use edge_timeline::{BBox, Position};

use super::regions::{Regions, Whereabouts};

/// A coverage, resolved once.
#[derive(Debug)]
pub(super) struct Covered {
    /// The regions (one may be the country) on whose land the source speaks.
    named: Vec<usize>,
    /// For each region: the coverage leaves it out.
    left_out: Vec<bool>,
    /// For each region: the coverage names it or the country, and does not leave it out.
    covers: Vec<bool>,
    /// The boxes around the ground left out, in the coverage's order.
    exceptions: Vec<BBox>,
}

impl Covered {
    pub(super) fn new(coverage: &Coverage, regions: &Regions) -> Self {
        let list = regions.list();
        Self {
            named: coverage.regions.iter().filter_map(|id| regions.position(id)).collect(),
            left_out: list.iter().map(|region| coverage.except_regions.contains(&region.id)).collect(),
            covers: list.iter().map(|region| regions.covers(coverage, &region.id)).collect(),
            exceptions: coverage.except.iter().map(|exception| exception.area.bbox()).collect(),
        }
    }

    /// Whether the region in which a place lies is left out.
    pub(super) fn leaves_out_region(&self, place: &Whereabouts) -> bool {
        place.region.is_some_and(|(region, _)| self.left_out[region])
    }

    /// Whether a place lies on the land of which the source speaks.
    pub(super) fn is_on_land(&self, place: &Whereabouts) -> bool {
        self.named.iter().any(|region| place.on_land_of(*region))
    }

    /// Whether the coverage names a region, or the country that holds it.
    pub(super) fn covers(&self, region: usize) -> bool {
        self.covers[region]
    }

    /// Whether a version of a moment leaves out the ground on which a place lies.
    pub(super) fn excepts(&self, coverage: &Coverage, moment: Moment, p: Position) -> bool {
        self.holding(coverage, p).any(|from| from.is_none_or(|from| from <= moment.date()))
    }

    /// From which day on each piece of ground is left out on which a place lies.
    pub(super) fn holding<'a>(
        &'a self,
        coverage: &'a Coverage,
        p: Position,
    ) -> impl Iterator<Item = Option<Date>> + 'a {
        let boxed = coverage.except.iter().zip(&self.exceptions);
        boxed.filter(move |(exception, bbox)| bbox.holds(p) && exception.holds(p)).map(|(exception, _)| exception.from)
    }
}
