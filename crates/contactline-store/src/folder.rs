//! A folder with a manifest: inside the program, or a directory.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::path::PathBuf;

use sha2::{Digest, Sha256};

use super::embedded::Embedded;
use super::files::{self, UNFINISHED};
use super::manifest::{Entry, MANIFEST, Manifest, finding};
use super::save::Store;
use super::sealed::SealedPart;
use contactline_core::model::Finding;

/// Folders that only a store has.
const MARKERS: [&str; 2] = ["control", "sources"];

/// Where files come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Folder {
    /// What the program ships with.
    Embedded,
    /// A directory.
    Directory(PathBuf),
    /// A directory as it was: files that others stand for now are found where they are kept.
    Past(PathBuf),
    /// A part of a sealed file.
    Sealed(SealedPart),
}

impl Folder {
    /// The name of a file for people.
    #[must_use]
    pub fn name_of(&self, path: &str) -> String {
        match self {
            Self::Embedded => format!("shipped data: {path}"),
            Self::Directory(directory) | Self::Past(directory) => directory.join(path).display().to_string(),
            Self::Sealed(part) => part.name_of(path),
        }
    }

    /// The manifest.
    ///
    /// A directory without one holds nothing yet.
    ///
    /// # Errors
    /// No such directory; a manifest that is unreadable or wrong: with the line.
    pub fn manifest(&self) -> Result<Manifest, Vec<Finding>> {
        if let Self::Directory(path) | Self::Past(path) = self {
            if !path.is_dir() {
                let message = "there is no such directory; 'import' makes one".into();
                return Err(vec![finding("unreadable", &path.display().to_string(), message)]);
            }
            // A link to nothing is there all the same, and refused where it is read.
            if std::fs::symlink_metadata(path.join(MANIFEST)).is_err() {
                return Ok(Manifest::default());
            }
        }
        Manifest::from_toml(&self.manifest_text()?, &self.name_of(MANIFEST))
    }

    /// The manifest, whatever digest it carries: for one that was edited by hand.
    pub(super) fn unsealed_manifest(&self) -> Result<Manifest, Vec<Finding>> {
        Manifest::from_unsealed(&self.manifest_text()?, &self.name_of(MANIFEST))
    }

    /// Whether the manifest carries a digest of itself.
    pub(super) fn is_sealed(&self) -> bool {
        self.manifest_text().is_ok_and(|text| Manifest::is_sealed(&text))
    }

    fn manifest_text(&self) -> Result<String, Vec<Finding>> {
        into_text(self.bytes(MANIFEST)?, &self.name_of(MANIFEST))
    }

    /// Whether it has a manifest.
    #[must_use]
    pub fn is_store(&self) -> bool {
        match self {
            Self::Embedded | Self::Sealed(_) => true,
            // A link to nothing is there all the same, and refused where it is read.
            Self::Directory(directory) | Self::Past(directory) => {
                std::fs::symlink_metadata(directory.join(MANIFEST)).is_ok()
            }
        }
    }

    /// What is wrong with a directory that has a store's folders and no manifest: it was lost, and what the folders hold
    /// would go unseen.
    pub(super) fn lost(&self) -> Option<Finding> {
        let (Self::Directory(directory) | Self::Past(directory)) = self else { return None };
        let marker = MARKERS.iter().find(|marker| directory.join(marker).is_dir()).filter(|_| !self.is_store())?;
        let message =
            format!("{MANIFEST} is missing, though {marker}/ is there: put it back, or choose another directory");
        Some(finding("unreadable", &self.name_of(MANIFEST), message))
    }

    /// The bytes of a file that are those the manifest tells of.
    ///
    /// # Errors
    /// Not there, unreadable, or with another SHA-256.
    pub(super) fn verified(&self, entry: &Entry) -> Result<Cow<'static, [u8]>, Vec<Finding>> {
        let is_it = |bytes: &Cow<'static, [u8]>| sha256_hex(bytes) == entry.sha256;
        let kept = || match self {
            Self::Past(_) => entry.kept_path().and_then(|path| self.bytes(&path).ok()).filter(is_it),
            _ => None,
        };
        if let Some(bytes) = kept() {
            return Ok(bytes);
        }
        let bytes = self.bytes(&entry.path);
        // Whoever sealed it compared this digest; that what was sealed is as it was then was seen when the file was opened.
        if matches!(self, Self::Sealed(_)) {
            return bytes;
        }
        if bytes.as_ref().is_ok_and(is_it) {
            return bytes;
        }
        // Where a writer was stopped after the manifest and before the file got its name, it stands under the other one; and
        // where that writer goes on at this moment, it has got its name meanwhile.
        let waiting = || self.bytes(&format!("{}.{UNFINISHED}", entry.path)).ok().filter(is_it);
        let again = || self.bytes(&entry.path).ok().filter(is_it);
        if let Some(bytes) = waiting().or_else(again).or_else(kept) {
            return Ok(bytes);
        }
        let found = sha256_hex(&bytes?);
        let message = format!("the file changed: its sha256 is {found}; the manifest has '{}'", entry.sha256);
        Err(vec![finding("sha256", &self.name_of(&entry.path), message)])
    }

    /// Whether the file of an entry is whole but stands under the name it was written under.
    pub(super) fn waits_for_its_name(&self, entry: &Entry) -> bool {
        let is_it = |path: &str| self.bytes(path).is_ok_and(|bytes| sha256_hex(&bytes) == entry.sha256);
        is_it(&format!("{}.{UNFINISHED}", entry.path)) && !is_it(&entry.path)
    }

    pub(super) fn bytes(&self, path: &str) -> Result<Cow<'static, [u8]>, Vec<Finding>> {
        let missing = |message| vec![finding("unreadable", &self.name_of(path), message)];
        match self {
            Self::Embedded => {
                Embedded::get(path).map(|f| f.data).ok_or_else(|| missing("there is no such file".into()))
            }
            Self::Directory(directory) | Self::Past(directory) => {
                files::bytes(directory, path).map(Cow::Owned).map_err(|e| missing(e.to_string()))
            }
            Self::Sealed(part) => part.bytes(path).map(Cow::Owned).map_err(|e| missing(e.to_string())),
        }
    }
}

/// The bytes as text.
pub(super) fn into_text(bytes: Cow<'static, [u8]>, file: &str) -> Result<String, Vec<Finding>> {
    String::from_utf8(bytes.into_owned()).map_err(|e| vec![finding("not_utf8", file, e.utf8_error().to_string())])
}

/// The SHA-256 of bytes as 64 lower-case hexadecimal digits.
#[must_use]
pub fn sha256_hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut hex, byte| {
        // Writing to a String cannot fail.
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

impl Store {
    /// The text of a file of this directory, or where it has none of that path of the one that comes with the program.
    ///
    /// # Errors
    /// There is neither.
    pub fn text(&self, path: &str) -> Result<String, Vec<Finding>> {
        let is_own = self.manifest.files.iter().any(|entry| entry.path == path);
        let folder = if is_own { Folder::Directory(self.directory.clone()) } else { Folder::Embedded };
        into_text(folder.bytes(path)?, &folder.name_of(path))
    }
}
