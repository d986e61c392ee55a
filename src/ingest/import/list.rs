//! The official list: to a record of settlements, which stands for the one that comes with the program.

use std::collections::BTreeMap;

use super::Import;
use super::files::{Document, single};
use crate::ingest::IngestError;
use crate::read::official_list::{self, SOURCE, State, changes, places};
use contactline_core::model::{Basis, CoverageGap, Date, Period, Reading, Settlement, Severity};
use contactline_store::{Entry, Kind, read_settlements, settlements_text, shipped};

/// The settlements of the record that comes with the program.
const SETTLEMENTS: &str = "control/ua-official-list/settlements.geojson";

impl Import<'_> {
    /// Reads the list and keeps its record: a list with its days stands for what was known before, a later state that is known by
    /// its codes alone goes on with it.
    pub(super) fn list(&mut self, document: &Document) -> Result<(), IngestError> {
        let id = self.source(SOURCE).to_owned();
        let file = document.name();
        let day = match self.request.date {
            Some(date) => date.date(),
            None => crate::read::deepstate_daily::date_in_name(&file)
                .map_err(|e| IngestError::Named(format!("{e}: the day the list stood so")))?,
        };
        let bytes = document.bytes()?;
        let path = format!("control/{id}/settlements.geojson");
        let base = self.session.store.text(&path).or_else(|_| shipped(SETTLEMENTS));
        let base = read_settlements(&base?, &path)?;
        let until = self.session.store.source(&id).ok().and_then(|source| source.coverage.end);
        let (reading, known_before) = match State::read(&bytes, &file) {
            None => (self.whole_list(&bytes, &file, day)?, None),
            Some(state) => match until.filter(|until| *until < day) {
                Some(until) => (of_state(state, base.clone(), [until, day], &file), Some(until)),
                None => {
                    let until = until.map_or_else(|| "no day".into(), |until| until.to_string());
                    let message = format!("codes alone go on with what is known up to {until}: {day} is not later");
                    self.refuse(std::slice::from_ref(document), "bad_date", &message);
                    return Ok(());
                }
            },
        };
        let count = reading.findings.len();
        self.session.findings.extend(reading.findings);
        let Some(settlements) = reading.value else {
            self.session.tally.refused += 1;
            return Ok(());
        };
        if let Some(until) = until.filter(|until| *until > day) {
            let message = format!("this state is older than the one it stands for from now on, that of {until}");
            self.session.findings.push(super::files::finding(Severity::Note, "older_state", &file, message));
        }
        self.session.findings.extend(changes(&base, &settlements, &file));
        let declared = self.declared_until(&id, known_before, day).map(|(text, file)| {
            let declaration = self.session.store.declaration(&text, &file);
            declaration.map(|(source, entry)| (source, (entry, text)))
        });
        let (source, declaration) = match declared.transpose()? {
            Some((source, declaration)) => (source, Some(declaration)),
            None => (self.session.of_source(&id, false)?.source, None),
        };
        let entry = Entry {
            path,
            kind: Kind::Settlements,
            source: Some(id),
            version: None,
            licence: source.licence,
            attribution: source.attribution,
            date: Some(day.to_string()),
            sha256: String::new(),
            checker: None,
            findings: count,
        };
        // Together: what is declared of the list's last day never stands beside another list.
        let files = declaration.into_iter().chain([(entry, settlements_text(&settlements))]).collect();
        let puts = self.session.store.put_files(files)?;
        puts.last().into_iter().for_each(|put| self.session.tally.add(&[*put]));
        Ok(())
    }

    /// A list with its days.
    fn whole_list(&mut self, bytes: &[u8], file: &str, day: Date) -> Result<Reading<Vec<Settlement>>, IngestError> {
        let (positions, name) = match &self.request.settlements {
            Some(path) => {
                let places = single(path)?;
                (places.bytes()?, places.name())
            }
            None => {
                let text = shipped(SETTLEMENTS)?;
                (text.into_bytes(), format!("shipped data: {SETTLEMENTS}"))
            }
        };
        let reading = places(&positions, &name);
        self.session.findings.extend(reading.findings);
        let Some(places) = reading.value else { return Ok(Reading { value: None, findings: Vec::new() }) };
        let mut reading = official_list::read(bytes, file, places, day);
        let before = shipped(SETTLEMENTS).and_then(|text| read_settlements(&text, SETTLEMENTS))?;
        reading.value = reading.value.map(|settlements| known_by(settlements, &before, day));
        Ok(reading)
    }

    /// The declaration of the source with the list's day as its last, and its name, where it comes with the program; a source of
    /// the operator's own is declared by the operator. Of a list with its days there is no gap; codes alone leave one after the
    /// day up to which the list was known before.
    fn declared_until(&self, id: &str, known_before: Option<Date>, day: Date) -> Option<(String, String)> {
        let path = format!("sources/{id}.toml");
        shipped(&path).ok()?;
        let text = self.session.store.text(&path).ok()?;
        let mut gaps = match known_before {
            Some(_) => self.session.store.source(id).ok()?.coverage.gaps,
            None => Vec::new(),
        };
        let gap = known_before.map(|known| CoverageGap { first: known.plus_days(1), last: day.plus_days(-1) });
        gaps.extend(gap.filter(|gap| gap.first <= gap.last));
        let written = |gap: &CoverageGap| format!("{{ from = \"{}\", until = \"{}\" }}", gap.first, gap.last);
        let gaps = gaps.iter().map(written).collect::<Vec<_>>().join(", ");
        let states = |line: &str| match (line.find(", state"), line.find(". Contains")) {
            (Some(from), Some(to)) if from < to => {
                let states = match known_before {
                    Some(_) => format!("{} and {day}", &line[from..to]).replacen(", state of", ", states of", 1),
                    None => format!(", state of {day}"),
                };
                format!("{}{states}{}\n", &line[..from], &line[to..])
            }
            _ => format!("{line}\n"),
        };
        let dated = |line: &str| match line.split(" = ").next() {
            Some("coverage_end") => format!("coverage_end = \"{day}\"\ncoverage_gaps = [{gaps}]\n"),
            Some("coverage_gaps") => String::new(),
            Some("attribution") => states(line),
            _ => format!("{line}\n"),
        };
        Some((text.lines().map(dated).collect(), path))
    }
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
