//! The line of contact as sources that leave ground out draw it, and the nearest point of one.

use std::path::PathBuf;
use std::process::Command;
use std::sync::LazyLock;

use contactline_core::atlas::Atlas;
use contactline_core::model::{Party, Status};
use contactline_core::query::{self, When};
use edge_timeline::measure::geodesic;
use edge_timeline::{Position, measure};

use super::{atlas, day, place};

struct Few {
    // Kept so that the directory lives as long as the tests.
    _directory: tempfile::TempDir,
    atlas: Atlas,
}

/// Ten days of NZZ's map, and two of ISW's.
static FEW: LazyLock<Few> = LazyLock::new(|| {
    let folder = PathBuf::from(std::env::var_os("CONTACTLINE_REAL_DATA").unwrap());
    let directory = tempfile::tempdir().unwrap();
    let import = Command::new(env!("CARGO_BIN_EXE_contactline"))
        .args(["import", "--data"])
        .args([directory.path(), &folder.join("nzz"), &folder.join("isw/layers-2022-more"), &folder.join("isw")])
        .output()
        .unwrap();
    assert!(matches!(import.status.code(), Some(0 | 1)), "{}", String::from_utf8_lossy(&import.stderr));
    let loaded = contactline_store::load(Some(directory.path())).unwrap();
    Few { atlas: Atlas::build(loaded.dataset), _directory: directory }
});

fn few() -> &'static Atlas {
    &FEW.atlas
}

/// NZZ leaves out Crimea, and from 2024-03-14 what was held of Donetsk and Luhansk since 2014: the edges of what it draws
/// against these were told as line of contact, 2,019 km of it. And 387 specks of less than 5 km2 made 267 km of line.
#[test]
fn the_edge_of_what_a_source_leaves_out_is_no_line() {
    let length_km =
        |source: &str, atlas: &Atlas, date: &str| query::line(atlas, source, day(date), None).unwrap().length_m / 1e3;
    let maps_km = length_km("deepstate", atlas(), "2025-12-31");
    let nzz_km = length_km("nzz", few(), "2026-07-07");
    println!("{nzz_km} km by nzz on 2026-07-07, {maps_km} km by deepstate on 2025-12-31");
    assert!((nzz_km / maps_km - 1.0).abs() < 0.06, "{nzz_km} {maps_km}");
    for (date, least, most) in [("2023-10-30", 900.0, 1_200.0), ("2024-07-15", 850.0, 1_000.0)] {
        let km = length_km("nzz", few(), date);
        println!("{km} km by nzz on {date}");
        assert!((least..most).contains(&km), "{date}: {km} km");
    }
    // The old line of contact at Donetsk is near no line any more; the front of 2026 is.
    let near = |lon, lat| query::line(few(), "nzz", day("2026-07-07"), Some(place(lon, lat))).unwrap().nearest.unwrap();
    assert!(near("37.70", "48.05").distance_m > 20_000.0, "{:?}", near("37.70", "48.05"));
    assert!(near("33.70", "46.20").distance_m > 20_000.0, "Perekop: {:?}", near("33.70", "46.20"));
}

/// Donetsk and Luhansk are unknown to a map that leaves them out, what it draws beside them is not.
#[test]
fn what_a_source_leaves_out_is_unknown_and_no_more() {
    let status = |lon, lat, date| {
        let answer = query::classify(few(), place(lon, lat), day(date));
        let control = answer.control.iter().find(|c| c.source.id == "nzz").unwrap();
        (control.status, control.holder)
    };
    let (unknown, held) = ((Status::Unknown, None), (Status::Held, Some(Party::RU)));
    for (lon, lat) in
        [("37.80", "48.00"), ("39.31", "48.57"), ("38.08", "48.31"), ("38.20", "47.20"), ("38.85", "48.45")]
    {
        assert_eq!(status(lon, lat, "2026-07-07"), unknown, "{lon} {lat}");
        assert_eq!(status(lon, lat, "2023-10-30"), held, "{lon} {lat}, drawn then");
    }
    for (lon, lat) in [("37.55", "47.10"), ("38.00", "48.59"), ("37.77", "48.14"), ("38.50", "48.90")] {
        assert_eq!(status(lon, lat, "2026-07-07"), held, "{lon} {lat}");
    }
}

/// 52,194.941 m was answered where 52,194.458 m is right: the least over the edges of the file, by GeographicLib.
#[test]
fn the_nearest_point_of_a_line_far_away_is_the_nearest() {
    let line = |p: Position| query::line(few(), "isw", day("2022-10-16"), Some(p)).unwrap();
    let p = Position::from_lon_lat(37.378_056, 49.267_693).unwrap();
    let found = line(p).nearest.unwrap();
    assert!((found.distance_m - 52_194.458_452).abs() < 1e-5, "{found:?}");
    for p in [
        (37.4, 49.3),
        (34.0, 46.9),
        (30.5, 50.4),
        (24.0, 49.8),
        (2.3, 48.9),
        (-74.0, 40.7),
        (151.2, -33.9),
        (0.0, 89.5),
    ] {
        let p = Position::from_lon_lat(p.0, p.1).unwrap();
        let line = line(p);
        // No vertex of the line is nearer, and no place on its edges, a hundred on each.
        let at = |a: &Position, b: &Position, k: i32| {
            let t = f64::from(k) / 100.0;
            let lon = a.lon() + t * (b.lon() - a.lon());
            let there = Position::from_lon_lat(lon, a.lat() + t * (b.lat() - a.lat())).unwrap();
            geodesic(p, there).distance_m
        };
        let edges = line.paths.iter().flat_map(|path| path.windows(2));
        let near = edges.min_by(|a, b| at(&a[0], &a[1], 50).total_cmp(&at(&b[0], &b[1], 50))).unwrap();
        let least = (0..=100).map(|k| at(&near[0], &near[1], k)).fold(f64::INFINITY, f64::min);
        let found = line.nearest.unwrap();
        assert!(found.distance_m <= least + 1e-6, "{p}: {found:?} {least}");
        let exact_m = measure::geodesic(p, found.position).distance_m;
        assert!((exact_m - found.distance_m).abs() < 1e-6, "{p}: {found:?} {exact_m}");
    }
}

/// What was said of the six regions by a source that is silent on a third of them.
#[test]
fn shares_say_what_is_not_covered() {
    let rows = query::areas(few(), Some("all"), Some("nzz"), When::At(day("2026-07-07"))).unwrap();
    let held = rows.iter().find(|r| (r.status, r.holder) == (Status::Held, Some(Party::RU))).unwrap();
    println!("{:.3} held, {:.3} not covered", held.share, held.unknown_share);
    assert!((0.28..0.36).contains(&held.unknown_share), "{held:?}");
    let sum: f64 = rows.iter().map(|r| r.share).sum();
    assert!((sum - 1.0).abs() < 1e-9);
}
