//! New versions of a source, fetched over HTTP, kept as files are.
//!
//! Each version is kept as soon as it has come, so a run that is killed loses none. What had to be refused is told once: the
//! next run asks for it only in case it changed.

mod addressed;
mod layers;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::error::{IngestError, Interrupted, ended};
use super::progress::Progress;
use super::session::{IngestSession, SourceIngest, Tally, summary};
use crate::fetch::{Client, FetchError, FetchPolicy, Plan, Settings, State};
use crate::read::{Format, input};
use contactline_core::model::{Date, Finding, Moment, Place, Reading, Severity, Source};
use contactline_store::{Folder, Kind, SETTINGS, embedded_settings, state_path};

/// Versions in a row that could not be had, after which the server is left in peace.
const PATIENCE: usize = 2;

/// A source, and which days of it to fetch.
#[derive(Clone, Debug)]
pub struct SyncRequest {
    /// The source's id, or its format's name.
    pub source: String,
    /// The settings file (none: `sync.toml` in the data directory, where it is there).
    pub settings: Option<PathBuf>,
    /// The first day wanted.
    pub from: Option<Date>,
    /// The last day wanted, itself included.
    pub to: Option<Date>,
}

/// What came of a run.
#[derive(Debug)]
pub struct SyncReport {
    /// What is declared about the source.
    pub source: Source,
    /// What was done with the versions.
    pub tally: Tally,
    /// What was found.
    pub findings: Vec<Finding>,
    /// Days that have no version.
    pub absent: usize,
    /// Versions that an earlier run refused and that are as they were.
    pub refused_before: usize,
}

impl SyncReport {
    /// What was done and found, in a line.
    #[must_use]
    pub fn summary(&self) -> String {
        summary(self.tally, &self.findings)
    }
}

/// What would be fetched.
#[derive(Debug)]
pub enum Missing {
    /// The first page of each layer of a source that shows its present state alone.
    Layers(Vec<String>),
    /// Versions with addresses of their own: from when each stands, where it is, and whether it was had or refused before.
    Versions(Vec<(Moment, String, bool)>),
}

/// A run, as far as it has come.
struct Sync {
    client: Client,
    session: IngestSession,
    ingest: SourceIngest,
    format: Format,
    state: State,
    days: Days,
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
    today: Date,
}

/// Where a source is to be had, and how to ask for it.
struct Publisher {
    format: Format,
    plan: Plan,
    policy: FetchPolicy,
    days: Days,
}

/// Fetches what is missing in the data directory.
///
/// # Errors
/// What was asked for does not fit, the directory cannot be written, or the server could not be asked. Where a run had begun,
/// its report is there; what had been kept by then stays.
pub fn sync(
    request: &SyncRequest,
    directory: &Path,
    today: Date,
    progress: Arc<dyn Progress>,
) -> Result<SyncReport, Box<Interrupted<Option<SyncReport>>>> {
    let begun = Publisher::of(request, directory, today).and_then(|publisher| {
        let session = IngestSession::open(directory, today, Arc::clone(&progress))?;
        let ingest = session.of_source(publisher.format.source(), publisher.format.comes_in_parts())?;
        Ok((publisher, session, ingest))
    });
    let (Publisher { format, plan, policy, days }, session, ingest) = match begun {
        Ok(begun) => begun,
        Err(error) => return Err(Box::new(Interrupted { report: None, error })),
    };
    let (state, found) = state(directory, format.source());
    let client = client(policy, &progress);
    let mut sync = Sync { client, session, ingest, format, state, days, absent: 0, refused_before: 0, failures: 0 };
    sync.session.findings.extend(found);
    let done = match &plan {
        Plan::Layers { base, layers, edited, page } => sync.layers(base, layers, edited, *page),
        Plan::History { .. } | Plan::Days { .. } => sync.addressed(&plan),
    };
    progress.end();
    let Sync { session, ingest, absent, refused_before, .. } = sync;
    let (tally, findings) = session.close();
    let report = SyncReport { source: ingest.source, tally, findings, absent, refused_before };
    ended(report, done).map_err(|interrupted| {
        let Interrupted { report, error } = *interrupted;
        Box::new(Interrupted { report: Some(report), error })
    })
}

/// What a run would fetch. The list of versions is asked for; nothing is written.
///
/// # Errors
/// What was asked for does not fit, or the server could not be asked.
pub fn missing(
    request: &SyncRequest,
    directory: &Path,
    today: Date,
    progress: &Arc<dyn Progress>,
) -> Result<Missing, IngestError> {
    let Publisher { format, plan, policy, days } = Publisher::of(request, directory, today)?;
    if let Plan::Layers { base, layers, page, .. } = &plan {
        let url = |layer: &String| crate::fetch::layers::url(base, layer, 0, *page);
        return Ok(Missing::Layers(layers.iter().map(url).collect()));
    }
    let folder = Some(Folder::Directory(directory.into())).filter(|_| directory.is_dir());
    let manifest = folder.map(|folder| folder.manifest()).transpose()?;
    let entries = manifest.map(|m| m.files).unwrap_or_default();
    let of_source = entries.iter().filter(|e| e.kind == Kind::Control && e.source.as_deref() == Some(format.source()));
    let kept: BTreeSet<Moment> = of_source.filter_map(|e| e.version.as_deref()?.parse().ok()).collect();
    let (mut state, _) = state(directory, format.source());
    let wanted = addressed::wanted(&mut client(policy, progress), &plan, &mut state, &kept, days)?;
    let again = |w: &addressed::Wanted| kept.contains(&w.stamp) || state.refused.contains_key(&w.url);
    Ok(Missing::Versions(wanted.iter().map(|w| (w.stamp, w.url.clone(), again(w))).collect()))
}

fn client(policy: FetchPolicy, progress: &Arc<dyn Progress>) -> Client {
    let waiting = Arc::clone(progress);
    Client::new(policy, move |wait, why| waiting.wait(&format!("{why}: waiting {} s", wait.as_secs())))
}

impl Publisher {
    /// The format of the source's files, where they are to be had, and how to ask.
    fn of(request: &SyncRequest, directory: &Path, today: Date) -> Result<Self, IngestError> {
        if let (Some(from), Some(to)) = (request.from, request.to)
            && from > to
        {
            return Err(IngestError::Named(format!("--from {from} is after --to {to}")));
        }
        let shipped = embedded_settings()?;
        let beside = Some(directory.join(SETTINGS)).filter(|path| path.exists());
        let path = request.settings.clone().or(beside);
        let own = path.map(|path| input::text(&path).map(|text| (path.display().to_string(), text))).transpose();
        let own = own.map_err(IngestError::Named)?;
        let own = own.as_ref().map(|(name, text)| (name.as_str(), text.as_str()));
        let mut settings = Settings::from_toml(&shipped, own).map_err(IngestError::Named)?;
        let format = Format::ALL.into_iter().find(|f| [f.source(), f.as_str()].contains(&request.source.as_str()));
        let known = || Format::ALL.map(Format::source).join(", ");
        let format = format.ok_or_else(|| {
            IngestError::Named(format!("source '{}' not found. Available: {}", request.source, known()))
        })?;
        let plan = settings.sources.remove(format.source()).ok_or_else(|| {
            let file = directory.join(SETTINGS);
            let (source, file) = (format.source(), file.display());
            IngestError::Named(format!(
                "no address is known for {source}: set it as [source.{source}] in {file} or --config"
            ))
        })?;
        let days = Days { from: request.from, to: request.to, today };
        Ok(Self { format, plan, policy: settings.manners, days })
    }
}

impl Sync {
    /// Keeps a version that came from an address.
    fn keep(&mut self, bytes: &[u8], url: &str, stamp: Moment) -> Result<bool, IngestError> {
        let refused = self.session.tally.refused;
        let reading = self.format.read(bytes, url, Some(stamp), self.session.today);
        self.session.keep(&mut self.ingest, vec![vec![(url.to_owned(), reading)]])?;
        Ok(self.session.tally.refused == refused)
    }

    /// Takes down that there is no version from an address.
    fn refuse(&mut self, url: &str, code: &'static str, message: String) -> Result<(), IngestError> {
        let reading = Reading { value: None, findings: vec![finding(Severity::Error, url, code, message)] };
        self.session.keep(&mut self.ingest, vec![vec![(url.to_owned(), reading)]])
    }

    /// What a failure to fetch one version among many means: refused, or the end of the run.
    fn failed(&mut self, url: &str, error: FetchError) -> Result<(), IngestError> {
        match error {
            FetchError::TooLong { longest_body_mb, .. } => {
                self.refuse(url, "too_long", format!("the body is longer than {longest_body_mb} MB"))
            }
            FetchError::GaveUp { reason, attempts, .. } if self.failures + 1 < PATIENCE => {
                self.failures += 1;
                self.refuse(url, "unreachable", format!("{reason}; tried {attempts} times"))
            }
            error => Err(error.into()),
        }
    }

    /// Writes down what the next run need not ask for.
    fn remember(&self) -> Result<(), IngestError> {
        let text = self.state.to_json().map_err(|e| IngestError::Named(e.to_string()))?;
        Ok(self.session.store.put_state(self.format.source(), &text)?)
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

fn finding(severity: Severity, file: &str, code: &'static str, message: String) -> Finding {
    let place = Place { file: Some(file.into()), ..Place::default() };
    Finding { severity, code, place, message }
}
