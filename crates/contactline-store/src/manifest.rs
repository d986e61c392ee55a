//! `manifest.toml`: which files a folder holds, from whom, under which licence, and that they are as they were. What it does
//! not list is not there.

use serde::{Deserialize, Serialize};

use contactline_core::model::{Finding, Moment, Place, Severity};
use edge_timeline::validity::CHECKER;

use super::folder::sha256_hex;
use super::geojson::Checking;
use super::history::{Gone, Replaced, optional_second};

/// The name of the manifest in its folder.
pub const MANIFEST: &str = "manifest.toml";

/// How the first line of a manifest begins.
const DIGEST: &str = "sha256 = \"";

/// The only version of the form.
const FORMAT: u32 = 1;

/// The files of a folder.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// Version of the form: 1.
    pub format: u32,
    /// The second (UTC) from which on it is recorded without a gap what was imported when. None: from the first file on, or of no file.
    #[serde(default, with = "optional_second", skip_serializing_if = "Option::is_none")]
    pub recorded_since: Option<Moment>,
    /// The files.
    #[serde(default, rename = "file")]
    pub files: Vec<Entry>,
    /// The files that others stand for now, and that are kept.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replaced: Vec<Replaced>,
    /// Those that are not kept any more.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gone: Vec<Gone>,
}

impl Default for Manifest {
    fn default() -> Self {
        Self { format: FORMAT, recorded_since: None, files: Vec::new(), replaced: Vec::new(), gone: Vec::new() }
    }
}

/// One file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Path below the manifest's folder, with forward slashes.
    pub path: String,
    /// What it holds.
    pub kind: Kind,
    /// Whose statements it holds: for control, settlements and divides the id of a source
    /// of control; for other files whoever made the data.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// For control: the version's stamp.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// Licence, short.
    pub licence: String,
    /// The line to show.
    pub attribution: String,
    /// The day the data was taken from its publisher, or its publisher's own; none where not known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// SHA-256 of the file, 64 lower-case hexadecimal digits.
    pub sha256: String,
    /// The version of the validity check that found these very bytes valid; none where it was not run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub checker: Option<u32>,
    /// How many findings there were when the file was made.
    #[serde(default)]
    pub findings: usize,
    /// The second (UTC) in which it came into the data directory; none where that was not recorded. The store sets it.
    #[serde(default, with = "optional_second", skip_serializing_if = "Option::is_none")]
    pub imported_at: Option<Moment>,
}

/// What a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A region: its land and its extent.
    Region,
    /// Where a boundary of held area is a line of contact.
    Zone,
    /// Settlements with their names.
    Gazetteer,
    /// Other names of settlements and regions.
    Names,
    /// Postcodes by place.
    Postcodes,
    /// Raions and hromadas.
    Divisions,
    /// A record's settlements.
    Settlements,
    /// A line that cells must not cross.
    Divide,
    /// What parties announced.
    Announcements,
    /// Acts, and claims that rest on them.
    Acts,
    /// Legal regimes.
    Regimes,
    /// A proposal.
    Proposal,
    /// What is declared about a source.
    Source,
    /// A version of control.
    Control,
}

impl Entry {
    /// Whether the file's rings need a check.
    #[must_use]
    pub fn checking(&self) -> Checking {
        if self.checker == Some(CHECKER) { Checking::Skipped } else { Checking::Full }
    }
}

impl Manifest {
    /// The manifest in a text; `file` is its name for findings. One that carries no digest of itself is of an older form.
    ///
    /// # Errors
    /// It is not the text its digest is of. Else names the line: not TOML, an unknown member or word, another version of the
    /// form, a path that leaves the folder or stands twice.
    pub fn from_toml(text: &str, file: &str) -> Result<Self, Vec<Finding>> {
        if let Some((digest, sealed)) = sealed(text) {
            let found = sha256_hex(sealed.as_bytes());
            if digest != found {
                let message = format!(
                    "the manifest changed: the SHA-256 of what follows its first line is {found}, and that line has \
                     '{digest}'; after an edit by hand 'check --seal' writes it anew"
                );
                return Err(vec![finding("sha256", file, message)]);
            }
        }
        Self::from_unsealed(text, file)
    }

    /// Whether the text of a manifest carries a digest of itself.
    pub(super) fn is_sealed(text: &str) -> bool {
        sealed(text).is_some()
    }

    /// As [`Manifest::from_toml`], whatever digest the text carries.
    pub(super) fn from_unsealed(text: &str, file: &str) -> Result<Self, Vec<Finding>> {
        let bad = |message: String| vec![finding("bad_manifest", file, message)];
        // A first line that was to be the digest and is damaged is read as a member, and refused as an unknown one.
        let content = sealed(text).map_or(text, |(_, content)| content);
        let start = text.len() - content.len();
        let manifest: Self = toml::from_str(content).map_err(|e| {
            let line = e.span().map(|span| 1 + text[..start + span.start.min(content.len())].matches('\n').count());
            bad(line.map_or_else(|| e.message().into(), |line| format!("line {line}: {}", e.message())))
        })?;
        if manifest.format != FORMAT {
            return Err(bad(format!("format {} is not known; wanted {FORMAT}", manifest.format)));
        }
        let inside = |part: &str| !part.is_empty() && part != "." && part != ".." && !part.contains([':', '\\']);
        let before = manifest.replaced.iter().map(|replaced| &replaced.file);
        if let Some(entry) = manifest.files.iter().chain(before).find(|entry| !entry.path.split('/').all(inside)) {
            return Err(bad(format!("path '{}' does not stay below the folder of the manifest", entry.path)));
        }
        let mut seen = std::collections::BTreeSet::new();
        for entry in &manifest.files {
            if !seen.insert(entry.path.as_str()) {
                return Err(bad(format!("path '{}' stands twice", entry.path)));
            }
        }
        Ok(manifest)
    }

    /// The manifest as text, which begins with the SHA-256 of what follows the first line.
    ///
    /// # Errors
    /// None that the types allow; the serialiser has the last word.
    pub fn to_toml(&self) -> Result<String, toml::ser::Error> {
        let content = toml::to_string(self)?;
        Ok(format!("{DIGEST}{}\"\n{content}", sha256_hex(content.as_bytes())))
    }
}

/// The digest that a manifest begins with, and what it is of.
fn sealed(text: &str) -> Option<(&str, &str)> {
    text.strip_prefix(DIGEST)?.split_once("\"\n")
}

/// A TOML error in one line, beginning with where.
pub(super) fn with_line(text: &str, error: &toml::de::Error) -> String {
    let line = error.span().map(|span| text.get(..span.start).map_or(1, |before| 1 + before.matches('\n').count()));
    line.map_or_else(|| error.message().into(), |line| format!("line {line}: {}", error.message()))
}

/// A file-level error.
pub(super) fn finding(code: &'static str, file: &str, message: String) -> Finding {
    let place = Place { file: Some(file.into()), ..Place::default() };
    Finding { severity: Severity::Error, code, place, message }
}
