//! Maps of one moment: each file, or the files of one day together, to a version.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::Import;
use super::files::unreadable;
use super::summary::progress;
use crate::model::{Date, Finding, Moment, Place, Reading, Severity, Version};
use crate::read::{Format, Mapping, compare, joined_parts};
use crate::store::{Provenance, Store};

/// Files read, and kept, at a time: a killed import loses no more than these.
const BATCH: usize = 32;

/// By what files are read.
pub(super) enum Reader {
    /// One of the known formats.
    Format(Format),
    /// What a file says of the properties.
    Mapping(Mapping),
}

impl Reader {
    fn source(&self) -> &str {
        match self {
            Self::Format(format) => format.source(),
            Self::Mapping(mapping) => &mapping.source,
        }
    }

    fn stamp_in_name(&self, file: &str) -> Option<Moment> {
        match self {
            Self::Format(format) => format.stamp_in_name(file),
            Self::Mapping(mapping) => mapping.stamp_in_name(file),
        }
    }

    fn comes_in_parts(&self) -> bool {
        match self {
            Self::Format(format) => format.comes_in_parts(),
            Self::Mapping(_) => false,
        }
    }

    fn read(&self, path: &Path, layer: Option<&str>, date: Option<Moment>, today: Date) -> (String, Reading<Version>) {
        let file = path.display().to_string();
        let reading = match std::fs::read(path) {
            Ok(bytes) => match self {
                Self::Format(format) => format.read_layer(&bytes, &file, layer, date, today),
                Self::Mapping(mapping) => mapping.read(&bytes, &file, date, today),
            },
            Err(e) => Reading { value: None, findings: vec![unreadable(&file, &e)] },
        };
        (file, reading)
    }
}

impl Import<'_> {
    /// Reads the files and keeps their versions.
    pub(super) fn maps(&mut self, reader: &Reader, files: Vec<PathBuf>) -> Result<(), String> {
        let (id, provenance) = self.source(reader.source())?;
        let (date, layer, today) = (self.args.date, self.args.layer.as_deref(), self.today);
        let mut series = Series::default();
        let bar = progress(files.len());
        for batch in groups(reader, files, date).chunks(BATCH) {
            let read: Vec<Vec<(String, Reading<Version>)>> = batch
                .par_iter()
                .map(|group| group.iter().map(|path| reader.read(path, layer, date, today)).collect())
                .collect();
            let mut versions = Vec::new();
            for mut group in read.into_iter().flat_map(by_stamp) {
                bar.inc(group.len() as u64);
                for version in group.iter_mut().filter_map(|(_, reading)| reading.value.as_mut()) {
                    version.source.clone_from(&id);
                }
                let (version, mut found, refused) = joined_of(&self.store, reader.comes_in_parts(), group);
                self.tally.refused += refused;
                let version = version.and_then(|(version, file)| {
                    let admitted = series.admit(&self.store, &version, &file, &mut found);
                    self.tally.refused += usize::from(!admitted);
                    admitted.then_some(version)
                });
                if let Some(version) = version {
                    versions.push((version, Provenance { findings: found.len(), ..provenance.clone() }));
                }
                self.findings.extend(found);
            }
            self.tally.add(&self.store.put(&versions).map_err(|e| e.to_string())?);
        }
        bar.finish_and_clear();
        Ok(())
    }
}

/// Files read, by the stamps of their versions: those whose names tell none were read together.
fn by_stamp(group: Vec<(String, Reading<Version>)>) -> Vec<Vec<(String, Reading<Version>)>> {
    let mut stamps: BTreeMap<Option<Moment>, Vec<(String, Reading<Version>)>> = BTreeMap::new();
    for (file, reading) in group {
        let stamp = reading.value.as_ref().map(|version| version.stamp);
        stamps.entry(stamp).or_default().push((file, reading));
    }
    stamps.into_values().collect()
}

/// The version of a group of files and the name of the last of them, what was found, and how many files were refused. Files
/// that are parts of a version are joined, with each other and with what the store has of that day.
fn joined_of(
    store: &Store,
    in_parts: bool,
    group: Vec<(String, Reading<Version>)>,
) -> (Option<(Version, String)>, Vec<Finding>, usize) {
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

/// By stamp, so that each version can be compared with the one before, by name where that tells none; together the files
/// that are parts of one version.
fn groups(reader: &Reader, mut files: Vec<PathBuf>, stamp: Option<Moment>) -> Vec<Vec<PathBuf>> {
    let of = |path: &PathBuf| stamp.or_else(|| reader.stamp_in_name(&path.to_string_lossy()));
    files.sort_by_cached_key(|path| (of(path), path.clone()));
    let parts = |a: &PathBuf, b: &PathBuf| reader.comes_in_parts() && of(a) == of(b);
    files.chunk_by(parts).map(<[PathBuf]>::to_vec).collect()
}
