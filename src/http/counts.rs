//! Requests counted, by route, method and status, with how long they took.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::http::{Method, StatusCode};

/// Upper ends of the steps that durations are counted in, seconds.
pub(super) const STEPS_S: [f64; 10] = [0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.05, 0.1, 0.5, 2.5, 10.0];

/// Requests answered so far.
#[derive(Debug, Default)]
pub(super) struct Counts(Mutex<Counted>);

#[derive(Debug, Default)]
pub(super) struct Counted {
    /// By route, method and status.
    pub requests: BTreeMap<(String, &'static str, u16), u64>,
    /// By route.
    pub durations: BTreeMap<String, Durations>,
}

#[derive(Debug, Default)]
pub(super) struct Durations {
    /// For each step those not longer, and than the one before.
    pub steps: [u64; STEPS_S.len()],
    pub count: u64,
    pub sum_s: f64,
}

impl Counts {
    /// Counts a request.
    pub(super) fn add(&self, route: &str, method: &Method, status: StatusCode, duration: Duration) {
        // Half a count is better than none: nothing here can be left broken.
        let mut counted = self.counted();
        *counted.requests.entry((route.to_owned(), word(method), status.as_u16())).or_default() += 1;
        let durations = counted.durations.entry(route.to_owned()).or_default();
        let seconds = duration.as_secs_f64();
        if let Some(step) = STEPS_S.iter().position(|end| seconds <= *end) {
            durations.steps[step] += 1;
        }
        durations.count += 1;
        durations.sum_s += seconds;
    }

    /// What was counted so far; nothing is counted meanwhile.
    pub(super) fn counted(&self) -> MutexGuard<'_, Counted> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The method; one word for those that nobody answers, as a client may make up any number.
fn word(method: &Method) -> &'static str {
    const KNOWN: [Method; 4] = [Method::GET, Method::HEAD, Method::POST, Method::OPTIONS];
    let words = ["GET", "HEAD", "POST", "OPTIONS"];
    KNOWN.iter().position(|known| known == method).map_or("other", |k| words[k])
}
