//! The whole way, on real days: import by the real binary, load, index, ask; held to what GEOS and GeographicLib say
//! (`tests/oracle/control.py`). `CONTACTLINE_REAL_DATA` names the folder that holds `deepstate-daily/`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, missing_docs)]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use contactline::atlas::{Atlas, Timeline};
use contactline::geometry::cutter::Cutter;
use contactline::geometry::series::area_series;
use contactline::geometry::{Area, Location, Position, overlay};
use contactline::model::{Moment, Party, Status};
use contactline::query::{self, Step, When};

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
    let loaded = contactline::store::load(Some(directory.path())).unwrap();
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

/// Within a part of the truth, or a thousand square metres where the truth is small.
fn near(here: f64, there: f64, part: f64) -> bool {
    (here - there).abs() <= (part * there.abs()).max(1e3)
}

#[test]
fn held_areas_are_those_of_geos_and_geographiclib() {
    let held_m2 = |region: &str, at: Moment| -> f64 {
        let rows = query::areas(atlas(), Some(region), Some(SOURCE), When::At(at)).unwrap();
        rows.iter().filter(|r| r.status == Status::Held && r.holder == Some(Party::RU)).map(|r| r.area_m2).sum()
    };
    let whole = timeline().held().unwrap().layers().areas_m2();
    for [date, region, m2] in golden("areas.csv", ["day", "region", "area_m2"]) {
        let there: f64 = m2.parse().unwrap();
        let here = match region.as_str() {
            "total" => whole[timeline().as_of(day(&date)).unwrap()],
            region => held_m2(region, day(&date)),
        };
        assert!(near(here, there, 1e-6), "{date} {region}: {here} here, {there} there");
    }
}

#[test]
fn changes_are_those_of_geos_and_geographiclib() {
    for [from, to, region, gained, lost] in golden("changes.csv", ["from", "to", "region", "gained_m2", "lost_m2"]) {
        let asked = (region != "total").then_some(region.as_str());
        let changes = query::changes(atlas(), SOURCE, Party::RU, asked, day(&from), day(&to)).unwrap();
        let change = changes.total.unwrap_or_else(|| changes.regions[0].1);
        for (here, there) in [(change.gained_m2, gained), (change.lost_m2, lost)] {
            let there: f64 = there.parse().unwrap();
            assert!((here - there).abs() <= (1e-5 * there).max(1.0), "{from} {to} {region}: {here}, {there}");
        }
    }
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
        assert_eq!(control.location.as_str() == "boundary", located == "boundary", "{lon} {lat} {date}");
    }
}

/// Every outline's own vertices, as the files have them: on the boundary, to the last bit.
#[test]
fn vertices_of_the_files_are_on_the_boundary() {
    let folder = PathBuf::from(std::env::var_os("CONTACTLINE_REAL_DATA").unwrap()).join("deepstate-daily");
    let mut seen = 0;
    for (version, stamp) in timeline().stamps().iter().enumerate().step_by(50) {
        let date = stamp.date().to_string();
        let file = folder.join(format!("deepstatemap_data_{}.geojson", date.replace('-', "")));
        let json: serde_json::Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
        let mut vertices = Vec::new();
        collect(&json["features"][0]["geometry"]["coordinates"], &mut vertices);
        for vertex in vertices.iter().step_by(11) {
            let place = Position::from_lon_lat(vertex[0], vertex[1]).unwrap();
            let location = timeline().held().unwrap().locate(version, place);
            assert_eq!(location, Location::Boundary, "{date}: {vertex:?}");
            let answer = query::classify(atlas(), place, *stamp);
            let control = answer.control.iter().find(|c| c.source.id == SOURCE).unwrap();
            let here = (control.holder, control.location);
            assert_eq!(here, (Some(Party::RU), Location::Boundary), "{date}: {vertex:?}");
            seen += 1;
        }
    }
    assert!(seen > 1_000, "{seen} vertices seen");
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
        let history = query::history(atlas(), place(&lon, &lat), None, None);
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
fn the_line_and_distances_to_it_are_those_of_geos_and_geographiclib() {
    for [date, m] in golden("lengths.csv", ["day", "length_m"]) {
        let there: f64 = m.parse().unwrap();
        let here = query::line(atlas(), SOURCE, day(&date), None).unwrap().length_m;
        assert!((here - there).abs() < 1e-6 * there, "{date}: {here}, {there}");
    }
    for [date, lon, lat, m] in golden("distances.csv", ["day", "lon", "lat", "distance_m"]) {
        let there: f64 = m.parse().unwrap();
        let near = query::line(atlas(), SOURCE, day(&date), Some(place(&lon, &lat))).unwrap().nearest.unwrap();
        // The oracle looks at points 1e-6 degree apart: up to half of that, 6 cm, beside the foot.
        assert!((near.distance_m - there).abs() <= 0.1, "{date} {lon} {lat}: {near:?}, {there}");
    }
}

#[test]
fn rows_of_a_region_sum_to_it_in_every_week() {
    let when =
        When::Series { from: "2024-07-08".parse().unwrap(), to: "2025-12-31".parse().unwrap(), step: Step::Week };
    for region in atlas().regions().iter().map(|r| r.id.as_str()).chain(["all", "donbas"]) {
        let mut sums: std::collections::BTreeMap<(Moment, String), f64> = Default::default();
        for row in query::areas(atlas(), Some(region), None, when).unwrap() {
            *sums.entry((row.moment, row.source)).or_default() += row.share;
        }
        assert!(sums.values().all(|sum| (sum - 1.0).abs() < 1e-9), "{region}: {sums:?}");
    }
}

#[test]
fn areas_of_all_days_at_once_are_those_of_overlays() {
    let class = timeline().held().unwrap();
    let versions = timeline().stamps().len();
    let open = |target: &Area| area_series(class.layers(), &Cutter::from_area(target)).open.iter().count();
    let lands = atlas().regions().iter().map(|r| (r.id.clone(), r.land.clone()));
    // The worst case: a day's own outline, most of whose edges other days share.
    let early = ("an early day".to_owned(), class.area(7));
    for (name, target) in lands.chain([early.clone()]) {
        let fast = class.areas_m2(&target, &Cutter::from_area(&target));
        for version in (0..versions).step_by(50).chain([7]) {
            let slow = overlay::intersection(&class.area(version), &target).area_m2();
            assert!((fast[version] - slow).abs() <= 1e-9 * slow.max(1e6), "{name}, version {version}");
        }
        println!("{name}: {} of {versions} versions open", open(&target));
        if name != early.0 {
            assert_eq!(open(&target), 0, "{name}: outlines and borders do not all but coincide");
        }
    }
    assert!(open(&early.1) < versions / 2);
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

/// The atlas of a folder's files, imported by the real binary and checked.
fn imported(format: &str, folders: &[&str], refused: i32) -> Atlas {
    let data = PathBuf::from(std::env::var_os("CONTACTLINE_REAL_DATA").unwrap());
    let directory = tempfile::tempdir().unwrap();
    let import = Command::new(env!("CARGO_BIN_EXE_contactline"))
        .args(["import", format, "--data"])
        .arg(directory.path())
        .args(folders.iter().map(|folder| data.join(folder)))
        .output()
        .unwrap();
    assert_eq!(import.status.code(), Some(refused), "{}", String::from_utf8_lossy(&import.stdout));
    let check = Command::new(env!("CARGO_BIN_EXE_contactline")).arg("check").arg(directory.path()).output().unwrap();
    assert!(check.status.success(), "{}", String::from_utf8_lossy(&check.stdout));
    Atlas::build(contactline::store::load(Some(directory.path())).unwrap().dataset)
}

/// Control, advance, claim and counter-offensive of the Institute's layers, as the matrix of known places has them.
#[test]
fn known_places_are_as_the_institute_has_them() {
    // One file is dated 2202-02-03.
    let atlas = imported("isw", &["isw", "isw/combined-2023", "isw/layers-2022"], 1);
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

/// Every raw version that there is: named eras, grey zone, Tuzla, Snake Island, as the matrix of known places has them.
#[test]
fn known_places_are_as_the_raw_map_has_them() {
    let atlas = imported("deepstate-raw", &["deepstate-raw"], 0);
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
