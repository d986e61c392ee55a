//! How many instructions the paths take that are walked most, held to bounds. No time is measured: valgrind counts, and the count
//! hardly differs between machines.
//!
//! `make guard` runs it. Started by hand it starts itself once more under callgrind, which counts what runs inside of [`counted`]
//! and writes a file after each call. A path that became faster for good gets a lower bound.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout)]

use std::hint::black_box;
use std::path::Path;
use std::process::{Command, ExitCode};

use contactline_core::atlas::Atlas;
use contactline_core::model::{Basis, ControlFeature, Date, Party, Status, Version};
use contactline_core::query;
use contactline_store as store;
use edge_timeline::prepared::PreparedArea;
use edge_timeline::series::area_series;
use edge_timeline::{Area, BBox, Position};
use geo::Coord;

/// Set where callgrind counts.
const INSIDE: &str = "CONTACTLINE_COUNTED";
const SOURCE: &str = "deepstate";
const DAYS: usize = 60;
const VERTICES: usize = 1_000;
/// Places that a path is walked for.
const PLACES: usize = 200;

/// The paths, each with the most instructions that it may take: for a place, or once. Half as many again as it took when the
/// bound was set, with three sources: two built in, and one of [`DAYS`] days.
const BOUNDS: [(&str, u64); 10] = [
    ("a place on one day", 260),
    ("a place on every day", 590),
    ("the line nearest to a place", 5_300),
    ("a district's area on every day", 5_700_000),
    ("classify", 32_000),
    ("screen", 53_000),
    ("at", 69_000),
    ("history", 23_000),
    ("changes of a day", 72_000),
    ("a settlement by its name", 8_000_000),
];

fn main() -> ExitCode {
    if std::env::var_os(INSIDE).is_some() {
        walk();
        return ExitCode::SUCCESS;
    }
    let counts = counts();
    assert_eq!(counts.len(), BOUNDS.len(), "a count for each path");
    let mut exit = ExitCode::SUCCESS;
    println!("{:32} {:>12} {:>12}", "path", "instructions", "at most");
    for ((path, most), count) in BOUNDS.iter().zip(counts) {
        let is_more = count > *most;
        println!("{path:32} {count:>12} {most:>12}{}", if is_more { "  MORE" } else { "" });
        if is_more {
            exit = ExitCode::FAILURE;
        }
    }
    exit
}

/// Instructions of each call of [`counted`], for each time its path was walked.
fn counts() -> Vec<u64> {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("counts");
    let status = Command::new("valgrind")
        .args(["--tool=callgrind", "--quiet", "--collect-atstart=no"])
        .args(["--toggle-collect=hot_paths::counted_path", "--dump-after=hot_paths::counted_path"])
        .arg(format!("--callgrind-out-file={}", out.display()))
        .arg(std::env::current_exe().unwrap())
        .env(INSIDE, "1")
        .status()
        .unwrap_or_else(|e| panic!("valgrind counts the instructions; it could not be started: {e}"));
    assert!(status.success(), "valgrind: {status}");
    let of = |k: usize| total(&out.with_extension(k.to_string())).map(|count| count / times(k - 1));
    (1..=BOUNDS.len()).map_while(of).collect()
}

/// The total that a file of callgrind ends with.
fn total(file: &Path) -> Option<u64> {
    let text = std::fs::read_to_string(file).ok()?;
    text.lines().rev().find_map(|line| line.strip_prefix("totals: ")?.trim().parse().ok())
}

/// How often a path is walked: for every place, or once.
fn times(path: usize) -> u64 {
    match BOUNDS[path].0 {
        "a district's area on every day" | "changes of a day" | "a settlement by its name" => 1,
        _ => PLACES as u64,
    }
}

/// Walks every path twice: what is made when first asked for is not counted.
fn walk() {
    let atlas = atlas();
    let timeline = atlas.timelines().iter().find(|timeline| timeline.source.id == SOURCE).unwrap();
    let layers = timeline.held().unwrap().layers();
    let (stamps, last) = (timeline.stamps(), DAYS - 1);
    let (moment, places) = (stamps[last], places());
    let district = PreparedArea::from_area(&Area::from_bbox(BBox { west: 36.5, south: 47.0, east: 39.0, north: 49.0 }));
    let paths: [&dyn Fn(); 10] = [
        &|| places.iter().for_each(|p| _ = black_box(layers.locate_in(last, *p))),
        &|| places.iter().for_each(|p| _ = black_box(layers.locate(*p))),
        &|| places.iter().for_each(|p| _ = black_box(timeline.line_distance_m(last, *p))),
        &|| _ = black_box(area_series(layers, &district)),
        &|| places.iter().for_each(|p| _ = black_box(query::classify(&atlas, *p, moment))),
        &|| places.iter().for_each(|p| _ = black_box(query::screen(&atlas, *p, moment))),
        &|| places.iter().for_each(|p| _ = black_box(query::at(&atlas, *p, moment))),
        &|| places.iter().for_each(|p| _ = black_box(query::history(&atlas, *p, None, None, moment.date()).unwrap())),
        &|| _ = black_box(query::changes(&atlas, SOURCE, Party::RU, None, stamps[last - 1], moment).unwrap()),
        &|| _ = black_box(atlas.gazetteer().find("Pokrovsk")),
    ];
    for path in paths {
        path();
        counted_path(path);
    }
}

/// Inside of it callgrind counts. The name stands in the options it is started with.
#[inline(never)]
fn counted_path(path: &dyn Fn()) {
    path();
    // Not the last call, which would leave this function before it begins.
    black_box(());
}

/// The program's own regions, with a map of days on which a ring of many vertices drifts.
fn atlas() -> Atlas {
    let mut dataset = store::load(None).unwrap().dataset;
    dataset.sources.push(store::embedded_source(SOURCE).unwrap());
    let first: Date = "2024-07-08".parse().unwrap();
    dataset.versions.extend((0..DAYS).map(|day| Version {
        source: SOURCE.to_owned(),
        stamp: first.plus_days(i32::try_from(day).unwrap()).start(),
        features: vec![ControlFeature {
            status: Status::Held,
            holder: Some(Party::RU),
            basis: Basis::Assessed,
            publisher_word: String::new(),
            area: drifting(day),
        }],
    }));
    Atlas::build(dataset)
}

/// A wavy ring of which a day moves ten vertices.
fn drifting(day: usize) -> Area {
    let vertex = |k: usize| {
        let moved = usize::from(k < day * 10);
        let angle = std::f64::consts::TAU * k as f64 / VERTICES as f64;
        let r = 2.0 + 0.1 * (angle * 40.0).sin() + 0.002 * moved as f64;
        Coord { x: 36.5 + r * angle.cos(), y: 47.5 + 0.7 * r * angle.sin() }
    };
    let mut ring: Vec<Coord<f64>> = (0..VERTICES).map(vertex).collect();
    ring.push(ring[0]);
    Area::from_rings(vec![vec![ring]]).unwrap()
}

/// Places all over the area, from a fixed sequence.
fn places() -> Vec<Position> {
    let mut state = 20_251_202_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as f64 / f64::from(1_u32 << 31)
    };
    (0..PLACES).map(|_| Position::from_lon_lat(31.0 + 10.0 * next(), 44.0 + 8.0 * next()).unwrap()).collect()
}
