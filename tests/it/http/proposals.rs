//! Proposals posted as texts.
use super::*;

#[test]
fn a_text_of_ones_own_is_computed_and_a_wrong_one_told_with_its_line() {
    let text = "id = \"mine\"\ntitle = \"Mine\"\n[[term]]\nid = \"south\"\nextent = \"group(south) and held_by(RU)\"\nholder = \"UA\"\n";
    let answer = post("/v1/proposals/evaluate?date=2025-01-04&source=list", "application/toml", text.to_owned());
    assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
    let body = answer.json();
    let evaluation = &body["evaluations"][0];
    assert_eq!((&evaluation["source"], &evaluation["pieces"][0]["term"]), (&json!("list"), &json!("south")));
    assert_eq!(evaluation["settlements"][0]["to"], json!({"status": "held", "holder": "UA"}));
    let map = post("/v1/proposals/evaluate?date=2025-01-04&f=geojson", "application/toml", text.to_owned()).json();
    let geometries = |source: &str| -> Vec<bool> {
        let features = map["features"].as_array().unwrap().iter();
        features.filter(|f| f["properties"]["source"] == source).map(|f| f["geometry"].is_null()).collect()
    };
    let (maps, list) = (geometries("maps"), geometries("list"));
    assert!(!maps.is_empty() && maps.iter().all(|null| *null), "not to be passed on: {maps:?}");
    assert!(!list.is_empty() && list.iter().all(|null| !*null), "{list:?}");
    let wrong = post("/v1/proposals/evaluate", "application/toml", text.replace("held_by", "hold_by"));
    assert_eq!(problem(&wrong).1, "bad-body");
    assert!(
        wrong.json()["detail"].as_str().unwrap().starts_with("line 5: term 'south': 'hold_by' is no word of the rule")
    );
    assert_eq!(problem(&get("/v1/proposals/none")).0, 404);
    assert_eq!(get("/v1/proposals/schema").header("content-type"), "application/schema+json");
    let regimes = get("/v1/regimes?lon=37.5&lat=47.5&date=2025-01-04").json();
    assert_eq!(regimes["regimes"][1]["applies"], "disputed");
    assert_eq!(get("/v1/at?lon=37.5&lat=47.5&date=2025-01-04").json()["regimes"], regimes["regimes"]);
    let rows = post("/v1/at?regimes=true&date=2025-01-04", "text/csv", "lon,lat\n37.5,47.5\n").text();
    assert!(rows.lines().nth(1).unwrap().ends_with(",no,disputed,"), "{rows}");
    let svg = get("/v1/ledger?f=svg&date=2025-01-04");
    assert_eq!(svg.header("content-type"), "image/svg+xml");
    assert!(svg.text().contains("ua-b, claimed by Russia, according to maps: 100.0 % controlled"), "{}", svg.text());
    assert!(svg.text().contains("It implies no position on sovereignty"), "{}", svg.text());
    let in_ukrainian = get("/v1/ledger?f=svg&date=2025-01-04&lang=uk").text();
    assert!(in_ukrainian.contains("ua-b, претензія: Росія, за даними: maps: 100,0 % під контролем"), "{in_ukrainian}");
}

#[test]
fn what_a_text_of_ones_own_leaves_out_is_null() {
    let text = "id = 'mine'\ntitle = 'Mine'\n[[term]]\nid = 'a'\nextent = 'everywhere'\nholder = 'UA'\n";
    let answer = post("/v1/proposals/evaluate?date=2025-01-04", "application/toml", text).json();
    let told = answer["proposals"][0].clone();
    for member in ["origin", "citation", "certainty"] {
        assert_eq!(told.get(member), Some(&Value::Null), "{member}: {told}");
    }
    for member in ["wording", "source", "certainty"] {
        assert_eq!(told["terms"][0].get(member), Some(&Value::Null), "{member}: {told}");
    }
    let twice = post("/v1/proposals/evaluate?set=a:1,a:2", "application/toml", text);
    assert_eq!(problem(&twice), (400, "bad-value".into(), "set".into()));
}
