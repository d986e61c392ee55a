//! Numbers and statements as people read them.

use std::fmt::Display;

use crate::wire::language::{spoken, told};
use crate::wire::time::Asked;
use contactline_core::model::told::{count_in, days_in, distance_in, grouped_in, number_in, stated_in};
use contactline_core::model::{Language, Locality, Moment, Party, Region, Said, Status};
use edge_timeline::Position;

/// A distance: metres below one kilometre, kilometres above.
pub fn distance(metres: f64) -> String {
    distance_in(metres, spoken())
}

/// `1 day`, `2 days`.
pub fn days(number: i64) -> String {
    days_in(number, spoken())
}

/// An age after what has it: `, 3 days old`.
pub fn old(number: i64) -> String {
    match spoken() {
        Language::English => format!(", {} old", days(number)),
        Language::Ukrainian if number == 0 => ", того самого дня".into(),
        Language::Ukrainian => format!(", давність {}", days(number)),
    }
}

/// A whole number with its thousands parted.
pub fn count(number: u64) -> String {
    count_in(number, spoken())
}

/// `held by RU`, `contested`, `unknown`.
pub fn stated(status: Status, holder: Option<Party>) -> String {
    stated_in(status, holder, spoken())
}

/// Square metres as square kilometres: one decimal, or three where that would say too little; what three do not show is 0.0.
pub fn square_km(area_m2: f64) -> String {
    let km2 = area_m2 / 1e6;
    match km2.abs() {
        ..0.000_5 => number_in("0.0".into(), spoken()),
        ..10.0 => number_in(format!("{km2:.3}"), spoken()),
        _ => grouped_in(km2, 1, spoken()),
    }
}

/// Metres as kilometres, of a length.
pub fn km(length_m: f64) -> String {
    grouped_in(length_m / 1e3, 1, spoken())
}

/// From one day to another: `2025-01-03 to 2025-05-07`.
pub fn span(first: impl Display, last: impl Display) -> String {
    format!("{first}{}{last}", spoken().of(" to ", " – "))
}

/// A part of a whole in per cent.
pub fn percent(share: f64) -> String {
    number_in(format!("{:.1}", share * 100.0), spoken())
}

/// A region by its id and names.
pub fn region(region: &Region) -> String {
    let (name, other) = match spoken() {
        Language::English => (&region.name, &region.name_uk),
        Language::Ukrainian => (&region.name_uk, &region.name),
    };
    format!("{} {name} ({other})", region.id)
}

/// A settlement's name in the language spoken, and that in the other.
pub fn names(locality: &Locality) -> [&str; 2] {
    match spoken() {
        Language::English => [&locality.name, &locality.name_uk],
        Language::Ukrainian => [&locality.name_uk, &locality.name],
    }
}

/// A place and a day: `37.177, 48.28 on 2025-12-02`.
pub fn place_on(place: Position, moment: Moment) -> String {
    format!("{}, {}{} {}", place.lon(), place.lat(), spoken().of(" on", ";"), Asked(moment))
}

/// What is said of old versions, as a paragraph; nothing where none is old.
pub fn aged(lines: &str) -> String {
    if lines.is_empty() { String::new() } else { format!("{lines}\n") }
}

/// What must be known of an answer, as a paragraph; nothing where there is nothing.
pub fn notes(notes: &[String]) -> String {
    if notes.is_empty() { String::new() } else { notes.join("\n") + "\n\n" }
}

/// What weakens the versions of an answer, each told once: `caveat: isw, version 2023-11-23: ...`, and a blank line.
pub fn caveats<'a>(versions: impl IntoIterator<Item = (&'a str, Option<Moment>, Option<&'a Said>)>) -> String {
    let mut lines: Vec<String> = Vec::new();
    for (source, version, caveat) in versions {
        let line = version.zip(caveat).map(|(version, caveat)| {
            format!(
                "{}: {source}, {} {version}: {}\n",
                spoken().of("caveat", "застереження"),
                spoken().of("version", "версія"),
                told(caveat)
            )
        });
        lines.extend(line.filter(|line| !lines.contains(line)));
    }
    if lines.is_empty() { String::new() } else { lines.concat() + "\n" }
}

/// The lines that must be shown with an answer.
pub fn attribution(lines: &[&str]) -> String {
    lines.iter().map(|line| format!("{line}\n")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::language::within;

    #[test]
    fn numbers_are_written_as_the_language_writes_them() {
        let told = || [square_km(1_234_567_000.0), percent(0.5), count(12_345), distance(8_100.0), days(3)];
        assert_eq!(told(), ["1,234.6", "50.0", "12,345", "8.1 km", "3 days"]);
        let uk = ["1\u{a0}234,6", "50,0", "12\u{a0}345", "8,1 км", "3 дні"];
        assert_eq!(within(Language::Ukrainian, told), uk);
    }

    #[test]
    fn numbers_read_well() {
        assert_eq!(square_km(115_773_114_494.0), "115,773.1");
        assert_eq!((square_km(-0.0), square_km(-499.0), square_km(499.0)), ("0.0".into(), "0.0".into(), "0.0".into()));
        assert_eq!(square_km(-501.0), "-0.001");
        assert_eq!(square_km(1_234_567.0), "1.235");
        assert_eq!(square_km(-12_345_000_000.0), "-12,345.0");
        assert_eq!(distance(999.4), "999 m");
        assert_eq!(distance(12_345.0), "12.3 km");
        assert_eq!(distance(1_795_052.1), "1,795 km");
        assert_eq!(percent(0.98765), "98.8");
        assert_eq!((count(999), count(1_000), count(1_234_567)), ("999".into(), "1,000".into(), "1,234,567".into()));
        assert_eq!((days(1), days(209)), ("1 day".into(), "209 days".into()));
    }
}
