//! The program: what was typed, run; how it went, as the exit code.

use std::process::ExitCode;

fn main() -> ExitCode {
    contactline::cli::run(std::env::args_os())
}
