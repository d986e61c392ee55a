//! DeepState's merged daily file, in files made by hand in the same shape.
use contactline::read::compare;
use contactline::read::deepstate_daily::read;
use contactline_core::model::{Basis, Date, Finding, Party, Reading, Severity, Status, Version};

const NAME: &str = "somewhere/deepstatemap_data_20251201.geojson";

/// A file of one MultiPolygon of these polygons.
fn file(polygons: &str) -> String {
    format!(
        r#"{{"type":"FeatureCollection","name":"deepstatemap_data_20251201",
"crs":{{"type":"name","properties":{{"name":"urn:ogc:def:crs:OGC:1.3:CRS84"}}}},
"features":[
{{"type":"Feature","properties":{{}},"geometry":{{"type":"MultiPolygon","coordinates":{polygons}}}}}
]}}"#
    )
}

fn read_as(text: &str, name: &str) -> Reading<Version> {
    read(text.as_bytes(), name, None, "2026-01-01".parse().unwrap())
}

fn codes(findings: &[Finding]) -> Vec<(Severity, &'static str)> {
    findings.iter().map(|f| (f.severity, f.code)).collect()
}

const CLOCKWISE: &str = "[[[[37,47],[37,48],[38,48],[38,47],[37,47]]],[[[39,47],[39,48],[40,48],[40,47],[39,47]]]]";

#[test]
fn clockwise_rings_are_turned_with_one_note() {
    let reading = read_as(&file(CLOCKWISE), NAME);
    assert_eq!(codes(&reading.findings), [(Severity::Note, "winding")]);
    assert!(reading.findings[0].message.starts_with("2 rings are wound"));
    let version = reading.value.unwrap();
    assert_eq!((version.source.as_str(), version.stamp.to_string().as_str()), ("deepstate", "2025-12-01"));
    let feature = &version.features[0];
    assert_eq!((feature.status, feature.holder, feature.basis), (Status::Held, Some(Party::RU), Basis::Mapped));
    assert_eq!(feature.publisher_word, "occupied (merged)");
    assert_eq!(feature.area.as_multi_polygon().0.len(), 2);
}

#[test]
fn broken_rings_are_mended_and_named() {
    let open = read_as(&file("[[[[37,47],[38,47],[38,48],[37,48]]]]"), NAME);
    assert_eq!(codes(&open.findings), [(Severity::Warning, "unclosed"), (Severity::Warning, "repaired")]);
    assert!(open.findings[1].message.contains("differs by 0 m²"), "{}", open.findings[1].message);
    assert!(open.value.is_some());

    let bow_tie = read_as(&file("[[[[37,47],[38,48],[38,47],[37,48],[37,47]]]]"), NAME);
    let crossing = bow_tie.findings.iter().find(|f| f.code == "self_crossing").unwrap();
    assert_eq!(
        crossing.to_string(),
        "warning self_crossing: edge 0 crosses edge 2 of the same ring \
         (somewhere/deepstatemap_data_20251201.geojson, feature 0, polygon 0, ring 0, vertex 0, at [37.5, 47.5])"
    );
    // Nobody can say which of its loops were meant: half a degree is not mended in silence.
    let refused = bow_tie.findings.iter().find(|f| f.severity == Severity::Error).unwrap();
    assert!(bow_tie.value.is_none() && refused.code == "not_mended", "{refused}");
    assert!(refused.message.contains("like a bow-tie") && refused.message.contains("would leave 41"), "{refused}");
    let small = read_as(&file("[[[[37,47],[37.001,47.001],[37.001,47],[37,47.001],[37,47]]]]"), NAME);
    assert_eq!(small.value.unwrap().features[0].area.as_multi_polygon().0.len(), 2);
    let metres = read_as(&file("[[[[4118821,5942074],[4230140,5942074],[4230140,6106854],[4118821,5942074]]]]"), NAME);
    assert!(metres.findings.iter().any(|f| f.code == "no_degrees" && f.message.contains("--crs")));

    let swapped = read_as(&file("[[[[47,137],[48,137],[48,138],[47,137]]]]"), NAME);
    assert_eq!(codes(&swapped.findings)[0], (Severity::Error, "out_of_range"));
    assert!(swapped.value.is_none());
}

#[test]
fn what_is_no_such_file_is_refused() {
    let text = file(CLOCKWISE);
    let refused = |text: &str| {
        let reading = read_as(text, NAME);
        assert!(reading.value.is_none());
        let finding = &reading.findings[0];
        (finding.code, finding.message.clone())
    };
    let (code, message) = refused(&text[..260]);
    assert_eq!(code, "not_json");
    assert!(message.ends_with("line 4 column 105"), "{message}");
    assert_eq!(refused(r#"{"type":"FeatureCollection","features":[]}"#).1, "0 features; wanted one");
    let feature = r#"{"type":"Feature","properties":{},"geometry":{"type":"Point","coordinates":[37,48]}}"#;
    assert_eq!(refused(feature).1, "a Point; wanted a MultiPolygon");
    let raw = format!(r#"{{"type":"FeatureCollection","features":[{feature},{feature}]}}"#);
    assert_eq!(refused(&raw).1, "2 features; wanted one; is this the raw form of the map");
    assert_eq!(refused(&text.replace("\"geometry\":{", "\"geometry\":null,\"x\":{")).0, "null_geometry");
    assert_eq!(refused(&file("[]")).0, "empty");
    assert_eq!(refused(&file("[[[[37],[38,47]]]]")).0, "short_position");
    assert_eq!(refused(&file("[[[37,47],[38,47]]]")).0, "not_geojson");
    assert_eq!(refused("\u{feff}").0, "empty");
}

#[test]
fn the_day_stands_in_the_name() {
    let refused = |name: &str| {
        let reading = read_as(&file(CLOCKWISE), name);
        assert!(reading.value.is_none());
        let finding = reading.findings.into_iter().find(|f| f.code == "bad_date").unwrap();
        finding.message
    };
    assert_eq!(refused("22020203.geojson"), "2202-02-03 is not within 2014-01-01 to 2026-01-02");
    assert_eq!(refused("deepstatemap_data_20240231.geojson"), "20240231 in the file name is no day of the calendar");
    let wanted = |name| format!("the file name '{name}' has not one date of eight digits; --date gives the day");
    for name in ["map.geojson", "2024.geojson", "20240101-20240102.geojson", "202401011.geojson"] {
        assert_eq!(refused(name), wanted(name));
    }
    assert!(refused("20260103.geojson").starts_with("2026-01-03 is not within"));
    assert!(read_as(&file(CLOCKWISE), "20240101/20260102.geojson").value.is_some());
    let day: Date = "2025-01-01".parse().unwrap();
    let named = read(file(CLOCKWISE).as_bytes(), "map.geojson", Some(day), "2026-01-01".parse().unwrap());
    assert_eq!(named.value.unwrap().stamp, day.start());
}

#[test]
fn a_row_of_days_shows_gaps_and_days_without_change() {
    let on = |day: &str| read_as(&file(CLOCKWISE), &format!("{day}.geojson")).value.unwrap();
    let found = |a: &str, b: &str| compare(&on(a), &on(b), "b").iter().map(|f| f.message.clone()).collect::<Vec<_>>();
    assert_eq!(found("20251201", "20251202"), ["the same outline as on 2025-12-01"]);
    assert_eq!(found("20251201", "20251204")[0], "no version for 2 days between 2025-12-01 and 2025-12-04");
    let mut moved = on("20251202");
    moved.features.clear();
    assert_eq!(compare(&on("20251201"), &moved, "b"), []);
}
