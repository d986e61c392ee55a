//! The files of an import, and what each is.
//!
//! A file named may be a link to one; of what is found in a folder links are not followed, and anywhere only plain files are
//! opened: a pipe or a device could keep its reader waiting for ever. A zip archive stands for the files in it, and what is
//! packed with gzip for the one file in that.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io::{BufReader, Read};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::ingest::IngestError;
pub(super) use crate::ingest::session::finding;
use crate::read::archive::{Archive, ZIP_START, nothing_readable};
use crate::read::{Input, Mapping, detect, input};
use contactline_core::model::{Finding, Severity};

/// Endings of the files meant where a folder or an archive is named.
const ENDINGS: [&str; 10] =
    ["geojson", "json", "csv", "zip", "geojsonl", "geojsons", "geojsonseq", "ndjson", "ndgeojson", "jsonl"];

/// Endings of files that are likely maps and are not read: they are told.
const UNREAD_ENDINGS: [&str; 18] = [
    "shp", "kml", "kmz", "gpkg", "gml", "gdb", "fgb", "topojson", "parquet", "gz", "tgz", "bz2", "xz", "7z", "rar",
    "xls", "xlsx", "tsv",
];

/// How deep directories in directories are looked through.
const MAX_DEPTH: usize = 32;

/// How many names a finding tells.
pub(super) const MAX_NAMED: usize = 10;

/// As much of a file as tells what a table is.
const HEAD_BYTES: u64 = 64 << 10;

/// A file to be imported: one of its own, or one in a zip archive.
#[derive(Clone, Debug)]
pub(super) struct Document {
    path: PathBuf,
    member: Option<(Archive, String)>,
}

impl Document {
    /// Its name for people: `files/maps.zip/20240501.geojson`.
    pub(super) fn name(&self) -> String {
        match &self.member {
            Some((_, member)) => format!("{}/{member}", self.path.display()),
            None => self.path.display().to_string(),
        }
    }

    /// Reads it from its beginning.
    ///
    /// # Errors
    /// It cannot be opened.
    pub(super) fn with<T>(&self, read: impl FnOnce(&mut dyn Read) -> T) -> Result<T, Box<Finding>> {
        if let Some((archive, member)) = &self.member {
            let read = |packed: &mut dyn Read| input::unpacked(packed).map(|(mut whole, _)| read(&mut whole));
            return archive.with_member(member, read)?.map_err(|e| Box::new(unreadable(&self.name(), &e)));
        }
        let file = input::open(&self.path).and_then(|file| input::unpacked(BufReader::new(file)));
        let (mut file, _) = file.map_err(|e| Box::new(unreadable(&self.name(), &e)))?;
        Ok(read(&mut file))
    }

    /// All its bytes.
    ///
    /// # Errors
    /// It cannot be read, or is too long.
    pub(super) fn bytes(&self) -> Result<Vec<u8>, Box<Finding>> {
        let bytes = self.with(|file| input::bytes_within(file, input::MAX_FILE_BYTES))?;
        bytes.map_err(|e| Box::new(unreadable(&self.name(), &e)))
    }

    /// As much of its beginning as tells what it is: all of JSON, whole lines of anything else.
    fn beginning(&self) -> Result<Vec<u8>, Box<Finding>> {
        let head = self.with(|file| input::head(file, HEAD_BYTES))?;
        let mut head = head.map_err(|e| Box::new(unreadable(&self.name(), &e)))?;
        let first = head.iter().find(|b| b.is_ascii_alphanumeric() || matches!(b, b'{' | b'[' | b'<' | b'"'));
        let is_table = !head.contains(&0) && !matches!(first, Some(b'{' | b'['));
        match head.iter().rposition(|b| *b == b'\n') {
            Some(end) if is_table => head.truncate(end + 1),
            _ if (head.len() as u64) < HEAD_BYTES => {}
            _ => return self.bytes(),
        }
        Ok(head)
    }
}

/// Files of one kind.
pub(super) struct Group {
    pub input: Input,
    pub signs: Vec<Sign>,
    pub files: Vec<Document>,
}

/// By what files were taken to be of a kind.
#[derive(Debug)]
pub struct Sign {
    sign: String,
    first: String,
    more: usize,
}

impl fmt::Display for Sign {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}", self.sign, self.first)?;
        match self.more {
            0 => f.write_str(")"),
            more => write!(f, " and {more} more)"),
        }
    }
}

impl Sign {
    pub(super) fn to_finding(&self, input: Input) -> Finding {
        finding(Severity::Note, "format", &self.first, format!("read as {}: {self}", input.as_str()))
    }
}

/// The files named, those of known endings in the folders named, and those in archives; with what was found on the way. A
/// file that is refused has an error.
///
/// # Errors
/// A folder cannot be read, or nothing named has a file.
pub(super) fn expanded(paths: &[PathBuf], recursive: bool) -> Result<(Vec<Document>, Vec<Finding>), IngestError> {
    let (mut documents, mut findings) = (Vec::new(), Vec::new());
    let mut empty = Vec::new();
    for path in paths {
        if !path.is_dir() {
            add(path.clone(), &mut documents, &mut findings);
            continue;
        }
        let before = (documents.len(), findings.len());
        add_folder(path, if recursive { MAX_DEPTH } else { 0 }, &mut documents, &mut findings)?;
        let refused = findings[before.1..].iter().any(|f| f.severity == Severity::Error);
        if documents.len() == before.0 && !refused {
            let name = path.display().to_string();
            let subfolders = findings[before.1..].iter().any(|f| f.code == "subfolder");
            let hint = if subfolders {
                "; it has subfolders, which are imported by naming them, or with --recursive"
            } else {
                ""
            };
            let message = format!("no {} in this directory{hint}", endings());
            empty.push(format!("{name}: {message}"));
            findings.push(finding(Severity::Warning, "left_out", &name, message));
        }
    }
    if documents.is_empty() && !empty.is_empty() && findings.iter().all(|f| f.severity < Severity::Error) {
        return Err(IngestError::Named(empty.join("; ")));
    }
    Ok((documents, findings))
}

/// What a file's name ends with, in lower case; of `map.geojson.gz` what it is once it is unpacked, where that is known.
fn ending(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name).to_lowercase();
    let of = |name: &str| name.rsplit_once('.').map_or_else(String::new, |(_, ending)| ending.to_owned());
    let packed =
        name.strip_suffix(".gz").map(of).filter(|within| within != "zip" && ENDINGS.contains(&within.as_str()));
    packed.unwrap_or_else(|| of(&name))
}

fn endings() -> String {
    let all: Vec<String> = ENDINGS.iter().take(4).map(|ending| format!("*.{ending}")).collect();
    all.join(", ").replace(", *.zip", " or *.zip")
}

/// The files of a folder, and of those in it down to a depth.
fn add_folder(
    folder: &Path,
    depth: usize,
    documents: &mut Vec<Document>,
    findings: &mut Vec<Finding>,
) -> Result<(), IngestError> {
    let unread_folder = |e: std::io::Error| IngestError::Named(format!("{}: {e}", folder.display()));
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder).map_err(unread_folder)? {
        let entry = entry.map_err(unread_folder)?;
        entries.push((entry.path(), entry.file_type().map_err(unread_folder)?));
    }
    entries.sort_by(|a, b| a.0.cmp(&b.0));
    let (mut links, mut subfolders, mut unread, mut others) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for (path, kind) in entries {
        let ending = ending(&path.to_string_lossy());
        let hidden = path.file_name().is_none_or(|name| name.to_string_lossy().starts_with('.'));
        let known = ENDINGS.contains(&ending.as_str());
        if kind.is_dir() && UNREAD_ENDINGS.contains(&ending.as_str()) {
            unread.push(path);
        } else if kind.is_dir() && !hidden && depth > 0 {
            add_folder(&path, depth - 1, documents, findings)?;
        } else if kind.is_dir() && !hidden {
            subfolders.push(path);
        } else if kind.is_symlink() && (known || path.is_dir()) {
            links.push(path);
        } else if kind.is_file() && known {
            add(path, documents, findings);
        } else if kind.is_file() && UNREAD_ENDINGS.contains(&ending.as_str()) {
            unread.push(path);
        } else if known {
            let message = "a pipe, socket or device; wanted a plain file".into();
            findings.push(finding(Severity::Error, "unreadable", &path.display().to_string(), message));
        } else if kind.is_file() && !hidden {
            others.push(path);
        }
    }
    let name = folder.display().to_string();
    let told = |severity, code, what: &str, paths: &[PathBuf], hint: &str| {
        (!paths.is_empty()).then(|| {
            let names = paths.iter().take(MAX_NAMED).filter_map(|p| p.file_name()).map(|n| n.to_string_lossy());
            let names = names.collect::<Vec<_>>().join(", ");
            let more =
                if paths.len() > MAX_NAMED { format!(" and {} more", paths.len() - MAX_NAMED) } else { String::new() };
            finding(severity, code, &name, format!("{what} not read: {names}{more}; {hint}"))
        })
    };
    let warn = |code, what: &str, paths: &[PathBuf], hint: &str| told(Severity::Warning, code, what, paths, hint);
    findings.extend(warn("subfolder", "subfolders", &subfolders, "name a subfolder, or add --recursive"));
    findings.extend(warn("link", "links", &links, "name what a link points to, to import it"));
    findings.extend(warn(
        "left_out",
        "files of forms that are",
        &unread,
        "convert or unpack them, or name one to hear more",
    ));
    findings.extend(told(
        Severity::Note,
        "left_out",
        "other files",
        &others,
        "their names do not end as those of maps",
    ));
    Ok(())
}

/// A file; those in it, where it is an archive.
fn add(path: PathBuf, documents: &mut Vec<Document>, findings: &mut Vec<Finding>) {
    let name = path.display().to_string();
    let head = input::open(&path).and_then(|file| input::head(file, ZIP_START.len() as u64));
    if !head.is_ok_and(|head| head == ZIP_START) {
        // What cannot be opened is told where it is read.
        documents.push(Document { path, member: None });
        return;
    }
    let archive = input::open(&path).map_err(|e| Box::new(unreadable(&name, &e)));
    let archive = match archive.and_then(|file| Archive::open(BufReader::new(file), &name)) {
        Ok(archive) => archive,
        Err(finding) => return findings.push(*finding),
    };
    let names = archive.members();
    let readable = |name: &&String| ending(name) != "zip" && ENDINGS.contains(&ending(name).as_str());
    let found: Vec<&String> = names.iter().filter(readable).collect();
    if found.is_empty() {
        return findings.push(nothing_readable(&names, &name));
    }
    let unread = |name: &&String| ending(name) == "zip" || UNREAD_ENDINGS.contains(&ending(name).as_str());
    let unread: Vec<&str> = names.iter().filter(unread).map(String::as_str).collect();
    if !unread.is_empty() {
        let shown = unread.iter().take(MAX_NAMED).copied().collect::<Vec<_>>().join(", ");
        let message = format!("{} files of this archive are of forms that are not read: {shown}", unread.len());
        findings.push(finding(Severity::Warning, "left_out", &name, message));
    }
    let document = |member: &String| Document { path: path.clone(), member: Some((archive.clone(), member.clone())) };
    documents.extend(found.into_iter().map(document));
}

/// The one file that a path names: an archive stands for the one file in it.
///
/// # Errors
/// It cannot be read, or is an archive of several files.
pub(super) fn single(path: &Path) -> Result<Document, IngestError> {
    let (mut documents, mut findings) = (Vec::new(), Vec::new());
    add(path.to_path_buf(), &mut documents, &mut findings);
    match (documents.pop(), documents.is_empty()) {
        (Some(document), true) => Ok(document),
        (Some(_), false) => {
            Err(IngestError::Named(format!("{}: an archive of several files; wanted one", path.display())))
        }
        (None, _) => Err(findings.into()),
    }
}

/// Names of files by the sign they were known by.
type Signs = BTreeMap<String, Vec<String>>;

/// The files by what they are; a finding for each that is nothing known.
pub(super) fn grouped(files: &[Document]) -> (Vec<Group>, Vec<Finding>) {
    let detected: Vec<_> =
        files.par_iter().map(|file| file.beginning().and_then(|bytes| detect(&bytes, &file.name()))).collect();
    let mut groups: BTreeMap<Input, (Signs, Vec<Document>)> = BTreeMap::new();
    let mut unknown = Vec::new();
    for (document, detected) in files.iter().zip(detected) {
        match detected {
            Ok(detected) => {
                let (signs, files) = groups.entry(detected.input).or_default();
                signs.entry(detected.sign).or_default().push(document.name());
                files.push(document.clone());
            }
            Err(finding) => unknown.push(*finding),
        }
    }
    let sign = |(sign, mut files): (String, Vec<String>)| {
        files.sort();
        Sign { sign, more: files.len() - 1, first: files.swap_remove(0) }
    };
    let group = |(input, (signs, files)): (Input, (Signs, _))| Group {
        input,
        signs: signs.into_iter().map(sign).collect(),
        files,
    };
    (groups.into_iter().map(group).collect(), unknown)
}

/// The text of a file, with its name.
pub(super) type Named = (String, String);

/// The mapping in a file, and the declaration of its source, which stands beside it.
pub(super) fn mapping(path: &Path) -> Result<(Mapping, Option<Named>), IngestError> {
    let text = |path: &Path| input::text(path).map_err(IngestError::Named);
    let mapping = Mapping::from_toml(&text(path)?, &path.display().to_string())?;
    let declaration = mapping.declaration.as_ref().map(|file| path.with_file_name(file));
    let declaration =
        declaration.map(|file| Ok::<_, IngestError>((text(&file)?, file.display().to_string()))).transpose()?;
    Ok((mapping, declaration))
}

pub(super) fn unreadable(file: &str, error: &std::io::Error) -> Finding {
    finding(Severity::Error, "unreadable", file, error.to_string())
}
