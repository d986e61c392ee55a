//! A data directory written to: whole files only, and a manifest that is the only truth.
//!
//! A file is written under another name in its folder, flushed to the disk and renamed; the manifest names it after that, in
//! the same way. So whatever moment the program is killed at, the directory is what the last manifest says.

use std::collections::BTreeSet;
use std::fs::{self, File, TryLockError};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::folder::{Folder, sha256_hex};
use super::geojson::{Checking, control_text};
use super::load::{declared, embedded_source};
use super::manifest::{Entry, Kind, MANIFEST, Manifest};
use super::piece::{self, Piece};
use crate::geometry::validity::CHECKER;
use crate::model::{Finding, Moment, Source, Version};

/// The file whose lock keeps two writers apart.
pub(super) const LOCK: &str = "manifest.lock";

/// The ending of files that are not whole yet.
pub(super) const UNFINISHED: &str = "tmp";

/// The folder of what `sync` remembers.
pub(super) const STATE: &str = "sync";

/// The operator's settings for `sync`, where they stand in the data directory.
pub const SETTINGS: &str = "sync.toml";

/// The file of what `sync` remembers of a source, below a data directory.
#[must_use]
pub fn state_path(directory: &Path, source: &str) -> PathBuf {
    directory.join(STATE).join(format!("{source}.json"))
}

/// A data directory, open for writing by this program alone.
#[derive(Debug)]
pub struct Store {
    directory: PathBuf,
    manifest: Manifest,
    /// Held until the store is dropped.
    _lock: File,
}

/// Why a data directory could not be opened or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another program writes to it.
    #[error("another import or sync writes to {}; wait until it is done", .0.display())]
    Locked(PathBuf),
    /// The operating system says no.
    #[error("{}: {error}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What it says.
        error: std::io::Error,
    },
    /// The manifest is not one.
    #[error("{}", .0.iter().map(|f| format!("{} ({})", f.message, f.place)).collect::<Vec<_>>().join("; "))]
    Manifest(Vec<Finding>),
    /// The manifest cannot be written as text.
    #[error("the manifest cannot be written: {0}")]
    Form(#[from] toml::ser::Error),
}

/// A version to be kept, and what the manifest tells of it.
#[derive(Clone, Debug)]
pub struct Provenance {
    /// Licence, short.
    pub licence: String,
    /// The line to show.
    pub attribution: String,
    /// How many findings there were in the file it was read from.
    pub findings: usize,
}

/// What became of a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Put {
    /// Kept.
    New,
    /// It was there to the bit: nothing was written.
    Same,
    /// Another version of that source and stamp stood there, or its file was lost or damaged.
    Replaced,
}

impl Store {
    /// The data directory, made where there is none, locked; unfinished files of a writer that was killed are removed.
    ///
    /// # Errors
    /// Another writer holds it, the system refuses, or its manifest is none.
    pub fn open(directory: &Path) -> Result<Self, StoreError> {
        fs::create_dir_all(directory).map_err(io(directory))?;
        let path = directory.join(LOCK);
        let lock = File::options().create(true).append(true).open(&path).map_err(io(&path))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(StoreError::Locked(directory.into())),
            Err(TryLockError::Error(error)) => return Err(StoreError::Io { path, error }),
        }
        let manifest = if directory.join(MANIFEST).exists() {
            Folder::Directory(directory.into()).manifest().map_err(StoreError::Manifest)?
        } else {
            Manifest::default()
        };
        remove_unfinished(directory)?;
        Ok(Self { directory: directory.into(), manifest, _lock: lock })
    }

    /// The stamps of a source's versions, in order.
    #[must_use]
    pub fn stamps(&self, source: &str) -> Vec<Moment> {
        let mut stamps: Vec<Moment> = self.versions(source).map(|(stamp, _)| stamp).collect();
        stamps.sort_unstable();
        stamps
    }

    /// A version; none when it is not there.
    ///
    /// # Errors
    /// Its file is missing, changed, or not of its form.
    pub fn version(&self, source: &str, stamp: Moment) -> Result<Option<Version>, Vec<Finding>> {
        let Some((_, entry)) = self.versions(source).find(|(s, _)| *s == stamp) else { return Ok(None) };
        match piece::read(&Folder::Directory(self.directory.clone()), entry, Checking::Skipped)? {
            Piece::Version(version) => Ok(Some(version)),
            _ => Ok(None),
        }
    }

    /// What is declared about a source, in this directory or else by the program.
    ///
    /// # Errors
    /// A declaration cannot be read, or no source has this id.
    pub fn source(&self, id: &str) -> Result<Source, Vec<Finding>> {
        let folder = Folder::Directory(self.directory.clone());
        for entry in self.manifest.files.iter().filter(|entry| entry.kind == Kind::Source) {
            match piece::read(&folder, entry, Checking::Full)? {
                Piece::Source(source) if source.id == id => return Ok(*source),
                _ => {}
            }
        }
        embedded_source(id)
    }

    /// Keeps the declaration of a source, as [`Store::declaration`] reads it.
    ///
    /// # Errors
    /// The system refuses. Within: what is wrong with the text.
    pub fn declare(&mut self, text: &str, file: &str) -> Result<Result<Source, Vec<Finding>>, StoreError> {
        Ok(match self.declaration(text, file) {
            Ok((source, entry)) => {
                self.put_file(entry, text)?;
                Ok(source)
            }
            Err(findings) => Err(findings),
        })
    }

    /// The source that a text of the form of `sources/*.toml` declares, and the entry to keep the text by; `file` is its name
    /// for findings.
    ///
    /// # Errors
    /// The text is no declaration, its id cannot be the name of a file, or it names a region that is not there.
    pub fn declaration(&self, text: &str, file: &str) -> Result<(Source, Entry), Vec<Finding>> {
        let folder = Folder::Directory(self.directory.clone());
        let source = declared(text, file, &[(&Folder::Embedded, None), (&folder, Some(&self.manifest))])?;
        let entry = Entry {
            path: format!("sources/{}.toml", source.id),
            kind: Kind::Source,
            source: Some(source.publisher.clone()),
            version: None,
            licence: source.licence.clone(),
            attribution: source.attribution.clone(),
            date: None,
            sha256: String::new(),
            checker: None,
            findings: 0,
        };
        Ok((source, entry))
    }

    /// Keeps versions; those that are there to the bit are left alone, and where nothing is new nothing is written. Of two
    /// with one stamp the first is kept.
    ///
    /// # Errors
    /// The system refuses; then the manifest is as it was.
    pub fn put(&mut self, versions: &[(Version, Provenance)]) -> Result<Vec<Put>, StoreError> {
        let planned: Vec<(Put, Entry, String)> =
            versions.par_iter().map(|(version, provenance)| self.plan(version, provenance)).collect();
        let mut stamps = BTreeSet::new();
        let mut puts = Vec::new();
        let mut files = Vec::new();
        for (put, entry, text) in &planned {
            let first = stamps.insert((&entry.source, &entry.version));
            puts.push(if first { *put } else { Put::Same });
            if first && *put != Put::Same {
                files.push((entry, text));
            }
        }
        self.write(files)?;
        Ok(puts)
    }

    /// Keeps one file of another kind under its path; its SHA-256 is filled in.
    ///
    /// # Errors
    /// The system refuses.
    pub fn put_file(&mut self, entry: Entry, text: &str) -> Result<Put, StoreError> {
        let puts = self.put_files(vec![(entry, text.to_owned())])?;
        Ok(puts.into_iter().next().unwrap_or(Put::Same))
    }

    /// The same for several that belong together: all are kept, or none.
    ///
    /// # Errors
    /// The system refuses; then the manifest is as it was.
    pub fn put_files(&mut self, files: Vec<(Entry, String)>) -> Result<Vec<Put>, StoreError> {
        let folder = Folder::Directory(self.directory.clone());
        let planned = files.into_iter().map(|(entry, text)| {
            let entry = Entry { sha256: sha256_hex(text.as_bytes()), ..entry };
            let put = match self.manifest.files.iter().find(|old| old.path == entry.path) {
                None => Put::New,
                Some(old) if *old == entry && folder.verified(old).is_ok() => Put::Same,
                Some(_) => Put::Replaced,
            };
            (put, entry, text)
        });
        let planned: Vec<(Put, Entry, String)> = planned.collect();
        let changed = planned.iter().filter(|(put, ..)| *put != Put::Same);
        self.write(changed.map(|(_, entry, text)| (entry, text)).collect())?;
        Ok(planned.into_iter().map(|(put, ..)| put).collect())
    }

    /// Keeps what a run of `sync` remembers of a source for the next one, beside the data: the manifest does not list it.
    ///
    /// # Errors
    /// The system refuses.
    pub fn put_state(&self, source: &str, text: &str) -> Result<(), StoreError> {
        let folder = self.directory.join(STATE);
        fs::create_dir_all(&folder).map_err(io(&folder))?;
        write_whole(&state_path(&self.directory, source), text.as_bytes())
    }

    fn versions(&self, source: &str) -> impl Iterator<Item = (Moment, &Entry)> {
        let of_source = move |e: &&Entry| e.kind == Kind::Control && e.source.as_deref() == Some(source);
        self.manifest.files.iter().filter(of_source).filter_map(|e| Some((e.version.as_deref()?.parse().ok()?, e)))
    }

    fn plan(&self, version: &Version, provenance: &Provenance) -> (Put, Entry, String) {
        let text = control_text(version);
        let sha256 = sha256_hex(text.as_bytes());
        let before = self.versions(&version.source).find(|(stamp, _)| *stamp == version.stamp).map(|(_, entry)| entry);
        let stamp = version.stamp.to_string();
        let name = format!("control/{}/{}", version.source, stamp.replace(':', ""));
        let folder = Folder::Directory(self.directory.clone());
        let (put, path) = match before {
            None => (Put::New, format!("{name}.geojson")),
            // It stands beside the one it replaces until the manifest has changed.
            Some(entry) if entry.sha256 != sha256 => (Put::Replaced, format!("{name}-{}.geojson", &sha256[..16])),
            Some(entry) if folder.verified(entry).is_ok() => (Put::Same, entry.path.clone()),
            // The file was lost or damaged.
            Some(entry) => (Put::Replaced, entry.path.clone()),
        };
        let entry = Entry {
            path,
            kind: Kind::Control,
            source: Some(version.source.clone()),
            version: Some(stamp),
            licence: provenance.licence.clone(),
            attribution: provenance.attribution.clone(),
            date: Some(version.stamp.date().to_string()),
            sha256,
            checker: Some(CHECKER),
            findings: provenance.findings,
        };
        (put, entry, text)
    }

    /// Writes the files, then the manifest, then removes what it no longer names.
    fn write(&mut self, files: Vec<(&Entry, &String)>) -> Result<(), StoreError> {
        if files.is_empty() {
            return Ok(());
        }
        let mut folders: Vec<PathBuf> =
            files.iter().filter_map(|(e, _)| self.directory.join(&e.path).parent().map(Path::to_path_buf)).collect();
        folders.sort();
        folders.dedup();
        for folder in &folders {
            fs::create_dir_all(folder).map_err(io(folder))?;
        }
        files
            .par_iter()
            .try_for_each(|(entry, text)| write_whole(&self.directory.join(&entry.path), text.as_bytes()))?;
        for folder in &folders {
            folder.ancestors().take_while(|f| f.starts_with(&self.directory)).try_for_each(flush_folder)?;
        }
        let mut manifest = self.manifest.clone();
        let mut dropped = Vec::new();
        for (entry, _) in files {
            let replaces = |old: &Entry| {
                old.path == entry.path
                    || (old.kind == Kind::Control
                        && (old.kind, &old.source, &old.version) == (entry.kind, &entry.source, &entry.version))
            };
            dropped.extend(manifest.files.iter().filter(|old| replaces(old) && old.path != entry.path).cloned());
            manifest.files.retain(|old| !replaces(old));
            manifest.files.push(entry.clone());
        }
        manifest.files.sort_by(|a, b| a.path.cmp(&b.path));
        write_manifest(&self.directory, &manifest)?;
        self.manifest = manifest;
        for old in dropped {
            let path = self.directory.join(&old.path);
            fs::remove_file(&path).map_err(io(&path))?;
        }
        Ok(())
    }
}

/// Writes the manifest of a directory: the old one or the new one stands there at any moment.
pub(super) fn write_manifest(directory: &Path, manifest: &Manifest) -> Result<(), StoreError> {
    write_whole(&directory.join(MANIFEST), manifest.to_toml()?.as_bytes())?;
    flush_folder(directory)
}

fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let unfinished = path.with_added_extension(UNFINISHED);
    let write = || {
        let mut file = File::create(&unfinished)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&unfinished, path)
    };
    write().map_err(io(path))
}

/// Makes the names in a folder last. Only Unix can.
fn flush_folder(folder: &Path) -> Result<(), StoreError> {
    if cfg!(unix) { File::open(folder).and_then(|f| f.sync_all()).map_err(io(folder)) } else { Ok(()) }
}

/// Removes what a killed writer left unfinished: beside the manifest and in the folders of the sources.
fn remove_unfinished(directory: &Path) -> Result<(), StoreError> {
    let mut folders = vec![directory.to_path_buf()];
    folders.extend(Some(directory.join("sources")).filter(|folder| folder.is_dir()));
    folders.extend(Some(directory.join(STATE)).filter(|folder| folder.is_dir()));
    if let Ok(sources) = fs::read_dir(directory.join("control")) {
        folders.extend(sources.filter_map(Result::ok).map(|s| s.path()).filter(|p| p.is_dir()));
    }
    for folder in folders {
        for file in fs::read_dir(&folder).map_err(io(&folder))?.filter_map(Result::ok).map(|f| f.path()) {
            if file.extension().is_some_and(|e| e == UNFINISHED) {
                fs::remove_file(&file).map_err(io(&file))?;
            }
        }
    }
    Ok(())
}

fn io(path: &Path) -> impl Fn(std::io::Error) -> StoreError {
    let path = path.to_path_buf();
    move |error| StoreError::Io { path: path.clone(), error }
}
