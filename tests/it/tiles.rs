//! Tiles, what describes them and the style, asked for through the router and read by another crate than the one that
//! wrote them, on a world that fits in the head.
use std::collections::{BTreeSet, HashMap};

use contactline::http::{Reached, Settings};
use edge_timeline::tile::{Arcs, EXTENT, Level, Outline, Shape, TileId};
use edge_timeline::{Area, overlay};
use geo::{Coord, Geometry, MapCoords, MultiPolygon};
use mvt_reader::Reader;
use mvt_reader::feature::Value as Tag;

use crate::served;
use crate::served::Answer;

/// The small world; nobody may pass on what `list` draws.
fn ask(path: &str, headers: &[(&str, &str)], rights: &[&str]) -> Answer {
    let service = served::service(|dataset| dataset.sources[1].geometry_may_be_passed_on = false, rights);
    served::send(service, served::get_with(path, headers))
}

fn get(path: &str) -> Answer {
    ask(path, &[], &[])
}

type Features = Vec<(Geometry<i32>, HashMap<String, Tag>)>;

/// The layers of a tile with their features.
fn layers(tile: &Answer) -> Vec<(String, Features)> {
    assert_eq!(tile.status, 200, "{}", String::from_utf8_lossy(&tile.bytes));
    assert_eq!(tile.header("content-type"), "application/vnd.mapbox-vector-tile");
    let reader = Reader::new(tile.bytes.clone()).unwrap();
    let read = |layer: mvt_reader::layer::Layer| {
        assert_eq!((layer.version, layer.extent), (2, EXTENT));
        let features = reader.get_features_as::<i32>(layer.layer_index).unwrap();
        (layer.name, features.into_iter().map(|f| (f.geometry, f.properties.unwrap_or_default())).collect())
    };
    reader.get_layer_metadata().unwrap().into_iter().map(read).collect()
}

const TILES: &str = "/collections/control-maps/tiles/WebMercatorQuad";

#[test]
fn a_square_lies_where_it_must() {
    // At zoom 6 a tile is 5.625 degrees wide; column 38 begins at 33.75. Rows by the formula of EPSG 1024.
    let layers = layers(&get(&format!("{TILES}/6/22/38.mvt?datetime=2025-01-02")));
    assert_eq!(layers.len(), 1);
    let (name, features) = &layers[0];
    let [(geometry, tags), (_, not_covered)] = features.as_slice() else { panic!("{features:?}") };
    assert_eq!(name, "control-maps");
    // Ground that the source says nothing of is drawn as such: left blank it would look held by the other party.
    assert!(
        matches!(not_covered.get("status"), Some(Tag::String(status)) if status == "not_covered"),
        "{not_covered:?}"
    );
    let (west, east, north, south) = (1638, 3095, 1013, 2091);
    let polygon = match geometry {
        Geometry::Polygon(p) => p.clone(),
        Geometry::MultiPolygon(p) if p.0.len() == 1 => p.0[0].clone(),
        other => panic!("{other:?}"),
    };
    let corners: BTreeSet<(i32, i32)> = polygon.exterior().0.iter().map(|c| (c.x, c.y)).collect();
    let wanted = [(west, north), (east, north), (east, south), (west, south)];
    assert_eq!(corners, BTreeSet::from(wanted));
    assert!(polygon.interiors().is_empty());
    let text = |name: &str| tags.get(name).cloned();
    assert_eq!(text("status"), Some(Tag::String("held".into())));
    assert_eq!(text("holder"), Some(Tag::String("RU".into())));
    assert_eq!(text("version"), Some(Tag::String("2025-01-01".into())));
    // 1 January 2025 is day 20,089; the next version stands from the 3rd on.
    assert_eq!((text("from_days"), text("to_days")), (Some(Tag::UInt(20_089)), Some(Tag::UInt(20_090))));
    assert!(matches!(text("area_m2"), Some(Tag::Double(m2)) if m2 > 1e9));
}

#[test]
fn a_tile_is_as_of_the_moment() {
    let east = |query: &str| {
        let tile = layers(&get(&format!("{TILES}/6/22/38{query}")));
        let xs = match &tile[0].1[0].0 {
            Geometry::Polygon(p) => p.exterior().0.iter().map(|c| c.x).max(),
            Geometry::MultiPolygon(p) => p.0[0].exterior().0.iter().map(|c| c.x).max(),
            other => panic!("{other:?}"),
        };
        xs.unwrap()
    };
    assert_eq!(east("?datetime=2025-01-02"), 3095);
    assert_eq!(east(".pbf?datetime=2025-01-03"), 3459);
    assert_eq!(east("?datetime=2025-01-02T23:59:59Z"), 3095);
    assert_eq!(east(""), 3459);
    // Nothing before the first version.
    assert_eq!(get(&format!("{TILES}/6/22/38?datetime=2024-12-31")).status, 204);
}

#[test]
fn what_cannot_be_drawn_is_told() {
    let code = |path: &str| {
        let answer = get(path);
        (answer.status.as_u16(), answer.json()["code"].as_str().unwrap().to_owned())
    };
    for (place, told) in [
        ("15/0/0", "zoom 15 is not within 0..=14"),
        ("3/8/0", "row 8 is not within 0..=7"),
        ("3/0/8.mvt", "column 8 is not within 0..=7"),
        ("3/-1/0", "'-1' is not a whole number"),
        ("3/0/0.png", "'0.png' is not a whole number"),
    ] {
        let path = format!("{TILES}/{place}");
        assert_eq!(code(&path), (404, "not-found".into()), "{place}");
        let detail = get(&path).json()["detail"].as_str().unwrap().to_owned();
        assert!(detail.contains(told), "{detail}");
    }
    assert_eq!(code(&format!("{TILES}/3/2/4?date=2025-01-01")), (400, "unknown-parameter".into()));
    assert_eq!(code(&format!("{TILES}/3/2/4?datetime=yesterday")), (400, "bad-value".into()));
    assert_eq!(code(&format!("{TILES}/3/2/4?collections=regions")), (400, "bad-value".into()));
    assert_eq!(code("/collections/nothing/tiles/WebMercatorQuad/3/2/4"), (404, "not-found".into()));
    assert_eq!(code("/collections/acts/tiles/WebMercatorQuad/3/2/4"), (404, "not-found".into()));
    assert_eq!(code("/collections/regions/tiles/WorldCRS84Quad/3/2/4"), (404, "not-found".into()));
    assert_eq!(code("/tiles/WebMercatorQuad/3/2/4?collections=regions,nothing"), (400, "bad-value".into()));
}

#[test]
fn geometry_that_may_not_be_passed_on_is_withheld() {
    for path in [
        "/collections/control-list/tiles/WebMercatorQuad/6/22/38",
        "/collections/line-list/tiles/WebMercatorQuad/tilejson.json",
        "/tiles/WebMercatorQuad/6/22/38?collections=regions,control-list",
        "/style.json?source=list",
    ] {
        let answer = get(path);
        assert_eq!((answer.status.as_u16(), &answer.json()["code"]), (403, &"withheld".into()), "{path}");
        assert_ne!(ask(path, &[], &["list"]).status, 403, "{path}");
    }
    // What is asked for without names leaves it out.
    let all = layers(&get("/tiles/WebMercatorQuad/6/22/38?datetime=2025-01-03"));
    assert!(all.iter().all(|(name, _)| !name.ends_with("-list")));
    let withheld_too = layers(&ask("/tiles/WebMercatorQuad/6/22/38?datetime=2025-01-03", &[], &["list"]));
    assert!(withheld_too.iter().any(|(name, _)| name == "control-list"));
}

#[test]
fn several_collections_are_layers_of_one_tile() {
    let path = "/tiles/WebMercatorQuad/6/22/38.mvt?collections=regions,control-maps,line-maps&datetime=2025-01-03";
    let layers = layers(&get(path));
    let names: Vec<(&str, usize)> = layers.iter().map(|(name, features)| (name.as_str(), features.len())).collect();
    assert_eq!(names, [("regions", 7), ("control-maps", 2), ("line-maps", 1)]);
    let (line, _) = &layers[2].1[0];
    assert!(matches!(line, Geometry::LineString(_) | Geometry::MultiLineString(_)), "{line:?}");
}

#[test]
fn tiles_are_kept_as_long_as_they_can_be_true() {
    let kept = |query: &str| get(&format!("{TILES}/6/22/38{query}")).header("cache-control").to_owned();
    let for_ever = "public, max-age=31536000, immutable";
    assert_eq!(kept("?datetime=2025-01-03&v=f00d"), for_ever);
    assert_eq!(kept("?datetime=2025-01-03&v=0ld"), "public, max-age=86400");
    assert_eq!(kept("?datetime=2025-01-03"), "public, max-age=86400");
    assert_eq!(kept("?v=f00d"), "public, max-age=60");
    assert_eq!(kept("?datetime=2025-02-01&v=f00d"), "public, max-age=60");
    // An empty one too.
    let empty = get(&format!("{TILES}/6/0/0?datetime=2025-01-03&v=f00d"));
    assert_eq!((empty.status.as_u16(), empty.bytes.len()), (204, 0));
    assert_eq!(empty.header("cache-control"), for_ever);
    let tile = get(&format!("{TILES}/6/22/38"));
    let again = ask(&format!("{TILES}/6/22/38"), &[("if-none-match", tile.header("etag"))], &[]);
    assert_eq!(again.status, 304);
}

#[test]
fn tilejson_leads_to_the_tiles() {
    let path = format!("{TILES}/tilejson.json?datetime=2025-01-03");
    let described = ask(&path, &[("host", "maps.example:8080")], &[]).json();
    assert_eq!(described["tilejson"], "3.0.0");
    assert_eq!((&described["minzoom"], &described["maxzoom"]), (&0.into(), &14.into()));
    // What the source does not cover, which is drawn as such, among them.
    assert_eq!(described["bounds"], serde_json::json!([36.0, 47.0, 39.0, 49.0]));
    assert_eq!(described["vector_layers"][0]["id"], "control-maps");
    assert!(described["vector_layers"][0]["fields"]["from_days"].as_str().unwrap().starts_with("number"));
    assert!(described["attribution"].as_str().unwrap().contains("© maps"));
    let tiles = described["tiles"][0].as_str().unwrap();
    let address = tiles.strip_prefix("http://maps.example:8080").unwrap();
    let tile = get(&address.replace("{z}", "6").replace("{y}", "22").replace("{x}", "38"));
    assert_eq!(layers(&tile)[0].0, "control-maps");
    assert!(tile.header("cache-control").contains("immutable"));
    let proxied = [
        ("host", "inner"),
        ("x-forwarded-host", "maps.example"),
        ("x-forwarded-proto", "https"),
        ("x-forwarded-prefix", "/line/"),
    ];
    let tiles = |reached| {
        let service = served::service_set(|_| (), Settings { reached, ..Settings::default() });
        let answer = served::send(service, served::get_with(&path, &proxied)).json();
        answer["tiles"][0].as_str().unwrap().to_owned()
    };
    assert!(tiles(Reached::ThroughProxy).starts_with("https://maps.example/line/collections/"));
    assert!(tiles(Reached::Directly).starts_with("http://inner/collections/"));
    let hostile = ask(&path, &[("host", "a\"b<c>")], &[]).json()["tiles"][0].as_str().unwrap().to_owned();
    assert!(hostile.starts_with("/collections/"), "{hostile}");
}

#[test]
fn tilesets_are_listed_and_their_links_lead_on() {
    let list = get("/collections/regions/tiles").json();
    assert_eq!((&list["tilesets"][0]["dataType"], list["tilesets"].as_array().unwrap().len()), (&"vector".into(), 1));
    let set = get("/collections/regions/tiles/WebMercatorQuad").json();
    assert_eq!(set["crs"], "http://www.opengis.net/def/crs/EPSG/0/3857");
    for link in set["links"].as_array().unwrap() {
        let href = link["href"].as_str().unwrap();
        let href = href.replace("{tileMatrix}", "6").replace("{tileRow}", "22").replace("{tileCol}", "38");
        assert_eq!(get(&href).status, 200, "{href}");
    }
    // Zoom 6: the country from 36 to 40 degrees lies in columns 38 and 39, from 47 to 49 in rows 21 and 22.
    let limits = &set["tileMatrixSetLimits"][6];
    assert_eq!((&limits["minTileCol"], &limits["maxTileCol"]), (&38.into(), &39.into()));
    assert_eq!((&limits["minTileRow"], &limits["maxTileRow"]), (&21.into(), &22.into()));
    let all = get("/tiles/WebMercatorQuad").json();
    assert!(all["layers"].as_array().unwrap().iter().any(|l| l["id"] == "claims"));
    let matrices = get("/tileMatrixSets/WebMercatorQuad").json();
    let first = &matrices["tileMatrices"][0];
    // 17-083r4, table D.1.
    assert!((first["scaleDenominator"].as_f64().unwrap() - 559_082_264.028_717).abs() < 1e-3);
    assert_eq!(get("/tileMatrixSets").json()["tileMatrixSets"][0]["id"], "WebMercatorQuad");
}

#[test]
fn the_style_names_only_what_is_there() {
    let style = get("/styles/default?source=maps&datetime=2025-01-03").json();
    assert_eq!(style, get("/style.json?source=maps&datetime=2025-01-03").json());
    assert_eq!(get("/styles").json()["styles"][0]["id"], style["metadata"]["id"].as_str().unwrap_or("default"));
    let described = get(style["sources"]["contactline"]["url"].as_str().unwrap()).json();
    let known: Vec<&str> =
        described["vector_layers"].as_array().unwrap().iter().map(|l| l["id"].as_str().unwrap()).collect();
    assert_eq!(known, ["regions", "control-maps", "line-maps"]);
    let sprite = get("/styles/default/sprite.json").json();
    let filtered =
        |layer: &&serde_json::Value| layer["filter"] == serde_json::json!(["==", ["get", "status"], "not_covered"]);
    let not_covered = style["layers"].as_array().unwrap().iter().find(filtered).unwrap();
    assert_eq!(not_covered["paint"]["fill-pattern"], "grey-hatch");
    for layer in style["layers"].as_array().unwrap() {
        if let Some(of) = layer["source-layer"].as_str() {
            assert!(known.contains(&of), "{of}");
        }
        if let Some(pattern) = layer["paint"]["fill-pattern"].as_str() {
            assert_eq!(sprite[pattern]["pixelRatio"], 1, "{pattern}");
        }
        assert!(layer.get("layout").is_none_or(|layout| layout.get("text-field").is_none()), "glyphs have no host");
    }
    for (name, width) in [("sprite.png", 48), ("sprite@2x.png", 96)] {
        let image = get(&format!("/styles/default/{name}"));
        assert_eq!(image.header("content-type"), "image/png");
        assert_eq!(&image.bytes[16..20], &u32::to_be_bytes(width), "{name}");
    }
    assert_eq!(get("/styles/default/sprite@3x.png").status, 404);
    assert_eq!(get("/style.json?source=nobody").status, 400);
}

/// The part of a tile's areas within its edges, in degrees.
fn in_degrees(polygons: &MultiPolygon<i32>, tile: TileId) -> Area {
    let core = |c: Coord<f64>| {
        let world = |offset: f64, at: u32| (f64::from(at) + offset / f64::from(EXTENT)) / f64::from(1_u32 << tile.z());
        let y = world(c.y, tile.y());
        let lat = (std::f64::consts::PI * (1.0 - 2.0 * y)).sinh().atan().to_degrees();
        Coord { x: world(c.x, tile.x()) * 360.0 - 180.0, y: lat }
    };
    let polygons = polygons.map_coords(|c| core(Coord { x: f64::from(c.x), y: f64::from(c.y) }));
    let rings = |p: &geo::Polygon<f64>| {
        std::iter::once(p.exterior()).chain(p.interiors()).map(|r| r.0.clone()).collect::<Vec<_>>()
    };
    let area = Area::from_rings(polygons.0.iter().map(rings).collect()).unwrap();
    overlay::intersection(&area, &Area::from_bbox(tile.bbox()))
}

#[test]
fn tiles_together_hold_the_area_of_what_they_draw() {
    // A square with its south-west corner cut off and a hole, so that no edge follows the tiles.
    let at = |x: f64, y: f64| Coord { x, y };
    let exterior = vec![at(36.4, 47.0), at(37.0, 47.1), at(37.0, 48.0), at(36.0, 47.9), at(36.1, 47.3), at(36.4, 47.0)];
    let interior = vec![at(36.5, 47.5), at(36.6, 47.8), at(36.8, 47.4), at(36.5, 47.5)];
    let area = Area::from_rings(vec![vec![exterior, interior]]).unwrap();
    let chains = Arcs::build(&[Shape::Area(Outline::of_area(&area))]);
    for (z, tolerance) in [(7, 2e-4), (9, 5e-5), (12, 3e-5)] {
        let level = Level::build(&chains, z);
        let (first, last) = (TileId::holding(z, 36.0, 48.0), TileId::holding(z, 37.0, 47.0));
        let mut sum_m2 = 0.0;
        for (x, y) in (first.x()..=last.x()).flat_map(|x| (first.y()..=last.y()).map(move |y| (x, y))) {
            let tile = TileId::new(z.into(), x, y).unwrap();
            for cut in level.cut(tile) {
                let Geometry::MultiPolygon(polygons) = cut.drawing else { panic!("an area") };
                sum_m2 += in_degrees(&polygons, tile).area_m2();
            }
        }
        let error = sum_m2 / area.area_m2() - 1.0;
        assert!(error.abs() < tolerance, "zoom {z}: {error}");
    }
}

#[test]
fn a_long_edge_keeps_its_bend() {
    // Straight in degrees from (20, 45) to (40, 60): on the map its middle lies beside the straight line.
    let at = |x: f64, y: f64| Coord { x, y };
    let area =
        Area::from_rings(vec![vec![vec![at(20.0, 45.0), at(40.0, 60.0), at(20.0, 60.0), at(20.0, 45.0)]]]).unwrap();
    let chains = Arcs::build(&[Shape::Area(Outline::of_area(&area))]);
    for z in [0, 3, 6, 10, 14] {
        let level = Level::build(&chains, z);
        let (lon, lat) = (30.0, 52.5);
        let tile = TileId::holding(z, lon, lat);
        let world_y = 0.5 - f64::to_radians(lat).tan().asinh() / std::f64::consts::TAU;
        let units = f64::from(EXTENT) * f64::from(1_u32 << z);
        let x = (lon / 360.0 + 0.5) * units - f64::from(tile.x() * EXTENT);
        let y = world_y * units - f64::from(tile.y() * EXTENT);
        let Some(Geometry::MultiPolygon(polygons)) = level.cut(tile).pop().map(|c| c.drawing) else {
            panic!("nothing")
        };
        let edges =
            polygons.0[0].exterior().lines().map(|l| l.map_coords(|c| Coord { x: f64::from(c.x), y: f64::from(c.y) }));
        let beside = edges.map(|l| distance(l, x, y)).fold(f64::INFINITY, f64::min);
        // A quarter of a pixel of simplifying, an eighth of bending and a unit of rounding.
        assert!(beside < 4.0, "zoom {z}: {beside} units");
    }
}

fn distance(edge: geo::Line<f64>, x: f64, y: f64) -> f64 {
    let (dx, dy) = (edge.end.x - edge.start.x, edge.end.y - edge.start.y);
    let t = (((x - edge.start.x) * dx + (y - edge.start.y) * dy) / (dx * dx + dy * dy)).clamp(0.0, 1.0);
    (edge.start.x + t * dx - x).hypot(edge.start.y + t * dy - y)
}

/// Each version of a stretch is in its tiles, and says from which day to which it stands: a client filters by its day.
#[test]
fn a_stretch_has_each_version_with_its_days() {
    let of_day = |day: &str| layers(&get(&format!("{TILES}/6/22/38?datetime={day}"))).remove(0).1;
    let stretch = layers(&get(&format!("{TILES}/6/22/38?datetime=2025-01-02/2025-01-04"))).remove(0).1;
    let days = |tags: &HashMap<String, Tag>, name: &str| match tags.get(name) {
        Some(Tag::Int(days) | Tag::SInt(days)) => *days,
        Some(Tag::UInt(days)) => *days as i64,
        _ => {
            if name == "from_days" {
                i64::MIN
            } else {
                i64::MAX
            }
        }
    };
    // Beside other versions an edge may have more vertices along it.
    let size = |geometry: &Geometry<i32>| {
        geo::Area::unsigned_area(&geometry.map_coords(|c| Coord { x: f64::from(c.x), y: f64::from(c.y) }))
    };
    for day in ["2025-01-02", "2025-01-03", "2025-01-04"] {
        let number = i64::from(day.parse::<contactline_core::model::Date>().unwrap().days());
        let stands = |(_, tags): &&(Geometry<i32>, HashMap<String, Tag>)| {
            days(tags, "from_days") <= number && number <= days(tags, "to_days")
        };
        let filtered: Vec<_> = stretch.iter().filter(stands).map(|(geometry, _)| size(geometry)).collect();
        let alone: Vec<_> = of_day(day).iter().map(|(geometry, _)| size(geometry)).collect();
        assert_eq!(filtered, alone, "{day}");
    }
    assert!(stretch.len() > of_day("2025-01-03").len(), "{} features", stretch.len());
    let style = get("/style.json?source=maps&datetime=2025-01-02/2025-01-04").json().to_string();
    assert!(style.contains("2025-01-02%2F2025-01-04"), "the tiles of the style are those of the stretch: {style}");
    let shipped = contactline_store::open(None).unwrap();
    let settings = Settings { today: || "2026-11-29".parse().unwrap(), ..Settings::default() };
    let service = contactline::http::Service::new(std::sync::Arc::new(shipped.atlas), shipped.fingerprint, settings);
    let path = "/collections/control-viina/tiles/WebMercatorQuad/6/22/38?datetime=2022-02-24/2026-04-24";
    let refused = served::send(service, served::get_with(path, &[]));
    assert_eq!((refused.status.as_u16(), refused.json()["parameter"].clone()), (400, "datetime".into()));
    assert!(refused.text().contains("at most 100"), "{}", refused.text());
}
