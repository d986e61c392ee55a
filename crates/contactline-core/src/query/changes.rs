//! `changes`: what a party gained and lost between two days, says one source.

use crate::atlas::{Arrangement, Atlas, Drawn, Shift, Timeline};
use crate::model::{Level, Moment, Party, Role, Said, Source, Status};
use edge_timeline::{Area, budget, overlay};

use super::areas::{Unit, timeline, version_of};
use super::change_steps::ChangeStep;
use super::error::QueryError;
use super::series::in_order;
use super::units::units_by;

/// What changed between two versions of a source.
#[derive(Clone, Debug)]
pub struct Changes<'a> {
    /// The source.
    pub source: &'a Source,
    /// The party whose held area is compared.
    pub party: Party,
    /// The moments asked about.
    pub asked: [Moment; 2],
    /// The version as of the first moment.
    pub from: Moment,
    /// The version as of the second.
    pub to: Moment,
    /// How old the versions were then, in days.
    pub ages_days: [i64; 2],
    /// What each version lacks: a change may be of what was published, not of the ground.
    pub caveats: [Option<&'a Said>; 2],
    /// Over everything the source draws, regions or not; none when one region was asked for.
    pub total: Option<Change>,
    /// By region: the six, then the neighbours.
    pub regions: Vec<(&'a str, Change)>,
    /// What was gained, as areas (in the region asked for).
    pub gained: Area,
    /// What was lost.
    pub lost: Area,
    /// Ground that was not compared, in square metres: one of the versions leaves it out of its coverage, and says nothing of it.
    pub not_compared_m2: f64,
}

/// Square metres gained and lost.
#[derive(Clone, Copy, Debug, PartialEq, Default)]
pub struct Change {
    /// Held at the second moment, not at the first.
    pub gained_m2: f64,
    /// Held at the first moment, not at the second.
    pub lost_m2: f64,
}

/// The parties whose ground a source tells apart: those it draws as holding, and the one that holds what it leaves out.
pub(super) fn parties(timeline: &Timeline) -> Vec<Party> {
    let drawn = timeline.classes().iter().filter(|c| c.status == Status::Held).filter_map(|c| c.holder);
    let mut parties: Vec<Party> = drawn.chain(timeline.source.absence.map(|(party, _)| party)).collect();
    parties.sort_unstable();
    parties.dedup();
    parties
}

/// What a party gained and lost from one version to another.
pub(super) struct Shifted<'a> {
    arrangement: &'a Arrangement,
    shift: Shift,
}

impl Shifted<'_> {
    /// Its square metres, on the land of a region or wherever it lies.
    fn change(&self, region: Option<usize>) -> Change {
        let area_m2 = |faces: &[usize]| self.arrangement.area_m2(faces, region);
        Change { gained_m2: area_m2(&self.shift.gained), lost_m2: area_m2(&self.shift.lost) }
    }

    /// What was gained, on the land of these regions or wherever it lies.
    pub(super) fn gained(&self, regions: Option<&[usize]>) -> Area {
        self.outline(&self.shift.gained, regions)
    }

    /// What was lost, likewise.
    pub(super) fn lost(&self, regions: Option<&[usize]>) -> Area {
        self.outline(&self.shift.lost, regions)
    }

    /// How much was not compared: one of the versions leaves it out of its coverage.
    fn not_compared_m2(&self, regions: Option<&[usize]>) -> f64 {
        match regions {
            Some(regions) => regions.iter().map(|k| self.arrangement.area_m2(&self.shift.not_compared, Some(*k))).sum(),
            None => self.arrangement.area_m2(&self.shift.not_compared, None),
        }
    }

    fn outline(&self, faces: &[usize], regions: Option<&[usize]>) -> Area {
        let is_on = |face: &usize| {
            regions.is_none_or(|regions| regions.iter().any(|region| self.arrangement.is_on(*face, *region)))
        };
        let faces: Vec<usize> = faces.iter().copied().filter(is_on).collect();
        let lands = regions.unwrap_or_default().iter().map(|region| Arrangement::drawn_of_land(*region));
        let drawn: Vec<Drawn> = self.shift.drawn.iter().copied().chain(lands).collect();
        self.arrangement.outline(&faces, &drawn)
    }
}

/// What a party gained and lost from one version to another: of the party that holds what a source leaves out, on ground that
/// neither version leaves out of its coverage.
pub(super) fn shifted<'a>(
    atlas: &'a Atlas,
    timeline: &'a Timeline,
    party: Party,
    versions: [usize; 2],
) -> Result<Shifted<'a>, QueryError> {
    let arrangement = timeline.arrangement(atlas.places());
    let is_absent = timeline.source.absence.is_some_and(|(absent, _)| absent == party);
    let shift = if is_absent {
        let parts: Vec<usize> = atlas.parts_of_country().collect();
        Some(arrangement.shifted_by_absence(0, party, versions, &parts))
    } else {
        arrangement.shifted(0, party, versions)
    };
    let Some(shift) = shift else {
        let known: Vec<String> = parties(timeline).iter().map(ToString::to_string).collect();
        let (value, source_id) = (party.to_string(), timeline.source.id.clone());
        return Err(QueryError::UnknownHolder { value, source_id, known: known.join(", ") });
    };
    Ok(Shifted { arrangement, shift })
}

/// What a party gained and lost on parts of regions: exact cuts of the areas that changed; the areas are those of the parts
/// together where not all were asked for.
fn parted<'a>(
    timeline: &'a Timeline,
    (party, shifted): (Party, &Shifted<'_>),
    asked: [Moment; 2],
    units: &[Unit<'a>],
    all: bool,
) -> Changes<'a> {
    let versions = asked.map(|moment| timeline.as_of(moment).unwrap_or_default());
    let mut regions: Vec<usize> = units.iter().flat_map(|unit| unit.regions.iter().copied()).collect();
    regions.dedup();
    // By region first: the parts of one lie in it.
    let of_region = |k: &usize| (*k, shifted.gained(Some(&[*k])), shifted.lost(Some(&[*k])));
    let of_regions: Vec<(usize, Area, Area)> = regions.iter().map(of_region).collect();
    let cut = |unit: &Unit<'a>| {
        let own = of_regions.iter().find(|(k, ..)| unit.regions.contains(k));
        let on = |area: &Area| unit.ground.map_or_else(|| area.clone(), |g| overlay::intersection(area, &g.area));
        own.map_or_else(|| (Area::empty(), Area::empty()), |(_, gained, lost)| (on(gained), on(lost)))
    };
    let cuts = budget::map(units, cut);
    let change = |(gained, lost): &(Area, Area)| Change { gained_m2: gained.area_m2(), lost_m2: lost.area_m2() };
    let together = |of: fn(&(Area, Area)) -> &Area| overlay::union(cuts.iter().map(of));
    Changes {
        source: &timeline.source,
        party,
        asked,
        from: timeline.data_stamp(versions[0]),
        to: timeline.data_stamp(versions[1]),
        ages_days: [0, 1].map(|k| timeline.age_days(versions[k], asked[k])),
        caveats: versions.map(|version| timeline.lacks(version)),
        total: all.then(|| shifted.change(None)),
        regions: units.iter().map(|unit| unit.id).zip(cuts.iter().map(change)).collect(),
        gained: if all { shifted.gained(None) } else { together(|cut| &cut.0) },
        lost: if all { shifted.lost(None) } else { together(|cut| &cut.1) },
        not_compared_m2: shifted.not_compared_m2((!all).then_some(regions.as_slice())),
    }
}

/// As [`changes`], of the party named alone; where none is named of the Russian one, and after it of each other party whose
/// ground the source tells apart.
///
/// # Errors
/// As [`changes`].
///
/// # Example
/// ```
/// use contactline_core::{example, model::{Date, Party}, query};
///
/// let (atlas, from, to) = (example::atlas(), "2025-01-01".parse::<Date>()?, "2025-01-03".parse::<Date>()?);
/// let (russian, others) = query::changes_of(&atlas, "maps", None, None, from.end(), to.end())?;
/// // What one party gains the other loses.
/// assert_eq!(others[0].party, Party::UA);
/// let (gained, lost) = (russian.gained.area_m2(), others[0].lost.area_m2());
/// assert!((gained - lost).abs() < 1.0 && gained > 4e9);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn changes_of<'a>(
    atlas: &'a Atlas,
    source: &str,
    party: Option<Party>,
    region: Option<&str>,
    from: Moment,
    to: Moment,
) -> Result<(Changes<'a>, Vec<Changes<'a>>), QueryError> {
    changes_of_by(atlas, source, party, (region, None), from, to)
}

/// As [`changes_of`], parted as [`changes_by`].
///
/// # Errors
/// As [`changes`].
pub fn changes_of_by<'a>(
    atlas: &'a Atlas,
    source: &str,
    party: Option<Party>,
    region: (Option<&str>, Option<Level>),
    from: Moment,
    to: Moment,
) -> Result<(Changes<'a>, Vec<Changes<'a>>), QueryError> {
    let mut parties = parties_told(timeline(atlas, source)?, party).into_iter();
    let mut next = || parties.next().map(|party| changes_by(atlas, source, party, region, from, to));
    let first = next().unwrap_or_else(|| changes_by(atlas, source, Party::RU, region, from, to))?;
    Ok((first, std::iter::from_fn(next).collect::<Result<_, _>>()?))
}

/// The parties of which is told: the one named alone; else the Russian one, and after it each other that the source tells apart.
pub(super) fn parties_told(timeline: &Timeline, named: Option<Party>) -> Vec<Party> {
    let first = named.unwrap_or(Party::RU);
    let others = if named.is_some() { Vec::new() } else { parties(timeline) };
    std::iter::once(first).chain(others.into_iter().filter(|other| *other != first)).collect()
}

/// What `party` gained and lost between `from` and `to`, says `source`; in `region` alone when one is named.
///
/// # Errors
/// Unknown region or source; days in the wrong order; a moment of which the source says nothing; a party of which it never does.
///
/// # Example
/// ```
/// use contactline_core::{example, model::{Date, Party}, query};
///
/// let (atlas, from, to) = (example::atlas(), "2025-01-01".parse::<Date>()?, "2025-01-03".parse::<Date>()?);
/// let changes = query::changes(&atlas, "maps", Party::RU, Some("east"), from.end(), to.end())?;
/// // From 38 to 38.5 degrees east.
/// assert!((changes.gained.area_m2() - 8_217_732_076.1 / 2.0).abs() < 1.0 && changes.lost.is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn changes<'a>(
    atlas: &'a Atlas,
    source: &str,
    party: Party,
    region: Option<&str>,
    from: Moment,
    to: Moment,
) -> Result<Changes<'a>, QueryError> {
    changes_by(atlas, source, party, (region, None), from, to)
}

/// As [`changes`], parted into the raions or hromadas of the regions, where a level is named; the region may be the code of one.
///
/// # Errors
/// As [`changes`].
pub fn changes_by<'a>(
    atlas: &'a Atlas,
    source: &str,
    party: Party,
    (region, by): (Option<&str>, Option<Level>),
    from: Moment,
    to: Moment,
) -> Result<Changes<'a>, QueryError> {
    let compared = Compared::new(atlas, source, party, (region, by), [from, to])?;
    let Compared { timeline, shifted, units, regions, .. } = &compared;
    if compared.is_parted() {
        return Ok(parted(timeline, (party, shifted), [from, to], units, regions.is_none()));
    }
    let (regions, ChangeStep { asked, versions, ages_days, caveats, total, regions: by_region, .. }) =
        (regions.as_deref(), compared.figures(atlas));
    Ok(Changes {
        source: &timeline.source,
        party,
        asked,
        from: versions[0],
        to: versions[1],
        ages_days,
        caveats,
        total,
        regions: by_region,
        gained: shifted.gained(regions),
        lost: shifted.lost(regions),
        not_compared_m2: shifted.not_compared_m2(regions),
    })
}

/// The figures alone; none where parts of regions are asked for, which are cut out of outlines.
pub(super) fn figures<'a>(
    atlas: &'a Atlas,
    source: &str,
    party: Party,
    within: (Option<&str>, Option<Level>),
    asked: [Moment; 2],
) -> Result<Option<ChangeStep<'a>>, QueryError> {
    let compared = Compared::new(atlas, source, party, within, asked)?;
    Ok((!compared.is_parted()).then(|| compared.figures(atlas)))
}

/// Two versions of a source, compared.
struct Compared<'a> {
    timeline: &'a Timeline,
    party: Party,
    asked: [Moment; 2],
    versions: [usize; 2],
    shifted: Shifted<'a>,
    units: Vec<Unit<'a>>,
    /// The regions asked for; none: all.
    regions: Option<Vec<usize>>,
}

impl<'a> Compared<'a> {
    fn new(
        atlas: &'a Atlas,
        source: &str,
        party: Party,
        (region, by): (Option<&str>, Option<Level>),
        asked: [Moment; 2],
    ) -> Result<Self, QueryError> {
        let timeline = timeline(atlas, source)?;
        in_order(asked[0], asked[1])?;
        let versions = [version_of(timeline, asked[0])?, version_of(timeline, asked[1])?];
        let shifted = shifted(atlas, timeline, party, versions)?;
        let units = units_by(atlas, region, by)?;
        let regions = region.map(|_| {
            let mut regions: Vec<usize> = units.iter().flat_map(|unit| unit.regions.iter().copied()).collect();
            regions.dedup();
            regions
        });
        Ok(Self { timeline, party, asked, versions, shifted, units, regions })
    }

    fn is_parted(&self) -> bool {
        self.units.iter().any(|unit| unit.ground.is_some())
    }

    fn figures(&self, atlas: &'a Atlas) -> ChangeStep<'a> {
        let Self { timeline, party, asked, versions, shifted, .. } = self;
        let is_asked = |k: &usize| match &self.regions {
            Some(regions) => regions.contains(k),
            None => atlas.regions()[*k].role != Role::Country,
        };
        let regions = (0..atlas.regions().len()).filter(is_asked);
        ChangeStep {
            party: *party,
            asked: *asked,
            versions: versions.map(|version| timeline.data_stamp(version)),
            ages_days: [0, 1].map(|k| timeline.age_days(versions[k], asked[k])),
            caveats: versions.map(|version| timeline.lacks(version)),
            total: self.regions.is_none().then(|| shifted.change(None)),
            regions: regions.map(|k| (atlas.regions()[k].id.as_str(), shifted.change(Some(k)))).collect(),
        }
    }
}
