//! A table of places and days: a version for each day on which anything changed.

use rayon::prelude::*;

use super::Import;
use super::files::{Document, single};
use crate::cli::intake::progress;
use crate::read::viina::{self, Cells, Table};
use contactline_core::model::{Date, Finding, Severity, Version};
use contactline_store::Provenance;

/// Days made, and kept, at a time: each is some megabytes.
const BATCH: usize = 8;

impl Import<'_> {
    /// Reads the tables and keeps the versions of their days.
    pub(super) fn days(&mut self, files: &[Document]) -> Result<(), String> {
        let (id, provenance) = self.intake.provenance(self.source(viina::SOURCE))?;
        let Some(tessellation) = self.args.tessellation.as_deref() else {
            let message = "viina tells of places, not of outlines: --tessellation gives the file of their cells, \
                 gn_UA_tess.geojson or katotth_UA_tess.geojson";
            self.refuse(files, "no_cells", message);
            return Ok(());
        };
        let document = single(tessellation)?;
        let (name, bytes) = (document.name(), document.bytes().map_err(|finding| super::told(&[*finding]))?);
        let reading = Cells::read(&bytes, &name);
        drop(bytes);
        self.intake.findings.extend(reading.findings);
        let Some(cells) = reading.value else {
            self.intake.tally.refused += files.len();
            return Ok(());
        };
        let mut files = files.to_vec();
        files.sort_by_cached_key(Document::name);
        for document in files {
            let (table, findings) = table(&document, self.args.column.as_deref(), &cells, self.intake.today);
            let count = findings.len();
            self.intake.findings.extend(findings);
            match table {
                Some(table) => self.keep(&id, &table, &cells, &Provenance { findings: count, ..provenance.clone() })?,
                None => self.intake.tally.refused += 1,
            }
        }
        Ok(())
    }

    fn keep(&mut self, id: &str, table: &Table, cells: &Cells, provenance: &Provenance) -> Result<(), String> {
        let days = table.changes();
        let bar = progress(days.len(), "days");
        for batch in days.chunks(BATCH) {
            let versions: Vec<(Version, Provenance)> = batch
                .par_iter()
                .filter_map(|day| viina::version(table, cells, *day))
                .map(|version| (Version { source: id.into(), ..version }, provenance.clone()))
                .collect();
            self.intake.tally.add(&self.intake.store.put(&versions).map_err(|e| e.to_string())?);
            bar.inc(batch.len() as u64);
        }
        bar.finish_and_clear();
        Ok(())
    }
}

fn table(document: &Document, column: Option<&str>, cells: &Cells, today: Date) -> (Option<Table>, Vec<Finding>) {
    match document.with(|file| viina::read(file, &document.name(), column, cells, today)) {
        Ok(reading) => {
            let broken = reading.findings.iter().any(|f| f.severity == Severity::Error);
            (reading.value.filter(|_| !broken), reading.findings)
        }
        Err(finding) => (None, vec![*finding]),
    }
}
