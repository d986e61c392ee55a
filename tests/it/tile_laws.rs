//! What must hold of any tile, whatever is drawn: valid where it stands, no gap between neighbours, nothing lost.
use std::sync::LazyLock;

use contactline_core::model::Role;
use edge_timeline::tile::{Arcs, BUFFER, EXTENT, Level, MAX_ZOOM, Outline, Shape, TileId};
use edge_timeline::validity::Rings;
use edge_timeline::{Area, BBox, EdgeTimeline, Location, Position, overlay, tessellation};
use geo::{Coord, Geometry, InteriorPoint, MultiPolygon};
use proptest::prelude::*;

/// Units as degrees: a power of two, so that nothing is rounded.
const UNIT_DEG: f64 = 1.0 / 1024.0;

fn area_shape(area: &Area) -> Shape {
    Shape::Area(Outline::of_area(area))
}

/// A drawing as an area whose degrees are units: fails where it is not valid.
fn checked(polygons: &MultiPolygon<i32>) -> Area {
    let ring = |r: &geo::LineString<i32>| {
        r.0.iter().map(|c| Coord { x: f64::from(c.x) * UNIT_DEG, y: f64::from(c.y) * UNIT_DEG }).collect()
    };
    let rings: Rings =
        polygons.0.iter().map(|p| std::iter::once(p.exterior()).chain(p.interiors()).map(ring).collect()).collect();
    Area::from_rings(rings).unwrap_or_else(|defects| panic!("not valid: {defects:?}"))
}

/// Twice the area of a ring in square units, positive when it runs clockwise as seen (y south).
fn double_units(ring: &geo::LineString<i32>) -> i64 {
    let cross = |w: &[Coord<i32>]| i64::from(w[0].x) * i64::from(w[1].y) - i64::from(w[1].x) * i64::from(w[0].y);
    ring.0.windows(2).map(cross).sum()
}

fn square_units(polygons: &MultiPolygon<i32>) -> f64 {
    polygons.0.iter().flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors())).map(double_units).sum::<i64>()
        as f64
        / 2.0
}

fn area_of(area: &Area) -> f64 {
    let ring = |r: &geo::LineString<f64>| {
        r.0.windows(2).map(|w| w[0].x * w[1].y - w[1].x * w[0].y).sum::<f64>() / (2.0 * UNIT_DEG * UNIT_DEG)
    };
    let polygons = &area.as_multi_polygon().0;
    polygons.iter().flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors())).map(ring).sum()
}

/// The areas of a tile, by shape.
fn areas(level: &Level, tile: TileId) -> Vec<(usize, MultiPolygon<i32>)> {
    let polygons = |cut: edge_timeline::tile::Cut| match cut.drawing {
        Geometry::MultiPolygon(polygons) => (cut.shape, polygons),
        other => panic!("an area is drawn as {other:?}"),
    };
    level.cut(tile).into_iter().map(polygons).collect()
}

/// Holds what the vector tile specification asks of polygons.
fn is_lawful(polygons: &MultiPolygon<i32>) -> Result<(), TestCaseError> {
    checked(polygons);
    // A vertex one unit beyond the frame stays where it is rather than beside a new one on it.
    let reach = -(BUFFER as i32) - 1..=(EXTENT + BUFFER) as i32 + 1;
    for polygon in &polygons.0 {
        prop_assert!(double_units(polygon.exterior()) > 0, "an exterior runs counter-clockwise");
        prop_assert!(polygon.interiors().iter().all(|r| double_units(r) < 0), "an interior runs clockwise");
        for ring in std::iter::once(polygon.exterior()).chain(polygon.interiors()) {
            prop_assert!(ring.is_closed() && ring.0.len() > 3);
            prop_assert!(ring.0.iter().all(|c| reach.contains(&c.x) && reach.contains(&c.y)));
        }
    }
    Ok(())
}

/// The holes of an area, each an area.
fn gaps(area: &Area) -> Vec<Area> {
    let holes = area.as_multi_polygon().0.iter().flat_map(|p| p.interiors());
    let reversed = |r: &geo::LineString<f64>| r.0.iter().rev().copied().collect();
    holes.map(|r| Area::from_rings(vec![vec![reversed(r)]]).unwrap()).collect()
}

fn shares_an_edge(part: &Area, gap: &Area) -> bool {
    let edges = |a: &Area| -> Vec<[[u64; 2]; 2]> {
        let bits = |c: Coord<f64>| [c.x.to_bits(), c.y.to_bits()];
        let rings = a.as_multi_polygon().0.iter().flat_map(|p| std::iter::once(p.exterior()).chain(p.interiors()));
        rings.flat_map(|r| r.0.windows(2).map(|w| [bits(w[1]), bits(w[0])]).collect::<Vec<_>>()).collect()
    };
    let of_part: std::collections::HashSet<_> = edges(part).into_iter().collect();
    edges(gap).into_iter().any(|[a, b]| of_part.contains(&[b, a]))
}

/// A place inside a gap of a tile, and its size in square units.
fn middle(gap: &Area, tile: TileId) -> (Position, f64) {
    let inside = gap.as_multi_polygon().interior_point().unwrap();
    let world =
        |offset: f64, at: u32| (f64::from(at) + offset / UNIT_DEG / f64::from(EXTENT)) / f64::from(1_u32 << tile.z());
    let (x, y) = (world(inside.x(), tile.x()), world(inside.y(), tile.y()));
    let lat = (std::f64::consts::PI * (1.0 - 2.0 * y)).sinh().atan().to_degrees();
    (Position::from_lon_lat(x * 360.0 - 180.0, lat).unwrap(), area_of(gap))
}

static REGIONS: LazyLock<Vec<Area>> = LazyLock::new(|| {
    let dataset = contactline_store::load(None).unwrap().dataset;
    dataset.regions.into_iter().filter(|r| r.role != Role::Country).map(|r| r.land).collect()
});

#[test]
fn regions_that_share_a_border_leave_no_gap_at_any_zoom() {
    let chains = Arcs::build(&REGIONS.iter().map(area_shape).collect::<Vec<_>>());
    // Places on the land border of two regions each.
    let on_border: Vec<Coord<f64>> = {
        let mut seen = std::collections::HashMap::new();
        let vertices = REGIONS.iter().enumerate().flat_map(|(k, area)| {
            let polygons = area.as_multi_polygon().0.iter();
            polygons.flat_map(|p| p.exterior().0.iter().copied()).map(move |c| (k, c))
        });
        for (k, c) in vertices {
            let regions: &mut Vec<usize> = seen.entry([c.x.to_bits(), c.y.to_bits()]).or_default();
            if !regions.contains(&k) {
                regions.push(k);
            }
        }
        let mut shared: Vec<Coord<f64>> = seen
            .into_iter()
            .filter(|(_, regions)| regions.len() > 1)
            .map(|([x, y], _)| Coord { x: f64::from_bits(x), y: f64::from_bits(y) })
            .collect();
        shared.sort_by(|a, b| a.x.total_cmp(&b.x).then(a.y.total_cmp(&b.y)));
        shared.into_iter().step_by(97).collect()
    };
    assert!(on_border.len() > 20, "{} places on borders", on_border.len());
    for z in 0..=MAX_ZOOM {
        let level = Level::build(&chains, z);
        let mut seen = std::collections::HashSet::new();
        for c in &on_border {
            let tile = TileId::holding(z, c.x, c.y);
            if !seen.insert(tile) {
                continue;
            }
            let parts: Vec<Area> = areas(&level, tile)
                .iter()
                .map(|(_, polygons)| {
                    is_lawful(polygons).unwrap();
                    checked(polygons)
                })
                .collect();
            let whole = overlay::union(&parts);
            for gap in gaps(&whole) {
                // A bay pinched off by the coast's own simplification has one region around it.
                if parts.iter().filter(|part| shares_an_edge(part, &gap)).count() < 2 {
                    continue;
                }
                let (place, size) = middle(&gap, tile);
                let is_land =
                    REGIONS.iter().any(|r| EdgeTimeline::from_area(r).locate_in(0, place) == Location::Interior);
                assert!(!is_land, "{tile:?}: a gap of {size} square units on land, at {place}: {gap:?}");
            }
            let overlap: f64 = parts.iter().map(area_of).sum::<f64>() - area_of(&whole);
            assert!(overlap < 200.0, "{tile:?}: neighbours overlap by {overlap} square units");
        }
    }
}

/// Cells of places scattered over a square: neighbours without an outside.
fn cells(places: &[(f64, f64)]) -> Vec<Area> {
    let square = Area::from_bbox(BBox { west: 30.0, south: 45.0, east: 40.0, north: 51.0 });
    let sites: Vec<Position> = places.iter().map(|(x, y)| Position::from_lon_lat(*x, *y).unwrap()).collect();
    tessellation::cells(&square, &sites)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn cells_cover_each_tile_inside_them(
        places in prop::collection::vec((30.0..40.0_f64, 45.0..51.0_f64), 2..200),
        z in 0..=MAX_ZOOM,
        at in (31.0..39.0_f64, 46.0..50.0_f64),
    ) {
        let shapes: Vec<Shape> = cells(&places).iter().map(area_shape).collect();
        let level = Level::build(&Arcs::build(&shapes), z);
        let tile = TileId::holding(z, at.0, at.1);
        let parts = areas(&level, tile);
        for (_, polygons) in &parts {
            is_lawful(polygons)?;
        }
        let sum: f64 = parts.iter().map(|(_, p)| square_units(p)).sum();
        let whole = overlay::union(&parts.iter().map(|(_, p)| checked(p)).collect::<Vec<_>>());
        prop_assert!(gaps(&whole).is_empty(), "gaps: {:?}", gaps(&whole));
        if z >= 8 {
            let frame = f64::from(EXTENT + 2 * BUFFER);
            prop_assert!((area_of(&whole) - frame * frame).abs() < 10.0, "{} of {}", area_of(&whole), frame * frame);
        }
        // Simplified chains may cross: neighbours then overlap, by little.
        prop_assert!(sum - area_of(&whole) < 50.0, "overlap of {}", sum - area_of(&whole));
    }
}
