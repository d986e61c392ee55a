//! A record of settlements, each with its cell: the part of its region nearer to it than to any other.
//!
//! Cells are made here, from the record and the regions (Thiessen tessellation, [`tessellation`]); nobody drew them.

use crate::model::{Date, Moment, Party, Period, Region, Settlement, SettlementRegister};
use edge_timeline::prepared::PreparedArea;
use edge_timeline::series::area_series;
use edge_timeline::{Area, EdgeTimeline, Location, Position, VersionSet, overlay, snap, tessellation};

/// Settlements and their cells, indexed.
#[derive(Debug)]
pub struct Cells {
    settlements: Vec<Settlement>,
    /// The cells, on land.
    areas: Vec<Area>,
    /// Layer `k` is the cell of settlement `k`.
    index: EdgeTimeline,
    /// The same with the sea off the coast: a quay or a spit that the outline of the land leaves out belongs to a cell too.
    with_sea: EdgeTimeline,
}

impl Cells {
    /// Cells cover each region's land: a record of settlements says nothing at sea. To which cell a place off the coast belongs is
    /// known, and whether the record speaks of it is decided elsewhere.
    pub(super) fn build(record: SettlementRegister, regions: &[Region]) -> Self {
        let areas = cells(&record, regions, |region| &region.land);
        let wide = cells(&record, regions, extent);
        let count = record.settlements.len();
        let sets: Vec<VersionSet> = (0..count).map(|k| VersionSet::run(k..k + 1)).collect();
        let [index, with_sea] = [&areas, &wide].map(|cells| EdgeTimeline::build(count, cells.iter().zip(&sets)));
        Self { settlements: record.settlements, areas, index, with_sea }
    }

    /// The settlements of the record.
    #[must_use]
    pub fn settlements(&self) -> &[Settlement] {
        &self.settlements
    }

    /// Where the cells end: beyond it the record says nothing.
    pub(super) fn outline(&self) -> EdgeTimeline {
        let all = VersionSet::full(1);
        EdgeTimeline::build(1, self.areas.iter().map(|area| (area, &all)))
    }

    /// The settlement whose cell holds a place; on a border the first of those that meet there.
    #[must_use]
    pub fn settlement_at(&self, p: Position) -> Option<usize> {
        let located = self.with_sea.locate(p);
        located.interior.iter().chain(located.boundary.iter()).min()
    }

    /// How much of the target each cell holds, in square metres.
    pub(super) fn areas_m2(&self, target: &Area, cutter: &PreparedArea) -> Vec<f64> {
        let series = area_series(&self.index, cutter);
        let mut areas_m2 = series.areas_m2;
        let overlaid = |k: usize| overlay::intersection(&self.areas[k], target).area_m2();
        series.open.iter().for_each(|k| areas_m2[k] = overlaid(k));
        areas_m2
    }

    /// Days on which some settlement changes hands, in order, from the first day of coverage on.
    pub(super) fn change_days(&self, start: Option<Date>, end: Option<Date>) -> Vec<Date> {
        let starts = |p: &Period| [p.start_earliest, p.start];
        let starts = self.settlements.iter().flat_map(|s| s.periods.iter().flat_map(starts)).flatten();
        let mut days: Vec<Date> = starts.chain(start).collect();
        days.retain(|d| start.is_none_or(|s| *d >= s) && end.is_none_or(|e| *d <= e));
        days.sort_unstable();
        days.dedup();
        days
    }

    /// For each settlement held by `party`, its cell with the days (as numbers into `days`) on which it is.
    pub(super) fn held_by(&self, party: Party, days: &[Date]) -> Vec<(Area, VersionSet)> {
        self.where_holder_is(Some(party), days)
    }

    /// For each settlement of which the record does not say who held it, its cell with the days on which that is so.
    pub(super) fn untold(&self, days: &[Date]) -> Vec<(Area, VersionSet)> {
        self.where_holder_is(None, days)
    }

    fn where_holder_is(&self, holder: Option<Party>, days: &[Date]) -> Vec<(Area, VersionSet)> {
        let held = self.settlements.iter().zip(&self.areas).map(|(settlement, area)| {
            let mut layers = VersionSet::empty();
            for (k, day) in days.iter().enumerate() {
                if period_on(settlement, day.start()).map(|p| p.holder) == holder {
                    layers.insert(k);
                }
            }
            (area.clone(), layers)
        });
        held.filter(|(area, layers)| !area.is_empty() && !layers.is_empty()).collect()
    }
}

/// The cell of each settlement, in their order, in that part of its region; empty for one of an unknown region, or at the position
/// of an earlier one.
#[must_use]
pub fn cells(record: &SettlementRegister, regions: &[Region], part: impl Fn(&Region) -> &Area) -> Vec<Area> {
    let mut all = vec![Area::empty(); record.settlements.len()];
    for region in regions {
        let own: Vec<usize> = (0..all.len()).filter(|k| record.settlements[*k].region == region.id).collect();
        if own.is_empty() {
            continue;
        }
        let sites: Vec<Position> = own.iter().map(|k| record.settlements[*k].position).collect();
        let divide = record.divides.iter().find(|d| d.regions.contains(&region.id));
        let line = divide.map_or(&[][..], |d| &d.line);
        for (k, cell) in own.into_iter().zip(tessellation::parts_beside(extent(region), part(region), line, &sites)) {
            all[k] = cell;
        }
    }
    // Cells of two regions meet their common border in different places.
    snap(&all)
}

/// A region with its sea, where that is known.
fn extent(region: &Region) -> &Area {
    region.extent.as_ref().unwrap_or(&region.land)
}

/// What the record states of a settlement at a moment.
#[must_use]
pub fn period_on(settlement: &Settlement, moment: Moment) -> Option<&Period> {
    let day = moment.date();
    settlement.periods.iter().find(|p| p.start.is_none_or(|s| s <= day) && p.end.is_none_or(|e| day <= e))
}

/// The period that began on a day of a range which holds the moment: by the range's last day at the latest.
#[must_use]
pub fn period_begun_around(settlement: &Settlement, moment: Moment) -> Option<&Period> {
    let day = moment.date();
    let around = |p: &&Period| p.start_earliest.is_some_and(|s| s <= day) && p.start.is_some_and(|s| day < s);
    settlement.periods.iter().find(around)
}

/// Where a place lies with respect to two neighbouring statements, by where it lies in a class.
pub(super) fn exact(in_class: Option<Location>) -> Location {
    match in_class {
        Some(Location::Boundary) => Location::Boundary,
        _ => Location::Interior,
    }
}
