//! Faces out of maps: their edges, each once, cut and walked.

use foldhash::HashMap;
use geo::Coord;

use super::cells::Lists;
use super::plane::{Point, Segment};
use super::rings::{self, UNBOUNDED, half_edge};
use super::runs::{self, Pool};
use super::{Faces, Map, noding};
use crate::BBox;
use crate::budget::tick;
use crate::measure::{self, Zero};
use crate::version_set::add;

/// The edges of maps, each pair of grid points once.
#[derive(Default)]
pub(super) struct Drawn {
    ids: HashMap<Segment, u32>,
    segments: Vec<Segment>,
    /// For each the versions that it bounds.
    bounds: Vec<Vec<u32>>,
    vertices: HashMap<Point, Vertex>,
}

/// A vertex as it was drawn first, and the versions that draw one there.
struct Vertex {
    coord: Coord<f64>,
    drawn: Vec<u32>,
}

impl Drawn {
    /// The edges of a map, whose first version has that number.
    pub(super) fn add(&mut self, map: &Map<'_>, base: u32) {
        match map {
            Map::Versions(timeline) => {
                for (id, edge) in timeline.edges().iter().enumerate() {
                    self.add_edge([edge.a, edge.b], &runs::of_edge(timeline, id, base));
                }
            }
            Map::Areas(areas) => {
                for (area, number) in areas.iter().zip(base..) {
                    area.edges().for_each(|(a, b)| self.add_edge([a, b], &[number, number + 1]));
                }
            }
        }
    }

    fn add_edge(&mut self, ends: [Coord<f64>; 2], versions: &[u32]) {
        tick();
        for coord in ends {
            let new = || Vertex { coord, drawn: Vec::new() };
            let vertex = self.vertices.entry(Point::nearest(coord)).or_insert_with(new);
            add(&mut vertex.drawn, versions);
        }
        let Some(segment) = Segment::between(Point::nearest(ends[0]), Point::nearest(ends[1])) else { return };
        let known = *self.ids.entry(segment).or_insert_with(|| {
            self.segments.push(segment);
            self.bounds.push(Vec::new());
            self.segments.len() as u32 - 1
        });
        // Where two edges of a version coincide, both its sides are alike.
        let bounds = &mut self.bounds[known as usize];
        *bounds = runs::exclusive(bounds, versions);
    }

    pub(super) fn into_faces(self, maps: Vec<(usize, u32)>) -> Faces {
        let Self { segments, bounds, vertices, .. } = self;
        let mut noded = noding::noded(&segments);
        // What bounds no version parts nothing.
        let bounds_of = |piece: usize| {
            let segments = noded.of.get(piece).iter();
            segments.fold(Vec::new(), |all, segment| runs::exclusive(&all, &bounds[*segment as usize]))
        };
        let kept: Vec<(usize, Vec<u32>)> =
            (0..noded.pieces.len()).map(|piece| (piece, bounds_of(piece))).filter(|(_, set)| !set.is_empty()).collect();
        let of: Vec<(u32, u32)> = kept
            .iter()
            .zip(0..)
            .flat_map(|((old, _), new)| noded.of.get(*old).iter().map(move |segment| (new, *segment)))
            .collect();
        let (old, bounds): (Vec<usize>, Vec<Vec<u32>>) = kept.into_iter().unzip();
        noded.of = Lists::of(old.len(), &of);
        noded.pieces = old.into_iter().map(|piece| noded.pieces[piece]).collect();

        let (left, count) = rings::faces(&noded);
        let sides: Vec<(u32, u32)> = left.iter().zip(0..).map(|(face, half_edge)| (*face, half_edge)).collect();
        let around = Lists::of(count, &sides);
        let mut pool = Pool::new();
        let held = held(&left, &around, &bounds, &mut pool);
        let mut coords = Vec::with_capacity(noded.nodes.len());
        let mut drawn = Vec::with_capacity(noded.nodes.len());
        for node in &noded.nodes {
            let vertex = vertices.get(node);
            coords.push(vertex.map_or_else(|| node.coord(), |vertex| vertex.coord));
            drawn.push(pool.number(vertex.map_or_else(Vec::new, |vertex| vertex.drawn.clone())));
        }
        let areas_m2 = areas_m2(&coords, &noded.pieces, &left, count);
        let (pieces, points, of, sets) = (noded.pieces, noded.nodes, noded.of, pool.into_sets());
        let turns = held.iter().zip(0..).flat_map(|(set, face)| sets.get(*set).iter().map(move |turn| (*turn, face)));
        let numbers = maps.last().map_or(0, |(count, base)| *base as usize + count + 1);
        let turns = Lists::of(numbers, &turns.collect::<Vec<_>>());
        Faces { coords, points, drawn, pieces, of, left, around, areas_m2, held, sets, turns, maps }
    }
}

/// For each face the versions that hold it: from the unbounded one, held by none, over what lies between.
fn held(left: &[u32], around: &Lists, bounds: &[Vec<u32>], pool: &mut Pool) -> Vec<u32> {
    let count = around.count();
    let mut held = vec![u32::MAX; count];
    held[UNBOUNDED as usize] = 0;
    let mut open = vec![UNBOUNDED];
    while let Some(face) = open.pop() {
        for half_edge in around.get(face as usize) {
            tick();
            let beyond = left[(half_edge ^ 1) as usize];
            if held[beyond as usize] == u32::MAX {
                let set = runs::exclusive(pool.get(held[face as usize]), &bounds[rings::piece(*half_edge).0]);
                held[beyond as usize] = pool.number(set);
                open.push(beyond);
            }
        }
    }
    debug_assert!(
        left.chunks(2).zip(bounds).all(|(sides, bounds)| {
            let [one, other] = [sides[0], sides[1]].map(|face| pool.get(held[face as usize]));
            runs::exclusive(one, other) == *bounds
        }),
        "every edge parts what holds its one side from what holds its other"
    );
    held
}

/// The area of each face in square metres: every piece is measured once, for both its sides.
fn areas_m2(coords: &[Coord<f64>], pieces: &[[u32; 2]], left: &[u32], count: usize) -> Vec<f64> {
    let bbox = BBox::around(coords);
    let zero = Zero::at(if bbox.is_some() { f64::midpoint(bbox.south, bbox.north) } else { 0.0 });
    let mut areas_m2 = vec![0.0; count];
    for (piece, id) in pieces.iter().zip(0..) {
        let [a, b] = piece.map(|node| coords[node as usize]);
        let term = measure::edge_m2(a, b, zero);
        areas_m2[left[half_edge(id, false) as usize] as usize] += term;
        areas_m2[left[half_edge(id, true) as usize] as usize] -= term;
    }
    areas_m2[UNBOUNDED as usize] = 0.0;
    areas_m2
}
