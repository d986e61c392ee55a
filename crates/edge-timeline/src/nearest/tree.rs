//! The lines of some versions that follow each other: their segments in blocks that lie together, under a tree of boxes.
//!
//! # Method
//! Segments come along a Hilbert curve; every [`FAN`] of them make a block, every [`FAN`] blocks a node, and so on (Kamel and
//! Faloutsos, *On packing R-trees*, CIKM 1993). Around each segment lies a ball; most segments of a block are ruled out by theirs.
//! Boxes and balls are kept in single precision, wider than what they hold by more than that rounds. Versions that follow each other
//! have most segments in common: one tree for sixteen of them takes little more room than one for each, and questions about any day
//! find it in near memory. A bit for each version tells where something of it stands.

use super::super::space::{Chord, Vector, dot};

/// Children of a node.
pub(super) const FAN: usize = 8;

/// By how much a box is wider than what it holds: so many metres, and such a part of its distance from the origin.
const WIDER_M: f64 = 0.25;
const WIDER: f64 = 1e-6;
/// More than a distance in single precision errs by, as a part of it, with the bits that hold a child's number.
const ROUNDED: f64 = 5e-6;
/// The bits of a square that hold the number of a child.
const NUMBER: u32 = FAN as u32 - 1;
/// In the place of a square: there is nothing more to see.
const NONE: u32 = u32::MAX;

/// Versions that share a tree: as many as there are bits of [`Bits`].
pub(super) const SHARING: usize = 16;

/// Versions of a tree, a bit for each.
pub(super) type Bits = u16;

/// The segments of some versions.
#[derive(Debug, Default)]
pub(super) struct Tree {
    /// Numbers of segments, ascending.
    segments: Box<[u32]>,
    /// The balls of each block.
    balls: Box<[Balls]>,
    /// The blocks' parents first; the last level is one node.
    levels: Vec<Box<[Node]>>,
}

/// The boxes of the children, axis by axis.
#[derive(Clone, Debug)]
struct Node {
    low: [[f32; FAN]; 3],
    high: [[f32; FAN]; 3],
    /// In which versions something in them stands.
    stands: [Bits; FAN],
}

/// Balls around the segments of a block: their middles axis by axis, and their radii.
#[derive(Clone, Debug)]
struct Balls {
    middle: [[f32; FAN]; 3],
    radius: [f32; FAN],
    /// In which versions the segments stand.
    stands: [Bits; FAN],
}

/// What a search sees: how far it must look, and the segments within.
pub(super) trait Visitor {
    /// No segment farther than this is of interest, in metres.
    fn limit_m(&self) -> f64;
    /// A segment that may be within the limit.
    fn visit(&mut self, segment: u32);
}

impl Balls {
    const EMPTY: Self = Self { middle: [[0.0; FAN]; 3], radius: [0.0; FAN], stands: [0; FAN] };

    fn set(&mut self, number: usize, stands: Bits, chord: &Chord) {
        self.stands[number] = stands;
        let mut radius_m = 0.5 * dot(chord.along, chord.along).sqrt() + chord.stray_m;
        for axis in 0..3 {
            let middle = chord.from[axis] + 0.5 * chord.along[axis];
            self.middle[axis][number] = middle as f32;
            radius_m += WIDER_M + WIDER * middle.abs();
        }
        self.radius[number] = radius_m as f32;
    }

    /// Squares of the distances to the middles, but for rounding; their last bits are the balls' numbers, as in
    /// [`Node::least2`]. [`NONE`] for what does not stand in the version of the bit.
    #[inline(never)]
    #[expect(clippy::needless_range_loop, reason = "so it is made into one over all at once")]
    fn off2(&self, at: [f32; 3], bit: Bits, off2: &mut [u32; FAN]) {
        for k in 0..FAN {
            let off = |axis: usize| self.middle[axis][k] - at[axis];
            let (x, y, z) = (off(0), off(1), off(2));
            let numbered = ((x * x + y * y + z * z).to_bits() & !NUMBER) | k as u32;
            off2[k] = if self.stands[k] & bit == 0 { NONE } else { numbered };
        }
    }
}

impl Node {
    const EMPTY: Self = Self { low: [[f32::INFINITY; FAN]; 3], high: [[f32::NEG_INFINITY; FAN]; 3], stands: [0; FAN] };

    fn include(&mut self, child: usize, low: Vector, high: Vector) {
        for axis in 0..3 {
            let wider = |value: f64| WIDER_M + WIDER * value.abs();
            let (low, high) = (low[axis] - wider(low[axis]), high[axis] + wider(high[axis]));
            self.low[axis][child] = self.low[axis][child].min(low as f32);
            self.high[axis][child] = self.high[axis][child].max(high as f32);
        }
    }

    /// Squares of the least distances to what the children hold, but for rounding; their last bits are the children's numbers.
    /// Bits of positive numbers are in the order of these. [`NONE`] for what does not stand in the version of the bit. Not inlined,
    /// so that all children are looked at together.
    #[inline(never)]
    #[expect(clippy::needless_range_loop, reason = "so it is made into one over all at once")]
    fn least2(&self, at: [f32; 3], bit: Bits, least2: &mut [u32; FAN]) {
        for k in 0..FAN {
            let off = |axis: usize| greater(greater(self.low[axis][k] - at[axis], at[axis] - self.high[axis][k]), 0.0);
            let (x, y, z) = (off(0), off(1), off(2));
            let numbered = ((x * x + y * y + z * z).to_bits() & !NUMBER) | k as u32;
            least2[k] = if self.stands[k] & bit == 0 { NONE } else { numbered };
        }
    }
}

/// The greater of two numbers: one instruction, where the library's also minds what is none.
fn greater(a: f32, b: f32) -> f32 {
    if a > b { a } else { b }
}

impl Tree {
    /// The tree of these segments, ascending, each with the versions it stands in; the chords of all are known.
    pub(super) fn build(segments: &[(u32, Bits)], chords: &[Chord]) -> Self {
        let blocks = segments.chunks(FAN);
        let mut level: Vec<Node> = vec![Node::EMPTY; blocks.len().div_ceil(FAN)];
        let mut balls = vec![Balls::EMPTY; blocks.len()];
        for (k, block) in blocks.enumerate() {
            for (number, (id, stands)) in block.iter().enumerate() {
                let chord = &chords[*id as usize];
                balls[k].set(number, *stands, chord);
                level[k / FAN].stands[k % FAN] |= stands;
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
                above[k / FAN].stands[k % FAN] = node.stands.iter().fold(0, |all, stands| all | stands);
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
        Self { segments: segments.iter().map(|(id, _)| *id).collect(), balls: balls.into(), levels }
    }

    /// The segments that stand in the version of a bit, ascending.
    pub(super) fn standing(&self, bit: Bits) -> impl Iterator<Item = u32> + '_ {
        let stands = self.balls.iter().flat_map(|balls| balls.stands);
        self.segments.iter().zip(stands).filter(move |(_, stands)| stands & bit != 0).map(|(segment, _)| *segment)
    }

    /// Shows the segments of the version of a bit that may be within the visitor's limit, as it stands when each is reached; near
    /// blocks first.
    pub(super) fn search(&self, at: Vector, bit: Bits, visitor: &mut impl Visitor) {
        if !self.segments.is_empty() {
            self.enter(self.levels.len() - 1, 0, at.map(|value| value as f32), bit, visitor);
        }
    }

    fn enter(&self, level: usize, node: usize, at: [f32; 3], bit: Bits, visitor: &mut impl Visitor) {
        let mut near = [NONE; FAN];
        self.levels[level][node].least2(at, bit, &mut near);
        loop {
            let first = near.iter().copied().fold(NONE, u32::min);
            let limit_m = visitor.limit_m() * (1.0 + ROUNDED);
            if first == NONE || f64::from(f32::from_bits(first & !NUMBER)) >= limit_m * limit_m {
                return;
            }
            let child = (first & NUMBER) as usize;
            near[child] = NONE;
            let below = node * FAN + child;
            match level.checked_sub(1) {
                Some(level) => self.enter(level, below, at, bit, visitor),
                None => self.look(below, at, bit, visitor),
            }
        }
    }

    /// Shows the segments of a block, the one of the nearest ball first.
    fn look(&self, block: usize, at: [f32; 3], bit: Bits, visitor: &mut impl Visitor) {
        let balls = &self.balls[block];
        let mut off2 = [NONE; FAN];
        balls.off2(at, bit, &mut off2);
        let first = (off2.iter().copied().fold(NONE, u32::min) & NUMBER) as usize;
        for k in std::iter::once(first).chain((0..FAN).filter(|k| *k != first)) {
            let reach_m = visitor.limit_m() * (1.0 + ROUNDED) + f64::from(balls.radius[k]);
            if off2[k] != NONE && f64::from(f32::from_bits(off2[k] & !NUMBER)) <= reach_m * reach_m {
                visitor.visit(self.segments[block * FAN + k]);
            }
        }
    }
}
