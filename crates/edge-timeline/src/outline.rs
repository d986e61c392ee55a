//! The outline of one version, traced along the edges that bound it: edges are the only copy of what was drawn.
//!
//! # Method
//! Where several edges leave a vertex the walk takes the next one in clockwise order from where it came: so it stays with the
//! ground on its left. Where it comes back to a vertex it passed, the loop between is a ring of its own. Rings wound
//! counter-clockwise are exteriors, the others lie in the least exterior around them.

use foldhash::{HashMap, HashMapExt, HashSet};
use geo::{Coord, LineString, MultiPolygon, Polygon};

use super::area::signed_double_area;
use super::budget::tick;
use super::edge::Edge;
use super::grid::step_from_afar;
use super::overlay;
use super::series::hash;
use super::version_set::{holds, runs};
use super::{Area, BBox, EdgeTimeline, VersionSet};

impl EdgeTimeline {
    /// The area of one version, with the vertices it was drawn with. Each ring begins at its westernmost vertex, of several at the
    /// southernmost; by these its rings and polygons are in order.
    /// Valid where the version was drawn as one area: what several make together may overlap by a rounding, and
    /// [`overlay::union`] of it has the last word.
    ///
    /// # Cost
    /// One look at every edge, and in proportion to those of the version.
    #[must_use]
    pub fn outline(&self, version: usize) -> Area {
        let of_version = (0..self.edge_count()).filter(|id| holds(self.versions(*id), version));
        trace(&of_version.map(|id| self.edges()[id]).collect::<Vec<_>>())
    }

    /// The areas of all versions, as [`EdgeTimeline::outline`] traces them.
    ///
    /// # Cost
    /// In proportion to the edges of all versions, each counted as often as it stands in one.
    #[must_use]
    pub fn outlines(&self) -> Vec<Area> {
        let mut of_version: Vec<Vec<Edge>> = vec![Vec::new(); self.count()];
        for (id, edge) in self.edges().iter().enumerate() {
            runs(self.versions(id)).flatten().for_each(|version| of_version[version].push(*edge));
        }
        of_version.iter().map(|edges| trace(edges)).collect()
    }

    /// The versions that bound anything.
    #[must_use]
    pub fn drawn(&self) -> VersionSet {
        let mut drawn = VersionSet::empty();
        (0..self.edge_count()).for_each(|id| drawn.add(self.versions(id)));
        drawn
    }

    /// The box around all versions.
    #[must_use]
    pub fn bbox(&self) -> BBox {
        BBox::around(self.edges().iter().flat_map(|edge| [&edge.a, &edge.b]))
    }

    /// For every version the box around it and how many edges bound it.
    ///
    /// # Cost
    /// In proportion to the edges of all versions, each counted as often as it stands in one.
    #[must_use]
    pub fn extents(&self) -> Vec<(BBox, usize)> {
        let mut extents = vec![(BBox::EMPTY, 0); self.count()];
        for (id, edge) in self.edges().iter().enumerate() {
            let own = edge.bbox();
            for run in runs(self.versions(id)) {
                extents[run].iter_mut().for_each(|(bbox, edges)| (*bbox, *edges) = (bbox.joined(own), *edges + 1));
            }
        }
        extents
    }

    /// The box around what bounds one of two versions and not the other; none where they are the same.
    #[must_use]
    pub fn changed_bbox(&self, from: usize, to: usize) -> Option<BBox> {
        let differs = |id: &usize| holds(self.versions(*id), from) != holds(self.versions(*id), to);
        (0..self.edge_count()).filter(differs).map(|id| self.edges()[id].bbox()).reduce(BBox::joined)
    }
}

/// The area without the edges that two of its polygons have in common; as it is where there are none.
pub(super) fn without_common_edges(area: Area) -> Area {
    if area.as_multi_polygon().0.len() < 2 {
        return area;
    }
    let mut edges: Vec<Edge> = area.edges().map(|(a, b)| Edge { a, b }).collect();
    let count = edges.len();
    let directed = |edge: &Edge| {
        let ([a, b], [c, d]) = (key(edge.a), key(edge.b));
        [a, b, c, d]
    };
    let there: HashSet<[u64; 4]> = edges.iter().map(directed).collect();
    // Of an edge that is there both ways neither stays.
    edges.retain(|edge| !there.contains(&directed(&edge.reversed())));
    if edges.len() == count {
        area
    } else if is_closed(&edges) {
        trace(&edges)
    } else {
        // Two that overlap by a rounding have an edge in the same direction: no walk along it closes.
        overlay::union(area.parts().collect::<Vec<_>>().iter())
    }
}

/// Whether at every vertex as many edges end as begin.
fn is_closed(edges: &[Edge]) -> bool {
    edges.iter().fold(0_u64, |sum, edge| sum.wrapping_add(hash(edge.b)).wrapping_sub(hash(edge.a))) == 0
}

/// A closed ring with twice its area in square degrees, positive counter-clockwise.
struct Ring {
    line: Vec<Coord<f64>>,
    double_area: f64,
    bbox: BBox,
}

/// The area that closed loops of edges go around, the inside to their left.
fn trace(edges: &[Edge]) -> Area {
    let (exteriors, interiors): (Vec<Ring>, Vec<Ring>) = loops(edges)
        .into_iter()
        .map(ring)
        .filter(|ring| ring.double_area != 0.0)
        .partition(|ring| ring.double_area > 0.0);
    let mut within: Vec<Vec<LineString<f64>>> = exteriors.iter().map(|_| Vec::new()).collect();
    for interior in interiors {
        tick();
        let around = (0..exteriors.len()).filter(|k| exteriors[*k].goes_around(&interior));
        let least = around.min_by(|a, b| exteriors[*a].double_area.total_cmp(&exteriors[*b].double_area));
        if let Some(exterior) = least {
            within[exterior].push(LineString(interior.line));
        }
    }
    let polygons = exteriors.into_iter().zip(within).map(|(ring, within)| Polygon::new(LineString(ring.line), within));
    Area::from_valid(MultiPolygon(polygons.collect()))
}

fn ring(line: Vec<Coord<f64>>) -> Ring {
    Ring { double_area: signed_double_area(&line), bbox: BBox::around(&line), line }
}

impl Ring {
    /// Whether another ring, which meets this one in single vertices at most, lies inside it.
    fn goes_around(&self, other: &Self) -> bool {
        if !self.bbox.holds_coord(other.line[0]) || -other.double_area >= self.double_area {
            return false;
        }
        // The first vertex that is not on this ring tells; one whose vertices all are lies inside, or it would be another's.
        let tells = other.line.iter().find_map(|vertex| self.holds(*vertex));
        tells.unwrap_or(true)
    }

    /// Whether a coordinate lies inside; none where it lies on the ring.
    fn holds(&self, c: Coord<f64>) -> Option<bool> {
        let mut inside = false;
        for w in self.line.windows(2) {
            let step = step_from_afar(Edge { a: w[0], b: w[1] }, c);
            if step.on {
                return None;
            }
            inside ^= step.crossed;
        }
        Some(inside)
    }
}

/// The closed loops that edges make, none of which passes a vertex twice, in the order of the vertices they begin at.
fn loops(edges: &[Edge]) -> Vec<Vec<Coord<f64>>> {
    // Of each vertex the first edge that leaves it; of each edge the next one that leaves the same vertex.
    let mut first: HashMap<[u64; 2], usize> = HashMap::with_capacity(edges.len());
    let mut next: Vec<Option<usize>> = vec![None; edges.len()];
    for (k, edge) in edges.iter().enumerate().rev() {
        next[k] = first.insert(key(edge.a), k);
    }
    let mut used = vec![false; edges.len()];
    let mut loops: Vec<Vec<Coord<f64>>> = Vec::new();
    for start in 0..edges.len() {
        let mut walk: Vec<usize> = Vec::new();
        let mut passed: HashMap<[u64; 2], usize> = HashMap::new();
        let mut at = Some(start).filter(|k| !used[*k]);
        while let Some(k) = at {
            tick();
            used[k] = true;
            passed.insert(key(edges[k].a), walk.len());
            walk.push(k);
            let end = key(edges[k].b);
            if let Some(from) = passed.get(&end).copied() {
                let mut closed = walk.split_off(from);
                for k in &closed {
                    passed.remove(&key(edges[*k].a));
                }
                let begin = |k: usize| edges[closed[k]].a;
                let first = (0..closed.len()).min_by(|k, l| order(begin(*k), begin(*l))).unwrap_or(0);
                closed.rotate_left(first);
                let mut line: Vec<Coord<f64>> = closed.iter().map(|k| edges[*k].a).collect();
                line.extend(line.first().copied());
                loops.push(line);
            }
            let leaving = std::iter::successors(first.get(&end).copied(), |k| next[*k]).filter(|k| !used[*k]);
            at = leaving.reduce(|one, other| first_clockwise(edges[k], edges, one, other));
        }
    }
    loops.sort_by(|a, b| order(a[0], b[0]).then(order(a[1], b[1])));
    loops
}

/// From west to east, then from south to north.
fn order(a: Coord<f64>, b: Coord<f64>) -> std::cmp::Ordering {
    a.x.total_cmp(&b.x).then(a.y.total_cmp(&b.y))
}

/// Of two edges that leave the end of another, the one that comes first in clockwise order from where that came.
fn first_clockwise(arriving: Edge, edges: &[Edge], one: usize, other: usize) -> usize {
    let back = arriving.reversed();
    // Right of the way back comes first, then straight on, then left of it.
    let half = |k: usize| {
        let side = back.side_of(edges[k].b);
        if side < 0.0 {
            0
        } else if side == 0.0 {
            1
        } else {
            2
        }
    };
    let is_first = match half(one).cmp(&half(other)) {
        std::cmp::Ordering::Equal => edges[one].side_of(edges[other].b) <= 0.0,
        order => order.is_lt(),
    };
    if is_first { one } else { other }
}

/// Minus zero and zero are one place.
fn key(c: Coord<f64>) -> [u64; 2] {
    [c.x + 0.0, c.y + 0.0].map(f64::to_bits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::overlay;

    fn square(west: f64, south: f64, side: f64) -> Area {
        Area::from_bbox(BBox { west, south, east: west + side, north: south + side })
    }

    fn traced(area: &Area) -> Area {
        EdgeTimeline::from_area(area).outline(0)
    }

    /// How many polygons and rings there are, and every edge.
    fn drawn(area: &Area) -> (usize, usize, Vec<[u64; 4]>) {
        let mut edges: Vec<[u64; 4]> = area.edges().map(|(a, b)| Edge { a, b }.key()).collect();
        edges.sort_unstable();
        (area.as_multi_polygon().0.len(), area.rings().count(), edges)
    }

    #[test]
    fn what_is_drawn_is_traced_as_it_was_drawn() {
        let island = overlay::difference(&square(30.0, 48.0, 8.0), &square(32.0, 50.0, 4.0));
        let nested = overlay::union([&island, &square(33.0, 51.0, 2.0), &square(40.0, 48.0, 1.0)]);
        assert_eq!(nested.as_multi_polygon().0.len(), 3);
        for area in [square(37.0, 48.0, 1.0), island, nested] {
            assert_eq!(drawn(&traced(&area)), drawn(&area));
        }
        assert_eq!(traced(&square(37.0, 48.0, 1.0)), square(37.0, 48.0, 1.0));
        assert!(traced(&Area::empty()).is_empty());
    }

    #[test]
    fn rings_that_touch_in_a_vertex_stay_rings() {
        // Two squares that touch in a corner, and a hole that touches its exterior in a vertex.
        let corners = overlay::union([&square(36.0, 48.0, 1.0), &square(37.0, 49.0, 1.0)]);
        assert_eq!(corners.as_multi_polygon().0.len(), 2);
        let ring = |points: &[(f64, f64)]| points.iter().map(|(x, y)| Coord { x: *x, y: *y }).collect::<Vec<_>>();
        let exterior = ring(&[(30.0, 46.0), (34.0, 46.0), (34.0, 48.0), (34.0, 50.0), (30.0, 50.0), (30.0, 46.0)]);
        let hole = ring(&[(34.0, 48.0), (33.0, 47.0), (32.0, 48.0), (33.0, 49.0), (34.0, 48.0)]);
        let touching = Area::from_rings(vec![vec![exterior, hole]]).unwrap();
        for area in [corners, touching] {
            let found = traced(&area);
            assert_eq!(drawn(&found), drawn(&area));
            let rings = found.as_multi_polygon().iter();
            let rings =
                rings.map(|p| std::iter::once(p.exterior()).chain(p.interiors()).map(|r| r.0.clone()).collect());
            assert!(Area::from_rings(rings.collect()).is_ok());
        }
    }

    #[test]
    fn areas_side_by_side_have_no_edge_in_common() {
        let rings = |area: &Area| area.as_multi_polygon().iter().map(|p| 1 + p.interiors().len()).collect::<Vec<_>>();
        // Two squares, and four around an empty one.
        let beside = Area::side_by_side([square(36.0, 48.0, 1.0), square(37.0, 48.0, 1.0)]);
        assert_eq!((rings(&beside), beside.area_m2()), (vec![1], square(36.0, 48.0, 1.0).area_m2() * 2.0));
        let around = [(0.0, 0.0), (1.0, 0.0), (2.0, 0.0), (0.0, 1.0), (2.0, 1.0), (0.0, 2.0), (1.0, 2.0), (2.0, 2.0)];
        let around = Area::side_by_side(around.map(|(x, y)| square(36.0 + x, 46.0 + y, 1.0)));
        assert_eq!(rings(&around), [2]);
        let whole = overlay::difference(&square(36.0, 46.0, 3.0), &square(37.0, 47.0, 1.0));
        assert!((around.area_m2() - whole.area_m2()).abs() < 1.0);
        // What touches in a corner alone, or not at all, stays as it was drawn.
        for apart in
            [[square(36.0, 48.0, 1.0), square(37.0, 49.0, 1.0)], [square(36.0, 48.0, 1.0), square(39.0, 49.0, 1.0)]]
        {
            let drawn: Vec<_> = apart.iter().flat_map(|area| area.as_multi_polygon().0.clone()).collect();
            assert_eq!(Area::side_by_side(apart).as_multi_polygon().0, drawn);
        }
        // A hole that another fills is none.
        let filled = Area::side_by_side([whole, square(37.0, 47.0, 1.0)]);
        assert_eq!(rings(&filled), [1]);
        assert!((filled.area_m2() - square(36.0, 46.0, 3.0).area_m2()).abs() < 1.0);
    }

    #[test]
    fn a_version_is_traced_without_the_edges_its_parts_share() {
        let (west, east) = (square(36.0, 48.0, 1.0), square(37.0, 48.0, 1.0));
        let sets = [VersionSet::full(2), VersionSet::run(1..2)];
        let versions = EdgeTimeline::build(3, [(&west, &sets[0]), (&east, &sets[1])]);
        assert_eq!(versions.outline(0), west);
        assert_eq!(versions.outline(1).area_m2(), west.area_m2() + east.area_m2());
        assert_eq!(versions.outline(1).as_multi_polygon().0.len(), 1);
        assert!(versions.outline(2).is_empty());
        assert_eq!(versions.outlines(), [0, 1, 2].map(|version| versions.outline(version)));
        assert_eq!(versions.drawn(), VersionSet::full(2));
        let extents = versions.extents();
        assert_eq!((extents[0].0, extents[0].1, extents[1].1, extents[2].1), (west.bbox(), 4, 6, 0));
        assert_eq!(versions.changed_bbox(0, 1).map(|b| (b.west, b.east)), Some((37.0, 38.0)));
        assert_eq!(versions.changed_bbox(1, 1), None);
    }
}
