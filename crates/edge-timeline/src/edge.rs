//! One directed edge.

use geo::Coord;

use super::BBox;

/// A directed edge: the inside lies to the left.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Edge {
    pub a: Coord<f64>,
    pub b: Coord<f64>,
}

impl Edge {
    pub(super) fn key(self) -> [u64; 4] {
        [self.a.x, self.a.y, self.b.x, self.b.y].map(f64::to_bits)
    }

    pub(super) const fn reversed(self) -> Self {
        Self { a: self.b, b: self.a }
    }

    pub(super) fn middle(self) -> Coord<f64> {
        Coord { x: 0.5 * (self.a.x + self.b.x), y: 0.5 * (self.a.y + self.b.y) }
    }

    /// Positive when the coordinate is left of the edge, negative right of it, zero exactly on its line.
    pub(super) fn side_of(self, p: Coord<f64>) -> f64 {
        let c = |c: Coord<f64>| robust::Coord { x: c.x, y: c.y };
        robust::orient2d(c(self.a), c(self.b), c(p))
    }

    pub(super) fn bbox(self) -> BBox {
        BBox::around(&[self.a, self.b])
    }
}
