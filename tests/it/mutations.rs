//! Files spoiled on purpose, in every form: bytes flipped, rings cut, features shuffled, numbers and days changed. A reader
//! never panics; it refuses or mends, and says where.
use std::io::{Cursor, Write};
use std::sync::LazyLock;

use contactline::read::viina::{self, Cells};
use contactline::read::{Format, Input, Mapping, compare, detect, official_list};
use contactline_core::model::{Date, Finding, Severity, Version};
use proptest::prelude::*;
use serde_json::{Value, json};

fn today() -> Date {
    "2026-01-01".parse().unwrap()
}

fn ring(west: f64, south: f64) -> Value {
    json!([
        [west, south, 0],
        [west, south + 1.0, 0],
        [west + 1.0, south + 1.0, 0],
        [west + 1.0, south, 0],
        [west, south, 0]
    ])
}

fn feature(properties: Value, west: f64) -> Value {
    json!({"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [ring(west, 47.0)]}})
}

fn collection(features: Vec<Value>) -> Value {
    json!({"type": "FeatureCollection", "features": features})
}

/// A sample of each form of map, with its file's name.
fn samples() -> Vec<(Format, &'static str, Value)> {
    let many = json!({"type": "MultiPolygon", "coordinates": [[ring(36.0, 47.0)], [ring(39.0, 47.0)]]});
    vec![
        (
            Format::DeepstateDaily,
            "deepstatemap_data_20250101.geojson",
            collection(vec![json!({"type": "Feature", "properties": {}, "geometry": many})]),
        ),
        (
            Format::DeepstateRaw,
            "1735509379.geojson",
            collection(vec![
                feature(json!({"name": "x /// Occupied /// geoJSON.status.occupied", "fill": "#a52714"}), 37.0),
                feature(json!({"name": "x /// Unknown /// geoJSON.status.unknown", "fill": "#bcaaa4"}), 38.5),
                json!({"type": "Feature", "properties": {"name": "58"}, "geometry": {"type": "Point", "coordinates": [37, 47]}}),
            ]),
        ),
        (
            Format::Isw,
            "20230824.geojson",
            collection(vec![
                feature(json!({"layer": "VIEW_RussiaCoTinUkraine_V3"}), 37.0),
                feature(json!({"layer": "VIEW_ClaimedRussianTerritoryinUkraine_V2"}), 37.5),
                json!({"type": "Feature", "properties": {"layer": "VIEW_RussiaCoTinUkraine_V3"}, "geometry": null}),
            ]),
        ),
        (
            Format::Nzz,
            "2025-01-01.json",
            json!({"value": collection(vec![
                feature(json!({"type": "nochange"}), 37.0),
                feature(json!({"type": "gains"}), 38.0),
                feature(json!({"type": "losses"}), 39.0),
            ])}),
        ),
    ]
}

const MAPPING: &str = "source = \"a\"\n[date]\nproperty = \"day\"\n[status]\nproperty = \"zone\"\nother = \"finding\"\n[status.values]\nred = { status = \"held\", holder = \"RU\" }\n";
const TABLE: &str =
    "geonameid,date,status_wiki,status\n1.0,20220224,RU,RU\n2e+00,20220224,,UA\n1.0,20220225,RU,CONTESTED\n";
const LIST: &str = "section,oblast,raion,katottg,level,name,period_no,date_from,date_to\noccupied,x,y,UA14020010010000001,settlement,\"с. Перше\",1,24.02.2022,2022-11-11\n";
const PLACES: &str = r#"{"type":"FeatureCollection","features":[{"type":"Feature","id":"one","geometry":{"type":"Point","coordinates":[37.0,48.0]},"properties":{"name":"one","name_uk":"Перше","population":5,"region":"ua-14","katottg":"UA14020010010000001"}}]}"#;
const CHANGES: &str = r#"{"1": [[20220224, "RU"], [20220226, "LIBERATED"]], "2": [[20220225, "CONTESTED"]]}"#;

fn tessellation() -> String {
    collection(vec![feature(json!({"geonameid": 1.0}), 37.0), feature(json!({"geonameid": 2.0}), 38.0)]).to_string()
}

static CELLS: LazyLock<Cells> = LazyLock::new(|| Cells::read(tessellation().as_bytes(), "tess.geojson").value.unwrap());

static ZIPPED: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file("control.csv", zip::write::SimpleFileOptions::default()).unwrap();
    archive.write_all(TABLE.as_bytes()).unwrap();
    archive.finish().unwrap().into_inner()
});

/// Bytes changed, taken out, put in, or the end cut off.
fn spoil(bytes: &[u8], changes: &[(prop::sample::Index, u8, u8)]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for (index, byte, kind) in changes {
        if bytes.is_empty() {
            break;
        }
        let at = index.index(bytes.len());
        match kind {
            0 => bytes[at] = *byte,
            1 => bytes[at] ^= 1 << (byte % 8),
            2 => drop(bytes.remove(at)),
            3 => bytes.insert(at, *byte),
            _ => bytes.truncate(at),
        }
    }
    bytes
}

fn changes() -> impl Strategy<Value = Vec<(prop::sample::Index, u8, u8)>> {
    proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0..5_u8), 1..5)
}

/// What must hold whatever was read: refused with an error, or a version whose areas are valid; every finding in its file.
fn holds<T>(value: Option<&T>, findings: &[Finding]) {
    assert!(value.is_some() || !findings.is_empty(), "refused without a word");
    assert!(findings.iter().all(|f| f.place.file.is_some()), "{findings:?}");
    if value.is_some() {
        assert!(findings.iter().all(|f| f.severity < Severity::Error), "kept with an error: {findings:?}");
    }
}

fn valid(version: &Version) {
    for f in &version.features {
        let rings = f
            .area
            .as_multi_polygon()
            .0
            .iter()
            .map(|p| std::iter::once(p.exterior()).chain(p.interiors()).map(|r| r.0.clone()).collect());
        let again = edge_timeline::Area::from_rings(rings.collect());
        assert!(again.is_ok(), "{:?}", again.err());
    }
}

/// Every number in the `coordinates` of a value, counted.
fn numbers(value: &mut Value, change: &mut impl FnMut(&mut Value)) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| numbers(item, change)),
        Value::Object(members) => members.values_mut().for_each(|member| numbers(member, change)),
        Value::Number(_) => change(value),
        _ => {}
    }
}

fn features_of(value: &mut Value) -> &mut Vec<Value> {
    let collection = if value["value"].is_object() { &mut value["value"] } else { value };
    collection["features"].as_array_mut().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn bytes_of_maps(changes in changes()) {
        for (format, name, sample) in samples() {
            let bytes = spoil(sample.to_string().as_bytes(), &changes);
            detect(&bytes, name).ok();
            let reading = format.read(&bytes, name, None, today());
            holds(reading.value.as_ref(), &reading.findings);
            reading.value.iter().for_each(valid);
            let mapping = Mapping::from_toml(MAPPING, "m.toml").unwrap();
            let reading = mapping.read(&bytes, name, None, today());
            holds(reading.value.as_ref(), &reading.findings);
        }
        let mapping = spoil(MAPPING.as_bytes(), &changes);
        Mapping::from_toml(&String::from_utf8_lossy(&mapping), "m.toml").ok();
    }

    #[test]
    fn bytes_of_tables(changes in changes()) {
        for bytes in [TABLE.as_bytes(), CHANGES.as_bytes(), &ZIPPED] {
            let bytes = spoil(bytes, &changes);
            detect(&bytes, "control.csv").ok();
            let reading = viina::read(Cursor::new(&bytes), "control.csv", None, &CELLS, today());
            holds(reading.value.as_ref(), &reading.findings);
            if let Some(table) = &reading.value {
                table.changes().into_iter().filter_map(|day| viina::version(table, &CELLS, day)).for_each(|v| valid(&v));
            }
        }
        let cells = Cells::read(&spoil(tessellation().as_bytes(), &changes), "tess.geojson");
        holds(cells.value.as_ref(), &cells.findings);
        let places = official_list::places(PLACES.as_bytes(), "places.geojson").value.unwrap();
        let list = official_list::read(&spoil(LIST.as_bytes(), &changes), "list.csv", places, today());
        holds(list.value.as_ref(), &list.findings);
        let places = official_list::places(&spoil(PLACES.as_bytes(), &changes), "places.geojson");
        holds(places.value.as_ref(), &places.findings);
    }

    /// One coordinate becomes another number: a place out of range or far away is told; nothing invalid is kept.
    #[test]
    fn one_number(which in any::<prop::sample::Index>(), number in prop_oneof![
        Just(json!(0)), Just(json!(1e300)), Just(json!(-91.0)), Just(json!("37")), Just(Value::Null), Just(json!([])),
        (30.0..60.0_f64).prop_map(|n| json!(n)),
    ]) {
        for (format, name, mut sample) in samples() {
            let mut count = 0;
            numbers(&mut sample, &mut |_| count += 1);
            let (target, mut at) = (which.index(count), 0);
            numbers(&mut sample, &mut |value| {
                if at == target {
                    *value = number.clone();
                }
                at += 1;
            });
            let reading = format.read(sample.to_string().as_bytes(), name, None, today());
            holds(reading.value.as_ref(), &reading.findings);
            reading.value.iter().for_each(valid);
        }
    }
}

#[test]
fn rings_cut_short_are_closed_or_refused_with_their_place() {
    for (format, name, sample) in samples() {
        for left in 0..5 {
            let mut cut = sample.clone();
            let geometry = &mut features_of(&mut cut)[0]["geometry"];
            let ring = if geometry["type"] == "Polygon" {
                &mut geometry["coordinates"][0]
            } else {
                &mut geometry["coordinates"][0][0]
            };
            ring.as_array_mut().unwrap().truncate(left);
            let reading = format.read(cut.to_string().as_bytes(), name, None, today());
            holds(reading.value.as_ref(), &reading.findings);
            let code = if left < 3 { "too_few_vertices" } else { "unclosed" };
            let finding = reading.findings.iter().find(|f| f.code == code);
            let finding = finding.unwrap_or_else(|| panic!("{name} {left}: {:?}", reading.findings));
            assert_eq!((finding.place.feature, finding.place.ring), (Some(0), Some(0)), "{finding}");
            assert_eq!(reading.value.is_some(), left >= 3);
        }
    }
}

#[test]
fn features_in_another_order_say_the_same() {
    for (format, name, sample) in samples() {
        let mut shuffled = sample.clone();
        features_of(&mut shuffled).reverse();
        let read = |value: &Value| format.read(value.to_string().as_bytes(), name, None, today()).value.unwrap();
        let sums = |version: &Version| {
            let mut sums: Vec<_> = version
                .features
                .iter()
                .map(|f| (f.status, f.holder, f.publisher_word.clone(), (f.area.area_m2() / 1e4).round() as i64))
                .collect();
            sums.sort();
            sums
        };
        assert_eq!(sums(&read(&shuffled)), sums(&read(&sample)), "{name}");
    }
}

#[test]
fn days_that_cannot_be_and_numbers_in_the_wrong_order_are_refused_by_name() {
    for (format, name, sample) in samples() {
        for wrong in ["22020203", "2202-02-03_x", "7000000000", "20250230", "x"] {
            let reading = format.read(sample.to_string().as_bytes(), &format!("{wrong}.geojson"), None, today());
            assert!(
                reading.value.is_none() && reading.findings.iter().any(|f| f.code == "bad_date"),
                "{format:?} {wrong}"
            );
        }
        let mut swapped = sample.clone();
        for feature in features_of(&mut swapped) {
            let text = feature["geometry"].to_string();
            let mut geometry: Value = serde_json::from_str(&text).unwrap();
            swap(&mut geometry);
            feature["geometry"] = geometry;
        }
        let reading = format.read(swapped.to_string().as_bytes(), name, None, today());
        let finding = reading.findings.iter().find(|f| f.code == "swapped_coordinates");
        let finding = finding.unwrap_or_else(|| panic!("{name}: {:?}", reading.findings));
        assert!(reading.value.is_none() && finding.place.coordinate.is_some_and(|[lon, lat]| lon > 43.0 && lat < 43.0));
        let detected = detect(sample.to_string().as_bytes(), name).unwrap();
        assert_eq!(detected.input, Input::Map(format));
        let version = format.read(sample.to_string().as_bytes(), name, None, today()).value.unwrap();
        assert!(compare(&version, &version, name).iter().any(|f| f.code == "same_as_previous_day"));
    }
}

fn swap(value: &mut Value) {
    match value {
        Value::Array(items) if items.first().is_some_and(Value::is_number) => items.swap(0, 1),
        Value::Array(items) => items.iter_mut().for_each(swap),
        Value::Object(members) => members.values_mut().for_each(swap),
        _ => {}
    }
}
