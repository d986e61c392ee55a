//! Postcodes, indexed when the first is asked for.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::model::{PostcodePlace, PostcodePrecision};

/// Places by their postcodes.
#[derive(Debug)]
pub struct Postcodes {
    places: Vec<PostcodePlace>,
    by_code: OnceLock<BTreeMap<String, Vec<usize>>>,
}

impl Postcodes {
    pub(super) const fn new(places: Vec<PostcodePlace>) -> Self {
        Self { places, by_code: OnceLock::new() }
    }

    /// The places that have a postcode, and how well it tells where something is. It is five digits; blanks around it do not count.
    #[must_use]
    pub fn find(&self, code: &str) -> (PostcodePrecision, Vec<&PostcodePlace>) {
        let by_code = self.by_code.get_or_init(|| {
            let mut by_code: BTreeMap<String, Vec<usize>> = BTreeMap::new();
            for (k, place) in self.places.iter().enumerate() {
                place.codes.iter().for_each(|code| by_code.entry(code.clone()).or_default().push(k));
            }
            by_code
        });
        let found = by_code.get(code.trim()).map_or(&[][..], Vec::as_slice);
        let places: Vec<&PostcodePlace> = found.iter().map(|k| &self.places[*k]).collect();
        let precision = match places.as_slice() {
            [] => PostcodePrecision::Unknown,
            [place] if place.position.is_some() => PostcodePrecision::Located,
            _ => PostcodePrecision::AreaOnly,
        };
        (precision, places)
    }
}
