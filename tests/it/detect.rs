//! What a file is, is seen from its content; said aloud by the real binary.
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output};

use contactline::read::{Format, detect};
use contactline_core::model::Severity;
use edge_timeline::{Area, Position};
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
}

/// One outline named by its day was taken for what DeepStateMap has as held by Russia, whatever it was of.
#[test]
fn one_outline_is_known_by_the_name_of_the_mirror_alone() {
    for file in
        ["deepstatemap_data_20240501.geojson", "d/DeepStateMap_data_20240501.json", "deepstate-2024-05-01.geojson"]
    {
        assert_eq!(found(&square(json!({})), file), "deepstate-daily", "{file}");
    }
    for file in ["liberated_20240501.geojson", "20240501.geojson", "deepstate_liberated_20240501.geojson"] {
        let finding = *detect(square(json!({})).as_bytes(), file).unwrap_err();
        let message = finding.message;
        assert!(finding.code == "unknown_format" && message.contains("--format deepstate-daily"), "{file}: {message}");
    }
}

#[test]
fn what_is_no_map_is_told_for_what_it_is() {
    let curves = r#"{"geometryType":"esriGeometryPolygon","features":[{"attributes":{},"geometry":{"curveRings":[[[38,47]]]}}]}"#;
    for (bytes, code, told) in [
        ("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 7\n", "not_a_map", "git lfs pull"),
        ("\n<!DOCTYPE html><html><head><title>404</title></head></html>", "not_a_map", "HTML, '404'"),
        ("<?xml version=\"1.0\"?><kml></kml>", "not_a_map", "KML"),
        ("PK\u{3}\u{4}....", "not_a_map", "zip archive"),
        ("SQLite format 3\0", "not_a_map", "GeoPackage"),
        (r#"{"error": {"code": 400, "message": "Invalid URL", "details": []}}"#, "server_error", "400: Invalid URL"),
        (r#"{"title": "Not Found", "status": 404, "detail": "no such layer"}"#, "server_error", "404: no such layer"),
        (r#"{"message": "Not Found", "documentation_url": "x"}"#, "server_error", "Not Found"),
        (curves, "esri_json", "returnTrueCurves=false"),
        (r#"{"features":[{"attributes":{}, "geometry":{"rings":7}}]}"#, "esri_json", "in this Esri JSON: invalid type"),
        (r#"{"type": "Topology", "objects": {}, "arcs": []}"#, "not_a_map", "TopoJSON"),
    ] {
        // Its name would make it a layer of ISW.
        let file = "20251203_VIEW_RussiaCoTinUkraine_V3.json";
        let finding = *detect(bytes.as_bytes(), file).unwrap_err();
        assert!(
            finding.code == code && finding.message.contains(told),
            "{bytes}: {} {}",
            finding.code,
            finding.message
        );
        let reading = Format::Isw.read(bytes.as_bytes(), file, None, "2026-01-01".parse().unwrap());
        assert_eq!((reading.value.is_none(), reading.findings[0].code), (true, code), "{bytes}");
    }
}

/// Esri's own form: rings in one list, exteriors clockwise, holes the other way round and in any order; a hole in no exterior is a
/// part; an island in a hole is an exterior; coordinates in the system that `spatialReference` names.
#[test]
fn esri_json_is_read_by_its_own_rules() {
    let today = "2026-01-01".parse().unwrap();
    let ring = |west: f64, south: f64, size: f64| {
        let (east, north) = (west + size, south + size);
        json!([[west, south], [west, north], [east, north], [east, south], [west, south]])
    };
    let turned = |ring: Value| Value::Array(ring.as_array().unwrap().iter().rev().cloned().collect());
    let file = "20251203_VIEW_RussiaCoTinUkraine_V3.json";
    let set = |rings: Vec<Value>, reference: Value| {
        json!({"displayFieldName": "", "geometryType": "esriGeometryPolygon", "spatialReference": reference,
            "features": [{"attributes": {"OBJECTID": 1}, "geometry": {"rings": rings}}]})
        .to_string()
    };
    let read = |text: &str| {
        assert_eq!(detect(text.as_bytes(), file).unwrap().input.as_str(), "isw");
        let reading = Format::Isw.read(text.as_bytes(), file, None, today);
        let codes: Vec<(Severity, &str)> = reading.findings.iter().map(|f| (f.severity, f.code)).collect();
        (reading.value.unwrap().features[0].area.clone(), codes)
    };
    let p = |lon: f64, lat: f64| Position::from_lon_lat(lon, lat).unwrap();
    let rings = vec![
        turned(ring(37.2, 47.2, 0.6)),
        ring(37.0, 47.0, 1.0),
        turned(ring(39.2, 48.2, 0.1)),
        ring(37.4, 47.4, 0.2),
        ring(39.0, 47.0, 0.5),
    ];
    let degrees = json!({"wkid": 4326});
    let (area, codes) = read(&set(rings.clone(), degrees.clone()));
    assert_eq!(codes, [(Severity::Note, "esri_json")], "no finding of winding: that is how Esri draws");
    let here = |area: &Area| {
        [(37.1, 47.1), (37.3, 47.3), (37.5, 47.5), (39.25, 48.25), (39.1, 47.1), (38.5, 47.5)]
            .map(|(lon, lat)| area.holds(p(lon, lat)))
    };
    assert_eq!(here(&area), [true, false, true, true, true, false]);
    // All turned on the way, as programs do that wind by RFC 7946: the same ground, with a warning.
    let other_way = set(rings[..2].iter().cloned().map(turned).collect(), degrees);
    let (area, codes) = read(&other_way);
    assert_eq!((here(&area)[..2].to_vec(), codes), (vec![true, false], vec![(Severity::Warning, "esri_json")]));
    // Web Mercator by Esri's own number: 37.5 E 47.5 N.
    let metres = set(vec![ring(4_170_000.0, 6_020_000.0, 10_000.0)], json!({"wkid": 102_100, "latestWkid": 3857}));
    let (area, codes) = read(&metres);
    assert_eq!(codes, [(Severity::Note, "esri_json"), (Severity::Note, "crs")]);
    assert!(area.holds(p(37.51, 47.52)) && !area.holds(p(37.51, 47.60)), "{:?}", area.bbox());
    let unknown = set(vec![ring(37.0, 47.0, 1.0)], json!({"wkid": 104_199}));
    let finding = Format::Isw.read(unknown.as_bytes(), file, None, today).findings.pop().unwrap();
    assert!(finding.code == "bad_crs" && finding.message.contains("104199"), "{}", finding.message);
    let cut = metres.replacen('{', "{\"exceededTransferLimit\":true,", 1);
    assert_eq!(Format::Isw.read(cut.as_bytes(), file, None, today).findings[0].code, "truncated");
    // One feature, and one geometry, alone.
    for text in [
        r#"{"attributes":{},"geometry":{"rings":[[[38,47],[38,48],[39,48],[38,47]]]}}"#,
        r#"{"rings":[[[38,47],[38,48],[39,48],[38,47]]]}"#,
    ] {
        assert!(read(text).0.holds(p(38.2, 47.5)), "{text}");
    }
}

/// A server that cuts its answer says so beside a map that is whole to the eye.
#[test]
fn an_answer_that_was_cut_off_is_refused() {
    let whole = square(json!({"OBJECTID": 1}));
    let cut = |member: &str| whole.replacen('{', &format!("{{{member},"), 1);
    for member in [
        r#""exceededTransferLimit":true"#,
        r#""properties":{"exceededTransferLimit":true}"#,
        r#""numberMatched":7,"numberReturned":1"#,
        r#""totalFeatures":7"#,
    ] {
        let file = "20251201_VIEW_RussiaCoTinUkraine_V3.geojson";
        assert_eq!(detect(cut(member).as_bytes(), file).unwrap().input.as_str(), "isw", "{member}");
        let reading = Format::Isw.read(cut(member).as_bytes(), file, None, "2026-01-01".parse().unwrap());
        assert_eq!((reading.value.is_none(), reading.findings[0].code), (true, "truncated"), "{member}");
    }
    for member in [r#""exceededTransferLimit":false"#, r#""numberMatched":1,"numberReturned":1"#] {
        let file = "20251201_VIEW_RussiaCoTinUkraine_V3.geojson";
        assert!(Format::Isw.read(cut(member).as_bytes(), file, None, "2026-01-01".parse().unwrap()).value.is_some());
    }
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
    assert!(code == Some(1) && out.contains("--format deepstate-daily"), "{out}");
    let (code, out, _) = import(&data, &["deepstate-daily", &day]);
    assert!(code == Some(1) && out.contains("--date"), "{out}");
    let (code, out, _) = import(&data, &["deepstate-daily", "--date", "2024-07-08", &day]);
    assert!(code == Some(0) && out.contains("1 imported"), "{out}");
    let layer = file("answer.geojson", square(json!({"OBJECTID": 1, "EditDate": 1_700_000_000_000_i64})));
    let (code, out, _) = import(&data, &[&layer]);
    assert!(code == Some(1) && out.contains("--layer"), "{out}");
    let (code, out, _) = import(&data, &["--layer", "VIEW_RussiaCoTinUkraine_V3", &layer]);
    assert!(code == Some(0) && data.join("control/isw/2023-11-14.geojson").exists(), "{out}");
    let (code, _, err) = import(&data, &["deepstate-daily", "--date", "2024-07-08", &day, &day]);
    assert!(code == Some(2) && err.contains("--date is for the files of one version"), "{err}");
    let (code, _, err) = import(&data, &["deepstate-daily", "--source", "nobody", &day]);
    assert!(code == Some(2) && err.contains("no source 'nobody' is declared"), "{err}");
    let (code, _, err) = import(&data, &["--format", "kml", &day]);
    assert!(code == Some(2) && err.contains("official-list"), "{err}");
}

#[test]
fn layers_whose_names_tell_no_day_are_one_version() {
    let folder = tempfile::tempdir().unwrap();
    let (files, data) = (folder.path().join("files"), folder.path().join("data"));
    std::fs::create_dir(&files).unwrap();
    let layer = |name: &str, day: i64| {
        std::fs::write(files.join(format!("{name}.geojson")), square(json!({"OBJECTID": 1, "EditDate": day}))).unwrap();
    };
    layer("VIEW_RussiaCoTinUkraine_V3", 1_700_000_000_000);
    layer("AssessedRussianAdvanceInUkraine_V2_view", 1_700_000_500_000);
    layer("VIEW_ClaimedUkrainianCounteroffensives_V2", 1_690_000_000_000);
    let (code, out, _) = import(&data, &[files.to_str().unwrap()]);
    assert!(code == Some(0) && out.contains("2 imported, 0 replaced, 0 already there, 0 refused"), "{out}");
    let (code, out, _) = import(&data, &["--date", "2023-12-01", files.to_str().unwrap()]);
    assert!(code == Some(0) && out.contains("1 imported"), "{out}");
    let kept = std::fs::read_to_string(data.join("control/isw/2023-12-01.geojson")).unwrap();
    // The advance and the counter-offensive lie under the control: what they share with it is cut.
    assert!(kept.contains("RussiaCoTin"), "{kept}");
}

fn zipped(path: &Path, files: &[(&str, &str)]) {
    let mut archive = zip::ZipWriter::new(std::fs::File::create(path).unwrap());
    for (name, text) in files {
        archive.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        archive.write_all(text.as_bytes()).unwrap();
    }
    archive.finish().unwrap();
}

/// One file that needed a flag ended the run, and what had been found and kept was not told.
#[test]
fn one_bad_file_hides_nothing_of_the_others() {
    let folder = tempfile::tempdir().unwrap();
    let (files, data) = (folder.path().join("files"), folder.path().join("data"));
    std::fs::create_dir_all(files.join("2023")).unwrap();
    let write = |name: &str, text: &str| std::fs::write(files.join(name), text).unwrap();
    write("deepstatemap_data_20240708.geojson", &square(json!({})));
    write("2024-07-09.json", &square(json!({"type": "gains"})));
    write("control.csv", "geonameid,date,status\n1,20220224,RU\n");
    write("pointer.geojson", "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 7\n");
    write("map.kml", "<kml></kml>");
    write("2023/a.json", "{}");
    zipped(&files.join("shapes.zip"), &[("AO03JUN2024.shp", "x"), ("AO03JUN2024.dbf", "x")]);
    zipped(
        &files.join("days.zip"),
        &[
            ("days/deepstatemap_data_20240710.geojson", &square(json!({}))),
            ("days/readme.txt", "x"),
            ("__MACOSX/days/._deepstatemap_data_20240710.geojson", "x"),
        ],
    );
    let (code, out, err) = import(&data, &[files.to_str().unwrap()]);
    assert_eq!((code, err.as_str()), (Some(1), ""), "{out}");
    for told in [
        "3 imported, 0 replaced, 0 already there, 3 refused",
        "days.zip/days/deepstatemap_data_20240710.geojson",
        "--tessellation",
        "zipped shapefile (AO03JUN2024.shp)",
        "git lfs pull",
        "subfolders not read: 2023",
        "map.kml",
    ] {
        assert!(out.contains(told), "{told}: {out}");
    }
    // What ends the run is told after what was found before.
    let (code, out, err) = import(&data, &["--source", "nobody", files.to_str().unwrap()]);
    assert!(code == Some(2) && err.contains("nobody") && out.contains("zipped shapefile"), "{out}{err}");
}

fn gzipped(text: &str) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packer.write_all(text.as_bytes()).unwrap();
    packer.finish().unwrap()
}

/// A file packed with gzip was told to be unpacked first; in a folder and in an archive as well as named.
#[test]
fn what_is_packed_with_gzip_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let (files, data) = (folder.path().join("files"), folder.path().join("data"));
    std::fs::create_dir_all(&files).unwrap();
    let write = |name: &str, bytes: Vec<u8>| std::fs::write(files.join(name), bytes).unwrap();
    write("deepstatemap_data_20240708.geojson.gz", gzipped(&square(json!({}))));
    // In two pieces, as programs that append write it; and packed by a name that does not say so.
    let day = square(json!({"type": "gains"}));
    write("2024-07-09.json", [gzipped(&day[..40]), gzipped(&day[40..])].concat());
    write("notes.sql.gz", gzipped("select 1"));
    let within = std::fs::File::create(files.join("days.zip")).unwrap();
    let mut archive = zip::ZipWriter::new(within);
    archive.start_file("deepstatemap_data_20240710.geojson.gz", zip::write::SimpleFileOptions::default()).unwrap();
    archive.write_all(&gzipped(&square(json!({})))).unwrap();
    archive.finish().unwrap();
    let (code, out, _) = import(&data, &[files.to_str().unwrap()]);
    assert!(code == Some(1) && out.contains("3 imported, 0 replaced, 0 already there, 0 refused"), "{out}");
    assert!(out.contains("not read: notes.sql.gz"), "{out}");
    // What it becomes counts against the limit of a file, and what is cut off is told.
    let long = files.join("long.geojson.gz");
    std::fs::write(&long, gzipped(&" ".repeat((128 << 20) + 1))).unwrap();
    let (code, out, _) = import(&data, &[long.to_str().unwrap()]);
    assert!(code == Some(1) && out.contains("longer than 128 MB"), "{out}");
    std::fs::write(&long, &gzipped(&square(json!({})))[..60]).unwrap();
    let (code, out, _) = import(&data, &[long.to_str().unwrap()]);
    assert!(code == Some(1) && out.contains("unreadable"), "{out}");
}

/// A named pipe kept an import waiting for ever.
#[cfg(unix)]
#[test]
fn pipes_are_refused_and_links_in_folders_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let (files, data) = (folder.path().join("files"), folder.path().join("data"));
    std::fs::create_dir(&files).unwrap();
    let day = folder.path().join("deepstatemap_data_20240708.geojson");
    std::fs::write(&day, square(json!({}))).unwrap();
    let (pipe, link) = (files.join("a.geojson"), files.join("deepstatemap_data_20240709.geojson"));
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    std::os::unix::fs::symlink(&day, &link).unwrap();
    for named in [&files, &pipe] {
        let (code, out, _) = import(&data, &[named.to_str().unwrap()]);
        assert!(code == Some(1) && out.contains("a pipe, socket or device") && out.contains("1 refused"), "{out}");
        assert_eq!(out.contains("links not read: deepstatemap_data_20240709.geojson"), named == &files, "{out}");
    }
    // Named itself, a link is followed.
    let (code, out, _) = import(&data, &[link.to_str().unwrap()]);
    assert!(code == Some(0) && out.contains("1 imported"), "{out}");
}
