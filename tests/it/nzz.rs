//! The Neue Zürcher Zeitung's days, on hand-made files in their shape; and coverage that changes on a day.
use crate::small_world::{dataset, day, place};
use contactline::read::nzz::read;
use contactline_core::atlas::Atlas;
use contactline_core::model::{Exception, Party, Status};
use contactline_core::query::{self, When};
use edge_timeline::{Area, BBox};
use serde_json::{Value, json};

fn feature(kind: &str, west: f64) -> Value {
    let ring = json!([[west, 47.0], [west, 48.0], [west + 1.0, 48.0], [west + 1.0, 47.0], [west, 47.0]]);
    json!({"type": "Feature", "properties": {"type": kind, "date": "2025-07-28", "view": "daily"},
        "geometry": {"type": "Polygon", "coordinates": [ring]}})
}

#[test]
fn losses_are_no_longer_held() {
    let features = [feature("nochange", 36.0), feature("gains", 37.0), feature("losses", 38.0), feature("hopes", 39.0)];
    let text = json!({"value": {"type": "FeatureCollection", "features": features}}).to_string();
    let reading = read(text.as_bytes(), "2025-07-30.json", None, "2026-01-01".parse().unwrap());
    let version = reading.value.unwrap();
    assert_eq!(version.stamp.to_string(), "2025-07-30", "the day of the file, not of the content");
    let words: Vec<_> = version.features.iter().map(|f| (f.publisher_word.as_str(), f.holder)).collect();
    assert_eq!(words, [("nochange", Some(Party::RU)), ("gains", Some(Party::RU)), ("hopes", None)]);
    assert_eq!(version.features[2].status, Status::Unknown, "no silence, which would be held by Ukraine");
    let unknown = reading.findings.iter().find(|f| f.code == "unknown_name").unwrap();
    assert_eq!(unknown.place.feature, Some(3));
    let broken = read(b"{\"value\":1}", "2025-07-30.json", None, "2026-01-01".parse().unwrap());
    assert!(broken.value.is_none() && broken.findings[0].code == "not_geojson");
}

#[test]
fn silence_is_unknown_where_the_map_stopped_to_draw() {
    let mut dataset = dataset();
    let maps = &mut dataset.sources[0].coverage;
    let bbox = BBox { west: 36.0, south: 48.0, east: 36.5, north: 49.0 };
    maps.except = vec![Exception {
        name: "west of d".into(),
        name_uk: None,
        area: Area::from_bbox(bbox),
        from: Some("2025-01-03".parse().unwrap()),
    }];
    maps.except_regions = vec!["ua-f".into()];
    let atlas = Atlas::build(dataset);
    let ask = |lon, lat, date| {
        let answer = query::classify(&atlas, place(lon, lat), day(date));
        answer.control.iter().find(|c| c.source.id == "maps").unwrap().status
    };
    assert_eq!((ask(36.2, 48.5, "2025-01-02"), ask(36.2, 48.5, "2025-01-03")), (Status::Held, Status::Unknown));
    assert_eq!((ask(36.7, 48.5, "2025-01-03"), ask(38.2, 48.5, "2025-01-02")), (Status::Held, Status::Unknown));
    let unknown = |region, date| -> f64 {
        let rows = query::areas(&atlas, Some(region), Some("maps"), When::At(day(date))).unwrap();
        rows.iter().filter(|r| r.status == Status::Unknown).map(|r| r.share).sum()
    };
    assert_eq!((unknown("ua-d", "2025-01-02"), unknown("ua-f", "2025-01-02")), (0.0, 1.0));
    assert!((unknown("ua-d", "2025-01-03") - 0.5).abs() < 1e-9);
}
