//! A written place in its parts: the name, and what people add to it to tell it from others.

use crate::atlas::{AreaMeant, Atlas, NameKey};

/// What stands beside a name.
#[derive(Clone, Copy, Debug)]
pub(super) enum Qualifier<'a> {
    /// A region, a group of regions, or a state.
    Area(AreaMeant<'a>),
    /// A raion or hromada: places are not listed by them.
    Raion,
    /// A word for the kind of settlement.
    Kind(Kind),
    /// Another name of the place, as in `Bakhmut (Artemivsk)`.
    Name,
}

/// What a word says of the size of a settlement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A city or town.
    Town,
    /// A settlement between the two: `смт`, `посёлок`.
    Settlement,
    /// A village.
    Village,
}

/// Words for towns in English, Ukrainian and Russian, with their abbreviations.
const TOWNS: [&str; 10] = ["city", "town", "місто", "місті", "м", "город", "городе", "гор", "г", "misto"];

/// Words for settlements that are neither town nor village.
const SETTLEMENTS: [&str; 12] =
    ["settlement", "urban-type", "селище", "сел", "с-ще", "смт", "пгт", "посёлок", "посёлке", "пос", "п", "selyshche"];

/// Words for villages.
const VILLAGES: [&str; 12] =
    ["village", "село", "селі", "селе", "с", "деревня", "дер", "д", "хутор", "хут", "х", "selo"];

/// Words that go on with `селище` and `посёлок`.
const OF_TOWN_KIND: [&str; 6] = ["міського", "типу", "городского", "типа", "urban", "type"];

/// Words for raions and hromadas.
const RAIONS: [&str; 12] =
    ["raion", "rayon", "district", "hromada", "район", "району", "районі", "района", "районе", "громада", "р-н", "отг"];

/// The parts of a text: at commas, semicolons and brackets.
pub(super) fn segments(text: &str) -> Vec<&str> {
    text.split([',', ';', '(', ')', '\n']).map(str::trim).filter(|part| !part.is_empty()).collect()
}

/// What a part of a text says of the name in another part.
pub(super) fn qualifier<'a>(atlas: &'a Atlas, part: &str) -> Option<Qualifier<'a>> {
    let of_city = || without_kind(part).1.and_then(|_| atlas.area_names().find(without_kind(part).0));
    if let Some(area) = atlas.area_names().find(part).or_else(of_city) {
        return Some(Qualifier::Area(area));
    }
    if part.split_whitespace().any(|word| is_one_of(word, &RAIONS)) {
        return Some(Qualifier::Raion);
    }
    if let Some(kind) = kind_of(part) {
        return Some(Qualifier::Kind(kind));
    }
    let (name, _) = without_kind(part);
    [part, name].iter().any(|name| !atlas.gazetteer().named(name).is_empty()).then_some(Qualifier::Name)
}

/// The name without a word for the kind of settlement before it or after it, and what that word says.
pub(super) fn without_kind(name: &str) -> (&str, Option<Kind>) {
    let mut rest = name.trim();
    let mut kind = None;
    while let Some((word, after)) = first_word(rest) {
        let fills = kind.is_some() && (is_one_of(word, &OF_TOWN_KIND) || word.eq_ignore_ascii_case("of"));
        let article = kind.is_none() && word.eq_ignore_ascii_case("the");
        match kind_of(word).filter(|_| kind.is_none()) {
            Some(of_word) => kind = Some(of_word),
            None if fills || article => {}
            None => break,
        }
        rest = after;
    }
    if kind.is_none()
        && let Some((before, word)) = rest.rsplit_once(char::is_whitespace)
        && let Some(of_word) = kind_of(word)
    {
        return (before.trim_end(), Some(of_word));
    }
    (rest, kind)
}

/// The first word, and the rest where there is any: `г.Донецк` has two words as `г. Донецк` has.
fn first_word(text: &str) -> Option<(&str, &str)> {
    let end = text.find(|c: char| c.is_whitespace() || c == '.')?;
    let (word, rest) = text.split_at(end);
    let abbreviated = rest.starts_with('.');
    let rest = rest.trim_start_matches('.').trim_start();
    // A single Latin letter is no word, unless a full stop says that it is an abbreviation of a Cyrillic one.
    let is_letter = word.len() == 1;
    (!rest.is_empty() && !word.is_empty() && (!is_letter || abbreviated)).then_some((word, rest))
}

fn kind_of(word: &str) -> Option<Kind> {
    let word = word.trim_end_matches('.');
    if is_one_of(word, &TOWNS) {
        Some(Kind::Town)
    } else if is_one_of(word, &SETTLEMENTS) {
        Some(Kind::Settlement)
    } else if is_one_of(word, &VILLAGES) {
        Some(Kind::Village)
    } else {
        None
    }
}

/// Whether a word is one of these, in Cyrillic or Latin letters.
fn is_one_of(word: &str, words: &[&str]) -> bool {
    let key = NameKey::of(word).loose;
    !key.is_empty() && words.iter().any(|other| NameKey::of(other).loose == key)
}

/// The ways to part a text without commas in two, the longest name first: `Sevastopol Crimea`, `Донецкая область Краматорск`.
pub(super) fn halves(text: &str) -> Vec<[&str; 2]> {
    /// Names have at most four words, those of areas as well.
    const MAX_WORDS: usize = 8;
    let gaps: Vec<usize> = text.match_indices(char::is_whitespace).map(|(at, _)| at).collect();
    if gaps.is_empty() || gaps.len() >= MAX_WORDS {
        return Vec::new();
    }
    let parted = |at: &usize| {
        let (before, after) = text.split_at(*at);
        [before.trim(), after.trim()]
    };
    let forwards = gaps.iter().rev().map(parted);
    let backwards = gaps.iter().map(parted).map(|[area, name]| [name, area]);
    forwards.chain(backwards).collect()
}
