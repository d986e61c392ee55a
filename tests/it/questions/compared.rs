//! `disputes` and `agreement`: sources against each other.
use super::*;

#[test]
fn disputes_say_who_states_what_and_sum_to_the_land() {
    let atlas = atlas();
    // On 4 January the map gives b and the west half of c to RU; the list gives a to RU, all else to UA.
    let answer = disputes(&atlas, None, &[], day("2025-01-04"), false).unwrap();
    let of = |id: &str| *answer.regions.iter().find(|r| r.region == id).unwrap();
    let land = degree_m2(47);
    assert!(near(of("ua-a").agreed_m2, land) && of("ua-a").disputed_m2 == 0.0);
    assert!(near(of("ua-b").disputed_m2, land));
    assert!(near(of("ua-c").disputed_m2, land / 2.0) && near(of("ua-c").agreed_m2, land / 2.0));
    assert!(near(of("ua-f").single_source_m2, degree_m2(48) / 2.0), "the map leaves a box of f out");
    let said: Vec<_> = answer.disputes.iter().map(|d| (d.region, d.stated.clone())).collect();
    let list_ua_maps_ru = vec![(Status::Held, Some(Party::UA)), (Status::Held, Some(Party::RU))];
    assert_eq!(said, [("ua-b", list_ua_maps_ru.clone()), ("ua-c", list_ua_maps_ru)], "list, then maps");
    for row in &answer.regions {
        let sum = row.agreed_m2 + row.disputed_m2 + row.single_source_m2 + row.unknown_m2;
        let south = if matches!(row.region, "ua-a" | "ua-b" | "ua-c") { 47 } else { 48 };
        assert!(near(sum, degree_m2(south)), "{row:?}");
    }
    let one = disputes(&atlas, Some("south"), &["maps"], day("2025-01-04"), false).unwrap();
    assert!(one.disputes.is_empty() && one.regions.len() == 3);
    assert!(disputes(&atlas, None, &["nobody"], day("2025-01-04"), false).is_err());
}

#[test]
fn agreement_is_the_disputes_of_every_pair_over_time() {
    let atlas = atlas();
    let when = When::Series { from: "2024-12-31".parse().unwrap(), to: "2025-01-02".parse().unwrap(), step: Step::Day };
    let rows = agreement(&atlas, Some("ua-a"), &[], when, false).unwrap();
    let land = degree_m2(47);
    let figures: Vec<_> =
        rows.iter().map(|r| [r.agreed_m2, r.differs_m2, r.not_stated_m2].map(|m2| near(m2, land))).collect();
    // Before the map's first version; then RU against UA; then both RU.
    assert_eq!(figures, [[false, false, true], [false, true, false], [true, false, false]]);
    assert_eq!(rows[1].sources.map(|c| c.source.id.as_str()), ["list", "maps"]);
    assert_eq!(rows[1].sources.map(|c| c.age_days), [Some(0), Some(0)]);
    let stated = |party| (Status::Held, Some(party));
    assert!(matches!(rows[1].apart[..], [(a, b, _)] if a == stated(Party::UA) && b == stated(Party::RU)));
}

#[test]
fn dust_of_rounding_is_no_agreement() {
    let mut data = dataset();
    // It speaks of one square of 8 cm only, silent everywhere else.
    let mut source = small_world::source("dust", contactline_core::model::Drawing::Drawn);
    source.absence = None;
    let area = square(38.2, 47.5, 38.200_001, 47.500_001);
    let version = contactline_core::model::Version {
        source: "dust".into(),
        stamp: "2025-01-03".parse().unwrap(),
        features: vec![small_world::held(area)],
    };
    data.sources.push(source);
    data.versions.push(version);
    let atlas = Atlas::build(data);
    let rows = agreement(&atlas, Some("ua-c"), &["dust", "maps"], When::At(day("2025-01-04")), false).unwrap();
    assert_eq!((rows[0].agreed_m2, rows[0].differs_m2), (0.0, 0.0), "0.008 m2 on which both state the same");
    assert!(near(rows[0].not_stated_m2, degree_m2(47)), "{rows:?}");
}

/// Another holder is another thing than the same ground called contested; and the six regions together are their sum.
#[test]
fn what_differs_is_told_apart_and_all_regions_are_summed() {
    let mut data = dataset();
    let (status, basis) = (Status::Contested, contactline_core::model::Basis::Mapped);
    let grey = contactline_core::model::ControlFeature {
        status,
        holder: None,
        basis,
        publisher_word: "grey".into(),
        area: square(37.0, 47.0, 38.0, 48.0),
    };
    data.sources.push(small_world::source("grey", contactline_core::model::Drawing::Drawn));
    let stamp = "2025-01-03".parse().unwrap();
    data.versions.push(contactline_core::model::Version { source: "grey".into(), stamp, features: vec![grey] });
    let (atlas, moment, land) = (Atlas::build(data), day("2025-01-04"), degree_m2(47));
    let pair = |sources: &[&str]| agreement(&atlas, Some("ua-b"), sources, When::At(moment), false).unwrap().remove(0);
    let (holder, status) = (pair(&["list", "maps"]), pair(&["grey", "maps"]));
    assert!(near(holder.other_holder_m2, land) && holder.other_status_m2 == 0.0, "{holder:?}");
    assert!(near(status.other_status_m2, land) && status.other_holder_m2 == 0.0, "{status:?}");
    assert!(near(status.differs_m2, land));
    let found = disputes(&atlas, Some("ua-b"), &["grey", "maps"], moment, false).unwrap();
    assert!(found.disputes.iter().all(|piece| !piece.is_other_holder) && near(found.regions[0].other_status_m2, land));

    let all = disputes(&atlas, None, &["list", "maps"], moment, false).unwrap();
    let sum =
        |of: &dyn Fn(&contactline_core::query::RegionAgreement<'_>) -> f64| all.regions.iter().map(of).sum::<f64>();
    let whole = all.all.unwrap();
    assert!(near(whole.other_holder_m2, 1.5 * land) && near(whole.other_holder_m2, sum(&|row| row.other_holder_m2)));
    assert!(near(whole.agreed_m2, sum(&|row| row.agreed_m2)) && whole.region == "all");
    let rows = agreement(&atlas, None, &["list", "maps"], When::At(moment), false).unwrap();
    let last = rows.last().unwrap();
    assert!(last.region == "all" && rows.len() == 7 && near(last.differs_m2, 1.5 * land), "{last:?}");
    assert!(near(last.agreed_m2, whole.agreed_m2) && near(last.not_stated_m2, whole.single_source_m2));
    assert!(all.regions.iter().all(|row| near(row.other_holder_m2 + row.other_status_m2, row.disputed_m2)));
    // Of some regions there is no whole.
    assert!(disputes(&atlas, Some("south"), &[], moment, false).unwrap().all.is_none());
}
