//! The data directory followed: what changes is loaded, what cannot be leaves what is served as it is.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use crate::http::{Service, run_with_low_priority};
use contactline_store::{LoadError, MANIFEST, Opened, keep, open};

use super::tell;

/// How often the data directory is looked at.
const LOOK: Duration = Duration::from_secs(2);

/// The longest that new data waits for a directory that keeps changing, as while `sync` saves version after version.
const MAX_UNQUIET: Duration = Duration::from_secs(60);

/// The first wait before data that could not be loaded is tried again; doubled each time.
const FIRST_RETRY: Duration = Duration::from_secs(4);
const MAX_RETRY: Duration = Duration::from_secs(60);

/// When a manifest was last written, and its length; none where there is no manifest.
type Stamp = Option<(SystemTime, u64)>;

/// Who looks after a data directory.
pub(super) struct Follower {
    directory: Option<PathBuf>,
    /// Whether the data served is of a store: one that is gone then is a fault.
    is_store: bool,
    seen: Stamp,
    /// When what could not be loaded is tried again, after which wait.
    retry: Option<(Instant, Duration)>,
    /// What was last told to be wrong.
    told: Option<String>,
    hangups: Hangups,
}

impl Follower {
    /// Hears from now on when it is told to load again.
    pub(super) fn new(directory: Option<PathBuf>) -> Self {
        Self { directory, is_store: false, seen: None, retry: None, told: None, hangups: Hangups::new() }
    }

    /// Loads the data for the first time.
    pub(super) fn load(&mut self) -> Result<Opened, LoadError> {
        self.seen = stamp_of(self.directory.as_deref());
        let loaded = load_all(self.directory.clone())?;
        self.is_store = loaded.is_store;
        Ok(loaded)
    }

    /// Loads the data again whenever its manifest changes, and at every SIGHUP; tries again what could not be loaded.
    pub(super) async fn follow(mut self, service: Service) {
        loop {
            let is_told = tokio::select! {
                () = tokio::time::sleep(LOOK) => false,
                () = self.hangups.next() => true,
            };
            let stamp = self.stamp().await;
            let is_due = self.retry.is_some_and(|(at, _)| Instant::now() >= at);
            let has_changed = stamp != self.seen;
            if !is_told && !is_due && !has_changed {
                continue;
            }
            if has_changed {
                self.retry = None;
            }
            self.seen = if has_changed && !is_told { self.quiet(stamp).await } else { stamp };
            self.load_again(&service).await;
        }
    }

    async fn load_again(&mut self, service: &Service) {
        let gone = || format!("{MANIFEST} is gone: the data directory is no store any more; is its volume mounted?");
        if self.is_store && self.seen.is_none() {
            return self.keep(service, gone());
        }
        let directory = self.directory.clone();
        let server = service.clone();
        // The first questions about new data find made what they ask for.
        let load = move || {
            let loaded = load_all(directory)?;
            Ok((loaded.is_store, server.prepared(Arc::new(loaded.atlas), loaded.fingerprint)))
        };
        match run_with_low_priority(load).await {
            Some(Ok((is_store, _))) if self.is_store && !is_store => self.keep(service, gone()),
            Some(Ok((is_store, snapshot))) => {
                tracing::info!(fingerprint = snapshot.fingerprint, "loaded again");
                if self.told.take().is_some() {
                    tell("the data could be loaded: serving it");
                }
                (self.is_store, self.retry) = (is_store, None);
                service.serve(snapshot);
            }
            Some(Err(error)) => self.keep(service, self.without_directory(&error)),
            None => self.keep(service, "it could not be read: the program failed at it".into()),
        }
    }

    /// Keeps what is served, tells why once, and says when to try again.
    fn keep(&mut self, service: &Service, reason: String) {
        let wait = self.retry.map_or(FIRST_RETRY, |(_, wait)| (wait * 2).min(MAX_RETRY));
        self.retry = Some((Instant::now() + wait, wait));
        if self.told.as_ref() != Some(&reason) {
            let place =
                self.directory.as_ref().map_or_else(String::new, |d| format!(" (data directory {})", d.display()));
            tell(&format!("still serving the data loaded before: {reason}{place}"));
            self.told = Some(reason.clone());
        }
        service.keep(reason);
    }

    /// The error with its files named from the data directory on: where that lies is nobody's affair.
    fn without_directory(&self, error: &LoadError) -> String {
        let mut error = error.clone();
        let Some(directory) = &self.directory else { return error.to_string() };
        for finding in &mut error.findings {
            if let Some(file) = &finding.place.file {
                let inner = Path::new(file).strip_prefix(directory).ok();
                let name = inner.map(|path| path.display().to_string());
                finding.place.file = name
                    .map(|name| if name.is_empty() { "the data directory".into() } else { name })
                    .or_else(|| Some(file.clone()));
            }
        }
        error.to_string()
    }

    /// The stamp of a directory that changed, once it is the same for the time between two looks.
    async fn quiet(&self, mut seen: Stamp) -> Stamp {
        let begun = Instant::now();
        while begun.elapsed() < MAX_UNQUIET {
            tokio::time::sleep(LOOK).await;
            let stamp = self.stamp().await;
            if stamp == seen {
                break;
            }
            seen = stamp;
        }
        seen
    }

    /// The stamp of the directory now. A disk that does not answer holds up nobody else.
    async fn stamp(&self) -> Stamp {
        let directory = self.directory.clone();
        tokio::task::spawn_blocking(move || stamp_of(directory.as_deref())).await.ok().flatten()
    }
}

/// When the directory's manifest was last written, and its length: changes with every import.
fn stamp_of(directory: Option<&Path>) -> Stamp {
    let manifest = std::fs::metadata(directory?.join(MANIFEST)).ok()?;
    Some((manifest.modified().ok()?, manifest.len()))
}

/// Loads the data; what had to be drawn is kept in the directory for the next start, where that can be written.
fn load_all(directory: Option<PathBuf>) -> Result<Opened, LoadError> {
    let mut opened = open(directory.as_deref())?;
    if let Some((directory, key)) = directory.zip(opened.to_keep.take())
        && let Err(error) = keep(&directory, &key, &opened.atlas)
    {
        tracing::debug!(%error, "what was drawn is not kept");
    }
    Ok(opened)
}

/// The signals that ask for the data to be loaded again, those included that come while it is.
struct Hangups {
    #[cfg(unix)]
    signal: Option<tokio::signal::unix::Signal>,
}

impl Hangups {
    #[cfg(unix)]
    fn new() -> Self {
        use tokio::signal::unix::{SignalKind, signal};
        Self { signal: signal(SignalKind::hangup()).ok() }
    }

    #[cfg(not(unix))]
    fn new() -> Self {
        Self {}
    }

    /// Resolves at the next one.
    #[cfg(unix)]
    async fn next(&mut self) {
        match &mut self.signal {
            Some(signal) => drop(signal.recv().await),
            None => std::future::pending().await,
        }
    }

    #[cfg(not(unix))]
    async fn next(&mut self) {
        std::future::pending().await
    }
}
