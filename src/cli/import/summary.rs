//! What an import came to, in numbers.

use std::io::{self, IsTerminal};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::model::Finding;
use crate::store::Put;

/// What was done with the files.
#[derive(Default)]
pub(super) struct Tally {
    pub imported: usize,
    pub replaced: usize,
    pub unchanged: usize,
    pub refused: usize,
}

impl Tally {
    pub(super) fn add(&mut self, puts: &[Put]) {
        for put in puts {
            match put {
                Put::New => self.imported += 1,
                Put::Replaced => self.replaced += 1,
                Put::Same => self.unchanged += 1,
            }
        }
    }
}

impl std::fmt::Display for Tally {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} imported, {} replaced", self.imported, self.replaced)?;
        write!(f, ", {} already there, {} refused", self.unchanged, self.refused)
    }
}

/// `winding 536, gap 4`, most first.
pub(super) fn by_code(findings: &[Finding]) -> String {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for finding in findings {
        match counts.iter_mut().find(|(code, _)| *code == finding.code) {
            Some((_, count)) => *count += 1,
            None => counts.push((finding.code, 1)),
        }
    }
    counts.sort_by_key(|(code, count)| (std::cmp::Reverse(*count), *code));
    if counts.is_empty() {
        return "none".into();
    }
    counts.iter().map(|(code, count)| format!("{code} {count}")).collect::<Vec<_>>().join(", ")
}

/// A bar on a terminal; else nothing.
pub(super) fn progress(files: usize) -> ProgressBar {
    if !io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::with_draw_target(Some(files as u64), ProgressDrawTarget::stderr());
    let style = ProgressStyle::with_template("{bar:40} {pos} of {len}, {eta} to go");
    bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}
