//! `contactline import`: foreign files into a data directory, with everything found on the way.

mod days;
mod files;
mod list;
mod maps;

use std::io;
use std::path::{Path, PathBuf};

use super::findings::{Outcome, print};
use super::intake::Intake;
use crate::model::{Finding, Moment, Severity};
use crate::read::{Input, Mapping, detect};
use maps::Reader;

/// `import`: files, and what they do not say themselves.
#[derive(Debug, clap::Args)]
pub struct ImportArgs {
    /// What the files are, where that is not to be seen from their content: deepstate-daily, deepstate-raw, isw, nzz,
    /// viina or official-list
    #[arg(long, value_name = "FORMAT")]
    pub format: Option<Input>,
    /// The day or moment of the version, for files that do not tell it: one file, or the layers of one map; of a file of
    /// several days, the one to read; of the official list, the day it stood so
    #[arg(long, value_name = "DATE")]
    pub date: Option<Moment>,
    /// The layer of a map that comes in layers, where neither the file's name nor a property tells it
    #[arg(long, value_name = "NAME")]
    pub layer: Option<String>,
    /// The id of the source whose statements these are, where it is not the format's own
    #[arg(long, value_name = "ID")]
    pub source: Option<String>,
    /// A TOML file that says what the properties of the files mean: for any GeoJSON
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
    /// Files, or directories whose files are meant; a format may stand before them
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
}

/// One import: what was asked for, and what has come of it so far.
struct Import<'a> {
    args: &'a ImportArgs,
    intake: Intake,
}

/// Imports the files; findings and a summary go to `out`. Counted in the outcome are files refused,
/// and warnings: each tells of something left out, mended or odd.
///
/// # Errors
/// The data directory cannot be written, or a file or folder named is not there.
pub fn run(args: &ImportArgs, directory: &Path, out: &mut dyn io::Write) -> Result<Outcome, String> {
    let (format, paths) = named(args);
    let files = files::expanded(paths)?;
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
    let mut import = Import { args, intake: Intake::open(directory)? };
    import.intake.tally.refused += unknown.len();
    import.intake.findings.extend(unknown);
    if let Some((mapping, declaration)) = mapping {
        if let Some((text, file)) = declaration {
            import
                .intake
                .store
                .declare(&text, &file)
                .map_err(|e| e.to_string())?
                .map_err(|findings| told(&findings))?;
        }
        import.maps(&Reader::Mapping(mapping), files)?;
    }
    for group in groups {
        for sign in &group.signs {
            if args.json {
                import.intake.findings.push(sign.to_finding(group.input));
            } else {
                writeln!(out, "read as {}: {sign}", group.input.as_str()).map_err(|e| e.to_string())?;
            }
        }
        import.group(group.input, group.files)?;
    }
    let intake = import.intake;
    print(&intake.findings, args.json, out)?;
    if !args.json {
        writeln!(out, "{}", intake.summary()).map_err(|e| e.to_string())?;
    }
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

impl Import<'_> {
    /// Files of one kind.
    fn group(&mut self, input: Input, files: Vec<PathBuf>) -> Result<(), String> {
        match input {
            Input::Map(format) => self.maps(&Reader::Format(format), files),
            Input::Viina => self.days(&files),
            Input::OfficialList => match files.as_slice() {
                [file] => self.list(file),
                several => Err(format!("{} official lists; wanted one", several.len())),
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
