//! Areas and lines to GeoJSON geometries.

use geo::{Coord, LineString};
use geojson::{Geometry, GeometryValue, Position as Numbers};

use edge_timeline::{Area, Position};

/// 10^7: seven decimals of a degree are 11 mm on the ground.
const PER_DEGREE: f64 = 1e7;

/// The area as a Polygon (or, of several or no polygons, a MultiPolygon), wound by the right-hand rule; coordinates rounded
/// to seven decimals, for sending.
#[must_use]
pub fn geometry_of_area(area: &Area) -> Geometry {
    geometry(area, rounded)
}

/// The area to the bit, for keeping.
#[must_use]
pub fn exact_geometry_of_area(area: &Area) -> Geometry {
    geometry(area, |ring| ring.0.iter().copied().map(numbers).collect())
}

/// The paths as a LineString (or, of several or none, a MultiLineString); coordinates rounded to seven decimals.
#[must_use]
pub fn geometry_of_paths(paths: &[Vec<Position>]) -> Geometry {
    let path = |path: &Vec<Position>| path.iter().map(|p| numbers(round(p.coord()))).collect::<Vec<_>>();
    let mut paths: Vec<_> = paths.iter().map(path).collect();
    Geometry::new(match paths.len() {
        1 => GeometryValue::LineString { coordinates: paths.remove(0) },
        _ => GeometryValue::MultiLineString { coordinates: paths },
    })
}

/// The geometry as one of several parts, so that all of a collection have the same type: programs that read a layer of one
/// type refuse, or warn of, a Polygon among MultiPolygons. Points stay points.
#[must_use]
pub fn in_parts(mut geometry: Geometry) -> Geometry {
    geometry.value = match geometry.value {
        GeometryValue::Polygon { coordinates } => GeometryValue::MultiPolygon { coordinates: vec![coordinates] },
        GeometryValue::LineString { coordinates } => GeometryValue::MultiLineString { coordinates: vec![coordinates] },
        other => other,
    };
    geometry
}

/// The position as a Point, rounded to seven decimals.
#[must_use]
pub fn geometry_of_position(position: Position) -> Geometry {
    Geometry::new(GeometryValue::Point { coordinates: numbers(round(position.coord())) })
}

fn geometry(area: &Area, ring: impl Fn(&LineString<f64>) -> Vec<Numbers>) -> Geometry {
    let polygon = |p: &geo::Polygon<f64>| {
        let exterior = ring(p.exterior());
        if exterior.is_empty() {
            return None;
        }
        let interiors = p.interiors().iter().map(&ring).filter(|r| !r.is_empty());
        Some(std::iter::once(exterior).chain(interiors).collect::<Vec<_>>())
    };
    let mut polygons: Vec<_> = area.as_multi_polygon().iter().filter_map(polygon).collect();
    Geometry::new(match polygons.len() {
        1 => GeometryValue::Polygon { coordinates: polygons.remove(0) },
        _ => GeometryValue::MultiPolygon { coordinates: polygons },
    })
}

/// The ring rounded; empty when rounding leaves it no inside.
fn rounded(ring: &LineString<f64>) -> Vec<Numbers> {
    let mut coords: Vec<Coord<f64>> = ring.0.iter().copied().map(round).collect();
    coords.dedup();
    if coords.len() < 4 { Vec::new() } else { coords.into_iter().map(numbers).collect() }
}

fn round(c: Coord<f64>) -> Coord<f64> {
    Coord { x: (c.x * PER_DEGREE).round() / PER_DEGREE, y: (c.y * PER_DEGREE).round() / PER_DEGREE }
}

fn numbers(c: Coord<f64>) -> Numbers {
    Numbers::from([c.x, c.y])
}
