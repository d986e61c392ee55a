//! What had been loaded by a second: the manifest of then, and the atlas of it.

use std::collections::BTreeSet;
use std::path::Path;

use super::folder::Folder;
use super::history::NotKept;
use super::listed::folders;
use super::load::{LoadError, Loaded, Opened, fingerprint, ids, latest, load_manifests, manifests, open};
use super::manifest::{Entry, Manifest, finding};
use super::sealed::{SealKey, basis, is_worth_keeping, kept, open_whole, shipped_drawn};
use contactline_core::atlas::{Atlas, DrawnSource};
use contactline_core::model::{Date, Moment};

/// Why what had been loaded by a second cannot be had.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum KnownError {
    /// It is not known, or not kept.
    #[error(transparent)]
    NotKept(#[from] NotKept),
    /// It is kept, and cannot be loaded.
    #[error(transparent)]
    Load(#[from] LoadError),
}

/// As [`open`](super::open), as far as it had been loaded by a second. What comes with the program is that of this program,
/// whatever the second ([`built_in_until`]).
///
/// # Errors
/// As [`open`](super::open); or what had been loaded by then is not known, or not kept.
///
/// # Cost
/// Where it is not what is loaded now: as without a kept drawing for the sources that were otherwise then.
pub fn open_known(directory: Option<&Path>, at: Moment) -> Result<Opened, KnownError> {
    let Some(directory) = directory.filter(|path| !path.is_file()) else {
        fingerprint_known(directory, at)?;
        return Ok(open(directory)?);
    };
    let folders = folders(Some(directory));
    let now = manifests(&folders)?;
    let past = [Folder::Embedded, Folder::Past(directory.into())];
    let then = known(&now, &past, at)?;
    let wanted = fingerprint(&then);
    if fingerprint(&now) == wanted {
        let opened = open(Some(directory))?;
        // Else something came meanwhile.
        if opened.fingerprint == wanted {
            return Ok(opened);
        }
    }
    let drawn = drawn_before(directory, &now, &then);
    let Loaded { dataset, fingerprint, is_store, .. } = load_manifests(&then, &drawn)?;
    let refused = |e: String| LoadError { findings: vec![finding("sealed", &directory.display().to_string(), e)] };
    let atlas = Atlas::build_drawn(dataset, &drawn).map_err(|e| refused(e.to_string()))?;
    Ok(Opened { atlas, fingerprint, is_store, drawn_before: ids(drawn), to_keep: None })
}

/// The fingerprint of what [`open_known`] would open, from the manifests alone.
///
/// # Errors
/// What had been loaded by then is not known, or not kept; or a manifest cannot be read.
pub fn fingerprint_known(directory: Option<&Path>, at: Moment) -> Result<String, KnownError> {
    with_known(directory, at, fingerprint)
}

/// The files that [`open_known`] would read; of two of a path the one that is read.
///
/// # Errors
/// As [`fingerprint_known`].
pub fn listed_known(directory: Option<&Path>, at: Moment) -> Result<Vec<Entry>, KnownError> {
    with_known(directory, at, |then| latest(then).into_iter().map(|(_, entry)| entry.clone()).collect())
}

/// The last second by which the data had a fingerprint, no later than `until`; none where they had not, or it is not kept. The
/// last `most` states are looked through.
///
/// # Errors
/// A manifest cannot be read.
pub fn known_as(directory: &Path, wanted: &str, until: Moment, most: usize) -> Result<Option<Moment>, LoadError> {
    let folders = folders(Some(directory));
    let now = manifests(&folders)?;
    let changes = now.last().map(|(_, manifest)| manifest.changed_at()).unwrap_or_default();
    let earlier = changes.iter().rev().filter(|at| **at <= until).map(|at| Moment::from_seconds(at.seconds() - 1));
    let is_it = |at: &Moment| known(&now, &folders, *at).is_ok_and(|then| fingerprint(&then) == wanted);
    Ok(std::iter::once(until).chain(earlier).take(most).find(is_it))
}

/// The newest day that a file was taken on that comes with the program: of an earlier day it cannot be said what came with the
/// program then.
#[must_use]
pub fn built_in_until() -> Option<Date> {
    let manifest = Folder::Embedded.manifest().ok()?;
    manifest.files.iter().filter_map(|file| file.date.as_deref()?.parse().ok()).max()
}

fn with_known<T>(
    directory: Option<&Path>,
    at: Moment,
    then: impl FnOnce(&[(&Folder, Manifest)]) -> T,
) -> Result<T, KnownError> {
    let folders = match directory.filter(|path| path.is_file()) {
        Some(file) => open_whole(file)?.0,
        None => folders(directory),
    };
    Ok(then(&known(&manifests(&folders)?, &folders, at)?))
}

/// The manifests as they were by the end of a second, of folders that stand for those of `now`: the first is that of the program.
fn known<'a>(
    now: &[(&Folder, Manifest)],
    folders: &'a [Folder],
    at: Moment,
) -> Result<Vec<(&'a Folder, Manifest)>, NotKept> {
    let of = |(k, (folder, (_, manifest))): (usize, (&'a Folder, &(&Folder, Manifest)))| {
        if k == 0 {
            return Ok((folder, manifest.clone()));
        }
        let then = manifest.known_on(at)?;
        if matches!(folder, Folder::Sealed(_)) {
            // In the order that they are listed in, which goes into the fingerprint.
            let is_all =
                then.files.len() == manifest.files.len() && manifest.files.iter().all(|f| then.files.contains(f));
            return if is_all { Ok((folder, manifest.clone())) } else { Err(NotKept::Sealed { at }) };
        }
        Ok((folder, then))
    };
    folders.iter().zip(now).enumerate().map(of).collect()
}

/// What is drawn already of sources that were then as they are now, or as they ship.
fn drawn_before(directory: &Path, now: &[(&Folder, Manifest)], then: &[(&Folder, Manifest)]) -> Vec<DrawnSource> {
    let entries = |manifests: &[(&Folder, Manifest)]| -> Vec<Entry> {
        latest(manifests).into_iter().map(|(_, entry)| entry.clone()).collect()
    };
    let (now_listed, then_listed) = (entries(now), entries(then));
    let mut drawn = shipped_drawn(then_listed.iter());
    let known: BTreeSet<String> = drawn.iter().map(|drawn| drawn.source.clone()).collect();
    let own = now.get(1).map(|(_, manifest)| &manifest.files).filter(|files| is_worth_keeping(files));
    let kept = own.and_then(|files| kept(directory, &SealKey::of(directory, files, &fingerprint(now))));
    let is_the_same = |source: &str| basis(source, now_listed.iter()) == basis(source, then_listed.iter());
    let others = kept.into_iter().flatten();
    drawn.extend(others.filter(|drawn| !known.contains(&drawn.source) && is_the_same(&drawn.source)));
    drawn
}
