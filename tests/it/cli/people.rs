//! The text forms of the questions, in English and Ukrainian.
use super::*;

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
