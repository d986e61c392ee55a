//! The faces into which all edges of many maps cut the ground, each with its area and the versions that hold it.
//!
//! # Method
//! Maps that repeat themselves cut the ground into few faces. Within a face nothing ever differs: every version of every map
//! holds all of it or none. So what two versions differ by, what two maps agree on, how much of a district a version holds,
//! are sums over faces; and the outline of any set of faces is what is left of their edges once those between two of them are
//! taken out, no overlay. All edges are cut where they meet (`noding`), the pieces walked into rings (`rings`); membership
//! follows from the unbounded face, which nobody holds, across one edge after another.
//!
//! # Exactness
//! Vertices keep their coordinates, all bits. Where edges cross, and where a vertex lies within a step of 2^-40 degree of an
//! edge, the edge bends by no more than the diagonal of such a step; vertices nearer to each other than that may become one. So an area
//! differs from that of an exact overlay by at most its perimeter times 0.15 micrometres ([`MAX_SHIFT_M`]).

mod build;
mod cells;
mod noding;
mod outline;
mod plane;
mod rings;
mod runs;

use std::ops::Range;

use geo::Coord;

use super::{Area, EdgeTimeline};
use build::Drawn;
use cells::Lists;
use plane::Point;
use runs::Sets;

/// By how much an edge or a vertex may move at the most, in metres: the diagonal of a step of 2^-40 degree.
pub const MAX_SHIFT_M: f64 = 1.5e-7;

/// What is cut into faces.
#[derive(Clone, Debug)]
pub enum Map<'a> {
    /// The versions of a map.
    Versions(&'a EdgeTimeline),
    /// Areas that stay as they are, each a version of its own.
    Areas(Vec<&'a Area>),
}

impl<'a> From<&'a EdgeTimeline> for Map<'a> {
    fn from(versions: &'a EdgeTimeline) -> Self {
        Self::Versions(versions)
    }
}

impl<'a> FromIterator<&'a Area> for Map<'a> {
    fn from_iter<T: IntoIterator<Item = &'a Area>>(areas: T) -> Self {
        Self::Areas(areas.into_iter().collect())
    }
}

impl Map<'_> {
    const fn count(&self) -> usize {
        match self {
            Self::Versions(timeline) => timeline.count(),
            Self::Areas(areas) => areas.len(),
        }
    }
}

/// The faces that several maps cut the ground into. Frozen once built.
///
/// # Example
/// A square that grew to the east, on two districts:
/// ```
/// use edge_timeline::faces::{Faces, Map};
/// use edge_timeline::{Area, BBox, EdgeTimeline, VersionSet};
///
/// let bbox = |west, east| Area::from_bbox(BBox { west, south: 48.0, east, north: 49.0 });
/// let (first, second) = (bbox(37.0, 38.0), bbox(37.0, 39.0));
/// let square = EdgeTimeline::build(2, [(&first, &VersionSet::run(0..1)), (&second, &VersionSet::run(1..2))]);
/// let districts = [bbox(36.5, 38.5), bbox(38.5, 40.0)];
/// let faces = Faces::build(&[Map::from(&square), districts.iter().collect()]);
///
/// let gained: Vec<usize> =
///     faces.changed(0, [0, 1]).into_iter().filter(|face| faces.is_in(*face, 0, 1)).collect();
/// // One part of what was gained lies in each district.
/// assert_eq!(gained.len(), 2);
/// assert_eq!(faces.outline(&gained, &[(0, 0), (0, 1)]), bbox(38.0, 39.0));
/// ```
#[derive(Debug)]
pub struct Faces {
    /// Where each node lies.
    coords: Vec<Coord<f64>>,
    /// The grid point of each node: what order and turns are told by.
    points: Vec<Point>,
    /// For each node the set of versions of which it is a vertex.
    drawn: Vec<u32>,
    /// The pieces of edges by their two nodes.
    pieces: Vec<[u32; 2]>,
    /// For each piece the edges that it is a part of.
    of: Lists,
    /// For each half-edge the face on its left.
    left: Vec<u32>,
    /// For each face its half-edges.
    around: Lists,
    areas_m2: Vec<f64>,
    /// For each face the set of versions that hold it.
    held: Vec<u32>,
    sets: Sets,
    /// For each version of each map the faces where a run of it begins, or one ended before.
    turns: Lists,
    /// For each map how many versions it has, and the number of its first one.
    maps: Vec<(usize, u32)>,
}

impl Faces {
    /// The faces of these maps.
    ///
    /// # Cost
    /// In proportion to the distinct edges and the places where they cross.
    #[must_use]
    pub fn build(maps: &[Map<'_>]) -> Self {
        let mut drawn = Drawn::default();
        let mut numbered = Vec::with_capacity(maps.len());
        let mut base = 0;
        for map in maps {
            drawn.add(map, base);
            numbered.push((map.count(), base));
            // One between two maps, so that no run of one goes on in the next.
            base += map.count() as u32 + 1;
        }
        drawn.into_faces(numbered)
    }

    /// How many faces there are, the unbounded one left out.
    #[must_use]
    pub fn count(&self) -> usize {
        self.areas_m2.len() - 1
    }

    /// The faces, the unbounded one left out.
    pub fn iter(&self) -> Range<usize> {
        1..self.areas_m2.len()
    }

    /// The area of a face in square metres.
    #[must_use]
    pub fn area_m2(&self, face: usize) -> f64 {
        self.areas_m2[face]
    }

    /// The unbroken runs of versions of a map that hold a face, in order.
    pub fn runs(&self, face: usize, map: usize) -> impl Iterator<Item = Range<usize>> + '_ {
        let (count, base) = self.maps[map];
        let ends = self.sets.get(self.held[face]);
        let own = ends.partition_point(|end| *end < base)..ends.partition_point(|end| *end <= base + count as u32);
        ends[own].chunks_exact(2).map(move |run| (run[0] - base) as usize..(run[1] - base) as usize)
    }

    /// Whether a version of a map holds a face.
    #[must_use]
    pub fn is_in(&self, face: usize, map: usize, version: usize) -> bool {
        self.sets.holds(self.held[face], self.maps[map].1 as usize + version)
    }

    /// The area of every version of a map on some of the faces, in square metres.
    #[must_use]
    pub fn areas_m2(&self, map: usize, is_counted: impl Fn(usize) -> bool) -> Vec<f64> {
        let by_change = self.changes_m2(map, is_counted).into_iter();
        let held_m2 = |held_m2: &mut f64, [gained, lost]: [f64; 2]| {
            *held_m2 += gained - lost;
            Some(*held_m2)
        };
        by_change.scan(0.0, held_m2).collect()
    }

    /// What every version of a map gained and lost against the one before, on some of the faces, in square metres; the first
    /// gained all that it holds.
    #[must_use]
    pub fn changes_m2(&self, map: usize, is_counted: impl Fn(usize) -> bool) -> Vec<[f64; 2]> {
        let count = self.maps[map].0;
        let mut changes = vec![[0.0; 2]; count];
        for face in self.iter().filter(|face| is_counted(*face)) {
            for run in self.runs(face, map) {
                changes[run.start][0] += self.areas_m2[face];
                if let Some(change) = changes.get_mut(run.end) {
                    change[1] += self.areas_m2[face];
                }
            }
        }
        changes
    }

    /// The faces that one of two versions of a map holds and the other does not, in order.
    ///
    /// # Cost
    /// In proportion to the faces that change hands between the two.
    #[must_use]
    pub fn changed(&self, map: usize, [from, to]: [usize; 2]) -> Vec<usize> {
        let base = self.maps[map].1 as usize;
        let turns = (from.min(to) + 1..=from.max(to)).flat_map(|version| self.turns.get(base + version));
        let mut faces: Vec<usize> = turns.map(|face| *face as usize).collect();
        faces.sort_unstable();
        // What changed hands and back is as it was.
        faces.chunk_by(|a, b| a == b).filter(|turns| turns.len() % 2 == 1).map(|turns| turns[0]).collect()
    }

    /// What one version of a map gained and lost against another, on some of the faces, in square metres.
    #[must_use]
    pub fn change_m2(&self, map: usize, [from, to]: [usize; 2], is_counted: impl Fn(usize) -> bool) -> [f64; 2] {
        let mut change = [0.0; 2];
        for face in self.changed(map, [from, to]).into_iter().filter(|face| is_counted(*face)) {
            change[usize::from(self.is_in(face, map, from))] += self.areas_m2[face];
        }
        change
    }
}
