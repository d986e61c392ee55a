//! What a question about ground is about: a region, a group of them, a raion or a hromada, or all of a level.

use crate::atlas::{Atlas, DivisionGround};
use crate::model::{Date, Division, Level, Role};
use edge_timeline::Position;

use super::areas::{Unit, units};
use super::error::QueryError;

/// As [`units`], and raions and hromadas by their codes; with `by` parted into the divisions of a level. What is of no division
/// stands for its region, so that the parts are the whole.
pub(super) fn units_by<'a>(
    atlas: &'a Atlas,
    region: Option<&str>,
    by: Option<Level>,
) -> Result<Vec<Unit<'a>>, QueryError> {
    let divisions = atlas.divisions();
    let Some(number) = region.and_then(|text| divisions.find(text)) else {
        let units = units(atlas, region)?;
        let Some(level) = by else { return Ok(units) };
        let mut regions: Vec<usize> = Vec::new();
        for k in units.into_iter().flat_map(|unit| unit.regions) {
            if !regions.contains(&k) && atlas.regions()[k].role != Role::Country {
                regions.push(k);
            }
        }
        return Ok(regions.into_iter().flat_map(|k| parts(atlas, k, level)).collect());
    };
    let division = &divisions.list()[number];
    let is_wanted = |unit: &Unit<'_>| {
        unit.ground
            .and_then(|ground| ground.division)
            .is_some_and(|own| own == number || divisions.list()[own].within.as_ref() == Some(&division.code))
    };
    let region = atlas.places().position(&division.region);
    let level = by.unwrap_or(division.level);
    let found: Vec<Unit<'a>> = region.map(|k| parts(atlas, k, level)).into_iter().flatten().filter(is_wanted).collect();
    if found.is_empty() {
        return Err(QueryError::NoGround { value: division.code.clone(), name: division.name.clone() });
    }
    Ok(found)
}

/// How many regions and divisions those are, at most; nothing is drawn for it.
pub(super) fn units_count(atlas: &Atlas, region: Option<&str>, by: Option<Level>) -> usize {
    let list = atlas.divisions().list();
    let asked = region.and_then(|text| atlas.divisions().find(text)).map(|number| &list[number]);
    let within: Vec<usize> = match asked {
        Some(division) => atlas.places().position(&division.region).into_iter().collect(),
        None => units(atlas, region).map_or_else(|_| Vec::new(), |u| u.into_iter().flat_map(|u| u.regions).collect()),
    };
    match by.or_else(|| asked.map(|division| division.level)) {
        None => within.len(),
        Some(level) => {
            let is_within = |own: &&Division| within.iter().any(|k| atlas.regions()[*k].id == own.region);
            list.iter().filter(|own| own.level == level).filter(is_within).count()
        }
    }
}

/// The divisions of a level of a region, and what belongs to none.
fn parts(atlas: &Atlas, region: usize, level: Level) -> Vec<Unit<'_>> {
    let own = atlas.regions()[region].id.as_str();
    let drawn = atlas.drawn_divisions(region, level);
    if drawn.parts.is_empty() {
        return vec![Unit { id: own, regions: vec![region], ground: None }];
    }
    let id = |ground: &DivisionGround| ground.division.map(|number| atlas.divisions().list()[number].code.as_str());
    let unit = |ground| Unit { id: id(ground).unwrap_or(own), regions: vec![region], ground: Some(ground) };
    drawn.parts.iter().map(unit).collect()
}

/// Whether a place lies in one of these divisions.
pub(super) fn is_in(atlas: &Atlas, units: &[Unit<'_>], position: Position) -> bool {
    let levels = units.iter().filter_map(|unit| unit.ground?.division);
    levels
        .map(|number| &atlas.divisions().list()[number])
        .any(|division| division_at(atlas, position, division.level).is_some_and(|(own, ..)| own.code == division.code))
}

/// How far the areas of divisions made of cells are from those that others state.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DivisionError {
    /// The median of the differences, as a part of the area stated.
    pub median: f64,
    /// How many divisions have an area to compare with.
    pub compared: usize,
    /// Of how many.
    pub of: usize,
}

/// The error of the divisions of a level in these regions that are made of cells; none where none is.
///
/// # Cost
/// The first time as [`Atlas::drawn_divisions`].
#[must_use]
pub fn division_error(atlas: &Atlas, level: Level, regions: &[usize]) -> Option<DivisionError> {
    let mut of = 0;
    let mut errors: Vec<f64> = Vec::new();
    for drawn in regions.iter().map(|k| atlas.drawn_divisions(*k, level)).filter(|drawn| drawn.approximate) {
        for ground in &drawn.parts {
            let Some(division) = ground.division.map(|number| &atlas.divisions().list()[number]) else { continue };
            of += 1;
            errors.extend(stated_area_m2(atlas, division).map(|stated| (ground.area_m2() / stated - 1.0).abs()));
        }
    }
    errors.sort_by(f64::total_cmp);
    let median = *errors.get(errors.len() / 2)?;
    Some(DivisionError { median, compared: errors.len(), of })
}

/// The area that others state of a division: its own, or of a raion the sum where all its hromadas have one.
#[must_use]
pub fn stated_area_m2(atlas: &Atlas, division: &Division) -> Option<f64> {
    let within = || atlas.divisions().list().iter().filter(|own| own.within.as_ref() == Some(&division.code));
    division.stated_area_m2.or_else(|| {
        let sum: Option<f64> = within().map(|own| own.stated_area_m2).sum();
        sum.filter(|sum| *sum > 0.0)
    })
}

/// The division of a level that a place on land is in, and how far its border is from there, in metres.
#[must_use]
pub fn division_at(atlas: &Atlas, position: Position, level: Level) -> Option<(&Division, f64, bool)> {
    let place = atlas.places().whereabouts(position);
    let (region, true) = place.region? else { return None };
    let drawn = atlas.drawn_divisions(region, level);
    let (ground, distance_m) = drawn.at(position)?;
    Some((&atlas.divisions().list()[ground.division?], distance_m, drawn.approximate))
}

/// A division as it is listed.
#[derive(Clone, Copy, Debug)]
pub struct ListedDivision<'a> {
    /// Which.
    pub division: &'a Division,
    /// Its ground; none: not known.
    pub ground: Option<&'a DivisionGround>,
    /// That is made of cells.
    pub approximate: bool,
    /// How many settlements it has: of a raion the sum of its hromadas.
    pub settlements: Option<u32>,
    /// Its area as others state it.
    pub stated_area_m2: Option<f64>,
    /// Its population with its day; of a raion the sum of its hromadas, where all have one.
    pub population: Option<(u32, Option<Date>)>,
}

/// The divisions of a level in a region or group (none: the six regions), or within a raion by its code; by code.
///
/// # Errors
/// No such region or group.
///
/// # Cost
/// The first time as [`Atlas::drawn_divisions`].
pub fn divisions<'a>(
    atlas: &'a Atlas,
    region: Option<&str>,
    level: Level,
) -> Result<Vec<ListedDivision<'a>>, QueryError> {
    let list = atlas.divisions().list();
    let asked = region.and_then(|text| atlas.divisions().find(text)).map(|number| &list[number]);
    let regions: Vec<usize> = match asked {
        Some(division) => atlas.places().position(&division.region).into_iter().collect(),
        None => units(atlas, region)?.into_iter().flat_map(|unit| unit.regions).collect(),
    };
    let is_wanted = |own: &&(usize, &'a Division)| {
        asked.is_none_or(|asked| own.1.code == asked.code || own.1.within.as_ref() == Some(&asked.code))
    };
    let of_level: Vec<(usize, &'a Division)> = list.iter().enumerate().filter(|(_, own)| own.level == level).collect();
    let mut listed = Vec::new();
    for (number, division) in of_level.iter().filter(is_wanted) {
        let Some(k) = atlas.places().position(&division.region).filter(|k| regions.contains(k)) else { continue };
        let drawn = atlas.drawn_divisions(k, level);
        let within: Vec<&Division> = list.iter().filter(|own| own.within.as_ref() == Some(&division.code)).collect();
        let sum = |of: fn(&Division) -> Option<u32>| within.iter().map(|own| of(own)).sum::<Option<u32>>();
        let is_whole = !within.is_empty();
        let day = division.population_on.or_else(|| within.first()?.population_on);
        let people = division.population.or_else(|| sum(|own| own.population).filter(|_| is_whole));
        listed.push(ListedDivision {
            division,
            ground: drawn.parts.iter().find(|ground| ground.division == Some(*number)),
            approximate: drawn.approximate,
            settlements: division.settlements.or_else(|| sum(|own| own.settlements).filter(|_| is_whole)),
            stated_area_m2: stated_area_m2(atlas, division),
            population: people.map(|people| (people, day)),
        });
    }
    Ok(listed)
}
