//! A grid of cells with the segments that pass each: what meets shares one.

use super::plane::{Point, Segment};
use crate::budget::{hold, tick};

/// Cells for each segment.
const CELLS_PER_SEGMENT: f64 = 16.0;
/// Most cells.
const MAX_CELLS: f64 = 16_777_216.0;
/// Most cells that all segments together pass, within a budget.
const MAX_PASSED: u64 = 100_000_000;
/// Steps by which segments are thickened: a point half a step away shares their cell, whatever rounding does.
const MARGIN: f64 = 4.0;

/// Cells over segments.
pub(super) struct Cells {
    west: i64,
    south: i64,
    columns: usize,
    rows: usize,
    /// A cell is two to this power of steps wide and high.
    shift: u32,
    segments: Lists,
}

/// Lists of numbers, one behind the other.
#[derive(Debug)]
pub(super) struct Lists {
    starts: Vec<u32>,
    items: Vec<u32>,
}

impl Lists {
    /// The lists of these pairs of list and number.
    pub(super) fn of(count: usize, pairs: &[(u32, u32)]) -> Self {
        let mut starts = vec![0_u32; count + 1];
        pairs.iter().for_each(|(list, _)| starts[*list as usize + 1] += 1);
        (0..count).for_each(|k| starts[k + 1] += starts[k]);
        let (mut next, mut items) = (starts.clone(), vec![0; pairs.len()]);
        for (list, item) in pairs {
            items[next[*list as usize] as usize] = *item;
            next[*list as usize] += 1;
        }
        Self { starts, items }
    }

    /// How many lists there are.
    pub(super) fn count(&self) -> usize {
        self.starts.len() - 1
    }

    /// How many numbers there are in all lists.
    pub(super) fn total(&self) -> usize {
        self.items.len()
    }

    pub(super) fn get(&self, list: usize) -> &[u32] {
        &self.items[self.starts[list] as usize..self.starts[list + 1] as usize]
    }
}

impl Cells {
    pub(super) fn over(segments: &[Segment]) -> Self {
        let ends = || segments.iter().flat_map(|s| [s.a, s.b]);
        let (west, south) = (ends().map(|p| p.x).min().unwrap_or(0), ends().map(|p| p.y).min().unwrap_or(0));
        let (east, north) = (ends().map(|p| p.x).max().unwrap_or(0), ends().map(|p| p.y).max().unwrap_or(0));
        let (width, height) = ((east - west) as f64 + 1.0, (north - south) as f64 + 1.0);
        let wanted = (segments.len() as f64 * CELLS_PER_SEGMENT).clamp(1.0, MAX_CELLS);
        let shift = (width * height / wanted).sqrt().max(1.0).log2().ceil() as u32;
        let count = |from: i64, to: i64| ((to - from) >> shift) as usize + 1;
        let (columns, rows) = (count(west, east), count(south, north));
        let mut cells = Self { west, south, columns, rows, shift, segments: Lists::of(0, &[]) };
        let mut passed: Vec<(u32, u32)> = Vec::new();
        for (segment, id) in segments.iter().zip(0..) {
            tick();
            cells.passed(*segment, |cell| passed.push((cell, id)));
            hold("pieces of edges in cells of a grid", passed.len() as u64, MAX_PASSED);
        }
        cells.segments = Lists::of(columns * rows, &passed);
        cells
    }

    pub(super) fn count(&self) -> usize {
        self.columns * self.rows
    }

    /// The segments that pass a cell, and perhaps some beside it.
    pub(super) fn segments(&self, cell: usize) -> &[u32] {
        self.segments.get(cell)
    }

    /// The cell of a point.
    pub(super) fn cell(&self, p: Point) -> u32 {
        (((p.y - self.south) >> self.shift) as usize * self.columns + ((p.x - self.west) >> self.shift) as usize) as u32
    }

    /// Calls for every cell that a segment passes, and perhaps some beside it: column by column, the rows between where it
    /// enters and leaves it.
    fn passed(&self, segment: Segment, mut each: impl FnMut(u32)) {
        let size = (1_i64 << self.shift) as f64;
        let [ax, ay, bx, by] = [
            (segment.a.x - self.west) as f64,
            (segment.a.y - self.south) as f64,
            (segment.b.x - self.west) as f64,
            (segment.b.y - self.south) as f64,
        ];
        let cell = |at: f64, count: usize| (at / size).clamp(0.0, (count - 1) as f64) as usize;
        let slope = if bx > ax { (by - ay) / (bx - ax) } else { 0.0 };
        let (low, high) = (ay.min(by), ay.max(by));
        let (first, last) = (cell(ax - MARGIN, self.columns), cell(bx + MARGIN, self.columns));
        for column in first..=last {
            let (mut from, mut to) = (low, high);
            if first != last && bx > ax {
                let at = |x: f64| (ay + slope * (x - ax)).clamp(low, high);
                let (enters, leaves) = (at(column as f64 * size - MARGIN), at((column + 1) as f64 * size + MARGIN));
                (from, to) = (enters.min(leaves), enters.max(leaves));
            }
            for row in cell(from - MARGIN, self.rows)..=cell(to + MARGIN, self.rows) {
                each((row * self.columns + column) as u32);
            }
        }
    }
}
