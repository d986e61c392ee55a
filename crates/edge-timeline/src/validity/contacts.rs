//! Where edges meet: an R-tree finds the pairs, exact predicates judge them.

use std::collections::{BTreeMap, BTreeSet};

use geo::Coord;
use robust::orient2d;
use rstar::{AABB, RTree, RTreeObject};

use super::rings::Tidy;
use super::{Defect, DefectCode};
use crate::budget::{hold, tick};

/// So many meetings are looked into; rings with more are beyond naming.
pub(super) const MAX_CONTACTS: usize = 10_000;
/// So many pairs of edges whose boxes meet are looked at within a budget: two for every edge of most maps.
const MAX_CANDIDATES: u64 = 20_000_000;

/// An edge of ring `ring` (an index into the tidied rings).
pub(super) struct Edge {
    pub(super) ring: usize,
    pub(super) index: usize,
    pub(super) from: Coord<f64>,
    pub(super) to: Coord<f64>,
}

impl RTreeObject for Edge {
    type Envelope = AABB<[f64; 2]>;

    fn envelope(&self) -> Self::Envelope {
        AABB::from_corners([self.from.x, self.from.y], [self.to.x, self.to.y])
    }
}

/// A point where two different rings touch without crossing.
pub(super) struct Touch {
    pub(super) place: Coord<f64>,
    /// An edge of the lower ring, and one of the higher, that pass there.
    pub(super) edges: [usize; 2],
}

/// All edges, and how rings meet.
pub(super) struct Contacts {
    pub(super) edges: RTree<Edge>,
    /// Rings with a defect of their own shape.
    pub(super) bad_rings: BTreeSet<usize>,
    /// Pairs of rings, lower first, that cross or share a stretch.
    pub(super) bad_pairs: BTreeSet<(usize, usize)>,
    /// Pairs of rings, lower first, that only touch, and where.
    pub(super) touches: BTreeMap<(usize, usize), Vec<Touch>>,
    /// Every meeting was looked into.
    pub(super) is_complete: bool,
}

/// How two edges meet.
enum Meeting {
    Crossing(Coord<f64>),
    Overlap(Coord<f64>),
    Touch(Coord<f64>),
    Spike(Coord<f64>),
}

/// How the edges of these rings meet; what may not be goes to `defects`.
pub(super) fn find(rings: &[Tidy], defects: &mut Vec<Defect>) -> Contacts {
    let edge = |(ring, index): (usize, usize)| Edge {
        ring,
        index,
        from: rings[ring].coords[index],
        to: rings[ring].coords[index + 1],
    };
    let all = (0..rings.len()).flat_map(|ring| (0..rings[ring].len()).map(move |index| (ring, index)));
    let edges = RTree::bulk_load(all.map(edge).collect());
    let mut contacts = Contacts {
        edges,
        bad_rings: BTreeSet::new(),
        bad_pairs: BTreeSet::new(),
        touches: BTreeMap::new(),
        is_complete: true,
    };
    let mut candidates = 0;
    let mut meetings: Vec<(&Edge, &Edge, Meeting)> = contacts
        .edges
        .intersection_candidates_with_other_tree(&contacts.edges)
        .inspect(|_| {
            tick();
            candidates += 1;
            hold("edges that run close to each other", candidates, MAX_CANDIDATES);
        })
        .filter(|(a, b)| (a.ring, a.index) < (b.ring, b.index))
        .filter_map(|(a, b)| meeting(rings, a, b).map(|m| (a, b, m)))
        .take(MAX_CONTACTS)
        .collect();
    contacts.is_complete = meetings.len() < MAX_CONTACTS;
    meetings.sort_by_key(|(a, b, _)| (a.ring, a.index, b.ring, b.index));
    let mut seen = BTreeSet::new();
    for (a, b, meeting) in &meetings {
        let (place, code) = match meeting {
            Meeting::Crossing(place) => (place, DefectCode::SelfCrossing),
            Meeting::Overlap(place) => (place, DefectCode::SelfOverlap),
            Meeting::Touch(place) => (place, DefectCode::SelfContact),
            Meeting::Spike(place) => (place, DefectCode::Spike),
        };
        // Two rings, or one ring twice, through one vertex meet there in up to four pairs of edges: once is enough.
        let key = (a.ring, b.ring, (place.x + 0.0).to_bits(), (place.y + 0.0).to_bits());
        if matches!(meeting, Meeting::Touch(_)) && !seen.insert(key) {
            continue;
        }
        let vertex = |e: &Edge| rings[e.ring].vertices[e.index];
        if a.ring == b.ring {
            contacts.bad_rings.insert(a.ring);
            let (from, to) = (vertex(a), vertex(b));
            let message = match meeting {
                Meeting::Crossing(_) => format!("edge {from} crosses edge {to} of the same ring"),
                Meeting::Overlap(_) => format!("edge {from} runs along edge {to} of the same ring"),
                Meeting::Touch(_) => format!("edge {from} meets edge {to} of the same ring"),
                Meeting::Spike(_) => format!("edge {to} runs back along edge {from}"),
            };
            // A spike is at the vertex where the ring turns back; that of the last edge and the first is vertex 0.
            let at = if matches!(meeting, Meeting::Spike(_)) && b.from == *place { b.index } else { a.index };
            defects.push(rings[a.ring].defect(code, at, *place, message));
            continue;
        }
        let (first, second) = (&rings[a.ring], &rings[b.ring]);
        let how = match meeting {
            Meeting::Touch(place) => {
                let touch = Touch { place: *place, edges: [a.index, b.index] };
                if !crosses(first, second, &touch) {
                    contacts.touches.entry((a.ring, b.ring)).or_default().push(touch);
                    continue;
                }
                "crosses"
            }
            Meeting::Overlap(_) => "runs along",
            _ => "crosses",
        };
        contacts.bad_pairs.insert((a.ring, b.ring));
        let of = if second.polygon == first.polygon { String::new() } else { format!(" of polygon {}", first.polygon) };
        let message = format!("edge {} {how} edge {} of ring {}{of}", vertex(b), vertex(a), first.ring);
        let code = match (first.polygon == second.polygon, first.ring) {
            (false, _) => DefectCode::PolygonsOverlap,
            (true, 0) => DefectCode::InteriorOutside,
            (true, _) => DefectCode::InteriorsOverlap,
        };
        defects.push(second.defect(code, b.index, *place, message));
    }
    contacts
}

fn meeting(rings: &[Tidy], a: &Edge, b: &Edge) -> Option<Meeting> {
    if a.ring == b.ring {
        let n = rings[a.ring].len();
        let neighbours =
            if b.index == a.index + 1 { Some((a, b)) } else { (b.index - a.index == n - 1).then_some((b, a)) };
        if let Some((before, after)) = neighbours {
            let back = side(before.from, before.to, after.to) == 0 && same_way(after.from, before.from, after.to);
            return back.then_some(Meeting::Spike(after.from));
        }
    }
    let (b_from, b_to) = (side(a.from, a.to, b.from), side(a.from, a.to, b.to));
    if b_from == 0 && b_to == 0 {
        return collinear(a, b);
    }
    let (a_from, a_to) = (side(b.from, b.to, a.from), side(b.from, b.to, a.to));
    if b_from * b_to > 0 || a_from * a_to > 0 {
        return None;
    }
    Some(match (b_from, b_to, a_from, a_to) {
        (0, _, _, _) => Meeting::Touch(b.from),
        (_, 0, _, _) => Meeting::Touch(b.to),
        (_, _, 0, _) => Meeting::Touch(a.from),
        (_, _, _, 0) => Meeting::Touch(a.to),
        _ => Meeting::Crossing(crossing(a, b)),
    })
}

/// How edges on one straight line meet.
fn collinear(a: &Edge, b: &Edge) -> Option<Meeting> {
    let along = |c: Coord<f64>| if a.from.x == a.to.x { c.y } else { c.x };
    let ordered = |e: &Edge| if along(e.from) <= along(e.to) { (e.from, e.to) } else { (e.to, e.from) };
    let ((a_low, a_high), (b_low, b_high)) = (ordered(a), ordered(b));
    let low = if along(a_low) >= along(b_low) { a_low } else { b_low };
    let high = if along(a_high) <= along(b_high) { a_high } else { b_high };
    match along(low).partial_cmp(&along(high))? {
        std::cmp::Ordering::Less => Some(Meeting::Overlap(low)),
        std::cmp::Ordering::Equal => Some(Meeting::Touch(low)),
        std::cmp::Ordering::Greater => None,
    }
}

/// About where two crossing edges cross: for people, not for predicates.
fn crossing(a: &Edge, b: &Edge) -> Coord<f64> {
    let (da, db) = (a.to - a.from, b.to - b.from);
    let t = ((b.from.x - a.from.x) * db.y - (b.from.y - a.from.y) * db.x) / (da.x * db.y - da.y * db.x);
    if t.is_finite() { a.from + da * t.clamp(0.0, 1.0) } else { a.from }
}

/// Whether two rings that share a point go through one another there.
fn crosses(first: &Tidy, second: &Tidy, touch: &Touch) -> bool {
    let (a, b) = (first.around(touch.edges[0], touch.place), second.around(touch.edges[1], touch.place));
    match (left_of(touch.place, a, b.0), left_of(touch.place, a, b.1)) {
        (Some(before), Some(after)) => before != after,
        _ => false,
    }
}

/// Whether `c` lies to the left of the path that comes from `path.0` over `at` and goes to `path.1`, as seen from `at`;
/// none when it lies along the path.
pub(super) fn left_of(at: Coord<f64>, path: (Coord<f64>, Coord<f64>), c: Coord<f64>) -> Option<bool> {
    let along = |v: Coord<f64>| side(at, v, c) == 0 && same_way(at, v, c);
    if along(path.0) || along(path.1) {
        return None;
    }
    let (after_start, before_end) = (side(at, path.1, c) > 0, side(at, c, path.0) > 0);
    Some(match side(at, path.1, path.0) {
        1 => after_start && before_end,
        -1 => after_start || before_end,
        _ => after_start,
    })
}

/// 1 when `c` lies to the left of the line from `a` to `b`, -1 to the right, 0 on it: exact.
pub(super) fn side(a: Coord<f64>, b: Coord<f64>, c: Coord<f64>) -> i8 {
    let exact = |c: Coord<f64>| robust::Coord { x: c.x, y: c.y };
    let turn = orient2d(exact(a), exact(b), exact(c));
    i8::from(turn > 0.0) - i8::from(turn < 0.0)
}

/// Whether `a` and `b`, on one line with `from`, lie on the same side of it.
fn same_way(from: Coord<f64>, a: Coord<f64>, b: Coord<f64>) -> bool {
    if a.x == from.x { (a.y > from.y) == (b.y > from.y) } else { (a.x > from.x) == (b.x > from.x) }
}
