//! What a file is, is seen from its content; said aloud by the real binary.
#![allow(clippy::unwrap_used, clippy::panic, missing_docs)]

use std::path::Path;
use std::process::{Command, Output};

use contactline::read::detect;
use serde_json::{Value, json};

fn square(properties: Value) -> String {
    json!({"type": "FeatureCollection", "features": [{"type": "Feature", "properties": properties,
        "geometry": {"type": "MultiPolygon", "coordinates": [[[[37, 47], [38, 47], [38, 48], [37, 47]]]]}}]})
    .to_string()
}

fn found(text: &str, file: &str) -> &'static str {
    detect(text.as_bytes(), file).unwrap().input.as_str()
}

#[test]
fn every_form_is_known_by_its_content() {
    let raw = square(json!({"name": "x /// Occupied", "fill": "#a52714"}));
    let wrapped = format!(r#"{{"id": 1735509379, "datetime": "12.09 o 21:04", "map": {raw}}}"#);
    let nzz = format!(r#"{{"value": {}}}"#, square(json!({"type": "gains"})));
    for (text, file, form) in [
        (square(json!({})), "deepstatemap_data_20240708.geojson", "deepstate-daily"),
        (square(json!({"name": "Окуповано", "styleHash": "x"})), "1648989208.geojson", "deepstate-raw"),
        (square(json!({"name": "a /// b /// geoJSON.status.occupied"})), "1.geojson", "deepstate-raw"),
        (raw, "1.geojson", "deepstate-raw"),
        (wrapped, "last.json", "deepstate-raw"),
        (nzz, "2022-03-10.json", "nzz"),
        (square(json!({"type": "nochange"})), "2022-03-10.json", "nzz"),
        (square(json!({"layer": "VIEW_RussiaCoTinUkraine_V3"})), "20230824.geojson", "isw"),
        (square(json!({"layer": "ロシア軍支配エリア"})), "20230824.geojson", "isw"),
        (square(json!({"layer_type": "ukraine_control_map"})), "2023-11-23.geojson", "isw"),
        (square(json!({"FID": 1})), "20220320_RussianAssessedCoTinUkraine.geojson", "isw"),
        (square(json!({"OBJECTID": 1, "GlobalID_2": "x", "EditDate": 1})), "layer.geojson", "isw"),
        ("\u{feff}geonameid,date,status_wiki,status\r\n1.0,20220224,RU,RU".into(), "x.csv", "viina"),
        ("kod,date,status\n".into(), "x.csv", "viina"),
        ("section,katottg,date_from,date_to\n".into(), "x.csv", "official-list"),
    ] {
        assert_eq!(found(&text, file), form, "{text}");
    }
    assert_eq!(detect(b"PK\x03\x04....", "control_latest_2022.zip").unwrap().input.as_str(), "viina");
}

#[test]
fn what_is_nothing_known_is_told_with_the_flags_that_say_more() {
    for (text, code) in [
        ("", "empty"),
        ("name,x\n", "unknown_format"),
        (r#"{"type":"FeatureCollection","features":[]}"#, "unknown_format"),
        (r#"{"features": 1}"#, "unknown_format"),
        (r#"{"features": [{"pro"#, "not_json"),
    ] {
        let finding = *detect(text.as_bytes(), "x").unwrap_err();
        assert_eq!((finding.code, finding.place.file.as_deref()), (code, Some("x")), "{text}");
        assert!(code != "unknown_format" || finding.message.contains("--format"), "{}", finding.message);
    }
    assert!(detect(square(json!({"owner": "A"})).as_bytes(), "x").unwrap_err().message.contains("--mapping"));
}

fn import(data: &Path, words: &[&str]) -> (Option<i32>, String, String) {
    let Output { status, stdout, stderr } = Command::new(env!("CARGO_BIN_EXE_contactline"))
        .args(["import", "--data", data.to_str().unwrap()])
        .args(words)
        .output()
        .unwrap();
    (status.code(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

#[test]
fn a_folder_of_several_forms_is_imported_and_each_said_aloud() {
    let folder = tempfile::tempdir().unwrap();
    let (files, data) = (folder.path().join("files"), folder.path().join("data"));
    std::fs::create_dir(&files).unwrap();
    std::fs::write(files.join("deepstatemap_data_20240708.geojson"), square(json!({}))).unwrap();
    std::fs::write(files.join("2024-07-09.json"), square(json!({"type": "gains"}))).unwrap();
    std::fs::write(files.join("notes.json"), "{}").unwrap();
    std::fs::write(files.join("readme.txt"), "x").unwrap();
    let (code, out, err) = import(&data, &[files.to_str().unwrap()]);
    assert_eq!((code, err.as_str()), (Some(1), ""), "{out}");
    let mut lines = out.lines();
    assert!(lines.next().unwrap().starts_with("read as deepstate-daily: one feature without properties"), "{out}");
    assert!(lines.next().unwrap().starts_with("read as nzz: features of type"), "{out}");
    assert!(out.contains("notes.json") && out.contains("2 imported") && out.contains("1 refused"), "{out}");
    let (_, json, _) = import(&data, &["--json", files.to_str().unwrap()]);
    let array: Vec<Value> = serde_json::from_str(&json).unwrap();
    assert_eq!(array.iter().filter(|f| f["code"] == "format").count(), 2, "{json}");
}

#[test]
fn what_a_file_does_not_say_is_asked_for_by_flag() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let file = |name: &str, text: String| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let day = file("latest.geojson", square(json!({})));
    let (code, out, _) = import(&data, &[&day]);
    assert!(code == Some(1) && out.contains("--date"), "{out}");
    let (code, out, _) = import(&data, &["--date", "2024-07-08", &day]);
    assert!(code == Some(0) && out.contains("1 imported"), "{out}");
    let layer = file("answer.geojson", square(json!({"OBJECTID": 1, "EditDate": 1_700_000_000_000_i64})));
    let (code, out, _) = import(&data, &[&layer]);
    assert!(code == Some(1) && out.contains("--layer"), "{out}");
    let (code, out, _) = import(&data, &["--layer", "VIEW_RussiaCoTinUkraine_V3", &layer]);
    assert!(code == Some(0) && data.join("control/isw/2023-11-14.geojson").exists(), "{out}");
    let (code, _, err) = import(&data, &["--source", "nobody", &day]);
    assert!(code == Some(2) && err.contains("no source 'nobody' is declared"), "{err}");
    let (code, _, err) = import(&data, &["--format", "kml", &day]);
    assert!(code == Some(2) && err.contains("official-list"), "{err}");
}
