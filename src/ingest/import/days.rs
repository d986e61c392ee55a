//! A table of places and days in a file.

use super::Import;
use super::files::{Document, single};
use crate::ingest::IngestError;
use crate::read::viina::{self, Cells, Table};
use contactline_core::model::{Date, Finding, Severity};
use contactline_store::Provenance;

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
                Some(table) => {
                    let provenance = Provenance { findings: count, ..provenance.clone() };
                    self.session.table(&id, &table, &cells, &provenance, &document.name())?;
                }
                None => self.session.tally.refused += 1,
            }
        }
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
