//! Selection by moment, box, reference system and filter.
use super::*;

#[test]
fn a_moment_or_a_stretch_selects_versions() {
    let versions = |datetime: &str| {
        let page = ok(&format!("/collections/control-maps/items?datetime={datetime}"));
        // Each with what it holds, and with the ground that the source does not cover.
        let mut versions: Vec<_> = ids(&page).into_iter().map(|id| id[..10].to_owned()).collect();
        versions.dedup();
        versions
    };
    assert_eq!(versions("2025-01-02"), ["2025-01-01"]);
    assert_eq!(versions("2025-01-03T00:00:00Z"), ["2025-01-03"]);
    assert_eq!(versions("2025-01-02T23:59:59Z"), ["2025-01-01"]);
    assert_eq!(versions("2025-01-02/2025-01-05"), ["2025-01-01", "2025-01-03"]);
    assert_eq!(versions("../2025-01-02"), ["2025-01-01"]);
    assert_eq!(versions("2025-01-04/.."), ["2025-01-03", "2025-01-10"]);
    assert_eq!(versions("2025-01-04/"), ["2025-01-03", "2025-01-10"]);
    // GDAL's words for a date later than that day.
    assert_eq!(versions("2025-01-04T/.."), ["2025-01-03", "2025-01-10"]);
    assert_eq!(versions("2024-01-01/2024-12-31"), [""; 0]);
    // Things without time are always there.
    assert_eq!(ids(&ok("/collections/regions/items?datetime=1900-01-01")).len(), 7);
}

#[test]
fn a_box_selects_in_every_reference_system() {
    let found = |query: &str| ids(&ok(&format!("/collections/regions/items?role=region&{query}"))).join(" ");
    assert_eq!(found("bbox=36.2,47.2,36.4,47.4"), "ua-a");
    assert_eq!(found("bbox=36.2,47.2,0,36.4,47.4,9"), "ua-a");
    assert_eq!(found("bbox=36.2,47.2,37.4,47.4"), "ua-a ua-b");
    let epsg = |code: u32| escaped(&format!("http://www.opengis.net/def/crs/EPSG/0/{code}"));
    assert_eq!(found(&format!("bbox=47.2,36.2,47.4,36.4&bbox-crs={}", epsg(4326))), "ua-a");
    // 36.2, 47.2 and 36.4, 47.4 in metres of the web's Mercator.
    assert_eq!(found(&format!("bbox=4029765,5973000,4052029,6005000&bbox-crs={}", epsg(3857))), "ua-a");
    assert_eq!(found("bbox=10,10,11,11"), "");
}

#[test]
fn coordinates_come_in_the_system_and_axis_order_asked_for() {
    let of = |crs: &str| {
        let answer = get(&format!("/collections/announcements/items?crs={}", escaped(crs)));
        assert_eq!(answer.header("content-crs"), format!("<{crs}>"));
        answer.json()["features"][0]["geometry"]["coordinates"].clone()
    };
    assert_eq!(of("http://www.opengis.net/def/crs/OGC/1.3/CRS84"), json!([38.5, 48.5]));
    assert_eq!(of("http://www.opengis.net/def/crs/EPSG/0/4326"), json!([48.5, 38.5]));
    let metres = of("http://www.opengis.net/def/crs/EPSG/0/32637");
    // Half a degree west of the central meridian 39: some 36.9 km west of 500 km.
    assert!((metres[0].as_f64().unwrap() - 463_060.0).abs() < 100.0, "{metres}");
    assert_eq!(
        get("/collections/announcements/items").header("content-crs"),
        "<http://www.opengis.net/def/crs/OGC/1.3/CRS84>"
    );
    let one = get("/collections/regions/items/ua-a?crs=http://www.opengis.net/def/crs/EPSG/0/4326").json();
    assert_eq!(one["geometry"]["coordinates"][0][0][0], json!([47.0, 36.0]));
}

#[test]
fn filters_hold_in_both_encodings() {
    let text = |filter: &str| {
        let page = ok(&format!("/collections/control-maps/items?filter={}", escaped(filter)));
        // What each version holds; the ground that it does not cover is an item beside it.
        let held = ids(&page).into_iter().filter(|id| id.contains("-held-"));
        held.map(|id| id[8..10].to_owned()).collect::<Vec<_>>().join(" ")
    };
    for (filter, wanted) in [
        ("holder = 'RU'", "01 03 10"),
        ("holder = 'UA'", ""),
        ("version = DATE('2025-01-03')", "03"),
        ("version > '2025-01-01' AND version < '2025-01-10'", "03"),
        ("NOT (version = DATE('2025-01-03'))", "01 10"),
        ("version BETWEEN '2025-01-02' AND '2025-01-10'", "03 10"),
        ("publisher_word LIKE 'occ%'", "01 03 10"),
        ("CASEI(publisher_word) LIKE CASEI('OCC%')", "01 03 10"),
        ("status IN ('held', 'claimed')", "01 03 10"),
        ("holder IS NULL", ""),
        ("holder IS NOT NULL", "01 03 10"),
        ("S_INTERSECTS(geometry, POINT(36.5 47.5))", "01 03"),
        ("S_INTERSECTS(geometry, BBOX(38.2, 47.2, 38.3, 47.3))", "03 10"),
        ("S_INTERSECTS(geometry, POLYGON((36.1 47.1, 36.2 47.1, 36.2 47.2, 36.1 47.1)))", "01 03"),
        ("area_m2 > 1e9", "01 03 10"),
        ("area_m2 < 1e9 OR version = DATE('2025-01-10')", "10"),
        ("start <= TIMESTAMP('2025-01-02T00:00:00Z')", "01"),
    ] {
        assert_eq!(text(filter), wanted, "{filter}");
    }
    let filter = json!({"op": "and", "args": [
        {"op": "=", "args": [{"property": "holder"}, "RU"]},
        {"op": "s_intersects", "args": [{"property": "geometry"}, {"type": "Point", "coordinates": [36.5, 47.5]}]},
    ]});
    let page =
        ok(&format!("/collections/control-maps/items?filter-lang=cql2-json&filter={}", escaped(&filter.to_string())));
    assert_eq!(ids(&page).len(), 2);
    let of_a_day = ok("/collections/control-maps/items?version=2025-01-03");
    assert_eq!(ids(&of_a_day), ["2025-01-03-held-RU-1", "2025-01-03-not_covered"]);
    assert_eq!(ids(&ok("/collections/control-maps/items?sortby=-version&limit=1")), ["2025-01-10-held-RU-1"]);
    let chosen = ok("/collections/control-maps/items?properties=holder&limit=1&skipGeometry=true");
    assert_eq!(chosen["features"][0]["properties"], json!({"holder": "RU"}));
    assert_eq!(chosen["features"][0]["geometry"], Value::Null);
}

#[test]
fn what_cannot_be_meant_is_a_problem_with_its_parameter() {
    for (query, code, parameter) in [
        ("unknown=1", "unknown-parameter", "unknown"),
        ("limit=0", "bad-value", "limit"),
        ("limit=-1", "bad-value", "limit"),
        ("limit=ten", "bad-value", "limit"),
        ("offset=-1", "bad-value", "offset"),
        ("bbox=1,2", "bad-value", "bbox"),
        ("bbox=a,b,c,d", "bad-value", "bbox"),
        ("bbox=36,48,37,47", "bad-value", "bbox"),
        ("bbox=36,47,37,97", "bad-value", "bbox"),
        ("bbox=36,47,37,48&bbox-crs=EPSG:2154", "unknown-crs", "bbox-crs"),
        ("crs=EPSG:2154", "unknown-crs", "crs"),
        ("datetime=yesterday", "bad-value", "datetime"),
        ("datetime=2025-02-30", "bad-value", "datetime"),
        ("datetime=2025-01-03/2025-01-01", "bad-value", "datetime"),
        ("filter=holder+%3D", "bad-value", "filter"),
        ("filter=owner+%3D+%27RU%27", "bad-value", "filter"),
        ("filter=holder+%3E+1", "bad-value", "filter"),
        ("filter=%27a%27", "bad-value", "filter"),
        ("filter=T_AFTER(version,DATE(%272025-01-01%27))", "bad-value", "filter"),
        ("filter=holder%3D%27RU%27&filter-lang=sql", "bad-value", "filter-lang"),
        ("area_m2=much", "bad-value", "area_m2"),
        ("sortby=owner", "bad-value", "sortby"),
        ("properties=owner", "bad-value", "properties"),
        ("f=xml", "bad-value", "f"),
    ] {
        let answer = get(&format!("/collections/control-maps/items?{query}"));
        assert_eq!(
            (answer.status, answer.header("content-type")),
            (StatusCode::BAD_REQUEST, "application/problem+json"),
            "{query}: {}",
            answer.text()
        );
        let body = answer.json();
        assert_eq!((&body["code"], &body["parameter"]), (&json!(code), &json!(parameter)), "{query}: {body}");
    }
    let deep = format!(
        "/collections/control-maps/items?filter={}",
        escaped(&format!("{}holder='RU'{}", "(".repeat(5_000), ")".repeat(5_000)))
    );
    assert_eq!(get(&deep).status, 400);
    for path in [
        "/collections?x=1",
        "/collections/regions?x=1",
        "/conformance?x=1",
        "/?x=1",
        "/collections/regions/items/ua-a?x=1",
    ] {
        assert_eq!(get(path).status, 400, "{path}");
    }
    assert_eq!(get("/collections/regions/items/nowhere").status, 404);
}
