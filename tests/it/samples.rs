//! The made-up files of `tests/samples`, in the shapes of the real ones: the program knows each, imports it, and keeps what it
//! states.
use std::path::{Path, PathBuf};
use std::process::Command;

use contactline_core::model::Version;

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples")
}

/// Exit code and standard output of a run in that folder that says nothing on standard error.
fn run(data: &Path, words: &[&str]) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_contactline"));
    let output = command.current_dir(folder()).arg("--data").arg(data).args(words).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{words:?}");
    (output.status.code(), String::from_utf8(output.stdout).unwrap())
}

/// What a version states, in order: `2025-01-01 held RU, contested`.
fn stated(version: &Version) -> String {
    let holder = |party: Option<_>| party.map_or_else(String::new, |party| format!(" {party}"));
    let features = version.features.iter().map(|f| format!("{}{}", f.status, holder(f.holder)));
    format!("{} {}", version.stamp, features.collect::<Vec<_>>().join(", "))
}

#[test]
fn every_sample_is_known_by_its_content_imported_and_kept() {
    let data = tempfile::tempdir().unwrap();
    for (words, read_as, tally) in [
        (&["deepstate-daily"][..], "read as deepstate-daily: one feature", "2 imported"),
        (&["deepstate-raw"], "read as deepstate-raw: features named 'UA /// EN", "3 imported"),
        (&["isw"], "read as isw: a layer's name in the file's name", "4 imported"),
        (&["nzz"], "read as nzz: features of type", "1 imported"),
        (&["official-list", "--date", "2025-05-07"], "read as official-list: columns", "1 imported"),
        (
            &["viina/control_latest_2022.csv", "--tessellation", "viina/gn_UA_tess.geojson"],
            "read as viina: columns",
            "3 imported",
        ),
        (&["own-map/zones.geojson", "--mapping", "own-map/map.toml"], "note left_out: 1 features", "1 imported"),
    ] {
        let (code, out) = run(data.path(), &[&["import"], words].concat());
        assert!(code == Some(0) && out.starts_with(read_as), "{words:?}: {out}");
        let tally = format!("\n{tally}, 0 replaced, 0 already there, 0 refused; ");
        assert!(out.contains(&tally), "{words:?}: {out}");
    }
    let (code, out) = run(data.path(), &["check", data.path().to_str().unwrap()]);
    assert_eq!(code, Some(0), "{out}");

    let dataset = contactline_store::load(Some(data.path())).unwrap().dataset;
    for (source, wanted) in [
        ("deepstate", &["2025-01-01 held RU", "2025-01-02 held RU"][..]),
        (
            "deepstate-raw",
            &[
                "2022-04-15T21:23:42Z held RU, held UA",
                "2023-06-20T17:46:18Z held RU, contested",
                "2024-12-31T20:53:54Z held RU, contested, held UA",
            ],
        ),
        (
            "isw",
            &[
                "2022-03-20 held RU, contested, claimed RU, claimed UA",
                "2023-08-24 held RU, claimed RU",
                "2023-11-23 held RU",
                "2025-12-03 held RU",
            ],
        ),
        ("nzz", &["2025-01-02 held RU, held RU"]),
        ("own-map", &["2025-01-02 held RU, contested"]),
    ] {
        let versions = dataset.versions.iter().filter(|version| version.source == source);
        assert_eq!(versions.map(stated).collect::<Vec<_>>(), wanted, "{source}");
    }
    // Places speak for their cells: 1 and 4 are Ukraine's, 3 is Russia's, 2 goes from the one to the other.
    let viina = dataset.versions.iter().filter(|version| version.source == "viina");
    assert_eq!(viina.map(|version| version.features.len()).collect::<Vec<_>>(), [2, 3, 2]);
    let list = dataset.records.iter().find(|record| record.source == "ua-official-list").unwrap();
    let periods = |id: &str| list.settlements.iter().find(|s| s.id == id).unwrap().periods.len();
    assert_eq!((periods("gn-686799"), periods("gn-694167")), (2, 3), "open since March; closed at the end of January");
}
