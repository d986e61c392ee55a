//! VIINA: a zipped table for each year, rewritten whole by each release, and the cells of its places.
//!
//! What a year says is kept as soon as it has come, and one year is in memory at a time. A year whose file is as it was is not read
//! again, unless the cells or the column changed.

use std::collections::BTreeSet;
use std::io::Cursor;

use super::{Asked, Fetched, Sync};
use crate::fetch::{Answer, Tag, days};
use crate::ingest::IngestError;
use crate::read::viina::{self, Cells};
use contactline_core::model::Severity;
use contactline_store::{Provenance, sha256_hex};

/// The tables of years, and their cells.
pub(super) struct Years<'a> {
    /// A year's table; `{YYYY}` stands for it.
    pub year: &'a str,
    /// The cells of its places.
    pub cells: &'a str,
    /// The first year.
    pub first: i16,
    /// The column that is read (none: the majority of the others).
    pub column: Option<&'a str>,
}

/// What came of asking for the cells.
enum Found {
    /// They are those that the kept days were made of.
    Same,
    /// They are these.
    Read(Cells),
    /// They had to be refused, which was told.
    Refused,
}

impl Sync {
    /// Fetches the years that changed, and keeps their days.
    ///
    /// # Errors
    /// Why the run had to end; what was kept before stays.
    pub(super) fn years(&mut self, plan: &Years<'_>) -> Result<(), IngestError> {
        let kept: BTreeSet<i32> =
            self.session.store.stamps(viina::SOURCE).iter().map(|s| s.date().parts()[0]).collect();
        let mut cells =
            match self.cells(plan.cells, if kept.is_empty() { Tag::default() } else { self.state.tag(plan.cells) })? {
                Found::Refused => return Ok(()),
                Found::Same => None,
                Found::Read(cells) => Some(cells),
            };
        for year in self.days.years(plan.first) {
            let url = days::url_of_year(plan.year, year);
            // What is read of a file depends on the column: with another one it is read anew.
            let key = format!("{url}#{}", plan.column.unwrap_or(viina::COLUMN));
            let known = if kept.contains(&i32::from(year)) { self.state.tag(&key) } else { Tag::default() };
            let asked = match self.ask(&url, &key, known) {
                Ok(asked) => asked,
                Err(error) => {
                    self.failed(&url, error)?;
                    continue;
                }
            };
            match asked {
                Asked::Same => self.session.tally.unchanged += 1,
                Asked::RefusedBefore => self.refused_before += 1,
                // The file of a year that has begun may be still to come.
                Asked::Absent if i32::from(year) == self.session.today.parts()[0] => {}
                Asked::Absent => self.refuse(&url, "absent", "there is nothing at this address".into())?,
                Asked::New(fetched) => {
                    if cells.is_none() {
                        match self.cells(plan.cells, Tag::default())? {
                            Found::Read(read) => cells = Some(read),
                            Found::Same | Found::Refused => return Ok(()),
                        }
                    }
                    if let Some(cells) = &cells {
                        self.year(plan.column, &url, &key, fetched, cells)?;
                    }
                }
            }
        }
        Ok(())
    }

    /// Reads the table of a year and keeps its days, or remembers that it had to be refused.
    fn year(
        &mut self,
        column: Option<&str>,
        url: &str,
        key: &str,
        fetched: Fetched,
        cells: &Cells,
    ) -> Result<(), IngestError> {
        let reading = viina::read(Cursor::new(&fetched.bytes), url, column, cells, self.session.today);
        let is_broken = reading.findings.iter().any(|f| f.severity == Severity::Error);
        let findings = reading.findings.len();
        self.session.findings.extend(reading.findings);
        match reading.value.filter(|_| !is_broken) {
            Some(table) => {
                let (id, provenance) = self.session.provenance(viina::SOURCE)?;
                self.session.table(&id, &table, cells, &Provenance { findings, ..provenance }, url)?;
                self.state.refused.remove(key);
                self.state.tags.insert(key.into(), fetched.tag);
            }
            None => {
                self.session.tally.refused += 1;
                self.remember_refused(key, fetched);
            }
        }
        self.remember()
    }

    /// The cells at an address. Where they are others than those of the kept days, every year is read again.
    fn cells(&mut self, url: &str, known: Tag) -> Result<Found, IngestError> {
        let (bytes, tag) = match self.client.get(url, &known)? {
            Answer::Same => return Ok(Found::Same),
            Answer::Absent => {
                let source = self.source();
                return Err(IngestError::Answer(format!(
                    "{url}: there are no cells at this address; [source.{source}] names it"
                )));
            }
            Answer::Body { bytes, tag } => (bytes, tag),
        };
        let sha256 = sha256_hex(&bytes);
        let reading = Cells::read(&bytes, url);
        drop(bytes);
        self.session.findings.extend(reading.findings);
        let Some(cells) = reading.value else {
            self.session.tally.refused += 1;
            return Ok(Found::Refused);
        };
        if self.state.cells.as_ref() != Some(&sha256) {
            self.state.tags.clear();
            self.state.refused.clear();
            self.state.cells = Some(sha256);
        }
        self.state.tags.insert(url.into(), tag);
        self.remember()?;
        Ok(Found::Read(cells))
    }
}
