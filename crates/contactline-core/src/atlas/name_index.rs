//! The names of localities, made comparable and looked up by their keys.

use std::collections::{BTreeMap, HashMap};

use super::gazetteer::Match;
use super::name::NameKey;
use crate::model::{Certainty, Locality, NameKind, Names, Namesakes, OtherCity, OtherName, UnlistedPlace};

/// The source of names that GeoNames' contributors gave.
pub const GEONAMES: &str = "GeoNames";

/// The source of former names of cities that lie in none of the regions.
const ENCYCLOPAEDIC: &str = "encyclopaedic";

/// The source of former names that the gazetteer lists, and what is known of their end.
const CODIFIER: &str = "the codifier KATOTTG, its name in the edition of 2024-01-19 and another in that of 2026-07-07: the \
                        day of the renaming is known only between the two";

/// The names of localities, made comparable.
#[derive(Debug)]
pub(super) struct NameIndex {
    /// Of each locality of the list.
    pub(super) of: Vec<LocalityNames>,
    /// Of each city elsewhere.
    pub(super) elsewhere: Vec<LocalityNames>,
    /// By the keys of all their names: the numbers of the localities, then those of the cities elsewhere.
    pub(super) by_key: HashMap<String, [Vec<usize>; 2]>,
    /// Places that are not listed, by the keys of their names.
    pub(super) unlisted: BTreeMap<String, UnlistedPlace>,
    /// How many settlements are not listed, by the keys of their names and by region.
    pub(super) namesakes: BTreeMap<String, BTreeMap<String, u32>>,
}

/// The names of a locality, made comparable.
#[derive(Debug)]
pub(super) struct LocalityNames {
    /// In English and Ukrainian.
    main: [NameKey; 2],
    /// Others, those of known source first.
    others: Vec<(NameKey, OtherName)>,
}

impl NameIndex {
    pub(super) fn build(list: &[Locality], elsewhere: &[OtherCity], known: &Names, settlements: usize) -> Self {
        let mut others: BTreeMap<&str, Vec<&OtherName>> = BTreeMap::new();
        known.settlements.iter().for_each(|name| others.entry(&name.settlement).or_default().push(name));
        let of = |l: &Locality| LocalityNames::of(l, others.get(l.id.as_str()).map_or(&[], Vec::as_slice), CODIFIER);
        let unlisted = known.unlisted.iter();
        let unlisted =
            unlisted.flat_map(|place| place.names.iter().map(move |name| (NameKey::of(name).whole, place.clone())));
        let of: Vec<LocalityNames> = list.iter().map(of).collect();
        let elsewhere: Vec<LocalityNames> =
            elsewhere.iter().map(|city| LocalityNames::of(&city.locality, &[], ENCYCLOPAEDIC)).collect();
        let mut by_key: HashMap<String, [Vec<usize>; 2]> = HashMap::new();
        for (kind, all) in [&of, &elsewhere].into_iter().enumerate() {
            for (number, names) in all.iter().enumerate() {
                for key in names.main.iter().chain(names.others.iter().map(|(key, _)| key)) {
                    let numbers = &mut by_key.entry(key.whole.clone()).or_default()[kind];
                    if numbers.last() != Some(&number) {
                        numbers.push(number);
                    }
                }
            }
        }
        Self {
            of,
            elsewhere,
            by_key,
            unlisted: unlisted.collect(),
            namesakes: namesakes(&known.namesakes, &list[..settlements]),
        }
    }
}

/// Of the names that several settlements bear, how many of these are not in the list.
fn namesakes(known: &[Namesakes], list: &[Locality]) -> BTreeMap<String, BTreeMap<String, u32>> {
    let mut counts: BTreeMap<String, BTreeMap<String, u32>> = BTreeMap::new();
    for namesakes in known {
        let of_name = counts.entry(NameKey::of(&namesakes.name_uk).whole).or_default();
        for (region, count) in &namesakes.by_region {
            *of_name.entry(region.clone()).or_default() += count;
        }
    }
    for locality in list {
        let of_name = counts.get_mut(&NameKey::of(&locality.name_uk).whole);
        if let Some(count) = of_name.and_then(|of_name| of_name.get_mut(&locality.region)) {
            *count = count.saturating_sub(1);
        }
    }
    for of_name in counts.values_mut() {
        of_name.retain(|_, count| *count > 0);
    }
    counts.retain(|_, of_name| !of_name.is_empty());
    counts
}

impl LocalityNames {
    fn of(locality: &Locality, known: &[&OtherName], of_former: &str) -> Self {
        let of_source = known.iter().map(|name| (*name).clone());
        let of_gazetteer = |is_former: bool| {
            let names = locality.also.iter().filter(move |(kind, _)| (*kind == NameKind::Former) == is_former);
            names.map(move |(kind, name)| OtherName {
                settlement: locality.id.clone(),
                name: name.clone(),
                kind: *kind,
                until: None,
                source: if is_former { of_former } else { GEONAMES }.into(),
                certainty: if is_former { Certainty::High } else { Certainty::Low },
            })
        };
        let others =
            of_source.chain(of_gazetteer(true)).chain(of_gazetteer(false)).map(|name| (NameKey::of(&name.name), name));
        Self { main: [NameKey::of(&locality.name), NameKey::of(&locality.name_uk)], others: others.collect() }
    }

    /// How a key means it: by its own name if it can be, else by another, else by a part of one.
    pub(super) fn find(&self, key: &NameKey) -> Option<(Match, Option<&OtherName>)> {
        let own = self.main.iter().filter_map(|name| matches(name, key)).min();
        if let Some(how) = own.filter(|how| how.is_whole()) {
            return Some((how, None));
        }
        // Contributors write a name in many languages' letters: with the endings levelled as well, the Spanish `Kajovka`
        // would be `Каіївка`.
        let meets = |name: &NameKey, by: &OtherName| {
            name.whole == key.whole && (by.source != GEONAMES || name.loose == key.loose || !name.strict.contains('j'))
        };
        let whole = |(name, by): &&(NameKey, OtherName)| !key.whole.is_empty() && meets(name, by);
        // Of names that differ in spelling alone one of known source, then the one that was typed.
        let rank = |(name, by): &&(NameKey, OtherName)| (by.source == GEONAMES, name.strict != key.strict);
        match self.others.iter().filter(whole).min_by_key(rank) {
            Some((_, by)) => Some((Match::Other, Some(by))),
            None => own.map(|how| (how, None)),
        }
    }
}

fn matches(name: &NameKey, asked: &NameKey) -> Option<Match> {
    if asked.strict.is_empty() {
        return None;
    }
    if name.strict == asked.strict {
        return Some(Match::Exact);
    }
    if name.whole == asked.whole {
        return Some(Match::Spelling);
    }
    if !asked.is_telling() {
        return None;
    }
    let at = name.loose.find(&asked.loose)?;
    Some(match at {
        0 => Match::Prefix,
        _ if name.loose.match_indices(&asked.loose).any(|(at, _)| name.loose[..at].ends_with(' ')) => Match::Word,
        _ => Match::Part,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_that_lost_its_letters_is_part_of_no_name() {
        let how = |name: &str, asked: &str| matches(&NameKey::of(name), &NameKey::of(asked));
        assert_eq!(how("Zaporizhzhya", "zzzz"), None, "one z is left of it");
        assert_eq!(how("Zaporizhzhya", "zaaaaaap"), None, "three letters are left of eight");
        assert_eq!(how("Kherson", "k"), None, "one letter");
        assert_eq!(how("Zaporizhzhya", "zap"), Some(Match::Prefix));
        assert_eq!(how("Zaporizhzhya", "zzap"), Some(Match::Prefix));
        assert_eq!(how("Yi", "yi"), Some(Match::Exact));
        assert_eq!(how("Yi", "ii"), Some(Match::Spelling));
    }
}
