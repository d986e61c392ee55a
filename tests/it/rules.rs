//! Rules: laws on random ones, on a world that fits in the head; the regimes and texts that ship with the program.
use crate::small_world;
use crate::small_world::{dataset, day, place, vocabulary};
use contactline_core::atlas::Atlas;
use contactline_core::model::*;
use contactline_core::query::{self, Applies, Outcome, RuleEvaluator, Truth};
use contactline_store as store;
use contactline_store::read_proposal;
use edge_timeline::{EdgeTimeline, Location, overlay};
use proptest::prelude::*;

fn atlas() -> Atlas {
    Atlas::build(dataset())
}

fn rule(text: &str) -> Extent {
    Extent::read(text, &vocabulary()).unwrap_or_else(|e| panic!("{e}"))
}

/// Random rules, as text.
fn rules() -> impl Strategy<Value = String> {
    let leaf = prop::sample::select(vec![
        "everywhere",
        "region(ua-a)",
        "region(ua-b, ua-c)",
        "group(north)",
        "held_by(RU)",
        "held_by(UA)",
        "held_by(UA, on = 2025-01-01)",
        "held_by(RU, source = list)",
        "contested()",
        "within_distance_of_line(20km)",
        "within_distance_of_line(30km, side = UA)",
    ]);
    leaf.prop_map(str::to_owned).prop_recursive(3, 8, 2, |inner| {
        prop_oneof![
            inner.clone().prop_map(|a| format!("not ({a})")),
            (inner.clone(), inner.clone()).prop_map(|(a, b)| format!("({a}) and ({b})")),
            (inner.clone(), inner).prop_map(|(a, b)| format!("({a}) or ({b})")),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn what_is_written_is_read_back(text in rules()) {
        let read = rule(&text);
        prop_assert_eq!(rule(&read.to_string()), read);
    }

    #[test]
    fn a_place_is_in_the_piece_that_its_answer_names(
        text in rules(),
        (lon, lat) in (36.02..38.98_f64, 47.02..48.98_f64),
        source in 0_usize..2,
        // On the last two both are stale: by then their lines may have moved 3 and 5 km.
        date in prop::sample::select(vec!["2025-01-04", "2025-01-18", "2025-02-08"]),
    ) {
        let atlas = atlas();
        let extent = rule(&text);
        let scene = RuleEvaluator::new(&atlas, Some(&atlas.timelines()[source]), day(date));
        let p = place(lon, lat);
        let whereabouts = atlas.places().whereabouts(p);
        let (region, _) = whereabouts.region.unwrap();
        let cut = scene.cut(&extent, region);
        let within = |area| EdgeTimeline::from_area(area).locate_in(0, p) != Location::Exterior;
        let truth = scene.holds(&extent, p, &whereabouts);
        // The edge of a buffer is true to a thousandth of its distance: 60 m here.
        let edge = |m: f64| atlas.timelines().iter().any(|timeline| {
            ["2025-01-01", date].iter().any(|d| {
                let version = timeline.as_of(day(d)).unwrap();
                let reach_m = timeline.age(version, day(d)).reach_m;
                let beside = |d: f64| [m - reach_m, m, m + reach_m].iter().any(|edge| (d - edge).abs() < 60.0);
                timeline.line_distance_m(version, p).is_some_and(beside)
            })
        });
        if !edge(20_000.0) && !edge(30_000.0) && !edge(0.0) {
            prop_assert_eq!(within(&cut.yes), truth == Truth::Yes, "{} at {}: {:?}", text, p, truth);
            prop_assert_eq!(within(&cut.open), matches!(truth, Truth::Open(_)), "{} at {}: {:?}", text, p, truth);
        }
    }

    #[test]
    fn a_rule_and_its_opposite_part_the_land(
        text in rules(),
        source in 0_usize..2,
        date in prop::sample::select(vec!["2025-01-04", "2025-01-18"]),
    ) {
        let atlas = atlas();
        let scene = RuleEvaluator::new(&atlas, Some(&atlas.timelines()[source]), day(date));
        let (a, not_a) = (rule(&text), rule(&format!("not ({text})")));
        for region in atlas.own_regions() {
            let land_m2 = atlas.places().land_m2(region);
            let (yes, no) = (scene.cut(&a, region), scene.cut(&not_a, region));
            let sum = yes.yes.area_m2() + no.yes.area_m2() + yes.open.area_m2();
            prop_assert!((sum - land_m2).abs() <= 1e-9 * land_m2, "{}: {} of {}", text, sum, land_m2);
            prop_assert!(overlay::intersection(&yes.yes, &no.yes).area_m2() <= 1e-9 * land_m2);
            let both = scene.cut(&rule(&format!("({text}) and not ({text})")), region);
            prop_assert!(both.yes.area_m2() <= 1e-9 * land_m2);
        }
    }
}

#[test]
fn a_wrong_rule_is_told_with_its_place() {
    let told = |text: &str| Extent::read(text, &vocabulary()).unwrap_err().to_string();
    assert_eq!(
        told("region(ua-a) and hold_by(UA)"),
        "'hold_by' is no word of the rule language; allowed: region group held_by contested within_distance_of_line drawn \
         sea everywhere not (, at character 18 of \"region(ua-a) and hold_by(UA)\""
    );
    assert!(told("region(ua-z)").starts_with("'ua-z' is not a region; allowed: ua-a (Region ua-a), "));
    assert!(told("held_by(Russia)").starts_with("'Russia' is not a party; allowed: an ISO 3166-1"));
    assert!(told("held_by(RU, source = x)").contains("'x' is not a source; allowed: list maps"));
    assert!(told("held_by(RU, on = 2025-02-30)").contains("'2025-02-30' is not a valid date"));
    assert!(told("within_distance_of_line(far)").contains("'far' is not a distance; use metres or kilometres"));
    assert!(told("within_distance_of_line($width)").contains("'width' is not a parameter; allowed: none"));
    assert!(told("drawn(corridor)").contains("allowed: none; add a [[drawing]]"));
    assert!(told("held_by(RU) held_by(UA)").contains("expected the end of the rule, 'and' or 'or', but found "));
    assert!(told("(held_by(RU)").contains("expected ')', but found the end"));
    assert!(told("").starts_with("expected a rule (") && told("").contains("but found the end"));
    assert!(told(&"(".repeat(100_000)).contains("nested deeper than 64"));
}

#[test]
fn regimes_go_by_region_date_and_line() {
    let atlas = atlas();
    let ask = |lon, lat, date| {
        let answer = query::regimes(&atlas, place(lon, lat), day(date));
        answer.regimes.iter().map(|r| r.applies).collect::<Vec<_>>()
    };
    assert_eq!(ask(36.5, 47.5, "2024-05-31"), [Applies::No, Applies::No], "neither is in force");
    assert_eq!(ask(36.5, 47.5, "2025-01-04"), [Applies::Yes, Applies::Yes], "a is held by RU, say both");
    assert_eq!(ask(37.5, 47.5, "2025-01-04"), [Applies::No, Applies::Disputed], "the map says RU, the list UA");
    assert_eq!(ask(38.2, 47.5, "2025-01-03"), [Applies::No, Applies::No], "the stage of that day names b alone");
    assert_eq!(ask(37.5, 48.5, "2025-01-04"), [Applies::No, Applies::No], "north");
    assert_eq!(ask(37.5, 47.5, "2025-01-06"), [Applies::No, Applies::Yes], "the list is stale by then");
    let answer = query::regimes(&atlas, place(37.5, 47.5), day("2025-01-04"));
    let by: Vec<_> = answer.regimes[1].by_source.iter().map(|b| (b.source, b.truth.as_str())).collect();
    assert_eq!(by, [("list", "no"), ("maps", "yes")]);
    assert!(answer.regimes[0].by_source.is_empty(), "no line decides it");
}

/// An old list once let a regime be read as "no" 8 km from the line, as though somebody knew.
#[test]
fn a_regime_is_told_only_by_sources_that_may_speak() {
    let mut data = dataset();
    let mut listed = data.regimes[0].clone();
    listed.id = "listed".into();
    listed.stages[0].extent = rule("region(ua-a) or (group(south) and held_by(RU, source = list))");
    data.regimes.push(listed);
    let mut frozen = data.regimes[0].clone();
    frozen.id = "frozen".into();
    frozen.stages[0].extent = rule("group(south) and held_by(RU, on = 2025-01-04)");
    data.regimes.push(frozen);
    let atlas = Atlas::build(data);
    let ask = |lon, lat, date| query::regimes(&atlas, place(lon, lat), day(date)).regimes;
    let come_to =
        |lon, lat, date| ask(lon, lat, date).iter().map(|r| (r.applies, r.rests_on_stale)).collect::<Vec<_>>();
    let (yes, no, open) = ((Applies::Yes, false), (Applies::No, false), (Applies::NotDetermined, false));
    // Ten days after the list's end and eight after the map's limit, within a kilometre of both their lines.
    assert_eq!(come_to(37.01, 47.99, "2025-01-20"), [no, open, open, (Applies::Disputed, false)]);
    let beside = ask(37.01, 47.99, "2025-01-20");
    let reason = beside[1].reason.as_ref().unwrap().to_string();
    assert!(reason.starts_with("list: last known: not listed as occupied (inferred) on 2025-01-05, "), "{reason}");
    assert!(reason.contains("; maps: last known: held by RU on 2025-01-10, "), "{reason}");
    let by = &beside[2].by_source;
    assert_eq!(
        by.iter().map(|b| (b.source, b.truth.as_str(), b.stale)).collect::<Vec<_>>(),
        [("list", "not_determined", true)]
    );
    assert_eq!(by[0].last_known.unwrap().holder, Some(Party::UA));
    assert_eq!(beside[3].by_source[1].age_days, Some(1), "the day by which the text goes, not the day asked");
    // Far from the lines what was last known stands, and says that it is that.
    assert_eq!(
        come_to(38.2, 47.5, "2025-01-20"),
        [no, (Applies::Disputed, true), (Applies::No, true), (Applies::Disputed, false)]
    );
    assert_eq!(come_to(36.5, 47.5, "2025-01-20")[2], yes, "the region decides");
    assert!(ask(36.5, 47.5, "2025-01-20")[2].by_source.is_empty());
    assert_eq!(
        query::screen(&atlas, place(37.01, 47.99), day("2025-01-20")).regimes[1].applies,
        Applies::NotDetermined
    );
}

const TEXT: &str = r#"
id = "test"
title = "A text"
undefined = ["the sea"]

[[parameter]]
name = "width"
kind = "distance"
about = "width of the zone"

[[parameter]]
name = "north"
kind = "choice"
choices = ["kept", "ceded"]
about = "what becomes of d"
default = "kept"

[[drawing]]
name = "corner"
approximate = true
note = "somewhere in e"
geometry = { type = "Polygon", coordinates = [[[37, 48], [37.5, 48], [37.5, 49], [37, 49], [37, 48]]] }

[[term]]
id = "b"
extent = "region(ua-b)"
holder = "UA"
standing = "de_facto"

[[term]]
id = "zone"
extent = "region(ua-c) and within_distance_of_line($width, side = UA)"
holder = "unchanged"
zone = "demilitarised"

[[term]]
id = "d"
extent = "region(ua-d)"
when = { parameter = "north", is = "ceded" }
holder = "RU"

[[term]]
id = "corner"
extent = "drawn(corner)"
holder = "open"
"#;

#[test]
fn a_proposal_is_worked_out_by_term_source_and_parameter() {
    let atlas = atlas();
    let text = read_proposal(TEXT, "text.toml", &atlas.vocabulary()).unwrap();
    let ask = |given: &[(&str, &str)]| {
        let given = given.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect();
        query::proposal(&atlas, &text, None, Some("maps"), day("2025-01-04"), &given).unwrap().remove(0)
    };
    let (ru, ua) = ((Status::Held, Some(Party::RU)), (Status::Held, Some(Party::UA)));
    let plain = ask(&[]);
    let total = plain.accounts.last().unwrap();
    let land = |k: usize| atlas.places().land_m2(atlas.places().position(small_world::IDS[k]).unwrap());
    let moved = |from, to| total.moved.iter().find(|m| (m.from, m.to) == (from, to)).map_or(0.0, |m| m.area_m2);
    let near = |a: f64, b: f64| (a - b).abs() <= 1e-9 * b.abs().max(1.0);
    assert!(near(moved(ru, Outcome::Is(ua)), land(1)), "b goes to UA");
    assert!(near(moved(ua, Outcome::Open), land(2) / 2.0 + land(4) / 2.0), "no width, and the corner: open");
    assert!(plain.reasons.iter().any(|why| why.to_string() == "parameter 'width' is not set"), "{:?}", plain.reasons);
    let sum: f64 = plain.pieces.iter().map(|p| p.area_m2).sum();
    assert!(near(sum, (0..6).map(land).sum()));
    let ceded = ask(&[("north", "ceded"), ("width", "20km")]);
    let piece = |term: &str| {
        let number = text.terms.iter().position(|t| t.id == term);
        ceded.pieces.iter().find(|p| p.term == number).unwrap()
    };
    assert!(near(piece("d").area_m2, land(3)) && piece("d").after == Outcome::Is(ru));
    // The west edge of UA's half of c is 20 km of line: at 47.5 a degree of longitude is some 75.4 km.
    let share = piece("zone").area_m2 / land(2);
    assert!((0.25..0.60).contains(&share), "{share}");
    let account = ceded.accounts.iter().find(|a| a.region == "ua-d").unwrap();
    let of = |party| *account.parties.iter().find(|p| p.party == party).unwrap();
    assert!(near(of(Party::UA).given_up_m2, land(3)) && near(of(Party::RU).granted_not_held_m2, land(3)));
    assert!(near(of(Party::UA).claimed_not_granted_m2, land(3)) && of(Party::RU).claimed_m2 == 0.0);
    assert_eq!((of(Party::UA).settlements_before, of(Party::RU).settlements_after), ((1, 1_000), (1, 1_000)));
    assert!(near(ceded.accounts.last().unwrap().zones[0].1, piece("zone").area_m2));
}

#[test]
fn what_every_reading_comes_to_is_settled_though_a_source_is_silent() {
    let atlas = atlas();
    let held = "id = \"t\"\ntitle = \"t\"\n[[term]]\nid = \"held\"\nextent = \"region(ua-f) and held_by(RU)\"\nholder = \"UA\"\n";
    let after = |text: &str| {
        let text = read_proposal(text, "t.toml", &atlas.vocabulary()).unwrap();
        let evaluations =
            query::proposal(&atlas, &text, Some("ua-f"), Some("maps"), day("2025-01-04"), &Bindings::new()).unwrap();
        let silent = evaluations[0].pieces.iter().find(|p| p.before.0 == Status::Unknown).unwrap();
        silent.after
    };
    // The map leaves half of f out: whether the term names it cannot be said.
    assert_eq!(after(held), Outcome::Open);
    let rest =
        |holder: &str| format!("{held}[[term]]\nid = \"rest\"\nextent = \"everywhere\"\nholder = \"{holder}\"\n");
    assert_eq!(after(&rest("UA")), Outcome::Is((Status::Held, Some(Party::UA))), "either way it is UA's");
    assert_eq!(after(&rest("RU")), Outcome::Open);
}

#[test]
fn a_frozen_line_is_control_on_that_day() {
    let atlas = atlas();
    let frozen = "id = \"f\"\ntitle = \"f\"\n[[term]]\nid = \"ru\"\nextent = \"held_by(RU, on = 2025-01-01)\"\nholder = \
                  \"RU\"\n[[term]]\nid = \"ua\"\nextent = \"held_by(UA, on = 2025-01-01)\"\nholder = \"UA\"\n";
    let text = read_proposal(frozen, "f.toml", &atlas.vocabulary()).unwrap();
    let evaluation =
        query::proposal(&atlas, &text, None, Some("maps"), day("2025-01-04"), &Bindings::new()).unwrap().remove(0);
    let then = query::areas(&atlas, None, Some("maps"), query::When::At(day("2025-01-01"))).unwrap();
    for account in &evaluation.accounts {
        let id = if account.region == "total" { "all" } else { account.region };
        for party in &account.parties {
            let held = then.iter().find(|r| r.region == id && r.holder == Some(party.party));
            let held_m2 = held.map_or(0.0, |r| r.area_m2);
            assert!((party.after_m2 - held_m2).abs() <= 1e-9 * account.land_m2, "{id} {party:?} {held_m2}");
        }
    }
}

#[test]
fn a_wrong_text_is_told_with_its_line() {
    let atlas = atlas();
    let told = |from: &str, to: &str| {
        let text = TEXT.replacen(from, to, 1);
        assert_ne!(text, TEXT);
        read_proposal(&text, "text.toml", &atlas.vocabulary()).unwrap_err()[0].message.clone()
    };
    assert!(told("region(ua-b)", "region(ua-x)").starts_with("line 26: term 'b': 'ua-x' is not a region; allowed: "));
    assert!(
        told("holder = \"UA\"", "holder = \"Ukraine\"")
            .contains("line 27: 'Ukraine' is not a holder; allowed: a party code")
    );
    assert!(told("zone = \"demil", "zone = \"Demil").contains("line 34: 'Demilitarised' is not a zone"));
    assert!(told("id = \"zone\"", "id = \"b\"").contains("term 'b' stands twice"));
    assert!(told("[[term]]", "[[therm]]").contains("unknown field `therm`"));
    assert!(told("is = \"ceded\"", "is = \"lost\"").contains("'lost' is not allowed; allowed: kept ceded"));
    assert!(told("default = \"kept\"", "default = \"x\"").contains("parameter 'north': 'x' is not allowed"));
    let json = r#"{"id": "j", "title": "j", "term": [{"id": "t", "holder": "RU", "extent": "region(nowhere)"}]}"#;
    let told = read_proposal(json, "j.json", &atlas.vocabulary()).unwrap_err()[0].message.clone();
    assert!(told.starts_with("line 1: term 't': 'nowhere' is not a region"), "{told}");
    let text = read_proposal(TEXT, "text.toml", &atlas.vocabulary()).unwrap();
    let ask = |name: &str, value: &str| {
        let given = [(name.to_owned(), value.to_owned())].into_iter().collect();
        query::proposal(&atlas, &text, None, None, day("2025-01-04"), &given).unwrap_err().to_string()
    };
    assert_eq!(ask("wide", "1"), "'wide' is not a parameter of proposal 'test'. Available: width, north");
    assert!(ask("width", "0").starts_with("parameter 'width': '0' is not a distance"));
}

/// What ships with the program, by its own record of control.
pub(crate) fn shipped() -> &'static Atlas {
    static ATLAS: std::sync::LazyLock<Atlas> =
        std::sync::LazyLock::new(|| Atlas::build(store::load(None).unwrap().dataset));
    &ATLAS
}

/// The territorial-sanctions table: places and days on which the regimes part.
#[test]
fn the_register_of_regimes_says_who_covers_what_and_when() {
    let ids = ["eu-692-2014", "eu-2022-263", "us-eo-13685", "us-eo-14065", "uk-2019-855"];
    assert!(shipped().regimes().iter().map(|r| r.id.as_str()).take(5).eq(ids));
    for (what, lon, lat, date, expected) in [
        ("left bank of Kherson, after the EU and before the UK", 33.37, 46.76, "2023-01-15", "no yes no no no"),
        ("the same before the EU's extension", 33.37, 46.76, "2022-10-05", "no no no no no"),
        ("the same after the UK's", 33.37, 46.76, "2023-06-20", "no yes no no yes"),
        ("Kherson city, held", 32.617, 46.636, "2022-10-10", "no yes no no no"),
        ("Kherson city, left", 32.617, 46.636, "2022-12-01", "no no no no no"),
        ("Snihurivka", 32.80, 47.07, "2022-10-10", "no no no no no"),
        ("Kinburn", 31.60, 46.53, "2023-07-01", "no no no no no"),
        ("Kupiansk", 37.61, 49.71, "2022-05-01", "no no no no no"),
        ("Donetsk city, after the order and before the regulation", 37.80, 48.00, "2022-02-22", "no no no yes no"),
        ("Donetsk city, the day the regulation was published", 37.80, 48.00, "2022-02-23", "no no no yes no"),
        ("Donetsk city, the day it came into force", 37.80, 48.00, "2022-02-24", "no yes no yes no"),
        ("Donetsk city, the day before the UK", 37.80, 48.00, "2022-03-29", "no yes no yes no"),
        ("Donetsk city, the UK's day", 37.80, 48.00, "2022-03-30", "no yes no yes yes"),
        ("Kramatorsk, never left", 37.556, 48.723, "2023-01-15", "no no no no no"),
        ("Luhansk city", 39.30, 48.57, "2022-02-21", "no no no yes no"),
        ("Mariupol, before it was taken", 37.55, 47.10, "2022-02-24", "no no no no no"),
        // The UK listed what was occupied before 2022-02-24; read as moving with the line, Mariupol was in it.
        ("Mariupol, after", 37.55, 47.10, "2022-06-01", "no yes no yes no"),
        ("Mariupol, under the UK's areas that move", 37.55, 47.10, "2023-07-01", "no yes no yes yes"),
        ("Melitopol in 2022", 35.37, 46.85, "2022-09-01", "no no no no no"),
        ("Melitopol, the day the extension was published", 35.37, 46.85, "2022-10-06", "no no no no no"),
        ("Melitopol after the extension", 35.37, 46.85, "2022-10-07", "no yes no no no"),
        ("Zaporizhzhia city", 35.14, 47.84, "2023-07-01", "no no no no no"),
        ("Sevastopol, a day into the US order", 33.52, 44.60, "2014-12-20", "yes no yes no yes"),
        ("Sevastopol, before the US order", 33.52, 44.60, "2014-12-18", "yes no no no yes"),
        ("Simferopol, before anything", 34.10, 44.95, "2014-06-24", "no no no no no"),
        ("Simferopol now", 34.10, 44.95, "2025-05-01", "yes no yes no yes"),
        ("Kyiv", 30.52, 50.45, "2023-01-15", "no no no no no"),
    ] {
        let answer = query::regimes(shipped(), place(lon, lat), day(date));
        let said: Vec<&str> = answer.regimes.iter().take(5).map(|r| r.applies.as_str()).collect();
        assert_eq!(said.join(" "), expected, "{what}, on {date}");
    }
}

/// On 2025-05-07 the list did not yet have what its update of July says of April: both are facts, of two days.
#[test]
fn a_record_says_from_when_a_fact_holds_and_since_when_it_is_known() {
    let of_list = |lon, lat, date| {
        let answer = query::at(shipped(), place(lon, lat), day(date));
        answer.control.into_iter().find(|c| c.source.id == "ua-official-list").unwrap()
    };
    let niu_york = of_list(37.84114, 48.33027, "2025-05-01");
    let known = |c: &query::ControlAt<'_>| c.period.and_then(|p| p.known_from).map(|day| day.to_string());
    assert_eq!((niu_york.status, niu_york.holder), (Status::Held, Some(Party::RU)));
    assert_eq!(niu_york.period.and_then(|p| p.start), Some("2025-04-23".parse().unwrap()));
    assert_eq!(known(&niu_york).as_deref(), Some("2025-07-04"));
    let says = contactline::wire::sentence::statement(&niu_york);
    assert!(says.contains("from 2025-04-23, as known since 2025-07-04"), "{says}");
    assert_eq!(of_list(37.84114, 48.33027, "2025-04-22").holder, Some(Party::UA));
    // Of Kalynove only a range of days is known: within it nobody is said to hold the place.
    let kalynove = |date| of_list(37.65106, 48.29737, date);
    assert_eq!(kalynove("2025-03-24").holder, Some(Party::UA));
    let within = kalynove("2025-04-15");
    assert_eq!((within.status, within.holder, known(&within).as_deref()), (Status::Unknown, None, Some("2025-07-04")));
    assert_eq!(kalynove("2025-05-07").holder, Some(Party::RU));
    let unknown = |date| {
        let areas =
            query::areas(shipped(), Some("ua-14"), Some("ua-official-list"), query::When::At(day(date))).unwrap();
        areas.iter().filter(|row| row.status == Status::Unknown).map(|row| row.area_m2).sum::<f64>()
    };
    assert!(unknown("2025-04-15") > unknown("2025-03-24") + 1e6);
}

#[test]
fn the_register_names_what_is_in_force_on_a_day() {
    let register = contactline::wire::RegimeRegister::new(shipped().regimes(), Some("2022-06-01".parse().unwrap()));
    let uk = register.regimes.iter().find(|r| r.id == "uk-2019-855").unwrap();
    assert_eq!(
        (uk.stages.len(), uk.stages[0].number, uk.stages[0].replaced_by),
        (1, Some("SI 2022/395"), Some("SI 2023/665"))
    );
    assert_eq!((uk.stages[0].approximate, uk.stages[0].moves_with_the_line), (true, Some(false)));
    assert!(!register.regimes.iter().any(|r| r.id == "ua-2268-viii"), "repealed");
    assert!(register.regimes.iter().all(|r| r.title_uk.is_some() && r.stages.iter().all(|s| s.checked.is_some())));
}

#[test]
fn every_text_that_ships_is_computed_and_its_books_balance() {
    let atlas = shipped();
    assert!(atlas.proposals().len() >= 7);
    for text in atlas.proposals() {
        for e in query::proposal(atlas, text, None, None, day("2025-05-07"), &Bindings::new()).unwrap() {
            let regions: f64 = atlas.parts_of_country().map(|k| atlas.places().land_m2(k)).sum();
            let pieces: f64 = e.pieces.iter().map(|p| p.area_m2).sum();
            assert!((pieces - regions).abs() <= 1e-9 * regions, "{}: {pieces} of {regions}", text.id);
            let total = e.accounts.last().unwrap();
            let moved: f64 = total.moved.iter().map(|m| m.area_m2).sum();
            assert!((moved - total.land_m2).abs() <= 1e-9 * regions);
            for party in &total.parties {
                let kept = party.after_m2 - party.granted_not_held_m2;
                assert!(kept <= party.before_m2 * (1.0 + 1e-9), "{}: {party:?}", text.id);
            }
        }
    }
    // Moscow's position asks for what Ukraine holds of the two oblasts: as `areas` has it.
    let moscow = query::proposal_by_id(atlas, "moscow-2025-12-02").unwrap();
    let e =
        query::proposal(atlas, moscow, Some("donbas"), None, day("2025-05-07"), &Bindings::new()).unwrap().remove(0);
    let held = query::areas(atlas, Some("donbas"), None, query::When::At(day("2025-05-07"))).unwrap();
    let ukrainian = held.iter().find(|r| r.holder == Some(Party::UA)).unwrap().area_m2;
    let asked = e.accounts.last().unwrap().parties.iter().find(|p| p.party == Party::RU).unwrap().granted_not_held_m2;
    assert!((asked - ukrainian).abs() <= 1e-6 * ukrainian, "{asked} {ukrainian}");
}

/// A TOML or JSON text as a JSON value.
fn value(text: &str) -> serde_json::Value {
    toml::from_str(text).unwrap_or_else(|_| serde_json::from_str(text).unwrap())
}

#[test]
fn the_published_schemas_hold_for_what_ships_and_refuse_what_is_refused() {
    let schema = |name: &str| {
        let text = store::shipped(&format!("schema/{name}.json")).unwrap();
        jsonschema::validator_for(&serde_json::from_str(&text).unwrap()).unwrap()
    };
    let (proposals, regimes) = (schema("proposal"), schema("regimes"));
    assert!(regimes.is_valid(&value(&store::shipped("regimes.toml").unwrap())));
    for text in shipped().proposals() {
        let text = store::shipped(&format!("proposals/{}.toml", text.id)).unwrap();
        let wrong: Vec<String> = proposals.iter_errors(&value(&text)).map(|e| e.to_string()).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }
    assert!(proposals.is_valid(&value(TEXT)));
    for (from, to) in [
        ("[[term]]", "[[therm]]"),
        ("holder = \"UA\"", "holder = \"Ukraine\""),
        ("zone = \"demil", "zone = \"Demil"),
        ("kind = \"distance\"", "kind = \"length\""),
        ("title = \"A text\"", ""),
    ] {
        let text = TEXT.replacen(from, to, 1);
        assert!(read_proposal(&text, "text.toml", &atlas().vocabulary()).is_err(), "{to}");
        assert!(!proposals.is_valid(&value(&text)), "{to}");
    }
}
