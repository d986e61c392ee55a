//! Parameters, addresses and methods that are refused.
use super::*;

#[test]
fn bad_parameters_of_a_place_are_told_with_what_is_allowed() {
    for (query, code, parameter) in [
        ("lon=NaN&lat=47", "bad-value", "lon"),
        ("lon=37&lat=inf", "bad-value", "lat"),
        ("lon=1e400&lat=47", "bad-value", "lon"),
        ("lon=37,5&lat=47", "bad-value", "lon"),
        ("lon=%FF&lat=47", "bad-value", "lon"),
        ("lon=37&lat=97", "bad-value", "lat"),
        ("lon=47.5&lat=37.5", "swapped-axes", ""),
        ("lon=47.5&lat=137.5", "bad-value", "lat"),
        ("lon=37", "missing-parameter", "lat"),
        ("", "missing-parameter", "lon"),
        ("lon=37&lat=47&lat=48", "repeated-parameter", "lat"),
        ("lon=37&lat=47&when=today", "unknown-parameter", "when"),
        ("lon=37&lat=47&date=2025-02-30", "bad-value", "date"),
        ("lon=37&lat=47&date=yesterday", "bad-value", "date"),
        ("lon=37&lat=47&date=2025-02-02", "bad-value", "date"),
        ("lon=37&lat=47&date=1990-01-01", "bad-value", "date"),
        ("lon=37&lat=47&crs=EPSG:2154", "unknown-crs", "crs"),
        ("x=37&y=47", "missing-parameter", "crs"),
        ("lon=37&lat=47&x=37&y=47&crs=EPSG:3857", "bad-value", "lon"),
    ] {
        let answer = get(&format!("/v1/at?{query}"));
        assert_eq!(problem(&answer), (400, code.into(), parameter.into()), "{query}: {}", answer.text());
    }
    assert!(get("/v1/at?lon=37&lat=97").text().contains("latitude 97 is not within -90..=90"));
    assert!(get("/v1/at?lon=47.5&lat=37.5").text().contains("did you swap lon and lat"));
}

#[test]
fn what_is_not_known_is_told_with_the_name_that_the_address_has_for_it() {
    let csv = post("/v1/at?source=nobody", "text/csv", "lon,lat\n37.5,47.5\n");
    assert_eq!(problem(&csv), (400, "unknown-source".into(), "source".into()));
    for (path, parameter) in [
        ("/v1/agreement?sources=list,nobody", "sources"),
        ("/v1/disputes?sources=nobody", "sources"),
        ("/v1/ledger?source=nobody", "source"),
        ("/v1/line?source=nobody", "source"),
        ("/v1/at?place=Town%205&region=nowhere", "region"),
        ("/v1/disputes?region=nowhere", "region"),
    ] {
        assert_eq!(problem(&get(path)).2, parameter, "{path}: {}", get(path).text());
    }
}

#[test]
fn degrees_given_as_metres_are_told() {
    let degrees = r#"{"type":"Polygon","coordinates":[[[37.2,47.2],[37.4,47.2],[37.4,47.4],[37.2,47.2]]]}"#;
    let answer = post("/v1/overlap?crs=EPSG:3857", "application/json", degrees);
    assert_eq!(problem(&answer), (400, "bad-value".into(), "crs".into()));
    assert!(answer.text().contains("37.2, 47.2 are metres in EPSG:3857, far from every region, and look like degrees"));
}

#[test]
fn bad_parameters_of_other_questions_are_told() {
    for (path, code) in [
        ("/v1/areas?region=atlantis", "unknown-region"),
        ("/v1/areas?source=nobody", "unknown-source"),
        ("/v1/areas?from=2025-01-05&to=2025-01-01", "bad-value"),
        ("/v1/areas?from=2025-01-05", "missing-parameter"),
        ("/v1/areas?from=2025-01-01&to=2025-01-05&step=hour", "bad-value"),
        ("/v1/areas?f=xml", "bad-value"),
        ("/v1/ledger?claimant=Russia", "bad-value"),
        ("/v1/changes?to=2025-01-04", "missing-parameter"),
        ("/v1/history?lon=37&lat=47.5&from=2025-01-05&to=2025-01-01", "bad-value"),
    ] {
        assert_eq!(problem(&get(path)).1, code, "{path}");
    }
    assert_eq!(problem(&get("/v1/line?source=maps&date=2024-05-01")), (404, "no-version".into(), String::new()));
}

#[test]
fn addresses_and_methods_that_are_not_there() {
    assert_eq!(problem(&get("/v2/at")).1, "not-found");
    let answer = with("/v1/at", Method::DELETE, &[], Body::empty());
    assert_eq!(problem(&answer).1, "method-not-allowed");
    assert_eq!(answer.header("allow"), "GET,HEAD,POST");
    assert_eq!((get("/health").status.as_u16(), get("/ready").json()["atlas"].clone()), (200, json!("f00d")));
}

#[test]
fn a_party_that_claims_nothing_is_no_claimant() {
    let answer = get("/v1/ledger?date=2025-01-04&claimant=XX");
    assert_eq!(problem(&answer), (400, "bad-value".into(), "claimant".into()));
    assert!(answer.text().contains("No claims by 'XX' are recorded. Claimants: RU, UA"), "{}", answer.text());
}
