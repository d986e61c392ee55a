//! The localities, indexed by place, id and name.

use std::collections::{BTreeMap, BTreeSet};

use rstar::primitives::GeomWithData;
use rstar::{PointDistance, RTree};

use super::name::NameKey;
use crate::geometry::{Position, measure};
use crate::model::{Dataset, Locality};

/// A point on the unit sphere with the number of its locality.
type Site = GeomWithData<[f64; 3], usize>;

/// By how much a square of a chord can mislead about which of two places is nearer: distances on the sphere and on the
/// ellipsoid differ by up to 0.6 %, their squares by twice that, either way.
const CHORD_SLACK: f64 = 1.025;

/// Localities, indexed.
#[derive(Debug)]
pub struct Gazetteer {
    list: Vec<Locality>,
    /// Of each its names, then what else it is called.
    names: Vec<([NameKey; 2], Vec<NameKey>)>,
    by_id: BTreeMap<String, usize>,
    sites: RTree<Site>,
    regions: BTreeSet<String>,
}

/// How a name was found, the best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Match {
    /// The id.
    Id,
    /// The name, but for case, accents and signs.
    Exact,
    /// The name in another spelling.
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

impl Gazetteer {
    /// The localities of a dataset, and those of its records that are not among them.
    pub(super) fn build(dataset: &Dataset) -> Self {
        let listed = dataset.localities.iter().map(|l| (l.id.as_str(), l.clone()));
        let mut once: BTreeMap<&str, Locality> = listed.collect();
        for settlement in dataset.records.iter().flat_map(|r| &r.settlements) {
            once.entry(settlement.id.as_str()).or_insert_with(|| Locality::from(settlement));
        }
        let mut list: Vec<Locality> = once.into_values().collect();
        list.sort_by(|a, b| (b.population, &a.id).cmp(&(a.population, &b.id)));
        let names_of = |l: &Locality| {
            let also = l.also.iter().map(|name| NameKey::of(name)).collect();
            ([NameKey::of(&l.name), NameKey::of(&l.name_uk)], also)
        };
        let names = list.iter().map(names_of).collect();
        let by_id = list.iter().enumerate().map(|(k, l)| (l.id.clone(), k)).collect();
        let site = |(k, locality): (usize, &Locality)| Site::new(on_sphere(locality.position), k);
        let sites = RTree::bulk_load(list.iter().enumerate().map(site).collect());
        let regions = list.iter().map(|l| l.region.clone()).collect();
        Self { list, names, by_id, sites, regions }
    }

    /// The localities, the most populous first.
    #[must_use]
    pub fn list(&self) -> &[Locality] {
        &self.list
    }

    /// The locality of an id.
    #[must_use]
    pub fn by_id(&self, id: &str) -> Option<&Locality> {
        self.by_id.get(id).map(|k| &self.list[*k])
    }

    /// Whether it lists places of that region.
    #[must_use]
    pub fn lists(&self, region: &str) -> bool {
        self.regions.contains(region)
    }

    /// The locality nearest to a place, with distance in metres and bearing in degrees, on the ellipsoid.
    #[must_use]
    pub fn nearest(&self, p: Position) -> Option<(&Locality, measure::GeodesicTo)> {
        let here = on_sphere(p);
        let mut sites = self.sites.nearest_neighbor_iter(here).peekable();
        let reach = sites.peek()?.distance_2(&here) * CHORD_SLACK;
        let near = sites.take_while(|site| site.distance_2(&here) <= reach);
        let measured = near.map(|site| (site.data, measure::geodesic(p, self.list[site.data].position)));
        let (k, to) = measured.min_by(|(_, a), (_, b)| a.distance_m.total_cmp(&b.distance_m))?;
        Some((&self.list[k], to))
    }

    /// Every locality that a text may mean, with how: the best first, among equals the most populous.
    ///
    /// # Cost
    /// One look at every name.
    #[must_use]
    pub fn find(&self, text: &str) -> Vec<(Match, &Locality)> {
        let key = NameKey::of(text);
        let id = self.by_id.get(text.trim()).copied();
        let how = |k: usize| match id {
            Some(id) if id == k => Some(Match::Id),
            _ => {
                let (names, also) = &self.names[k];
                let by_name = names.iter().filter_map(|name| matches(name, &key)).min();
                let other = || also.iter().any(|name| !key.strict.is_empty() && name.loose == key.loose);
                if by_name.is_none_or(|how| how > Match::Other) && other() { Some(Match::Other) } else { by_name }
            }
        };
        let mut found: Vec<(Match, &Locality)> =
            (0..self.list.len()).filter_map(|k| Some((how(k)?, &self.list[k]))).collect();
        found.sort_by_key(|(how, _)| *how);
        found
    }
}

fn matches(name: &NameKey, asked: &NameKey) -> Option<Match> {
    if asked.strict.is_empty() {
        return None;
    }
    if name.strict == asked.strict {
        return Some(Match::Exact);
    }
    if name.loose == asked.loose {
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
