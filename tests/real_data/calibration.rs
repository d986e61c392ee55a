//! How far an old version may be trusted: of the ground that changed hands since, nearly all is told to be unsure.
use super::*;
use contactline_core::model::{Dataset, Date};

/// The least part of the ground that changed hands which had been flagged.
const FLAGGED: f64 = 0.95;

/// So many days before their age are looked at for each age, spread over the history.
const DAYS: i32 = 8;

/// An atlas that knows one version of the source and nothing later.
fn as_of(version: usize) -> Atlas {
    let stamp = timeline().stamps()[version];
    let mut dataset: Dataset = contactline_store::load(Some(REAL._directory.path())).unwrap().dataset;
    dataset.versions.retain(|v| v.source == SOURCE && v.stamp == stamp);
    dataset.sources.retain(|source| source.id == SOURCE);
    dataset.records.clear();
    Atlas::build(dataset)
}

/// The middles of a grid that lie in an area, each with its part of the area.
fn places(area: &Area, step_deg: f64) -> Vec<(Position, f64)> {
    let mut places = Vec::new();
    for part in area.parts() {
        let (bbox, prepared) = (part.bbox(), PreparedArea::from_area(&part));
        let along = |least: f64, most: f64| {
            let count = ((most - least) / step_deg).ceil().max(1.0);
            (0..count as usize).map(move |k| least + (k as f64 + 0.5) * (most - least) / count)
        };
        let grid = along(bbox.south, bbox.north).flat_map(|lat| along(bbox.west, bbox.east).map(move |lon| (lon, lat)));
        let grid = grid.map(|(lon, lat)| Position::from_lon_lat(lon, lat).unwrap());
        let inside: Vec<Position> = grid.filter(|p| prepared.locate(*p) == Location::Interior).collect();
        let share_m2 = part.area_m2() / inside.len().max(1) as f64;
        places.extend(inside.into_iter().map(|p| (p, share_m2)));
    }
    places
}

/// How much of the weight of places is near the line or unknown, as of a moment.
fn flagged(atlas: &Atlas, places: &[(Position, f64)], moment: Moment) -> [f64; 2] {
    let mut sums = [0.0; 2];
    for (p, m2) in places {
        let answer = query::classify(atlas, *p, moment);
        let control = &answer.control[0];
        sums[1] += m2;
        if control.near_line || control.status == Status::Unknown {
            sums[0] += m2;
        }
    }
    sums
}

/// A reach as wide as the country would flag all: beside it stands how much of the regions' land it flags.
#[test]
fn ground_that_changes_hands_had_been_flagged() {
    let (first, last) = (timeline().stamps()[0].date().days(), timeline().stamps().last().unwrap().date().days());
    let zone = atlas().places().contact_zone().unwrap();
    for age in [30, 90, 180, 365] {
        let (mut changed, mut land) = ([0.0; 2], [0.0; 2]);
        for k in 0..DAYS {
            let day = Date::from_days(first + (last - age - first) * k / (DAYS - 1));
            let (from, to) = (day.end(), day.plus_days(age).end());
            let old = as_of(timeline().as_of(from).unwrap());
            let shift = query::changes(atlas(), SOURCE, Party::RU, None, from, to).unwrap();
            let moved = [shift.gained, shift.lost].iter().flat_map(|area| places(area, 0.004)).collect::<Vec<_>>();
            let moved: Vec<_> = moved.into_iter().filter(|(p, _)| zone.locate(*p) != Location::Exterior).collect();
            let regions = atlas().own_regions().flat_map(|k| places(&atlas().regions()[k].land, 0.1));
            let regions: Vec<_> = regions.collect();
            for (sums, places) in [(&mut changed, &moved), (&mut land, &regions)] {
                let of_day = flagged(&old, places, to);
                (sums[0], sums[1]) = (sums[0] + of_day[0], sums[1] + of_day[1]);
            }
        }
        let [share, of_land] = [changed, land].map(|[flagged, all]| flagged / all);
        println!(
            "{age} days: {:.1} % of {:.0} km2 that changed hands had been flagged, and {:.1} % of the regions' land",
            share * 100.0,
            changed[1] / 1e6,
            of_land * 100.0
        );
        assert!(share >= FLAGGED, "{age} days: {share}");
        assert!(of_land < 0.5, "{age} days: {of_land} of the land is flagged");
    }
}
