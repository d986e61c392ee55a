//! Whether rings are an area: GEOS's word on random polygons, and the laws of repair.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, missing_docs)]

use edge_timeline::Area;
use edge_timeline::validity::{Rings, defects};
use geo::Coord;
use proptest::prelude::*;
use serde::Deserialize;

#[derive(Deserialize)]
struct Case {
    rings: Vec<Vec<Vec<[f64; 2]>>>,
    geos: String,
}

fn rings(raw: &[Vec<Vec<[f64; 2]>>]) -> Rings {
    let ring = |r: &Vec<[f64; 2]>| r.iter().map(|&[x, y]| Coord { x, y }).collect();
    raw.iter().map(|p| p.iter().map(ring).collect()).collect()
}

/// Cases judged otherwise than by GEOS, by number: a case that is no longer judged otherwise fails too.
const KNOWN_DIFFERENCES: &[usize] = &[];

#[test]
fn geos_agrees_on_what_is_valid() {
    let cases: Vec<Case> = serde_json::from_str(include_str!("oracle/validity.json")).unwrap();
    let mut differences = Vec::new();
    for (number, case) in cases.iter().enumerate() {
        let found = defects(&rings(&case.rings));
        let valid = !found.iter().any(|d| d.code.is_fatal());
        if valid != (case.geos == "valid") {
            println!("case {number}: GEOS says {}, here {found:?}", case.geos);
            differences.push(number);
        }
    }
    assert_eq!(differences, KNOWN_DIFFERENCES);
}

/// One to three polygons of one to three rings on a grid of `size`, degenerate more often than not.
fn any_rings(size: i32) -> impl Strategy<Value = Rings> {
    let coord = (0..size, 0..size).prop_map(|(x, y)| Coord { x: f64::from(x) / 8.0, y: f64::from(y) / 8.0 });
    let ring = prop::collection::vec(coord, 4..9);
    prop::collection::vec(prop::collection::vec(ring, 1..4), 1..4)
}

/// Rings that are an area as they stand: closed, few and short, so that one in some ten is.
fn valid_rings() -> impl Strategy<Value = (Rings, Area)> {
    let coord = (0..6, 0..6).prop_map(|(x, y)| Coord { x: f64::from(x) / 8.0, y: f64::from(y) / 8.0 });
    let ring = prop::collection::vec(coord, 3..6).prop_map(|mut ring| {
        ring.push(ring[0]);
        ring
    });
    let rings = prop::collection::vec(prop::collection::vec(ring, 1..3), 1..3);
    rings.prop_filter_map("an area", |rings| Area::from_rings(rings.clone()).ok().map(|area| (rings, area)))
}

/// The same with numbers that round.
fn awkward_rings() -> impl Strategy<Value = Rings> {
    let coord = (30.0..40.0f64, 44.0..53.0f64).prop_map(|(x, y)| Coord { x, y });
    let ring = prop::collection::vec(coord, 4..12);
    prop::collection::vec(prop::collection::vec(ring, 1..3), 1..3)
}

fn check_repair(rings: Rings) -> Result<(), TestCaseError> {
    // What no repair can answer, too few vertices, is replaced by another case.
    let repaired = Area::from_repair(rings);
    prop_assume!(repaired.is_ok());
    let (area, _) = repaired.unwrap();
    let mended: Rings = area
        .as_multi_polygon()
        .iter()
        .map(|p| std::iter::once(p.exterior()).chain(p.interiors()).map(|r| r.0.clone()).collect())
        .collect();
    prop_assert_eq!(defects(&mended), vec![]);
    let (twice, repair) = Area::from_repair(mended).unwrap();
    prop_assert_eq!(repair.moved_m2, 0.0);
    prop_assert_eq!(twice, area);
    Ok(())
}

proptest! {
    #[test]
    fn repair_leaves_no_defects_and_repairs_itself_to_itself(rings in any_rings(6)) {
        check_repair(rings)?;
    }

    #[test]
    fn repair_of_numbers_that_round(rings in awkward_rings()) {
        prop_assert!(Area::from_repair(rings.clone()).is_ok());
        check_repair(rings)?;
    }

    #[test]
    fn what_is_called_an_area_is_kept_vertex_by_vertex((rings, area) in valid_rings()) {
        prop_assert_eq!(Area::from_repair(rings).unwrap().0, area);
    }
}
