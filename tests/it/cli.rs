//! The real program: what it prints, where, and how it ends.
//!
//! It answers from what it ships with, and a data directory with one drawn source, `maps`: a box in Donetsk oblast that
//! grows on 2025-01-03.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use contactline_core::model::{Basis, ControlFeature, Party, Status, Version};
use contactline_store::{Entry, Kind, Provenance, Store};
use edge_timeline::{Area, BBox};
use tempfile::TempDir;

const MAPS: &str = r#"
id = "maps"
title = "Maps drawn for a test"
publisher = "Nobody"
method = "mapped"
geometry = "drawn"
licence = "CC0-1.0"
attribution = "Maps by nobody"
geometry_may_be_passed_on = true
coverage = { regions = ["ua-14"], except = [] }
precision_m = 1000
stale_after_days = 7
unknown_after_days = 365
depends_on = []
absence = { holder = "UA", basis = "inferred" }
"#;

/// A data directory with the source `maps`.
fn data() -> TempDir {
    data_of(MAPS)
}

/// The same, declared otherwise.
fn data_of(declaration: &str) -> TempDir {
    let directory = TempDir::new().unwrap();
    let mut store = Store::open(directory.path()).unwrap();
    let entry = Entry {
        path: "sources/maps.toml".into(),
        kind: Kind::Source,
        source: None,
        version: None,
        licence: "CC0-1.0".into(),
        attribution: "Maps by nobody".into(),
        date: None,
        sha256: String::new(),
        checker: None,
        findings: 0,
    };
    store.put_file(entry, declaration).unwrap();
    let version = |day: &str, east: f64| {
        let area = Area::from_bbox(BBox { west: 37.6, south: 47.7, east, north: 48.2 });
        let (status, holder, basis) = (Status::Held, Some(Party::RU), Basis::Mapped);
        let features = vec![ControlFeature { status, holder, basis, publisher_word: "occupied".into(), area }];
        let version = Version { source: "maps".into(), stamp: day.parse().unwrap(), features };
        (version, Provenance { licence: "CC0-1.0".into(), attribution: "Maps by nobody".into(), findings: 0 })
    };
    store.put(&[version("2025-01-01", 38.0), version("2025-01-03", 38.2)]).unwrap();
    directory
}

fn command(data: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_contactline"));
    command.env_remove("CONTACTLINE_DATA").arg("--data").arg(data).args(words);
    command
}

fn run(data: &Path, words: &[&str]) -> Output {
    command(data, words).output().unwrap()
}

/// What a good run prints; nothing else may be said.
fn printed(data: &Path, words: &[&str]) -> String {
    let output = run(data, words);
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!((output.status.code(), told.as_str()), (Some(0), ""), "{words:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// What is told of a run that could not be done; nothing may be printed.
fn refused(data: &Path, words: &[&str]) -> String {
    let output = run(data, words);
    assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(2), &b""[..]), "{words:?}");
    let told = String::from_utf8(output.stderr).unwrap();
    told.strip_prefix("contactline: ").unwrap_or_else(|| panic!("{words:?}: {told}")).trim_end().to_owned()
}

#[test]
fn questions_are_answered_for_people() {
    let data = data();
    let text = |words: &[&str]| printed(data.path(), words);
    insta::assert_snapshot!("at", text(&["at", "37.8", "48.0", "--date", "2025-01-04"]));
    insta::assert_snapshot!("at_nowhere", text(&["at", "-37.8", "48.0", "--date", "2025-01-04T10:00:00Z"]));
    insta::assert_snapshot!("settlements", text(&["settlements", "pokrovsk", "--date", "2025-01-04", "--limit", "3"]));
    let near = text(&["settlements", "--near", "Donetsk", "--date", "2025-01-04", "--limit", "2"]);
    assert!(near.starts_with("Donetsk (Донецьк), ua-14, gn-709717\n2 of 2029 settlements"), "{near}");
    let named = text(&["at", "Pokrovske,", "luhansk", "--date", "2025-01-04"]);
    let read_as =
        "Pokrovske (Покровське), ua-09, gn-696717\n'luhansk' was read as Luhansk Oblast (ua-09)\n38.22486, 49.73795 on";
    assert!(named.starts_with(read_as), "{named}");
    let read = text(&["at", "48.0,", "37.8", "--date", "2025-01-04"]);
    assert!(read.starts_with("'48.0, 37.8', read as latitude, longitude\n37.8, 48 on"), "{read}");
    let line = text(&["line", "--near", "Avdiivka", "--date", "2025-01-04"]);
    assert!(line.starts_with("Avdiivka (Авдіївка), ua-14, gn-713122\nline of contact according to maps"), "{line}");
    assert!(
        text(&["history", "gn-704422"]).starts_with("Pokrovsk (Покровськ), ua-14, gn-704422\n37.17706, 48.28014\n")
    );
    insta::assert_snapshot!("history", text(&["history", "38.1", "48.0"]));
    insta::assert_snapshot!(
        "changes",
        text(&["changes", "--from", "2025-01-01", "--to", "2025-01-05", "--region", "ua-14"])
    );
    insta::assert_snapshot!("line", text(&["line", "--date", "2025-01-04", "--near", "37.5,48.0"]));
    insta::assert_snapshot!("areas", text(&["areas", "--date", "2025-01-04", "--region", "ua-14", "--source", "maps"]));
    insta::assert_snapshot!("sources", text(&["sources"]));
    let ledger = text(&["ledger", "--claimant", "RU", "--date", "2025-01-04", "--region", "donbas"]);
    assert!(ledger.contains("region km²") && ledger.contains("donbas"), "{ledger}");
    assert!(text(&["regions"]).contains("Севастополь"));
    let regimes = text(&["regimes", "37.8", "48.0", "--date", "2025-01-04"]);
    let told = "eu-692-2014: Council Regulation (EU) No 692/2014: Crimea and Sevastopol; Council Regulation (EU) No 692/2014 of";
    assert!(regimes.contains(told), "{regimes}");
}

/// Headings, labels and sentences stayed English under `--lang uk` on half of the subcommands. Ids, citations, lines of
/// attribution and what stands in brackets (names, and publishers' own words) are the same in both languages; any other word
/// in small Latin letters is English that was forgotten.
#[test]
fn every_question_is_answered_in_ukrainian() {
    const SAME: [&str; 5] = ["all", "asked", "donbas", "donetsk", "maps"];
    let data = data();
    let day = ["--date", "2025-01-12"];
    let questions: [&[&str]; 20] = [
        &["at", "37.8", "48.0"],
        &["at", "Артемовск,", "Донецкая", "область"],
        &["at", "34.1", "44.95"],
        &["at", "8FW4V75V+8Q"],
        &["line"],
        &["line", "--near", "Avdiivka"],
        &["areas"],
        &["areas", "--region", "ua-14", "--source", "maps"],
        &["ledger"],
        &["ledger", "--chart"],
        &["agreement", "--region", "ua-14"],
        &["disputes", "--region", "ua-14"],
        &["settlements", "pokrovsk"],
        &["settlements", "kivka", "--near", "Donetsk"],
        &["regimes", "37.8", "48.0"],
        &["regimes", "--list"],
        &["proposal", "moscow-2025-12-02", "--region", "ua-14"],
        &["proposal", "moscow-2025-12-02", "twenty-points", "--region", "ua-14", "--source", "maps"],
        &["overlap", "-"],
        &["at", "30.5", "60.0"],
    ];
    let asked = questions.map(|words| [words, &day].concat());
    let undated: [&[&str]; 6] = [
        &["history", "37.8", "48.0"],
        &["history", "37.177", "48.28", "--to", "2026-06-01"],
        &["changes", "--from", "2025-01-01", "--to", "2025-01-12"],
        &["sources"],
        &["regions"],
        &["proposal"],
    ];
    for words in asked.into_iter().chain(undated.map(<[&str]>::to_vec)) {
        let mut run = command(data.path(), &[words.as_slice(), &["--lang", "uk"]].concat());
        let mut run = run.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        let shape = br#"{"type":"Polygon","coordinates":[[[37.7,47.9],[37.9,47.9],[37.9,48.1],[37.7,47.9]]]}"#;
        // What does not read its input may be gone.
        run.stdin.take().unwrap().write_all(shape).ok();
        let output = run.wait_with_output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success() && !text.is_empty(), "{words:?}");
        let marks = [
            "CC BY",
            "©",
            "Maps by nobody",
            "Maps drawn",
            "http",
            "ODbL",
            "* територія:",
            "* посилання:",
            "* не визначено: `",
            "* не записано:",
        ];
        let is_as_published = |line: &&str| marks.iter().any(|mark| line.contains(mark)) || line.contains("resolution");
        for line in text.lines().filter(|line| !is_as_published(line)) {
            // A title in Ukrainian, then its citation.
            let line =
                if words[0] == "regimes" { line.split_once("; ").map_or(line, |(title, _)| title) } else { line };
            let line = line.split_once('(').map_or(line, |(before, _)| before);
            let word = |word: &&str| {
                let word = word.trim_matches(|c: char| !c.is_alphanumeric());
                word.len() > 2 && word.bytes().all(|b| b.is_ascii_lowercase()) && !SAME.contains(&word)
            };
            assert_eq!(line.split_whitespace().find(word), None, "{words:?}: {line}");
        }
    }
}

/// What ships is of 2025-05-07: seven months later it once said of a town 8 km from the line who holds it.
#[test]
fn what_ships_speaks_of_today_only_far_from_its_line() {
    let empty = TempDir::new().unwrap();
    let text = |words: &[&str]| printed(empty.path(), &[words, &["--date", "2025-12-02"]].concat());
    let last = "last known: not listed as occupied (inferred) on 2025-05-07, 7.5 km from a line that is 209 days old";
    let pokrovsk = text(&["at", "37.177", "48.280"]);
    assert!(pokrovsk.contains(&format!("\nverdict: unknown; {last}, according to ua-official-list\n")), "{pokrovsk}");
    assert!(pokrovsk.contains("eu-2022-263        not determined  since 2022-10-07"), "{pokrovsk}");
    assert!(pokrovsk.contains("ua-1207-vii        not determined  since 2025-03-20"), "{pokrovsk}");
    let regimes = text(&["regimes", "37.177", "48.280"]);
    assert_eq!(regimes.matches(&format!("ua-official-list: not determined; {last}")).count(), 10, "{regimes}");
    let simferopol = text(&["at", "34.1", "44.95"]);
    let verdict = "\nverdict: as last known on 2025-05-07, single source, held by RU, according to ua-official-list (out of date)\n";
    assert!(simferopol.contains(verdict), "{simferopol}");
    let luhansk = text(&["regimes", "39.30", "48.57"]);
    assert!(luhansk.contains("eu-2022-263        yes, as last known  since 2022-10-07"), "{luhansk}");
    // The page of the documentation is the register as the program lists it: `contactline regimes --list`.
    let listed = printed(empty.path(), &["regimes", "--list"]);
    assert_eq!(listed, include_str!("../../docs/regimes.md"), "docs/regimes.md is made by: contactline regimes --list");
    let areas = text(&["areas", "--region", "donbas"]);
    let aged = "ua-official-list: as last known on 2025-05-07, 209 days before: within 27.9 km of the line this may have changed";
    assert!(areas.contains(aged), "{areas}");
    let proposal = text(&["proposal", "moscow-2025-12-02", "--region", "donbas"]);
    assert!(
        proposal.contains("according to ua-official-list on 2025-12-02: OUT OF DATE, as last known on 2025-05-07"),
        "{proposal}"
    );
    let history = printed(empty.path(), &["history", "37.177", "48.280", "--to", "2025-12-02"]);
    assert!(
        history.contains("to 2025-06-23")
            && history.contains("unknown: out of date; last known: not listed as occupied"),
        "{history}"
    );
}

#[test]
fn every_table_comes_as_csv() {
    let data = data();
    let day = ["--date", "2025-01-04", "--format", "csv"];
    let tables: [(&[&str], &str); 10] = [
        (&["at", "37.8", "48.0"], "lon,lat,date,region,verdict,verdict_rests_on_stale,source,status,holder,"),
        (&["areas"], "date,region,source,version,status,holder,area_m2,share"),
        (&["ledger"], "date,region,source,version,claimant,region_m2,"),
        (
            &["history", "37.8", "48.0", "--format", "csv"],
            "lon,lat,region,source,start,end,status,holder,basis,location",
        ),
        (
            &["changes", "--from", "2025-01-01", "--to", "2025-01-05", "--format", "csv"],
            "source,party,from_date,to_date,from,to,from_age_days,to_age_days,region,gained_m2,",
        ),
        (&["line", "--source", "maps"], "date,source,version,age_days,stale,uncertain_within_m,length_m,nearest_lon,"),
        (&["regimes", "37.8", "48.0"], "lon,lat,date,region,regime,title,authority,kind,applies,"),
        (&["settlements", "--region", "ua-14"], "date,id,name,name_uk,lon,lat,population,region,part_of,distance_m,"),
        (&["sources", "--format", "csv"], "id,title,title_uk,publisher,publisher_uk,"),
        (&["regions", "--format", "csv"], "id,name,name_uk,role,groups,land_area_m2"),
    ];
    for (words, header) in tables {
        let words = if words.contains(&"csv") { words.to_vec() } else { [words, &day].concat() };
        let text = printed(data.path(), &words);
        assert!(text.starts_with(header), "{words:?}: {text}");
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        assert!(reader.records().all(|r| r.is_ok()) && text.lines().count() > 1, "{words:?}");
    }
    let regions = ["regions", "--format", "csv"];
    let marked = printed(data.path(), &[&regions[..], &["--bom"]].concat());
    assert_eq!(marked, format!("\u{feff}{}", printed(data.path(), &regions)));
}

#[test]
fn json_is_what_http_answers() {
    let data = data();
    let json = |words: &[&str]| -> serde_json::Value {
        serde_json::from_str(&printed(data.path(), &[words, &["--json"]].concat())).unwrap()
    };
    let at = json(&["at", "37.8", "48.0", "--date", "2025-01-04"]);
    assert_eq!((at["region"]["id"].as_str(), at["date"].as_str()), (Some("ua-14"), Some("2025-01-04")));
    let maps = at["control"].as_array().unwrap().iter().find(|c| c["source"] == "maps").unwrap();
    assert_eq!((maps["status"].as_str(), maps["holder"].as_str()), (Some("held"), Some("RU")));
    assert_eq!(json(&["at", "37.8", "48.0"])["place"], serde_json::Value::Null);
    assert_eq!(json(&["at", "Покровськ"])["place"]["settlement"]["id"], "gn-704422");
    let points = ["settlements", "--region", "ua-40", "--format", "geojson"];
    let points: serde_json::Value = serde_json::from_str(&printed(data.path(), &points)).unwrap();
    assert_eq!((points["features"].as_array().unwrap().len(), &points["numberMatched"]), (23, &23.into()));
    assert_eq!(json(&["changes", "--from", "2025-01-01", "--to", "2025-01-05"])["source"], "maps");
    let ring = |winding: &str| {
        let changes = json(&["changes", "--from", "2025-01-01", "--to", "2025-01-05", "--winding", winding]);
        changes["features"][0]["geometry"]["coordinates"][0][0].as_array().unwrap().clone()
    };
    let turned: Vec<serde_json::Value> = ring("d3").into_iter().rev().collect();
    assert_eq!(turned, ring("rfc7946"));
    let grown = json(&["changes", "--from", "2025-01-01", "--to", "2025-01-05", "--crs", "EPSG:3857"]);
    let corner = &grown["features"][0]["geometry"]["coordinates"][0][0][0];
    assert!(corner[0].as_f64().is_some_and(|x| x > 4e6) && grown["crs"] == "EPSG:3857", "{grown}");
    assert_eq!(json(&["line", "--date", "2025-01-04"])["features"].as_array().unwrap().len(), 1);
    let sheet = json(&["at", "7410565.28", "5319225.19", "--crs", "EPSG:28407", "--date", "2025-01-04"]);
    assert!((sheet["lon"].as_f64().unwrap() - 37.8).abs() < 1e-5, "{sheet}");
    assert_eq!(sheet["crs"], "EPSG:28407");
}

#[test]
fn a_shape_is_cut_from_a_file_or_standard_input() {
    let data = data();
    let shape = r#"{"type":"Polygon","coordinates":[[[37.7,47.8],[37.9,47.8],[37.9,48.0],[37.7,48.0],[37.7,47.8]]]}"#;
    let file = data.path().join("shape.geojson");
    std::fs::write(&file, shape).unwrap();
    let words = ["overlap", file.to_str().unwrap(), "--date", "2025-01-04", "--source", "maps"];
    let text = printed(data.path(), &words);
    assert!(text.contains("held by RU") && text.contains("100.0"), "{text}");
    let mut child = command(data.path(), &["overlap", "-", "--date", "2025-01-04", "--source", "maps"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(shape.as_bytes()).unwrap();
    assert_eq!(String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap(), text);
    let sheet = r#"{"type":"LineString","coordinates":[[7403000,5297000],[7403000,5317000]]}"#;
    std::fs::write(&file, sheet).unwrap();
    let json = printed(data.path(), &[&words[..], &["--crs", "EPSG:28407", "--json", "--pieces"]].concat());
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let length_m = json["length_m"].as_f64().unwrap();
    assert!((length_m - 20_000.0).abs() < 20.0 && json["crs"] == "EPSG:28407", "{json}");
    std::fs::write(&file, r#"{"type":"LineString","coordinates":[[37.7,47.8],[37.7,47.8]]}"#).unwrap();
    assert!(refused(data.path(), &words).contains("a line that stays at one place"));
    let swapped = r#"{"type":"LineString","coordinates":[[47.8,37.7],[48.0,37.7]]}"#;
    std::fs::write(&file, swapped).unwrap();
    assert!(
        refused(data.path(), &words)
            .starts_with("[47.8, 37.7] is in no region, but with the two numbers swapped it is in ua-14")
    );
    let name = file.to_str().unwrap();
    std::fs::write(&file, "{").unwrap();
    let told = refused(data.path(), &words);
    assert!(told.contains("error not_json: ") && told.ends_with(&format!("({name})")), "{told}");
    std::fs::write(&file, " \n").unwrap();
    assert_eq!(refused(data.path(), &words), format!("{name}: the file is empty"));
    std::fs::write(&file, r#"{"type":"Point","coordinates":[37.7,47.8]}"#).unwrap();
    assert!(refused(data.path(), &words).contains("no area or line that can be measured"));
}

#[test]
fn what_cannot_be_answered_is_told() {
    let data = data();
    let told = |words: &[&str]| refused(data.path(), words);
    assert_eq!(told(&["at", "37.8", "97"]), "latitude 97 is not within -90..=90");
    assert_eq!(
        told(&["at", "48.0", "37.8"]),
        "[48, 37.8] is in no region, but with the two numbers swapped it is in ua-14: did you swap lon and lat?"
    );
    assert!(told(&["at", "37.8", "48.0", "--date", "2999-01-01"]).starts_with("'2999-01-01' is after today, "));
    assert_eq!(
        told(&["at", "37.8", "48.0", "--date", "1990-01-01"]),
        "'1990-01-01' is before 1991-08-24, the first day that can be asked about"
    );
    assert!(told(&["at"]).starts_with("the following required arguments were not provided:\n  <PLACE>"));
    assert!(
        told(&["at", "37.8"])
            .starts_with("'37.8' is a single number. Two coordinates are required (longitude and latitude)")
    );
    assert!(
        told(&["at", "Pokrovske"])
            .contains(" settlements are called 'Pokrovske'. Use an ID or add the region, as in 'Pokrovske, ")
    );
    assert!(told(&["at", "Kramatorks"]).starts_with("no settlement 'Kramatorks' found; similar: gn-704508 "));
    assert_eq!(
        told(&["at", "37", "48", "--crs", "EPSG:32637"]),
        "37, 48 are metres in EPSG:32637, far from every region, and look like degrees: omit crs, or use metres"
    );
    assert!(
        told(&["at", "37.8", "48.0", "--crs", "EPSG:1"]).starts_with("'EPSG:1' is not a coordinate reference system")
    );
    let regions = told(&["areas", "--region", "Galicia"]);
    assert!(regions.starts_with("Region or group 'Galicia' not found. Available: "), "{regions}");
    assert!(regions.contains("ua-43 (Autonomous Republic of Crimea)") && regions.contains("donbas"), "{regions}");
    let wanted = "Use YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ, such as 2025-12-02, or latest";
    for date in ["2025-13-40", "yesterday", "2025-02-30", "2025-12-02T99:00:00Z"] {
        let said = told(&["at", "37.8", "48.0", "--date", date]);
        assert_eq!(said.split_once(". ").map(|(_, rest)| rest), Some(wanted), "{said}");
        assert!(said.starts_with(&format!("'{date}' is not a valid date (")) && !said.contains("parse"), "{said}");
    }
    assert_eq!(told(&["at", "37.177", "abc"]), "'abc' is not a number, and no settlement '37.177 abc' found");
    assert_eq!(told(&["at", ""]), "The place is empty. Use longitude and latitude, or the name of a settlement");
    assert_eq!(told(&["ledger", "--claimant", "XX"]), "No claims by 'XX' are recorded. Claimants: RU, UA");
    let twice = ["proposal", "european-counter-text", "--set", "a=1", "--set", "a=2"];
    assert_eq!(told(&twice), "'a' is set twice; set it once");
    assert!(told(&["line", "--source", "x"]).starts_with("Source 'x' not found. Available: maps, "));
    assert!(
        told(&["areas", "--from", "2025-01-02", "--to", "2025-01-01"]).contains("is before the start date 2025-01-02")
    );
    assert!(told(&["where"]).starts_with("unrecognized subcommand 'where'"));
    let nowhere = data.path().join("nowhere");
    assert!(refused(&nowhere, &["sources"]).starts_with("the data cannot be loaded: "));
}

/// The service withholds it; here it is drawn, with the terms beside it.
#[test]
fn a_closed_source_is_drawn_with_its_terms_on_standard_error() {
    let closed = MAPS.replace("passed_on = true", "passed_on = false\nlicence_terms = \"For your eyes only.\"");
    let data = data_of(&closed);
    let day = ["--date", "2025-01-04"];
    for words in [
        &["map", "--source", "maps"][..],
        &["line", "--json"],
        &["changes", "--from", "2025-01-01", "--to", "2025-01-04", "--json"],
    ] {
        let day = if words[0] == "changes" { &[][..] } else { &day[..] };
        let output = run(data.path(), &[words, day].concat());
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(0), "{words:?}: {told}");
        assert!(told.contains("'maps'") && told.contains("CC0-1.0") && told.contains("For your eyes only."), "{told}");
        assert!(!output.stdout.is_empty());
    }
    let text = run(data.path(), &[&["line"][..], &day].concat());
    assert!(text.status.success() && text.stderr.is_empty(), "a length is no geometry");
}

#[test]
fn help_is_printed_for_every_word() {
    let data = data();
    let help = printed(data.path(), &["--help"]);
    let words = help.lines().skip_while(|l| *l != "Commands:").skip(1).take_while(|l| !l.is_empty());
    let words: Vec<&str> =
        words.filter_map(|l| l.strip_prefix("  ")?.split(' ').next()).filter(|w| !["", "help"].contains(w)).collect();
    assert!(words.len() > 10, "{words:?}");
    for word in words {
        let help = printed(data.path(), &[word, "--help"]);
        assert!(help.contains("Usage: contactline ") && help.contains("Examples:\n  # "), "{word}: {help}");
    }
}

/// Every example that help gives works as it stands, with the data that comes with the program and files of the names in it.
/// Left out are what asks a server of others, or runs until it is ended.
#[test]
fn every_example_of_help_works() {
    let data = data();
    let here = TempDir::new().unwrap();
    std::fs::create_dir(here.path().join("store")).unwrap();
    for file in std::fs::read_dir(data.path()).unwrap().map(Result::unwrap) {
        let copied = Command::new("cp").arg("-r").arg(file.path()).arg(here.path().join("store")).status().unwrap();
        assert!(copied.success());
    }
    let square = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"kind":"held by RU"},
        "geometry":{"type":"Polygon","coordinates":[[[37,47],[37.5,47],[37.5,47.5],[37,47.5],[37,47]]]}}]}"#;
    let mapping = r#"
source = "maps"
[status]
all = { status = "held", holder = "RU" }
"#;
    for (name, text) in [
        ("shape.geojson", square),
        ("a.geojson", square),
        ("map.toml", mapping),
        ("places.csv", "name,lon,lat,date\nPokrovsk,37.177,48.280,2025-05-07\n"),
        ("places.ndjson", "{\"lon\":37.177,\"lat\":48.280}\n"),
    ] {
        std::fs::write(here.path().join(name), text).unwrap();
    }
    let program = Path::new(env!("CARGO_BIN_EXE_contactline")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
    let help = printed(data.path(), &["--help"]);
    let words = help.lines().skip_while(|l| *l != "Commands:").skip(1).take_while(|l| !l.is_empty());
    let words = words.filter_map(|l| l.strip_prefix("  ")?.split(' ').next());
    let apart = ["", "help", "serve", "sync", "health"];
    let mut tried = 0;
    for word in words.filter(|word| !apart.contains(word)) {
        let help = printed(data.path(), &[word, "--help"]);
        let examples = help.lines().skip_while(|l| *l != "Examples:").skip(1).filter(|l| !l.starts_with("  # "));
        for example in examples {
            assert!(example.chars().count() <= 80, "a line of a terminal: {example}");
            let mut shell = Command::new("sh");
            shell.args(["-c", example]).env("PATH", &path).env_remove("CONTACTLINE_DATA").current_dir(here.path());
            let output = shell.output().unwrap();
            let told = String::from_utf8_lossy(&output.stderr);
            assert_eq!((output.status.code(), told.as_ref()), (Some(0), ""), "{example}");
            tried += 1;
        }
    }
    assert!(tried > 20, "{tried}");
}

#[test]
fn a_reader_that_has_read_enough_is_no_failure() {
    let data = data();
    let words = ["areas", "--from", "2014-01-01", "--to", "2025-01-01", "--region", "ua-14", "--format", "csv"];
    let mut child = command(data.path(), &words).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::with_capacity(64, child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let mut told = String::new();
    child.stderr.take().unwrap().read_to_string(&mut told).unwrap();
    assert_eq!((child.wait().unwrap().code(), told.as_str()), (Some(0), ""));
    assert!(line.starts_with("date,region"));
}

#[test]
fn the_data_directory_may_stand_in_the_environment() {
    let data = data();
    let mut command = Command::new(env!("CARGO_BIN_EXE_contactline"));
    let output = command.env("CONTACTLINE_DATA", data.path()).arg("sources").output().unwrap();
    assert!(String::from_utf8(output.stdout).unwrap().starts_with("maps  "));
}

#[test]
fn rows_of_a_file_are_classified_whole_or_not_at_all() {
    let data = data();
    let path = |name: &str| data.path().join(name).to_str().unwrap().to_owned();
    let (rows, out) = (path("rows.csv"), path("out.csv"));
    std::fs::write(&rows, "id;Longitude;Latitude;date\n1;37,8;48,0;2025-01-04\n2;38.1;48.0;2025-01-01\n").unwrap();
    assert_eq!(printed(data.path(), &["classify", &rows, "-o", &out, "--source", "maps"]), "");
    let text = std::fs::read_to_string(&out).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(
        lines[0],
        "id;Longitude;Latitude;date;region;verdict;verdict.rests_on_stale;maps.status;maps.holder;maps.version;\
         maps.age_days;maps.stale;maps.distance_m;maps.near_line;error"
    );
    assert!(lines[1].starts_with("1;37,8;48,0;2025-01-04;ua-14;"), "{text}");
    assert!(lines[1].contains(";held;RU;2025-01-03;"), "{text}");
    assert!(lines[2].contains(";held;UA;2025-01-01;"), "{text}");

    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packer.write_all(&std::fs::read(&rows).unwrap()).unwrap();
    std::fs::write(path("rows.csv.gz"), packer.finish().unwrap()).unwrap();
    let of_packed = printed(data.path(), &["classify", &path("rows.csv.gz"), "--source", "maps"]);
    assert_eq!(of_packed, text, "rows packed with gzip are the rows");

    std::fs::write(&rows, "p,q\n1,2\n").unwrap();
    let told = refused(data.path(), &["classify", &rows, "-o", &out]);
    assert_eq!(
        told,
        format!(
            "{rows}: there is no column 'lon' for the longitude; there are: p, q; name the right one with --lon NAME, or \
             pass over lines before the header with --skip-lines N"
        )
    );
    assert_eq!(std::fs::read_to_string(&out).unwrap(), text, "the file that stood there still stands");
    let left = std::fs::read_dir(data.path()).unwrap().filter_map(Result::ok);
    assert!(left.map(|f| f.file_name().into_string().unwrap()).all(|name| !name.ends_with(".part")));
}

#[test]
fn bad_rows_are_findings() {
    let data = data();
    let words = ["classify", "-", "--date", "2025-01-04"];
    let mut child = command(data.path(), &words)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(b"{\"lon\":37.8,\"lat\":48.0}\n{\"lon\":37.8}\n[48.0,37.8]\n").unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(
        told,
        "contactline: 1 of 3 rows have no answer, 1 more seem to have lon and lat exchanged: see 'error' in each\n"
    );
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.lines().nth(1).unwrap().ends_with("\"error\":\"there is no lat\"}"), "{text}");
}

/// Standard input answered, with what is told on standard error.
fn classified(data: &Path, words: &[&str], input: &[u8]) -> (String, String) {
    let words = [&["classify", "-"], words].concat();
    let mut child =
        command(data, &words).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    let output = child.wait_with_output().unwrap();
    (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap())
}

/// Dates in a column of another name were passed over, and every row was answered as of today without a word.
#[test]
fn no_row_is_about_today_without_a_word() {
    let data = data();
    let table = b"lon,lat,event_date\n37.8,48.0,2025-01-02\n37.8,48.0,2025-01-04\n";
    let (out, told) = classified(data.path(), &["--columns", "maps.version"], table);
    assert_eq!(told, "contactline: standard input: the day of each row is read from 'event_date'\n");
    let rows: Vec<&str> = out.lines().map(|line| line.rsplit_once(',').unwrap().0).collect();
    assert_eq!(rows[0], "lon,lat,event_date,maps.version");
    assert_eq!(rows[1..], ["37.8,48.0,2025-01-02,2025-01-01", "37.8,48.0,2025-01-04,2025-01-03"]);
    let unclear = b"lon,lat,first_seen_date,last_seen_date\n37.8,48.0,2025-01-02,2025-01-04\n";
    let (out, told) = classified(data.path(), &[], unclear);
    assert_eq!(out, "");
    assert!(told.contains("'first_seen_date', 'last_seen_date' may hold it; name the right one with --date-column NAME, or one day for all rows with --date DATE"), "{told}");
    let (_, told) = classified(data.path(), &[], b"lon,lat\n37.8,48.0\n");
    assert!(told.contains("every row is asked about as of today, 2") && told.contains("--date DATE"), "{told}");
    let (_, told) = classified(data.path(), &[], b"PK\x03\x04\x1B[2Jxl/workbook.xml");
    assert_eq!(
        told,
        "contactline: standard input: the input is an Excel workbook (xlsx); save it as CSV in UTF-8, with a header that \
         names longitude and latitude\n"
    );
}

#[test]
fn one_source_agrees_with_nobody() {
    let data = data();
    let words = ["agreement", "--date", "2025-01-04", "--region", "ua-14", "--sources", "maps"];
    let output = run(data.path(), &words);
    assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(1), &b""[..]));
    let told = "contactline: agreement requires at least two sources. Available: maps, ua-official-list\n";
    assert_eq!(String::from_utf8(output.stderr).unwrap(), told);
}

#[test]
fn a_value_set_is_repeated_with_its_unit() {
    let data = data();
    let file = data.path().join("mine.toml");
    let text = r#"
id = "mine"
title = "Fifteen kilometres"
[[parameter]]
name = "width"
kind = "distance"
about = "width of the zone"
[[term]]
id = "zone"
extent = "region(ua-14) and within_distance_of_line($width)"
holder = "open"
"#;
    std::fs::write(&file, text).unwrap();
    let day = ["--region", "ua-14", "--source", "maps", "--date", "2025-01-04"];
    let words = [&["proposal", file.to_str().unwrap(), "--set", "width=15000"], &day[..]].concat();
    let text = printed(data.path(), &words);
    assert!(text.contains("  width = 15000 m (width of the zone)"), "{text}");
    let words = [&["proposal", file.to_str().unwrap(), "--set", "width=15km"], &day[..]].concat();
    assert!(printed(data.path(), &words).contains("  width = 15km (width of the zone)"));
}

/// The example of the documentation is a regime as it stands, and two texts come in the same way, without a line of code.
#[test]
fn a_regime_and_two_texts_are_added_as_the_documentation_says() {
    let documentation = include_str!("../../data/README.md");
    let block = |begins: &str| {
        let start = documentation.find(&format!("```toml\n{begins}")).unwrap() + "```toml\n".len();
        documentation[start..].split("```").next().unwrap().to_owned()
    };
    let directory = TempDir::new().unwrap();
    let write = |path: &str, text: &str| {
        let path = directory.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    let file = block("[[file]]\npath = \"proposals/ID.toml\"");
    let regimes = file.replace("proposals/ID.toml", "regimes-more.toml").replace("\"proposal\"", "\"regimes\"");
    let manifest = format!("format = 1\n\n{}\n{}\n{regimes}", file.replace("ID", "one"), file.replace("ID", "two"));
    write("manifest.toml", &manifest);
    // Of another shape: listed communities that are drawn, a zone at sea, and a stage that was repealed.
    let stage = |days: &str, extent: &str| {
        format!(
            "[[regime.stage]]\n{days}\nextent = \"{extent}\"\nwording = \"w\"\ncitation = \"c\"\ncertainty = \"high\"\n"
        )
    };
    let ring = "[[34.7, 46.0], [35.0, 46.0], [35.0, 46.3], [34.7, 46.3], [34.7, 46.0]]";
    let drawing = format!(
        "[[drawing]]\nname = \"listed\"\napproximate = true\nnote = \"n\"\ngeometry = {{ type = \"Polygon\", coordinates = [{ring}] }}\n"
    );
    let odd = "[[regime]]\nid = \"xx-list\"\ntitle = \"List\"\nauthority = \"XX\"\nkind = \"insurance\"\n";
    let stages = stage("from = \"2022-06-01\"\nuntil = \"2022-12-31\"", "drawn(listed)")
        + &stage("from = \"2023-02-01\"", "region(ua-14) and sea");
    write("regimes-more.toml", &[&block("[[regime]]"), "\n", odd, &stages, &drawing].concat());
    for id in ["one", "two"] {
        let term = "[[term]]\nid = \"all\"\nextent = \"region(ua-14) and held_by(UA)\"\nholder = \"open\"\n";
        write(&format!("proposals/{id}.toml"), &format!("id = \"{id}\"\ntitle = \"Text {id}\"\n{term}"));
    }
    let checked = command(directory.path(), &["check", "--seal", directory.path().to_str().unwrap()]).output().unwrap();
    let told = String::from_utf8(checked.stdout).unwrap();
    assert!(told.contains("0 problems") && told.contains("proposal 'one' lacks title_uk"), "{told}");
    let at = printed(directory.path(), &["regimes", "39.30", "48.57", "--date", "2026-10-15"]);
    assert!(at.contains("xx-12-2026         yes, as last known  since 2026-10-15"), "{at}");
    let applies = |lon: &str, lat: &str, date: &str| {
        let text = printed(directory.path(), &["regimes", lon, lat, "--date", date, "--json"]);
        let answer: serde_json::Value = serde_json::from_str(&text).unwrap();
        let list = answer["regimes"].as_array().unwrap().iter().find(|regime| regime["id"] == "xx-list").unwrap();
        (list["applies"].clone(), list["in_force"].clone(), list["approximate"].clone())
    };
    assert_eq!(applies("34.81", "46.17", "2022-12-31"), ("yes".into(), true.into(), true.into()));
    assert_eq!(applies("35.37", "46.85", "2022-12-31"), ("no".into(), true.into(), true.into()));
    assert_eq!(applies("34.81", "46.17", "2023-01-01"), ("no".into(), false.into(), false.into()));
    assert_eq!(applies("37.45", "46.93", "2023-02-01"), ("yes".into(), true.into(), false.into()));
    let listed = printed(directory.path(), &["regimes", "--list", "--date", "2026-10-14"]);
    assert!(!listed.contains("xx-12-2026"), "{listed}");
    let texts = printed(directory.path(), &["proposal"]);
    assert!(texts.contains("Text one") && texts.contains("Text two"), "{texts}");
}
