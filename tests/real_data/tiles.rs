//! Tiles of a real day: what they hold together, and how long they take.

use std::time::Instant;

use edge_timeline::tile::{Arcs, EXTENT, Level, MAX_ZOOM, Outline, Shape, TileId};
use edge_timeline::{Area, overlay};
use geo::{Coord, Geometry, MapCoords, MultiPolygon};

use super::{atlas, day, timeline};

/// The part of a tile's areas within its edges, in degrees; fails where they are not valid.
fn in_degrees(polygons: &MultiPolygon<i32>, tile: TileId) -> Area {
    let part =
        |offset: i32, at: u32| (f64::from(at) + f64::from(offset) / f64::from(EXTENT)) / f64::from(1_u32 << tile.z());
    let degrees = |c: Coord<i32>| {
        let lat = (std::f64::consts::PI * (1.0 - 2.0 * part(c.y, tile.y()))).sinh().atan().to_degrees();
        Coord { x: part(c.x, tile.x()) * 360.0 - 180.0, y: lat }
    };
    let rings = |p: &geo::Polygon<i32>| {
        let rings = std::iter::once(p.exterior()).chain(p.interiors());
        rings.map(|r| r.map_coords(degrees).0).collect::<Vec<_>>()
    };
    let area = Area::from_rings(polygons.0.iter().map(rings).collect()).unwrap();
    overlay::intersection(&area, &Area::from_bbox(tile.bbox()))
}

#[test]
fn tiles_of_a_day_hold_its_area() {
    let held = timeline().held().unwrap();
    let version = timeline().as_of(day("2025-12-02")).unwrap();
    let begun = Instant::now();
    let chains = Arcs::build(&[Shape::Area(Outline::of_version(held.layers(), version))]);
    println!("{} vertices taken apart in {:.1?}", chains.vertices(), begun.elapsed());
    let whole_m2 = held.area(version).area_m2();
    for (z, tolerance) in [(5, 2e-3), (8, 2e-4), (10, 5e-5), (12, 1e-5)] {
        let begun = Instant::now();
        let level = Level::build(&chains, z);
        let built = begun.elapsed();
        let bbox = held.area(version).bbox();
        let (first, last) = (TileId::holding(z, bbox.west, bbox.north), TileId::holding(z, bbox.east, bbox.south));
        let (mut sum_m2, mut tiles, mut longest, mut all) =
            (0.0, 0, std::time::Duration::ZERO, std::time::Duration::ZERO);
        for (x, y) in (first.x()..=last.x()).flat_map(|x| (first.y()..=last.y()).map(move |y| (x, y))) {
            let tile = TileId::new(z.into(), x, y).unwrap();
            let begun = Instant::now();
            let cuts = level.cut(tile);
            let took = begun.elapsed();
            (tiles, longest, all) = (tiles + 1, longest.max(took), all + took);
            for cut in cuts {
                let Geometry::MultiPolygon(polygons) = cut.drawing else { panic!("an area") };
                sum_m2 += in_degrees(&polygons, tile).area_m2();
            }
        }
        let error = sum_m2 / whole_m2 - 1.0;
        println!(
            "zoom {z}: made in {built:.1?}; {tiles} tiles, mean {:.1?}, longest {longest:.1?}; area {error:+.1e}",
            all / tiles
        );
        assert!(error.abs() < tolerance, "zoom {z}: {error}");
    }
}

#[test]
fn every_zoom_of_every_region_is_made_quickly() {
    let regions: Vec<Shape> = atlas().regions().iter().map(|r| Shape::Area(Outline::of_area(&r.land))).collect();
    let chains = Arcs::build(&regions);
    for z in 0..=MAX_ZOOM {
        let begun = Instant::now();
        let level = Level::build(&chains, z);
        println!("zoom {z}: {} vertices of regions in {:.1?}", chains.vertices(), begun.elapsed());
        // A place on land, in Zaporizhzhia or beside it.
        assert!(!level.cut(TileId::holding(z, 34.0, 47.0)).is_empty(), "zoom {z}");
    }
}
