//! The files of a data directory: plain ones only, never followed out of it, written whole.
//!
//! Everything is written under a name of this program's own first ([`UNFINISHED`]), flushed to the disk, and only then given
//! its name. Links are refused below the directory, because what they point to is not the directory's; so are pipes, sockets
//! and devices, whose reader could wait for ever.

use std::fs::{self, File};
use std::io::{self, Read, Write as _};
use std::path::{Component, Path, PathBuf};

use super::history::{REPLACED, is_sha256};

/// The ending of files that are not whole yet, or whole and waiting for their name: this program's own, so that nobody
/// else's file is taken for one.
pub(super) const UNFINISHED: &str = "contactline-tmp";

/// The longest file that is read: a version of control takes some megabytes.
const MAX_FILE_BYTES: u64 = 1 << 30;

/// The name a file is written under first.
pub(super) fn unfinished(path: &Path) -> PathBuf {
    path.with_added_extension(UNFINISHED)
}

/// The path of a file below the directory.
///
/// # Errors
/// One of the folders on the way, or the file itself, is a link or no plain file.
pub(super) fn plain(directory: &Path, below: &str) -> io::Result<PathBuf> {
    let mut path = directory.to_path_buf();
    let parts: Vec<Component<'_>> = Path::new(below).components().collect();
    for (number, part) in parts.iter().enumerate() {
        path.push(part);
        let is_last = number + 1 == parts.len();
        let kind = match fs::symlink_metadata(&path) {
            Ok(metadata) => metadata.file_type(),
            Err(e) if e.kind() == io::ErrorKind::NotFound => continue,
            Err(e) => return Err(e),
        };
        // Where the directory lies is its owner's affair: what is said here may be told to anybody.
        let name = path.strip_prefix(directory).unwrap_or(&path).display();
        if kind.is_symlink() {
            return Err(io::Error::other(format!("{name} is a link; a data directory holds files and folders alone")));
        }
        if !is_last && !kind.is_dir() {
            return Err(io::Error::new(io::ErrorKind::NotADirectory, format!("{name} is no folder")));
        }
        if is_last && !kind.is_file() {
            return Err(io::Error::other(format!("{name} is no plain file")));
        }
    }
    Ok(path)
}

/// The bytes of a file below the directory.
///
/// # Errors
/// It is not there, no plain file, behind a link, or too long.
pub(super) fn bytes(directory: &Path, below: &str) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(plain(directory, below)?)?.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_FILE_BYTES {
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, "longer than any file of a data directory"));
    }
    Ok(bytes)
}

/// Makes the folders on the way to a file below the directory.
pub(super) fn make_folders(directory: &Path, below: &str) -> io::Result<()> {
    match plain(directory, below)?.parent() {
        Some(folder) => fs::create_dir_all(folder),
        None => Ok(()),
    }
}

/// Writes a file whole under its unfinished name, and flushes it to the disk.
pub(super) fn write_unfinished(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let unfinished = unfinished(path);
    remove_if_there(&unfinished)?;
    let mut file = File::options().write(true).create_new(true).open(&unfinished)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Writes a file whole: the old one or the new one stands there at any moment.
pub(super) fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let written = write_unfinished(path, bytes).and_then(|()| finish(path));
    if written.is_err() {
        // What led here is told; the next writer removes what is left.
        drop(remove_if_there(&unfinished(path)));
    }
    written
}

/// Gives a file that is written its name.
pub(super) fn finish(path: &Path) -> io::Result<()> {
    fs::rename(unfinished(path), path)
}

/// Removes a file that may be gone already.
pub(super) fn remove_if_there(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(e) if e.kind() != io::ErrorKind::NotFound => Err(e),
        _ => Ok(()),
    }
}

/// Makes the names in a folder last. Only Unix can.
pub(super) fn flush_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { File::open(folder).and_then(|f| f.sync_all()) } else { Ok(()) }
}

/// Unfinished files in the folders that this program writes to: beside the manifest, in `sources`, `sync`, `admin` and the folders
/// of `control`, by their path below the directory without the ending. Links are not followed.
pub(super) fn unfinished_files(directory: &Path) -> io::Result<Vec<String>> {
    let mut folders = vec![String::new(), "sources/".into(), "sync/".into(), "control/".into(), "admin/".into()];
    folders.extend(
        names(directory, "control")?
            .into_iter()
            .filter(|(_, kind)| kind.is_dir())
            .map(|(name, _)| format!("control/{name}/")),
    );
    let mut found = Vec::new();
    for folder in folders {
        let ending = format!(".{UNFINISHED}");
        for (name, kind) in names(directory, folder.trim_end_matches('/'))? {
            if let Some(whole) = name.strip_suffix(&ending).filter(|_| kind.is_file()) {
                found.push(format!("{folder}{whole}"));
            }
        }
    }
    Ok(found)
}

/// The files that are kept of those that others stand for, whole or unfinished, by their path below the directory.
pub(super) fn kept_files(directory: &Path) -> io::Result<Vec<String>> {
    let ending = format!(".{UNFINISHED}");
    let is_ours = |name: &str| is_sha256(name.strip_suffix(&ending).unwrap_or(name));
    let all = names(directory, REPLACED)?.into_iter().filter(|(name, kind)| kind.is_file() && is_ours(name));
    Ok(all.map(|(name, _)| format!("{REPLACED}/{name}")).collect())
}

/// The names in a folder below the directory; none where it is no folder, or a link to one.
fn names(directory: &Path, below: &str) -> io::Result<Vec<(String, fs::FileType)>> {
    let folder = directory.join(below);
    // The directory itself may be a link: its owner named it.
    let is_there =
        if below.is_empty() { folder.is_dir() } else { fs::symlink_metadata(&folder).is_ok_and(|m| m.is_dir()) };
    if !is_there {
        return Ok(Vec::new());
    }
    let mut names = Vec::new();
    for entry in fs::read_dir(&folder)? {
        let entry = entry?;
        names.push((entry.file_name().to_string_lossy().into_owned(), entry.file_type()?));
    }
    Ok(names)
}
