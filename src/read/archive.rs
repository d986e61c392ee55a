//! Zip archives: what is in one, and one file of it, within limits that its own directory cannot lie about.

use std::io::{self, Read, Seek, SeekFrom};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use zip::ZipArchive;

use super::parts::{at, whole};
use contactline_core::model::{CONVERT, Finding, Severity};

/// The most files an archive may have.
const MAX_MEMBERS: u64 = 10_000;

/// The longest archive that is looked into.
const MAX_ARCHIVE_BYTES: u64 = 2 << 30;

/// Where the end of an archive's directory is looked for: its record and the longest comment.
const END_BYTES: u64 = 22 + 0xffff;

/// What an archive begins with.
pub const ZIP_START: &[u8] = b"PK\x03\x04";

/// An archive whose directory was read; copies share it.
#[derive(Clone)]
pub struct Archive {
    zip: ZipArchive<Shared>,
    file: String,
}

impl std::fmt::Debug for Archive {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Archive").field("file", &self.file).finish_non_exhaustive()
    }
}

impl Archive {
    /// An archive; `file` is its name for findings.
    ///
    /// # Errors
    /// It is broken or too long, or has too many files.
    pub fn open(mut archive: impl ReadSeek + 'static, file: &str) -> Result<Self, Box<Finding>> {
        let refused = |message: String| Box::new(at(Severity::Error, "bad_zip", whole(file), message));
        count(&mut archive).map_err(refused)?;
        let shared = Shared { archive: Arc::new(Mutex::new(Box::new(archive))), at: 0 };
        let zip = ZipArchive::new(shared).map_err(|e| refused(e.to_string()))?;
        Ok(Self { zip, file: file.into() })
    }

    /// The names of its files, in order; without folders, hidden files and what a Mac adds.
    #[must_use]
    pub fn members(&self) -> Vec<String> {
        let names = self.zip.file_names().filter_map(|name| Some(name.ok()?.into_owned()));
        let is_file = |name: &String| {
            let hidden = name.split('/').any(|part| part.starts_with('.') || part == "__MACOSX");
            !name.ends_with(['/', '\\']) && !hidden
        };
        let mut names: Vec<String> = names.filter(is_file).collect();
        names.sort();
        names
    }

    /// Reads one of its files. Whatever length the archive's directory states, no more is unpacked than is read.
    ///
    /// # Errors
    /// The file is not in it, broken, or needs a password.
    pub fn with_member<T>(&self, member: &str, read: impl FnOnce(&mut dyn Read) -> T) -> Result<T, Box<Finding>> {
        let name = format!("{}/{member}", self.file);
        let refused = |message: String| Box::new(at(Severity::Error, "bad_zip", whole(&name), message));
        let mut zip = self.zip.clone();
        let mut member = zip.by_name(member).map_err(|e| refused(e.to_string()))?;
        Ok(read(&mut member))
    }
}

/// What an archive is read from.
pub trait ReadSeek: Read + Seek + Send {}

impl<R: Read + Seek + Send> ReadSeek for R {}

/// A place in an archive that several read at a time, each from its own place.
#[derive(Clone)]
struct Shared {
    archive: Arc<Mutex<Box<dyn ReadSeek>>>,
    at: u64,
}

impl Shared {
    fn locked(&self) -> MutexGuard<'_, Box<dyn ReadSeek>> {
        // Whoever panicked while reading left nothing behind but a place, and each sets its own.
        self.archive.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Read for Shared {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut archive = self.locked();
        archive.seek(SeekFrom::Start(self.at))?;
        let count = archive.read(buffer)?;
        drop(archive);
        self.at += count as u64;
        Ok(count)
    }
}

impl Seek for Shared {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let to = match to {
            SeekFrom::Current(by) => {
                SeekFrom::Start(self.at.checked_add_signed(by).ok_or(io::ErrorKind::InvalidInput)?)
            }
            other => other,
        };
        let at = self.locked().seek(to)?;
        self.at = at;
        Ok(at)
    }
}

/// What an archive is in which nothing can be read, by the names in it.
#[must_use]
pub fn nothing_readable(members: &[String], file: &str) -> Finding {
    let with = |ending: &str| members.iter().find(|name| name.to_lowercase().ends_with(ending));
    let name_of = |name: &String| name.rsplit('/').next().unwrap_or(name).to_owned();
    let message = if let Some(shapes) = with(".shp").or_else(|| with(".dbf")).or_else(|| with(".shx")) {
        format!("this is a zipped shapefile ({}): {CONVERT}", name_of(shapes))
    } else if let Some(kml) = with(".kml") {
        format!("this is KMZ, zipped KML ({}): {CONVERT}", name_of(kml))
    } else if members.iter().any(|name| name.starts_with("xl/")) {
        "this is a spreadsheet (xlsx): save its table as CSV".into()
    } else if members.iter().any(|name| name.starts_with("word/")) {
        "this is a document (docx): save its table as CSV".into()
    } else if let Some(within) = with(".zip").or_else(|| with(".gz")).or_else(|| with(".7z")) {
        format!("this is an archive within an archive ({}): unpack it first", name_of(within))
    } else if let Some(other) = with(".gdbtable").or_else(|| with(".gpkg")).or_else(|| with(".fgb")) {
        format!("this is a zipped geodatabase ({}): {CONVERT}", name_of(other))
    } else if members.is_empty() {
        "this is a zip archive without files".into()
    } else {
        const SHOWN: usize = 5;
        let shown: Vec<&str> = members.iter().take(SHOWN).map(String::as_str).collect();
        let more = if members.len() > SHOWN { ", ..." } else { "" };
        format!("this is a zip archive in which nothing can be read; it has {}{more}", shown.join(", "))
    };
    at(Severity::Error, "not_a_map", whole(file), message)
}

/// Refuses an archive of too many files before its directory is read into memory.
fn count(archive: &mut (impl Read + Seek)) -> Result<(), String> {
    let told = |e: std::io::Error| e.to_string();
    let length = archive.seek(SeekFrom::End(0)).map_err(told)?;
    if length > MAX_ARCHIVE_BYTES {
        return Err(format!("{} MB; at most {} MB are looked into", length >> 20, MAX_ARCHIVE_BYTES >> 20));
    }
    let mut end = Vec::new();
    archive.seek(SeekFrom::Start(length.saturating_sub(END_BYTES))).map_err(told)?;
    archive.take(END_BYTES).read_to_end(&mut end).map_err(told)?;
    let number = |at: usize, bytes: usize| {
        let digits = end.get(at..at + bytes)?;
        Some(digits.iter().rev().fold(0_u64, |n, digit| n << 8 | u64::from(*digit)))
    };
    let mut counts = Vec::new();
    for record in memchr::memmem::find_iter(&end, b"PK\x05\x06") {
        counts.extend(number(record + 10, 2).filter(|count| *count < 0xffff));
    }
    // The longer record of large archives stands before it.
    for record in memchr::memmem::find_iter(&end, b"PK\x06\x06") {
        counts.extend(number(record + 32, 8));
    }
    archive.rewind().map_err(told)?;
    match counts.into_iter().max() {
        Some(count) if count > MAX_MEMBERS => Err(format!("{count} files; at most {MAX_MEMBERS} are looked at")),
        _ => Ok(()),
    }
}
