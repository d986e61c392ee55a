//! Each ring by itself: numbers, closure, repeats, winding.

use geo::Coord;

use super::{Defect, DefectCode, Rings};
use crate::Position;
use crate::area::signed_double_area;

/// A ring fit for the plane: closed, three or more different vertices, none twice in a row.
pub(super) struct Tidy {
    pub(super) polygon: usize,
    pub(super) ring: usize,
    /// Closed: the last is the first.
    pub(super) coords: Vec<Coord<f64>>,
    /// The number of each vertex as it was read.
    pub(super) vertices: Vec<usize>,
}

impl Tidy {
    /// Number of edges, and of different vertices.
    pub(super) fn len(&self) -> usize {
        self.coords.len() - 1
    }

    /// The vertices before and after a place on edge `edge`.
    pub(super) fn around(&self, edge: usize, place: Coord<f64>) -> (Coord<f64>, Coord<f64>) {
        let n = self.len();
        let (from, to) = (self.coords[edge], self.coords[edge + 1]);
        if place == from {
            (self.coords[(edge + n - 1) % n], to)
        } else if place == to {
            (from, self.coords[(edge + 1) % n + 1])
        } else {
            (from, to)
        }
    }

    pub(super) fn is_counter_clockwise(&self) -> bool {
        signed_double_area(&self.coords) > 0.0
    }

    pub(super) fn defect(&self, code: DefectCode, vertex: usize, place: Coord<f64>, message: String) -> Defect {
        Defect {
            code,
            polygon: self.polygon,
            ring: self.ring,
            vertex: self.vertices.get(vertex).copied(),
            coordinate: Some([place.x, place.y]),
            message,
        }
    }
}

/// The rings that can be examined further; what is wrong with each by itself goes to `defects`.
pub(super) fn examine(rings: &Rings, defects: &mut Vec<Defect>) -> Vec<Tidy> {
    let mut tidied = Vec::new();
    for (polygon, polygon_rings) in rings.iter().enumerate() {
        if polygon_rings.is_empty() {
            let message = "a polygon without rings".into();
            defects.push(Defect { code: DefectCode::Empty, polygon, ring: 0, vertex: None, coordinate: None, message });
        }
        for (ring, coords) in polygon_rings.iter().enumerate() {
            tidied.extend(examine_ring(polygon, ring, coords, defects));
        }
    }
    tidied
}

fn examine_ring(polygon: usize, ring: usize, coords: &[Coord<f64>], defects: &mut Vec<Defect>) -> Option<Tidy> {
    let mut found = |code, vertex: Option<usize>, message: String| {
        let coordinate = vertex.and_then(|v| coords.get(v)).map(|c| [c.x, c.y]);
        defects.push(Defect { code, polygon, ring, vertex, coordinate, message });
    };
    if coords.is_empty() {
        found(DefectCode::TooFewVertices, None, "the ring is empty; wanted three different vertices or more".into());
        return None;
    }
    let mut in_range = true;
    for (vertex, c) in coords.iter().enumerate() {
        if let Err(error) = Position::from_lon_lat(c.x, c.y) {
            in_range = false;
            let swap = c.y.abs() > 90.0 && Position::from_lon_lat(c.y, c.x).is_ok();
            let hint = if swap { "; did you swap lon and lat" } else { "" };
            found(DefectCode::OutOfRange, Some(vertex), format!("{error}{hint}"));
        }
    }
    if !in_range {
        return None;
    }
    let mut tidy = Tidy { polygon, ring, coords: Vec::with_capacity(coords.len() + 1), vertices: Vec::new() };
    for (vertex, c) in coords.iter().enumerate() {
        if tidy.coords.last() == Some(c) {
            found(
                DefectCode::RepeatedVertex,
                Some(vertex),
                format!("vertex {vertex} is where vertex {} is", vertex - 1),
            );
            continue;
        }
        tidy.coords.push(*c);
        tidy.vertices.push(vertex);
    }
    let (first, last) = (*tidy.coords.first()?, *tidy.coords.last()?);
    if tidy.coords.len() < 2 || first != last {
        let message = format!("the ring ends at [{}, {}] and began at [{}, {}]", last.x, last.y, first.x, first.y);
        if coords.len() > 1 && first != last {
            found(DefectCode::Unclosed, Some(coords.len() - 1), message);
        }
        tidy.coords.push(first);
        tidy.vertices.push(0);
    }
    if tidy.len() < 3 {
        let message = format!("a ring of {} different vertices; wanted three or more", tidy.len());
        found(DefectCode::TooFewVertices, Some(0), message);
        return None;
    }
    let counter_clockwise = tidy.is_counter_clockwise();
    if counter_clockwise != (ring == 0) {
        let (which, way) = if ring == 0 { ("exterior", "clockwise") } else { ("interior", "counter-clockwise") };
        found(DefectCode::Winding, Some(0), format!("the {which} ring is wound {way}"));
    }
    Some(tidy)
}

/// The rings closed and without vertices repeated in a row.
pub(crate) fn tidy(mut rings: Rings) -> Rings {
    for ring in rings.iter_mut().flatten() {
        ring.dedup();
        if let (Some(first), Some(last)) = (ring.first().copied(), ring.last())
            && first != *last
        {
            ring.push(first);
        }
    }
    rings
}
