//! The regimes, records and proposals that ship.
use super::*;

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
    // So near to its line the list runs behind: what it did not name then may have changed hands before.
    let before = of_list(37.84114, 48.33027, "2025-04-22");
    assert_eq!((before.status, before.holder), (Status::Unknown, None));
    assert_eq!(of_list(37.84114, 48.33027, "2024-07-01").holder, Some(Party::UA));
    // Of Kalynove only a range of days is known: within it nobody is said to hold the place.
    let kalynove = |date| of_list(37.65106, 48.29737, date);
    assert_eq!(kalynove("2024-07-01").holder, Some(Party::UA));
    let within = kalynove("2025-04-15");
    assert_eq!((within.status, within.holder, known(&within).as_deref()), (Status::Unknown, None, Some("2025-07-04")));
    assert_eq!(kalynove("2025-05-07").holder, Some(Party::RU));
    let unknown = |date| {
        let areas =
            query::areas(shipped(), Some("ua-14"), Some("ua-official-list"), query::When::At(day(date))).unwrap();
        areas.iter().filter(|row| row.status == Status::Unknown).map(|row| row.area_m2).sum::<f64>()
    };
    assert!(unknown("2025-04-15") > unknown("2024-07-01") + 1e6);
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

/// On a day of which every source speaks of all: proposals take versions as they were drawn.
#[test]
fn every_text_that_ships_is_computed_and_its_books_balance() {
    let (atlas, date) = (shipped(), "2024-06-01");
    assert!(atlas.proposals().len() >= 7);
    for text in atlas.proposals() {
        for e in query::proposal(atlas, text, None, None, day(date), &Bindings::new()).unwrap() {
            let regions: f64 = atlas.parts_of_country().map(|k| atlas.places().land_m2(k)).sum();
            let pieces: f64 = e.pieces.iter().map(|p| p.area_m2).sum();
            assert!((pieces - regions).abs() <= 1e-9 * regions, "{}: {pieces} of {regions}", text.id);
            // What each account says of today is what `areas` says, which knows no text.
            for account in e.accounts.iter().filter(|account| account.region != "total") {
                let rows =
                    query::areas(atlas, Some(account.region), Some(&e.source.id), query::When::At(e.moment)).unwrap();
                for row in rows {
                    let moved = account.moved.iter().filter(|m| m.from == (row.status, row.holder));
                    let m2: f64 = moved.map(|m| m.area_m2).sum();
                    let error = (m2 - row.area_m2).abs();
                    assert!(error <= 1e-9 * account.land_m2, "{}: {m2} of {row:?}", text.id);
                }
            }
            for party in &e.accounts.last().unwrap().parties {
                let kept = party.after_m2 - party.granted_not_held_m2;
                assert!(kept <= party.before_m2 * (1.0 + 1e-9), "{}: {party:?}", text.id);
            }
        }
    }
    // Moscow's position asks for what Ukraine holds of the two oblasts: as `areas` has it.
    let moscow = query::proposal_by_id(atlas, "moscow-2025-12-02").unwrap();
    let e = query::proposal(atlas, moscow, Some("donbas"), None, day(date), &Bindings::new()).unwrap().remove(0);
    let held = query::areas(atlas, Some("donbas"), None, query::When::At(day(date))).unwrap();
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
