//! The outline of a set of faces, without an overlay.
//!
//! # Method
//! Edges between two faces of the set are inside it. Along the others, with the set on the left, the walk takes at every node
//! the next in clockwise order: so it stays on the outline of what hangs together there. Where a walk comes back to a node it
//! passed, the loop between is a ring of its own. Of all rings around faces that hang together the one that is wound
//! counter-clockwise is the exterior.

use std::collections::{BTreeMap, HashMap};

use geo::{Coord, LineString, MultiPolygon, Polygon};

use super::Faces;
use super::plane::{by_angle, turn};
use super::rings::{begin, end, piece};
use crate::Area;
use crate::area::signed_double_area;
use crate::budget::tick;

impl Faces {
    /// The area that these faces make up. Of nodes at which its outline goes straight on, those remain that are vertices of one
    /// of the versions `drawn`, each given with its map.
    ///
    /// # Cost
    /// In proportion to the edges of these faces.
    #[must_use]
    pub fn outline(&self, faces: &[usize], drawn: &[(usize, usize)]) -> Area {
        self.traced(faces, |node| {
            let set = self.drawn[node as usize];
            drawn.iter().any(|(map, version)| self.sets.holds(set, self.maps[*map].1 as usize + *version))
        })
    }

    /// The area that faces make up, with a vertex wherever edges of any version meet: two such areas side by side have the same
    /// edges between them.
    ///
    /// # Cost
    /// In proportion to the edges of these faces.
    #[must_use]
    pub fn noded_outline(&self, faces: &[usize]) -> Area {
        self.traced(faces, |_| true)
    }

    /// The area that faces make up; where its outline goes straight on it has the nodes that `is_vertex` tells.
    fn traced(&self, faces: &[usize], is_vertex: impl Fn(u32) -> bool) -> Area {
        let parts = Parts::of(self, faces);
        let mut by_part: BTreeMap<u32, Vec<Ring>> = BTreeMap::new();
        for walk in self.loops(&parts) {
            let part = parts.part(self.left[walk[0].along as usize]);
            if let (Some(part), Some(ring)) = (part, self.ring(&walk, &is_vertex)) {
                by_part.entry(part).or_default().push(ring);
            }
        }
        let polygon = |rings: Vec<Ring>| {
            let (exteriors, interiors): (Vec<Ring>, Vec<Ring>) = rings.into_iter().partition(|ring| ring.is_exterior);
            let mut interiors: Vec<LineString<f64>> = interiors.into_iter().map(|ring| ring.line).collect();
            interiors.sort_by(|p, q| order(p.0[0], q.0[0]));
            exteriors.into_iter().next().map(|exterior| Polygon::new(exterior.line, interiors))
        };
        let mut polygons: Vec<Polygon<f64>> = by_part.into_values().filter_map(polygon).collect();
        polygons.sort_by(|p, q| order(p.exterior().0[0], q.exterior().0[0]));
        Area::from_valid(MultiPolygon(polygons))
    }

    /// Closed walks along the outline, none of which passes a node twice.
    fn loops(&self, parts: &Parts<'_>) -> Vec<Vec<Step>> {
        let is_outline = |h: &u32| parts.part(self.left[(h ^ 1) as usize]).is_none();
        let mut outline: Vec<u32> = parts.half_edges().filter(is_outline).collect();
        outline.sort_unstable_by_key(|h| (begin(&self.pieces, *h), *h));
        let begins: Vec<u32> = outline.iter().map(|h| begin(&self.pieces, *h)).collect();
        let leaving = |node: u32| {
            let from = begins.partition_point(|begin| *begin < node);
            from..from + begins[from..].iter().take_while(|begin| **begin == node).count()
        };
        let mut used = vec![false; outline.len()];
        let mut loops = Vec::new();
        for first in 0..outline.len() {
            let mut walk: Vec<Step> = Vec::new();
            // Where the walk came by: only nodes that it can leave in several ways.
            let mut passed: HashMap<u32, usize> = HashMap::new();
            let (mut at, mut ways) = (first, leaving(begins[first]));
            while !used[at] {
                tick();
                used[at] = true;
                if ways.len() > 1
                    && let Some(from) = passed.insert(begins[at], walk.len())
                {
                    let closed = walk.split_off(from);
                    closed.iter().for_each(|step| _ = passed.remove(&begin(&self.pieces, step.along)));
                    passed.insert(begins[at], from);
                    loops.push(closed);
                }
                walk.push(Step { along: outline[at], is_meeting: ways.len() > 1 });
                ways = leaving(end(&self.pieces, outline[at]));
                at = if ways.len() == 1 { ways.start } else { self.clockwise(outline[at] ^ 1, &outline, ways.clone()) };
            }
            if !walk.is_empty() {
                loops.push(walk);
            }
        }
        loops
    }

    /// Of the half-edges that leave a node, the next one in clockwise order from `back`.
    fn clockwise(&self, back: u32, outline: &[u32], ways: std::ops::Range<usize>) -> usize {
        let way = |h: u32| {
            let (from, to) = (begin(&self.pieces, h), end(&self.pieces, h));
            let (from, to) = (self.points[from as usize], self.points[to as usize]);
            [to.x - from.x, to.y - from.y]
        };
        let from = way(back);
        // Those before it in counter-clockwise order, the last first; else the last of all.
        let key = |k: &usize| by_angle(way(outline[*k]), from).is_lt();
        let start = ways.start;
        ways.max_by(|p, q| key(p).cmp(&key(q)).then(by_angle(way(outline[*p]), way(outline[*q])))).unwrap_or(start)
    }

    /// The ring of a walk; none where nothing is left of it.
    fn ring(&self, walk: &[Step], is_vertex: &impl Fn(u32) -> bool) -> Option<Ring> {
        let edges = |h: u32| self.of.get(piece(h).0);
        let node = |k: usize| begin(&self.pieces, walk[k].along);
        let is_kept: Vec<bool> = (0..walk.len()).map(|k| walk[k].is_meeting || is_vertex(node(k))).collect();
        let is_corner = |k: usize| {
            let before = edges(walk[(k + walk.len() - 1) % walk.len()].along);
            is_kept[k] || edges(walk[k].along).iter().all(|edge| !before.contains(edge))
        };
        let first = (0..walk.len()).filter(|k| is_corner(*k)).min_by_key(|k| node(*k)).unwrap_or(0);
        let mut line: Vec<Coord<f64>> = Vec::with_capacity(walk.len() + 1);
        // The edges of which all pieces since the last vertex are parts.
        let mut straight: Vec<u32> = Vec::new();
        for k in (first..walk.len()).chain(0..first) {
            let own = edges(walk[k].along);
            straight.retain(|edge| own.contains(edge));
            if straight.is_empty() || is_kept[k] {
                line.push(self.coords[node(k) as usize]);
                straight = own.to_vec();
            }
        }
        line.push(*line.first()?);
        // What is thinner than a step may be turned inside out where vertices have all their bits.
        let is_exterior = self.double_area(walk) > 0;
        let double_area = signed_double_area(&line);
        let is_some = line.len() >= 4 && if is_exterior { double_area > 0.0 } else { double_area < 0.0 };
        is_some.then_some(Ring { is_exterior, line: LineString(line) })
    }

    /// Twice the area that a walk goes around, in steps, positive counter-clockwise.
    fn double_area(&self, walk: &[Step]) -> i128 {
        let point = |node: u32| self.points[node as usize];
        let Some(origin) = walk.first().map(|step| point(begin(&self.pieces, step.along))) else { return 0 };
        let part = |Step { along, .. }: &Step| {
            turn(origin, point(begin(&self.pieces, *along)), point(end(&self.pieces, *along)))
        };
        walk.iter().map(part).sum()
    }
}

/// A step of a walk along an outline.
struct Step {
    /// The half-edge it goes along.
    along: u32,
    /// Other parts of the outline meet it where it begins.
    is_meeting: bool,
}

/// A closed ring of an outline.
struct Ring {
    is_exterior: bool,
    line: LineString<f64>,
}

/// From west to east, then from south to north.
fn order(a: Coord<f64>, b: Coord<f64>) -> std::cmp::Ordering {
    a.x.total_cmp(&b.x).then(a.y.total_cmp(&b.y))
}

/// Faces by what hangs together along edges.
struct Parts<'f> {
    faces: &'f Faces,
    /// In order.
    chosen: Vec<u32>,
    /// For each the part it is in.
    parts: Vec<u32>,
}

impl<'f> Parts<'f> {
    fn of(faces: &'f Faces, chosen: &[usize]) -> Self {
        let mut chosen: Vec<u32> = chosen.iter().map(|face| *face as u32).collect();
        chosen.sort_unstable();
        chosen.dedup();
        let mut parts = vec![u32::MAX; chosen.len()];
        for (first, part) in (0..chosen.len()).zip(0..) {
            let mut open = vec![first];
            while let Some(k) = open.pop() {
                if parts[k] != u32::MAX {
                    continue;
                }
                tick();
                parts[k] = part;
                let beyond = faces.around.get(chosen[k] as usize).iter().map(|h| faces.left[(h ^ 1) as usize]);
                open.extend(
                    beyond.filter_map(|face| chosen.binary_search(&face).ok()).filter(|k| parts[*k] == u32::MAX),
                );
            }
        }
        Self { faces, chosen, parts }
    }

    /// The part of a face; none of a face that was not chosen.
    fn part(&self, face: u32) -> Option<u32> {
        self.chosen.binary_search(&face).ok().map(|k| self.parts[k])
    }

    fn half_edges(&self) -> impl Iterator<Item = u32> + '_ {
        self.chosen.iter().flat_map(|face| self.faces.around.get(*face as usize)).copied()
    }
}
