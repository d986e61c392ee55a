//! Shapes in and out: winding, axes, reference systems, rights.
use super::*;

/// Which way a ring runs: above zero counterclockwise.
fn turning(ring: &Value) -> f64 {
    let at = |p: &Value| (p[0].as_f64().unwrap(), p[1].as_f64().unwrap());
    let corners: Vec<(f64, f64)> = ring.as_array().unwrap().iter().map(at).collect();
    corners.windows(2).map(|edge| edge[0].0 * edge[1].1 - edge[1].0 * edge[0].1).sum()
}

#[test]
fn collections_have_one_type_of_geometry_and_the_winding_asked_for() {
    for path in [
        "/v1/changes?from=2025-01-01&to=2025-01-04&source=maps",
        "/v1/disputes?date=2025-01-04",
        "/v1/regions?f=geojson",
        "/collections/control-maps/items?f=json",
        "/collections/regions/items.geojson?limit=9",
    ] {
        let between = if path.contains('?') { '&' } else { '?' };
        let of = |words: &str| send(service(&["maps"]), served::get_with(&format!("{path}{words}"), &[]));
        for (words, sign) in
            [("".to_owned(), 1.0), (format!("{between}winding=rfc7946"), 1.0), (format!("{between}winding=d3"), -1.0)]
        {
            let body = of(&words).json();
            let geometries: Vec<&Value> =
                body["features"].as_array().unwrap().iter().map(|f| &f["geometry"]).filter(|g| !g.is_null()).collect();
            assert!(!geometries.is_empty(), "{path}");
            for geometry in geometries {
                assert_eq!(geometry["type"], "MultiPolygon", "{path}{words}");
                assert!(turning(&geometry["coordinates"][0][0]) * sign > 0.0, "{path}{words}: {geometry}");
            }
        }
    }
    assert_eq!(problem(&get("/v1/regions?f=geojson&winding=left")), (400, "bad-value".into(), "winding".into()));
    // A file was made whole before its words were read; what a form has no use for was not read at all.
    let unused = ["/v1/regions?winding=left", "/v1/sources?bom=no", "/v1/at?lon=37.5&lat=47.5&crs=EPSG:1"];
    let of_items = ["bom=NaN", "winding=left", "bbox-crs=EPSG:1", "filter-crs=EPSG:1", "filter-lang=sql"];
    let of_items = of_items.map(|word| format!("/collections/regions/items?{word}"));
    for path in unused.iter().copied().chain(of_items.iter().map(String::as_str)) {
        let answer = get(path);
        assert_eq!(problem(&answer).0, 400, "{path}: {}", answer.text());
    }
    let line =
        send(service(&["maps"]), served::get_with("/v1/line?date=2025-01-04&source=maps&winding=d3", &[])).json();
    assert_eq!(line["features"][0]["geometry"]["type"], "MultiLineString", "{line}");
}

#[test]
fn shapes_are_measured_or_refused_with_their_place() {
    let ring = [[37.5, 47.0], [38.5, 47.0], [38.5, 47.5], [37.5, 47.5], [37.5, 47.0]];
    let path = "/v1/overlap?source=maps&date=2025-01-01";
    let answer = post(path, "application/geo+json", polygon(&ring)).json();
    let whole = answer["area_m2"].as_f64().unwrap();
    let sum: f64 = answer["rows"].as_array().unwrap().iter().map(|r| r["area_m2"].as_f64().unwrap()).sum();
    assert!((sum - whole).abs() < 1e-9 * whole);
    let mut clockwise = ring;
    clockwise.reverse();
    let turned = post(path, "application/json", polygon(&clockwise)).json();
    assert_eq!(turned["area_m2"], answer["area_m2"]);

    let bow = [[37.5, 47.0], [38.5, 47.5], [38.5, 47.0], [37.5, 47.5], [37.5, 47.0]];
    for (body, code, found) in [
        (polygon(&ring[..4]), "bad-geometry", json!({"code": "unclosed", "ring": 0, "vertex": 3})),
        (polygon(&bow), "bad-geometry", json!({"code": "self_crossing", "ring": 0, "coordinate": [38.0, 47.25]})),
        (
            polygon(&[[37.5, 97.0], [38.5, 47.0], [38.5, 47.5], [37.5, 97.0]]),
            "bad-geometry",
            json!({"code": "out_of_range"}),
        ),
        (
            r#"{"type":"Polygon","coordinates":[[]]}"#.into(),
            "bad-geometry",
            json!({"code": "too_few_vertices", "ring": 0}),
        ),
        (r#"{"type":"Point","coordinates":[37,47]}"#.into(), "bad-geometry", json!({})),
        (r#"{"type":"Polygon","coordi"#.into(), "bad-body", json!({"code": "not_json"})),
        (String::new(), "bad-body", json!({})),
        ("   ".into(), "bad-body", json!({})),
    ] {
        let answer = post(path, "application/json", body.clone());
        assert_eq!(problem(&answer).1, code, "{body}: {}", answer.text());
        let first = &answer.json()["findings"][0];
        for (name, value) in found.as_object().unwrap() {
            assert_eq!(&first[name], value, "{name} of {first}");
        }
    }
    assert_eq!(problem(&post(path, "text/plain", polygon(&ring))).0, 415);
    assert_eq!(problem(&post(path, "application/json", vec![b' '; 10_000_000])).0, 413);
    let series = post("/v1/overlap?from=2025-01-01&to=2025-01-05&pieces=true", "application/json", polygon(&ring));
    assert_eq!(problem(&series).1, "bad-value");
    let path = r#"{"type":"LineString","coordinates":[[36.5,47.5],[39.5,47.5]]}"#;
    let line = post("/v1/overlap?source=maps&date=2025-01-01", "application/json", path).json();
    assert_eq!(line["measure"], "length_m");
}

#[test]
fn geometry_leaves_only_where_it_may() {
    let path = "/v1/changes?source=maps&from=2025-01-01&to=2025-01-10";
    let kept = get(path).json();
    assert!(kept["features"].as_array().unwrap().is_empty() && kept["withheld"].as_str().unwrap().contains("'maps'"));
    assert!(kept["total"]["gained_m2"].as_f64().unwrap() > 4e9);
    let request = || Request::builder().uri(path).body(Body::empty()).unwrap();
    let given = send(service(&["maps"]), request()).json();
    assert_eq!((given["features"].as_array().unwrap().len(), &given["withheld"]), (2, &Value::Null));
    let line = get("/v1/line?source=maps&date=2025-01-04&lon=37.0&lat=48.5").json();
    assert_eq!((line["nearest"]["lat"].as_f64(), line["nearest"]["bearing_deg"].as_f64()), (Some(48.0), Some(180.0)));
    assert_eq!(line["warning"], NO_MOVEMENT.within(Language::English), "a distance comes with what it is not for");
    assert_eq!(get("/v1/line?source=maps&date=2025-01-04").json()["warning"], Value::Null);
    let kinds: Vec<_> = line["features"].as_array().unwrap().iter().map(|f| f["properties"]["kind"].clone()).collect();
    assert_eq!(kinds, ["nearest"]);
}

#[test]
fn coordinates_go_in_and_out_in_other_systems() {
    // 37.8 E, 48.0 N is 410486.0716, 5316996.8878 in UTM zone 37N (PROJ 9.5).
    let answer = get("/v1/at?x=410486.0716&y=5316996.8878&crs=EPSG:32637&date=2025-01-04").json();
    assert!(
        (answer["lon"].as_f64().unwrap() - 37.8).abs() < 1e-8 && (answer["lat"].as_f64().unwrap() - 48.0).abs() < 1e-8
    );
    assert_eq!(answer["crs"], "EPSG:32637");
    let request =
        Request::builder().uri("/v1/line?source=maps&date=2025-01-04&crs=EPSG:3857").body(Body::empty()).unwrap();
    let line = send(service(&["maps"]), request).json();
    let first = &line["features"][0]["geometry"]["coordinates"][0][0];
    assert!(first[0].as_f64().unwrap() > 4e6 && first[1].as_f64().unwrap() > 5.9e6, "{first}");
}

#[test]
fn disputes_withhold_what_may_not_be_passed_on() {
    let answer = get("/v1/disputes?date=2025-01-04&region=ua-c");
    assert_eq!((answer.status, answer.header("content-type")), (StatusCode::OK, "application/geo+json"));
    let body = answer.json();
    let feature = &body["features"][0];
    assert_eq!(feature["geometry"], Value::Null, "the map is not ours to pass on");
    let of_maps = json!({
        "source": "maps", "status": "held", "holder": "RU", "version": "2025-01-03", "age_days": 1, "stale": false
    });
    assert_eq!(feature["properties"]["stated"][1], of_maps);
    assert_eq!(body["withheld"].as_array().unwrap().len(), 1);
    let csv = get("/v1/disputes?date=2025-01-04&region=ua-c&f=csv").text();
    assert_eq!(csv.lines().count(), 3, "{csv}");
    let agreement = get("/v1/agreement?date=2025-01-04&region=ua-c&sources=list,maps").json();
    assert_eq!(agreement["rows"][0]["differs_m2"], feature["properties"]["area_m2"]);
    assert_eq!(problem(&get("/v1/agreement?sources=list,nobody")).1, "unknown-source");
}

#[test]
fn a_shape_with_exchanged_axes_is_told() {
    let overlap = |coordinates: &str| {
        let body = format!(r#"{{"type":"Polygon","coordinates":{coordinates}}}"#);
        post("/v1/overlap?date=2025-01-04", "application/geo+json", body)
    };
    let swapped = overlap("[[[47.2,37.2],[47.4,37.2],[47.4,37.4],[47.2,37.2]]]");
    assert_eq!(problem(&swapped), (400, "swapped-axes".into(), String::new()));
    assert!(
        swapped.text().contains("[47.2, 37.2] is in no region, but with the two numbers swapped it is in ua-b"),
        "{}",
        swapped.text()
    );
    let around = overlap("[[[47.2,37.2],[37.2,37.2],[37.5,47.5],[47.2,37.2]]]");
    assert_eq!(around.status, 200, "it meets a region: {}", around.text());
    assert_eq!(overlap("[[[5,5],[6,5],[6,6],[5,5]]]").status, 200, "nowhere, either way");
}

#[test]
fn an_edge_across_the_whole_map_is_refused_with_its_place() {
    let body = r#"{"type":"Polygon","coordinates":[[[170,40],[-170,40],[-170,50],[170,50],[170,40]]]}"#;
    let answer = post("/v1/overlap?date=2025-01-04", "application/geo+json", body);
    assert_eq!(problem(&answer).1, "bad-geometry");
    let found = &answer.json()["findings"][0];
    assert_eq!((&found["code"], &found["ring"], &found["vertex"]), (&json!("long_edge"), &json!(0), &json!(0)));
    assert_eq!(found["coordinate"], json!([170.0, 40.0]));
    let line = r#"{"type":"LineString","coordinates":[[37,47],[170,40],[-170,40]]}"#;
    let found = post("/v1/overlap?date=2025-01-04", "application/geo+json", line).json()["findings"][0].clone();
    assert_eq!((&found["code"], &found["vertex"]), (&json!("long_edge"), &json!(1)), "{found}");
}
