//! Ukraine's official list of territories of hostilities or occupied: rows of codes with days, joined to settlements whose
//! codes and positions come from elsewhere.
//!
//! # Method
//! The row of the most specific unit decides: settlement, hromada, raion, oblast. What a row excepts by name, and what has no
//! row, is not listed; a row for a part of a town never speaks for the town. Both days of a period are within it.

mod code;
mod heading;
mod places;
mod rows;
mod state;

use std::collections::{BTreeMap, BTreeSet};

use super::parts::{at, whole};
use code::Code;
use contactline_core::model::{
    Basis, Date, Finding, Hostilities, Party, Period, Place, Reading, Settlement, Severity, Status,
};
use rows::{Row, Section};

pub use heading::Heading;
pub use places::{Located, places};
pub use state::{State, changes};

/// The id of the source.
pub const SOURCE: &str = "ua-official-list";

/// The settlements with their periods up to `day`, the day the list stood so. What is wrong with a row, and a row of a
/// settlement that is not among the places, is told with the row's number.
#[must_use]
pub fn read(bytes: &[u8], file: &str, places: Vec<Located>, day: Date) -> Reading<Vec<Settlement>> {
    let mut findings = Vec::new();
    let rows = rows::rows(bytes, file, &places, day, &mut findings);
    if rows.is_empty() && findings.iter().all(|f| f.severity < Severity::Error) {
        findings.push(at(Severity::Error, "empty", whole(file), "no row of occupation or hostilities".into()));
    }
    if findings.iter().any(|f| f.severity == Severity::Error) {
        return Reading { value: None, findings };
    }
    let list = List::of(&rows);
    let mut spoken_for = BTreeSet::new();
    let settlement = |mut place: Located| {
        let code = place.code.or_else(|| list.code_of(&place.settlement));
        if let Some(code) = &code {
            spoken_for.insert(code.clone());
        }
        place.settlement.periods = code.as_ref().map_or_else(Vec::new, |code| list.periods(code, &place.settlement));
        if place.settlement.periods.is_empty() {
            place.settlement.periods = vec![unlisted(None, None, "not listed")];
        }
        place.settlement.hostilities = code.and_then(|code| list.hostilities(&code, &place.settlement, day));
        place.settlement
    };
    let settlements = places.into_iter().map(settlement).collect();
    for row in rows.iter().filter(|r| r.section == Section::Occupied && r.code.is_settlement() && !r.is_part) {
        if !spoken_for.contains(&row.code) {
            let message = format!("row {}: no position for {} '{}': left out", row.number, row.code, row.name);
            findings.push(at(Severity::Note, "unmatched_row", row_place(file, row.number), message));
        }
    }
    Reading { value: Some(settlements), findings }
}

/// The place of a row, numbered as a person counts: the header is row 1.
fn row_place(file: &str, row: usize) -> Place {
    Place { feature: Some(row.saturating_sub(2)), ..whole(file) }
}

/// The rows by section and code.
struct List<'a> {
    rows: BTreeMap<(Section, &'a Code), Vec<&'a Row>>,
    /// Codes of settlements by their plain name; none where several have it.
    names: BTreeMap<String, Option<&'a Code>>,
    /// Plain names of a settlement by its code.
    names_of: BTreeMap<&'a Code, BTreeSet<String>>,
}

impl<'a> List<'a> {
    fn of(rows: &'a [Row]) -> Self {
        let mut list = Self { rows: BTreeMap::new(), names: BTreeMap::new(), names_of: BTreeMap::new() };
        for row in rows.iter().filter(|row| !row.is_part) {
            list.rows.entry((row.section, &row.code)).or_default().push(row);
            if row.code.is_settlement() {
                list.names_of.entry(&row.code).or_default().insert(row.plain_name());
                let same = list.names.entry(row.plain_name()).or_insert(Some(&row.code));
                *same = same.filter(|code| **code == row.code);
            }
        }
        list
    }

    /// The code of a settlement that came without one: that of the only one of its Ukrainian name in the list.
    fn code_of(&self, settlement: &Settlement) -> Option<Code> {
        (*self.names.get(&rows::plain(&settlement.name_uk))?).cloned()
    }

    /// The rows of one section that decide about a settlement.
    fn deciding(&self, section: Section, code: &Code, settlement: &Settlement) -> &[&'a Row] {
        let units = std::iter::once(code.clone()).chain(code.units_above());
        let rows = |unit: Code| {
            self.rows.iter().find(|((s, c), _)| *s == section && c.is_unit(&unit)).map(|(_, rows)| rows.as_slice())
        };
        // A quarter has a name of its own and the code of its town: what excepts the town excepts it.
        let own = rows::plain(&settlement.name_uk);
        let names = || self.names_of.get(code).into_iter().flatten().chain([&own]);
        match units.filter_map(rows).next() {
            Some(rows) if rows.iter().any(|row| names().any(|name| row.excepts(name))) => &[],
            Some(rows) => rows,
            None => &[],
        }
    }

    /// The holders over time, from ever to now; empty where the settlement is never listed.
    fn periods(&self, code: &Code, settlement: &Settlement) -> Vec<Period> {
        let rows = self.deciding(Section::Occupied, code, settlement);
        let mut held: Vec<(Date, Option<Date>, &Row)> =
            rows.iter().flat_map(|row| row.periods.iter().map(|(start, end)| (*start, *end, *row))).collect();
        held.sort_by_key(|(start, ..)| *start);
        let mut periods: Vec<Period> = Vec::new();
        for (start, end, row) in held {
            let before = start.plus_days(-1);
            match periods.last_mut() {
                // A period that touches the one before goes on with it.
                Some(last) if last.end.is_none_or(|last| last >= before) => {
                    last.end = last.end.zip(end).map(|(a, b)| a.max(b));
                    continue;
                }
                Some(last) => {
                    let from = last.end.map(|end| end.plus_days(1));
                    periods.push(unlisted(from, Some(before), "not listed for this period"));
                }
                None => periods.push(unlisted(None, Some(before), "not listed for this period")),
            }
            let publisher_word = format!("part II: temporarily occupied ({} row {})", row.code.level(), row.code);
            periods.push(Period {
                status: Status::Held,
                holder: Some(Party::RU),
                basis: Basis::Official,
                start: Some(start),
                start_earliest: None,
                end,
                known_from: None,
                publisher_word,
            });
        }
        if let Some(end) = periods.last().and_then(|last| last.end) {
            periods.push(unlisted(Some(end.plus_days(1)), None, "not listed for this period"));
        }
        periods
    }

    fn hostilities(&self, code: &Code, settlement: &Settlement, day: Date) -> Option<Hostilities> {
        let open =
            |row: &&&Row| row.periods.iter().any(|(start, end)| *start <= day && end.is_none_or(|end| end >= day));
        let listed = |section| self.deciding(section, code, settlement).iter().find(open).map(|row| row.code.depth());
        let active = listed(Section::Active).max(listed(Section::ActiveResources));
        let possible = listed(Section::Possible);
        match (active, possible) {
            (None, None) => None,
            (active, possible) if active >= possible => Some(Hostilities::Active),
            _ => Some(Hostilities::Possible),
        }
    }
}

fn unlisted(start: Option<Date>, end: Option<Date>, word: &str) -> Period {
    Period {
        status: Status::Held,
        holder: Some(Party::UA),
        basis: Basis::Inferred,
        start,
        start_earliest: None,
        end,
        known_from: None,
        publisher_word: word.into(),
    }
}

/// A finding about a row.
fn at_row(severity: Severity, code: &'static str, file: &str, row: usize, message: &str) -> Finding {
    at(severity, code, row_place(file, row), format!("row {row}: {message}"))
}
