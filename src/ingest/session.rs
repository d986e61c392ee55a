//! What comes of versions read: joined, compared with their neighbours, kept, counted. The one way into a data directory, for
//! files and for what was fetched.

use std::path::Path;
use std::sync::Arc;

use super::error::IngestError;
use super::progress::Progress;
use crate::read::{compare, joined_parts};
use contactline_core::model::{Date, Finding, Place, Reading, Severity, Source, Version};
use contactline_store::{Clock, Provenance, Put, Store, draw};

/// A data directory being filled, and what has come of it so far.
pub(super) struct IngestSession {
    /// The directory.
    pub(super) store: Store,
    /// The day nothing can be later than.
    pub(super) today: Date,
    /// What was done so far.
    pub(super) tally: Tally,
    /// What was found so far.
    pub(super) findings: Vec<Finding>,
    /// Who watches.
    pub(super) progress: Arc<dyn Progress>,
}

/// The versions of one source on their way in.
pub(super) struct SourceIngest {
    /// What is declared about the source.
    pub(super) source: Source,
    /// Whether files of one day are parts of one version.
    pub(super) in_parts: bool,
    series: Series,
}

/// What was done with the files.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    /// Versions that were not there.
    pub imported: usize,
    /// Versions that stood there otherwise.
    pub replaced: usize,
    /// Versions that stood there to the bit.
    pub unchanged: usize,
    /// Files refused.
    pub refused: usize,
}

/// What was read of one file, and the file's name.
pub(super) type Read = (String, Reading<Version>);

impl IngestSession {
    /// Draws what the directory holds now, so that the next start need not: the writer is done, and others may write.
    pub(super) fn close(self) -> (Tally, Vec<Finding>) {
        let Self { store, tally, findings, .. } = self;
        let directory = store.directory().to_path_buf();
        drop(store);
        // A directory that cannot be drawn is told by who asks it; one that is not drawn is drawn at each start.
        if tally.imported + tally.replaced > 0
            && let Err(error) = draw(&directory)
        {
            tracing::debug!(%error, "what was drawn is not kept");
        }
        (tally, findings)
    }

    /// The directory opened; what comes in is recorded with the second that `clock` tells.
    ///
    /// # Errors
    /// It cannot be written.
    pub(super) fn open(directory: &Path, clock: Clock, progress: Arc<dyn Progress>) -> Result<Self, IngestError> {
        let (store, today) = (Store::open(directory, clock)?, clock().date());
        Ok(Self { store, today, tally: Tally::default(), findings: Vec::new(), progress })
    }

    /// What takes in the versions of a source; `in_parts`: files of one day are parts of one version.
    ///
    /// # Errors
    /// The source is not declared.
    pub(super) fn of_source(&self, source: &str, in_parts: bool) -> Result<SourceIngest, IngestError> {
        let source = self.store.source(source)?;
        Ok(SourceIngest { source, in_parts, series: Series::default() })
    }

    /// The id of a source, and what the manifest tells of its files.
    ///
    /// # Errors
    /// The source is not declared.
    pub(super) fn provenance(&self, source: &str) -> Result<(String, Provenance), IngestError> {
        let ingest = self.of_source(source, false)?;
        Ok((ingest.source.id.clone(), ingest.provenance(0)))
    }

    /// Keeps what was read of groups of files, each the parts of one version, in order of their stamps. Nothing is written of
    /// what had to be refused.
    ///
    /// # Errors
    /// The directory cannot be written.
    pub(super) fn keep(&mut self, ingest: &mut SourceIngest, groups: Vec<Vec<Read>>) -> Result<(), IngestError> {
        let mut versions = Vec::new();
        for mut group in groups {
            for version in group.iter_mut().filter_map(|(_, reading)| reading.value.as_mut()) {
                version.source.clone_from(&ingest.source.id);
            }
            let (version, mut found, refused) = joined_of(&self.store, ingest.in_parts, group);
            self.tally.refused += refused;
            let version = version.and_then(|(version, file)| {
                let admitted = ingest.series.admit(&self.store, &version, &file, &mut found);
                self.tally.refused += usize::from(!admitted);
                admitted.then_some(version)
            });
            versions.extend(version.map(|version| (version, ingest.provenance(found.len()))));
            self.findings.extend(found);
        }
        self.tally.add(&self.store.put(&versions)?);
        Ok(())
    }
}

impl SourceIngest {
    fn provenance(&self, findings: usize) -> Provenance {
        let (licence, attribution) = (self.source.licence.clone(), self.source.attribution.clone());
        Provenance { licence, attribution, findings }
    }
}

/// The version of a group of files and the name of the last of them, what was found, and how many files were refused. Files
/// that are parts of a version are joined, with each other and with what the store has of that day.
fn joined_of(store: &Store, in_parts: bool, group: Vec<Read>) -> (Option<(Version, String)>, Vec<Finding>, usize) {
    let (mut parts, mut last, mut findings, mut refused) = (Vec::new(), String::new(), Vec::new(), 0);
    for (file, reading) in group {
        let is_error = reading.findings.iter().any(|f| f.severity == Severity::Error);
        findings.extend(reading.findings);
        match reading.value {
            Some(version) => {
                parts.push(version);
                last = file;
            }
            None => refused += usize::from(is_error),
        }
    }
    if !in_parts {
        return (parts.pop().map(|version| (version, last)), findings, refused);
    }
    let kept = parts.last().and_then(|version| store.version(&version.source, version.stamp).ok().flatten());
    let joined = joined_parts(kept, parts, &last).map(|(version, found)| {
        findings.extend(found);
        (version, last)
    });
    (joined, findings, refused)
}

/// The versions of this run in order of days, each compared with the one before it, of this run or kept earlier.
#[derive(Default)]
struct Series {
    last: Option<(Version, String)>,
}

impl Series {
    /// Whether the version may be kept: not where an earlier file of this run has its day with another outline.
    fn admit(&mut self, store: &Store, version: &Version, file: &str, findings: &mut Vec<Finding>) -> bool {
        let place = Place { file: Some(file.into()), ..Place::default() };
        if let Some((last, earlier)) = self.last.as_ref().filter(|(last, _)| last.stamp == version.stamp) {
            let same = last == version;
            let severity = if same { Severity::Note } else { Severity::Error };
            let what = if same { "the same version" } else { "another version" };
            let message = format!("{earlier} is {what} of {}", version.stamp);
            findings.push(Finding { severity, code: "same_day", place, message });
            return same;
        }
        let kept = store.stamps(&version.source).into_iter().rfind(|stamp| *stamp < version.stamp);
        let last = self.last.take().map(|(last, _)| last);
        let previous = match (last, kept) {
            (Some(last), Some(kept)) if kept > last.stamp => store.version(&version.source, kept),
            (Some(last), _) => Ok(Some(last)),
            (None, Some(kept)) => store.version(&version.source, kept),
            (None, None) => Ok(None),
        };
        match previous {
            Ok(Some(previous)) => findings.extend(compare(&previous, version, file)),
            Ok(None) => {}
            // The version before is broken: `check` tells of it, and this one is none the worse for it.
            Err(problems) => {
                findings.extend(problems.into_iter().map(|f| Finding { severity: Severity::Warning, ..f }))
            }
        }
        self.last = Some((version.clone(), file.into()));
        true
    }
}

/// What was done and found, in a line.
pub(super) fn summary(tally: Tally, findings: &[Finding]) -> String {
    format!("{tally}; findings: {}", by_code(findings))
}

/// `winding 536, gap 4`, most first.
fn by_code(findings: &[Finding]) -> String {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for finding in findings {
        match counts.iter_mut().find(|(code, _)| *code == finding.code) {
            Some((_, count)) => *count += 1,
            None => counts.push((finding.code, 1)),
        }
    }
    counts.sort_by_key(|(code, count)| (std::cmp::Reverse(*count), *code));
    if counts.is_empty() {
        return "none".into();
    }
    counts.iter().map(|(code, count)| format!("{code} {count}")).collect::<Vec<_>>().join(", ")
}

/// A finding about a file as a whole.
pub(super) fn finding(severity: Severity, code: &'static str, file: &str, message: String) -> Finding {
    Finding { severity, code, place: Place { file: Some(file.into()), ..Place::default() }, message }
}

impl Tally {
    pub(super) fn add(&mut self, puts: &[Put]) {
        for put in puts {
            match put {
                Put::New => self.imported += 1,
                Put::Replaced => self.replaced += 1,
                Put::Same => self.unchanged += 1,
            }
        }
    }
}

impl std::fmt::Display for Tally {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} imported, {} replaced", self.imported, self.replaced)?;
        write!(f, ", {} already there, {} refused", self.unchanged, self.refused)
    }
}
