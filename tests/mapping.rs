//! Any GeoJSON by a mapping file: what its properties mean, which day it is of, and what is wrong with the mapping.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::process::Command;

use contactline::model::{Basis, Party, Reading, Severity, Status, Version};
use contactline::read::Mapping;
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
