//! How much of one area every layer holds, without an overlay for each.
//!
//! # Method
//! Green's theorem: the area of layer and target is a sum over the pieces of the layer's edges inside the target and the
//! pieces of the target's boundary inside the layer. Each distinct edge is cut and placed once and counted in all its
//! layers. The pieces of a layer must form closed loops: at every node as many end as begin. Where borders all but
//! coincide they may not; such layers are named, and an overlay answers for them.

use std::hash::{BuildHasher, Hasher};

use geo::Coord;

use super::budget::tick;
use super::cutter::{Cutter, Side};
use super::edge::Edge;
use super::layer_set::bits;
use super::measure::{self, Zero};
use super::{LayerSet, Layers};

/// The result for every layer.
#[derive(Clone, Debug)]
pub struct AreaSeries {
    /// Square metres of the target that each layer holds.
    pub areas_m2: Vec<f64>,
    /// Layers whose pieces do not close: their number is not to be used.
    pub open: LayerSet,
}

/// How much of the target each layer holds.
#[must_use]
pub fn area_series(layers: &Layers, target: &Cutter) -> AreaSeries {
    let cut = target.cut(layers.edges());
    let zero = Zero::at(cut.border.first().map_or(0.0, |(part, _)| part.a.y));
    let mut sums = Sums { areas_m2: vec![0.0; layers.count()], balance: vec![0; layers.count()], zero };
    for piece in &cut.pieces {
        tick();
        if matches!(piece.side, Side::Inside | Side::Along) {
            sums.add(piece.part, bits(layers.mask(piece.edge as usize)));
        }
    }
    for (part, edges) in &cut.border {
        tick();
        let mut inside = layers.locate_coord(part.middle()).interior;
        // Where the boundary runs along a layer's own edge, that edge has been counted, or lies outside.
        edges.iter().for_each(|edge| inside.remove(layers.mask(*edge as usize)));
        sums.add(*part, inside.iter());
    }
    let mut open = LayerSet::empty(layers.count());
    for (layer, balance) in sums.balance.iter().enumerate() {
        if *balance != 0 {
            open.insert(layer);
        }
    }
    AreaSeries { areas_m2: sums.areas_m2, open }
}

struct Sums {
    areas_m2: Vec<f64>,
    /// For each layer the sum over pieces of the end's hash less the start's: zero when every node is balanced.
    balance: Vec<u64>,
    zero: Zero,
}

impl Sums {
    fn add(&mut self, part: Edge, layers: impl Iterator<Item = usize>) {
        let mut term = None;
        for layer in layers {
            let (area, balance) = *term.get_or_insert_with(|| {
                (measure::edge_m2(part.a, part.b, self.zero), hash(part.b).wrapping_sub(hash(part.a)))
            });
            self.areas_m2[layer] += area;
            self.balance[layer] = self.balance[layer].wrapping_add(balance);
        }
    }
}

fn hash(c: Coord<f64>) -> u64 {
    // Minus zero and zero are one place.
    let mut hasher = std::hash::BuildHasherDefault::<std::hash::DefaultHasher>::default().build_hasher();
    hasher.write_u64((c.x + 0.0).to_bits());
    hasher.write_u64((c.y + 0.0).to_bits());
    hasher.finish()
}
