//! The real binary, importing: killed at any moment it leaves whole versions, and broken files leave the good ones.
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::Duration;

use contactline_core::model::Date;

const DAYS: i32 = 150;

/// Days in the shape of the merged mirror: one MultiPolygon, wound clockwise, drifting east.
fn days(folder: &Path) -> Vec<PathBuf> {
    let first: Date = "2024-07-08".parse().unwrap();
    let write = |k: i32| {
        let (date, east) = (first.plus_days(k), 37.0 + f64::from(k) * 0.01);
        // Many vertices, so that a kill has a chance to come in the middle of a file.
        let top: Vec<String> =
            (0..2_000).map(|v| format!("[{},48.5]", 36.0 + f64::from(v) * (east - 36.0) / 2_000.0)).collect();
        let ring = format!("[36.0,47.5],{},[{east},47.5],[36.0,47.5]", top.join(","));
        let text = format!(
            r#"{{"type":"FeatureCollection","crs":{{"type":"name","properties":{{"name":"urn:ogc:def:crs:OGC:1.3:CRS84"}}}},"features":[{{"type":"Feature","properties":{{}},"geometry":{{"type":"MultiPolygon","coordinates":[[[{ring}]]]}}}}]}}"#
        );
        let path = folder.join(format!("deepstatemap_data_{}.geojson", date.to_string().replace('-', "")));
        std::fs::write(&path, text).unwrap();
        path
    };
    (0..DAYS).map(write).collect()
}

fn program(words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_contactline")).args(words).output().unwrap()
}

fn words(path: &Path) -> &str {
    path.to_str().unwrap()
}

fn import(data: &Path, files: &Path) -> Output {
    program(&["import", "deepstate-daily", "--data", words(data), words(files)])
}

fn check(data: &Path) -> (Option<i32>, String) {
    let output = program(&["check", words(data)]);
    (output.status.code(), String::from_utf8(output.stdout).unwrap())
}

/// The directory may be named by a word, a flag or the environment, and must be named.
#[test]
fn check_takes_its_directory_as_every_command_does() {
    let (files, data) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    days(files.path());
    assert!(import(data.path(), files.path()).status.success());
    let wanted = check(data.path());
    assert_eq!(wanted.0, Some(0));
    for given in [["check", "--data", words(data.path())], ["--data", words(data.path()), "check"]] {
        let output = program(&given);
        assert_eq!((output.status.code(), String::from_utf8(output.stdout).unwrap()), wanted);
    }
    let mut of_environment = Command::new(env!("CARGO_BIN_EXE_contactline"));
    let output = of_environment.arg("check").env("CONTACTLINE_DATA", data.path()).output().unwrap();
    assert_eq!((output.status.code(), String::from_utf8(output.stdout).unwrap()), wanted);
    let nowhere = Command::new(env!("CARGO_BIN_EXE_contactline")).arg("check").env_remove("CONTACTLINE_DATA").output();
    let nowhere = nowhere.unwrap();
    let told = String::from_utf8(nowhere.stderr).unwrap();
    assert_eq!(told, "contactline: check needs a data directory: give DIR or --data DIR\n");
    assert_eq!(nowhere.status.code(), Some(2));
}

#[test]
fn a_killed_import_leaves_whole_versions_and_is_taken_up_again() {
    let (files, data) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    days(files.path());
    let data = data.path().join("data");
    for k in 0..12_u64 {
        let mut child = Command::new(env!("CARGO_BIN_EXE_contactline"))
            .args(["import", "deepstate-daily", "--data", words(&data), words(files.path())])
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        // From before the first file to well into the work, never at the same moment.
        std::thread::sleep(Duration::from_millis(5 + k * k * 7 % 400));
        child.kill().ok();
        child.wait().unwrap();
        if data.join("manifest.toml").exists() {
            let (code, found) = check(&data);
            assert_eq!(code, Some(0), "{found}");
            let at = program(&["at", "36.5", "48", "--date", "2024-12-01", "--data", words(&data)]);
            assert!(at.status.success() && at.stderr.is_empty(), "{}", String::from_utf8_lossy(&at.stderr));
        }
    }
    let done = import(&data, files.path());
    assert_eq!(done.status.code(), Some(0));
    let manifest = data.join("manifest.toml");
    let before = (std::fs::read(&manifest).unwrap(), std::fs::metadata(&manifest).unwrap().modified().unwrap());
    assert_eq!(String::from_utf8_lossy(&before.0).matches("[[file]]").count(), DAYS as usize);
    let again = String::from_utf8(import(&data, files.path()).stdout).unwrap();
    assert!(again.contains(&format!("0 imported, 0 replaced, {DAYS} already there, 0 refused")), "{again}");
    assert_eq!((std::fs::read(&manifest).unwrap(), std::fs::metadata(&manifest).unwrap().modified().unwrap()), before);
}

#[test]
fn a_broken_file_is_refused_with_its_place_and_the_others_are_kept() {
    let (files, data) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let paths = days(files.path());
    let truncated = std::fs::read_to_string(&paths[3]).unwrap();
    std::fs::write(&paths[3], &truncated[..truncated.len() / 2]).unwrap();
    std::fs::write(files.path().join("deepstatemap_data_22020203.geojson"), &truncated).unwrap();
    std::fs::write(files.path().join("deepstatemap_data_20250230.geojson"), &truncated).unwrap();
    let output = import(data.path(), files.path());
    let found = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(found.contains("deepstatemap_data_20240711.geojson") && found.contains("column"), "{found}");
    assert!(found.contains("deepstatemap_data_22020203.geojson") && found.contains("bad_date"), "{found}");
    assert!(found.contains(&format!("{} imported", DAYS - 1)), "{found}");
    assert_eq!(check(data.path()).0, Some(0));
}

#[test]
fn a_flipped_byte_is_found_and_nothing_is_served_from_it() {
    let (files, data) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    days(files.path());
    assert!(import(data.path(), files.path()).status.success());
    let stored = data.path().join("control/deepstate/2024-07-20.geojson");
    let mut bytes = std::fs::read(&stored).unwrap();
    let at = bytes.len() / 2;
    bytes[at] ^= 1;
    std::fs::write(&stored, bytes).unwrap();
    let (code, found) = check(data.path());
    assert_eq!(code, Some(1));
    assert!(found.contains("control/deepstate/2024-07-20.geojson"), "{found}");
    let at = program(&["at", "36.5", "48", "--data", words(data.path())]);
    assert_eq!(at.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&at.stderr).contains("2024-07-20.geojson"));
}

/// Two files of one day: the same outline twice is one version, another outline is refused, because nobody can say which
/// is right; by itself it corrects what was kept.
#[test]
fn one_day_has_one_version() {
    let (files, data) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let paths = days(files.path());
    let import = |paths: &[&Path]| {
        let mut all = vec!["import", "deepstate-daily", "--data", words(data.path())];
        all.extend(paths.iter().map(|p| words(p)));
        let output = program(&all);
        (output.status.code(), String::from_utf8(output.stdout).unwrap())
    };
    let (code, found) = import(&[&paths[0], &paths[0]]);
    assert!(code == Some(0) && found.contains("1 imported, 0 replaced, 1 already there, 0 refused"), "{found}");
    let other = files.path().join("z_20240708.geojson");
    std::fs::copy(&paths[1], &other).unwrap();
    let (code, found) = import(&[&paths[0], &other]);
    assert!(code == Some(1) && found.contains("error same_day: "), "{found}");
    let (code, found) = import(&[&other]);
    assert!(code == Some(0) && found.contains("0 imported, 1 replaced"), "{found}");
    assert_eq!(check(data.path()).0, Some(0));
}

/// What was left out is a finding, even where the file is kept.
#[test]
fn a_warning_is_told_by_the_exit_code() {
    let (files, data) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let file = files.path().join("2022-03-10.json");
    let square = r#"{"type":"Polygon","coordinates":[[[37,47],[38,47],[38,48],[37,48],[37,47]]]}"#;
    let feature = |word: &str| format!(r#"{{"type":"Feature","properties":{{"type":"{word}"}},"geometry":{square}}}"#);
    let import = |features: &str| {
        std::fs::write(&file, format!(r#"{{"type":"FeatureCollection","features":[{features}]}}"#)).unwrap();
        let output = program(&["import", "nzz", "--data", words(data.path()), words(&file)]);
        (output.status.code(), String::from_utf8(output.stdout).unwrap())
    };
    let (code, found) = import(&[feature("gains"), feature("weather")].join(","));
    assert!(code == Some(1) && found.contains("warning unknown_name") && found.contains("1 imported"), "{found}");
    let (code, found) = import(&feature("gains"));
    assert_eq!(code, Some(0), "{found}");
}

#[test]
fn a_check_tells_what_it_looked_at() {
    let (files, data) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let empty = program(&["check", words(data.path())]);
    assert_eq!(empty.status.code(), Some(2));
    let told = String::from_utf8(empty.stderr).unwrap();
    assert!(told.contains("is no data directory: it has no manifest.toml"), "{told}");
    let paths = days(files.path());
    assert!(import(data.path(), &paths[0]).status.success());
    let (code, found) = check(data.path());
    assert_eq!(code, Some(0));
    let (summary, fingerprint) = found.split_once('\n').unwrap();
    assert_eq!(summary, format!("1 file checked, 0 problems, 0 notes in {}", words(data.path())));
    let known = contactline_store::open(Some(data.path())).unwrap().fingerprint;
    assert_eq!(fingerprint, format!("fingerprint with what comes with the program: {known}\n"));
    std::fs::write(data.path().join("stray.toml"), "").unwrap();
    let (code, found) = check(data.path());
    assert!(code == Some(1) && found.contains("1 file checked, 1 problem, 0 notes in"), "{found}");
}

/// What a folder holds beside its maps is told, and its subfolders are read where that is asked for.
#[test]
fn a_folder_tells_what_was_not_read_of_it() {
    let (files, made) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let paths = days(made.path());
    let name = |path: &Path| path.file_name().unwrap().to_owned();
    std::fs::create_dir_all(files.path().join("2024/july")).unwrap();
    std::fs::copy(&paths[0], files.path().join(name(&paths[0]))).unwrap();
    std::fs::copy(&paths[1], files.path().join("2024/july").join(name(&paths[1]))).unwrap();
    std::fs::write(files.path().join("notes.txt"), "what I did").unwrap();
    let import = |more: &[&str]| {
        let data = tempfile::tempdir().unwrap();
        let own = ["import", "deepstate-daily", "--data", words(data.path()), words(files.path())];
        let output = program(&[&own, more].concat());
        (String::from_utf8([output.stdout, output.stderr].concat()).unwrap(), output.status.code())
    };
    let (told, code) = import(&[]);
    assert!(code == Some(1) && told.contains("1 imported") && told.contains("subfolders not read: 2024"), "{told}");
    assert!(told.contains("other files not read: notes.txt"), "{told}");
    let (told, code) = import(&["--recursive"]);
    assert!(code == Some(0) && told.contains("2 imported") && !told.contains("subfolders not read"), "{told}");
}
