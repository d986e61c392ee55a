//! An area prepared for cutting many edges: which parts of them lie inside it.

use foldhash::{HashMap, HashMapExt};
use geo::Coord;
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, Envelope, RTree, RTreeObject, SelectionFunction};

use super::budget::{hold, tick};
use super::edge::Edge;
use super::{Area, BBox, EdgeTimeline, Location, Position};

/// Most crossings of one cut within a budget: several times those of the largest map with every version's edges.
const MAX_CROSSINGS: u64 = 2_000_000;

/// Most pairs of an edge and one of the boundary beside it that one cut looks at within a budget.
const MAX_CANDIDATES: u64 = 20_000_000;

/// An area with its edges indexed.
#[derive(Debug)]
pub struct PreparedArea {
    bbox: BBox,
    index: EdgeTimeline,
    /// The boundary's edges by their coordinates.
    ids: HashMap<[u64; 4], u32>,
    tree: RTree<Indexed>,
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

    /// The parts of paths inside the area (along its boundary counts as inside) and those outside, in the paths' order.
    #[must_use]
    pub fn split_paths(&self, paths: &[Vec<Position>]) -> (Vec<Vec<Position>>, Vec<Vec<Position>>) {
        let edge = |w: &[Position]| Edge { a: w[0].coord(), b: w[1].coord() };
        let edges: Vec<Edge> = paths.iter().flat_map(|path| path.windows(2).map(edge)).collect();
        // Of each path where its edges end.
        let ends: Vec<usize> = paths
            .iter()
            .scan(0, |end, path| {
                *end += path.len().saturating_sub(1);
                Some(*end)
            })
            .collect();
        let (mut inside, mut outside) = (Vec::new(), Vec::new());
        let (mut of, mut begun) = (0, [0, 0]);
        for piece in self.cut(&edges).pieces {
            while ends.get(of).is_some_and(|end| *end <= piece.edge as usize) {
                of += 1;
                begun = [inside.len(), outside.len()];
            }
            let is_outside = piece.side == Side::Outside;
            let parts: &mut Vec<Vec<Position>> = if is_outside { &mut outside } else { &mut inside };
            let first = begun[usize::from(is_outside)];
            let (a, b) = (Position::from_vertex(piece.part.a), Position::from_vertex(piece.part.b));
            match parts[first..].last_mut() {
                Some(part) if part.last() == Some(&a) => part.push(b),
                _ => parts.push(vec![a, b]),
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
        let (mut crossings, mut candidates) = (0, 0);
        for (id, edge) in edges.iter().enumerate() {
            if !edge.bbox().meets(&self.bbox) {
                continue;
            }
            for hit in self.tree.locate_with_selection_function(Along::of(*edge)) {
                tick();
                candidates += 1;
                meet(*edge, border[hit.data as usize], &mut nodes[id], &mut border_nodes[hit.data as usize]);
            }
            crossings += nodes[id].len() as u64;
            hold("edges that cross a border", crossings, MAX_CROSSINGS);
            hold("edges that run close to a border", candidates, MAX_CANDIDATES);
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

/// What an edge passes: boxes that it meets, and of those of a long slanted one not all that its own box meets.
struct Along {
    envelope: AABB<[f64; 2]>,
    middle: [f64; 2],
    /// Across the edge.
    across: [f64; 2],
}

/// How much farther from an edge a box may lie than it reaches, by the sum of what is compared: beyond any rounding.
const SLACK: f64 = 1e-9;

impl Along {
    fn of(edge: Edge) -> Self {
        let (b, middle) = (edge.bbox(), edge.middle());
        Self {
            envelope: AABB::from_corners([b.west, b.south], [b.east, b.north]),
            middle: [middle.x, middle.y],
            across: [edge.a.y - edge.b.y, edge.b.x - edge.a.x],
        }
    }

    fn passes(&self, b: &AABB<[f64; 2]>) -> bool {
        if !self.envelope.intersects(b) {
            return false;
        }
        let (low, high) = (b.lower(), b.upper());
        let [mut apart, mut reach] = [0.0, 0.0];
        let mut size = 0.0;
        for k in 0..2 {
            let from = f64::midpoint(low[k], high[k]) - self.middle[k];
            apart += self.across[k] * from;
            reach += (self.across[k] * (high[k] - low[k]) / 2.0).abs();
            size += self.across[k].abs() * (from.abs() + 1.0);
        }
        apart.abs() <= reach + SLACK * size
    }
}

type Indexed = GeomWithData<Rectangle<[f64; 2]>, u32>;

impl SelectionFunction<Indexed> for Along {
    fn should_unpack_parent(&self, envelope: &AABB<[f64; 2]>) -> bool {
        self.passes(envelope)
    }

    fn should_unpack_leaf(&self, leaf: &Indexed) -> bool {
        self.passes(&leaf.envelope())
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
