//! The table: a row for each place and day. Rows are read one by one; what is kept is a byte for each.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use super::cells::{Cells, Key};
use super::{COLUMN, Said};
use crate::read::parts::{at, plausible, whole};
use contactline_core::model::{Date, Finding, Place, Reading, Severity};

/// Findings of one kind named one by one; of more, the number is given.
const NAMED: usize = 10;

/// What the table says of each place of a tessellation, day by day.
#[derive(Debug, Default)]
pub struct Table {
    days: BTreeMap<Date, Vec<Said>>,
}

/// Rows with something wrong, by what it is.
#[derive(Default)]
struct Odd {
    rows: BTreeMap<&'static str, (usize, Vec<Finding>)>,
}

impl Table {
    /// The rows of a CSV text; `column` is the column of the status. A place without a cell, and a word that is not known, are
    /// told and left out.
    #[must_use]
    pub fn read(rows: impl Read, file: &str, column: Option<&str>, cells: &Cells, today: Date) -> Reading<Self> {
        let column = column.unwrap_or(COLUMN);
        let refused =
            |code, message| Reading { value: None, findings: vec![at(Severity::Error, code, whole(file), message)] };
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(rows);
        let header: Vec<String> = match reader.byte_headers() {
            Ok(header) => {
                header.iter().map(|h| String::from_utf8_lossy(h).trim_matches(['\u{feff}', ' ']).into()).collect()
            }
            Err(e) => return refused("unreadable", e.to_string()),
        };
        let find = |name: &str| header.iter().position(|h| h == name);
        let key = cells.key();
        let missing = |name: &str| {
            let columns = header.join(", ");
            format!("no column '{name}'; there are {columns}")
        };
        let Some(id) = find(key.as_str()) else {
            let other = if key == Key::Kod { "gn_UA_tess" } else { "katotth_UA_tess" };
            let hint = format!("; the tessellation names places by it, another (such as {other}) may not");
            return refused("missing_column", missing(key.as_str()) + &hint);
        };
        let Some(date) = find("date") else { return refused("missing_column", missing("date")) };
        let Some(status) = find(column) else {
            return refused("missing_column", missing(column) + "; --column names it");
        };
        let mut table = Self::default();
        let mut odd = Odd::default();
        let (mut last_day, mut blanks, mut known) = (None::<(Vec<u8>, Date)>, 0_usize, BTreeSet::new());
        let mut row = csv::ByteRecord::new();
        for number in 2.. {
            match reader.read_byte_record(&mut row) {
                Ok(true) => {}
                Ok(false) => break,
                Err(e) => {
                    odd.tell(Severity::Error, "unreadable", file, number, e.to_string());
                    break;
                }
            }
            let (Some(id), Some(date), Some(status)) = (row.get(id), row.get(date), row.get(status)) else {
                odd.tell(
                    Severity::Error,
                    "short_row",
                    file,
                    number,
                    format!("{} columns of {}", row.len(), header.len()),
                );
                continue;
            };
            let text = String::from_utf8_lossy(id);
            let Some(name) = key.id(&text) else {
                odd.tell(Severity::Error, "bad_id", file, number, format!("'{text}' is no {}", key.as_str()));
                continue;
            };
            if last_day.as_ref().is_none_or(|(text, _)| text != date) {
                let day = day(&String::from_utf8_lossy(date)).and_then(|day| plausible(day, today));
                match day {
                    Ok(day) => last_day = Some((date.to_vec(), day)),
                    Err(message) => {
                        odd.tell(Severity::Error, "bad_date", file, number, message);
                        continue;
                    }
                }
            }
            let Some((_, day)) = last_day else { continue };
            let Some(place) = cells.places().get(&name) else {
                odd.tell(Severity::Warning, "unknown_place", file, number, format!("no cell for place {name}"));
                continue;
            };
            let Some(said) = Said::from_word(status) else {
                let word = String::from_utf8_lossy(status);
                let message = format!("'{word}' is not a status; wanted {}: taken as nothing", Said::WORDS);
                odd.tell(Severity::Warning, "unknown_name", file, number, message);
                continue;
            };
            blanks += usize::from(said == Said::Blank);
            known.insert(*place);
            if let Some(before) = table.set(day, *place, cells.areas().len(), said) {
                let message = format!("place {name} on {day} was {before} in an earlier row");
                odd.tell(Severity::Error, "same_day", file, number, message);
            }
        }
        let mut findings = odd.into_findings(file);
        if blanks > 0 {
            let message = format!("{blanks} rows are blank in '{column}': nothing is stated there");
            findings.push(at(Severity::Note, "blank", whole(file), message));
        }
        let silent = cells.areas().len() - known.len();
        if silent > 0 && !known.is_empty() {
            let message = format!("{silent} cells of the tessellation have no row: nothing is stated there");
            findings.push(at(Severity::Note, "unmatched_cell", whole(file), message));
        }
        table.whole(findings, file)
    }

    /// A derived set: for each place the days on which its status changed, `{"706448": [[20220224, "RU"], ...]}`.
    #[must_use]
    pub fn read_changes(bytes: &[u8], file: &str, cells: &Cells, today: Date) -> Reading<Self> {
        let changes: BTreeMap<String, Vec<(i64, String)>> = match serde_json::from_slice(bytes) {
            Ok(changes) => changes,
            Err(e) => {
                let findings = vec![at(Severity::Error, "not_json", whole(file), e.to_string())];
                return Reading { value: None, findings };
            }
        };
        let mut odd = Odd::default();
        let mut by_day: BTreeMap<Date, Vec<(usize, Said)>> = BTreeMap::new();
        for (number, (id, changes)) in changes.into_iter().enumerate() {
            let Some(place) = cells.key().id(&id).and_then(|id| cells.places().get(&id)) else {
                odd.tell(Severity::Warning, "unknown_place", file, number, format!("no cell for place {id}"));
                continue;
            };
            for (day, word) in changes {
                match (
                    self::day(&day.to_string()).and_then(|day| plausible(day, today)),
                    Said::from_word(word.as_bytes()),
                ) {
                    (Ok(day), Some(said)) => by_day.entry(day).or_default().push((*place, said)),
                    (Err(message), _) => odd.tell(Severity::Error, "bad_date", file, number, message),
                    (_, None) => {
                        let message = format!("'{word}' is not a status; wanted {}", Said::WORDS);
                        odd.tell(Severity::Error, "unknown_name", file, number, message);
                    }
                }
            }
        }
        // Before its first change a place of the set was Ukraine's: the set lists those that ever were not.
        let mut state = vec![Said::Nothing; cells.areas().len()];
        by_day.values().flatten().for_each(|(place, _)| state[*place] = Said::Ukraine);
        let mut table = Self::default();
        for (day, changes) in by_day {
            changes.into_iter().for_each(|(place, said)| state[place] = said);
            table.days.insert(day, state.clone());
        }
        table.whole(odd.into_findings(file), file)
    }

    fn whole(self, mut findings: Vec<Finding>, file: &str) -> Reading<Self> {
        if self.days.is_empty() && findings.iter().all(|f| f.severity < Severity::Error) {
            findings.push(at(Severity::Error, "empty", whole(file), "no row of a place that has a cell".into()));
        }
        let broken = findings.iter().any(|f| f.severity == Severity::Error);
        Reading { value: (!broken).then_some(self), findings }
    }

    /// Notes what is said; what was said before, where it was something else.
    fn set(&mut self, day: Date, place: usize, places: usize, said: Said) -> Option<&'static str> {
        let slot = self.days.entry(day).or_insert_with(|| vec![Said::Nothing; places]).get_mut(place)?;
        let before = std::mem::replace(slot, said);
        (before != Said::Nothing && before != said).then(|| before.stated().map_or("blank", |(word, ..)| word))
    }

    /// The days of which it has a row, in order.
    pub fn days(&self) -> impl Iterator<Item = Date> + '_ {
        self.days.keys().copied()
    }

    /// Whether it has a row of the day.
    #[must_use]
    pub fn has(&self, day: Date) -> bool {
        self.days.contains_key(&day)
    }

    pub(super) fn day(&self, day: Date) -> Option<&[Said]> {
        self.days.get(&day).map(Vec::as_slice)
    }

    /// The days on which anything is said otherwise than the day before, the first day, and the last: until then it speaks.
    #[must_use]
    pub fn changes(&self) -> Vec<Date> {
        let mut before = None;
        let last = self.days.keys().next_back();
        let changed = |(day, row): (&Date, &Vec<Said>)| {
            let changed = before.as_ref() != Some(row) || Some(day) == last;
            before = Some(row.clone());
            changed.then_some(*day)
        };
        self.days.iter().filter_map(changed).collect()
    }
}

impl Odd {
    fn tell(&mut self, severity: Severity, code: &'static str, file: &str, row: usize, message: String) {
        let (count, named) = self.rows.entry(code).or_default();
        *count += 1;
        if named.len() < NAMED {
            let place = Place { feature: Some(row.saturating_sub(2)), ..whole(file) };
            named.push(at(severity, code, place, format!("row {row}: {message}")));
        }
    }

    fn into_findings(self, file: &str) -> Vec<Finding> {
        let of_code = |(code, (count, mut named)): (&'static str, (usize, Vec<Finding>))| {
            let severity = named.first().map_or(Severity::Note, |f| f.severity);
            if let Some(more) = count.checked_sub(NAMED).filter(|more| *more > 0) {
                named.push(at(severity, code, whole(file), format!("and in {more} more rows")));
            }
            named
        };
        self.rows.into_iter().flat_map(of_code).collect()
    }
}

/// A day as the table writes it, `20220224`; programs that think it a number write `20220224.0` or `2.0220224e+07`.
fn day(text: &str) -> Result<Date, String> {
    let text = text.trim();
    let number =
        text.parse::<i64>().ok().or_else(|| text.parse::<f64>().ok().filter(|n| n.fract() == 0.0).map(|n| n as i64));
    let part = |n: i64| i8::try_from(n % 100).ok();
    number
        .and_then(|n| Date::from_ymd(i16::try_from(n / 10_000).ok()?, part(n / 100)?, part(n)?))
        .or_else(|| text.parse().ok())
        .ok_or_else(|| format!("'{text}' is no day; wanted one such as 20220224"))
}
