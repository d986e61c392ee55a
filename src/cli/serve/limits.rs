//! The limits of connections as flags, with what fits the machine where nothing is said.

use std::time::Duration;

use clap::Args;

use crate::http::Limits;

/// Files that the program needs for other things than connections.
const OTHER_FILES: usize = 64;
/// The most connections that are taken without being told to.
const MAX_USUAL_CONNECTIONS: usize = 4096;
/// Bytes that a connection may take at the worst, its answers and bodies aside.
const CONNECTION_BYTES: u64 = 128 << 10;
/// Of the memory, what answers may take, and as much what connections may: one part of so many.
const MEMORY_PART: u64 = 8;
/// Bytes for answers at the least: for a few of the largest.
const MIN_ANSWER_BYTES: u64 = 64 << 20;

/// How much clients may take, and how long they may wait.
#[derive(Debug, Args)]
#[command(next_help_heading = "Limits of connections")]
pub(super) struct LimitArgs {
    /// Maximum number of open connections; beyond it the longest idle ones are closed, and if none is idle the answer is 503
    /// (default: from the limit of open files and the memory, at most 4096)
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    max_connections: Option<u32>,
    /// Time limit in seconds for receiving the head of a request
    #[arg(long, value_name = "SECONDS", default_value_t = Limits::USUAL.head.as_secs(), value_parser = clap::value_parser!(u64).range(1..=3600))]
    header_seconds: u64,
    /// Seconds that a connection may stay open without a request
    #[arg(long, value_name = "SECONDS", default_value_t = Limits::USUAL.idle.as_secs(), value_parser = clap::value_parser!(u64).range(1..=3600))]
    idle_seconds: u64,
    /// Seconds that a client may pause while sending a body (then HTTP 408) or receiving an answer (then the connection is
    /// closed)
    #[arg(long, value_name = "SECONDS", default_value_t = Limits::USUAL.stall.as_secs(), value_parser = clap::value_parser!(u64).range(1..=3600))]
    stall_seconds: u64,
    /// Minimum average speed in bytes per second for sending bodies and receiving answers
    #[arg(long, value_name = "BYTES", default_value_t = Limits::USUAL.min_rate, value_parser = clap::value_parser!(u32).range(1..))]
    min_rate: u32,
    /// Maximum size in megabytes of answers waiting for their clients; beyond it requests wait, then get 503 (default: an
    /// eighth of the memory, from 64 to 192)
    #[arg(long, value_name = "MB", value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    answer_mb: Option<u32>,
    /// Maximum size in megabytes of answers kept for who asks the same again, tiles among them; 0 keeps none (default: an
    /// eighth of the memory, at most 64)
    #[arg(long, value_name = "MB", value_parser = clap::value_parser!(u32).range(..=1_000_000))]
    cache_mb: Option<u32>,
    /// Maximum number of heavy requests (longer than a quarter of a second) of one client at a time, waiting ones included;
    /// the next is answered 429. A client is an IP address; with --trust-proxy the last of X-Forwarded-For
    #[arg(long, value_name = "N", default_value_t = 16, value_parser = clap::value_parser!(u32).range(1..=1024))]
    max_heavy: u32,
}

impl LimitArgs {
    /// The limits, those left out by what the system has.
    pub(super) fn limits(&self) -> Limits {
        let usual = Limits::USUAL;
        let memory = memory_bytes();
        let connections = self.max_connections.and_then(|n| usize::try_from(n).ok());
        let answer_bytes = self.answer_mb.map(|mb| u64::from(mb) << 20);
        let usual_answer_bytes = || {
            let most = usual.max_answer_bytes as u64;
            memory.map_or(most, |bytes| bytes / MEMORY_PART).clamp(MIN_ANSWER_BYTES, most)
        };
        let kept_bytes = self.cache_mb.map(|mb| u64::from(mb) << 20);
        let usual_kept_bytes = || {
            let most = usual.max_kept_bytes as u64;
            memory.map_or(most, |bytes| bytes / MEMORY_PART).min(most)
        };
        let max_kept_bytes = usize::try_from(kept_bytes.unwrap_or_else(usual_kept_bytes));
        let max_answer_bytes = usize::try_from(answer_bytes.unwrap_or_else(usual_answer_bytes));
        Limits {
            max_connections: connections.unwrap_or_else(|| usual_connections(open_files(), memory)),
            head: Duration::from_secs(self.header_seconds),
            idle: Duration::from_secs(self.idle_seconds),
            stall: Duration::from_secs(self.stall_seconds),
            min_rate: self.min_rate,
            max_answer_bytes: max_answer_bytes.unwrap_or(usual.max_answer_bytes),
            max_kept_bytes: max_kept_bytes.unwrap_or(usual.max_kept_bytes),
            max_heavy_questions: usize::try_from(self.max_heavy).unwrap_or(usual.max_heavy_questions),
            max_body_bytes: usual.max_body_bytes,
        }
    }
}

/// As many connections as files may be open and memory allows.
fn usual_connections(files: Option<usize>, memory: Option<u64>) -> usize {
    let by_files = files.map(|files| files.saturating_sub(OTHER_FILES) / 10 * 9);
    let by_memory = memory.and_then(|bytes| usize::try_from(bytes / MEMORY_PART / CONNECTION_BYTES).ok());
    let least = by_files.into_iter().chain(by_memory).min().unwrap_or(Limits::USUAL.max_connections);
    least.clamp(1, MAX_USUAL_CONNECTIONS)
}

/// How many files this process may open, where the system tells.
fn open_files() -> Option<usize> {
    let text = std::fs::read_to_string("/proc/self/limits").ok()?;
    text.lines().find_map(|line| line.strip_prefix("Max open files"))?.split_whitespace().next()?.parse().ok()
}

/// The memory of this machine, or what its container may have of it, where the system tells.
fn memory_bytes() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/meminfo").ok()?;
    let total = text.lines().find_map(|line| line.strip_prefix("MemTotal:"));
    let of_machine = total.and_then(|rest| rest.split_whitespace().next()?.parse::<u64>().ok()).map(|kb| kb << 10);
    let allowed = ["/sys/fs/cgroup/memory.max", "/sys/fs/cgroup/memory/memory.limit_in_bytes"];
    let of_container = allowed.iter().find_map(|path| std::fs::read_to_string(path).ok()?.trim().parse::<u64>().ok());
    of_machine.into_iter().chain(of_container).min()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn connections_fit_the_machine() {
        assert_eq!(usual_connections(None, None), 1024);
        assert_eq!(usual_connections(Some(1024), None), 864);
        assert_eq!(usual_connections(Some(1 << 20), Some(64 << 30)), 4096);
        // A container of one gigabyte: 128 MB of connections.
        assert_eq!(usual_connections(Some(1 << 20), Some(1 << 30)), 1024);
        assert_eq!(usual_connections(Some(10), Some(1 << 30)), 1);
    }
}
