//! Bringing a manifest up to date after its files were edited by hand.

use std::path::Path;

use rayon::prelude::*;

use super::folder::{Folder, sha256_hex};
use super::geojson::Checking;
use super::manifest::{Entry, Kind, MANIFEST};
use super::piece;
use super::save::{Clock, Store, StoreError};
use super::sealed::redraw;
use super::write::write_manifest;
use contactline_core::model::Finding;
use edge_timeline::validity::CHECKER;

/// Checks every file that the manifest lists and writes down their SHA-256 and that they are valid; says which entries
/// changed; what ships drawn is drawn anew where it is not of these files. What stood there before an edit is not kept: where it is
/// recorded what was imported when, that is recorded anew from now on. With anything wrong it writes nothing and gives every finding.
///
/// # Errors
/// Another writer holds the directory, or the system refuses.
pub fn seal(directory: &Path, clock: Clock) -> Result<Result<Vec<String>, Vec<Finding>>, StoreError> {
    let store = Store::open_unsealed(directory, clock)?;
    let folder = Folder::Directory(directory.into());
    let mut manifest = folder.unsealed_manifest().map_err(StoreError::Manifest)?;
    let sealed: Vec<Result<Entry, Vec<Finding>>> =
        manifest.files.par_iter().map(|entry| sealed(&folder, entry)).collect();
    let records = manifest.records_imports();
    let (mut changed, mut findings, mut is_edited) = (Vec::new(), Vec::new(), false);
    for (entry, sealed) in manifest.files.iter_mut().zip(sealed) {
        match sealed {
            Ok(sealed) if sealed != *entry => {
                changed.push(sealed.path.clone());
                let is_other = sealed.sha256 != entry.sha256;
                is_edited |= is_other;
                let imported_at = if is_other && records { Some(store.now()) } else { entry.imported_at };
                *entry = Entry { imported_at, ..sealed };
            }
            Ok(_) => {}
            Err(found) => findings.extend(found),
        }
    }
    if !findings.is_empty() {
        return Ok(Err(findings));
    }
    if folder.manifest().is_err() || !folder.is_sealed() {
        changed.push(MANIFEST.into());
        is_edited = true;
    }
    if records && is_edited {
        manifest.recorded_since = Some(store.now());
    }
    if !changed.is_empty() {
        write_manifest(directory, &manifest)?;
    }
    match redraw(directory, &manifest.files) {
        Ok(redrawn) => changed.extend(redrawn.map(Into::into)),
        Err(findings) => return Ok(Err(findings)),
    }
    Ok(Ok(changed))
}

fn sealed(folder: &Folder, entry: &Entry) -> Result<Entry, Vec<Finding>> {
    let sha256 = sha256_hex(&folder.bytes(&entry.path)?);
    let has_rings = matches!(entry.kind, Kind::Region | Kind::Zone | Kind::Control);
    let entry = Entry { sha256, checker: has_rings.then_some(CHECKER), ..entry.clone() };
    piece::read(folder, &entry, Checking::Full).map(|_| entry)
}
