//! The files that items can be taken away as, read back by other readers.
use crate::small_world;
use contactline::ogc::{FileForm, Selection, Shaping, file, select};
use contactline::wire::Rights;
use contactline_core::atlas::Atlas;
use contactline_core::model::{Dataset, Interval};
use contactline_core::query::items::collection;

fn written(id: &str, form: FileForm) -> Vec<u8> {
    written_of(id, form, |_| ())
}

fn written_of(id: &str, form: FileForm, change: impl FnOnce(&mut Dataset)) -> Vec<u8> {
    let mut dataset = small_world::dataset();
    change(&mut dataset);
    let atlas = Atlas::build(dataset);
    let collection = collection(&atlas, id).unwrap();
    let selection = Selection {
        when: Interval::ALWAYS,
        boxes: None,
        filters: vec![],
        order: vec![],
        offset: 0,
        limit: 100,
        with_geometry: true,
        rights: Rights::default(),
    };
    file(&select(&atlas, &collection, &selection, None), &Shaping::default(), form).unwrap()
}

#[test]
fn csv_has_points_as_columns_and_other_geometries_as_text() {
    let text = String::from_utf8(written("announcements", FileForm::Csv)).unwrap();
    let mut lines = text.lines();
    assert_eq!(
        lines.next(),
        Some(
            "id,party,says,date,date_kind,place,place_uk,region,scope,announced_by,announced_by_uk,disputed_by,disputed_on,certainty,source,note,note_uk,start,end,lon,lat"
        )
    );
    assert_eq!(
        lines.next(),
        Some(
            "ru-2025-01-04-town-5,RU,taken,2025-01-04,day,Town 5,Місто 5,ua-f,settlement,A ministry,,UA,,high,,,,2025-01-04,2025-01-04,38.5,48.5"
        )
    );
    let text = String::from_utf8(written("control-maps", FileForm::Csv)).unwrap();
    assert!(text.lines().nth(1).unwrap().contains("MULTIPOLYGON(((36 47,"), "{text}");
    assert!(!String::from_utf8(written("acts", FileForm::Csv)).unwrap().contains("WKT"));
}

#[test]
fn flatgeobuf_is_read_back_with_its_index() {
    use flatgeobuf::{FallibleStreamingIterator, FeatureProperties, FgbReader};
    use geozero::ToGeo;
    let bytes = written("control-maps", FileForm::FlatGeobuf);
    let all = FgbReader::open(std::io::Cursor::new(&bytes)).unwrap();
    // Of each of three versions, what it holds and what it does not cover.
    assert_eq!(all.header().features_count(), 6);
    assert_eq!(all.header().crs().unwrap().code(), 4326);
    // Only the first two versions hold a, west of 37.
    let mut found = FgbReader::open(std::io::Cursor::new(&bytes)).unwrap().select_bbox(36.2, 47.2, 36.4, 47.4).unwrap();
    let mut ids = Vec::new();
    while let Some(feature) = found.next().unwrap() {
        ids.push(feature.property::<String>("id").unwrap());
        assert!(matches!(feature.to_geo().unwrap(), geo::Geometry::MultiPolygon(_)));
    }
    ids.sort();
    assert_eq!(ids, ["2025-01-01-held-RU-1", "2025-01-03-held-RU-1"]);
}

/// GDAL and QGIS saw texts where dates were meant.
#[test]
fn flatgeobuf_has_dates_of_its_type_for_them() {
    use flatgeobuf::{ColumnType, FallibleStreamingIterator, FgbReader};
    use geozero::{ColumnValue, FeatureProperties, PropertyProcessor};
    struct Dates(Vec<String>);
    impl PropertyProcessor for Dates {
        fn property(&mut self, _: usize, name: &str, value: &ColumnValue<'_>) -> geozero::error::Result<bool> {
            if let ColumnValue::DateTime(text) = value {
                self.0.push(format!("{name} {text}"));
            }
            Ok(false)
        }
    }
    let read = |collection: &str, wanted: [&str; 3]| {
        let bytes = written(collection, FileForm::FlatGeobuf);
        let mut all = FgbReader::open(std::io::Cursor::new(&bytes)).unwrap().select_all_seq().unwrap();
        let mut dates = Dates(Vec::new());
        all.next().unwrap().unwrap().process_properties(&mut dates).unwrap();
        let columns = all.header().columns().unwrap();
        let typed = columns.iter().filter(|c| wanted.contains(&c.name()));
        assert!(typed.clone().count() > 1 && typed.clone().all(|c| c.type_() == ColumnType::DateTime));
        dates.0
    };
    assert_eq!(
        read("announcements", ["date", "start", "end"]),
        ["date 2025-01-04", "start 2025-01-04T00:00:00Z", "end 2025-01-04T23:59:59Z"]
    );
    let of_maps = read("control-maps", ["version", "start", "end"]);
    assert_eq!(of_maps[..2], ["version 2025-01-10T00:00:00Z", "stale_from 2025-01-18"]);
}

/// GDAL refused whole files for the empty geometries in them, and none could be written of points beside such.
#[test]
fn flatgeobuf_keeps_items_without_a_place_and_leaves_their_geometry_out() {
    use flatgeobuf::{FallibleStreamingIterator, FeatureProperties, FgbReader};
    let read = |bytes: &[u8]| {
        let mut all = FgbReader::open(std::io::Cursor::new(bytes)).unwrap().select_all_seq().unwrap();
        let mut found = Vec::new();
        while let Some(feature) = all.next().unwrap() {
            found.push((feature.property::<String>("id").unwrap(), feature.geometry_trait().unwrap().is_some()));
        }
        found
    };
    assert_eq!(read(&written("acts", FileForm::FlatGeobuf)), [("act-ru".to_owned(), false)]);
    let found = read(&written_of("announcements", FileForm::FlatGeobuf, |dataset| {
        let mut nowhere = dataset.announcements[0].clone();
        nowhere.position = None;
        nowhere.place = "Nowhere".into();
        dataset.announcements.push(nowhere);
    }));
    assert_eq!(found.iter().map(|(_, has_place)| *has_place).collect::<Vec<_>>(), [true, false]);
}

#[test]
fn kml_is_read_back() {
    let text = String::from_utf8(written("control-maps", FileForm::Kml)).unwrap();
    let document: kml::Kml = text.parse().unwrap();
    let mut places = 0;
    count(&document, &mut places);
    assert_eq!(places, 6);
    assert!(text.contains("<TimeSpan><begin>2025-01-03</begin><end>2025-01-09</end></TimeSpan>"), "{text}");
    assert!(text.contains("<Data name=\"holder\"><value>RU</value></Data>"), "{text}");
}

fn count(of: &kml::Kml, places: &mut usize) {
    match of {
        kml::Kml::KmlDocument(document) => document.elements.iter().for_each(|e| count(e, places)),
        kml::Kml::Document { elements, .. } => elements.iter().for_each(|e| count(e, places)),
        kml::Kml::Placemark(_) => *places += 1,
        _ => {}
    }
}

#[test]
fn geoparquet_is_read_back_with_its_boxes() {
    use parquet::basic::{LogicalType, TimeUnit};
    use parquet::file::reader::{FileReader, SerializedFileReader};
    use parquet::record::RowAccessor;
    let reader =
        SerializedFileReader::new(axum::body::Bytes::from(written("control-maps", FileForm::Parquet))).unwrap();
    let pairs = reader.metadata().file_metadata().key_value_metadata().unwrap();
    let geo: serde_json::Value =
        serde_json::from_str(pairs.iter().find(|p| p.key == "geo").unwrap().value.as_ref().unwrap()).unwrap();
    assert_eq!(geo["version"], "1.1.0");
    assert_eq!(geo["columns"]["geometry"]["bbox"], serde_json::json!([36.0, 47.0, 39.0, 49.0]));
    assert_eq!(geo["columns"]["geometry"]["covering"]["bbox"]["xmin"], serde_json::json!(["bbox", "xmin"]));
    let rows: Vec<_> = reader.get_row_iter(None).unwrap().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 6);
    assert_eq!(rows[0].get_string(0).unwrap(), "2025-01-01-held-RU-1");
    // Days and seconds are no text: `end` is the last second of a stretch.
    let column = |name: &str| {
        let schema = reader.metadata().file_metadata().schema_descr();
        let at = (0..schema.num_columns()).find(|at| schema.column(*at).name() == name).unwrap();
        (at, schema.column(at).logical_type_ref().cloned())
    };
    let second = Some(LogicalType::timestamp(true, TimeUnit::MILLIS));
    let ((version, kind), (start, of_start), (end, of_end)) = (column("version"), column("start"), column("end"));
    assert_eq!((&kind, &of_start, &of_end), (&second, &second, &second));
    let at = |column: usize| rows[0].get_timestamp_millis(column).unwrap();
    let day_ms = 86_400_000;
    assert_eq!((at(version), at(start)), (20_089 * day_ms, 20_089 * day_ms));
    assert_eq!(at(end), 20_091 * day_ms - 1_000);
    let bbox = rows[4].get_group(rows[4].len() - 1).unwrap();
    assert_eq!((bbox.get_double(0).unwrap(), bbox.get_double(2).unwrap()), (37.0, 38.5));
}

/// The file opened by SQLite: the tables that the standard wants, with what it wants in them.
fn opened(bytes: &[u8]) -> (tempfile::TempDir, rusqlite::Connection) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("items.gpkg");
    std::fs::write(&path, bytes).unwrap();
    (folder, rusqlite::Connection::open(path).unwrap())
}

fn one<T: rusqlite::types::FromSql>(database: &rusqlite::Connection, query: &str) -> T {
    database.query_row(query, (), |row| row.get(0)).unwrap_or_else(|e| panic!("{query}: {e}"))
}

#[test]
fn geopackage_has_what_the_standard_wants() {
    use geozero::ToGeo;
    use geozero::wkb::Wkb;
    let bytes = written("control-maps", FileForm::GeoPackage);
    assert_eq!((&bytes[..16], &bytes[68..72]), (&b"SQLite format 3\0"[..], &b"GPKG"[..]));
    assert_eq!(bytes, written("control-maps", FileForm::GeoPackage), "the same items are the same bytes");
    let (_folder, database) = opened(&bytes);
    assert_eq!(one::<i64>(&database, "PRAGMA user_version"), 10300);
    assert_eq!(one::<String>(&database, "PRAGMA integrity_check"), "ok");
    let violations = database.prepare("PRAGMA foreign_key_check").unwrap().query_map((), |_| Ok(())).unwrap().count();
    assert_eq!(violations, 0);
    assert_eq!(one::<i64>(&database, "SELECT count(*) FROM gpkg_spatial_ref_sys WHERE srs_id IN (-1, 0, 4326)"), 3);
    let contents = "SELECT table_name || ' ' || data_type || ' ' || srs_id || ' ' || min_x || ' ' || min_y || ' ' || max_x || ' ' || \
                    max_y || ' ' || last_change FROM gpkg_contents";
    assert_eq!(
        one::<String>(&database, contents),
        "control-maps features 4326 36.0 47.0 39.0 49.0 2025-01-10T00:00:00.000Z"
    );
    let column =
        "SELECT column_name || ' ' || geometry_type_name || ' ' || srs_id || ' ' || z || m FROM gpkg_geometry_columns";
    assert_eq!(one::<String>(&database, column), "geom MULTIPOLYGON 4326 00");
    let extension = "SELECT extension_name || ' ' || scope FROM gpkg_extensions WHERE table_name = 'control-maps'";
    assert_eq!(one::<String>(&database, extension), "gpkg_rtree_index write-only");
    let triggers = "SELECT count(*) FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'control-maps'";
    assert_eq!(one::<i64>(&database, triggers), 6);
    // Each geometry: its header, its envelope, and in the index a box that holds it.
    let mut rows = database.prepare("SELECT fid, geom, id, start, \"end\" FROM \"control-maps\" ORDER BY fid").unwrap();
    let rows = rows.query_map((), |row| {
        Ok((
            row.get::<_, i64>(0)?,
            row.get::<_, Vec<u8>>(1)?,
            row.get::<_, String>(2)?,
            row.get::<_, String>(3)?,
            row.get::<_, Option<String>>(4)?,
        ))
    });
    let rows: Vec<_> = rows.unwrap().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 6);
    assert_eq!((rows[0].2.as_str(), rows[0].3.as_str()), ("2025-01-01-held-RU-1", "2025-01-01T00:00:00.000Z"));
    assert_eq!(rows[0].4.as_deref(), Some("2025-01-02T23:59:59.000Z"));
    for (fid, geometry, ..) in rows {
        assert_eq!(&geometry[..8], &[b'G', b'P', 0, 3, 0xe6, 0x10, 0, 0]);
        let side = |k: usize| f64::from_le_bytes(geometry[8 + 8 * k..16 + 8 * k].try_into().unwrap());
        let shape = Wkb(geometry[40..].to_vec()).to_geo().unwrap();
        let around = geo::BoundingRect::bounding_rect(&shape).unwrap();
        assert_eq!(
            [side(0), side(1), side(2), side(3)],
            [around.min().x, around.max().x, around.min().y, around.max().y]
        );
        let found = "SELECT count(*) FROM \"rtree_control-maps_geom\" WHERE id = ? AND minx <= ? AND maxx >= ? AND miny <= ? AND maxy >= ?";
        let values = rusqlite::params![fid, side(0), side(1), side(2), side(3)];
        assert_eq!(database.query_row(found, values, |row| row.get::<_, i64>(0)).unwrap(), 1);
    }
    assert_eq!(one::<i64>(&database, "SELECT count(*) FROM \"rtree_control-maps_geom\""), 6);
}

#[test]
fn geopackage_keeps_rows_without_a_place_and_tables_without_geometry() {
    let (_folder, database) = opened(&written("acts", FileForm::GeoPackage));
    assert_eq!(
        one::<String>(&database, "SELECT data_type FROM gpkg_contents WHERE min_x IS NULL AND srs_id IS NULL"),
        "attributes"
    );
    assert_eq!(one::<i64>(&database, "SELECT count(*) FROM gpkg_geometry_columns"), 0);
    assert_eq!(one::<String>(&database, "SELECT id FROM acts"), "act-ru");
    let (_folder, database) = opened(&written_of("announcements", FileForm::GeoPackage, |dataset| {
        let mut nowhere = dataset.announcements[0].clone();
        nowhere.position = None;
        nowhere.place = "Nowhere".into();
        dataset.announcements.push(nowhere);
    }));
    assert_eq!(one::<i64>(&database, "SELECT count(*) FROM announcements WHERE geom IS NULL"), 1);
    assert_eq!(one::<i64>(&database, "SELECT count(*) FROM rtree_announcements_geom"), 1);
    assert_eq!(one::<String>(&database, "SELECT date FROM announcements LIMIT 1"), "2025-01-04");
    // Rows are taken out of the index with the table's: what its trigger needs, this has.
    database.execute("DELETE FROM announcements", ()).unwrap();
    assert_eq!(one::<i64>(&database, "SELECT count(*) FROM rtree_announcements_geom"), 0);
}
