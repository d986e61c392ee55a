//! Every question of the crate beside what a user would take instead: the `geo` crate, `rstar`, one version at a time.
//!
//! `cargo bench -p edge-timeline --bench peers` prints one table of ratios. The two of a row are timed by turns, five times each, and the
//! best of each counts, so that a busy machine troubles both alike; single times are of no use elsewhere. Where both promise
//! the same answer, it is compared before anything is timed. The map is made up: a front of 3,000 vertices with enclaves, of
//! which a day moves a stretch.
#![allow(clippy::unwrap_used, clippy::print_stdout, missing_docs)]

use std::hint::black_box;
use std::time::{Duration, Instant};

use edge_timeline::nearest::{Lines, Rule};
use edge_timeline::prepared::PreparedArea;
use edge_timeline::series::area_series;
use edge_timeline::tile::{Arcs, Level, Outline, Shape};
use edge_timeline::validity::{Rings, defects};
use edge_timeline::{
    Area, BBox, EdgeTimeline, Location, Position, VersionSet, area_meets, buffer, measure, overlay, paths_meet, snap,
    tessellation,
};
use geo::algorithm::indexed::IntervalTreeMultiPolygon;
use geo::line_measures::{Bearing, Destination, Distance, Geodesic, Length};
use geo::{
    BooleanOps, Buffer, Contains, Coord, CoordinatePosition, GeodesicArea, Intersects, LineString, LinesIter,
    MakeValid, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon, PreparedGeometry, Rect, SimplifyVwPreserve,
    Validation, Voronoi, coordinate_position::CoordPos, unary_union,
};
use rstar::primitives::Line;
use rstar::{PointDistance, RTree};

const DAYS: usize = 120;
const VERTICES: usize = 3_000;
/// How long one side of a comparison runs at a time.
const TURN: Duration = Duration::from_millis(60);
const TURNS: usize = 5;

/// A number in 0..1 that belongs to these three.
fn chance(a: usize, b: usize, c: usize) -> f64 {
    let mut state = (a * 1_000_003 + b * 7_919 + c) as u64;
    for _ in 0..3 {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        state ^= state >> 29;
    }
    (state >> 11) as f64 / (1_u64 << 53) as f64
}

fn ring(vertices: usize, middle: (f64, f64), radius: impl Fn(usize) -> f64) -> Vec<Coord<f64>> {
    let vertex = |k: usize| {
        let (sin, cos) = (std::f64::consts::TAU * k as f64 / vertices as f64).sin_cos();
        Coord { x: middle.0 + radius(k) * cos, y: middle.1 + 0.7 * radius(k) * sin }
    };
    let mut ring: Vec<Coord<f64>> = (0..vertices).map(vertex).collect();
    ring.push(ring[0]);
    ring
}

/// The map of a day: a front that a day pushes along a thirtieth of its length, and six enclaves that stay.
fn day(day: usize) -> Area {
    let pushes =
        |k: usize| (0..=day).filter(|d| (k + VERTICES - d * 1_237 % VERTICES) % VERTICES < VERTICES / 30).count();
    let radius = |k: usize| {
        let angle = std::f64::consts::TAU * k as f64 / VERTICES as f64;
        2.0 + 0.1 * (angle * 40.0).sin() + 0.003 * chance(1, k, 0) + 0.004 * pushes(k) as f64
    };
    let front = vec![ring(VERTICES, (36.5, 47.5), radius)];
    let enclave = |k: usize| vec![ring(40, (30.0 + k as f64, 51.0), |v| 0.1 + 0.05 * chance(2, k, v))];
    Area::from_rings(std::iter::once(front).chain((0..6).map(enclave)).collect()).unwrap()
}

/// Places all around the map.
fn places(count: usize) -> Vec<Position> {
    let place = |k| Position::from_lon_lat(33.5 + 6.0 * chance(3, k, 0), 45.5 + 4.0 * chance(3, k, 1)).unwrap();
    (0..count).map(place).collect()
}

fn timeline(days: &[Area]) -> EdgeTimeline {
    let sets: Vec<VersionSet> = (0..days.len()).map(|day| VersionSet::run(day..day + 1)).collect();
    EdgeTimeline::build(days.len(), days.iter().zip(&sets))
}

fn rings(polygons: &MultiPolygon<f64>) -> Rings {
    let ring = |ring: &LineString<f64>| ring.0.clone();
    let polygon = |p: &Polygon<f64>| std::iter::once(p.exterior()).chain(p.interiors()).map(ring).collect();
    polygons.0.iter().map(polygon).collect()
}

fn is_close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-6 * a.abs().max(b.abs()).max(1.0)
}

/// How long one run takes: so many in a turn that the clock does not count.
fn seconds<T>(runs: usize, work: &mut impl FnMut() -> T) -> f64 {
    let begun = Instant::now();
    (0..runs).for_each(|_| drop(black_box(work())));
    begun.elapsed().as_secs_f64() / runs as f64
}

fn runs_in_a_turn<T>(work: &mut impl FnMut() -> T) -> usize {
    let one = seconds(1, work);
    ((TURN.as_secs_f64() / one.max(1e-9)) as usize).clamp(1, 100_000)
}

/// A row of the table: what is asked, what is taken instead, how many times as long that takes.
fn row<A, B>(asked: &str, instead: &str, mut ours: impl FnMut() -> A, mut other: impl FnMut() -> B) {
    let runs = (runs_in_a_turn(&mut ours), runs_in_a_turn(&mut other));
    let (mut best, mut best_other) = (f64::INFINITY, f64::INFINITY);
    for _ in 0..TURNS {
        best = best.min(seconds(runs.0, &mut ours));
        best_other = best_other.min(seconds(runs.1, &mut other));
    }
    let times = best_other / best;
    let times = if times < 10.0 { format!("{times:.1}") } else { format!("{times:.0}") };
    println!("| {asked} | {instead} | {times} |");
}

struct Map {
    days: Vec<Area>,
    timeline: EdgeTimeline,
    polygons: Vec<MultiPolygon<f64>>,
    places: Vec<Position>,
    points: Vec<Point<f64>>,
}

impl Map {
    fn made_up() -> Self {
        let days: Vec<Area> = (0..DAYS).map(day).collect();
        let places = places(500);
        Self {
            timeline: timeline(&days),
            polygons: days.iter().map(|day| day.as_multi_polygon().clone()).collect(),
            points: places.iter().map(|p| Point::new(p.lon(), p.lat())).collect(),
            places,
            days,
        }
    }
}

fn main() {
    let map = Map::made_up();
    println!("| asked | taken instead | times as long |\n| --- | --- | ---: |");
    location(&map);
    series(&map);
    lines(&map);
    areas(&map);
    measures(&map);
    drawing(&map);
}

fn location(map: &Map) {
    let Map { timeline, polygons, places, points, .. } = map;
    let (last, polygon) = (DAYS - 1, &polygons[DAYS - 1]);
    for (place, point) in places.iter().zip(points) {
        let theirs = match polygon.coordinate_position(&point.0) {
            CoordPos::Inside => Location::Interior,
            CoordPos::OnBoundary => Location::Boundary,
            CoordPos::Outside => Location::Exterior,
        };
        assert_eq!(timeline.locate_in(last, *place), theirs, "{place}");
    }
    let one_day = || places.iter().filter(|p| timeline.locate_in(last, **p) == Location::Interior).count();
    row("`EdgeTimeline::locate_in`, 500 places on one day", "geo `contains`", one_day, || {
        points.iter().filter(|p| polygon.contains(*p)).count()
    });
    let trees: Vec<_> = polygons.iter().map(IntervalTreeMultiPolygon::new).collect();
    row("the same", "geo `IntervalTreeMultiPolygon`", one_day, || {
        points.iter().filter(|p| trees[last].contains(*p)).count()
    });
    row(
        "`EdgeTimeline::locate`, 500 places on all 120 days",
        "geo `IntervalTreeMultiPolygon` of each day",
        || places.iter().for_each(|p| drop(black_box(timeline.locate(*p)))),
        || points.iter().map(|p| trees.iter().filter(|tree| tree.contains(p)).count()).sum::<usize>(),
    );
    row(
        "`EdgeTimeline::build`, all days",
        "geo `IntervalTreeMultiPolygon` of each day",
        || self::timeline(&map.days),
        || polygons.iter().map(IntervalTreeMultiPolygon::new).collect::<Vec<_>>(),
    );
    row(
        "`PreparedArea::from_area`, one day",
        "geo `PreparedGeometry`",
        || PreparedArea::from_area(&map.days[last]),
        || PreparedGeometry::from(polygon),
    );
    let prepared = PreparedArea::from_area(&map.days[last]);
    row(
        "`PreparedArea::locate`, 500 places",
        "geo `contains`",
        || places.iter().filter(|p| prepared.locate(**p) == Location::Interior).count(),
        || points.iter().filter(|p| polygon.contains(*p)).count(),
    );
}

fn series(map: &Map) {
    let Map { days, timeline, polygons, .. } = map;
    let district = Area::from_bbox(BBox { west: 37.0, south: 47.0, east: 39.0, north: 49.0 });
    let (prepared, rectangle) = (PreparedArea::from_area(&district), district.as_multi_polygon());
    let each = || polygons.iter().map(|day| day.intersection(rectangle).geodesic_area_unsigned()).sum::<f64>();
    let ours = area_series(timeline, &prepared).areas_m2;
    let exact: Vec<f64> = days.iter().map(|day| overlay::intersection(day, &district).area_m2()).collect();
    assert!(ours.iter().zip(&exact).all(|(a, b)| is_close(*a, *b)));
    let asked = "`area_series`, a district's area on all days";
    row(asked, "geo `intersection` and `geodesic_area` of each day", || area_series(timeline, &prepared), each);
    row(
        "`EdgeTimeline::areas_m2`, all days",
        "geo `geodesic_area` of each day",
        || timeline.areas_m2(),
        || polygons.iter().map(GeodesicArea::geodesic_area_unsigned).sum::<f64>(),
    );
}

fn segments(polygons: &MultiPolygon<f64>) -> Vec<Line<[f64; 2]>> {
    polygons.lines_iter().map(|line| Line::new([line.start.x, line.start.y], [line.end.x, line.end.y])).collect()
}

fn lines(map: &Map) {
    let (lines, last) = (Lines::build(&map.timeline, Rule::default()), DAYS - 1);
    let tree = RTree::bulk_load(segments(&map.polygons[last]));
    // In degrees the nearest is not the nearest on the ground: what is taken instead is no more than near.
    let nearest = |p: &Point<f64>| {
        let place = [p.x(), p.y()];
        tree.nearest_neighbor(place).map_or(f64::INFINITY, |line| line.distance_2(&place))
    };
    row(
        "`Lines::nearest`, 500 places on one day, exact in metres",
        "rstar `nearest_neighbor` of segments, in degrees",
        || map.places.iter().filter_map(|p| lines.nearest(last, *p)).map(|(_, metres)| metres).sum::<f64>(),
        || map.points.iter().map(nearest).sum::<f64>(),
    );
    row(
        "`Lines::build`, all days",
        "rstar `bulk_load` of each day",
        || Lines::build(&map.timeline, Rule::default()),
        || map.polygons.iter().map(|day| RTree::bulk_load(segments(day)).size()).sum::<usize>(),
    );
    let path: Vec<Position> = map.places[..100].to_vec();
    let string: LineString<f64> = path.iter().map(|p| p.coord()).collect();
    let (prepared, string) = (PreparedArea::from_area(&map.days[last]), MultiLineString(vec![string]));
    row(
        "`PreparedArea::split_paths`, a path of 100 places",
        "geo `clip`, inside and outside",
        || prepared.split_paths(std::slice::from_ref(&path)),
        || (map.polygons[last].clip(&string, false), map.polygons[last].clip(&string, true)),
    );
}

fn areas(map: &Map) {
    let (first, last) = (&map.days[0], &map.days[DAYS - 1]);
    let (a, b) = (first.as_multi_polygon(), last.as_multi_polygon());
    let ours = overlay::intersection(first, last).area_m2();
    let theirs = measure::area_m2(&Area::from_checked(rings(&a.intersection(b))));
    assert!(is_close(ours, theirs), "{ours} {theirs}");
    row(
        "`overlay::intersection`, first and last day",
        "geo `intersection`",
        || overlay::intersection(first, last),
        || a.intersection(b),
    );
    row(
        "`overlay::difference`, first and last day",
        "geo `difference`",
        || overlay::difference(last, first),
        || b.difference(a),
    );
    let (some, polygons) = (&map.days[..20], &map.polygons[..20]);
    row("`overlay::union`, 20 days", "geo `unary_union`", || overlay::union(some), || unary_union(polygons));
    let rings = rings(b);
    assert!(defects(&rings).is_empty() && b.is_valid());
    row("`validity::defects`, one day", "geo `is_valid`", || defects(&rings), || b.is_valid());
    // The same with a vertex drawn out of order every fiftieth: the ring crosses itself there.
    let mut crossing = rings.clone();
    (10..VERTICES - 10).step_by(50).for_each(|k| crossing[0][0].swap(k, k + 1));
    let exterior = Polygon::new(LineString(crossing[0][0].clone()), Vec::new());
    row(
        "`Area::from_repair`, a ring of 60 crossings",
        "geo `make_valid`",
        || Area::from_repair(crossing.clone()),
        || exterior.make_valid(),
    );
    let corner = BBox { west: 34.0, south: 46.0, east: 34.4, north: 46.4 };
    let rectangle = Rect::new((corner.west, corner.south), (corner.east, corner.north));
    assert_eq!(area_meets(last, &corner), b.intersects(&rectangle));
    row("`area_meets`, a box", "geo `intersects`", || area_meets(last, &corner), || b.intersects(&rectangle));
    let path: Vec<Position> = last.rings().next().unwrap().0.iter().map(|c| at(*c)).collect();
    let string: LineString<f64> = path.iter().map(|p| p.coord()).collect();
    assert_eq!(paths_meet(std::slice::from_ref(&path), &corner), string.intersects(&rectangle));
    row(
        "`paths_meet`, a path of 3,000 vertices and a box",
        "geo `intersects`",
        || paths_meet(std::slice::from_ref(&path), &corner),
        || string.intersects(&rectangle),
    );
    let sites = places(50);
    let square = Area::from_bbox(BBox { west: 33.5, south: 45.5, east: 39.5, north: 49.5 });
    let points: MultiPoint<f64> = sites.iter().map(|p| Point::new(p.lon(), p.lat())).collect();
    row(
        "`tessellation::cells`, 50 sites in a square, edges shared bit for bit",
        "geo `voronoi_cells`, each cut by the square",
        || tessellation::cells(&square, &sites),
        || {
            let cells = points.voronoi_cells().unwrap();
            cells.iter().map(|cell| cell.intersection(&square.as_multi_polygon().0[0])).collect::<Vec<_>>()
        },
    );
    let (path, string) = (&path[..400], LineString(string.0[..400].to_vec()));
    row(
        "`buffer::within_distance`, 5 km around 400 vertices, in metres",
        "geo `buffer`, in degrees",
        || buffer::within_distance(&[path.to_vec()], 5_000.0),
        || string.buffer(0.05),
    );
}

fn at(c: Coord<f64>) -> Position {
    Position::from_lon_lat(c.x, c.y).unwrap()
}

fn measures(map: &Map) {
    let (last, polygon) = (&map.days[DAYS - 1], &map.polygons[DAYS - 1]);
    row(
        "`measure::area_m2`, one day, edges straight in degrees",
        "geo `geodesic_area`, edges geodesics",
        || last.area_m2(),
        || polygon.geodesic_area_unsigned(),
    );
    let path: Vec<Position> = polygon.0[0].exterior().0.iter().map(|c| at(*c)).collect();
    let string = polygon.0[0].exterior();
    assert!((measure::path_length_m(&path) / Geodesic.length(string) - 1.0).abs() < 1e-5);
    row(
        "`measure::path_length_m`, 3,000 vertices",
        "geo `Geodesic.length`",
        || measure::path_length_m(&path),
        || Geodesic.length(string),
    );
    let (from, to) = (map.places[0], map.places[1]);
    let (a, b) = (map.points[0], map.points[1]);
    assert!(is_close(measure::geodesic(from, to).distance_m, Geodesic.distance(a, b)));
    row("`measure::geodesic`", "geo `Geodesic.distance`", || measure::geodesic(from, to), || Geodesic.distance(a, b));
    // Two that are near each other, as a place and its nearest settlement are.
    let beside = measure::destination(from, 30.0, 20_000.0);
    let c = Point::new(beside.lon(), beside.lat());
    assert!((measure::distance_m(from, beside) - Geodesic.distance(a, c)).abs() < 1e-6);
    row(
        "`measure::distance_m`, 20 km",
        "geo `Geodesic.distance`",
        || measure::distance_m(from, beside),
        || Geodesic.distance(a, c),
    );
    assert!((measure::geodesic_between(from, beside).bearing_deg - Geodesic.bearing(a, c)).abs() < 1e-7);
    row(
        "`measure::geodesic_between`, 20 km, length and azimuth",
        "geo `Geodesic.bearing`",
        || measure::geodesic_between(from, beside),
        || Geodesic.bearing(a, c),
    );
    let ahead = |k: f64| (measure::destination(from, k, 5_000.0), Geodesic.destination(a, k, 5_000.0));
    let (ours, theirs) = ahead(30.0);
    assert!((ours.lon() - theirs.x()).abs() < 1e-12 && (ours.lat() - theirs.y()).abs() < 1e-12);
    row(
        "`measure::destination`",
        "geo `Geodesic.destination`",
        || measure::destination(from, 30.0, 5_000.0),
        || Geodesic.destination(a, 30.0, 5_000.0),
    );
}

fn drawing(map: &Map) {
    // Held and not held: two areas with one border, as a map has them.
    let square = Area::from_bbox(BBox { west: 33.0, south: 45.0, east: 41.0, north: 50.0 });
    let held = overlay::intersection(&map.days[DAYS - 1], &square);
    let both = snap(&[held.clone(), overlay::difference(&square, &held)]);
    let polygons: Vec<MultiPolygon<f64>> = both.iter().map(|area| area.as_multi_polygon().clone()).collect();
    let shapes: Vec<Shape> = both.iter().map(|area| Shape::Area(Outline::of_area(area))).collect();
    row(
        "`Arcs::build` and `Level::build`, two neighbours at zoom 7 without a gap",
        "geo `simplify_vw_preserve` of each, with gaps",
        || Level::build(&Arcs::build(&shapes), 7),
        || polygons.iter().map(|p| p.simplify_vw_preserve(1e-4)).collect::<Vec<_>>(),
    );
}
