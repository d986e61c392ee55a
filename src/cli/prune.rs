//! `contactline prune`: what is kept of earlier states, and its removal.

use std::collections::BTreeSet;
use std::path::Path;

use super::failure::{Done, Failure};
use super::form;
use super::when::now;
use contactline_core::model::Moment;
use contactline_core::model::told::count;
use contactline_store::{Entry, Folder, Pruning, Store};

/// Words after `contactline prune`.
#[derive(Debug, clap::Args)]
pub struct PruneArgs {
    /// Remove the files that were replaced before this: what was known from then on stays
    #[arg(long, value_name = "DATE")]
    before: Option<Moment>,
    /// Remove of each file all replaced ones but the last N
    #[arg(long, value_name = "N", conflicts_with = "before")]
    keep: Option<usize>,
    /// List what would be removed
    #[arg(long)]
    dry_run: bool,
}

impl PruneArgs {
    /// Removes what is asked for; without words for that it lists what is kept.
    ///
    /// # Errors
    /// The directory cannot be read or written.
    pub fn run(&self, directory: &Path) -> Result<Done, Failure> {
        let told = |findings: Vec<_>| Failure::new(contactline_store::LoadError { findings });
        let manifest = Folder::Directory(directory.into()).manifest().map_err(told)?;
        let line = |what: &str, file: &Entry, replaced_at: Moment| {
            format!("{what} {} replaced at {}\n", file.named(), replaced_at.to_second())
        };
        let pruning = self.before.map(Pruning::Before).or_else(|| self.keep.map(Pruning::AllBut));
        let chosen = match pruning {
            Some(pruning) => pruning.of(&manifest.replaced),
            None => (0..manifest.replaced.len()).collect(),
        };
        let chosen = chosen.iter().map(|k| &manifest.replaced[*k]);
        let (Some(pruning), false) = (pruning, self.dry_run) else {
            let what = if pruning.is_some() { "would remove" } else { "kept" };
            let mut text: String = chosen.clone().map(|r| line(what, &r.file, r.replaced_at)).collect();
            let files: BTreeSet<&str> = chosen.map(|r| r.file.sha256.as_str()).collect();
            text += &format!("{} replaced files, {}", count(files.len() as u64), size(directory, files.into_iter()));
            text += match pruning {
                Some(_) => "\n",
                None => "; --before DATE or --keep N removes\n",
            };
            return form::print(&text);
        };
        let mut store = Store::open(directory, now).map_err(Failure::new)?;
        let before = bytes(directory);
        let gone = store.prune(pruning).map_err(Failure::new)?;
        let mut text: String = gone.iter().map(|g| line("removed", &g.file, g.replaced_at)).collect();
        let freed = before.saturating_sub(bytes(directory));
        text += &format!("{} replaced files removed, {} bytes\n", count(gone.len() as u64), count(freed));
        let first = gone.iter().filter_map(|gone| gone.file.imported_at).min();
        let last = gone.iter().map(|gone| gone.replaced_at).max();
        text += &match (first, last) {
            (_, None) => String::new(),
            (None, Some(last)) => {
                format!("what was known before {} is refused where it rested on them\n", last.to_second())
            }
            (Some(first), Some(last)) => format!(
                "what was known from {} until before {} is refused where it rested on them\n",
                first.to_second(),
                last.to_second()
            ),
        };
        form::print(&text)
    }
}

fn size<'a>(directory: &Path, sha256: impl Iterator<Item = &'a str>) -> String {
    let length = |sha256: &str| std::fs::metadata(directory.join("replaced").join(sha256)).map_or(0, |m| m.len());
    format!("{} bytes", count(sha256.map(length).sum()))
}

/// Bytes of all that is kept.
fn bytes(directory: &Path) -> u64 {
    let files = std::fs::read_dir(directory.join("replaced")).into_iter().flatten().filter_map(Result::ok);
    files.filter_map(|file| file.metadata().ok()).map(|metadata| metadata.len()).sum()
}
