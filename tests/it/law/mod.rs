//! A table worked out from the texts themselves: which regime covers which place on which day, where it is known who holds
//! what. The control is made up, so that each answer follows from the wording alone; regions and regimes are those that ship.

use contactline_core::atlas::Atlas;
use contactline_core::model::*;
use contactline_core::query;
use edge_timeline::Area;

use crate::small_world::{day, place, source, square};

/// Half the side of the square that a place's holder holds, in degrees.
const HALF: f64 = 0.03;

/// Who holds each place from which day on; `RU`, `contested`, and `UA` where it was left.
struct Row {
    name: &'static str,
    lon: f64,
    lat: f64,
    held: Vec<(Date, &'static str)>,
}

fn places() -> Vec<Row> {
    let row = |line: &'static str| {
        let [name, lon, lat, held] = line.split(',').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let held = held.split_whitespace().map(|change| change.split_once('=').unwrap());
        Row {
            name,
            lon: lon.parse().unwrap(),
            lat: lat.parse().unwrap(),
            held: held.map(|(from, who)| (from.parse().unwrap(), who)).collect(),
        }
    };
    include_str!("places.csv").lines().skip(1).map(row).collect()
}

/// The regions and texts that ship, with one made-up source under the name of the list that some texts go by.
fn world() -> Atlas {
    let mut data = contactline_store::load(None).unwrap().dataset;
    let made_up =
        Source { stale_after_days: 50_000, unknown_after_days: 50_000, ..source("ua-official-list", Drawing::Drawn) };
    let places = places();
    let mut days: Vec<Date> = places.iter().flat_map(|row| row.held.iter().map(|(from, _)| *from)).collect();
    days.sort_unstable();
    days.dedup();
    let crimea: Vec<Area> =
        data.regions.iter().filter(|r| ["ua-43", "ua-40"].contains(&r.id.as_str())).map(|r| r.land.clone()).collect();
    let version = |on: &Date| {
        // Sevastopol and Simferopol stand for all of Crimea; the two places beside one edge share one square.
        let alone = |row: &&Row| !["Simferopol", "Sevastopol", "inside the edge of Donetsk"].contains(&row.name);
        let squares = places.iter().filter(alone).filter_map(|row| {
            let (_, who) = row.held.iter().rev().find(|(from, _)| from <= on)?;
            let area = square(row.lon - HALF, row.lat - HALF, row.lon + HALF, row.lat + HALF);
            let (status, holder) = match *who {
                "RU" => (Status::Held, Some(Party::RU)),
                "contested" => (Status::Contested, None),
                _ => return None,
            };
            Some((status, holder, area))
        });
        let whole = crimea.iter().map(|land| (Status::Held, Some(Party::RU), land.clone()));
        let features = whole.chain(squares).map(|(status, holder, area)| ControlFeature {
            status,
            holder,
            basis: Basis::Mapped,
            publisher_word: "as made up".into(),
            area,
        });
        Version { source: made_up.id.clone(), stamp: on.start(), features: features.collect() }
    };
    data.versions = days.iter().map(version).collect();
    data.records.clear();
    data.sources = vec![made_up];
    Atlas::build(data)
}

#[test]
fn every_row_of_the_table_of_the_law_holds() {
    let (world, places) = (world(), places());
    let (mut count, mut wrong) = (0, Vec::new());
    for line in include_str!("table.csv").lines().skip(1) {
        let [regime, date, name, expected] = line.split(',').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let at = places.iter().find(|row| row.name == name).unwrap();
        let answer = query::regimes(&world, place(at.lon, at.lat), day(date));
        let said = answer.regimes.iter().find(|r| r.regime.id == regime).unwrap();
        let is_told = said.applies.as_str() != "not_determined" || said.reason().is_some();
        if said.applies.as_str() != expected || !is_told {
            wrong.push(format!("{line}: {} ({:?})", said.applies.as_str(), said.reason()));
        }
        count += 1;
    }
    assert!(wrong.is_empty(), "{} of {count} rows:\n{}", wrong.len(), wrong.join("\n"));
    assert!(count >= 150, "{count}");
}

/// By the list that ships, and by the texts: each row an answer from the first day on, then the days on which it changes. The
/// list says nothing of Mykolaiv and Kharkiv oblasts or of the sea.
#[test]
fn by_the_list_that_ships_each_answer_changes_on_the_day_that_the_law_says() {
    let mut listed = contactline_store::load(None).unwrap().dataset;
    listed.records.retain(|record| record.source == "ua-official-list");
    listed.sources.retain(|source| source.id == "ua-official-list");
    let listed = Atlas::build(listed);
    let (first, last) = (day("2014-04-26"), day("2025-05-07"));
    let (mut count, mut wrong) = (0, Vec::new());
    for line in include_str!("by_list.csv").lines().skip(1) {
        let [name, lon, lat, regime, answers] = line.split(',').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let here = place(lon.parse().unwrap(), lat.parse().unwrap());
        let mut check = |when: Moment, expected: &str| {
            let answer = query::regimes(&listed, here, when);
            let said = answer.regimes.iter().find(|r| r.regime.id == regime).unwrap();
            if said.applies.as_str() != expected {
                wrong.push(format!("{name}, {regime}, {}: {} for {expected}", when.date(), said.applies.as_str()));
            }
            count += 1;
        };
        let (mut stands, changes) = answers.split_once(' ').unwrap_or((answers, ""));
        check(first, stands);
        for (from, next) in changes.split_whitespace().map(|change| change.split_once('=').unwrap()) {
            let from: Date = from.parse().unwrap();
            check(from.plus_days(-1).end(), stands);
            check(from.end(), next);
            stands = next;
        }
        check(last, stands);
    }
    assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(count >= 380, "{count}");
}
