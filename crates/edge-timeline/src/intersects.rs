//! Whether areas and paths meet a box.

use geo::Coord;

use super::edge::Edge;
use super::{Area, BBox, Position};

/// Whether the area and the box share a point (borders count).
#[must_use]
pub fn area_meets(area: &Area, bbox: &BBox) -> bool {
    let own = area.bbox();
    if !own.meets(bbox) {
        return false;
    }
    bbox.encloses(&own)
        || area.edges().any(|(a, b)| edge_meets(Edge { a, b }, bbox))
        // No edge meets the box: it lies wholly inside or wholly outside.
        || holds(area, Coord { x: bbox.west, y: bbox.south })
}

/// Whether one of the paths and the box share a point (borders count).
#[must_use]
pub fn paths_meet(paths: &[Vec<Position>], bbox: &BBox) -> bool {
    let mut edges = paths.iter().flat_map(|path| path.windows(2));
    edges.any(|w| edge_meets(Edge { a: w[0].coord(), b: w[1].coord() }, bbox))
}

fn edge_meets(edge: Edge, bbox: &BBox) -> bool {
    if !edge.bbox().meets(bbox) {
        return false;
    }
    if bbox.holds_coord(edge.a) || bbox.holds_coord(edge.b) {
        return true;
    }
    // The edge misses the box just when all corners lie on one side of it.
    let corners = [(bbox.west, bbox.south), (bbox.east, bbox.south), (bbox.east, bbox.north), (bbox.west, bbox.north)];
    let sides = corners.map(|(x, y)| edge.side_of(Coord { x, y }));
    !(sides.iter().all(|side| *side > 0.0) || sides.iter().all(|side| *side < 0.0))
}

/// Whether a point that is on no edge lies inside: a ray to the east crosses an odd number of edges.
fn holds(area: &Area, p: Coord<f64>) -> bool {
    let crosses = |(a, b): &(Coord<f64>, Coord<f64>)| {
        (a.y > p.y) != (b.y > p.y) && {
            let (low, high) = if a.y < b.y { (*a, *b) } else { (*b, *a) };
            Edge { a: low, b: high }.side_of(p) > 0.0
        }
    };
    area.edges().filter(crosses).count() % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bbox(west: f64, south: f64, east: f64, north: f64) -> BBox {
        BBox { west, south, east, north }
    }

    #[test]
    fn a_box_meets_an_area_across_its_edge_inside_it_and_at_its_corner_but_not_in_its_hole() {
        let ring = |w: f64, s: f64, e: f64, n: f64| {
            [(w, s), (e, s), (e, n), (w, n), (w, s)].map(|(x, y)| Coord { x, y }).to_vec()
        };
        let area = Area::from_rings(vec![vec![ring(0.0, 0.0, 10.0, 10.0), ring(4.0, 4.0, 6.0, 6.0)]]).unwrap();
        for (b, wanted) in [
            (bbox(1.0, 1.0, 2.0, 2.0), true),
            (bbox(-1.0, 5.0, 1.0, 6.0), true),
            (bbox(-5.0, -5.0, 20.0, 20.0), true),
            (bbox(10.0, 10.0, 11.0, 11.0), true),
            (bbox(-1.0, 4.5, 11.0, 5.5), true),
            (bbox(4.5, 4.5, 5.5, 5.5), false),
            (bbox(10.1, 0.0, 11.0, 11.0), false),
        ] {
            assert_eq!(area_meets(&area, &b), wanted, "{b:?}");
        }
    }

    #[test]
    fn a_box_meets_a_path_that_passes_through_it_and_not_one_that_passes_its_corner() {
        let place = |x, y| Position::from_lon_lat(x, y).unwrap();
        let path = vec![vec![place(0.0, 0.0), place(10.0, 10.0)]];
        assert!(paths_meet(&path, &bbox(4.0, 5.0, 5.0, 6.0)));
        assert!(!paths_meet(&path, &bbox(4.0, 6.0, 5.0, 7.0)));
    }
}
