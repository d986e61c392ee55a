//! The nearest point of a line, in metres, in any one of many versions.
//!
//! # Method
//! Each distinct segment is kept once, with the runs of versions in which it stands. What the lines of a version and its neighbours
//! are made of is listed under a tree of boxes when one of them is first asked for, and kept: a search for one day hardly meets what
//! other days drew.

mod columns;
mod far;
mod search;
#[cfg(test)]
mod tests;
mod tree;

use std::fmt::Debug;
use std::ops::Range;
use std::sync::OnceLock;

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};
use geo::Coord;

use super::edge::Edge;
use super::measure::radii_m;
use super::prepared::{PreparedArea, Side};
use super::space::{Chord, Frame};
use super::{BBox, EdgeTimeline, Position, VersionSet, paths};
use tree::{Bits, SHARING, Tree};

/// The edges of versions, or some of them, indexed for distance.
#[derive(Debug, Default)]
pub struct Lines {
    /// In Hilbert order.
    segments: Vec<Edge>,
    /// For each segment the unbroken runs of versions it stands in, one segment's after another's.
    runs: Vec<Run>,
    /// How many versions there are.
    versions: usize,
    /// The segments of each [`SHARING`] versions, made when first asked for.
    trees: Vec<OnceLock<Tree>>,
    /// The segments in space, made when first asked for.
    space: OnceLock<Space>,
}

/// Versions that follow each other, in which a segment stands.
#[derive(Clone, Debug)]
struct Run {
    segment: u32,
    versions: Range<u32>,
}

/// The segments in space, in their order.
#[derive(Debug)]
struct Space {
    frame: Frame,
    chords: Vec<Chord>,
}

/// Which edges make lines; by default all of them.
#[derive(Clone, Copy, Debug, Default)]
pub struct Rule<'a> {
    /// Only what lies inside this area.
    pub zone: Option<&'a PreparedArea>,
    /// No edge that bounds these versions too.
    pub outline: Option<&'a EdgeTimeline>,
    /// No edge of a version that the same version faces across a gap of this width, in metres.
    pub seam_m: f64,
    /// No edge of a version that belongs to its specks.
    pub specks: Option<&'a EdgeTimeline>,
    /// No edge of a version beyond which nothing is known.
    pub beyond: Option<&'a dyn Beyond>,
}

/// What is known of the ground on the right of an edge, outside of what it bounds.
pub trait Beyond: Debug {
    /// The versions that know nothing of it; `at` gives the place so many metres right of the edge's middle.
    fn unknown_in(&self, at: &dyn Fn(f64) -> Position) -> VersionSet;
}

impl Lines {
    /// The edges of `versions` that the rule allows.
    #[must_use]
    pub fn build(versions: &EdgeTimeline, rule: Rule<'_>) -> Self {
        let outer: HashSet<[u64; 4]> =
            rule.outline.map_or_else(HashSet::new, |o| o.edges().iter().map(|e| e.key()).collect());
        let mut parts: Vec<(Edge, u32)> = match rule.zone {
            None => versions.edges().iter().copied().zip(0..).collect(),
            Some(zone) => {
                let pieces = zone.cut(versions.edges()).pieces.into_iter();
                pieces.filter(|p| p.side == Side::Inside).map(|p| (p.part, p.edge)).collect()
            }
        };
        let specks: HashMap<[u64; 4], usize> = rule
            .specks
            .map_or_else(HashMap::new, |s| s.edges().iter().enumerate().map(|(k, e)| (e.key(), k)).collect());
        parts.retain(|(_, edge)| !outer.contains(&versions.edges()[*edge as usize].key()));
        let all = BBox::around(parts.iter().flat_map(|(part, _)| [&part.a, &part.b]));
        parts.sort_by_cached_key(|(part, _)| hilbert(part.middle(), all));
        let mut lines = Self {
            segments: Vec::with_capacity(parts.len()),
            runs: Vec::with_capacity(parts.len()),
            ..Self::of_versions(versions.count())
        };
        for (part, edge) in parts {
            let mut stands = VersionSet::from_changes(versions.versions(edge as usize));
            if let Some((specks, k)) = rule.specks.zip(specks.get(&versions.edges()[edge as usize].key())) {
                stands.remove(specks.versions(*k));
            }
            if rule.seam_m > 0.0 {
                stands.subtract(&versions.locate_coord(beside(part, rule.seam_m)).interior);
            }
            if let Some(beyond) = rule.beyond {
                stands.subtract(&beyond.unknown_in(&|metres| Position::from_vertex(beside(part, metres))));
            }
            if !stands.is_empty() {
                let segment = lines.segments.len() as u32;
                let runs = stands.runs().map(|run| run.start as u32..run.end as u32);
                lines.runs.extend(runs.map(|versions| Run { segment, versions }));
                lines.segments.push(part);
            }
        }
        lines
    }

    /// The paths of one version, joined where their ends meet; the inside lies to the left.
    #[must_use]
    pub fn paths(&self, version: usize) -> Vec<Vec<Position>> {
        paths::join(self.standing(version).map(|k| self.segments[k as usize]))
    }

    /// The point of one version's line nearest to `p` and its geodesic distance to the micrometre, in metres; none where it has no
    /// line.
    #[must_use]
    pub fn nearest(&self, version: usize, p: Position) -> Option<(Position, f64)> {
        search::nearest(self, version, p)
    }

    /// No line of so many versions.
    fn of_versions(versions: usize) -> Self {
        let trees = (0..versions.div_ceil(SHARING)).map(|_| OnceLock::new()).collect();
        Self { versions, trees, ..Self::default() }
    }

    /// One version's segments, by their numbers.
    fn standing(&self, version: usize) -> impl Iterator<Item = u32> + '_ {
        self.tree(version).into_iter().flat_map(|(tree, bit)| tree.standing(bit))
    }

    /// The tree that holds a version's segments, with its bit there.
    fn tree(&self, version: usize) -> Option<(&Tree, Bits)> {
        let first = version / SHARING * SHARING;
        let make = || {
            let mut segments: Vec<(u32, Bits)> = Vec::new();
            for Run { segment, versions } in &self.runs {
                let within = (versions.start as usize).max(first)..(versions.end as usize).min(first + SHARING);
                let bits = within.fold(0, |bits, version| bits | 1 << (version - first));
                match segments.last_mut() {
                    _ if bits == 0 => {}
                    Some((last, stands)) if last == segment => *stands |= bits,
                    _ => segments.push((*segment, bits)),
                }
            }
            Tree::build(&segments, &self.space().chords)
        };
        let tree = self.trees.get(version / SHARING).filter(|_| version < self.versions)?;
        Some((tree.get_or_init(make), 1 << (version - first)))
    }

    fn space(&self) -> &Space {
        self.space.get_or_init(|| {
            let all = BBox::around(self.segments.iter().flat_map(|s| [&s.a, &s.b]));
            let frame = Frame::around(Coord { x: 0.5 * (all.west + all.east), y: 0.5 * (all.south + all.north) });
            let chords = self.segments.iter().map(|s| frame.chord(*s)).collect();
            Space { frame, chords }
        })
    }
}

/// The point so many metres right of an edge's middle: outside what the edge bounds.
fn beside(part: Edge, metres: f64) -> Coord<f64> {
    let middle = part.middle();
    let (east, north) = radii_m(middle.y);
    let (dx, dy) = ((part.b.x - part.a.x) * east, (part.b.y - part.a.y) * north);
    let step = metres / (dx * dx + dy * dy).sqrt().max(f64::MIN_POSITIVE);
    Coord { x: middle.x + (dy * step / east).to_degrees(), y: middle.y - (dx * step / north).to_degrees() }
}

/// The place of a coordinate on a Hilbert curve of 2^16 by 2^16 cells over a box (Warren, *Hacker's Delight*, 16-3).
fn hilbert(c: Coord<f64>, b: BBox) -> u32 {
    let cell = |v: f64, from: f64, to: f64| (((v - from) / (to - from).max(f64::MIN_POSITIVE)) * 65_535.0) as u32;
    let (mut x, mut y) = (cell(c.x, b.west, b.east), cell(c.y, b.south, b.north));
    let mut place = 0;
    let mut side = 1 << 15;
    while side > 0 {
        let (right, up) = (u32::from(x & side > 0), u32::from(y & side > 0));
        place = place << 2 | (3 * right) ^ up;
        if up == 0 {
            if right == 1 {
                (x, y) = (0xFFFF - x, 0xFFFF - y);
            }
            (x, y) = (y, x);
        }
        side >>= 1;
    }
    place
}
