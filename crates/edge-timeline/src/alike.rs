//! Which versions hold the same of some ground.
//!
//! # Method
//! Inside a polygon a version's area begins and ends at its edges alone. Two versions with the same edges there, and with the
//! same answer at one place inside, hold the same of the polygon. So each distinct edge is cut once for all versions.

use foldhash::{HashMap, HashMapExt};
use geo::InteriorPoint;

use super::prepared::{PreparedArea, Side};
use super::version_set::runs;
use super::{Area, EdgeTimeline};

/// What tells versions apart: the edges inside the ground, then whether a place inside each of its polygons lies inside, and
/// whether on the boundary.
type Seen = (Vec<u32>, Vec<[bool; 2]>);

impl EdgeTimeline {
    /// For each version a number, the same for versions that hold the same of the ground; none of a version that holds nothing
    /// of it. `cutter` is the ground prepared.
    ///
    /// # Cost
    /// One cut of each distinct edge, and one location for each polygon of the ground.
    #[must_use]
    pub fn alike_on(&self, ground: &Area, cutter: &PreparedArea) -> Vec<Option<usize>> {
        let mut seen: Vec<Seen> = vec![Seen::default(); self.count()];
        for piece in cutter.cut(self.edges()).pieces.iter().filter(|piece| piece.side == Side::Inside) {
            for version in runs(self.versions(piece.edge as usize)).flatten() {
                let edges = &mut seen[version].0;
                // The pieces of an edge come one after another.
                if edges.last() != Some(&piece.edge) {
                    edges.push(piece.edge);
                }
            }
        }
        for polygon in &ground.as_multi_polygon().0 {
            let located = polygon.interior_point().map(|point| self.locate_coord(point.0));
            for (version, (edges, places)) in seen.iter_mut().enumerate() {
                match &located {
                    Some(at) => places.push([at.interior.contains(version), at.boundary.contains(version)]),
                    // Where no place inside can be told the version is alike itself only: by a number that no edge has.
                    None => edges.push(u32::MAX - version as u32),
                }
            }
        }
        let mut numbers: HashMap<Seen, usize> = HashMap::new();
        let number = |seen: Seen| {
            let is_nothing = seen.0.is_empty() && seen.1.iter().flatten().all(|is_held| !is_held);
            let next = numbers.len();
            (!is_nothing).then(|| *numbers.entry(seen).or_insert(next))
        };
        seen.into_iter().map(number).collect()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::{BBox, VersionSet, overlay};

    fn square(west: f64, south: f64, east: f64, north: f64) -> Area {
        Area::from_bbox(BBox { west, south, east, north })
    }

    /// Versions inside, around, beside and across two squares of ground, at their edges and corners: each is held against all
    /// others by overlay.
    #[test]
    fn versions_have_one_number_only_where_they_hold_the_same() {
        let ground = Area::side_by_side([square(0.0, 0.0, 10.0, 10.0), square(20.0, 0.0, 30.0, 10.0)]);
        let hole = overlay::difference(&square(-5.0, -5.0, 35.0, 15.0), &square(4.0, 4.0, 6.0, 6.0));
        let pieces = [
            square(-9.0, -9.0, 40.0, 20.0),
            square(-5.0, -5.0, 15.0, 15.0),
            square(-6.0, -6.0, 16.0, 15.0),
            square(0.0, 0.0, 10.0, 10.0),
            square(10.0, 10.0, 20.0, 20.0),
            square(10.0, 0.0, 20.0, 10.0),
            square(-4.0, 2.0, 12.0, 3.0),
            square(2.0, 2.0, 3.0, 3.0),
            hole,
            square(40.0, 0.0, 50.0, 10.0),
            square(20.0, 0.0, 30.0, 10.0),
        ];
        // Each alone, then every two together.
        let mut versions: Vec<Area> = vec![Area::empty()];
        for (k, first) in pieces.iter().enumerate() {
            versions.extend(pieces[k..].iter().map(|second| overlay::union([first, second])));
        }
        let sets: Vec<VersionSet> = (0..versions.len()).map(|k| VersionSet::run(k..k + 1)).collect();
        let timeline = EdgeTimeline::build(versions.len(), versions.iter().zip(&sets));
        let numbers = timeline.alike_on(&ground, &PreparedArea::from_area(&ground));
        let held: Vec<Area> = versions.iter().map(|version| overlay::intersection(&ground, version)).collect();
        let differ =
            |a: &Area, b: &Area| !overlay::difference(a, b).is_empty() || !overlay::difference(b, a).is_empty();
        let mut same = 0;
        for (k, number) in numbers.iter().enumerate() {
            assert!(number.is_some() || held[k].is_empty(), "{k}");
            for other in (0..k).filter(|other| numbers[*other] == *number) {
                assert!(!differ(&held[k], &held[other]), "{k} {other}");
                same += 1;
            }
        }
        assert!(numbers[0].is_none() && same > 20, "{same}");
        // What lies beside the ground, or touches it at a corner, changes nothing.
        let apart = overlay::union([&pieces[4], &pieces[9]]);
        let of = |area: &Area| EdgeTimeline::from_area(area).alike_on(&ground, &PreparedArea::from_area(&ground))[0];
        assert_eq!((of(&apart), of(&pieces[0]).is_some()), (None, true));
    }
}
