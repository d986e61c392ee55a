//! Numbers and statements as people read them, wherever a sentence is made.

use std::borrow::Cow;

use super::language::{Language, ukrainian_form};
use super::party::{Basis, Party, Status};
use super::time::Date;

/// A distance: metres below one kilometre, kilometres above.
#[must_use]
pub fn distance(metres: f64) -> String {
    if metres < 999.5 {
        format!("{metres:.0} m")
    } else if metres < 99_950.0 {
        format!("{:.1} km", metres / 1e3)
    } else {
        format!("{} km", grouped(metres / 1e3, 0))
    }
}

/// A whole number with its thousands parted.
#[must_use]
pub fn count(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (k, digit) in digits.chars().enumerate() {
        if k > 0 && (digits.len() - k).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A number with so many decimals and its thousands parted.
#[must_use]
pub fn grouped(number: f64, decimals: usize) -> String {
    let text = format!("{number:.decimals$}");
    let (sign, text) = text.strip_prefix('-').map_or(("", text.as_str()), |text| ("-", text));
    let (whole, rest) = text.split_at(text.find('.').unwrap_or(text.len()));
    whole.parse().map_or_else(|_| format!("{sign}{text}"), |whole| format!("{sign}{}{rest}", count(whole)))
}

/// A number written in English as the language writes it: in Ukrainian `1 234,5` with a blank that does not break.
#[must_use]
pub fn number_in(english: String, language: Language) -> String {
    match language {
        Language::English => english,
        Language::Ukrainian => english.replace(',', "\u{a0}").replace('.', ","),
    }
}

/// As [`count`], as the language writes it.
#[must_use]
pub fn count_in(number: u64, language: Language) -> String {
    number_in(count(number), language)
}

/// As [`grouped`], as the language writes it.
#[must_use]
pub fn grouped_in(number: f64, decimals: usize, language: Language) -> String {
    number_in(grouped(number, decimals), language)
}

/// `1 day`, `2 days`.
#[must_use]
pub fn days(number: i64) -> String {
    format!("{number} {}", if number == 1 { "day" } else { "days" })
}

/// `1 day`, `2 days`; in Ukrainian `1 день`, `2 дні`, `5 днів`.
#[must_use]
pub fn days_in(number: i64, language: Language) -> String {
    match language {
        Language::English => days(number),
        Language::Ukrainian => {
            format!("{number} {}", ukrainian_form(number.unsigned_abs(), ["день", "дні", "днів"]))
        }
    }
}

/// A day in words: `2 December 2025`; in Ukrainian `2 грудня 2025 року`.
#[must_use]
pub fn day_in(date: Date, language: Language) -> String {
    const MONTHS: [[&str; 2]; 12] = [
        ["January", "січня"],
        ["February", "лютого"],
        ["March", "березня"],
        ["April", "квітня"],
        ["May", "травня"],
        ["June", "червня"],
        ["July", "липня"],
        ["August", "серпня"],
        ["September", "вересня"],
        ["October", "жовтня"],
        ["November", "листопада"],
        ["December", "грудня"],
    ];
    let [year, month, day] = date.parts();
    let [en, uk] = usize::try_from(month - 1).ok().and_then(|k| MONTHS.get(k)).copied().unwrap_or(["", ""]);
    match language {
        Language::English => format!("{day} {en} {year}"),
        Language::Ukrainian => format!("{day} {uk} {year} року"),
    }
}

/// `held by RU`, `contested`, `unknown`.
#[must_use]
pub fn stated(status: Status, holder: Option<Party>) -> String {
    holder.map_or_else(|| status.to_string(), |holder| format!("{status} by {holder}"))
}

/// A statement with what it rests on. That a place lies in nothing that a source marks is a conclusion, and is told as one,
/// not as somebody's control: `not marked as held by RU (inferred)`; of a record, `not listed as occupied (inferred)`.
#[must_use]
pub fn stated_on(
    status: Status,
    holder: Option<Party>,
    (basis, publisher_word): (Option<Basis>, Option<&str>),
    is_record: bool,
    language: Language,
) -> String {
    // What a record says of a settlement that it does not list are its own words for its silence.
    let is_conclusion = basis == Some(Basis::Inferred) && (is_record || publisher_word.is_none());
    match (status, holder) {
        (Status::Held, Some(Party::UA)) if is_conclusion && is_record => {
            language.of("not listed as occupied (inferred)", "не внесено як окуповане (висновок)").into()
        }
        (Status::Held, Some(Party::UA)) if is_conclusion => {
            language.of("not marked as held by RU (inferred)", "не позначено як контрольоване RU (висновок)").into()
        }
        _ => stated_in(status, holder, language) + &rests_on(basis, publisher_word, language),
    }
}

/// `held by RU`, `contested`, `unknown`; in Ukrainian `контролює RU`.
#[must_use]
pub fn stated_in(status: Status, holder: Option<Party>, language: Language) -> String {
    let code = holder.map(|party| party.to_string()).unwrap_or_default();
    match (language, status) {
        (Language::English, _) => stated(status, holder),
        (Language::Ukrainian, Status::Held) => format!("контролює {code}"),
        (Language::Ukrainian, Status::Claimed) => format!("заявляє {code}"),
        (Language::Ukrainian, Status::Contested) => "контроль неясний".into(),
        (Language::Ukrainian, Status::Unknown) => "невідомо".into(),
    }
}

/// What the record of Ukraine's list has in English of the list's own Ukrainian words, and those.
const LIST_WORDS: [(&str, &str); 9] = [
    ("part II: temporarily occupied", "розділ II: тимчасово окуповані території"),
    ("oblast row", "рядок області"),
    ("raion row", "рядок району"),
    ("hromada row", "рядок громади"),
    ("settlement row", "рядок населеного пункту"),
    (", as updated ", ", оновлення від "),
    (", listed by ", ", внесено до "),
    ("not listed for this period", "на цей час не внесено до переліку"),
    ("not listed", "не внесено до переліку"),
];

/// A publisher's word as it was published; of Ukraine's list, which is recorded in English, in the language.
fn publisher_word_in(word: &str, language: Language) -> Cow<'_, str> {
    match language {
        Language::English => word.into(),
        Language::Ukrainian => LIST_WORDS
            .iter()
            .filter(|(english, _)| word.contains(english))
            .fold(word.into(), |word: Cow<'_, str>, (english, ukrainian)| word.replace(english, ukrainian).into()),
    }
}

/// A distance with its unit as the language writes both.
#[must_use]
pub fn distance_in(metres: f64, language: Language) -> String {
    let number = number_in(distance(metres), language);
    match language {
        Language::English => number,
        Language::Ukrainian => number.replace(" km", " км").replace(" m", " м"),
    }
}

/// What a statement rests on, with the publisher's own word; empty when that is nothing.
#[must_use]
fn rests_on(basis: Option<Basis>, publisher_word: Option<&str>, language: Language) -> String {
    let basis = basis.map(|basis| match (language, basis) {
        (Language::English, _) => basis.as_str(),
        (Language::Ukrainian, Basis::Inferred) => "висновок",
        (Language::Ukrainian, Basis::Official) => "офіційно",
        (Language::Ukrainian, Basis::Mapped) => "на карті",
        (Language::Ukrainian, Basis::Assessed) => "оцінка",
        (Language::Ukrainian, Basis::Announced) => "за заявою",
        (Language::Ukrainian, Basis::Coded) => "кодування",
    });
    match (basis, publisher_word) {
        (Some(basis), Some(word)) => format!(" ({basis}: {})", publisher_word_in(word, language)),
        (Some(basis), None) => format!(" ({basis})"),
        (None, _) => String::new(),
    }
}
