//! `contactline import`: foreign files into a data directory, with everything found on the way.

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use rayon::prelude::*;

use super::findings::{Outcome, print};
use super::when::today;
use crate::model::{Date, Finding, Moment, Place, Reading, Severity, Version};
use crate::read::{Format, compare, joined};
use crate::store::{Provenance, Put, Store, StoreError, embedded_source};

/// Files read, and kept, at a time: a killed import loses no more than these.
const BATCH: usize = 32;

/// `import`: a format, and the files in it.
#[derive(Debug, clap::Args)]
pub struct ImportArgs {
    /// What the files are: deepstate-daily, deepstate-raw, isw or nzz
    pub format: Format,
    /// The day or moment of the version, for one file that does not tell it
    #[arg(long, value_name = "DATE")]
    pub date: Option<Moment>,
    /// Print the findings as a JSON array
    #[arg(long)]
    pub json: bool,
    /// Files, or directories whose *.geojson and *.json are meant
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
}

/// What was done with the files.
#[derive(Default)]
struct Tally {
    imported: usize,
    replaced: usize,
    unchanged: usize,
    refused: usize,
}

/// Imports the files; findings and a summary go to `out`. Counted in the outcome are files refused.
///
/// # Errors
/// The data directory cannot be written, or a file or folder named is not there.
pub fn run(args: &ImportArgs, directory: &Path, out: &mut dyn io::Write) -> Result<Outcome, String> {
    let today = today();
    let files = expanded(&args.files)?;
    if args.date.is_some() && files.len() != 1 {
        return Err(format!("--date is for one file; there are {}", files.len()));
    }
    let source = embedded_source(args.format.source())
        .map_err(|f| f.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))?;
    let mut store = Store::open(directory).map_err(|e| e.to_string())?;
    let mut series = Series::default();
    let (mut tally, mut findings) = (Tally::default(), Vec::new());
    let bar = progress(files.len());
    for batch in groups(args.format, files, args.date).chunks(BATCH) {
        let read: Vec<Vec<(String, Reading<Version>)>> = batch
            .par_iter()
            .map(|group| group.iter().map(|path| read(args.format, path, args.date, today)).collect())
            .collect();
        let mut versions = Vec::new();
        for group in read {
            bar.inc(group.len() as u64);
            let (version, mut found, refused) = joined_of(&store, args.format, group);
            tally.refused += refused;
            let version = version.and_then(|(version, file)| {
                let admitted = series.admit(&store, &version, &file, &mut found);
                tally.refused += usize::from(!admitted);
                admitted.then_some(version)
            });
            if let Some(version) = version {
                let licence = source.licence.clone();
                let attribution = source.attribution.clone();
                versions.push((version, Provenance { licence, attribution, findings: found.len() }));
            }
            findings.extend(found);
        }
        tally.add(&store.put(&versions).map_err(|e: StoreError| e.to_string())?);
    }
    bar.finish_and_clear();
    print(&findings, args.json, out)?;
    if !args.json {
        writeln!(out, "{tally}; findings: {}", by_code(&findings)).map_err(|e| e.to_string())?;
    }
    Ok(Outcome { findings: tally.refused })
}

/// The version of a group of files and the name of the last of them, what was found, and how many files were refused. Files
/// that are parts of a version are joined, with each other and with what the store has of that day.
fn joined_of(
    store: &Store,
    format: Format,
    group: Vec<(String, Reading<Version>)>,
) -> (Option<(Version, String)>, Vec<Finding>, usize) {
    let (mut whole, mut findings, mut refused) = (None::<(Version, String)>, Vec::new(), 0);
    for (file, reading) in group {
        let is_error = reading.findings.iter().any(|f| f.severity == Severity::Error);
        findings.extend(reading.findings);
        let Some(version) = reading.value else {
            refused += usize::from(is_error);
            continue;
        };
        let stored = || match (&whole, format.comes_in_parts()) {
            (None, true) => store.version(&version.source, version.stamp).ok().flatten(),
            _ => None,
        };
        let earlier = stored().or_else(|| whole.take().map(|(version, _)| version));
        whole = Some((earlier.map_or(version.clone(), |earlier| joined(earlier, version)), file));
    }
    (whole, findings, refused)
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

fn read(format: Format, path: &Path, date: Option<Moment>, today: Date) -> (String, Reading<Version>) {
    let file = path.display().to_string();
    let reading = match std::fs::read(path) {
        Ok(bytes) => format.read(&bytes, &file, date, today),
        Err(e) => {
            let place = Place { file: Some(file.clone()), ..Place::default() };
            let finding = Finding { severity: Severity::Error, code: "unreadable", place, message: e.to_string() };
            Reading { value: None, findings: vec![finding] }
        }
    };
    (file, reading)
}

/// The files named, and those ending in `.geojson` or `.json` in the directories named.
fn expanded(paths: &[PathBuf]) -> Result<Vec<PathBuf>, String> {
    let mut files = Vec::new();
    for path in paths {
        if !path.is_dir() {
            files.push(path.clone());
            continue;
        }
        let listing = std::fs::read_dir(path).map_err(|e| format!("{}: {e}", path.display()))?;
        let before = files.len();
        files.extend(
            listing
                .filter_map(Result::ok)
                .map(|f| f.path())
                .filter(|f| f.extension().is_some_and(|e| e == "geojson" || e == "json")),
        );
        if files.len() == before {
            return Err(format!("{}: no *.geojson or *.json in this directory", path.display()));
        }
    }
    Ok(files)
}

/// By stamp, so that each version can be compared with the one before, by name where that tells none; together the files
/// that are parts of one version.
fn groups(format: Format, mut files: Vec<PathBuf>, stamp: Option<Moment>) -> Vec<Vec<PathBuf>> {
    let of = |path: &PathBuf| stamp.or_else(|| format.stamp_in_name(&path.to_string_lossy()));
    files.sort_by_cached_key(|path| (of(path), path.clone()));
    let parts = |a: &PathBuf, b: &PathBuf| format.comes_in_parts() && of(a).is_some() && of(a) == of(b);
    files.chunk_by(parts).map(<[PathBuf]>::to_vec).collect()
}

fn progress(files: usize) -> ProgressBar {
    if !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(Some(files as u64), ProgressDrawTarget::stderr());
    let style = ProgressStyle::with_template("{bar:40} {pos} of {len} files, {eta} to go");
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
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

impl Tally {
    fn add(&mut self, puts: &[Put]) {
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
