//! `disputes`: where sources differ on a day, and which says what.

use std::rc::Rc;

use crate::atlas::{Arrangement, Atlas, Timeline};
use crate::model::{Moment, Said, Source, Status};
use edge_timeline::{Area, overlay};

use super::areas::{timeline, units};
use super::error::QueryError;
use super::scene::RuleEvaluator;

/// Where sources differ.
#[derive(Clone, Debug)]
pub struct Disputes<'a> {
    /// The moment asked about.
    pub moment: Moment,
    /// The sources compared, in the order of every [`Dispute::stated`].
    pub sources: Vec<Compared<'a>>,
    /// By region: how its land is parted.
    pub regions: Vec<RegionAgreement<'a>>,
    /// The six regions together, where they are all compared.
    pub all: Option<RegionAgreement<'a>>,
    /// The pieces on which two sources or more state different things, the largest of each region first.
    pub disputes: Vec<Dispute<'a>>,
}

/// A source that takes part.
#[derive(Clone, Copy, Debug)]
pub struct Compared<'a> {
    /// The source.
    pub source: &'a Source,
    /// The version that answers; none: it does not speak at that moment.
    pub version: Option<Moment>,
    /// Its age in days.
    pub age_days: Option<i64>,
    /// Older than what the source calls current: it is silent, unless such sources are taken in.
    pub stale: bool,
    /// What the version lacks.
    pub caveat: Option<&'a Said>,
}

/// How the land of a region is parted; the four sum to it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RegionAgreement<'a> {
    /// Region id.
    pub region: &'a str,
    /// Two current sources or more speak and state the same, in square metres.
    pub agreed_m2: f64,
    /// They state different things.
    pub disputed_m2: f64,
    /// Of that: holders are named that are not the same.
    pub other_holder_m2: f64,
    /// The rest of it: one holder, or none named, and another status.
    pub other_status_m2: f64,
    /// One current source speaks.
    pub single_source_m2: f64,
    /// None speaks.
    pub unknown_m2: f64,
}

pub use crate::atlas::Stated;

/// A piece of land on which sources differ.
#[derive(Clone, Debug, PartialEq)]
pub struct Dispute<'a> {
    /// Region id.
    pub region: &'a str,
    /// What each source states of it; of one that is silent there, or stale and not taken in: unknown.
    pub stated: Vec<Stated>,
    /// Whether holders are named that are not the same; else one holder, or none named, and another status.
    pub is_other_holder: bool,
    /// Where.
    pub area: Area,
    /// Its size in square metres.
    pub area_m2: f64,
}

/// Pieces smaller than this come of rounding where two outlines all but coincide: they count, but are not listed. In square
/// metres.
pub(super) const MIN_PIECE_M2: f64 = 1.0;

/// How much work [`disputes`] is, in overlays that take as long; none of a question it refuses.
#[must_use]
pub fn disputes_cost(atlas: &Atlas, region: Option<&str>, sources: &[&str]) -> usize {
    let regions = compared_regions(atlas, region).map_or(0, |regions| regions.len());
    compared_sources(atlas, sources).map_or(0, |_| regions)
}

/// Where `sources` (none: every one) differ as of `moment`, on the land of `region` (none: every region and neighbour).
///
/// A source that is stale is silent, and marked: between two days far apart the line moves, and that is no dispute. `with_stale`
/// takes it in all the same.
///
/// # Errors
/// Unknown region or source.
///
/// # Cost
/// A look at every face of the sources, and the outlines of what is disputed; the faces are made once and kept.
///
/// # Example
/// ```
/// use contactline_core::{example, model::Date, query};
///
/// let (atlas, day) = (example::atlas(), "2025-01-01".parse::<Date>()?);
/// let disputes = query::disputes(&atlas, Some("east"), &[], day.end(), false)?;
/// let east = disputes.regions[0];
/// assert!((east.disputed_m2 - 8_217_732_076.1 / 2.0).abs() < 1.0 && (east.agreed_m2 - east.disputed_m2).abs() < 1.0);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn disputes<'a>(
    atlas: &'a Atlas,
    region: Option<&str>,
    sources: &[&str],
    moment: Moment,
    with_stale: bool,
) -> Result<Disputes<'a>, QueryError> {
    let regions = compared_regions(atlas, region)?;
    let timelines = compared_sources(atlas, sources)?;
    let compared = timelines.iter().map(|t| Compared::of(t, moment)).collect();
    let versions: Vec<(usize, Option<usize>)> =
        timelines.iter().map(|t| taken(t, moment, with_stale)).enumerate().collect();
    let is_whole = whole(atlas, &regions);
    let (mut rows, mut disputes) = (Vec::new(), Vec::new());
    let silent = Silent::of(atlas, &timelines, moment, with_stale);
    with_arrangement(atlas, &timelines, |arrangement| {
        for region in regions {
            let (row, mut of_region) = parted(atlas, arrangement, region, &versions, &silent);
            rows.push(row);
            of_region.sort_by(|a, b| b.area_m2.total_cmp(&a.area_m2));
            disputes.extend(of_region);
        }
    });
    let in_all = |id: &str| is_whole.iter().any(|region| atlas.regions()[*region].id == id);
    let all = rows.iter().filter(|row| in_all(row.region)).fold(RegionAgreement::of(ALL), RegionAgreement::plus);
    let all = (is_whole.len() > 1).then_some(all);
    Ok(Disputes { moment, sources: compared, regions: rows, all, disputes })
}

/// The id of the six regions together.
pub(super) const ALL: &str = "all";

/// Those of the regions that are the six, where all of them are there.
pub(super) fn whole(atlas: &Atlas, regions: &[usize]) -> Vec<usize> {
    let own: Vec<usize> = atlas.own_regions().collect();
    if own.iter().all(|region| regions.contains(region)) { own } else { Vec::new() }
}

/// The version by which a source takes part.
pub(super) fn taken(timeline: &Timeline, moment: Moment, with_stale: bool) -> Option<usize> {
    if with_stale { timeline.speaking(moment) } else { timeline.current(moment) }
}

/// Whether what sources state names holders that are not the same.
pub(super) fn is_other_holder(stated: &[Stated]) -> bool {
    let mut holders = stated.iter().filter(|(status, _)| status.is_of_control()).filter_map(|(_, holder)| *holder);
    let first = holders.next();
    holders.any(|holder| Some(holder) != first)
}

impl<'a> RegionAgreement<'a> {
    const fn of(region: &'a str) -> Self {
        Self {
            region,
            agreed_m2: 0.0,
            disputed_m2: 0.0,
            other_holder_m2: 0.0,
            other_status_m2: 0.0,
            single_source_m2: 0.0,
            unknown_m2: 0.0,
        }
    }

    fn plus(self, other: &Self) -> Self {
        Self {
            region: self.region,
            agreed_m2: self.agreed_m2 + other.agreed_m2,
            disputed_m2: self.disputed_m2 + other.disputed_m2,
            other_holder_m2: self.other_holder_m2 + other.other_holder_m2,
            other_status_m2: self.other_status_m2 + other.other_status_m2,
            single_source_m2: self.single_source_m2 + other.single_source_m2,
            unknown_m2: self.unknown_m2 + other.unknown_m2,
        }
    }
}

/// How the land of a region is parted, and its pieces on which sources differ.
fn parted<'a>(
    atlas: &'a Atlas,
    arrangement: &Arrangement,
    region: usize,
    versions: &[(usize, Option<usize>)],
    silent: &[Option<Silent>],
) -> (RegionAgreement<'a>, Vec<Dispute<'a>>) {
    let id = atlas.regions()[region].id.as_str();
    let mut row = RegionAgreement::of(id);
    let mut disputes = Vec::new();
    let mut drawn = arrangement.drawn_in(versions);
    drawn.push(Arrangement::drawn_of_land(region));
    for Piece { stated, ground, area_m2 } in spoken_pieces(arrangement, region, versions, silent) {
        let speaking: Vec<&Stated> = stated.iter().filter(|(status, _)| status.is_of_control()).collect();
        let same = speaking.windows(2).all(|pair| pair[0] == pair[1]);
        match speaking.len() {
            0 => row.unknown_m2 += area_m2,
            1 => row.single_source_m2 += area_m2,
            _ if same => row.agreed_m2 += area_m2,
            _ => {
                row.disputed_m2 += area_m2;
                let is_other_holder = is_other_holder(&stated);
                match is_other_holder {
                    true => row.other_holder_m2 += area_m2,
                    false => row.other_status_m2 += area_m2,
                }
                if area_m2 >= MIN_PIECE_M2 {
                    let area = match ground {
                        Ground::Faces(faces) => arrangement.outline(&faces, &drawn),
                        Ground::Cut(area) => area,
                    };
                    disputes.push(Dispute { region: id, stated, is_other_holder, area, area_m2 });
                }
            }
        }
    }
    (row, disputes)
}

/// Of a source that runs behind: what its silence means, and where near its line it means nothing.
pub(super) struct Silent {
    absent: Stated,
    zone: Rc<Area>,
}

impl Silent {
    /// Of each source, as of a moment; none of one whose silence is as good as its word.
    pub(super) fn of(atlas: &Atlas, timelines: &[&Timeline], moment: Moment, with_stale: bool) -> Vec<Option<Self>> {
        let of = |timeline: &&Timeline| {
            let number = taken(timeline, moment, with_stale)?;
            timeline.age(number, moment).runs_behind().then_some(())?;
            let (party, _) = timeline.source.absence?;
            let timeline = atlas.timelines().iter().find(|t| t.source.id == timeline.source.id)?;
            let zone = RuleEvaluator::new(atlas, Some(timeline), moment).unlisted_zone(timeline)?;
            Some(Self { absent: (Status::Held, Some(party)), zone })
        };
        timelines.iter().map(of).collect()
    }
}

/// Ground on which every source states one thing.
pub(super) struct Piece {
    pub stated: Vec<Stated>,
    ground: Ground,
    pub area_m2: f64,
}

enum Ground {
    Faces(Vec<usize>),
    Cut(Area),
}

/// The land of a region by what versions of the sources state there; `silent` has those that run behind, in their order.
pub(super) fn spoken_pieces(
    arrangement: &Arrangement,
    region: usize,
    versions: &[(usize, Option<usize>)],
    silent: &[Option<Silent>],
) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for (stated, (faces, area_m2)) in arrangement.parted(region, versions) {
        let behind = |(k, of): (usize, &Option<Silent>)| {
            of.as_ref().filter(|of| stated[k] == of.absent).map(|of| (k, of.zone.clone()))
        };
        let behind: Vec<(usize, Rc<Area>)> = silent.iter().enumerate().filter_map(behind).collect();
        if behind.is_empty() {
            pieces.push(Piece { stated, ground: Ground::Faces(faces), area_m2 });
            continue;
        }
        let mut parts = vec![(stated, arrangement.noded_outline(&faces))];
        for (k, zone) in behind {
            let part = |(stated, area): (Vec<Stated>, Area)| {
                let mut untold = stated.clone();
                untold[k] = (Status::Unknown, None);
                if zone.is_empty() {
                    return vec![(untold, area)];
                }
                vec![(untold, overlay::intersection(&area, &zone)), (stated, overlay::difference(&area, &zone))]
            };
            parts = parts.into_iter().flat_map(part).filter(|(_, area)| !area.is_empty()).collect();
        }
        pieces.extend(parts.into_iter().map(|(stated, area)| {
            let area_m2 = area.area_m2();
            Piece { stated, ground: Ground::Cut(area), area_m2 }
        }));
    }
    pieces
}

/// What `work` makes of these sources cut with each other: the numbers of sources are their places in the list.
pub(super) fn with_arrangement<T>(atlas: &Atlas, timelines: &[&Timeline], work: impl FnOnce(&Arrangement) -> T) -> T {
    let number = |t: &&Timeline| atlas.timelines().iter().position(|other| other.source.id == t.source.id);
    atlas.with_arrangement(&timelines.iter().filter_map(number).collect::<Vec<_>>(), work)
}

/// The regions a comparison is about: one, a group's, or the six and their neighbours.
pub(super) fn compared_regions(atlas: &Atlas, region: Option<&str>) -> Result<Vec<usize>, QueryError> {
    match region {
        Some(_) => Ok(units(atlas, region)?.into_iter().flat_map(|unit| unit.regions).collect()),
        None => Ok(atlas.parts_of_country().collect()),
    }
}

/// Most sources that may be named in one comparison: every further one cuts all pieces there are again.
pub const MAX_SOURCES: usize = 16;

/// The sources a comparison is about: those named, each once, or every one.
pub(super) fn compared_sources<'a>(atlas: &'a Atlas, sources: &[&str]) -> Result<Vec<&'a Timeline>, QueryError> {
    if sources.is_empty() {
        return Ok(atlas.timelines().iter().collect());
    }
    let mut named: Vec<&'a Timeline> = Vec::new();
    for id in sources {
        let timeline = timeline(atlas, id)?;
        if named.iter().all(|other| other.source.id != timeline.source.id) {
            named.push(timeline);
        }
    }
    if named.len() > MAX_SOURCES {
        return Err(QueryError::TooMany { what: "sources", count: named.len(), limit: MAX_SOURCES });
    }
    Ok(named)
}

impl<'a> Compared<'a> {
    pub(super) fn of(timeline: &'a Timeline, moment: Moment) -> Self {
        let version = timeline.as_of(moment);
        let age_days = version.map(|v| timeline.age_days(v, moment));
        Self {
            source: &timeline.source,
            version: version.map(|v| timeline.shown_stamp(v)),
            age_days,
            caveat: version.and_then(|v| timeline.lacks(v)),
            stale: age_days.is_some_and(|age| timeline.source.is_stale(age)),
        }
    }
}
