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

use std::collections::HashMap;

use geo::Coord;

use super::edge::Edge;
use super::grid::Grid;
use super::measure::{self, Zero};
use super::version_set::{VersionSet, holds};
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
    words: usize,
    edges: Vec<Edge>,
    /// For each edge the versions it bounds, `words` words each.
    masks: Vec<u64>,
    grid: Grid,
}

/// Which versions hold a point.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located {
    /// EdgeTimeline it is inside of.
    pub interior: VersionSet,
    /// EdgeTimeline whose boundary it is on.
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
}

impl EdgeTimeline {
    /// The index of `count` versions made of pieces, each piece in the versions of its set. Pieces of one version do not overlap;
    /// where they share an edge it is inside the version.
    ///
    /// # Cost
    /// Time and space in proportion to the distinct edges, not to the versions they stand in.
    #[must_use]
    pub fn build<'a>(count: usize, pieces: impl IntoIterator<Item = (&'a Area, &'a VersionSet)>) -> Self {
        let words = count.div_ceil(64);
        let mut ids: HashMap<[u64; 4], usize> = HashMap::new();
        let (mut edges, mut masks) = (Vec::new(), Vec::<u64>::new());
        for (area, versions) in pieces {
            for (a, b) in area.edges().filter(|(a, b)| a != b) {
                let edge = Edge { a, b };
                let id = *ids.entry(edge.key()).or_insert_with(|| {
                    edges.push(edge);
                    masks.resize(masks.len() + words, 0);
                    edges.len() - 1
                });
                let own = &mut masks[id * words..(id + 1) * words];
                own.iter_mut().zip(versions.words()).for_each(|(m, l)| *m |= l);
            }
        }
        dissolve(&edges, &ids, &mut masks, words);
        drop(ids);
        let (edges, masks) = without_empty(edges, &masks, words);
        Self::from_edges(count, edges, masks)
    }

    /// The index of edges that bound `count` versions, with the versions of each.
    pub(super) fn from_edges(count: usize, edges: Vec<Edge>, masks: Vec<u64>) -> Self {
        let words = count.div_ceil(64);
        let grid = Grid::build(&edges, &masks, words);
        Self { count, words, edges, masks, grid }
    }

    /// The index of a single area.
    #[must_use]
    pub fn from_area(area: &Area) -> Self {
        Self::build(1, [(area, &VersionSet::full(1))])
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
        let mut interior = VersionSet::empty(self.count);
        let mut boundary = VersionSet::empty(self.count);
        let Some(cell) = self.grid.cell(p) else { return Located { interior, boundary } };
        interior.toggle(self.grid.corner(cell));
        for &id in self.grid.edges(cell) {
            let step = self.grid.step(cell, p, self.edges[id as usize]);
            if step.crossed {
                interior.toggle(self.mask(id as usize));
            }
            if step.on {
                boundary.add(self.mask(id as usize));
            }
        }
        interior.remove(boundary.words());
        Located { interior, boundary }
    }

    /// Where the position lies in one version.
    #[must_use]
    pub fn locate_in(&self, version: usize, p: Position) -> Location {
        self.locate_coord_in(version, p.coord())
    }

    pub(super) fn locate_coord_in(&self, version: usize, p: Coord<f64>) -> Location {
        let Some(cell) = self.grid.cell(p) else { return Location::Exterior };
        let mut inside = holds(self.grid.corner(cell), version);
        for &id in self.grid.edges(cell) {
            if holds(self.mask(id as usize), version) {
                let step = self.grid.step(cell, p, self.edges[id as usize]);
                if step.on {
                    return Location::Boundary;
                }
                inside ^= step.crossed;
            }
        }
        if inside { Location::Interior } else { Location::Exterior }
    }

    /// The area of every version in square metres: each distinct edge is measured once.
    #[must_use]
    pub fn areas_m2(&self) -> Vec<f64> {
        let zero = Zero::at(self.edges.first().map_or(0.0, |e| e.a.y));
        let mut areas = vec![0.0; self.count];
        for (id, edge) in self.edges.iter().enumerate() {
            let term = measure::edge_m2(edge.a, edge.b, zero);
            super::version_set::bits(self.mask(id)).for_each(|version| areas[version] += term);
        }
        areas
    }

    pub(super) fn edges(&self) -> &[Edge] {
        &self.edges
    }

    /// The versions that an edge bounds.
    pub(super) fn mask(&self, id: usize) -> &[u64] {
        &self.masks[id * self.words..(id + 1) * self.words]
    }
}

/// Takes an edge out of the versions in which a neighbouring piece has it the other way round: it is inside them.
fn dissolve(edges: &[Edge], ids: &HashMap<[u64; 4], usize>, masks: &mut [u64], words: usize) {
    for (id, edge) in edges.iter().enumerate() {
        let Some(&other) = ids.get(&edge.reversed().key()).filter(|other| **other > id) else { continue };
        for w in 0..words {
            let both = masks[id * words + w] & masks[other * words + w];
            masks[id * words + w] ^= both;
            masks[other * words + w] ^= both;
        }
    }
}

/// The edges that bound a version, with their masks.
pub(super) fn without_empty(edges: Vec<Edge>, masks: &[u64], words: usize) -> (Vec<Edge>, Vec<u64>) {
    let kept = edges.into_iter().zip(masks.chunks(words.max(1))).filter(|(_, mask)| mask.iter().any(|w| *w != 0));
    let (edges, masks): (Vec<Edge>, Vec<&[u64]>) = kept.unzip();
    (edges, masks.concat())
}
