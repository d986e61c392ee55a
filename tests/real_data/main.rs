//! The whole way, on real days: import by the real binary, load, index, ask; held to what GEOS and GeographicLib say
//! (`tests/oracle/control.py`). `CONTACTLINE_REAL_DATA` names the folder that holds `deepstate-daily/`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, missing_docs)]

mod disputes;
mod lines;
mod proposals;
mod tiles;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use contactline_core::atlas::{Atlas, Timeline};
use contactline_core::model::{Moment, Party, Status};
use contactline_core::query::{self, Shape, Step, Wanted, When};
use edge_timeline::measure::geodesic;
use edge_timeline::prepared::PreparedArea;
use edge_timeline::series::area_series;
use edge_timeline::validity::Rings;
use edge_timeline::{Area, Location, Position, VersionSet, overlay};

const SOURCE: &str = "deepstate";

struct Real {
    // Kept so that the directory lives as long as the tests.
    _directory: tempfile::TempDir,
    atlas: Atlas,
}

static REAL: LazyLock<Real> = LazyLock::new(|| {
    let folder = PathBuf::from(std::env::var_os("CONTACTLINE_REAL_DATA").expect(
        "CONTACTLINE_REAL_DATA names no folder: these tests need the real files, run them with `make test` where it is set",
    ));
    let directory = tempfile::tempdir().unwrap();
    let import = Command::new(env!("CARGO_BIN_EXE_contactline"))
        .args(["import", "deepstate-daily", "--data"])
        .args([directory.path(), &folder.join("deepstate-daily")])
        .output()
        .unwrap();
    assert!(import.status.success(), "{}", String::from_utf8_lossy(&import.stdout));
    assert!(import.stderr.is_empty(), "{}", String::from_utf8_lossy(&import.stderr));
    let loaded = contactline_store::load(Some(directory.path())).unwrap();
    Real { atlas: Atlas::build(loaded.dataset), _directory: directory }
});

fn atlas() -> &'static Atlas {
    &REAL.atlas
}

fn timeline() -> &'static Timeline {
    atlas().timelines().iter().find(|t| t.source.id == SOURCE).unwrap()
}

fn day(text: &str) -> Moment {
    Moment::from_question(text).unwrap()
}

fn place(lon: &str, lat: &str) -> Position {
    Position::from_lon_lat(lon.parse().unwrap(), lat.parse().unwrap()).unwrap()
}

/// The rows of a golden table, each cell by its place in the header.
fn golden<const N: usize>(name: &str, header: [&str; N]) -> Vec<[String; N]> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/oracle/control").join(name);
    let mut reader = csv::Reader::from_path(path).unwrap();
    assert_eq!(reader.headers().unwrap(), &header[..]);
    let rows = reader.records().map(|r| std::array::from_fn(|k| r.as_ref().unwrap()[k].to_owned()));
    rows.collect()
}

fn held_by_russia(rows: &[query::AreaRow]) -> f64 {
    rows.iter().filter(|r| r.status == Status::Held && r.holder == Some(Party::RU)).map(|r| r.area_m2).sum()
}

/// The answer farthest from the truth, as a part of what is allowed: printed, so that a tolerance is seen to be neither
/// loose nor lucky.
struct Worst {
    off: f64,
    what: String,
}

impl Worst {
    const fn new() -> Self {
        Self { off: -1.0, what: String::new() }
    }

    fn note(&mut self, here: f64, there: f64, allowed: f64, what: impl Fn() -> String) {
        let off = (here - there).abs() / allowed;
        if off.is_nan() || off > self.off {
            *self = Self { off, what: format!("{}: {here} here, {there} there", what()) };
        }
    }

    fn check(&self) {
        println!("{:.1e} of what is allowed, at worst: {}", self.off, self.what);
        assert!((0.0..=1.0).contains(&self.off), "{}", self.what);
    }
}

#[test]
fn held_areas_are_those_of_geos_and_geographiclib() {
    let (mut geodesic, mut exact) = (Worst::new(), Worst::new());
    let whole = timeline().held().unwrap().layers().areas_m2();
    for [date, region, m2, integral_m2] in golden("areas.csv", ["day", "region", "area_m2", "integral_m2"]) {
        let (m2, integral_m2): (f64, f64) = (m2.parse().unwrap(), integral_m2.parse().unwrap());
        let here = match region.as_str() {
            "total" => whole[timeline().as_of(day(&date)).unwrap()],
            region => {
                let rows = query::areas(atlas(), Some(region), Some(SOURCE), When::At(day(&date))).unwrap();
                held_by_russia(&rows)
            }
        };
        geodesic.note(here, m2, (2e-8 * m2).max(1.0), || format!("{date} {region}"));
        exact.note(here, integral_m2, (1e-12 * integral_m2).max(0.001), || format!("{date} {region}"));
    }
    geodesic.check();
    exact.check();
}

#[test]
fn changes_are_those_of_geos_and_geographiclib() {
    let mut worst = Worst::new();
    for [from, to, region, gained, lost] in golden("changes.csv", ["from", "to", "region", "gained_m2", "lost_m2"]) {
        let asked = (region != "total").then_some(region.as_str());
        // Asked backwards, what was gained is what was lost.
        let is_backwards = day(&to) < day(&from);
        let (first, last) = if is_backwards { (&to, &from) } else { (&from, &to) };
        let changes = query::changes(atlas(), SOURCE, Party::RU, asked, day(first), day(last)).unwrap();
        let change = changes.total.unwrap_or_else(|| changes.regions[0].1);
        let (gained, lost) = if is_backwards { (lost, gained) } else { (gained, lost) };
        for (here, there) in [(change.gained_m2, gained), (change.lost_m2, lost)] {
            let there: f64 = there.parse().unwrap();
            worst.note(here, there, (1e-6 * there).max(1.0), || format!("{from} {to} {region}"));
        }
    }
    worst.check();
}

#[test]
fn gained_less_lost_is_the_difference_of_areas_on_all_days() {
    let mut worst = Worst::new();
    let held = timeline().held().unwrap();
    let whole = held.layers().areas_m2();
    for (version, m2) in whole.windows(2).enumerate() {
        let (gained, lost) = (held.gained(version, version + 1), held.gained(version + 1, version));
        let net = gained.area_m2() - lost.area_m2();
        worst.note(net, m2[1] - m2[0], 0.01, || format!("{} to the next", timeline().stamps()[version]));
    }
    worst.check();
}

/// DeepState's own figures, km2 in a month: 725 in November 2024, about 190 in February 2025, about 500 in November 2025.
#[test]
fn monthly_gains_are_those_the_publisher_states() {
    for (from, to, published, part) in [
        ("2024-10-31", "2024-11-30", 725.0, 0.03),
        ("2025-01-31", "2025-02-28", 190.0, 0.1),
        ("2025-10-31", "2025-11-30", 500.0, 0.03),
    ] {
        let changes = query::changes(atlas(), SOURCE, Party::RU, None, day(from), day(to)).unwrap();
        let total = changes.total.unwrap();
        let net = (total.gained_m2 - total.lost_m2) / 1e6;
        assert!((net - published).abs() <= part * published, "{to}: {net} km2, published {published}");
    }
}

#[test]
fn three_thousand_points_are_where_geos_puts_them() {
    let header = ["lon", "lat", "date", "located", "region", "status", "holder"];
    for [lon, lat, date, located, region, status, holder] in golden("points.csv", header) {
        let answer = query::classify(atlas(), place(&lon, &lat), day(&date));
        let control = answer.control.iter().find(|c| c.source.id == SOURCE).unwrap();
        let here = (control.status.as_str(), control.holder.map(|p| p.to_string()).unwrap_or_default());
        assert_eq!(here, (status.as_str(), holder), "{lon} {lat} {date}");
        assert_eq!(answer.region.map_or("", |r| &r.region.id), region, "{lon} {lat}");
        let boundary = located == "boundary";
        assert_eq!(control.location == Location::Boundary, boundary, "{lon} {lat} {date}");
        assert_eq!(control.other_side.is_some(), boundary, "{lon} {lat} {date}");
    }
}

/// Vertices of the outlines, read from the files: they may not be kept here. All lie on the boundary, to the last bit.
#[test]
fn vertices_of_the_files_are_on_the_boundary() {
    let mut seen = 0;
    let folder = PathBuf::from(std::env::var_os("CONTACTLINE_REAL_DATA").unwrap()).join("deepstate-daily");
    for (version, stamp) in timeline().stamps().iter().enumerate().step_by(50) {
        let date = stamp.date().to_string();
        let file = folder.join(format!("deepstatemap_data_{}.geojson", date.replace('-', "")));
        let json: serde_json::Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
        let mut vertices = Vec::new();
        collect(&json["features"][0]["geometry"]["coordinates"], &mut vertices);
        for [lon, lat] in vertices.into_iter().step_by(11) {
            let place = Position::from_lon_lat(lon, lat).unwrap();
            assert_eq!(timeline().held().unwrap().locate(version, place), Location::Boundary, "{date}: {lon} {lat}");
            let answer = query::classify(atlas(), place, *stamp);
            let control = answer.control.iter().find(|c| c.source.id == SOURCE).unwrap();
            assert_eq!((control.holder, control.location), (Some(Party::RU), Location::Boundary), "{control:?}");
            assert!(control.other_side.is_some(), "{control:?}");
            seen += 1;
        }
    }
    println!("{seen} vertices");
    assert!(seen > 1_000, "{seen} vertices");
}

/// The positions in nested arrays of coordinates.
fn collect(coordinates: &serde_json::Value, into: &mut Vec<[f64; 2]>) {
    let list = coordinates.as_array().unwrap();
    match (list.first().and_then(|v| v.as_f64()), list.get(1).and_then(|v| v.as_f64())) {
        (Some(lon), Some(lat)) => into.push([lon, lat]),
        _ => list.iter().for_each(|inner| collect(inner, into)),
    }
}

#[test]
fn two_hundred_histories_are_those_of_geos() {
    for [lon, lat, runs] in golden("histories.csv", ["lon", "lat", "runs"]) {
        let history = query::history(atlas(), place(&lon, &lat), None, None, "2025-12-31".parse().unwrap()).unwrap();
        let source = history.sources.iter().find(|s| s.source.id == SOURCE).unwrap();
        let mut here: Vec<(String, String)> = Vec::new();
        for stretch in &source.intervals {
            let holder = stretch.holder.map(|p| p.to_string()).unwrap_or_default();
            // A stretch on the boundary is another than one inside it; the holder is the same.
            if here.last().is_none_or(|(_, last)| *last != holder) {
                here.push((stretch.interval.start.unwrap().to_string(), holder));
            }
        }
        let here: Vec<String> = here.into_iter().map(|(start, holder)| format!("{start}:{holder}")).collect();
        assert_eq!(here.join(";"), runs, "{lon} {lat}");
    }
}

#[test]
fn history_on_real_days_is_at_on_them() {
    for [lon, lat, _] in golden("histories.csv", ["lon", "lat", "runs"]) {
        let history = query::history(atlas(), place(&lon, &lat), None, None, "2025-12-31".parse().unwrap()).unwrap();
        for at in timeline().stamps().iter().step_by(31).map(|stamp| stamp.date().end()) {
            let classified = query::classify(atlas(), place(&lon, &lat), at);
            for source in &history.sources {
                let told = source.intervals.iter().find(|s| s.interval.holds(at)).map(|s| (s.status, s.holder));
                let asked = classified.control.iter().find(|c| c.source.id == source.source.id).unwrap();
                assert_eq!(told, Some((asked.status, asked.holder)), "{lon} {lat} {at} {}", source.source.id);
            }
        }
    }
}

#[test]
fn the_line_and_distances_to_it_are_those_of_geos_and_geographiclib() {
    let mut worst = Worst::new();
    for [date, m] in golden("lengths.csv", ["day", "length_m"]) {
        let there: f64 = m.parse().unwrap();
        let here = query::line(atlas(), SOURCE, day(&date), None).unwrap().length_m;
        worst.note(here, there, 1e-9 * there, || format!("length on {date}"));
    }
    for [date, lon, lat, m] in golden("distances.csv", ["day", "lon", "lat", "distance_m"]) {
        let there: f64 = m.parse().unwrap();
        let near = query::line(atlas(), SOURCE, day(&date), Some(place(&lon, &lat))).unwrap().nearest.unwrap();
        // The foot is found in a plane, which far away puts it a little aside: the distance to it grows by less.
        worst
            .note(near.distance_m, there, (1e-6 * there).max(0.001), || format!("distance on {date} from {lon} {lat}"));
    }
    worst.check();
}

#[test]
fn the_line_has_the_held_area_to_the_left() {
    let held = timeline().held().unwrap();
    for version in (0..timeline().stamps().len()).step_by(90) {
        for edge in held.line_paths(version).iter().flat_map(|path| path.windows(2)) {
            let (dx, dy) = (edge[1].lon() - edge[0].lon(), edge[1].lat() - edge[0].lat());
            let step = 1e-9 / dx.hypot(dy);
            let beside = |side: f64| {
                let lon = f64::midpoint(edge[0].lon(), edge[1].lon()) - side * step * dy;
                let lat = f64::midpoint(edge[0].lat(), edge[1].lat()) + side * step * dx;
                held.locate(version, Position::from_lon_lat(lon, lat).unwrap())
            };
            assert_eq!((beside(1.0), beside(-1.0)), (Location::Interior, Location::Exterior), "{version} {edge:?}");
        }
    }
}

#[test]
fn rows_of_a_region_sum_to_it_on_every_day() {
    let when = When::Series { from: "2024-07-08".parse().unwrap(), to: "2025-12-31".parse().unwrap(), step: Step::Day };
    for region in atlas().regions().iter().map(|r| r.id.as_str()).chain(["all", "donbas"]) {
        let mut sums: BTreeMap<(Moment, String), f64> = BTreeMap::new();
        for row in query::areas(atlas(), Some(region), None, when).unwrap() {
            assert!(row.area_m2 >= 0.0, "{row:?}");
            *sums.entry((row.moment, row.source)).or_default() += row.share;
        }
        assert!(sums.values().all(|sum| (sum - 1.0).abs() < 1e-9), "{region}: {sums:?}");
    }
}

/// How many versions the one sum cannot answer for. Every so many-th version is what an overlay of that day says, by the
/// one sum where it answers, and by what is answered where it does not.
fn open_versions(name: &str, target: &Area, step: usize, worst: &mut Worst) -> usize {
    let class = timeline().held().unwrap();
    let cutter = PreparedArea::from_area(target);
    let mut asked = VersionSet::empty(timeline().stamps().len());
    (0..timeline().stamps().len()).step_by(step).for_each(|version| asked.insert(version));
    let answered = class.areas_m2(target, &cutter, &asked);
    let series = area_series(class.layers(), &cutter);
    let allowed = (1e-12 * target.area_m2()).max(1e-3);
    for version in asked.iter() {
        let alone = overlay::intersection(&class.area(version), target).area_m2();
        worst.note(answered[version], alone, allowed, || format!("{name}, version {version}"));
        if !series.open.contains(version) {
            worst.note(series.areas_m2[version], alone, allowed, || format!("{name}, version {version}, one sum"));
        }
    }
    series.open.iter().count()
}

#[test]
fn areas_of_all_days_at_once_are_those_of_overlays() {
    let mut worst = Worst::new();
    for region in atlas().regions() {
        let open = open_versions(&region.id, &region.land, 20, &mut worst);
        println!("{}: {open} versions open", region.id);
        assert_eq!(open, 0, "{}: outlines and borders do not all but coincide", region.id);
    }
    worst.check();
}

/// The worst targets: a day's own outline, whose edges most other days share, and outlines that all but coincide with it.
#[test]
fn areas_are_right_where_borders_all_but_coincide() {
    let class = timeline().held().unwrap();
    let versions = timeline().stamps().len();
    let whole = class.layers().areas_m2();
    let mut worst = Worst::new();
    for version in [7, versions / 2, versions - 1] {
        let own = class.area(version);
        let answered = class.areas_m2(&own, &PreparedArea::from_area(&own), &VersionSet::full(versions));
        worst.note(answered[version], whole[version], 0.01, || format!("version {version} in itself"));
        let open = open_versions(&format!("version {version}"), &own, 40, &mut worst);
        println!("version {version} as the target: {open} of {versions} versions open");
        assert!(open < versions / 2, "{open} open: the one sum no longer answers for most days");
    }
    for (name, by) in [("an ulp", None), ("1e-9 degree", Some(1e-9)), ("1e-6 degree", Some(1e-6))] {
        let target = moved(&class.area(versions / 2), by);
        let open = open_versions(&format!("moved by {name}"), &target, 40, &mut worst);
        println!("version {} moved by {name} as the target: {open} of {versions} versions open", versions / 2);
    }
    worst.check();
}

/// The area with every vertex moved east and north: by so much, or to the next number.
fn moved(area: &Area, by: Option<f64>) -> Area {
    let move_by = |v: f64| by.map_or_else(|| v.next_up(), |by| v + by);
    let ring = |ring: &geo::LineString<f64>| -> Vec<geo::Coord<f64>> {
        ring.0.iter().map(|c| geo::Coord { x: move_by(c.x), y: move_by(c.y) }).collect()
    };
    let polygons = area.as_multi_polygon().0.iter();
    let rings: Rings =
        polygons.map(|p| std::iter::once(p.exterior()).chain(p.interiors()).map(ring).collect()).collect();
    Area::from_rings(rings).unwrap()
}

#[test]
fn a_users_polygon_from_another_day_is_parted_without_rest() {
    let held = timeline().held().unwrap();
    let mut worst = Worst::new();
    for (drawn, asked) in [(0, 300), (300, 0), (535, 535), (200, 201)] {
        let shape = Shape::Area(held.area(drawn));
        let at = timeline().stamps()[asked];
        let answer = query::overlap(atlas(), &shape, Some(SOURCE), When::At(at), true).unwrap();
        let sum: f64 = answer.rows.iter().map(|r| r.size).sum();
        let pieces: f64 = answer.rows.iter().map(|r| r.piece.as_ref().unwrap().size()).sum();
        let russian = answer.rows.iter().filter(|r| r.holder == Some(Party::RU)).map(|r| r.size).sum();
        let alone = overlay::intersection(&held.area(drawn), &held.area(asked)).area_m2();
        let name = |of| format!("{of} of version {drawn} on {at}");
        worst.note(sum, answer.size, 1.0, || name("parts"));
        worst.note(pieces, answer.size, 1.0, || name("pieces"));
        worst.note(russian, alone, 1.0, || name("what is held"));
    }
    worst.check();
}

#[test]
fn known_places_are_as_the_matrix_has_them() {
    for [name, lon, lat, date, held] in golden("point_matrix.csv", ["place", "lon", "lat", "date", "held"]) {
        let answer = query::classify(atlas(), place(&lon, &lat), day(&date));
        let control = answer.control.iter().find(|c| c.source.id == SOURCE).unwrap();
        let here = if control.holder == Some(Party::RU) { "in" } else { "out" };
        assert_eq!(here, held, "{name} on {date}: {control:?}");
    }
}

/// The atlas of a folder's files, imported by the real binary, not without a warning, and checked.
fn imported(format: &str, folders: &[&str]) -> Atlas {
    let data = PathBuf::from(std::env::var_os("CONTACTLINE_REAL_DATA").unwrap());
    let directory = tempfile::tempdir().unwrap();
    let import = Command::new(env!("CARGO_BIN_EXE_contactline"))
        .args(["import", format, "--data"])
        .arg(directory.path())
        .args(folders.iter().map(|folder| data.join(folder)))
        .output()
        .unwrap();
    assert_eq!(import.status.code(), Some(1), "{}", String::from_utf8_lossy(&import.stdout));
    let check = Command::new(env!("CARGO_BIN_EXE_contactline")).arg("check").arg(directory.path()).output().unwrap();
    assert!(check.status.success(), "{}", String::from_utf8_lossy(&check.stdout));
    Atlas::build(contactline_store::load(Some(directory.path())).unwrap().dataset)
}

/// Control, advance, claim and counter-offensive of the Institute's layers, as the matrix of known places has them.
#[test]
fn known_places_are_as_the_institute_has_them() {
    // One file is dated 2202-02-03.
    let atlas = imported("isw", &["isw", "isw/combined-2023", "isw/layers-2022"]);
    for [name, lon, lat, date, said] in golden("isw_matrix.csv", ["place", "lon", "lat", "date", "said"]) {
        let answer = query::classify(&atlas, place(&lon, &lat), day(&date));
        let control = answer.control.iter().find(|c| c.source.id == "isw").unwrap();
        let here = (control.status, control.holder);
        let fits = match said.as_str() {
            "A" => here == (Status::Held, Some(Party::RU)),
            "V" => here == (Status::Contested, None),
            "C" => here == (Status::Claimed, Some(Party::RU)),
            "U" => here == (Status::Claimed, Some(Party::UA)),
            _ => here.1 != Some(Party::RU) && here.0 != Status::Contested,
        };
        assert!(fits, "{name} on {date}: {said}, {control:?}");
    }
}

/// What did not change and what was gained, as the matrix of known places has it.
#[test]
fn known_places_are_as_the_newspaper_has_them() {
    let atlas = imported("nzz", &["nzz"]);
    for [name, lon, lat, date, said] in golden("nzz_matrix.csv", ["place", "lon", "lat", "date", "said"]) {
        let answer = query::classify(&atlas, place(&lon, &lat), day(&date));
        let control = answer.control.iter().find(|c| c.source.id == "nzz").unwrap();
        assert_eq!(control.holder == Some(Party::RU), said != "none", "{name} on {date}: {said}, {control:?}");
    }
}

/// Every raw version that there is: named eras, grey zone, Tuzla, Snake Island, as the matrix of known places has them.
#[test]
fn known_places_are_as_the_raw_map_has_them() {
    let atlas = imported("deepstate-raw", &["deepstate-raw"]);
    for [name, lon, lat, date, said] in golden("raw_matrix.csv", ["place", "lon", "lat", "date", "said"]) {
        let answer = query::classify(&atlas, place(&lon, &lat), day(&date));
        let control = answer.control.iter().find(|c| c.source.id == "deepstate-raw").unwrap();
        let here = (control.status, control.holder);
        let fits = match said.as_str() {
            "occupied" | "crimea" | "ordlo" | "tuzla" => here == (Status::Held, Some(Party::RU)),
            "dismissed" => here == (Status::Held, Some(Party::UA)),
            "unknown" => here == (Status::Contested, None),
            // In no polygon: Ukrainian by silence on land, unknown at sea.
            _ => here.1 != Some(Party::RU),
        };
        assert!(fits, "{name} on {date}: {said}, {control:?}");
    }
    // The parts held since 2014 and since 2022 were drawn apart: their seam is no line of contact.
    let here = query::line(&atlas, "deepstate-raw", day("2025-07-30"), None).unwrap().length_m;
    let there = query::line(self::atlas(), SOURCE, day("2025-07-31"), None).unwrap().length_m;
    assert!((here - there).abs() < 0.01 * there, "{here} raw, {there} merged");
}

/// The matrix's places by name: the settlement is there, and held as the matrix says, unless the line runs between the
/// settlement's point and the matrix's.
#[test]
fn settlements_are_held_as_the_matrix_has_their_places() {
    let (mut compared, mut names) = (0, std::collections::BTreeSet::new());
    for [name, lon, lat, date, held] in golden("point_matrix.csv", ["place", "lon", "lat", "date", "held"]) {
        let (point, text) = (place(&lon, &lat), name.replace("_Luh", ", Luhansk").replace('_', " "));
        let Ok(meant) = query::place(atlas(), &text, None) else { continue };
        let apart_m = geodesic(point, meant.position).distance_m;
        // A town's point may be anywhere in it; the matrix has the bridge of Chonhar, 9 km from the village.
        assert!(apart_m < 10_000.0, "{name}: {meant:?} is {apart_m} m off");
        let wanted = Wanted { near: Some(point), limit: Some(20), source: Some(SOURCE), ..Wanted::default() };
        let found = query::settlements(atlas(), day(&date), wanted).unwrap();
        let row = found.rows.iter().find(|r| r.locality.position == meant.position).unwrap();
        let control = &row.control[0].0;
        if control.distance_m.is_some_and(|m| m <= apart_m) {
            continue;
        }
        compared += 1;
        names.insert(name.clone());
        assert_eq!(control.holder == Some(Party::RU), held == "in", "{name} on {date}: {control:?}");
    }
    println!("{compared} compared: {names:?}");
    assert!(compared >= 40 && names.len() >= 25, "{compared} {names:?}");
}

#[test]
fn since_is_where_the_stretch_of_history_begins() {
    let mut compared = 0;
    for date in ["2024-07-08", "2025-03-01", "2025-12-31"] {
        let began = std::time::Instant::now();
        let found = query::settlements(atlas(), day(date), Wanted::default()).unwrap();
        println!("{} settlements on {date} in {:?}", found.rows.len(), began.elapsed());
        assert!(found.rows.len() > 2_000);
        for row in found.rows.iter().step_by(9) {
            let history =
                query::history(atlas(), row.locality.position, None, Some(day(date)), "2025-12-31".parse().unwrap())
                    .unwrap();
            for (control, since) in &row.control {
                let stretches = &history.sources.iter().find(|s| s.source.id == control.source.id).unwrap().intervals;
                let now = (control.status, control.holder);
                let same = |s: &&query::Stretch| (s.status, s.holder) == now;
                let start = stretches.iter().rev().take_while(same).last().and_then(|s| s.interval.start);
                assert_eq!(since.map(|s| s.moment), start, "{} {date} {}", row.locality.id, control.source.id);
                compared += 1;
            }
        }
    }
    assert!(compared > 1_000, "{compared}");
}

/// The folder of the real files.
fn real_files() -> PathBuf {
    PathBuf::from(std::env::var_os("CONTACTLINE_REAL_DATA").unwrap())
}

/// Every sample is known by its content and imports; what is refused is refused by its day.
#[test]
fn every_sample_is_known_and_imports() {
    let data = tempfile::tempdir().unwrap();
    for (folder, format, imported, refused) in [
        ("deepstate-daily", "deepstate-daily", 536, 0),
        ("deepstate-raw", "deepstate-raw", 40, 0),
        ("isw", "isw", 1, 1),
        ("isw/combined-2023", "isw", 4, 0),
        ("isw/layers-2022", "isw", 7, 0),
        ("nzz", "nzz", 10, 0),
        ("official-list", "official-list", 1, 0),
    ] {
        let import = Command::new(env!("CARGO_BIN_EXE_contactline"))
            .args(["import", "--data"])
            .arg(data.path())
            .arg(real_files().join(folder))
            .output()
            .unwrap();
        let out = String::from_utf8(import.stdout).unwrap();
        assert!(out.starts_with(&format!("read as {format}: ")) && import.stderr.is_empty(), "{folder}: {out}");
        let tally = format!("\n{imported} imported, 0 replaced, 0 already there, {refused} refused; ");
        assert!(out.contains(&tally), "{folder}: {}", out.lines().last().unwrap());
        assert!(refused == 0 || out.contains("error bad_date: 2202-02-03"), "{out}");
    }
    let check = Command::new(env!("CARGO_BIN_EXE_contactline")).arg("check").arg(data.path()).output().unwrap();
    assert_eq!(check.status.code(), Some(0), "{}", String::from_utf8_lossy(&check.stdout));
}

/// The whole list, read anew, says of every settlement what the record that comes with the program says.
#[test]
fn the_official_list_read_anew_is_the_record_that_comes_with_the_program() {
    use contactline::read::official_list::{places, read};
    use contactline_store::{read_settlements, shipped};

    let path = "control/ua-official-list/settlements.geojson";
    let text = shipped(path).unwrap();
    let known = read_settlements(&text, path).unwrap();
    let file = real_files().join("official-list/ua_perelik_order376_asof_20250507.csv");
    let places = places(text.as_bytes(), path).value.unwrap();
    let reading = read(&std::fs::read(file).unwrap(), "list.csv", places, "2025-05-07".parse().unwrap());
    let settlements = reading.value.unwrap();
    let mut other_hostilities = 0;
    let mut updated = Vec::new();
    for (new, old) in settlements.iter().zip(&known) {
        // What the update of 2025-07-04 says of earlier days stands in the record with the day since when it is known.
        if old.periods.iter().any(|period| period.known_from.is_some()) {
            updated.push(old.name.as_str());
            assert_eq!((&new.id, new.periods.last().unwrap().holder), (&old.id, Party::UA), "{}", new.name);
        } else {
            assert_eq!((&new.id, &new.periods), (&old.id, &old.periods), "{}", new.name);
        }
        other_hostilities += usize::from(new.hostilities != old.hostilities);
    }
    assert_eq!(updated, ["Niu-York", "Kalynove"]);
    // Lyman's hromada: its settlements' rows are closed, the hromada's own is open since 2023-09-08 in another section.
    assert_eq!((settlements.len(), other_hostilities), (1_330, 13));
    let codes = |code| reading.findings.iter().filter(|f| f.code == code).count();
    assert_eq!((codes("bad_code"), codes("bad_date"), codes("part_of_place")), (1, 1, 1));
}
