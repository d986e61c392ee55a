//! The real program: what it prints, where, and how it ends.
//!
//! It answers from the built-in data and a data directory with one drawn source, [`crate::with_maps`].

mod aged;
mod cases;
mod evidence;
mod forms;
mod help;
mod known;
mod proposals;
mod refusals;
mod rows;

use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

use crate::with_maps::{MAPS, data, data_of};

fn command(data: &Path, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_contactline"));
    command.env_remove("CONTACTLINE_DATA").arg("--data").arg(data).args(words);
    command
}

fn run(data: &Path, words: &[&str]) -> Output {
    command(data, words).output().unwrap()
}

/// What a good run prints; nothing else may be said.
fn printed(data: &Path, words: &[&str]) -> String {
    let output = run(data, words);
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!((output.status.code(), told.as_str()), (Some(0), ""), "{words:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// What is told of a run that could not be done; nothing may be printed.
fn refused(data: &Path, words: &[&str]) -> String {
    let output = run(data, words);
    assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(2), &b""[..]), "{words:?}");
    let told = String::from_utf8(output.stderr).unwrap();
    told.strip_prefix("contactline: ").unwrap_or_else(|| panic!("{words:?}: {told}")).trim_end().to_owned()
}
