//! One version's line: its segments in blocks that lie together, under a tree of boxes.
//!
//! # Method
//! Segments come along a Hilbert curve; every [`FAN`] of them make a block, every [`FAN`] blocks a node, and so on (Kamel and
//! Faloutsos, *On packing R-trees*, CIKM 1993). Boxes are kept in single precision, wider than what they hold by more than
//! that rounds.

use super::super::space::{Chord, Vector};

/// Children of a node.
pub(super) const FAN: usize = 8;

/// By how much a box is wider than what it holds: so many metres, and such a part of its distance from the origin.
const WIDER_M: f64 = 0.25;
const WIDER: f64 = 1e-6;
/// More than a distance in single precision errs by, as a part of it.
const ROUNDED: f64 = 4e-6;

/// The segments of one version.
#[derive(Debug, Default)]
pub(super) struct Tree {
    /// Numbers of segments, ascending.
    pub(super) segments: Box<[u32]>,
    /// The blocks' parents first; the last level is one node.
    levels: Vec<Box<[Node]>>,
}

/// The boxes of the children, axis by axis.
#[derive(Clone, Debug)]
struct Node {
    low: [[f32; FAN]; 3],
    high: [[f32; FAN]; 3],
}

/// What a search sees: how far it must look, and the blocks within.
pub(super) trait Visitor {
    /// No block farther than this is of interest, in metres.
    fn limit_m(&self) -> f64;
    /// A block within the limit.
    fn visit(&mut self, segments: &[u32]);
}

impl Node {
    const EMPTY: Self = Self { low: [[f32::INFINITY; FAN]; 3], high: [[f32::NEG_INFINITY; FAN]; 3] };

    fn include(&mut self, child: usize, low: Vector, high: Vector) {
        for axis in 0..3 {
            let wider = |value: f64| WIDER_M + WIDER * value.abs();
            let (low, high) = (low[axis] - wider(low[axis]), high[axis] + wider(high[axis]));
            self.low[axis][child] = self.low[axis][child].min(low as f32);
            self.high[axis][child] = self.high[axis][child].max(high as f32);
        }
    }

    /// Squares of the least distances to what the children hold, but for rounding.
    fn least2(&self, at: [f32; 3]) -> [f32; FAN] {
        let mut least2 = [0.0; FAN];
        for ((low, high), at) in self.low.iter().zip(&self.high).zip(at) {
            for ((least2, low), high) in least2.iter_mut().zip(low).zip(high) {
                let off = (low - at).max(at - high).max(0.0);
                *least2 += off * off;
            }
        }
        least2
    }
}

impl Tree {
    /// The tree of these segments, ascending, of which the chords are known.
    pub(super) fn build(segments: Vec<u32>, chords: &[Chord]) -> Self {
        let blocks = segments.chunks(FAN);
        let mut level: Vec<Node> = vec![Node::EMPTY; blocks.len().div_ceil(FAN)];
        for (k, block) in blocks.enumerate() {
            for chord in block.iter().map(|id| &chords[*id as usize]) {
                let ends = [chord.from, std::array::from_fn(|axis| chord.from[axis] + chord.along[axis])];
                for end in ends {
                    let [low, high] = [-chord.stray_m, chord.stray_m].map(|by| end.map(|value| value + by));
                    level[k / FAN].include(k % FAN, low, high);
                }
            }
        }
        let mut levels = Vec::new();
        while level.len() > 1 {
            let mut above: Vec<Node> = vec![Node::EMPTY; level.len().div_ceil(FAN)];
            for (k, node) in level.iter().enumerate() {
                for axis in 0..3 {
                    let of =
                        |values: &[f32; FAN], pick: fn(f32, f32) -> f32, from| values.iter().copied().fold(from, pick);
                    above[k / FAN].low[axis][k % FAN] = of(&node.low[axis], f32::min, f32::INFINITY);
                    above[k / FAN].high[axis][k % FAN] = of(&node.high[axis], f32::max, f32::NEG_INFINITY);
                }
            }
            levels.push(std::mem::replace(&mut level, above).into());
        }
        levels.push(level.into());
        Self { segments: segments.into(), levels }
    }

    /// Shows the blocks within the visitor's limit, as it stands when each is reached; near ones first.
    pub(super) fn search(&self, at: Vector, visitor: &mut impl Visitor) {
        if !self.segments.is_empty() {
            self.enter(self.levels.len() - 1, 0, at.map(|value| value as f32), visitor);
        }
    }

    fn enter(&self, level: usize, node: usize, at: [f32; 3], visitor: &mut impl Visitor) {
        let mut least2 = self.levels[level][node].least2(at);
        loop {
            let mut child = 0;
            for (k, least) in least2.iter().enumerate() {
                if *least < least2[child] {
                    child = k;
                }
            }
            let limit_m = visitor.limit_m() * (1.0 + ROUNDED);
            // No child is infinitely far.
            if f64::from(least2[child]) >= limit_m * limit_m {
                return;
            }
            least2[child] = f32::INFINITY;
            let below = node * FAN + child;
            match level.checked_sub(1) {
                Some(level) => self.enter(level, below, at, visitor),
                None => {
                    let from = below * FAN;
                    visitor.visit(&self.segments[from..(from + FAN).min(self.segments.len())]);
                }
            }
        }
    }
}
