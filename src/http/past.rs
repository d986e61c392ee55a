//! What had been loaded by a second, for questions with `known_on`: opened once, the last few kept as long as the same data are served.

use std::fmt::Debug;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};
use std::time::Duration;

use axum::http::{HeaderName, HeaderValue};
use axum::response::Response;

use super::bulk::{NOTES, notes};
use super::params::Params;
use super::problem::Problem;
use super::service::{Service, Snapshot};
use crate::evidence::FileUsed;
use crate::questions::KNOWN_ON;
use contactline_core::atlas::Atlas;
use contactline_core::model::Moment;
use edge_timeline::budget::{self, Budget};

/// The header that states by which second what an answer rests on had been loaded.
pub(super) const KNOWN: HeaderName = HeaderName::from_static("contactline-known-on");

/// Atlases that are kept beside the one that is served: each may take as much memory.
const MAX_ATLASES: usize = 2;
/// Seconds whose atlas is known.
const MAX_SECONDS: usize = 64;
/// Between two looks whether another's opening is done.
const LOOK: Duration = Duration::from_millis(20);

/// What had been loaded by a second.
pub trait PastStates: Debug + Send + Sync {
    /// Its fingerprint.
    ///
    /// # Errors
    /// It is not known, or not kept.
    fn fingerprint(&self, at: Moment) -> Result<String, Problem>;

    /// The atlas of it, with its fingerprint.
    ///
    /// # Errors
    /// It is not known, not kept, or cannot be loaded.
    fn open(&self, at: Moment) -> Result<(Atlas, String), Problem>;

    /// What an answer of it does not tell.
    fn caveat(&self, at: Moment) -> Option<String>;

    /// The files that it is made of, or those of now, with their fingerprint.
    ///
    /// # Errors
    /// It is not known, not kept, or cannot be read.
    fn files(&self, at: Option<Moment>) -> Result<(String, Vec<FileUsed>), Problem>;
}

/// An atlas of what had been loaded.
#[derive(Debug)]
pub(super) struct Past {
    pub atlas: Arc<Atlas>,
    pub fingerprint: String,
}

/// Those that are kept, the last asked for last.
#[derive(Debug, Default)]
pub(super) struct Pasts {
    kept: Mutex<Vec<(Moment, Arc<Past>)>>,
    /// Held by who opens one: one at a time, so that memory goes by what is kept and not by who asks.
    opening: Mutex<()>,
}

impl Pasts {
    fn kept(&self) -> MutexGuard<'_, Vec<(Moment, Arc<Past>)>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The one of a second, where it is known.
    fn get(&self, at: Moment) -> Option<Arc<Past>> {
        let mut kept = self.kept();
        let place = kept.iter().position(|(second, _)| *second == at)?;
        let found = kept.remove(place);
        let past = Arc::clone(&found.1);
        kept.push(found);
        Some(past)
    }

    /// The one of a second, opened where it is not kept.
    fn open(&self, at: Moment, states: &dyn PastStates, served: &Snapshot) -> Result<Arc<Past>, Problem> {
        let _one = loop {
            if let Some(past) = self.get(at) {
                return Ok(past);
            }
            match self.opening.try_lock() {
                Ok(one) => break one,
                Err(TryLockError::Poisoned(one)) => break one.into_inner(),
                Err(TryLockError::WouldBlock) => std::thread::sleep(LOOK),
            }
            budget::check();
        };
        let fingerprint = states.fingerprint(at)?;
        let is_it = |past: &Arc<Past>| past.fingerprint == fingerprint;
        let known = self.kept().iter().map(|(_, past)| past).find(|past| is_it(past)).cloned();
        let past = match known {
            Some(past) => past,
            None if served.fingerprint == fingerprint => {
                Arc::new(Past { atlas: Arc::clone(&served.atlas), fingerprint })
            }
            None => {
                // To its end, though who asked has gone: whoever asks next finds it.
                let opened = Budget::new(None).run(|| states.open(at));
                let (atlas, fingerprint) = opened.map_err(|_| super::turns::failed())??;
                Arc::new(Past { atlas: Arc::new(atlas), fingerprint })
            }
        };
        self.keep(at, &past, served);
        Ok(past)
    }

    fn keep(&self, at: Moment, past: &Arc<Past>, served: &Snapshot) {
        let mut kept = self.kept();
        kept.push((at, Arc::clone(past)));
        let mut atlases: Vec<*const Atlas> = vec![Arc::as_ptr(&served.atlas)];
        let mut stays = Vec::new();
        for (second, past) in kept.drain(..).rev().take(MAX_SECONDS) {
            let atlas = Arc::as_ptr(&past.atlas);
            if !atlases.contains(&atlas) && atlases.len() <= MAX_ATLASES {
                atlases.push(atlas);
            }
            if atlases.contains(&atlas) {
                stays.push((second, past));
            }
        }
        stays.reverse();
        *kept = stays;
    }
}

impl Service {
    /// The second that a question wants to be asked of; none where it is asked of what is served.
    ///
    /// # Errors
    /// No second, or one that is still to come.
    pub(super) fn known_on(&self, params: &Params) -> Result<Option<Moment>, Problem> {
        let at = params.moment_of(KNOWN_ON)?;
        // Without a directory there is nothing but what comes with the program.
        Ok(at.filter(|_| self.past_states().is_some()))
    }

    /// What had been loaded by then, where it is at hand.
    pub(super) fn past_at_hand(&self, at: Moment) -> Option<Arc<Past>> {
        self.served().pasts.get(at)
    }

    /// What had been loaded by then.
    ///
    /// # Errors
    /// It is not known, not kept, or cannot be loaded.
    pub(super) fn past(&self, at: Moment) -> Result<Arc<Past>, Problem> {
        let served = self.served();
        match self.past_states() {
            Some(states) => served.pasts.open(at, states, &served).map_err(|problem| problem.of(KNOWN_ON)),
            None => Ok(Arc::new(Past { atlas: Arc::clone(&served.atlas), fingerprint: served.fingerprint.clone() })),
        }
    }

    /// The answer, with headers that state by when what it rests on had been loaded, and what that does not tell.
    pub(super) fn stating_known(&self, at: Option<Moment>, mut response: Response) -> Response {
        let Some(at) = at else { return response };
        let headers = response.headers_mut();
        if let Ok(value) = HeaderValue::from_str(&at.to_second()) {
            headers.insert(KNOWN, value);
        }
        let caveat = self.past_states().and_then(|states| states.caveat(at));
        if let Some(value) = caveat.and_then(|caveat| notes(&[caveat])) {
            headers.append(NOTES, value);
        }
        response
    }
}
