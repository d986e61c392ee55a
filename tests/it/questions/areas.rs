//! `areas`, `ledger` and `changes`.
use contactline_core::model::{ControlFeature, Dataset, Role};
use edge_timeline::{Area, overlay};

use super::*;

#[test]
fn areas_are_parts_of_squares() {
    let atlas = atlas();
    let rows = areas(&atlas, Some("ua-c"), Some("maps"), When::At(day("2025-01-04"))).unwrap();
    assert_eq!(rows.len(), 2);
    assert!(rows.iter().all(|r| near(r.area_m2, degree_m2(47) / 2.0) && near(r.share, 0.5)));
    let hole = areas(&atlas, Some("ua-f"), Some("maps"), When::At(day("2025-01-04"))).unwrap();
    let unknown = hole.iter().find(|r| r.status == Status::Unknown).unwrap();
    assert!(near(unknown.share, 0.5), "the box left out is half of f");
}

/// The small world, of whose second version the map draws a quadrilateral askew to every border, partly in the ground that its
/// coverage leaves out, and contested ground beside it.
fn askew() -> Dataset {
    let area = |corners: &[(f64, f64)]| {
        let ring = corners.iter().map(|(x, y)| geo::Coord { x: *x, y: *y }).collect();
        Area::from_rings(vec![vec![ring]]).unwrap()
    };
    let mut dataset = dataset();
    let contested = area(&[(36.2, 48.3), (36.8, 48.2), (36.4, 48.8), (36.2, 48.3)]);
    dataset.versions[1].features = vec![
        small_world::held(area(&[(36.3, 47.2), (38.7, 47.1), (38.8, 48.6), (37.1, 47.9), (36.3, 47.2)])),
        ControlFeature { status: Status::Contested, holder: None, ..small_world::held(contested) },
    ];
    dataset
}

/// What overlays make of a region of that world on 2025-01-04.
struct Overlaid {
    region_m2: f64,
    russian_m2: f64,
    ukrainian_m2: f64,
    contested_m2: f64,
    unknown_m2: f64,
}

impl Overlaid {
    /// Of the regions named, each cut for itself.
    fn of(dataset: &Dataset, is: impl Fn(&str) -> bool) -> Self {
        let [held, contested] = &dataset.versions[1].features[..] else { panic!("other features") };
        let left_out = &dataset.sources[0].coverage.except[0].area;
        let mut sum = Self { region_m2: 0.0, russian_m2: 0.0, ukrainian_m2: 0.0, contested_m2: 0.0, unknown_m2: 0.0 };
        for region in dataset.regions.iter().filter(|region| region.role == Role::Region && is(&region.id)) {
            let silent = overlay::difference(&overlay::difference(&region.land, &held.area), &contested.area);
            sum.region_m2 += region.land.area_m2();
            sum.russian_m2 += overlay::intersection(&region.land, &held.area).area_m2();
            sum.contested_m2 += overlay::intersection(&region.land, &contested.area).area_m2();
            sum.unknown_m2 += overlay::intersection(&silent, left_out).area_m2();
            sum.ukrainian_m2 += overlay::difference(&silent, left_out).area_m2();
        }
        sum
    }

    fn check(&self, what: &str, pairs: &[(f64, f64)]) {
        for (k, (here, there)) in pairs.iter().enumerate() {
            assert!((here - there).abs() <= 1e-9 * self.region_m2, "{what}, figure {k}: {here} here, {there} there");
        }
    }
}

/// What is held by absence is what the polygons leave: that the rows of a region sum to its land says nothing.
#[test]
fn areas_are_those_of_overlays() {
    let dataset = askew();
    let atlas = Atlas::build(askew());
    let regions = |unit: &str| -> Vec<&str> {
        match unit {
            "all" => small_world::IDS.to_vec(),
            "south" => small_world::IDS[..3].to_vec(),
            _ => small_world::IDS.into_iter().filter(|id| *id == unit).collect(),
        }
    };
    for unit in small_world::IDS.into_iter().chain(["all", "south"]) {
        let rows = areas(&atlas, Some(unit), Some("maps"), When::At(day("2025-01-04"))).unwrap();
        let m2 = |status, holder| -> f64 {
            rows.iter().filter(|r| (r.status, r.holder) == (status, holder)).map(|r| r.area_m2).sum()
        };
        let by = Overlaid::of(&dataset, |id| regions(unit).contains(&id));
        by.check(
            unit,
            &[
                (m2(Status::Held, Some(Party::RU)), by.russian_m2),
                (m2(Status::Held, Some(Party::UA)), by.ukrainian_m2),
                (m2(Status::Contested, None), by.contested_m2),
                (m2(Status::Unknown, None), by.unknown_m2),
            ],
        );
        // The cells of the list are those of its settlements: a whole region each.
        let listed = areas(&atlas, Some(unit), Some("list"), When::At(day("2025-01-04"))).unwrap();
        let russian = listed.iter().find(|r| r.holder == Some(Party::RU)).map_or(0.0, |r| r.area_m2);
        let a = if regions(unit).contains(&"ua-a") { degree_m2(47) } else { 0.0 };
        assert!(near(russian, a), "{unit}: {russian} {a}");
    }
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
fn a_ledger_is_made_of_squares() {
    let atlas = atlas();
    let rows = ledger(&atlas, Some(Party::RU), Some("all"), Some("maps"), When::At(day("2025-01-04"))).unwrap();
    let (row, south) = (&rows[0], degree_m2(47));
    assert!(near(row.claimed_m2, 3.0 * south) && near(row.claimed_held_m2, 2.5 * south));
    assert!(near(row.claimed_not_held_m2, 0.5 * south) && near(row.held_not_claimed_m2, 0.0));
    let before = ledger(&atlas, Some(Party::RU), Some("all"), Some("list"), When::At(day("2024-05-31"))).unwrap();
    assert_eq!(before[0].claimed_m2, 0.0, "nothing is claimed before the act");
}

/// Of each claimant the ground it claims, cut by what the map draws: that the columns sum to the claim says nothing.
#[test]
fn a_ledger_is_that_of_overlays() {
    let dataset = askew();
    let atlas = Atlas::build(askew());
    for row in ledger(&atlas, None, Some("all"), Some("maps"), When::At(day("2025-01-04"))).unwrap() {
        let claim = dataset.claims.iter().find(|claim| claim.claimant == row.claimant).unwrap();
        let claimed = Overlaid::of(&dataset, |id| claim.regions.iter().any(|region| region == id));
        let other = Overlaid::of(&dataset, |id| claim.regions.iter().all(|region| region != id));
        let whole = Overlaid::of(&dataset, |_| true);
        let own = |of: &Overlaid| if row.claimant == Party::RU { of.russian_m2 } else { of.ukrainian_m2 };
        let others = |of: &Overlaid| if row.claimant == Party::RU { of.ukrainian_m2 } else { of.russian_m2 };
        whole.check(
            &row.claimant.to_string(),
            &[
                (row.region_m2, whole.region_m2),
                (row.claimed_m2, claimed.region_m2),
                (row.held_m2, own(&whole)),
                (row.claimed_held_m2, own(&claimed)),
                (row.claimed_not_held_m2, others(&claimed)),
                (row.held_not_claimed_m2, own(&other)),
                (row.contested_m2, claimed.contested_m2),
                (row.unknown_m2, claimed.unknown_m2),
            ],
        );
    }
}

#[test]
fn changes_are_what_was_gained_and_lost() {
    let atlas = atlas();
    let ask = |from, to, region| changes(&atlas, "maps", Party::RU, region, day(from), day(to)).unwrap();
    let there = ask("2025-01-01", "2025-01-10", None);
    let (total, south) = (there.total.unwrap(), degree_m2(47));
    assert!(near(total.gained_m2, 0.5 * south) && near(total.lost_m2, south));
    let held = atlas.timelines().iter().find(|t| t.source.id == "maps").unwrap().held().unwrap();
    let only = |inside: usize, outside: usize| overlay::difference(&held.area(inside), &held.area(outside));
    for (changed, wanted) in [(&there.gained, only(2, 0)), (&there.lost, only(0, 2))] {
        assert!(overlay::difference(changed, &wanted).is_empty() && overlay::difference(&wanted, changed).is_empty());
    }
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
    // Nor has the other party lost it: the source fell silent there. How much that is is told.
    let theirs = changes(&atlas, "maps", Party::RU, None, from, to).unwrap();
    assert!(near(theirs.total.unwrap().lost_m2, degree_m2(47) / 2.0), "{:?}", theirs.total);
    assert!(near(theirs.lost.area_m2(), degree_m2(47) / 2.0) && near(theirs.not_compared_m2, degree_m2(47) / 2.0));
    assert!(russia.not_compared_m2 == 0.0);
}

#[test]
fn a_ledger_is_kept_for_claimants_only() {
    let error = ledger(&atlas(), "XX".parse().ok(), None, None, When::At(day("2025-01-04"))).unwrap_err();
    assert_eq!(error.to_string(), "No claims by 'XX' are recorded. Claimants: RU, UA");
}
