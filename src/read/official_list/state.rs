//! A later state of the list, known by its codes alone: which settlements are listed as occupied on a day, and since when is not
//! said. What changed since the state before is known to have changed between the two.

use std::collections::BTreeSet;

use super::code::Code;
use super::heading::{COMMENT, Heading};
use super::{at_row, row_place};
use crate::read::collection::plain_text;
use crate::read::parts::{at, whole};
use contactline_core::model::{Basis, Date, Finding, Party, Period, Reading, Settlement, Severity, Status};

/// The codes that a state lists as occupied.
#[derive(Debug)]
pub struct State {
    codes: BTreeSet<Code>,
}

/// The oblasts that the list has as a whole: Crimea and Sevastopol.
const WHOLE: [&str; 2] = ["01", "85"];

/// The column of the codes.
const COLUMN: &str = "katottg";

impl State {
    /// The codes of a text that holds one a line, or of a CSV text with a column `katottg` and no column `section`. None where
    /// the text is neither.
    #[must_use]
    pub fn read(bytes: &[u8], file: &str) -> Option<Reading<Self>> {
        let text = plain_text(bytes, file).ok()?;
        let is_row = |line: &&str| !line.trim().is_empty() && !line.as_bytes().starts_with(&[COMMENT]);
        let text = text.trim_start_matches('\u{feff}');
        let first = text.lines().find(is_row)?;
        let mut findings = Vec::new();
        let mut codes = BTreeSet::new();
        let mut written: Vec<(usize, String)> = Vec::new();
        if Code::from_text(first).is_ok() {
            let lines = (1..).zip(text.lines()).filter(|(_, line)| is_row(line));
            written.extend(lines.map(|(number, line)| (number, line.trim().to_owned())));
        } else {
            let mut reader =
                csv::ReaderBuilder::new().flexible(true).comment(Some(COMMENT)).from_reader(text.as_bytes());
            let header: Vec<String> =
                reader.headers().ok()?.iter().map(|h| h.trim_matches(['\u{feff}', ' ']).to_owned()).collect();
            let column = header.iter().position(|name| name == COLUMN)?;
            if header.iter().any(|name| name == "section") {
                return None;
            }
            for (number, record) in (2 + Heading::len(text)..).zip(reader.records()) {
                match record {
                    Ok(record) => written.push((number, record.get(column).unwrap_or_default().trim().to_owned())),
                    Err(e) => findings.push(at_row(Severity::Error, "unreadable", file, number, &e.to_string())),
                }
            }
        }
        for (number, written) in written {
            match Code::from_text(&written) {
                Ok(code) => drop(codes.insert(code)),
                Err(_) => {
                    let message = format!("code '{written}' is none; wanted UA and 17 digits: left out");
                    findings.push(at_row(Severity::Warning, "bad_code", file, number, &message));
                }
            }
        }
        if codes.is_empty() {
            findings.push(at(Severity::Error, "empty", whole(file), "no code of a settlement".into()));
        }
        let is_whole = findings.iter().all(|f| f.severity < Severity::Error);
        Some(Reading { value: is_whole.then_some(Self { codes }), findings })
    }

    /// Names of the settlements of which a record says otherwise of a day than these codes, or says nothing; of oblasts of which
    /// they name none nothing is compared.
    #[must_use]
    pub fn otherwise<'a>(&self, settlements: &'a [Settlement], day: Date) -> Vec<&'a str> {
        let others = settlements.iter().filter(|settlement| {
            let Some(code) = code_of(settlement).filter(|code| self.speaks_of(code)) else { return false };
            let reaches = |p: &&Period| p.end.is_none_or(|end| day <= end);
            let period = settlement.periods.iter().find(reaches).filter(|p| p.start.is_none_or(|start| start <= day));
            let is_held = period.map(|p| p.holder == Some(Party::RU));
            is_held != Some(self.listed(&code).is_some())
        });
        others.map(|settlement| settlement.name.as_str()).collect()
    }

    /// What makes it doubtful that this is the whole of a state: of what was listed by codes before it takes off more than a tenth.
    #[must_use]
    pub fn doubt(&self, before: &[Settlement]) -> Option<String> {
        const TENTHS: usize = 10;
        let was = |s: &&Settlement| s.periods.last().is_some_and(|p| p.end.is_none() && p.holder == Some(Party::RU));
        // Crimea and Sevastopol are listed as a whole, by no code of a settlement.
        let listed = before.iter().filter(was).filter_map(code_of).filter(|code| !WHOLE.contains(&code.oblast()));
        let listed: Vec<Code> = listed.collect();
        let off = listed.iter().filter(|code| self.listed(code).is_none()).count();
        (off * TENTHS > listed.len())
            .then(|| format!("of {} settlements listed before, these codes do not have {off}", listed.len()))
    }

    /// Whether it names a code of the oblast.
    fn speaks_of(&self, code: &Code) -> bool {
        self.codes.iter().any(|listed| listed.oblast() == code.oblast())
    }

    /// The code by which a settlement is listed: its own, or that of a unit it lies in.
    fn listed(&self, code: &Code) -> Option<&Code> {
        let mut units = std::iter::once(code.clone()).chain(code.units_above());
        units.find_map(|unit| self.codes.range(&unit..).next().filter(|listed| listed.is_unit(&unit)))
    }

    /// The settlements of the state of `before` with what this one, of `day`, says beyond it. Where the state names no code of an
    /// oblast it does not speak of it, and what was stated there goes on.
    #[must_use]
    pub fn applied(
        &self,
        mut settlements: Vec<Settlement>,
        [before, day]: [Date; 2],
        file: &str,
    ) -> Reading<Vec<Settlement>> {
        let mut findings = Vec::new();
        let (mut known, mut silent) = (BTreeSet::new(), BTreeSet::new());
        for settlement in &mut settlements {
            let Some(code) = code_of(settlement) else { continue };
            if !self.speaks_of(&code) {
                silent.insert(code.oblast().to_owned());
                continue;
            }
            let is_listed = self.listed(&code);
            known.extend(is_listed.cloned());
            restate(settlement, is_listed, [before, day]);
        }
        if !silent.is_empty() {
            let silent = silent.iter().map(|digits| format!("UA{digits}")).collect::<Vec<_>>().join(", ");
            let message = format!("no code of {silent}: what was listed there before is taken to be listed still");
            findings.push(at(Severity::Note, "not_listed_by_code", whole(file), message));
        }
        let unmatched = self.codes.difference(&known).filter(|code| code.is_settlement()).count();
        if unmatched > 0 {
            let message = format!("{unmatched} codes of settlements without a position: left out");
            findings.push(at(Severity::Note, "unmatched_row", row_place(file, 0), message));
        }
        Reading { value: Some(settlements), findings }
    }
}

fn code_of(settlement: &Settlement) -> Option<Code> {
    settlement.katottg.as_deref().and_then(|code| Code::from_text(code).ok())
}

/// Ends the period that went on at the state of `before` where the one of `day` says otherwise.
fn restate(settlement: &mut Settlement, listed: Option<&Code>, [before, day]: [Date; 2]) {
    let Some(last) = settlement.periods.last_mut().filter(|last| last.end.is_none()) else { return };
    let is_held = last.holder == Some(Party::RU);
    let (holder, basis, publisher_word) = match listed {
        Some(code) if !is_held => {
            let word = format!("part II: temporarily occupied ({} row {code}), listed by {day}", code.level());
            (Party::RU, Basis::Official, word)
        }
        None if is_held => (Party::UA, Basis::Inferred, "not listed for this period".to_owned()),
        _ => return,
    };
    last.end = Some(before);
    if !is_held {
        last.publisher_word = "not listed for this period".into();
    }
    settlement.periods.push(Period {
        status: Status::Held,
        holder: Some(holder),
        basis,
        start: Some(day),
        start_earliest: Some(before.plus_days(1)).filter(|earliest| *earliest < day),
        end: None,
        known_from: Some(day),
        publisher_word,
    });
}

/// What one state of the list says otherwise than another: settlements listed as occupied at its end and not at the end of the
/// other, and the other way round.
#[must_use]
pub fn changes(before: &[Settlement], after: &[Settlement], file: &str) -> Vec<Finding> {
    let held = |s: &Settlement| s.periods.last().is_some_and(|p| p.end.is_none() && p.holder == Some(Party::RU));
    let known: std::collections::BTreeMap<&str, bool> = before.iter().map(|s| (s.id.as_str(), held(s))).collect();
    let change = |s: &Settlement| {
        let (was, is) = (*known.get(s.id.as_str())?, held(s));
        let (code, words) = match (was, is) {
            (false, true) => ("newly_listed", "listed as occupied now"),
            (true, false) => ("no_longer_listed", "listed as occupied no longer"),
            _ => return None,
        };
        let katottg = s.katottg.as_deref().map(|code| format!(", {code}")).unwrap_or_default();
        Some(at(Severity::Note, code, whole(file), format!("{} ({}{katottg}): {words}", s.name, s.name_uk)))
    };
    after.iter().filter_map(change).collect()
}
