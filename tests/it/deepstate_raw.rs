//! DeepStateMap's own form, on hand-made files in the shape of its four eras.
use contactline::read::deepstate_raw::{read, stamp_in_name};
use contactline_core::model::{Party, Reading, Status, Version};
use serde_json::{Value, json};

fn square(west: f64, south: f64, size: f64) -> Value {
    let (east, north) = (west + size, south + size);
    // Clockwise and with heights, as the files have it.
    json!([[[west, south, 0], [west, north, 0], [east, north, 0], [east, south, 0], [west, south, 0]]])
}

fn polygon(name: &str, fill: &str, coordinates: Value) -> Value {
    json!({"type": "Feature", "geometry": {"type": "Polygon", "coordinates": coordinates},
        "properties": {"name": name, "fill": fill}})
}

fn file(features: &[Value]) -> Reading<Version> {
    let text = json!({"type": "FeatureCollection", "features": features}).to_string();
    read(text.as_bytes(), "1733000000.geojson", None, "2026-01-01".parse().unwrap())
}

fn stated(reading: &Reading<Version>) -> Vec<(Status, Option<Party>, String, i64)> {
    let features = reading.value.as_ref().unwrap().features.iter();
    features.map(|f| (f.status, f.holder, f.publisher_word.clone(), (f.area.area_m2() / 1e6).round() as i64)).collect()
}

fn codes(reading: &Reading<Version>) -> Vec<&'static str> {
    let mut codes: Vec<_> = reading.findings.iter().map(|f| f.code).collect();
    codes.dedup();
    codes
}

#[test]
fn every_era_says_the_same() {
    let (ru, ua) = (Some(Party::RU), Some(Party::UA));
    for (name, fill, status, holder) in [
        ("Окуповано", "#a52714", Status::Held, ru),
        ("Ізюм. Окуповано", "#a52714", Status::Held, ru),
        ("ОРДЛО", "#000000", Status::Held, ru),
        ("Крим", "#880e4f", Status::Held, ru),
        ("Під питанням", "#bcaaa4", Status::Contested, None),
        ("Звільнено 25.03", "#0288d1", Status::Held, ua),
        ("Окуповано /// Occupied\n", "#a52714", Status::Held, ru),
        ("Звільнено\u{a0}27-29.03 /// Liberated 27-29.03", "#0f9d58", Status::Held, ua),
        ("Статус невідомий /// Unknown status", "#bcaaa4", Status::Contested, None),
        ("CADR and CALR", "#880e4f", Status::Held, ru),
        ("Окуповано /// Occupied\u{a0}/// geoJSON.status.occupied", "#a52714", Status::Held, ru),
        ("Звільнено /// Liberated /// geoJSON.status.dismissed\n", "#bcaaa4", Status::Held, ua),
        ("x /// y /// geoJSON.status.dismissed_at {{at:25.03}}", "#0f9d58", Status::Held, ua),
        ("Тузла /// Tuzla /// geoJSON.territories.tuzla", "#880e4f", Status::Held, ru),
        ("Зміїний /// Snake Island /// geoJSON.zmiinyi_island", "#0f9d58", Status::Held, ua),
    ] {
        let reading = file(&[
            polygon("Окуповано", "#a52714", square(30.0, 47.0, 0.1)),
            polygon(name, fill, square(37.0, 47.0, 1.0)),
        ]);
        let here = stated(&reading).into_iter().find(|(.., km2)| *km2 > 1_000).unwrap();
        assert_eq!((here.0, here.1), (status, holder), "{name}");
        assert_eq!(here.2, name.split_whitespace().collect::<Vec<_>>().join(" "), "the publisher's word is kept");
    }
}

#[test]
fn jokes_points_and_other_countries_are_left_out() {
    let reading = file(&[
        polygon("Окуповано", "#a52714", square(37.0, 47.0, 1.0)),
        polygon("Карелія /// Karelia /// geoJSON.territories.karelia", "#ff5252", square(31.0, 63.0, 1.0)),
        polygon("Окуповане Петсамо /// Occupied Petsamo", "#ff5252", square(31.0, 69.0, 1.0)),
        polygon("Окупована Абхазія /// Occupied Abkhazia", "#880e4f", square(41.0, 43.0, 1.0)),
        json!({"type": "Feature", "geometry": {"type": "Point", "coordinates": [37.0, 48.0, 0]}, "properties": {"name": "58th"}}),
    ]);
    assert_eq!(stated(&reading).len(), 1);
    let left_out = reading.findings.iter().find(|f| f.code == "left_out").unwrap();
    assert_eq!(left_out.message, "1 points and 3 polygons of other territories left out");
}

#[test]
fn what_overlaps_counts_once_held_before_contested() {
    let reading = file(&[
        polygon("Під питанням", "#bcaaa4", square(37.5, 47.0, 1.0)),
        polygon("Окуповано", "#a52714", square(37.0, 47.0, 1.0)),
        json!({"type": "Feature", "properties": {"name": "Окуповано", "fill": "#a52714"},
            "geometry": {"type": "GeometryCollection", "geometries": [
                {"type": "Polygon", "coordinates": square(37.0, 48.0, 1.0)}, {"type": "Point", "coordinates": [37, 47]}]}}),
    ]);
    let rows = stated(&reading);
    let degree = rows[0].3;
    assert_eq!(rows.iter().map(|r| r.0).collect::<Vec<_>>(), [Status::Held, Status::Held, Status::Contested]);
    assert!((rows[2].3 - degree / 2).abs() <= 1, "half of the grey square is held: {rows:?}");
    assert!(codes(&reading).contains(&"overlap"));
}

#[test]
fn a_name_nobody_knows_is_taken_by_its_colour_or_as_unknown() {
    let occupied = polygon("Окуповано", "#a52714", square(30.0, 47.0, 0.1));
    let by_colour = file(&[occupied.clone(), polygon("Багатокутник 11", "#a52714", square(37.0, 47.0, 1.0))]);
    assert_eq!(stated(&by_colour).len(), 2);
    let unknown = file(&[occupied, polygon("?", "#ce93d8", square(37.0, 47.0, 1.0))]);
    // Left out, it would read as held by Ukraine.
    assert_eq!(stated(&unknown).iter().map(|r| r.0).collect::<Vec<_>>(), [Status::Held, Status::Unknown]);
    let finding = unknown.findings.iter().find(|f| f.code == "unknown_name").unwrap();
    assert_eq!(finding.place.feature, Some(1));
}

#[test]
fn the_moment_is_the_files_name() {
    assert_eq!(stamp_in_name("x/1735509379.geojson").unwrap().to_string(), "2024-12-29T21:56:19Z");
    assert!(stamp_in_name("latest.geojson").unwrap_err().contains("--date"));
    let reading = read(b"{}", "7000000000.geojson", None, "2026-01-01".parse().unwrap());
    assert_eq!((reading.value.is_none(), codes(&reading)), (true, vec!["not_geojson"]));
    let empty = br#"{"type":"FeatureCollection","features":[]}"#;
    let reading = read(empty, "7000000000.geojson", None, "2026-01-01".parse().unwrap());
    assert_eq!((reading.value.is_none(), codes(&reading)), (true, vec!["bad_date"]));
    let merged = read(
        br#"{"type":"FeatureCollection","features":[]}"#,
        "1735509379.geojson",
        None,
        "2026-01-01".parse().unwrap(),
    );
    assert!(merged.value.is_none() && codes(&merged) == ["empty"]);
}

#[test]
fn a_polygon_that_cannot_be_mended_refuses_the_file() {
    let bad = json!([[[37.0, 147.0], [37.0, 148.0], [38.0, 148.0], [37.0, 147.0]]]);
    let reading =
        file(&[polygon("Окуповано", "#a52714", square(37.0, 47.0, 1.0)), polygon("Окуповано", "#a52714", bad)]);
    assert!(reading.value.is_none() && codes(&reading).contains(&"out_of_range"), "{:?}", reading.findings);
}

#[test]
fn an_answer_of_the_maps_own_interface_is_dated_by_its_id() {
    let map =
        json!({"type": "FeatureCollection", "features": [polygon("Окуповано", "#a52714", square(37.0, 47.0, 1.0))]});
    let text = json!({"id": 1_735_509_379, "datetime": "29.12 o 23:56", "map": map}).to_string();
    let reading = read(text.as_bytes(), "last.json", None, "2026-01-01".parse().unwrap());
    assert_eq!(reading.value.unwrap().stamp.to_string(), "2024-12-29T21:56:19Z");
    let broken = text.replace("\"features\"", "\"feature\"");
    let reading = read(broken.as_bytes(), "last.json", None, "2026-01-01".parse().unwrap());
    assert!(reading.value.is_none() && codes(&reading).contains(&"not_geojson"), "{:?}", reading.findings);
}

#[test]
fn an_overlap_is_told_with_a_place_in_it() {
    let reading = file(&[
        polygon("Окуповано", "#a52714", square(37.0, 47.0, 1.0)),
        polygon("Під питанням", "#bcaaa4", square(37.5, 47.0, 1.0)),
    ]);
    let [lon, lat] = reading.findings.iter().find(|f| f.code == "overlap").unwrap().place.coordinate.unwrap();
    assert!((37.5..=38.0).contains(&lon) && (47.0..=48.0).contains(&lat), "{lon} {lat}");
}
