//! The nearest point of a line, in metres, in any one of many versions.
//!
//! # Method
//! Segments are packed along a Hilbert curve into a tree of boxes (Kamel and Faloutsos, *On packing R-trees*, CIKM 1993).
//! Each node knows the versions its segments stand in, so that a search for one day never enters what other days drew.

mod columns;
mod search;

use std::collections::{HashMap, HashSet};
use std::fmt::Debug;

use geo::Coord;

use super::edge::Edge;
use super::measure::radii_m;
use super::prepared::{PreparedArea, Side};
use super::{BBox, EdgeTimeline, Position, VersionSet, paths};

/// Children of a node.
const FAN: usize = 8;

/// The edges of versions, or some of them, indexed for distance.
#[derive(Debug, Default)]
pub struct Lines {
    /// In Hilbert order.
    segments: Vec<Edge>,
    /// For each segment the versions it stands in, `words` words each.
    masks: Vec<u64>,
    /// Levels of nodes, leaves' parents first; node `k` of a level covers children `k * FAN..` of the level below.
    levels: Vec<Level>,
    versions: usize,
    words: usize,
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

#[derive(Debug, Default)]
struct Level {
    boxes: Vec<BBox>,
    masks: Vec<u64>,
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
            masks: Vec::new(),
            levels: Vec::new(),
            versions: versions.count(),
            words: versions.count().div_ceil(64),
        };
        for (part, edge) in parts {
            let mut stands = VersionSet::from_changes(versions.versions(edge as usize).to_vec());
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
                let mut mask = vec![0_u64; lines.words];
                stands.iter().for_each(|version| mask[version / 64] |= 1 << (version % 64));
                lines.segments.push(part);
                lines.masks.extend(mask);
            }
        }
        lines.pack();
        lines
    }

    /// The paths of one version, joined where their ends meet; the inside lies to the left.
    #[must_use]
    pub fn paths(&self, version: usize) -> Vec<Vec<Position>> {
        let of_version = (0..self.segments.len()).filter(|k| holds(self.mask(*k), version));
        paths::join(of_version.map(|k| self.segments[k]))
    }

    /// The point of one version's line nearest to `p` and its geodesic distance in metres; none where it has no line.
    #[must_use]
    pub fn nearest(&self, version: usize, p: Position) -> Option<(Position, f64)> {
        search::nearest(self, version, p)
    }

    fn mask(&self, segment: usize) -> &[u64] {
        &self.masks[segment * self.words..(segment + 1) * self.words]
    }

    /// Whether anything below a node stands in a version.
    fn stands(&self, level: usize, node: usize, version: usize) -> bool {
        holds(&self.levels[level].masks[node * self.words..(node + 1) * self.words], version)
    }

    /// Builds the levels, each over the one below.
    fn pack(&mut self) {
        let mut boxes: Vec<BBox> = self.segments.iter().map(|s| s.bbox()).collect();
        let mut masks = self.masks.clone();
        while !boxes.is_empty() {
            let mut level = Level::default();
            for (k, group) in boxes.chunks(FAN).enumerate() {
                level.boxes.push(group.iter().copied().fold(BBox::EMPTY, BBox::joined));
                let mut mask = vec![0; self.words];
                for own in masks[k * FAN * self.words..].chunks(self.words).take(group.len()) {
                    mask.iter_mut().zip(own).for_each(|(m, o)| *m |= o);
                }
                level.masks.extend(mask);
            }
            (boxes, masks) = (level.boxes.clone(), level.masks.clone());
            self.levels.push(level);
            if boxes.len() == 1 {
                break;
            }
        }
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

/// Whether a version's bit is set.
fn holds(mask: &[u64], version: usize) -> bool {
    mask[version / 64] >> (version % 64) & 1 == 1
}
