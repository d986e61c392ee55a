//! The localities, indexed by place, id and name.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use rstar::primitives::GeomWithData;
use rstar::{PointDistance, RTree};

use super::name::NameKey;
use super::name_index::NameIndex;
use crate::model::{Dataset, Locality, NameKind, Names, OtherCity, OtherName, UnlistedPlace};
use edge_timeline::{BBox, Position, measure};

/// A point on the unit sphere with the number of its locality.
type Site = GeomWithData<[f64; 3], usize>;

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
        let (key, names) = (NameKey::of(text), self.names());
        let by_id = self.by_id(text.trim()).map(|locality| Named { how: Match::Id, locality, by: None });
        let is_other = |locality: &Locality| by_id.is_none_or(|named| named.locality.id != locality.id);
        let [listed, elsewhere] = names.by_key.get(&key.whole).map_or([&[][..]; 2], |[a, b]| [a, b]);
        let of_listed = listed.iter().map(|k| (&self.list[*k], &names.of[*k]));
        let of_elsewhere = elsewhere.iter().map(|k| (&self.elsewhere[*k].locality, &names.elsewhere[*k]));
        let mut found: Vec<Named<'_>> = of_listed
            .chain(of_elsewhere)
            .filter(|(locality, _)| is_other(locality))
            .filter_map(|(locality, own)| own.find(&key).map(|(how, by)| Named { how, locality, by }))
            .filter(|named| named.how.is_whole())
            .collect();
        found.sort_by_key(|named| (named.locality.part_of.is_some(), Reverse(named.locality.population)));
        found.splice(0..0, by_id);
        found
    }
}

fn on_sphere(p: Position) -> [f64; 3] {
    let (lon, lat) = (p.lon().to_radians(), p.lat().to_radians());
    [lat.cos() * lon.cos(), lat.cos() * lon.sin(), lat.sin()]
}
