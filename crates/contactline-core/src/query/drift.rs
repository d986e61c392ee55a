//! `drift`: how far the line of a source moved, by the days between two of its versions: what an old version may be trusted for.

use crate::atlas::{Atlas, Timeline};
use crate::model::{Date, Moment, Party};
use edge_timeline::budget::check;
use edge_timeline::prepared::PreparedArea;
use edge_timeline::{Area, Location, Position};

use super::areas::timeline;
use super::changes::shifted;
use super::error::QueryError;
use super::series::in_order;

/// The stretches of time, in days, of which the movement is measured.
pub const DRIFT_DAYS: [u32; 7] = [1, 7, 30, 90, 180, 365, 720];

/// So many pairs of days are compared for each stretch of time, spread evenly over the history.
const MAX_PAIRS: u32 = 24;

/// Parts of changed ground smaller than this, in square metres, are redrawn edges.
const MIN_PART_M2: f64 = 50_000.0;

/// The ground is looked at on a square grid of so many places for each pair of days, and no closer than the step in metres.
const PLACES: f64 = 4_000.0;
const MIN_STEP_M: f64 = 150.0;

/// How far a line moved in a stretch of time.
#[derive(Clone, Debug, PartialEq)]
pub struct DriftRow {
    /// Source id.
    pub source: String,
    /// Days between the versions compared.
    pub days: u32,
    /// How many pairs of days were compared; 0: the history is too short.
    pub pairs: u32,
    /// Ground that changed hands in all of these pairs, in square metres.
    pub changed_m2: f64,
    /// Within so many metres of the old line lay half of that ground, 90 and 95 % of it; none where nothing changed hands.
    pub within_m: Option<[f64; 3]>,
}

/// How far the line of `source` moved in [`DRIFT_DAYS`], from pairs of days between `from` and `to` (none: all its versions): the
/// distance to the old line of ground that changed hands within the contact zone, weighted by area.
///
/// # Errors
/// Unknown source; days in the wrong order; a source that draws no Russian-held ground.
///
/// # Cost
/// For each pair of days an outline of what changed, and a search of the line for each of some thousand places.
///
/// # Example
/// ```
/// use contactline_core::{example, query};
///
/// let rows = query::drift(&example::atlas(), "maps", None, None)?;
/// assert_eq!(rows.iter().map(|row| row.days).collect::<Vec<_>>(), query::DRIFT_DAYS);
/// // Two days after the first version the line is half a degree of longitude farther on: 37 km.
/// let day = &rows[0];
/// assert!(day.pairs > 0 && day.within_m.is_some_and(|[.., most_m]| most_m > 30_000.0 && most_m < 37_200.0));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn drift(
    atlas: &Atlas,
    source: &str,
    from: Option<Moment>,
    to: Option<Moment>,
) -> Result<Vec<DriftRow>, QueryError> {
    let timeline = timeline(atlas, source)?;
    if let (Some(from), Some(to)) = (from, to) {
        in_order(from, to)?;
    }
    let row = |days: u32| {
        let mut places: Vec<(f64, f64)> = Vec::new();
        let pairs = pairs(timeline, days, from, to);
        for [old, new] in &pairs {
            check();
            places.extend(moved(atlas, timeline, [*old, *new])?);
        }
        Ok(DriftRow {
            source: timeline.source.id.clone(),
            days,
            pairs: u32::try_from(pairs.len()).unwrap_or(u32::MAX),
            changed_m2: places.iter().fold(0.0, |sum, (_, m2)| sum + m2),
            within_m: quantiles(places, [0.5, 0.9, 0.95]),
        })
    };
    DRIFT_DAYS.into_iter().map(row).collect()
}

/// How many pairs of days [`drift`] compares, each as much work as an overlay; none of a question it refuses.
#[must_use]
pub fn drift_pairs(atlas: &Atlas, source: &str, from: Option<Moment>, to: Option<Moment>) -> usize {
    let of = |timeline: &Timeline| DRIFT_DAYS.into_iter().map(|days| pairs(timeline, days, from, to).len()).sum();
    timeline(atlas, source).map_or(0, of)
}

/// The versions of pairs of days so far apart, on each of which the source is current.
fn pairs(timeline: &Timeline, days: u32, from: Option<Moment>, to: Option<Moment>) -> Vec<[usize; 2]> {
    let (Some(first), Some(last)) = (timeline.stamps().first(), timeline.stamps().last()) else { return Vec::new() };
    let days = i32::try_from(days).unwrap_or(i32::MAX);
    let first = from.map_or(first.date(), |from| from.date().max(first.date())).days();
    // What a record knows goes on after its last change.
    let last = timeline.source.coverage.end.map_or(last.date(), |end| end.max(last.date()));
    let last = to.map_or(last, |to| to.date().min(last)).days() - days;
    let room = i64::from(last) - i64::from(first);
    if room < 0 {
        return Vec::new();
    }
    let count = i64::from(MAX_PAIRS).min(room + 1);
    let day = |k: i64| i32::try_from(room * k / (count - 1).max(1)).map_or(first, |after| first + after);
    let current =
        |day: i32| timeline.current(Date::from_days(day).end()).filter(|version| is_own(timeline, *version, day));
    (0..count).filter_map(|k| Some([current(day(k))?, current(day(k) + days)?])).collect()
}

/// Whether a version is what the source knew of a day, not what it carried on.
fn is_own(timeline: &Timeline, version: usize, day: i32) -> bool {
    timeline.age(version, Date::from_days(day).end()).days <= 1
}

/// Places of the ground that changed hands between two versions, each with its distance to the old line in metres and the square
/// metres for which it stands.
fn moved(atlas: &Atlas, timeline: &Timeline, versions: [usize; 2]) -> Result<Vec<(f64, f64)>, QueryError> {
    let shift = shifted(atlas, timeline, Party::RU, versions)?;
    let grounds = [shift.gained(None), shift.lost(None)];
    let parts: Vec<(Area, f64)> =
        grounds.iter().flat_map(Area::parts).map(|part| (part.area_m2(), part)).map(|(m2, part)| (part, m2)).collect();
    let changed_m2: f64 = parts.iter().map(|(_, m2)| m2).sum();
    let step_m = (changed_m2 / PLACES).sqrt().max(MIN_STEP_M);
    let zone = atlas.places().contact_zone();
    let is_in_zone = |p: Position| zone.is_none_or(|zone| zone.locate(p) != Location::Exterior);
    let mut places = Vec::new();
    for (part, m2) in parts.iter().filter(|(_, m2)| *m2 >= MIN_PART_M2) {
        check();
        let inside = places_in(part, step_m);
        let share_m2 = m2 / inside.len().max(1) as f64;
        for p in inside.into_iter().filter(|p| is_in_zone(*p)) {
            places.extend(timeline.line_distance_m(versions[0], p).map(|distance_m| (distance_m, share_m2)));
        }
    }
    Ok(places)
}

/// The places of a grid that lie in an area; of one that slips through the grid a place on its edge.
fn places_in(part: &Area, step_m: f64) -> Vec<Position> {
    let (bbox, prepared) = (part.bbox(), PreparedArea::from_area(part));
    let step_lat = step_m / 111_200.0;
    let step_lon = step_lat / bbox.south.to_radians().cos().max(0.1);
    let along = |least: f64, most: f64, step: f64| {
        let count = ((most - least) / step).ceil().max(1.0) as usize;
        (0..count).map(move |k| least + (k as f64 + 0.5) * (most - least) / count as f64)
    };
    let of_row =
        |lat: f64| along(bbox.west, bbox.east, step_lon).filter_map(move |lon| Position::from_lon_lat(lon, lat).ok());
    let mut inside: Vec<Position> = along(bbox.south, bbox.north, step_lat)
        .flat_map(of_row)
        .filter(|p| prepared.locate(*p) != Location::Exterior)
        .collect();
    if inside.is_empty() {
        inside.extend(part.corner().and_then(|[lon, lat]| Position::from_lon_lat(lon, lat).ok()));
    }
    inside
}

/// The least distances within which these parts of all the weight lie; none without any.
fn quantiles<const N: usize>(mut places: Vec<(f64, f64)>, parts: [f64; N]) -> Option<[f64; N]> {
    places.sort_by(|a, b| a.0.total_cmp(&b.0));
    let farthest_m = places.last()?.0;
    let whole: f64 = places.iter().map(|(_, weight)| weight).sum();
    Some(parts.map(|part| {
        let mut sum = 0.0;
        let reached = places.iter().find(|(_, weight)| {
            sum += weight;
            sum >= part * whole
        });
        reached.map_or(farthest_m, |(distance_m, _)| *distance_m)
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quantile_goes_by_weight_not_by_number() {
        let places = vec![(3.0, 1.0), (1.0, 97.0), (2.0, 2.0)];
        assert_eq!(quantiles(places, [0.5, 0.98, 1.0]), Some([1.0, 2.0, 3.0]));
        assert_eq!(quantiles(Vec::new(), [0.5]), None);
    }
}
