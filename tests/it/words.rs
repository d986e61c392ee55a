//! Words as docs/words.md has them, where data and code could drift from it: both languages, one apostrophe, texts that stand
//! alone.

use std::path::{Path, PathBuf};

use contactline::wire::language::within;
use contactline::wire::sentence;
use contactline_core::model::Language;
use contactline_core::query::{self, items};

use crate::rules::shipped;
use crate::small_world::{day, place};

fn files(directory: &str, ending: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut open = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(directory)];
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        } else if path.extension().is_some_and(|e| e == ending) {
            let text = std::fs::read_to_string(&path).unwrap();
            found.push((path, text));
        }
    }
    assert!(!found.is_empty(), "{directory} {ending}");
    found
}

/// A word of English in a Ukrainian text: of three small letters or more.
fn english_word(text: &str) -> Option<&str> {
    let words = text.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '-');
    words.into_iter().find(|word| {
        word.len() > 2
            && word.bytes().all(|b| b.is_ascii_lowercase())
            && !["not_covered", "ua-official-list"].contains(word)
    })
}

/// Titles and descriptions of collections were English whatever language was asked for, and said that a source "says".
#[test]
fn every_collection_is_told_in_both_languages() {
    let collections = items::collections(shipped());
    assert!(collections.len() >= 11);
    for one in &collections {
        for text in [&one.title, &one.description] {
            let (en, uk) = (text.within(Language::English), text.within(Language::Ukrainian));
            assert_eq!(english_word(uk), None, "{}: {uk}", one.id);
            assert!(!en.contains(", says "), "{}: {en}", one.id);
        }
    }
}

/// Of Simferopol an answer in Ukrainian said `part II: temporarily occupied (oblast row ...)` and named the place in English.
#[test]
fn what_ukraines_list_states_is_told_in_ukrainian() {
    let asked = [(34.11, 44.957, "2025-05-01"), (37.841, 48.33, "2025-05-01"), (37.5858, 48.7305, "2025-05-01")];
    for (lon, lat, date) in asked {
        let at = query::at(shipped(), place(lon, lat), day(date));
        let control = &at.control[0];
        let text = within(Language::Ukrainian, || sentence::statement(control));
        assert_eq!(english_word(&text), None, "{text}");
        let listed = control.settlement.unwrap();
        assert!(listed.name.is_ascii() && !listed.name_uk.is_ascii(), "{}", listed.name);
    }
}

#[test]
fn ground_left_out_of_a_coverage_is_named_in_both_languages() {
    let mut count = 0;
    for (path, text) in files("data/sources", "toml") {
        for line in text.lines().filter(|line| line.contains("{ name = ") && !line.contains("status = ")) {
            assert!(line.contains("name_uk = "), "{}: {line}", path.display());
            count += 1;
        }
    }
    assert!(count >= 3, "{count}");
}

/// In Ukrainian the apostrophe is ’ (U+2019), in data and on the page.
#[test]
fn no_ukrainian_word_has_a_straight_apostrophe() {
    for (directory, ending) in [("data", "toml"), ("data", "geojson"), ("web/src", "ts"), ("src", "rs")] {
        for (path, text) in files(directory, ending) {
            let letters: Vec<char> = text.chars().collect();
            let is_cyrillic = |c: char| ('\u{400}'..='\u{4ff}').contains(&c);
            let wrong = letters.windows(3).find(|w| is_cyrillic(w[0]) && w[1] == '\'' && is_cyrillic(w[2]));
            assert_eq!(wrong, None, "{}", path.display());
        }
    }
}

/// A stage, or a term, is shown alone on a card: `the same, and ...` says nothing there.
#[test]
fn no_wording_leans_on_the_one_before_it() {
    for (path, text) in files("data", "toml") {
        for line in text.lines().filter(|line| line.starts_with("wording")) {
            let leans = ["= \"the same", "= \"те саме"].iter().any(|words| line.contains(words));
            assert!(!leans, "{}: {line}", path.display());
        }
    }
}
