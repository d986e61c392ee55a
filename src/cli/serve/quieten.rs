//! Work that others do not wait for, with less of the processors where both want them.

use crate::http::lower_priority;

/// Lowers the priority of the threads that share heavy work between them, from now on. Without it the work goes on all the same.
pub(super) fn heavy_work() {
    let pool = rayon::ThreadPoolBuilder::new().start_handler(|_| lower_priority());
    // It is there already where something was shared before.
    pool.build_global().ok();
}
