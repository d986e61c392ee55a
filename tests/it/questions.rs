//! Every question on a world whose answers are worked out by head.
use crate::small_world;
use crate::small_world::{dataset, day, place, square};
use contactline_core::atlas::Atlas;
use contactline_core::model::{Basis, Hostilities, Moment, Party, Status};
use contactline_core::query::*;
use edge_timeline::Location;

fn atlas() -> Atlas {
    Atlas::build(dataset())
}

/// Square metres of one degree square by its south edge: closed form of the zone between two parallels on WGS 84
/// (Snyder 1987, 3-12), worked out with 30 digits elsewhere.
fn degree_m2(south: u8) -> f64 {
    let sin = |d: f64| d.to_radians().sin();
    let (e2, b2) = (0.006_694_379_990_141_316_f64, 6_356_752.314_245_179_f64.powi(2));
    let e = e2.sqrt();
    let zone = |s: f64| b2 / 2.0 * (s / (1.0 - e2 * s * s) + ((1.0 + e * s) / (1.0 - e * s)).ln() / (2.0 * e));
    (zone(sin(f64::from(south) + 1.0)) - zone(sin(f64::from(south)))) * 1.0_f64.to_radians()
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * b.abs().max(1.0)
}

fn of<'a>(answer: &'a At<'a>, source: &str) -> &'a ControlAt<'a> {
    answer.control.iter().find(|c| c.source.id == source).unwrap()
}

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
    assert_eq!((list.settlement, list.hostilities), (Some("Town 1"), Some(Hostilities::Active)));
    assert_eq!(answer.verdict.kind, VerdictKind::Disputed);
    assert_eq!(answer.verdict.stated, None);
    let claims: Vec<_> = answer.claims.iter().map(|c| c.claim.claimant).collect();
    assert_eq!(claims, [Party::UA, Party::RU]);
    assert_eq!(answer.claims[1].act.unwrap().citation, "Gazette 1");
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
fn a_stale_source_counts_only_where_no_current_one_speaks() {
    let atlas = atlas();
    let answer = at(&atlas, place(37.5, 47.5), day("2025-01-06"));
    assert!(of(&answer, "list").stale && of(&answer, "list").age_days == Some(1));
    assert_eq!(answer.verdict.kind, VerdictKind::SingleSource);
    assert_eq!((answer.verdict.sources.clone(), answer.verdict.stale.clone()), (vec!["maps"], vec!["list"]));
    let later = at(&atlas, place(37.5, 47.5), day("2025-03-01"));
    assert!(later.verdict.rests_on_stale);
    assert_eq!(later.verdict.stated, Some((Status::Held, Some(Party::UA))));
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

#[test]
fn history_read_on_a_day_is_at_on_that_day() {
    let atlas = atlas();
    for (lon, lat) in [
        (36.5, 47.5),
        (37.5, 47.5),
        (38.25, 47.5),
        (38.5, 47.5),
        (38.7, 48.5),
        (39.5, 47.5),
        (36.5, 46.7),
        (37.02, 47.97),
    ] {
        // Long enough that the last versions grow too old to say anything.
        let history = history(&atlas, place(lon, lat), None, None, "2028-06-01".parse().unwrap()).unwrap();
        for offset in (0..100).chain((100..1_200).step_by(5)).chain(1_090..1_110) {
            let moment = small_day(offset);
            let answer = at(&atlas, place(lon, lat), moment);
            for source in &history.sources {
                let told = source.intervals.iter().find(|s| s.interval.holds(moment));
                let asked = of(&answer, &source.source.id);
                let told = told.map(|s| (s.status, s.holder, s.basis, s.location));
                assert_eq!(
                    told,
                    Some((asked.status, asked.holder, asked.basis, asked.location)),
                    "{lon} {lat} {moment}"
                );
            }
        }
    }
}

fn small_day(offset: i32) -> Moment {
    day("2025-01-01").date().plus_days(offset).end()
}

/// A source that is silent since 7 May once told a user, 18 months later, who held a town 8 km from the line, as if it were so.
#[test]
fn past_its_limit_a_source_speaks_only_of_places_out_of_reach_of_its_line() {
    let atlas = atlas();
    // The map's last version is of 10 January, stale after 7 days; the list's coverage ends on 5 January.
    let ask = |lon, lat, date: &str| at(&atlas, place(lon, lat), day(date));
    let known = |answer: &At<'_>, id: &str| {
        let c = of(answer, id);
        (c.status, c.holder, c.near_line, c.last_known.map(|last| (last.status, last.holder, last.age_days)))
    };
    let (held, ru, ua) = (Status::Held, Some(Party::RU), Some(Party::UA));
    // 2.2 km from the line along 48 north: on the seventh day it still speaks, beside its line.
    let at_limit = ask(37.5, 47.98, "2025-01-17");
    assert_eq!(known(&at_limit, "maps"), (held, ru, true, None));
    assert!((of(&at_limit, "maps").uncertain_within_m.unwrap() - 4_200.0).abs() < 1e-6, "1 km, and 3.2 km in 7 days");
    // On the tenth day the line may have moved 3.47 km.
    let past = ask(37.5, 47.98, "2025-01-20");
    assert_eq!(known(&past, "maps"), (Status::Unknown, None, true, Some((held, ru, 10))));
    assert_eq!(of(&past, "maps").last_known.unwrap().version.to_string(), "2025-01-10");
    assert_eq!(known(&ask(37.5, 48.02, "2025-01-20"), "maps").3, Some((held, ua, 10)), "on the other side as well");
    assert_eq!(
        known(&ask(37.5, 47.96, "2025-01-20"), "maps"),
        (held, ru, true, None),
        "4.4 km: out of reach, not sure"
    );
    assert_eq!(known(&ask(37.5, 47.5, "2025-01-20"), "maps"), (held, ru, false, None), "55 km");
    assert_eq!(known(&ask(37.0, 47.5, "2025-01-20"), "maps").3, Some((held, ru, 10)), "on the line itself");
    assert_eq!(known(&ask(38.7, 48.5, "2025-01-20"), "maps").3, None, "never spoken of: nothing was last known");
    // A record is of its own days without age, and its age begins with the end of its coverage.
    assert_eq!(known(&ask(37.02, 47.5, "2025-01-05"), "list"), (held, ua, true, None));
    assert_eq!(known(&ask(37.02, 47.5, "2025-01-15"), "list").3, Some((held, ua, 10)));
    let years = ask(37.5, 47.5, "2027-01-05");
    assert_eq!(known(&years, "list").3, Some((held, ua, 730)), "37.6 km, and in two years the line may have moved 61");
    assert_eq!(known(&ask(38.5, 47.5, "2028-01-05"), "list"), (held, ua, false, None), "113 km, on the last day");
    assert_eq!(known(&ask(38.5, 47.5, "2028-01-06"), "list"), (Status::Unknown, None, false, None), "the day after");
}

#[test]
fn a_verdict_that_rests_on_stale_words_says_so() {
    let atlas = atlas();
    let ask = |lon, lat, date: &str| at(&atlas, place(lon, lat), day(date)).verdict;
    let one = ask(37.5, 47.98, "2025-01-20");
    assert_eq!((one.kind, one.rests_on_stale, one.stale), (VerdictKind::SingleSource, true, vec!["list"]));
    let both = ask(36.5, 47.5, "2025-01-20");
    assert_eq!((both.kind, both.rests_on_stale), (VerdictKind::Disputed, true), "a: the list last said RU, the map UA");
    let none = ask(37.01, 47.99, "2025-01-20");
    assert_eq!((none.kind, none.rests_on_stale, none.stated), (VerdictKind::Unknown, false, None));
    let current = ask(37.5, 47.5, "2025-01-12");
    assert_eq!((current.kind, current.rests_on_stale, current.stale), (VerdictKind::SingleSource, false, vec!["list"]));
}

#[test]
fn a_source_without_a_line_says_nothing_past_its_limit() {
    let mut data = dataset();
    for version in &mut data.versions {
        version.features.clear();
    }
    let atlas = Atlas::build(data);
    let ask = |date: &str| at(&atlas, place(37.5, 47.5), day(date));
    let answer = ask("2025-01-17");
    assert_eq!((of(&answer, "maps").status, of(&answer, "maps").holder), (Status::Held, Some(Party::UA)));
    let answer = ask("2025-01-18");
    assert_eq!(of(&answer, "maps").status, Status::Unknown, "no line tells how far events were");
    assert_eq!(of(&answer, "maps").last_known.unwrap().holder, Some(Party::UA));
    let history = history(&atlas, place(37.5, 47.5), None, None, "2025-02-01".parse().unwrap()).unwrap();
    let maps = history.sources.iter().find(|s| s.source.id == "maps").unwrap();
    assert_eq!(maps.intervals[1].interval.start.unwrap().to_string(), "2025-01-18");
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
    let disputed = disputes(&atlas, Some("ua-c"), &["says", "list"], day("2025-01-04")).unwrap();
    let land = degree_m2(47);
    assert!(near(disputed.regions[0].single_source_m2, land) && disputed.disputes.is_empty(), "the list speaks alone");
    let apart = agreement(&atlas, Some("ua-c"), &["says", "list"], When::At(day("2025-01-04"))).unwrap();
    assert!(near(apart[0].not_stated_m2, land), "{apart:?}");
    let hole = at(&atlas, place(38.7, 48.5), day("2025-01-04"));
    assert_eq!(
        hole.verdict.kind,
        VerdictKind::SingleSource,
        "of the box that the map leaves out the list speaks alone"
    );
}

#[test]
fn history_tells_gaps_apart() {
    let atlas = atlas();
    let history = history(&atlas, place(36.5, 47.5), None, None, "2025-02-01".parse().unwrap()).unwrap();
    let maps = history.sources.iter().find(|s| s.source.id == "maps").unwrap();
    let spans: Vec<_> = maps.intervals.iter().map(|s| (s.interval.start.unwrap().to_string(), s.holder)).collect();
    assert_eq!(spans, [("2025-01-01".into(), Some(Party::RU)), ("2025-01-10".into(), Some(Party::UA))]);
    let gaps: Vec<_> = maps.gaps.iter().map(|g| (g.start.unwrap().to_string(), g.end.unwrap().to_string())).collect();
    assert_eq!(gaps, [("2025-01-02".into(), "2025-01-03".into()), ("2025-01-04".into(), "2025-01-10".into())]);
}

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
    let hole =
        contactline_core::model::Exception { name: "west".into(), area, from: Some("2025-01-05".parse().unwrap()) };
    dataset.sources[0].coverage.except.push(hole);
    let atlas = Atlas::build(dataset);
    let holed = changes(&atlas, "maps", Party::UA, None, from, to).unwrap().total.unwrap();
    assert!(near(holed.gained_m2, degree_m2(47) / 2.0), "{holed:?}");
}

#[test]
fn a_version_too_old_has_no_line_and_no_changes() {
    let atlas = atlas();
    // The last version is of 10 January; it says nothing any more after 30 days.
    let last = line(&atlas, "maps", day("2025-02-09"), None).unwrap();
    assert_eq!((last.age_days, last.stale), (30, true));
    let error = line(&atlas, "maps", day("2025-02-10"), None).unwrap_err().to_string();
    assert!(error.contains("has no answer for 2025-02-10") && error.contains("2025-01-10"), "{error}");
    let too_late = changes(&atlas, "maps", Party::RU, None, day("2025-01-04"), day("2025-02-10"));
    assert!(matches!(too_late, Err(QueryError::Expired { .. })), "{too_late:?}");
}

#[test]
fn the_source_meant_is_the_newest_of_those_that_speak_of_as_much() {
    let mut dataset = dataset();
    let mut later = dataset.sources[0].clone();
    later.id = "later".into();
    let mut versions: Vec<_> = dataset.versions.iter().take(2).cloned().collect();
    for (version, stamp) in versions.iter_mut().zip(["2024-12-20", "2025-01-20"]) {
        (version.source, version.stamp) = ("later".into(), stamp.parse().unwrap());
    }
    dataset.sources.push(later);
    dataset.versions.extend(versions);
    let atlas = Atlas::build(dataset);
    let meant = |days: &[&str]| {
        let moments: Vec<Moment> = days.iter().map(|d| day(d)).collect();
        atlas.timeline_meant(&moments, &[], |_| true).unwrap().source.id.clone()
    };
    assert_eq!(meant(&["2025-01-04"]), "maps", "though another one's last version is newer");
    assert_eq!(meant(&["2025-01-21"]), "later");
    assert_eq!(meant(&["2024-12-25"]), "later", "the only one that speaks of that day");
    assert_eq!(meant(&["2024-12-25", "2025-01-11"]), "later", "the only one that speaks of both");
    assert_eq!(atlas.timeline_meant(&[day("2025-01-21")], &[], |s| s.id == "maps").unwrap().source.id, "maps");
}

#[test]
fn the_source_meant_speaks_of_most_of_what_is_asked() {
    // A map as new as can be that leaves out two of six regions, and one six days older of all of them.
    let mut dataset = dataset();
    let mut part = dataset.sources[0].clone();
    part.id = "part".into();
    part.coverage.except_regions = vec!["ua-e".into(), "ua-f".into()];
    dataset.sources.push(part);
    let version = contactline_core::model::Version {
        source: "part".into(),
        stamp: "2025-01-16".parse().unwrap(),
        ..dataset.versions[1].clone()
    };
    dataset.versions.push(version);
    let atlas = Atlas::build(dataset);
    let meant = |regions: &[&str]| {
        let regions: Vec<usize> = regions.iter().filter_map(|id| atlas.places().position(id)).collect();
        atlas.timeline_meant(&[day("2025-01-16")], &regions, |_| true).unwrap().source.id.clone()
    };
    assert_eq!(meant(&[]), "maps");
    assert_eq!(meant(&["ua-a", "ua-b"]), "part", "both speak of all of them: the newer");
    assert_eq!(meant(&["ua-a", "ua-e"]), "maps");
    let rows = areas(&atlas, Some("all"), Some("part"), When::At(day("2025-01-16"))).unwrap();
    let unknown = rows.iter().find(|row| row.status == Status::Unknown).unwrap();
    assert!(rows.iter().all(|row| near(row.unknown_share, unknown.share)) && unknown.share > 0.3, "{rows:?}");
}

#[test]
fn the_edge_of_what_a_source_leaves_out_is_no_line() {
    // East of b, where the held area ended, its source now says nothing: by region, in a box, or drawn as unknown.
    let length = |change: &dyn Fn(&mut contactline_core::model::Dataset)| {
        let mut dataset = dataset();
        change(&mut dataset);
        line(&Atlas::build(dataset), "maps", day("2025-01-02"), None).unwrap().length_m
    };
    // 1.99 degrees along 48 north, and 0.99 of the meridian of 38 east.
    let (along_m, up_m) = (148_400.0, 110_100.0);
    let is_near = |a: f64, b: f64| (a - b).abs() < 500.0;
    assert!(is_near(length(&|_| {}), along_m + up_m), "{}", length(&|_| {}));
    let by_region = length(&|d| d.sources[0].coverage.except_regions.push("ua-c".into()));
    assert!(is_near(by_region, along_m), "{by_region}");
    let east_of_b = || contactline_core::model::Exception {
        name: "east of b".into(),
        area: square(38.01, 47.0, 39.0, 48.0),
        from: Some("2025-01-02".parse().unwrap()),
    };
    let before = length(&|d| d.sources[0].coverage.except.push(east_of_b()));
    assert!(is_near(before, along_m + up_m), "left out from the day after this version on: {before}");
    let from = |d: &mut contactline_core::model::Dataset| {
        d.sources[0].coverage.except.push(contactline_core::model::Exception { from: None, ..east_of_b() });
    };
    assert!(is_near(length(&from), along_m), "740 m off the edge as drawn: {}", length(&from));
    let unknown = length(&|d| {
        let feature = small_world::held(square(38.0, 47.0, 39.0, 48.0));
        d.versions[0].features.push(contactline_core::model::ControlFeature {
            status: Status::Unknown,
            holder: None,
            ..feature
        });
    });
    assert!(is_near(unknown, along_m), "{unknown}");
    // Silence that means nothing anywhere leaves no line but against what is drawn.
    let silent = |d: &mut contactline_core::model::Dataset| d.sources[0].absence = None;
    assert!(length(&silent) < 1.0, "{}", length(&silent));
    let drawn = length(&|d| {
        silent(d);
        let feature = small_world::held(square(38.0, 47.0, 39.0, 48.0));
        d.versions[0].features.push(contactline_core::model::ControlFeature { holder: Some(Party::UA), ..feature });
    });
    assert!(is_near(drawn, up_m), "{drawn}");
}

/// A map made from a picture has hundreds of specks beside its line: they made a sixth of one source's line of contact.
#[test]
fn the_line_leaves_out_what_its_source_calls_specks() {
    let with_specks = |line_min_piece_m2| {
        let mut dataset = dataset();
        dataset.sources[0].line_min_piece_m2 = line_min_piece_m2;
        let hole = square(37.4, 47.4, 37.41, 47.41);
        let body = edge_timeline::overlay::difference(&square(36.5, 47.0, 38.0, 48.0), &hole);
        // 0.8 km2 apart; 0.8 km2 that touches a piece of 82 km2 at a corner, so that both are one.
        let parts =
            [body, square(36.1, 47.4, 36.11, 47.41), square(36.2, 47.5, 36.3, 47.6), square(36.3, 47.6, 36.31, 47.61)];
        dataset.versions[0].features = parts.into_iter().map(small_world::held).collect();
        Atlas::build(dataset)
    };
    let (all, fewer) = (with_specks(0.0), with_specks(5e6));
    let length_m = |atlas: &Atlas| line(atlas, "maps", day("2025-01-01"), None).unwrap().length_m;
    let around = |west: f64, south: f64| {
        let (east, north) = (west + 0.01, south + 0.01);
        let path = [(west, south), (east, south), (east, north), (west, north), (west, south)];
        edge_timeline::measure::path_length_m(&path.map(|(lon, lat)| place(lon, lat)))
    };
    let specks_m = around(37.4, 47.4) + around(36.1, 47.4);
    assert!((length_m(&all) - length_m(&fewer) - specks_m).abs() < 1e-3, "{} {}", length_m(&all), length_m(&fewer));
    // A place in a speck keeps what is stated of it, and says so; its distance is that to the line.
    for (lon, lat, holder) in [(36.105, 47.405, Party::RU), (37.405, 47.405, Party::UA)] {
        let stated = |atlas: &Atlas| {
            let answer = at(atlas, place(lon, lat), day("2025-01-01"));
            let maps = of(&answer, "maps");
            (maps.holder, maps.near_line, maps.distance_m.unwrap() > 5_000.0, maps.caveats.told())
        };
        assert_eq!(stated(&all), (Some(holder), true, false, None));
        let (by, near_line, is_far, caveat) = stated(&fewer);
        assert_eq!((by, near_line, is_far), (Some(holder), false, true));
        assert!(caveat.unwrap().to_string().contains("in a speck"));
    }
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

#[test]
fn the_line_leaves_out_coast_and_border() {
    let atlas = atlas();
    let line = line(&atlas, "maps", day("2025-01-04"), Some(place(37.0, 48.5))).unwrap();
    assert_eq!(line.paths.len(), 1, "along 48 north to 38.5 east, then south to the coast's strip: {:?}", line.paths);
    // 2.49 degrees along 48 north, and 0.99 of meridian: 185.7 km and 110.1 km.
    assert!((line.length_m - 295_800.0).abs() < 300.0, "{}", line.length_m);
    let nearest = line.nearest.unwrap();
    assert_eq!(nearest.position, place(37.0, 48.0));
    assert!((nearest.bearing_deg - 180.0).abs() < 1e-6);
}

#[test]
fn overlap_parts_sum_to_the_shape() {
    let atlas = atlas();
    // Half of b, half of c, and a strip abroad.
    let shape = Shape::Area(square(37.5, 47.0, 38.5, 47.5));
    let answer = overlap(&atlas, &shape, Some("maps"), When::At(day("2025-01-01")), true).unwrap();
    let rows: Vec<_> =
        answer.rows.iter().map(|r| (r.region.as_deref(), r.holder, (r.share * 1e6).round() / 1e6)).collect();
    assert_eq!(rows, [(Some("ua-b"), Some(Party::RU), 0.5), (Some("ua-c"), Some(Party::UA), 0.5)]);
    assert!(near(answer.rows.iter().map(|r| r.size).sum(), answer.size));
    let pieces: f64 = answer.rows.iter().map(|r| r.piece.as_ref().unwrap().size()).sum();
    assert!(near(pieces, answer.size));
    let abroad =
        overlap(&atlas, &Shape::Area(square(39.0, 47.0, 41.0, 48.0)), Some("maps"), When::At(day("2025-01-01")), false)
            .unwrap();
    let rows: Vec<_> =
        abroad.rows.iter().map(|r| (r.region.as_deref(), r.status, (r.share * 1e6).round() / 1e6)).collect();
    assert_eq!(rows, [(None, Status::Held, 0.5), (None, Status::Unknown, 0.5)]);
}

#[test]
fn overlap_measures_paths_too() {
    let atlas = atlas();
    let path = Shape::Paths(vec![vec![place(36.5, 47.5), place(39.5, 47.5)]]);
    let when = When::Series { from: "2025-01-01".parse().unwrap(), to: "2025-01-03".parse().unwrap(), step: Step::Day };
    let answer = overlap(&atlas, &path, Some("maps"), when, false).unwrap();
    for (date, held) in [("2025-01-01", 1.5), ("2025-01-02", 1.5), ("2025-01-03", 2.0)] {
        let of_day = |r: &&OverlapRow| r.moment == day(date);
        let share: f64 =
            answer.rows.iter().filter(of_day).filter(|r| r.holder == Some(Party::RU)).map(|r| r.share).sum();
        assert!(near(share, held / 3.0), "{date}: {share}");
        assert!(near(answer.rows.iter().filter(of_day).map(|r| r.share).sum(), 1.0));
    }
}

#[test]
fn questions_name_what_is_wrong() {
    let atlas = atlas();
    let error = areas(&atlas, Some("ua-x"), None, When::At(day("2025-01-04"))).unwrap_err();
    assert!(error.to_string().contains("'ua-x'") && error.to_string().contains("ua-a"));
    let error = line(&atlas, "maps", day("2024-01-01"), None).unwrap_err();
    assert!(matches!(error, QueryError::NoVersion { .. }), "{error}");
    let when = When::Series { from: "2025-01-02".parse().unwrap(), to: "2025-01-01".parse().unwrap(), step: Step::Day };
    assert!(matches!(areas(&atlas, None, None, when).unwrap_err(), QueryError::Reversed { .. }));
    let same = "The end date 2025-01-01 is before the start date 2025-01-02";
    let (from, to) = (day("2025-01-02"), day("2025-01-01"));
    assert_eq!(areas(&atlas, None, None, when).unwrap_err().to_string(), same);
    assert_eq!(changes(&atlas, "maps", Party::RU, None, from, to).unwrap_err().to_string(), same);
    let today = "2025-02-01".parse().unwrap();
    assert_eq!(history(&atlas, place(36.5, 47.5), Some(from), Some(to), today).unwrap_err().to_string(), same);
    assert!(history(&atlas, place(36.5, 47.5), Some(from), Some(from), today).is_ok());
}

#[test]
fn disputes_say_who_states_what_and_sum_to_the_land() {
    let atlas = atlas();
    // On 4 January the map gives b and the west half of c to RU; the list gives a to RU, all else to UA.
    let answer = disputes(&atlas, None, &[], day("2025-01-04")).unwrap();
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
    let one = disputes(&atlas, Some("south"), &["maps"], day("2025-01-04")).unwrap();
    assert!(one.disputes.is_empty() && one.regions.len() == 3);
    assert!(disputes(&atlas, None, &["nobody"], day("2025-01-04")).is_err());
}

#[test]
fn agreement_is_the_disputes_of_every_pair_over_time() {
    let atlas = atlas();
    let when = When::Series { from: "2024-12-31".parse().unwrap(), to: "2025-01-02".parse().unwrap(), step: Step::Day };
    let rows = agreement(&atlas, Some("ua-a"), &[], when).unwrap();
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

/// Two maps seemed to drift apart by 1,200 km² in four months: the one had stood still since the year before.
#[test]
fn what_is_stale_is_silent_where_sources_are_compared() {
    let atlas = atlas();
    let when = When::Series { from: "2025-01-05".parse().unwrap(), to: "2025-01-06".parse().unwrap(), step: Step::Day };
    let rows = agreement(&atlas, Some("ua-b"), &[], when).unwrap();
    let land = degree_m2(47);
    assert!(near(rows[0].differs_m2, land) && near(rows[1].not_stated_m2, land), "the list ends on the 5th: {rows:?}");
    assert_eq!(rows[1].sources.map(|c| (c.age_days, c.stale)), [(Some(1), true), (Some(3), false)]);
    let answer = disputes(&atlas, Some("ua-b"), &[], day("2025-01-06")).unwrap();
    assert!(answer.disputes.is_empty() && near(answer.regions[0].single_source_m2, land), "{answer:?}");
    assert!(answer.sources[0].stale);
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
    let rows = agreement(&atlas, Some("ua-c"), &["dust", "maps"], When::At(day("2025-01-04"))).unwrap();
    assert_eq!((rows[0].agreed_m2, rows[0].differs_m2), (0.0, 0.0), "0.008 m2 on which both state the same");
    assert!(near(rows[0].not_stated_m2, degree_m2(47)), "{rows:?}");
}

#[test]
fn a_ledger_is_kept_for_claimants_only() {
    let error = ledger(&atlas(), "XX".parse().ok(), None, None, When::At(day("2025-01-04"))).unwrap_err();
    assert_eq!(error.to_string(), "No claims by 'XX' are recorded. Claimants: RU, UA");
}
