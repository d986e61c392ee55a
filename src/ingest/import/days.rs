//! A table of places and days: a version for each day on which anything changed.

use rayon::prelude::*;

use super::Import;
use super::files::{Document, single};
use crate::ingest::IngestError;
use crate::read::viina::{self, Cells, Table};
use contactline_core::model::{Date, Finding, Severity, Version};
use contactline_store::Provenance;

/// Days made, and kept, at a time: each is some megabytes.
const BATCH: usize = 8;

impl Import<'_> {
    /// Reads the tables and keeps the versions of their days.
    pub(super) fn days(&mut self, files: &[Document]) -> Result<(), IngestError> {
        let (id, provenance) = self.session.provenance(self.source(viina::SOURCE))?;
        let Some(tessellation) = self.request.tessellation.as_deref() else {
            let message = "viina tells of places, not of outlines: --tessellation gives the file of their cells, \
                 gn_UA_tess.geojson or katotth_UA_tess.geojson";
            self.refuse(files, "no_cells", message);
            return Ok(());
        };
        let document = single(tessellation)?;
        let (name, bytes) = (document.name(), document.bytes()?);
        let reading = Cells::read(&bytes, &name);
        drop(bytes);
        self.session.findings.extend(reading.findings);
        let Some(cells) = reading.value else {
            self.session.tally.refused += files.len();
            return Ok(());
        };
        let mut files = files.to_vec();
        files.sort_by_cached_key(Document::name);
        for document in files {
            let (table, findings) = table(&document, self.request.column.as_deref(), &cells, self.session.today);
            let count = findings.len();
            self.session.findings.extend(findings);
            match table {
                Some(table) => self.keep(&id, &table, &cells, &Provenance { findings: count, ..provenance.clone() })?,
                None => self.session.tally.refused += 1,
            }
        }
        Ok(())
    }

    fn keep(&mut self, id: &str, table: &Table, cells: &Cells, provenance: &Provenance) -> Result<(), IngestError> {
        let days = table.changes();
        self.session.progress.begin(days.len(), "days");
        for batch in days.chunks(BATCH) {
            let versions: Vec<(Version, Provenance)> = batch
                .par_iter()
                .filter_map(|day| viina::version(table, cells, *day))
                .map(|version| (Version { source: id.into(), ..version }, provenance.clone()))
                .collect();
            self.session.tally.add(&self.session.store.put(&versions)?);
            self.session.progress.advance(batch.len());
        }
        self.session.progress.end();
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
