//! A data directory looked over again: every file, every ring, whatever the manifest says was checked.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rayon::prelude::*;

use super::files::UNFINISHED;
use super::folder::{Folder, sha256_hex};
use super::geojson::Checking;
use super::history::{REPLACED, Replaced, is_sha256};
use super::lacks::lacks;
use super::load::load_folders;
use super::manifest::{Entry, Kind, MANIFEST, Manifest, finding};
use super::piece::{self, Piece};
use super::save::{LOCK, SETTINGS, STATE};
use super::sealed::{KEPT, SHIPPED};
use contactline_core::model::{Dataset, Date, Finding, Locality, Severity, Version, romanised};
use edge_timeline::overlay;

/// Square metres that two features may share: borders cut along each other differ by rounding.
const MIN_SHARED_M2: f64 = 1.0;

/// What a look over a data directory came to.
#[derive(Clone, Debug)]
pub struct Verified {
    /// How many files its manifest lists.
    pub files: usize,
    /// Everything wrong or odd, by file.
    pub findings: Vec<Finding>,
}

/// Everything wrong or odd in a data directory; `today` is the day nothing can be later than. Nothing is written.
#[must_use]
pub fn verify(directory: &Path, today: Date) -> Verified {
    let folder = Folder::Directory(directory.into());
    let manifest = match folder.manifest() {
        Ok(manifest) => manifest,
        Err(findings) => return Verified { files: 0, findings },
    };
    let mut findings: Vec<Finding> =
        manifest.files.par_iter().flat_map_iter(|entry| verify_file(&folder, entry, today)).collect();
    if findings.iter().all(|f| f.severity < Severity::Error) {
        let whole = manifest.files.iter().any(|e| e.kind == Kind::Region);
        let together = if whole { vec![folder.clone()] } else { vec![Folder::Embedded, folder.clone()] };
        match load_folders(&together) {
            Ok(loaded) => {
                findings.extend(misspelt(&loaded.dataset));
                // What comes with the program is told where the program's own data are looked over.
                let shipped = (!whole).then(|| load_folders(&[Folder::Embedded])).and_then(Result::ok);
                let known = shipped.map(|shipped| lacks(&shipped.dataset)).unwrap_or_default();
                findings.extend(lacks(&loaded.dataset).into_iter().filter(|note| !known.contains(note)));
            }
            Err(error) => findings.extend(error.findings),
        }
    }
    findings.extend(same_day(&folder, &manifest.files));
    findings.extend(lost(directory, &manifest));
    let kept: Vec<String> = manifest.replaced.iter().filter_map(|replaced| replaced.file.kept_path()).collect();
    let own = manifest.files.iter().map(|e| e.path.as_str());
    let listed: BTreeSet<&str> = own.chain(kept.iter().map(String::as_str)).collect();
    unlisted(directory, "", &folder, &listed, &mut findings);
    Verified { files: manifest.files.len(), findings }
}

/// English names that are neither the romanisation of the Ukrainian ones nor exceptions with a reason.
fn misspelt(dataset: &Dataset) -> Vec<Finding> {
    let exceptions = &dataset.names.exceptions;
    let is_exception = |l: &&Locality| exceptions.iter().any(|e| e.name_uk == l.name_uk && e.name == l.name);
    let wrong = dataset.localities.iter().filter(|l| l.name != romanised(&l.name_uk) && !is_exception(l));
    let say = |l: &Locality| {
        let message = format!("{} '{}' is '{}' by the national table", l.name_uk, l.name, romanised(&l.name_uk));
        warning("name_not_romanised", &l.id, message)
    };
    wrong.map(say).collect()
}

fn warning(code: &'static str, file: &str, message: String) -> Finding {
    Finding { severity: Severity::Warning, ..finding(code, file, message) }
}

fn verify_file(folder: &Folder, entry: &Entry, today: Date) -> Vec<Finding> {
    match piece::read(folder, entry, Checking::Full) {
        Ok(Piece::Version(version)) => verify_version(&version, &folder.name_of(&entry.path), today),
        Ok(_) => Vec::new(),
        Err(findings) => findings,
    }
}

fn verify_version(version: &Version, file: &str, today: Date) -> Vec<Finding> {
    let mut findings = Vec::new();
    if version.stamp.date() > today.plus_days(1) {
        findings.push(warning("bad_date", file, format!("the version is of {}, after today", version.stamp)));
    }
    for (number, feature) in version.features.iter().enumerate() {
        for (other, earlier) in version.features.iter().enumerate().take(number) {
            let shared_m2 = overlay::intersection(&feature.area, &earlier.area).area_m2();
            if shared_m2 >= MIN_SHARED_M2 {
                let message = format!("features {other} and {number} share {shared_m2:.0} m²; wanted none");
                findings.push(warning("features_overlap", file, message));
            }
        }
    }
    findings
}

/// Files that are to be kept for what was known earlier, and are not.
fn lost(directory: &Path, manifest: &Manifest) -> Vec<Finding> {
    let folder = Folder::Directory(directory.into());
    let is_lost = |replaced: &&Replaced| {
        let bytes = replaced.file.kept_path().and_then(|path| folder.bytes(&path).ok());
        bytes.is_none_or(|bytes| sha256_hex(&bytes) != replaced.file.sha256)
    };
    let lost: Vec<&Replaced> = manifest.replaced.par_iter().filter(is_lost).collect();
    let say = |Replaced { replaced_at, file }: &Replaced| {
        let message = format!(
            "{} stood until {} and is to be kept: its file is lost or damaged, and what rested on it cannot be asked",
            file.named(),
            replaced_at.to_second()
        );
        warning("not_kept", &folder.name_of(&file.kept_path().unwrap_or_else(|| file.path.clone())), message)
    };
    lost.into_iter().map(say).collect()
}

/// Versions of one source on one day.
fn same_day(folder: &Folder, entries: &[Entry]) -> Vec<Finding> {
    let mut days: BTreeMap<(&str, &str), Vec<&Entry>> = BTreeMap::new();
    for entry in entries.iter().filter(|e| e.kind == Kind::Control) {
        if let (Some(source), Some(day)) = (entry.source.as_deref(), entry.version.as_deref().and_then(|v| v.get(..10)))
        {
            days.entry((source, day)).or_default().push(entry);
        }
    }
    let several = days.into_iter().filter(|(_, entries)| entries.len() > 1);
    let say = |((source, day), entries): (_, Vec<&Entry>)| {
        let message = format!("{} versions of {source} on {day}", entries.len());
        entries.last().map(|last| warning("same_day", &folder.name_of(&last.path), message))
    };
    several.filter_map(say).collect()
}

/// Files the manifest does not list. They are not loaded: a warning, unless an import that was stopped may have left them.
fn unlisted(directory: &Path, below: &str, folder: &Folder, listed: &BTreeSet<&str>, findings: &mut Vec<Finding>) {
    let Ok(files) = std::fs::read_dir(directory.join(below)) else { return };
    let mut names: Vec<_> = files.filter_map(Result::ok).map(|f| (f.file_name(), f.path())).collect();
    names.sort();
    for (name, path) in names {
        let relative = if below.is_empty() { String::new() } else { format!("{below}/") } + &name.to_string_lossy();
        if relative == STATE || relative == SETTINGS {
            continue;
        }
        let kind = std::fs::symlink_metadata(&path).map(|m| m.file_type());
        if kind.as_ref().is_ok_and(|kind| !kind.is_dir() && !kind.is_file()) {
            let message = "a link, pipe or device: a data directory holds files and folders alone, and it is not read";
            findings.push(warning("not_a_file", &folder.name_of(&relative), message.into()));
        } else if kind.is_ok_and(|kind| kind.is_dir()) {
            unlisted(directory, &relative, folder, listed, findings);
        } else if !listed.contains(relative.as_str()) && ![MANIFEST, LOCK, KEPT, SHIPPED].contains(&relative.as_str()) {
            let data = path.extension().is_some_and(|e| e == "geojson" || e == "toml");
            let is_left = below == REPLACED && path.file_name().is_some_and(|name| is_sha256(&name.to_string_lossy()));
            let unfinished = is_left || path.extension().is_some_and(|e| e == UNFINISHED);
            let severity = if data && !relative.starts_with("control/") { Severity::Warning } else { Severity::Note };
            let why =
                if unfinished { "; an import that was stopped leaves such, the next one clears them up" } else { "" };
            let message = format!("the manifest does not list this file: it is not loaded{why}");
            findings.push(Finding { severity, ..finding("unlisted_file", &folder.name_of(&relative), message) });
        }
    }
}
