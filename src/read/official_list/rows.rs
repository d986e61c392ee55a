//! The rows of the list.

use super::at_row;
use super::code::Code;
use super::heading::{COMMENT, Heading};
use super::places::Located;
use crate::read::collection::plain_text;
use crate::read::parts::{at, plausible, whole};
use contactline_core::model::{Date, Finding, Severity};

/// The part of the list a row stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Section {
    Possible,
    Active,
    ActiveResources,
    Occupied,
}

/// A row: a unit with its periods.
#[derive(Debug)]
pub(super) struct Row {
    /// As a person counts: the header is row 1.
    pub number: usize,
    pub section: Section,
    pub code: Code,
    pub name: String,
    /// Whether it speaks only of a part of the unit.
    pub is_part: bool,
    /// First and last day, the last within it; none: still so.
    pub periods: Vec<(Date, Option<Date>)>,
    /// Plain names of what the row leaves out of its unit.
    except: Vec<String>,
}

impl Row {
    /// Whether the row leaves a settlement of that plain name out.
    pub(super) fn excepts(&self, name: &str) -> bool {
        self.except.iter().any(|excepted| excepted == name)
    }

    /// The name without the unit's kind and what it belongs to.
    pub(super) fn plain_name(&self) -> String {
        let words: Vec<&str> = self.name.split_whitespace().collect();
        // "с. Перше Другої сільської територіальної громади"
        let of = words.iter().position(|w| *w == "територіальної").and_then(|at| at.checked_sub(2));
        let of = of.unwrap_or(words.len());
        plain(&words[..of].join(" "))
    }
}

const COLUMNS: [&str; 5] = ["section", "katottg", "name", "date_from", "date_to"];

/// The rows; what is wrong with one goes to `findings`.
pub(super) fn rows(bytes: &[u8], file: &str, places: &[Located], day: Date, findings: &mut Vec<Finding>) -> Vec<Row> {
    let text = match plain_text(bytes, file) {
        Ok(text) => text,
        Err(finding) => {
            findings.push(*finding);
            return Vec::new();
        }
    };
    let mut refuse = |code, message: String| findings.push(at(Severity::Error, code, whole(file), message));
    let mut reader = csv::ReaderBuilder::new().flexible(true).comment(Some(COMMENT)).from_reader(text.as_bytes());
    let header: Vec<String> = match reader.byte_headers() {
        Ok(header) => {
            header.iter().map(|h| String::from_utf8_lossy(h).trim_matches(['\u{feff}', ' ']).into()).collect()
        }
        Err(e) => {
            refuse("unreadable", e.to_string());
            return Vec::new();
        }
    };
    let mut at_column = [0; COLUMNS.len()];
    for (slot, name) in at_column.iter_mut().zip(COLUMNS) {
        match header.iter().position(|h| h == name) {
            Some(found) => *slot = found,
            None => {
                refuse("missing_column", format!("no column '{name}'; there are {}", header.join(", ")));
                return Vec::new();
            }
        }
    }
    let mut rows = Vec::new();
    for (index, record) in reader.byte_records().enumerate() {
        let number = index + 2 + Heading::len(&text);
        let record = match record {
            Ok(record) => record,
            Err(e) => {
                findings.push(at_row(Severity::Error, "unreadable", file, number, &e.to_string()));
                break;
            }
        };
        let Some(cells) = at_column.iter().map(|k| record.get(*k)).collect::<Option<Vec<_>>>() else {
            let message = format!("{} columns of {}", record.len(), header.len());
            findings.push(at_row(Severity::Error, "short_row", file, number, &message));
            continue;
        };
        let cells: Vec<String> = cells.into_iter().map(|c| String::from_utf8_lossy(c).trim().to_owned()).collect();
        rows.extend(row(&cells, file, number, places, day, findings));
    }
    rows
}

fn row(
    cells: &[String],
    file: &str,
    number: usize,
    places: &[Located],
    day: Date,
    findings: &mut Vec<Finding>,
) -> Option<Row> {
    let [section, code, name, from, to] = cells else { return None };
    let mut tell = |severity, kind, message: &str| findings.push(at_row(severity, kind, file, number, message));
    let section = match section.as_str() {
        "occupied" => Section::Occupied,
        "active_hostilities" => Section::Active,
        "active_hostilities_state_eresources" => Section::ActiveResources,
        "possible_hostilities" => Section::Possible,
        other => {
            let message = format!(
                "section '{other}'; wanted occupied, active_hostilities, active_hostilities_state_eresources or \
                 possible_hostilities"
            );
            tell(Severity::Error, "unknown_name", &message);
            return None;
        }
    };
    let written = code;
    let code = match Code::from_text(written) {
        Ok(code) => {
            if code.to_string() != *written {
                tell(
                    Severity::Warning,
                    "bad_code",
                    &format!("code '{written}' has other letters or blanks: taken as {code}"),
                );
            }
            code
        }
        Err(text) => match Code::nearest(&text, places.iter().filter_map(|p| p.code.as_ref())) {
            Some(code) => {
                let message = format!("code '{written}' has not 17 digits: taken as {code}, the only place near it");
                tell(Severity::Warning, "bad_code", &message);
                code
            }
            None => {
                let message = format!("code '{written}' of '{name}' is none; wanted UA and 17 digits: left out");
                tell(Severity::Warning, "bad_code", &message);
                return None;
            }
        },
    };
    let periods = match periods(from, to, day) {
        Ok(periods) => periods,
        Err(message) => {
            tell(Severity::Error, "bad_date", &message);
            return None;
        }
    };
    for (_, end) in &periods {
        if let Some(end) = end.filter(|end| *end > day) {
            tell(Severity::Warning, "bad_date", &format!("it ends on {end}, after the day of the list, {day}"));
        }
    }
    let (unit, excepted) = name.split_once("за винятком").unwrap_or((name, ""));
    let is_part = unit.trim_start().to_lowercase().starts_with("частина");
    let except = excepted.trim_start_matches(':').split(',').flat_map(|names| names.split(" та "));
    let except = except.filter(|name| !name.contains("частина")).map(plain).filter(|name| !name.is_empty()).collect();
    if is_part && section == Section::Occupied {
        tell(Severity::Note, "part_of_place", &format!("'{name}' is a part: it does not speak for the whole"));
    }
    Some(Row { number, section, code, name: name.clone(), is_part, periods, except })
}

/// The periods of a row: several may stand in its two cells.
fn periods(from: &str, to: &str, day: Date) -> Result<Vec<(Date, Option<Date>)>, String> {
    let (starts, ends) = (dates(from)?, dates(to)?);
    if starts.is_empty() {
        return Err("no first day".into());
    }
    if ends.len() > starts.len() || ends.len() + 1 < starts.len() {
        return Err(format!("{} first days and {} last days", starts.len(), ends.len()));
    }
    let ends = ends.into_iter().map(Some).chain([None]);
    let period = |(start, end): (Date, Option<Date>)| {
        plausible(start, day)?;
        match end {
            Some(end) if end < start => Err(format!("it ends on {end}, before it begins on {start}")),
            _ => Ok((start, end)),
        }
    };
    starts.into_iter().zip(ends).map(period).collect()
}

/// The days in a cell, however they are written and run together: `2022-02-24`, `24.02.2022`, `12.11 2022`.
fn dates(cell: &str) -> Result<Vec<Date>, String> {
    let digits: Vec<u8> = cell.bytes().filter(u8::is_ascii_digit).map(|b| b - b'0').collect();
    let wrong = || format!("'{cell}' is no day; wanted one such as 2022-02-24 or 24.02.2022");
    if digits.is_empty() && !cell.trim().is_empty() || !digits.len().is_multiple_of(8) {
        return Err(wrong());
    }
    let day = |digits: &[u8]| {
        let number = |from: usize, to: usize| digits[from..to].iter().fold(0_i16, |n, d| n * 10 + i16::from(*d));
        let small = |n: i16| i8::try_from(n).unwrap_or_default();
        let year_first = (1990..2100).contains(&number(0, 4));
        let (year, month, day) = if year_first {
            (number(0, 4), number(4, 6), number(6, 8))
        } else {
            (number(4, 8), number(2, 4), number(0, 2))
        };
        Date::from_ymd(year, small(month), small(day)).ok_or_else(wrong)
    };
    digits.chunks(8).map(day).collect()
}

/// A name for comparison: without the kind before it (с., с-ще, м.) and what stands in brackets, one apostrophe for all.
pub(super) fn plain(name: &str) -> String {
    let name = name.split('(').next().unwrap_or(name);
    let kinds = ["с", "c", "м", "с-ще", "с-ща", "смт", "сел", "місто", "село", "селище"];
    let mut words: Vec<String> = name.split_whitespace().map(str::to_lowercase).collect();
    if words.len() > 1 && kinds.contains(&words[0].trim_end_matches('.')) {
        words.remove(0);
    }
    let text = words.join(" ").replace(['’', '`', 'ʼ', '\u{2018}', '"'], "'");
    let bare = |kind: &&str| (text.strip_prefix(*kind)).and_then(|t| t.strip_prefix('.')).map(str::to_owned);
    kinds.iter().find_map(bare).unwrap_or(text)
}
