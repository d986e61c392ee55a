//! `map`: what a picture of a day shows: the land, what one source draws, what a party claims, and the names.

use crate::atlas::{Age, Atlas};
use crate::model::{Interval, Language, Locality, Moment, Party, Region, Role, Said, Source};

use super::areas::timeline;
use super::error::QueryError;
use super::items::{Collection, collection};
use super::ledger::claims;

/// What a picture shows.
#[derive(Clone, Debug)]
pub struct Map<'a> {
    /// The source.
    pub source: &'a Source,
    /// The moment asked about.
    pub moment: Moment,
    /// The version drawn; none where none speaks of that moment: before its first, or too long after its last.
    pub version: Option<Moment>,
    /// How old it is.
    pub age: Option<Age>,
    /// What of the regions and their neighbours its coverage leaves out: names in English and Ukrainian.
    pub left_out: Vec<[&'a str; 2]>,
    /// What the version lacks.
    pub caveat: Option<&'a Said>,
    /// What is drawn, from the bottom up: the regions, what the source draws, its line of contact where it has one.
    pub collections: Vec<Collection<'a>>,
    /// Whose claims are outlined, and the ids of the regions claimed.
    pub claimed: Option<(Party, Vec<&'a str>)>,
    /// The regions and their neighbours, to be named.
    pub named: Vec<&'a Region>,
    /// The localities, the most populous first.
    pub localities: Vec<&'a Locality>,
}

/// What a picture of what `source` draws as of `moment` shows, with the claims of `claimant` where one is given.
///
/// # Errors
/// Unknown source.
///
/// # Example
/// ```
/// use contactline_core::{example, model::{Date, Party}, query};
///
/// let (atlas, day) = (example::atlas(), "2025-01-01".parse::<Date>()?);
/// let map = query::map(&atlas, "maps", day.end(), Some(Party::RU))?;
/// let drawn: Vec<&str> = map.collections.iter().map(|collection| collection.id.as_str()).collect();
/// assert_eq!(drawn, ["regions", "control-maps", "line-maps"]);
/// assert_eq!(map.claimed, Some((Party::RU, vec!["east"])));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn map<'a>(atlas: &'a Atlas, source: &str, moment: Moment, claimant: Option<Party>) -> Result<Map<'a>, QueryError> {
    let timeline = timeline(atlas, source)?;
    let version = timeline.as_of(moment).filter(|version| timeline.validity(*version).holds(moment));
    let drawn = ["regions".to_owned(), format!("control-{source}"), format!("line-{source}")];
    let of = |party: Party| {
        let regions = atlas.own_regions().map(|k| atlas.regions()[k].id.as_str());
        (party, regions.filter(|id| claims(atlas, party, id, moment)).collect())
    };
    let mut localities: Vec<&Locality> = atlas.gazetteer().list().iter().collect();
    localities.sort_by_key(|locality| std::cmp::Reverse(locality.population));
    let drawn_regions = atlas.regions().iter().filter(|region| region.role != Role::Country);
    let uncovered = drawn_regions.filter(|region| !timeline.covers(&region.id, atlas.places()));
    let left_out = uncovered.map(|region| [region.name.as_str(), region.name_uk.as_str()]);
    let day = version.map_or(moment, |version| timeline.stamps()[version]).date();
    let exceptions =
        timeline.source.coverage.exceptions_on(day).map(|e| Language::ALL.map(|language| e.name_in(language)));
    Ok(Map {
        left_out: left_out.chain(exceptions).collect(),
        source: &timeline.source,
        moment,
        version: version.map(|version| timeline.shown_stamp(version)),
        age: version.map(|version| timeline.age(version, moment)),
        caveat: version.and_then(|version| timeline.lacks(version)),
        collections: drawn.iter().filter_map(|id| collection(atlas, id)).collect(),
        claimed: claimant.map(of),
        named: atlas.regions().iter().filter(|region| region.role != Role::Country).collect(),
        localities,
    })
}

impl Map<'_> {
    /// Which items of what is drawn stand.
    #[must_use]
    pub const fn when(&self) -> Interval {
        Interval::of_moment(self.moment)
    }
}
