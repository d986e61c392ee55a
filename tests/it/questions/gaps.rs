//! Records with days of which they have no data of their own, and records that do not tell of everybody.
use super::*;
use contactline_core::model::{CoverageGap, Date, Period, Settlement};

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

fn period(status: Status, holder: Option<Party>, basis: Basis, start: Option<&str>, end: Option<&str>) -> Period {
    let [start, end] = [start, end].map(|day| day.map(date));
    Period {
        status,
        holder,
        basis,
        start,
        start_earliest: None,
        end,
        known_from: None,
        publisher_word: "a word".into(),
    }
}

/// The small world with its list known up to 5 January and on 30 June: by then Town 2 is listed beside Town 0, Town 1 is not.
fn two_states() -> Atlas {
    let mut dataset = dataset();
    let list = dataset.sources.iter_mut().find(|source| source.id == "list").unwrap();
    list.coverage.end = Some(date("2025-06-30"));
    list.coverage.gaps = vec![CoverageGap { first: date("2025-01-06"), last: date("2025-06-29") }];
    let (held, ua, ru) = (Status::Held, Some(Party::UA), Some(Party::RU));
    dataset.records[0].settlements[2].periods = vec![
        period(held, ua, Basis::Inferred, None, Some("2025-01-05")),
        Period {
            start_earliest: Some(date("2025-01-06")),
            known_from: Some(date("2025-06-30")),
            ..period(held, ru, Basis::Official, Some("2025-06-30"), None)
        },
    ];
    Atlas::build(dataset)
}

fn position(atlas: &Atlas, id: &str) -> edge_timeline::Position {
    atlas.gazetteer().by_id(id).unwrap().position
}

#[test]
fn what_a_list_states_on_both_sides_of_a_gap_it_states_within() {
    let atlas = two_states();
    let here = position(&atlas, "s-0");
    for (on, version) in [("2025-01-05", "2025-01-05"), ("2025-03-01", "2025-06-30"), ("2025-06-30", "2025-06-30")] {
        let answer = at(&atlas, here, day(on));
        let list = of(&answer, "list");
        assert_eq!(
            (list.status, list.holder, list.age_days, list.stale),
            (Status::Held, Some(Party::RU), Some(0), false),
            "{on}"
        );
        assert_eq!(list.version.unwrap().date(), date(version), "{on}");
    }
    let aged = at(&atlas, here, day("2025-07-10"));
    assert_eq!(of(&aged, "list").age_days, Some(10), "from the second state on it ages");
}

/// What a list leaves out it does not state: nobody knows whether a place not listed in May and not listed in August was held in June.
#[test]
fn what_a_list_leaves_out_ages_through_a_gap() {
    let atlas = two_states();
    let ask = |lon: f64, on: &str| {
        let answer = at(&atlas, place(lon, 47.5), day(on));
        let list = of(&answer, "list");
        (list.status, list.holder, list.last_known.map(|last| (last.status, last.holder, last.age_days)))
    };
    let (held, ua) = (Status::Held, Some(Party::UA));
    // Town 1 begins at 37 east: 1.5 km from the line, and within 55 days it may have moved 8.3 km.
    assert_eq!(ask(37.02, "2025-01-05"), (held, ua, None));
    assert_eq!(ask(37.02, "2025-03-01"), (Status::Unknown, None, Some((held, ua, 55))));
    assert_eq!(ask(37.4, "2025-03-01"), (held, ua, None), "30 km: out of reach");
    assert_eq!(ask(37.02, "2025-06-30"), (held, ua, None), "the second state leaves it out, too");
    let answer = at(&atlas, place(37.4, 47.5), day("2025-03-01"));
    assert!(of(&answer, "list").stale && of(&answer, "list").age_days == Some(55));
}

#[test]
fn what_was_listed_between_two_states_is_held_from_an_unknown_day() {
    let atlas = two_states();
    let here = position(&atlas, "s-2");
    let ask = |on: &str| at(&atlas, here, day(on)).control.into_iter().find(|c| c.source.id == "list").unwrap();
    assert_eq!((ask("2025-01-05").status, ask("2025-01-05").holder), (Status::Held, Some(Party::UA)));
    for on in ["2025-01-06", "2025-06-29"] {
        let within = ask(on);
        assert_eq!((within.status, within.holder, within.last_known), (Status::Unknown, None, None), "{on}");
        let says = contactline::wire::sentence::statement(&within);
        assert!(says.contains("RU from an unknown day between 2025-01-05 and 2025-06-30"), "{says}");
    }
    assert_eq!((ask("2025-06-30").status, ask("2025-06-30").holder), (Status::Held, Some(Party::RU)));

    let history = history(&atlas, here, None, None, date("2025-06-30")).unwrap();
    let list = history.sources.iter().find(|s| s.source.id == "list").unwrap();
    let told = |s: &Stretch| (s.interval.start.unwrap().date(), s.status, s.begun.map(|b| (b.after, b.by, b.holder)));
    let between = Some((date("2025-01-05"), date("2025-06-30"), Some(Party::RU)));
    let last: Vec<_> = list.intervals.iter().rev().take(2).map(told).collect();
    assert_eq!(last, [(date("2025-06-30"), Status::Held, between), (date("2025-01-06"), Status::Unknown, between)]);
    let gaps: Vec<_> = list.gaps.iter().map(|gap| (gap.start.unwrap().date(), gap.end.unwrap().date())).collect();
    assert_eq!(gaps, [(date("2025-01-06"), date("2025-06-30"))]);

    let wanted = Wanted { name: Some("s-2"), ..Wanted::default() };
    let found = settlements(&atlas, day("2025-06-30"), wanted).unwrap();
    let (_, since) = found.rows[0].control.iter().find(|(c, _)| c.source.id == "list").unwrap();
    assert_eq!(since.unwrap().after, Some(date("2025-01-05")));

    let unknown = |on: &str| {
        let rows = areas(&atlas, None, Some("list"), When::At(day(on))).unwrap();
        rows.iter().filter(|row| row.status == Status::Unknown).map(|row| row.area_m2).sum::<f64>()
    };
    assert!(unknown("2025-03-01") > unknown("2025-01-05") + 1e6 && near(unknown("2025-06-30"), unknown("2025-01-05")));
}

#[test]
fn fighting_is_told_of_the_state_that_lists_it() {
    let atlas = two_states();
    let listed = |on: &str| of(&at(&atlas, position(&atlas, "s-1"), day(on)), "list").hostilities;
    assert_eq!(listed("2025-01-05"), Some(Hostilities::Active));
    assert_eq!(listed("2025-06-30"), None, "the second state says nothing of it");
}

/// A record that does not infer anything: it says who holds each place, that one is contested, and does not know another.
fn told_by_place() -> Atlas {
    let mut dataset = dataset();
    let list = dataset.sources.iter_mut().find(|source| source.id == "list").unwrap();
    list.absence = None;
    let told = |settlement: &mut Settlement, status, holder| {
        settlement.periods = vec![period(status, holder, Basis::Coded, Some("2024-01-01"), None)];
    };
    for (k, settlement) in dataset.records[0].settlements.iter_mut().enumerate() {
        match k {
            0 => told(settlement, Status::Held, Some(Party::RU)),
            1 => settlement.periods.clear(),
            2 => told(settlement, Status::Contested, None),
            _ => told(settlement, Status::Held, Some(Party::UA)),
        }
    }
    Atlas::build(dataset)
}

#[test]
fn a_record_may_tell_who_holds_each_place_and_not_know_one() {
    let atlas = told_by_place();
    let ask = |id: &str| {
        let answer = at(&atlas, position(&atlas, id), day("2025-01-03"));
        let list = of(&answer, "list");
        (list.status, list.holder, list.basis)
    };
    assert_eq!(ask("s-0"), (Status::Held, Some(Party::RU), Some(Basis::Coded)));
    assert_eq!(ask("s-1"), (Status::Unknown, None, None), "no neighbour speaks for it");
    assert_eq!(ask("s-2"), (Status::Contested, None, Some(Basis::Coded)));
    assert_eq!(ask("s-3"), (Status::Held, Some(Party::UA), Some(Basis::Coded)));
    // All its land is stated, but for the cell of the settlement it does not know.
    let rows = areas(&atlas, None, Some("list"), When::At(day("2025-01-03"))).unwrap();
    let of_status =
        |status| rows.iter().filter(|r| r.status == status && r.region != "all").map(|r| r.area_m2).sum::<f64>();
    assert!(of_status(Status::Unknown) > 1e6 && of_status(Status::Contested) > 1e6);
}

/// The edge of a cell against ground of which the record says nothing once put a line of contact through the middle of cities.
#[test]
fn no_line_of_contact_runs_along_a_settlement_that_a_record_does_not_know() {
    let line_m = |atlas: &Atlas| {
        let answer = at(atlas, place(36.98, 47.5), day("2025-01-03"));
        of(&answer, "list").distance_m
    };
    assert!(line_m(&two_states()).unwrap() < 2_000.0, "Town 1 is known there: its edge is a line");
    assert!(line_m(&told_by_place()).is_none_or(|metres| metres > 20_000.0));
}
