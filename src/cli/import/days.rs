//! A table of places and days: a version for each day on which anything changed.

use std::fs::File;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::Import;
use super::files::unreadable;
use super::summary::progress;
use crate::model::{Date, Finding, Severity, Version};
use crate::read::viina::{self, Cells, Table};
use crate::store::Provenance;

/// Days made, and kept, at a time: each is some megabytes.
const BATCH: usize = 8;

impl Import<'_> {
    /// Reads the tables and keeps the versions of their days.
    pub(super) fn days(&mut self, files: &[PathBuf]) -> Result<(), String> {
        let (id, provenance) = self.source(viina::SOURCE)?;
        let Some(tessellation) = self.args.tessellation.as_deref() else {
            return Err("viina tells of places, not of outlines: --tessellation gives the file of their cells, \
                 gn_UA_tess.geojson or katotth_UA_tess.geojson"
                .into());
        };
        let name = tessellation.display().to_string();
        let bytes = std::fs::read(tessellation).map_err(|e| format!("{name}: {e}"))?;
        let reading = Cells::read(&bytes, &name);
        drop(bytes);
        self.findings.extend(reading.findings);
        let Some(cells) = reading.value else {
            self.tally.refused += files.len();
            return Ok(());
        };
        let mut files = files.to_vec();
        files.sort();
        for path in files {
            let (table, findings) = table(&path, self.args.column.as_deref(), &cells, self.today);
            let count = findings.len();
            self.findings.extend(findings);
            match table {
                Some(table) => self.keep(&id, &table, &cells, &Provenance { findings: count, ..provenance.clone() })?,
                None => self.tally.refused += 1,
            }
        }
        Ok(())
    }

    fn keep(&mut self, id: &str, table: &Table, cells: &Cells, provenance: &Provenance) -> Result<(), String> {
        let days = table.changes();
        let bar = progress(days.len());
        for batch in days.chunks(BATCH) {
            let versions: Vec<(Version, Provenance)> = batch
                .par_iter()
                .filter_map(|day| viina::version(table, cells, *day))
                .map(|version| (Version { source: id.into(), ..version }, provenance.clone()))
                .collect();
            self.tally.add(&self.store.put(&versions).map_err(|e| e.to_string())?);
            bar.inc(batch.len() as u64);
        }
        bar.finish_and_clear();
        Ok(())
    }
}

fn table(path: &Path, column: Option<&str>, cells: &Cells, today: Date) -> (Option<Table>, Vec<Finding>) {
    let name = path.display().to_string();
    match File::open(path) {
        Ok(file) => {
            let reading = viina::read(file, &name, column, cells, today);
            let broken = reading.findings.iter().any(|f| f.severity == Severity::Error);
            (reading.value.filter(|_| !broken), reading.findings)
        }
        Err(e) => (None, vec![unreadable(&name, &e)]),
    }
}
