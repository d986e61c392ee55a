//! The grid under [`EdgeTimeline`](super::EdgeTimeline): cells with the edges that touch them and the versions of their corners.

use foldhash::HashMap;
use geo::Coord;

use super::BBox;
use super::edge::Edge;
use super::version_set::{combined, runs};

/// Cells along a side for each square root of the number of edges: most cells then hold no edge, or one.
const CELLS_PER_SQRT_EDGE: f64 = 4.0;
/// Most cells along a side: beyond it memory grows and answers do not come sooner.
const MAX_CELLS: usize = 1024;
/// Degrees by which edges are thickened when cells collect them: far more than rounding can move a crossing, far less
/// than a cell.
const MARGIN_DEG: f64 = 1e-9;

/// Cells along the side of a block. What is known of blocks fits into the nearest memory; most places lie in one that no edge
/// touches.
const BLOCK: usize = 8;
/// In the place of a set: an edge touches the block.
const MIXED: u32 = u32::MAX;

/// A grid over edges.
#[derive(Debug)]
pub(super) struct Grid {
    /// Cell borders, west to east.
    xs: Vec<f64>,
    /// Cell borders, south to north.
    ys: Vec<f64>,
    /// Cells per degree.
    per_deg: [f64; 2],
    /// For each block the versions that hold all of it, by their number in `sets`, or [`MIXED`].
    blocks: Vec<u32>,
    /// One more than there are cells.
    cells: Vec<Cell>,
    /// Where each distinct set of versions begins in `changes`; one more than there are.
    sets: Vec<u32>,
    changes: Vec<u32>,
    items: Vec<Item>,
}

/// A cell of the grid: what a look-up reads first lies together in memory.
#[derive(Clone, Copy, Debug, Default)]
struct Cell {
    /// The versions that hold its corner, by their number in `sets`.
    corner: u32,
    /// Where its edges begin in `items`; they end where the next cell's begin.
    start: u32,
}

/// An edge that touches a cell, in one unbroken run of versions. Those of an edge lie together.
#[derive(Clone, Copy, Debug, Default)]
struct Item {
    edge: u32,
    from: u32,
    until: u32,
}

/// What is known of a place before its edges are looked at.
#[derive(Clone, Copy, Debug)]
pub(super) enum Ground<'a> {
    /// These versions hold it and all around it.
    Even(&'a [u32]),
    /// It lies in this cell.
    Cell(usize),
}

/// What one edge means for the path from a cell's corner to a point.
#[derive(Clone, Copy)]
pub(super) struct Step {
    /// The path crosses it an odd number of times.
    pub crossed: bool,
    /// The point is exactly on it.
    pub on: bool,
}

impl Grid {
    /// The grid over edges with the versions of each.
    pub(super) fn build<'a>(edges: &[Edge], versions: impl Fn(usize) -> &'a [u32]) -> Self {
        let bbox = BBox::around(edges.iter().flat_map(|e| [&e.a, &e.b]));
        let bbox = if edges.is_empty() { BBox { west: 0.0, south: 0.0, east: 0.0, north: 0.0 } } else { bbox };
        let side = ((edges.len() as f64).sqrt() * CELLS_PER_SQRT_EDGE) as usize;
        let side = side.clamp(1, MAX_CELLS);
        // A rim wider than the margin: every edge lies well inside, the lower left corner outside everything.
        let rim = 1e-6;
        let borders = |from: f64, to: f64| -> Vec<f64> {
            let (from, to) = (from - rim, to + rim);
            (0..=side).map(|k| from + (to - from) * k as f64 / side as f64).collect()
        };
        let (xs, ys) = (borders(bbox.west, bbox.east), borders(bbox.south, bbox.north));
        let per_deg = [side as f64 / (xs[side] - xs[0]), side as f64 / (ys[side] - ys[0])];
        let mut grid = Self {
            xs,
            ys,
            per_deg,
            blocks: vec![MIXED; side.div_ceil(BLOCK).pow(2)],
            cells: vec![Cell::default(); side * side + 1],
            sets: vec![0, 0],
            changes: Vec::new(),
            items: Vec::new(),
        };
        grid.collect(edges, &versions);
        grid.sweep(edges, &versions);
        grid.mark_blocks();
        grid
    }

    /// What is known of the coordinate.
    pub(super) fn ground(&self, p: Coord<f64>) -> Ground<'_> {
        let column = index(&self.xs, self.per_deg[0], p.x);
        let row = index(&self.ys, self.per_deg[1], p.y);
        let Some((column, row)) = column.zip(row) else { return Ground::Even(&[]) };
        match self.blocks[self.block(column, row)] {
            MIXED => Ground::Cell(row * self.columns() + column),
            set => Ground::Even(self.set(set)),
        }
    }

    /// The versions that hold the cell's lower left corner.
    pub(super) fn at_corner(&self, cell: usize) -> &[u32] {
        self.set(self.cells[cell].corner)
    }

    fn set(&self, number: u32) -> &[u32] {
        let set = number as usize;
        &self.changes[self.sets[set] as usize..self.sets[set + 1] as usize]
    }

    /// The edges that touch the cell, and perhaps a few beside it.
    pub(super) fn edges(&self, cell: usize) -> impl Iterator<Item = usize> + '_ {
        self.items(cell).chunk_by(|a, b| a.edge == b.edge).map(|of_edge| of_edge[0].edge as usize)
    }

    /// Those of them that stand in a version.
    pub(super) fn edges_in(&self, cell: usize, version: usize) -> impl Iterator<Item = usize> + '_ {
        let stands = move |item: &&Item| item.from as usize <= version && version < item.until as usize;
        self.items(cell).iter().filter(stands).map(|item| item.edge as usize)
    }

    fn items(&self, cell: usize) -> &[Item] {
        &self.items[self.cells[cell].start as usize..self.cells[cell + 1].start as usize]
    }

    fn block(&self, column: usize, row: usize) -> usize {
        row / BLOCK * self.columns().div_ceil(BLOCK) + column / BLOCK
    }

    fn columns(&self) -> usize {
        self.xs.len() - 1
    }

    pub(super) fn lower_left(&self, cell: usize) -> Coord<f64> {
        Coord { x: self.xs[cell % self.columns()], y: self.ys[cell / self.columns()] }
    }

    /// Gives each cell the edges that touch it.
    fn collect<'a>(&mut self, edges: &[Edge], versions: impl Fn(usize) -> &'a [u32]) {
        let mut touched: Vec<(u32, u32)> = Vec::new();
        for (id, edge) in edges.iter().enumerate() {
            let (low, high) = if edge.a.y <= edge.b.y { (edge.a, edge.b) } else { (edge.b, edge.a) };
            let rows = self.clamped(1, low.y - MARGIN_DEG)..=self.clamped(1, high.y + MARGIN_DEG);
            for row in rows {
                // The part of the edge within the row, a margin more at every side.
                let x_at = |y: f64| {
                    let t = if high.y > low.y { ((y - low.y) / (high.y - low.y)).clamp(0.0, 1.0) } else { 0.0 };
                    low.x + t * (high.x - low.x)
                };
                let (x0, x1) = if high.y > low.y {
                    (x_at(self.ys[row] - MARGIN_DEG), x_at(self.ys[row + 1] + MARGIN_DEG))
                } else {
                    (low.x, high.x)
                };
                let columns = self.clamped(0, x0.min(x1) - MARGIN_DEG)..=self.clamped(0, x0.max(x1) + MARGIN_DEG);
                touched.extend(columns.map(|column| ((row * self.columns() + column) as u32, id as u32)));
            }
        }
        let runs_of = |id: u32| (versions(id as usize).len() / 2) as u32;
        touched.iter().for_each(|(cell, id)| self.cells[*cell as usize + 1].start += runs_of(*id));
        for cell in 1..self.cells.len() {
            self.cells[cell].start += self.cells[cell - 1].start;
        }
        let mut next: Vec<u32> = self.cells.iter().map(|c| c.start).collect();
        self.items = vec![Item::default(); next[next.len() - 1] as usize];
        for (cell, edge) in touched {
            for run in runs(versions(edge as usize)) {
                let item = Item { edge, from: run.start as u32, until: run.end as u32 };
                self.items[next[cell as usize] as usize] = item;
                next[cell as usize] += 1;
            }
        }
    }

    /// Finds the versions of every corner, each from its left neighbour's.
    fn sweep<'a>(&mut self, edges: &[Edge], versions: impl Fn(usize) -> &'a [u32]) {
        let mut ids: HashMap<Vec<u32>, u32> = std::iter::once((Vec::new(), 0)).collect();
        let (columns, rows) = (self.columns(), self.ys.len() - 1);
        for row in 0..rows {
            let mut here: Vec<u32> = Vec::new();
            let mut id = 0;
            for column in 0..columns {
                let cell = row * columns + column;
                self.cells[cell].corner = id;
                let corner = self.lower_left(cell);
                let next = Coord { x: self.xs[column + 1], y: corner.y };
                let crosses = |e: &usize| {
                    let edge = edges[*e];
                    (edge.a.y <= corner.y) != (edge.b.y <= corner.y) && right_of(edge, corner) != right_of(edge, next)
                };
                let mut crossed = self.edges(cell).filter(crosses).peekable();
                if crossed.peek().is_none() {
                    continue;
                }
                here = crossed.fold(here, |here, e| combined(&here, versions(e), |a, b| a != b));
                id = ids.get(&here).copied().unwrap_or_else(|| {
                    let fresh = ids.len() as u32;
                    self.changes.extend_from_slice(&here);
                    self.sets.push(self.changes.len() as u32);
                    ids.insert(here.clone(), fresh);
                    fresh
                });
            }
            debug_assert!(here.is_empty(), "the far right of the grid lies in no version");
        }
    }

    /// Notes the blocks that no edge touches: the same versions hold all their corners.
    fn mark_blocks(&mut self) {
        let columns = self.columns();
        let mut is_touched = vec![false; self.blocks.len()];
        for cell in 0..self.cells.len() - 1 {
            let block = self.block(cell % columns, cell / columns);
            is_touched[block] |= !self.items(cell).is_empty();
            self.blocks[block] = if is_touched[block] { MIXED } else { self.cells[cell].corner };
        }
    }

    fn clamped(&self, axis: usize, value: f64) -> usize {
        let borders = if axis == 0 { &self.xs } else { &self.ys };
        let last = borders.len() - 2;
        index(borders, self.per_deg[axis], value).unwrap_or(if value < borders[0] { 0 } else { last })
    }
}

/// What an edge means for the path from a cell's corner up to the point's latitude, then right to the point.
pub(super) fn step(corner: Coord<f64>, p: Coord<f64>, edge: Edge) -> Step {
    let Edge { a, b } = edge;
    let mut step = step_from_afar(edge, p);
    if (a.x <= corner.x) != (b.x <= corner.x) {
        step.crossed ^= above(edge, corner) != above(edge, Coord { x: corner.x, y: p.y });
    }
    if (a.y <= p.y) != (b.y <= p.y) {
        step.crossed ^= right_of(edge, Coord { x: corner.x, y: p.y });
    }
    step
}

/// What an edge means for the path to the point from far away on its left.
pub(super) fn step_from_afar(edge: Edge, p: Coord<f64>) -> Step {
    let Edge { a, b } = edge;
    if (a.y <= p.y) != (b.y <= p.y) {
        let side = side(edge, p);
        return Step { crossed: right(edge, side), on: side == 0.0 };
    }
    let on = (p.y == a.y || p.y == b.y) && edge.bbox().holds_coord(p) && edge.side_of(p) == 0.0;
    Step { crossed: false, on }
}

/// The index `k` with `borders[k] <= value < borders[k + 1]`.
fn index(borders: &[f64], per_deg: f64, value: f64) -> Option<usize> {
    let last = borders.len() - 1;
    if !(borders[0] <= value && value < borders[last]) {
        return None;
    }
    let mut k = (((value - borders[0]) * per_deg) as usize).min(last - 1);
    while value < borders[k] {
        k -= 1;
    }
    while value >= borders[k + 1] {
        k += 1;
    }
    Some(k)
}

/// Whether the coordinate, shifted by an infinitesimal up, lies above an edge that is not upright.
fn above(edge: Edge, p: Coord<f64>) -> bool {
    let (left, right) = if edge.a.x < edge.b.x { (edge.a, edge.b) } else { (edge.b, edge.a) };
    if p.y > left.y.max(right.y) {
        return true;
    }
    if p.y < left.y.min(right.y) {
        return false;
    }
    Edge { a: left, b: right }.side_of(p) >= 0.0
}

/// Positive when the coordinate is left of the edge seen upward, negative right of it, zero on its line.
fn side(edge: Edge, p: Coord<f64>) -> f64 {
    let (low, high) = if edge.a.y < edge.b.y { (edge.a, edge.b) } else { (edge.b, edge.a) };
    if p.x < low.x.min(high.x) {
        return 1.0;
    }
    if p.x > low.x.max(high.x) {
        return -1.0;
    }
    Edge { a: low, b: high }.side_of(p)
}

/// Whether a coordinate on that side, shifted by an infinitesimal up and a smaller one right, is right of the edge.
fn right(edge: Edge, side: f64) -> bool {
    let (low, high) = if edge.a.y < edge.b.y { (edge.a, edge.b) } else { (edge.b, edge.a) };
    side < 0.0 || (side == 0.0 && high.x <= low.x)
}

fn right_of(edge: Edge, p: Coord<f64>) -> bool {
    right(edge, side(edge, p))
}
