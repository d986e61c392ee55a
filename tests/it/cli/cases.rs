//! Sessions of the command line, `cases/*.txt`: after `$` a command, then what it prints. Lines of standard error begin with
//! `! `, another exit code than 0 stands last. They are run on the built-in data and the drawn source `maps`, in `cases/`.
//!
//! A new command gets a line with `$`; `INSTA_UPDATE=always` writes what it prints below it. Read the difference before it is
//! committed.
use super::*;

use std::fmt::Write as _;
use std::path::PathBuf;

/// Of longer answers the first lines are held, of longer lines the first characters.
const MAX_LINES: usize = 60;
const MAX_CHARS: usize = 1_000;

macro_rules! sessions {
    ($($name:ident),+) => {
        $(#[test] fn $name() { check(stringify!($name)); })+
        const NAMES: &[&str] = &[$(stringify!($name)),+];
    };
}

sessions!(
    agreement,
    announcements,
    areas,
    at,
    at_uk,
    changes,
    classify,
    disputes,
    drift,
    errors,
    history,
    ledger,
    line,
    map,
    overlap,
    proposal,
    regimes,
    regions,
    settlements,
    sources
);

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/it/cli/cases")
}

#[test]
fn every_session_is_run() {
    let files = std::fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    let sessions = files.filter(|path| path.extension().is_some_and(|e| e == "txt"));
    let mut names: Vec<String> = sessions.map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned()).collect();
    names.sort();
    assert_eq!(names, NAMES);
}

fn check(name: &str) {
    let path = folder().join(name).with_extension("txt");
    let expected = std::fs::read_to_string(&path).unwrap();
    let data = data();
    let mut session = String::new();
    for command in expected.lines().filter_map(|line| line.strip_prefix("$ contactline ")) {
        let words = words(command);
        let output = self::command(data.path(), &[]).args(&words).current_dir(folder()).output().unwrap();
        let printed = fingerprinted(String::from_utf8(output.stdout).unwrap());
        if command.contains("--lang uk") {
            assert_eq!(english_word(&words[0], &printed), None, "{command}");
        }
        if command.contains("--format csv") {
            let is_table = csv::Reader::from_reader(printed.as_bytes()).records().all(|row| row.is_ok());
            assert!(is_table, "{command}: {printed}");
        }
        writeln!(session, "$ contactline {command}").unwrap();
        for line in printed.lines().take(MAX_LINES) {
            let cut: String = line.chars().take(MAX_CHARS).collect();
            let more = if cut.len() < line.len() { " ..." } else { "" };
            writeln!(session, "{}{more}", cut.replace('\u{feff}', "[BOM]")).unwrap();
        }
        let left = printed.lines().count().saturating_sub(MAX_LINES);
        if left > 0 {
            writeln!(session, "... {left} more lines").unwrap();
        }
        for line in String::from_utf8(output.stderr).unwrap().lines() {
            writeln!(session, "{}", format!("! {line}").trim_end()).unwrap();
        }
        match output.status.code() {
            Some(0) => {}
            code => writeln!(session, "[exit code {}]", code.unwrap()).unwrap(),
        }
        session.push('\n');
    }
    let session = session.trim_end().to_owned() + "\n";
    if session != expected && std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
        return std::fs::write(&path, session).unwrap();
    }
    for (k, (here, there)) in session.lines().zip(expected.lines()).enumerate() {
        assert_eq!(here, there, "{}, line {}; the session is now:\n{session}", path.display(), k + 1);
    }
    assert_eq!(session, expected, "{}", path.display());
}

/// What was printed, with a word in place of the data's fingerprint: it is another whenever any file is.
fn fingerprinted(printed: String) -> String {
    let is_digit = |c: char| c.is_ascii_digit() || ('a'..='f').contains(&c);
    let runs = printed.split(|c| !is_digit(c)).filter(|run| run.len() == 64).map(str::to_owned);
    runs.collect::<Vec<_>>().iter().fold(printed.clone(), |text, run| text.replace(run, "[SHA-256]"))
}

/// The words of a command; those with a space stand in quotes.
fn words(command: &str) -> Vec<String> {
    let parts = command.split('"').enumerate();
    let words = parts.flat_map(|(k, part)| {
        if k % 2 == 1 { vec![part.to_owned()] } else { part.split_whitespace().map(str::to_owned).collect() }
    });
    words.collect()
}

/// Headings, labels and sentences stayed English under `--lang uk` on half of the subcommands. Ids, citations, lines of
/// attribution and what stands in brackets (names, and publishers' own words) are the same in both languages; any other word
/// in small Latin letters is English that was forgotten.
fn english_word(question: &str, text: &str) -> Option<String> {
    const SAME: [&str; 9] = ["all", "asked", "contactline", "donbas", "donetsk", "isw", "maps", "viina", "wikipedia"];
    const AS_PUBLISHED: [&str; 10] = [
        "CC BY",
        "©",
        "Maps by nobody",
        "Maps drawn",
        "http",
        "ODbL",
        "* територія:",
        "* посилання:",
        "* не визначено: `",
        "resolution",
    ];
    let lines = text.lines().filter(|line| !AS_PUBLISHED.iter().any(|mark| line.contains(mark)));
    let of_line = |line: &str| {
        // A title in Ukrainian, then its citation.
        let line = if question == "regimes" { line.split_once("; ").map_or(line, |(title, _)| title) } else { line };
        let line = line.split_once('(').map_or(line, |(before, _)| before);
        let is_english = |word: &&str| {
            let word = word.trim_matches(|c: char| !c.is_alphanumeric());
            word.len() > 2 && word.bytes().all(|b| b.is_ascii_lowercase()) && !SAME.contains(&word)
        };
        line.split_whitespace().find(is_english).map(|word| format!("{word}: {line}"))
    };
    lines.filter_map(of_line).next()
}
