//! What every request shares: the atlas being served, and what the operator set.

use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use arc_swap::{ArcSwap, ArcSwapOption};
use axum::http::HeaderValue;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::wire::Rights;
use contactline_core::atlas::Atlas;
use contactline_core::model::{Date, Moment};
use edge_timeline::budget;

use super::basemap::Basemap;
use super::connections::{Limits, Register};
use super::counts::Counts;
use super::flights::Flights;
use super::kept::Answers;
use super::ogc::reached::Reached;
use super::ogc::selections::Selections;
use super::page::Ancestor;
use super::past::{PastStates, Pasts};
use super::room::Room;
use super::tiles::layers::{self, TileLayers};
use super::turns::Lanes;

/// How long a question may take: proxies give up at a minute, and before that we say why.
const QUESTION: Duration = Duration::from_secs(45);
/// How long a body may keep us waiting, as Apache's `RequestReadTimeout body=20,MinRate=500` has it.
const BODY: Duration = Duration::from_secs(20);

/// One atlas being served.
#[derive(Debug)]
pub struct Snapshot {
    /// The atlas.
    pub atlas: Arc<Atlas>,
    /// What it was made from: changes whenever any file does.
    pub fingerprint: String,
    /// Since when it is served.
    pub since: Moment,
    /// What its tiles are cut from.
    pub(super) layers: TileLayers,
    /// What matched when items were asked for.
    pub(super) selections: Selections,
    /// What was answered.
    pub(super) answers: Answers,
    /// What had been loaded earlier, as far as it was asked for.
    pub(super) pasts: Pasts,
}

impl Snapshot {
    fn new(atlas: Arc<Atlas>, fingerprint: String, settings: &Settings) -> Self {
        let (layers, selections) = (TileLayers::default(), Selections::default());
        let answers = Answers::new(settings.limits.max_kept_bytes);
        let pasts = Pasts::default();
        Self { atlas, fingerprint, since: now(), layers, selections, answers, pasts }
    }
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
    /// A map under the page's map.
    pub basemap: Option<Basemap>,
    /// Whose pages may show the map embedded, beside those of the service itself.
    pub frame_ancestors: Vec<Ancestor>,
    /// How long a question may take, its wait for a turn included.
    pub question_limit: Duration,
    /// How long a body may keep the service waiting; what comes wins time back, by the least rate of the limits.
    pub body_limit: Duration,
    /// What clients may take of the service.
    pub limits: Limits,
    /// The address that clients reach the service at: what links begin with.
    pub reached: Reached,
    /// What had been loaded by then, where that is kept.
    pub past: Option<Arc<dyn PastStates>>,
    /// The calendar: today, UTC.
    pub today: fn() -> Date,
}

impl Default for Settings {
    fn default() -> Self {
        let (question_limit, body_limit) = (QUESTION, BODY);
        let (limits, reached) = (Limits::default(), Reached::default());
        Self {
            rights: Rights::default(),
            basemap: None,
            frame_ancestors: Vec::new(),
            question_limit,
            body_limit,
            limits,
            reached,
            past: None,
            today,
        }
    }
}

/// The service: cheap to clone, the same for all.
#[derive(Clone, Debug)]
pub struct Service(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    served: ArcSwap<Snapshot>,
    failed: ArcSwapOption<Failed>,
    lanes: Lanes,
    flights: Arc<Flights>,
    /// Turns for what is done to large answers: half the processors, so that short questions find one.
    finishing_turns: Arc<Semaphore>,
    room: Room,
    connections: Arc<Register>,
    vary: HeaderValue,
    settings: Settings,
    counts: Counts,
}

impl Service {
    /// A service of one atlas.
    #[must_use]
    pub fn new(atlas: Arc<Atlas>, fingerprint: String, settings: Settings) -> Self {
        let processors = std::thread::available_parallelism().map_or(1, usize::from);
        Self(Arc::new(Shared {
            served: ArcSwap::from_pointee(Snapshot::new(atlas, fingerprint, &settings)),
            failed: ArcSwapOption::empty(),
            lanes: Lanes::new(&settings.limits),
            flights: Arc::default(),
            finishing_turns: Arc::new(Semaphore::new((processors / 2).max(1))),
            room: Room::new(&settings.limits),
            connections: Arc::new(Register::new(settings.limits.clone())),
            vary: settings.reached.vary(),
            settings,
            counts: Counts::default(),
        }))
    }

    /// The atlas being served, for the whole of one request.
    #[must_use]
    pub fn served(&self) -> Arc<Snapshot> {
        self.0.served.load_full()
    }

    /// Serves another atlas from the next request on; requests under way keep theirs.
    pub fn swap(&self, atlas: Arc<Atlas>, fingerprint: String) {
        self.serve(Snapshot::new(atlas, fingerprint, &self.0.settings));
    }

    /// Makes what the first questions would wait for: the tables of areas, and the layers of tiles that a map begins with.
    pub fn prepare(&self) {
        self.make_ready(&self.served());
    }

    /// Another atlas, with all that [`Service::prepare`] makes, to be served later.
    #[must_use]
    pub fn prepared(&self, atlas: Arc<Atlas>, fingerprint: String) -> Snapshot {
        let snapshot = Snapshot::new(atlas, fingerprint, &self.0.settings);
        self.make_ready(&snapshot);
        snapshot
    }

    /// Serves it from the next request on; requests under way keep theirs.
    pub fn serve(&self, snapshot: Snapshot) {
        self.0.served.store(Arc::new(Snapshot { since: now(), ..snapshot }));
        self.0.failed.store(None);
    }

    fn make_ready(&self, snapshot: &Snapshot) {
        snapshot.atlas.prepare();
        budget::alone(|| layers::prepare(&snapshot.layers, &snapshot.atlas, self.rights(), self.today()));
    }

    /// Keeps serving what it has, and says why newer data is not served: since the first time that it could not be.
    pub fn keep(&self, reason: String) {
        let since = self.failed().map_or_else(now, |before| before.since);
        self.0.failed.store(Some(Arc::new(Failed { reason, since })));
    }

    /// Why newer data is not served; none where all is well.
    #[must_use]
    pub fn failed(&self) -> Option<Arc<Failed>> {
        self.0.failed.load_full()
    }

    /// The turns that questions take.
    pub(super) fn lanes(&self) -> &Lanes {
        &self.0.lanes
    }

    /// The questions being worked out.
    pub(super) fn flights(&self) -> &Arc<Flights> {
        &self.0.flights
    }

    /// A turn to finish a large answer; none when the service is gone.
    pub(super) async fn finishing_turn(&self) -> Option<OwnedSemaphorePermit> {
        self.0.finishing_turns.clone().acquire_owned().await.ok()
    }

    pub(super) fn room(&self) -> &Room {
        &self.0.room
    }

    pub(super) fn connections(&self) -> &Arc<Register> {
        &self.0.connections
    }

    pub(super) fn reached(&self) -> &Reached {
        &self.0.settings.reached
    }

    /// The headers that answers depend on.
    pub(super) fn vary(&self) -> HeaderValue {
        self.0.vary.clone()
    }

    /// Bytes per second with which a body must come on the whole.
    pub(super) fn min_rate(&self) -> u32 {
        self.0.settings.limits.min_rate
    }

    /// What is counted of requests.
    pub(super) fn counts(&self) -> &Counts {
        &self.0.counts
    }

    pub(super) fn rights(&self) -> &Rights {
        &self.0.settings.rights
    }

    pub(super) fn basemap(&self) -> Option<&Basemap> {
        self.0.settings.basemap.as_ref()
    }

    pub(super) fn frame_ancestors(&self) -> &[Ancestor] {
        &self.0.settings.frame_ancestors
    }

    pub(super) fn past_states(&self) -> Option<&dyn PastStates> {
        self.0.settings.past.as_deref()
    }

    pub(super) fn question_limit(&self) -> Duration {
        self.0.settings.question_limit
    }

    pub(super) fn body_limit(&self) -> Duration {
        self.0.settings.body_limit
    }

    pub(super) fn today(&self) -> Date {
        (self.0.settings.today)()
    }
}

/// Today, UTC.
#[must_use]
pub fn today() -> Date {
    now().date()
}

/// A second as a date-time, UTC.
pub(super) fn second_text(moment: Moment) -> String {
    let text = moment.to_string();
    // At midnight a moment shows as its day.
    if text.len() == 10 { format!("{text}T00:00:00Z") } else { text }
}

/// This second, by the machine's clock.
pub fn now() -> Moment {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_secs());
    Moment::from_seconds(i64::try_from(seconds).unwrap_or(i64::MAX))
}
