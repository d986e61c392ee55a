//! What is to be drawn, taken apart into chains: the pieces of border between places where borders meet. A border of two
//! areas is one chain, whatever becomes of it.

use foldhash::{HashMap, HashMapExt};
use geo::Coord;

use super::to_world;
use crate::edge::Edge;
use crate::{Area, BBox, EdgeTimeline, Position, version_set};

/// The directed edges of one area.
#[derive(Clone, Debug, Default)]
pub struct Outline(Vec<Edge>);

impl Outline {
    /// The outline of an area.
    #[must_use]
    pub fn of_area(area: &Area) -> Self {
        Self(area.edges().filter(|(a, b)| a != b).map(|(a, b)| Edge { a, b }).collect())
    }

    /// The outline of one of many versions.
    #[must_use]
    pub fn of_version(versions: &EdgeTimeline, version: usize) -> Self {
        let bounds = |id: &usize| version_set::holds(versions.versions(*id), version);
        Self((0..versions.edge_count()).filter(bounds).map(|id| versions.edges()[id]).collect())
    }

    /// The box around it.
    #[must_use]
    pub fn bbox(&self) -> BBox {
        BBox::around(self.0.iter().map(|edge| &edge.a))
    }

    /// Whether there is nothing inside.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Something to be drawn.
#[derive(Clone, Debug)]
pub enum Shape {
    /// An area.
    Area(Outline),
    /// Paths.
    Paths(Vec<Vec<Position>>),
    /// Places.
    Places(Vec<Position>),
}

/// A vertex in degrees and on the map of the world.
#[derive(Clone, Copy, Debug)]
pub(super) struct Vertex {
    pub degrees: Coord<f64>,
    pub world: Coord<f64>,
}

impl Vertex {
    pub(super) fn at(degrees: Coord<f64>) -> Self {
        Self { degrees, world: to_world(degrees) }
    }
}

/// A line from one meeting of borders to the next, or a closed one that meets none: then its ends are the same.
#[derive(Debug)]
pub(super) struct Chain {
    pub vertices: Vec<Vertex>,
    pub is_loop: bool,
}

/// A chain as part of a ring, from its begin or from its end.
pub(super) type Link = (usize, bool);

/// A shape, its area made of chains. Rings have the inside to the left as seen on the map, whose y points south.
#[derive(Debug)]
pub(super) enum Figure {
    Area(Vec<Vec<Link>>),
    Paths(Vec<Vec<Vertex>>),
    Places(Vec<Vertex>),
}

/// Shapes taken apart, ready to be drawn at any zoom ([`Level`](super::Level)).
#[derive(Debug)]
pub struct Arcs {
    pub(super) chains: Vec<Chain>,
    pub(super) figures: Vec<Figure>,
}

impl Arcs {
    /// The chains of shapes. Areas that touch should do so along the same edges ([`snap`](crate::snap)).
    #[must_use]
    pub fn build(shapes: &[Shape]) -> Self {
        let mut net = Net::default();
        let uses: Vec<Vec<Link>> = shapes.iter().map(|shape| net.take(shape)).collect();
        let (chains, of_edge) = net.chains();
        let vertices = |path: &Vec<Position>| path.iter().map(|p| Vertex::at(p.coord())).collect();
        let figure = |(shape, uses): (&Shape, Vec<Link>)| match shape {
            Shape::Area(_) => Figure::Area(rings(&chains, &of_edge, &uses)),
            Shape::Paths(paths) => Figure::Paths(paths.iter().map(vertices).collect()),
            Shape::Places(places) => Figure::Places(vertices(places)),
        };
        let figures = shapes.iter().zip(uses).map(figure).collect();
        let chain = |chain: Walk| Chain {
            is_loop: chain.is_loop,
            vertices: chain.vertices.iter().map(|v| Vertex::at(net.coords[*v])).collect(),
        };
        Self { figures, chains: chains.into_iter().map(chain).collect() }
    }
}

impl Arcs {
    /// How many vertices they have.
    #[must_use]
    pub fn vertices(&self) -> usize {
        let of_figure = |figure: &Figure| match figure {
            Figure::Area(_) => 0,
            Figure::Paths(paths) => paths.iter().map(Vec::len).sum(),
            Figure::Places(places) => places.len(),
        };
        self.chains.iter().map(|chain| chain.vertices.len()).sum::<usize>()
            + self.figures.iter().map(of_figure).sum::<usize>()
    }
}

/// Undirected edges between numbered vertices.
#[derive(Default)]
struct Net {
    coords: Vec<Coord<f64>>,
    numbers: HashMap<[u64; 2], usize>,
    edges: Vec<[usize; 2]>,
    ids: HashMap<[usize; 2], usize>,
}

/// A chain by the numbers of its vertices.
struct Walk {
    vertices: Vec<usize>,
    is_loop: bool,
}

impl Net {
    /// Takes a shape's edges in, and says which they are and which way it has them.
    fn take(&mut self, shape: &Shape) -> Vec<Link> {
        let Shape::Area(outline) = shape else { return Vec::new() };
        let mut links = Vec::with_capacity(outline.0.len());
        for edge in &outline.0 {
            let ends = [edge.a, edge.b].map(|c| self.number(c));
            let key = [ends[0].min(ends[1]), ends[0].max(ends[1])];
            let id = *self.ids.entry(key).or_insert_with(|| {
                self.edges.push(key);
                self.edges.len() - 1
            });
            links.push((id, ends == key));
        }
        links
    }

    fn number(&mut self, c: Coord<f64>) -> usize {
        *self.numbers.entry([c.x.to_bits(), c.y.to_bits()]).or_insert_with(|| {
            self.coords.push(c);
            self.coords.len() - 1
        })
    }

    /// Every chain, and for each edge the chain it is in and whether in the same direction. Where two edges meet and no
    /// third, both are in the same rings: an area's edges come in and go out.
    fn chains(&self) -> (Vec<Walk>, Vec<Link>) {
        let mut at: Vec<(usize, [usize; 2])> = vec![(0, [0; 2]); self.coords.len()];
        for (id, ends) in self.edges.iter().enumerate() {
            for end in ends {
                let (count, both) = &mut at[*end];
                if let Some(slot) = both.get_mut(*count) {
                    *slot = id;
                }
                *count += 1;
            }
        }
        let is_meeting = |vertex: usize| at[vertex].0 != 2;
        let mut of_edge: Vec<Option<Link>> = vec![None; self.edges.len()];
        let mut walks = Vec::new();
        let from_meetings = (0..self.edges.len()).flat_map(|id| self.edges[id].map(|v| (id, v)));
        let starts: Vec<(usize, usize)> = from_meetings.clone().filter(|(_, v)| is_meeting(*v)).collect();
        let others = (0..self.edges.len()).map(|id| (id, self.edges[id][0]));
        for (first, start) in starts.into_iter().chain(others) {
            if of_edge[first].is_some() {
                continue;
            }
            let (mut vertices, mut id) = (vec![start], first);
            loop {
                let here = vertices[vertices.len() - 1];
                let [a, b] = self.edges[id];
                of_edge[id] = Some((walks.len(), here == a));
                let there = if here == a { b } else { a };
                vertices.push(there);
                let [e, f] = at[there].1;
                if is_meeting(there) || there == start {
                    break;
                }
                id = if e == id { f } else { e };
            }
            let is_loop = !is_meeting(start);
            if is_loop {
                self.begin_at_least(&mut vertices);
            }
            walks.push(Walk { vertices, is_loop });
        }
        (walks, of_edge.into_iter().flatten().collect())
    }

    /// Turns a loop so that it begins at its south-western vertex: the same loop is simplified alike on every day.
    fn begin_at_least(&self, vertices: &mut Vec<usize>) {
        vertices.pop();
        let key = |v: &usize| self.coords[*v];
        let least = (0..vertices.len()).min_by(|a, b| {
            let (a, b) = (key(&vertices[*a]), key(&vertices[*b]));
            a.x.total_cmp(&b.x).then(a.y.total_cmp(&b.y))
        });
        vertices.rotate_left(least.unwrap_or(0));
        vertices.extend(vertices.first().copied());
    }
}

/// The rings of an area: its chains, each once, linked from end to begin.
fn rings(chains: &[Walk], of_edge: &[Link], uses: &[Link]) -> Vec<Vec<Link>> {
    let mut used: Vec<Link> = uses
        .iter()
        .map(|(edge, forward)| {
            let (chain, along) = of_edge[*edge];
            // South is down on the map: what was on the left is on the right, so every ring runs the other way.
            (chain, along != *forward)
        })
        .collect();
    used.sort_unstable();
    used.dedup();
    let ends = |(chain, forward): Link| {
        let v = &chains[chain].vertices;
        let (first, last) = (v[0], v[v.len() - 1]);
        if forward { (first, last) } else { (last, first) }
    };
    let mut from: HashMap<usize, Vec<Link>> = HashMap::new();
    let mut rings = Vec::new();
    for link in used.iter().filter(|(chain, _)| !chains[*chain].is_loop) {
        from.entry(ends(*link).0).or_default().push(*link);
    }
    rings.extend(used.iter().filter(|(chain, _)| chains[*chain].is_loop).map(|link| vec![*link]));
    for link in &used {
        let (start, _) = ends(*link);
        let mut ring: Vec<Link> = Vec::new();
        let mut here = start;
        while let Some(next) = from.get_mut(&here).and_then(Vec::pop) {
            ring.push(next);
            here = ends(next).1;
        }
        if !ring.is_empty() {
            rings.push(ring);
        }
    }
    rings
}
