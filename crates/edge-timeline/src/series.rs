//! How much of one area every version holds, without an overlay for each.
//!
//! # Method
//! Green's theorem: the area of version and target is a sum over the pieces of the version's edges inside the target and the
//! pieces of the target's boundary inside the version. Each distinct edge is cut and placed once and counted in all its
//! versions. The pieces of a version must form closed loops: at every node as many end as begin. Where borders all but
//! coincide they may not; such versions are named, and an overlay answers for them.

use std::hash::{BuildHasher, Hasher};
use std::ops::Range;

use geo::Coord;

use super::budget::tick;
use super::edge::Edge;
use super::measure::{self, Zero};
use super::prepared::{PreparedArea, Side};
use super::version_set::runs;
use super::{EdgeTimeline, VersionSet};

/// The result for every version.
#[derive(Clone, Debug)]
pub struct AreaSeries {
    /// Square metres of the target that each version holds.
    pub areas_m2: Vec<f64>,
    /// Versions whose pieces do not close: their number is not to be used.
    pub open: VersionSet,
}

/// How much of the target each version holds.
#[must_use]
pub fn area_series(versions: &EdgeTimeline, target: &PreparedArea) -> AreaSeries {
    let cut = target.cut(versions.edges());
    let zero = Zero::at(cut.border.first().map_or(0.0, |(part, _)| part.a.y));
    let mut sums = Sums { areas_m2: vec![0.0; versions.count()], balance: vec![0; versions.count()], zero };
    for piece in &cut.pieces {
        tick();
        if matches!(piece.side, Side::Inside | Side::Along) {
            sums.add(piece.part, runs(versions.versions(piece.edge as usize)));
        }
    }
    for (part, edges) in &cut.border {
        tick();
        let mut inside = versions.locate_coord(part.middle()).interior;
        // Where the boundary runs along a version's own edge, that edge has been counted, or lies outside.
        edges.iter().for_each(|edge| inside.remove(versions.versions(*edge as usize)));
        sums.add(*part, inside.runs());
    }
    let mut open = VersionSet::empty();
    for (version, balance) in sums.balance.iter().enumerate() {
        if *balance != 0 {
            open.insert(version);
        }
    }
    AreaSeries { areas_m2: sums.areas_m2, open }
}

struct Sums {
    areas_m2: Vec<f64>,
    /// For each version the sum over pieces of the end's hash less the start's: zero when every node is balanced.
    balance: Vec<u64>,
    zero: Zero,
}

impl Sums {
    fn add(&mut self, part: Edge, versions: impl Iterator<Item = Range<usize>>) {
        let mut term = None;
        for run in versions {
            let (area, balance) = *term.get_or_insert_with(|| {
                (measure::edge_m2(part.a, part.b, self.zero), hash(part.b).wrapping_sub(hash(part.a)))
            });
            self.areas_m2[run.clone()].iter_mut().for_each(|sum| *sum += area);
            self.balance[run].iter_mut().for_each(|sum| *sum = sum.wrapping_add(balance));
        }
    }
}

/// A number for a place; the sum over the ends of edges less that over their starts is zero where they close.
pub(super) fn hash(c: Coord<f64>) -> u64 {
    // Minus zero and zero are one place.
    let mut hasher = std::hash::BuildHasherDefault::<std::hash::DefaultHasher>::default().build_hasher();
    hasher.write_u64((c.x + 0.0).to_bits());
    hasher.write_u64((c.y + 0.0).to_bits());
    hasher.finish()
}
