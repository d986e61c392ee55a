//! The search against every segment measured by geodesics.

#![allow(clippy::unwrap_used)]

use geo::Coord;

use super::far::foot;
use super::{Lines, Rule};
use crate::{Area, EdgeTimeline, Position, VersionSet, measure};

/// A fixed sequence of numbers from 0 to 1.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> f64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as f64 / f64::from(1_u32 << 31)
    }

    fn between(&mut self, from: f64, to: f64) -> f64 {
        from + (to - from) * self.next()
    }
}

/// A wavy ring of edges of very different lengths, the waves of each version its own for a third of the way.
fn ring(version: usize, middle: Coord<f64>, size: f64) -> Area {
    let vertex = |k: usize| {
        let angle = std::f64::consts::TAU * (k as f64 / 240.0).powf(1.5) / 1.5;
        let own = if k % 240 < 80 { 0.01 * version as f64 } else { 0.0 };
        let r = size * (1.0 + 0.1 * (angle * 40.0).sin() + own);
        Coord { x: middle.x + 1.4 * r * angle.cos(), y: middle.y + r * angle.sin() }
    };
    let mut ring: Vec<Coord<f64>> = (0..240).map(vertex).collect();
    ring.push(ring[0]);
    Area::from_rings(vec![vec![ring]]).unwrap()
}

fn lines(middle: Coord<f64>, size: f64) -> Lines {
    let versions: Vec<(Area, VersionSet)> =
        (0..3).map(|version| (ring(version, middle, size), VersionSet::run(version..version + 1))).collect();
    Lines::build(&EdgeTimeline::build(3, versions.iter().map(|(area, set)| (area, set))), Rule::default())
}

/// The least distance to any segment of a version.
fn by_force(lines: &Lines, version: usize, p: Position) -> f64 {
    lines.standing(version).map(|k| foot(p, lines.segments[k as usize], 0.5).2).fold(f64::INFINITY, f64::min)
}

fn agrees(lines: &Lines, version: usize, lon: f64, lat: f64) {
    let p = Position::from_lon_lat(lon, lat.clamp(-90.0, 90.0)).unwrap();
    let (at, distance_m) = lines.nearest(version, p).unwrap();
    let right_m = by_force(lines, version, p);
    let allowed_m = 1e-9 * right_m + 1e-7;
    assert!(distance_m <= right_m + allowed_m, "{p} in {version}: {distance_m}, by force {right_m}");
    // By force a foot is found to a millimetre.
    let short_m = (5e-7 / right_m).min(1e-3);
    assert!(distance_m >= right_m - allowed_m - short_m, "{p} in {version}: {distance_m}, by force {right_m}");
    let told_m = measure::geodesic(p, at).distance_m;
    assert!((told_m - distance_m).abs() <= allowed_m, "{p} in {version}: {at} lies {told_m} off, not {distance_m}");
}

#[test]
fn no_segment_is_nearer_than_the_one_found() {
    let middle = Coord { x: 37.0, y: 48.0 };
    let mut numbers = Numbers(20_251_202);
    // Edges of some kilometres, and of a hundred.
    for size in [1.5, 9.0] {
        let lines = lines(middle, size);
        for k in 0..24 {
            let version = k % 3;
            agrees(&lines, version, numbers.between(30.0, 44.0), numbers.between(43.0, 53.0));
            agrees(&lines, version, numbers.between(10.0, 64.0), numbers.between(25.0, 74.0));
            agrees(&lines, version, numbers.between(-180.0, 180.0), numbers.between(-90.0, 90.0));
            let of_version: Vec<u32> = lines.standing(version).collect();
            let edge = lines.segments[of_version[(numbers.next() * of_version.len() as f64) as usize] as usize];
            let t = numbers.next();
            let (x, y) = (edge.a.x + t * (edge.b.x - edge.a.x), edge.a.y + t * (edge.b.y - edge.a.y));
            agrees(&lines, version, edge.a.x, edge.a.y);
            agrees(&lines, version, edge.b.x, edge.b.y);
            agrees(&lines, version, x, y);
            for off in [1e-7, 1e-5, 1e-3] {
                agrees(&lines, version, x + numbers.between(-off, off), y + numbers.between(-off, off));
            }
        }
    }
}

#[test]
fn near_a_pole_and_across_the_antimeridian_it_is_found_too() {
    let mut numbers = Numbers(7);
    for (lon, lat) in [(0.0, 85.0), (20.0, -79.0), (178.0, 10.0), (-178.0, 60.0), (30.0, 0.0)] {
        let lines = lines(Coord { x: lon, y: lat }, 1.2);
        for k in 0..12 {
            let off_deg = numbers.between(-8.0, 8.0);
            let wrapped = (lon + off_deg + 540.0).rem_euclid(360.0) - 180.0;
            agrees(&lines, k % 3, wrapped, lat + numbers.between(-6.0, 6.0));
            agrees(&lines, k % 3, numbers.between(-180.0, 180.0), numbers.between(-90.0, 90.0));
        }
    }
}

/// A segment stands in few runs of versions: that is all that is kept of them.
#[test]
fn a_line_keeps_runs_of_versions() {
    let lines = lines(Coord { x: 37.0, y: 48.0 }, 1.5);
    assert!(lines.runs.len() < 2 * lines.segments.len(), "{} of {}", lines.runs.len(), lines.segments.len());
    for version in 0..3 {
        let standing = lines.runs.iter().filter(|run| run.versions.contains(&(version as u32))).count();
        assert_eq!(lines.standing(version).count(), standing);
        assert_eq!(standing, 240);
    }
    assert!(lines.nearest(3, Position::from_lon_lat(37.0, 48.0).unwrap()).is_none(), "there is no such version");
}
