//! The turns that there are by kind of work, and who holds them.

use std::sync::{Arc, Mutex, PoisonError};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout_at};

use super::client::{Client, Share, Shares};
use super::connections::Limits;
use super::problem::{Code, Problem};
use super::workers::Workers;

/// Least turns of the quick lane, however few processors there are: each is held for a moment only.
const MIN_QUICK: usize = 4;
/// Most turns of the heavy lane: each question in it uses every processor, and holds memory.
const MAX_HEAVY: usize = 4;
/// Questions that wait for a turn of the heavy lane: each may hold a thread, and what it has made so far.
const MAX_WAITING: usize = 64;

/// What takes a turn; one kind does not wait for the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Work {
    /// A question.
    Quick,
    /// A question that is known to take long.
    Heavy,
    /// A tile: short, and several at once.
    Tile,
    /// Rows that have come of a table.
    Rows,
}

impl Work {
    /// A question that makes so many overlays, or as much other work.
    pub const fn of_overlays(count: usize) -> Self {
        /// What some hundred milliseconds are enough for.
        const MAX_QUICK: usize = 100;
        if count > MAX_QUICK { Self::Heavy } else { Self::Quick }
    }
}

/// The turns there are.
#[derive(Clone, Debug)]
pub(super) struct Lanes {
    pub(super) quick: Arc<Semaphore>,
    pub(super) heavy: Arc<Semaphore>,
    tiles: Arc<Semaphore>,
    rows: Arc<Semaphore>,
    /// Places to wait for a turn of the heavy lane.
    waiting: Arc<Semaphore>,
    shares: Arc<Shares>,
    workers: Arc<Workers>,
}

impl Lanes {
    pub(super) fn new(limits: &Limits) -> Self {
        let processors = std::thread::available_parallelism().map_or(1, usize::from);
        let turns = |count| Arc::new(Semaphore::new(count));
        Self {
            quick: turns((2 * processors).max(MIN_QUICK)),
            heavy: turns((processors / 2).clamp(1, MAX_HEAVY)),
            tiles: turns(processors),
            rows: turns(processors),
            waiting: turns(MAX_WAITING),
            shares: Arc::new(Shares::new(limits.max_heavy_questions)),
            workers: Arc::default(),
        }
    }

    /// The threads that work is done on.
    pub(super) const fn workers(&self) -> &Arc<Workers> {
        &self.workers
    }

    /// A turn for work of a kind, when there is one.
    pub(super) async fn turn(&self, work: Work, client: Option<Client>, end: Instant) -> Result<Held, Problem> {
        let lane = match work {
            Work::Heavy => return self.heavy_turn(client, end).await,
            Work::Quick => &self.quick,
            Work::Tile => &self.tiles,
            Work::Rows => &self.rows,
        };
        let turn = timeout_at(end, lane.clone().acquire_owned()).await.map_err(|_| no_turn())?;
        Ok(Held { _turn: turn.map_err(|_| failed())?, _share: None })
    }

    /// A turn of the heavy lane: of the client's share, and while not too many wait for one.
    pub(super) async fn heavy_turn(&self, client: Option<Client>, end: Instant) -> Result<Held, Problem> {
        let share = client.map(|client| self.shares.one_more(client)).transpose().map_err(too_many)?;
        let place = self.waiting.try_acquire().map_err(|_| {
            let detail =
                format!("The server is busy; {MAX_WAITING} heavy requests are waiting already. Try again later");
            Problem::new(Code::Busy, detail)
        })?;
        let turn = timeout_at(end, self.heavy.clone().acquire_owned()).await.map_err(|_| no_turn())?;
        drop(place);
        Ok(Held { _turn: turn.map_err(|_| failed())?, _share: share })
    }
}

pub(super) fn no_turn() -> Problem {
    Problem::new(Code::Busy, "The server is busy; your request got no turn in its time. Try again later")
}

fn too_many(count: usize) -> Problem {
    let detail = format!(
        "{count} heavy requests from your address are running or waiting, the most that one client may have at a time. Try \
         again when one is answered"
    );
    Problem::new(Code::TooMany, detail)
}

pub(super) fn failed() -> Problem {
    Problem::new(Code::Internal, "the request could not be answered")
}

/// A turn, with the share of the client that it is counted on.
#[derive(Debug)]
pub(super) struct Held {
    _turn: OwnedSemaphorePermit,
    _share: Option<Share>,
}

/// The turn that a question holds; it may be exchanged for one of the heavy lane.
pub(super) type Turn = Arc<Mutex<Option<Held>>>;

/// A turn given back when this is dropped, whoever else knows of it.
pub(super) struct Taken(pub Turn);

impl Drop for Taken {
    fn drop(&mut self) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
    }
}
