//! Edges that all but coincide, made to coincide: every edge takes the vertices that lie within a micrometre of it.
//!
//! Where outlines were cut and joined, their vertices lie on each other's edges but for rounding. Such edges cross each
//! other again and again; each crossing is rounded, which makes new ones, and the number of pieces doubles until they are
//! as short as the rounding is: 40 edges of a degree with a dozen vertices each, drawn four times, did not end in minutes.
//! Once each edge bends through the others' vertices they are the same edges. No vertex moves; where nothing all but
//! coincides, nothing changes.
//!
//! # Method
//! As the snapping noder of JTS (`SnappingNoder`, tolerance 1e-12 of the greatest ordinate), for vertices and edges; what is
//! left of true crossings is the overlay's.

use i_overlay::i_float::int::point::IntPoint;
use i_overlay::i_shape::int::shape::{IntContour, IntShapes};

use super::crossings::{hold_nodes, hold_pairs};
use crate::budget::tick;

/// How near a vertex must be to an edge to become one of its nodes: 2^-37 degree, 0.8 micrometres. Coordinates carry
/// roundings of 2^-47 degree, and those of several cuts add up.
const NEAR: i64 = 1 << 11;

/// The same shapes, each edge with the vertices of all that are near it.
pub(super) fn noded<const N: usize>(mut all: [IntShapes<i64>; N]) -> [IntShapes<i64>; N] {
    let vertices = Vertices::new(all.iter().flatten().flatten().flatten().copied().collect());
    let (mut pairs, mut nodes) = (0, 0);
    for contour in all.iter_mut().flatten().flatten() {
        nodes += vertices.node(contour, &mut pairs);
        hold_nodes(nodes);
    }
    all
}

/// Every vertex, in both orders.
struct Vertices {
    by_x: Vec<IntPoint<i64>>,
    by_y: Vec<IntPoint<i64>>,
}

impl Vertices {
    fn new(mut by_x: Vec<IntPoint<i64>>) -> Self {
        by_x.sort_unstable_by_key(|p| (p.x, p.y));
        by_x.dedup();
        let mut by_y = by_x.clone();
        by_y.sort_unstable_by_key(|p| (p.y, p.x));
        Self { by_x, by_y }
    }

    /// Puts their nodes into a contour's edges, and says how many; `pairs` counts the vertices held against edges.
    fn node(&self, contour: &mut IntContour<i64>, pairs: &mut usize) -> usize {
        let Some(&first) = contour.first() else { return 0 };
        let edges = contour.iter().copied().zip(contour[1..].iter().copied().chain([first]));
        let nodes: Vec<(usize, Vec<IntPoint<i64>>)> =
            edges.map(|(a, b)| self.on(a, b, pairs)).enumerate().filter(|(_, nodes)| !nodes.is_empty()).collect();
        let count = nodes.iter().map(|(_, nodes)| nodes.len()).sum();
        for (k, nodes) in nodes.into_iter().rev() {
            contour.splice(k + 1..k + 1, nodes);
        }
        count
    }

    /// The vertices near an edge and between its ends, in its direction.
    fn on(&self, a: IntPoint<i64>, b: IntPoint<i64>, pairs: &mut usize) -> Vec<IntPoint<i64>> {
        tick();
        let (west, east) = (a.x.min(b.x) - NEAR, a.x.max(b.x) + NEAR);
        let (south, north) = (a.y.min(b.y) - NEAR, a.y.max(b.y) + NEAR);
        let between = |sorted: &[IntPoint<i64>], least: i64, most: i64, of: fn(&IntPoint<i64>) -> i64| {
            sorted.partition_point(|p| of(p) < least)..sorted.partition_point(|p| of(p) <= most)
        };
        // The strip that is the narrower holds fewer.
        let candidates = if east - west < north - south {
            &self.by_x[between(&self.by_x, west, east, |p| p.x)]
        } else {
            &self.by_y[between(&self.by_y, south, north, |p| p.y)]
        };
        *pairs += candidates.len();
        hold_pairs(*pairs);
        let (dx, dy) = ((b.x - a.x) as f64, (b.y - a.y) as f64);
        let (squared, near) = (dx * dx + dy * dy, NEAR as f64);
        let mut nodes: Vec<(f64, IntPoint<i64>)> = Vec::new();
        for &p in candidates {
            let is_beside = p.x < west || p.x > east || p.y < south || p.y > north;
            if is_beside || p == a || p == b {
                continue;
            }
            // Rounded by a quarter of a unit at most: differences are below 2^56.
            let (px, py) = ((p.x - a.x) as f64, (p.y - a.y) as f64);
            let (along, across) = (px * dx + py * dy, dx * py - dy * px);
            if along > 0.0 && along < squared && across * across <= near * near * squared {
                nodes.push((along, p));
            }
        }
        nodes.sort_by(|(s, p), (t, q)| s.total_cmp(t).then((p.x, p.y).cmp(&(q.x, q.y))));
        nodes.into_iter().map(|(_, p)| p).collect()
    }
}
