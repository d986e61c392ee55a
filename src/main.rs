//! The program: what was typed, run; how it went, as the exit code.

use std::process::ExitCode;

/// Gives memory back that many threads took at once: with the system's own allocator a dozen of the largest answers left the
/// service a gigabyte larger.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    contactline::cli::run(std::env::args_os())
}
