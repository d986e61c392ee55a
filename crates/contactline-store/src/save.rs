//! A data directory written to: whole files only, and a manifest that is the only truth.
//!
//! Files are written under other names and flushed to the disk; those that they stand for from now on are kept (see `history`); then
//! the manifest is replaced, which names them; then they get their names. Whoever reads in between finds a file under its other
//! name by its SHA-256 (see `folder`). So whatever moment the program is killed at, the directory is what the last manifest says,
//! and what else a writer left has a name of this program's own, which the next one removes.

use std::collections::BTreeSet;
use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::files::{self, finish, plain, write_whole};
use super::folder::{Folder, sha256_hex};
use super::geojson::{Checking, control_text};
use super::load::{declared, embedded_source};
use super::manifest::{Entry, Kind, Manifest};
use super::piece::{self, Piece};
use super::write::{io, write_manifest};
use contactline_core::model::{Finding, Moment, Source, Version};
use edge_timeline::validity::CHECKER;

/// The file whose lock keeps two writers apart.
pub(super) const LOCK: &str = "manifest.lock";

/// The folder of what `sync` remembers.
pub(super) const STATE: &str = "sync";

/// The operator's settings for `sync`, where they stand in the data directory.
pub const SETTINGS: &str = "sync.toml";

/// The file of what `sync` remembers of a source, below a data directory.
#[must_use]
pub fn state_path(directory: &Path, source: &str) -> PathBuf {
    directory.join(STATE).join(format!("{source}.json"))
}

/// What `sync` remembers of a source, as text; none where it remembers nothing, or what stands there is no plain file.
#[must_use]
pub fn state(directory: &Path, source: &str) -> Option<String> {
    let bytes = files::bytes(directory, &format!("{STATE}/{source}.json")).ok()?;
    String::from_utf8(bytes).ok()
}

/// What says which second it is: the store knows no clock of its own.
pub type Clock = fn() -> Moment;

/// A data directory, open for writing by this program alone.
#[derive(Debug)]
pub struct Store {
    pub(super) directory: PathBuf,
    pub(super) manifest: Manifest,
    pub(super) clock: Clock,
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
    /// The data directory, made where there is none, locked; what a writer that was killed left is brought to its end, and a
    /// manifest of an older form is sealed. What comes in is recorded with the second that `clock` tells; of a directory that does
    /// not say so far what came when, that is recorded from now on.
    ///
    /// # Errors
    /// Another writer holds it, the system refuses, or its manifest is none.
    pub fn open(directory: &Path, clock: Clock) -> Result<Self, StoreError> {
        let mut store = Self::locked(directory, clock, |folder| folder.manifest())?;
        let is_unrecorded = store.manifest.files.iter().any(|file| file.imported_at.is_none());
        let begins = is_unrecorded && store.manifest.recorded_since.is_none();
        if begins {
            store.manifest.recorded_since = Some(clock());
        }
        if begins || !Folder::Directory(directory.into()).is_sealed() {
            write_manifest(directory, &store.manifest)?;
        }
        Ok(store)
    }

    /// As [`Store::open`], for a manifest that was edited by hand.
    pub(super) fn open_unsealed(directory: &Path, clock: Clock) -> Result<Self, StoreError> {
        Self::locked(directory, clock, |folder| folder.unsealed_manifest())
    }

    fn locked(
        directory: &Path,
        clock: Clock,
        manifest: impl FnOnce(&Folder) -> Result<Manifest, Vec<Finding>>,
    ) -> Result<Self, StoreError> {
        fs::create_dir_all(directory).map_err(io(directory))?;
        let path = plain(directory, LOCK).map_err(io(&directory.join(LOCK)))?;
        let lock = File::options().create(true).append(true).open(&path).map_err(io(&path))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(StoreError::Locked(directory.into())),
            Err(TryLockError::Error(error)) => return Err(StoreError::Io { path, error }),
        }
        let folder = Folder::Directory(directory.into());
        if let Some(finding) = folder.lost() {
            return Err(StoreError::Manifest(vec![finding]));
        }
        let manifest = manifest(&folder).map_err(StoreError::Manifest)?;
        let store = Self { directory: directory.into(), manifest, clock, _lock: lock };
        store.clear_up()?;
        if !folder.is_store() {
            // So that a directory with files and no manifest is one that lost it, never one that was not finished.
            write_manifest(directory, &store.manifest)?;
        }
        Ok(store)
    }

    /// Ends what a killed writer began: a file that the manifest lists and that still waits for its name gets it; what else
    /// is unfinished is removed, and what was to be kept and is not listed.
    fn clear_up(&self) -> Result<(), StoreError> {
        let folder = Folder::Directory(self.directory.clone());
        for below in files::unfinished_files(&self.directory).map_err(io(&self.directory))? {
            let path = self.directory.join(&below);
            let entry = self.manifest.files.iter().find(|entry| entry.path == below);
            let is_waiting = entry.is_some_and(|entry| folder.waits_for_its_name(entry));
            let done = if is_waiting { finish(&path) } else { fs::remove_file(files::unfinished(&path)) };
            done.map_err(io(&path))?;
        }
        self.remove_unlisted()
    }

    /// Where it is.
    #[must_use]
    pub fn directory(&self) -> &Path {
        &self.directory
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
            imported_at: None,
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
            let before = self.manifest.files.iter().find(|old| old.path == entry.path);
            let as_before = Entry { imported_at: before.and_then(|old| old.imported_at), ..entry };
            let put = match before {
                None => Put::New,
                Some(old) if *old == as_before && folder.verified(old).is_ok() => Put::Same,
                Some(_) => Put::Replaced,
            };
            (put, as_before, text)
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
        let below = format!("{STATE}/{source}.json");
        let path = self.directory.join(&below);
        files::make_folders(&self.directory, &below).map_err(io(&path))?;
        write_whole(&path, text.as_bytes()).map_err(io(&path))
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
            Some(entry) if entry.sha256 == sha256 && folder.verified(entry).is_ok() => (Put::Same, entry.path.clone()),
            // Another version, or its file was lost or damaged.
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
            imported_at: None,
        };
        (put, entry, text)
    }
}
