//! What beside a name narrows it: the raion it is in, and a postcode.

use super::PlaceError;
use super::named::Wanted;
use super::words::raion_of;
use crate::atlas::{AreaMeant, Atlas, NameKey, Named};
use crate::model::{Division, Level, Locality};

impl<'a> Wanted<'a, '_> {
    /// The raion that a part names, within the regions that are named beside it; none where several have the name.
    pub(super) fn raion(&self, atlas: &'a Atlas, part: &str) -> Option<&'a Division> {
        let key = NameKey::of(&raion_of(part)?).whole;
        let is_meant = |division: &&Division| {
            let names = [&division.name, &division.name_uk];
            let is_named = names.iter().any(|name| raion_of(name).is_some_and(|name| NameKey::of(&name).whole == key));
            let is_in = |area: &AreaMeant<'_>| match area {
                AreaMeant::Regions { members, .. } => members.contains(&division.region),
                AreaMeant::Country => true,
                AreaMeant::OtherState | AreaMeant::Elsewhere(_) => false,
            };
            division.level == Level::Raion && is_named && self.areas.iter().all(|(_, area)| is_in(area))
        };
        let mut found = atlas.divisions().list().iter().filter(is_meant);
        found.next().filter(|_| found.next().is_none())
    }

    /// Those in the raion that is named, where some are known to be in it.
    pub(super) fn by_raion(&self, atlas: &'a Atlas, found: Vec<Named<'a>>) -> Vec<Named<'a>> {
        let raions: Vec<&Division> = self.raions.iter().filter_map(|raion| self.raion(atlas, raion)).collect();
        let is_in = |named: &&Named<'a>| raions.iter().any(|raion| is_within(atlas, named.locality, raion));
        let within: Vec<Named<'a>> = found.iter().filter(is_in).copied().collect();
        if within.is_empty() { found } else { within }
    }

    /// Those that have the postcode, by name and region, where some of several do.
    pub(super) fn by_postcode(&self, atlas: &'a Atlas, found: Vec<Named<'a>>) -> Vec<Named<'a>> {
        let Some(postcode) = self.postcode.filter(|_| found.len() > 1) else { return found };
        let (_, places) = atlas.postcodes().find(postcode);
        let code = |locality: &Locality| atlas.gazetteer().code(locality).map(str::to_owned);
        let has = |named: &&Named<'a>| {
            places.iter().any(|place| match (&place.katottg, code(named.locality)) {
                (Some(of_place), Some(code)) => *of_place == code,
                _ => place.name_uk == named.locality.name_uk && place.region == named.locality.region,
            })
        };
        let fitting: Vec<Named<'a>> = found.iter().filter(has).copied().collect();
        if fitting.is_empty() { found } else { fitting }
    }

    /// Refuses a name and a postcode of different regions.
    pub(super) fn refuse_contradiction(
        &self,
        atlas: &Atlas,
        value: &str,
        locality: &Locality,
    ) -> Result<(), PlaceError> {
        let Some(postcode) = self.postcode else { return Ok(()) };
        let (_, places) = atlas.postcodes().find(postcode);
        if places.is_empty() || places.iter().any(|place| place.region == locality.region) {
            return Ok(());
        }
        let mut regions: Vec<&str> = places.iter().map(|place| place.region.as_str()).collect();
        regions.sort_unstable();
        regions.dedup();
        let (value, postcode, region) = (value.to_owned(), postcode.to_owned(), locality.region.clone());
        Err(PlaceError::Contradiction { value, region, postcode, regions: regions.join(", ") })
    }
}

/// Whether the code of a locality, where it is known, is of a raion.
pub(super) fn is_within(atlas: &Atlas, locality: &Locality, raion: &Division) -> bool {
    let prefix = raion.code.get(..raion.level.prefix_len());
    atlas.gazetteer().code(locality).zip(prefix).is_some_and(|(code, prefix)| code.starts_with(prefix))
}
