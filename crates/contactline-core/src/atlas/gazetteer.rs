//! The localities, indexed by place, id and name.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use rstar::primitives::GeomWithData;
use rstar::{PointDistance, RTree};

use super::name::NameKey;
use crate::model::{Certainty, Dataset, Locality, NameKind, Names, Namesakes, OtherCity, OtherName, UnlistedPlace};
use edge_timeline::{BBox, Position, measure};

/// A point on the unit sphere with the number of its locality.
type Site = GeomWithData<[f64; 3], usize>;

/// The source of names that GeoNames' contributors gave.
pub const GEONAMES: &str = "GeoNames";

/// The source of former names of cities that lie in none of the regions.
const ENCYCLOPAEDIC: &str = "encyclopaedic";

/// The source of former names that the gazetteer lists, and what is known of their end.
const CODIFIER: &str = "the codifier KATOTTG, its name in the edition of 2024-01-19 and another in that of 2026-07-07: the \
                        day of the renaming is known only between the two";

/// By how much a square of a chord can mislead about which of two places is nearer: distances on the sphere and on the
/// ellipsoid differ by up to 0.6 %, their squares by twice that, either way.
const CHORD_SLACK: f64 = 1.025;

/// Localities, indexed.
#[derive(Debug)]
pub struct Gazetteer {
    /// The settlements first, the most populous foremost; then districts of cities in the same order.
    list: Vec<Locality>,
    /// How many of them are settlements.
    settlements: usize,
    /// The box around those.
    bbox: BBox,
    by_id: BTreeMap<String, usize>,
    sites: RTree<Site>,
    regions: BTreeSet<String>,
    /// Codes in the codifier KATOTTG by id, as the records have them.
    codes: BTreeMap<String, String>,
    /// Cities of the country that lie in none of the regions: found by name, and in no list.
    elsewhere: Vec<OtherCity>,
    /// What is known of their names.
    known: Names,
    /// Made when the first name is asked for.
    names: OnceLock<NameIndex>,
}

/// The names of localities, made comparable.
#[derive(Debug)]
struct NameIndex {
    /// Of each locality of the list.
    of: Vec<LocalityNames>,
    /// Of each city elsewhere.
    elsewhere: Vec<LocalityNames>,
    /// Places that are not listed, by the keys of their names.
    unlisted: BTreeMap<String, UnlistedPlace>,
    /// How many settlements are not listed, by the keys of their names and by region.
    namesakes: BTreeMap<String, BTreeMap<String, u32>>,
}

/// The names of a locality, made comparable.
#[derive(Debug)]
struct LocalityNames {
    /// In English and Ukrainian.
    main: [NameKey; 2],
    /// Others, those of known source first.
    others: Vec<(NameKey, OtherName)>,
}

/// A locality that a text may mean.
#[derive(Clone, Copy, Debug)]
pub struct Named<'a> {
    /// How it was found.
    pub how: Match,
    /// Which it is.
    pub locality: &'a Locality,
    /// The other name by which it was found.
    pub by: Option<&'a OtherName>,
}

/// How a name was found, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Match {
    /// The id.
    Id,
    /// The name, but for case, accents and signs.
    Exact,
    /// The name in another spelling, or with the Russian ending for the Ukrainian one.
    Spelling,
    /// Another name of it: an old one, or one of another language.
    Other,
    /// The name begins so.
    Prefix,
    /// One of its words begins so.
    Word,
    /// It holds that.
    Part,
}

impl Match {
    /// Whether the text is a name of it, no part of one.
    #[must_use]
    pub fn is_whole(self) -> bool {
        self <= Self::Other
    }
}

impl Gazetteer {
    /// The localities of a dataset, and those of its records that are not among them.
    pub(super) fn build(dataset: &mut Dataset) -> Self {
        let listed = std::mem::take(&mut dataset.localities).into_iter().map(|l| (l.id.clone(), l));
        let mut once: BTreeMap<String, Locality> = listed.collect();
        for settlement in dataset.records.iter().flat_map(|r| &r.settlements) {
            once.entry(settlement.id.clone()).or_insert_with(|| Locality::from(settlement));
        }
        let mut list: Vec<Locality> = once.into_values().collect();
        list.sort_by(|a, b| {
            (a.part_of.is_some(), b.population, &a.id).cmp(&(b.part_of.is_some(), a.population, &b.id))
        });
        let settlements = list.partition_point(|locality| locality.part_of.is_none());
        let by_id = list.iter().enumerate().map(|(k, l)| (l.id.clone(), k)).collect();
        let site = |(k, locality): (usize, &Locality)| Site::new(on_sphere(locality.position), k);
        let sites = RTree::bulk_load(list[..settlements].iter().enumerate().map(site).collect());
        let bbox = BBox::of_positions(list[..settlements].iter().map(|l| l.position));
        let regions = list[..settlements].iter().map(|l| l.region.clone()).collect();
        let coded = dataset.records.iter().flat_map(|record| &record.settlements);
        let codes = coded.filter_map(|settlement| Some((settlement.id.clone(), settlement.katottg.clone()?))).collect();
        let mut known = std::mem::take(&mut dataset.names);
        let elsewhere = std::mem::take(&mut known.cities);
        Self { list, settlements, bbox, by_id, sites, regions, codes, elsewhere, known, names: OnceLock::new() }
    }

    /// Makes what the first name asked for would wait for.
    pub(super) fn prepare(&self) {
        let _ = self.names();
    }

    fn names(&self) -> &NameIndex {
        self.names.get_or_init(|| NameIndex::build(&self.list, &self.elsewhere, &self.known, self.settlements))
    }

    /// The settlements, the most populous first; districts of cities are none.
    #[must_use]
    pub fn list(&self) -> &[Locality] {
        &self.list[..self.settlements]
    }

    /// The box around the settlements.
    #[must_use]
    pub const fn bbox(&self) -> BBox {
        self.bbox
    }

    /// The city that a district is a part of; none for a settlement.
    #[must_use]
    pub fn city_of(&self, locality: &Locality) -> Option<&Locality> {
        self.by_id(locality.part_of.as_deref()?)
    }

    /// The locality of an id.
    #[must_use]
    pub fn by_id(&self, id: &str) -> Option<&Locality> {
        self.by_id.get(id).map(|k| &self.list[*k])
    }

    /// The code in the codifier KATOTTG of a locality, where a record has it.
    #[must_use]
    pub fn code(&self, locality: &Locality) -> Option<&str> {
        self.codes.get(&locality.id).map(String::as_str)
    }

    /// The city of an id that lies in none of the regions.
    #[must_use]
    pub fn elsewhere(&self, id: &str) -> Option<&OtherCity> {
        self.elsewhere.iter().find(|city| city.locality.id == id)
    }

    /// The largest city of an oblast that is none of the regions.
    #[must_use]
    pub fn largest_of(&self, oblast: &str) -> Option<&OtherCity> {
        self.elsewhere.iter().filter(|city| city.oblast == oblast).max_by_key(|city| city.locality.population)
    }

    /// Whether it lists places of that region.
    #[must_use]
    pub fn lists(&self, region: &str) -> bool {
        self.regions.contains(region)
    }

    /// The settlement nearest to a place, with distance in metres and bearing in degrees, on the ellipsoid.
    #[must_use]
    pub fn nearest(&self, p: Position) -> Option<(&Locality, measure::GeodesicTo)> {
        let here = on_sphere(p);
        let mut sites = self.sites.nearest_neighbor_iter(here).peekable();
        let reach = sites.peek()?.distance_2(&here) * CHORD_SLACK;
        let near = sites.take_while(|site| site.distance_2(&here) <= reach);
        let measured = near.map(|site| (site.data, measure::distance_m(p, self.list[site.data].position)));
        let (k, _) = measured.min_by(|(_, a), (_, b)| a.total_cmp(b))?;
        Some((&self.list[k], measure::geodesic_between(p, self.list[k].position)))
    }

    /// The former names of a locality.
    #[must_use]
    pub fn former_names<'a>(&'a self, locality: &'a Locality) -> Vec<&'a str> {
        let listed = locality.also.iter().filter(|(kind, _)| *kind == NameKind::Former).map(|(_, name)| name.as_str());
        let known = self.known.settlements.iter();
        let known = known.filter(|name| name.settlement == locality.id && name.kind == NameKind::Former);
        let mut names: Vec<&str> = known.map(|name| name.name.as_str()).chain(listed).collect();
        let mut seen = BTreeSet::new();
        names.retain(|name| seen.insert(*name));
        names
    }

    /// A large place of that name that is not listed.
    #[must_use]
    pub fn unlisted(&self, text: &str) -> Option<&UnlistedPlace> {
        self.names().unlisted.get(&NameKey::of(text).whole)
    }

    /// How many settlements of that name are not listed, by region; none where none is known.
    #[must_use]
    pub fn namesakes(&self, text: &str) -> Option<&BTreeMap<String, u32>> {
        self.names().namesakes.get(&NameKey::of(text).whole)
    }

    /// Every locality that a text may mean, with how: those of that very name first, then those whose names begin with it
    /// or hold it; among equals the most populous first.
    ///
    /// # Cost
    /// One look at every name.
    #[must_use]
    pub fn find(&self, text: &str) -> Vec<Named<'_>> {
        let key = NameKey::of(text);
        let id = self.by_id.get(text.trim()).copied();
        let names = &self.names().of;
        let named = |k: usize| {
            let (how, by) = if id == Some(k) { (Match::Id, None) } else { names[k].find(&key)? };
            Some(Named { how, locality: &self.list[k], by })
        };
        let mut found: Vec<Named<'_>> = (0..self.list.len()).filter_map(named).collect();
        // The list has settlements first, the most populous foremost; the sort keeps that order among equals.
        found.sort_by_key(|named| if named.how == Match::Id { Match::Id } else { named.how.max(Match::Other) });
        found
    }

    /// Every locality of that very name, the most populous first; cities that lie in none of the regions too.
    #[must_use]
    pub fn named(&self, text: &str) -> Vec<Named<'_>> {
        let mut found = self.find(text);
        found.retain(|named| named.how.is_whole());
        let (key, listed) = (NameKey::of(text), found.len());
        for (names, city) in self.names().elsewhere.iter().zip(&self.elsewhere) {
            if let Some((how, by)) = names.find(&key).filter(|(how, _)| how.is_whole()) {
                found.push(Named { how, locality: &city.locality, by });
            }
        }
        if found.len() > listed {
            found.sort_by_key(|named| (named.locality.part_of.is_some(), Reverse(named.locality.population)));
        }
        found
    }
}

impl NameIndex {
    fn build(list: &[Locality], elsewhere: &[OtherCity], known: &Names, settlements: usize) -> Self {
        let mut others: BTreeMap<&str, Vec<&OtherName>> = BTreeMap::new();
        known.settlements.iter().for_each(|name| others.entry(&name.settlement).or_default().push(name));
        let of = |l: &Locality| LocalityNames::of(l, others.get(l.id.as_str()).map_or(&[], Vec::as_slice), CODIFIER);
        let unlisted = known.unlisted.iter();
        let unlisted =
            unlisted.flat_map(|place| place.names.iter().map(move |name| (NameKey::of(name).whole, place.clone())));
        Self {
            of: list.iter().map(of).collect(),
            elsewhere: elsewhere.iter().map(|city| LocalityNames::of(&city.locality, &[], ENCYCLOPAEDIC)).collect(),
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
    fn find(&self, key: &NameKey) -> Option<(Match, Option<&OtherName>)> {
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

fn on_sphere(p: Position) -> [f64; 3] {
    let (lon, lat) = (p.lon().to_radians(), p.lat().to_radians());
    [lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()]
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
