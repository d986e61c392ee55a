//! Folders to a [`Dataset`]: all of it, or an error that names every file that is not as it should be.

use std::collections::BTreeSet;
use std::path::Path;

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::folder::{Folder, into_text};
use super::listed::folders;
use super::manifest::{Entry, Kind, Manifest, finding};
use super::piece::{self, Piece, Rules};
use super::references::references;
use super::rules::{read_proposal, regimes};
use super::save::SETTINGS;
use super::sealed::{SealKey, is_worth_keeping, keep, kept, open_whole, shipped_drawn};
use contactline_core::atlas::{Atlas, DrawnSource};
use contactline_core::model::{
    Dataset, Divide, Drawing, Finding, Names, Role, Scope, SettlementRegister, Severity, Source, Vocabulary,
};
use edge_timeline::ColumnsError;

/// Everything loaded.
#[derive(Debug)]
pub struct Loaded {
    /// The data.
    pub dataset: Dataset,
    /// A name for the whole of it: the SHA-256 over all manifests, in hexadecimal digits. Changes with any file.
    pub fingerprint: String,
    /// What is worth knowing of it.
    pub findings: Vec<Finding>,
    /// Whether the last of the folders has a manifest; without one it holds nothing yet.
    pub is_store: bool,
}

/// Everything loaded and indexed.
#[derive(Debug)]
pub struct Opened {
    /// It.
    pub atlas: Atlas,
    /// As that of [`Loaded`].
    pub fingerprint: String,
    /// As that of [`Loaded`].
    pub is_store: bool,
    /// The sources that were drawn before, in no order.
    pub drawn_before: Vec<String>,
    /// Where it was drawn from the versions of a directory: what the drawing is to be known by ([`keep`](super::keep)).
    pub to_keep: Option<SealKey>,
}

/// Why nothing was loaded: what is wrong, where. Whoever has loaded before keeps that.
#[derive(Clone, Debug, PartialEq)]
pub struct LoadError {
    /// Every problem; not empty.
    pub findings: Vec<Finding>,
}

impl std::error::Error for LoadError {}

impl std::fmt::Display for LoadError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        const SHOWN: usize = 5;
        f.write_str("the data cannot be loaded")?;
        let mut gap = ": ";
        for finding in self.findings.iter().take(SHOWN) {
            write!(f, "{gap}{} ({})", finding.message, finding.place)?;
            gap = "; ";
        }
        match self.findings.len().saturating_sub(SHOWN) {
            0 => Ok(()),
            more => write!(f, "; and {more} more"),
        }
    }
}

/// What the program ships with, and what the data directory adds.
///
/// # Errors
/// See [`load_folders`].
///
/// # Cost
/// Reads and hashes every file listed, in parallel; rings are checked only where the manifest does not say that this
/// [checker](edge_timeline::validity::CHECKER) found these very bytes valid. Files that are not listed are not looked at.
pub fn load(directory: Option<&Path>) -> Result<Loaded, LoadError> {
    load_folders(&folders(directory))
}

/// The atlas of what the program ships with and the data directory adds, or of a sealed file in its place. What was drawn of the
/// same files before, and is kept ([`keep`](super::keep)) or ships, is not drawn again.
///
/// # Errors
/// See [`load_folders`].
pub fn open(directory: Option<&Path>) -> Result<Opened, LoadError> {
    if let Some(file) = directory.filter(|path| path.is_file()) {
        return open_sealed(file);
    }
    let folders = folders(directory);
    let manifests = manifests(&folders)?;
    let key = directory.zip(manifests.get(1)).filter(|(_, (_, manifest))| is_worth_keeping(&manifest.files));
    let key = key.map(|(path, (_, manifest))| (path, SealKey::of(path, &manifest.files, &fingerprint(&manifests))));
    if let Some(drawn) = key.as_ref().and_then(|(path, key)| kept(path, key)) {
        let Loaded { dataset, fingerprint, is_store, .. } = load_manifests(&manifests, &drawn)?;
        if let Ok(atlas) = Atlas::build_drawn(dataset, &drawn) {
            return Ok(Opened { atlas, fingerprint, is_store, drawn_before: ids(drawn), to_keep: None });
        }
    }
    let drawn = shipped_drawn(latest(&manifests).iter().map(|(_, entry)| *entry));
    let Loaded { dataset, fingerprint, is_store, .. } = load_manifests(&manifests, &drawn)?;
    let refused = |e: ColumnsError| finding("sealed", &Folder::Embedded.name_of("what was drawn"), e.to_string());
    let atlas = Atlas::build_drawn(dataset, &drawn).map_err(|e| LoadError { findings: vec![refused(e)] })?;
    Ok(Opened { atlas, fingerprint, is_store, drawn_before: ids(drawn), to_keep: key.map(|(_, key)| key) })
}

/// The atlas of a sealed file.
fn open_sealed(file: &Path) -> Result<Opened, LoadError> {
    let (folders, drawn) = open_whole(file)?;
    let Loaded { dataset, fingerprint, is_store, .. } = load_manifests(&manifests(&folders)?, &drawn)?;
    let refused = |e: ColumnsError| finding("sealed", &file.display().to_string(), e.to_string());
    let atlas = Atlas::build_drawn(dataset, &drawn).map_err(|e| LoadError { findings: vec![refused(e)] })?;
    Ok(Opened { atlas, fingerprint, is_store, drawn_before: ids(drawn), to_keep: None })
}

pub(super) fn ids(drawn: Vec<DrawnSource>) -> Vec<String> {
    drawn.into_iter().map(|drawn| drawn.source).collect()
}

/// Draws what a directory holds and keeps that for the next start, unless it is kept already.
///
/// # Errors
/// As [`open`]; or the system refuses to write. Either way the directory is as it was.
pub fn draw(directory: &Path) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let Opened { atlas, to_keep, .. } = open(Some(directory))?;
    to_keep.map_or(Ok(()), |key| Ok(keep(directory, &key, &atlas)?))
}

/// What these folders hold together.
///
/// # Errors
/// A store whose manifest is gone; a file that is missing, changed, or not of its form; a name that stands for nothing or for two things.
pub fn load_folders(folders: &[Folder]) -> Result<Loaded, LoadError> {
    load_manifests(&manifests(folders)?, &[])
}

pub(super) fn manifests(folders: &[Folder]) -> Result<Vec<(&Folder, Manifest)>, LoadError> {
    let manifest = |folder| match Folder::lost(folder) {
        Some(finding) => Err(vec![finding]),
        None => folder.manifest().map(|manifest| (folder, manifest)),
    };
    folders.iter().map(manifest).collect::<Result<_, _>>().map_err(|findings| LoadError { findings })
}

/// What the files of these manifests hold together, but for the versions of sources that were drawn before.
pub(super) fn load_manifests(manifests: &[(&Folder, Manifest)], drawn: &[DrawnSource]) -> Result<Loaded, LoadError> {
    // After the manifests were read: one that went meanwhile is missed, rather than taken for none.
    let is_store = manifests.last().is_some_and(|(folder, _)| folder.is_store());
    let mut entries = latest(manifests);
    let is_drawn = |entry: &Entry| {
        entry.kind == Kind::Control && drawn.iter().any(|drawn| Some(&drawn.source) == entry.source.as_ref())
    };
    entries.retain(|(_, entry)| !is_drawn(entry));
    let pieces: Vec<_> =
        entries.par_iter().map(|(folder, entry)| piece::read(folder, entry, entry.checking())).collect();
    let mut problems = Vec::new();
    let mut read = Vec::new();
    for piece in pieces {
        match piece {
            Ok(piece) => read.push(piece),
            Err(findings) => problems.extend(findings),
        }
    }
    if problems.is_empty() {
        match assemble(read, drawn) {
            Ok(dataset) => {
                let findings = entries.iter().filter_map(|(folder, entry)| unchecked(folder, entry)).collect();
                return Ok(Loaded { dataset, fingerprint: fingerprint(manifests), findings, is_store });
            }
            Err(findings) => problems = findings,
        }
    }
    Err(LoadError { findings: problems })
}

/// The files of these manifests. A file of a later folder stands for that of the same path in an earlier one: a newer list,
/// another declaration.
pub(super) fn latest<'a>(manifests: &'a [(&'a Folder, Manifest)]) -> Vec<(&'a Folder, &'a Entry)> {
    let mut entries: Vec<(&Folder, &Entry)> = manifests
        .iter()
        .flat_map(|(folder, manifest)| manifest.files.iter().map(move |entry| (*folder, entry)))
        .collect();
    let mut paths = BTreeSet::new();
    entries.reverse();
    entries.retain(|(_, entry)| paths.insert(entry.path.as_str()));
    entries.reverse();
    entries
}

/// What is declared about a source that this program knows of, whether or not there is data of it.
///
/// # Errors
/// The shipped data cannot be read, or no source has this id.
pub fn embedded_source(id: &str) -> Result<Source, Vec<Finding>> {
    let folder = Folder::Embedded;
    for entry in folder.manifest()?.files.iter().filter(|entry| entry.kind == Kind::Source) {
        match piece::read(&folder, entry, entry.checking()) {
            Ok(Piece::Source(source)) if source.id == id => return Ok(*source),
            Ok(_) => {}
            Err(findings) => return Err(findings),
        }
    }
    Err(vec![finding("unknown_reference", "sources", format!("no source '{id}' is declared"))])
}

/// The text of a file that comes with the program.
///
/// # Errors
/// There is no such file.
pub fn shipped(path: &str) -> Result<String, Vec<Finding>> {
    let bytes = Folder::Embedded.bytes(path)?;
    super::folder::into_text(bytes, &Folder::Embedded.name_of(path))
}

/// The source that a text declares, for a store made of these folders.
pub(super) fn declared(
    text: &str,
    file: &str,
    folders: &[(&Folder, Option<&Manifest>)],
) -> Result<Source, Vec<Finding>> {
    let source = super::source::source(text, file)?;
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    if source.id.is_empty() || !source.id.chars().all(plain) {
        let message = format!("id '{}'; wanted lower-case letters, digits and hyphens", source.id);
        return Err(vec![finding("bad_source", file, message)]);
    }
    let mut regions = BTreeSet::new();
    for (folder, manifest) in folders {
        let manifest = manifest.map_or_else(|| folder.manifest(), |manifest| Ok(manifest.clone()))?;
        for entry in manifest.files.iter().filter(|entry| entry.kind == Kind::Region) {
            if let Piece::Region(region) = piece::read(folder, entry, entry.checking())? {
                regions.insert(region.id);
            }
        }
    }
    let named = source.coverage.regions.iter().chain(&source.coverage.except_regions);
    let allowed = || regions.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
    let unknown = |id: &String| {
        let message = format!("the coverage names region '{id}', which is not there; there are {}", allowed());
        finding("unknown_reference", file, message)
    };
    let unknown: Vec<Finding> = named.filter(|id| !regions.contains(*id)).map(unknown).collect();
    if unknown.is_empty() { Ok(source) } else { Err(unknown) }
}

/// The settings for `sync` that the program ships with, as TOML.
///
/// # Errors
/// The shipped data cannot be read.
pub fn embedded_settings() -> Result<String, Vec<Finding>> {
    into_text(Folder::Embedded.bytes(SETTINGS)?, &Folder::Embedded.name_of(SETTINGS))
}

fn unchecked(folder: &Folder, entry: &Entry) -> Option<Finding> {
    let has_rings = matches!(entry.kind, Kind::Region | Kind::Zone | Kind::Divisions | Kind::Control);
    (has_rings && entry.checking() == super::geojson::Checking::Full).then(|| Finding {
        severity: Severity::Note,
        ..finding(
            "unchecked",
            &folder.name_of(&entry.path),
            "checked now: the manifest does not say that it was".into(),
        )
    })
}

pub(super) fn fingerprint(manifests: &[(&Folder, Manifest)]) -> String {
    let mut hash = Sha256::new();
    for (_, manifest) in manifests {
        for entry in &manifest.files {
            hash.update(format!("{}\0{:?}\0{:?}\0{:?}\0", entry.path, entry.kind, entry.source, entry.version));
            hash.update(format!("{}\0{}\0{}\n", entry.licence, entry.attribution, entry.sha256));
        }
        hash.update("\n");
    }
    hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

fn assemble(pieces: Vec<Piece>, drawn: &[DrawnSource]) -> Result<Dataset, Vec<Finding>> {
    let mut dataset = Dataset::default();
    let mut divides: Vec<(String, Divide)> = Vec::new();
    let mut rules: Vec<(Rules, String, String)> = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Region(region) => dataset.regions.push(region),
            Piece::Zone(area) => dataset.contact_zone = Some(area),
            Piece::Gazetteer(localities) => dataset.localities.extend(localities),
            Piece::Names(Names { settlements, areas, states, unlisted, exceptions, namesakes, oblasts, cities }) => {
                dataset.names.settlements.extend(settlements);
                dataset.names.areas.extend(areas);
                dataset.names.states.extend(states);
                dataset.names.exceptions.extend(exceptions);
                dataset.names.unlisted.extend(unlisted);
                dataset.names.namesakes.extend(namesakes);
                dataset.names.oblasts.extend(oblasts);
                dataset.names.cities.extend(cities);
            }
            Piece::Postcodes(places) => dataset.postcodes.extend(places),
            Piece::Divisions(divisions) => dataset.divisions.extend(divisions),
            Piece::Settlements(source, settlements) => {
                dataset.records.push(SettlementRegister { source, settlements, divides: Vec::new() });
            }
            Piece::Divide(source, divide) => divides.push((source, divide)),
            Piece::Announcements(list) => dataset.announcements.extend(list),
            Piece::Acts(acts, claims) => {
                dataset.acts.extend(acts);
                dataset.claims.extend(claims);
            }
            Piece::Rules(about, text, file) => rules.push((about, text, file)),
            Piece::Source(source) => dataset.sources.push(*source),
            Piece::Version(version) => dataset.versions.push(version),
        }
    }
    for (source, divide) in divides {
        let of_source = dataset.records.iter_mut().filter(|record| record.source == source);
        of_source.for_each(|record| record.divides.push(divide.clone()));
    }
    maps_before_records(&mut dataset, drawn);
    name_whole_regions(&mut dataset);
    let mut problems = Vec::new();
    let vocabulary = vocabulary(&dataset);
    for (about, text, file) in rules {
        let read = match about {
            Rules::Regimes => regimes(&text, &file, &vocabulary).map(|list| dataset.regimes.extend(list)),
            Rules::Proposal => read_proposal(&text, &file, &vocabulary).map(|one| dataset.proposals.push(one)),
        };
        problems.extend(read.err().into_iter().flatten());
    }
    problems.extend(references(&dataset));
    if !problems.is_empty() {
        return Err(problems);
    }
    let with_data: BTreeSet<&str> = (dataset.versions.iter().map(|v| v.source.as_str()))
        .chain(dataset.records.iter().map(|r| r.source.as_str()))
        .chain(drawn.iter().map(|d| d.source.as_str()))
        .collect();
    dataset.sources.retain(|source| with_data.contains(source.id.as_str()));
    Ok(dataset)
}

/// What a directory holds of a source as maps stands for the record of it that comes with the program: the source is then drawn,
/// from its first version to its last.
fn maps_before_records(dataset: &mut Dataset, drawn: &[DrawnSource]) {
    let mut as_maps: BTreeSet<String> = dataset.versions.iter().map(|version| version.source.clone()).collect();
    as_maps.extend(drawn.iter().filter(|drawn| drawn.cells.is_none()).map(|drawn| drawn.source.clone()));
    as_maps.retain(|id| dataset.records.iter().any(|record| record.source == *id));
    dataset.records.retain(|record| !as_maps.contains(&record.source));
    for source in dataset.sources.iter_mut().filter(|source| as_maps.contains(&source.id)) {
        source.drawing = Drawing::Drawn;
        let coverage = &mut source.coverage;
        (coverage.start, coverage.end) = (None, None);
        coverage.gaps.clear();
    }
}

/// What rules may name: regions but the country, groups, and every source declared, loaded or not.
fn vocabulary(dataset: &Dataset) -> Vocabulary {
    let regions = dataset.regions.iter().filter(|r| r.role != Role::Country);
    let mut groups: Vec<String> = regions.clone().flat_map(|r| r.groups.iter().cloned()).collect();
    groups.sort_unstable();
    groups.dedup();
    Vocabulary {
        regions: regions.map(|r| (r.id.clone(), r.name.clone())).collect(),
        groups,
        sources: dataset.sources.iter().map(|s| s.id.clone()).collect(),
        ..Vocabulary::default()
    }
}

/// An announcement of a whole region carries the region's Ukrainian name where it has none of its own.
fn name_whole_regions(dataset: &mut Dataset) {
    for announcement in dataset.announcements.iter_mut().filter(|a| a.scope == Scope::Oblast) {
        if announcement.place_uk == announcement.place
            && let Some(region) = dataset.regions.iter().find(|r| r.id == announcement.region)
        {
            announcement.place_uk.clone_from(&region.name_uk);
        }
    }
}
