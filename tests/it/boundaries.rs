//! `import boundaries`: an operator's own raions and hromadas, with what is wrong with them, and whose they are in every answer.
use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};
use tempfile::TempDir;

/// Beryslavskyi and Khersonskyi raion; of the second two hromadas, drawn where neither lies, and one drawn in another region.
const BERYSLAV_RAION: &str = "UA65020000000032929";
const KHERSON_RAION: &str = "UA65100000000029736";
const KHERSON: &str = "UA65100150000057191";
const CHORNOBAIVKA: &str = "UA65100170000014054";
const ELSEWHERE: &str = "UA65100190000073217";

fn feature(id: Option<&str>, properties: Value, [west, south, east, north]: [f64; 4]) -> Value {
    let ring = [[west, south], [east, south], [east, north], [west, north], [west, south]];
    let mut feature = json!({"type": "Feature", "properties": properties,
        "geometry": {"type": "Polygon", "coordinates": [ring]}});
    if let Some(id) = id {
        feature["id"] = id.into();
    }
    feature
}

/// Two hromadas side by side that overlap in a strip, one of them named twice, one in the ground of another region, one that nobody
/// knows.
fn hromadas() -> Value {
    json!({"type": "FeatureCollection", "features": [
        feature(Some(KHERSON), json!({"raion": KHERSON_RAION}), [33.5, 46.35, 33.8, 46.55]),
        feature(None, json!({"adm3": &CHORNOBAIVKA[..9], "name": "x"}), [33.75, 46.35, 34.0, 46.55]),
        feature(None, json!({"adm3": CHORNOBAIVKA}), [34.1, 46.35, 34.2, 46.55]),
        feature(None, json!({"code": ELSEWHERE}), [36.0, 47.5, 36.1, 47.6]),
        feature(None, json!({"code": "UA99999990000000000"}), [34.3, 46.35, 34.4, 46.55]),
    ]})
}

struct Data(TempDir);

impl Data {
    fn new(boundaries: &Value) -> Self {
        let folder = TempDir::new().unwrap();
        std::fs::write(folder.path().join("hromadas.geojson"), boundaries.to_string()).unwrap();
        Self(folder)
    }

    fn store(&self) -> std::path::PathBuf {
        self.0.path().join("store")
    }

    fn run(&self, words: &[&str], file: Option<&Path>) -> (Option<i32>, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_contactline"));
        let output = command.args(words).args(file).arg("--data").arg(self.store()).output().unwrap();
        assert_eq!(String::from_utf8(output.stderr).unwrap(), "", "{words:?}");
        (output.status.code(), String::from_utf8(output.stdout).unwrap())
    }

    fn import(&self, words: &[&str]) -> (Option<i32>, String) {
        self.run(&[&["import", "boundaries"], words].concat(), Some(&self.0.path().join("hromadas.geojson")))
    }

    fn ask(&self, words: &[&str]) -> Value {
        serde_json::from_str(&self.run(&[words, &["--json"]].concat(), None).1).unwrap()
    }
}

fn lines(answer: &Value) -> Vec<&str> {
    answer["attribution"].as_array().unwrap().iter().map(|line| line.as_str().unwrap()).collect()
}

#[test]
fn boundaries_are_checked_and_what_is_wrong_is_told_with_its_place() {
    let data = Data::new(&hromadas());
    let (code, out) = data.import(&[]);
    assert_eq!(code, Some(1), "{out}");
    for told in [
        "warning duplicate_code: UA65100170000014054 stands twice; the first counts",
        "warning unknown_code: no member is the code of a known raion or hromada; left out",
        &format!("of {CHORNOBAIVKA} lie in another's boundary too; that keeps them"),
        &format!("of {ELSEWHERE} lie outside ua-65; not counted"),
        "of the land of ua-65 lie in no hromada",
    ] {
        assert!(out.contains(told), "{told}: {out}");
    }
    let overlap = out.lines().find(|line| line.contains("warning overlap: ")).unwrap();
    assert!(overlap.contains("at [33.7") && overlap.contains("km² of"), "{overlap}");
    assert!(out.contains("1 imported, 0 replaced, 0 already there, 0 refused"), "{out}");
    // The same again is there already.
    let (_, out) = data.import(&[]);
    assert!(out.contains("0 imported, 0 replaced, 1 already there, 0 refused"), "{out}");
    let check = Command::new(env!("CARGO_BIN_EXE_contactline")).arg("check").arg(data.store()).output().unwrap();
    assert_eq!(check.status.code(), Some(0), "{}", String::from_utf8_lossy(&check.stdout));
    // What has no boundary of a known division is refused, and what was there stays.
    std::fs::write(
        data.0.path().join("hromadas.geojson"),
        json!({"type": "FeatureCollection", "features": [feature(None, json!({"name": "x"}), [33.1, 46.7, 33.2, 46.9])]})
            .to_string(),
    )
    .unwrap();
    let (code, out) = data.import(&[]);
    assert!(code == Some(1) && out.contains("error no_boundaries: "), "{out}");
    assert!(out.contains("0 imported, 0 replaced, 0 already there, 1 refused"), "{out}");
    let (_, out) = data.run(&["regions", "--by", "hromada", "--region", "ua-65"], None);
    assert!(out.contains("hromadas.geojson, imported by the operator"), "{out}");
}

#[test]
fn their_ground_is_that_of_the_boundaries_and_sums_to_the_region() {
    let data = Data::new(&hromadas());
    data.import(&[]);
    let region = data.ask(&["areas", "--region", "ua-65", "--date", "2025-05-07", "--source", "viina"]);
    let parts =
        data.ask(&["areas", "--region", "ua-65", "--by", "hromada", "--date", "2025-05-07", "--source", "viina"]);
    let sum = |answer: &Value, id: Option<&str>| -> f64 {
        let rows = answer["rows"].as_array().unwrap().iter();
        rows.filter(|row| id.is_none_or(|id| row["region"] == id)).map(|row| row["area_m2"].as_f64().unwrap()).sum()
    };
    let (whole, all) = (sum(&region, None), sum(&parts, None));
    assert!((whole - all).abs() < whole * 1e-9, "{whole} {all}");
    assert!(parts["rows"].as_array().unwrap().iter().all(|row| row["approximate"] == false), "{parts}");
    assert_eq!(parts["notes"], json!([]));
    // 0.3 by 0.2 degrees at 46.45 N are some 511 km², and the strip of 0.05 degrees is the first's.
    let (first, second) = (sum(&parts, Some(KHERSON)) / 1e6, sum(&parts, Some(CHORNOBAIVKA)) / 1e6);
    assert!((first - 511.0).abs() < 10.0 && (second / first - 2.0 / 3.0).abs() < 0.01, "{first} {second}");
    assert_eq!(sum(&parts, Some(ELSEWHERE)), 0.0);
    // A raion is what its hromadas are; a place is in what was drawn, though cells would say otherwise.
    let at = data.ask(&["at", "33.9", "46.45", "--date", "2025-05-07"]);
    assert_eq!((&at["hromada"]["code"], &at["hromada"]["approximate"]), (&json!(CHORNOBAIVKA), &json!(false)), "{at}");
    assert_eq!(at["raion"]["code"], KHERSON_RAION);
    let border_m = at["hromada"]["border_distance_m"].as_f64().unwrap();
    assert!((border_m - 7_680.0).abs() < 100.0, "0.1 degree of longitude: {border_m}");
    let at = data.ask(&["at", "34.6", "46.45", "--date", "2025-05-07"]);
    assert_eq!((&at["hromada"], &at["raion"]), (&Value::Null, &Value::Null), "drawn by no boundary");
    // Other regions have cells as before.
    let other = data.ask(&["areas", "--region", "ua-23", "--by", "raion", "--date", "2025-05-07", "--source", "viina"]);
    assert!(other["rows"].as_array().unwrap().iter().all(|row| row["approximate"] == true), "{other}");
    assert!(lines(&other).iter().all(|line| !line.contains("hromadas.geojson")), "{other}");
}

#[test]
fn whose_they_are_is_shown_with_every_answer_made_by_them() {
    let data = Data::new(&hromadas());
    let line = "Boundaries of 3 raions and hromadas: OCHA COD-AB, CC BY-IGO";
    data.import(&["--attribution", "OCHA COD-AB, CC BY-IGO"]);
    let day = ["--date", "2025-05-07"];
    let shape = data.0.path().join("shape.geojson");
    std::fs::write(&shape, feature(None, json!({}), [33.6, 46.4, 33.9, 46.5]).to_string()).unwrap();
    let shape = shape.to_str().unwrap();
    for words in [
        &["areas", "--region", "ua-65", "--by", "raion"][..],
        &["areas", "--region", KHERSON],
        &["ledger", "--region", "ua-65", "--by", "hromada"],
        &["settlements", "--region", CHORNOBAIVKA],
        &["settlements", "--near", "33.87,46.45", "--limit", "1"],
        &["overlap", shape, "--by", "hromada"],
        &["at", "33.6", "46.45"],
    ] {
        let words = [words, &day].concat();
        let answer = data.ask(&words);
        assert_eq!(
            lines(&answer).iter().filter(|own| **own == line).count(),
            1,
            "{words:?}: {:?}",
            answer["attribution"]
        );
        let (_, text) = data.run(&words, None);
        assert!(text.contains(line), "{words:?}: {text}");
    }
    let changes = [
        "changes",
        "--from",
        "2022-02-24",
        "--to",
        "2022-12-01",
        "--source",
        "viina",
        "--by",
        "raion",
        "--region",
        "ua-65",
    ];
    assert!(lines(&data.ask(&changes)).contains(&line));
    let regions = data.ask(&["regions", "--by", "raion", "--region", "ua-65"]);
    assert!(lines(&regions).contains(&line), "{:?}", regions["attribution"]);
    for words in
        [&["at", "36.0", "47.5"][..], &["areas", "--region", "ua-65"], &["areas", "--region", "ua-14", "--by", "raion"]]
    {
        let answer = data.ask(&[words, &day].concat());
        assert!(!lines(&answer).contains(&line), "{words:?}");
    }
}

/// Boundaries of raions alone leave hromadas as they were made.
#[test]
fn raions_alone_are_raions_alone() {
    let raions = json!({"type": "FeatureCollection", "features": [
        feature(None, json!({"code": BERYSLAV_RAION}), [33.0, 46.6, 34.5, 47.7]),
    ]});
    let data = Data::new(&raions);
    data.import(&[]);
    let at = data.ask(&["at", "33.5", "47.1", "--date", "2025-05-07"]);
    assert_eq!((&at["raion"]["code"], &at["raion"]["approximate"]), (&json!(BERYSLAV_RAION), &json!(false)), "{at}");
    assert_eq!(at["hromada"]["approximate"], true);
    assert!(lines(&at).iter().any(|line| line.contains("hromadas.geojson")));
}
