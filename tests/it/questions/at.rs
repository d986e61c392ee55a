//! `at`: control, verdict, claims and caveats of one place.
use super::*;

#[test]
fn at_states_each_source_and_no_vote() {
    let atlas = atlas();
    let answer = at(&atlas, place(37.5, 47.5), day("2025-01-04"));
    let region = answer.region.unwrap();
    assert_eq!((region.region.id.as_str(), region.on_land), ("ua-b", true));
    let (maps, list) = (of(&answer, "maps"), of(&answer, "list"));
    assert_eq!((maps.status, maps.holder, maps.basis), (Status::Held, Some(Party::RU), Some(Basis::Mapped)));
    assert_eq!((maps.publisher_word, maps.age_days, maps.stale), (Some("occupied"), Some(1), false));
    assert_eq!(maps.version.unwrap().to_string(), "2025-01-03");
    assert_eq!((list.status, list.holder, list.basis), (Status::Held, Some(Party::UA), Some(Basis::Inferred)));
    assert_eq!(
        (list.settlement.map(|s| s.name.as_str()), list.hostilities),
        (Some("Town 1"), Some(Hostilities::Active))
    );
    assert_eq!(answer.verdict.kind, VerdictKind::Disputed);
    assert_eq!(answer.verdict.stated, None);
    let claims: Vec<_> = answer.claims.iter().map(|c| c.claim.claimant).collect();
    assert_eq!(claims, [Party::UA, Party::RU]);
    assert_eq!(answer.claims[1].act().unwrap().citation, "Gazette 1");
    assert!(answer.announcements.is_empty());
}

#[test]
fn at_gives_the_distance_to_the_line_of_contact_not_to_the_coast() {
    let atlas = atlas();
    // 0.5 degree of latitude below the line at 48; the coast at 47 is as near, but no line.
    let answer = at(&atlas, place(37.2, 47.4), day("2025-01-04"));
    let maps = of(&answer, "maps");
    // Meridian arc 47.4..48 on WGS 84 is 66.7 km.
    assert!((maps.distance_m.unwrap() - 66_700.0).abs() < 30.0, "{:?}", maps.distance_m);
    assert!(!maps.near_line);
    let beside = at(&atlas, place(37.2, 47.995), day("2025-01-04"));
    assert!(of(&beside, "maps").near_line, "556 m from the line, precise to 1000 m");
}

#[test]
fn at_tells_both_sides_of_a_boundary() {
    let atlas = atlas();
    let answer = at(&atlas, place(38.5, 47.5), day("2025-01-04"));
    let maps = of(&answer, "maps");
    assert_eq!(maps.location, Location::Boundary);
    assert_eq!((maps.status, maps.holder), (Status::Held, Some(Party::RU)));
    assert_eq!(maps.other_side, Some((Status::Held, Some(Party::UA))));
    assert_eq!(answer.verdict.kind, VerdictKind::Disputed);
}

#[test]
fn silence_is_ukrainian_only_inside_coverage() {
    let atlas = atlas();
    let ask = |lon, lat, date| {
        let answer = at(&atlas, place(lon, lat), day(date));
        let maps = of(&answer, "maps");
        (maps.status, maps.holder, maps.reason.is_some())
    };
    assert_eq!(ask(39.5, 47.5, "2025-01-04"), (Status::Held, Some(Party::UA), false), "in the country, in no region");
    assert_eq!(ask(38.7, 48.5, "2025-01-04"), (Status::Unknown, None, true), "left out by name");
    assert_eq!(ask(45.0, 48.5, "2025-01-04"), (Status::Unknown, None, true), "abroad");
    assert_eq!(ask(37.5, 47.5, "2024-12-31"), (Status::Unknown, None, true), "before the first version");
    assert_eq!(ask(37.5, 47.5, "2025-02-09"), (Status::Held, Some(Party::RU), false), "30 days old");
    assert_eq!(ask(37.5, 47.5, "2025-02-10"), (Status::Unknown, None, true), "31 days old");
    assert_eq!(ask(36.5, 46.7, "2025-01-04"), (Status::Unknown, None, true), "at sea, 33 km off");
    assert_eq!(ask(36.5, 46.995, "2025-01-12"), (Status::Unknown, None, true), "a quay: beyond the drawn coast");
    let quay = at(&atlas, place(36.5, 46.995), day("2025-01-04"));
    assert_eq!(
        of(&quay, "list").holder,
        Some(Party::RU),
        "556 m off: a quay, though the list's cells are precise to 5 km"
    );
    let water = at(&atlas, place(36.5, 46.985), day("2025-01-04"));
    assert_eq!(of(&water, "list").status, Status::Unknown, "1.7 km off: water, though within the list's precision");
    let sea = at(&atlas, place(36.5, 46.7), day("2025-01-04"));
    assert_eq!(of(&sea, "list").status, Status::Unknown, "33 km off");
    let sea = at(&atlas, place(36.5, 46.7), day("2025-01-04"));
    assert_eq!(sea.region.map(|r| (r.region.id.as_str(), r.on_land)), Some(("ua-a", false)));
}

#[test]
fn an_inferred_answer_beside_the_border_says_so() {
    let atlas = atlas();
    let caveat = |lon, lat| of(&at(&atlas, place(lon, lat), day("2025-01-04")), "maps").caveats.place.is_some();
    assert!(caveat(36.005, 48.5), "500 m from the border, outside the outline");
    assert!(!caveat(36.5, 48.5), "far inside");
    assert!(!caveat(36.005, 47.5), "inside the outline");
}

#[test]
fn announcements_stand_beside_control_from_their_day_on() {
    let atlas = atlas();
    let before = at(&atlas, place(38.45, 48.5), day("2025-01-03"));
    assert!(before.announcements.is_empty());
    let after = at(&atlas, place(38.45, 48.5), day("2025-01-04"));
    assert_eq!(after.announcements[0].announcement.id, "ru-2025-01-04-town-5");
    assert!(after.announcements[0].distance_m.unwrap() < 3_800.0);
    assert_eq!(of(&after, "maps").holder, Some(Party::UA), "an announcement changes no control");
}

/// Siverskodonetsk on 2022-03-09: assessed nothing, claimed by Russia, by the list Ukraine's. That is no dispute.
#[test]
fn a_claim_takes_no_part_in_the_verdict() {
    let mut data = dataset();
    let mut source = small_world::source("says", contactline_core::model::Drawing::Drawn);
    source.absence = None;
    let mut claim = small_world::held(square(38.0, 47.0, 39.0, 49.0));
    claim.status = Status::Claimed;
    let version = contactline_core::model::Version {
        source: "says".into(),
        stamp: "2025-01-03".parse().unwrap(),
        features: vec![claim],
    };
    data.sources.push(source);
    data.versions.push(version);
    let atlas = Atlas::build(data);
    let answer = at(&atlas, place(38.7, 47.5), day("2025-01-04"));
    assert_eq!((of(&answer, "says").status, of(&answer, "says").holder), (Status::Claimed, Some(Party::RU)));
    assert_eq!(answer.verdict.kind, VerdictKind::Agreed, "map and list: UA's");
    assert_eq!((answer.verdict.sources, answer.verdict.claimed), (vec!["list", "maps"], vec!["says"]));
    let disputed = disputes(&atlas, Some("ua-c"), &["says", "list"], day("2025-01-04"), false).unwrap();
    let land = degree_m2(47);
    assert!(near(disputed.regions[0].single_source_m2, land) && disputed.disputes.is_empty(), "the list speaks alone");
    let apart = agreement(&atlas, Some("ua-c"), &["says", "list"], When::At(day("2025-01-04")), false).unwrap();
    assert!(near(apart[0].not_stated_m2, land), "{apart:?}");
    let hole = at(&atlas, place(38.7, 48.5), day("2025-01-04"));
    assert_eq!(
        hole.verdict.kind,
        VerdictKind::SingleSource,
        "of the box that the map leaves out the list speaks alone"
    );
}

#[test]
fn what_is_drawn_beyond_the_coverage_is_repeated_with_a_caveat() {
    let mut dataset = dataset();
    // The map's outline goes 0.3 degrees beyond the coast in the south and the border in the west; in the north it draws
    // ground held by Ukraine beyond the border.
    dataset.versions[0].features = vec![small_world::held(square(35.7, 46.7, 38.0, 48.0)), {
        let feature = small_world::held(square(36.0, 49.0, 37.0, 49.3));
        contactline_core::model::ControlFeature { holder: Some(Party::UA), ..feature }
    }];
    dataset.regions.iter_mut().find(|r| r.id == "ua-d").unwrap().abroad = Some(Party::RU);
    let atlas = Atlas::build(dataset);
    let told = |lon, lat| {
        let answer = at(&atlas, place(lon, lat), day("2025-01-02"));
        let maps = of(&answer, "maps");
        (maps.status, maps.holder, maps.caveats.told().map(|caveat| caveat.to_string()).unwrap_or_default())
    };
    let (status, holder, caveat) = told(35.8, 47.5);
    assert_eq!((status, holder), (Status::Held, Some(Party::RU)));
    assert!(caveat.starts_with("outside the source's declared coverage"), "{caveat}");
    assert!(told(36.5, 46.8).2.starts_with("at sea"), "{:?}", told(36.5, 46.8));
    assert_eq!(told(36.5, 47.5).2, "");
    let (status, holder, caveat) = told(36.5, 49.1);
    assert_eq!((status, holder), (Status::Held, Some(Party::UA)));
    assert!(caveat.starts_with("on Russian territory"), "{caveat}");
}

#[test]
fn a_version_that_lacks_a_layer_says_so_where_it_could_matter() {
    use contactline_core::model::{ControlFeature, Layer};
    let mut dataset = dataset();
    let layer = |name: &str, status| Layer { name: name.into(), status, holder: None };
    dataset.sources[0].layers = vec![layer("control", Status::Held), layer("advance", Status::Contested)];
    let advance =
        ControlFeature { status: Status::Contested, holder: None, ..small_world::held(square(38.5, 47.0, 39.0, 48.0)) };
    dataset.versions[1].features.push(advance);
    let atlas = Atlas::build(dataset);
    let caveat =
        |lon, date| of(&at(&atlas, place(lon, 47.5), day(date)), "maps").caveats.version.map(ToString::to_string);
    // The first version has its control alone, the second both layers.
    assert_eq!(caveat(37.5, "2025-01-02"), None, "control comes before advance");
    assert!(caveat(38.7, "2025-01-02").unwrap().contains("layer “advance”"), "not drawn: it may be contested");
    assert_eq!(caveat(38.7, "2025-01-04"), None);
    let rows = |date| areas(&atlas, Some("ua-c"), Some("maps"), When::At(day(date))).unwrap();
    assert!(rows("2025-01-02").iter().all(|row| row.caveat.is_some()));
    assert!(rows("2025-01-04").iter().all(|row| row.caveat.is_none()));
    let history = history(&atlas, place(38.7, 47.5), None, None, "2025-01-20".parse().unwrap()).unwrap();
    let maps = history.sources.iter().find(|s| s.source.id == "maps").unwrap();
    let versions: Vec<String> = maps.incomplete.iter().map(|(version, _)| version.to_string()).collect();
    assert_eq!(versions, ["2025-01-01", "2025-01-10"]);
}
