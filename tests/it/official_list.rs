//! Ukraine's official list, on rows made by hand in its shape: levels, exceptions, parts, and every fault met in the real one.
use std::process::Command;

use contactline::read::official_list::{State, changes, places, read};
use contactline_core::model::{Date, Finding, Hostilities, Reading, Settlement};
use serde_json::{Value, json};

const HEADER: &str = "section,oblast,raion,katottg,level,name,period_no,date_from,date_to\n";

fn day() -> Date {
    "2025-05-07".parse().unwrap()
}

fn place(id: &str, name: &str, code: Option<&str>) -> Value {
    json!({"type": "Feature", "id": id, "geometry": {"type": "Point", "coordinates": [37.0, 48.0]},
        "properties": {"name": id, "name_uk": name, "population": 500, "region": "UA-14", "katottg": code}})
}

/// Of one hromada (`UA14 02 001`) and one raion: two villages and a town with codes, one without.
fn settlements() -> Value {
    json!({"type": "FeatureCollection", "features": [
        place("one", "Перше", Some("UA14020010010000001")),
        place("two", "Кам’янка", Some("UA14020010020000002")),
        place("town", "Місто", Some("UA14020020010000003")),
        place("bare", "Єдине", None),
    ]})
}

fn row(section: &str, code: &str, name: &str, from: &str, to: &str) -> String {
    format!("{section},Д,Р,{code},x,\"{name}\",1,\"{from}\",\"{to}\"\n")
}

fn list(rows: &[String]) -> Reading<Vec<Settlement>> {
    let places = places(settlements().to_string().as_bytes(), "places.geojson").value.unwrap();
    read((HEADER.to_owned() + &rows.concat()).as_bytes(), "list.csv", places, day())
}

/// The periods of a settlement: `UA ..2022-02-23 RU 2022-02-24..`.
fn periods(reading: &Reading<Vec<Settlement>>, id: &str) -> String {
    let settlement = reading.value.as_ref().unwrap().iter().find(|s| s.id == id).unwrap();
    let day = |d: Option<Date>| d.map(|d| d.to_string()).unwrap_or_default();
    settlement
        .periods
        .iter()
        .map(|p| format!("{} {}..{}", p.holder.unwrap(), day(p.start), day(p.end)))
        .collect::<Vec<_>>()
        .join(" ")
}

fn codes(findings: &[Finding]) -> Vec<&str> {
    findings.iter().map(|f| f.code).collect()
}

#[test]
fn the_most_specific_row_decides_and_exceptions_are_not_listed() {
    let reading = list(&[
        row("occupied", "UA14020000000000009", "Перший район", "2014-04-07", ""),
        row(
            "occupied",
            "UA14020010000000008",
            "Перша громада за винятком с. Кам`янка, частина м. Перше (Перше-5)",
            "2022-02-24",
            "",
        ),
        row(
            "occupied",
            "UA14020020010000003",
            "м. Місто Другої міської територіальної громади",
            "2022-03-01",
            "2022-11-11",
        ),
    ]);
    assert!(reading.findings.is_empty(), "{:?}", reading.findings);
    assert_eq!(periods(&reading, "one"), "UA ..2022-02-23 RU 2022-02-24..");
    assert_eq!(periods(&reading, "two"), "UA ..", "excepted by name, whatever the apostrophe");
    assert_eq!(periods(&reading, "town"), "UA ..2022-02-28 RU 2022-03-01..2022-11-11 UA 2022-11-12..");
    let word = &reading.value.as_ref().unwrap()[0].periods[1].publisher_word;
    assert_eq!(word, "part II: temporarily occupied (hromada row UA14020010000000008)");
}

#[test]
fn a_settlement_without_a_code_is_found_by_a_name_that_is_the_only_one() {
    let of = "Третьої сільської територіальної громади";
    let once = list(&[row("occupied", "UA14020030010000004", &format!("с. Єдине {of}"), "2022-02-24", "")]);
    assert_eq!(periods(&once, "bare"), "UA ..2022-02-23 RU 2022-02-24..");
    let twice = list(&[
        row("occupied", "UA14020030010000004", &format!("с. Єдине {of}"), "2022-02-24", ""),
        row("occupied", "UA14020030020000005", &format!("с-ще Єдине {of}"), "2022-02-24", ""),
    ]);
    assert_eq!(periods(&twice, "bare"), "UA ..");
    assert_eq!(codes(&twice.findings), ["unmatched_row", "unmatched_row"]);
    assert!(twice.findings[1].message.starts_with("row 3: ") && twice.findings[1].place.feature == Some(1));
}

#[test]
fn faults_of_the_real_list_are_read_and_told() {
    let one = |code: &str, from: &str, to: &str| {
        let other = row("possible_hostilities", "UA14020020010000003", "м. Місто", "2022-02-24", "");
        let reading = list(&[row("occupied", code, "с. Перше", from, to), other]);
        let found = codes(&reading.findings).join(" ");
        (if reading.value.is_some() { periods(&reading, "one") } else { "refused".into() }, found)
    };
    let (code, open) = ("UA14020010010000001", "UA ..2022-02-23 RU 2022-02-24..");
    assert_eq!(one(code, "24.02.2022", ""), (open.into(), String::new()));
    assert_eq!(one("UА14020010010000001", "2022-02-24", "").0, open, "a Cyrillic letter in the code");
    assert_eq!(one("UA1402001 0010000001", "2022-02-24", ""), (open.into(), "bad_code".into()), "a blank");
    assert_eq!(one("UA140200100100000001", "2022-02-24", ""), (open.into(), "bad_code".into()), "18 digits");
    assert_eq!(one("UA1402001001000001", "2022-02-24", "").1, "bad_code", "16 digits");
    assert_eq!(one("UA99", "2022-02-24", ""), ("UA ..".into(), "bad_code".into()));
    let closed = "UA ..2022-03-30 RU 2022-03-31..2022-11-12 UA 2022-11-13..";
    assert_eq!(one(code, "31.03. 2022", "12.11 2022").0, closed);
    let two = "UA ..2022-02-23 RU 2022-02-24..2022-03-31 UA 2022-04-01..2022-05-31 RU 2022-06-01..";
    assert_eq!(one(code, "24.02.202201.06.2022", "31.03.2022").0, two, "two periods run together in one cell");
    assert_eq!(one(code, "24.02.2022\n01.06.2022", "31.03.2022\n"), (two.into(), String::new()));
    assert_eq!(one(code, "2022-02-24", "2025-09-09").1, "bad_date", "after the day of the list");
    for (from, to) in [("soon", ""), ("", ""), ("2022-02-30", ""), ("2202-02-03", ""), ("2022-03-01", "2022-02-01")] {
        assert_eq!(one(code, from, to), ("refused".into(), "bad_date".into()), "{from} {to}");
    }
}

#[test]
fn touching_periods_are_one_and_a_part_does_not_speak_for_the_town() {
    let name = "с. Перше";
    let code = "UA14020010010000001";
    let reading = list(&[
        row("occupied", code, name, "2022-03-01", "2022-05-31"),
        row("occupied", code, name, "2022-06-01", "2022-07-31"),
        row("occupied", "UA14020020010000003", "частина м. Місто (Місто – 5)", "2018-02-07", ""),
    ]);
    assert_eq!(periods(&reading, "one"), "UA ..2022-02-28 RU 2022-03-01..2022-07-31 UA 2022-08-01..");
    assert_eq!(periods(&reading, "town"), "UA ..");
    assert_eq!(codes(&reading.findings), ["part_of_place"]);
}

#[test]
fn hostilities_are_those_still_open() {
    let reading = list(&[
        row("possible_hostilities", "UA14020010000000008", "Перша громада", "2022-02-24", ""),
        row("active_hostilities", "UA14020010010000001", "с. Перше", "2022-03-01", ""),
        row("active_hostilities", "UA14020020010000003", "м. Місто", "2022-03-01", "2024-01-01"),
    ]);
    let said: Vec<_> = reading.value.unwrap().iter().map(|s| s.hostilities).collect();
    assert_eq!(said, [Some(Hostilities::Active), Some(Hostilities::Possible), None, None]);
}

#[test]
fn the_program_imports_it_and_the_answer_is_the_newer_lists() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (file, data) = (path("list.csv"), path("data"));
    // Pokrovsk and its hromada, by the codes of the settlements that come with the program.
    let rows = HEADER.to_owned() + &row("occupied", "UA14160210010099403", "м. Покровськ", "2025-12-01", "");
    std::fs::write(&file, rows).unwrap();
    let run = |words: &[&str]| {
        let output =
            Command::new(env!("CARGO_BIN_EXE_contactline")).args(words).args(["--data", &data]).output().unwrap();
        (output.status.code(), String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
    };
    let (code, _, err) = run(&["import", &file]);
    assert!(code == Some(2) && err.contains("--date"), "{err}");
    let (code, out, err) = run(&["import", "--date", "2026-01-15", &file]);
    assert_eq!((code, err.as_str()), (Some(0), ""), "{out}");
    let (_, out, _) = run(&["at", "37.177", "48.280", "--date", "2026-01-10", "--json"]);
    let at: Value = serde_json::from_str(&out).unwrap();
    let said = &at["control"][0];
    assert_eq!((said["source"].as_str(), said["holder"].as_str()), (Some("ua-official-list"), Some("RU")), "{said}");
    let (_, out, _) = run(&["import", "--date", "2026-01-15", &file]);
    assert!(out.contains("0 imported, 0 replaced, 1 already there"), "{out}");
    let check = Command::new(env!("CARGO_BIN_EXE_contactline")).args(["check", &data]).output().unwrap();
    assert_eq!(check.status.code(), Some(0), "{}", String::from_utf8_lossy(&check.stdout));
}

/// Importing what is there already changes nothing and is no fault, whichever the day is told by.
#[test]
fn codes_of_a_state_that_is_known_are_there_already() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let (codes, data) = (path("codes_20261001.txt"), path("data"));
    let import = |words: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_contactline"))
            .args(["import", "official-list"])
            .args(words)
            .args(["--data", &data])
            .output()
            .unwrap();
        assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
        (output.status.code(), String::from_utf8(output.stdout).unwrap())
    };
    // A state by codes alone that takes nearly all off is told as doubtful, and taken in all the same.
    std::fs::write(&codes, "UA14160210010099403\n").unwrap();
    let (code, out) = import(&[&codes, "--amendments", "Order 1500\n(2026-09-01)"]);
    assert!(code == Some(1) && out.contains("warning many_taken_off: of "), "{out}");
    assert!(
        out.contains("note amendments: state of 2026-10-01; amendments included: Order 1500 (2026-09-01)"),
        "{out}"
    );
    let whole = std::fs::read(path("data/manifest.toml")).unwrap();
    let (code, out) = import(&[&codes]);
    assert_eq!((code, out.as_str()), (Some(0), "0 imported, 0 replaced, 1 already there, 0 refused; findings: none\n"));
    // Of an earlier day that the list speaks of it is compared too; of a day in a gap nothing is known.
    let (code, out) = import(&[&codes, "--date", "2026-08-21"]);
    assert!(code == Some(1) && out.contains("go on with what is known up to 2026-10-01: 2026-08-21 is not"), "{out}");
    let (code, out) = import(&[&codes, "--date", "2026-09-01"]);
    assert!(code == Some(1) && out.contains("1 refused"), "{out}");
    assert_eq!(std::fs::read(path("data/manifest.toml")).unwrap(), whole, "nothing was written");
    // The day may stand in the file, which then may be called anything.
    let (named, text) = (path("codes.txt"), "# date: 2026-10-01\n# amendments: Order 1500\nUA14160210010099403\n");
    std::fs::write(&named, text).unwrap();
    let (code, out) = import(&[&named]);
    assert!(code == Some(0) && out.contains("1 already there"), "{out}");
}

/// What is declared of the list's last day and the list itself are kept together or not at all.
#[test]
fn a_list_that_cannot_be_kept_leaves_no_declaration() {
    let folder = tempfile::tempdir().unwrap();
    let (file, data) = (folder.path().join("list.csv"), folder.path().join("data"));
    let rows = HEADER.to_owned() + &row("occupied", "UA14160210010099403", "м. Покровськ", "2025-12-01", "");
    std::fs::write(&file, rows).unwrap();
    std::fs::create_dir(&data).unwrap();
    std::fs::write(data.join("control"), "a file where a folder is wanted").unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_contactline"))
        .args(["import", "--date", "2026-01-15"])
        .arg(&file)
        .arg("--data")
        .arg(&data)
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2), "{}", String::from_utf8_lossy(&output.stdout));
    assert!(!std::fs::read_to_string(data.join("manifest.toml")).unwrap().contains("[[file]]"));
}

/// The settlements as a list of one row leaves them on 2025-05-07: `one` is occupied, the others are not.
fn as_of_may() -> Vec<Settlement> {
    list(&[row("occupied", "UA14020010010000001", "с. Перше", "2022-02-24", "")]).value.unwrap()
}

#[test]
fn a_later_state_by_codes_alone_changes_holders_on_an_unknown_day_between() {
    let days = [day(), "2026-08-21".parse().unwrap()];
    for text in [
        "UA14020010010000001\nUA14020020010000003\n",
        "\u{feff}katottg,name_uk\nUA14020010010000001,Перше\nUA14020020010000003,Місто\n",
    ] {
        let state = State::read(text.as_bytes(), "codes").unwrap();
        assert!(state.findings.is_empty(), "{:?}", state.findings);
        let reading = state.value.unwrap().applied(as_of_may(), days, "codes");
        assert_eq!(periods(&reading, "one"), "UA ..2022-02-23 RU 2022-02-24..", "listed in both");
        assert_eq!(periods(&reading, "two"), "UA ..", "listed in neither");
        assert_eq!(periods(&reading, "town"), "UA ..2025-05-07 RU 2026-08-21..");
        let after = reading.value.unwrap();
        let town = after[2].periods.last().unwrap();
        assert_eq!(town.begun_between(), Some((days[0], days[1])));
        assert_eq!(town.known_from, Some(days[1]));
        let told = changes(&as_of_may(), &after, "codes");
        assert_eq!(codes(&told), ["newly_listed"]);
        assert!(told[0].message.contains("UA14020020010000003"), "{}", told[0].message);
    }
}

#[test]
fn a_later_state_takes_off_what_it_no_longer_lists_in_oblasts_it_speaks_of() {
    let days = [day(), "2026-08-21".parse().unwrap()];
    let applied = |text: &str| {
        let state = State::read(text.as_bytes(), "codes").unwrap().value.unwrap();
        state.applied(as_of_may(), days, "codes")
    };
    let taken_off = applied("UA14020020010000003");
    assert_eq!(periods(&taken_off, "one"), "UA ..2022-02-23 RU 2022-02-24..2025-05-07 UA 2026-08-21..");
    assert_eq!(
        codes(&changes(&as_of_may(), taken_off.value.as_ref().unwrap(), "codes")),
        ["no_longer_listed", "newly_listed"]
    );
    let whole = applied("UA14020010000000008");
    assert_eq!(periods(&whole, "two"), "UA ..2025-05-07 RU 2026-08-21..", "its hromada is listed");
    let elsewhere = applied("UA65020010010000001");
    assert_eq!(periods(&elsewhere, "one"), "UA ..2022-02-23 RU 2022-02-24..", "no word of that oblast");
    assert_eq!(codes(&elsewhere.findings), ["not_listed_by_code", "unmatched_row"]);
}

#[test]
fn a_list_with_days_and_a_text_without_codes_are_no_state_by_codes() {
    assert!(State::read(HEADER.as_bytes(), "list").is_none());
    assert!(State::read("name,date\nx,y\n".as_bytes(), "table").is_none());
    let broken = State::read("UA14020010010000001\nUA1402001\n".as_bytes(), "codes").unwrap();
    assert_eq!((codes(&broken.findings), broken.value.is_some()), (vec!["bad_code"], true));
}
