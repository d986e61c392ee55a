//! What is written for others to host: a source's history in pieces that add up to what it draws on each day, and an archive of
//! tiles read by another reader.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use contactline_core::atlas::{Atlas, Timeline};
use contactline_core::model::{Date, Interval};
use contactline_core::query::items::{Geometry, Item, Value, collection, history, items};
use edge_timeline::{Area, overlay};
use geo::{Contains, Coord, Point};
use mvt_reader::Reader;
use mvt_reader::feature::Value as Tag;
use pmtiles::{AsyncPmTilesReader, MmapBackend, TileCoord};
use tempfile::TempDir;

use crate::rules::shipped;
use crate::with_maps;

fn timeline<'a>(atlas: &'a Atlas, id: &str) -> &'a Timeline {
    atlas.timelines().iter().find(|timeline| timeline.source.id == id).unwrap()
}

fn area<'a>(item: &'a Item<'_>) -> &'a Area {
    let Some(Geometry::Area(area)) = item.geometry() else { panic!("{} has no area", item.id) };
    area
}

fn text(item: &Item<'_>, name: &str) -> Option<String> {
    match item.value(name) {
        Value::Text(text) => Some(text.into_owned()),
        _ => None,
    }
}

/// On each of some days the pieces that stand lie in what the source draws, do not overlap, and make up all of it.
fn pieces_add_up(atlas: &Atlas, id: &str, versions: impl Iterator<Item = usize>) {
    let (timeline, collection) = (timeline(atlas, id), history(timeline(atlas, id)));
    let pieces = items(atlas, &collection, Interval::ALWAYS);
    let ids: std::collections::BTreeSet<&str> = pieces.iter().map(|piece| piece.id.as_str()).collect();
    assert_eq!(ids.len(), pieces.len(), "ids are told apart");
    for version in versions {
        let day = Interval::of_moment(timeline.stamps()[version]);
        let standing = || pieces.iter().filter(|piece| piece.time.unwrap().meets(&day));
        assert!(standing().count() > 0 || timeline.classes().iter().all(|class| class.area(version).is_empty()));
        for class in timeline.classes() {
            let drawn = class.area(version);
            let is_own = |piece: &&Item<'_>| {
                text(piece, "status").as_deref() == Some(class.status.as_str())
                    && text(piece, "holder") == class.holder.map(|party| party.to_string())
            };
            let own = standing().filter(is_own);
            let mut sum_m2 = 0.0;
            for piece in own {
                let inside_m2 = overlay::intersection(area(piece), &drawn).area_m2();
                assert!((inside_m2 - area(piece).area_m2()).abs() <= 1.0, "{}: {inside_m2}", piece.id);
                sum_m2 += inside_m2;
            }
            let drawn_m2 = drawn.area_m2();
            assert!((sum_m2 - drawn_m2).abs() <= 1e-9 * drawn_m2 + 1.0, "version {version}: {sum_m2} {drawn_m2}");
        }
    }
}

#[test]
fn the_pieces_of_a_day_make_up_what_is_drawn_on_it() {
    let maps = with_maps::atlas();
    pieces_add_up(&maps, "maps", 0..2);
    let list = timeline(shipped(), "ua-official-list");
    let count = list.stamps().len();
    pieces_add_up(shipped(), "ua-official-list", [0, count / 3, count / 2, count - 1].into_iter());
}

/// The square of 2025-01-01 stands until 2025-01-03 as a piece of its own only where the next one differs.
#[test]
fn a_piece_lasts_as_long_as_it_is_drawn() {
    let atlas = with_maps::atlas();
    let collection = history(timeline(&atlas, "maps"));
    let pieces = items(&atlas, &collection, Interval::ALWAYS);
    let by_first: BTreeMap<String, f64> =
        (pieces.iter()).map(|piece| (format!("{:?}", piece.value("first_version")), area(piece).bbox().west)).collect();
    assert_eq!(pieces.len(), 2, "{by_first:?}");
    assert!(pieces.iter().all(|piece| piece.value("last_version") == Value::Stamp("2025-01-03".parse().unwrap())));
    assert!((area(&pieces[0]).bbox().west - 37.6).abs() < 1e-9 && (area(&pieces[1]).bbox().west - 38.0).abs() < 1e-9);
}

/// Polygons of one item that share an edge are no valid geometry to others: ground of several regions, pieces cut cell by cell.
#[test]
fn no_edge_is_drawn_twice_in_one_item() {
    let atlas = shipped();
    let day = Interval::of_moment("2025-05-07".parse::<Date>().unwrap().end());
    for (id, wanted) in [("control-ua-official-list", 2), ("control-viina", 3), ("proposals", 100), ("regimes", 10)] {
        let all = items(atlas, &collection(atlas, id).unwrap(), day);
        let mut checked = 0;
        for (item, geometry) in all.iter().filter_map(|item| Some((item, item.geometry()?))) {
            let Geometry::Area(area) = geometry else { continue };
            let bits = |(a, b): (Coord, Coord)| [a.x, a.y, b.x, b.y].map(f64::to_bits);
            let edges: BTreeSet<[u64; 4]> = area.edges().map(bits).collect();
            let twice = area.edges().find(|(a, b)| edges.contains(&bits((*b, *a))));
            assert_eq!(twice, None, "{id} {}", item.id);
            checked += 1;
        }
        assert!(checked >= wanted, "{id}: {checked}");
    }
}

fn export(data: &Path, words: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_contactline"));
    command.env_remove("CONTACTLINE_DATA").arg("--data").arg(data).arg("export").args(words).output().unwrap()
}

fn refused(data: &Path, words: &[&str]) -> String {
    let output = export(data, words);
    assert_eq!(output.status.code(), Some(2), "{words:?}");
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn files_are_refused_with_the_reason() {
    let data = with_maps::data();
    let path = |name: &str| data.path().join(name).display().to_string();
    let said = refused(data.path(), &["map", "-o", &path("a.csv")]);
    assert!(said.contains("source 'map' not found. Available: maps, "), "{said}");
    let said = refused(data.path(), &["maps", "-o", &path("a.shp")]);
    assert!(said.contains("by its ending it is none of .csv, .fgb, .gpkg, .kml, .parquet, .pmtiles"), "{said}");
    let said = refused(data.path(), &["maps", "--date", "2025-01-02", "-o", &path("a.pmtiles")]);
    assert!(said.contains("--date: an archive of tiles holds the whole history"), "{said}");
    let said = refused(data.path(), &["maps", "--date", "2024-12-31", "-o", &path("a.csv")]);
    assert!(said.contains("no version that stands on that day"), "{said}");
    assert!(
        fs::read_dir(data.path()).unwrap().all(|file| !file.unwrap().file_name().to_string_lossy().starts_with("a."))
    );
}

#[test]
fn what_may_not_be_passed_on_is_not_written_without_the_right() {
    let declared = with_maps::MAPS.replace("geometry_may_be_passed_on = true", "geometry_may_be_passed_on = false");
    let data = with_maps::data_of(&declared);
    let file = data.path().join("history.csv");
    let words = ["maps", "-o", file.to_str().unwrap()];
    let said = refused(data.path(), &words);
    assert!(said.contains("not to be passed on") && said.contains("--geometry-right"), "{said}");
    assert!(!file.exists());
    let output = export(data.path(), &[&words[..], &["--geometry-right"]].concat());
    assert_eq!(output.status.code(), Some(0));
    let text = fs::read_to_string(&file).unwrap();
    assert_eq!(text.lines().count(), 3, "{text}");
    assert!(text.starts_with("id,status,holder,source,first_version,last_version,area_m2,start,end,"), "{text}");
}

/// The tags of the features of a layer in whose outline the middle of the tile lies.
fn in_the_middle(tile: Vec<u8>, layer: &str) -> Vec<HashMap<String, Tag>> {
    let reader = Reader::new(tile).unwrap();
    let Some(found) = reader.get_layer_metadata().unwrap().into_iter().find(|found| found.name == layer) else {
        return Vec::new();
    };
    let middle = Point::new(f64::from(found.extent) / 2.0 + 0.5, f64::from(found.extent) / 2.0 + 0.5);
    let features = reader.get_features_as::<f64>(found.layer_index).unwrap();
    let holds = features.into_iter().filter(|feature| feature.geometry.contains(&middle));
    holds.map(|feature| feature.properties.unwrap_or_default()).collect()
}

fn day_number(day: &str) -> i64 {
    i64::from(day.parse::<Date>().unwrap().days())
}

/// At the middle of tiles, at every zoom, on every day: what the pieces of that day say is what the source says.
#[tokio::test]
async fn an_archive_tells_of_each_day_what_the_source_draws() {
    let data = with_maps::data();
    let site = TempDir::new().unwrap();
    let folder = format!("{}/", site.path().display());
    let output = export(data.path(), &["maps", "-o", &folder]);
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(
        said.contains("2 pieces in ") && said.contains("licence: CC0-1.0") && said.contains("Maps by nobody"),
        "{said}"
    );

    let archive = AsyncPmTilesReader::<MmapBackend>::new_with_path(site.path().join("history.pmtiles")).await.unwrap();
    let header = archive.get_header();
    assert_eq!((header.min_zoom, header.max_zoom), (0, 12));
    let about: serde_json::Value = serde_json::from_str(&archive.get_metadata().await.unwrap()).unwrap();
    assert_eq!(about["contactline"]["source"]["id"], "maps");
    assert_eq!(about["contactline"]["classes"], serde_json::json!([{ "status": "held", "holder": "RU" }]));
    let versions = &about["contactline"]["versions"];
    assert_eq!(versions[0], serde_json::json!([day_number("2025-01-01"), day_number("2025-01-02")]));
    assert_eq!(versions[1][0], day_number("2025-01-03"));

    let held_in_middle = |tile: Vec<u8>, day: i64| {
        let number = |tags: &HashMap<String, Tag>, name: &str| match tags.get(name) {
            Some(Tag::UInt(number)) => *number as i64,
            Some(Tag::Int(number) | Tag::SInt(number)) => *number,
            other => panic!("{other:?}"),
        };
        let tags = in_the_middle(tile, "history-maps");
        tags.iter().filter(|tags| (number(tags, "from_days")..=number(tags, "to_days")).contains(&day)).count()
    };
    let mut seen = 0;
    // Between 38.0 and 38.2 the ground is held from the 3rd on, west of it from the 1st.
    for (lon, lat, from) in [(37.8, 48.0, "2025-01-01"), (38.1, 48.0, "2025-01-03"), (38.5, 48.0, "2030-01-01")] {
        for z in 9..=12_u8 {
            let tile = edge_timeline::tile::TileId::holding(z, lon, lat);
            let middle = tile.bbox();
            let middle_lon = (middle.west + middle.east) / 2.0;
            let is_alike = [37.6, 38.0, 38.2].iter().all(|side| (*side < lon) == (*side < middle_lon));
            if !is_alike || !(47.7..48.2).contains(&((middle.south + middle.north) / 2.0)) {
                continue;
            }
            seen += 1;
            let coord = TileCoord::new(z, tile.x(), tile.y()).unwrap();
            let bytes =
                archive.get_tile_decompressed(coord).await.unwrap().map(|bytes| bytes.to_vec()).unwrap_or_default();
            for day in ["2024-12-31", "2025-01-01", "2025-01-02", "2025-01-03", "2025-02-01"] {
                let held = usize::from(day >= from && day >= "2025-01-01");
                assert_eq!(held_in_middle(bytes.clone(), day_number(day)), held, "{lon} {z} {day}");
            }
        }
    }
    assert!(seen >= 8, "{seen}");

    let style: serde_json::Value = serde_json::from_slice(&fs::read(site.path().join("style.json")).unwrap()).unwrap();
    assert_eq!(style["sources"]["contactline"]["url"], "pmtiles://history.pmtiles");
    assert_eq!(style["state"]["day"]["default"], day_number("2025-01-03"));
    for name in ["sprite.json", "sprite.png", "sprite@2x.json", "sprite@2x.png"] {
        assert!(site.path().join(name).exists(), "{name}");
    }
}
