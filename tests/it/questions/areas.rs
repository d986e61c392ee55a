//! `areas`, `ledger` and `changes`.
use super::*;

#[test]
fn areas_of_a_region_sum_to_it() {
    let atlas = atlas();
    let rows = areas(&atlas, Some("ua-c"), Some("maps"), When::At(day("2025-01-04"))).unwrap();
    assert_eq!(rows.len(), 2);
    assert!(rows.iter().all(|r| near(r.area_m2, degree_m2(47) / 2.0) && near(r.share, 0.5)));
    for row_set in ["ua-a", "ua-f", "all", "south"] {
        let rows = areas(&atlas, Some(row_set), None, When::At(day("2025-01-04"))).unwrap();
        for source in ["maps", "list"] {
            let share: f64 = rows.iter().filter(|r| r.source == source).map(|r| r.share).sum();
            assert!(near(share, 1.0), "{row_set} {source}: {share}");
        }
    }
    let hole = areas(&atlas, Some("ua-f"), Some("maps"), When::At(day("2025-01-04"))).unwrap();
    let unknown = hole.iter().find(|r| r.status == Status::Unknown).unwrap();
    assert!(near(unknown.share, 0.5), "the box left out is half of f");
}

#[test]
fn a_series_has_its_last_day() {
    let atlas = atlas();
    let when =
        When::Series { from: "2025-01-01".parse().unwrap(), to: "2025-01-10".parse().unwrap(), step: Step::Week };
    let rows = areas(&atlas, Some("ua-a"), Some("maps"), when).unwrap();
    let held: Vec<_> =
        rows.iter().filter(|r| r.holder == Some(Party::RU)).map(|r| (r.moment.date().to_string(), r.share)).collect();
    assert_eq!(held, [("2025-01-01".into(), 1.0), ("2025-01-08".into(), 1.0), ("2025-01-10".into(), 0.0)]);
}

#[test]
fn the_ledger_balances() {
    let atlas = atlas();
    let rows = ledger(&atlas, Some(Party::RU), Some("all"), Some("maps"), When::At(day("2025-01-04"))).unwrap();
    let (row, south) = (&rows[0], degree_m2(47));
    assert!(near(row.claimed_m2, 3.0 * south) && near(row.claimed_held_m2, 2.5 * south));
    assert!(near(row.claimed_not_held_m2, 0.5 * south) && near(row.held_not_claimed_m2, 0.0));
    for row in ledger(&atlas, None, None, None, When::At(day("2025-01-11"))).unwrap() {
        let parts = row.claimed_held_m2 + row.claimed_not_held_m2 + row.contested_m2 + row.unknown_m2;
        assert!(near(parts, row.claimed_m2), "{row:?}");
        assert!(near(row.held_m2, row.claimed_held_m2 + row.held_not_claimed_m2));
    }
    let before = ledger(&atlas, Some(Party::RU), Some("all"), Some("list"), When::At(day("2024-05-31"))).unwrap();
    assert_eq!(before[0].claimed_m2, 0.0, "nothing is claimed before the act");
}

#[test]
fn changes_are_what_was_gained_and_lost() {
    let atlas = atlas();
    let ask = |from, to, region| changes(&atlas, "maps", Party::RU, region, day(from), day(to)).unwrap();
    let there = ask("2025-01-01", "2025-01-10", None);
    let (total, south) = (there.total.unwrap(), degree_m2(47));
    assert!(near(total.gained_m2, 0.5 * south) && near(total.lost_m2, south));
    let held = atlas.timelines().iter().find(|t| t.source.id == "maps").unwrap().held().unwrap();
    assert_eq!(
        (held.gained(2, 0), held.gained(0, 2)),
        (there.lost.clone(), there.gained.clone()),
        "the other way round"
    );
    let only = ask("2025-01-01", "2025-01-10", Some("ua-c"));
    assert!(only.total.is_none() && near(only.regions[0].1.gained_m2, 0.5 * south) && only.lost.is_empty());
    let record = changes(&atlas, "list", Party::RU, Some("ua-a"), day("2025-01-01"), day("2025-01-04")).unwrap();
    assert!(near(record.regions[0].1.gained_m2, south), "land only, without the sea of its cell");
}

#[test]
fn who_holds_by_absence_gains_what_the_other_loses() {
    let atlas = atlas();
    let (from, to) = (day("2025-01-01"), day("2025-01-10"));
    let ask = |party, region| changes(&atlas, "maps", party, region, from, to);
    let (russia, ukraine) = (ask(Party::RU, None).unwrap(), ask(Party::UA, None).unwrap());
    let (theirs, ours) = (russia.total.unwrap(), ukraine.total.unwrap());
    assert!(near(ours.gained_m2, theirs.lost_m2) && near(ours.lost_m2, theirs.gained_m2), "{ours:?} {theirs:?}");
    assert!(near(ask(Party::UA, Some("ua-a")).unwrap().regions[0].1.gained_m2, degree_m2(47)));
    let nobody = ask("XX".parse().unwrap(), None).unwrap_err().to_string();
    assert!(nobody.contains("XX") && nobody.contains("RU, UA"), "{nobody}");
    // What the coverage leaves out is not compared: a hole over half of what was lost.
    let mut dataset = dataset();
    let area = small_world::square(36.0, 47.0, 36.5, 49.0);
    let hole = contactline_core::model::Exception {
        name: "west".into(),
        name_uk: None,
        area,
        from: Some("2025-01-05".parse().unwrap()),
    };
    dataset.sources[0].coverage.except.push(hole);
    let atlas = Atlas::build(dataset);
    let holed = changes(&atlas, "maps", Party::UA, None, from, to).unwrap().total.unwrap();
    assert!(near(holed.gained_m2, degree_m2(47) / 2.0), "{holed:?}");
}

#[test]
fn a_ledger_is_kept_for_claimants_only() {
    let error = ledger(&atlas(), "XX".parse().ok(), None, None, When::At(day("2025-01-04"))).unwrap_err();
    assert_eq!(error.to_string(), "No claims by 'XX' are recorded. Claimants: RU, UA");
}
