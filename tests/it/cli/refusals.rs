//! Questions that cannot be answered, beside those of `cases/errors.txt`.
use super::*;

#[test]
fn a_place_that_cannot_be_meant_is_told() {
    let data = data();
    let told = |words: &[&str]| refused(data.path(), words);
    assert!(
        told(&["at", "Pokrovske"])
            .contains(" settlements are called 'Pokrovske'. Use an ID or add the region, as in 'Pokrovske, ")
    );
    assert!(told(&["at", "Kramatorks"]).starts_with("no settlement 'Kramatorks' found; similar: gn-704508 "));
    assert_eq!(
        told(&["at", "37", "48", "--crs", "EPSG:32637"]),
        "37, 48 are metres in EPSG:32637, far from every region, and look like degrees: omit crs, or use metres"
    );
    assert!(
        told(&["at", "37.8", "48.0", "--crs", "EPSG:1"]).starts_with("'EPSG:1' is not a coordinate reference system")
    );
    assert_eq!(told(&["at", "37.177", "abc"]), "'abc' is not a number, and no settlement '37.177 abc' found");
    assert_eq!(
        told(&["at", ""]),
        "The place is missing. Use longitude and latitude (lon and lat), or the name of a settlement (place)"
    );
}

#[test]
fn a_date_that_cannot_be_meant_is_told() {
    let data = data();
    let told = |date: &str| refused(data.path(), &["at", "37.8", "48.0", "--date", date]);
    assert!(told("2999-01-01").starts_with("'2999-01-01' is after today, "));
    assert_eq!(told("1990-01-01"), "'1990-01-01' is before 1991-08-24, the first day that can be asked about");
    let wanted = "Use YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ, such as 2025-12-02, or latest";
    for date in ["2025-13-40", "yesterday", "2025-12-02T99:00:00Z"] {
        let said = told(date);
        assert_eq!(said.split_once(". ").map(|(_, rest)| rest), Some(wanted), "{said}");
        assert!(said.starts_with(&format!("'{date}' is not a valid date (")) && !said.contains("parse"), "{said}");
    }
}

#[test]
fn other_data_than_those_expected_are_refused() {
    let data = data();
    let known = contactline_store::open(Some(data.path())).unwrap().fingerprint;
    let areas = |expected: &str| {
        let words = ["--expect", expected, "areas", "--date", "2025-01-04", "--json"];
        command(data.path(), &[]).args(words).output().unwrap()
    };
    let answered = areas(&known[..12].to_uppercase());
    let answer: serde_json::Value = serde_json::from_slice(&answered.stdout).unwrap();
    assert_eq!(answer["provenance"]["fingerprint"], known);
    let other = areas("0badcafe");
    let told = String::from_utf8(other.stderr).unwrap();
    assert_eq!((other.status.code(), other.stdout.len()), (Some(2), 0));
    assert!(told.contains(&format!("the data have the fingerprint {known}, not 0badcafe")), "{told}");
    // Whatever answers from the data.
    for words in
        [&["classify", "-"][..], &["export", "ua-official-list", "-o", "x.csv"], &["serve", "--listen", "127.0.0.1:0"]]
    {
        let refused = command(data.path(), &[]).args(["--expect", "0badcafe"]).args(words).output().unwrap();
        assert!(
            !refused.status.success() && String::from_utf8_lossy(&refused.stderr).contains("--expect"),
            "{words:?}"
        );
    }
}

#[test]
fn what_is_set_twice_or_cannot_be_loaded_is_told() {
    let data = data();
    let twice = ["proposal", "european-counter-text", "--set", "a=1", "--set", "a=2"];
    assert_eq!(refused(data.path(), &twice), "'a' is set twice; set it once");
    let nowhere = data.path().join("nowhere");
    assert!(refused(&nowhere, &["sources"]).starts_with("the data cannot be loaded: "));
}

#[test]
fn one_source_agrees_with_nobody() {
    let data = data();
    let words = ["agreement", "--date", "2025-01-04", "--region", "ua-14", "--sources", "maps"];
    let output = run(data.path(), &words);
    assert_eq!((output.status.code(), output.stdout.as_slice()), (Some(1), &b""[..]));
    let told = "contactline: agreement requires at least two sources. Available: maps, ua-official-list, viina\n";
    assert_eq!(String::from_utf8(output.stderr).unwrap(), told);
}
