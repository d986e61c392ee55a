//! How much of a target each version of a source holds, by status and holder.

use crate::model::{Party, Status};
use edge_timeline::prepared::PreparedArea;
use edge_timeline::{Area, VersionSet, budget, overlay};

use super::record::stated;
use super::regions::Regions;
use super::timeline::Timeline;

/// Areas of one target: by status and holder for every version asked for, and what the source covers of it.
#[derive(Clone, Debug)]
pub struct Table {
    /// For each class: status, holder, square metres by version.
    pub classes: Vec<ClassAreas>,
    /// For each version, what is covered and in no class: the holder by absence has it.
    pub absent_m2: Vec<f64>,
    /// For each version, what the source does not speak of.
    pub unknown_m2: Vec<f64>,
}

/// Status, holder, and square metres by version.
type ClassAreas = (Status, Option<Party>, Vec<f64>);

impl Timeline {
    /// The areas of a region's land by status, holder and version.
    #[must_use]
    pub fn table(&self, region: usize, regions: &Regions) -> &Table {
        let make = || {
            let land = &regions.list()[region].land;
            let covered = self.covers(&regions.list()[region].id, regions);
            self.table_of(land, regions.land_cutter(region), covered, &VersionSet::full(self.stamps.len()))
        };
        budget::kept_in(&self.tables[region], make)
    }

    /// The areas of any target by status, holder and version, of the versions `asked` for; `covered`: the source speaks
    /// of it.
    #[must_use]
    pub fn table_of(&self, target: &Area, cutter: &PreparedArea, covered: bool, asked: &VersionSet) -> Table {
        let whole_m2 = target.area_m2();
        let classes = self.class_areas(target, cutter, asked);
        let versions = self.stamps.len();
        let sum = |classes: &[ClassAreas], v: usize| classes.iter().map(|c| c.2[v]).sum::<f64>();
        let rest: Vec<f64> = (0..versions).map(|v| (whole_m2 - sum(&classes, v)).max(0.0)).collect();
        if !covered || self.source.absence.is_none() {
            return Table { classes, absent_m2: vec![0.0; versions], unknown_m2: rest };
        }
        // What the coverage leaves out is unknown where no polygon speaks. It changes on few days.
        let mut unknown_m2 = vec![0.0; versions];
        let mut outs: Vec<(Area, f64, Vec<ClassAreas>)> = Vec::new();
        for (version, unknown) in unknown_m2.iter_mut().enumerate() {
            let boxes = self.left_out(version);
            if boxes.is_empty() {
                continue;
            }
            if outs.last().is_none_or(|(last, ..)| *last != boxes) {
                let out = overlay::intersection(target, &boxes);
                let areas = self.class_areas(&out, &PreparedArea::from_area(&out), asked);
                outs.push((boxes, out.area_m2(), areas));
            }
            if let Some((_, out_m2, areas)) = outs.last() {
                *unknown = (out_m2 - sum(areas, version)).max(0.0);
            }
        }
        let absent_m2 = rest.iter().zip(&unknown_m2).map(|(rest, unknown)| (rest - unknown).max(0.0)).collect();
        Table { classes, absent_m2, unknown_m2 }
    }

    /// The ground that the coverage leaves out of a version.
    #[must_use]
    pub fn left_out(&self, version: usize) -> Area {
        overlay::union(self.source.coverage.exceptions_on(self.stamps[version].date()).map(|e| &e.area))
    }

    fn class_areas(&self, target: &Area, cutter: &PreparedArea, asked: &VersionSet) -> Vec<ClassAreas> {
        let Some(cells) = &self.cells else {
            let drawn = self.classes.iter().map(|c| (c.status, c.holder, c.areas_m2(target, cutter, asked)));
            return drawn.collect();
        };
        // Cells do not change: measure each once, then add up by what is stated and day.
        let cell_m2 = cells.areas_m2(target, cutter);
        let classes = self.classes.iter().map(|class| (class.status, class.holder, vec![0.0; self.stamps.len()]));
        let mut classes: Vec<ClassAreas> = classes.collect();
        for (settlement, m2) in cells.settlements().iter().zip(&cell_m2).filter(|(_, m2)| **m2 > 0.0) {
            for ((status, holder, _), versions) in stated(settlement, self.stamps.len(), |k| self.stamps[k].date()) {
                let class = classes.iter_mut().find(|class| (class.0, class.1) == (status, holder));
                class.into_iter().for_each(|class| versions.iter().for_each(|version| class.2[version] += m2));
            }
        }
        classes
    }
}
