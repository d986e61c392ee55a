//! Segments cut wherever they meet, so that the pieces have nothing in common but ends.
//!
//! # Method
//! Snap rounding (Hobby, *Practical segment intersection with finite precision output*, Computational Geometry 13, 1999): the
//! points nearest to ends and crossings are nodes, and every segment that passes the square of a step around a node bends to
//! it. Predicates are exact, so it ends after one round, and the pieces neither cross nor touch but at nodes, whatever the
//! segments were; those that all but coincide become one. Nothing moves by more than a step.

use super::cells::{Cells, Lists};
use super::plane::{Point, Segment};
use crate::budget::{hold, tick};

/// Most pairs of segments in the same cell that are looked at within a budget.
const MAX_PAIRS: u64 = 2_000_000_000;
/// Most crossings within a budget.
const MAX_CROSSINGS: u64 = 20_000_000;

/// Pieces of segments.
pub(super) struct Noded {
    /// In order: a node is known by its place here.
    pub nodes: Vec<Point>,
    /// Each once, by its two nodes, the lesser first; in order.
    pub pieces: Vec<[u32; 2]>,
    /// For each piece the segments it is a part of.
    pub of: Lists,
}

/// The pieces of segments.
pub(super) fn noded(segments: &[Segment]) -> Noded {
    let cells = Cells::over(segments);
    let mut nodes: Vec<Point> = segments.iter().flat_map(|s| [s.a, s.b]).collect();
    let (mut pairs, ends) = (0, nodes.len());
    for cell in 0..cells.count() {
        let here = cells.segments(cell);
        pairs += (here.len() * here.len().saturating_sub(1) / 2) as u64;
        hold("pairs of edges that run close to each other", pairs, MAX_PAIRS);
        for (k, one) in here.iter().enumerate() {
            tick();
            let one = segments[*one as usize];
            nodes.extend(here[k + 1..].iter().filter_map(|other| one.crossing(segments[*other as usize])));
        }
        hold("edges that cross each other", (nodes.len() - ends) as u64, MAX_CROSSINGS);
    }
    nodes.sort_unstable();
    nodes.dedup();
    let placed: Vec<(u32, u32)> = nodes.iter().zip(0..).map(|(node, id)| (cells.cell(*node), id)).collect();
    let placed = Lists::of(cells.count(), &placed);
    // Of each segment the nodes that it passes.
    let mut passed: Vec<(u32, u32)> = Vec::with_capacity(3 * segments.len());
    for cell in 0..cells.count() {
        for node in placed.get(cell) {
            tick();
            let passing = cells.segments(cell).iter().filter(|s| segments[**s as usize].passes(nodes[*node as usize]));
            passed.extend(passing.map(|segment| (*segment, *node)));
        }
    }
    let passed = Lists::of(segments.len(), &passed);
    let mut parts: Vec<([u32; 2], u32)> = Vec::with_capacity(passed.total());
    for (segment, id) in segments.iter().zip(0..) {
        tick();
        let mut along = passed.get(id as usize).to_vec();
        along.sort_unstable_by(|p, q| segment.order(nodes[*p as usize], nodes[*q as usize]));
        parts.extend(along.windows(2).map(|w| ([w[0].min(w[1]), w[0].max(w[1])], id)));
    }
    parts.sort_unstable();
    let mut pieces: Vec<[u32; 2]> = parts.iter().map(|(piece, _)| *piece).collect();
    pieces.dedup();
    let mut number = 0;
    let owned = parts.iter().map(|(piece, segment)| {
        number += u32::from(pieces[number as usize] != *piece);
        (number, *segment)
    });
    let of = Lists::of(pieces.len(), &owned.collect::<Vec<_>>());
    Noded { nodes, pieces, of }
}
