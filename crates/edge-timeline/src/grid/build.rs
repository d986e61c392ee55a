//! The making of a grid: every cell of it, then what is kept of them.

use foldhash::HashMap;
use geo::Coord;

use super::{BLOCK, Block, Cell, Grid, Item, Set, edges_of, index, items_of, right_of};
use crate::BBox;
use crate::edge::Edge;
use crate::version_set::{combined, runs};

/// Cells along a side for each square root of the number of edges: most cells then hold no edge, or one.
const CELLS_PER_SQRT_EDGE: f64 = 4.0;
/// Most cells along a side: beyond it memory grows and answers do not come sooner.
const MAX_CELLS: usize = 1024;
/// Degrees by which edges are thickened when cells collect them: far more than rounding can move a crossing, far less
/// than a cell.
const MARGIN_DEG: f64 = 1e-9;

/// All cells of a grid, row by row.
struct Cells {
    xs: Vec<f64>,
    ys: Vec<f64>,
    per_deg: [f64; 2],
    /// One more than there are cells.
    cells: Vec<Cell>,
    /// Where each distinct set of versions begins in `changes`; one more than there are.
    sets: Vec<u32>,
    changes: Vec<u32>,
    items: Vec<Item>,
}

impl Grid {
    /// The grid over edges with the versions of each.
    pub(in super::super) fn build<'a>(edges: &[Edge], versions: impl Fn(usize) -> &'a [u32]) -> Self {
        let all = Cells::build(edges, versions);
        let (columns, rows) = (all.columns(), all.ys.len() - 1);
        let (mut blocks, mut cells, mut items) = (Vec::new(), Vec::new(), Vec::with_capacity(all.items.len()));
        for row in (0..rows).step_by(BLOCK) {
            for column in (0..columns).step_by(BLOCK) {
                let of_block =
                    (row..row + BLOCK).flat_map(|row| (column..column + BLOCK).map(move |column| (column, row)));
                let of_block = of_block.map(|(c, r)| (c < columns && r < rows).then_some(r * columns + c));
                if of_block.clone().flatten().all(|cell| all.items(cell).is_empty()) {
                    blocks.push(Block::Even(all.cells[row * columns + column].corner));
                    continue;
                }
                blocks.push(Block::Mixed(cells.len() as u32));
                for cell in of_block {
                    let corner = cell.map_or(0, |cell| all.cells[cell].corner);
                    cells.push(Cell { corner, start: items.len() as u32 });
                    items.extend_from_slice(cell.map_or(&[], |cell| all.items(cell)));
                }
            }
        }
        cells.push(Cell { corner: 0, start: items.len() as u32 });
        let set = |ends: &[u32]| {
            let changes = &all.changes[ends[0] as usize..ends[1] as usize];
            Set { start: ends[0], end: ends[1], run: changes.try_into().unwrap_or_default() }
        };
        let sets = all.sets.windows(2).map(set).collect();
        let Cells { xs, ys, per_deg, changes, .. } = all;
        Self { xs, ys, per_deg, blocks, cells, sets, changes, items }
    }
}

impl Cells {
    fn build<'a>(edges: &[Edge], versions: impl Fn(usize) -> &'a [u32]) -> Self {
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
        let cells = vec![Cell::default(); side * side + 1];
        let (sets, changes, items) = (vec![0, 0], Vec::new(), Vec::new());
        let mut all = Self { xs, ys, per_deg, cells, sets, changes, items };
        all.collect(edges, &versions);
        all.sweep(edges, &versions);
        all
    }

    fn columns(&self) -> usize {
        self.xs.len() - 1
    }

    fn lower_left(&self, cell: usize) -> Coord<f64> {
        Coord { x: self.xs[cell % self.columns()], y: self.ys[cell / self.columns()] }
    }

    fn items(&self, cell: usize) -> &[Item] {
        items_of(&self.cells, &self.items, cell)
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
                let mut crossed = edges_of(self.items(cell)).filter(crosses).peekable();
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

    fn clamped(&self, axis: usize, value: f64) -> usize {
        let borders = if axis == 0 { &self.xs } else { &self.ys };
        let last = borders.len() - 2;
        index(borders, self.per_deg[axis], value).unwrap_or(if value < borders[0] { 0 } else { last })
    }
}
