//! Laws of faces: they say what overlays say.

use edge_timeline::faces::{Faces, MAX_SHIFT_M, Map};
use edge_timeline::{Area, EdgeTimeline, Position, VersionSet, measure, overlay};
use geo::Coord;
use proptest::prelude::*;

use super::{all_but_same, area};

fn timeline(areas: &[Area]) -> EdgeTimeline {
    let sets: Vec<VersionSet> = (0..areas.len()).map(|k| VersionSet::run(k..k + 1)).collect();
    EdgeTimeline::build(areas.len(), areas.iter().zip(&sets))
}

/// How far the areas of what is made of these may be off: by what their outlines may move.
fn bound_m2(areas: &[&Area]) -> f64 {
    let length_m = |area: &Area| {
        let ring_m = |ring: &geo::LineString<f64>| {
            let path: Vec<Position> = ring.0.iter().map(|c| Position::from_lon_lat(c.x, c.y).unwrap()).collect();
            measure::path_length_m(&path)
        };
        area.rings().map(ring_m).sum::<f64>()
    };
    MAX_SHIFT_M * areas.iter().map(|area| length_m(area)).sum::<f64>() + 1e-6
}

/// Histories of outlines that share vertices, edges and all but share them; the next version may be the last one with its
/// coordinates moved by so many units in the last place, or another vertex on an edge.
fn history() -> impl Strategy<Value = Vec<Area>> {
    let all_but_same = (
        proptest::collection::vec(any::<u8>(), 5..12),
        proptest::collection::vec(proptest::collection::vec(0.01..0.99, 1..4), 2..4),
        prop_oneof![Just(0.0), Just(1e-14), Just(1e-12), Just(1e-11)],
    )
        .prop_map(|(radii, on, degrees)| all_but_same(&radii, &on, degrees));
    let drawn = proptest::collection::vec(area(), 1..4);
    let moved = (area(), proptest::collection::vec(0_u8..3, 1..4))
        .prop_map(|(area, steps)| steps.into_iter().map(|by| shifted(&area, by)).collect::<Vec<Area>>());
    (drawn, prop_oneof![all_but_same, moved]).prop_map(|(drawn, others)| [drawn, others].concat())
}

fn shifted(area: &Area, by: u8) -> Area {
    let shift = |v: f64| (0..by).fold(v, |v, _| v.next_up());
    let ring = |ring: &geo::LineString<f64>| ring.0.iter().map(|c| Coord { x: shift(c.x), y: c.y }).collect();
    Area::from_repair(vec![area.rings().map(ring).collect()]).map_or_else(|_| area.clone(), |(area, _)| area)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, ..ProptestConfig::default() })]

    #[test]
    fn sums_over_faces_are_the_areas_of_overlays(areas in history(), districts in proptest::collection::vec(area(), 1..3)) {
        let versions = timeline(&areas);
        let faces = Faces::build(&[Map::from(&versions), districts.iter().collect()]);
        let areas_m2 = faces.areas_m2(0, |_| true);
        for (k, area) in areas.iter().enumerate() {
            prop_assert!((areas_m2[k] - area.area_m2()).abs() <= bound_m2(&[area]), "{} of version {}", areas_m2[k], k);
            for (district, land) in districts.iter().enumerate() {
                let fast = faces.areas_m2(0, |face| faces.is_in(face, 1, district))[k];
                let slow = overlay::intersection(area, land).area_m2();
                prop_assert!((fast - slow).abs() <= bound_m2(&[area, land]), "{} is not {}", fast, slow);
            }
        }
        let steps = faces.changes_m2(0, |_| true);
        for from in 0..areas.len() {
            for to in 0..areas.len() {
                let (before, after) = (&areas[from], &areas[to]);
                let bound_m2 = bound_m2(&[before, after]);
                let slow = [overlay::difference(after, before).area_m2(), overlay::difference(before, after).area_m2()];
                let fast = faces.change_m2(0, [from, to], |_| true);
                for k in 0..2 {
                    prop_assert!((fast[k] - slow[k]).abs() <= bound_m2, "{:?} is not {:?}", fast, slow);
                    if to == from + 1 {
                        prop_assert!((steps[to][k] - fast[k]).abs() <= 1e-3, "{:?} is not {:?}", steps[to], fast);
                    }
                }
            }
        }
    }

    #[test]
    fn an_outline_is_the_area_of_its_faces_and_that_of_the_overlay(areas in history()) {
        let versions = timeline(&areas);
        let faces = Faces::build(&[Map::from(&versions)]);
        for (from, to) in (0..areas.len()).flat_map(|from| (0..areas.len()).map(move |to| (from, to))) {
            let (before, after) = (&areas[from], &areas[to]);
            let chosen: Vec<usize> =
                faces.iter().filter(|face| !faces.is_in(*face, 0, from) && faces.is_in(*face, 0, to)).collect();
            let outline = faces.outline(&chosen, &[(0, from), (0, to)]);
            let sum: f64 = chosen.iter().map(|face| faces.area_m2(*face)).sum();
            let bound_m2 = bound_m2(&[before, after]);
            prop_assert!((outline.area_m2() - sum).abs() <= bound_m2, "{} is not {}", outline.area_m2(), sum);
            let slow = overlay::difference(after, before);
            let apart = overlay::difference(&outline, &slow).area_m2() + overlay::difference(&slow, &outline).area_m2();
            prop_assert!(apart <= 2.0 * bound_m2, "{} m2 apart", apart);
        }
        let all: Vec<usize> = faces.iter().collect();
        let outline = faces.outline(&all, &[]);
        let sum: f64 = all.iter().map(|face| faces.area_m2(*face)).sum();
        prop_assert!((outline.area_m2() - sum).abs() <= bound_m2(&areas.iter().collect::<Vec<_>>()));
    }

    #[test]
    fn outlines_are_valid(areas in proptest::collection::vec(area(), 1..5), chosen in proptest::collection::vec(any::<bool>(), 64)) {
        let faces = Faces::build(&[areas.iter().collect()]);
        let some: Vec<usize> = faces.iter().filter(|face| chosen[face % 64]).collect();
        let outline = faces.outline(&some, &[]);
        let polygons = &outline.as_multi_polygon().0;
        let rings = polygons.iter().map(|p| std::iter::once(p.exterior()).chain(p.interiors()).map(|r| r.0.clone()).collect());
        let checked = Area::from_rings(rings.collect());
        prop_assert_eq!(checked.as_ref(), Ok(&outline), "the same, wound as it must be");
    }
}
