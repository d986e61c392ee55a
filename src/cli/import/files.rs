//! The files of an import, and what each is.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::{Input, Mapping, detect, told};
use crate::model::{Finding, Place, Severity};

/// Endings of the files meant where a directory is named.
const ENDINGS: [&str; 4] = ["geojson", "json", "csv", "zip"];

/// Files of one kind.
pub(super) struct Group {
    pub input: Input,
    pub signs: Vec<Sign>,
    pub files: Vec<PathBuf>,
}

/// By what files were taken to be of a kind.
pub(super) struct Sign {
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
        let place = Place { file: Some(self.first.clone()), ..Place::default() };
        let message = format!("read as {}: {self}", input.as_str());
        Finding { severity: Severity::Note, code: "format", place, message }
    }
}

/// The files named, and those of known endings in the directories named.
pub(super) fn expanded(paths: &[PathBuf]) -> Result<Vec<PathBuf>, String> {
    let mut files = Vec::new();
    for path in paths {
        if !path.is_dir() {
            files.push(path.clone());
            continue;
        }
        let entries = std::fs::read_dir(path).map_err(|e| format!("{}: {e}", path.display()))?;
        let before = files.len();
        files.extend(entries.filter_map(Result::ok).map(|f| f.path()).filter(|f| {
            let ending = f.extension().map(|e| e.to_string_lossy().to_lowercase());
            f.is_file() && ending.is_some_and(|e| ENDINGS.contains(&e.as_str()))
        }));
        if files.len() == before {
            return Err(format!("{}: no *.geojson, *.json, *.csv or *.zip in this directory", path.display()));
        }
    }
    Ok(files)
}

/// Names of files by the sign they were known by.
type Signs = BTreeMap<String, Vec<String>>;

/// The files by what they are; a finding for each that is nothing known.
pub(super) fn grouped(files: &[PathBuf]) -> (Vec<Group>, Vec<Finding>) {
    let detected: Vec<_> = files.par_iter().map(|path| detected(path)).collect();
    let mut groups: BTreeMap<Input, (Signs, Vec<PathBuf>)> = BTreeMap::new();
    let mut unknown = Vec::new();
    for (path, detected) in files.iter().zip(detected) {
        match detected {
            Ok(detected) => {
                let (signs, files) = groups.entry(detected.input).or_default();
                signs.entry(detected.sign).or_default().push(path.display().to_string());
                files.push(path.clone());
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
pub(super) fn mapping(path: &Path) -> Result<(Mapping, Option<Named>), String> {
    let text = |path: &Path| std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()));
    let mapping = Mapping::from_toml(&text(path)?, &path.display().to_string()).map_err(|finding| told(&[*finding]))?;
    let declaration = mapping.declaration.as_ref().map(|file| path.with_file_name(file));
    let declaration =
        declaration.map(|file| Ok::<_, String>((text(&file)?, file.display().to_string()))).transpose()?;
    Ok((mapping, declaration))
}

fn detected(path: &Path) -> Result<crate::read::Detected, Box<Finding>> {
    let file = path.display().to_string();
    match std::fs::read(path) {
        Ok(bytes) => detect(&bytes, &file),
        Err(e) => Err(Box::new(unreadable(&file, &e))),
    }
}

pub(super) fn unreadable(file: &str, error: &std::io::Error) -> Finding {
    let place = Place { file: Some(file.into()), ..Place::default() };
    Finding { severity: Severity::Error, code: "unreadable", place, message: error.to_string() }
}
