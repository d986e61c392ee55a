//! Settlements of a like name, where none of the very name is meant: to be shown, never to be answered for.

use super::PlaceError;
use crate::atlas::{Atlas, Match, NameKey};
use crate::model::Locality;

/// The most bytes of a text for which names like it are looked for: the longest name listed has about 50.
const MAX_LIKENED_BYTES: usize = 200;

/// How many names are shown where none fits.
const SUGGESTED: usize = 5;

/// How like two names must be (Jaro and Winkler's measure, 0 to 1) for one to be shown for the other: `Kramatorks` is
/// 0.98 like `Kramatorsk`, names of two other places seldom 0.9.
const LIKE: f64 = 0.9;

/// That no settlement has a name, with those of a like name.
pub(super) fn unknown(atlas: &Atlas, name: &str) -> PlaceError {
    PlaceError::Unknown { value: name.trim().to_owned(), near: suggested(atlas, name) }
}

/// Settlements whose names begin with a text or are spelled almost like it: to be shown, never to be answered for.
pub(super) fn suggested(atlas: &Atlas, name: &str) -> Vec<Locality> {
    if name.len() > MAX_LIKENED_BYTES {
        return Vec::new();
    }
    // A name that merely holds the letters is no suggestion.
    let begins = atlas.gazetteer().find(name).into_iter().take_while(|named| named.how <= Match::Word);
    let near: Vec<Locality> = begins.map(|named| named.locality.clone()).take(SUGGESTED).collect();
    if near.is_empty() { alike(atlas, name) } else { near }
}

/// Settlements whose names are spelled almost like it.
fn alike(atlas: &Atlas, text: &str) -> Vec<Locality> {
    let asked = NameKey::of(text).loose;
    let likeness = |l: &Locality| {
        let of = |name: &str| strsim::jaro_winkler(&NameKey::of(name).loose, &asked);
        of(&l.name).max(of(&l.name_uk))
    };
    let mut found: Vec<(f64, &Locality)> = atlas.gazetteer().list().iter().map(|l| (likeness(l), l)).collect();
    found.retain(|(likeness, _)| *likeness >= LIKE);
    found.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    found.into_iter().take(SUGGESTED).map(|(_, locality)| locality.clone()).collect()
}
