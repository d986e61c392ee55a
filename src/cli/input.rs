//! Files somebody names, read whole: within a limit, and never from a device or a pipe that may not end.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use crate::model::text_of;

/// The longest file that is read whole.
pub(super) const MAX_FILE_BYTES: u64 = 128 << 20;

/// The text of a file, or of standard input for `-`.
///
/// # Errors
/// The file's name, and why it cannot be read.
pub(super) fn text(path: &Path) -> Result<String, String> {
    let name = path.display();
    let bytes = if path.as_os_str() == "-" {
        bytes_within(io::stdin().lock(), MAX_FILE_BYTES)
    } else {
        open(path).and_then(|file| bytes_within(file, MAX_FILE_BYTES))
    };
    let bytes = bytes.map_err(|e| format!("{name}: {e}"))?;
    text_of(bytes).map_err(|e| format!("{name}: {e}"))
}

/// A plain file; a link to one is followed. Anything else could keep its reader waiting for ever.
pub(super) fn open(path: &Path) -> io::Result<File> {
    let metadata = fs::metadata(path)?;
    if metadata.is_dir() {
        return Err(io::Error::new(io::ErrorKind::IsADirectory, "a folder; wanted a file"));
    }
    if !metadata.is_file() {
        return Err(io::Error::other("a pipe, socket or device; wanted a plain file"));
    }
    File::open(path)
}

/// The beginning of what can be read.
pub(super) fn head(from: impl Read, bytes: u64) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    from.take(bytes).read_to_end(&mut head)?;
    Ok(head)
}

/// Everything that can be read, which must be within the limit.
pub(super) fn bytes_within(from: impl Read, max_bytes: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(max_bytes + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > max_bytes {
        let message = format!("longer than {} MB, which is the most that is read", max_bytes >> 20);
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, message));
    }
    Ok(bytes)
}
