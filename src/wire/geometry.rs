//! Geometries as GeoJSON. The one place where this room writes coordinates.

use geojson::{Geometry, GeometryValue};

use crate::geometry::{Area, Position};

/// The area as a `MultiPolygon`, wound by the right-hand rule.
#[must_use]
pub fn geometry_of_area(area: &Area) -> Geometry {
    let ring = |r: &geo::LineString<f64>| r.0.iter().map(|c| [rounded(c.x), rounded(c.y)]).collect::<Vec<_>>();
    let polygons = area.as_multi_polygon().0.iter();
    let rings =
        |p: &geo::Polygon<f64>| std::iter::once(p.exterior()).chain(p.interiors()).map(ring).collect::<Vec<_>>();
    Geometry::new(GeometryValue::new_multi_polygon(polygons.map(rings)))
}

/// The paths as a `MultiLineString`.
#[must_use]
pub fn geometry_of_paths(paths: &[Vec<Position>]) -> Geometry {
    Geometry::new(GeometryValue::new_multi_line_string(
        paths.iter().map(|p| p.iter().map(|p| [rounded(p.lon()), rounded(p.lat())])),
    ))
}

/// The position as a `Point`.
#[must_use]
pub fn geometry_of_position(position: Position) -> Geometry {
    Geometry::new(GeometryValue::new_point([rounded(position.lon()), rounded(position.lat())]))
}

/// Degrees to seven decimals: a centimetre on the ground, less than any source knows.
fn rounded(degrees: f64) -> f64 {
    (degrees * 1e7).round() / 1e7
}

/// The area as a `Polygon` where it is one polygon, else as a `MultiPolygon`.
pub(super) fn geometry_of_part(area: &Area) -> Geometry {
    let mut geometry = geometry_of_area(area);
    if let GeometryValue::MultiPolygon { coordinates } = &mut geometry.value
        && coordinates.len() == 1
        && let Some(only) = coordinates.pop()
    {
        geometry.value = GeometryValue::Polygon { coordinates: only };
    }
    geometry
}
