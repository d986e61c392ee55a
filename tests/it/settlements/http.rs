//! The same over HTTP.
use super::*;

fn service() -> Service {
    let today = || "2025-02-01".parse().unwrap();
    let mut dataset = world();
    dataset.sources[0].geometry_may_be_passed_on = false;
    Service::new(Arc::new(Atlas::build(dataset)), "f00d".into(), Settings { today, ..Settings::default() })
}

fn get(path: &str, accept: &str) -> (StatusCode, String, String) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    runtime.block_on(async {
        let request = Request::builder().uri(path).header("accept", accept).body(Body::empty()).unwrap();
        let response = router(service()).oneshot(request).await.unwrap();
        let kind = response.headers()["content-type"].to_str().unwrap().to_owned();
        let status = response.status();
        let bytes = to_bytes(response.into_body(), usize::MAX).await.unwrap().to_vec();
        (status, kind, String::from_utf8(bytes).unwrap())
    })
}

fn json_of(path: &str) -> Value {
    let (status, _, text) = get(path, "*/*");
    assert_eq!(status, 200, "{path}: {text}");
    serde_json::from_str(&text).unwrap()
}

#[test]
fn http_answers_settlements_in_three_forms() {
    let path = "/v1/settlements?date=2025-01-12&q=town%200&source=maps";
    let body = json_of(path);
    assert_eq!((&body["number_matched"], &body["number_returned"]), (&json!(3), &json!(3)));
    assert!(body["population_caveat"].as_str().unwrap().contains("GeoNames"));
    let first = &body["settlements"][0];
    assert_eq!(
        (&first["id"], &first["name_uk"], &first["lon"], &first["population"], &first["region"]),
        (&json!("s-0"), &json!("Місто 0"), &json!(36.5), &json!(20_000), &json!("ua-a"))
    );
    assert_eq!(first["control"].as_array().unwrap().len(), 1);
    let maps = &first["control"][0];
    assert_eq!(
        (&maps["status"], &maps["holder"], &maps["since"], &maps["since_or_earlier"]),
        (&json!("held"), &json!("UA"), &json!("2025-01-10"), &json!(false))
    );
    assert!(body["attribution"].as_array().unwrap().contains(&json!("© maps")));

    let (_, kind, text) = get(path, "application/json;q=0.3, text/csv");
    assert!(kind.starts_with("text/csv"));
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert_eq!(rows.len(), 3);
    let column = |name: &str| header.iter().position(|h| h == name).unwrap();
    assert_eq!((&rows[0][column("holder")], &rows[0][column("since")]), ("UA", "2025-01-10"));
    let all = get("/v1/settlements?date=2025-01-12&f=csv", "*/*").2;
    assert_eq!(all.lines().count(), 1 + 10 * 2, "one row per settlement and source");

    let (_, kind, text) = get(&format!("{path}&f=geojson"), "*/*");
    assert_eq!(kind, "application/geo+json");
    let points: geojson::FeatureCollection = text.parse().unwrap();
    let ids: Vec<_> = points.features.iter().map(|f| f.id.clone().unwrap()).collect();
    assert_eq!(ids[0], geojson::feature::Id::String("s-0".into()));
    assert_eq!(get(path, "application/geo+json").1, "application/geo+json");
}

#[test]
fn http_answers_settlements_near_a_place_given_in_any_way() {
    for near in ["lon=36.45&lat=47.5", "near=36.45,47.5", "near=47.5N%2036.45E", "near=Town%200,%20ua-a"] {
        let body = json_of(&format!("/v1/settlements?date=2025-01-12&limit=1&{near}"));
        assert_eq!(body["settlements"][0]["id"], "s-0", "{near}");
        assert_eq!(body["number_matched"], 10);
        assert!(body["settlements"][0]["distance_m"].as_f64().unwrap() < 4_000.0);
    }
    let body = json_of("/v1/settlements?date=2025-01-12&limit=1&near=Town%200,%20ua-a");
    assert_eq!(body["place"]["settlement"]["id"], "s-0");
    let body = json_of("/v1/settlements?date=2025-01-12&limit=1&near=s-0&f=geojson&crs=EPSG:3857");
    let x = body["features"][0]["geometry"]["coordinates"][0].as_f64().unwrap();
    assert!((x - 4_063_161.4).abs() < 1.0, "36.5 degrees east on the Web's map: {x}");
}

#[test]
fn http_answers_by_name() {
    let body = json_of("/v1/at?place=town%200&date=2025-01-12");
    assert_eq!((&body["lon"], &body["lat"]), (&json!(36.5), &json!(47.5)));
    assert_eq!((&body["place"]["asked"], &body["place"]["read_as"]), (&json!("town 0"), &json!("name")));
    assert_eq!(body["place"]["settlement"]["id"], "s-0");
    assert_eq!(body["place"]["others"].as_array().unwrap().len(), 2);
    assert_eq!((&body["nearest"]["id"], &body["nearest"]["distance_m"]), (&json!("s-0"), &json!(0.0)));
    assert_eq!(json_of("/v1/at?place=Town%200&region=ua-d&date=2025-01-12")["place"]["settlement"]["id"], "s-10");
    assert_eq!(json_of("/v1/history?place=s-11")["place"]["settlement"]["name"], "Town 0");
    let line = json_of("/v1/line?place=Town%205&date=2025-01-12");
    assert_eq!(line["place"]["settlement"]["id"], "s-5");
    assert!(line["nearest"]["distance_m"].as_f64().unwrap() > 0.0);
    let read = |text: &str| json_of(&format!("/v1/at?place={text}&date=2025-01-12"))["place"]["read_as"].clone();
    assert_eq!(read("48.5,37.5"), "lat_lon");
    assert_eq!(read("37.5,48.5"), "lon_lat");
    assert_eq!(read("48%C2%B030%27N%2037%C2%B030%27E"), "degrees");
    assert_eq!(read("geo:48.5,37.5"), "geo_uri");
    let square = json_of("/v1/at?place=37UDP1347&date=2025-01-12");
    assert_eq!((&square["place"]["read_as"], &square["place"]["square_m"]), (&json!("mgrs"), &json!(1000.0)));
    assert_eq!(json_of("/v1/at?lon=36.5&lat=47.5")["place"], Value::Null);
}

#[test]
fn http_tells_what_a_name_may_mean() {
    for (query, code, parameter) in [
        ("at?place=Sloviansk", "ambiguous-place", "place"),
        ("at?place=Atlantis", "unknown-place", "place"),
        ("at?place=Town%205,%20nowhere", "unknown-region", "place"),
        ("at?place=10,%2020", "bad-value", "place"),
        ("at?place=97N%2036E", "bad-value", "place"),
        ("at?place=Town%205&lon=37", "bad-value", "lon"),
        ("at?lon=37&lat=48&region=ua-e", "bad-value", "region"),
        ("at?place=", "missing-parameter", "lon"),
        ("at?x=37&y=48&crs=EPSG:3857", "bad-value", "x"),
        ("line?place=Atlantis", "unknown-place", "place"),
        ("settlements?near=Atlantis", "unknown-place", "near"),
        ("settlements?region=x", "unknown-region", "region"),
        ("settlements?source=x", "unknown-source", "source"),
        ("settlements?limit=0", "bad-value", "limit"),
        ("settlements?limit=many", "bad-value", "limit"),
        ("settlements?status=lost", "bad-value", "status"),
        ("settlements?f=xml", "bad-value", "f"),
        ("areas?region=x", "unknown-region", "region"),
    ] {
        let (status, kind, text) = get(&format!("/v1/{query}"), "*/*");
        let body: Value = serde_json::from_str(&text).unwrap();
        assert_eq!((status.as_u16(), kind.as_str()), (400, "application/problem+json"), "{query}: {text}");
        assert_eq!((&body["code"], &body["parameter"]), (&json!(code), &json!(parameter)), "{query}: {text}");
    }
    let body: Value = serde_json::from_str(&get("/v1/at?place=Sloviansk", "*/*").2).unwrap();
    let candidates = body["candidates"].as_array().unwrap();
    assert_eq!(
        candidates[0],
        json!({"id": "s-12", "name": "Slovyans'k", "name_uk": "Стіжківка", "region": "ua-b", "lon": 37.7, "lat": 47.5,
               "population": 900})
    );
    assert_eq!(candidates.len(), 2);
    let zero = json_of("/v1/at?lon=-0&lat=48.5").to_string();
    assert!(zero.contains("\"lon\":0.0") && !zero.contains("-0.0"), "{zero}");
}
