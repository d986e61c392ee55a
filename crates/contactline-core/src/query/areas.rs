//! `areas`: how much of each region has which status, says each source.

use crate::atlas::{Age, AreaMeant, Atlas, DivisionGround, Table, Timeline};
use crate::model::{Level, Moment, Party, Role, Said, Status};
use edge_timeline::budget::{self, check};
use edge_timeline::{Area, Shape};

use super::error::QueryError;
use super::scene::RuleEvaluator;
use super::series::When;
use super::units::{units_by, units_count};

/// One row: this much of this region has this status on this day, says this source.
#[derive(Clone, Debug, PartialEq)]
pub struct AreaRow {
    /// The moment asked about.
    pub moment: Moment,
    /// Region or group id; of a raion or hromada its code.
    pub region: String,
    /// Source id.
    pub source: String,
    /// The version that answers.
    pub version: Option<Moment>,
    /// How old that version was at the moment; none where there is none.
    pub age: Option<Age>,
    /// Status.
    pub status: Status,
    /// Holder.
    pub holder: Option<Party>,
    /// Land area in square metres.
    pub area_m2: f64,
    /// Its part of the region's land, 0 to 1.
    pub share: f64,
    /// The part of the region's land of which the source does not say: every other share is of a whole that holds it.
    pub unknown_share: f64,
    /// What weakens all that this version states: the layers it lacks.
    pub caveat: Option<Said>,
}

/// Rows for `region` (a region or group id; none: the six regions and `all`), `source` (none: every one) and `when`.
///
/// The rows of one region, source and day sum to the region's land.
///
/// # Errors
/// Unknown region or source; a bad series.
///
/// # Example
/// ```
/// use contactline_core::{example, model::{Date, Party}, query::{self, When}};
///
/// let (atlas, day) = (example::atlas(), "2025-01-01".parse::<Date>()?);
/// let rows = query::areas(&atlas, Some("east"), Some("maps"), When::At(day.end()))?;
/// let held = rows.iter().find(|row| row.holder == Some(Party::RU)).ok_or("no row")?;
/// // Half a square of a degree there; the whole is 8,217.7 km2 by the closed formula on the ellipsoid.
/// assert!((held.area_m2 - 8_217_732_076.1 / 2.0).abs() < 1.0 && (held.share - 0.5).abs() < 1e-9);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn areas(
    atlas: &Atlas,
    region: Option<&str>,
    source: Option<&str>,
    when: When,
) -> Result<Vec<AreaRow>, QueryError> {
    areas_by(atlas, region, None, source, when)
}

/// As [`areas`], parted into the raions or hromadas of the regions, where `by` names a level; `region` may be the code of one.
///
/// # Errors
/// As [`areas`].
///
/// # Cost
/// A cut of each source's outlines for each division.
pub fn areas_by(
    atlas: &Atlas,
    region: Option<&str>,
    by: Option<Level>,
    source: Option<&str>,
    when: When,
) -> Result<Vec<AreaRow>, QueryError> {
    let units = units_by(atlas, region, by)?;
    let timelines = timelines(atlas, source)?;
    let moments = when.moments()?;
    let tables = Tables::of(atlas, &units, &timelines, &moments);
    let mut rows = Vec::new();
    for moment in moments {
        let scenes = scenes(atlas, &timelines, moment);
        for (u, unit) in units.iter().enumerate() {
            for (t, (timeline, scene)) in timelines.iter().zip(&scenes).enumerate() {
                check();
                let land_m2 = unit.land_m2(atlas);
                let holding = unit.holding(atlas, timeline, tables.get(u, t), moment, scene);
                let unknown = holding.parts.iter().filter(|(status, ..)| *status == Status::Unknown);
                let unknown_share = unknown.map(|(.., m2)| m2).sum::<f64>() / land_m2;
                rows.extend(holding.parts.into_iter().map(|(status, holder, area_m2)| AreaRow {
                    moment,
                    region: unit.id.to_owned(),
                    source: timeline.source.id.clone(),
                    version: holding.version,
                    age: holding.age,
                    status,
                    holder,
                    area_m2,
                    share: area_m2 / land_m2,
                    unknown_share,
                    caveat: holding.caveat.clone(),
                }));
            }
        }
    }
    Ok(rows)
}

/// How much work [`areas_by`] is, in overlays that take as long at most: one for each region or division and moment of which a
/// source does not speak of all; none of a question it refuses.
#[must_use]
pub fn areas_cost(atlas: &Atlas, region: Option<&str>, by: Option<Level>, source: Option<&str>, when: When) -> usize {
    let (Ok(timelines), Ok(moments)) = (timelines(atlas, source), when.moments()) else { return 0 };
    let is_cut = |timeline: &Timeline, moment: Moment| {
        timeline.speaking(moment).is_some_and(|version| !timeline.age(version, moment).speaks_of_all())
    };
    let cut: usize = timelines.iter().map(|t| moments.iter().filter(|moment| is_cut(t, **moment)).count()).sum();
    units_count(atlas, region, by) * cut
}

/// A region, or a group of them.
pub(super) struct Unit<'a> {
    pub id: &'a str,
    pub regions: Vec<usize>,
    /// Of one region this part alone.
    pub ground: Option<&'a DivisionGround>,
}

/// What sources state of the parts of regions: by unit and source, where the unit is a part.
pub(super) struct Tables {
    of: Vec<Option<Table>>,
    timelines: usize,
}

impl Tables {
    /// What these sources state of these units as of these moments.
    pub(super) fn of(atlas: &Atlas, units: &[Unit<'_>], timelines: &[&Timeline], moments: &[Moment]) -> Self {
        let asked = |timeline: &Timeline| moments.iter().filter_map(|moment| timeline.as_of(*moment)).collect();
        let pairs: Vec<(&Unit<'_>, &Timeline)> =
            units.iter().flat_map(|unit| timelines.iter().map(move |timeline| (unit, *timeline))).collect();
        let table = |(unit, timeline): &(&Unit<'_>, &Timeline)| {
            let (ground, region) = (unit.ground?, &atlas.regions()[*unit.regions.first()?].id);
            let covered = timeline.covers(region, atlas.places());
            Some(timeline.table_of(&ground.area, ground.cutter(), covered, &asked(timeline)))
        };
        Self { of: budget::map(&pairs, table), timelines: timelines.len() }
    }

    pub(super) fn get(&self, unit: usize, timeline: usize) -> Option<&Table> {
        self.of.get(unit * self.timelines + timeline)?.as_ref()
    }
}

/// How a unit's land is parted on a day, says one source.
pub(super) struct Holding {
    pub version: Option<Moment>,
    pub age: Option<Age>,
    /// What the version lacks.
    pub caveat: Option<Said>,
    /// Square metres by status and holder, in that order; they sum to the land.
    pub parts: Vec<(Status, Option<Party>, f64)>,
}

impl Unit<'_> {
    pub(super) fn land_m2(&self, atlas: &Atlas) -> f64 {
        if let Some(ground) = self.ground {
            return ground.area_m2();
        }
        self.regions.iter().map(|k| atlas.places().land_m2(*k)).sum()
    }

    pub(super) fn holding<'a>(
        &self,
        atlas: &'a Atlas,
        timeline: &'a Timeline,
        table: Option<&Table>,
        moment: Moment,
        scene: &RuleEvaluator<'a>,
    ) -> Holding {
        if let (Some(table), Some(ground), [region]) = (table, self.ground, self.regions.as_slice()) {
            let part = Part { land_m2: ground.area_m2(), land: &ground.area, region: &atlas.regions()[*region].id };
            return holding_of(timeline, &part, || table, moment, scene);
        }
        let mut holding = Holding { version: None, age: None, caveat: None, parts: Vec::new() };
        for region in &self.regions {
            let of_region = region_holding(atlas, timeline, *region, moment, scene);
            (holding.version, holding.age, holding.caveat) = (of_region.version, of_region.age, of_region.caveat);
            for (status, holder, area_m2) in of_region.parts {
                add(&mut holding.parts, status, holder, area_m2);
            }
        }
        holding
    }
}

/// What each source may say at a moment.
pub(super) fn scenes<'a>(atlas: &'a Atlas, timelines: &[&'a Timeline], moment: Moment) -> Vec<RuleEvaluator<'a>> {
    timelines.iter().map(|timeline| RuleEvaluator::new(atlas, Some(timeline), moment)).collect()
}

/// How one region's land is parted; `scene` is that of the source and moment.
pub(super) fn region_holding<'a>(
    atlas: &'a Atlas,
    timeline: &'a Timeline,
    region: usize,
    moment: Moment,
    scene: &RuleEvaluator<'a>,
) -> Holding {
    let table = || timeline.table(region, atlas.places());
    let at = &atlas.regions()[region];
    let whole = Part { land_m2: atlas.places().land_m2(region), land: &at.land, region: &at.id };
    holding_of(timeline, &whole, table, moment, scene)
}

/// Land of a region: all of it or a part.
struct Part<'p> {
    land_m2: f64,
    land: &'p Area,
    region: &'p str,
}

/// How land is parted; `table` is what a source states of it, and `scene` what it may say of it.
fn holding_of<'a, 't>(
    timeline: &'a Timeline,
    part: &Part<'_>,
    table: impl FnOnce() -> &'t Table,
    moment: Moment,
    scene: &RuleEvaluator<'a>,
) -> Holding {
    let version = timeline.as_of(moment);
    let shown = version.map(|v| timeline.shown_stamp(v));
    let mut parts = Vec::new();
    let age = version.map(|v| timeline.age(v, moment));
    match version.filter(|_| age.is_some_and(|age| !age.expired)) {
        None => add(&mut parts, Status::Unknown, None, part.land_m2),
        Some(_) if age.is_some_and(|age| !age.speaks_of_all()) => {
            for share in scene.shares(timeline, &Shape::Area(part.land.clone()), Some(part.region)) {
                add(&mut parts, share.status, share.holder, share.shape.size());
            }
            parts.retain(|(status, _, m2)| *status == Status::Held || *m2 > 0.0);
        }
        Some(v) => {
            let table = table();
            table.classes.iter().for_each(|(status, holder, m2)| add(&mut parts, *status, *holder, m2[v]));
            if let Some((party, _)) = timeline.source.absence {
                add(&mut parts, Status::Held, Some(party), table.absent_m2[v]);
            }
            if table.unknown_m2[v] > 0.0 {
                add(&mut parts, Status::Unknown, None, table.unknown_m2[v]);
            }
        }
    }
    let caveat = version.and_then(|v| timeline.lacks(v)).cloned();
    Holding { version: shown, age, caveat, parts }
}

/// Adds to the part with that status and holder, in order.
pub(super) fn add(parts: &mut Vec<(Status, Option<Party>, f64)>, status: Status, holder: Option<Party>, size: f64) {
    match parts.binary_search_by(|(s, h, _)| (s, h).cmp(&(&status, &holder))) {
        Ok(k) => parts[k].2 += size,
        Err(k) => parts.insert(k, (status, holder, size)),
    }
}

/// The regions a question is about: one, a group's, or the six and `all`; by id, or by a name in any of three languages.
pub(super) fn units<'a>(atlas: &'a Atlas, region: Option<&str>) -> Result<Vec<Unit<'a>>, QueryError> {
    let places = atlas.places();
    let single = |k: usize| Unit { id: &atlas.regions()[k].id, regions: vec![k], ground: None };
    let groups = || {
        atlas.groups().into_iter().map(|(id, members)| Unit {
            id,
            regions: members.into_iter().filter_map(|m| places.position(m)).collect(),
            ground: None,
        })
    };
    let Some(asked) = region else {
        return Ok(atlas.own_regions().map(single).chain(groups().filter(|g| g.id == "all")).collect());
    };
    let named = || match atlas.area_names().find(asked)? {
        AreaMeant::Regions { id, members } => {
            Some(Unit { id, regions: members.iter().filter_map(|m| places.position(m)).collect(), ground: None })
        }
        AreaMeant::Country => atlas.regions().iter().position(|r| r.role == Role::Country).map(single),
        AreaMeant::OtherState | AreaMeant::Elsewhere(_) => None,
    };
    let unit = places.position(asked).map(single).or_else(|| groups().find(|g| g.id == asked)).or_else(named);
    unit.map(|unit| vec![unit]).ok_or_else(|| {
        let regions = atlas.regions().iter().map(|r| format!("{} ({})", r.id, r.name));
        let known = regions.chain(groups().map(|g| g.id.to_owned()));
        QueryError::UnknownRegion { value: asked.to_owned(), known: known.collect::<Vec<_>>().join(", ") }
    })
}

/// The regions that a region or group is made of: numbers into [`Atlas::regions`].
///
/// # Errors
/// No such region or group.
pub fn regions_of(atlas: &Atlas, region: &str) -> Result<Vec<usize>, QueryError> {
    units(atlas, Some(region)).map(|units| units.into_iter().flat_map(|unit| unit.regions).collect())
}

/// The regions that a region or group is made of; none where nothing is named, or nothing known.
#[must_use]
pub fn regions_asked(atlas: &Atlas, region: Option<&str>) -> Vec<usize> {
    let units = region.and_then(|_| units(atlas, region).ok());
    units.into_iter().flatten().flat_map(|unit| unit.regions).collect()
}

/// The sources a question is about: one, or every one.
pub(super) fn timelines<'a>(atlas: &'a Atlas, source: Option<&str>) -> Result<Vec<&'a Timeline>, QueryError> {
    match source {
        None => Ok(atlas.timelines().iter().collect()),
        Some(id) => timeline(atlas, id).map(|t| vec![t]),
    }
}

/// The source with that id.
pub(super) fn timeline<'a>(atlas: &'a Atlas, id: &str) -> Result<&'a Timeline, QueryError> {
    atlas.timelines().iter().find(|t| t.source.id == id).ok_or_else(|| {
        let known: Vec<&str> = atlas.sources().map(|s| s.id.as_str()).collect();
        QueryError::UnknownSource { value: id.to_owned(), known: known.join(", ") }
    })
}

/// The version of a source that speaks as of a moment.
pub(super) fn version_of(timeline: &Timeline, moment: Moment) -> Result<usize, QueryError> {
    let (source_id, date) = (timeline.source.id.clone(), moment.date().to_string());
    match timeline.as_of(moment) {
        None => {
            let first = timeline.stamps().first().map_or_else(|| "none".to_owned(), ToString::to_string);
            Err(QueryError::NoVersion { source_id, date, first })
        }
        Some(version) => timeline.speaking(moment).ok_or_else(|| QueryError::Expired {
            source_id,
            date,
            version: timeline.shown_stamp(version).to_string(),
            limit_days: timeline.source.unknown_after_days,
        }),
    }
}
