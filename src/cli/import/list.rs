//! The official list: to a record of settlements, which stands for the one that comes with the program.

use std::path::Path;

use super::Import;
use crate::model::Date;
use crate::read::official_list::{self, SOURCE, places};
use crate::store::{Entry, Kind, settlements_text, shipped};

/// The settlements of the record that comes with the program.
const SETTLEMENTS: &str = "control/ua-official-list/settlements.geojson";

impl Import<'_> {
    /// Reads the list and keeps its record.
    pub(super) fn list(&mut self, path: &Path) -> Result<(), String> {
        let (id, _) = self.source(SOURCE)?;
        let file = path.display().to_string();
        let day = match self.args.date {
            Some(date) => date.date(),
            None => crate::read::deepstate_daily::date_in_name(&file)
                .map_err(|e| format!("{e}: the day the list stood so"))?,
        };
        let (positions, name) = match &self.args.settlements {
            Some(path) => {
                let name = path.display().to_string();
                (std::fs::read(path).map_err(|e| format!("{name}: {e}"))?, name)
            }
            None => {
                let text = shipped(SETTLEMENTS).map_err(|findings| super::told(&findings))?;
                (text.into_bytes(), format!("shipped data: {SETTLEMENTS}"))
            }
        };
        let reading = places(&positions, &name);
        self.findings.extend(reading.findings);
        let bytes = std::fs::read(path).map_err(|e| format!("{file}: {e}"))?;
        let Some(reading) = reading.value.map(|places| official_list::read(&bytes, &file, places, day)) else {
            self.tally.refused += 1;
            return Ok(());
        };
        let count = reading.findings.len();
        self.findings.extend(reading.findings);
        let Some(settlements) = reading.value else {
            self.tally.refused += 1;
            return Ok(());
        };
        self.declare_until(&id, day)?;
        let (_, provenance) = self.source(SOURCE)?;
        let entry = Entry {
            path: format!("control/{id}/settlements.geojson"),
            kind: Kind::Settlements,
            source: Some(id),
            version: None,
            licence: provenance.licence,
            attribution: provenance.attribution,
            date: Some(day.to_string()),
            sha256: String::new(),
            checker: None,
            findings: count,
        };
        let put = self.store.put_file(entry, &settlements_text(&settlements)).map_err(|e| e.to_string())?;
        self.tally.add(&[put]);
        Ok(())
    }

    /// Declares the source anew where the list is of another day than the one that comes with the program.
    fn declare_until(&mut self, id: &str, day: Date) -> Result<(), String> {
        let path = format!("sources/{id}.toml");
        // A source of the operator's own is declared by the operator.
        let Ok(text) = shipped(&path) else { return Ok(()) };
        let end = text.lines().find_map(|line| line.strip_prefix("coverage_end = "));
        let Some(old) = end.map(|value| value.trim_matches(['"', ' ']).to_owned()) else { return Ok(()) };
        let dated = |line: &str| {
            if line.starts_with("coverage_end = ") {
                format!("coverage_end = \"{day}\"\n")
            } else if line.starts_with("attribution = ") {
                line.replace(&format!("state of {old}"), &format!("state of {day}")) + "\n"
            } else {
                format!("{line}\n")
            }
        };
        let text: String = text.lines().map(dated).collect();
        self.store.declare(&text, &path).map_err(|e| e.to_string())?.map_err(|findings| super::told(&findings))?;
        Ok(())
    }
}
