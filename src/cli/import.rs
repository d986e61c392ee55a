//! `contactline import`: foreign files into a data directory, with everything found on the way.

use std::io;
use std::path::{Path, PathBuf};

use super::findings::{Outcome, print};
use super::progress::Bar;
use super::when::now;
use crate::ingest::{ImportReport, ImportRequest, import};
use crate::read::Input;
use contactline_core::model::{Moment, Severity};

/// `import`: files, and what they do not say themselves.
#[derive(Debug, clap::Args)]
pub struct ImportArgs {
    /// File format (default: detected from the content): deepstate-daily, deepstate-raw, isw, nzz, viina,
    /// official-list, or boundaries (of raions and hromadas, any GeoJSON with their KATOTTG codes)
    #[arg(long, value_name = "FORMAT")]
    format: Option<Input>,
    /// Date of the version, if the file does not contain it (one file, or the layers of one map). For a file with several
    /// dates: the date to import. For the official list: the date of its state
    #[arg(long, value_name = "DATE")]
    date: Option<Moment>,
    /// Reference system of the coordinates, such as EPSG:4284, if the file's crs member is missing or wrong; easting or
    /// longitude first
    #[arg(long, value_name = "CODE")]
    crs: Option<String>,
    /// Layer of a map published in layers, if neither the file name nor a property gives it
    #[arg(long, value_name = "NAME")]
    layer: Option<String>,
    /// Source ID (default: the format's own source)
    #[arg(long, value_name = "ID")]
    source: Option<String>,
    /// TOML file that describes the properties of the files, for any GeoJSON
    #[arg(long, value_name = "FILE", conflicts_with = "format")]
    mapping: Option<PathBuf>,
    /// For viina: the GeoJSON of its places' cells, gn_UA_tess.geojson or katotth_UA_tess.geojson
    #[arg(long, value_name = "FILE")]
    tessellation: Option<PathBuf>,
    /// For viina: the column of the table to read [default: status]
    #[arg(long, value_name = "NAME")]
    column: Option<String>,
    /// For boundaries: whose they are and under which licence, shown with every answer made by them [default: the file's name]
    #[arg(long, value_name = "TEXT")]
    attribution: Option<String>,
    /// For official-list: the amendments that the wording includes, shown with the source [default: what a line
    /// '# amendments: ...' at the file's beginning says]
    #[arg(long, value_name = "TEXT")]
    amendments: Option<String>,
    /// For official-list: a GeoJSON of settlements with positions and codes [default: those that come with the program]
    #[arg(long, value_name = "FILE")]
    settlements: Option<PathBuf>,
    /// Import the files of subdirectories too
    #[arg(short, long)]
    recursive: bool,
    /// Print the findings as a JSON array
    #[arg(long)]
    json: bool,
    /// Files or directories of files; a format may come first
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
}

/// Imports the files; findings and a summary go to `out`. Counted in the outcome are files refused,
/// and warnings: each tells of something left out, mended or odd.
///
/// # Errors
/// The data directory cannot be written, or a file or folder named is not there.
pub fn run(args: &ImportArgs, directory: &Path, out: &mut dyn io::Write) -> Result<Outcome, String> {
    // What was found is told, and what was kept, also where the rest could not be done.
    let (report, error) = match import(&args.request(), directory, now, Bar::watching()) {
        Ok(report) => (report, None),
        Err(interrupted) => (interrupted.report, Some(interrupted.error)),
    };
    if error.is_none() || !report.is_empty() {
        tell(&report, args.json, out)?;
    }
    if let Some(error) = error {
        return Err(error.to_string());
    }
    let warnings = report.findings.iter().filter(|f| f.severity == Severity::Warning).count();
    Ok(Outcome { findings: report.tally.refused + warnings })
}

/// Prints a report.
fn tell(report: &ImportReport, json: bool, out: &mut dyn io::Write) -> Result<(), String> {
    if json {
        let mut all: Vec<_> = report.read_as.iter().map(|read_as| read_as.to_finding()).collect();
        all.extend(report.findings.iter().cloned());
        return print(&all, true, out);
    }
    report.read_as.iter().try_for_each(|read_as| writeln!(out, "{read_as}")).map_err(|e| e.to_string())?;
    print(&report.findings, false, out)?;
    writeln!(out, "{}", report.summary()).map_err(|e| e.to_string())
}

impl ImportArgs {
    /// What is asked for. A word before the files that is a format and no file names the format too.
    fn request(&self) -> ImportRequest {
        let word = self.files.first().filter(|path| !path.exists()).and_then(|path| path.to_str()?.parse().ok());
        let (format, files) = match (self.format, word) {
            (None, Some(input)) => (Some(input), self.files.get(1..).unwrap_or_default()),
            (format, _) => (format, self.files.as_slice()),
        };
        ImportRequest {
            files: files.to_vec(),
            recursive: self.recursive,
            format,
            date: self.date,
            crs: self.crs.clone(),
            layer: self.layer.clone(),
            source: self.source.clone(),
            mapping: self.mapping.clone(),
            tessellation: self.tessellation.clone(),
            column: self.column.clone(),
            settlements: self.settlements.clone(),
            amendments: self.amendments.clone(),
            attribution: self.attribution.clone(),
        }
    }
}
