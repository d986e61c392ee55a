//! The collections and their items, on a world that fits in the head.
use crate::small_world;
use crate::small_world::day;
use contactline_core::atlas::Atlas;
use contactline_core::model::{Exception, Interval, Moment};
use contactline_core::query::items::{Item, Value, collection, collections, items};
use contactline_store::read_proposal;
use edge_timeline::{BBox, overlay};

fn atlas() -> Atlas {
    let mut dataset = small_world::dataset();
    let text = "id = \"kept\"\ntitle = \"Kept\"\n[[term]]\nid = \"a\"\nextent = \"region(ua-a)\"\nholder = \"UA\"\n";
    dataset.proposals.push(read_proposal(text, "kept.toml", &small_world::vocabulary()).unwrap());
    Atlas::build(dataset)
}

fn on(text: &str) -> Interval {
    Interval::of_moment(day(text))
}

/// Each version was cut for itself, and a tile of a day not asked for before took four times as long.
#[test]
fn what_versions_are_silent_of_is_cut_once_for_those_alike_and_right_for_each() {
    let mut dataset = small_world::dataset();
    let maps = dataset.sources.iter_mut().find(|source| source.id == "maps").unwrap();
    maps.coverage.except_regions = vec!["ua-a".into(), "ua-d".into()];
    let exception =
        |from: &str, area| Exception { name: "later".into(), name_uk: None, area, from: Some(from.parse().unwrap()) };
    // In c, of which the west half is drawn from 3 January on; and where nothing is ever drawn.
    maps.coverage.except.push(exception("2025-01-02", small_world::square(38.25, 47.25, 38.75, 47.75)));
    maps.coverage.except.push(exception("2025-01-10", small_world::square(37.25, 48.25, 37.75, 48.75)));
    let atlas = Atlas::build(dataset);
    let (list, places) = (atlas.regions(), atlas.places());
    for timeline in atlas.timelines() {
        // The last first: what is asked for first must not decide.
        for version in (0..timeline.stamps().len()).rev() {
            for (region, of) in list.iter().enumerate() {
                let silent = timeline.silent_of(version, region, places);
                let left_out = match timeline.covers(&of.id, places) {
                    true => overlay::intersection(&of.land, &timeline.left_out(version)),
                    false => of.land.clone(),
                };
                let drawn: Vec<_> = timeline.classes().iter().map(|class| class.area(version)).collect();
                let wanted = overlay::difference(&left_out, &overlay::union(&drawn));
                let place = (&timeline.source.id, version, &of.id);
                let differs = |a, b| overlay::difference(a, b).area_m2();
                assert_eq!((differs(silent, &wanted), differs(&wanted, silent)), (0.0, 0.0), "{place:?}");
            }
        }
        if timeline.source.id == "maps" {
            let of = |version, id: &str| timeline.silent_of(version, places.position(id).unwrap(), places);
            assert!(std::ptr::eq(of(0, "ua-d"), of(1, "ua-d")), "nothing is drawn in d: one area for all");
            assert!(std::ptr::eq(of(0, "ua-a"), of(1, "ua-a")), "a is drawn on both days alike");
            assert!(of(0, "ua-a").is_empty() && of(2, "ua-a").area_m2() > 0.0);
        }
    }
}

fn ids(atlas: &Atlas, id: &str, when: Interval) -> Vec<String> {
    items(atlas, &collection(atlas, id).unwrap(), when).into_iter().map(|item| item.id).collect()
}

#[test]
fn every_source_has_its_collections_beside_those_of_all() {
    let atlas = atlas();
    let found: Vec<String> = collections(&atlas).into_iter().map(|c| c.id).collect();
    let wanted = ["regions", "claims", "announcements", "acts", "settlements", "disputes", "regimes", "proposals"];
    let list = ["control-list", "line-list", "changes-list"];
    assert_eq!(found, [&wanted[..], &list, &["control-maps", "line-maps", "changes-maps"]].concat());
}

#[test]
fn every_item_has_the_properties_its_collection_declares_and_an_id_of_its_own() {
    let atlas = atlas();
    for collection in collections(&atlas) {
        let names: Vec<&str> = collection.fields.iter().map(|f| &*f.name).collect();
        // What is computed as of a moment is asked for one on which both sources are current.
        let when = if collection.is_as_of { on("2025-01-04") } else { Interval::ALWAYS };
        let all = items(&atlas, &collection, when);
        assert!(!all.is_empty(), "{}", collection.id);
        for item in &all {
            assert_eq!(item.names().collect::<Vec<_>>(), names, "{}", collection.id);
            assert_eq!(all.iter().filter(|other| other.id == item.id).count(), 1, "{}", item.id);
            let Some(geometry) = item.geometry() else { continue };
            assert!(item.bbox.unwrap().encloses(&geometry.bbox()), "{}", item.id);
            assert!(collection.bbox.unwrap().encloses(&geometry.bbox()), "{} {}", collection.id, item.id);
        }
    }
}

#[test]
fn a_moment_selects_the_version_as_of_it_and_none_when_it_is_too_old() {
    let atlas = atlas();
    assert_eq!(ids(&atlas, "control-maps", on("2025-01-02")), ["2025-01-01-held-RU-1", "2025-01-01-not_covered"]);
    assert_eq!(ids(&atlas, "control-maps", on("2025-01-05")), ["2025-01-03-held-RU-1", "2025-01-03-not_covered"]);
    assert_eq!(ids(&atlas, "control-maps", on("2024-12-31")), [""; 0]);
    // The last version is of 10 January and says nothing after 30 days.
    assert_eq!(ids(&atlas, "control-maps", on("2025-02-09")), ["2025-01-10-held-RU-1", "2025-01-10-not_covered"]);
    assert_eq!(ids(&atlas, "control-maps", on("2025-02-10")), [""; 0]);
}

#[test]
fn a_stretch_selects_every_version_that_stands_in_it() {
    let atlas = atlas();
    let of = |from: &str, to: &str| Interval { start: Some(day(from)), end: Some(day(to)) };
    assert_eq!(
        ids(&atlas, "control-maps", of("2025-01-02", "2025-01-04")),
        ["2025-01-01-held-RU-1", "2025-01-01-not_covered", "2025-01-03-held-RU-1", "2025-01-03-not_covered"]
    );
    let until = Interval { start: None, end: Some("2025-01-03".parse::<Moment>().unwrap()) };
    assert_eq!(ids(&atlas, "control-maps", until), ["2025-01-01-held-RU-1", "2025-01-01-not_covered"]);
    assert_eq!(ids(&atlas, "control-maps", Interval::ALWAYS).len(), 6);
}

#[test]
fn what_each_party_gained_and_lost_is_measured_when_asked_for() {
    let atlas = atlas();
    let changes = collection(&atlas, "changes-maps").unwrap();
    let all = items(&atlas, &changes, Interval::ALWAYS);
    let found: Vec<&str> = all.iter().map(|item| item.id.as_str()).collect();
    // Of both parties alike: a list of what one of them gained and lost reads as its score.
    let of = |stamp: &str| ["gained-RU", "lost-RU", "gained-UA", "lost-UA"].map(|kind| format!("{stamp}-{kind}"));
    assert_eq!(found, [of("2025-01-03"), of("2025-01-10")].concat());
    let area = |item: &Item<'_>| match item.value("area_m2") {
        Value::Number(m2) => m2,
        other => panic!("{other:?}"),
    };
    let half = small_world::square(38.0, 47.0, 38.5, 48.0).area_m2();
    let whole = small_world::square(36.0, 47.0, 37.0, 48.0).area_m2();
    for (item, wanted) in all.iter().zip([half, 0.0, 0.0, half, 0.0, whole, whole, 0.0]) {
        assert!((area(item) - wanted).abs() <= 1e-6 * wanted, "{}: {} {wanted}", item.id, area(item));
        assert_eq!(item.geometry().is_none(), wanted == 0.0, "{}", item.id);
    }
}

#[test]
fn a_box_meets_what_it_touches_and_not_what_lies_in_the_same_box() {
    let atlas = atlas();
    let control = collection(&atlas, "control-maps").unwrap();
    let item = &items(&atlas, &control, on("2025-01-10"))[0];
    for (west, east, wanted) in [(36.0, 36.9, false), (36.0, 37.0, true), (37.2, 37.3, true), (38.6, 39.0, false)] {
        assert_eq!(item.meets(&BBox { west, south: 47.2, east, north: 47.8 }), wanted, "{west} {east}");
    }
    let acts = collection(&atlas, "acts").unwrap();
    assert!(!items(&atlas, &acts, Interval::ALWAYS)[0].meets(&BBox { west: 0.0, south: 0.0, east: 90.0, north: 90.0 }));
}

#[test]
fn settlements_say_what_the_question_says_of_their_points() {
    let atlas = atlas();
    for text in ["2024-12-31", "2025-01-02", "2025-01-05", "2025-01-30", "2025-02-20"] {
        let asked = contactline_core::query::settlements(&atlas, day(text), contactline_core::query::Wanted::default())
            .unwrap();
        let all = items(&atlas, &collection(&atlas, "settlements").unwrap(), on(text));
        assert_eq!(all.len(), asked.rows.len());
        for (item, row) in all.iter().zip(&asked.rows) {
            assert_eq!(item.id, row.locality.id);
            for (control, _) in &row.control {
                let said = |what: &str| item.value(&format!("{}_{what}", control.source.id));
                assert_eq!(said("status"), Value::Text(control.status.as_str().into()), "{text} {}", item.id);
                let holder = control.holder.map_or(Value::None, |party| Value::Text(party.to_string().into()));
                assert_eq!(said("holder"), holder, "{text} {}", item.id);
                assert_eq!(said("age_days"), control.age_days.map_or(Value::None, Value::Whole), "{text} {}", item.id);
                let last = control.last_known.map_or(Value::None, |last| Value::Text(last.status.as_str().into()));
                assert_eq!(said("last_known_status"), last, "{text} {}", item.id);
            }
        }
    }
}

#[test]
fn what_is_computed_stands_for_its_day_and_sums_to_what_the_question_says() {
    let atlas = atlas();
    let total = |items: &[Item<'_>], keep: &dyn Fn(&Item<'_>) -> bool| {
        let kept = items.iter().filter(|item| keep(item));
        kept.map(|item| item.geometry().map_or(0.0, |geometry| geometry.measure())).sum::<f64>()
    };
    let of = |id: &str, text: &str| items(&atlas, &collection(&atlas, id).unwrap(), on(text));
    let text = "2025-01-05";
    let asked = contactline_core::query::disputes(&atlas, None, &[], day(text), false).unwrap();
    let disputes = of("disputes", text);
    assert_eq!(disputes.len(), asked.disputes.len());
    // Two drawings differ by days as well as by ground: every piece says which versions it compares, and how old they are.
    for (source, compared) in ["list", "maps"].iter().zip(&asked.sources) {
        let version = compared.version.map_or(Value::None, Value::Stamp);
        let age = compared.age_days.map_or(Value::None, Value::Whole);
        assert!(compared.version.is_some(), "{source}");
        assert!(disputes.iter().all(|item| item.value(&format!("{source}_version")) == version), "{source}");
        assert!(disputes.iter().all(|item| item.value(&format!("{source}_age_days")) == age), "{source}");
    }
    assert!(disputes.iter().all(|item| item.id.ends_with("@2025-01-05")
        && item.time == Some(Interval::of_days("2025-01-05".parse().unwrap(), Some("2025-01-05".parse().unwrap())))));
    let disputed: f64 = asked.regions.iter().map(|row| row.disputed_m2).sum();
    assert!(disputed > 0.0 && (total(&disputes, &|_| true) - disputed).abs() < 1.0);
    // The fixed regime covers the whole of one region by no source's line; before it was in force, nothing.
    let land = |k: usize| atlas.places().land_m2(k);
    let fixed = |item: &Item<'_>| item.value("regime") == Value::Text("fixed".into());
    let regimes = of("regimes", text);
    let first = atlas.places().position("ua-a").unwrap();
    assert!((total(&regimes, &fixed) - land(first)).abs() < 1.0);
    assert!(regimes.iter().filter(|item| fixed(item)).all(|item| item.sources.is_empty()));
    assert!(regimes.iter().any(|item| !item.sources.is_empty()), "none goes by a line");
    assert!(of("regimes", "2024-01-01").is_empty());
    // Near the old line of the source that is meant, what was covered is not determined, and says what was last known.
    let old = of("regimes", "2025-01-20");
    let moving = |item: &&Item<'_>| item.value("regime") == Value::Text("moving".into());
    let open = |item: &&Item<'_>| item.value("applies") == Value::Text("not_determined".into());
    let undecided: Vec<&Item<'_>> = old.iter().filter(moving).filter(open).collect();
    let Value::Text(reason) = undecided[0].value("reason") else { panic!("no reason") };
    assert!(
        reason.starts_with("maps: last known: held by ")
            && reason.contains(" within 3.5 km of a line that is 10 days old"),
        "{reason}"
    );
    // 1.5 degrees along 48 north and twice one of meridian lie in the south, with 3.47 km on each side or one: some 1,800 km².
    let open_m2: f64 = undecided.iter().map(|item| item.geometry().map_or(0.0, |geometry| geometry.measure())).sum();
    assert!((1.6e9..2.1e9).contains(&open_m2), "{open_m2}");
    // The pieces of a text are all of the land.
    let all_land: f64 = atlas.parts_of_country().map(land).sum();
    assert!((total(&of("proposals", text), &|_| true) - all_land).abs() < 10.0);
    let granted = |item: &Item<'_>| item.value("term") == Value::Text("a".into());
    assert!((total(&of("proposals", text), &granted) - land(first)).abs() < 1.0);
}
