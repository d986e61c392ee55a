//! Names of months and weekdays in English, Ukrainian and Russian.

/// The months of each language: as a heading and as in a date.
const MONTHS: [[&str; 5]; 12] = [
    ["january", "січень", "січня", "январь", "января"],
    ["february", "лютий", "лютого", "февраль", "февраля"],
    ["march", "березень", "березня", "март", "марта"],
    ["april", "квітень", "квітня", "апрель", "апреля"],
    ["may", "травень", "травня", "май", "мая"],
    ["june", "червень", "червня", "июнь", "июня"],
    ["july", "липень", "липня", "июль", "июля"],
    ["august", "серпень", "серпня", "август", "августа"],
    ["september", "вересень", "вересня", "сентябрь", "сентября"],
    ["october", "жовтень", "жовтня", "октябрь", "октября"],
    ["november", "листопад", "листопада", "ноябрь", "ноября"],
    ["december", "грудень", "грудня", "декабрь", "декабря"],
];

const WEEKDAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

/// The month that a word names, whole or by three letters or more.
pub(super) fn month(word: &str) -> Option<i8> {
    let word = word.to_lowercase();
    let number = MONTHS.iter().position(|names| names.iter().any(|name| abbreviates(&word, name)))?;
    i8::try_from(number + 1).ok()
}

/// Whether a word names a weekday in English.
pub(super) fn is_weekday(word: &str) -> bool {
    let word = word.to_lowercase();
    WEEKDAYS.iter().any(|name| abbreviates(&word, name))
}

fn abbreviates(word: &str, name: &str) -> bool {
    word.chars().count() >= 3 && name.starts_with(word)
}
