//! What had been loaded by a second: answered as it was answered then, or refused, never from what is left.
use std::cell::Cell;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use contactline_core::model::{Date, Moment, Severity};
use contactline_store::{
    Entry, Folder, Kind, Manifest, Pruning, Put, Reason, Store, fingerprint_known, fingerprint_of, known_as,
    listed_known, open_known, seal, verify,
};
use proptest::prelude::*;

use super::store::{found, version};
use super::with_maps::MAPS;

thread_local! {
    static SECOND: Cell<i64> = const { Cell::new(0) };
}

/// The clock of these tests, which stands until it is set.
fn clock() -> Moment {
    Moment::from_seconds(SECOND.get())
}

const fn at(second: i64) -> Moment {
    Moment::from_seconds(second)
}

/// Puts a version of a day at a second.
fn put(directory: &Path, second: i64, day: i32, east: f64) -> Put {
    SECOND.set(second);
    Store::open(directory, clock).unwrap().put(&[version(day, east)]).unwrap()[0]
}

fn fingerprint(directory: &Path) -> String {
    fingerprint_of(Some(directory)).unwrap()
}

fn known(directory: &Path, second: i64) -> String {
    fingerprint_known(Some(directory), at(second)).unwrap()
}

fn refusal(directory: &Path, second: i64) -> String {
    fingerprint_known(Some(directory), at(second)).unwrap_err().to_string()
}

/// Files kept of those that others stand for.
fn kept(directory: &Path) -> usize {
    fs::read_dir(directory.join("replaced")).map_or(0, Iterator::count)
}

fn manifest(directory: &Path) -> Manifest {
    Folder::Directory(directory.into()).manifest().unwrap()
}

const BEGIN: i64 = 1_900_000_000;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    /// Whatever is put in and put in again, each second answers as it did; pruned, it does so or is refused.
    #[test]
    fn each_second_is_known_as_it_was(
        puts in prop::collection::vec((0..3_i64, 0..3_i32, 0..4_u8), 1..9),
        before in 0..12_i64,
        count in 0..3_usize,
    ) {
        let directory = tempfile::tempdir().unwrap();
        let mut second = BEGIN;
        let mut then = BTreeMap::from([(BEGIN - 1, fingerprint(directory.path()))]);
        for (wait, day, east) in puts {
            second += wait;
            put(directory.path(), second, day, 37.2 + 0.1 * f64::from(east));
            // Of several in a second the last is what was known by its end.
            then.insert(second, fingerprint(directory.path()));
        }
        let as_was = |second: i64| then.range(..=second).next_back().map(|(_, known)| known.clone());
        let last = second + 2;
        for second in BEGIN..last {
            prop_assert_eq!(Some(known(directory.path(), second)), as_was(second));
        }
        prop_assert_eq!(found(directory.path()).into_iter().filter(|f| f.0 > Severity::Note).count(), 0);
        for pruning in [Pruning::Before(at(BEGIN + before)), Pruning::AllBut(count)] {
            Store::open(directory.path(), clock).unwrap().prune(pruning).unwrap();
            for second in BEGIN..last {
                match fingerprint_known(Some(directory.path()), at(second)) {
                    Ok(known) => prop_assert_eq!(Some(known), as_was(second)),
                    Err(why) => {
                        let is_old = pruning == Pruning::AllBut(count) || second < BEGIN + before;
                        prop_assert!(is_old && why.to_string().contains("was pruned at "), "{}", why);
                    }
                }
            }
            let listed: std::collections::BTreeSet<String> =
                manifest(directory.path()).replaced.into_iter().map(|r| r.file.sha256).collect();
            prop_assert_eq!(kept(directory.path()), listed.len());
        }
        prop_assert_eq!(Some(fingerprint(directory.path())), as_was(last));
    }
}

/// A directory with the source of `with_maps`, and of each of two days a version that was replaced once.
fn replaced() -> tempfile::TempDir {
    let directory = tempfile::tempdir().unwrap();
    for (second, day, east) in [(0, 0, 37.5), (10, 1, 37.6), (20, 0, 37.7), (30, 1, 37.8)] {
        put(directory.path(), BEGIN + second, day, east);
    }
    directory
}

#[test]
fn the_atlas_of_then_holds_the_versions_of_then() {
    let directory = replaced();
    let easts = |second: i64| {
        let opened = open_known(Some(directory.path()), at(BEGIN + second)).unwrap();
        assert_eq!(opened.fingerprint, known(directory.path(), BEGIN + second));
        let timeline = opened.atlas.timelines().iter().find(|timeline| timeline.source.id == "deepstate").unwrap();
        let held = timeline.held().unwrap();
        let east = |version: usize| held.area(version).bbox().east;
        (0..timeline.stamps().len()).map(east).collect::<Vec<f64>>()
    };
    assert_eq!(easts(9), [37.5]);
    assert_eq!(easts(10), [37.5, 37.6]);
    assert_eq!(easts(25), [37.7, 37.6]);
    assert_eq!(easts(1_000), [37.7, 37.8]);
    // Before anything came, what ships alone.
    assert!(
        !open_known(Some(directory.path()), at(BEGIN - 1))
            .unwrap()
            .atlas
            .timelines()
            .iter()
            .any(|t| t.source.id == "deepstate")
    );
}

#[test]
fn a_declaration_and_a_licence_are_of_their_time_too() {
    let directory = tempfile::tempdir().unwrap();
    SECOND.set(BEGIN);
    let mut store = Store::open(directory.path(), clock).unwrap();
    store.declare(MAPS, "maps.toml").unwrap().unwrap();
    SECOND.set(BEGIN + 5);
    store.declare(&MAPS.replace("stale_after_days = 7", "stale_after_days = 9"), "maps.toml").unwrap().unwrap();
    // The same bytes under another licence.
    let entry = |licence: &str| Entry {
        path: "notes.geojson".into(),
        kind: Kind::Announcements,
        source: None,
        version: None,
        licence: licence.into(),
        attribution: "test".into(),
        date: None,
        sha256: String::new(),
        checker: None,
        findings: 0,
        imported_at: None,
    };
    let nothing = r#"{"type":"FeatureCollection","features":[]}"#;
    store.put_file(entry("CC0-1.0"), nothing).unwrap();
    SECOND.set(BEGIN + 8);
    store.put_file(entry("CC-BY-4.0"), nothing).unwrap();
    let licence = |second: i64| {
        let listed = listed_known(Some(directory.path()), at(BEGIN + second)).unwrap();
        listed.into_iter().find(|entry| entry.path == "notes.geojson").map(|entry| entry.licence)
    };
    assert_eq!([licence(4), licence(7), licence(8)], [None, Some("CC0-1.0".into()), Some("CC-BY-4.0".into())]);
    let digest = |second: i64| {
        let listed = listed_known(Some(directory.path()), at(BEGIN + second)).unwrap();
        listed.into_iter().find(|entry| entry.path == "sources/maps.toml").unwrap().sha256
    };
    assert_ne!(digest(4), digest(5));
    // What was put in again as it stood is no other.
    SECOND.set(BEGIN + 9);
    assert_eq!(store.put_file(entry("CC-BY-4.0"), nothing).unwrap(), Put::Same);
    assert_eq!(manifest(directory.path()).changed_at(), [0, 5, 8].map(|s| at(BEGIN + s)));
}

#[test]
fn what_cannot_be_kept_is_refused_with_its_place() {
    let directory = replaced();
    // What was lost before it was replaced.
    let file = directory.path().join("control/deepstate/2024-10-04.geojson");
    fs::write(&file, "lost").unwrap();
    put(directory.path(), BEGIN + 40, 0, 37.9);
    let told = refusal(directory.path(), BEGIN + 35);
    assert!(
        told.contains("version 2024-10-04 of deepstate, imported at ") && told.contains("was lost or damaged by "),
        "{told}"
    );
    assert_eq!(manifest(directory.path()).gone[0].reason, Reason::Damaged);
    known(directory.path(), BEGIN + 19);
    known(directory.path(), BEGIN + 40);
    // A mended file was known all the while.
    fs::remove_file(&file).unwrap();
    assert_eq!(put(directory.path(), BEGIN + 50, 0, 37.9), Put::Replaced);
    assert_eq!(known(directory.path(), BEGIN + 45), known(directory.path(), BEGIN + 50));
    // What is kept and was damaged is found by a check, and never answered from.
    let own = fs::read_dir(directory.path().join("replaced")).unwrap().next().unwrap().unwrap().path();
    fs::write(&own, "damaged").unwrap();
    let findings = verify(directory.path(), Date::from_days(30_000)).findings;
    assert_eq!(findings.iter().map(|f| f.code).collect::<Vec<_>>(), ["not_kept"]);
    let opened: Vec<bool> =
        [5, 15, 45].iter().map(|s| open_known(Some(directory.path()), at(BEGIN + s)).is_ok()).collect();
    assert!(opened.contains(&false) && opened[2], "{opened:?}");
}

#[test]
fn a_directory_that_did_not_record_imports_says_so_and_begins_to() {
    let directory = replaced();
    let path = directory.path().join("manifest.toml");
    let mut old = manifest(directory.path());
    (old.replaced, old.gone) = (Vec::new(), Vec::new());
    old.files.iter_mut().for_each(|file| file.imported_at = None);
    fs::write(&path, old.to_toml().unwrap()).unwrap();
    let told = refusal(directory.path(), BEGIN + 100);
    assert!(
        told.ends_with("does not record when its files were imported; the next import or sync begins to"),
        "{told}"
    );
    let before = fingerprint(directory.path());
    put(directory.path(), BEGIN + 200, 0, 38.0);
    let told = refusal(directory.path(), BEGIN + 199);
    assert!(told.contains("recorded without a gap from 2030-03-17T17:50:00Z on"), "{told}");
    // What was there when it began to record was known then; until it was replaced in the same second.
    assert_eq!(known(directory.path(), BEGIN + 200), fingerprint(directory.path()));
    put(directory.path(), BEGIN + 210, 1, 38.1);
    assert_ne!(known(directory.path(), BEGIN + 205), before);
    assert_eq!(known(directory.path(), BEGIN + 210), fingerprint(directory.path()));
}

/// An edit by hand leaves nothing of what stood there before.
#[test]
fn an_edit_by_hand_begins_the_record_anew() {
    let directory = replaced();
    let path = directory.path().join("manifest.toml");
    let edited = fs::read_to_string(&path).unwrap().replace("\"Somebody's map\"", "\"Somebody else's map\"");
    fs::write(&path, edited).unwrap();
    SECOND.set(BEGIN + 60);
    seal(directory.path(), clock).unwrap().unwrap();
    assert!(refusal(directory.path(), BEGIN + 25).contains("files were edited by hand"));
    assert_eq!(known(directory.path(), BEGIN + 60), fingerprint(directory.path()));
    // What is shipped records nothing, sealed or not.
    assert!(manifest(&Path::new(env!("CARGO_MANIFEST_DIR")).join("data")).changed_at().is_empty());
}

#[test]
fn a_fingerprint_leads_to_its_second() {
    let directory = replaced();
    let stated = known(directory.path(), BEGIN + 15);
    let wanted = |until: i64, most: usize| known_as(directory.path(), &stated, at(BEGIN + until), most).unwrap();
    assert_eq!(wanted(17, 4), Some(at(BEGIN + 17)));
    // It was asked for in the second in which something else came.
    assert_eq!(wanted(20, 4), Some(at(BEGIN + 19)));
    assert_eq!([wanted(9, 9), wanted(1_000, 1)], [None, None]);
}

/// The clock was set back between two imports.
#[test]
fn what_came_later_is_later_whatever_the_clock_says() {
    let directory = replaced();
    put(directory.path(), BEGIN - 1_000, 0, 38.3);
    assert_eq!(known(directory.path(), BEGIN + 30), fingerprint(directory.path()));
    put(directory.path(), BEGIN + 40, 0, 38.4);
    assert_ne!(known(directory.path(), BEGIN + 39), known(directory.path(), BEGIN + 40));
}

/// A writer that was killed after it kept a file and before the manifest told of it.
#[test]
fn a_file_that_nothing_lists_is_removed_by_the_next_writer_and_others_stay() {
    let directory = replaced();
    let folder = directory.path().join("replaced");
    for name in ["a".repeat(64), format!("{}.contactline-tmp", "b".repeat(64))] {
        fs::write(folder.join(name), "x").unwrap();
    }
    fs::write(folder.join("notes.txt"), "mine").unwrap();
    let before = known(directory.path(), BEGIN + 15);
    assert!(verify(directory.path(), Date::from_days(30_000)).findings.iter().all(|f| f.severity == Severity::Note));
    Store::open(directory.path(), clock).unwrap();
    assert_eq!(kept(directory.path()), 3);
    assert_eq!(known(directory.path(), BEGIN + 15), before);
}
