//! The nearest point of a line, in metres, in any one of many layers.
//!
//! # Method
//! Segments are packed along a Hilbert curve into a tree of boxes (Kamel and Faloutsos, *On packing R-trees*, CIKM 1993).
//! Each node knows the layers its segments stand in, so that a search for one day never enters what other days drew.

use std::collections::HashSet;

use geo::Coord;

use super::cutter::{Cutter, Side};
use super::layer_set::holds;
use super::layers::Edge;
use super::measure::{self, radii_m};
use super::{BBox, Layers, Position, paths};

/// Children of a node.
const FAN: usize = 8;
/// Parts by which distances in the plane around two points may err within [`PLANE_M`]; candidates that near the best are
/// measured on the ellipsoid.
const PLANE_ERROR: f64 = 1e-3;
/// Metres up to which the plane around two points is good enough to choose by; beyond, everything is measured.
const PLANE_M: f64 = 1_000_000.0;

/// The edges of layers, or what lies inside a zone of them, indexed for distance.
#[derive(Debug)]
pub struct Lines {
    /// In Hilbert order.
    segments: Vec<Segment>,
    /// Levels of nodes, leaves' parents first; node `k` of a level covers children `k * FAN..` of the level below.
    levels: Vec<Level>,
    words: usize,
}

#[derive(Clone, Copy, Debug)]
struct Segment {
    part: Edge,
    /// The layers' edge it is of.
    edge: u32,
}

#[derive(Debug, Default)]
struct Level {
    boxes: Vec<BBox>,
    masks: Vec<u64>,
}

impl Lines {
    /// The edges of `layers` inside `zone` (none: all of them), without those that bound `outline` too.
    #[must_use]
    pub fn build(layers: &Layers, zone: Option<&Cutter>, outline: Option<&Layers>) -> Self {
        let outer: HashSet<[u64; 4]> =
            outline.map_or_else(HashSet::new, |o| o.edges().iter().map(|e| e.key()).collect());
        let mut segments: Vec<Segment> = match zone {
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
        segments.retain(|s| !outer.contains(&layers.edges()[s.edge as usize].key()));
        let all = BBox::around(segments.iter().flat_map(|s| [&s.part.a, &s.part.b]));
        segments.sort_by_cached_key(|s| hilbert(s.part.middle(), all));
        let words = layers.count().div_ceil(64);
        let mut lines = Self { segments, levels: Vec::new(), words };
        lines.pack(layers);
        lines
    }

    /// The paths of one layer, joined where their ends meet; the inside lies to the left.
    #[must_use]
    pub fn paths(&self, layers: &Layers, layer: usize) -> Vec<Vec<Position>> {
        let of_layer = self.segments.iter().filter(|s| holds(layers.mask(s.edge as usize), layer));
        paths::join(of_layer.map(|s| s.part))
    }

    /// The point of one layer's line nearest to `p` and its geodesic distance in metres; none where it has no line.
    #[must_use]
    pub fn nearest(&self, layers: &Layers, layer: usize, p: Position) -> Option<(Position, f64)> {
        let mut search = Search { lines: self, layers, layer, p, best_m: f64::INFINITY, candidates: Vec::new() };
        let top = self.levels.len().checked_sub(1)?;
        for node in 0..self.levels[top].boxes.len() {
            search.enter(top, node);
        }
        let limit = search.limit();
        let near = search.candidates.iter().filter(|(plane_m, _)| *plane_m <= limit);
        near.map(|(_, part)| foot_on_ellipsoid(*part, p)).min_by(|a, b| a.1.total_cmp(&b.1))
    }

    /// Builds the levels, each over the one below.
    fn pack(&mut self, layers: &Layers) {
        let mut boxes: Vec<BBox> = self.segments.iter().map(|s| s.part.bbox()).collect();
        let mut masks: Vec<u64> = self.segments.iter().flat_map(|s| layers.mask(s.edge as usize)).copied().collect();
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
    layers: &'a Layers,
    layer: usize,
    p: Position,
    best_m: f64,
    /// Distance in the plane, and segment.
    candidates: Vec<(f64, Edge)>,
}

impl Search<'_> {
    /// How far in the plane a segment may be and still be the nearest.
    fn limit(&self) -> f64 {
        if self.best_m > PLANE_M { f64::INFINITY } else { self.best_m * (1.0 + PLANE_ERROR) }
    }

    fn enter(&mut self, level: usize, node: usize) {
        let here = &self.lines.levels[level];
        let words = self.lines.words;
        if !holds(&here.masks[node * words..(node + 1) * words], self.layer)
            || least_m(self.p, here.boxes[node]) > self.limit()
        {
            return;
        }
        let children = node * FAN..(node + 1) * FAN;
        let Some(below) = level.checked_sub(1) else {
            for segment in self.lines.segments.iter().take(children.end).skip(children.start) {
                if holds(self.layers.mask(segment.edge as usize), self.layer) {
                    let (_, plane_m) = foot(segment.part, self.p);
                    if plane_m <= self.limit() {
                        self.candidates.push((plane_m, segment.part));
                        self.best_m = self.best_m.min(plane_m);
                    }
                }
            }
            return;
        };
        let boxes = &self.lines.levels[below].boxes;
        let mut order: Vec<(f64, usize)> =
            children.take_while(|k| *k < boxes.len()).map(|k| (least_m(self.p, boxes[k]), k)).collect();
        order.sort_by(|a, b| a.0.total_cmp(&b.0));
        order.into_iter().for_each(|(_, child)| self.enter(below, child));
    }
}

/// Metres, at least, from a place to anything in a box, in the plane around both.
fn least_m(p: Position, b: BBox) -> f64 {
    let c = Coord { x: p.lon().clamp(b.west, b.east), y: p.lat().clamp(b.south, b.north) };
    // Degrees of longitude are shortest on the parallel nearest to a pole.
    let (east, _) = radii_m(p.lat().abs().max(b.south.abs()).max(b.north.abs()));
    let (_, north) = radii_m(p.lat().abs().min(b.south.abs()).min(b.north.abs()));
    ((c.x - p.lon()).to_radians() * east).hypot((c.y - p.lat()).to_radians() * north)
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
fn foot_on_ellipsoid(part: Edge, p: Position) -> (Position, f64) {
    let at = |t: f64| {
        let q = Coord { x: part.a.x + t * (part.b.x - part.a.x), y: part.a.y + t * (part.b.y - part.a.y) };
        Position::from_vertex(q)
    };
    let distance_m = |t: f64| measure::geodesic(p, at(t)).distance_m;
    let (t, plane_m) = foot(part, p);
    let t = if plane_m > PLANE_M { least(distance_m) } else { t };
    (at(t), distance_m(t))
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
