//! Room in memory for what waits: answers for their clients, bodies for their readers. Shared by all requests.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Bytes;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{sleep, timeout};

use super::connections::{Limits, Register};
use super::problem::{Code, Problem};

/// Bytes up to which an answer is a small one, which has room of its own: it never waits for large ones.
const SMALL: usize = 64 << 10;
/// Of the room for answers, the part of small ones: one of so many.
const SMALL_PART: usize = 4;
/// How long an answer that is there waits for room.
const WAIT: Duration = Duration::from_secs(1);
/// How often a question looks whether there is room for its answer.
const LOOK: Duration = Duration::from_millis(50);
/// Room is counted in pieces of so many bytes.
const UNIT: usize = 1 << 10;

/// The room there is.
#[derive(Debug)]
pub(super) struct Room {
    large: Pool,
    small: Pool,
    bodies: Pool,
}

#[derive(Debug)]
struct Pool {
    units: usize,
    free: Arc<Semaphore>,
}

impl Pool {
    fn new(bytes: usize) -> Self {
        let units = (bytes / UNIT).clamp(1, Semaphore::MAX_PERMITS);
        Self { units, free: Arc::new(Semaphore::new(units)) }
    }

    fn held_bytes(&self) -> usize {
        self.units.saturating_sub(self.free.available_permits()) * UNIT
    }
}

/// Room taken, until it is dropped.
#[derive(Debug)]
pub(super) struct Held(Option<OwnedSemaphorePermit>);

/// Bytes with the room they take: given back when the last part of them is gone.
struct Holding {
    bytes: Bytes,
    _held: Held,
}

impl AsRef<[u8]> for Holding {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

/// What is answered where there is no room.
fn full() -> Problem {
    let detail = "the answers of others wait for their clients and leave no room for this one; ask again later";
    Problem::new(Code::Busy, detail)
}

fn units(bytes: usize) -> u32 {
    u32::try_from(bytes.div_ceil(UNIT)).unwrap_or(u32::MAX)
}

impl Room {
    pub(super) fn new(limits: &Limits) -> Self {
        let small = limits.max_answer_bytes / SMALL_PART;
        Self {
            large: Pool::new(limits.max_answer_bytes - small),
            small: Pool::new(small),
            bodies: Pool::new(limits.max_body_bytes),
        }
    }

    /// Bytes of answers, and of bodies, that are held now.
    pub(super) fn held_bytes(&self) -> (usize, usize) {
        (self.large.held_bytes() + self.small.held_bytes(), self.bodies.held_bytes())
    }

    /// Resolves once a third of the room for large answers is free: before work on another is begun.
    pub(super) async fn for_another(&self, register: &Register) {
        while self.large.free.available_permits() < self.large.units / 3 {
            register.close_stalled();
            sleep(LOOK).await;
        }
    }

    /// Room for an answer of so many bytes, where there is some now.
    pub(super) fn at_once(&self, bytes: usize) -> Option<Held> {
        let (pool, units) = self.of_answer(bytes);
        pool.free.clone().try_acquire_many_owned(units).ok().map(|permit| Held(Some(permit)))
    }

    fn of_answer(&self, bytes: usize) -> (&Pool, u32) {
        let pool = if bytes <= SMALL { &self.small } else { &self.large };
        // What is larger than all the room goes alone.
        (pool, units(bytes).min(u32::try_from(pool.units).unwrap_or(u32::MAX)))
    }

    /// Room for an answer of so many bytes. Where there is none, connections that take nothing are closed for it.
    pub(super) async fn for_answer(&self, bytes: usize, register: &Register) -> Result<Held, Problem> {
        if let Some(held) = self.at_once(bytes) {
            return Ok(held);
        }
        let (pool, units) = self.of_answer(bytes);
        register.close_stalled();
        match timeout(WAIT, pool.free.clone().acquire_many_owned(units)).await {
            Ok(Ok(permit)) => Ok(Held(Some(permit))),
            _ => Err(full()),
        }
    }

    /// Room for a body, to begin with none.
    pub(super) fn for_body() -> Held {
        Held(None)
    }

    /// More room for the body that has some.
    pub(super) fn more(&self, held: &mut Held, bytes: usize) -> Result<(), Problem> {
        let busy = |_| Problem::new(Code::Busy, "the bodies of others leave no room for this one; ask again later");
        let more = self.bodies.free.clone().try_acquire_many_owned(units(bytes)).map_err(busy)?;
        match &mut held.0 {
            Some(permit) => permit.merge(more),
            none => *none = Some(more),
        }
        Ok(())
    }
}

impl Held {
    /// Gives back what is not needed for so many bytes.
    pub(super) fn shrink(&mut self, bytes: usize) {
        if let Some(permit) = &mut self.0 {
            let surplus = permit.num_permits().saturating_sub(units(bytes) as usize);
            drop(permit.split(surplus));
        }
    }

    /// The bytes that the room was taken for.
    pub(super) fn hold(self, bytes: Bytes) -> Bytes {
        Bytes::from_owner(Holding { bytes, _held: self })
    }
}
