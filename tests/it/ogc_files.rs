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
