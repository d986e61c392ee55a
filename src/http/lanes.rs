//! Who works when: turns by kind of work, and the time that a question may take.
//!
//! Every question begins in the quick lane, alone on a thread of its own. One that runs on, or is known to, goes by the heavy
//! lane, which has fewer turns and every processor, so that quick questions do not wait behind heavy ones. A question is
//! stopped when its time is up and when nobody waits for it any more, and its turn goes to the next.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::runtime::Handle;
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout_at};

use super::problem::{Code, Problem};
use super::service::Service;
use crate::geometry::budget::{Budget, Stopped};

/// How long a question may take in the quick lane.
const PATIENCE: Duration = Duration::from_millis(250);
/// Least turns of the quick lane, however few processors there are: each is held for a moment only.
const MIN_QUICK: usize = 4;

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
    quick: Arc<Semaphore>,
    heavy: Arc<Semaphore>,
    tiles: Arc<Semaphore>,
    rows: Arc<Semaphore>,
}

impl Default for Lanes {
    fn default() -> Self {
        let processors = std::thread::available_parallelism().map_or(1, usize::from);
        let turns = |count| Arc::new(Semaphore::new(count));
        Self {
            quick: turns((2 * processors).max(MIN_QUICK)),
            heavy: turns((processors / 2).max(1)),
            tiles: turns(processors),
            rows: turns(processors),
        }
    }
}

impl Lanes {
    const fn of(&self, work: Work) -> &Arc<Semaphore> {
        match work {
            Work::Quick => &self.quick,
            Work::Heavy => &self.heavy,
            Work::Tile => &self.tiles,
            Work::Rows => &self.rows,
        }
    }
}

/// The turn that a question holds; it may be exchanged for one of the heavy lane.
type Turn = Arc<Mutex<Option<OwnedSemaphorePermit>>>;

/// Stops the work when nobody waits for it any more.
struct Waiting {
    budget: Budget,
    gone: Arc<Notify>,
}

impl Drop for Waiting {
    fn drop(&mut self) {
        self.budget.cancel();
        self.gone.notify_one();
    }
}

/// Runs work on a thread of its own when it is its turn, and stops it when its time is up or this future is dropped.
pub(super) async fn run<T: Send + 'static>(
    work: Work,
    service: Service,
    question: impl FnOnce(&Service) -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    let failed = || Problem::new(Code::Internal, "the request could not be answered");
    let limit = service.question_limit();
    let end = Instant::now() + limit;
    let is_question = matches!(work, Work::Quick | Work::Heavy);
    if is_question && timeout_at(end, service.room().for_another(service.connections())).await.is_err() {
        let detail = format!("The server is busy sending answers; your request waited {limit:?}. Try again later");
        return Err(Problem::new(Code::Busy, detail));
    }
    let lanes = service.lanes().clone();
    let Ok(turn) = timeout_at(end, lanes.of(work).clone().acquire_owned()).await else {
        let detail = format!("The server is busy; your request waited {limit:?}. Try again later");
        return Err(Problem::new(Code::Busy, detail));
    };
    let turn: Turn = Arc::new(Mutex::new(Some(turn.map_err(|_| failed())?)));
    let gone = Arc::new(Notify::new());
    let deadline = Some(end.into_std());
    let budget = match work {
        Work::Heavy => Budget::new(deadline),
        Work::Quick | Work::Tile | Work::Rows => {
            let change = change_lanes(lanes.heavy, turn.clone(), gone.clone(), end);
            Budget::with_lane(deadline, PATIENCE, change)
        }
    };
    let waiting = Waiting { budget: budget.clone(), gone };
    let done = tokio::task::spawn_blocking(move || {
        let answer = budget.run(|| question(&service));
        // The budget, which others hold too, knows of the turn.
        turn.lock().unwrap_or_else(PoisonError::into_inner).take();
        answer
    });
    let too_long = || {
        let detail = format!(
            "No answer within {limit:?}. Request less at a time: one region or source, a shorter time, wider steps, or \
             a smaller shape"
        );
        Problem::new(Code::TooLong, detail)
    };
    let done = timeout_at(end, done).await;
    drop(waiting);
    match done {
        Err(_) | Ok(Ok(Err(Stopped::Cancelled | Stopped::OverTime))) => Err(too_long()),
        Ok(Ok(Err(Stopped::TooComplex(error)))) => Err(Problem::new(Code::TooComplex, error.to_string())),
        Ok(Ok(Ok(answer))) => answer,
        Ok(Err(_)) => Err(failed()),
    }
}

/// Gives the turn back, and waits for one of the heavy lane; whether there was one in time.
fn change_lanes(heavy: Arc<Semaphore>, turn: Turn, gone: Arc<Notify>, end: Instant) -> impl FnOnce() -> bool + Send {
    let runtime = Handle::current();
    move || {
        let held = || turn.lock().unwrap_or_else(PoisonError::into_inner);
        held().take();
        let next = runtime.block_on(async {
            tokio::select! {
                next = timeout_at(end, heavy.acquire_owned()) => next.ok()?.ok(),
                () = gone.notified() => None,
            }
        });
        let may_go_on = next.is_some();
        *held() = next;
        may_go_on
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::sync::Arc;
    use std::sync::mpsc::channel;
    use std::time::Duration;

    use super::*;
    use crate::atlas::Atlas;
    use crate::geometry::budget;
    use crate::http::Settings;
    use crate::model::Dataset;

    fn problem(answer: Result<(), Problem>) -> Code {
        answer.unwrap_err().code()
    }

    /// What does not look at its budget keeps its turn: no thread more is begun, and whoever asks is told in time.
    #[tokio::test]
    async fn questions_over_their_time_hold_no_more_threads_than_there_are_turns() {
        let question_limit = Duration::from_millis(50);
        let atlas = Arc::new(Atlas::build(Dataset::default()));
        let service = Service::new(atlas, String::new(), Settings { question_limit, ..Settings::default() });
        let mut ends = Vec::new();
        loop {
            let (end, ended) = channel::<()>();
            let answer = run(Work::Quick, service.clone(), move |_| {
                // Ends when its sender is dropped.
                ended.recv().ok();
                Ok(())
            });
            match problem(answer.await) {
                Code::TooLong => ends.push(end),
                other => break assert_eq!(other, Code::Busy),
            }
        }
        assert_eq!(ends.len(), Lanes::default().quick.available_permits());
        // Tiles have turns of their own.
        assert!(run(Work::Tile, service.clone(), |_| Ok(())).await.is_ok());
        drop(ends);
        let mut answer = run(Work::Quick, service.clone(), |_| Ok(())).await;
        for _ in 0..100 {
            if answer.is_ok() {
                return;
            }
            answer = run(Work::Quick, service.clone(), |_| Ok(())).await;
        }
        answer.unwrap();
    }

    fn service(question_limit: Duration) -> Service {
        let atlas = Arc::new(Atlas::build(Dataset::default()));
        Service::new(atlas, String::new(), Settings { question_limit, ..Settings::default() })
    }

    /// Waits until a condition comes true: for ten seconds, far longer than it takes.
    async fn until(is: impl Fn() -> bool) {
        for _ in 0..1000 {
            if is() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        assert!(is());
    }

    fn spin(running: &Arc<()>) -> impl FnOnce(&Service) -> Result<(), Problem> + Send + use<> {
        let running = running.clone();
        move |_| {
            let _running = running;
            loop {
                budget::tick();
            }
        }
    }

    /// A year of agreement ran on for 42 seconds after its answer and kept its turn; two of them stopped all others.
    #[tokio::test]
    async fn work_past_its_time_ends_with_its_answer() {
        let (service, running) = (service(Duration::from_millis(200)), Arc::new(()));
        for work in [Work::Quick, Work::Heavy] {
            let answer = run(work, service.clone(), spin(&running)).await;
            assert_eq!(problem(answer), Code::TooLong);
            until(|| Arc::strong_count(&running) == 1).await;
        }
        until(|| service.lanes().heavy.available_permits() == Lanes::default().heavy.available_permits()).await;
    }

    #[tokio::test]
    async fn work_nobody_waits_for_any_more_ends_also_while_it_waits_for_its_turn() {
        let (service, running) = (service(Duration::from_secs(60)), Arc::new(()));
        let asked: Vec<_> = (0..6).map(|_| tokio::spawn(run(Work::Quick, service.clone(), spin(&running)))).collect();
        // Those that run on have left the quick lane: there is room for who is quick.
        let all = Lanes::default().quick.available_permits();
        until(|| Arc::strong_count(&running) > 6.min(all) && service.lanes().quick.available_permits() == all).await;
        assert!(run(Work::Quick, service.clone(), |_| Ok(())).await.is_ok());
        asked.iter().for_each(tokio::task::JoinHandle::abort);
        until(|| Arc::strong_count(&running) == 1).await;
    }
}
