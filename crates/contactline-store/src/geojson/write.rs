//! Areas and lines to GeoJSON geometries.

use geo::{Coord, LineString, Polygon};
use geojson::{Geometry, GeometryValue, Position as Numbers};

use edge_timeline::validity::{Rings, defects};
use edge_timeline::{Area, Position};

/// 10^7: seven decimals of a degree are 11 mm on the ground.
const PER_DEGREE: f64 = 1e7;

/// How often a rounded outline is mended before it is sent as it is.
const MAX_MENDINGS: usize = 4;

/// The area as a Polygon (or, of several or no polygons, a MultiPolygon), wound by the right-hand rule; coordinates rounded
/// to seven decimals, for sending. Where rounding makes a sliver cross itself, what crosses is mended; the rare outline that comes
/// out crossed each time keeps all its decimals.
#[must_use]
pub fn geometry_of_area(area: &Area) -> Geometry {
    geometry(&sound(area).unwrap_or_else(|| rings(area)))
}

/// The area to the bit, for keeping.
#[must_use]
pub fn exact_geometry_of_area(area: &Area) -> Geometry {
    geometry(&rings(area))
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

fn geometry(polygons: &Rings) -> Geometry {
    let ring = |ring: &Vec<Coord<f64>>| ring.iter().copied().map(numbers).collect();
    let mut polygons: Vec<Vec<Vec<Numbers>>> = polygons.iter().map(|rings| rings.iter().map(ring).collect()).collect();
    Geometry::new(match polygons.len() {
        1 => GeometryValue::Polygon { coordinates: polygons.remove(0) },
        _ => GeometryValue::MultiPolygon { coordinates: polygons },
    })
}

fn rings(area: &Area) -> Rings {
    let ring = |ring: &LineString<f64>| ring.0.clone();
    let polygon = |p: &Polygon<f64>| std::iter::once(p.exterior()).chain(p.interiors()).map(ring).collect();
    area.as_multi_polygon().iter().map(polygon).collect()
}

/// The rings rounded and, where that makes them cross themselves or each other, mended; none where mending does not end.
fn sound(area: &Area) -> Option<Rings> {
    if area.edges().all(|(from, _)| round(from) == from) {
        return Some(rings(area));
    }
    let mut polygons = rounded(area);
    for _ in 0..MAX_MENDINGS {
        if !defects(&polygons).iter().any(|defect| defect.code.is_fatal()) {
            return Some(polygons);
        }
        let (mended, _) = Area::from_repair(polygons).ok()?;
        polygons = rounded(&mended);
    }
    None
}

/// The rings rounded, without those to which that leaves no inside.
fn rounded(area: &Area) -> Rings {
    let polygon = |p: &Polygon<f64>| {
        let exterior = rounded_ring(p.exterior())?;
        Some(std::iter::once(exterior).chain(p.interiors().iter().filter_map(rounded_ring)).collect())
    };
    area.as_multi_polygon().iter().filter_map(polygon).collect()
}

fn rounded_ring(ring: &LineString<f64>) -> Option<Vec<Coord<f64>>> {
    let mut coords: Vec<Coord<f64>> = ring.0.iter().copied().map(round).collect();
    coords.dedup();
    (coords.len() >= 4).then_some(coords)
}

fn round(c: Coord<f64>) -> Coord<f64> {
    Coord { x: (c.x * PER_DEGREE).round() / PER_DEGREE, y: (c.y * PER_DEGREE).round() / PER_DEGREE }
}

fn numbers(c: Coord<f64>) -> Numbers {
    Numbers::from([c.x, c.y])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rings_of(geometry: Geometry) -> Rings {
        let ring = |ring: Vec<Numbers>| ring.iter().map(|n| Coord { x: n.as_slice()[0], y: n.as_slice()[1] }).collect();
        let polygon = |rings: Vec<Vec<Numbers>>| rings.into_iter().map(ring).collect();
        match geometry.value {
            GeometryValue::Polygon { coordinates } => vec![polygon(coordinates)],
            GeometryValue::MultiPolygon { coordinates } => coordinates.into_iter().map(polygon).collect(),
            _ => Vec::new(),
        }
    }

    /// A vertex a few millimetres off the edge on the other side of a sliver is rounded onto it or past it.
    #[test]
    fn no_outline_crosses_itself_for_being_rounded() {
        let crossed = [[0.150_000_04, 0.199_999_96], [0.150_000_02, 0.199_999_99]];
        for [x, y] in crossed {
            let ring = [(0.0, 0.0), (x, y), (0.5, 0.2), (0.3, 0.4), (0.0, 0.0)].map(Coord::from).to_vec();
            let area = Area::from_rings(vec![vec![ring]]).unwrap();
            assert!(defects(&rounded(&area)).iter().any(|defect| defect.code.is_fatal()), "{x} {y} tests nothing");
            let sent = rings_of(geometry_of_area(&area));
            assert_eq!(defects(&sent), [], "{x} {y}");
            let difference_m2 = (Area::from_rings(sent).unwrap().area_m2() - area.area_m2()).abs();
            assert!(difference_m2 < 2_000.0, "{x} {y}: {difference_m2} m2 of {}", area.area_m2());
        }
    }
}
