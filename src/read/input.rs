//! Files somebody names, read whole, packed with gzip or not: within a limit, and never from a device or a pipe that may not end.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use flate2::read::MultiGzDecoder;

use contactline_core::model::{foreign, text_of};

/// The longest file that is read whole.
pub const MAX_FILE_BYTES: u64 = 128 << 20;

/// What gzip begins with.
const GZIP_START: [u8; 2] = [0x1f, 0x8b];

/// The text of a file, or of standard input for `-`.
///
/// # Errors
/// The file's name, and why it cannot be read.
pub fn text(path: &Path) -> Result<String, String> {
    let name = path.display();
    let bytes = if path.as_os_str() == "-" { unpacked(io::stdin().lock()) } else { open(path).and_then(unpacked) };
    let bytes = bytes.and_then(|(from, _)| bytes_within(from, MAX_FILE_BYTES));
    let bytes = bytes.map_err(|e| format!("{name}: {e}"))?;
    if let Some(other) = foreign(&bytes) {
        return Err(format!("{name}: {other}"));
    }
    text_of(bytes).map_err(|e| format!("{name}: {e}"))
}

/// A plain file; a link to one is followed. Anything else could keep its reader waiting for ever.
pub fn open(path: &Path) -> io::Result<File> {
    let metadata = fs::metadata(path)?;
    if metadata.is_dir() {
        return Err(io::Error::new(io::ErrorKind::IsADirectory, "a folder; wanted a file"));
    }
    if !metadata.is_file() {
        return Err(io::Error::other("a pipe, socket or device; wanted a plain file"));
    }
    File::open(path)
}

/// What can be read, unpacked where it is packed with gzip. Whoever reads sets the limit: no more is unpacked than is read.
///
/// # Errors
/// Its beginning cannot be read.
pub fn unpacked<'a>(mut from: impl Read + 'a) -> io::Result<(Box<dyn Read + 'a>, bool)> {
    let head = head(from.by_ref(), GZIP_START.len() as u64)?;
    let is_packed = head == GZIP_START;
    let whole = io::Cursor::new(head).chain(from);
    Ok(if is_packed { (Box::new(MultiGzDecoder::new(whole)), true) } else { (Box::new(whole), false) })
}

/// The beginning of what can be read.
pub fn head(from: impl Read, bytes: u64) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    from.take(bytes).read_to_end(&mut head)?;
    Ok(head)
}

/// Everything that can be read, which must be within the limit.
pub fn bytes_within(from: impl Read, max_bytes: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(max_bytes + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > max_bytes {
        let message = format!("longer than {} MB, which is the most that is read", max_bytes >> 20);
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, message));
    }
    Ok(bytes)
}
