//! Laws of the geometry room, on random areas that share vertices, edges and whole rings.
#![allow(clippy::unwrap_used, missing_docs)]

#[path = "laws/faces.rs"]
mod faces;

use edge_timeline::nearest::{Lines, Rule};
use edge_timeline::prepared::PreparedArea;
use edge_timeline::series::area_series;
use edge_timeline::{Area, EdgeTimeline, Location, Position, VersionSet, measure, overlay};
use geo::coordinate_position::{CoordPos, CoordinatePosition};
use geo::{Coord, LineString, MultiPolygon};
use proptest::prelude::*;

/// A star-shaped ring around a middle: always simple. Vertices on a coarse lattice make shared and collinear edges likely.
fn star(middle: (f64, f64), radii: &[u8], lattice: f64) -> Option<Area> {
    let n = radii.len() as f64;
    let snap = |v: f64| (v / lattice).round() * lattice;
    let mut ring: Vec<Coord<f64>> = radii
        .iter()
        .enumerate()
        .map(|(k, r)| {
            let (sin, cos) = (std::f64::consts::TAU * k as f64 / n).sin_cos();
            let r = 0.1 + f64::from(*r) / 128.0;
            Coord { x: snap(middle.0 + r * cos), y: snap(middle.1 + r * sin) }
        })
        .collect();
    ring.dedup();
    ring.push(*ring.first()?);
    ring.dedup();
    let rings = vec![vec![ring]];
    Area::from_rings(rings).ok()
}

fn area() -> impl Strategy<Value = Area> {
    let middle = (36.0..37.0, 47.0..48.0);
    let radii = proptest::collection::vec(any::<u8>(), 5..24);
    (middle, radii, prop_oneof![Just(1e-6), Just(0.125), Just(0.0625)])
        .prop_filter_map("a simple ring", |(middle, radii, lattice)| star(middle, &radii, lattice))
}

/// Outlines that all but coincide: the same ring of long edges, each time with other vertices on them but for rounding and
/// for so many degrees.
fn all_but_same(radii: &[u8], places: &[Vec<f64>], degrees: f64) -> Vec<Area> {
    let Some(ring) = star((36.5, 47.5), radii, 1e-6) else { return Vec::new() };
    let corners = ring.as_multi_polygon().0[0].exterior().0.clone();
    let drawn =
        |places: &Vec<f64>| {
            let mut ring = vec![corners[0]];
            for (k, edge) in corners.windows(2).enumerate() {
                let (a, b) = (edge[0], edge[1]);
                let mut here: Vec<f64> = places.iter().map(|t| (t * (k + 1) as f64).fract()).collect();
                here.sort_by(f64::total_cmp);
                let beside = |t: f64| degrees * (1e3 * t).sin();
                ring.extend(here.iter().map(|t| Coord {
                    x: a.x + t * (b.x - a.x) + beside(*t),
                    y: a.y + t * (b.y - a.y) + beside(2.0 * t),
                }));
                ring.push(b);
            }
            ring.dedup();
            let (area, _) = Area::from_repair(vec![vec![ring]]).unwrap();
            area
        };
    places.iter().map(drawn).collect()
}

fn places(area: &Area) -> Vec<Position> {
    let vertices = area.as_multi_polygon().0.iter().flat_map(|p| p.exterior().0.clone());
    let vertices: Vec<Coord<f64>> = vertices.collect();
    let middles = vertices.windows(2).map(|w| Coord { x: 0.5 * (w[0].x + w[1].x), y: 0.5 * (w[0].y + w[1].y) });
    let beside = vertices.iter().flat_map(|v| {
        [Coord { x: v.x.next_up(), y: v.y }, Coord { x: v.x, y: v.y.next_down() }, Coord { x: 36.5, y: v.y }]
    });
    let all = vertices.iter().copied().chain(middles.collect::<Vec<_>>()).chain(beside.collect::<Vec<_>>());
    all.map(|c| Position::from_lon_lat(c.x, c.y).unwrap()).collect()
}

fn brute(polygons: &MultiPolygon<f64>, p: Position) -> Location {
    match polygons.coordinate_position(&Coord { x: p.lon(), y: p.lat() }) {
        CoordPos::Inside => Location::Interior,
        CoordPos::OnBoundary => Location::Boundary,
        CoordPos::Outside => Location::Exterior,
    }
}

fn close(a: f64, b: f64, of: f64) -> bool {
    (a - b).abs() <= 1e-9 * of.abs().max(1.0)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3000, ..ProptestConfig::default() })]

    #[test]
    fn fast_location_is_brute_location_on_every_version(areas in proptest::collection::vec(area(), 1..6), lon in 35.0..38.0, lat in 46.0..49.0) {
        // Each area stands in two versions, with others between; in the last version there is nothing.
        let count = areas.len();
        let sets: Vec<VersionSet> = (0..count).map(|k| [k, count + k].into_iter().collect()).collect();
        let versions = EdgeTimeline::build(2 * count + 1, areas.iter().zip(&sets));
        let mut all = vec![Position::from_lon_lat(lon, lat).unwrap()];
        areas.iter().for_each(|a| all.extend(places(a)));
        for p in all {
            let located = versions.locate(p);
            for (k, area) in areas.iter().enumerate() {
                let slow = brute(area.as_multi_polygon(), p);
                for version in [k, count + k] {
                    prop_assert_eq!(located.in_version(version), slow, "version {} at {}", version, p);
                    prop_assert_eq!(versions.locate_in(version, p), slow, "version {} alone at {}", version, p);
                }
            }
            prop_assert_eq!(versions.locate_in(2 * count, p), Location::Exterior);
        }
    }

    #[test]
    fn what_is_cut_and_what_is_left_make_up_the_whole(a in area(), b in area()) {
        let whole = a.area_m2();
        let parts = overlay::intersection(&a, &b).area_m2() + overlay::difference(&a, &b).area_m2();
        prop_assert!(close(parts, whole, whole), "{} of {}", parts, whole);
        let union = overlay::union([&a, &b]).area_m2();
        let sum = whole + overlay::difference(&b, &a).area_m2();
        prop_assert!(close(union, sum, sum));
    }

    #[test]
    fn outlines_that_all_but_coincide_are_cut_as_any(
        radii in proptest::collection::vec(any::<u8>(), 5..12),
        on in proptest::collection::vec(proptest::collection::vec(0.01..0.99, 1..6), 2..5),
        degrees in prop_oneof![Just(0.0), Just(1e-14), Just(1e-12)],
    ) {
        let areas = all_but_same(&radii, &on, degrees);
        prop_assume!(!areas.is_empty());
        let (a, rest) = areas.split_first().unwrap();
        let rest = overlay::union(rest);
        let whole = a.area_m2();
        let (both, left) = (overlay::intersection(a, &rest).area_m2(), overlay::difference(a, &rest).area_m2());
        prop_assert!(close(both + left, whole, whole), "{} of {}", both + left, whole);
        // A degree of 1e-11 all around, at most.
        prop_assert!(left <= 10.0, "{} m2 are left of the same outline", left);
        prop_assert!(close(overlay::union(&areas).area_m2(), whole, whole));
    }

    #[test]
    fn a_closed_series_is_the_overlay(areas in proptest::collection::vec(area(), 1..5), target in area()) {
        let count = areas.len();
        let sets: Vec<VersionSet> = (0..count).map(|k| { let mut s = VersionSet::empty(); s.insert(k); s }).collect();
        let versions = EdgeTimeline::build(count, areas.iter().zip(&sets));
        let series = area_series(&versions, &PreparedArea::from_area(&target));
        for (k, area) in areas.iter().enumerate().filter(|(k, _)| !series.open.contains(*k)) {
            let slow = overlay::intersection(area, &target).area_m2();
            prop_assert!(close(series.areas_m2[k], slow, target.area_m2()), "{} is not {}", series.areas_m2[k], slow);
        }
    }

    #[test]
    fn a_path_is_its_parts_inside_and_outside(target in area(), lons in proptest::collection::vec(35.0..38.0, 2..9), lats in proptest::collection::vec(46.0..49.0, 9)) {
        let path: Vec<Position> = lons.iter().zip(&lats).map(|(x, y)| Position::from_lon_lat(*x, *y).unwrap()).collect();
        let (inside, outside) = PreparedArea::from_area(&target).split_paths(std::slice::from_ref(&path));
        let length = |paths: &[Vec<Position>]| paths.iter().map(|p| measure::path_length_m(p)).sum::<f64>();
        let whole = measure::path_length_m(&path);
        prop_assert!(close(length(&inside) + length(&outside), whole, whole));
    }
}

/// Joining and cutting again what shares long edges, with vertices on them but for rounding, did not end: the crossings of
/// such edges were rounded, crossed again, and doubled.
#[test]
fn outlines_that_all_but_coincide_end() {
    let radii: Vec<u8> = (0..40_u32).map(|k| (k * 97 % 251) as u8).collect();
    let on: Vec<Vec<f64>> =
        (1..=8).map(|n| (1..=12).map(|k| (f64::from(k * n) * 0.618_033_988_7).fract()).collect()).collect();
    let (done, is_done) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let areas = all_but_same(&radii, &on, 0.0);
        let (a, b) = areas.split_at(4);
        let (a, b) = (overlay::union(a), overlay::union(b));
        let again = overlay::union([&overlay::intersection(&a, &b), &overlay::difference(&a, &b)]);
        let left = overlay::difference(&overlay::difference(&a, &overlay::difference(&again, &b)), &b);
        let all = overlay::union(&areas).area_m2();
        done.send(([a.area_m2(), again.area_m2(), all], left.area_m2())).unwrap();
    });
    let ([whole, again, all], left) = is_done.recv_timeout(std::time::Duration::from_secs(60)).unwrap();
    assert!(
        close(again, whole, whole) && close(all, whole, whole) && left < 1.0,
        "{again}, {all} of {whole}, {left} left"
    );
}

#[test]
fn pieces_that_share_an_edge_dissolve_into_one_version() {
    let square = |west: f64| {
        let ring = vec![(west, 47.0), (west + 1.0, 47.0), (west + 1.0, 48.0), (west, 48.0), (west, 47.0)];
        let ring = LineString::from(ring).0;
        Area::from_rings(vec![vec![ring]]).unwrap()
    };
    let (a, b) = (square(36.0), square(37.0));
    let both = VersionSet::full(2);
    let mut first = VersionSet::empty();
    first.insert(0);
    let versions = EdgeTimeline::build(2, [(&a, &both), (&b, &first)]);
    let seam = Position::from_lon_lat(37.0, 47.5).unwrap();
    assert_eq!(versions.locate_in(0, seam), Location::Interior, "the seam is inside the union");
    assert_eq!(versions.locate_in(1, seam), Location::Boundary, "and the border of one alone");
    let m2 = versions.areas_m2();
    assert!((m2[0] - a.area_m2() - b.area_m2()).abs() < 1e-3);
    assert!((m2[1] - a.area_m2()).abs() < 1e-3);
}

/// The nearest point by brute force: every edge sampled, then narrowed down, with geodesics alone.
fn nearest_by_force(area: &Area, p: Position) -> f64 {
    let rings = area.as_multi_polygon().0.iter().flat_map(|polygon| {
        std::iter::once(polygon.exterior()).chain(polygon.interiors()).flat_map(|ring| ring.0.windows(2))
    });
    let distance = |a: Coord, b: Coord, t: f64| {
        let (lon, lat) = (a.x + t * (b.x - a.x), a.y + t * (b.y - a.y));
        measure::geodesic(p, Position::from_lon_lat(lon, lat).unwrap()).distance_m
    };
    let of_edge = |edge: &[Coord]| {
        let at = |t: f64| distance(edge[0], edge[1], t);
        let best = (0..=16).map(|k| f64::from(k) / 16.0).min_by(|a, b| at(*a).total_cmp(&at(*b))).unwrap();
        let (mut low, mut high) = ((best - 1.0 / 16.0).max(0.0), (best + 1.0 / 16.0).min(1.0));
        for _ in 0..60 {
            let (a, b) = (low + (high - low) / 3.0, high - (high - low) / 3.0);
            if at(a) < at(b) { high = b } else { low = a }
        }
        at(0.5 * (low + high))
    };
    rings.map(of_edge).fold(f64::INFINITY, f64::min)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    /// 52,194.941 m was answered where 52,194.457 m was right: the foot on the nearest segment was looked for in a plane alone.
    #[test]
    fn the_nearest_point_is_the_nearest(
        area in area(),
        stretch in prop_oneof![Just(1.0), Just(3.0)],
        near in (35.0..38.0, 46.0..49.0),
        off in (25.0..50.0, 40.0..56.0),
        anywhere in (-180.0..180.0, -90.0..90.0),
    ) {
        // The same outline, and one of long edges farther north.
        let moved = |c: Coord| Coord { x: 36.5 + stretch * (c.x - 36.5), y: 47.5 + stretch * (c.y - 47.5) };
        let rings = area.as_multi_polygon().0.iter();
        let rings = rings.map(|polygon| vec![polygon.exterior().0.iter().map(|c| moved(*c)).collect()]).collect();
        // Rounded anew, a ring may touch itself: such a case is replaced by another.
        let area = Area::from_rings(rings);
        prop_assume!(area.is_ok());
        let area = area.unwrap();
        let lines = Lines::build(&EdgeTimeline::from_area(&area), Rule::default());
        for (lon, lat) in [near, off, anywhere] {
            let p = Position::from_lon_lat(lon, lat).unwrap();
            let (found, distance_m) = lines.nearest(0, p).unwrap();
            let right_m = nearest_by_force(&area, p);
            prop_assert!((distance_m - right_m).abs() <= (1e-9 * right_m).max(1e-3), "{p}: {distance_m} {right_m}");
            let told_m = measure::geodesic(p, found).distance_m;
            prop_assert!((told_m - distance_m).abs() < 1e-6, "{p}, {found}: {distance_m} told, {told_m} measured, {right_m} right");
        }
    }
}

proptest! {
    #[test]
    fn geodesics_between_near_places_are_those_of_karney(
        (lon, lat) in (-180.0..180.0, -90.0..90.0),
        bearing_deg in 0.0..360.0,
        distance_m in prop_oneof![10.0..60_000.0, 10.0..2_000.0],
    ) {
        let from = Position::from_lon_lat(lon, lat).unwrap();
        let to = measure::destination(from, bearing_deg, distance_m);
        let (right, told) = (measure::geodesic(from, to), measure::geodesic_between(from, to));
        prop_assert!((right.distance_m - told.distance_m).abs() < 1e-6, "{from} {to}: {right:?} {told:?}");
        let apart_deg = (right.bearing_deg - told.bearing_deg + 180.0).rem_euclid(360.0) - 180.0;
        // Seen from near by, the last digit of a coordinate turns a bearing.
        let allowed_deg = 2e-8 + 1e-6 / distance_m;
        prop_assert!(apart_deg.abs() < allowed_deg, "{from} {to}: {right:?} {told:?}");
    }
}
