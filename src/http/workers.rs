//! Threads for work that takes longer than a moment, apart from those that serve.
//!
//! One whose priority was lowered for heavy work ends with it: no program may raise it again without a right.

use std::cell::Cell;
use std::collections::VecDeque;
use std::io;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::oneshot;

/// How much less of the processors heavy work gets where others want them, as `nice` counts it.
#[cfg(target_os = "linux")]
const NICENESS: i32 = 10;
/// How long a thread waits for its next work before it ends.
const IDLE: Duration = Duration::from_secs(10);

thread_local! {
    static IS_LOWERED: Cell<bool> = const { Cell::new(false) };
}

/// Lowers the priority of this thread and of those it begins; for good. Without the right to, it stays as it is.
#[cfg(target_os = "linux")]
pub fn lower_priority() {
    if !IS_LOWERED.replace(true) {
        // On Linux this is the priority of the calling thread alone.
        rustix::process::setpriority_process(None, NICENESS).ok();
    }
}

/// Lowers the priority of this thread, where the system has one for each thread.
#[cfg(not(target_os = "linux"))]
pub fn lower_priority() {
    IS_LOWERED.set(true);
}

/// Does the work with low priority on a thread of its own; nothing comes where it panics, or the system gives no more threads.
pub async fn run_with_low_priority<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    let lowered = || {
        lower_priority();
        work()
    };
    Arc::new(Workers::default()).run(lowered).ok()?.await.ok()
}

/// Something to be done.
type Job = Box<dyn FnOnce() + Send>;

/// The threads there are: as many as there is work at a time.
#[derive(Debug, Default)]
pub(super) struct Workers {
    queue: Mutex<Queue>,
    more: Condvar,
}

#[derive(Default)]
struct Queue {
    /// For threads that were idle when they came.
    jobs: VecDeque<Job>,
    /// Threads that wait, those left out that a job was put there for.
    idle: usize,
}

impl std::fmt::Debug for Queue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Queue").field("jobs", &self.jobs.len()).field("idle", &self.idle).finish()
    }
}

impl Workers {
    /// Does the work on a thread that has nothing else to do. What it makes comes when it is done, and never where it panics.
    ///
    /// # Errors
    /// The system gives no more threads.
    pub fn run<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> io::Result<oneshot::Receiver<T>> {
        let (tell, done) = oneshot::channel();
        // Nobody may wait for it any more.
        let job: Job = Box::new(move || drop(tell.send(work())));
        let mut queue = self.queue();
        if queue.idle > 0 {
            queue.idle -= 1;
            queue.jobs.push_back(job);
            self.more.notify_one();
        } else {
            drop(queue);
            let workers = self.clone();
            std::thread::Builder::new().name("question".into()).spawn(move || workers.attend(job))?;
        }
        Ok(done)
    }

    /// Does one job after another.
    fn attend(&self, first: Job) {
        let mut next = Some(first);
        while let Some(job) = next {
            job();
            next = if IS_LOWERED.get() { None } else { self.next() };
        }
    }

    /// The next job; none where none came for long.
    fn next(&self) -> Option<Job> {
        let mut queue = self.queue();
        queue.idle += 1;
        let is_none = |queue: &mut Queue| queue.jobs.is_empty();
        let waited = self.more.wait_timeout_while(queue, IDLE, is_none);
        let (mut queue, _) = waited.unwrap_or_else(PoisonError::into_inner);
        let job = queue.jobs.pop_front();
        if job.is_none() {
            queue.idle -= 1;
        }
        job
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]

    use std::thread::{ThreadId, current};

    use super::*;

    /// The thread that the next job is done on, once the one before waits.
    async fn thread_of(workers: &Arc<Workers>, work: fn()) -> ThreadId {
        let id = workers.run(move || {
            work();
            current().id()
        });
        id.unwrap().await.unwrap()
    }

    async fn until_idle(workers: &Workers, count: usize) {
        for _ in 0..1000 {
            if workers.queue().idle == count {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("{workers:?}");
    }

    /// Heavy questions took the processors from those who wait for a tile: a thread cannot get its priority back.
    #[tokio::test]
    async fn a_thread_goes_on_to_the_next_job_unless_its_priority_was_lowered() {
        let workers = Arc::new(Workers::default());
        let first = thread_of(&workers, || ()).await;
        until_idle(&workers, 1).await;
        assert_eq!(thread_of(&workers, lower_priority).await, first);
        assert_ne!(thread_of(&workers, || ()).await, first);
        until_idle(&workers, 1).await;
    }

    #[tokio::test]
    async fn jobs_at_once_have_a_thread_each_and_one_that_panics_holds_up_none() {
        let workers = Arc::new(Workers::default());
        let barrier = Arc::new(std::sync::Barrier::new(3));
        let together = [(); 3].map(|()| {
            let barrier = barrier.clone();
            workers
                .run(move || {
                    barrier.wait();
                })
                .unwrap()
        });
        for done in together {
            done.await.unwrap();
        }
        until_idle(&workers, 3).await;
        assert!(workers.run(|| std::panic::resume_unwind(Box::new(()))).unwrap().await.is_err());
        until_idle(&workers, 2).await;
        workers.run(|| ()).unwrap().await.unwrap();
    }
}
