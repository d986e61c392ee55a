//! How often edges cross, told before an overlay begins: its time and memory go by that number, which may be the square of
//! the number of edges.
//!
//! # Method
//! A uniform grid (Franklin et al., *Uniform grids: a technique for intersection detection*, 1989): every edge is entered in
//! the cells it passes. Two edges that cross share a cell, so the pairs in cells bound the crossings; only where they come to
//! more than there may be are pairs looked at. Counting ends at the limit.

use i_overlay::i_float::int::point::IntPoint;
use i_overlay::i_shape::int::shape::IntShape;

use crate::budget::{self, hold, tick};

/// Most crossings of edges that one overlay resolves: some 100 MB and half a second.
const MAX_CROSSINGS: u64 = 250_000;
/// Most pairs of edges near each other that are looked at for one overlay, and most cells of the grid that edges pass.
const MAX_PAIRS: u64 = 20_000_000;
/// Cells along a side for each square root of the number of edges.
const CELLS_PER_SQRT_EDGE: f64 = 4.0;
/// Most cells along a side.
const MAX_SIDE: f64 = 1024.0;
/// What is said of too many crossings.
const CROSSINGS: &str = "edges that cross each other";
/// What is said of too many pairs.
const PAIRS: &str = "pairs of edges that run close to each other";

type Segment = [IntPoint<i64>; 2];

/// Stops the question where the edges of these shapes cross more often than one overlay may resolve.
pub(super) fn hold_crossings(shapes: [&[IntShape<i64>]; 2]) {
    if !budget::is_limited() {
        return;
    }
    let segments: Vec<Segment> = shapes.iter().copied().flatten().flatten().flat_map(|ring| edges(ring)).collect();
    let count = segments.len() as u64;
    if count * count / 2 > MAX_CROSSINGS {
        Cells::of(&segments).hold_crossings(&segments);
    }
}

/// Stops the question where so many vertices are to be put into edges.
pub(super) fn hold_nodes(count: usize) {
    hold("vertices on other edges", count as u64, MAX_CROSSINGS);
}

/// Stops the question where so many vertices are to be held against edges.
pub(super) fn hold_pairs(count: usize) {
    hold(PAIRS, count as u64, 5 * MAX_PAIRS);
}

fn edges(ring: &[IntPoint<i64>]) -> impl Iterator<Item = Segment> + '_ {
    let next = ring.iter().skip(1).chain(ring.first());
    ring.iter().zip(next).map(|(a, b)| [*a, *b]).filter(|[a, b]| a != b)
}

/// A grid over edges.
struct Cells {
    west: f64,
    south: f64,
    side: usize,
    per_unit: [f64; 2],
    /// Where the edges of each cell begin in `entries`; one more than there are cells.
    starts: Vec<u32>,
    entries: Vec<u32>,
}

impl Cells {
    fn of(segments: &[Segment]) -> Self {
        let points = || segments.iter().flatten();
        let ends = |of: fn(&IntPoint<i64>) -> i64| {
            let (low, high) = (points().map(of).min().unwrap_or(0), points().map(of).max().unwrap_or(0));
            (low as f64, (high as f64 - low as f64).max(1.0))
        };
        let ((west, width), (south, height)) = (ends(|p| p.x), ends(|p| p.y));
        let side = ((segments.len() as f64).sqrt() * CELLS_PER_SQRT_EDGE).clamp(1.0, MAX_SIDE);
        let per_unit = [side / width, side / height];
        let side = side as usize;
        let mut cells = Self { west, south, side, per_unit, starts: vec![0; side * side + 1], entries: Vec::new() };
        let mut count = 0;
        for segment in segments {
            tick();
            cells.passed(segment, |starts, cell| {
                starts[cell + 1] += 1;
                count += 1;
            });
            hold(PAIRS, count, MAX_PAIRS);
        }
        for k in 1..cells.starts.len() {
            cells.starts[k] += cells.starts[k - 1];
        }
        let mut entries = vec![0; count as usize];
        let mut next = cells.starts.clone();
        for (id, segment) in (0..).zip(segments) {
            tick();
            cells.passed(segment, |_, cell| {
                entries[next[cell] as usize] = id;
                next[cell] += 1;
            });
        }
        cells.entries = entries;
        cells
    }

    /// Calls for every cell that an edge passes, and perhaps some beside it: column by column, the rows between where the
    /// edge enters and leaves it.
    fn passed(&mut self, [a, b]: &Segment, mut each: impl FnMut(&mut [u32], usize)) {
        let last = (self.side - 1) as f64;
        let place = |p: &IntPoint<i64>| {
            [(p.x as f64 - self.west) * self.per_unit[0], (p.y as f64 - self.south) * self.per_unit[1]]
        };
        let (a, b) = if a.x <= b.x { (place(a), place(b)) } else { (place(b), place(a)) };
        let cell = |at: f64| at.clamp(0.0, last) as usize;
        // A border's width on each side, so that rounding leaves out no cell.
        let (first, end) = (cell(a[0] - 1e-6), cell(b[0] + 1e-6));
        let slope = if b[0] > a[0] { (b[1] - a[1]) / (b[0] - a[0]) } else { 0.0 };
        let (low, high) = (a[1].min(b[1]), a[1].max(b[1]));
        for column in first..=end {
            let (mut from, mut to) = (low, high);
            if first != end {
                let at = |x: f64| (a[1] + slope * (x - a[0])).clamp(low, high);
                let (enters, leaves) = (at(column as f64), at(column as f64 + 1.0));
                (from, to) = (enters.min(leaves), enters.max(leaves));
            }
            for row in cell(from - 1e-6)..=cell(to + 1e-6) {
                each(&mut self.starts, row * self.side + column);
            }
        }
    }

    fn edges(&self, cell: usize) -> &[u32] {
        &self.entries[self.starts[cell] as usize..self.starts[cell + 1] as usize]
    }

    fn hold_crossings(&self, segments: &[Segment]) {
        let in_cell = |cell: usize| {
            let count = u64::from(self.starts[cell + 1] - self.starts[cell]);
            count * count.saturating_sub(1) / 2
        };
        let cells = self.side * self.side;
        if (0..cells).map(in_cell).sum::<u64>() <= MAX_CROSSINGS {
            return;
        }
        let (mut pairs, mut crossings) = (0_u64, 0_u64);
        for cell in 0..cells {
            let edges = self.edges(cell);
            pairs += in_cell(cell);
            hold(PAIRS, pairs, MAX_PAIRS);
            for (k, one) in edges.iter().enumerate() {
                tick();
                let others = edges[k + 1..].iter();
                let cross = |other: &&u32| self.cross_in(cell, &segments[*one as usize], &segments[**other as usize]);
                crossings += others.filter(cross).count() as u64;
            }
            hold(CROSSINGS, crossings, MAX_CROSSINGS);
        }
    }

    /// Whether two edges cross inside both, in this cell: of those that cross in several, each crossing counts once.
    fn cross_in(&self, cell: usize, [a, b]: &Segment, [c, d]: &Segment) -> bool {
        let turn = |o: &IntPoint<i64>, p: &IntPoint<i64>, q: &IntPoint<i64>| {
            let (px, py) = ((p.x - o.x) as f64, (p.y - o.y) as f64);
            px * (q.y - o.y) as f64 - py * (q.x - o.x) as f64
        };
        let (from, to) = (turn(a, b, c), turn(a, b, d));
        if from * to >= 0.0 || turn(c, d, a) * turn(c, d, b) >= 0.0 {
            return false;
        }
        let part = from / (from - to);
        let x = c.x as f64 + part * (d.x as f64 - c.x as f64);
        let y = c.y as f64 + part * (d.y as f64 - c.y as f64);
        let at =
            |at: f64, from: f64, per_unit: f64| ((at - from) * per_unit).clamp(0.0, (self.side - 1) as f64) as usize;
        at(y, self.south, self.per_unit[1]) * self.side + at(x, self.west, self.per_unit[0]) == cell
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::budget::{Budget, Stopped};

    fn point(x: f64, y: f64) -> IntPoint<i64> {
        IntPoint::new((x * 1e12) as i64, (y * 1e12) as i64)
    }

    /// As many thin triangles, each from one side to the other at another height and slope.
    fn blades(count: usize, slant: f64) -> Vec<IntShape<i64>> {
        let blade = |k: usize| {
            let y = k as f64 / count as f64;
            vec![vec![point(0.0, y), point(10.0, (1.0 - slant) * y + slant * (1.0 - y)), point(10.0, y + 1e-7)]]
        };
        (0..count).map(blade).collect()
    }

    fn told(shapes: &[IntShape<i64>]) -> Result<(), Stopped> {
        Budget::new(None).run(|| hold_crossings([shapes, &[]]))
    }

    #[test]
    fn shapes_that_cross_too_often_are_told_before_they_are_cut() {
        // 4,000 long triangles that overlap took 512 MB, and ten times as many more than there is.
        let stopped = told(&blades(4_000, 1.0)).unwrap_err().to_string();
        assert!(stopped.contains("at most 250000"), "{stopped}");
        assert_eq!(told(&blades(300, 1.0)), Ok(()));
        let side_by_side = told(&blades(1_000, 0.0));
        assert_eq!(side_by_side, Ok(()));
    }

    #[test]
    fn an_outline_of_many_short_edges_crosses_nothing() {
        let ring = |radius: f64| {
            let at = |k: u32| f64::from(k) / 100_000.0 * std::f64::consts::TAU;
            (0..100_000).map(|k| point(radius * at(k).cos(), radius * at(k).sin())).collect::<Vec<_>>()
        };
        assert_eq!(told(&[vec![ring(1.0)], vec![ring(1.01)]]), Ok(()));
    }
}
