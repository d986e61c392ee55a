//! What one question may cost: how long it may run, whether anybody still waits for it, and how entangled the shapes may be
//! that it cuts.
//!
//! # Method
//! A question runs inside [`Budget::run`]. What takes long beneath it calls [`check`] between its steps, and `hold` before
//! it begins what a number decides. Past a limit the thread unwinds to `run` with a payload of its own, as salsa does for
//! cancelled queries: no panic hook runs, no message is printed, and no function on the way needs to know. Work that is
//! shared between threads carries the budget with it ([`map`]). Where no budget is entered nothing is limited.
//!
//! # Lanes
//! A question begins alone on its thread. One that runs on is told to change lanes ([`Budget::with_lane`]): it waits there
//! until it may go on, and from then on may use every processor.

use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use rayon::prelude::*;

/// Steps of [`tick`] between two looks at the clock.
const TICKS: u32 = 1024;

/// Why a question was stopped.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Stopped {
    /// Nobody waits for the answer any more.
    #[error("the question was given up")]
    Cancelled,
    /// It ran past its time.
    #[error("the question ran past its time")]
    OverTime,
    /// A shape is too entangled to be cut.
    #[error("{0}")]
    TooComplex(TooComplex),
}

/// What is too much of a shape.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "{what}: {count} or more, and at most {limit} are worked on at a time; simplify the shape, or ask for parts of it"
)]
pub struct TooComplex {
    /// What was counted.
    pub what: &'static str,
    /// How many there are at least.
    pub count: u64,
    /// How many there may be.
    pub limit: u64,
}

/// What one question may cost: cheap to clone, the same for all its threads.
#[derive(Clone, Debug)]
pub struct Budget(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    deadline: Option<Instant>,
    cancelled: AtomicBool,
    /// It may use every processor.
    is_parallel: AtomicBool,
    lane: Option<Mutex<Lane>>,
}

/// How a question that runs on changes lanes.
struct Lane {
    due: Instant,
    change: Option<Box<dyn FnOnce() -> bool + Send>>,
}

impl std::fmt::Debug for Lane {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Lane").field("due", &self.due).finish_non_exhaustive()
    }
}

/// What a thread works on.
#[derive(Clone, Debug, Default)]
struct Here {
    budget: Option<Budget>,
    /// A piece of shared work: it waits for no other piece, so that no thread takes up a second while it is in one.
    is_piece: bool,
    /// Something kept for all: others wait for it, so it waits for no turn.
    is_kept: bool,
}

thread_local! {
    static HERE: RefCell<Here> = const { RefCell::new(Here { budget: None, is_piece: false, is_kept: false }) };
    static TICKED: Cell<u32> = const { Cell::new(0) };
}

impl Budget {
    /// A budget of time, for work that may use every processor from the start; none: as long as it takes.
    #[must_use]
    pub fn new(deadline: Option<Instant>) -> Self {
        let (cancelled, is_parallel) = (AtomicBool::new(false), AtomicBool::new(true));
        Self(Arc::new(Inner { deadline, cancelled, is_parallel, lane: None }))
    }

    /// A budget of time for work that stays on one thread, and after `patience` changes lanes: `change` waits until it may go
    /// on, and says whether it may.
    #[must_use]
    pub fn with_lane(
        deadline: Option<Instant>,
        patience: Duration,
        change: impl FnOnce() -> bool + Send + 'static,
    ) -> Self {
        let lane = Lane { due: Instant::now() + patience, change: Some(Box::new(change)) };
        let (cancelled, is_parallel) = (AtomicBool::new(false), AtomicBool::new(false));
        Self(Arc::new(Inner { deadline, cancelled, is_parallel, lane: Some(Mutex::new(lane)) }))
    }

    /// Stops the work at its next step.
    pub fn cancel(&self) {
        self.0.cancelled.store(true, Ordering::Relaxed);
    }

    /// Whether the work was told to stop.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.0.cancelled.load(Ordering::Relaxed)
    }

    /// Does the work within this budget.
    ///
    /// # Errors
    /// Why it was stopped.
    pub fn run<T>(&self, work: impl FnOnce() -> T) -> Result<T, Stopped> {
        // What the work leaves behind is what it returns, and caches that are filled whole or not at all.
        catch_unwind(AssertUnwindSafe(|| entered(Here { budget: Some(self.clone()), ..here() }, work))).map_err(
            |payload| match payload.downcast::<Stopped>() {
                Ok(stopped) => *stopped,
                Err(panic) => resume_unwind(panic),
            },
        )
    }

    fn is_parallel(&self) -> bool {
        self.0.is_parallel.load(Ordering::Relaxed)
    }

    fn stop(&self, may_wait: bool) -> Option<Stopped> {
        if self.is_cancelled() {
            return Some(Stopped::Cancelled);
        }
        let now = Instant::now();
        if self.0.deadline.is_some_and(|deadline| now >= deadline) {
            return Some(Stopped::OverTime);
        }
        let lane = self.0.lane.as_ref().filter(|_| may_wait && !self.is_parallel())?;
        let mut lane = lane.lock().unwrap_or_else(PoisonError::into_inner);
        if now < lane.due {
            return None;
        }
        let may_go_on = lane.change.take().is_none_or(|change| change());
        self.0.is_parallel.store(true, Ordering::Relaxed);
        (!may_go_on).then_some(Stopped::OverTime)
    }
}

/// Works on something, and gives the thread back what it worked on before.
fn entered<T>(here: Here, work: impl FnOnce() -> T) -> T {
    struct Back(Here);
    impl Drop for Back {
        fn drop(&mut self) {
            HERE.set(std::mem::take(&mut self.0));
        }
    }
    let _back = Back(HERE.replace(here));
    work()
}

fn here() -> Here {
    HERE.with_borrow(Clone::clone)
}

/// What is kept in a cell for all, made where it is not there. Like [`kept`], with the time that another's making of it takes.
pub fn kept_in<T>(cell: &OnceLock<T>, make: impl FnOnce() -> T) -> &T {
    match cell.get() {
        Some(there) => there,
        None => kept(|| cell.get_or_init(make)),
    }
}

/// Makes something that is kept for all: it may be stopped, and then is not made. The time it takes brings no change of lanes
/// nearer: the next question finds it made.
pub fn kept<T>(make: impl FnOnce() -> T) -> T {
    let (here, begun) = (here(), Instant::now());
    let made = entered(Here { is_kept: true, ..here.clone() }, make);
    if let Some(lane) = here.budget.as_ref().filter(|_| !here.is_kept).and_then(|budget| budget.0.lane.as_ref()) {
        lane.lock().unwrap_or_else(PoisonError::into_inner).due += begun.elapsed();
    }
    made
}

/// Says that what follows is known to take long: lanes are changed now, before it holds memory that it would wait with.
pub fn is_long() {
    let lane = |here: &Here| {
        if let Some(lane) = here.budget.as_ref().filter(|_| !here.is_kept).and_then(|budget| budget.0.lane.as_ref()) {
            lane.lock().unwrap_or_else(PoisonError::into_inner).due = Instant::now();
        }
    };
    HERE.with_borrow(lane);
    check();
}

/// Does the work on this thread alone: no work of others that is shared between threads holds it up.
pub fn alone<T>(work: impl FnOnce() -> T) -> T {
    entered(Here { is_piece: true, ..here() }, work)
}

/// Stops here if the thread's budget is spent: between two steps of some milliseconds each.
pub fn check() {
    let stop = |here: &Here| here.budget.as_ref().and_then(|budget| budget.stop(!here.is_kept));
    if let Some(stopped) = HERE.with_borrow(stop) {
        resume_unwind(Box::new(stopped));
    }
}

/// The same between two steps of some nanoseconds each: looks at the clock now and then.
pub fn tick() {
    let ticked = TICKED.get() + 1;
    TICKED.set(ticked % TICKS);
    if ticked == TICKS {
        check();
    }
}

/// Whether the thread's work is within a budget.
pub(super) fn is_limited() -> bool {
    HERE.with_borrow(|here| here.budget.is_some())
}

/// Stops here if the thread's work is within a budget and `count` is beyond `limit`; `what` begins the sentence that says so.
pub(super) fn hold(what: &'static str, count: u64, limit: u64) {
    if count > limit && is_limited() {
        resume_unwind(Box::new(Stopped::TooComplex(TooComplex { what, count, limit })));
    }
}

/// Does the work within the thread's budget, or, where there is none, within one that limits what shapes may be.
///
/// # Errors
/// What was too much; where time is up the thread goes on unwinding.
pub(super) fn within_limits<T>(work: impl FnOnce() -> T) -> Result<T, TooComplex> {
    let budget = here().budget.unwrap_or_else(|| Budget::new(None));
    budget.run(work).map_err(|stopped| match stopped {
        Stopped::TooComplex(too_complex) => too_complex,
        other => resume_unwind(Box::new(other)),
    })
}

/// What `of` makes of each item, in their order: by every processor where the thread's budget lets it, each thread within that
/// budget.
pub fn map<T: Sync, U: Send>(items: &[T], of: impl Fn(&T) -> U + Sync) -> Vec<U> {
    let here = here();
    let is_alone = || here.is_piece || here.budget.as_ref().is_some_and(|budget| !budget.is_parallel());
    let mut made = Vec::with_capacity(items.len());
    for item in items {
        // It may change lanes on the way: what is left is shared then.
        check();
        if !is_alone() {
            break;
        }
        made.push(of(item));
    }
    // A thread that waits for others takes up what it finds, of other questions too: each piece brings its own budget.
    let piece = Here { is_piece: true, ..here };
    let of_piece = |item: &T| {
        entered(piece.clone(), || {
            check();
            of(item)
        })
    };
    let rest: Vec<U> = items[made.len()..].par_iter().map(of_piece).collect();
    made.extend(rest);
    made
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]

    use std::sync::atomic::AtomicUsize;

    use super::*;

    fn spin() {
        loop {
            tick();
        }
    }

    #[test]
    fn work_past_its_time_or_given_up_is_stopped_on_every_thread() {
        let over = Budget::new(Some(Instant::now() + Duration::from_millis(10)));
        assert_eq!(over.run(spin), Err(Stopped::OverTime));
        let budget = Budget::new(None);
        std::thread::scope(|scope| {
            let work = scope.spawn(|| budget.run(|| map(&[0; 50], |_| spin())));
            std::thread::sleep(Duration::from_millis(10));
            budget.cancel();
            assert_eq!(work.join().unwrap(), Err(Stopped::Cancelled));
        });
        assert_eq!(Budget::new(None).run(|| 7), Ok(7), "the thread is as it was");
        assert!(!is_limited());
    }

    #[test]
    fn a_panic_of_the_work_stays_one() {
        let panicked = catch_unwind(|| Budget::new(None).run(|| resume_unwind(Box::new("ours"))));
        assert_eq!(panicked.unwrap_err().downcast_ref(), Some(&"ours"));
    }

    #[test]
    fn work_that_runs_on_changes_lanes_once_and_is_shared_from_then_on() {
        static CHANGES: AtomicUsize = AtomicUsize::new(0);
        let change = |may| move || CHANGES.fetch_add(1, Ordering::Relaxed) < usize::MAX && may;
        let work = |_: &u32| std::thread::sleep(Duration::from_millis(2));
        let budget = Budget::with_lane(None, Duration::from_millis(5), change(true));
        assert_eq!(budget.run(|| map(&[0; 20], work).len()), Ok(20));
        assert_eq!(CHANGES.load(Ordering::Relaxed), 1);
        let refused = Budget::with_lane(None, Duration::ZERO, change(false));
        assert_eq!(refused.run(|| map(&[0; 20], work).len()), Err(Stopped::OverTime));
        let quick = Budget::with_lane(None, Duration::from_secs(60), change(false));
        assert_eq!(quick.run(|| map(&[0; 2], work).len()), Ok(2));
    }

    #[test]
    fn limits_hold_within_a_budget_and_say_the_count() {
        hold("crossings of edges", 11, 10);
        let stopped = within_limits(|| hold("crossings of edges", 11, 10)).unwrap_err();
        assert!(stopped.to_string().starts_with("crossings of edges: 11 or more, and at most 10"), "{stopped}");
    }
}
