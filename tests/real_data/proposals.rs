//! Every term of every shipped text, by two sources on three days each, as GEOS cuts it (`tests/oracle/proposals.py`).

use std::collections::BTreeMap;

use contactline_core::model::{Bindings, Status};
use contactline_core::query::{self, Outcome};

use super::{atlas, day, golden, imported};

/// Square metres by region, term, status and holder today, and outcome.
type Pieces = BTreeMap<[String; 5], f64>;

#[test]
fn every_term_is_cut_as_geos_cuts_it() {
    let header = ["proposal", "set", "source", "day", "region", "term", "status", "holder", "outcome", "area_m2"];
    let mut cases: BTreeMap<[String; 4], Pieces> = BTreeMap::new();
    for [proposal, set, source, day, region, term, status, holder, outcome, m2] in golden("proposals.csv", header) {
        let case = cases.entry([proposal, set, source, day]).or_default();
        case.insert([region, term, status, holder, outcome], m2.parse().unwrap());
    }
    let raw = imported("deepstate-raw", &["deepstate-raw"]);
    let (mut compared, mut worst) = (0, 0.0_f64);
    for ([proposal, set, source, date], expected) in &cases {
        let atlas = if source == "deepstate" { atlas() } else { &raw };
        let given: Bindings = set.split_whitespace().map(|word| word.split_once('=').unwrap()).map(own).collect();
        let text = query::proposal_by_id(atlas, proposal).unwrap();
        let evaluation = query::proposal(atlas, text, None, Some(source), day(date), &given).unwrap().remove(0);
        let mut found = Pieces::new();
        for piece in &evaluation.pieces {
            let term = piece.term.map(|k| &text.terms[k]);
            let holder = piece.before.1.map(|party| party.to_string()).unwrap_or_default();
            let outcome = match (piece.after, term) {
                (Outcome::Open, _) => "open".to_owned(),
                (Outcome::Is(_), Some(term)) => term.holder.to_string(),
                (Outcome::Is(_), None) => "unchanged".to_owned(),
            };
            let id = term.map(|t| t.id.clone()).unwrap_or_default();
            let key = [piece.region.to_owned(), id, piece.before.0.to_string(), holder, outcome];
            *found.entry(key).or_default() += piece.area_m2;
        }
        for (key, m2) in expected {
            let ours = found.get(key).copied().unwrap_or(0.0);
            // A thousandth of a square kilometre is what repairs and drawings of one border differ by.
            let error = (ours - m2).abs() / m2.max(1e3);
            worst = worst.max(error);
            assert!(error <= 1e-6, "{proposal} {set} by {source} on {date}, {key:?}: {ours} of {m2}");
            compared += 1;
        }
        for (key, m2) in found.iter().filter(|(key, _)| !expected.contains_key(*key)) {
            assert!(*m2 < 200.0, "{proposal} {set} by {source} on {date}: {key:?} {m2}, of which GEOS has nothing");
        }
        assert!(evaluation.pieces.iter().all(|p| p.before.0 != Status::Claimed));
    }
    println!("{compared} pieces compared, the worst {worst:e}");
    assert!(compared > 500, "{compared}");
}

fn own((name, value): (&str, &str)) -> (String, String) {
    (name.to_owned(), value.to_owned())
}
