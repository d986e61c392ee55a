//! Raions and hromadas, on the data that comes with the program: the parts are the whole, and how far they are from what is stated.
use super::*;
use std::collections::BTreeMap;
use std::sync::LazyLock;

use contactline_core::model::Level;
use edge_timeline::{Area, BBox};

/// What comes with the program.
pub(super) static ATLAS: LazyLock<Atlas> =
    LazyLock::new(|| Atlas::build(contactline_store::load(None).unwrap().dataset));

/// Square metres by source, status and holder.
type Sums = BTreeMap<(String, Status, Option<Party>), f64>;

fn same(parts: &Sums, whole: &Sums, what: &str) {
    for (key, m2) in whole {
        let sum = parts.get(key).copied().unwrap_or_default();
        assert!((sum - m2).abs() < 5_000.0, "{what} {key:?}: {sum} of {m2}");
    }
    assert!(parts.iter().all(|(key, m2)| whole.contains_key(key) || *m2 < 5_000.0), "{what}");
}

#[test]
fn the_areas_of_raions_and_hromadas_sum_to_those_of_their_region() {
    let when = When::At(day("2025-05-07"));
    for region in ["ua-14", "ua-65", "ua-40", "ua-59"] {
        let sums = |by| {
            let mut sums = Sums::new();
            for row in areas_by(&ATLAS, Some(region), by, None, when).unwrap() {
                *sums.entry((row.source, row.status, row.holder)).or_default() += row.area_m2;
            }
            sums
        };
        let whole = sums(None);
        for level in [Level::Raion, Level::Hromada] {
            same(&sums(Some(level)), &whole, &format!("{region} {level}"));
        }
    }
    // Those of one raion are its own.
    let of = |region: &str, by| -> f64 {
        let rows = areas_by(&ATLAS, Some(region), by, Some("viina"), when).unwrap();
        rows.iter().map(|row| row.area_m2).sum()
    };
    let (raion, hromadas) = (of("UA1416", None), of("UA1416", Some(Level::Hromada)));
    assert!(raion > 1e9 && (raion - hromadas).abs() < 5_000.0, "{raion} {hromadas}");
}

#[test]
fn ledger_changes_and_overlap_by_hromada_sum_to_those_by_region() {
    let when = When::At(day("2025-05-07"));
    let held = |by| -> f64 {
        let rows = ledger_by(&ATLAS, Some(Party::RU), Some("ua-23"), by, Some("viina"), when).unwrap();
        rows.iter().map(|row| row.claimed_held_m2).sum()
    };
    let (whole, parts) = (held(None), held(Some(Level::Hromada)));
    assert!(whole > 1e9 && (whole - parts).abs() < 50_000.0, "{whole} {parts}");
    let days = (day("2022-10-01"), day("2022-12-01"));
    let lost = |by| -> f64 {
        let of = changes_by(&ATLAS, "viina", Party::RU, (Some("ua-65"), by), days.0, days.1).unwrap();
        of.regions.iter().map(|(_, change)| change.lost_m2).sum()
    };
    let (whole, parts) = (lost(None), lost(Some(Level::Raion)));
    assert!(whole > 1e9 && (whole - parts).abs() < 50_000.0, "{whole} {parts}");
    let shape = Shape::Area(Area::from_bbox(BBox { west: 36.9, south: 47.9, east: 37.6, north: 48.4 }));
    let sums = |by| {
        let mut sums = Sums::new();
        for row in overlap_by(&ATLAS, &shape, by, None, when, false).unwrap().rows {
            *sums.entry((row.source, row.status, row.holder)).or_default() += row.size;
        }
        sums
    };
    same(&sums(Some(Level::Hromada)), &sums(None), "overlap");
}

/// Whether a settlement lies on the land of the region that the record has it in.
fn is_on_own_land(settlement: &contactline_core::model::Settlement) -> bool {
    let place = ATLAS.places().whereabouts(settlement.position).region;
    place.is_some_and(|(k, on_land)| on_land && ATLAS.regions()[k].id == settlement.region)
}

/// A settlement lies in the ground of its own hromada and raion: they are made of the settlements' cells.
#[test]
fn a_settlement_lies_in_its_own_hromada() {
    let list = ATLAS.timelines().iter().find(|t| t.source.id == "ua-official-list").unwrap();
    let settlements = list.cells().unwrap().settlements();
    let coded: Vec<_> = settlements.iter().filter_map(|s| Some((s, s.katottg.as_deref()?))).collect();
    let mut wrong = Vec::new();
    for (settlement, code) in coded.iter().step_by(3) {
        for level in [Level::Raion, Level::Hromada] {
            match division_at(&ATLAS, settlement.position, level) {
                Some((division, ..)) if division.code.get(..level.prefix_len()) == code.get(..level.prefix_len()) => {}
                // By the outline of the land at sea or in another region; Sevastopol has none.
                None if settlement.region == "ua-40" || !is_on_own_land(settlement) => {}
                found => wrong.push((&settlement.id, level, found.map(|(division, ..)| &division.code))),
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {}: {wrong:?}", wrong.len(), coded.len());
}

/// What the note of an answer says of the error, region by region; the four mainland regions are those of the finest record.
#[test]
fn hromadas_are_as_far_from_their_stated_areas_as_is_told() {
    let number = |id: &str| ATLAS.places().position(id).unwrap();
    let mainland = ["ua-14", "ua-09", "ua-23", "ua-65"].map(number);
    let error = division_error(&ATLAS, Level::Hromada, &mainland).unwrap();
    assert!((0.05..0.15).contains(&error.median), "{error:?}");
    let raions = division_error(&ATLAS, Level::Raion, &mainland).unwrap();
    assert!(raions.median < error.median, "{raions:?}");
    // Beside the six regions fewer settlements are known.
    let beside = division_error(&ATLAS, Level::Hromada, &["ua-12", "ua-48", "ua-59", "ua-63"].map(number)).unwrap();
    assert!((error.median..0.40).contains(&beside.median), "{beside:?}");
    assert_eq!(division_error(&ATLAS, Level::Hromada, &[number("ua-43")]), None, "nothing to compare with");
}

#[test]
fn a_population_is_told_with_its_day_and_its_gaps() {
    let listed = divisions(&ATLAS, Some("ua-14"), Level::Hromada).unwrap();
    assert_eq!(listed.len(), 66);
    let bakhmut = listed.iter().find(|d| d.division.code == "UA14020010000088496").unwrap();
    assert_eq!(bakhmut.population, Some((78_939, "2022-01-01".parse().ok())));
    assert!(divisions(&ATLAS, Some("ua-43"), Level::Hromada).unwrap().iter().all(|d| d.population.is_none()));
    let unknown = areas_by(&ATLAS, Some("UA1"), None, None, When::At(day("2025-05-07")));
    assert!(unknown.is_err());
}
