//! What rings mean that bound no area as they stand: which interior ring is a hole and which a part of its own, and how far
//! the mended area is from what the rings say.
//!
//! Programs that copy the rings of several polygons into one (Esri's `rings` into a GeoJSON Polygon) write parts as interior
//! rings. A ring outside the exterior, or within a hole, is such a part; a ring within a part is a hole of it: what lies in
//! an odd number of rings is inside. That holds for rings that lie wholly within or outside one another; an interior ring
//! that crosses another is cut out, as GEOS's `make_valid` cuts it out by its method `structure`.

use std::collections::BTreeSet;

use geo::{Coord, LineString, MultiPolygon, Polygon};

use super::contacts::{self, Contacts};
use super::rings::{self, Tidy};
use super::{Rings, nesting};
use crate::overlay;
use crate::{Area, measure};

/// Rings looked at one by one; of a polygon with more, all interior rings are cut out.
const MAX_RINGS: usize = 4_096;

/// Pairs of rings compared by an overlay, for each polygon; where there are more, all interior rings are cut out.
const MAX_OVERLAYS: usize = 256;

/// Levels of rings within rings; deeper ones are cut out.
const MAX_LEVELS: usize = 32;

/// Share of the smaller ring that two rings may have in common where they are drawn along each other.
const DRAWING_SHARE: f64 = 1e-4;

/// What rings mean.
pub(super) struct Mended {
    pub(super) area: Area,
    /// How far the area of each polygon is from that of its rings, by what each of them is: square metres.
    pub(super) moved_m2: f64,
    /// Interior rings that are parts: polygon and ring.
    pub(super) parts: Vec<(usize, usize)>,
}

/// What an interior ring is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    Hole,
    Part,
    /// It was there before.
    Repeated,
}

/// How one ring lies to another.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Relation {
    Apart,
    Within,
    Around,
    Same,
    Crossing,
}

/// What the rings mean, closed and without vertices repeated in a row.
pub(super) fn mended(rings: &Rings) -> Mended {
    let mut whole = Mended { area: Area::empty(), moved_m2: 0.0, parts: Vec::new() };
    let mut areas = Vec::new();
    for (number, polygon) in rings.iter().enumerate() {
        let (area, moved_m2, parts) = mended_polygon(polygon);
        whole.moved_m2 += moved_m2;
        whole.parts.extend(parts.into_iter().map(|ring| (number, ring)));
        areas.push(area);
    }
    whole.area = overlay::union(&areas);
    whole
}

/// The area of one polygon, how far it is from that of its rings, and which of them are parts.
fn mended_polygon(polygon: &[Vec<Coord<f64>>]) -> (Area, f64, Vec<usize>) {
    let given_m2: Vec<f64> = polygon.iter().map(|ring| ring_m2(ring)).collect();
    let levels = if polygon.len() > 1 && polygon.len() <= MAX_RINGS { levels(polygon) } else { None };
    let Some(levels) = levels else {
        let area = overlay::resolve(&vec![polygon.to_vec()]);
        let expected_m2 = given_m2.first().map_or(0.0, |m2| m2 - given_m2.iter().skip(1).sum::<f64>());
        let moved_m2 = (measure::area_m2(&area) - expected_m2).abs();
        return (area, moved_m2, Vec::new());
    };
    let mut expected_m2 = 0.0;
    let mut parts = Vec::new();
    for (ring, (role, _)) in levels.iter().enumerate() {
        match role {
            Role::Hole => expected_m2 -= given_m2[ring],
            Role::Part => expected_m2 += given_m2[ring],
            Role::Repeated => {}
        }
        if ring > 0 && *role == Role::Part {
            parts.push(ring);
        }
    }
    let deepest = levels.iter().map(|(_, level)| *level).max().unwrap_or_default();
    let mut area = Area::empty();
    for level in 0..=deepest {
        let of = |wanted: Role| {
            let here = levels.iter().zip(polygon).filter(move |((role, at), _)| *role == wanted && *at == level);
            here.map(|(_, ring)| alone(ring)).collect::<Vec<Area>>()
        };
        let parts = of(Role::Part);
        area = if parts.is_empty() { area } else { overlay::union(parts.iter().chain([&area])) };
        let holes = of(Role::Hole);
        area = if holes.is_empty() { area } else { overlay::difference(&area, &overlay::union(&holes)) };
    }
    let moved_m2 = (measure::area_m2(&area) - expected_m2).abs();
    (area, moved_m2, parts)
}

/// What each ring is, and in how many others it lies; none where the exterior itself lies within an interior ring, or no
/// ring is a part.
fn levels(polygon: &[Vec<Coord<f64>>]) -> Option<Vec<(Role, usize)>> {
    let tidied = rings::examine(&vec![polygon.to_vec()], &mut Vec::new());
    if tidied.len() != polygon.len() {
        return None;
    }
    let contacts = contacts::find(&tidied, &mut Vec::new());
    let relations = Relations::of(polygon, &tidied, &contacts)?;
    let mut levels = vec![(Role::Part, 0)];
    if !relations.within[0].is_empty() {
        return None;
    }
    for ring in 1..polygon.len() {
        let depth = relations.within[ring].len();
        levels.push(match depth {
            _ if relations.same[ring] => (Role::Repeated, 0),
            // What meets the exterior is cut out last, of whatever is there.
            _ if depth > MAX_LEVELS || relations.crosses(ring) && relations.meets_exterior(ring) => {
                (Role::Hole, MAX_LEVELS)
            }
            _ if relations.crosses(ring) => (Role::Part, 0),
            depth if depth % 2 == 1 => (Role::Hole, depth),
            depth => (Role::Part, depth),
        });
    }
    levels.iter().skip(1).any(|(role, _)| *role != Role::Hole).then_some(levels)
}

/// How the rings of a polygon lie to one another.
struct Relations {
    /// For each ring those it lies within, without those that repeat an earlier one.
    within: Vec<BTreeSet<usize>>,
    /// Whether it repeats an earlier one.
    same: Vec<bool>,
    /// Pairs of rings that cross, lower first.
    crossing: BTreeSet<(usize, usize)>,
}

impl Relations {
    /// None where too many pairs would have to be compared.
    fn of(polygon: &[Vec<Coord<f64>>], tidied: &[Tidy], contacts: &Contacts) -> Option<Self> {
        let boxes = nesting::boxes(tidied);
        let around = |ring| {
            if contacts.bad_rings.contains(&ring) {
                BTreeSet::new()
            } else {
                nesting::containers(tidied, contacts, &boxes, ring)
            }
        };
        let count = polygon.len();
        let mut relations =
            Self { within: (0..count).map(around).collect(), same: vec![false; count], crossing: BTreeSet::new() };
        // Rings that meet, or that are none by themselves, are compared by what they have in common.
        let areas: Vec<Area> = polygon.iter().map(|ring| alone(ring)).collect();
        let mut overlays = 0;
        for a in 0..count {
            for b in a + 1..count {
                let unclear = contacts.bad_rings.contains(&a)
                    || contacts.bad_rings.contains(&b)
                    || contacts.bad_pairs.contains(&(a, b));
                if !unclear || !areas[a].bbox().meets(&areas[b].bbox()) {
                    continue;
                }
                overlays += 1;
                if overlays > MAX_OVERLAYS {
                    return None;
                }
                match relation(&areas[a], &areas[b]) {
                    Relation::Apart => {}
                    Relation::Within => drop(relations.within[a].insert(b)),
                    Relation::Around => drop(relations.within[b].insert(a)),
                    Relation::Same => relations.same[b] = true,
                    Relation::Crossing => drop(relations.crossing.insert((a, b))),
                }
            }
        }
        let same = relations.same.clone();
        relations.within.iter_mut().for_each(|within| within.retain(|ring| !same[*ring]));
        Some(relations)
    }

    /// Whether the ring crosses an earlier one.
    fn crosses(&self, ring: usize) -> bool {
        self.crossing.iter().any(|(_, later)| *later == ring)
    }

    fn meets_exterior(&self, ring: usize) -> bool {
        self.within[ring].contains(&0) || self.crossing.contains(&(0, ring))
    }
}

fn relation(a: &Area, b: &Area) -> Relation {
    let (a_m2, b_m2) = (measure::area_m2(a), measure::area_m2(b));
    let shared_m2 = measure::area_m2(&overlay::intersection(a, b));
    let little_m2 = DRAWING_SHARE * a_m2.min(b_m2);
    match (a_m2 - shared_m2 <= little_m2, b_m2 - shared_m2 <= little_m2) {
        (true, true) => Relation::Same,
        (true, false) => Relation::Within,
        (false, true) => Relation::Around,
        (false, false) if shared_m2 <= little_m2 => Relation::Apart,
        (false, false) => Relation::Crossing,
    }
}

/// What a ring bounds by itself, wound either way.
fn alone(ring: &[Coord<f64>]) -> Area {
    overlay::resolve(&vec![vec![ring.to_vec()]])
}

/// What a ring adds up to, in square metres: where it crosses itself, loops wound the other way count against it.
fn ring_m2(ring: &[Coord<f64>]) -> f64 {
    let polygon = Polygon::new(LineString(ring.to_vec()), Vec::new());
    measure::area_m2(&Area::from_valid(MultiPolygon(vec![polygon]))).abs()
}
