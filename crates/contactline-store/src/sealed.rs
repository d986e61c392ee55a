//! What was drawn of a data directory's versions, in one file: kept beside them so that the next start need not draw it again, or
//! sealed with all else that a question needs, to be passed on.
//!
//! What is kept in a directory is believed only where it was made by this very program from these very files: the manifests by
//! their digests, the files of versions by their length and time of change. Whatever is wrong with it, it is as if it were not there.

mod codec;
mod container;
mod shipped;
mod whole;

use std::fmt::Write as _;
use std::path::Path;

use rayon::prelude::*;

use super::files;
use super::folder::sha256_hex;
use super::manifest::{Entry, Kind};
use contactline_core::atlas::{Atlas, DrawnSource, Timeline};
use container::{Container, Effort, Writer};

pub use container::SealError;
pub(super) use shipped::{SHIPPED, basis, redraw, shipped_drawn};
pub(super) use whole::open_whole;
pub use whole::{SealedPart, seal_whole};

/// The file in a data directory.
pub(super) const KEPT: &str = "atlas.sealed";

/// Raised whenever the same data come to be drawn otherwise.
const DRAWING: u32 = 2;

/// Fewer versions are drawn as fast as they are read.
const MIN_VERSIONS: usize = 16;

/// Whether it takes long enough to draw what a directory lists.
pub(super) fn is_worth_keeping(entries: &[Entry]) -> bool {
    entries.iter().filter(|entry| entry.kind == Kind::Control).count() >= MIN_VERSIONS
}

/// The name of the section that tells what the file was made of.
const KEY: &str = "key";

/// How the names of the sections of sources begin.
const DRAWN: &str = "drawn/";

/// What a kept drawing was made of, as text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealKey(String);

impl SealKey {
    /// Of a directory whose manifest lists these files, and all manifests together have this fingerprint.
    pub(super) fn of(directory: &Path, entries: &[Entry], fingerprint: &str) -> Self {
        let mut stand = String::new();
        for entry in entries.iter().filter(|entry| entry.kind == Kind::Control) {
            let metadata = files::plain(directory, &entry.path).and_then(std::fs::metadata);
            let changed = metadata.as_ref().ok().and_then(|m| m.modified().ok());
            // Writing to a String cannot fail.
            let _ = writeln!(stand, "{} {:?} {changed:?}", entry.path, metadata.map(|m| m.len()).ok());
        }
        let maker = maker();
        Self(format!("{maker}\n{fingerprint}\n{}\n", sha256_hex(stand.as_bytes())))
    }
}

/// What was drawn of the sources of a directory, where it is kept and was made of the same.
pub(super) fn kept(directory: &Path, key: &SealKey) -> Option<Vec<DrawnSource>> {
    let container = Container::open(files::bytes(directory, KEPT).ok()?).ok()?;
    if container.section(KEY).ok()? != key.0.as_bytes() {
        return None;
    }
    drawn(&container).ok()
}

/// The program that draws, and how: what another one drew may be otherwise.
fn maker() -> String {
    format!("contactline {}, drawing {DRAWING}", env!("CARGO_PKG_VERSION"))
}

/// What was drawn of each source.
fn drawn(container: &Container) -> Result<Vec<DrawnSource>, SealError> {
    let names: Vec<&str> = container.names().filter(|name| name.starts_with(DRAWN)).collect();
    names.par_iter().map(|name| codec::decoded(name, &container.section(name)?)).collect()
}

/// Keeps what was drawn of an atlas beside the versions that it was loaded from.
///
/// # Errors
/// The system refuses: nothing is lost by it but time.
pub fn keep(directory: &Path, key: &SealKey, atlas: &Atlas) -> std::io::Result<()> {
    let mut file = Writer::default();
    file.add(KEY, key.0.clone().into_bytes());
    let sections: Vec<(String, Vec<u8>)> = atlas.timelines().par_iter().map(section).collect();
    sections.into_iter().for_each(|(name, bytes)| file.add(name, bytes));
    files::write_whole(&files::plain(directory, KEPT)?, &file.finish(Effort::Quick)?)
}

fn section(timeline: &Timeline) -> (String, Vec<u8>) {
    (format!("{DRAWN}{}", timeline.source.id), codec::encoded(&timeline.to_drawn()))
}
