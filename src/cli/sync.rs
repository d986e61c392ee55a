//! `contactline sync`: new versions of a source, fetched over HTTP, kept as `import` keeps them.
//!
//! Each version is kept as soon as it has come, so a run that is killed loses none. What had to be refused is told once: the
//! next run asks for it only in case it changed.

mod addressed;
mod layers;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use indicatif::ProgressBar;

use super::failure::{Done, Failure};
use super::findings::print;
use super::intake::{IngestSession, SourceIngest, progress};
use super::{DataArgs, form, input};
use crate::fetch::{Client, FetchError, FetchPolicy, Plan, Settings, State};
use crate::read::Format;
use contactline_core::model::{Date, Finding, Moment, Place, Reading, Severity};
use contactline_store::{Folder, Kind, SETTINGS, embedded_settings, state_path};

/// Versions in a row that could not be had, after which the server is left in peace.
const PATIENCE: usize = 2;

/// `sync`: a source, and where to ask for it.
#[derive(Debug, clap::Args)]
pub struct SyncArgs {
    /// Source ID to update: deepstate-raw, isw, or another defined in sync.toml
    source: String,
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

/// A run, as far as it has come.
struct Sync {
    client: Client,
    intake: IngestSession,
    course: SourceIngest,
    format: Format,
    state: State,
    days: Days,
    bar: ProgressBar,
    /// Days that have no version.
    absent: usize,
    /// Versions that an earlier run refused and that are as they were.
    refused_before: usize,
    /// Versions that could not be had, one after the other.
    failures: usize,
}

/// The days wanted.
#[derive(Clone, Copy)]
struct Days {
    from: Option<Date>,
    to: Option<Date>,
}

impl SyncArgs {
    /// Fetches what is missing; findings and a summary are printed, also where the run could not be finished.
    pub fn run(&self, data: &DataArgs) -> Result<Done, Failure> {
        let needed = || Failure::new("sync requires a data directory: use --data DIR");
        let directory = data.data.as_deref().ok_or_else(needed)?;
        if let (Some(from), Some(to)) = (self.from, self.to)
            && from > to
        {
            return Err(Failure::new(format!("--from {from} is after --to {to}")));
        }
        let (format, plan, manners) = self.settings(directory)?;
        let bar = progress(0, "versions");
        let waiting = bar.clone();
        let client =
            Client::new(manners, move |wait, why| waiting.set_message(format!("{why}: waiting {} s", wait.as_secs())));
        let days = Days { from: self.from, to: self.to };
        if self.dry_run {
            return dry_run(client, &plan, format, directory, days);
        }
        let intake = IngestSession::open(directory).map_err(Failure::Told)?;
        let course = intake.course(format.source(), format.comes_in_parts()).map_err(Failure::Told)?;
        let (state, found) = state(directory, format.source());
        let mut sync =
            Sync { client, intake, course, format, state, days, bar, absent: 0, refused_before: 0, failures: 0 };
        sync.intake.findings.extend(found);
        let ended = match &plan {
            Plan::Layers { base, layers, edited, page } => sync.layers(base, layers, edited, *page),
            Plan::History { .. } | Plan::Days { .. } => sync.addressed(&plan),
        };
        sync.bar.finish_and_clear();
        if ended.is_ok() || sync.intake.tally.imported + sync.intake.findings.len() > 0 {
            sync.report(self.json)?;
        }
        ended.map_err(Failure::Told)?;
        Ok(if sync.intake.tally.refused == 0 { Done::Clean } else { Done::Findings })
    }

    /// The format of the source's files, where they are to be had, and how to ask.
    fn settings(&self, directory: &Path) -> Result<(Format, Plan, FetchPolicy), Failure> {
        let shipped =
            embedded_settings().map_err(|f| Failure::new(f.iter().map(ToString::to_string).collect::<String>()))?;
        let beside = Some(directory.join(SETTINGS)).filter(|path| path.exists());
        let path = self.config.clone().or(beside);
        let own = path.map(|path| input::text(&path).map(|text| (path.display().to_string(), text))).transpose();
        let own = own.map_err(Failure::Told)?;
        let own = own.as_ref().map(|(name, text)| (name.as_str(), text.as_str()));
        let mut settings = Settings::from_toml(&shipped, own).map_err(Failure::Told)?;
        let format = Format::ALL.into_iter().find(|f| [f.source(), f.as_str()].contains(&self.source.as_str()));
        let known = || Format::ALL.map(Format::source).join(", ");
        let format = format
            .ok_or_else(|| Failure::new(format!("source '{}' not found. Available: {}", self.source, known())))?;
        let plan = settings.sources.remove(format.source()).ok_or_else(|| {
            let file = directory.join(SETTINGS);
            let (source, file) = (format.source(), file.display());
            Failure::new(format!("no address is known for {source}: set it as [source.{source}] in {file} or --config"))
        })?;
        Ok((format, plan, settings.manners))
    }
}

impl Sync {
    /// Keeps a version that came from an address.
    fn keep(&mut self, bytes: &[u8], url: &str, stamp: Moment) -> Result<bool, String> {
        let refused = self.intake.tally.refused;
        let reading = self.format.read(bytes, url, Some(stamp), self.intake.today);
        self.intake.keep(&mut self.course, vec![vec![(url.to_owned(), reading)]])?;
        Ok(self.intake.tally.refused == refused)
    }

    /// Takes down that there is no version from an address.
    fn refuse(&mut self, url: &str, code: &'static str, message: String) -> Result<(), String> {
        let reading = Reading { value: None, findings: vec![finding(Severity::Error, url, code, message)] };
        self.intake.keep(&mut self.course, vec![vec![(url.to_owned(), reading)]])
    }

    /// What a failure to fetch one version among many means: refused, or the end of the run.
    fn failed(&mut self, url: &str, error: &FetchError) -> Result<(), String> {
        match error {
            FetchError::TooLong { longest_body_mb, .. } => {
                self.refuse(url, "too_long", format!("the body is longer than {longest_body_mb} MB"))
            }
            FetchError::GaveUp { reason, attempts, .. } if self.failures + 1 < PATIENCE => {
                self.failures += 1;
                self.refuse(url, "unreachable", format!("{reason}; tried {attempts} times"))
            }
            _ => Err(error.to_string()),
        }
    }

    /// Writes down what the next run need not ask for.
    fn remember(&self) -> Result<(), String> {
        let text = self.state.to_json().map_err(|e| e.to_string())?;
        self.intake.store.put_state(self.format.source(), &text).map_err(|e| e.to_string())
    }

    fn report(&self, json: bool) -> Result<Done, Failure> {
        let mut text = Vec::new();
        print(&self.intake.findings, json, &mut text).map_err(Failure::Told)?;
        let mut text = String::from_utf8_lossy(&text).into_owned();
        if !json {
            let absent = match self.absent {
                0 => String::new(),
                1 => "; no version on 1 day".into(),
                days => format!("; no version on {days} days"),
            };
            let before = match self.refused_before {
                0 => String::new(),
                versions => format!("; refused before and as it was: {versions}"),
            };
            let source = &self.course.source;
            text += &format!("{}{absent}{before}\n", self.intake.summary());
            text += &format!("{}: {}; licence: {}\n", source.id, source.attribution, source.licence);
        }
        form::print(&text)
    }
}

impl Days {
    fn hold(self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

/// What is remembered of a source; a file that cannot be read is as none.
fn state(directory: &Path, source: &str) -> (State, Option<Finding>) {
    let path = state_path(directory, source);
    let Some(text) = contactline_store::state(directory, source) else { return (State::default(), None) };
    match State::from_json(&text) {
        Ok(state) => (state, None),
        Err(error) => {
            let message = format!("{error}: begun anew");
            (State::default(), Some(finding(Severity::Warning, &path.to_string_lossy(), "bad_state", message)))
        }
    }
}

/// Prints what would be fetched; nothing is written.
fn dry_run(mut client: Client, plan: &Plan, format: Format, directory: &Path, days: Days) -> Result<Done, Failure> {
    if let Plan::Layers { base, layers, page, .. } = plan {
        let urls = layers.iter().map(|layer| crate::fetch::layers::url(base, layer, 0, *page) + "\n");
        return form::print(&urls.collect::<String>());
    }
    let folder = Some(Folder::Directory(directory.into())).filter(|_| directory.is_dir());
    let manifest = folder
        .map(|folder| folder.manifest())
        .transpose()
        .map_err(|f| Failure::new(f.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")))?;
    let entries = manifest.map(|m| m.files).unwrap_or_default();
    let of_source = entries.iter().filter(|e| e.kind == Kind::Control && e.source.as_deref() == Some(format.source()));
    let kept: BTreeSet<Moment> = of_source.filter_map(|e| e.version.as_deref()?.parse().ok()).collect();
    let (mut state, _) = state(directory, format.source());
    let wanted = addressed::wanted(&mut client, plan, &mut state, &kept, days).map_err(Failure::Told)?;
    let line = |w: &addressed::Wanted| {
        let again =
            if kept.contains(&w.stamp) || state.refused.contains_key(&w.url) { "  again, if it changed" } else { "" };
        format!("{}  {}{again}\n", w.stamp, w.url)
    };
    let lines: String = wanted.iter().map(line).collect();
    form::print(&format!(
        "{lines}{} {} would be downloaded\n",
        wanted.len(),
        if wanted.len() == 1 { "version" } else { "versions" }
    ))
}

fn finding(severity: Severity, file: &str, code: &'static str, message: String) -> Finding {
    let place = Place { file: Some(file.into()), ..Place::default() };
    Finding { severity, code, place, message }
}
