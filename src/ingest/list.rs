//! The official list: to a record of settlements, which stands for the one that comes with the program. From a file or from a
//! publisher's server, it comes in here.

mod declared;

use std::collections::BTreeMap;

use super::error::IngestError;
use super::session::{IngestSession, finding};
use crate::read::official_list::{self, State, changes, places};
use contactline_core::model::{Basis, CoverageGap, Date, Finding, Period, Reading, Settlement, Severity, Source};
use contactline_store::{Entry, Kind, read_settlements, settlements_text, shipped};
use declared::Taken;

/// The settlements of the record that comes with the program.
const SETTLEMENTS: &str = "control/ua-official-list/settlements.geojson";

/// A list, and what is known of it beside its rows.
pub(super) struct Wording<'a> {
    /// Its bytes.
    pub bytes: &'a [u8],
    /// Its name for findings.
    pub file: &'a str,
    /// The day it stood so.
    pub day: Date,
    /// The id of the source.
    pub source: &'a str,
    /// The positions of settlements and their name for findings (none: those that come with the program).
    pub places: Option<(Vec<u8>, String)>,
    /// The amendments that are in it.
    pub amendments: Option<String>,
    /// Whether it was fetched unseen: then one that takes much off the list, as one cut short would, is refused.
    pub is_fetched: bool,
}

impl IngestSession {
    /// Reads the list and keeps its record: a list with its days stands for what was known before, a later state that is known by
    /// its codes alone goes on with it, and codes that say what is known of their day are there already.
    ///
    /// # Errors
    /// The directory cannot be written, or its own files cannot be read.
    pub(super) fn list(&mut self, list: &Wording<'_>) -> Result<(), IngestError> {
        let Wording { bytes, file, day, source: id, .. } = *list;
        if day > self.today.plus_days(1) {
            self.refuse_list(file, "bad_date", format!("{day} is later than today, {}", self.today));
            return Ok(());
        }
        let path = format!("control/{id}/settlements.geojson");
        let base = self.store.text(&path).or_else(|_| shipped(SETTLEMENTS));
        let base = read_settlements(&base?, &path)?;
        let known = self.store.source(id).ok();
        let until = known.as_ref().and_then(|source| source.coverage.end);
        let (reading, known_before) = match State::read(bytes, file) {
            None => (self.whole_list(list)?, None),
            Some(state) => match until.filter(|until| *until < day) {
                Some(until) => {
                    if let Some(doubt) = state.value.as_ref().and_then(|state| state.doubt(&base)) {
                        if list.is_fetched {
                            self.refuse_list(file, "many_taken_off", doubt + ": is it cut short? `import` takes it in");
                            return Ok(());
                        }
                        self.findings.push(finding(Severity::Warning, "many_taken_off", file, doubt));
                    }
                    (of_state(state, base.clone(), [until, day], file), Some(until))
                }
                None => {
                    self.known_state(state, &base, known.as_ref(), day, file);
                    return Ok(());
                }
            },
        };
        let count = reading.findings.len();
        self.findings.extend(reading.findings);
        let Some(settlements) = reading.value else {
            self.tally.refused += 1;
            return Ok(());
        };
        if let Some(until) = until.filter(|until| *until > day) {
            let message = format!("this state is older than the one it stands for from now on, that of {until}");
            self.findings.push(finding(Severity::Note, "older_state", file, message));
        }
        self.findings.extend(changes(&base, &settlements, file));
        self.findings.push(of_amendments(list));
        let taken = Taken { day, known_before, amendments: list.amendments.as_deref() };
        let declared = self.declared(id, known.as_ref(), &taken).map(|(text, file)| {
            let declaration = self.store.declaration(&text, &file);
            declaration.map(|(source, entry)| (source, (entry, text)))
        });
        let (source, declaration) = match declared.transpose()? {
            Some((source, declaration)) => (source, Some(declaration)),
            None => (self.of_source(id, false)?.source, None),
        };
        let entry = Entry {
            path,
            kind: Kind::Settlements,
            source: Some(id.to_owned()),
            version: None,
            licence: source.licence,
            attribution: source.attribution,
            date: Some(day.to_string()),
            sha256: String::new(),
            checker: None,
            findings: count,
            imported_at: None,
        };
        // Together: what is declared of the list's last day never stands beside another list.
        let files = declaration.into_iter().chain([(entry, settlements_text(&settlements))]).collect();
        let puts = self.store.put_files(files)?;
        puts.last().into_iter().for_each(|put| self.tally.add(&[*put]));
        Ok(())
    }

    /// Codes of a day up to which the list is known: there already where they say what is known of that day, else refused.
    fn known_state(
        &mut self,
        state: Reading<State>,
        base: &[Settlement],
        known: Option<&Source>,
        day: Date,
        file: &str,
    ) {
        self.findings.extend(state.findings);
        let Some(state) = state.value else {
            self.tally.refused += 1;
            return;
        };
        let coverage = known.map(|source| &source.coverage);
        let until = coverage.and_then(|coverage| coverage.end);
        let has_data = coverage.is_some_and(|coverage| {
            until.is_some_and(|until| day <= until)
                && coverage.start.is_none_or(|start| start <= day)
                && !coverage.gaps.iter().any(|gap| (gap.first..=gap.last).contains(&day))
        });
        let others = if has_data { state.otherwise(base, day) } else { Vec::new() };
        if has_data && others.is_empty() {
            self.tally.unchanged += 1;
            return;
        }
        let message = match until {
            Some(until) if until == day => {
                const SHOWN: usize = 5;
                let names = others.iter().take(SHOWN).copied().collect::<Vec<_>>().join(", ");
                let more = if others.len() > SHOWN { ", ..." } else { "" };
                format!(
                    "of {day} another state is known: these codes say otherwise of {} settlements ({names}{more}); codes \
                     alone go on with an earlier day, and a list with its days stands for what was known before",
                    others.len()
                )
            }
            Some(until) => format!("codes alone go on with what is known up to {until}: {day} is not later"),
            None => format!("codes alone go on with what is known up to no day: {day} is not later"),
        };
        self.refuse_list(file, "bad_date", message);
    }

    fn refuse_list(&mut self, file: &str, code: &'static str, message: String) {
        self.findings.push(finding(Severity::Error, code, file, message));
        self.tally.refused += 1;
    }

    /// A list with its days.
    fn whole_list(&mut self, list: &Wording<'_>) -> Result<Reading<Vec<Settlement>>, IngestError> {
        let text;
        let shipped_name = format!("shipped data: {SETTLEMENTS}");
        let (positions, name) = match &list.places {
            Some((bytes, name)) => (bytes.as_slice(), name),
            None => {
                text = shipped(SETTLEMENTS)?;
                (text.as_bytes(), &shipped_name)
            }
        };
        let reading = places(positions, name);
        self.findings.extend(reading.findings);
        let Some(places) = reading.value else { return Ok(Reading { value: None, findings: Vec::new() }) };
        let mut reading = official_list::read(list.bytes, list.file, places, list.day);
        let before = shipped(SETTLEMENTS).and_then(|text| read_settlements(&text, SETTLEMENTS))?;
        reading.value = reading.value.map(|settlements| known_by(settlements, &before, list.day));
        Ok(reading)
    }

    /// The declaration of the source after a list was taken in, and its name, where it comes with the program; a source of
    /// the operator's own is declared by the operator.
    fn declared(&self, id: &str, known: Option<&Source>, taken: &Taken<'_>) -> Option<(String, String)> {
        let path = format!("sources/{id}.toml");
        shipped(&path).ok()?;
        let text = self.store.text(&path).ok()?;
        let gaps: &[CoverageGap] = known.map_or(&[], |source| &source.coverage.gaps);
        Some((taken.declared(&text, gaps), path))
    }
}

/// Which amendments are in a list, as far as it was said.
fn of_amendments(list: &Wording<'_>) -> Finding {
    let (code, message) = match &list.amendments {
        Some(amendments) => ("amendments", format!("state of {}; amendments included: {amendments}", list.day)),
        None => {
            let message = format!(
                "state of {}; which amendments it includes is not said: a line '# amendments: ...' at its beginning, or \
                 --amendments, says it",
                list.day
            );
            ("no_amendments", message)
        }
    };
    finding(Severity::Note, code, list.file, message)
}

/// What a later state says beyond what was known.
fn of_state(state: Reading<State>, base: Vec<Settlement>, days: [Date; 2], file: &str) -> Reading<Vec<Settlement>> {
    let mut findings = state.findings;
    let applied = state.value.map(|state| state.applied(base, days, file));
    let value = applied.and_then(|applied| {
        findings.extend(applied.findings);
        applied.value
    });
    Reading { value, findings }
}

/// The settlements with the day by which each period that the record before lacks was listed: that of this list, or an earlier
/// one that the record before knows.
fn known_by(mut settlements: Vec<Settlement>, before: &[Settlement], day: Date) -> Vec<Settlement> {
    let before: BTreeMap<&str, &Settlement> = before.iter().map(|s| (s.id.as_str(), s)).collect();
    for settlement in &mut settlements {
        let Some(known) = before.get(settlement.id.as_str()) else { continue };
        for period in settlement.periods.iter_mut().filter(|p| p.basis == Basis::Official) {
            let same_start = |p: &Period| {
                p.start == period.start
                    || p.begun_between().zip(period.start).is_some_and(|((after, by), day)| after < day && day <= by)
            };
            let same = known.periods.iter().find(|p| p.holder == period.holder && same_start(p));
            period.known_from = same.map_or(Some(day), |same| same.known_from);
        }
    }
    settlements
}
