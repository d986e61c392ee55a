//! `contactline check`: a data directory looked over again, every file and every ring.

use std::io;
use std::path::{Path, PathBuf};

use super::findings::{Outcome, print};
use super::when::{now, today};
use contactline_core::model::Severity;
use contactline_store::{Folder, MANIFEST, Verified, fingerprint_of, seal, verify};

/// `check`: a data directory.
#[derive(Debug, clap::Args)]
pub struct CheckArgs {
    /// The data directory [default: that of --data]
    #[arg(value_name = "DIR")]
    pub dir: Option<PathBuf>,
    /// Print the findings as a JSON array
    #[arg(long)]
    pub json: bool,
    /// Where every listed file is valid, write its SHA-256 into the manifest: for files edited by hand
    #[arg(long)]
    pub seal: bool,
}

/// Checks the directory named, else `data`; findings and a summary go to `out`. Counted in the outcome are warnings and errors.
///
/// # Errors
/// None is named, it is no directory or has no manifest, or it is to be sealed and cannot be written.
pub fn run(args: &CheckArgs, data: Option<&Path>, out: &mut dyn io::Write) -> Result<Outcome, String> {
    let needed = || "check needs a data directory: give DIR or --data DIR".to_owned();
    let directory = args.dir.as_deref().or(data).ok_or_else(needed)?;
    if !directory.is_dir() {
        return Err(format!("{} is no directory", directory.display()));
    }
    if !directory.join(MANIFEST).is_file() {
        return Err(format!("{} is no data directory: it has no {MANIFEST}", directory.display()));
    }
    if args.seal {
        match seal(directory, now).map_err(|e| e.to_string())? {
            Ok(changed) => {
                for path in changed {
                    writeln!(out, "sealed {path}").map_err(|e| e.to_string())?;
                }
            }
            Err(findings) => {
                print(&findings, args.json, out)?;
                return Ok(Outcome { findings: findings.len() });
            }
        }
    }
    let Verified { files, findings } = verify(directory, today());
    print(&findings, args.json, out)?;
    let problems = findings.iter().filter(|f| f.severity >= Severity::Warning).count();
    if !args.json {
        let notes = findings.len() - problems;
        let [files, problems, notes] =
            [(files, "file"), (problems, "problem"), (notes, "note")].map(|(number, what)| several(number, what));
        writeln!(out, "{files} checked, {problems}, {notes} in {}", directory.display()).map_err(|e| e.to_string())?;
        let manifest = Folder::Directory(directory.into()).manifest().unwrap_or_default();
        if !manifest.replaced.is_empty() || !manifest.gone.is_empty() {
            let (kept, gone) = (several(manifest.replaced.len(), "replaced file"), manifest.gone.len());
            writeln!(out, "{kept} kept for what was known earlier, {gone} not kept any more")
                .map_err(|e| e.to_string())?;
        }
        // What the manifest lists, sound or not: data that cannot be loaded have answered nothing.
        if let Ok(fingerprint) = fingerprint_of(Some(directory)) {
            writeln!(out, "fingerprint with what comes with the program: {fingerprint}").map_err(|e| e.to_string())?;
        }
    }
    Ok(Outcome { findings: problems })
}

fn several(number: usize, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}
