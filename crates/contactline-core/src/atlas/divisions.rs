//! Raions and hromadas, with the ground of each: that of an operator's own boundaries, else the cells of its settlements.
//!
//! # Method
//! A settlement's code says of which hromada and raion it is. The record that lists the most settlements of a region has a cell for
//! each, the ground nearer to it than to any other, clipped to the land; the cells of one division together are its ground. That is
//! approximate: a border runs between two settlements, not where it was drawn. Together the divisions are the region's land.
//! Nothing of this is made before it is asked for.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use crate::model::{Division, Level};
use edge_timeline::nearest::{Lines, Rule};
use edge_timeline::prepared::PreparedArea;
use edge_timeline::{Area, EdgeTimeline, Position, VersionSet, budget, overlay};

use super::regions::Regions;
use super::timeline::Timeline;

/// Ground of no division that is smaller than this is a rounding, in square metres.
const MIN_REST_M2: f64 = 1_000.0;

/// The divisions, indexed.
#[derive(Debug)]
pub struct Divisions {
    list: Vec<Division>,
    /// By level and the letters of a code that its settlements share.
    by_prefix: BTreeMap<(Level, String), usize>,
    by_code: BTreeMap<String, usize>,
    /// Levels and regions with boundaries of their own.
    bounded: BTreeSet<(Level, String)>,
    /// By region and level, made when first asked for.
    drawn: Vec<[OnceLock<DrawnDivisions>; 2]>,
}

/// The divisions of one level of a region, with their ground.
#[derive(Debug)]
pub struct DrawnDivisions {
    /// Those that have ground, by code; last what belongs to none.
    pub parts: Vec<DivisionGround>,
    /// The ground is made of cells.
    pub approximate: bool,
    /// Layer `k` is part `k`.
    index: EdgeTimeline,
    /// Their borders, made when first asked for.
    borders: OnceLock<Lines>,
}

/// The ground of a division.
#[derive(Debug)]
pub struct DivisionGround {
    /// Its number in the list; none: ground of no division.
    pub division: Option<usize>,
    /// The ground, on land.
    pub area: Area,
    area_m2: OnceLock<f64>,
    cutter: OnceLock<PreparedArea>,
}

impl DivisionGround {
    fn new(division: Option<usize>, area: Area) -> Self {
        Self { division, area, area_m2: OnceLock::new(), cutter: OnceLock::new() }
    }

    /// Its size in square metres.
    #[must_use]
    pub fn area_m2(&self) -> f64 {
        *budget::kept_in(&self.area_m2, || self.area.area_m2())
    }

    /// It, prepared for cutting.
    #[must_use]
    pub fn cutter(&self) -> &PreparedArea {
        budget::kept_in(&self.cutter, || PreparedArea::from_area(&self.area))
    }
}

impl Divisions {
    pub(super) fn build(mut list: Vec<Division>, regions: usize) -> Self {
        list.sort_by(|a, b| (a.level, &a.code).cmp(&(b.level, &b.code)));
        let prefix = |division: &Division| division.code.get(..division.level.prefix_len()).map(str::to_owned);
        let by_prefix = list.iter().enumerate().filter_map(|(k, d)| Some(((d.level, prefix(d)?), k))).collect();
        let by_code = list.iter().enumerate().map(|(k, division)| (division.code.clone(), k)).collect();
        // The boundaries of hromadas make those of their raions.
        let bounded = list.iter().filter(|d| d.area.is_some()).flat_map(|d| {
            let levels = if d.level == Level::Hromada { Level::ALL } else { &[Level::Raion][..] };
            levels.iter().map(|level| (*level, d.region.clone()))
        });
        let bounded = bounded.collect();
        Self {
            list,
            by_prefix,
            by_code,
            bounded,
            drawn: (0..regions).map(|_| [OnceLock::new(), OnceLock::new()]).collect(),
        }
    }

    /// The divisions, the raions first, by code.
    #[must_use]
    pub fn list(&self) -> &[Division] {
        &self.list
    }

    /// The number of a division by its code, whole or as far as its settlements share it.
    #[must_use]
    pub fn find(&self, code: &str) -> Option<usize> {
        let code = code.trim().to_ascii_uppercase();
        let short = |level: Level| {
            let is_short = code.len() == level.prefix_len();
            is_short.then(|| self.by_prefix.get(&(level, code.clone())).copied())?
        };
        let whole = || self.by_code.get(&code).copied();
        short(Level::Raion).or_else(|| short(Level::Hromada)).or_else(whole)
    }

    /// Whether the ground of a division is made of cells: no boundaries were imported for its region, of its level or below.
    #[must_use]
    pub fn is_made_of_cells(&self, division: &Division) -> bool {
        !self.bounded.contains(&(division.level, division.region.clone()))
    }

    /// The division of a level that a settlement is in, by its code.
    #[must_use]
    pub fn of_settlement(&self, katottg: &str, level: Level) -> Option<usize> {
        self.by_prefix.get(&(level, katottg.get(..level.prefix_len())?.to_owned())).copied()
    }

    /// The divisions of a level of a region, with their ground.
    pub(super) fn drawn(
        &self,
        region: usize,
        level: Level,
        regions: &Regions,
        timelines: &[Timeline],
    ) -> &DrawnDivisions {
        budget::kept_in(&self.drawn[region][level as usize], || self.draw(region, level, regions, timelines))
    }

    fn draw(&self, region: usize, level: Level, regions: &Regions, timelines: &[Timeline]) -> DrawnDivisions {
        let own = regions.list()[region].id.as_str();
        let bounded: Vec<(usize, &Area)> = self.bounded(own, level);
        if bounded.is_empty() {
            return DrawnDivisions::of(self.of_cells(own, level, timelines), true);
        }
        let land = &regions.list()[region].land;
        let mut pieces: Vec<(Option<usize>, Area)> =
            bounded.into_iter().map(|(k, area)| (Some(k), overlay::intersection(area, land))).collect();
        let rest = overlay::difference(land, &overlay::union(pieces.iter().map(|(_, area)| area)));
        if rest.area_m2() > MIN_REST_M2 {
            pieces.push((None, rest));
        }
        DrawnDivisions::of(pieces, false)
    }

    /// The divisions of a region with boundaries of their own, or of what lies within them.
    fn bounded(&self, region: &str, level: Level) -> Vec<(usize, &Area)> {
        let own =
            |level: Level| self.list.iter().enumerate().filter(move |(_, d)| d.level == level && d.region == region);
        let drawn: Vec<(usize, &Area)> = own(level).filter_map(|(k, d)| Some((k, d.area.as_ref()?))).collect();
        if !drawn.is_empty() || level == Level::Hromada {
            return drawn;
        }
        let raion = |d: &Division| self.by_code.get(d.within.as_ref()?).copied();
        own(Level::Hromada).filter_map(|(_, d)| Some((raion(d)?, d.area.as_ref()?))).collect()
    }

    /// The cells of a region's settlements, each with its division.
    fn of_cells(&self, region: &str, level: Level, timelines: &[Timeline]) -> Vec<(Option<usize>, Area)> {
        let coded = |timeline: &&Timeline| {
            let settlements = timeline.cells().map_or(&[][..], |cells| cells.settlements());
            settlements.iter().filter(|s| s.region == region && s.katottg.is_some()).count()
        };
        // Of two with as many the first.
        let finest = timelines.iter().rev().filter(|timeline| coded(timeline) > 0).max_by_key(coded);
        let Some(cells) = finest.and_then(Timeline::cells) else { return Vec::new() };
        let own =
            cells.settlements().iter().zip(cells.areas()).filter(|(s, area)| s.region == region && !area.is_empty());
        let division = |code: &Option<String>| self.of_settlement(code.as_deref()?, level);
        let pieces: Vec<_> = own.map(|(settlement, area)| (division(&settlement.katottg), area.clone())).collect();
        // A region of whose settlements no division is known has none.
        if pieces.iter().all(|(division, _)| division.is_none()) { Vec::new() } else { pieces }
    }
}

impl DrawnDivisions {
    /// What pieces together make, each with its division.
    fn of(mut pieces: Vec<(Option<usize>, Area)>, approximate: bool) -> Self {
        pieces.sort_by_key(|(division, _)| (division.is_none(), *division));
        let mut numbers: Vec<Option<usize>> = pieces.iter().map(|(division, _)| *division).collect();
        numbers.dedup();
        let layer = |division: &Option<usize>| numbers.iter().position(|own| own == division).unwrap_or_default();
        let sets: Vec<VersionSet> = pieces
            .iter()
            .map(|(division, _)| {
                let k = layer(division);
                VersionSet::run(k..k + 1)
            })
            .collect();
        let index = EdgeTimeline::build(numbers.len(), pieces.iter().map(|(_, area)| area).zip(&sets));
        let parts =
            numbers.iter().copied().zip(index.outlines()).map(|(n, area)| DivisionGround::new(n, area)).collect();
        Self { parts, approximate, index, borders: OnceLock::new() }
    }

    /// The part that a place is in, and how far its border is, in metres; on a border the first of those that meet there.
    #[must_use]
    pub fn at(&self, p: Position) -> Option<(&DivisionGround, f64)> {
        let located = self.index.locate(p);
        let part = located.interior.iter().chain(located.boundary.iter()).min()?;
        let borders = budget::kept_in(&self.borders, || Lines::build(&self.index, Rule::default()));
        let distance_m = borders.nearest(part, p).map_or(f64::INFINITY, |(_, distance_m)| distance_m);
        Some((&self.parts[part], distance_m))
    }
}
