//! What lies within a distance of lines.
//!
//! # Method
//! Lines are cut into lengths of some kilometres; each is widened in the plane of an azimuthal equidistant projection
//! around its middle (Snyder, *Map Projections: A Working Manual*, USGS 1987, section 25), where distances of some tens of
//! kilometres err by less than a hundred-thousandth, and all are put together. Before that, vertices that move a line by less
//! than a thousandth of the distance are left out: the edge of the area is that true.

use geo::algorithm::buffer::{BufferStyle, LineCap, LineJoin};
use geo::{Buffer, Coord, LineString, MultiLineString, Simplify};

use super::budget::check;
use super::{Area, Position, measure, overlay};

/// Metres of line that are widened in one plane.
const LENGTH_M: f64 = 20_000.0;
/// The part of the distance by which a line may be simplified.
const TRUE_TO: f64 = 1e-3;
/// The arc that a straight edge stands for where the area goes round a vertex, in radians: its middle is nearer by a
/// three-thousandth of the distance.
const ARC_RAD: f64 = 0.05;

/// How many areas are put together at once.
const NEIGHBOURS: usize = 16;

/// The area within `distance_m` metres of the paths.
#[must_use]
pub fn within_distance(paths: &[Vec<Position>], distance_m: f64) -> Area {
    let mut areas: Vec<Area> =
        paths.iter().flat_map(|path| lengths(path)).map(|path| widen(&path, distance_m)).collect();
    // Neighbours first: what overlaps most is gone before the whole is put together.
    while areas.len() > NEIGHBOURS {
        areas = areas.chunks(NEIGHBOURS).map(overlay::union).collect();
    }
    overlay::union(&areas)
}

/// The path in lengths, each beginning where the one before ends.
fn lengths(path: &[Position]) -> Vec<Vec<Position>> {
    let mut lengths = vec![Vec::new()];
    let mut length_m = 0.0;
    for (k, position) in path.iter().enumerate() {
        if k > 0 {
            length_m += measure::path_length_m(&path[k - 1..=k]);
        }
        if let Some(last) = lengths.last_mut() {
            last.push(*position);
        }
        if length_m > LENGTH_M && k + 1 < path.len() {
            lengths.push(vec![*position]);
            length_m = 0.0;
        }
    }
    lengths
}

fn widen(path: &[Position], distance_m: f64) -> Area {
    check();
    let Some(middle) = path.get(path.len() / 2).copied() else { return Area::empty() };
    let line: LineString<f64> = path.iter().map(|p| measure::to_plane_m(middle, *p)).collect();
    let line = line.simplify(distance_m * TRUE_TO);
    let style = BufferStyle::new(distance_m).line_cap(LineCap::Round(ARC_RAD)).line_join(LineJoin::Round(ARC_RAD));
    let wide = MultiLineString(vec![line]).buffer_with_style(style);
    let ring = |ring: &LineString<f64>| -> Vec<Coord<f64>> {
        ring.0.iter().map(|c| measure::from_plane_m(middle, *c)).collect()
    };
    let rings = wide.0.iter().map(|p| std::iter::once(p.exterior()).chain(p.interiors()).map(ring).collect()).collect();
    overlay::resolve(&rings)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{EdgeTimeline, Location};

    fn at(lon: f64, lat: f64) -> Position {
        Position::from_lon_lat(lon, lat).unwrap()
    }

    #[test]
    fn the_edge_is_as_far_as_asked() {
        let path: Vec<Position> = (0..=40).map(|k| at(37.0 + 0.02 * f64::from(k), 48.0)).collect();
        let near = within_distance(&[path], 15_000.0);
        let located = |p: Position| EdgeTimeline::from_area(&near).locate_in(0, p);
        // From the middle of the line straight north, as the geodesic goes.
        for (distance_m, expected) in [(14_970.0, Location::Interior), (15_030.0, Location::Exterior)] {
            for bearing_deg in [0.0, 180.0] {
                assert_eq!(located(measure::destination(at(37.4, 48.0), bearing_deg, distance_m)), expected);
            }
            assert_eq!(located(measure::destination(at(37.0, 48.0), 270.0, distance_m)), expected, "round the end");
        }
    }

    #[test]
    fn a_circle_has_the_area_of_one() {
        let one = within_distance(&[vec![at(37.0, 48.0), at(37.0 + 1e-9, 48.0)]], 10_000.0);
        let part = one.area_m2() / (std::f64::consts::PI * 1e8);
        assert!((0.999..1.001).contains(&part), "{part}");
    }

    #[test]
    fn nothing_is_near_no_line() {
        assert!(within_distance(&[], 1_000.0).is_empty());
    }
}
