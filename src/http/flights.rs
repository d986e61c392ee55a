//! Questions being worked out, each for all who ask the same meanwhile.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use axum::body::{Bytes, to_bytes};
use axum::http::response::Parts;
use axum::response::Response;
use tokio::sync::watch;
use tokio::task::AbortHandle;

use super::client::Client;

/// Questions being worked out.
#[derive(Debug, Default)]
pub(super) struct Flights(Mutex<HashMap<String, Weak<Flight>>>);

/// One question being worked out, as long as somebody waits for it.
#[derive(Debug)]
pub(super) struct Flight {
    key: String,
    flights: Arc<Flights>,
    done: watch::Receiver<Option<Answer>>,
    task: AbortHandle,
}

/// An answer to be given several times.
pub(super) type Answer = (Parts, Bytes);

impl Drop for Flight {
    fn drop(&mut self) {
        self.task.abort();
        self.flights.forget(&self.key);
    }
}

impl Flights {
    fn forget(&self, key: &str) {
        let mut flights = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if flights.get(key).is_some_and(|flight| flight.strong_count() == 0) {
            flights.remove(key);
        }
    }

    /// The question with that key, begun where it is not being worked out.
    pub(super) fn join<F: Future<Output = Response> + Send + 'static>(
        self: &Arc<Self>,
        key: String,
        answer: impl FnOnce() -> F,
    ) -> Arc<Flight> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(&key).and_then(Weak::upgrade).unwrap_or_else(|| {
            let flight = Arc::new(begun(key.clone(), self.clone(), answer()));
            known.insert(key, Arc::downgrade(&flight));
            flight
        })
    }

    /// Nobody joins it any more: it has its answer.
    fn close(&self, key: &str) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(key);
    }
}

impl Flight {
    /// Its answer; none where the work broke off.
    pub(super) async fn answer(&self) -> Option<Answer> {
        let mut done = self.done.clone();
        done.wait_for(Option::is_some).await.ok().and_then(|answer| answer.clone())
    }
}

fn begun(key: String, flights: Arc<Flights>, answer: impl Future<Output = Response> + Send + 'static) -> Flight {
    let (tell, done) = watch::channel(None);
    let (of_task, key_of_task) = (flights.clone(), key.clone());
    let work = async move {
        let (parts, body) = answer.await.into_parts();
        let bytes = to_bytes(body, usize::MAX).await;
        of_task.close(&key_of_task);
        tell.send(bytes.ok().map(|bytes| (parts, bytes))).ok();
    };
    // It counts on the share of the client that asked first.
    let task = tokio::spawn(Client::scope(Client::current(), work));
    Flight { key, flights, done, task: task.abort_handle() }
}
