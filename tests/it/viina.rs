//! VIINA's table joined to a tessellation, on hand-made cells in the shape of its own: six squares in two rows of three.
use std::io::{Cursor, Write};
use std::process::Command;

use contactline::read::viina::{self, Cells, Table};
use contactline_core::model::{Date, Finding, Party, Reading, Status, Version};
use serde_json::{Value, json};

/// Places 1 to 6: one degree each, from 36 E 47 N eastward, then the row above. Wound clockwise, ids as decimals.
fn tessellation() -> Value {
    let cell = |k: i32| {
        let (west, south) = (f64::from(36 + k % 3), f64::from(47 + k / 3));
        let ring = [[west, south], [west, south + 1.0], [west + 1.0, south + 1.0], [west + 1.0, south], [west, south]];
        json!({"type": "Feature", "properties": {"geonameid": f64::from(k + 1), "ADM1_NAME": "x"},
            "geometry": {"type": "MultiPolygon", "coordinates": [[ring]]}})
    };
    json!({"type": "FeatureCollection", "features": (0..6).map(cell).collect::<Vec<_>>()})
}

fn cells() -> Cells {
    Cells::read(tessellation().to_string().as_bytes(), "gn_UA_tess.geojson").value.unwrap()
}

const HEADER: &str = "geonameid,date,status_wiki,status_boost,status_dsm,status_isw,status,vcontrol_version\n";

/// A row: only `status_isw` and `status` differ.
fn row(id: &str, day: &str, isw: &str, status: &str) -> String {
    format!("{id},{day},UA,UA,UA,{isw},{status},20260913044905332209\n")
}

fn table(text: &str, column: Option<&str>) -> Reading<Table> {
    viina::read(
        Cursor::new(text.as_bytes()),
        "control_latest_2022.csv",
        column,
        &cells(),
        "2026-01-01".parse().unwrap(),
    )
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn stated(version: &Version) -> Vec<(Status, Option<Party>, &str, [f64; 4])> {
    let of = |f: &contactline_core::model::ControlFeature| {
        let b = f.area.bbox();
        (f.status, f.holder, [b.west, b.south, b.east, b.north])
    };
    version.features.iter().map(|f| (of(f).0, of(f).1, f.publisher_word.as_str(), of(f).2)).collect()
}

fn codes(findings: &[Finding]) -> Vec<&str> {
    findings.iter().map(|f| f.code).collect()
}

/// Two days: 1 and 2 Russia's from the first, 3 contested on the second; 4 to 6 Ukraine's, 6 without a row.
fn two_days() -> String {
    let mut text = HEADER.to_owned();
    for (day, third) in
        [("20220224", "UA"), ("20220225", "CONTESTED"), ("20220226", "CONTESTED"), ("20220227", "CONTESTED")]
    {
        for (id, status) in [("1.0", "RU"), ("2e+00", "RU"), ("3", third), ("4.0", "UA"), ("5", "UA")] {
            text += &row(id, day, "", status);
        }
    }
    text
}

#[test]
fn places_speak_for_their_cells_and_only_days_of_change_are_kept() {
    let reading = table(&two_days(), None);
    assert_eq!(codes(&reading.findings), ["unmatched_cell"]);
    let table = reading.value.unwrap();
    assert_eq!(table.changes(), [day("2022-02-24"), day("2022-02-25"), day("2022-02-27")], "first, change, last");
    let version = viina::version(&table, &cells(), day("2022-02-25")).unwrap();
    assert_eq!((version.source.as_str(), version.stamp.to_string()), ("viina", "2022-02-25".into()));
    assert_eq!(
        stated(&version),
        [
            (Status::Held, Some(Party::RU), "RU", [36.0, 47.0, 38.0, 48.0]),
            (Status::Held, Some(Party::UA), "UA", [36.0, 48.0, 38.0, 49.0]),
            (Status::Contested, None, "CONTESTED", [38.0, 47.0, 39.0, 48.0]),
        ]
    );
    assert_eq!(version.features[0].area.as_multi_polygon().0.len(), 1, "two cells, one outline");
}

#[test]
fn another_column_can_be_read_and_a_blank_states_nothing() {
    let text = HEADER.to_owned() + &row("1.0", "20220224", "RU", "UA") + &row("2.0", "20220224", "", "UA");
    let reading = table(&text, Some("status_isw"));
    assert_eq!(codes(&reading.findings), ["blank", "unmatched_cell"]);
    let version = viina::version(&reading.value.unwrap(), &cells(), day("2022-02-24")).unwrap();
    assert_eq!(stated(&version), [(Status::Held, Some(Party::RU), "RU", [36.0, 47.0, 37.0, 48.0])]);
    let missing = table(&text, Some("status_dms"));
    let finding = &missing.findings[0];
    assert!(finding.code == "missing_column" && finding.message.contains("status_dsm"), "{finding}");
    assert!(finding.message.contains("--column"), "{finding}");
}

#[test]
fn what_is_wrong_is_told_with_its_row() {
    for (row_text, code, refused) in [
        (row("9.0", "20220224", "", "RU"), "unknown_place", false),
        (row("1.5", "20220224", "", "RU"), "bad_id", true),
        (row("1.0", "22020203", "", "RU"), "bad_date", true),
        (row("1.0", "20220230", "", "RU"), "bad_date", true),
        (row("1.0", "20220225", "", "ru"), "unknown_name", false),
        (row("1.0", "20220224", "", "UA"), "same_day", true),
        ("1.0,20220224\n".into(), "short_row", true),
    ] {
        let reading = table(&(HEADER.to_owned() + &row("1", "20220224", "", "RU") + &row_text), None);
        let finding = reading.findings.iter().find(|f| f.code == code).unwrap_or_else(|| panic!("{row_text}"));
        assert!(finding.message.starts_with("row 3: ") && finding.place.feature == Some(1), "{finding}");
        assert_eq!(reading.value.is_none(), refused, "{row_text}");
    }
    assert!(codes(&table(HEADER, None).findings).contains(&"empty"));
    assert!(table("kod,date,status\nUA1,20220224,RU\n", None).findings[0].message.contains("geonameid"));
}

#[test]
fn a_tessellation_tells_its_faults() {
    let mut text = tessellation();
    text["features"][5]["properties"]["geonameid"] = json!(5.0);
    text["features"][4]["geometry"] = Value::Null;
    text["features"][3]["properties"] = json!({});
    let reading = Cells::read(text.to_string().as_bytes(), "t.geojson");
    assert_eq!(codes(&reading.findings), ["missing_property", "null_geometry", "winding"]);
    let mut bent = tessellation();
    bent["features"][0]["geometry"]["coordinates"][0][0][1] = json!([36.0, 148.0]);
    let reading = Cells::read(bent.to_string().as_bytes(), "t.geojson");
    assert!(reading.value.is_none() && codes(&reading.findings).contains(&"out_of_range"));
    let mut wide = tessellation();
    wide["features"][0]["geometry"]["coordinates"][0][0][2] = json!([37.5, 48.0]);
    let reading = Cells::read(wide.to_string().as_bytes(), "t.geojson");
    assert!(
        codes(&reading.findings).contains(&"polygons_overlap") && reading.value.is_some(),
        "{:?}",
        reading.findings
    );
}

#[test]
fn a_derived_set_of_changes_is_read_too() {
    let text = r#"{"1": [[20220224, "RU"], [20220226, "LIBERATED"]], "2": [[20220225, "CONTESTED"]], "77": [[20220225, "RU"]]}"#;
    let reading = viina::read(Cursor::new(text), "timeline.json", None, &cells(), "2026-01-01".parse().unwrap());
    assert_eq!(codes(&reading.findings), ["unknown_place"]);
    let table = reading.value.unwrap();
    assert_eq!(table.changes().len(), 3);
    let words = |day| -> Vec<String> {
        viina::version(&table, &cells(), day).unwrap().features.iter().map(|f| f.publisher_word.clone()).collect()
    };
    assert_eq!(words(day("2022-02-24")), ["RU", "UA"]);
    assert_eq!(words(day("2022-02-26")), ["LIBERATED", "CONTESTED"]);
}

#[test]
fn the_program_imports_it_plain_and_zipped_and_answers() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (cells, plain, zipped, data) =
        (path("gn_UA_tess.geojson"), path("control.csv"), path("control.zip"), path("data"));
    std::fs::write(&cells, tessellation().to_string()).unwrap();
    std::fs::write(&plain, two_days()).unwrap();
    let mut archive = zip::ZipWriter::new(std::fs::File::create(&zipped).unwrap());
    let deflated = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    archive.start_file("control_latest_2022.csv", deflated).unwrap();
    archive.write_all(two_days().as_bytes()).unwrap();
    archive.finish().unwrap();
    let run = |words: &[&str]| {
        let output =
            Command::new(env!("CARGO_BIN_EXE_contactline")).args(words).args(["--data", &data]).output().unwrap();
        (output.status.code(), String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
    };
    let (code, out, _) = run(&["import", &zipped]);
    assert!(code == Some(1) && out.contains("--tessellation"), "{out}");
    let (code, out, err) = run(&["import", "--tessellation", &cells, &zipped]);
    assert_eq!((code, err.as_str()), (Some(0), ""), "{out}");
    assert!(
        out.starts_with("read as viina: columns geonameid or kod, date, status") && out.contains("3 imported"),
        "{out}"
    );
    let (_, out, _) = run(&["import", "--tessellation", &cells, &plain]);
    assert!(out.contains("0 imported, 0 replaced, 3 already there"), "{out}");
    let (_, out, _) = run(&["at", "38.5", "47.5", "--date", "2022-02-26", "--json"]);
    assert!(out.contains("\"viina\"") && out.contains("\"contested\""), "{out}");
    // The sixth cell has no row: Ukraine's by no word of the source.
    let (_, out, _) = run(&["at", "38.5", "48.5", "--date", "2022-02-26", "--json"]);
    let at: Value = serde_json::from_str(&out).unwrap();
    let said = at["control"].as_array().unwrap().iter().find(|s| s["source"] == "viina").unwrap();
    assert_eq!(said["status"], "unknown", "{said}");
    let mut cut = std::fs::read(&zipped).unwrap();
    cut.truncate(cut.len() / 2);
    std::fs::write(&zipped, cut).unwrap();
    let (code, out, _) = run(&["import", "--tessellation", &cells, &zipped]);
    assert!(code == Some(1) && out.contains("error bad_zip: "), "{out}");
}
