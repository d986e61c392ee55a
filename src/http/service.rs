//! What every request shares: the atlas being served, and what the operator set.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use arc_swap::{ArcSwap, ArcSwapOption};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::atlas::Atlas;
use crate::model::{Date, Moment};
use crate::wire::Rights;

use super::tiles::TileLayers;

/// One atlas being served.
#[derive(Debug)]
pub struct Served {
    /// The atlas.
    pub atlas: Arc<Atlas>,
    /// What it was made from: changes whenever any file does.
    pub fingerprint: String,
    /// Since when it is served.
    pub since: Moment,
    /// What its tiles are cut from.
    pub(super) layers: TileLayers,
}

/// Why newer data is not served.
#[derive(Clone, Debug)]
pub struct Failed {
    /// What is wrong with it, and where.
    pub reason: String,
    /// Since when.
    pub since: Moment,
}

/// What the operator set.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Sources whose geometry may be passed on though their licence does not say so.
    pub rights: Rights,
    /// The calendar: today, UTC.
    pub today: fn() -> Date,
}

impl Default for Settings {
    fn default() -> Self {
        Self { rights: Rights::default(), today }
    }
}

/// The service: cheap to clone, the same for all.
#[derive(Clone, Debug)]
pub struct Service {
    served: Arc<ArcSwap<Served>>,
    failed: Arc<ArcSwapOption<Failed>>,
    /// Turns for questions that take long.
    turns: Arc<Semaphore>,
    settings: Arc<Settings>,
}

impl Service {
    /// A service of one atlas.
    #[must_use]
    pub fn new(atlas: Arc<Atlas>, fingerprint: String, settings: Settings) -> Self {
        let served = Served { atlas, fingerprint, since: now(), layers: TileLayers::default() };
        let processors = std::thread::available_parallelism().map_or(1, usize::from);
        Self {
            served: Arc::new(ArcSwap::from_pointee(served)),
            failed: Arc::default(),
            turns: Arc::new(Semaphore::new(processors)),
            settings: Arc::new(settings),
        }
    }

    /// The atlas being served, for the whole of one request.
    #[must_use]
    pub fn served(&self) -> Arc<Served> {
        self.served.load_full()
    }

    /// Serves another atlas from the next request on; requests under way keep theirs.
    pub fn swap(&self, atlas: Arc<Atlas>, fingerprint: String) {
        self.served.store(Arc::new(Served { atlas, fingerprint, since: now(), layers: TileLayers::default() }));
        self.failed.store(None);
    }

    /// Keeps serving what it has, and says why newer data is not served.
    pub fn keep(&self, reason: String) {
        self.failed.store(Some(Arc::new(Failed { reason, since: now() })));
    }

    /// Why newer data is not served; none where all is well.
    #[must_use]
    pub fn failed(&self) -> Option<Arc<Failed>> {
        self.failed.load_full()
    }

    /// A turn for a question that takes long, held until it is dropped; none when the service is gone.
    pub(super) async fn turn(&self) -> Option<OwnedSemaphorePermit> {
        self.turns.clone().acquire_owned().await.ok()
    }

    pub(super) fn rights(&self) -> &Rights {
        &self.settings.rights
    }

    pub(super) fn today(&self) -> Date {
        (self.settings.today)()
    }
}

/// Today, UTC.
#[must_use]
pub fn today() -> Date {
    now().date()
}

/// This second as a date-time, UTC.
pub(super) fn now_text() -> String {
    let text = now().to_string();
    // At midnight a moment shows as its day.
    if text.len() == 10 { format!("{text}T00:00:00Z") } else { text }
}

fn now() -> Moment {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs());
    Moment::from_seconds(i64::try_from(seconds).unwrap_or(i64::MAX))
}
