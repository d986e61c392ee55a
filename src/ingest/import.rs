//! Foreign files into a data directory, with everything found on the way.

mod boundaries;
mod days;
mod files;
mod list;
mod maps;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::error::{IngestError, Interrupted, ended};
use super::progress::Progress;
use super::session::{IngestSession, Tally, summary};
use crate::read::{Input, Mapping};
use contactline_core::model::{Finding, Moment, Severity};
use contactline_crs::Crs;
use contactline_store::Clock;
use files::Document;
use maps::Reader;

/// What to import, and what the files do not say themselves. [`ImportRequest::of`] asks for files by what they are.
#[derive(Clone, Debug, Default)]
pub struct ImportRequest {
    /// Files, or directories of files.
    pub files: Vec<PathBuf>,
    /// Whether the directories in a directory are looked through too.
    pub recursive: bool,
    /// The files' format (none: detected from the content).
    pub format: Option<Input>,
    /// The date of the version, where the file does not contain it; of a file with several, the one to import; of the official
    /// list, that of its state.
    pub date: Option<Moment>,
    /// The code of the reference system, where the file's own member is missing or wrong.
    pub crs: Option<String>,
    /// The layer of a map published in layers, where neither name nor property gives it.
    pub layer: Option<String>,
    /// The source's id (none: the format's own source).
    pub source: Option<String>,
    /// The TOML file that describes the properties of the files, in place of a format.
    pub mapping: Option<PathBuf>,
    /// For VIINA: the GeoJSON of its places' cells.
    pub tessellation: Option<PathBuf>,
    /// For VIINA: the column of the table (none: `status`).
    pub column: Option<String>,
    /// For boundaries: whose they are, shown with every answer made by them (none: the file's name).
    pub attribution: Option<String>,
    /// For the official list: the amendments that are in it, shown with the source (none: what the file says).
    pub amendments: Option<String>,
    /// For the official list: a GeoJSON of settlements with positions and codes (none: those that come with the program).
    pub settlements: Option<PathBuf>,
}

impl ImportRequest {
    /// These files and directories, by what they are.
    pub fn of<P: Into<PathBuf>>(files: impl IntoIterator<Item = P>) -> Self {
        Self { files: files.into_iter().map(Into::into).collect(), ..Self::default() }
    }
}

/// What came of an import.
#[derive(Debug, Default)]
pub struct ImportReport {
    /// What was done with the files.
    pub tally: Tally,
    /// By what the files were taken to be of their formats.
    pub read_as: Vec<ReadAs>,
    /// What was found, file by file.
    pub findings: Vec<Finding>,
}

/// Files taken to be of a format, and by what sign.
#[derive(Debug)]
pub struct ReadAs {
    input: Input,
    sign: files::Sign,
}

impl ReadAs {
    /// The same as a finding.
    #[must_use]
    pub fn to_finding(&self) -> Finding {
        self.sign.to_finding(self.input)
    }
}

impl std::fmt::Display for ReadAs {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "read as {}: {}", self.input.as_str(), self.sign)
    }
}

impl ImportReport {
    /// What was done and found, in a line.
    #[must_use]
    pub fn summary(&self) -> String {
        summary(self.tally, &self.findings)
    }

    /// Whether there is anything to tell.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.findings.is_empty() && self.read_as.is_empty() && self.tally.imported + self.tally.replaced == 0
    }
}

/// An import under way.
struct Import<'a> {
    request: &'a ImportRequest,
    crs: Option<Crs>,
    session: IngestSession,
    read_as: Vec<ReadAs>,
}

/// Imports the files into the data directory, which is made where it is not there. `clock` says which second it is: nothing can be
/// later than its day, and what comes in is recorded with it.
///
/// # Errors
/// The data directory cannot be written, a file or folder named is not there, or what was said of the files does not fit them.
/// What had been kept by then stays, and is in the error's report.
pub fn import(
    request: &ImportRequest,
    directory: &Path,
    clock: Clock,
    progress: Arc<dyn Progress>,
) -> Result<ImportReport, Box<Interrupted<ImportReport>>> {
    let mut import = match Import::begin(request, directory, clock, progress) {
        Ok(import) => import,
        Err(error) => return ended(ImportReport::default(), Err(error)),
    };
    let done = import.all();
    let Import { session, read_as, .. } = import;
    let (tally, findings) = session.close();
    ended(ImportReport { tally, read_as, findings }, done)
}

/// Why one day is not that of all the files.
fn several_versions(named: &[PathBuf], documents: &[Document]) -> String {
    let named = named.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(", ");
    let mut found: Vec<String> = documents.iter().take(files::MAX_NAMED).map(Document::name).collect();
    if documents.len() > files::MAX_NAMED {
        found.push("…".into());
    }
    let found = if found.is_empty() { "none that can be read".into() } else { found.join(", ") };
    let count = documents.len();
    format!("--date is for the files of one version; of {named} there are {count} files ({found}): name one of them")
}

impl<'a> Import<'a> {
    fn begin(
        request: &'a ImportRequest,
        directory: &Path,
        clock: Clock,
        progress: Arc<dyn Progress>,
    ) -> Result<Self, IngestError> {
        let crs = request.crs.as_deref().map(Crs::from_code).transpose()?;
        Ok(Self { request, crs, session: IngestSession::open(directory, clock, progress)?, read_as: Vec::new() })
    }

    /// Every file, by the mapping or by what it is.
    fn all(&mut self) -> Result<(), IngestError> {
        let request = self.request;
        let (files, found) = files::expanded(&request.files, request.recursive)?;
        let mapping = request.mapping.as_deref().map(files::mapping).transpose()?;
        let (groups, unknown) = match request.format {
            _ if mapping.is_some() => (Vec::new(), Vec::new()),
            Some(input) => (vec![files::Group { input, signs: Vec::new(), files: files.clone() }], Vec::new()),
            None => files::grouped(&files),
        };
        let one_version = |group: &files::Group| matches!(group.input, Input::Map(format) if format.comes_in_parts());
        let refused = found.iter().filter(|f| f.severity == Severity::Error).count();
        self.session.tally.refused += refused + unknown.len();
        self.session.findings.extend(found.into_iter().chain(unknown));
        if request.date.is_some() && files.len() != 1 && (request.mapping.is_some() || !groups.iter().all(one_version))
        {
            return Err(IngestError::Named(several_versions(&request.files, &files)));
        }
        if let Some((mapping, declaration)) = mapping {
            return self.mapped(mapping, declaration, files);
        }
        let are_several = groups.len() > 1;
        for group in groups {
            let input = group.input;
            self.read_as.extend(group.signs.into_iter().map(|sign| ReadAs { input, sign }));
            match self.group(input, group.files.clone()) {
                // What files of one format lack is theirs to be told: the others are imported.
                Err(IngestError::Named(message)) if are_several => self.refuse(&group.files, "not_told", &message),
                done => done?,
            }
        }
        Ok(())
    }

    /// Files described by a mapping, whose source may be declared beside it.
    fn mapped(
        &mut self,
        mapping: Mapping,
        declaration: Option<files::Named>,
        files: Vec<Document>,
    ) -> Result<(), IngestError> {
        if let Some((text, file)) = declaration {
            self.session.store.declare(&text, &file)??;
        }
        self.maps(&Reader::Mapping(Box::new(mapping)), files)
    }

    /// Refuses files, each with the same reason.
    fn refuse(&mut self, files: &[Document], code: &'static str, message: &str) {
        self.session.tally.refused += files.len();
        let finding = |file: &Document| files::finding(Severity::Error, code, &file.name(), message.into());
        self.session.findings.extend(files.iter().map(finding));
    }

    /// Files of one kind.
    fn group(&mut self, input: Input, files: Vec<Document>) -> Result<(), IngestError> {
        match input {
            Input::Map(format) => self.maps(&Reader::Format(format), files),
            Input::Viina => self.days(&files),
            Input::Boundaries => match files.as_slice() {
                [file] => self.boundaries(file),
                several => {
                    let message = format!("one of {} files of boundaries; expected one file", several.len());
                    self.refuse(several, "several_files", &message);
                    Ok(())
                }
            },
            Input::OfficialList => match files.as_slice() {
                [file] => self.list(file),
                several => {
                    let message = format!("one of {} official lists; expected one file", several.len());
                    self.refuse(several, "several_lists", &message);
                    Ok(())
                }
            },
        }
    }

    /// The id of the source that is imported: the one named, else the format's own.
    fn source<'s>(&'s self, own: &'s str) -> &'s str {
        self.request.source.as_deref().unwrap_or(own)
    }
}
