//! An area prepared for cutting many edges: which parts of them lie inside it.

use std::collections::HashMap;

use geo::Coord;
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use super::budget::{hold, tick};
use super::edge::Edge;
use super::{Area, BBox, EdgeTimeline, Location, Position};

/// Most crossings of one cut within a budget: several times those of the largest map with every version's edges.
const MAX_CROSSINGS: u64 = 2_000_000;

/// An area with its edges indexed.
#[derive(Debug)]
pub struct PreparedArea {
    bbox: BBox,
    index: EdgeTimeline,
    /// The boundary's edges by their coordinates.
    ids: HashMap<[u64; 4], u32>,
    tree: RTree<GeomWithData<Rectangle<[f64; 2]>, u32>>,
}

/// Where a piece of an edge lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Inside,
    Outside,
    /// It is a piece of the area's boundary, in the same direction.
    Along,
    /// It is a piece of the area's boundary, in the other direction.
    Against,
}

/// A piece of an edge.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    /// The edge it is of.
    pub edge: u32,
    pub part: Edge,
    pub side: Side,
}

/// Edges and boundary, each cut where they meet.
#[derive(Debug, Default)]
pub(super) struct Cut {
    pub pieces: Vec<Piece>,
    /// The pieces of the area's boundary, each with the edges of which it is a piece too.
    pub border: Vec<(Edge, Vec<u32>)>,
}

impl PreparedArea {
    /// Prepares an area.
    #[must_use]
    pub fn from_area(area: &Area) -> Self {
        let index = EdgeTimeline::from_area(area);
        let boxes = index.edges().iter().enumerate().map(|(id, edge)| {
            let b = edge.bbox();
            GeomWithData::new(Rectangle::from_corners([b.west, b.south], [b.east, b.north]), id as u32)
        });
        let tree = RTree::bulk_load(boxes.collect());
        let ids = index.edges().iter().zip(0..).map(|(edge, id)| (edge.key(), id)).collect();
        Self { bbox: area.bbox(), index, ids, tree }
    }

    /// Where a position lies in the area.
    #[must_use]
    pub fn locate(&self, p: Position) -> Location {
        self.index.locate_in(0, p)
    }

    /// The parts of a path inside the area (along its boundary counts as inside) and those outside.
    #[must_use]
    pub fn split_path(&self, path: &[Position]) -> (Vec<Vec<Position>>, Vec<Vec<Position>>) {
        let edges: Vec<Edge> = path.windows(2).map(|w| Edge { a: w[0].coord(), b: w[1].coord() }).collect();
        let (mut inside, mut outside) = (Vec::new(), Vec::new());
        for piece in self.cut(&edges).pieces {
            let paths: &mut Vec<Vec<Position>> = if piece.side == Side::Outside { &mut outside } else { &mut inside };
            let (a, b) = (Position::from_vertex(piece.part.a), Position::from_vertex(piece.part.b));
            match paths.last_mut() {
                Some(path) if path.last() == Some(&a) => path.push(b),
                _ => paths.push(vec![a, b]),
            }
        }
        (inside, outside)
    }

    /// Cuts edges and boundary where they meet. A crossing is computed once and given to both, so their pieces end in the
    /// same coordinates.
    pub(super) fn cut(&self, edges: &[Edge]) -> Cut {
        let border = self.index.edges();
        let mut nodes: Vec<Vec<Coord<f64>>> = vec![Vec::new(); edges.len()];
        let mut border_nodes: Vec<Vec<Coord<f64>>> = vec![Vec::new(); border.len()];
        let mut crossings = 0;
        for (id, edge) in edges.iter().enumerate() {
            let b = edge.bbox();
            if !b.meets(&self.bbox) {
                continue;
            }
            let envelope = AABB::from_corners([b.west, b.south], [b.east, b.north]);
            for hit in self.tree.locate_in_envelope_intersecting(envelope) {
                tick();
                meet(*edge, border[hit.data as usize], &mut nodes[id], &mut border_nodes[hit.data as usize]);
            }
            crossings += nodes[id].len() as u64;
            hold("edges that cross a border", crossings, MAX_CROSSINGS);
        }
        // An edge that is a whole edge of the boundary is cut wherever that is, whoever cuts it.
        for (edge, nodes) in edges.iter().zip(&mut nodes) {
            let same = self.ids.get(&edge.key()).or_else(|| self.ids.get(&edge.reversed().key()));
            if let Some(id) = same {
                nodes.clone_from(&border_nodes[*id as usize]);
            }
        }
        let mut cut = Cut::default();
        let mut at: HashMap<[u64; 4], usize> = HashMap::new();
        for (edge, nodes) in border.iter().zip(border_nodes) {
            for part in split(*edge, nodes) {
                at.insert(part.key(), cut.border.len());
                cut.border.push((part, Vec::new()));
            }
        }
        for (id, (edge, nodes)) in edges.iter().zip(nodes).enumerate() {
            for part in split(*edge, nodes) {
                tick();
                let side = if let Some(&k) = at.get(&part.key()) {
                    cut.border[k].1.push(id as u32);
                    Side::Along
                } else if let Some(&k) = at.get(&part.reversed().key()) {
                    cut.border[k].1.push(id as u32);
                    Side::Against
                } else {
                    self.side(part)
                };
                cut.pieces.push(Piece { edge: id as u32, part, side });
            }
        }
        cut
    }

    /// Which side a piece is on that meets the boundary at its ends at most: its middle tells.
    fn side(&self, part: Edge) -> Side {
        match self.index.locate_coord_in(0, part.middle()) {
            Location::Interior | Location::Boundary => Side::Inside,
            Location::Exterior => Side::Outside,
        }
    }
}

/// Adds the points where two edges meet to the nodes of each that they are no end of.
fn meet(e: Edge, f: Edge, on_e: &mut Vec<Coord<f64>>, on_f: &mut Vec<Coord<f64>>) {
    let sides = [e.side_of(f.a), e.side_of(f.b), f.side_of(e.a), f.side_of(e.b)];
    if sides.iter().all(|s| *s != 0.0) {
        if (sides[0] > 0.0) != (sides[1] > 0.0) && (sides[2] > 0.0) != (sides[3] > 0.0) {
            let t = sides[2] / (sides[2] - sides[3]);
            let crossing = Coord { x: e.a.x + t * (e.b.x - e.a.x), y: e.a.y + t * (e.b.y - e.a.y) };
            on_e.push(crossing);
            on_f.push(crossing);
        }
        return;
    }
    for (side, vertex) in sides[..2].iter().zip([f.a, f.b]) {
        if *side == 0.0 && e.bbox().holds_coord(vertex) {
            on_e.push(vertex);
        }
    }
    for (side, vertex) in sides[2..].iter().zip([e.a, e.b]) {
        if *side == 0.0 && f.bbox().holds_coord(vertex) {
            on_f.push(vertex);
        }
    }
}

/// The pieces between nodes, in the edge's direction.
fn split(edge: Edge, mut nodes: Vec<Coord<f64>>) -> impl Iterator<Item = Edge> {
    let (dx, dy) = (edge.b.x - edge.a.x, edge.b.y - edge.a.y);
    let along = |c: &Coord<f64>| (c.x - edge.a.x) * dx + (c.y - edge.a.y) * dy;
    nodes.sort_by(|p, q| along(p).total_cmp(&along(q)));
    let ends = std::iter::once(edge.a).chain(nodes).chain([edge.b]);
    let mut last = None;
    ends.filter_map(move |c| {
        let from = last.replace(c)?;
        (from != c).then_some(Edge { a: from, b: c })
    })
}
