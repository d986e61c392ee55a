//! Exact point location in many areas at once: versions of one map, or regions side by side.
//!
//! # Method
//! Days repeat: the edges of all versions of a map are few distinct ones, each kept once with the set of versions it
//! bounds. A grid cell knows the versions that hold its lower left corner and the edges that touch it. From the corner a
//! path goes up, then right, to the point; each crossed edge changes sides in its versions. So one walk answers for every
//! version (STUDY: parity by crossing counts, Shimrat 1962; exact predicates, Shewchuk 1997).
//!
//! # Boundary
//! No tolerance anywhere. The path is shifted by an infinitesimal up and a smaller one right, so it never meets a vertex;
//! a point exactly on an edge is told apart by an exact predicate of its own.

use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

use foldhash::{HashMap, HashMapExt};
use geo::Coord;
use smallvec::SmallVec;

use super::edge::Edge;
use super::grid::{Grid, Ground, Step, step, step_from_afar};
use super::measure::{self, Zero};
use super::series::hash;
use super::version_set::{self, VersionSet, combined, holds, runs};
use super::{Area, Position};

/// Where a point lies with respect to an area (ISO 19107; DE-9IM).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Location {
    /// Inside.
    Interior,
    /// Exactly on the boundary.
    Boundary,
    /// Outside.
    Exterior,
}

impl Location {
    /// The word on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Interior => "interior",
            Self::Boundary => "boundary",
            Self::Exterior => "exterior",
        }
    }
}

/// Many versions, each an area, that share edges. Frozen once built.
#[derive(Debug)]
pub struct EdgeTimeline {
    count: usize,
    edges: Vec<Edge>,
    /// Where the versions of each edge begin in `changes`; one more than there are edges.
    starts: Vec<u32>,
    /// The versions of all edges ([`holds`]).
    changes: Vec<u32>,
    /// Made when it saves time: see [`MAX_SCANS`].
    grid: OnceLock<Grid>,
    scans: AtomicU32,
}

/// Points that are located by looking at every edge, before the grid is made: making it takes as long as a few hundred such looks,
/// and a program that was started for one question never asks for it.
const MAX_SCANS: u32 = 16;

/// Which versions hold a point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located {
    /// Those it is inside of.
    pub interior: VersionSet,
    /// Those whose boundary it is on.
    pub boundary: VersionSet,
}

impl Located {
    /// Where the point lies in one version.
    #[must_use]
    pub fn in_version(&self, version: usize) -> Location {
        if self.boundary.contains(version) {
            Location::Boundary
        } else if self.interior.contains(version) {
            Location::Interior
        } else {
            Location::Exterior
        }
    }

    /// Whether the point lies in one version; its boundary counts.
    #[must_use]
    pub fn holds(&self, version: usize) -> bool {
        self.in_version(version) != Location::Exterior
    }
}

impl EdgeTimeline {
    /// The index of `count` versions made of pieces, each piece in the versions of its set. Pieces of one version do not overlap;
    /// where they share an edge it is inside the version.
    ///
    /// # Cost
    /// Time and space in proportion to the distinct edges, not to the versions they stand in.
    #[must_use]
    pub fn build<'a>(count: usize, pieces: impl IntoIterator<Item = (&'a Area, &'a VersionSet)>) -> Self {
        let mut ids: HashMap<[u64; 4], usize> = HashMap::new();
        let (mut edges, mut versions) = (Vec::new(), Vec::<Vec<u32>>::new());
        for (area, set) in pieces {
            for (a, b) in area.edges().filter(|(a, b)| a != b) {
                let edge = Edge { a, b };
                let id = *ids.entry(edge.key()).or_insert_with(|| {
                    edges.push(edge);
                    versions.push(Vec::new());
                    edges.len() - 1
                });
                version_set::add(&mut versions[id], set.changes());
            }
        }
        dissolve(&edges, &ids, &mut versions);
        Self::from_edges(count, edges.into_iter().zip(versions))
    }

    /// The index of edges that bound `count` versions, with the versions of each; edges without any are left out.
    pub(super) fn from_edges(count: usize, bounding: impl IntoIterator<Item = (Edge, Vec<u32>)>) -> Self {
        let (mut edges, mut starts, mut changes) = (Vec::new(), vec![0], Vec::new());
        for (edge, versions) in bounding.into_iter().filter(|(_, versions)| !versions.is_empty()) {
            edges.push(edge);
            changes.extend(versions);
            starts.push(changes.len() as u32);
        }
        Self { count, edges, starts, changes, grid: OnceLock::new(), scans: AtomicU32::new(0) }
    }

    /// The index of a single area.
    #[must_use]
    pub fn from_area(area: &Area) -> Self {
        Self::build(1, [(area, &VersionSet::full(1))])
    }

    /// The versions whose edges do not close: pieces of them overlap, and where two have an edge in the same direction it stands
    /// once. Nothing that is traced or summed of such a version is to be used.
    ///
    /// # Cost
    /// One look at every edge.
    #[must_use]
    pub fn open(&self) -> VersionSet {
        let mut steps = vec![0_u64; self.count + 1];
        for (id, edge) in self.edges().iter().enumerate() {
            let turn = hash(edge.b).wrapping_sub(hash(edge.a));
            for run in runs(self.versions(id)) {
                steps[run.start] = steps[run.start].wrapping_add(turn);
                steps[run.end] = steps[run.end].wrapping_sub(turn);
            }
        }
        let (mut open, mut balance) = (VersionSet::empty(), 0_u64);
        for (version, step) in steps[..self.count].iter().enumerate() {
            balance = balance.wrapping_add(*step);
            if balance != 0 {
                open.insert(version);
            }
        }
        open
    }

    /// How many versions there are.
    #[must_use]
    pub const fn count(&self) -> usize {
        self.count
    }

    /// How many distinct edges bound them.
    #[must_use]
    pub const fn edge_count(&self) -> usize {
        self.edges.len()
    }

    /// Which versions hold the position, and on whose boundaries it lies.
    #[must_use]
    pub fn locate(&self, p: Position) -> Located {
        self.locate_coord(p.coord())
    }

    pub(super) fn locate_coord(&self, p: Coord<f64>) -> Located {
        let mut crossed: SmallVec<[u32; 32]> = SmallVec::new();
        let mut boundary = VersionSet::empty();
        let mut take = |id: usize, step: Step| {
            if step.crossed {
                crossed.extend_from_slice(self.versions(id));
            }
            if step.on {
                boundary.add(self.versions(id));
            }
        };
        match self.grid() {
            None => self.edges.iter().enumerate().for_each(|(id, edge)| take(id, step_from_afar(*edge, p))),
            Some(grid) => match grid.ground(p) {
                Ground::Even(set) => {
                    return Located { interior: VersionSet::from_changes(grid.versions(set)), boundary };
                }
                Ground::Cell { cell, corner, at_corner } => {
                    grid.edges(cell).for_each(|id| take(id, step(corner, p, self.edges[id])));
                    crossed.extend_from_slice(grid.versions(at_corner));
                }
            },
        }
        let mut interior = version_set::in_odd(&mut crossed);
        interior.remove(boundary.changes());
        Located { interior, boundary }
    }

    /// Where the position lies in one version.
    #[must_use]
    pub fn locate_in(&self, version: usize, p: Position) -> Location {
        self.locate_coord_in(version, p.coord())
    }

    pub(super) fn locate_coord_in(&self, version: usize, p: Coord<f64>) -> Location {
        let mut inside = false;
        let mut is_on = |step: Step| {
            inside ^= step.crossed;
            step.on
        };
        let on = match self.grid() {
            None => {
                let mut standing = (0..self.edges.len()).filter(|id| holds(self.versions(*id), version));
                standing.any(|id| is_on(step_from_afar(self.edges[id], p)))
            }
            Some(grid) => match grid.ground(p) {
                Ground::Even(set) => is_on(Step { crossed: grid.holds(set, version), on: false }),
                Ground::Cell { cell, corner, at_corner } => {
                    is_on(Step { crossed: grid.holds(at_corner, version), on: false })
                        || grid.edges_in(cell, version).any(|id| is_on(step(corner, p, self.edges[id])))
                }
            },
        };
        match (on, inside) {
            (true, _) => Location::Boundary,
            (false, true) => Location::Interior,
            (false, false) => Location::Exterior,
        }
    }

    /// The grid, once so much is asked that it saves time.
    fn grid(&self) -> Option<&Grid> {
        let grid = self.grid.get();
        if grid.is_none() && self.scans.fetch_add(1, Ordering::Relaxed) < MAX_SCANS {
            return None;
        }
        grid.or_else(|| Some(self.grid.get_or_init(|| Grid::build(&self.edges, |id| self.versions(id)))))
    }

    /// Makes what the points asked for later would wait for.
    pub fn prepare(&self) {
        self.scans.store(MAX_SCANS, Ordering::Relaxed);
        let _ = self.grid();
    }

    /// The area of every version in square metres: each distinct edge is measured once.
    #[must_use]
    pub fn areas_m2(&self) -> Vec<f64> {
        let zero = Zero::at(self.edges.first().map_or(0.0, |e| e.a.y));
        let mut areas = vec![0.0; self.count];
        for (id, edge) in self.edges.iter().enumerate() {
            let term = measure::edge_m2(edge.a, edge.b, zero);
            runs(self.versions(id)).for_each(|run| areas[run].iter_mut().for_each(|area| *area += term));
        }
        areas
    }

    pub(super) fn edges(&self) -> &[Edge] {
        &self.edges
    }

    /// The versions that an edge bounds ([`holds`]).
    pub(super) fn versions(&self, id: usize) -> &[u32] {
        &self.changes[self.starts[id] as usize..self.starts[id + 1] as usize]
    }
}

/// Takes an edge out of the versions in which a neighbouring piece has it the other way round: it is inside them.
fn dissolve(edges: &[Edge], ids: &HashMap<[u64; 4], usize>, versions: &mut [Vec<u32>]) {
    for (id, edge) in edges.iter().enumerate() {
        let Some(&other) = ids.get(&edge.reversed().key()).filter(|other| **other > id) else { continue };
        let own: Vec<u32> = combined(&versions[id], &versions[other], |own, other| own && !other);
        versions[other] = combined(&versions[other], &versions[id], |own, other| own && !other);
        versions[id] = own;
    }
}
