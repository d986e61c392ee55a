//! What one source states over time: its versions, indexed so that one walk answers for all of them.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::geometry::cutter::Cutter;
use crate::geometry::{Area, LayerSet, Located, Location, Position, overlay};
use crate::model::{Basis, ControlFeature, Hostilities, Moment, Party, Record, Role, Source, Status, Version};

use super::class::{Class, Piece};
use super::record::{Cells, exact, period_on};
use super::regions::{Regions, Whereabouts};

/// One source over time.
#[derive(Debug)]
pub struct Timeline {
    /// The source.
    pub source: Source,
    stamps: Vec<Moment>,
    classes: Vec<Class>,
    cells: Option<Cells>,
    /// Areas by class and version of each region's land, made when first asked for.
    tables: Vec<OnceLock<Table>>,
}

/// What a source states of a place in one version.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Statement<'a> {
    /// What.
    pub status: Status,
    /// By or for whom.
    pub holder: Option<Party>,
    /// On what it rests.
    pub basis: Option<Basis>,
    /// The publisher's word.
    pub publisher_word: Option<&'a str>,
    /// Inside, or on a boundary.
    pub location: Location,
    /// On a boundary: the other side.
    pub other_side: Option<(Status, Option<Party>)>,
    /// Why unknown.
    pub reason: Option<&'static str>,
    /// Of a record: the settlement whose cell the place is in.
    pub settlement: Option<&'a str>,
    /// Of a record: fighting listed there.
    pub hostilities: Option<Hostilities>,
}

/// Areas of one target: by status and holder for every version, and what the source covers of it.
#[derive(Clone, Debug)]
pub struct Table {
    /// For each class: status, holder, square metres by version.
    pub classes: Vec<(Status, Option<Party>, Vec<f64>)>,
    /// For each version, what is covered and in no class: the holder by absence has it.
    pub absent_m2: Vec<f64>,
    /// For each version, what the source does not speak of.
    pub unknown_m2: Vec<f64>,
}

impl Timeline {
    pub(super) fn from_versions(
        source: Source,
        mut versions: Vec<Version>,
        regions: &Regions,
        zone: Option<&Cutter>,
    ) -> Self {
        versions.sort_by_key(|v| v.stamp);
        let stamps: Vec<Moment> = versions.iter().map(|v| v.stamp).collect();
        let classes = classes(versions, zone);
        let tables = regions.list().iter().map(|_| OnceLock::new()).collect();
        Self { source, stamps, classes, cells: None, tables }
    }

    pub(super) fn from_record(source: Source, record: Record, regions: &Regions, zone: Option<&Cutter>) -> Self {
        let cells = Cells::build(record);
        let days = cells.change_days(source.coverage.start, source.coverage.end);
        let absent = source.absence.map(|(party, _)| party);
        let mut parties: Vec<Party> =
            cells.settlements().iter().flat_map(|s| s.periods.iter().map(|p| p.holder)).collect();
        parties.sort_unstable();
        parties.dedup();
        let holders = parties.into_iter().filter(|party| Some(*party) != absent);
        let classes = holders.map(|party| {
            let pieces = cells.held_by(party, &days).into_iter().map(|(area, layers)| Piece {
                area,
                layers,
                basis: Basis::Official,
                publisher_word: String::new(),
            });
            Class::build(Status::Held, Some(party), days.len(), pieces.collect(), zone)
        });
        let classes = classes.collect();
        let tables = regions.list().iter().map(|_| OnceLock::new()).collect();
        let stamps = days.into_iter().map(|d| d.start()).collect();
        Self { source, stamps, classes, cells: Some(cells), tables }
    }

    /// The moments from which each version stands, in order.
    #[must_use]
    pub fn stamps(&self) -> &[Moment] {
        &self.stamps
    }

    /// The classes: one for each status and holder the source draws.
    #[must_use]
    pub fn classes(&self) -> &[Class] {
        &self.classes
    }

    /// The settlements of a record.
    #[must_use]
    pub const fn cells(&self) -> Option<&Cells> {
        self.cells.as_ref()
    }

    /// The class whose boundary is the line of contact: held, by another party than the one that holds by absence.
    #[must_use]
    pub fn held(&self) -> Option<&Class> {
        let absent = self.source.absence.map(|(party, _)| party);
        self.classes.iter().find(|c| c.status == Status::Held && c.holder != absent)
    }

    /// The class of a party's held area.
    #[must_use]
    pub fn held_by(&self, party: Party) -> Option<&Class> {
        self.classes.iter().find(|c| c.status == Status::Held && c.holder == Some(party))
    }

    /// The latest version not after the moment; never a mixture of two.
    #[must_use]
    pub fn as_of(&self, moment: Moment) -> Option<usize> {
        self.stamps.partition_point(|s| *s <= moment).checked_sub(1)
    }

    /// The stamp to show for a version: of a record the last day it covers, else the version's own.
    #[must_use]
    pub fn shown_stamp(&self, version: usize) -> Moment {
        match (&self.cells, self.source.coverage.end) {
            (Some(_), Some(end)) => end.start(),
            _ => self.stamps[version],
        }
    }

    /// Whole days from the version, or the end of a record's coverage, to the moment.
    #[must_use]
    pub fn age_days(&self, version: usize, moment: Moment) -> i64 {
        let days = i64::from(moment.date().days()) - i64::from(self.shown_stamp(version).date().days());
        if self.cells.is_some() { days.max(0) } else { days }
    }

    /// Whether a version of that age says nothing any more.
    #[must_use]
    pub fn has_expired(&self, age_days: i64) -> bool {
        self.source.unknown_after_days.is_some_and(|limit| age_days > i64::from(limit))
    }

    /// What a version states of a place.
    #[must_use]
    pub fn statement(&self, version: usize, p: Position, place: &Whereabouts, regions: &Regions) -> Statement<'_> {
        match &self.cells {
            None => {
                let absent = self.absence(p, place, regions);
                self.drawn(version, p, absent, |k| self.classes[k].locate(version, p))
            }
            Some(cells) => self.recorded(cells, version, p, place, regions),
        }
    }

    /// What every version states of a place, in order: one walk through each class's edge timeline.
    #[must_use]
    pub fn statements(&self, p: Position, place: &Whereabouts, regions: &Regions) -> Vec<Statement<'_>> {
        if let Some(cells) = &self.cells {
            return (0..self.stamps.len()).map(|v| self.recorded(cells, v, p, place, regions)).collect();
        }
        let absent = self.absence(p, place, regions);
        let located: Vec<Located> = self.classes.iter().map(|c| c.layers().locate(p)).collect();
        (0..self.stamps.len()).map(|v| self.drawn(v, p, absent, |k| located[k].in_layer(v))).collect()
    }

    fn drawn<'a>(
        &'a self,
        version: usize,
        p: Position,
        absent: Statement<'a>,
        locate: impl Fn(usize) -> Location,
    ) -> Statement<'a> {
        let mut stated: Option<Statement<'_>> = None;
        for (k, class) in self.classes.iter().enumerate() {
            let location = locate(k);
            if location == Location::Exterior {
                continue;
            }
            let (basis, word) = class.wording(version, p).unzip();
            match &mut stated {
                // On the boundary of two classes: the first, with the second on its other side.
                Some(first) => first.other_side = Some((class.status, class.holder)),
                None => {
                    stated = Some(Statement {
                        status: class.status,
                        holder: class.holder,
                        basis,
                        publisher_word: word,
                        location,
                        other_side: None,
                        reason: None,
                        settlement: None,
                        hostilities: None,
                    });
                }
            }
        }
        match stated {
            None => absent,
            Some(mut first) => {
                if first.location == Location::Boundary && first.other_side.is_none() {
                    first.other_side = Some((absent.status, absent.holder));
                }
                first
            }
        }
    }

    fn recorded<'a>(
        &'a self,
        cells: &'a Cells,
        version: usize,
        p: Position,
        place: &Whereabouts,
        regions: &Regions,
    ) -> Statement<'a> {
        let absent = self.absence(p, place, regions);
        if absent.status == Status::Unknown {
            return absent;
        }
        let Some(settlement) = cells.settlement_at(p).map(|k| &cells.settlements()[k]) else {
            return unknown("in no settlement's cell");
        };
        let Some(period) = period_on(settlement, self.stamps[version]) else {
            return unknown("the record has no period for that settlement");
        };
        let location = exact(self.held(), version, p);
        let other = self.held().and_then(|c| c.holder).filter(|holder| *holder != period.holder);
        let other = other.or(self.source.absence.map(|(party, _)| party)).filter(|_| location == Location::Boundary);
        Statement {
            status: Status::Held,
            holder: Some(period.holder),
            basis: Some(period.basis),
            publisher_word: Some(&period.publisher_word),
            location,
            other_side: other.map(|party| (Status::Held, Some(party))),
            reason: None,
            settlement: Some(&settlement.name),
            hostilities: settlement.hostilities,
        }
    }

    /// What it means that no polygon holds the place.
    fn absence(&self, p: Position, place: &Whereabouts, regions: &Regions) -> Statement<'_> {
        let coverage = &self.source.coverage;
        if coverage.except.iter().any(|(_, bbox)| bbox.holds(p)) {
            return unknown("the source leaves this place out");
        }
        let covered = |id: &String| regions.position(id).is_some_and(|k| place.on_land_of(k));
        if !coverage.regions.iter().any(covered) {
            let shore = place.region.filter(|(region, on_land)| {
                !on_land
                    && self.covers(&regions.list()[*region].id, regions)
                    && regions.coast_distance_m(*region, p).is_some_and(|d| d <= self.source.precision_m)
            });
            if shore.is_none() {
                let at_sea = place.region.is_some_and(|(_, on_land)| !on_land);
                return unknown(if at_sea {
                    "at sea: the source covers land"
                } else {
                    "outside the source's coverage"
                });
            }
        }
        match self.source.absence {
            None => unknown("the source says nothing of places outside its polygons"),
            Some((party, basis)) => Statement {
                status: Status::Held,
                holder: Some(party),
                basis: Some(basis),
                publisher_word: None,
                location: Location::Interior,
                other_side: None,
                reason: None,
                settlement: None,
                hostilities: None,
            },
        }
    }

    /// Whether the coverage names a region, or the country that holds it.
    #[must_use]
    pub fn covers(&self, region: &str, regions: &Regions) -> bool {
        let is_country = |id: &String| regions.position(id).is_some_and(|k| regions.list()[k].role == Role::Country);
        self.source.coverage.regions.iter().any(|id| id == region || is_country(id))
    }

    /// The areas of a region's land by status, holder and version.
    #[must_use]
    pub fn table(&self, region: usize, regions: &Regions) -> &Table {
        self.tables[region].get_or_init(|| {
            let land = &regions.list()[region].land;
            let covered = self.covers(&regions.list()[region].id, regions);
            self.table_of(land, regions.land_cutter(region), covered)
        })
    }

    /// The areas of any target by status, holder and version; `covered`: the source speaks of it.
    #[must_use]
    pub fn table_of(&self, target: &Area, cutter: &Cutter, covered: bool) -> Table {
        let whole_m2 = target.area_m2();
        let classes = self.class_areas(target, cutter);
        let versions = self.stamps.len();
        let sum = |classes: &[(Status, Option<Party>, Vec<f64>)], v: usize| classes.iter().map(|c| c.2[v]).sum::<f64>();
        let rest: Vec<f64> = (0..versions).map(|v| (whole_m2 - sum(&classes, v)).max(0.0)).collect();
        if !covered || self.source.absence.is_none() {
            return Table { classes, absent_m2: vec![0.0; versions], unknown_m2: rest };
        }
        // What the coverage leaves out is unknown where no polygon speaks.
        let left_out = self.left_out(target);
        if left_out.is_empty() {
            return Table { classes, absent_m2: rest, unknown_m2: vec![0.0; versions] };
        }
        let out_m2 = left_out.area_m2();
        let out = self.class_areas(&left_out, &Cutter::from_area(&left_out));
        let unknown: Vec<f64> = (0..versions).map(|v| (out_m2 - sum(&out, v)).max(0.0)).collect();
        let absent_m2 = rest.iter().zip(&unknown).map(|(rest, unknown)| (rest - unknown).max(0.0)).collect();
        Table { classes, absent_m2, unknown_m2: unknown }
    }

    /// The part of a target that the coverage leaves out by name.
    #[must_use]
    pub fn left_out(&self, target: &Area) -> Area {
        let boxes: Vec<Area> = self.source.coverage.except.iter().map(|(_, bbox)| Area::from_bbox(*bbox)).collect();
        overlay::intersection(target, &overlay::union(&boxes))
    }

    fn class_areas(&self, target: &Area, cutter: &Cutter) -> Vec<(Status, Option<Party>, Vec<f64>)> {
        let Some(cells) = &self.cells else {
            let drawn = self.classes.iter().map(|c| (c.status, c.holder, c.areas_m2(target, cutter)));
            return drawn.collect();
        };
        // Cells do not change: measure each once, then add up by holder and day.
        let cell_m2 = cells.areas_m2(target, cutter);
        let of_class = |class: &Class| {
            let mut areas = vec![0.0; self.stamps.len()];
            for (settlement, m2) in cells.settlements().iter().zip(&cell_m2).filter(|(_, m2)| **m2 > 0.0) {
                for (version, stamp) in self.stamps.iter().enumerate() {
                    if period_on(settlement, *stamp).map(|p| p.holder) == class.holder {
                        areas[version] += m2;
                    }
                }
            }
            (class.status, class.holder, areas)
        };
        self.classes.iter().map(of_class).collect()
    }
}

fn unknown(reason: &'static str) -> Statement<'static> {
    Statement {
        status: Status::Unknown,
        holder: None,
        basis: None,
        publisher_word: None,
        location: Location::Interior,
        other_side: None,
        reason: Some(reason),
        settlement: None,
        hostilities: None,
    }
}

/// Polygons that stand in several versions become one piece with the set of those versions.
fn classes(versions: Vec<Version>, zone: Option<&Cutter>) -> Vec<Class> {
    let count = versions.len();
    let mut by_class: BTreeMap<(Status, Option<Party>), Vec<Piece>> = BTreeMap::new();
    let mut known: std::collections::HashMap<Vec<u64>, Vec<((Status, Option<Party>), usize)>> = Default::default();
    for (layer, version) in versions.into_iter().enumerate() {
        for feature in version.features {
            let ControlFeature { status, holder, basis, publisher_word, area } = feature;
            let class = (status, holder);
            for part in area.parts() {
                let pieces = by_class.entry(class).or_default();
                let seen = known.entry(fingerprint(&part)).or_default();
                let same = |(of, k): &&((Status, Option<Party>), usize)| {
                    *of == class
                        && pieces[*k].area == part
                        && pieces[*k].basis == basis
                        && pieces[*k].publisher_word == publisher_word
                };
                if let Some((_, k)) = seen.iter().find(same) {
                    pieces[*k].layers.insert(layer);
                    continue;
                }
                seen.push((class, pieces.len()));
                let mut layers = LayerSet::empty(count);
                layers.insert(layer);
                pieces.push(Piece { area: part, layers, basis, publisher_word: publisher_word.clone() });
            }
        }
    }
    let build = |((status, holder), pieces)| Class::build(status, holder, count, pieces, zone);
    by_class.into_iter().map(build).collect()
}

/// Some of a polygon's numbers, enough to tell most apart.
fn fingerprint(part: &Area) -> Vec<u64> {
    let b = part.bbox();
    let vertices = part.edges().count() as u64;
    let mut numbers = [b.west, b.south, b.east, b.north].map(f64::to_bits).to_vec();
    numbers.push(vertices);
    numbers
}
