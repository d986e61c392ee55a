//! Cells around sites: they cover the area, share their vertices, and hold what is nearest.

use std::collections::HashMap;

use contactline_core::atlas;
use contactline_core::model::{Divide, Region, Role, Settlement, SettlementRegister};
use edge_timeline::{Area, Position, tessellation};
use geo::{Contains, Coord, Distance, Euclidean, LineString, MultiPolygon, Point, Validation};
use proptest::prelude::*;

type Edge = [u64; 4];

fn at(lon: f64, lat: f64) -> Position {
    Position::from_lon_lat(lon, lat).unwrap()
}

fn sites(places: &[(f64, f64)]) -> Vec<Position> {
    places.iter().map(|p| at(p.0, p.1)).collect()
}

/// The area of these rings. `from_rings` wants closed ones.
fn area(rings: &[&[(f64, f64)]]) -> Area {
    let close = |ring: &&[(f64, f64)]| {
        let mut ring: Vec<Coord> = ring.iter().map(|&(x, y)| Coord { x, y }).collect();
        ring.push(ring[0]);
        ring
    };
    Area::from_rings(vec![rings.iter().map(close).collect()]).unwrap()
}

fn square() -> Area {
    area(&[&[(32.0, 46.0), (36.0, 46.0), (36.0, 49.0), (32.0, 49.0)]])
}

fn edges(polygons: &MultiPolygon) -> impl Iterator<Item = [Coord; 2]> {
    let rings = polygons.0.iter().flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()));
    rings.flat_map(|r| r.0.windows(2).map(|w| [w[0], w[1]]))
}

fn key([a, b]: [Coord; 2]) -> Edge {
    [a.x, a.y, b.x, b.y].map(f64::to_bits)
}

/// What holds of any cells: they are valid, their areas add up, every edge inside the area has its reverse in a neighbour.
fn check_partition(area: &Area, cells: &[Area]) {
    let whole = area.area_m2();
    let sum: f64 = cells.iter().map(Area::area_m2).sum();
    assert!((sum - whole).abs() <= 1e-12 * whole, "the cells add up to {sum}, not {whole}");
    let mut open: HashMap<Edge, [Coord; 2]> = HashMap::new();
    for cell in cells {
        cell.as_multi_polygon().check_validation().unwrap();
        for edge in edges(cell.as_multi_polygon()) {
            if open.remove(&key([edge[1], edge[0]])).is_none() {
                assert!(open.insert(key(edge), edge).is_none(), "two cells have the edge {edge:?}");
            }
        }
    }
    let boundary: Vec<LineString> = edges(area.as_multi_polygon()).map(|e| LineString::from(e.to_vec())).collect();
    for edge in open.values() {
        let middle = Point::from((edge[0] + edge[1]) / 2.0);
        let off = boundary.iter().map(|l| Euclidean.distance(l, &middle)).fold(f64::INFINITY, f64::min);
        assert!(off < 1e-13, "the edge {edge:?} has no neighbour and is {off} from the boundary");
    }
}

fn distance2(area: &Area, site: Position, c: Coord) -> f64 {
    let b = area.bbox();
    let scale = f64::midpoint(b.south, b.north).to_radians().cos();
    ((site.lon() - c.x) * scale).powi(2) + (site.lat() - c.y).powi(2)
}

/// Whether the cell at `c` is that of the nearest site; places as good as equally near may go either way.
fn check_nearest(area: &Area, sites: &[Position], cells: &[Area], c: Coord) {
    if !area.as_multi_polygon().contains(&c) {
        return;
    }
    let distances: Vec<f64> = sites.iter().map(|s| distance2(area, *s, c)).collect();
    let least = distances.iter().copied().fold(f64::INFINITY, f64::min);
    let holds = |k: &usize| cells[*k].as_multi_polygon().contains(&c);
    let holder = (0..sites.len()).find(holds);
    assert!(holder.is_none_or(|k| distances[k] - least < 1e-11), "{c:?} is in the cell of {holder:?}");
    let runner_up = distances.iter().filter(|d| **d - least > 1e-11).count() == sites.len() - 1;
    assert!(holder.is_some() || !runner_up, "{c:?} is in no cell");
}

#[test]
fn one_site_has_all_and_none_nothing() {
    let [cell] = &tessellation::cells(&square(), &[at(33.0, 47.0)])[..] else { panic!("not one cell") };
    assert_eq!((cell.bbox(), edges(cell.as_multi_polygon()).count()), (square().bbox(), 4));
    assert!(tessellation::cells(&square(), &[]).is_empty());
    assert_eq!(tessellation::cells(&Area::empty(), &[at(33.0, 47.0)]), [Area::empty()]);
}

#[test]
fn two_sites_share_at_half_way() {
    let cells = tessellation::cells(&square(), &sites(&[(33.0, 47.0), (35.0, 47.0)]));
    assert_eq!((cells[0].bbox().west, cells[0].bbox().east), (32.0, 34.0));
    assert_eq!((cells[1].bbox().west, cells[1].bbox().east), (34.0, 36.0));
    assert!(cells.iter().all(|c| edges(c.as_multi_polygon()).count() == 4));
    check_partition(&square(), &cells);
}

#[test]
fn sites_in_a_row_get_strips() {
    for row in [
        [(32.5, 47.0), (33.5, 47.0), (34.5, 47.0), (35.5, 47.0)],
        [(34.0, 46.2), (34.0, 46.9), (34.0, 47.6), (34.0, 48.7)],
        [(32.5, 46.5), (33.0, 47.0), (33.5, 47.5), (34.5, 48.5)],
    ] {
        let cells = tessellation::cells(&square(), &sites(&row));
        assert!(cells.iter().all(|c| c.as_multi_polygon().0.len() == 1));
        check_partition(&square(), &cells);
    }
}

#[test]
fn of_sites_at_one_position_the_first_gets_the_cell() {
    let sites = sites(&[(33.0, 47.0), (35.0, 48.0), (33.0, 47.0), (34.0, 46.5), (35.0, 48.0)]);
    let cells = tessellation::cells(&square(), &sites);
    assert_eq!(cells.iter().map(Area::is_empty).collect::<Vec<_>>(), [false, false, true, false, true]);
    check_partition(&square(), &cells);
}

#[test]
fn sites_on_a_grid_meet_four_at_a_corner() {
    let places: Vec<_> = (0..25).map(|k| at(32.4 + 0.8 * f64::from(k % 5), 46.3 + 0.6 * f64::from(k / 5))).collect();
    let cells = tessellation::cells(&square(), &places);
    assert!(cells.iter().all(|c| edges(c.as_multi_polygon()).count() <= 6));
    check_partition(&square(), &cells);
}

#[test]
fn an_area_with_a_hole_and_a_bay_is_covered() {
    let shape = area(&[
        &[(32.0, 46.0), (36.0, 46.0), (36.0, 49.0), (34.1, 49.0), (34.0, 46.5), (33.9, 49.0), (32.0, 49.0)],
        &[(34.8, 47.0), (35.2, 47.0), (35.2, 47.8), (34.8, 47.8)],
    ]);
    // The cell of the first reaches round the bay: two polygons.
    let sites = sites(&[(33.5, 48.8), (35.0, 46.3), (35.0, 47.4), (32.2, 46.2), (40.0, 50.0)]);
    let cells = tessellation::cells(&shape, &sites);
    check_partition(&shape, &cells);
    assert!(cells.iter().any(|c| c.as_multi_polygon().0.len() > 1));
}

#[test]
fn cells_beside_a_line_do_not_cross_it() {
    let river = sites(&[(33.0, 47.3), (34.0, 47.6), (35.0, 47.4)]);
    let sites = sites(&[(34.0, 47.7), (34.0, 47.5), (35.5, 48.0), (33.0, 46.2), (32.2, 48.8)]);
    let cells = tessellation::cells_beside(&square(), &river, &sites);
    check_partition(&square(), &cells);
    // The line goes on: at 36 degrees east it is at 47.2, at 32 degrees at 47.0.
    let holder = |x, y| cells.iter().position(|c| c.as_multi_polygon().contains(&Coord { x, y }));
    assert_eq!([holder(34.0, 47.61), holder(34.0, 47.59)], [Some(0), Some(1)]);
    assert_eq!([holder(35.95, 47.25), holder(35.95, 47.15)], [Some(2), Some(1)]);
    assert!([1, 3].contains(&holder(32.05, 46.95).unwrap()) && [0, 4].contains(&holder(32.05, 47.1).unwrap()));
    let length = |a: &Area| edges(a.as_multi_polygon()).count();
    assert!(cells.iter().map(length).sum::<usize>() < 40, "needless vertices are left");
}

#[test]
fn a_side_without_sites_goes_to_the_other() {
    let river = sites(&[(32.5, 46.1), (35.5, 46.1)]);
    let sites = sites(&[(33.0, 47.0), (35.0, 48.0)]);
    let cells = tessellation::cells_beside(&square(), &river, &sites);
    check_partition(&square(), &cells);
    assert_eq!(cells.iter().map(|c| c.as_multi_polygon().0.len()).sum::<usize>(), 2);
    assert_eq!(tessellation::cells_beside(&square(), &river[..1], &sites), tessellation::cells(&square(), &sites));
}

fn settlement(id: &str, region: &str, position: Position) -> Settlement {
    let (id, region) = (id.into(), region.into());
    let name = String::new();
    Settlement {
        id,
        name_uk: name.clone(),
        name,
        katottg: None,
        position,
        population: 0,
        region,
        hostilities: None,
        periods: vec![],
    }
}

fn region(id: &str, extent: Area) -> Region {
    let (id, name) = (id.to_owned(), String::new());
    Region {
        id,
        name_uk: name.clone(),
        name,
        role: Role::Region,
        groups: vec![],
        abroad: None,
        land: extent,
        extent: None,
    }
}

fn cells(regions: &[Region], settlements: Vec<Settlement>, parted: &[&str], line: Vec<Position>) -> Vec<Area> {
    let regions_parted = parted.iter().map(|id| (*id).to_owned()).collect();
    let divides = vec![Divide { regions: regions_parted, line }];
    atlas::cells(&SettlementRegister { source: "list".into(), settlements, divides }, regions, |region| {
        region.extent.as_ref().unwrap_or(&region.land)
    })
}

#[test]
fn settlements_keep_to_their_region_and_to_their_bank() {
    let east = area(&[&[(36.0, 46.0), (40.0, 46.0), (40.0, 49.0), (36.0, 49.0)]]);
    let regions = [region("ua-65", square()), region("ua-14", east.clone())];
    let river = sites(&[(32.5, 47.0), (35.5, 47.0)]);
    let settlements = vec![
        settlement("a", "ua-14", at(36.1, 46.5)),
        settlement("b", "ua-65", at(35.9, 46.5)),
        settlement("c", "ua-65", at(33.0, 48.9)),
        settlement("d", "ua-14", at(39.9, 48.9)),
        settlement("e", "elsewhere", at(33.0, 47.9)),
    ];
    let cells = cells(&regions, settlements, &["ua-65"], river);
    assert_eq!((cells[1].bbox().east, cells[1].bbox().north), (36.0, 47.0));
    assert_eq!((cells[2].bbox().south, cells[2].bbox().east), (47.0, 36.0));
    check_partition(&east, &[cells[0].clone(), cells[3].clone()]);
    assert!(cells[4].is_empty(), "no such region");
}

fn features(file: &str) -> Vec<serde_json::Value> {
    let path = format!("{}/data/{file}", env!("CARGO_MANIFEST_DIR"));
    let mut collection: serde_json::Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    collection["features"].as_array_mut().unwrap().split_off(0)
}

fn coordinates<T: serde::de::DeserializeOwned>(feature: &serde_json::Value) -> T {
    serde_json::from_value(feature["geometry"]["coordinates"].clone()).unwrap()
}

#[test]
fn the_settlements_shipped_with_the_program_cover_their_regions() {
    let extent = |id: &str| {
        let file = features(&format!("regions/{id}.geojson"));
        let feature = file.iter().find(|f| f["properties"]["part"] == "extent").unwrap();
        let rings: Vec<Vec<Vec<(f64, f64)>>> = coordinates(feature);
        let coord = |ring: &Vec<(f64, f64)>| ring.iter().map(|&(x, y)| Coord { x, y }).collect();
        let rings = rings.iter().map(|polygon| polygon.iter().map(coord).collect()).collect();
        region(id, Area::from_rings(rings).unwrap())
    };
    let regions = ["ua-09", "ua-14", "ua-23", "ua-40", "ua-43", "ua-65"].map(extent);
    let river: Vec<(f64, f64)> = coordinates(&features("control/ua-official-list/dnipro-midline.geojson")[0]);
    let place = |f: &serde_json::Value| {
        let (lon, lat) = coordinates(f);
        settlement(f["id"].as_str().unwrap(), f["properties"]["region"].as_str().unwrap(), at(lon, lat))
    };
    let settlements: Vec<Settlement> =
        features("control/ua-official-list/settlements.geojson").iter().map(place).collect();
    let cells = cells(&regions, settlements.clone(), &["ua-65", "ua-23"], sites(&river));
    for Region { id, land, .. } in &regions {
        let own: Vec<Area> =
            settlements.iter().zip(&cells).filter(|(s, _)| s.region == *id).map(|(_, c)| c.clone()).collect();
        check_partition(land, &own);
    }
    let mut seams: HashMap<Edge, i32> = HashMap::new();
    for edge in cells.iter().flat_map(|c| edges(c.as_multi_polygon()).collect::<Vec<_>>()) {
        *seams.entry(key(edge)).or_default() += 1;
        *seams.entry(key([edge[1], edge[0]])).or_default() -= 1;
    }
    // What no cell has the other way round is the outline of all six together: no point of it is far inside them.
    let inside = Point::new(34.4, 46.05); // on the land border of Crimea and Kherson, near Chonhar
    let lone = seams.iter().filter(|(_, n)| **n > 0).map(|(k, _)| k.map(f64::from_bits));
    let near = lone.filter(|[x, y, ..]| (x - inside.x()).abs() < 0.2 && (y - inside.y()).abs() < 0.05).count();
    assert_eq!(near, 0, "the regions' cells do not knit along their common border");
    for (settlement, cell) in settlements.iter().zip(&cells) {
        let place = Point::new(settlement.position.lon(), settlement.position.lat());
        assert!(cell.as_multi_polygon().contains(&place), "{} is outside its cell", settlement.id);
    }
}

/// A star: from the middle outward, a radius for each direction.
fn star() -> impl Strategy<Value = Area> {
    prop::collection::vec(0.2..2.0_f64, 5..40).prop_map(|radii| {
        let n = radii.len() as f64;
        let corner = |(k, r): (usize, &f64)| {
            let a = std::f64::consts::TAU * k as f64 / n;
            (35.0 + r * a.cos(), 47.5 + r * a.sin())
        };
        area(&[&radii.iter().enumerate().map(corner).collect::<Vec<_>>()])
    })
}

/// Positions to one of three precisions: coarse ones make rows, circles and doubles.
fn places() -> impl Strategy<Value = Vec<Position>> {
    let place = (33.0..37.0_f64, 45.5..49.5_f64);
    (prop::collection::vec(place, 1..60), prop::sample::select(vec![2.0, 100.0, 1e5, 1e12]))
        .prop_map(|(places, p)| places.iter().map(|(x, y)| at((x * p).round() / p, (y * p).round() / p)).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn cells_cover_share_and_are_nearest(shape in star(), sites in places(), at in prop::collection::vec((33.0..37.0_f64, 45.5..49.5_f64), 40)) {
        let cells = tessellation::cells(&shape, &sites);
        check_partition(&shape, &cells);
        for (x, y) in at {
            check_nearest(&shape, &sites, &cells, Coord { x, y });
        }
    }

    #[test]
    fn cells_beside_cover_and_share(shape in star(), sites in places(), ys in prop::collection::vec(46.5..48.5_f64, 2..12)) {
        let line: Vec<Position> = ys.iter().enumerate().map(|(k, y)| at(33.3 + 0.3 * k as f64, *y)).collect();
        check_partition(&shape, &tessellation::cells_beside(&shape, &line, &sites));
    }
}
