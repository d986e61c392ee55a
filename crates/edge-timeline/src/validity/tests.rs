use geo::Coord;

use super::{DefectCode, Rings, defects};
use crate::{Area, measure};

/// Polygons from whole degrees.
fn rings(polygons: &[&[&[(i32, i32)]]]) -> Rings {
    let ring = |r: &&[(i32, i32)]| r.iter().map(|&(x, y)| Coord { x: x.into(), y: y.into() }).collect();
    polygons.iter().map(|p| p.iter().map(ring).collect()).collect()
}

/// (code, polygon, ring, vertex) of every defect.
fn found(rings: &Rings) -> Vec<(&'static str, usize, usize, Option<usize>)> {
    defects(rings).iter().map(|d| (d.code.as_str(), d.polygon, d.ring, d.vertex)).collect()
}

/// The area after repair in square degrees (shoelace), and that it is one: valid, and repaired to itself.
#[track_caller]
fn repaired(rings: Rings) -> (f64, usize) {
    let (area, _) = Area::from_repair(rings).unwrap();
    let again = super::from_polygons(area.as_multi_polygon());
    assert_eq!(defects(&again), []);
    let (twice, repair) = Area::from_repair(again).unwrap();
    assert_eq!((&twice, repair.moved_m2), (&area, 0.0));
    let square_degrees = area.rings().map(|r| crate::area::signed_double_area(&r.0) / 2.0).sum();
    (square_degrees, area.as_multi_polygon().0.len())
}

const SQUARE: &[(i32, i32)] = &[(0, 0), (4, 0), (4, 4), (0, 4), (0, 0)];
const HOLE: &[(i32, i32)] = &[(1, 1), (1, 2), (2, 2), (2, 1), (1, 1)];

#[test]
fn squares_with_holes_and_neighbours_at_a_corner_are_valid() {
    assert_eq!(found(&rings(&[&[SQUARE, HOLE]])), []);
    assert_eq!(found(&rings(&[&[SQUARE], &[&[(4, 4), (5, 4), (5, 5), (4, 5), (4, 4)]]])), []);
    assert_eq!(found(&rings(&[&[SQUARE, &[(0, 2), (2, 3), (2, 1), (0, 2)]]])), []);
    // An island in the hole of another polygon, touching it at two corners; then along an edge.
    let kite = &[(1, 1), (0, 2), (1, 3), (3, 2), (1, 1)];
    assert_eq!(found(&rings(&[&[SQUARE, kite], &[&[(1, 1), (2, 2), (1, 3), (1, 1)]]])), []);
    let along = found(&rings(&[&[SQUARE, kite], &[&[(1, 1), (3, 2), (1, 3), (1, 1)]]]));
    assert!(!along.is_empty() && along.iter().all(|d| d.0 == "polygons_overlap"));
}

#[test]
fn winding_and_repeats_are_mended_without_moving_anything() {
    let clockwise: Vec<_> = SQUARE.iter().rev().copied().collect();
    assert_eq!(found(&rings(&[&[&clockwise]])), [("winding", 0, 0, Some(0))]);
    let repeats = rings(&[&[&[(0, 0), (0, 0), (4, 0), (4, 4), (4, 4), (0, 4), (0, 0)]]]);
    assert_eq!(found(&repeats), [("repeated_vertex", 0, 0, Some(1)), ("repeated_vertex", 0, 0, Some(4))]);
    assert_eq!(Area::from_rings(repeats).unwrap(), Area::from_rings(rings(&[&[SQUARE]])).unwrap());
    assert_eq!(repaired(rings(&[&[&clockwise]])), (16.0, 1));
}

#[test]
fn rings_by_themselves() {
    assert_eq!(found(&vec![vec![]]), [("empty", 0, 0, None)]);
    assert_eq!(found(&vec![vec![vec![]]]), [("too_few_vertices", 0, 0, None)]);
    assert_eq!(found(&rings(&[&[&[(0, 0), (1, 1), (0, 0)]]])), [("too_few_vertices", 0, 0, Some(0))]);
    let open = rings(&[&[&SQUARE[..4]]]);
    assert_eq!(found(&open), [("unclosed", 0, 0, Some(3))]);
    assert!(Area::from_rings(open.clone()).is_err());
    assert_eq!(repaired(open), (16.0, 1));
    let swapped = rings(&[&[&[(48, 37), (48, 138), (49, 37), (48, 37)]]]);
    let defect = &defects(&swapped)[0];
    assert_eq!((defect.code, defect.vertex, defect.coordinate), (DefectCode::OutOfRange, Some(1), Some([48.0, 138.0])));
    assert_eq!(defect.message, "latitude 138 is not within -90..=90; did you swap lon and lat");
    assert!(Area::from_repair(swapped).is_err());
    let mut not_finite = rings(&[&[SQUARE]]);
    not_finite[0][0][1].x = f64::NAN;
    assert_eq!(found(&not_finite), [("out_of_range", 0, 0, Some(1))]);
}

#[test]
fn bow_tie_crosses_itself_in_the_middle() {
    let bow_tie = rings(&[&[&[(0, 0), (4, 4), (4, 0), (0, 4), (0, 0)]]]);
    let crossing = defects(&bow_tie).into_iter().find(|d| d.code == DefectCode::SelfCrossing).unwrap();
    assert_eq!((crossing.vertex, crossing.coordinate), (Some(0), Some([2.0, 2.0])));
    assert_eq!(repaired(bow_tie), (8.0, 2));
}

#[test]
fn spike_contact_and_overlap() {
    let spike = rings(&[&[&[(0, 0), (4, 0), (4, 4), (4, 6), (4, 4), (0, 4), (0, 0)]]]);
    assert!(found(&spike).contains(&("spike", 0, 0, Some(3))));
    assert_eq!(repaired(spike), (16.0, 1));
    let eight = rings(&[&[&[(0, 0), (2, 2), (4, 2), (4, 4), (2, 4), (2, 2), (0, 2), (0, 0)]]]);
    assert_eq!(found(&eight), [("self_contact", 0, 0, Some(0))]);
    assert_eq!(repaired(eight), (6.0, 2));
    let corridor = rings(&[&[&[(0, 0), (4, 0), (4, 4), (2, 4), (2, 2), (2, 6), (0, 6), (0, 0)]]]);
    assert!(found(&corridor).iter().any(|d| d.0 == "self_overlap" || d.0 == "spike"));
    assert_eq!(repaired(corridor), (20.0, 1));
    // First edge and last one back along it.
    let last = rings(&[&[&[(0, 0), (4, 0), (4, 4), (2, 4), (2, 0), (0, 0)]]]);
    assert!(found(&last).contains(&("spike", 0, 0, Some(0))));
}

#[test]
fn interiors_that_lie_wrong() {
    let outside = &[(5, 1), (5, 2), (6, 2), (6, 1), (5, 1)];
    assert_eq!(found(&rings(&[&[SQUARE, outside]])), [("interior_outside", 0, 1, Some(0))]);
    assert_eq!(repaired(rings(&[&[SQUARE, outside]])), (17.0, 2));
    let across = &[(3, 1), (3, 2), (6, 2), (6, 1), (3, 1)];
    assert_eq!(found(&rings(&[&[SQUARE, across]])).len(), 2);
    assert_eq!(repaired(rings(&[&[SQUARE, across]])), (15.0, 1));
    let second = &[(1, 1), (1, 3), (3, 3), (3, 1), (1, 1)];
    assert!(found(&rings(&[&[SQUARE, HOLE, second]])).iter().all(|d| d.0 == "interiors_overlap" && d.2 == 2));
    let wide = &[(1, 1), (1, 9), (9, 9), (9, 1), (1, 1)];
    let big = &[(0, 0), (10, 0), (10, 10), (0, 10), (0, 0)];
    let inner = &[(3, 3), (3, 4), (4, 4), (4, 3), (3, 3)];
    assert_eq!(found(&rings(&[&[big, wide, inner]])), [("nested_interior", 0, 2, Some(0))]);
    // Every vertex of the interior lies on the exterior, and it cuts the inside.
    let diamond = &[(0, 2), (2, 4), (4, 2), (2, 0), (0, 2)];
    assert!(found(&rings(&[&[SQUARE, diamond]])).iter().all(|d| d.0 == "interior_cut"));
    assert_eq!(repaired(rings(&[&[SQUARE, diamond]])), (8.0, 4));
    // Outside, though every vertex of it lies on the exterior.
    let notch = &[(0, 0), (4, 0), (2, 2), (4, 4), (0, 4), (0, 0)];
    let over_notch = &[(4, 0), (2, 2), (4, 4), (4, 0)];
    assert!(found(&rings(&[&[notch, over_notch]])).iter().any(|d| d.0 == "interior_outside"));
}

#[test]
fn polygons_that_share_more_than_points() {
    let shifted = &[(2, 2), (6, 2), (6, 6), (2, 6), (2, 2)];
    let crossing = rings(&[&[SQUARE], &[shifted]]);
    assert!(found(&crossing).iter().all(|d| d.0 == "polygons_overlap" && d.1 == 1));
    assert_eq!(repaired(crossing), (28.0, 1));
    let beside = &[(4, 0), (8, 0), (8, 4), (4, 4), (4, 0)];
    assert_eq!(found(&rings(&[&[SQUARE], &[beside]])), [("polygons_overlap", 1, 0, Some(3))]);
    let within = &[(1, 1), (2, 1), (2, 2), (1, 2), (1, 1)];
    assert_eq!(found(&rings(&[&[SQUARE], &[within]])), [("polygons_overlap", 1, 0, Some(0))]);
    let in_hole = &[(1, 1), (1, 3), (3, 3), (3, 1), (1, 1)];
    let island = &[(1, 2), (2, 1), (3, 2), (2, 3), (1, 2)];
    assert_eq!(found(&rings(&[&[SQUARE, in_hole], &[island]])), []);
    assert_eq!(repaired(rings(&[&[SQUARE, in_hole], &[island]])), (14.0, 2));
}

#[test]
fn a_repair_says_how_far_the_sum_of_the_rings_moved() {
    let moved = |given: &Rings| {
        let (area, repair) = Area::from_repair(given.clone()).unwrap();
        (repair.moved_m2 / measure::area_m2(&area), repair.parts)
    };
    // Two polygons that overlap count once: no ground is lost by that.
    let (share, _) = moved(&rings(&[&[SQUARE], &[SQUARE]]));
    assert!(share < 1e-9, "{share}");
    // The loops of a bow-tie cancel each other out: whatever is made of them was not said.
    let (share, _) = moved(&rings(&[&[&[(0, 0), (4, 4), (4, 0), (0, 4), (0, 0)]]]));
    assert!(share > 0.9, "{share}");
}

/// Esri's list of rings copied into one Polygon: the parts stood among the interior rings, and were cut away.
#[test]
fn parts_written_as_interior_rings_are_kept() {
    let square = |x: i32, y: i32, side: i32| vec![(x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y)];
    let (shell, hole, island) = (square(0, 0, 10), square(1, 1, 8), square(2, 2, 4));
    let (pond, islet) = (square(3, 3, 2), square(12, 0, 1));
    let (around, lake, beside) = (square(11, -1, 3), square(20, 0, 2), square(10, 2, 1));
    let of = |given: &[&Vec<(i32, i32)>]| {
        let polygon: Vec<&[(i32, i32)]> = given.iter().map(|ring| ring.as_slice()).collect();
        let (_, repair) = Area::from_repair(rings(&[&polygon])).unwrap();
        assert!(repair.moved_m2 < 1e4, "{}", repair.moved_m2);
        (repaired(rings(&[&polygon])), repair.parts.iter().map(|(_, ring)| *ring).collect::<Vec<_>>())
    };
    assert_eq!(of(&[&shell, &lake]), ((104.0, 2), vec![1]));
    assert_eq!(of(&[&shell, &hole, &island]), ((52.0, 2), vec![2]));
    assert_eq!(of(&[&shell, &pond, &island, &hole]), ((48.0, 2), vec![2]));
    // A part with a hole of its own, in either order; one that runs along the exterior; a hole written twice.
    assert_eq!(of(&[&shell, &around, &islet]), ((108.0, 2), vec![1]));
    assert_eq!(of(&[&shell, &islet, &around]), ((108.0, 2), vec![2]));
    assert_eq!(of(&[&shell, &beside]), ((101.0, 1), vec![1]));
    assert_eq!(of(&[&shell, &hole, &hole]), ((36.0, 1), vec![]));
}

#[test]
fn findings_stand_in_the_order_of_the_data() {
    let many = rings(&[&[SQUARE, &[(5, 5), (6, 6), (6, 5), (5, 6), (5, 5)]], &[&[(0, 0), (0, 1)]]]);
    let places: Vec<_> = found(&many).iter().map(|d| (d.1, d.2, d.3)).collect();
    assert!(places.is_sorted(), "{places:?}");
}
