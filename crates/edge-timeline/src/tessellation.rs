//! Thiessen (Voronoi) cells of sites inside an area.
//!
//! # Method
//! The bisectors of a Delaunay triangulation (crate `spade`, exact predicates) cut the area all at once, and each piece
//! goes to the site nearest to a point inside it. A. H. Thiessen, *Precipitation averages for large areas*, Monthly
//! Weather Review 39, 1911.

use geo::{Contains, Coord, LineString, Polygon};
use spade::{DelaunayTriangulation, Point2, Triangulation};

use super::{Area, BBox, Position, overlay};

/// Degrees: farther than any coordinate, near enough for the overlay's integers.
const FAR: f64 = 1000.0;

/// The cell of each site inside `area`: the places nearer to it than to any other site, in a plane where longitude is
/// scaled by the cosine of the area's middle latitude. The cells of one call cover the area, and where they touch they
/// have the same vertices, bit for bit. Of sites at one position, all but the first get an empty cell.
///
/// # Cost
/// In proportion to the square of the number of sites.
#[must_use]
pub fn cells(area: &Area, sites: &[Position]) -> Vec<Area> {
    let plane = Plane::of(area, sites);
    let all: Vec<usize> = (0..sites.len()).collect();
    overlay::partition(area, &plane.bisectors(&all), sites.len(), |c| plane.nearest(&all, c))
}

/// [`cells`] that do not cross `line` (a river): each site gets the places on its own side of the line. The line goes on
/// straight beyond its two ends; it must not cross itself. A side without sites goes to the nearest site of the other.
#[must_use]
pub fn cells_beside(area: &Area, line: &[Position], sites: &[Position]) -> Vec<Area> {
    parts_beside(area, area, line, sites)
}

/// The parts of [`cells_beside`] of `area` that lie in `part` of it.
#[must_use]
pub fn parts_beside(area: &Area, part: &Area, line: &[Position], sites: &[Position]) -> Vec<Area> {
    let plane = Plane::of(area, sites);
    let Some(banks) = Banks::along(line) else {
        let all: Vec<usize> = (0..sites.len()).collect();
        return overlay::partition(part, &plane.bisectors(&all), sites.len(), |c| plane.nearest(&all, c));
    };
    let (mut left, mut right): (Vec<_>, Vec<_>) = (0..sites.len()).partition(|&k| banks.is_left(sites[k].coord()));
    if left.is_empty() {
        left.clone_from(&right);
    } else if right.is_empty() {
        right.clone_from(&left);
    }
    let cuts = [banks.cuts(), plane.bisectors(&left), plane.bisectors(&right)].concat();
    let owner = |c| plane.nearest(if banks.is_left(c) { &left } else { &right }, c);
    overlay::partition(part, &cuts, sites.len(), owner)
}

/// The plane in which near is measured, with the sites in it.
struct Plane {
    /// Cosine of the middle latitude.
    scale: f64,
    sites: Vec<Point2<f64>>,
    /// The box around area and sites, in degrees.
    bbox: BBox,
}

impl Plane {
    fn of(area: &Area, sites: &[Position]) -> Self {
        let mut bbox = area.bbox();
        let scale = f64::midpoint(bbox.south, bbox.north).to_radians().cos();
        sites.iter().for_each(|s| bbox.include(s.coord()));
        let sites = sites.iter().map(|s| Point2::new(s.lon() * scale, s.lat())).collect();
        Self { scale, sites, bbox }
    }

    fn to_degrees(&self, p: Point2<f64>) -> Coord<f64> {
        Coord { x: p.x / self.scale, y: p.y }
    }

    /// The nearest of these sites; the first of equals.
    fn nearest(&self, among: &[usize], c: Coord<f64>) -> usize {
        let distance2 = |k: usize| {
            let (dx, dy) = (self.sites[k].x - c.x * self.scale, self.sites[k].y - c.y);
            dx * dx + dy * dy
        };
        let nearest = among.iter().copied().min_by(|&a, &b| distance2(a).total_cmp(&distance2(b)));
        nearest.unwrap_or(usize::MAX)
    }

    /// The edges between the cells of these sites, as far as they can matter inside the box.
    fn bisectors(&self, among: &[usize]) -> Vec<[Coord<f64>; 2]> {
        let mut triangulation = DelaunayTriangulation::<Point2<f64>>::new();
        for &k in among {
            // Refused are only numbers that no position has once the smallest are taken for zero.
            let _ = triangulation.insert(spade::mitigate_underflow(self.sites[k]));
        }
        let bisector = |edge: spade::handles::UndirectedEdgeHandle<'_, _, _, _, _>| {
            let edge = edge.as_directed();
            let [p, q] = edge.positions();
            let middle = Point2::new(f64::midpoint(p.x, q.x), f64::midpoint(p.y, q.y));
            let left = Point2::new(p.y - q.y, q.x - p.x);
            let length = left.x.hypot(left.y);
            // A corner inside the box is one point for its three edges; outside it, what counts is the direction.
            let end = |face: Option<Point2<f64>>, side: f64| {
                let along = match face {
                    Some(corner) if self.holds(corner) => return corner,
                    Some(corner) => ((corner.x - middle.x) * left.x + (corner.y - middle.y) * left.y) / length,
                    None => side * FAR,
                };
                let along = along.clamp(-FAR, FAR) / length;
                Point2::new(middle.x + along * left.x, middle.y + along * left.y)
            };
            let ahead = end(edge.face().as_inner().map(|f| f.circumcenter()), 1.0);
            let behind = end(edge.rev().face().as_inner().map(|f| f.circumcenter()), -1.0);
            [behind, ahead].map(|p| self.to_degrees(p))
        };
        triangulation.undirected_edges().map(bisector).collect()
    }

    fn holds(&self, p: Point2<f64>) -> bool {
        let c = self.to_degrees(p);
        (self.bbox.west..=self.bbox.east).contains(&c.x) && (self.bbox.south..=self.bbox.north).contains(&c.y)
    }
}

/// The two sides of a line that goes on straight beyond its ends.
struct Banks {
    /// The line with its far ends.
    line: Vec<Coord<f64>>,
    /// Everything on its left.
    left: Polygon<f64>,
}

impl Banks {
    /// None when the line has no two different points.
    fn along(line: &[Position]) -> Option<Self> {
        let mut line: Vec<Coord<f64>> = line.iter().map(|p| p.coord()).collect();
        line.dedup();
        let beyond = |end: Coord<f64>, before: Coord<f64>| {
            let way = end - before;
            end + way / way.x.hypot(way.y) * FAR
        };
        let [first, second, ..] = line[..] else { return None };
        let [.., last_but_one, last] = line[..] else { return None };
        let (source, mouth) = (beyond(first, second), beyond(last, last_but_one));
        line.insert(0, source);
        line.push(mouth);
        // Round the left from the far end to the far beginning.
        let angle = |c: Coord<f64>| (c.y - first.y).atan2(c.x - first.x);
        let turn = (angle(source) - angle(mouth)).rem_euclid(std::f64::consts::TAU);
        let round = (1..12).map(|k| angle(mouth) + turn * f64::from(k) / 12.0);
        let round = round.map(|a| first + Coord { x: a.cos(), y: a.sin() } * FAR);
        let ring = line.iter().copied().chain(round).collect();
        Some(Self { left: Polygon::new(LineString(ring), vec![]), line })
    }

    fn is_left(&self, c: Coord<f64>) -> bool {
        self.left.contains(&c)
    }

    fn cuts(&self) -> Vec<[Coord<f64>; 2]> {
        self.line.windows(2).map(|w| [w[0], w[1]]).collect()
    }
}
