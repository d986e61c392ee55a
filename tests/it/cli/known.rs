//! `--known-on` and `prune` of the real program: a figure is repeated after other data came, or refused.
use std::time::Duration;

use super::*;
use contactline_core::model::Moment;

/// A day of the merged mirror, a box up to `east`, imported. The second that it came in.
pub(crate) fn import(data: &Path, day: &str, east: f64) -> String {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join(format!("deepstatemap_data_{}.geojson", day.replace('-', "")));
    let ring = format!("[[37.2,47.5],[37.2,48.5],[{east},48.5],[{east},47.5],[37.2,47.5]]");
    let geometry = format!(r#"{{"type":"MultiPolygon","coordinates":[[{ring}]]}}"#);
    let feature = format!(r#"{{"type":"Feature","properties":{{}},"geometry":{geometry}}}"#);
    std::fs::write(&file, format!(r#"{{"type":"FeatureCollection","features":[{feature}]}}"#)).unwrap();
    // Each import in a second of its own.
    std::thread::sleep(Duration::from_millis(1_100));
    let output = run(data, &["import", "deepstate-daily", file.to_str().unwrap()]);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    let manifest = contactline_store::Folder::Directory(data.into()).manifest().unwrap();
    manifest.changed_at().last().unwrap().to_second()
}

/// The questions that are repeated: at a place, over time, with a rule, drawn, and for people.
const ASKED: &[&[&str]] = &[
    &["at", "38.3", "48.1", "--date", "2025-01-04", "--json"],
    &["areas", "--source", "deepstate", "--date", "2025-01-04", "--json"],
    &["changes", "--source", "deepstate", "--from", "2025-01-01", "--to", "2025-01-04", "--json"],
    &["regimes", "38.3", "48.1", "--date", "2025-01-04", "--format", "csv"],
    &["map", "--source", "deepstate", "--date", "2025-01-04"],
    &["sources", "--json"],
    &["history", "38.3", "48.1", "--lang", "uk"],
];

fn answers(data: &Path, more: &[&str]) -> Vec<String> {
    let answer = |words: &&[&str]| {
        // On which terms a picture is looked at is told beside it.
        let output = run(data, &[words, more].concat());
        assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    ASKED.iter().map(answer).collect()
}

#[test]
fn a_figure_is_repeated_after_the_same_day_came_anew() {
    let (data, folder) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let data = data.path();
    import(data, "2025-01-01", 38.0);
    let first = import(data, "2025-01-03", 38.2);
    let then = answers(data, &[]);
    let evidence = folder.path().join("then.json");
    let place = ["at", "38.3", "48.1", "--date", "2025-01-04", "--report", evidence.to_str().unwrap()];
    printed(data, &place);
    let second = import(data, "2025-01-03", 38.6);
    let now = answers(data, &[]);
    assert!(first < second && then.iter().zip(&now).take(5).all(|(then, now)| then != now));
    let between = Moment::from_seconds(second.parse::<Moment>().unwrap().seconds() - 1).to_second();
    for (second, wanted) in [(&first, &then), (&between, &then), (&second, &now)] {
        assert_eq!(answers(data, &["--known-on", second]), *wanted, "{second}");
    }
    // Whatever answers from the data takes it.
    let rows = folder.path().join("rows.csv");
    std::fs::write(&rows, "lon,lat,date\n38.3,48.1,2025-01-04\n").unwrap();
    let classified = |more: &[&str]| {
        let words = ["classify", rows.to_str().unwrap(), "--quiet", "--source", "deepstate"];
        printed(data, &[&words, more].concat())
    };
    assert!(classified(&[]).contains(",held,RU,") && classified(&["--known-on", &first]).contains(",held,UA,"));
    let expected: serde_json::Value = serde_json::from_str(&then[0]).unwrap();
    let expected = expected["provenance"]["fingerprint"].as_str().unwrap().to_owned();
    printed(data, &["--expect", &expected, "--known-on", &first, "at", "38.3", "48.1"]);
    assert!(refused(data, &["--expect", &expected, "at", "38.3", "48.1"]).contains("the data have the fingerprint"));

    // Evidence of then: other now, and the same of what is still kept.
    let verify = |more: &[&str]| {
        let output = run(data, &[&["verify", evidence.to_str().unwrap()], more].concat());
        (String::from_utf8([output.stdout, output.stderr].concat()).unwrap(), output.status.code())
    };
    let (told, code) = verify(&[]);
    assert!(code == Some(1) && told.contains("  at.control[deepstate]"), "{told}");
    assert!(
        told.contains("data of then: still kept; with --known-on ") && told.ends_with(" the same is answered\n"),
        "{told}"
    );
    let (told, code) = verify(&["--known-on", &first]);
    assert!(code == Some(0) && told.contains("the same is answered now\ndata: the same"), "{told}");
    // Evidence of what was known then, written now, is that of then but for the second of asking.
    let again = folder.path().join("again.json");
    let words =
        ["at", "38.3", "48.1", "--date", "2025-01-04", "--known-on", &first, "--report", again.to_str().unwrap()];
    printed(data, &words);
    let read = |path: &Path| -> serde_json::Value {
        let mut document: serde_json::Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
        document["asked_at"].take();
        document
    };
    assert_eq!(read(&again), read(&evidence));

    // What is kept is listed, and once it is removed what rested on it is refused, with the place of the gap.
    let listed = printed(data, &["prune"]);
    assert!(
        listed.contains("kept version 2025-01-03 of deepstate, imported at ") && listed.contains("1 replaced files, "),
        "{listed}"
    );
    assert!(printed(data, &["prune", "--before", &second]).starts_with("0 replaced files removed"));
    assert!(
        printed(data, &["prune", "--keep", "0", "--dry-run"]).contains("would remove version 2025-01-03 of deepstate")
    );
    let told = printed(data, &["prune", "--keep", "0"]);
    assert!(told.contains(&format!("what was known from {first} until before {second} is refused")), "{told}");
    let told = refused(data, &["at", "38.3", "48.1", "--known-on", &between]);
    let wanted = format!(
        "--known-on: what had been loaded by {between} is not kept: version 2025-01-03 of deepstate, imported at {first}, was pruned at "
    );
    assert!(told.starts_with(&wanted), "{told}");
    assert_eq!(answers(data, &["--known-on", &second]), now);
    let (told, _) = verify(&[]);
    assert!(
        told.contains("data of then: not kept here: what had been loaded by ") && told.contains("was pruned at "),
        "{told}"
    );
    let checked = printed(data, &["check"]);
    assert!(checked.contains("0 replaced files kept for what was known earlier, 1 not kept any more\n"), "{checked}");
}

#[test]
fn a_second_that_cannot_be_meant_is_refused() {
    let data = data();
    let told = |words: &[&str]| refused(data.path(), words);
    assert!(
        told(&["at", "38", "48", "--known-on", "2999-01-01"]).starts_with("--known-on: '2999-01-01' is after today, ")
    );
    assert!(told(&["at", "38", "48", "--known-on", "once"]).starts_with("--known-on: 'once' is not a valid date"));
    for words in
        [&["check"][..], &["import", "x"], &["sync", "isw"], &["seal", "-o", "x"], &["serve"], &["prune"], &["health"]]
    {
        let told = told(&[&["--known-on", "2025-01-01"], words].concat());
        assert_eq!(told, "--known-on is for what answers from the data; a server takes it with each question");
    }
    // What ships is that of the program, whatever the day, and that is said.
    let output = run(data.path(), &["at", "38", "48", "--date", "2025-01-04", "--known-on", "2026-01-01"]);
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(
        output.status.success()
            && told.starts_with("contactline: --known-on: what comes with the program is that of contactline "),
        "{told}"
    );
    assert!(!String::from_utf8(output.stdout).unwrap().contains("Maps drawn for a test"));
    // A sealed file holds the last state alone.
    let sealed = data.path().join("../known-on.sealed");
    printed(data.path(), &["seal", "-o", sealed.to_str().unwrap()]);
    printed(&sealed, &["at", "38", "48", "--known-on", "latest"]);
    let told = refused(&sealed, &["at", "38", "48", "--known-on", "2026-11-28"]);
    std::fs::remove_file(&sealed).unwrap();
    assert!(told.contains("is not in a sealed file, which holds the last state alone"), "{told}");
}

/// Killed at any moment of importing other outlines for all days: what had been loaded before is known as it was.
#[test]
fn a_killed_import_leaves_what_was_known_before() {
    let (files, data) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let data = data.path().join("data");
    let write = |drift: f64| {
        for day in 1..=28 {
            let east = 38.0 + drift + f64::from(day) * 0.01;
            let top: Vec<String> =
                (0..2_000).map(|v| format!("[{},48.5]", 36.0 + f64::from(v) * (east - 36.0) / 2_000.0)).collect();
            let ring = format!("[36.0,47.5],{},[{east},47.5],[36.0,47.5]", top.join(","));
            let text = format!(
                r#"{{"type":"FeatureCollection","features":[{{"type":"Feature","properties":{{}},"geometry":{{"type":"MultiPolygon","coordinates":[[[{ring}]]]}}}}]}}"#
            );
            std::fs::write(files.path().join(format!("deepstatemap_data_202501{day:02}.geojson")), text).unwrap();
        }
    };
    let import = || {
        let mut command = command(&data, &["import", "deepstate-daily", files.path().to_str().unwrap()]);
        command.stdout(Stdio::null());
        command
    };
    let area = |more: &[&str]| {
        printed(
            &data,
            &[&["areas", "--source", "deepstate", "--date", "2025-01-28", "--region", "ua-14", "--json"], more]
                .concat(),
        )
    };
    write(0.0);
    assert!(import().status().unwrap().success());
    let manifest = || contactline_store::Folder::Directory(data.clone()).manifest().unwrap();
    let second = manifest().changed_at().last().unwrap().to_second();
    let wanted = area(&[]);
    for k in 0..8_u64 {
        std::thread::sleep(Duration::from_millis(1_100));
        write(0.1 + 0.01 * k as f64);
        let mut child = import().spawn().unwrap();
        std::thread::sleep(Duration::from_millis(40 + k * k * 29 % 600));
        child.kill().ok();
        child.wait().unwrap();
        printed(&data, &["check"]);
        assert_eq!(area(&["--known-on", &second]), wanted, "{k}");
    }
    assert!(import().status().unwrap().success());
    assert_ne!(area(&[]), wanted);
    assert_eq!(area(&["--known-on", &second]), wanted);
    assert!(manifest().replaced.len() >= 28 && manifest().gone.is_empty());
}
