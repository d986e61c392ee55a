//! The threads that questions are worked on by, and how Ctrl-C stops them.
//!
//! A process that was forked has none of its parent's threads: it gets its own at its first question.

use std::sync::mpsc::{RecvTimeoutError, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use edge_timeline::budget::Budget;
use pyo3::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};

use crate::error;

/// Between two looks whether somebody wants it to stop.
const LOOK: Duration = Duration::from_millis(50);

static POOL: Mutex<Option<(u32, Arc<ThreadPool>)>> = Mutex::new(None);

/// This process's threads.
fn pool() -> PyResult<Arc<ThreadPool>> {
    let mut kept = POOL.lock().unwrap_or_else(PoisonError::into_inner);
    let process = std::process::id();
    if let Some((_, pool)) = kept.as_ref().filter(|(of, _)| *of == process) {
        return Ok(Arc::clone(pool));
    }
    let pool = Arc::new(ThreadPoolBuilder::new().build().map_err(error::internal)?);
    let of_parent = kept.replace((process, Arc::clone(&pool)));
    // Its threads are not here to be waited for.
    std::mem::forget(of_parent);
    Ok(pool)
}

/// Does the work on this process's threads.
///
/// # Errors
/// The system gives no threads.
pub fn run<T: Send>(work: impl FnOnce() -> T + Send) -> PyResult<T> {
    Ok(pool()?.install(work))
}

/// Does work that may take long, and stops it where a signal says so. Other threads of Python go on meanwhile.
///
/// # Errors
/// A signal whose handler raises, as Ctrl-C; a budget that is used up.
pub fn stoppable<T: Send>(py: Python<'_>, work: impl FnOnce() -> T + Send) -> PyResult<T> {
    let budget = Budget::new(None);
    let pool = pool()?;
    let stopped = py.detach(|| {
        std::thread::scope(|scope| {
            let (done, wait) = channel();
            let budget = &budget;
            scope.spawn(move || {
                // Whoever waits is there until this is told.
                drop(done.send(pool.install(|| budget.run(work))));
            });
            let mut interrupted = None;
            loop {
                match wait.recv_timeout(LOOK) {
                    Ok(done) => return interrupted.map_or(Ok(done), Err),
                    Err(RecvTimeoutError::Timeout) if interrupted.is_none() => {
                        interrupted = Python::attach(|py| py.check_signals()).err();
                        if interrupted.is_some() {
                            budget.cancel();
                        }
                    }
                    Err(RecvTimeoutError::Timeout) => {}
                    Err(RecvTimeoutError::Disconnected) => return Err(error::internal("the question came to no end")),
                }
            }
        })
    })?;
    stopped.map_err(|why| error::stopped(py, &why))
}
