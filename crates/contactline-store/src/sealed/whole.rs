//! A sealed file that holds everything a question needs: the manifests, the files that they list, and instead of the versions
//! what was drawn of them.

use std::path::Path;
use std::sync::Arc;

use super::container::{Container, Effort, SealError, Writer};
use super::{KEY, drawn, maker, section};
use crate::folder::Folder;
use crate::load::LoadError;
use crate::manifest::{Entry, Kind, MANIFEST, finding};
use contactline_core::atlas::{Atlas, DrawnSource};
use contactline_core::model::Finding;

/// What one folder was, in a sealed file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealedPart {
    container: Arc<Container>,
    /// The name of the sealed file.
    file: Arc<str>,
    /// Which of the folders.
    number: usize,
}

impl SealedPart {
    pub(crate) fn name_of(&self, path: &str) -> String {
        format!("{}: {path}", self.file)
    }

    pub(crate) fn bytes(&self, path: &str) -> Result<Vec<u8>, SealError> {
        let name = section_name(self.number, path);
        self.container.section(&name)
    }
}

fn section_name(number: usize, path: &str) -> String {
    format!("{number}/{path}")
}

/// The sealed file of an atlas that was opened from a data directory (none: from what the program ships with); `is_left_out`
/// tells the sources of which nothing goes into it.
///
/// # Errors
/// A file of the folders cannot be read any more.
pub fn seal_whole(
    directory: Option<&Path>,
    atlas: &Atlas,
    is_left_out: impl Fn(&str) -> bool,
) -> Result<Vec<u8>, Vec<Finding>> {
    let folder = directory.map(|path| Folder::Directory(path.to_path_buf()));
    let mut file = Writer::default();
    file.add(KEY, maker().into_bytes());
    for (number, folder) in std::iter::once(Folder::Embedded).chain(folder).enumerate() {
        let mut manifest = folder.manifest()?;
        let of_source = |kind| matches!(kind, Kind::Control | Kind::Settlements | Kind::Divide);
        let stays = |entry: &Entry| !(of_source(entry.kind) && entry.source.as_deref().is_some_and(&is_left_out));
        manifest.files.retain(stays);
        manifest.replaced.retain(|replaced| stays(&replaced.file));
        manifest.gone.retain(|gone| stays(&gone.file));
        let text = manifest.to_toml().map_err(|e| vec![finding("bad_manifest", MANIFEST, e.to_string())])?;
        file.add(section_name(number, MANIFEST), text.into_bytes());
        for entry in manifest.files.iter().filter(|entry| entry.kind != Kind::Control) {
            file.add(section_name(number, &entry.path), folder.verified(entry)?.into_owned());
        }
    }
    for timeline in atlas.timelines().iter().filter(|timeline| !is_left_out(&timeline.source.id)) {
        let (name, bytes) = section(timeline);
        file.add(name, bytes);
    }
    file.finish(Effort::Thorough).map_err(|e| vec![finding("unreadable", "the sealed file", e.to_string())])
}

/// The folders of a sealed file with their manifests, and what was drawn of their versions.
pub(crate) fn open_whole(path: &Path) -> Result<(Vec<Folder>, Vec<DrawnSource>), LoadError> {
    let name: Arc<str> = path.display().to_string().into();
    let refused = |message: String| LoadError { findings: vec![finding("sealed", &name, message)] };
    let bytes = std::fs::read(path).map_err(|e| refused(e.to_string()))?;
    let container = Arc::new(Container::open(bytes).map_err(|e| refused(e.to_string()))?);
    let made_by = container.section(KEY).map_err(|e| refused(e.to_string()))?;
    if made_by != maker().as_bytes() {
        let made_by = String::from_utf8_lossy(&made_by);
        return Err(refused(format!("sealed by {made_by}; this is {}: seal the data again", maker())));
    }
    let drawn = drawn(&container).map_err(|e| refused(e.to_string()))?;
    let is_there = |number: &usize| container.names().any(|name| name == section_name(*number, MANIFEST));
    let folder = |number| SealedPart { container: Arc::clone(&container), file: Arc::clone(&name), number };
    Ok(((0..2).filter(is_there).map(folder).map(Folder::Sealed).collect(), drawn))
}
