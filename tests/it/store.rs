//! A data directory: what is put in comes out, what changes is found, and nothing half done counts.
use std::fs;
use std::path::Path;

use contactline::http::now;
use contactline_core::model::{Basis, ControlFeature, Date, Moment, Party, Severity, Status, Version};
use contactline_store::{
    Entry, Folder, Kind, LoadError, Loaded, Manifest, Provenance, Put, Store, load_folders, verify,
};
use edge_timeline::{Area, BBox};
use proptest::prelude::*;

const REGION: &str = r#"{"type":"FeatureCollection","features":[{"type":"Feature","id":"ua-14/land","properties":
{"region":"ua-14","part":"land","role":"region","name":"Square","name_uk":"Квадрат","groups":["all"]},
"geometry":{"type":"Polygon","coordinates":[[[37,47],[38,47],[38,48],[37,48],[37,47]]]}}]}"#;

const SOURCE: &str = r#"
id = "deepstate"
title = "A map"
publisher = "Somebody"
method = "mapped"
geometry = "drawn"
licence = "none"
attribution = "Somebody's map"
geometry_may_be_passed_on = false
coverage = { regions = ["ua-14"] }
precision_m = 1000
stale_after_days = 7
depends_on = []
absence = { holder = "UA", basis = "inferred" }
"#;

fn entry(path: &str, kind: Kind) -> Entry {
    Entry {
        path: path.into(),
        kind,
        source: None,
        version: None,
        licence: "none".into(),
        attribution: "test".into(),
        date: None,
        sha256: String::new(),
        checker: None,
        findings: 0,
        imported_at: None,
    }
}

/// A directory with a region, a source and nothing else.
pub(super) fn directory() -> tempfile::TempDir {
    let directory = tempfile::tempdir().unwrap();
    let mut store = Store::open(directory.path(), now).unwrap();
    store.put_file(entry("regions/ua-14.geojson", Kind::Region), REGION).unwrap();
    store.put_file(entry("sources/deepstate.toml", Kind::Source), SOURCE).unwrap();
    directory
}

pub(super) fn version(day: i32, east: f64) -> (Version, Provenance) {
    let area = Area::from_bbox(BBox { west: 37.0, south: 47.0, east, north: 47.5 });
    let version = Version {
        source: "deepstate".into(),
        stamp: Date::from_days(20_000 + day).start(),
        features: vec![ControlFeature {
            status: Status::Held,
            holder: Some(Party::RU),
            basis: Basis::Mapped,
            publisher_word: "occupied".into(),
            area,
        }],
    };
    (version, Provenance { licence: "none".into(), attribution: "Somebody's map".into(), findings: 0 })
}

fn load(directory: &Path) -> Result<Loaded, LoadError> {
    load_folders(&[Folder::Directory(directory.into())])
}

/// (severity, code, file) of everything found.
pub(super) fn found(directory: &Path) -> Vec<(Severity, &'static str, String)> {
    let file = |f: &contactline_core::model::Finding| f.place.file.clone().unwrap_or_default();
    let today = Date::from_days(30_000);
    verify(directory, today).findings.iter().map(|f| (f.severity, f.code, file(f))).collect()
}

/// Every file with its bytes and the time it was written.
fn contents(directory: &Path) -> Vec<(std::path::PathBuf, Vec<u8>, std::time::SystemTime)> {
    let mut files = Vec::new();
    let mut folders = vec![directory.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            match entry.path() {
                path if path.is_dir() => folders.push(path),
                path => {
                    files.push((path.clone(), fs::read(&path).unwrap(), entry.metadata().unwrap().modified().unwrap()))
                }
            }
        }
    }
    files.sort();
    files
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]
    #[test]
    fn what_is_saved_is_loaded_to_the_bit(easts in prop::collection::vec(37.1..38.9f64, 1..5), word in ".*") {
        let directory = directory();
        let versions: Vec<_> = easts.iter().enumerate().map(|(day, east)| {
            let (mut version, provenance) = version(day as i32, *east);
            version.features[0].publisher_word.clone_from(&word);
            version.stamp = Moment::from_seconds(version.stamp.seconds() + day as i64 * 3_601);
            (version, provenance)
        }).collect();
        let put = Store::open(directory.path(), now).unwrap().put(&versions).unwrap();
        prop_assert!(put.iter().all(|p| *p == Put::New));
        let mut loaded = load(directory.path()).unwrap().dataset.versions;
        loaded.sort_by_key(|v| v.stamp);
        prop_assert_eq!(loaded, versions.into_iter().map(|(v, _)| v).collect::<Vec<_>>());
        prop_assert_eq!(found(directory.path()), vec![]);
    }
}

#[test]
fn putting_a_version_twice_touches_no_file() {
    let directory = directory();
    let mut store = Store::open(directory.path(), now).unwrap();
    store.put(&[version(0, 37.5), version(1, 37.6)]).unwrap();
    let (before, fingerprint) = (contents(directory.path()), load(directory.path()).unwrap().fingerprint);
    assert_eq!(store.put(&[version(0, 37.5), version(1, 37.6)]).unwrap(), [Put::Same, Put::Same]);
    drop(store);
    let mut again = Store::open(directory.path(), now).unwrap();
    assert_eq!(again.put(&[version(1, 37.6)]).unwrap(), [Put::Same]);
    assert_eq!(contents(directory.path()), before);
    // A corrected day stands in for the first, and changes the name of the whole.
    assert_eq!(again.put(&[version(1, 37.7)]).unwrap(), [Put::Replaced]);
    assert_eq!(again.stamps("deepstate").len(), 2);
    assert_eq!(found(directory.path()), []);
    let loaded = load(directory.path()).unwrap();
    assert_ne!(loaded.fingerprint, fingerprint);
    assert_eq!(loaded.dataset.versions.iter().find(|v| **v == version(1, 37.7).0).map(|v| v.features.len()), Some(1));
}

#[test]
fn a_flipped_byte_is_found_and_nothing_is_loaded() {
    let directory = directory();
    Store::open(directory.path(), now).unwrap().put(&[version(0, 37.5), version(1, 37.6)]).unwrap();
    let path = directory.path().join("control/deepstate/2024-10-04.geojson");
    let mut bytes = fs::read(&path).unwrap();
    bytes[200] ^= 1;
    fs::write(&path, bytes).unwrap();
    let file = path.display().to_string();
    assert_eq!(found(directory.path()), [(Severity::Error, "sha256", file.clone())]);
    let error = load(directory.path()).unwrap_err();
    assert!(error.to_string().contains(&file), "{error}");
    fs::remove_file(&path).unwrap();
    assert_eq!(found(directory.path()), [(Severity::Error, "unreadable", file)]);
    assert!(load(directory.path()).is_err());
}

#[test]
fn rings_are_checked_unless_the_manifest_says_they_were() {
    let directory = directory();
    let crossing = REGION.replace("[38,48],[37,48]", "[37,48],[38,48]");
    let mut store = Store::open(directory.path(), now).unwrap();
    store.put_file(entry("regions/ua-14.geojson", Kind::Region), &crossing).unwrap();
    let error = load(directory.path()).unwrap_err();
    assert_eq!((error.findings[0].code, error.findings[0].place.vertex), ("self_crossing", Some(1)));
    let checked =
        Entry { checker: Some(edge_timeline::validity::CHECKER), ..entry("regions/ua-14.geojson", Kind::Region) };
    store.put_file(checked, &crossing).unwrap();
    assert!(load(directory.path()).is_ok());
    assert_eq!(found(directory.path())[0].1, "self_crossing");
}

#[test]
fn a_version_whose_file_was_lost_is_kept_anew() {
    let directory = directory();
    let mut store = Store::open(directory.path(), now).unwrap();
    store.put(&[version(0, 37.5)]).unwrap();
    let file = directory.path().join("control/deepstate/2024-10-04.geojson");
    fs::remove_file(&file).unwrap();
    assert_eq!(store.put(&[version(0, 37.5), version(0, 37.6)]).unwrap(), [Put::Replaced, Put::Same]);
    assert_eq!(found(directory.path()), []);
    fs::write(&file, "{}").unwrap();
    assert_eq!(store.put(&[version(0, 37.5)]).unwrap(), [Put::Replaced]);
    assert_eq!(found(directory.path()), []);
}

#[test]
fn two_writers_are_kept_apart() {
    let directory = directory();
    let _first = Store::open(directory.path(), now).unwrap();
    let second = Store::open(directory.path(), now).unwrap_err().to_string();
    assert!(second.starts_with("another import or sync writes to "), "{second}");
}

#[test]
fn what_a_killed_writer_left_is_cleared_and_files_not_listed_are_not_loaded() {
    let directory = directory();
    Store::open(directory.path(), now).unwrap().put(&[version(0, 37.5)]).unwrap();
    let unfinished = directory.path().join("control/deepstate/2024-10-04.geojson.contactline-tmp");
    fs::write(&unfinished, "{").unwrap();
    let unlisted = directory.path().join("control/deepstate/2024-10-05.geojson");
    fs::write(&unlisted, "{").unwrap();
    assert_eq!(load(directory.path()).unwrap().dataset.versions.len(), 1);
    let warning = |path: &Path| (Severity::Note, "unlisted_file", path.display().to_string());
    assert_eq!(found(directory.path()), [warning(&unfinished), warning(&unlisted)]);
    Store::open(directory.path(), now).unwrap();
    assert_eq!(found(directory.path()), [warning(&unlisted)]);
}

/// An import deleted every `*.tmp` it met, whoever had written it.
#[test]
fn what_somebody_else_left_stays() {
    let directory = directory();
    let folder = directory.path().join("control/deepstate");
    fs::create_dir_all(&folder).unwrap();
    let theirs = ["notes.tmp", "control/deepstate/2024-10-04.geojson.tmp", "sources/mine.tmp"];
    theirs.iter().for_each(|name| fs::write(directory.path().join(name), "x").unwrap());
    fs::create_dir(folder.join("folder.contactline-tmp")).unwrap();
    Store::open(directory.path(), now).unwrap().put(&[version(0, 37.5)]).unwrap();
    assert!(theirs.iter().all(|name| directory.path().join(name).exists()));
    assert!(folder.join("folder.contactline-tmp").exists());
}

/// Between the new manifest and the names of its files a writer may be stopped: whoever reads finds them, and the next
/// writer gives them their names.
#[test]
fn files_that_wait_for_their_names_are_read_and_get_them() {
    let directory = directory();
    Store::open(directory.path(), now).unwrap().put(&[version(0, 37.5), version(1, 37.6)]).unwrap();
    let [new, replaced] = ["control/deepstate/2024-10-04.geojson", "control/deepstate/2024-10-05.geojson"]
        .map(|name| directory.path().join(name));
    let waiting = |path: &Path| path.with_added_extension("contactline-tmp");
    fs::rename(&new, waiting(&new)).unwrap();
    fs::copy(&replaced, waiting(&replaced)).unwrap();
    fs::write(&replaced, "what stood there before").unwrap();
    let before = load(directory.path()).unwrap();
    assert_eq!(before.dataset.versions.len(), 2);
    assert!(found(directory.path()).iter().all(|f| f.0 == Severity::Note), "{:?}", found(directory.path()));
    Store::open(directory.path(), now).unwrap();
    assert!(new.exists() && !waiting(&new).exists() && !waiting(&replaced).exists());
    assert_eq!(load(directory.path()).unwrap().fingerprint, before.fingerprint);
    assert_eq!(found(directory.path()), []);
}

/// Of 88 flips of a bit 22 went unseen: those in licences and attributions.
#[test]
fn every_flipped_bit_of_the_manifest_is_seen() {
    let directory = directory();
    let path = directory.path().join("manifest.toml");
    let bytes = fs::read(&path).unwrap();
    for bit in 0..bytes.len() * 8 {
        let mut flipped = bytes.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        let text = String::from_utf8(flipped);
        let seen = text.is_err() || Manifest::from_toml(&text.unwrap(), "manifest.toml").is_err();
        assert!(seen, "bit {} of byte {}", bit % 8, bit / 8);
    }
    // An edit by hand is one too, until it is sealed.
    let edited = String::from_utf8(bytes).unwrap().replace("licence = \"none\"", "licence = \"CC0-1.0\"");
    fs::write(&path, edited).unwrap();
    assert_eq!(found(directory.path())[0].1, "sha256");
    assert!(Store::open(directory.path(), now).unwrap_err().to_string().contains("check --seal"));
    assert!(contactline_store::seal(directory.path(), now).unwrap().unwrap().contains(&"manifest.toml".to_owned()));
    assert_eq!(found(directory.path()), []);
}

#[test]
fn a_manifest_without_a_digest_is_read_and_gets_one() {
    let directory = directory();
    let path = directory.path().join("manifest.toml");
    let sealed = fs::read_to_string(&path).unwrap();
    fs::write(&path, sealed.split_once('\n').unwrap().1).unwrap();
    assert!(load(directory.path()).is_ok());
    Store::open(directory.path(), now).unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), sealed);
}

/// What cannot be written leaves nothing that no manifest lists.
#[test]
fn a_write_that_fails_leaves_the_directory_as_it_was() {
    let directory = directory();
    let mut store = Store::open(directory.path(), now).unwrap();
    store.put(&[version(0, 37.5)]).unwrap();
    // A folder stands where the second version is to be written first.
    let obstacle = directory.path().join("control/deepstate/2024-10-05.geojson.contactline-tmp");
    fs::create_dir(&obstacle).unwrap();
    let before = fs::read(directory.path().join("manifest.toml")).unwrap();
    assert!(store.put(&[version(1, 37.6), version(2, 37.7), version(3, 37.8)]).is_err());
    assert_eq!(fs::read(directory.path().join("manifest.toml")).unwrap(), before);
    fs::remove_dir(&obstacle).unwrap();
    assert_eq!(found(directory.path()), []);
    assert_eq!(store.put(&[version(1, 37.6)]).unwrap(), [Put::New]);
}

/// Imports wrote through links to wherever they pointed, and a pipe in place of a file was read for ever.
#[cfg(unix)]
#[test]
fn links_and_pipes_are_refused() {
    use std::os::unix::fs::symlink;
    let (directory, elsewhere) = (directory(), tempfile::tempdir().unwrap());
    let mut store = Store::open(directory.path(), now).unwrap();
    fs::create_dir(directory.path().join("control")).unwrap();
    let link = directory.path().join("control/deepstate");
    symlink(elsewhere.path(), &link).unwrap();
    fs::write(elsewhere.path().join("x.contactline-tmp"), "theirs").unwrap();
    let error = store.put(&[version(0, 37.5)]).unwrap_err().to_string();
    assert!(error.contains("is a link"), "{error}");
    drop(store);
    Store::open(directory.path(), now).unwrap();
    assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 1);
    assert_eq!(found(directory.path()), [(Severity::Warning, "not_a_file", link.display().to_string())]);
    fs::remove_file(&link).unwrap();

    let file = directory.path().join("sources/deepstate.toml");
    fs::rename(&file, elsewhere.path().join("deepstate.toml")).unwrap();
    symlink(elsewhere.path().join("deepstate.toml"), &file).unwrap();
    // The service tells everybody why data is not loaded: a message that named the whole path told where it lies.
    let said = || load(directory.path()).unwrap_err().findings.into_iter().map(|f| f.message).collect::<String>();
    assert_eq!(said(), "sources/deepstate.toml is a link; a data directory holds files and folders alone");
    fs::remove_file(&file).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(&file).status().unwrap().success());
    assert_eq!(said(), "sources/deepstate.toml is no plain file");
}

#[test]
fn a_manifest_that_is_none_names_its_line() {
    let bad = |text: &str| Manifest::from_toml(text, "manifest.toml").unwrap_err().remove(0).message;
    assert_eq!(bad("format = 1\nfile = 7\n"), "line 2: invalid type: integer `7`, expected a sequence");
    assert!(
        bad("format = 1\n\n[[file]]\npath = \"a\"\nkind = \"song\"\n").starts_with("line 5: unknown variant `song`")
    );
    assert_eq!(bad("format = 2\n"), "format 2 is not known; wanted 1");
    let listed = |path: &str| {
        let entry = Entry { path: path.into(), ..entry("", Kind::Acts) };
        Manifest { files: vec![entry.clone(), entry], ..Manifest::default() }.to_toml().unwrap()
    };
    for path in ["../secret", "/etc/passwd", "a/../../b", "", "C:\\x"] {
        assert!(bad(&listed(path)).ends_with("does not stay below the folder of the manifest"), "{path}");
    }
    assert_eq!(bad(&listed("acts.toml")), "path 'acts.toml' stands twice");
}

#[test]
fn names_that_stand_for_nothing_are_errors() {
    let directory = directory();
    let mut store = Store::open(directory.path(), now).unwrap();
    let (mut unknown, provenance) = version(0, 37.5);
    unknown.source = "nobody".into();
    store.put(&[(unknown, provenance)]).unwrap();
    let error = load(directory.path()).unwrap_err();
    assert_eq!(error.findings[0].message, "version 2024-10-04 names source 'nobody', which is not there");
}

#[test]
fn a_record_has_its_settlements_and_what_parts_them() {
    let directory = directory();
    let mut store = Store::open(directory.path(), now).unwrap();
    let settlements = r#"{"type":"FeatureCollection","features":[{"type":"Feature","id":"gn-1",
        "geometry":{"type":"Point","coordinates":[37.5,47.5]},"properties":{"name":"Town","name_uk":"Місто","population":900,
        "region":"ua-14","hostilities":null,"periods":[
        {"holder":"UA","basis":"inferred","start":null,"end":"2022-02-23","publisher_word":"not listed"},
        {"holder":"RU","basis":"official","start":"2022-02-24","end":null,"publisher_word":"part II"}]}}]}"#;
    let of_source = |path, kind| Entry { source: Some("deepstate".into()), ..entry(path, kind) };
    store.put_file(of_source("settlements.geojson", Kind::Settlements), settlements).unwrap();
    let river = r#"{"type":"FeatureCollection","features":[{"type":"Feature","geometry":{"type":"LineString",
        "coordinates":[[37.0,47.0],[38.0,47.0]]},"properties":{"regions":["ua-14"]}}]}"#;
    store.put_file(of_source("river.geojson", Kind::Divide), river).unwrap();
    let record = load(directory.path()).unwrap().dataset.records.remove(0);
    assert_eq!(record.settlements, contactline_store::read_settlements(settlements, "x").unwrap());
    assert_eq!((record.divides[0].regions.clone(), record.divides[0].line.len()), (vec!["ua-14".to_owned()], 2));

    let gap = settlements.replace("2022-02-24", "2022-02-25");
    let findings = contactline_store::read_settlements(&gap, "x").unwrap_err();
    assert_eq!((findings[0].code, findings[0].place.feature), ("bad_periods", Some(0)));
}

#[test]
fn shipped_files_are_as_the_manifest_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data");
    let problems: Vec<_> =
        verify(&folder, Date::from_days(30_000)).findings.into_iter().filter(|f| f.severity > Severity::Note).collect();
    assert!(problems.is_empty(), "{problems:#?}");
    assert!(!contactline_store::embedded_source("deepstate").unwrap().geometry_may_be_passed_on);
}
