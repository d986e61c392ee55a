//! The land that a source's coverage leaves out and that it does not draw: there it is silent. What a coverage leaves out changes
//! on few days, and so does what is drawn there: each is cut once, for all versions alike.

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::model::Status;
use edge_timeline::prepared::PreparedArea;
use edge_timeline::{Area, budget, overlay};

use super::control_layer::ControlLayer;
use super::regions::Regions;
use super::timeline::Timeline;

/// What versions are silent of in one region, as long as their coverage leaves the same out.
#[derive(Debug)]
pub(super) struct Silent {
    /// What the coverage leaves out.
    left_out: Measured,
    /// For each version the number of those alike that draw something there; none where it draws nothing.
    of_version: Vec<Option<usize>>,
    /// For each of those numbers the first version, and what such versions leave: cut when first asked for.
    left: Vec<(usize, OnceLock<Measured>)>,
}

#[derive(Debug)]
struct Measured {
    area: Area,
    area_m2: OnceLock<f64>,
}

impl Measured {
    fn new(area: Area) -> Self {
        Self { area, area_m2: OnceLock::new() }
    }
}

impl Timeline {
    /// The part of a region's land that a version's coverage leaves out and that it does not draw: there it is silent.
    /// Of a source whose silence means nothing anywhere, no more than that.
    ///
    /// # Cost
    /// The first call for each set of exceptions cuts every distinct edge once, the first for versions alike makes an overlay.
    #[must_use]
    pub fn silent_of(&self, version: usize, region: usize, regions: &Regions) -> &Area {
        &self.silent(version, region, regions).area
    }

    /// How much that is, in square metres.
    pub(super) fn silent_m2(&self, version: usize, region: usize, regions: &Regions) -> f64 {
        let silent = self.silent(version, region, regions);
        *silent.area_m2.get_or_init(|| silent.area.area_m2())
    }

    fn silent(&self, version: usize, region: usize, regions: &Regions) -> &Measured {
        let is_whole = !self.covers(&regions.list()[region].id, regions);
        // A day on which more is left out than on another leaves out all that the other does.
        let exceptions = self.source.coverage.exceptions_on(self.stamps[version].date());
        let exceptions = if is_whole { 0 } else { exceptions.count() };
        let kept = &self.silent[exceptions * regions.list().len() + region];
        let silent = budget::kept_in(kept, || self.cut_silent(version, region, is_whole, regions));
        let Some((first, left)) = silent.of_version[version].and_then(|alike| silent.left.get(alike)) else {
            return &silent.left_out;
        };
        budget::kept_in(left, || Measured::new(self.not_drawn(*first, &silent.left_out.area)))
    }

    /// What a version's coverage leaves out of a region, and which versions draw the same there.
    fn cut_silent(&self, version: usize, region: usize, is_whole: bool, regions: &Regions) -> Silent {
        let land = &regions.list()[region].land;
        let left_out = match self.left_out(version) {
            _ if is_whole => land.clone(),
            left_out if left_out.bbox().meets(&land.bbox()) => overlay::intersection(land, &left_out),
            _ => Area::empty(),
        };
        let mut numbers: HashMap<Vec<Option<usize>>, usize> = HashMap::new();
        let (mut of_version, mut left) = (vec![None; self.stamps.len()], Vec::new());
        if !left_out.is_empty() {
            let own;
            let cutter = if is_whole {
                regions.land_cutter(region)
            } else {
                own = PreparedArea::from_area(&left_out);
                &own
            };
            let by_class: Vec<Vec<Option<usize>>> =
                self.stating().map(|class| class.layers().alike_on(&left_out, cutter)).collect();
            for (version, number) in of_version.iter_mut().enumerate() {
                let drawn: Vec<Option<usize>> = by_class.iter().map(|of_class| of_class[version]).collect();
                if drawn.iter().any(Option::is_some) {
                    *number = Some(*numbers.entry(drawn).or_insert_with(|| {
                        left.push((version, OnceLock::new()));
                        left.len() - 1
                    }));
                }
            }
        }
        Silent { left_out: Measured::new(left_out), of_version, left }
    }

    /// What a version draws nothing on, of some ground.
    fn not_drawn(&self, version: usize, ground: &Area) -> Area {
        let drawn: Vec<Area> = self.stating().map(|class| class.area(version)).collect();
        // One cut for all that may lie there: a record draws its cells by the hundred.
        let near: Vec<&Area> = drawn.iter().filter(|drawn| drawn.bbox().meets(&ground.bbox())).collect();
        if near.is_empty() { ground.clone() } else { overlay::difference(ground, &overlay::union(near)) }
    }

    /// The classes that state something.
    fn stating(&self) -> impl Iterator<Item = &ControlLayer> {
        self.classes.iter().filter(|class| class.status != Status::Unknown)
    }
}
