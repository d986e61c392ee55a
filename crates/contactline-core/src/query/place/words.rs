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

/// Words for streets and what is called like one, in English, Ukrainian and Russian, with their abbreviations.
const STREETS: [&str; 58] = [
    "вул",
    "вулиця",
    "вулиці",
    "ул",
    "улица",
    "улице",
    "просп",
    "проспект",
    "проспекті",
    "пр-т",
    "пр-кт",
    "пр",
    "пров",
    "провулок",
    "провулку",
    "пер",
    "переулок",
    "бул",
    "бульв",
    "бульвар",
    "б-р",
    "пл",
    "площа",
    "площадь",
    "наб",
    "набережна",
    "набережная",
    "шосе",
    "шоссе",
    "тупик",
    "туп",
    "проїзд",
    "проезд",
    "узвіз",
    "мкр",
    "мкрн",
    "мікрорайон",
    "микрорайон",
    "м-н",
    "квартал",
    "кв-л",
    "жк",
    "street",
    "str",
    "st",
    "avenue",
    "ave",
    "road",
    "rd",
    "lane",
    "boulevard",
    "blvd",
    "square",
    "prospekt",
    "prosp",
    "vul",
    "vulytsia",
    "ulitsa",
];

/// Words that stand before the number of a house, or of what is in it.
const HOUSES: [&str; 26] = [
    "буд",
    "будинок",
    "б",
    "д",
    "дом",
    "кв",
    "квартира",
    "оф",
    "офіс",
    "офис",
    "корп",
    "корпус",
    "к",
    "кімн",
    "під'їзд",
    "поверх",
    "этаж",
    "секція",
    "house",
    "apt",
    "apartment",
    "flat",
    "office",
    "building",
    "room",
    "no",
];

/// Words for raions and hromadas.
const RAIONS: [&str; 12] =
    ["raion", "rayon", "district", "hromada", "район", "району", "районі", "района", "районе", "громада", "р-н", "отг"];

/// The parts of a text: at commas, semicolons and brackets.
pub(super) fn segments(text: &str) -> Vec<&str> {
    text.split([',', ';', '(', ')', '\n']).map(str::trim).filter(|part| !part.is_empty()).collect()
}

/// The parts of an address: those that say which settlement, a postcode, and those that say where in the settlement.
#[derive(Debug, Default)]
pub(super) struct Address<'t> {
    pub(super) places: Vec<&'t str>,
    pub(super) postcode: Option<&'t str>,
    pub(super) streets: Vec<&'t str>,
}

impl<'t> Address<'t> {
    /// Parts a text. What `is_name` says to be a settlement's name is none of a street, whatever stands in it.
    pub(super) fn of(text: &'t str, is_name: impl Fn(&str) -> bool) -> Self {
        let mut address = Self::default();
        for part in segments(text) {
            for part in at_streets(part) {
                if part.len() == 5 && part.bytes().all(|byte| byte.is_ascii_digit()) {
                    address.postcode = Some(part);
                } else if is_of_street(part) && !is_name(part) {
                    address.streets.push(part);
                } else {
                    address.places.push(part);
                }
            }
        }
        address
    }
}

/// The words of a part with where each begins, as `м.Токмак вул.Центральна 5` has five.
fn words_of(part: &str) -> Vec<(usize, &str)> {
    let is_gap = |c: char| c.is_whitespace() || c == '.';
    let mut words = Vec::new();
    let mut from = 0;
    for (at, gap) in part.match_indices(is_gap).chain([(part.len(), "")]) {
        if at > from {
            words.push((from, &part[from..at]));
        }
        from = at + gap.len();
    }
    words
}

/// A part cut where a street begins behind a settlement, and a settlement behind a street.
fn at_streets(part: &str) -> Vec<&str> {
    let words = words_of(part);
    let street = |word: &str| is_among(word, &STREETS);
    let begins_with_street = words.first().is_some_and(|(_, word)| street(word));
    let cut = words.iter().enumerate().skip(1).find(|(k, (at, word))| {
        let goes_on = words.get(k + 1).is_some_and(|(_, next)| !next.starts_with(|c: char| c.is_ascii_digit()));
        let is_kind = part[at + word.len()..].starts_with('.') && kind_of(word).is_some();
        goes_on && if begins_with_street { is_kind && !is_among(word, &HOUSES) } else { street(word) }
    });
    match cut {
        Some((_, (at, _))) => vec![part[..*at].trim(), part[*at..].trim()],
        None => vec![part],
    }
}

/// Whether a part says where in a settlement something is: a street, a house, or a number.
fn is_of_street(part: &str) -> bool {
    let is_number = |word: &str| word.trim_start_matches('№').starts_with(|c: char| c.is_ascii_digit());
    let words = words_of(part);
    let Some((_, first)) = words.first() else { return false };
    let named: Vec<&str> = words.iter().map(|(_, word)| *word).filter(|word| !is_number(word)).collect();
    // `Хрещатик 22`: what ends with a number is a street with a house.
    let has_house = words.len() > 1 && words.last().is_some_and(|(_, last)| is_number(last));
    is_number(first)
        || has_house
        || is_among(first, &STREETS)
        || named.last().is_some_and(|last| named.len() > 1 && is_among(last, &STREETS))
        || (is_among(first, &HOUSES) && words.get(1).is_some_and(|(_, word)| is_number(word)))
}

/// Whether a word is one of these, letter for letter.
fn is_among(word: &str, words: &[&str]) -> bool {
    let word = word.to_lowercase();
    words.contains(&word.as_str())
}

/// The name of a raion or hromada without the word that says so; none where no word does.
pub(super) fn raion_of(part: &str) -> Option<String> {
    let words: Vec<&str> = part.split_whitespace().filter(|word| !is_one_of(word, &RAIONS)).collect();
    let is_raion = !words.is_empty() && words.len() < part.split_whitespace().count();
    is_raion.then(|| words.join(" "))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_says_where_in_a_settlement_is_told_from_its_name() {
        for (text, places, postcode, streets) in [
            ("м. Маріуполь, вул. Артема, 5", vec!["м. Маріуполь"], None, vec!["вул. Артема", "5"]),
            ("м.Токмак вул.Центральна 5", vec!["м.Токмак"], None, vec!["вул.Центральна 5"]),
            ("ул. Мира 5 г. Донецк", vec!["г. Донецк"], None, vec!["ул. Мира 5"]),
            ("84300, м. Краматорськ, буд. 5, кв. 3", vec!["м. Краматорськ"], Some("84300"), vec!["буд. 5", "кв. 3"]),
            ("Berdiansk, 10 Peace Ave", vec!["Berdiansk"], None, vec!["10 Peace Ave"]),
            ("Berdiansk, Peace Avenue 10", vec!["Berdiansk"], None, vec!["Peace Avenue 10"]),
            ("Київ, Хрещатик 22-А", vec!["Київ"], None, vec!["Хрещатик 22-А"]),
            ("д. Ивановка, д. 5", vec!["д. Ивановка"], None, vec!["д. 5"]),
            ("смт Чаплинка", vec!["смт Чаплинка"], None, vec![]),
            ("Набережне", vec!["Набережне"], None, vec![]),
        ] {
            let address = Address::of(text, |_| false);
            assert_eq!((address.places, address.postcode, address.streets), (places, postcode, streets), "{text}");
        }
        let named = Address::of("Шахта 5, вул. Миру 1", |part| part == "Шахта 5");
        assert_eq!((named.places, named.streets), (vec!["Шахта 5"], vec!["вул. Миру 1"]));
        assert_eq!(raion_of("Бахмутський р-н").as_deref(), Some("Бахмутський"));
        assert_eq!((raion_of("Бахмут"), raion_of("район")), (None, None));
    }
}
