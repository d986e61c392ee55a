//! A written date, read from left to right.

use super::{WrittenDate, WrittenDateError, months, not_a_date};
use crate::model::time::{Date, Moment};

const NO_FORM: &str = "none of the forms known";
const NO_DAY: &str = "there is no such day";
const SHORT_YEAR: &str = "its year has two digits";
const NO_TIME: &str = "what follows the day is no time of day";

/// A part of a date.
#[derive(Clone, Copy, Debug)]
pub(super) enum Part<'a> {
    /// Digits, and how many they are.
    Number(i32, usize),
    Word(&'a str),
}

/// Reads a date of any form that can mean one day only.
pub(super) fn read(text: &str) -> Result<WrittenDate, WrittenDateError> {
    if !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit()) {
        return of_digits(text);
    }
    let mut scan = Scan { rest: text };
    scan.pass_weekday();
    if let Some(day) = scan.compact_day() {
        return with_time(day.ok_or_else(|| not_a_date(text, NO_DAY))?, scan.rest, text);
    }
    let (parts, separators) = scan.parts().ok_or_else(|| not_a_date(text, NO_FORM))?;
    let day = day_of(parts, separators, text)?;
    scan.pass_year_word();
    with_time(day, scan.rest, text)
}

/// A number without anything else: a compact day, or one that counts from 1970.
fn of_digits(text: &str) -> Result<WrittenDate, WrittenDateError> {
    let count = |unit, format| Err(WrittenDateError::Count { value: text.to_owned(), unit, format });
    match text.len() {
        8 => compact(text).map(WrittenDate::Day).ok_or_else(|| not_a_date(text, NO_DAY)),
        14 => with_time(compact(&text[..8]).ok_or_else(|| not_a_date(text, NO_DAY))?, &text[8..], text),
        9 | 10 => count("seconds", "epoch-s"),
        11..=13 => count("milliseconds", "epoch-ms"),
        _ => Err(not_a_date(text, "a number of other than 8 digits")),
    }
}

/// The day of `YYYYMMDD`.
fn compact(digits: &str) -> Option<Date> {
    let number = digits.parse::<i32>().ok()?;
    day(number / 10_000, number / 100 % 100, number % 100)
}

pub(super) fn day(year: i32, month: i32, day: i32) -> Option<Date> {
    Date::from_ymd(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?)
}

/// The day that three parts tell.
fn day_of(parts: [Part<'_>; 3], separators: [char; 2], text: &str) -> Result<Date, WrittenDateError> {
    use Part::{Number, Word};
    let found = |found: Option<Date>| found.ok_or_else(|| not_a_date(text, NO_DAY));
    let named = |year, word, of_month| {
        let month = months::month(word).ok_or_else(|| not_a_date(text, NO_FORM))?;
        found(day(year, i32::from(month), of_month))
    };
    match parts {
        [Number(year, 4), Number(month, 1 | 2), Number(of_month, 1 | 2)] if separators[0] == separators[1] => {
            found(day(year, month, of_month))
        }
        [Number(year, 4), Word(month), Number(of_month, 1 | 2)]
        | [Number(of_month, 1 | 2), Word(month), Number(year, 4)]
        | [Word(month), Number(of_month, 1 | 2), Number(year, 4)] => named(year, month, of_month),
        [Number(first, 1 | 2), Number(second, 1 | 2), Number(year, 4)] => match separators {
            ['.', '.'] => found(day(year, second, first)),
            ['/', '/'] | ['-', '-'] => match (day(year, second, first), day(year, first, second)) {
                (Some(one), Some(other)) if one != other => Err(WrittenDateError::Order { value: text.to_owned() }),
                (one, other) => found(one.or(other)),
            },
            _ => Err(not_a_date(text, NO_FORM)),
        },
        [Number(_, 1 | 2), Number(_, 1 | 2) | Word(_), Number(_, 1 | 2)] => Err(not_a_date(text, SHORT_YEAR)),
        _ => Err(not_a_date(text, NO_FORM)),
    }
}

/// The day with the time of day that follows it: a second where its zone is told, else the day.
pub(super) fn with_time(day: Date, rest: &str, text: &str) -> Result<WrittenDate, WrittenDateError> {
    let rest = rest.strip_prefix(['T', 't', ',']).unwrap_or(rest).trim_start();
    if rest.is_empty() {
        return Ok(WrittenDate::Day(day));
    }
    let mut scan = Scan { rest };
    // A day may have a zone too (XML Schema); it stays that day.
    if scan.zone_s().is_some() && scan.rest.is_empty() {
        return Ok(WrittenDate::Day(day));
    }
    scan.rest = rest;
    let (second_of_day, zone_s) = scan.time().ok_or_else(|| not_a_date(text, NO_TIME))?;
    Ok(match zone_s {
        Some(zone_s) => WrittenDate::Second(Moment::from_seconds(day.start().seconds() + second_of_day - zone_s)),
        None => WrittenDate::Day(day),
    })
}

/// What is left to read.
pub(super) struct Scan<'a> {
    pub(super) rest: &'a str,
}

impl<'a> Scan<'a> {
    fn while_in(&mut self, is_in: impl Fn(char) -> bool) -> &'a str {
        let end = self.rest.find(|c| !is_in(c)).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at(end);
        self.rest = rest;
        taken
    }

    /// Digits, no more than fit.
    pub(super) fn number(&mut self) -> Option<(i64, usize)> {
        let digits = self.while_in(|c| c.is_ascii_digit());
        Some((digits.parse().ok()?, digits.len()))
    }

    fn part(&mut self) -> Option<Part<'a>> {
        if !self.rest.starts_with(|c: char| c.is_ascii_digit()) {
            let word = self.while_in(char::is_alphabetic);
            return (!word.is_empty()).then_some(Part::Word(word));
        }
        let (number, digits) = self.number()?;
        for suffix in ["st", "nd", "rd", "th"] {
            if let Some(rest) = self.rest.strip_prefix(suffix) {
                self.rest = rest;
            }
        }
        Some(Part::Number(i32::try_from(number).ok()?, digits))
    }

    /// What stands between two parts: its first sign that is no space, else a space.
    fn separator(&mut self) -> Option<char> {
        let passed = self.while_in(|c| c.is_whitespace() || matches!(c, '.' | ',' | '-' | '/'));
        let signs = passed.chars().filter(|c| !c.is_whitespace());
        (signs.clone().count() <= 1).then(|| signs.clone().next().unwrap_or(' '))
    }

    fn parts(&mut self) -> Option<([Part<'a>; 3], [char; 2])> {
        let first = self.part()?;
        let before = self.separator()?;
        let second = self.part()?;
        let after = self.separator()?;
        Some(([first, second, self.part()?], [before, after]))
    }

    fn pass_weekday(&mut self) {
        let begun = self.rest;
        let word = self.while_in(char::is_alphabetic);
        if !word.is_empty() && months::month(word).is_none() && months::is_weekday(word) {
            self.rest = self.rest.trim_start_matches(['.', ',']).trim_start();
        } else {
            self.rest = begun;
        }
    }

    /// The day of `YYYYMMDD` where a time follows it.
    fn compact_day(&mut self) -> Option<Option<Date>> {
        let digits = self.rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(self.rest.len());
        if digits != 8 || !self.rest[8..].starts_with(['T', 't', ' ', 'Z', '+']) {
            return None;
        }
        let (taken, rest) = self.rest.split_at(digits);
        self.rest = rest;
        Some(compact(taken))
    }

    /// Passes over the word for a year, as after `5 березня 2022`, and a full stop.
    fn pass_year_word(&mut self) {
        let begun = self.rest;
        self.rest = self.rest.trim_start();
        let word = self.while_in(char::is_alphabetic);
        if matches!(word, "г" | "р" | "год" | "года" | "року" | "рік") {
            self.rest = self.rest.strip_prefix('.').unwrap_or(self.rest);
        } else {
            self.rest = begun.strip_prefix('.').unwrap_or(begun);
        }
    }

    /// A time of day in seconds, and what its zone is ahead of UTC; nothing else may follow.
    fn time(&mut self) -> Option<(i64, Option<i64>)> {
        let (first, digits) = self.number()?;
        let (mut hour, minute, second) = match digits {
            1 | 2 => self.clock(first)?,
            4 => (first / 100, first % 100, 0),
            6 => (first / 10_000, first / 100 % 100, first % 100),
            _ => return None,
        };
        if let Some(rest) = self.rest.strip_prefix(['.', ',']) {
            self.rest = rest;
            self.while_in(|c| c.is_ascii_digit());
        }
        self.rest = self.rest.trim_start();
        if let Some(half) = self.half_of_day() {
            if !(1..=12).contains(&hour) {
                return None;
            }
            hour = hour % 12 + half;
        }
        let zone_s = if self.rest.is_empty() { None } else { Some(self.zone_s()?) };
        // `Sat Mar 05 2022 14:30:00 GMT+0200 (EET)`: the zone's name after its offset.
        let named = self.rest.trim_start();
        let named = named.is_empty() || (named.starts_with('(') && named.ends_with(')'));
        let whole_day = hour == 24 && minute == 0 && second == 0;
        let valid = named && (hour <= 23 || whole_day) && minute <= 59 && second <= 60;
        valid.then_some((hour * 3_600 + minute * 60 + second, zone_s))
    }

    /// What follows an hour: minutes, and seconds where there are some.
    fn clock(&mut self, hour: i64) -> Option<(i64, i64, i64)> {
        self.rest = self.rest.strip_prefix(':')?;
        let (minute, 2) = self.number()? else { return None };
        let Some(rest) = self.rest.strip_prefix(':') else { return Some((hour, minute, 0)) };
        self.rest = rest;
        let (second, 2) = self.number()? else { return None };
        Some((hour, minute, second))
    }

    fn half_of_day(&mut self) -> Option<i64> {
        let half = self.rest.get(..2)?;
        let hours = if half.eq_ignore_ascii_case("am") {
            0
        } else if half.eq_ignore_ascii_case("pm") {
            12
        } else {
            return None;
        };
        self.rest = self.rest[2..].trim_start();
        Some(hours)
    }

    /// How far a zone is ahead of UTC, in seconds.
    fn zone_s(&mut self) -> Option<i64> {
        let mut of_utc = false;
        for name in ["UTC", "GMT", "Z", "z"] {
            if let Some(rest) = self.rest.strip_prefix(name) {
                (self.rest, of_utc) = (rest, true);
                break;
            }
        }
        let sign = match self.rest.chars().next() {
            Some('+') => 1,
            Some('-' | '\u{2212}') => -1,
            _ => return of_utc.then_some(0),
        };
        self.rest = self.rest.trim_start_matches(['+', '-', '\u{2212}']);
        let (hours, minutes) = match self.number()? {
            (offset, 4) => (offset / 100, offset % 100),
            (hours, 1 | 2) => match self.rest.strip_prefix(':') {
                Some(rest) => {
                    self.rest = rest;
                    let (minutes, 2) = self.number()? else { return None };
                    (hours, minutes)
                }
                None => (hours, 0),
            },
            _ => return None,
        };
        (hours <= 18 && minutes <= 59).then_some(sign * (hours * 3_600 + minutes * 60))
    }
}
