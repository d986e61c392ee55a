//! `contactline import`: foreign files into a data directory, with everything found on the way.

use std::io::{self, IsTerminal};
use std::path::{Path, PathBuf};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use rayon::prelude::*;

use super::findings::{Outcome, print};
use super::intake::{Intake, Read};
use crate::model::{Date, Finding, Moment, Place, Reading, Severity};
use crate::read::Format;

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

/// Imports the files; findings and a summary go to `out`. Counted in the outcome are files refused.
///
/// # Errors
/// The data directory cannot be written, or a file or folder named is not there.
pub fn run(args: &ImportArgs, directory: &Path, out: &mut dyn io::Write) -> Result<Outcome, String> {
    let files = expanded(&args.files)?;
    if args.date.is_some() && files.len() != 1 {
        return Err(format!("--date is for one file; there are {}", files.len()));
    }
    let mut intake = Intake::open(args.format, directory)?;
    let bar = progress(files.len(), "files");
    for batch in groups(args.format, files, args.date).chunks(BATCH) {
        let read = batch.par_iter().map(|group| {
            let read = |path: &PathBuf| read(args.format, path, args.date, intake.today);
            group.iter().map(read).inspect(|_| bar.inc(1)).collect()
        });
        let read = read.collect();
        intake.keep(read)?;
    }
    bar.finish_and_clear();
    print(&intake.findings, args.json, out)?;
    if !args.json {
        writeln!(out, "{}", intake.summary()).map_err(|e| e.to_string())?;
    }
    Ok(Outcome { findings: intake.tally.refused })
}

fn read(format: Format, path: &Path, date: Option<Moment>, today: Date) -> Read {
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

/// A bar on a terminal, nothing elsewhere; `what` is counted.
pub(super) fn progress(count: usize, what: &str) -> ProgressBar {
    if !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(Some(count as u64), ProgressDrawTarget::stderr());
    let style =
        ProgressStyle::with_template(&format!("{{bar:40}} {{pos}} of {{len}} {what}, {{eta}} to go {{wide_msg}}"));
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}
