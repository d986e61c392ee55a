//! Work that others do not wait for, with less of the processors where both want them.

/// How much less, as `nice` counts it.
#[cfg(target_os = "linux")]
const NICENESS: i32 = 10;

/// Lowers the priority of the threads that share heavy work between them, from now on. Without it the work goes on all the same.
pub(super) fn heavy_work() {
    let pool = rayon::ThreadPoolBuilder::new().start_handler(|_| lower());
    // It is there already where something was shared before.
    pool.build_global().ok();
}

/// Lowers the priority of this thread: on Linux that of the calling thread alone.
#[cfg(target_os = "linux")]
fn lower() {
    // Not allowed, it stays as it is.
    rustix::process::setpriority_process(None, NICENESS).ok();
}

#[cfg(not(target_os = "linux"))]
const fn lower() {}
