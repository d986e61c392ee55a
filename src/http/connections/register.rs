//! Every open connection, and how many requests are under way on all of them.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;

use super::Limits;
use super::visit::Visit;

/// Requests under way on all connections: each costs some kilobytes, whatever it asks.
const MAX_REQUESTS: usize = 4096;

/// How long a client that takes nothing of its answer is left in peace where others need the room.
const PATIENCE_UNDER_PRESSURE: Duration = Duration::from_secs(5);

/// Why a connection was closed by the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::http) enum Why {
    /// The head of a request did not come.
    SlowHead,
    /// Nothing was asked for a while.
    Idle,
    /// The client took nothing of its answer.
    Stalled,
    /// Others needed its place.
    Displaced,
}

impl Why {
    /// Each, with its word in the metrics.
    pub const ALL: [(Self, &str); 4] = [
        (Self::SlowHead, "slow-head"),
        (Self::Idle, "idle"),
        (Self::Stalled, "stalled"),
        (Self::Displaced, "displaced"),
    ];
}

/// The connections that are open.
#[derive(Debug)]
pub(in crate::http) struct Register {
    pub(super) limits: Limits,
    visits: Mutex<BTreeMap<u64, Weak<Visit>>>,
    last: AtomicU64,
    requests: AtomicUsize,
    /// Told whenever one ends.
    ended: Notify,
    closed: [AtomicU64; Why::ALL.len()],
    refused: AtomicU64,
}

impl Register {
    pub(in crate::http) fn new(limits: Limits) -> Self {
        Self {
            limits,
            visits: Mutex::default(),
            last: AtomicU64::new(0),
            requests: AtomicUsize::new(0),
            ended: Notify::new(),
            closed: Default::default(),
            refused: AtomicU64::new(0),
        }
    }

    fn visits(&self) -> MutexGuard<'_, BTreeMap<u64, Weak<Visit>>> {
        self.visits.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Those open, held: what is dropped last takes itself off the register, so never under its lock.
    fn open_visits(&self) -> Vec<Arc<Visit>> {
        let visits: Vec<Weak<Visit>> = self.visits().values().cloned().collect();
        visits.iter().filter_map(Weak::upgrade).collect()
    }

    /// A place for one more connection; none where all are at work.
    pub(super) fn open(self: &Arc<Self>) -> Option<Arc<Visit>> {
        let count = self.count();
        let is_over_by_far = count > self.limits.max_connections + self.limits.max_connections / 8;
        if count >= self.limits.max_connections && (self.make_room() == 0 || is_over_by_far) {
            self.refused.fetch_add(1, Ordering::Relaxed);
            return None;
        }
        let number = self.last.fetch_add(1, Ordering::Relaxed);
        let visit = Arc::new(Visit::new(number, self.clone()));
        self.visits().insert(number, Arc::downgrade(&visit));
        Some(visit)
    }

    pub(super) fn left(&self, number: u64) {
        self.visits().remove(&number);
        self.ended.notify_waiters();
    }

    /// How many are open.
    pub(in crate::http) fn count(&self) -> usize {
        self.visits().len()
    }

    /// Resolves when none is open.
    pub(super) async fn emptied(&self) {
        loop {
            let ended = self.ended.notified();
            if self.count() == 0 {
                return;
            }
            ended.await;
        }
    }

    /// Counts a request; none where there are too many.
    pub(super) fn request(&self) -> bool {
        let before = self.requests.fetch_add(1, Ordering::Relaxed);
        if before < MAX_REQUESTS {
            return true;
        }
        self.requests.fetch_sub(1, Ordering::Relaxed);
        self.close_stalled();
        false
    }

    pub(super) fn request_ended(&self) {
        self.requests.fetch_sub(1, Ordering::Relaxed);
    }

    /// How many requests are under way.
    pub(in crate::http) fn requests(&self) -> usize {
        self.requests.load(Ordering::Relaxed)
    }

    /// Closes what is over.
    pub(super) fn close_overdue(&self) {
        let now = Instant::now();
        for visit in self.open_visits() {
            if let Some(why) = visit.is_over(now) {
                self.close(&visit, why);
            }
        }
    }

    /// Closes those that have been quiet for longest, some at a time; how many. Where none is, those that take nothing.
    pub(super) fn make_room(&self) -> usize {
        let mut quiet: Vec<(Instant, Arc<Visit>)> =
            self.open_visits().into_iter().filter_map(|v| Some((v.quiet_since()?, v))).collect();
        if quiet.is_empty() {
            return self.close_stalled();
        }
        quiet.sort_by_key(|(since, _)| *since);
        quiet.truncate((self.limits.max_connections / 32).max(1));
        quiet.iter().for_each(|(_, visit)| self.close(visit, Why::Displaced));
        quiet.len()
    }

    /// Closes those whose answers wait for them: others need the room. How many.
    pub(in crate::http) fn close_stalled(&self) -> usize {
        let stalled_by = Instant::now() + self.limits.stall.saturating_sub(PATIENCE_UNDER_PRESSURE);
        let mut closed = 0;
        for visit in self.open_visits() {
            if visit.stalls_at().is_some_and(|at| at < stalled_by) {
                self.close(&visit, Why::Displaced);
                closed += 1;
            }
        }
        closed
    }

    fn close(&self, visit: &Visit, why: Why) {
        let counted = Why::ALL.iter().zip(&self.closed).find(|((each, _), _)| *each == why);
        if visit.close()
            && let Some((_, count)) = counted
        {
            count.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// How many the service closed, by reason, and how many it refused.
    pub(in crate::http) fn ends(&self) -> impl Iterator<Item = (&'static str, u64)> {
        let closed = Why::ALL.iter().zip(&self.closed).map(|((_, word), count)| (*word, count.load(Ordering::Relaxed)));
        closed.chain(std::iter::once(("refused", self.refused.load(Ordering::Relaxed))))
    }
}
