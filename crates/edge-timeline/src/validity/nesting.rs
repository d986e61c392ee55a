//! Which ring lies within which: interiors in their exteriors, polygons apart, the inside in one piece.

use std::collections::{BTreeMap, BTreeSet};

use geo::Coord;
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};

use super::contacts::{Contacts, MAX_CONTACTS, left_of, side};
use super::rings::Tidy;
use super::{Defect, DefectCode};
use crate::BBox;
use crate::budget::tick;

/// Looks for rings that lie where they may not, though they neither cross nor share a stretch. Rings with a bad shape of
/// their own are left out: where they lie is known once they are mended.
pub(super) fn examine(rings: &[Tidy], contacts: &Contacts, defects: &mut Vec<Defect>) {
    let exteriors: BTreeMap<usize, usize> =
        rings.iter().enumerate().filter(|(_, r)| r.ring == 0).map(|(i, r)| (r.polygon, i)).collect();
    let boxes = boxes(rings);
    for (index, ring) in rings.iter().enumerate().filter(|(index, _)| !contacts.bad_rings.contains(index)) {
        // Rings with more are beyond naming.
        if defects.len() > MAX_CONTACTS {
            return;
        }
        let around = containers(rings, contacts, &boxes, index);
        let mut found = |code, message| defects.push(ring.defect(code, 0, ring.coords[0], message));
        let met = |other: usize| {
            contacts.bad_rings.contains(&other) || contacts.bad_pairs.contains(&(index.min(other), index.max(other)))
        };
        if ring.ring > 0 {
            if let Some(&exterior) = exteriors.get(&ring.polygon)
                && !around.contains(&exterior)
                && !met(exterior)
            {
                found(DefectCode::InteriorOutside, "the interior ring lies outside its exterior".into());
            }
            for other in around.iter().map(|&i| &rings[i]).filter(|o| o.polygon == ring.polygon && o.ring > 0) {
                found(
                    DefectCode::NestedInterior,
                    format!("the interior ring lies within interior ring {}", other.ring),
                );
            }
            continue;
        }
        let within = around.iter().map(|&i| &rings[i]).filter(|o| o.polygon != ring.polygon && o.ring == 0);
        for other in within {
            tick();
            let in_hole = around.iter().map(|&i| &rings[i]).any(|h| h.polygon == other.polygon && h.ring > 0);
            let on_hole = || rings.iter().enumerate().any(|(i, h)| h.polygon == other.polygon && met(i));
            if !in_hole && !on_hole() {
                found(DefectCode::PolygonsOverlap, format!("the polygon lies within polygon {}", other.polygon));
            }
        }
    }
    if !defects.iter().any(|d| d.code.is_fatal()) {
        cuts(rings, contacts, defects);
    }
}

pub(super) type RingBox = GeomWithData<Rectangle<[f64; 2]>, usize>;

pub(super) fn boxes(rings: &[Tidy]) -> RTree<RingBox> {
    let ring_box = |(index, ring): (usize, &Tidy)| {
        let b = BBox::around(&ring.coords);
        GeomWithData::new(Rectangle::from_corners([b.west, b.south], [b.east, b.north]), index)
    };
    RTree::bulk_load(rings.iter().enumerate().map(ring_box).collect())
}

/// The rings that contain ring `index`, of those it neither crosses nor runs along.
pub(super) fn containers(rings: &[Tidy], contacts: &Contacts, boxes: &RTree<RingBox>, index: usize) -> BTreeSet<usize> {
    let ring = &rings[index];
    let b = BBox::around(&ring.coords);
    let candidates: BTreeSet<usize> = boxes
        .locate_in_envelope_intersecting(AABB::from_point([b.west, b.south]))
        .filter(|o| o.geom().lower()[0] <= b.west && o.geom().lower()[1] <= b.south)
        .filter(|o| o.geom().upper()[0] >= b.east && o.geom().upper()[1] >= b.north)
        .map(|o| o.data)
        .filter(|&o| o != index && !contacts.bad_rings.contains(&o))
        .filter(|&o| !contacts.bad_pairs.contains(&(index.min(o), index.max(o))))
        .inspect(|_| tick())
        .collect();
    let mut inside = BTreeSet::new();
    let mut open = candidates;
    // One vertex answers for all rings it is not a point of; few rings need a second.
    for &vertex in &ring.coords[..ring.len()] {
        if open.is_empty() {
            return inside;
        }
        let (left, on) = odd_crossings(contacts, vertex, &open);
        inside.extend(left.into_iter().filter(|o| !on.contains(o)));
        open = on;
    }
    inside.extend(open.into_iter().filter(|&o| within_at_touch(rings, contacts, index, o)));
    inside
}

/// Of the rings `of`, those that a ray eastward from `place` crosses an odd number of times, and those that pass through it.
fn odd_crossings(contacts: &Contacts, place: Coord<f64>, of: &BTreeSet<usize>) -> (BTreeSet<usize>, BTreeSet<usize>) {
    let (mut odd, mut on) = (BTreeSet::new(), BTreeSet::new());
    let ray = AABB::from_corners([place.x, place.y], [180.0, place.y]);
    for edge in contacts.edges.locate_in_envelope_intersecting(ray).filter(|e| of.contains(&e.ring)) {
        tick();
        let side = side(edge.from, edge.to, place);
        let west = edge.from.x.min(edge.to.x);
        if side == 0 && west <= place.x {
            on.insert(edge.ring);
        }
        let upward = edge.to.y > edge.from.y;
        if (edge.from.y > place.y) != (edge.to.y > place.y)
            && (side > 0) == upward
            && side != 0
            && !odd.remove(&edge.ring)
        {
            odd.insert(edge.ring);
        }
    }
    (odd, on)
}

/// Whether ring `index`, every vertex of which lies on ring `other`, leaves a point they share towards the inside of `other`.
fn within_at_touch(rings: &[Tidy], contacts: &Contacts, index: usize, other: usize) -> bool {
    let Some(touch) = contacts.touches.get(&(index.min(other), index.max(other))).and_then(|t| t.first()) else {
        return false;
    };
    let [lower, higher] = touch.edges;
    let (own_edge, other_edge) = if index < other { (lower, higher) } else { (higher, lower) };
    let (_, next) = rings[index].around(own_edge, touch.place);
    let path = rings[other].around(other_edge, touch.place);
    left_of(touch.place, path, next) == Some(rings[other].is_counter_clockwise())
}

/// Rings of one polygon that touch in a circle cut its inside in two (ISO 19125-1: the interior is connected).
fn cuts(rings: &[Tidy], contacts: &Contacts, defects: &mut Vec<Defect>) {
    let mut parents: Vec<usize> = (0..rings.len()).collect();
    let mut places = BTreeMap::new();
    let mut joined = BTreeSet::new();
    for (&(a, b), touches) in contacts.touches.iter().filter(|((a, b), _)| rings[*a].polygon == rings[*b].polygon) {
        for touch in touches {
            let key = ((touch.place.x + 0.0).to_bits(), (touch.place.y + 0.0).to_bits());
            let node = *places.entry((rings[a].polygon, key)).or_insert_with(|| {
                parents.push(parents.len());
                parents.len() - 1
            });
            for ring in [a, b] {
                if !joined.insert((ring, node)) {
                    continue;
                }
                let (x, y) = (root(&mut parents, ring), root(&mut parents, node));
                if x == y {
                    let message = "rings that touch here and elsewhere cut the inside in two".into();
                    defects.push(rings[b].defect(DefectCode::InteriorCut, touch.edges[1], touch.place, message));
                }
                parents[x] = y;
            }
        }
    }
}

fn root(parents: &mut [usize], mut node: usize) -> usize {
    while parents[node] != node {
        parents[node] = parents[parents[node]];
        node = parents[node];
    }
    node
}
