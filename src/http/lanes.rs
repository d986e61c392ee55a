//! Who works when: turns by kind of work, and the time that a question may take.
//!
//! Every question begins in the quick lane, alone on a thread of its own. One that runs on, or is known to, goes by the heavy
//! lane, which has fewer turns and every processor, so that quick questions do not wait behind heavy ones. A question is
//! stopped when its time is up and when nobody waits for it any more, and its turn goes to the next. An answer keeps the turn
//! it was made in until there is room for it, so that no more answers are held than there are turns and room for.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

use axum::response::Response;
use tokio::runtime::Handle;
use tokio::sync::Notify;
use tokio::time::{Instant, timeout_at};

use super::client::Client;
use super::problem::{Code, Problem};
use super::service::Service;
pub(super) use super::turns::Work;
use super::turns::{Held, Taken, Turn, failed, no_turn};
use super::workers::lower_priority;
use crate::wire::language::{spoken, within};
use edge_timeline::budget::{Budget, Stopped};

/// How long a question may take in the quick lane.
const PATIENCE: Duration = Duration::from_millis(250);
/// Of an answer: the turn that it was made in, held until there is room for the answer.
#[derive(Clone)]
pub(super) struct MadeIn(#[expect(dead_code, reason = "held, and given back when it is dropped")] Arc<Taken>);

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

/// Answers a question on a thread of its own when it is its turn, and stops it when its time is up or this future is dropped.
/// The answer keeps its turn ([`MadeIn`]).
pub(super) async fn run(
    work: Work,
    service: Service,
    question: impl FnOnce(&Service) -> Result<Response, Problem> + Send + 'static,
) -> Result<Response, Problem> {
    let (mut response, taken) = taken(work, service, question).await?;
    response.extensions_mut().insert(MadeIn(Arc::new(taken)));
    Ok(response)
}

/// Does one step of an answer that goes out piece by piece, in the same way.
pub(super) async fn step<T: Send + 'static>(
    work: Work,
    service: Service,
    step: impl FnOnce(&Service) -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    taken(work, service, step).await.map(|(done, _)| done)
}

async fn taken<T: Send + 'static>(
    work: Work,
    service: Service,
    question: impl FnOnce(&Service) -> Result<T, Problem> + Send + 'static,
) -> Result<(T, Taken), Problem> {
    let (limit, language) = (service.question_limit(), spoken());
    let end = Instant::now() + limit;
    let is_question = matches!(work, Work::Quick | Work::Heavy);
    if is_question && timeout_at(end, service.room().for_another(service.connections())).await.is_err() {
        let detail = format!("The server is busy sending answers; your request waited {limit:?}. Try again later");
        return Err(Problem::new(Code::Busy, detail));
    }
    let (lanes, client) = (service.lanes().clone(), Client::current());
    let workers = lanes.workers().clone();
    let turn: Turn = Arc::new(Mutex::new(Some(lanes.turn(work, client, end).await?)));
    let (gone, refused) = (Arc::new(Notify::new()), Arc::new(OnceLock::new()));
    let deadline = Some(end.into_std());
    let budget = match work {
        Work::Heavy => Budget::new(deadline),
        Work::Quick | Work::Tile | Work::Rows => {
            let (turn, gone, refused) = (turn.clone(), gone.clone(), refused.clone());
            let heavy = async move { lanes.heavy_turn(client, end).await };
            Budget::with_lane(deadline, PATIENCE, change_lanes(heavy, turn, gone, refused))
        }
    };
    let waiting = Waiting { budget: budget.clone(), gone };
    let taken = Taken(turn);
    let done = workers.run(move || {
        if work == Work::Heavy {
            lower_priority();
        }
        let answer = budget.run(|| within(language, || question(&service)))?;
        Ok(answer.map(|answer| (answer, taken)))
    });
    let done = done.map_err(|_| no_turn())?;
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
        Err(_) | Ok(Ok(Err(Stopped::Cancelled | Stopped::OverTime))) => {
            Err(refused.get().cloned().unwrap_or_else(too_long))
        }
        Ok(Ok(Err(Stopped::TooComplex(error)))) => Err(Problem::new(Code::TooComplex, error.to_string())),
        Ok(Ok(Ok(answer))) => answer,
        Ok(Err(_)) => Err(failed()),
    }
}

/// Gives the turn back, and waits for one of the heavy lane; whether there was one in time, else why not.
fn change_lanes(
    heavy: impl Future<Output = Result<Held, Problem>> + Send + 'static,
    turn: Turn,
    gone: Arc<Notify>,
    refused: Arc<OnceLock<Problem>>,
) -> impl FnOnce() -> bool + Send {
    let runtime = Handle::current();
    move || {
        let held = || turn.lock().unwrap_or_else(PoisonError::into_inner);
        held().take();
        let next = runtime.block_on(async {
            tokio::select! {
                next = heavy => next.map_err(|problem| drop(refused.set(problem))).ok(),
                () = gone.notified() => None,
            }
        });
        let may_go_on = next.is_some();
        lower_priority();
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
    use crate::http::turns::Lanes;
    use crate::http::{Limits, Settings};
    use contactline_core::atlas::Atlas;
    use contactline_core::model::Dataset;
    use edge_timeline::budget;

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
            let answer = step(Work::Quick, service.clone(), move |_| {
                // Ends when its sender is dropped.
                ended.recv().ok();
                Ok(())
            });
            match problem(answer.await) {
                Code::TooLong => ends.push(end),
                other => break assert_eq!(other, Code::Busy),
            }
        }
        assert_eq!(ends.len(), Lanes::new(&Limits::USUAL).quick.available_permits());
        // Tiles have turns of their own.
        assert!(step(Work::Tile, service.clone(), |_| Ok(())).await.is_ok());
        drop(ends);
        let mut answer = step(Work::Quick, service.clone(), |_| Ok(())).await;
        for _ in 0..100 {
            if answer.is_ok() {
                return;
            }
            answer = step(Work::Quick, service.clone(), |_| Ok(())).await;
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
            let answer = step(work, service.clone(), spin(&running)).await;
            assert_eq!(problem(answer), Code::TooLong);
            until(|| Arc::strong_count(&running) == 1).await;
        }
        until(|| service.lanes().heavy.available_permits() == Lanes::new(&Limits::USUAL).heavy.available_permits())
            .await;
    }

    #[tokio::test]
    async fn work_nobody_waits_for_any_more_ends_also_while_it_waits_for_its_turn() {
        let (service, running) = (service(Duration::from_secs(60)), Arc::new(()));
        let asked: Vec<_> = (0..6).map(|_| tokio::spawn(step(Work::Quick, service.clone(), spin(&running)))).collect();
        // Those that run on have left the quick lane: there is room for who is quick.
        let all = Lanes::new(&Limits::USUAL).quick.available_permits();
        until(|| Arc::strong_count(&running) > 6.min(all) && service.lanes().quick.available_permits() == all).await;
        assert!(step(Work::Quick, service.clone(), |_| Ok(())).await.is_ok());
        asked.iter().for_each(tokio::task::JoinHandle::abort);
        until(|| Arc::strong_count(&running) == 1).await;
    }

    /// Clients were not told apart: the heavy questions of one kept all others waiting.
    #[tokio::test]
    async fn a_client_has_its_share_of_heavy_questions_and_no_more() {
        let atlas = Arc::new(Atlas::build(Dataset::default()));
        let limits = Limits { max_heavy_questions: 1, ..Limits::USUAL };
        let service = Service::new(atlas, String::new(), Settings { limits, ..Settings::default() });
        let running = Arc::new(());
        let ask = |last: u8| {
            let work = step(Work::Heavy, service.clone(), spin(&running));
            Client::scope(Some(Client::of([192, 0, 2, last].into())), work)
        };
        let all = service.lanes().heavy.available_permits();
        let first = tokio::spawn(ask(1));
        until(|| service.lanes().heavy.available_permits() < all).await;
        assert_eq!(problem(ask(1).await), Code::TooMany);
        // Another client's is worked on, or waits for its turn.
        let other = tokio::time::timeout(Duration::from_millis(50), ask(2)).await;
        assert!(other.is_err());
        first.abort();
        until(|| Arc::strong_count(&running) == 1).await;
        let again = tokio::time::timeout(Duration::from_millis(50), ask(1)).await;
        assert!(again.is_err(), "its share is free again");
    }
}
