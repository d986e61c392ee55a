//! One file of a folder, read by its kind.

use super::folder::{Folder, into_text};
use super::geojson::{Checking, read_control};
use super::manifest::{Entry, Kind, finding};
use super::{divisions, gazetteer, names, places, postcodes, record, register, source};
use contactline_core::model::{
    Act, Announcement, Claim, Divide, Division, Finding, Locality, Names, PostcodePlace, Region, Settlement, Source,
    Version,
};
use edge_timeline::Area;

/// What rules are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Rules {
    Regimes,
    Proposal,
}

/// What a file holds.
pub(super) enum Piece {
    Region(Region),
    Zone(Area),
    Gazetteer(Vec<Locality>),
    Names(Names),
    Divisions(Vec<Division>),
    Postcodes(Vec<PostcodePlace>),
    Settlements(String, Vec<Settlement>),
    Divide(String, Divide),
    Announcements(Vec<Announcement>),
    Acts(Vec<Act>, Vec<Claim>),
    /// Rules as text, with the file's name: read when what they may name is known.
    Rules(Rules, String, String),
    Source(Box<Source>),
    Version(Version),
}

/// What the file of an entry holds, its SHA-256 compared.
pub(super) fn read(folder: &Folder, entry: &Entry, checking: Checking) -> Result<Piece, Vec<Finding>> {
    let file = folder.name_of(&entry.path);
    let text = folder.verified(entry).and_then(|bytes| into_text(bytes, &file))?;
    let source = || {
        let message = "the manifest gives no source for this file".into();
        entry.source.clone().ok_or_else(|| vec![finding("bad_manifest", &file, message)])
    };
    Ok(match entry.kind {
        Kind::Region => Piece::Region(places::region(&text, &file, checking)?),
        Kind::Zone => Piece::Zone(places::zone(&text, &file, checking)?),
        Kind::Gazetteer => Piece::Gazetteer(gazetteer::localities(&text, &file)?),
        Kind::Names => Piece::Names(names::names(&text, &file)?),
        Kind::Postcodes => Piece::Postcodes(postcodes::postcodes(&text, &file)?),
        Kind::Divisions => Piece::Divisions(divisions::divisions(&text, &file, checking)?),
        Kind::Settlements => Piece::Settlements(source()?, record::read_settlements(&text, &file)?),
        Kind::Divide => Piece::Divide(source()?, record::read_divide(&text, &file)?),
        Kind::Announcements => Piece::Announcements(places::announcements(&text, &file)?),
        Kind::Acts => {
            let (acts, claims) = register::register(&text, &file)?;
            Piece::Acts(acts, claims)
        }
        Kind::Regimes => Piece::Rules(Rules::Regimes, text, file),
        Kind::Proposal => Piece::Rules(Rules::Proposal, text, file),
        Kind::Source => Piece::Source(Box::new(source::source(&text, &file)?)),
        Kind::Control => {
            let reading = read_control(&text, Some(&file), checking);
            let version = reading.value.ok_or(reading.findings)?;
            let (stated_source, stated_version) = (source()?, entry.version.clone().unwrap_or_default());
            if version.source != stated_source || version.stamp.to_string() != stated_version {
                let message = format!(
                    "the file is version {} of {}; the manifest has version '{stated_version}' of '{stated_source}'",
                    version.stamp, version.source
                );
                return Err(vec![finding("bad_manifest", &file, message)]);
            }
            Piece::Version(version)
        }
    })
}
