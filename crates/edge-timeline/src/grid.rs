//! The grid under [`EdgeTimeline`](super::EdgeTimeline): cells with the edges that touch them and the versions of their corners.
//!
//! # Method
//! Cells come in blocks. Of a block that no edge touches, as most are, only the versions that hold it are kept; that fits into the
//! nearest memory. The cells of the others lie together, each with its edges.

mod build;

use geo::Coord;

use super::edge::Edge;
use super::version_set::holds;

/// Cells along the side of a block.
const BLOCK: usize = 8;

/// A grid over edges.
#[derive(Debug)]
pub(super) struct Grid {
    /// Cell borders, west to east.
    xs: Vec<f64>,
    /// Cell borders, south to north.
    ys: Vec<f64>,
    /// Cells per degree.
    per_deg: [f64; 2],
    /// Row by row.
    blocks: Vec<Block>,
    /// The cells of each block that an edge touches, row by row; one more than there are.
    cells: Vec<Cell>,
    sets: Vec<Set>,
    changes: Vec<u32>,
    items: Vec<Item>,
}

/// What is known of a block.
#[derive(Clone, Copy, Debug)]
enum Block {
    /// The versions of the set of this number hold all of it.
    Even(u32),
    /// An edge touches it: the number of its first cell.
    Mixed(u32),
}

/// A cell of the grid: what a look-up reads first lies together in memory.
#[derive(Clone, Copy, Debug, Default)]
struct Cell {
    /// The versions that hold its corner, by their number in `sets`.
    corner: u32,
    /// Where its edges begin in `items`; they end where the next cell's begin.
    start: u32,
}

/// A set of versions.
#[derive(Clone, Copy, Debug, Default)]
struct Set {
    /// Where its changes are in `changes`.
    start: u32,
    end: u32,
    /// Its only run, where it has just one.
    run: [u32; 2],
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
pub(super) enum Ground {
    /// The versions of a set hold it and all around it.
    Even(SetNumber),
    /// It lies in a cell.
    Cell {
        /// Which.
        cell: usize,
        /// The cell's lower left corner.
        corner: Coord<f64>,
        /// The versions that hold that.
        at_corner: SetNumber,
    },
}

/// A set of versions of a grid.
#[derive(Clone, Copy, Debug)]
pub(super) struct SetNumber(u32);

impl SetNumber {
    /// No version.
    const NONE: Self = Self(0);
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
    /// What is known of the coordinate.
    pub(super) fn ground(&self, p: Coord<f64>) -> Ground {
        let column = index(&self.xs, self.per_deg[0], p.x);
        let row = index(&self.ys, self.per_deg[1], p.y);
        let Some((column, row)) = column.zip(row) else { return Ground::Even(SetNumber::NONE) };
        match self.blocks[row / BLOCK * (self.xs.len() - 1).div_ceil(BLOCK) + column / BLOCK] {
            Block::Even(set) => Ground::Even(SetNumber(set)),
            Block::Mixed(first) => {
                let cell = first as usize + row % BLOCK * BLOCK + column % BLOCK;
                let corner = Coord { x: self.xs[column], y: self.ys[row] };
                Ground::Cell { cell, corner, at_corner: SetNumber(self.cells[cell].corner) }
            }
        }
    }

    /// The versions of a set.
    pub(super) fn versions(&self, set: SetNumber) -> &[u32] {
        let Set { start, end, .. } = self.sets[set.0 as usize];
        &self.changes[start as usize..end as usize]
    }

    /// Whether a set holds a version.
    pub(super) fn holds(&self, set: SetNumber, version: usize) -> bool {
        let Set { start, end, run: [from, until] } = self.sets[set.0 as usize];
        if end - start <= 2 {
            return from as usize <= version && version < until as usize;
        }
        holds(self.versions(set), version)
    }

    /// The edges that touch the cell, and perhaps a few beside it.
    pub(super) fn edges(&self, cell: usize) -> impl Iterator<Item = usize> + '_ {
        edges_of(self.items(cell))
    }

    /// Those of them that stand in a version.
    pub(super) fn edges_in(&self, cell: usize, version: usize) -> impl Iterator<Item = usize> + '_ {
        let stands = move |item: &&Item| item.from as usize <= version && version < item.until as usize;
        self.items(cell).iter().filter(stands).map(|item| item.edge as usize)
    }

    fn items(&self, cell: usize) -> &[Item] {
        items_of(&self.cells, &self.items, cell)
    }
}

fn items_of<'a>(cells: &[Cell], items: &'a [Item], cell: usize) -> &'a [Item] {
    &items[cells[cell].start as usize..cells[cell + 1].start as usize]
}

fn edges_of(items: &[Item]) -> impl Iterator<Item = usize> + '_ {
    items.chunk_by(|a, b| a.edge == b.edge).map(|of_edge| of_edge[0].edge as usize)
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
