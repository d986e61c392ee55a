//! New versions of a source, fetched over HTTP, kept as files are.
//!
//! Each version is kept as soon as it has come, so a run that is killed loses none. What had to be refused is told once: the
//! next run asks for it only in case it changed.

mod addressed;
mod last;
mod layers;
mod list;
mod years;

use std::collections::BTreeSet;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::error::{IngestError, Interrupted, ended};
use super::progress::Progress;
use super::session::{IngestSession, SourceIngest, Tally, finding, summary};
use crate::fetch::{Answer, Client, FetchError, FetchPolicy, Plan, Refused, Settings, State, Tag, days};
use crate::read::{Format, Input, input};
use contactline_core::model::{Date, Finding, Moment, Reading, Severity, Source};
use contactline_store::{Clock, Folder, Kind, SETTINGS, embedded_settings, sha256_hex, state_path};
use years::Years;

/// This program's: what it refused another may read.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Versions in a row that could not be had, after which the server is left in peace.
const PATIENCE: usize = 2;

/// A source, and which days of it to fetch.
#[derive(Clone, Debug)]
pub struct SyncRequest {
    /// The source's id, or its format's name.
    pub source: String,
    /// The form in which it is asked for, of several in the settings (none: the first).
    pub form: Option<String>,
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
    /// Addresses of a source that shows its present state alone, or whole years.
    Addresses(Vec<String>),
    /// Versions with addresses of their own: from when each stands, where it is, and whether it was had or refused before.
    Versions(Vec<(Moment, String, bool)>),
}

/// A run, as far as it has come.
struct Sync {
    client: Client,
    session: IngestSession,
    ingest: SourceIngest,
    input: Input,
    state: State,
    days: Days,
    /// Days that have no version.
    absent: usize,
    /// Versions that an earlier run refused and that are as they were.
    refused_before: usize,
    /// Versions that could not be had, one after the other.
    failures: usize,
}

/// A body that is neither what is kept nor what was refused before.
struct Fetched {
    bytes: Vec<u8>,
    tag: Tag,
    sha256: String,
}

/// What came of asking for what is at an address.
enum Asked {
    /// It is this.
    New(Fetched),
    /// It is what is kept.
    Same,
    /// It is what an earlier run refused.
    RefusedBefore,
    /// There is nothing.
    Absent,
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
    input: Input,
    /// Its source.
    source: &'static str,
    plan: Plan,
    /// Words of the other forms in which it is to be had.
    others: Vec<&'static str>,
    policy: FetchPolicy,
    days: Days,
}

/// Fetches what is missing in the data directory; `clock` says which second it is, as [`import`](super::import()) reads it.
///
/// # Errors
/// What was asked for does not fit, the directory cannot be written, or the server could not be asked. Where a run had begun,
/// its report is there; what had been kept by then stays.
pub fn sync(
    request: &SyncRequest,
    directory: &Path,
    clock: Clock,
    progress: Arc<dyn Progress>,
) -> Result<SyncReport, Box<Interrupted<Option<SyncReport>>>> {
    let begun = Publisher::of(request, directory, clock().date()).and_then(|publisher| {
        let session = IngestSession::open(directory, clock, Arc::clone(&progress))?;
        let in_parts = matches!(publisher.input, Input::Map(format) if format.comes_in_parts());
        let ingest = session.of_source(publisher.source, in_parts)?;
        Ok((publisher, session, ingest))
    });
    let (Publisher { input, source, plan, others, policy, days }, session, ingest) = match begun {
        Ok(begun) => begun,
        Err(error) => return Err(Box::new(Interrupted { report: None, error })),
    };
    let (state, found) = state(directory, source);
    let client = client(policy, &progress);
    let mut sync = Sync { client, session, ingest, input, state, days, absent: 0, refused_before: 0, failures: 0 };
    sync.session.findings.extend(found);
    let done = sync.run(&plan).map_err(|error| match others.as_slice() {
        [] => error,
        others => IngestError::Otherwise { error: Box::new(error), others: others.join(", ") },
    });
    progress.end();
    let Sync { session, ingest, absent, refused_before, .. } = sync;
    // A list that was taken in changes what is declared of it.
    let source = session.store.source(source).unwrap_or(ingest.source);
    let (tally, findings) = session.close();
    let report = SyncReport { source, tally, findings, absent, refused_before };
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
    let Publisher { source, plan, policy, days: wanted, .. } = Publisher::of(request, directory, today)?;
    match &plan {
        Plan::Layers { base, layers, page, .. } => {
            let url = |layer: &String| crate::fetch::layers::url(base, layer, 0, *page);
            return Ok(Missing::Addresses(layers.iter().map(url).collect()));
        }
        Plan::Last { address } | Plan::List { address } => return Ok(Missing::Addresses(vec![address.clone()])),
        Plan::Years { year, cells, first, .. } => {
            let years = wanted.years(*first).map(|one| days::url_of_year(year, one));
            return Ok(Missing::Addresses(std::iter::once(cells.clone()).chain(years).collect()));
        }
        Plan::History { .. } | Plan::Days { .. } => {}
    }
    let folder = Some(Folder::Directory(directory.into())).filter(|_| directory.is_dir());
    let manifest = folder.map(|folder| folder.manifest()).transpose()?;
    let entries = manifest.map(|m| m.files).unwrap_or_default();
    let of_source = entries.iter().filter(|e| e.kind == Kind::Control && e.source.as_deref() == Some(source));
    let kept: BTreeSet<Moment> = of_source.filter_map(|e| e.version.as_deref()?.parse().ok()).collect();
    let (mut state, _) = state(directory, source);
    let wanted = addressed::wanted(&mut client(policy, progress), &plan, &mut state, &kept, wanted)?;
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
        let all = || Format::ALL.map(Input::Map).into_iter().chain([Input::Viina, Input::OfficialList]);
        let sources = || all().filter_map(|input| input.source().map(|source| (input, source)));
        let found = sources().find(|(input, source)| [*source, input.as_str()].contains(&request.source.as_str()));
        let (input, source) = found.ok_or_else(|| {
            let known = sources().map(|(_, source)| source).collect::<Vec<_>>().join(", ");
            IngestError::Named(format!("source '{}' not found. Available: {known}", request.source))
        })?;
        let plans = settings.sources.remove(source).ok_or_else(|| {
            let file = directory.join(SETTINGS);
            let file = file.display();
            IngestError::Named(format!(
                "no address is known for {source}: set it as [source.{source}] in {file} or --config"
            ))
        })?;
        let (plan, others) = plans.take(request.form.as_deref()).map_err(|words| {
            let form = request.form.as_deref().unwrap_or_default();
            IngestError::Named(format!("the settings have no form '{form}' of {source}. Available: {words}"))
        })?;
        let wanted = wanted_forms(input);
        if !wanted.contains(&plan.form()) {
            let (form, wanted) = (plan.form(), wanted.join(" or "));
            return Err(IngestError::Named(format!(
                "source {source}: form {form} in sync.toml is not one of its own; wanted {wanted}"
            )));
        }
        let days = Days { from: request.from, to: request.to, today };
        Ok(Self { input, source, plan, others, policy: settings.manners, days })
    }
}

/// The forms in which files of a kind can be had.
const fn wanted_forms(input: Input) -> &'static [&'static str] {
    match input {
        Input::Map(Format::DeepstateRaw) => &["history", "last", "days", "layers"],
        Input::Map(_) => &["history", "days", "layers"],
        Input::Viina => &["years"],
        Input::OfficialList => &["list"],
        Input::Boundaries => &[],
    }
}

impl Sync {
    /// Fetches and keeps what the publisher has that is not there.
    fn run(&mut self, plan: &Plan) -> Result<(), IngestError> {
        match plan {
            Plan::Layers { base, layers, edited, page } => self.layers(base, layers, edited, *page),
            Plan::History { .. } | Plan::Days { .. } => self.addressed(plan),
            Plan::Last { address } => self.last(address),
            Plan::List { address } => self.list(address),
            Plan::Years { year, cells, first, column } => {
                self.years(&Years { year, cells, first: *first, column: column.as_deref() })
            }
        }
    }

    /// The id of the source.
    fn source(&self) -> &'static str {
        self.input.source().unwrap_or_default()
    }

    /// What is at an address, unless it is what its tag tells of or what was refused; `key` is what it is remembered by.
    ///
    /// # Errors
    /// The server says no, or was asked as often as allowed.
    fn ask(&mut self, url: &str, key: &str, known: Tag) -> Result<Asked, FetchError> {
        let refused = self.state.refused.get(key).filter(|refused| refused.by == VERSION).cloned();
        let known = refused.as_ref().map_or(known, |refused| refused.tag.clone());
        let answer = self.client.get(url, &known)?;
        self.failures = 0;
        Ok(match answer {
            Answer::Same if refused.is_some() => Asked::RefusedBefore,
            Answer::Same => Asked::Same,
            Answer::Absent => Asked::Absent,
            Answer::Body { bytes, tag } => {
                let sha256 = sha256_hex(&bytes);
                match refused {
                    Some(refused) if refused.sha256 == sha256 => Asked::RefusedBefore,
                    _ => Asked::New(Fetched { bytes, tag, sha256 }),
                }
            }
        })
    }

    /// Takes down that a body had to be refused, so that it is told once.
    fn remember_refused(&mut self, key: &str, fetched: Fetched) {
        let Fetched { tag, sha256, .. } = fetched;
        self.state.refused.insert(key.into(), Refused { tag, sha256, by: VERSION.into() });
    }

    /// Keeps a version that came from an address.
    fn keep(&mut self, bytes: &[u8], url: &str, stamp: Option<Moment>) -> Result<bool, IngestError> {
        let Input::Map(format) = self.input else { return Ok(false) };
        let refused = self.session.tally.refused;
        let reading = format.read(bytes, url, stamp, self.session.today);
        self.session.keep(&mut self.ingest, vec![vec![(url.to_owned(), reading)]])?;
        Ok(self.session.tally.refused == refused)
    }

    /// Takes down that there is no version from an address.
    fn refuse(&mut self, url: &str, code: &'static str, message: String) -> Result<(), IngestError> {
        let reading = Reading { value: None, findings: vec![finding(Severity::Error, code, url, message)] };
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
        Ok(self.session.store.put_state(self.source(), &text)?)
    }
}

impl Days {
    fn hold(self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }

    /// The years that hold any of them, from a first one to this one.
    fn years(self, first: i16) -> RangeInclusive<i16> {
        let year = |date: Date| i16::try_from(date.parts()[0]).unwrap_or(i16::MAX);
        let last = self.to.map_or(self.today, |to| to.min(self.today));
        self.from.map_or(first, |from| first.max(year(from)))..=year(last)
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
            (State::default(), Some(finding(Severity::Warning, "bad_state", &path.to_string_lossy(), message)))
        }
    }
}
