//! What the edge timeline saves: each fast answer beside the one a library gives for one day at a time.
//!
//! Real days where `CONTACTLINE_REAL_DATA` names their folder, else 300 days of a drifting outline of 3,000 vertices. Quote
//! ratios of one run, never single times.
#![allow(clippy::unwrap_used, missing_docs)]

use std::hint::black_box;
use std::path::{Path, PathBuf};

use contactline::read::deepstate_daily;
use contactline::rows::{Expected, OptionWords, RowOptions, RowStream};
use contactline_core::atlas::Atlas;
use contactline_core::model::{Basis, ControlFeature, Date, Moment, Party, Status, Version};
use contactline_core::query;
use contactline_store as store;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use edge_timeline::nearest::{Lines, Rule};
use edge_timeline::prepared::PreparedArea;
use edge_timeline::series::area_series;
use edge_timeline::{Area, BBox, EdgeTimeline, Position, VersionSet, overlay};
use geo::{Contains, Coord, Point};

fn days() -> Vec<Area> {
    match std::env::var_os("CONTACTLINE_REAL_DATA") {
        Some(folder) => real(&PathBuf::from(folder).join("deepstate-daily")),
        None => (0..300).map(drifting).collect(),
    }
}

fn real(folder: &Path) -> Vec<Area> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|f| f.unwrap().path()).collect();
    files.sort();
    let today = "2100-01-01".parse().unwrap();
    let read = |path: &PathBuf| {
        let bytes = std::fs::read(path).unwrap();
        deepstate_daily::read(&bytes, &path.to_string_lossy(), None, today).value.unwrap().features.remove(0).area
    };
    files.iter().map(read).collect()
}

/// A wavy ring of which a day moves ten vertices.
fn drifting(day: usize) -> Area {
    let vertex = |k: usize| {
        let moved = (day * 10).saturating_sub(k) / 3_000 + usize::from(k % 3_000 < (day * 10) % 3_000);
        let angle = std::f64::consts::TAU * k as f64 / 3_000.0;
        let r = 2.0 + 0.1 * (angle * 40.0).sin() + 0.002 * moved as f64;
        Coord { x: 36.5 + r * angle.cos(), y: 47.5 + 0.7 * r * angle.sin() }
    };
    let mut ring: Vec<Coord<f64>> = (0..3_000).map(vertex).collect();
    ring.push(ring[0]);
    Area::from_rings(vec![vec![ring]]).unwrap()
}

fn indexed(days: &[Area]) -> EdgeTimeline {
    let sets: Vec<VersionSet> = (0..days.len()).map(|day| VersionSet::run(day..day + 1)).collect();
    EdgeTimeline::build(days.len(), days.iter().zip(&sets))
}

const SOURCE: &str = "deepstate";

/// The program's own regions with these outlines, a day each.
fn atlas(days: &[Area]) -> Atlas {
    let mut dataset = store::load(None).unwrap().dataset;
    if dataset.sources.iter().all(|s| s.id != SOURCE) {
        dataset.sources.push(store::embedded_source(SOURCE).unwrap());
    }
    let first: Date = "2024-07-08".parse().unwrap();
    dataset.versions.extend(days.iter().zip(0..).map(|(area, day)| Version {
        source: SOURCE.to_owned(),
        stamp: first.plus_days(day).start(),
        features: vec![ControlFeature {
            status: Status::Held,
            holder: Some(Party::RU),
            basis: Basis::Assessed,
            publisher_word: String::new(),
            area: area.clone(),
        }],
    }));
    Atlas::build(dataset)
}

/// Places all over the area, from a fixed sequence.
fn places() -> Vec<Position> {
    let mut state = 20_251_202_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) as f64 / f64::from(1_u32 << 31)
    };
    (0..1_000).map(|_| Position::from_lon_lat(31.0 + 10.0 * next(), 44.0 + 8.0 * next()).unwrap()).collect()
}

const ROWS: usize = 100_000;

/// A table of places, each on one of all days.
fn rows(places: &[Position], stamps: &[Moment]) -> Vec<u8> {
    let row = |k: usize| {
        let (p, day) = (places[k % places.len()], stamps[k * 7 % stamps.len()].date());
        format!("{k},{:.6},{:.6},{day}\n", p.lon(), p.lat())
    };
    format!("id,lon,lat,date\n{}", (0..ROWS).map(row).collect::<String>()).into_bytes()
}

fn answered(atlas: &std::sync::Arc<Atlas>, rows: &[u8]) -> usize {
    const WORDS: OptionWords = OptionWords {
        lon: "lon",
        lat: "lat",
        place_column: "",
        region_column: "",
        postcode_column: "",
        date_column: "date_column",
        date_format: "date_format",
        date: "date",
        encoding: "encoding",
        skip_lines: "skip_lines",
        prefix: "prefix",
    };
    let options = RowOptions::new("2100-01-01".parse().unwrap(), WORDS);
    let mut stream = RowStream::new(atlas.clone(), Expected::Any, options).unwrap();
    let mut out = Vec::new();
    rows.chunks(1 << 20).for_each(|piece| stream.push(piece, &mut out).unwrap());
    let summary = stream.finish(&mut out).unwrap();
    assert_eq!((summary.rows, summary.errors), (ROWS as u64, 0));
    out.len()
}

fn bench(criterion: &mut Criterion) {
    let days = days();
    let (layers, places) = (indexed(&days), places());
    let last = days.len() - 1;

    let mut group = criterion.benchmark_group("1000 points on one day");
    group.bench_function("edge timeline", |b| {
        b.iter(|| places.iter().for_each(|p| _ = black_box(layers.locate_in(last, *p))));
    });
    let polygons = days[last].as_multi_polygon();
    let points: Vec<Point<f64>> = places.iter().map(|p| Point::new(p.lon(), p.lat())).collect();
    group.sample_size(10).bench_function("geo contains", |b| {
        b.iter(|| points.iter().filter(|p| polygons.contains(*p)).count());
    });
    group.finish();

    let mut group = criterion.benchmark_group("1000 points on every day");
    group.bench_function("edge timeline", |b| b.iter(|| places.iter().for_each(|p| _ = black_box(layers.locate(*p)))));
    group.finish();

    let region = Area::from_bbox(BBox { west: 36.5, south: 47.0, east: 39.0, north: 49.0 });
    let cutter = PreparedArea::from_area(&region);
    let mut group = criterion.benchmark_group("area in a region on every day");
    group.bench_function("edge timeline", |b| b.iter(|| black_box(area_series(&layers, &cutter))));
    group.sample_size(10).bench_function("an overlay for each", |b| {
        b.iter(|| days.iter().map(|day| overlay::intersection(day, &region).area_m2()).sum::<f64>());
    });
    group.finish();

    let lines = Lines::build(&layers, Rule::default());
    criterion.bench_function("1000 nearest points of the line on one day", |b| {
        b.iter(|| places.iter().for_each(|p| _ = black_box(lines.nearest(last, *p))));
    });

    let atlas = atlas(&days);
    let stamps = atlas.versions(SOURCE);
    let (from, to) = (stamps[0], stamps[last]);
    let mut group = criterion.benchmark_group("questions");
    group.sample_size(20);
    group.bench_function("classify, 1000 places", |b| {
        b.iter(|| places.iter().for_each(|p| _ = black_box(query::classify(&atlas, *p, to))));
    });
    group.bench_function("at, 1000 places", |b| {
        b.iter(|| places.iter().for_each(|p| _ = black_box(query::at(&atlas, *p, to))));
    });
    group.bench_function("history, 1000 places", |b| {
        b.iter(|| places.iter().for_each(|p| _ = black_box(query::history(&atlas, *p, None, None, to.date()).is_ok())));
    });
    group.bench_function("changes, first day to last", |b| {
        b.iter(|| black_box(query::changes(&atlas, SOURCE, Party::RU, None, from, to).unwrap()));
    });
    group.finish();

    let rows = rows(&places, stamps);
    let atlas = std::sync::Arc::new(atlas);
    let mut group = criterion.benchmark_group("rows of all days");
    group.throughput(Throughput::Elements(ROWS as u64)).sample_size(10);
    group.bench_function("CSV with distances", |b| b.iter(|| black_box(answered(&atlas, &rows))));
    group.finish();

    criterion.bench_function("index of all days", |b| b.iter(|| black_box(indexed(&days))));
}

criterion_group!(benches, bench);
criterion_main!(benches);
