//! A chain on the grid of a zoom level, with the vertices that can be told apart there.
//!
//! # Method
//! Edges are straight in degrees and bent on the Mercator map: long ones get vertices where the bend would show. Then
//! vertices nearer to the line between kept ones than the tolerance are left out (Douglas and Peucker, *Algorithms for
//! the reduction of the number of points*, Cartographica 10, 1973), and the rest rounded.

use geo::Coord;

use super::arcs::{Chain, Vertex};
use super::{GridPoint, MAX_ZOOM, to_world, units};

/// Units by which a straight piece may lie beside the bent edge: an eighth of a pixel.
const BEND: f64 = 1.0;
/// Units by which a simplified line may lie beside the true one: a quarter of a pixel.
const TOLERANCE: f64 = 2.0;
/// The same at the deepest zoom, whose tiles are enlarged.
const FINE_TOLERANCE: f64 = 0.75;
/// Square units of a pixel: loops that bound less are left out, for both their sides.
const PIXEL: f64 = 64.0;

/// The chain at zoom `z`; empty when it bounds less than a pixel.
pub(super) fn chain(chain: &Chain, z: u8) -> Vec<GridPoint> {
    let coords = on_grid(&chain.vertices, z);
    if chain.is_loop && double_area(&coords).abs() < 2.0 * PIXEL {
        return Vec::new();
    }
    rounded(&kept(&coords, z))
}

/// A path at zoom `z`; empty when it is shorter than a unit.
pub(super) fn path(vertices: &[Vertex], z: u8) -> Vec<GridPoint> {
    let spots = rounded(&kept(&on_grid(vertices, z), z));
    if spots.len() < 2 { Vec::new() } else { spots }
}

/// A place at zoom `z`.
pub(super) fn place(vertex: &Vertex, z: u8) -> GridPoint {
    let c = vertex.world * units(z);
    Coord { x: c.x.round() as i32, y: c.y.round() as i32 }
}

fn on_grid(vertices: &[Vertex], z: u8) -> Vec<Coord<f64>> {
    let units = units(z);
    let mut coords: Vec<Coord<f64>> = Vec::with_capacity(vertices.len());
    coords.extend(vertices.first().map(|v| v.world * units));
    for edge in vertices.windows(2) {
        let (a, b) = (edge[0], edge[1]);
        let rise = b.world.y - a.world.y;
        // The bend of an edge is at most this: the map's second derivative by latitude, times an eighth of its square.
        let bend = if a.degrees.x == b.degrees.x { 0.0 } else { units * rise * rise * std::f64::consts::FRAC_PI_4 };
        let pieces = (bend / BEND).sqrt().ceil().max(1.0);
        for k in 1..pieces as u32 {
            let t = f64::from(k) / pieces;
            coords.push(to_world(a.degrees + (b.degrees - a.degrees) * t) * units);
        }
        coords.push(b.world * units);
    }
    coords
}

/// The vertices kept. A closed line is taken as two, from its begin to the vertex farthest from it and back.
fn kept(coords: &[Coord<f64>], z: u8) -> Vec<Coord<f64>> {
    let tolerance = if z < MAX_ZOOM { TOLERANCE } else { FINE_TOLERANCE };
    let Some(last) = coords.len().checked_sub(1) else { return Vec::new() };
    let mut keep = vec![false; coords.len()];
    keep[0] = true;
    keep[last] = true;
    let mut open = vec![(0, last)];
    if coords[0] == coords[last] {
        let from_begin = |k: &usize| length2(coords[*k] - coords[0]);
        let farthest = (0..last).max_by(|a, b| from_begin(a).total_cmp(&from_begin(b))).unwrap_or(0);
        keep[farthest] = true;
        open = vec![(0, farthest), (farthest, last)];
    }
    while let Some((a, b)) = open.pop() {
        let beside = |k: usize| distance2(coords[k], coords[a], coords[b]);
        let mut most = (tolerance * tolerance, None);
        for k in a + 1..b {
            let d = beside(k);
            if d > most.0 {
                most = (d, Some(k));
            }
        }
        if let Some(k) = most.1 {
            keep[k] = true;
            open.extend([(a, k), (k, b)]);
        }
    }
    coords.iter().zip(keep).filter(|(_, keep)| *keep).map(|(c, _)| *c).collect()
}

fn rounded(coords: &[Coord<f64>]) -> Vec<GridPoint> {
    let mut spots: Vec<GridPoint> =
        coords.iter().map(|c| Coord { x: c.x.round() as i32, y: c.y.round() as i32 }).collect();
    spots.dedup();
    spots
}

fn length2(c: Coord<f64>) -> f64 {
    c.x * c.x + c.y * c.y
}

/// Squared distance from `p` to the piece from `a` to `b`.
fn distance2(p: Coord<f64>, a: Coord<f64>, b: Coord<f64>) -> f64 {
    let (way, from) = (b - a, p - a);
    let whole = length2(way);
    let t = if whole > 0.0 { ((from.x * way.x + from.y * way.y) / whole).clamp(0.0, 1.0) } else { 0.0 };
    length2(from - way * t)
}

/// Twice the area a closed line bounds.
fn double_area(coords: &[Coord<f64>]) -> f64 {
    crate::area::signed_double_area(coords)
}
