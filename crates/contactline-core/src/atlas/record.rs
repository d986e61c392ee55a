//! A record of settlements, each with its cell: the part of its region nearer to it than to any other.
//!
//! Cells are made here, from the record and the regions (Thiessen tessellation, [`tessellation`]); nobody drew them.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::arrangement::Stated;
use crate::model::{Basis, Coverage, Date, Moment, Party, Period, Region, Settlement, SettlementRegister, Status};
use edge_timeline::prepared::PreparedArea;
use edge_timeline::series::area_series;
use edge_timeline::{Area, EdgeTimeline, Location, Position, VersionSet, overlay, snap, tessellation};

/// Settlements and their cells, indexed.
#[derive(Debug)]
pub struct Cells {
    settlements: Vec<Settlement>,
    /// The cells, on land, traced when first asked for.
    areas: OnceLock<Vec<Area>>,
    /// Layer `k` is the cell of settlement `k`.
    index: EdgeTimeline,
    /// The same with the sea off the coast: a quay or a spit that the outline of the land leaves out belongs to a cell too.
    with_sea: EdgeTimeline,
}

/// A cell of which something is stated, on what basis, and the days on which it is.
pub(super) type StatedCell = (Basis, Area, VersionSet);

impl Cells {
    /// Cells cover each region's land: a record of settlements says nothing at sea. To which cell a place off the coast belongs is
    /// known, and whether the record speaks of it is decided elsewhere.
    pub(super) fn build(record: SettlementRegister, regions: &[Region]) -> Self {
        let areas = cells(&record, regions, |region| &region.land);
        let wide = cells(&record, regions, extent);
        let count = record.settlements.len();
        let sets: Vec<VersionSet> = (0..count).map(|k| VersionSet::run(k..k + 1)).collect();
        let [index, with_sea] = [&areas, &wide].map(|cells| EdgeTimeline::build(count, cells.iter().zip(&sets)));
        Self { settlements: record.settlements, areas: areas.into(), index, with_sea }
    }

    /// The cells of settlements, indexed before.
    pub(super) const fn indexed(settlements: Vec<Settlement>, index: EdgeTimeline, with_sea: EdgeTimeline) -> Self {
        Self { settlements, areas: OnceLock::new(), index, with_sea }
    }

    /// The cells on land, and with the sea.
    pub(super) const fn indexes(&self) -> [&EdgeTimeline; 2] {
        [&self.index, &self.with_sea]
    }

    pub(super) fn areas(&self) -> &[Area] {
        self.areas.get_or_init(|| self.index.outlines())
    }

    /// The settlements of the record.
    #[must_use]
    pub fn settlements(&self) -> &[Settlement] {
        &self.settlements
    }

    /// Where the cells of settlements end that the record knows: beyond it the record says nothing.
    pub(super) fn outline(&self) -> EdgeTimeline {
        let all = VersionSet::full(1);
        let known = self.settlements.iter().zip(self.areas()).filter(|(settlement, _)| !settlement.periods.is_empty());
        EdgeTimeline::build(1, known.map(|(_, area)| (area, &all)))
    }

    /// The cells of some settlements, on land.
    pub(super) fn ground(&self, is_wanted: impl Fn(&Settlement) -> bool) -> Area {
        let wanted = self.settlements.iter().zip(self.areas()).filter(|(settlement, _)| is_wanted(settlement));
        overlay::union(wanted.map(|(_, area)| area))
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
        let overlaid = |k: usize| overlay::intersection(&self.areas()[k], target).area_m2();
        series.open.iter().for_each(|k| areas_m2[k] = overlaid(k));
        areas_m2
    }

    /// Days on which what is stated of some settlement changes, or a gap in the coverage begins or has ended, in order, from the
    /// first day of coverage on.
    pub(super) fn change_days(&self, coverage: &Coverage) -> Vec<Date> {
        let starts = |p: &Period| [p.start_earliest, p.start];
        let starts = self.settlements.iter().flat_map(|s| s.periods.iter().flat_map(starts)).flatten();
        let gaps = coverage.gaps.iter().flat_map(|gap| [gap.first, gap.last.plus_days(1)]);
        let mut days: Vec<Date> = starts.chain(coverage.start).chain(gaps).collect();
        days.retain(|d| coverage.start.is_none_or(|s| *d >= s) && coverage.end.is_none_or(|e| *d <= e));
        days.sort_unstable();
        days.dedup();
        days
    }

    /// By what is stated, on what basis, the cells of which it is, each with the days (as numbers into `days`) on which it is.
    /// What is stated of nobody is unknown.
    pub(super) fn stated(&self, days: &[Date]) -> BTreeMap<Stated, Vec<StatedCell>> {
        let mut by_class: BTreeMap<Stated, Vec<StatedCell>> = BTreeMap::new();
        for (settlement, area) in self.settlements.iter().zip(self.areas()).filter(|(_, area)| !area.is_empty()) {
            for ((status, holder, basis), versions) in stated(settlement, days.len(), |k| days[k]) {
                by_class.entry((status, holder)).or_default().push((basis, area.clone(), versions));
            }
        }
        by_class
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

/// What the record states of a settlement on each of so many days, in order: by what is stated and on what basis the numbers of
/// those days. What is stated of nobody is unknown.
pub(super) fn stated(
    settlement: &Settlement,
    days: usize,
    day: impl Fn(usize) -> Date,
) -> BTreeMap<(Status, Option<Party>, Basis), VersionSet> {
    let mut stated: BTreeMap<_, VersionSet> = BTreeMap::new();
    let mut add = |class, versions: std::ops::Range<usize>| {
        if !versions.is_empty() {
            stated.entry(class).or_insert_with(VersionSet::empty).unite(&VersionSet::run(versions));
        }
    };
    let unknown = (Status::Unknown, None, Basis::Inferred);
    let mut told = 0;
    for period in &settlement.periods {
        let from = |wanted: Date, told: usize| (told..days).find(|k| day(*k) >= wanted).unwrap_or(days);
        let first = period.start.map_or(told, |start| from(start, told));
        add(unknown, told..first);
        told = period.end.map_or(days, |end| from(end.plus_days(1), first));
        add((period.status, period.holder, period.basis), first..told);
    }
    add(unknown, told..days);
    stated
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
