//! Areas that touch, made to do so along the same edges.

use geo::{Coord, LineString, MultiPolygon, Polygon};
use rstar::{AABB, RTree};

use super::Area;
use super::budget::tick;

/// Degrees within which a vertex counts as lying on an edge: a thousand times what rounding moves it, a micrometre on the
/// ground.
const ON_EDGE_DEG: f64 = 1e-11;

/// The same areas with a vertex wherever the vertex of another lies on an edge, so that areas which touch do so along the
/// same edges, bit for bit. An edge moves by no more than 1e-11 degree.
#[must_use]
pub fn snap(areas: &[Area]) -> Vec<Area> {
    let vertices = areas.iter().flat_map(|area| area.edges().map(|(a, _)| [a.x, a.y])).collect();
    let vertices = RTree::bulk_load(vertices);
    areas.iter().map(|area| Area::from_valid(knitted(area, &vertices))).collect()
}

fn knitted(area: &Area, vertices: &RTree<[f64; 2]>) -> MultiPolygon<f64> {
    let ring = |ring: &LineString<f64>| {
        let mut coords: Vec<Coord<f64>> = ring.0.windows(2).flat_map(|w| with_nodes(w[0], w[1], vertices)).collect();
        coords.extend(ring.0.last());
        LineString(coords)
    };
    let polygon = |p: &Polygon<f64>| Polygon::new(ring(p.exterior()), p.interiors().iter().map(ring).collect());
    MultiPolygon(area.as_multi_polygon().0.iter().map(polygon).collect())
}

/// An edge's begin, and the vertices that lie between it and its end.
fn with_nodes(a: Coord<f64>, b: Coord<f64>, vertices: &RTree<[f64; 2]>) -> Vec<Coord<f64>> {
    let way = b - a;
    let length2 = way.x * way.x + way.y * way.y;
    let corner = |f: fn(f64, f64) -> f64, margin: f64| [f(a.x, b.x) + margin, f(a.y, b.y) + margin];
    let around = AABB::from_corners(corner(f64::min, -ON_EDGE_DEG), corner(f64::max, ON_EDGE_DEG));
    let mut nodes: Vec<(f64, Coord<f64>)> = Vec::new();
    for &[x, y] in vertices.locate_in_envelope(around) {
        tick();
        let c = Coord { x, y };
        let from = c - a;
        let along = (from.x * way.x + from.y * way.y) / length2;
        let beside = (from.x * way.y - from.y * way.x).abs() / length2.sqrt();
        if c != a && c != b && along > 0.0 && along < 1.0 && beside <= ON_EDGE_DEG {
            nodes.push((along, c));
        }
    }
    nodes.sort_by(|p, q| p.0.total_cmp(&q.0));
    nodes.dedup_by(|p, q| p.1 == q.1);
    std::iter::once(a).chain(nodes.into_iter().map(|(_, c)| c)).collect()
}
