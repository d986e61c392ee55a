//! Sources that are stale, past their limit of age, or behind what happens.
use super::*;
use contactline_core::model::AbsenceLag;

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

#[test]
fn a_version_too_old_has_no_line_and_no_changes() {
    let atlas = atlas();
    // The last version is of 10 January; it says nothing any more after 30 days.
    let last = line(&atlas, "maps", day("2025-02-09"), None).unwrap();
    assert_eq!((last.age.days, last.age.stale), (30, true));
    let error = line(&atlas, "maps", day("2025-02-10"), None).unwrap_err().to_string();
    assert!(error.contains("has no answer for 2025-02-10") && error.contains("2025-01-10"), "{error}");
    let too_late = changes(&atlas, "maps", Party::RU, None, day("2025-01-04"), day("2025-02-10"));
    assert!(matches!(too_late, Err(QueryError::Expired { .. })), "{too_late:?}");
}

/// Two maps seemed to drift apart by 1,200 km² in four months: the one had stood still since the year before.
#[test]
fn what_is_stale_is_silent_where_sources_are_compared() {
    let atlas = atlas();
    let when = When::Series { from: "2025-01-05".parse().unwrap(), to: "2025-01-06".parse().unwrap(), step: Step::Day };
    let rows = agreement(&atlas, Some("ua-b"), &[], when, false).unwrap();
    let land = degree_m2(47);
    assert!(near(rows[0].differs_m2, land) && near(rows[1].not_stated_m2, land), "the list ends on the 5th: {rows:?}");
    assert_eq!(rows[1].sources.map(|c| (c.age_days, c.stale)), [(Some(1), true), (Some(3), false)]);
    let answer = disputes(&atlas, Some("ua-b"), &[], day("2025-01-06"), false).unwrap();
    assert!(answer.disputes.is_empty() && near(answer.regions[0].single_source_m2, land), "{answer:?}");
    assert!(answer.sources[0].stale);
    // Taken in on demand, with how old it is and how far apart the two are.
    let row = &agreement(&atlas, Some("ua-b"), &[], When::At(day("2025-01-06")), true).unwrap()[0];
    assert!(near(row.differs_m2, land) && row.sources.map(|c| c.stale) == [true, false], "{row:?}");
    assert_eq!(row.days_apart(), Some(2), "of the 5th and of the 3rd");
    let answer = disputes(&atlas, Some("ua-b"), &[], day("2025-01-06"), true).unwrap();
    assert!(near(answer.regions[0].other_holder_m2, land) && answer.sources[0].stale, "{answer:?}");
}

/// The world where the list runs two days behind, and what it had not named lay within 20 km of its line.
fn lagging() -> Atlas {
    let mut data = dataset();
    let list = data.sources.iter_mut().find(|source| source.id == "list").unwrap();
    list.absence_lag = Some(AbsenceLag { days: 2, within_m: 20_000.0 });
    Atlas::build(data)
}

/// On its own day a list said of a town 6 km from its line that Ukraine held it: it had not named such towns for months.
#[test]
fn what_a_source_that_runs_behind_does_not_name_near_its_line_is_unknown() {
    let atlas = lagging();
    let known = |lon: f64, date: &str| {
        let answer = at(&atlas, place(lon, 47.5), day(date));
        let c = of(&answer, "list");
        (c.status, c.holder, c.near_line, c.last_known.map(|last| (last.holder, last.age_days, last.lag_days)))
    };
    let (held, unknown, ru, ua) = (Status::Held, Status::Unknown, Some(Party::RU), Some(Party::UA));
    // 1.5 km from the line along 37 east. The list's last day is 5 January.
    assert_eq!(known(37.02, "2025-01-03"), (held, ua, true, None), "two days before its state it names all");
    assert_eq!(known(37.02, "2025-01-04"), (unknown, None, true, Some((ua, 0, Some(2)))));
    assert_eq!(known(37.02, "2025-01-05"), (unknown, None, true, Some((ua, 0, Some(2)))));
    assert_eq!(known(37.02, "2025-01-15"), (unknown, None, true, Some((ua, 10, Some(2)))));
    assert_eq!(known(36.98, "2025-01-05"), (held, ru, true, None), "it names the place");
    assert_eq!(known(37.5, "2025-01-05"), (held, ua, false, None), "37.6 km");
    // Lines move 20 km in 165 days: ten days later it is as if the line were 175 days old.
    let wider = 12_600.0 + (21_500.0 - 12_600.0) * (164.83 + 10.0 - 90.0) / 90.0;
    let aged = at(&atlas, place(37.02, 47.5), day("2025-01-15"));
    assert!((of(&aged, "list").last_known.unwrap().reach_m - wider).abs() < 5.0);
    let told = of(&at(&atlas, place(37.02, 47.5), day("2025-01-05")), "list").last_known.unwrap().told().to_string();
    assert!(
        told.starts_with("not listed as occupied (inferred) as of 2025-01-05, 1.5 km from its line; it runs"),
        "{told}"
    );
}

#[test]
fn every_question_goes_by_what_a_source_that_runs_behind_may_say() {
    let (atlas, moment, place) = (lagging(), day("2025-01-05"), place(37.02, 47.5));
    let classified = classify(&atlas, place, moment);
    assert_eq!(classified.control[0].status, Status::Unknown);
    assert_eq!((classified.verdict.kind, classified.verdict.sources), (VerdictKind::SingleSource, vec!["maps"]));
    let history = history(&atlas, place, None, None, "2025-01-20".parse().unwrap()).unwrap();
    let stretches: Vec<_> =
        history.sources[0].intervals.iter().map(|s| (s.interval.start.unwrap().to_string(), s.status)).collect();
    let (from, silent) = ("2025-01-01".to_owned(), "2025-01-04".to_owned());
    assert_eq!(stretches.last(), Some(&(silent, Status::Unknown)), "{stretches:?}");
    assert!(stretches[0].0 <= from && stretches[0].1 == Status::Held, "{stretches:?}");
    // A degree of longitude is 74.6 to 76.1 km there: a strip of 20 km is 26.3 to 26.8 % of it.
    let strip = |share: f64| (0.262..0.269).contains(&share);
    let rows = areas(&atlas, Some("ua-b"), Some("list"), When::At(moment)).unwrap();
    let share =
        |status, holder| rows.iter().filter(|r| (r.status, r.holder) == (status, holder)).map(|r| r.share).sum::<f64>();
    assert!(strip(share(Status::Unknown, None)) && near(rows.iter().map(|r| r.share).sum(), 1.0), "{rows:?}");
    assert!(near(share(Status::Held, Some(Party::UA)), 1.0 - share(Status::Unknown, None)));
    let ledger = &ledger(&atlas, Some(Party::RU), Some("ua-b"), Some("list"), When::At(moment)).unwrap()[0];
    assert!(strip(ledger.unknown_m2 / ledger.claimed_m2), "{ledger:?}");
    let shape = Shape::Area(square(37.0, 47.4, 37.1, 47.6));
    let overlap = overlap(&atlas, &shape, Some("list"), When::At(moment), true).unwrap();
    assert_eq!(overlap.rows.iter().map(|row| row.status).collect::<Vec<_>>(), [Status::Unknown], "7.5 km wide");
    // The maps draw all of it as Russian: what the list may not say is no dispute.
    let disputed = &disputes(&atlas, Some("ua-b"), &[], moment, false).unwrap();
    let region = disputed.regions[0];
    assert!(strip(region.single_source_m2 / degree_m2(47)), "{region:?}");
    assert!(near(region.single_source_m2 + region.disputed_m2, degree_m2(47)));
    let pieces: f64 = disputed.disputes.iter().map(|piece| piece.area_m2).sum();
    assert!(near(pieces, region.disputed_m2));
    let row = &agreement(&atlas, Some("ua-b"), &[], When::At(moment), false).unwrap()[0];
    assert!(near(row.not_stated_m2, region.single_source_m2) && near(row.differs_m2, region.disputed_m2));
}
