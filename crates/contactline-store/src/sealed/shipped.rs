//! What was drawn of the sources that come with the program, before it was built: in the file `drawn.sealed` beside their data.

use std::path::Path;

use super::container::{Container, Effort, Writer};
use super::{DRAWN, KEY, codec, maker, section};
use crate::files;
use crate::folder::{Folder, sha256_hex};
use crate::load::load_folders;
use crate::manifest::{Entry, Kind, finding};
use contactline_core::atlas::{Atlas, DrawnSource};
use contactline_core::model::Finding;
use rayon::prelude::*;

/// The file in the folder of what ships.
pub(crate) const SHIPPED: &str = "drawn.sealed";

/// What ships drawn of the sources of these files, where it was drawn of these very files by a program that draws like this one.
pub(crate) fn shipped_drawn<'a>(entries: impl Iterator<Item = &'a Entry> + Clone + Sync) -> Vec<DrawnSource> {
    let opened = || Container::open(Folder::Embedded.bytes(SHIPPED).ok()?.into_owned()).ok();
    let Some(container) = opened() else { return Vec::new() };
    let key = container.section(KEY).unwrap_or_default();
    let is_of_these =
        |source: &str| key.split(|byte| *byte == b'\n').any(|line| line == basis(source, entries.clone()).as_bytes());
    let names: Vec<&str> = container.names().filter(|name| name.strip_prefix(DRAWN).is_some_and(is_of_these)).collect();
    let decoded = |name: &&str| codec::decoded(name, &container.section(name).ok()?).ok();
    names.par_iter().filter_map(decoded).collect()
}

/// A source and what a drawing of it rests on: who draws, what it states and declares, and the ground it is drawn on.
pub(crate) fn basis<'a>(source: &str, entries: impl Iterator<Item = &'a Entry>) -> String {
    let declaration = format!("sources/{source}.toml");
    let is_part = |entry: &&Entry| match entry.kind {
        Kind::Region | Kind::Zone => true,
        Kind::Control | Kind::Settlements | Kind::Divide => entry.source.as_deref() == Some(source),
        Kind::Source => entry.path == declaration,
        _ => false,
    };
    let mut files: Vec<String> = entries.filter(is_part).map(|e| format!("{} {}\n", e.path, e.sha256)).collect();
    files.sort_unstable();
    format!("{source} {}", sha256_hex(format!("{}\n{}", maker(), files.concat()).as_bytes()))
}

/// Draws the sources of a folder that keeps what ships drawn, and writes that anew where it is another; gives its path if so.
///
/// # Errors
/// The data cannot be loaded, or the file not be written.
pub(crate) fn redraw(directory: &Path, entries: &[Entry]) -> Result<Option<&'static str>, Vec<Finding>> {
    let refused =
        |message: String| vec![finding("unreadable", &directory.join(SHIPPED).display().to_string(), message)];
    let path = files::plain(directory, SHIPPED).map_err(|e| refused(e.to_string()))?;
    let Ok(before) = files::bytes(directory, SHIPPED) else { return Ok(None) };
    let loaded = load_folders(&[Folder::Directory(directory.into())]).map_err(|e| e.findings)?;
    let atlas = Atlas::build(loaded.dataset);
    let mut file = Writer::default();
    let key: Vec<String> = atlas.sources().map(|source| basis(&source.id, entries.iter())).collect();
    file.add(KEY, key.join("\n").into_bytes());
    atlas.timelines().iter().map(section).for_each(|(name, bytes)| file.add(name, bytes));
    let bytes = file.finish(Effort::Thorough).map_err(|e| refused(e.to_string()))?;
    if bytes == before {
        return Ok(None);
    }
    files::write_whole(&path, &bytes).map_err(|e| refused(e.to_string()))?;
    Ok(Some(SHIPPED))
}
