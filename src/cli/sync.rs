//! `contactline sync`: new versions of a source, fetched over HTTP, kept as `import` keeps them.

use std::path::PathBuf;

use super::failure::{Done, Failure};
use super::findings::print;
use super::progress::Bar;
use super::when::{now, today};
use super::{DataArgs, form};
use crate::ingest::{Missing, SyncReport, SyncRequest, missing, sync};
use contactline_core::model::Date;

/// `sync`: a source, and where to ask for it.
#[derive(Debug, clap::Args)]
pub struct SyncArgs {
    /// Source ID to update: deepstate-raw, isw, viina, or another for which sync.toml has an address (ua-official-list,
    /// deepstate, nzz)
    source: String,
    /// Form in which to ask, if sync.toml has several for the source (default: the first). For deepstate-raw: history, or last
    /// (the present version alone)
    #[arg(long, value_name = "FORM")]
    form: Option<String>,
    /// Settings file (default: sync.toml in the data directory, if it exists)
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    /// First date to download
    #[arg(long, value_name = "DATE")]
    from: Option<Date>,
    /// Last date to download, inclusive
    #[arg(long, value_name = "DATE")]
    to: Option<Date>,
    /// List what would be downloaded; download only the list of versions
    #[arg(long, conflicts_with = "json")]
    dry_run: bool,
    /// Print the findings as a JSON array
    #[arg(long)]
    json: bool,
}

impl SyncArgs {
    /// Fetches what is missing; findings and a summary are printed, also where the run could not be finished.
    pub fn run(&self, data: &DataArgs) -> Result<Done, Failure> {
        let needed = || Failure::new("sync requires a data directory: use --data DIR");
        let directory = data.data.as_deref().ok_or_else(needed)?;
        let request = SyncRequest {
            source: self.source.clone(),
            form: self.form.clone(),
            settings: self.config.clone(),
            from: self.from,
            to: self.to,
        };
        if self.dry_run {
            return tell_missing(&missing(&request, directory, today(), &Bar::watching()).map_err(Failure::new)?);
        }
        let (report, error) = match sync(&request, directory, now, Bar::watching()) {
            Ok(report) => (Some(report), None),
            Err(interrupted) => (interrupted.report, Some(interrupted.error)),
        };
        let told = |report: &&SyncReport| error.is_none() || report.tally.imported + report.findings.len() > 0;
        report.as_ref().filter(told).map(|report| tell(report, self.json)).transpose()?;
        match (error, report) {
            (Some(error), _) => Err(Failure::new(error)),
            (None, Some(report)) if report.tally.refused > 0 => Ok(Done::Findings),
            (None, _) => Ok(Done::Clean),
        }
    }
}

/// Prints what came of a run.
fn tell(report: &SyncReport, json: bool) -> Result<Done, Failure> {
    let mut text = Vec::new();
    print(&report.findings, json, &mut text).map_err(Failure::Told)?;
    let mut text = String::from_utf8_lossy(&text).into_owned();
    if !json {
        let absent = match report.absent {
            0 => String::new(),
            1 => "; no version on 1 day".into(),
            days => format!("; no version on {days} days"),
        };
        let before = match report.refused_before {
            0 => String::new(),
            versions => format!("; refused before and as it was: {versions}"),
        };
        let source = &report.source;
        text += &format!("{}{absent}{before}\n", report.summary());
        text += &format!("{}: {}; licence: {}\n", source.id, source.attribution, source.licence);
    }
    form::print(&text)
}

/// Prints what would be fetched.
fn tell_missing(missing: &Missing) -> Result<Done, Failure> {
    match missing {
        Missing::Addresses(urls) => form::print(&urls.iter().map(|url| url.clone() + "\n").collect::<String>()),
        Missing::Versions(versions) => {
            let again = |again: bool| if again { "  again, if it changed" } else { "" };
            let lines = versions.iter().map(|(stamp, url, was)| format!("{stamp}  {url}{}\n", again(*was)));
            let what = if versions.len() == 1 { "version" } else { "versions" };
            form::print(&format!("{}{} {what} would be downloaded\n", lines.collect::<String>(), versions.len()))
        }
    }
}
