//! The nearest point of a line, in metres.

use geo::Coord;
use rstar::RTree;
use rstar::primitives::{GeomWithData, Line};

use super::cutter::{Cutter, Side};
use super::layers::Edge;
use super::measure::{self, radii_m};
use super::{Layers, Position};

/// Longitudes in the tree are scaled by this, about the cosine of 48 degrees north: its order is then nearly that of
/// metres.
const LON_SCALE: f64 = 0.67;
/// Metres in a degree of latitude, at least (WGS 84, at the equator).
const LEAST_M_PER_DEG: f64 = 110_574.0;
/// Beyond this distance the plane around a point no longer finds the foot of the perpendicular well enough, in metres.
const PLANE_M: f64 = 100_000.0;

/// The edges of layers, or what lies inside a zone of them, indexed for distance.
#[derive(Debug)]
pub struct Lines {
    segments: Vec<Segment>,
    tree: RTree<GeomWithData<Line<[f64; 2]>, u32>>,
    /// Greatest latitude, for the bound on distances.
    north: f64,
}

#[derive(Clone, Copy, Debug)]
struct Segment {
    part: Edge,
    /// The layers' edge it is of.
    edge: u32,
}

impl Lines {
    /// The edges of `layers` inside `zone` (none: all of them).
    #[must_use]
    pub fn build(layers: &Layers, zone: Option<&Cutter>) -> Self {
        let segments: Vec<Segment> = match zone {
            None => {
                let all = layers.edges().iter().enumerate();
                all.map(|(edge, part)| Segment { part: *part, edge: edge as u32 }).collect()
            }
            Some(zone) => {
                let pieces = zone.cut(layers.edges()).pieces.into_iter();
                let inside = pieces.filter(|p| p.side == Side::Inside);
                inside.map(|p| Segment { part: p.part, edge: p.edge }).collect()
            }
        };
        let lines = segments.iter().enumerate();
        let lines = lines.map(|(id, s)| GeomWithData::new(Line::new(scaled(s.part.a), scaled(s.part.b)), id as u32));
        let tree = RTree::bulk_load(lines.collect());
        let north = segments.iter().map(|s| s.part.a.y.max(s.part.b.y)).fold(f64::MIN, f64::max);
        Self { segments, tree, north }
    }

    /// The paths of one layer, joined where their ends meet; the inside lies to the left.
    #[must_use]
    pub fn paths(&self, layers: &Layers, layer: usize) -> Vec<Vec<Position>> {
        join(
            self.segments
                .iter()
                .filter(|s| super::layer_set::holds(layers.mask(s.edge as usize), layer))
                .map(|s| s.part),
        )
    }

    /// The point of one layer's line nearest to `p`; none where the layer has no line.
    #[must_use]
    pub fn nearest(&self, layers: &Layers, layer: usize, p: Position) -> Option<(Position, f64)> {
        let mut best: Option<(f64, Edge)> = None;
        let bound = self.least_m_per_unit(p);
        for (line, d2) in self.tree.nearest_neighbor_iter_with_distance_2(scaled(p.coord())) {
            if best.is_some_and(|(d, _)| d2.sqrt() * bound > d) {
                break;
            }
            let segment = self.segments[line.data as usize];
            if super::layer_set::holds(layers.mask(segment.edge as usize), layer) {
                let (_, d) = foot(segment.part, p);
                if best.is_none_or(|(b, _)| d < b) {
                    best = Some((d, segment.part));
                }
            }
        }
        best.map(|(_, part)| exact_foot(part, p))
    }

    /// Metres, at least, for one unit of the tree between `p` and any segment.
    fn least_m_per_unit(&self, p: Position) -> f64 {
        let lat = p.lat().abs().max(self.north.abs()).min(90.0);
        // A tenth less for what a plane leaves out within some degrees; far away everything is looked at.
        let far = self
            .segments
            .first()
            .is_none_or(|s| (s.part.a.x - p.lon()).abs() > 15.0 || (s.part.a.y - p.lat()).abs() > 15.0);
        if far { 0.0 } else { 0.9 * LEAST_M_PER_DEG * (lat.to_radians().cos() / LON_SCALE).min(1.0) }
    }
}

fn scaled(c: Coord<f64>) -> [f64; 2] {
    [c.x * LON_SCALE, c.y]
}

/// Where along a segment (0..=1) the nearest point lies, and its distance in metres, in the plane around both.
fn foot(part: Edge, p: Position) -> (f64, f64) {
    let c = p.coord();
    let nearest_lat = c.y.clamp(part.a.y.min(part.b.y), part.a.y.max(part.b.y));
    let (east, north) = radii_m(0.5 * (c.y + nearest_lat));
    let metres = |q: Coord<f64>| ((q.x - c.x).to_radians() * east, (q.y - c.y).to_radians() * north);
    let ((ax, ay), (bx, by)) = (metres(part.a), metres(part.b));
    let (dx, dy) = (bx - ax, by - ay);
    let length2 = dx * dx + dy * dy;
    let t = if length2 > 0.0 { (-(ax * dx + ay * dy) / length2).clamp(0.0, 1.0) } else { 0.0 };
    (t, (ax + t * dx).hypot(ay + t * dy))
}

/// The nearest point of a segment and its geodesic distance in metres.
fn exact_foot(part: Edge, p: Position) -> (Position, f64) {
    let at = |t: f64| {
        let q = Coord { x: part.a.x + t * (part.b.x - part.a.x), y: part.a.y + t * (part.b.y - part.a.y) };
        Position::from_vertex(q)
    };
    let distance = |t: f64| measure::geodesic(p, at(t)).distance_m;
    let (mut t, d) = foot(part, p);
    if d > PLANE_M {
        t = least(distance);
    }
    (at(t), distance(t))
}

/// Where on 0..=1 a function with one valley is least (golden section).
fn least(f: impl Fn(f64) -> f64) -> f64 {
    let ratio = 0.5 * (5.0_f64.sqrt() - 1.0);
    let (mut low, mut high) = (0.0, 1.0);
    for _ in 0..40 {
        let (a, b) = (high - ratio * (high - low), low + ratio * (high - low));
        if f(a) < f(b) { high = b } else { low = a }
    }
    0.5 * (low + high)
}

/// Segments joined into paths where one ends and just one begins.
fn join(parts: impl Iterator<Item = Edge>) -> Vec<Vec<Position>> {
    use std::collections::HashMap;
    let parts: Vec<Edge> = parts.collect();
    let key = |c: Coord<f64>| (c.x.to_bits(), c.y.to_bits());
    let mut begins: HashMap<(u64, u64), Vec<usize>> = HashMap::new();
    let mut ends: HashMap<(u64, u64), usize> = HashMap::new();
    for (k, part) in parts.iter().enumerate() {
        begins.entry(key(part.a)).or_default().push(k);
        *ends.entry(key(part.b)).or_default() += 1;
    }
    let mut used = vec![false; parts.len()];
    let mut paths = Vec::new();
    // Open paths first, from their beginnings; what is left are loops.
    let is_head = |part: &Edge| ends.get(&key(part.a)) != Some(&1) || begins[&key(part.a)].len() != 1;
    let heads = (0..parts.len()).filter(|k| is_head(&parts[*k]));
    for head in heads.chain(0..parts.len()).collect::<Vec<_>>() {
        if used[head] {
            continue;
        }
        let mut path = vec![Position::from_vertex(parts[head].a)];
        let mut next = Some(head);
        while let Some(k) = next {
            used[k] = true;
            path.push(Position::from_vertex(parts[k].b));
            let end = key(parts[k].b);
            let alone = ends.get(&end) == Some(&1);
            next = begins.get(&end).filter(|b| alone && b.len() == 1).map(|b| b[0]).filter(|k| !used[*k]);
        }
        paths.push(path);
    }
    paths
}
