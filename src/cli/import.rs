//! `contactline import`: foreign files into a data directory, with everything found on the way.

mod days;
mod files;
mod list;
mod maps;

use std::io;
use std::path::{Path, PathBuf};

use super::findings::{Outcome, print};
use super::intake::IngestSession;
use crate::read::{Input, Mapping, detect};
use contactline_core::model::{Finding, Moment, Severity};
use contactline_crs::Crs;
use files::Document;
use maps::Reader;

/// `import`: files, and what they do not say themselves.
#[derive(Debug, clap::Args)]
pub struct ImportArgs {
    /// File format (default: detected from the content): deepstate-daily, deepstate-raw, isw, nzz, viina or
    /// official-list
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<Input>,
    /// Date of the version, if the file does not contain it (one file, or the layers of one map). For a file with several
    /// dates: the date to import. For the official list: the date of its state
    #[arg(long, value_name = "DATE")]
    pub date: Option<Moment>,
    /// Reference system of the coordinates, such as EPSG:4284, if the file's crs member is missing or wrong; easting or
    /// longitude first
    #[arg(long, value_name = "CODE")]
    pub crs: Option<String>,
    /// Layer of a map published in layers, if neither the file name nor a property gives it
    #[arg(long, value_name = "NAME")]
    pub layer: Option<String>,
    /// Source ID (default: the format's own source)
    #[arg(long, value_name = "ID")]
    pub source: Option<String>,
    /// TOML file that describes the properties of the files, for any GeoJSON
    #[arg(long, value_name = "FILE", conflicts_with = "format")]
    pub mapping: Option<PathBuf>,
    /// For viina: the GeoJSON of its places' cells, gn_UA_tess.geojson or katotth_UA_tess.geojson
    #[arg(long, value_name = "FILE")]
    pub tessellation: Option<PathBuf>,
    /// For viina: the column of the table to read [default: status]
    #[arg(long, value_name = "NAME")]
    pub column: Option<String>,
    /// For official-list: a GeoJSON of settlements with positions and codes [default: those that come with the program]
    #[arg(long, value_name = "FILE")]
    pub settlements: Option<PathBuf>,
    /// Print the findings as a JSON array
    #[arg(long)]
    pub json: bool,
    /// Files or directories of files; a format may come first
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
}

/// One import: what was asked for, and what has come of it so far.
struct Import<'a> {
    args: &'a ImportArgs,
    crs: Option<Crs>,
    intake: IngestSession,
}

/// Imports the files; findings and a summary go to `out`. Counted in the outcome are files refused,
/// and warnings: each tells of something left out, mended or odd.
///
/// # Errors
/// The data directory cannot be written, or a file or folder named is not there.
pub fn run(args: &ImportArgs, directory: &Path, out: &mut dyn io::Write) -> Result<Outcome, String> {
    let (format, paths) = named(args);
    let crs = args.crs.as_deref().map(Crs::from_code).transpose().map_err(|e| e.to_string())?;
    let (files, found) = files::expanded(paths)?;
    let mapping = args.mapping.as_deref().map(files::mapping).transpose()?;
    let (groups, unknown) = match format {
        _ if mapping.is_some() => (Vec::new(), Vec::new()),
        Some(input) => (vec![files::Group { input, signs: Vec::new(), files: files.clone() }], Vec::new()),
        None => files::grouped(&files),
    };
    let one_version = |group: &files::Group| matches!(group.input, Input::Map(format) if format.comes_in_parts());
    if args.date.is_some() && files.len() != 1 && (mapping.is_some() || !groups.iter().all(one_version)) {
        return Err(format!("--date is for the files of one version; there are {}", files.len()));
    }
    let mut import = Import { args, crs, intake: IngestSession::open(directory)? };
    let refused = |findings: &[Finding]| findings.iter().filter(|f| f.severity == Severity::Error).count();
    import.intake.tally.refused += refused(&found) + unknown.len();
    import.intake.findings.extend(found.into_iter().chain(unknown));
    let done = import.all(mapping, files, groups, out);
    let intake = import.intake;
    // What was found is told, and what was kept, also where the rest could not be done.
    if done.is_ok() || !intake.findings.is_empty() || intake.tally.imported + intake.tally.replaced > 0 {
        print(&intake.findings, args.json, out)?;
        if !args.json {
            writeln!(out, "{}", intake.summary()).map_err(|e| e.to_string())?;
        }
    }
    done?;
    let warnings = intake.findings.iter().filter(|f| f.severity == Severity::Warning).count();
    Ok(Outcome { findings: intake.tally.refused + warnings })
}

/// The format and the files: a word before them that is a format and no file names it too.
fn named(args: &ImportArgs) -> (Option<Input>, &[PathBuf]) {
    let word = args.files.first().filter(|path| !path.exists()).and_then(|path| path.to_str()?.parse().ok());
    match (args.format, word) {
        (None, Some(input)) => (Some(input), args.files.get(1..).unwrap_or_default()),
        (format, _) => (format, &args.files),
    }
}

/// A mapping, and the declaration of its source.
type Mapped = Option<(Mapping, Option<files::Named>)>;

impl Import<'_> {
    /// Every file, by the mapping or by what it is.
    fn all(
        &mut self,
        mapping: Mapped,
        files: Vec<Document>,
        groups: Vec<files::Group>,
        out: &mut dyn io::Write,
    ) -> Result<(), String> {
        if let Some((mapping, declaration)) = mapping {
            if let Some((text, file)) = declaration {
                let declared = self.intake.store.declare(&text, &file).map_err(|e| e.to_string())?;
                declared.map_err(|findings| told(&findings))?;
            }
            return self.maps(&Reader::Mapping(Box::new(mapping)), files);
        }
        for group in groups {
            for sign in &group.signs {
                if self.args.json {
                    self.intake.findings.push(sign.to_finding(group.input));
                } else {
                    writeln!(out, "read as {}: {sign}", group.input.as_str()).map_err(|e| e.to_string())?;
                }
            }
            self.group(group.input, group.files)?;
        }
        Ok(())
    }

    /// Refuses files, each with the same reason.
    fn refuse(&mut self, files: &[Document], code: &'static str, message: &str) {
        self.intake.tally.refused += files.len();
        let finding = |file: &Document| files::finding(Severity::Error, code, &file.name(), message.into());
        self.intake.findings.extend(files.iter().map(finding));
    }

    /// Files of one kind.
    fn group(&mut self, input: Input, files: Vec<Document>) -> Result<(), String> {
        match input {
            Input::Map(format) => self.maps(&Reader::Format(format), files),
            Input::Viina => self.days(&files),
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
        self.args.source.as_deref().unwrap_or(own)
    }
}

/// Findings as one line.
fn told(findings: &[Finding]) -> String {
    findings.iter().map(|f| format!("{} ({})", f.message, f.place)).collect::<Vec<_>>().join("; ")
}
