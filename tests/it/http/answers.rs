//! What the JSON answers state, in which language, and how old it is.
use super::*;

#[test]
fn at_answers_in_full() {
    let answer = get("/v1/at?lon=37.5&lat=47.5&date=2025-01-04");
    assert_eq!(answer.status, 200);
    let body = answer.json();
    assert_eq!(body["date"], "2025-01-04");
    assert_eq!((&body["region"]["id"], &body["region"]["place"]), (&json!("ua-b"), &json!("land")));
    let maps = body["control"].as_array().unwrap().iter().find(|c| c["source"] == "maps").unwrap();
    assert_eq!(
        (&maps["status"], &maps["holder"], &maps["version"]),
        (&json!("held"), &json!("RU"), &json!("2025-01-03"))
    );
    assert_eq!((&maps["stale"], &maps["age_days"], &maps["location"]), (&json!(false), &json!(1), &json!("interior")));
    assert_eq!(body["verdict"], "disputed");
    assert_eq!(body["claims"].as_array().unwrap().len(), 2);
    assert!(body["attribution"].as_array().unwrap().contains(&json!("© maps")));
}

/// The note of whose position an answer is not stood with `at` alone; distances to lines came without their warning.
#[test]
fn every_answer_about_control_has_the_status_note_in_its_language() {
    let (place, days) = ("lon=37.5&lat=47.5", "from=2025-01-01&to=2025-01-10");
    let addresses = [
        format!("/v1/at?{place}&date=2025-01-05&"),
        format!("/v1/history?{place}&"),
        "/v1/areas?date=2025-01-05&".into(),
        "/v1/ledger?date=2025-01-05&".into(),
        format!("/v1/changes?source=maps&{days}&"),
        "/v1/disputes?date=2025-01-05&".into(),
        "/v1/agreement?date=2025-01-05&".into(),
        format!("/v1/line?source=maps&date=2025-01-05&{place}&"),
        "/v1/settlements?date=2025-01-05&".into(),
        "/v1/settlements?date=2025-01-05&f=geojson&".into(),
        "/collections?f=json&".into(),
        "/collections/control-list?f=json&".into(),
        "/collections/settlements/items?f=json&datetime=2025-01-05&".into(),
        "/collections/control-list/tiles/WebMercatorQuad?f=json&".into(),
        "/collections/control-list/tiles/WebMercatorQuad/tilejson.json?".into(),
    ];
    for address in addresses {
        for language in Language::ALL {
            let answer = get(&format!("{address}lang={language}"));
            assert_eq!(answer.header("content-language"), language.as_str(), "{address}");
            let answer = answer.json();
            assert_eq!(answer["notice"], STATUS.within(language), "{address}");
            let has_distances =
                ["/v1/at", "/v1/line", "/v1/settlements"].iter().any(|begin| address.starts_with(begin));
            let wanted = if has_distances { NO_MOVEMENT.within(language).into() } else { Value::Null };
            assert_eq!(answer["warning"], wanted, "{address}");
        }
    }
    let style = get("/style.json?lang=uk").json();
    assert_eq!(style["metadata"]["contactline:notice"], STATUS.within(Language::Ukrainian));
    let regimes = get(&format!("/v1/regimes?{place}&lang=uk")).json();
    assert_eq!(regimes["warning"], NO_MOVEMENT.within(Language::Ukrainian));
}

/// What one party lost was told and what the other gained was not, though between them lies ground that nobody holds.
#[test]
fn changes_are_told_of_each_party() {
    let path = "/v1/changes?source=maps&from=2025-01-01&to=2025-01-10";
    let both = get(path).json();
    assert_eq!((&both["party"], &both["others"][0]["party"]), (&json!("RU"), &json!("UA")));
    let alone = get(&format!("{path}&party=UA")).json();
    assert_eq!((&alone["total"], &alone["regions"]), (&both["others"][0]["total"], &both["others"][0]["regions"]));
    assert_eq!(alone["others"], json!([]));
    let csv = get(&format!("{path}&f=csv")).text();
    assert!(csv.contains("\nmaps,RU,") && csv.contains("\nmaps,UA,"), "{csv}");
}

/// Sentences are in the language asked for; machine words and figures are the same in both.
#[test]
fn an_answer_is_in_the_language_that_is_asked_for() {
    let at = "/v1/at?lon=37.5&lat=47.5&date=2025-01-20";
    let english = get(at);
    assert_eq!(english.header("content-language"), "en");
    let asked = [
        get(&format!("{at}&lang=uk")),
        with(at, Method::GET, &[("accept-language", "de, uk-UA;q=0.9, en;q=0.5")], Body::empty()),
    ];
    for ukrainian in &asked {
        assert_eq!(ukrainian.header("content-language"), "uk");
        assert!(ukrainian.header("vary").contains("accept-language"), "{}", ukrainian.header("vary"));
        assert_ne!(ukrainian.header("etag"), english.header("etag"));
        let (uk, en) = (ukrainian.json(), english.json());
        assert!(
            uk["verdict_detail"]["says"]
                .as_str()
                .unwrap()
                .starts_with("за останніми відомостями на 2025-01-05 і 2025-01-10"),
            "{uk}"
        );
        assert!(
            en["verdict_detail"]["says"].as_str().unwrap().starts_with("as last known on 2025-01-05 and 2025-01-10"),
            "{en}"
        );
        assert_eq!(
            uk["notice"],
            contactline_core::model::notice::STATUS.within(contactline_core::model::Language::Ukrainian)
        );
        assert_eq!((&uk["verdict"], &uk["control"][0]["status"]), (&en["verdict"], &en["control"][0]["status"]));
    }
    // On a thread of its own, and shared with others who ask: the language is that of each.
    let areas = |lang: &str| get(&format!("/v1/proposals?lang={lang}")).json()["notice"].as_str().unwrap().to_owned();
    assert!(areas("uk").contains("не означає") && areas("en").contains("Nothing here says"));
    assert_eq!(problem(&get("/v1/at?lon=1&lat=1&lang=fr")), (400, "bad-value".into(), "lang".into()));
}

/// On that day the map's last version is ten days old, the list fifteen; their lines meet 750 m west and 1 km north of here.
const NEAR_OLD_LINES: &str = "lon=37.01&lat=47.99&date=2025-01-20";

#[test]
fn near_an_old_line_an_answer_is_unknown_and_says_what_was_last_known() {
    let at = get(&format!("/v1/at?{NEAR_OLD_LINES}")).json();
    assert_eq!((&at["verdict"], &at["verdict_detail"]["rests_on_stale"]), (&json!("unknown"), &json!(false)));
    let says = at["verdict_detail"]["says"].as_str().unwrap();
    assert!(says.starts_with("unknown; last known: not listed as occupied (inferred) on 2025-01-05, "), "{says}");
    assert!(
        says.contains("; last known: held by RU on 2025-01-10, ")
            && says.ends_with(" 10 days old; in such a time lines moved up to 3.5 km, according to maps"),
        "{says}"
    );
    let maps = &at["control"][1];
    let last = json!({
        "status": "held", "holder": "RU", "basis": "mapped", "version": "2025-01-10", "age_days": 10, "reach_m": 3_473.9,
        "lag_days": null
    });
    assert_eq!((&maps["status"], &maps["last_known"], &maps["near_line"]), (&json!("unknown"), &last, &json!(true)));
    assert_eq!(maps["uncertain_within_m"], json!(4_473.9), "1 km, and 3.47 km in ten days");
    let moving = &at["regimes"][1];
    assert_eq!((&moving["applies"], &moving["by_source"][1]["last_known"]), (&json!("not_determined"), &last));
    assert_eq!(get(&format!("/v1/regimes?{NEAR_OLD_LINES}")).json()["regimes"][1], *moving);
}

#[test]
fn far_from_an_old_line_what_was_last_known_stands_and_is_called_so() {
    let far = get("/v1/at?lon=37.5&lat=47.5&date=2025-01-20").json();
    assert_eq!((&far["verdict"], &far["verdict_detail"]["rests_on_stale"]), (&json!("disputed"), &json!(true)));
    let says = far["verdict_detail"]["says"].as_str().unwrap();
    assert_eq!(
        says,
        "as last known on 2025-01-05 and 2025-01-10, disputed, according to list (out of date), maps (out of date)"
    );
    assert_eq!(far["control"][1]["says"], "held by RU (mapped: occupied), as last known on 2025-01-10");
}

#[test]
fn rows_settlements_areas_and_the_line_say_how_old_a_word_is() {
    let rows =
        post("/v1/at?regimes=true", "application/x-ndjson", "{\"lon\":37.01,\"lat\":47.99,\"date\":\"2025-01-20\"}\n")
            .json();
    assert_eq!((&rows["verdict"], &rows["regimes"]["moving"]), (&json!("unknown"), &json!("not_determined")));
    let towns = get("/v1/settlements?date=2025-01-20&near=37.5,47.98&source=maps").json();
    assert_eq!(towns["settlements"][0]["control"][0]["stale"], json!(true));
    let areas = get("/v1/areas?date=2025-01-20&source=maps&region=ua-b").json();
    let row = &areas["rows"][0];
    assert_eq!(
        (&row["age_days"], &row["stale"], &row["uncertain_within_m"]),
        (&json!(10), &json!(true), &json!(4_473.9))
    );
    assert_eq!(get("/v1/line?date=2025-01-20&source=maps").json()["uncertain_within_m"], json!(4_473.9));
}

#[test]
fn a_map_says_how_old_it_is() {
    let map = get("/v1/map?date=2025-01-20&source=list").text();
    assert!(
        map.contains("as last known on 5 January 2025") && map.contains("15 days old: within 9 km of its line"),
        "{map}"
    );
    let current = get("/v1/map?date=2025-01-05&source=list").text();
    assert!(current.contains("Control of territory on 5 January 2025") && !current.contains("last known"));
}
