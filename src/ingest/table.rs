//! A table of places and days: a version for each day on which anything changed. From files or from a publisher's server, it
//! comes in here.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::error::IngestError;
use super::session::{IngestSession, finding};
use crate::read::viina::{self, Cells, Table};
use contactline_core::model::{Date, Severity, Version};
use contactline_store::Provenance;

/// Days made, and kept, at a time: each is some megabytes.
const BATCH: usize = 8;

impl IngestSession {
    /// Keeps the versions of the days on which a table changes, and of some between, so that no version is out of date while the
    /// table says the same of days on end. A day that an earlier table changed on and this one does not is kept too, as this one
    /// has it: publishers write whole years anew.
    ///
    /// # Errors
    /// The directory cannot be written.
    pub(super) fn table(
        &mut self,
        id: &str,
        table: &Table,
        cells: &Cells,
        provenance: &Provenance,
        file: &str,
    ) -> Result<(), IngestError> {
        let mut days: BTreeSet<Date> = table.changes().into_iter().collect();
        let (first, last) = (days.first().copied(), days.last().copied());
        let within = |day: &Date| first.is_some_and(|first| first <= *day) && last.is_some_and(|last| *day <= last);
        let kept = self.store.stamps(id).into_iter().map(|stamp| stamp.date()).filter(within);
        let (again, without): (Vec<Date>, Vec<Date>) = kept.partition(|day| table.has(*day));
        if let Some(day) = without.first() {
            let message = format!(
                "no row of {} days of which an earlier table had some, such as {day}: they stay as they were",
                without.len()
            );
            self.findings.push(finding(Severity::Warning, "day_without_row", file, message));
        }
        days.extend(again);
        let limit_days = i32::try_from(self.store.source(id)?.stale_after_days).unwrap_or(i32::MAX).max(1);
        let mut before: Option<Date> = None;
        for day in table.days() {
            if days.contains(&day) || before.is_some_and(|before| day.days() - before.days() >= limit_days) {
                days.insert(day);
                before = Some(day);
            }
        }
        let days: Vec<Date> = days.into_iter().collect();
        self.progress.begin(days.len(), "days");
        for batch in days.chunks(BATCH) {
            let versions: Vec<(Version, Provenance)> = batch
                .par_iter()
                .filter_map(|day| viina::version(table, cells, *day))
                .map(|version| (Version { source: id.into(), ..version }, provenance.clone()))
                .collect();
            self.tally.add(&self.store.put(&versions)?);
            self.progress.advance(batch.len());
        }
        self.progress.end();
        Ok(())
    }
}
