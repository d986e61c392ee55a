//! How files get into a data directory, and those that they stand for are kept.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::files::{self, finish, flush_folder, plain, write_unfinished, write_whole};
use super::folder::{Folder, sha256_hex};
use super::history::{Gone, Reason, Replaced};
use super::manifest::{Entry, MANIFEST, Manifest};
use super::save::{Store, StoreError};
use contactline_core::model::Moment;

/// A file that another one is to stand for, and whether it is kept.
struct Former {
    file: Entry,
    is_kept: bool,
}

impl Store {
    /// Writes the files under their unfinished names, keeps those that they stand for, writes the manifest, then gives them their
    /// names.
    pub(super) fn write(&mut self, files: Vec<(&Entry, &String)>) -> Result<(), StoreError> {
        if files.is_empty() {
            return Ok(());
        }
        let at = self.now();
        let written = self.write_files(&files).and_then(|()| {
            let manifest = self.manifest_with(&files, self.keep_former(&files, at)?, at);
            write_manifest(&self.directory, &manifest).map(|()| manifest)
        });
        match written {
            Ok(manifest) => self.manifest = manifest,
            Err(error) => {
                // What led here is told (a full disk, say); what cannot be removed now the next writer removes, and what was kept.
                for (entry, _) in &files {
                    drop(files::remove_if_there(&files::unfinished(&self.directory.join(&entry.path))));
                }
                return Err(error);
            }
        }
        for (entry, _) in &files {
            let path = self.directory.join(&entry.path);
            finish(&path).map_err(io(&path))?;
        }
        self.flush_folders(&files)
    }

    /// This second; never before the last that is recorded, whatever the clock was set to meanwhile.
    pub(super) fn now(&self) -> Moment {
        let now = (self.clock)();
        let pruned = self.manifest.gone.iter().map(|gone| gone.gone_at).max();
        self.manifest.changed_at().into_iter().next_back().max(pruned).map_or(now, |last| last.max(now))
    }

    /// Keeps the files that these stand for from now on: under their SHA-256, before anything tells of it. What came in this very
    /// second never stood by the end of one.
    fn keep_former(&self, files: &[(&Entry, &String)], at: Moment) -> Result<Vec<Former>, StoreError> {
        let folder = Folder::Directory(self.directory.clone());
        let former = |(new, _): &(&Entry, &String)| {
            let old = self.manifest.files.iter().find(|old| old.path == new.path)?;
            (!old.states_the_same(new) && old.imported_at != Some(at)).then_some(old)
        };
        let former: Vec<&Entry> = files.iter().filter_map(former).collect();
        let keep = |old: &&Entry| {
            let file = (*old).clone();
            let Some((below, bytes)) = old.kept_path().zip(folder.verified(old).ok()) else {
                return Ok(Former { file, is_kept: false });
            };
            let path = self.directory.join(&below);
            files::make_folders(&self.directory, &below).map_err(io(&path))?;
            let is_there = files::bytes(&self.directory, &below).is_ok_and(|bytes| sha256_hex(&bytes) == old.sha256);
            if !is_there {
                write_whole(&path, &bytes).map_err(io(&path))?;
            }
            Ok(Former { file, is_kept: true })
        };
        let former: Vec<Former> = former.par_iter().map(keep).collect::<Result<_, StoreError>>()?;
        let kept: Vec<String> = former.iter().filter(|f| f.is_kept).filter_map(|f| f.file.kept_path()).collect();
        self.flush_folders_of(kept.iter().map(String::as_str))?;
        Ok(former)
    }

    fn manifest_with(&self, files: &[(&Entry, &String)], former: Vec<Former>, at: Moment) -> Manifest {
        let mut manifest = self.manifest.clone();
        for (entry, _) in files {
            let before = manifest.files.iter().position(|old| old.path == entry.path).map(|k| manifest.files.remove(k));
            // What was mended was known all the while.
            let since = before.filter(|old| old.states_the_same(entry)).map_or(Some(at), |old| old.imported_at);
            manifest.files.push(Entry { imported_at: since, ..(*entry).clone() });
        }
        for Former { file, is_kept } in former {
            if is_kept {
                manifest.replaced.push(Replaced { replaced_at: at, file });
            } else {
                manifest.gone.push(Gone { replaced_at: at, gone_at: at, reason: Reason::Damaged, file });
            }
        }
        manifest.files.sort_by(|a, b| a.path.cmp(&b.path));
        manifest
    }

    fn write_files(&self, files: &[(&Entry, &String)]) -> Result<(), StoreError> {
        for (entry, _) in files {
            let path = self.directory.join(&entry.path);
            files::make_folders(&self.directory, &entry.path).map_err(io(&path))?;
        }
        files.par_iter().try_for_each(|(entry, text)| {
            let path = self.directory.join(&entry.path);
            write_unfinished(&path, text.as_bytes()).map_err(io(&path))
        })?;
        self.flush_folders(files)
    }

    /// Removes files of replaced ones that the manifest does not list: those of a writer that was stopped, or pruned.
    pub(super) fn remove_unlisted(&self) -> Result<(), StoreError> {
        let listed: BTreeSet<String> = self.manifest.replaced.iter().filter_map(|r| r.file.kept_path()).collect();
        for below in files::kept_files(&self.directory).map_err(io(&self.directory))? {
            if !listed.contains(&below) {
                let path = self.directory.join(&below);
                files::remove_if_there(&path).map_err(io(&path))?;
            }
        }
        Ok(())
    }

    /// Makes the names in the folders of files last, and those of the folders.
    fn flush_folders(&self, files: &[(&Entry, &String)]) -> Result<(), StoreError> {
        self.flush_folders_of(files.iter().map(|(entry, _)| entry.path.as_str()))
    }

    fn flush_folders_of<'a>(&self, paths: impl Iterator<Item = &'a str>) -> Result<(), StoreError> {
        let of = |below: &str| self.directory.join(below).parent().map(Path::to_path_buf);
        let folders: BTreeSet<PathBuf> = paths.filter_map(of).collect();
        for folder in &folders {
            let mut within = folder.ancestors().take_while(|f| f.starts_with(&self.directory));
            within.try_for_each(|f| flush_folder(f).map_err(io(f)))?;
        }
        Ok(())
    }
}

/// Writes the manifest of a directory: the old one or the new one stands there at any moment.
pub(super) fn write_manifest(directory: &Path, manifest: &Manifest) -> Result<(), StoreError> {
    let path = plain(directory, MANIFEST).map_err(io(directory))?;
    write_whole(&path, manifest.to_toml()?.as_bytes()).map_err(io(&path))?;
    flush_folder(directory).map_err(io(directory))
}

pub(super) fn io(path: &Path) -> impl Fn(std::io::Error) -> StoreError + use<> {
    let path = path.to_path_buf();
    move |error| StoreError::Io { path: path.clone(), error }
}
