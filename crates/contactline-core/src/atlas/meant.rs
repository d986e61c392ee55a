//! The source meant where one is wanted and none is named. The one place that chooses: the page, pictures, tiles, questions and
//! the command line all ask here.

use crate::model::{Drawing, Moment, Source, Status};

use super::Atlas;
use super::regions::Regions;
use super::timeline::Timeline;

impl Atlas {
    /// The source meant as of these moments for the land of these regions (none: the six), of those that may be: the one that
    /// speaks of most of that land then, in whole parts of a hundred; of several the one whose versions are the newest then.
    /// What was drawn as a map goes before cells around settlements.
    ///
    /// # Cost
    /// What the coverage of a version leaves out is cut out of the land once for each region.
    #[must_use]
    pub fn timeline_meant(
        &self,
        moments: &[Moment],
        regions: &[usize],
        may_be: impl Fn(&Source) -> bool,
    ) -> Option<&Timeline> {
        let own: Vec<usize> = self.own_regions().collect();
        let regions = if regions.is_empty() { &own } else { regions };
        let land_m2: f64 = regions.iter().map(|region| self.regions.land_m2(*region)).sum();
        let rank = |t: &&Timeline| {
            let speaking: Vec<usize> = moments.iter().filter_map(|moment| t.speaking(*moment)).collect();
            let known_m2 = |version: &usize| -> f64 {
                regions.iter().map(|region| t.known_m2(*version, *region, &self.regions)).sum()
            };
            let percent =
                speaking.iter().map(|version| (100.0 * known_m2(version) / land_m2).round() as u32).sum::<u32>();
            let newest: Vec<Moment> = speaking.iter().rev().map(|version| t.stamps()[*version]).collect();
            (t.source.drawing == Drawing::Drawn, percent, newest, t.stamps().last().copied())
        };
        self.timelines.iter().filter(|t| may_be(&t.source)).max_by_key(rank)
    }
}

impl Timeline {
    /// How much of a region's land a version speaks of, in square metres.
    fn known_m2(&self, version: usize, region: usize, regions: &Regions) -> f64 {
        if self.source.absence.is_none() {
            let table = self.table(region, regions);
            let known = table.classes.iter().filter(|(status, ..)| *status != Status::Unknown);
            return known.map(|(.., m2)| m2[version]).sum();
        }
        regions.land_m2(region) - self.silent_m2(version, region, regions)
    }
}
