//! What faces save, beside the overlays that say the same.
//!
//! Real days where `CONTACTLINE_REAL_DATA` names their folder, else 300 days of a drifting outline of 3,000 vertices. Quote
//! ratios of one run, never single times.
#![allow(clippy::unwrap_used, missing_docs)]

use std::hint::black_box;
use std::path::{Path, PathBuf};

use criterion::{Criterion, criterion_group, criterion_main};
use edge_timeline::faces::{Faces, Map};
use edge_timeline::validity::Rings;
use edge_timeline::{Area, BBox, EdgeTimeline, VersionSet, overlay};
use geo::Coord;

fn days() -> Vec<Area> {
    match std::env::var_os("CONTACTLINE_REAL_DATA") {
        Some(folder) => real(&PathBuf::from(folder).join("deepstate-daily")),
        None => (0..300).map(drifting).collect(),
    }
}

fn real(folder: &Path) -> Vec<Area> {
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|f| f.unwrap().path()).collect();
    files.sort();
    let read = |path: &PathBuf| {
        let day: serde_json::Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
        let polygons = day.pointer("/features/0/geometry/coordinates").unwrap().clone();
        let polygons: Vec<Vec<Vec<Vec<f64>>>> = serde_json::from_value(polygons).unwrap();
        let coord = |c: Vec<f64>| Coord { x: c[0], y: c[1] };
        let ring = |ring: Vec<Vec<f64>>| ring.into_iter().map(coord).collect();
        let rings: Rings = polygons.into_iter().map(|polygon| polygon.into_iter().map(ring).collect()).collect();
        Area::from_repair(rings).unwrap().0
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

fn bench(criterion: &mut Criterion) {
    let days = days();
    let sets: Vec<VersionSet> = (0..days.len()).map(|day| VersionSet::run(day..day + 1)).collect();
    let timeline = EdgeTimeline::build(days.len(), days.iter().zip(&sets));
    let bbox = |west, east| Area::from_bbox(BBox { west, south: 44.0, east, north: 52.0 });
    let districts = [bbox(30.0, 36.0), bbox(36.0, 38.0), bbox(38.0, 42.0)];
    let maps = [Map::from(&timeline), districts.iter().collect()];
    let (faces, last) = (Faces::build(&maps), days.len() - 1);

    criterion.bench_function("faces of all days and three districts", |b| b.iter(|| black_box(Faces::build(&maps))));

    let mut group = criterion.benchmark_group("gains and losses of every day in three districts");
    group.sample_size(10);
    group.bench_function("faces", |b| {
        b.iter(|| (0..3).for_each(|k| _ = black_box(faces.changes_m2(0, |face| faces.is_in(face, 1, k)))));
    });
    group.bench_function("overlays", |b| {
        let change = |one: &Area, other: &Area| {
            let shape = overlay::difference(one, other);
            districts.iter().map(|district| overlay::intersection(&shape, district).area_m2()).sum::<f64>()
        };
        b.iter(|| days.windows(2).map(|w| change(&w[1], &w[0]) + change(&w[0], &w[1])).sum::<f64>());
    });
    group.finish();

    let mut group = criterion.benchmark_group("outline of what the last day holds and the first does not");
    group.bench_function("faces", |b| {
        b.iter(|| {
            let mut gained = faces.changed(0, [0, last]);
            gained.retain(|face| faces.is_in(*face, 0, last));
            black_box(faces.outline(&gained, &[(0, 0), (0, last)]))
        });
    });
    group.bench_function("overlay", |b| b.iter(|| black_box(overlay::difference(&days[last], &days[0]))));
    group.finish();

    let mut group = criterion.benchmark_group("area of every day in a district");
    group.bench_function("faces", |b| b.iter(|| black_box(faces.areas_m2(0, |face| faces.is_in(face, 1, 1)))));
    group.sample_size(10).bench_function("overlays", |b| {
        b.iter(|| days.iter().map(|day| overlay::intersection(day, &districts[1]).area_m2()).sum::<f64>());
    });
    group.finish();
}

criterion_group!(benches, bench);
criterion_main!(benches);
