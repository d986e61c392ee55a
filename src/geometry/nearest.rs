//! The nearest point of a line, in metres, in any one of many layers.
//!
//! # Method
//! Segments are packed along a Hilbert curve into a tree of boxes (Kamel and Faloutsos, *On packing R-trees*, CIKM 1993).
//! Each node knows the layers its segments stand in, so that a search for one day never enters what other days drew.

use std::collections::HashSet;

use geo::Coord;

use super::cutter::{Cutter, Side};
use super::edge::Edge;
use super::layer_set::holds;
use super::measure::{self, A_M, radii_m};
use super::{BBox, Layers, Position, paths};

/// Children of a node.
const FAN: usize = 8;
/// Parts by which distances in the plane around two points may err; the error grows with the square of the distance over
/// the Earth's radius. Candidates that near the best are measured on the ellipsoid.
const PLANE_ERROR: f64 = 1e-3;
/// Metres up to which the plane finds the nearest point of a segment well enough.
const PLANE_M: f64 = 500_000.0;
/// Metres beyond which the plane says nothing: everything is measured.
const FAR_M: f64 = 4_000_000.0;

/// The edges of layers, or some of them, indexed for distance.
#[derive(Debug)]
pub struct Lines {
    /// In Hilbert order.
    segments: Vec<Edge>,
    /// For each segment the layers it stands in, `words` words each.
    masks: Vec<u64>,
    /// Levels of nodes, leaves' parents first; node `k` of a level covers children `k * FAN..` of the level below.
    levels: Vec<Level>,
    words: usize,
}

/// Which edges make lines; by default all of them.
#[derive(Clone, Copy, Debug, Default)]
pub struct Rule<'a> {
    /// Only what lies inside this area.
    pub zone: Option<&'a Cutter>,
    /// No edge that bounds these layers too.
    pub outline: Option<&'a Layers>,
    /// No edge of a layer that the same layer faces across a gap of this width, in metres.
    pub seam_m: f64,
}

#[derive(Debug, Default)]
struct Level {
    boxes: Vec<BBox>,
    masks: Vec<u64>,
}

impl Lines {
    /// The edges of `layers` that the rule allows.
    #[must_use]
    pub fn build(layers: &Layers, rule: Rule<'_>) -> Self {
        let outer: HashSet<[u64; 4]> =
            rule.outline.map_or_else(HashSet::new, |o| o.edges().iter().map(|e| e.key()).collect());
        let mut parts: Vec<(Edge, u32)> = match rule.zone {
            None => layers.edges().iter().copied().zip(0..).collect(),
            Some(zone) => {
                let pieces = zone.cut(layers.edges()).pieces.into_iter();
                pieces.filter(|p| p.side == Side::Inside).map(|p| (p.part, p.edge)).collect()
            }
        };
        parts.retain(|(_, edge)| !outer.contains(&layers.edges()[*edge as usize].key()));
        let all = BBox::around(parts.iter().flat_map(|(part, _)| [&part.a, &part.b]));
        parts.sort_by_cached_key(|(part, _)| hilbert(part.middle(), all));
        let mut lines = Self {
            segments: Vec::with_capacity(parts.len()),
            masks: Vec::new(),
            levels: Vec::new(),
            words: layers.count().div_ceil(64),
        };
        for (part, edge) in parts {
            let mut mask = layers.mask(edge as usize).to_vec();
            if rule.seam_m > 0.0 {
                let across = layers.locate_coord(beside(part, rule.seam_m)).interior;
                mask.iter_mut().zip(across.words()).for_each(|(m, a)| *m &= !a);
            }
            if mask.iter().any(|word| *word != 0) {
                lines.segments.push(part);
                lines.masks.extend(mask);
            }
        }
        lines.pack();
        lines
    }

    /// The paths of one layer, joined where their ends meet; the inside lies to the left.
    #[must_use]
    pub fn paths(&self, layer: usize) -> Vec<Vec<Position>> {
        let of_layer = (0..self.segments.len()).filter(|k| holds(self.mask(*k), layer));
        paths::join(of_layer.map(|k| self.segments[k]))
    }

    /// The point of one layer's line nearest to `p` and its geodesic distance in metres; none where it has no line.
    #[must_use]
    pub fn nearest(&self, layer: usize, p: Position) -> Option<(Position, f64)> {
        let plane = Plane::around(p);
        let mut search = Search { lines: self, layer, plane, best_m: f64::INFINITY, candidates: Vec::new() };
        let top = self.levels.len().checked_sub(1)?;
        for node in 0..self.levels[top].boxes.len() {
            search.enter(top, node);
        }
        let limit = search.limit();
        let near = search.candidates.iter().filter(|(plane_m, _)| *plane_m <= limit).map(|(_, part)| {
            let (t, _) = search.plane.foot(*part);
            (*part, t, distance_m(p, *part, t))
        });
        let (part, mut t, mut least_m) = near.min_by(|a, b| a.2.total_cmp(&b.2))?;
        if least_m > PLANE_M {
            t = least(|t| distance_m(p, part, t));
            least_m = distance_m(p, part, t);
        }
        Some((along(part, t), least_m))
    }

    fn mask(&self, segment: usize) -> &[u64] {
        &self.masks[segment * self.words..(segment + 1) * self.words]
    }

    /// Builds the levels, each over the one below.
    fn pack(&mut self) {
        let mut boxes: Vec<BBox> = self.segments.iter().map(|s| s.bbox()).collect();
        let mut masks = self.masks.clone();
        while !boxes.is_empty() {
            let mut level = Level::default();
            for (k, group) in boxes.chunks(FAN).enumerate() {
                level.boxes.push(group.iter().copied().fold(BBox::EMPTY, BBox::joined));
                let mut mask = vec![0; self.words];
                for own in masks[k * FAN * self.words..].chunks(self.words).take(group.len()) {
                    mask.iter_mut().zip(own).for_each(|(m, o)| *m |= o);
                }
                level.masks.extend(mask);
            }
            (boxes, masks) = (level.boxes.clone(), level.masks.clone());
            self.levels.push(level);
            if boxes.len() == 1 {
                break;
            }
        }
    }
}

struct Search<'a> {
    lines: &'a Lines,
    layer: usize,
    plane: Plane,
    best_m: f64,
    /// Distance in the plane, and segment.
    candidates: Vec<(f64, Edge)>,
}

impl Search<'_> {
    /// How far in the plane a segment may be and still be the nearest.
    fn limit(&self) -> f64 {
        let error = PLANE_ERROR + (self.best_m / A_M).powi(2);
        if self.best_m > FAR_M { f64::INFINITY } else { self.best_m * (1.0 + error) }
    }

    fn enter(&mut self, level: usize, node: usize) {
        let here = &self.lines.levels[level];
        let words = self.lines.words;
        if !holds(&here.masks[node * words..(node + 1) * words], self.layer)
            || self.plane.least_m(here.boxes[node]) > self.limit()
        {
            return;
        }
        let children = node * FAN..(node + 1) * FAN;
        let Some(below) = level.checked_sub(1) else {
            for k in children.start..children.end.min(self.lines.segments.len()) {
                if holds(self.lines.mask(k), self.layer) {
                    let part = self.lines.segments[k];
                    let (_, plane_m) = self.plane.foot(part);
                    if plane_m <= self.limit() {
                        self.candidates.push((plane_m, part));
                        self.best_m = self.best_m.min(plane_m);
                    }
                }
            }
            return;
        };
        let boxes = &self.lines.levels[below].boxes;
        let mut order: Vec<(f64, usize)> =
            children.take_while(|k| *k < boxes.len()).map(|k| (self.plane.least_m(boxes[k]), k)).collect();
        order.sort_by(|a, b| a.0.total_cmp(&b.0));
        order.into_iter().for_each(|(_, child)| self.enter(below, child));
    }
}

/// The plane around a place, in metres: a degree is as long as half-way to what is measured.
struct Plane {
    p: Coord<f64>,
    /// Metres per degree eastward and northward, by degrees of latitude from the place: quadratic.
    east: [f64; 3],
    north: [f64; 3],
}

impl Plane {
    fn around(p: Position) -> Self {
        const SPAN_DEG: f64 = 4.0;
        let [low, here, high] = [-SPAN_DEG, 0.0, SPAN_DEG].map(|d| radii_m((p.lat() + d).clamp(-89.0, 89.0)));
        let fit = |low: f64, here: f64, high: f64| {
            let deg = 1.0_f64.to_radians();
            let (slope, bend) =
                ((high - low) / (2.0 * SPAN_DEG), (high - 2.0 * here + low) / (2.0 * SPAN_DEG * SPAN_DEG));
            [here * deg, slope * deg, bend * deg]
        };
        Self { p: p.coord(), east: fit(low.0, here.0, high.0), north: fit(low.1, here.1, high.1) }
    }

    /// Metres per degree at degrees of latitude from the place.
    fn scale(&self, d_lat: f64) -> (f64, f64) {
        let at = |[c, slope, bend]: [f64; 3]| c + d_lat * (slope + d_lat * bend);
        (at(self.east), at(self.north))
    }

    /// Metres, at least, to anything in a box.
    fn least_m(&self, b: BBox) -> f64 {
        let c = Coord { x: self.p.x.clamp(b.west, b.east), y: self.p.y.clamp(b.south, b.north) };
        // Degrees of longitude are shortest at the end nearest to a pole.
        let ends = [self.scale(b.south - self.p.y), self.scale(b.north - self.p.y), self.scale(0.0)];
        let (east, north) = ends.into_iter().fold((f64::MAX, f64::MAX), |m, e| (m.0.min(e.0), m.1.min(e.1)));
        let (x, y) = ((c.x - self.p.x) * east.max(0.0), (c.y - self.p.y) * north);
        (x * x + y * y).sqrt()
    }

    /// Where along a segment (0..=1) the nearest point lies, and its distance in metres.
    fn foot(&self, part: Edge) -> (f64, f64) {
        let nearest_lat = self.p.y.clamp(part.a.y.min(part.b.y), part.a.y.max(part.b.y));
        let (east, north) = self.scale(0.5 * (nearest_lat - self.p.y));
        let metres = |q: Coord<f64>| ((q.x - self.p.x) * east, (q.y - self.p.y) * north);
        let ((ax, ay), (bx, by)) = (metres(part.a), metres(part.b));
        let (dx, dy) = (bx - ax, by - ay);
        let length2 = dx * dx + dy * dy;
        let t = if length2 > 0.0 { (-(ax * dx + ay * dy) / length2).clamp(0.0, 1.0) } else { 0.0 };
        let (x, y) = (ax + t * dx, ay + t * dy);
        (t, (x * x + y * y).sqrt())
    }
}

/// The point so many metres right of an edge's middle: outside what the edge bounds.
fn beside(part: Edge, metres: f64) -> Coord<f64> {
    let middle = part.middle();
    let (east, north) = radii_m(middle.y);
    let (dx, dy) = ((part.b.x - part.a.x) * east, (part.b.y - part.a.y) * north);
    let step = metres / (dx * dx + dy * dy).sqrt().max(f64::MIN_POSITIVE);
    Coord { x: middle.x + (dy * step / east).to_degrees(), y: middle.y - (dx * step / north).to_degrees() }
}

/// The point at `t` (0..=1) of a segment.
fn along(part: Edge, t: f64) -> Position {
    let c = Coord { x: part.a.x + t * (part.b.x - part.a.x), y: part.a.y + t * (part.b.y - part.a.y) };
    Position::from_vertex(c)
}

/// Geodesic distance to the point at `t` of a segment, in metres.
fn distance_m(p: Position, part: Edge, t: f64) -> f64 {
    measure::geodesic(p, along(part, t)).distance_m
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

/// The place of a coordinate on a Hilbert curve of 2^16 by 2^16 cells over a box (Warren, *Hacker's Delight*, 16-3).
fn hilbert(c: Coord<f64>, b: BBox) -> u32 {
    let cell = |v: f64, from: f64, to: f64| (((v - from) / (to - from).max(f64::MIN_POSITIVE)) * 65_535.0) as u32;
    let (mut x, mut y) = (cell(c.x, b.west, b.east), cell(c.y, b.south, b.north));
    let mut place = 0;
    let mut side = 1 << 15;
    while side > 0 {
        let (right, up) = (u32::from(x & side > 0), u32::from(y & side > 0));
        place = place << 2 | (3 * right) ^ up;
        if up == 0 {
            if right == 1 {
                (x, y) = (0xFFFF - x, 0xFFFF - y);
            }
            (x, y) = (y, x);
        }
        side >>= 1;
    }
    place
}
