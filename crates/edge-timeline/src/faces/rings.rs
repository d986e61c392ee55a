//! The rings that pieces make of the plane, and the faces between them.
//!
//! # Method
//! Every piece is two half-edges, one for each of its sides. At a node half-edges are ordered by angle; from the end of one
//! the ring goes on along the next in clockwise order (Muller and Preparata, *Finding the intersection of two convex
//! polyhedra*, 1978). A ring wound counter-clockwise goes around a face; one wound clockwise goes around all that hangs
//! together, and lies in the face above the piece that is next below its first node.

use super::cells::Lists;
use super::noding::Noded;
use super::plane::{Point, Segment, by_angle, turn};
use crate::budget::tick;

/// The face that has no bounds.
pub(super) const UNBOUNDED: u32 = 0;

/// No face yet.
const NONE: u32 = u32::MAX;

/// Half-edges of a piece: from its lesser node, and back.
pub(super) const fn half_edge(piece: u32, is_back: bool) -> u32 {
    2 * piece + is_back as u32
}

/// The piece of a half-edge, and whether it goes back.
pub(super) const fn piece(half_edge: u32) -> (usize, bool) {
    ((half_edge / 2) as usize, half_edge % 2 == 1)
}

/// The node where a half-edge begins.
pub(super) fn begin(pieces: &[[u32; 2]], half_edge: u32) -> u32 {
    let (piece, is_back) = piece(half_edge);
    pieces[piece][usize::from(is_back)]
}

/// The node where a half-edge ends.
pub(super) fn end(pieces: &[[u32; 2]], half_edge: u32) -> u32 {
    begin(pieces, half_edge ^ 1)
}

/// For every half-edge the face on its left; how many faces there are, with the unbounded one, number 0.
pub(super) fn faces(noded: &Noded) -> (Vec<u32>, usize) {
    let Noded { nodes, pieces, .. } = noded;
    let rings = Rings::of(noded);
    let mut count = 1;
    let mut of_ring: Vec<u32> = vec![NONE; rings.double_areas.len()];
    let mut outer: Vec<usize> = Vec::new();
    for (ring, (face, double_area)) in of_ring.iter_mut().zip(&rings.double_areas).enumerate() {
        if *double_area > 0 {
            *face = count;
            count += 1;
        } else {
            outer.push(ring);
        }
    }
    // What lies around another has a lesser first node.
    outer.sort_unstable_by_key(|ring| rings.first_nodes[*ring]);
    for (ring, below) in outer.iter().zip(below(nodes, pieces, &outer, &rings.first_nodes)) {
        of_ring[*ring] = below.map_or(UNBOUNDED, |piece| of_ring[rings.of[half_edge(piece, false) as usize] as usize]);
    }
    (rings.of.iter().map(|ring| of_ring[*ring as usize]).collect(), count as usize)
}

/// Closed walks along half-edges, each with one face on its left.
struct Rings {
    /// For every half-edge its ring.
    of: Vec<u32>,
    /// For every ring its least node.
    first_nodes: Vec<u32>,
    /// For every ring twice its area, positive counter-clockwise.
    double_areas: Vec<i128>,
}

impl Rings {
    fn of(noded: &Noded) -> Self {
        let Noded { nodes, pieces, .. } = noded;
        let next = next(nodes, pieces);
        let mut rings = Self { of: vec![NONE; next.len()], first_nodes: Vec::new(), double_areas: Vec::new() };
        for first in 0..next.len() as u32 {
            if rings.of[first as usize] != NONE {
                continue;
            }
            let ring = rings.double_areas.len() as u32;
            let origin = nodes[begin(pieces, first) as usize];
            let (mut at, mut least, mut double_area) = (first, u32::MAX, 0);
            while rings.of[at as usize] == NONE {
                tick();
                rings.of[at as usize] = ring;
                let (from, to) = (begin(pieces, at), end(pieces, at));
                least = least.min(from);
                double_area += turn(origin, nodes[from as usize], nodes[to as usize]);
                at = next[at as usize];
            }
            rings.first_nodes.push(least);
            rings.double_areas.push(double_area);
        }
        rings
    }
}

/// For every half-edge the one that its ring goes on along.
fn next(nodes: &[Point], pieces: &[[u32; 2]]) -> Vec<u32> {
    let half_edges = || 0..2 * pieces.len() as u32;
    let begins: Vec<(u32, u32)> = half_edges().map(|h| (begin(pieces, h), h)).collect();
    let out = Lists::of(nodes.len(), &begins);
    let way = |h: u32| {
        let (from, to) = (nodes[begin(pieces, h) as usize], nodes[end(pieces, h) as usize]);
        [to.x - from.x, to.y - from.y]
    };
    let mut next = vec![0; 2 * pieces.len()];
    for node in 0..nodes.len() {
        tick();
        let mut around = out.get(node).to_vec();
        around.sort_unstable_by(|g, h| by_angle(way(*g), way(*h)));
        for (k, h) in around.iter().enumerate() {
            // What comes in along the other side of `h` goes on along the one before it.
            next[(h ^ 1) as usize] = around[(k + around.len() - 1) % around.len()];
        }
    }
    next
}

/// For every outer ring, given in the order of their first nodes, the piece next below its first node.
fn below(nodes: &[Point], pieces: &[[u32; 2]], outer: &[usize], first_nodes: &[u32]) -> Vec<Option<u32>> {
    let tops: Vec<Point> = outer.iter().map(|ring| nodes[first_nodes[*ring] as usize]).collect();
    let mut below: Vec<Option<u32>> = vec![None; tops.len()];
    let segment = |piece: u32| {
        let [a, b] = pieces[piece as usize].map(|node| nodes[node as usize]);
        Segment { a, b }
    };
    for id in 0..pieces.len() as u32 {
        tick();
        let own = segment(id);
        let reached = |x: i64| tops.partition_point(|top| top.x < x);
        for k in reached(own.a.x)..reached(own.b.x) {
            tick();
            let is_nearer = |known: &u32| own.is_above(segment(*known));
            if turn(own.a, own.b, tops[k]) > 0 && below[k].as_ref().is_none_or(is_nearer) {
                below[k] = Some(id);
            }
        }
    }
    below
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::faces::noding::noded;

    fn segments(rings: &[&[[i64; 2]]]) -> Vec<Segment> {
        let point = |[x, y]: [i64; 2]| Point { x, y };
        let edge = |w: &[[i64; 2]]| Segment::between(point(w[0]), point(w[1]));
        rings.iter().flat_map(|ring| ring.windows(2).filter_map(edge)).collect()
    }

    #[test]
    fn faces_lie_within_each_other_as_their_rings_do() {
        let square = |from: i64, to: i64| [[from, from], [to, from], [to, to], [from, to], [from, from]];
        let (outer, middle, inner) = (square(0, 100), square(10, 90), square(20, 80));
        let beside = [[200, 0], [300, 0], [200, 50], [200, 0]];
        let noded = noded(&segments(&[&outer, &middle, &inner, &beside]));
        let (left, count) = faces(&noded);
        assert_eq!(count, 5);
        // From the square's lower left corner to the next: inside to the left, outside to the right.
        let sides = |from: [i64; 2], to: [i64; 2]| {
            let [from, to] = [from, to].map(|[x, y]| noded.nodes.binary_search(&Point { x, y }).unwrap() as u32);
            let piece = noded.pieces.iter().position(|piece| *piece == [from, to]).unwrap() as u32;
            [left[half_edge(piece, false) as usize], left[half_edge(piece, true) as usize]]
        };
        let [first, nothing] = sides([0, 0], [100, 0]);
        let [second, around_second] = sides([10, 10], [90, 10]);
        let [third, around_third] = sides([20, 20], [80, 20]);
        assert_eq!([nothing, around_second, around_third], [UNBOUNDED, first, second]);
        assert!(third != second && third != UNBOUNDED && second != first);
        assert_eq!(sides([200, 0], [300, 0])[1], UNBOUNDED);
    }
}
