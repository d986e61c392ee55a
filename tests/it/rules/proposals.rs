//! Proposals on the small world.
use super::*;

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
