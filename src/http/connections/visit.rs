//! One connection: what it is at, and since when.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use tokio::time::Instant;

use super::register::{Register, Why};

/// A connection from its acceptance to its end; dropped, it is off the register.
pub(in crate::http) struct Visit {
    pub(super) number: u64,
    pub(super) register: Arc<Register>,
    state: Mutex<State>,
    over: Notify,
}

struct State {
    is_h2: bool,
    /// Requests under way, from their head to the end of their answer.
    requests: usize,
    /// Answers of which a piece waits for the client.
    sending: usize,
    /// Since when no request is under way; from the acceptance before the first.
    quiet_since: Instant,
    /// When the first byte came that belongs to no request yet.
    head_since: Option<Instant>,
    /// Whether there was a request.
    has_asked: bool,
    /// Until when the client must have taken something.
    patience: Instant,
    is_closing: bool,
}

impl Visit {
    pub(super) fn new(number: u64, register: Arc<Register>) -> Self {
        let now = Instant::now();
        let state = State {
            is_h2: false,
            requests: 0,
            sending: 0,
            quiet_since: now,
            head_since: None,
            has_asked: false,
            patience: now,
            is_closing: false,
        };
        Self { number, register, state: Mutex::new(state), over: Notify::new() }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing here can be left half done.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Bytes came.
    pub(super) fn heard(&self, bytes: &[u8]) {
        let mut state = self.state();
        if !state.has_asked && state.head_since.is_none() {
            state.is_h2 = bytes.starts_with(b"PRI");
        }
        if state.requests == 0 && state.head_since.is_none() {
            state.head_since = Some(Instant::now());
        }
    }

    /// A request came, whole but for its body.
    pub(super) fn asked(&self) {
        let mut state = self.state();
        state.requests += 1;
        state.has_asked = true;
        state.head_since = None;
    }

    /// The request and its answer are done with, or the client gave it up.
    pub(super) fn answered(&self) {
        let mut state = self.state();
        state.requests = state.requests.saturating_sub(1);
        if state.requests == 0 {
            state.quiet_since = Instant::now();
        }
    }

    /// A piece of an answer is ready, and waits for the client.
    pub(super) fn offers(&self) {
        let mut state = self.state();
        if state.sending == 0 {
            state.patience = Instant::now() + self.register.limits.stall;
        }
        state.sending += 1;
    }

    /// The client took the piece, or there is no more to offer.
    pub(super) fn took(&self, bytes: usize) {
        let limits = &self.register.limits;
        let mut state = self.state();
        state.sending = state.sending.saturating_sub(1);
        #[allow(clippy::cast_precision_loss)] // a piece is far below 2^52 bytes
        let won = Duration::from_secs_f64(bytes as f64 / f64::from(limits.min_rate.max(1)));
        state.patience = (state.patience + won).min(Instant::now() + limits.stall);
    }

    /// Why the connection is to be closed, if it is.
    pub(super) fn is_over(&self, now: Instant) -> Option<Why> {
        let limits = &self.register.limits;
        let state = self.state();
        if state.is_closing {
            return None;
        }
        if state.sending > 0 {
            return (now > state.patience).then_some(Why::Stalled);
        }
        if state.requests > 0 {
            return None;
        }
        // HTTP/2 has more to say than requests.
        if let Some(since) = state.head_since.filter(|_| !state.is_h2 || !state.has_asked) {
            return (now > since + limits.head).then_some(Why::SlowHead);
        }
        let patience = if state.has_asked { limits.idle } else { limits.head };
        (now > state.quiet_since + patience).then_some(Why::Idle)
    }

    /// Since when there is no request under way, if there is none and the connection is not being closed.
    pub(super) fn quiet_since(&self) -> Option<Instant> {
        let state = self.state();
        (state.requests == 0 && !state.is_closing).then_some(state.quiet_since)
    }

    /// By when the client must take something, if an answer waits for it and the connection is not being closed.
    pub(super) fn stalls_at(&self) -> Option<Instant> {
        let state = self.state();
        (state.sending > 0 && !state.is_closing).then_some(state.patience)
    }

    /// Has the connection closed, once.
    pub(super) fn close(&self) -> bool {
        let was_closing = std::mem::replace(&mut self.state().is_closing, true);
        self.over.notify_one();
        !was_closing
    }

    /// Resolves when the connection is to be closed.
    pub(super) async fn over(&self) {
        self.over.notified().await;
    }
}

impl Drop for Visit {
    fn drop(&mut self) {
        self.register.left(self.number);
    }
}
