//! Any GeoJSON by a mapping file: what its properties mean, which day it is of, and what is wrong with the mapping.
use std::process::Command;

use contactline::read::{Mapping, Told};
use contactline_core::model::{Basis, Party, Reading, Severity, Status, Version};
use contactline_crs::Crs;
use serde_json::{Value, json};

const ZONES: &str = r#"
source = "my-map"
[date]
property = "day"
[status]
property = "zone"
basis = "assessed"
[status.values]
red = { status = "held", holder = "RU" }
grey = { status = "contested" }
blue = { status = "held", holder = "UA" }
sea = "drop"
"#;

fn zone(properties: Value, west: f64) -> Value {
    json!({"type": "Feature", "properties": properties, "geometry": {"type": "Polygon",
        "coordinates": [[[west, 47.0], [west + 1.0, 47.0], [west + 1.0, 48.0], [west, 48.0], [west, 47.0]]]}})
}

fn read(mapping: &str, features: &[Value], file: &str, stamp: Option<&str>) -> Reading<Version> {
    let text = json!({"type": "FeatureCollection", "features": features}).to_string();
    let mapping = Mapping::from_toml(mapping, "map.toml").unwrap();
    mapping.read(text.as_bytes(), file, stamp.map(|s| s.parse().unwrap()), "2026-01-01".parse().unwrap())
}

#[test]
fn values_mean_what_the_mapping_says_and_held_comes_first() {
    let day = |zone: &str| json!({"zone": zone, "day": "2024-05-01"});
    let features = [zone(day("grey"), 37.5), zone(day("red"), 37.0), zone(day("sea"), 33.0), zone(day("pink"), 40.0)];
    let reading = read(ZONES, &features, "x.json", None);
    let codes: Vec<_> = reading.findings.iter().map(|f| (f.code, f.place.feature)).collect();
    assert_eq!(codes, [("unknown_name", Some(3)), ("left_out", None), ("overlap", None)]);
    assert!(reading.findings[0].message.contains("blue, grey, red, sea"), "{}", reading.findings[0].message);
    let version = reading.value.unwrap();
    assert_eq!((version.source.as_str(), version.stamp.to_string()), ("my-map", "2024-05-01".into()));
    let stated: Vec<_> = version.features.iter().map(|f| (f.status, f.holder, f.publisher_word.as_str())).collect();
    // What the mapping does not know is no silence: left out, it would read as held by Ukraine.
    let unknown = (Status::Unknown, None, "pink");
    assert_eq!(stated, [(Status::Held, Some(Party::RU), "red"), (Status::Contested, None, "grey"), unknown]);
    assert!(version.features.iter().all(|f| f.basis == Basis::Assessed));
    let m2: Vec<f64> = version.features.iter().map(|f| f.area.area_m2()).collect();
    assert!((m2[1] * 2.0 - m2[0]).abs() < 1.0, "half of the grey square is held: {m2:?}");
}

#[test]
fn the_day_is_in_a_property_in_the_name_or_told() {
    let stamp = |day: Value| {
        let reading = read(ZONES, &[zone(json!({"zone": "red", "day": day}), 37.0)], "x.json", None);
        reading.value.map(|v| v.stamp.to_string()).ok_or_else(|| reading.findings[0].message.clone())
    };
    for day in
        [json!("2024-05-01"), json!(20_240_501), json!("20240501"), json!(1_714_521_600), json!(1_714_521_600_000_i64)]
    {
        assert_eq!(stamp(day.clone()), Ok("2024-05-01".into()), "{day}");
    }
    for day in
        ["01.05.2024", "1.5.2024 06:30", "2024/05/01", "1 May 2024", "May 1, 2024", "01-MAY-2024", "1 травня 2024"]
    {
        assert_eq!(stamp(json!(day)), Ok("2024-05-01".into()), "{day}");
    }
    assert_eq!(stamp(json!("25/05/2024")), Ok("2024-05-25".into()));
    assert_eq!(stamp(json!("05/25/2024")), Ok("2024-05-25".into()));
    assert!(stamp(json!("03/05/2022")).unwrap_err().contains("format = \"DD/MM/YYYY\""));
    assert!(stamp(json!("03-05-2022")).unwrap_err().contains("may be two days"));
    assert!(stamp(json!("soon")).unwrap_err().contains("--date"));
    assert!(stamp(json!("2202-02-03")).unwrap_err().contains("2202-02-03 is not within 2014-01-01"));
    let two = [
        zone(json!({"zone": "red", "day": "2024-05-01"}), 37.0),
        zone(json!({"zone": "red", "day": "2024-05-02"}), 39.0),
    ];
    let several = read(ZONES, &two, "x.json", None);
    assert!(several.value.is_none() && several.findings.iter().any(|f| f.code == "several_days"));
    let one = read(ZONES, &two, "x.json", Some("2024-05-02")).value.unwrap();
    assert_eq!((one.features.len(), one.features[0].area.bbox().west), (1, 39.0));

    let named = |pattern: &str, file: &str| {
        let mapping = format!(
            "source = \"a\"\n[date]\nfile_name = \"{pattern}\"\n[status]\nall = {{ status = \"held\", holder = \"RU\" }}"
        );
        let reading = read(&mapping, &[zone(json!({}), 37.0)], file, None);
        reading.value.map(|v| v.stamp.to_string()).ok_or_else(|| reading.findings[0].message.clone())
    };
    assert_eq!(named("map_{YYYY}-{MM}-{DD}", "d/map_2024-05-01.json"), Ok("2024-05-01".into()));
    assert_eq!(named("AO{DD}{MMM}{YYYY}", "UkraineControlMapAO02Jun2024.json"), Ok("2024-06-02".into()));
    assert!(named("AO{DD}{MMM}{YYYY}", "AO02FEB22024.json").unwrap_err().contains("2202-02-02 is not within"));
    assert!(named("{YYYY}{MM}{DD}", "20240230.json").unwrap_err().contains("no day of the calendar"));
    assert!(named("{YYYY}{MM}{DD}", "Київ.json").unwrap_err().contains("--date"));
}

/// Nobody can say whether 03/05/2022 is in March or in May: the mapping says.
#[test]
fn the_mapping_says_how_a_day_is_written() {
    let read_as = |format: &str| {
        let mapping = ZONES.replace("property = \"day\"", &format!("property = \"day\"\nformat = \"{format}\""));
        let reading = read(&mapping, &[zone(json!({"zone": "red", "day": "3/05/2022 10:00"}), 37.0)], "x.json", None);
        reading.value.map(|v| v.stamp.to_string()).ok_or_else(|| reading.findings[0].message.clone())
    };
    assert_eq!(read_as("MM/DD/YYYY"), Ok("2022-03-05".into()));
    assert_eq!(read_as("DD/MM/YYYY"), Ok("2022-05-03".into()));
    assert!(read_as("YYYY-MM-DD").unwrap_err().contains("--date"));
    let wrong = ZONES.replace("property = \"day\"", "property = \"day\"\nformat = \"MM/YYYY\"");
    assert!(
        Mapping::from_toml(&wrong, "map.toml")
            .unwrap_err()
            .message
            .starts_with("line 5: 'MM/YYYY' is no form of dates")
    );
}

const ALL: &str = "source = \"a\"\n[status]\nall = { status = \"held\", holder = \"RU\" }\n";

/// Where a mapping does not say where the day stands, it is taken where there is one alone, and that is said.
#[test]
fn a_day_that_stands_in_one_place_is_found() {
    let found = |features: &[Value], file: &str| {
        let reading = read(ALL, features, file, None);
        let note = reading.findings.iter().find(|f| f.code == "day").map(|f| f.message.clone()).unwrap_or_default();
        reading.value.map(|v| (v.stamp.to_string(), note)).ok_or_else(|| reading.findings[0].message.clone())
    };
    let (day, note) = found(&[zone(json!({"Date": "01.05.2024"}), 37.0)], "x.json").unwrap();
    assert!(day == "2024-05-01" && note.contains("property 'Date'"), "{note}");
    let (day, note) = found(&[zone(json!({}), 37.0)], "liberated_20240501.json").unwrap();
    assert!(day == "2024-05-01" && note.contains("the file's name"), "{note}");
    assert!(found(&[zone(json!({}), 37.0)], "x.json").unwrap_err().contains("--date"));
    let two = [zone(json!({"date": "2024-05-01"}), 37.0), zone(json!({"date": "2024-05-02"}), 39.0)];
    assert!(found(&two, "x_20240501.json").unwrap_err().contains("features of 2 days"));
}

/// "Any GeoJSON" was a collection in UTF-8 without a mark, and nothing else.
#[test]
fn every_form_of_geojson_is_read() {
    let mapping = Mapping::from_toml(&format!("\u{feff}{ALL}"), "map.toml").unwrap();
    let (first, second) = (zone(json!({}), 37.0), zone(json!({}), 39.0));
    let geometry = first["geometry"].clone();
    let collection = json!({"type": "FeatureCollection", "features": [first]});
    let utf16 = |order: fn(u16) -> [u8; 2]| collection.to_string().encode_utf16().flat_map(order).collect::<Vec<u8>>();
    let marked = |mark: &[u8], text: Vec<u8>| [mark, &text].concat();
    for (bytes, degrees) in [
        (first.to_string().into_bytes(), 1.0),
        (geometry.to_string().into_bytes(), 1.0),
        (json!([first, second]).to_string().into_bytes(), 2.0),
        (json!([geometry]).to_string().into_bytes(), 1.0),
        (format!("{first}\n{second}\n").into_bytes(), 2.0),
        (format!("{first}\r\n\r\n{geometry}").into_bytes(), 1.0),
        (format!("\u{1e}{first}\n\u{1e}{second}\n").into_bytes(), 2.0),
        (format!("{collection}\n{second}").into_bytes(), 2.0),
        (marked(b"\xef\xbb\xbf", first.to_string().into_bytes()), 1.0),
        (marked(b"\xff\xfe", utf16(u16::to_le_bytes)), 1.0),
        (marked(b"\xfe\xff", utf16(u16::to_be_bytes)), 1.0),
        (utf16(u16::to_le_bytes), 1.0),
    ] {
        let reading = mapping.read(&bytes, "x_20240501.json", None, "2026-01-01".parse().unwrap());
        let name = String::from_utf8_lossy(&bytes).into_owned();
        let version = reading.value.unwrap_or_else(|| panic!("{name}: {:?}", reading.findings));
        let m2: f64 = version.features.iter().map(|f| f.area.area_m2()).sum();
        let one =
            edge_timeline::Area::from_bbox(edge_timeline::BBox { west: 37.0, south: 47.0, east: 38.0, north: 48.0 });
        assert!((m2 / one.area_m2() - degrees).abs() < 1e-9, "{name}: {m2}");
    }
    let told = |bytes: &[u8]| {
        let reading = mapping.read(bytes, "x_20240501.json", None, "2026-01-01".parse().unwrap());
        (reading.findings[0].code, reading.findings[0].message.clone())
    };
    let cyrillic = first.to_string().replace("{}", r#"{"a":"?"}"#).replace('?', "\u{1}").into_bytes();
    let cp1251: Vec<u8> = cyrillic.into_iter().map(|b| if b == 1 { 0xca } else { b }).collect();
    assert!(told(&cp1251).0 == "not_utf8" && told(&cp1251).1.contains("iconv"), "{:?}", told(&cp1251));
    assert_eq!(told(format!("{first}\n{{\"type\":").as_bytes()).0, "not_json");
}

/// Coordinates in another system were read as degrees on WGS 84: 116 m off, or nowhere.
#[test]
fn a_crs_member_is_obeyed_or_refused() {
    let mapping = Mapping::from_toml(ALL, "map.toml").unwrap();
    let metres =
        json!([[[4118821, 5942074], [4230140, 5942074], [4230140, 6106854], [4118821, 6106854], [4118821, 5942074]]]);
    let read = |crs: Value, place: &str, coordinates: Option<&Value>, told: Option<&str>| {
        let mut feature = zone(json!({}), 37.0);
        if let Some(coordinates) = coordinates {
            feature["geometry"]["coordinates"] = coordinates.clone();
        }
        let mut collection = json!({"type": "FeatureCollection", "features": [feature]});
        *collection.pointer_mut(place).unwrap().as_object_mut().unwrap().entry("crs").or_insert(Value::Null) = crs;
        let told = Told { crs: told.map(|code| Crs::from_code(code).unwrap()), ..Told::default() };
        let today = "2026-01-01".parse().unwrap();
        mapping.read_told(collection.to_string().as_bytes(), "x_20240501.json", &told, today)
    };
    let name = |name: &str| json!({"type": "name", "properties": {"name": name}});
    let west = |reading: &Reading<Version>| reading.value.as_ref().map(|v| v.features[0].area.bbox().west);
    for code in
        ["urn:ogc:def:crs:OGC:1.3:CRS84", "CRS84", "OGC:CRS84", "EPSG:4326", "urn:ogc:def:crs:EPSG::4326", "WGS84"]
    {
        let reading = read(name(code), "", None, None);
        assert_eq!((west(&reading), reading.findings.iter().any(|f| f.code == "crs")), (Some(37.0), false), "{code}");
    }
    let sk42 = ["urn:ogc:def:crs:EPSG::4284", "EPSG:4284", "http://www.opengis.net/def/crs/EPSG/0/4284"];
    for crs in
        sk42.map(name).into_iter().chain([json!({"type": "EPSG", "properties": {"code": 4284}}), json!("EPSG:4284")])
    {
        for place in ["", "/features/0", "/features/0/geometry"] {
            let reading = read(crs.clone(), place, None, None);
            let off = west(&reading).unwrap_or_else(|| panic!("{crs}: {:?}", reading.findings)) - 37.0;
            assert!((-0.0017..-0.0010).contains(&off), "{crs} at {place}: {off}");
            assert!(reading.findings.iter().any(|f| f.code == "crs" && f.message.contains("EPSG:15865")), "{crs}");
        }
    }
    let mercator = read(name("EPSG:3857"), "", Some(&metres), None);
    assert!((west(&mercator).unwrap() - 37.0).abs() < 1e-5, "{:?}", west(&mercator));
    assert!((west(&read(name("EPSG:900913"), "", Some(&metres), None)).unwrap() - 37.0).abs() < 1e-5);
    // Degrees, whatever the member says.
    let wrong = read(name("EPSG:3857"), "", None, None);
    assert!(wrong.value.is_none() && wrong.findings[0].message.contains("within the range of degrees"));
    assert_eq!(west(&read(name("EPSG:3857"), "", None, Some("EPSG:4326"))), Some(37.0));
    let link = json!({"type": "link", "properties": {"href": "http://example.org/crs.prj", "type": "esriwkt"}});
    for (crs, told) in [(Value::Null, "null"), (link, "example.org"), (name("EPSG:27700"), "EPSG:27700")] {
        let reading = read(crs.clone(), "", None, None);
        let finding = &reading.findings[0];
        assert!(reading.value.is_none() && finding.code == "bad_crs", "{crs}");
        assert!(finding.message.contains(told) && finding.message.contains("--crs"), "{crs}: {}", finding.message);
        assert_eq!(west(&read(crs, "", None, Some("OGC:CRS84"))), Some(37.0));
    }
}

#[test]
fn the_holder_may_stand_in_a_property_of_its_own() {
    let mapping = "source = \"a\"\n[status]\nproperty = \"kind\"\nother = \"refuse\"\nvalues = { ctl = { status = \"held\" } }\n[holder]\nproperty = \"by\"\nvalues = { Russia = \"RU\" }\n";
    let reading = read(mapping, &[zone(json!({"kind": "ctl", "by": "Russia"}), 37.0)], "x", Some("2024-05-01"));
    assert_eq!(reading.value.unwrap().features[0].holder, Some(Party::RU));
    let other = read(mapping, &[zone(json!({"kind": "ctl", "by": "Mars"}), 37.0)], "x", Some("2024-05-01"));
    assert!(other.value.is_none() && other.findings[0].severity == Severity::Error, "{:?}", other.findings);
}

#[test]
fn what_is_wrong_with_a_mapping_is_told_with_its_line_and_what_is_allowed() {
    for (from, to, line, allowed) in [
        ("property = \"zone\"", "propperty = \"zone\"", 6, "property"),
        ("\"assessed\"", "\"guessed\"", 7, "mapped"),
        ("grey = { status = \"contested\" }", "grey = { status = \"grey\" }", 10, "contested"),
        ("holder = \"UA\"", "holder = \"Ukraine\"", 11, "ISO 3166-1"),
        ("grey = { status = \"contested\" }", "grey = { status = \"held\" }", 10, "holder"),
        ("\"drop\"", "\"ignore\"", 12, "drop"),
        ("\"my-map\"", "\"My Map\"", 2, "lower-case"),
        ("property = \"day\"", "file_name = \"{YY}{MM}{DD}\"", 4, "{YYYY}"),
        ("[date]", "[date", 3, ""),
    ] {
        let finding = *Mapping::from_toml(&ZONES.replace(from, to), "map.toml").unwrap_err();
        assert_eq!((finding.code, finding.place.file.as_deref()), ("bad_mapping", Some("map.toml")));
        let message = finding.message;
        assert!(message.starts_with(&format!("line {line}: ")) && message.contains(allowed), "{to}: {message}");
    }
}

const DECLARED: &str = r#"
id = "my-map"
title = "My map"
publisher = "Me"
method = "mapped"
geometry = "drawn"
licence = "CC0-1.0"
attribution = "me"
geometry_may_be_passed_on = true
coverage = { regions = ["ua"] }
precision_m = 500
stale_after_days = 7
depends_on = []
absence = { holder = "UA", basis = "inferred" }
"#;

#[test]
fn a_source_of_ones_own_is_declared_and_answers() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let data = folder.path().join("data").to_str().unwrap().to_owned();
    let run = |words: &[&str]| {
        let output =
            Command::new(env!("CARGO_BIN_EXE_contactline")).args(words).args(["--data", &data]).output().unwrap();
        (output.status.code(), String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
    };
    let features = [zone(json!({"zone": "red", "day": "2024-05-01"}), 37.0)];
    let file = write("x.geojson", &json!({"type": "FeatureCollection", "features": features}).to_string());
    let bare = write("bare.toml", ZONES);
    let (code, _, err) = run(&["import", "--mapping", &bare, &file]);
    assert!(code == Some(2) && err.contains("no source 'my-map' is declared"), "{err}");
    let mapping = write("map.toml", &ZONES.replace("[date]", "declaration = \"source.toml\"\n[date]"));
    write("source.toml", &DECLARED.replace("\"ua\"", "\"ua-99\""));
    let (code, _, err) = run(&["import", "--mapping", &mapping, &file]);
    assert!(code == Some(2) && err.contains("region 'ua-99'"), "{err}");
    write("source.toml", DECLARED);
    let (code, out, err) = run(&["import", "--mapping", &mapping, &file]);
    assert_eq!((code, err.as_str()), (Some(0), ""), "{out}");
    assert!(out.contains("1 imported"), "{out}");
    let (code, out, _) = run(&["at", "37.5", "47.5", "--date", "2024-05-02", "--json"]);
    let at: Value = serde_json::from_str(&out).unwrap();
    assert!(
        code == Some(0)
            && at["control"].as_array().unwrap().iter().any(|s| s["source"] == "my-map" && s["holder"] == "RU"),
        "{out}"
    );
    let output = Command::new(env!("CARGO_BIN_EXE_contactline")).args(["check", &data]).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stdout));
}
