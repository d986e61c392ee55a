//! The official list: to a record of settlements, which stands for the one that comes with the program.

use std::collections::BTreeMap;

use super::Import;
use super::files::{Document, single};
use crate::ingest::IngestError;
use crate::read::official_list::{self, SOURCE, places};
use contactline_core::model::{Basis, Date, Settlement};
use contactline_store::{Entry, Kind, read_settlements, settlements_text, shipped};

/// The settlements of the record that comes with the program.
const SETTLEMENTS: &str = "control/ua-official-list/settlements.geojson";

impl Import<'_> {
    /// Reads the list and keeps its record.
    pub(super) fn list(&mut self, document: &Document) -> Result<(), IngestError> {
        let id = self.source(SOURCE).to_owned();
        let file = document.name();
        let day = match self.request.date {
            Some(date) => date.date(),
            None => crate::read::deepstate_daily::date_in_name(&file)
                .map_err(|e| IngestError::Named(format!("{e}: the day the list stood so")))?,
        };
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
        let bytes = document.bytes()?;
        let Some(reading) = reading.value.map(|places| official_list::read(&bytes, &file, places, day)) else {
            self.session.tally.refused += 1;
            return Ok(());
        };
        let count = reading.findings.len();
        self.session.findings.extend(reading.findings);
        let Some(settlements) = reading.value else {
            self.session.tally.refused += 1;
            return Ok(());
        };
        let before = shipped(SETTLEMENTS).and_then(|text| read_settlements(&text, SETTLEMENTS));
        let settlements = known_by(settlements, &before?, day);
        let declared = declared_until(&id, day).map(|(text, file)| {
            let declaration = self.session.store.declaration(&text, &file);
            declaration.map(|(source, entry)| (source, (entry, text)))
        });
        let (source, declaration) = match declared.transpose()? {
            Some((source, declaration)) => (source, Some(declaration)),
            None => (self.session.of_source(&id, false)?.source, None),
        };
        let entry = Entry {
            path: format!("control/{id}/settlements.geojson"),
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
}

/// The settlements with the day by which each period that the record before lacks was listed: that of this list, or an earlier
/// one that the record before knows.
fn known_by(mut settlements: Vec<Settlement>, before: &[Settlement], day: Date) -> Vec<Settlement> {
    let before: BTreeMap<&str, &Settlement> = before.iter().map(|s| (s.id.as_str(), s)).collect();
    for settlement in &mut settlements {
        let Some(known) = before.get(settlement.id.as_str()) else { continue };
        for period in settlement.periods.iter_mut().filter(|p| p.basis == Basis::Official) {
            let same = known.periods.iter().find(|p| p.holder == period.holder && p.start == period.start);
            period.known_from = same.map_or(Some(day), |same| same.known_from);
        }
    }
    settlements
}

/// The declaration of the source with the list's day as its last, and its name, where it comes with the program; a source of
/// the operator's own is declared by the operator.
fn declared_until(id: &str, day: Date) -> Option<(String, String)> {
    let path = format!("sources/{id}.toml");
    let text = shipped(&path).ok()?;
    let end = text.lines().find_map(|line| line.strip_prefix("coverage_end = "))?;
    let old = end.trim_matches(['"', ' ']);
    let dated = |line: &str| {
        if line.starts_with("coverage_end = ") {
            format!("coverage_end = \"{day}\"\n")
        } else if line.starts_with("attribution = ") {
            line.replace(&format!("state of {old}"), &format!("state of {day}")) + "\n"
        } else {
            format!("{line}\n")
        }
    };
    Some((text.lines().map(dated).collect(), path))
}
