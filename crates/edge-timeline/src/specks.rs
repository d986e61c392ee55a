//! Specks: closed parts of a boundary that go around little ground, apart from the rest.

use foldhash::{HashMap, HashMapExt};
use geo::Coord;

use super::measure::{Zero, edge_m2};
use super::timeline::EdgeTimeline;
use super::version_set::{VersionSet, add, holds};

impl EdgeTimeline {
    /// The specks of every version, for themselves: the parts of its boundary that go around less than `under_m2` square metres,
    /// be it inside (an island of the version) or outside (a hole in it). Parts that touch in a point are one.
    ///
    /// # Cost
    /// In proportion to the edges of all versions, each counted as often as it stands in one.
    #[must_use]
    pub fn specks(&self, under_m2: f64) -> Self {
        let mut versions = vec![Vec::new(); self.edge_count()];
        for version in 0..self.count() {
            let alone = VersionSet::run(version..version + 1);
            self.specks_in(version, under_m2).into_iter().for_each(|edge| add(&mut versions[edge], alone.changes()));
        }
        Self::from_edges(self.count(), self.edges().iter().copied().zip(versions))
    }

    /// The edges of one version's specks.
    fn specks_in(&self, version: usize, under_m2: f64) -> Vec<usize> {
        let of_version: Vec<usize> =
            (0..self.edge_count()).filter(|edge| holds(self.versions(*edge), version)).collect();
        let Some(first) = of_version.first() else { return Vec::new() };
        let zero = Zero::at(self.edges()[*first].a.y);
        let mut parts = Parts::default();
        for edge in &of_version {
            let edge = self.edges()[*edge];
            parts.join(edge.a, edge.b);
        }
        let mut enclosed_m2: HashMap<usize, f64> = HashMap::new();
        for edge in &of_version {
            let edge = self.edges()[*edge];
            *enclosed_m2.entry(parts.of(edge.a)).or_default() += edge_m2(edge.a, edge.b, zero);
        }
        let mut is_speck = |edge: &usize| {
            let part = parts.of(self.edges()[*edge].a);
            enclosed_m2.get(&part).is_some_and(|m2| m2.abs() < under_m2)
        };
        of_version.into_iter().filter(|edge| is_speck(edge)).collect()
    }
}

/// Vertices joined into parts by the edges between them (union-find with path halving).
#[derive(Debug, Default)]
struct Parts {
    numbers: HashMap<[u64; 2], usize>,
    parents: Vec<usize>,
}

impl Parts {
    fn join(&mut self, a: Coord<f64>, b: Coord<f64>) {
        let (a, b) = (self.of(a), self.of(b));
        self.parents[a.max(b)] = a.min(b);
    }

    /// The part in which a vertex stands; one not seen before stands for itself.
    fn of(&mut self, vertex: Coord<f64>) -> usize {
        let new = self.parents.len();
        let mut number = *self.numbers.entry([vertex.x, vertex.y].map(f64::to_bits)).or_insert(new);
        if number == new {
            self.parents.push(new);
        }
        while self.parents[number] != number {
            self.parents[number] = self.parents[self.parents[number]];
            number = self.parents[number];
        }
        number
    }
}
