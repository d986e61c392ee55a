//! Long lines over borders of many edges: cut together, and counted.
use edge_timeline::budget::{Budget, Stopped};
use edge_timeline::measure::path_length_m;
use edge_timeline::prepared::PreparedArea;
use edge_timeline::{Area, Position, Shape};
use geo::Coord;

fn p(x: f64, y: f64) -> Position {
    Position::from_lon_lat(x, y).unwrap()
}

/// An outline of so many short edges.
fn disc(count: u32) -> PreparedArea {
    let at = |k: u32| (f64::from(k) / f64::from(count) * std::f64::consts::TAU).sin_cos();
    let ring = (0..=count).map(|k| at(k % count)).map(|(sin, cos)| Coord { x: 37.0 + cos, y: 48.0 + sin });
    PreparedArea::from_area(&Area::from_rings(vec![vec![ring.collect()]]).unwrap())
}

/// Chords through the middle and beside it, each a path of its own.
fn chords(count: u32) -> Vec<Vec<Position>> {
    let chord = |k: u32| {
        let (sin, cos) = (f64::from(k) / f64::from(count) * std::f64::consts::PI + 0.001).sin_cos();
        let aside = 0.1 * f64::from(k % 7);
        vec![p(37.0 + 2.0 * cos, 48.0 + 2.0 * sin + aside), p(37.0 - 2.0 * cos, 48.0 - 2.0 * sin + aside)]
    };
    (0..count).map(chord).collect()
}

#[test]
fn paths_cut_together_are_cut_as_each_alone() {
    let (disc, chords) = (disc(3_600), chords(200));
    let (inside, outside) = disc.split_paths(&chords);
    let alone: Vec<_> = chords.iter().map(|chord| disc.split_paths(std::slice::from_ref(chord))).collect();
    assert_eq!(inside, alone.iter().flat_map(|(inside, _)| inside.clone()).collect::<Vec<_>>());
    assert_eq!(outside, alone.iter().flat_map(|(_, outside)| outside.clone()).collect::<Vec<_>>());
    assert!(inside.len() == 200 && outside.len() == 400, "{} {}", inside.len(), outside.len());
    let length = |paths: &[Vec<Position>]| paths.iter().map(|path| path_length_m(path)).sum::<f64>();
    let parts = length(&inside) + length(&outside);
    assert!((parts - length(&chords)).abs() < 1e-6 * parts);
    // One path may end where the next begins: they stay two.
    let broken = [vec![p(36.9, 48.0), p(37.0, 48.0)], vec![p(37.0, 48.0), p(37.1, 48.0)]];
    assert_eq!(disc.split_paths(&broken).0.len(), 2);
}

#[test]
fn lines_that_cross_a_border_too_often_are_told_with_their_number() {
    // 80,000 lines across the country were worked on until their time was up.
    let zigzag: Vec<Position> =
        (0..40_000).map(|k| p(35.5 + 3.0 * f64::from(k % 2), 47.1 + 1.8 * f64::from(k) / 40_000.0)).collect();
    let comb = |teeth: u32| {
        let tooth = |k: u32| {
            let x = 36.0 + 2.0 * f64::from(k) / f64::from(teeth);
            [(x, 47.0), (x, 49.0), (x + 0.8 / f64::from(teeth), 49.0), (x + 0.8 / f64::from(teeth), 47.0)]
        };
        let mut ring: Vec<Coord<f64>> = (0..teeth).flat_map(tooth).map(|(x, y)| Coord { x, y }).collect();
        ring.extend([Coord { x: 38.0, y: 46.0 }, Coord { x: 36.0, y: 46.0 }]);
        ring.push(ring[0]);
        PreparedArea::from_area(&Area::from_rings(vec![vec![ring]]).unwrap())
    };
    let cut = |teeth| Budget::new(None).run(|| comb(teeth).split_paths(std::slice::from_ref(&zigzag)).0.len());
    let stopped = cut(200).unwrap_err();
    assert!(matches!(&stopped, Stopped::TooComplex(too) if too.what == "edges that cross a border"), "{stopped}");
    assert!(cut(2).is_ok());
}

#[test]
fn more_lines_than_are_cut_are_told_before_the_first_is() {
    let shape = |count: u32| Shape::Paths(vec![vec![p(33.0, 45.0), p(40.0, 50.0)]; count as usize]);
    let size = |count| Budget::new(None).run(|| shape(count).size_to_cut());
    let stopped = size(20_000).unwrap_err().to_string();
    assert!(stopped.starts_with("kilometres of lines: 1") && stopped.contains("at most 10000000"), "{stopped}");
    assert_eq!(size(100).unwrap().to_bits(), shape(100).size().to_bits());
    // Where nothing is limited, nothing is stopped.
    assert!(shape(20_000).size_to_cut() > 1e10);
}
