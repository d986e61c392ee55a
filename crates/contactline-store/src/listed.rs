//! What a data directory lists, from its manifests alone: nothing of it is read.

use std::path::Path;

use super::folder::Folder;
use super::load::{LoadError, fingerprint, latest, manifests};
use super::manifest::Entry;
use super::sealed::open_whole;

/// The fingerprint of what [`load`](super::load()) would read, from the manifests alone.
///
/// # Errors
/// A store whose manifest is gone, or one that cannot be read.
pub fn fingerprint_of(directory: Option<&Path>) -> Result<String, LoadError> {
    Ok(fingerprint(&manifests(&folders(directory))?))
}

/// What the manifests of the same list; of two files of a path the one that is read.
///
/// # Errors
/// As [`fingerprint_of`]; of a sealed file as [`open`](super::open).
pub fn listed(directory: Option<&Path>) -> Result<Vec<Entry>, LoadError> {
    let folders = match directory.filter(|path| path.is_file()) {
        Some(file) => open_whole(file)?.0,
        None => folders(directory),
    };
    Ok(latest(&manifests(&folders)?).into_iter().map(|(_, entry)| entry.clone()).collect())
}

/// What ships, and the directory.
pub(super) fn folders(directory: Option<&Path>) -> Vec<Folder> {
    let directory = directory.map(|path| Folder::Directory(path.to_path_buf()));
    std::iter::once(Folder::Embedded).chain(directory).collect()
}
