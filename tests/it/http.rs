//! The service as its clients see it: answers, problems, headers. Asked through the router, on a world that fits in the head.
use std::sync::Arc;

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use contactline::http::Service;
use contactline_core::model::Language;
use contactline_core::model::notice::{NO_MOVEMENT, STATUS};
use serde_json::{Value, json};

use crate::served;
use crate::served::{Answer, send};

fn service(rights: &[&str]) -> Service {
    served::service(|dataset| dataset.sources[0].geometry_may_be_passed_on = false, rights)
}

fn with(path: &str, method: Method, headers: &[(&str, &str)], body: impl Into<Body>) -> Answer {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    send(service(&[]), request.body(body.into()).unwrap())
}

fn get(path: &str) -> Answer {
    with(path, Method::GET, &[], Body::empty())
}

fn post(path: &str, kind: &str, body: impl Into<Body>) -> Answer {
    with(path, Method::POST, &[("content-type", kind)], body)
}

/// The status, code and parameter of a problem.
fn problem(answer: &Answer) -> (u16, String, String) {
    assert_eq!(answer.header("content-type"), "application/problem+json", "{}", answer.text());
    let body = answer.json();
    assert_eq!(body["status"], answer.status.as_u16());
    assert_eq!(body["type"], format!("urn:contactline:problem:{}", body["code"].as_str().unwrap()));
    let word = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
    assert!(!word("title").is_empty() && !word("detail").is_empty());
    (answer.status.as_u16(), word("code"), word("parameter"))
}

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

#[test]
fn bad_parameters_are_told_with_what_is_allowed() {
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
    // What is not known is told with the name that the address has for it.
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
    let degrees = r#"{"type":"Polygon","coordinates":[[[37.2,47.2],[37.4,47.2],[37.4,47.4],[37.2,47.2]]]}"#;
    let answer = post("/v1/overlap?crs=EPSG:3857", "application/json", degrees);
    assert_eq!(problem(&answer), (400, "bad-value".into(), "crs".into()));
    assert!(answer.text().contains("37.2, 47.2 are metres in EPSG:3857, far from every region, and look like degrees"));
    assert!(get("/v1/at?lon=37&lat=97").text().contains("latitude 97 is not within -90..=90"));
    assert!(get("/v1/at?lon=47.5&lat=37.5").text().contains("did you swap lon and lat"));
    for (path, code) in [
        ("/v1/areas?region=atlantis", "unknown-region"),
        ("/v1/areas?source=nobody", "unknown-source"),
        ("/v1/areas?from=2025-01-05&to=2025-01-01", "bad-value"),
        ("/v1/areas?from=2025-01-05", "missing-parameter"),
        ("/v1/areas?from=2025-01-01&to=2025-01-05&step=hour", "bad-value"),
        ("/v1/areas?f=xml", "bad-value"),
        ("/v1/ledger?claimant=Russia", "bad-value"),
        ("/v1/changes?from=2025-01-01", "missing-parameter"),
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
fn tables_come_as_json_and_as_csv() {
    let path = "/v1/areas?region=ua-c&source=maps&date=2025-01-04";
    let rows = get(path).json()["rows"].clone();
    assert_eq!(rows[0]["share"].as_f64().unwrap() + rows[1]["share"].as_f64().unwrap(), 1.0);
    let csv = get(&format!("{path}&f=csv"));
    assert_eq!(csv.header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(csv.header("content-disposition"), "attachment; filename=\"areas.csv\"");
    assert_eq!(
        csv.text().lines().next(),
        Some(
            "date,region,source,version,status,holder,area_m2,share,age_days,stale,uncertain_within_m,unknown_share,caveat"
        )
    );
    assert_eq!(with(path, Method::GET, &[("accept", "text/csv")], Body::empty()).text(), csv.text());
    let ledger = get("/v1/ledger?claimant=ru&region=all&source=maps&from=2025-01-01&to=2025-01-11&step=week").json();
    assert_eq!(ledger["rows"].as_array().unwrap().len(), 3);
}

/// A spreadsheet opens what has an address; history, changes, regimes and others had none that it could read.
#[test]
fn every_question_that_is_a_table_comes_as_csv() {
    let place = "lon=37.5&lat=47.5";
    let line_head = "date,source,version,age_days,stale,uncertain_within_m,length_m,nearest_lon,nearest_lat,nearest_distance_m,nearest_bearing_deg";
    let ways = [
        (
            "at",
            format!("/v1/at?{place}&date=2025-01-04"),
            "lon,lat,date,region,verdict,verdict_rests_on_stale,source,status,holder,basis,",
        ),
        ("history", format!("/v1/history?{place}"), "lon,lat,region,source,start,end,status,holder,basis,location"),
        (
            "changes",
            "/v1/changes?from=2025-01-01&to=2025-01-04&source=maps".into(),
            "source,party,from_date,to_date,from,to,from_age_days,to_age_days,region,gained_m2,",
        ),
        ("line", format!("/v1/line?{place}&date=2025-01-04&source=maps"), line_head),
        (
            "regimes",
            format!("/v1/regimes?{place}&date=2025-01-04"),
            "lon,lat,date,region,regime,title,authority,kind,applies,",
        ),
        ("regimes", "/v1/regimes".into(), "regime,title,title_uk,authority,kind,from,until,number,"),
        ("sources", "/v1/sources".into(), "id,title,title_uk,publisher,publisher_uk,url,method,geometry,licence,"),
        ("regions", "/v1/regions".into(), "id,name,name_uk,role,groups,land_area_m2,bbox"),
        (
            "disputes",
            "/v1/disputes?date=2025-01-04".into(),
            "date,id,region,area_m2,source,status,holder,version,age_days,stale,caveat",
        ),
        ("settlements", "/v1/settlements?date=2025-01-04".into(), "date,id,name,name_uk,lon,lat,population,region,"),
    ];
    for (name, path, header) in ways {
        let answer = with(&path, Method::GET, &[("accept", "text/csv")], Body::empty());
        assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, "text/csv; charset=utf-8"), "{path}");
        assert_eq!(answer.header("content-disposition"), format!("attachment; filename=\"{name}.csv\""));
        let text = answer.text();
        assert!(text.starts_with(header), "{path}: {text}");
        let rows: Vec<csv::StringRecord> =
            csv::Reader::from_reader(text.as_bytes()).records().map(Result::unwrap).collect();
        assert!(!rows.is_empty() || path == "/v1/regimes", "{path}");
        let between = if path.contains('?') { '&' } else { '?' };
        assert_eq!(get(&format!("{path}{between}f=csv")).text(), text);
        // Excel takes UTF-8 for a code page of old unless it is told.
        assert_eq!(get(&format!("{path}{between}f=csv&bom=true")).text(), format!("\u{feff}{text}"));
    }
    let square = polygon(&[[37.2, 47.2], [37.4, 47.2], [37.4, 47.4], [37.2, 47.4], [37.2, 47.2]]);
    let overlap = post("/v1/overlap?source=maps&date=2025-01-04&f=csv", "application/geo+json", square);
    let text = overlap.text();
    assert_eq!(
        text.lines().next(),
        Some("date,source,version,region,status,holder,area_m2,share,age_days,stale,uncertain_within_m")
    );
    assert!(text.lines().nth(1).unwrap().contains(",1,"), "{text}");
    let m2 = text.lines().nth(1).unwrap().split(',').nth(6).unwrap();
    assert!(m2.parse::<u64>().is_ok(), "whole square metres: {m2}");
}

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
fn the_same_answer_is_not_sent_twice() {
    let path = "/v1/areas?date=2025-01-04";
    let first = get(path);
    let tag = first.header("etag").to_owned();
    assert!(tag.starts_with('"') && tag.ends_with('"'), "{tag} is strong");
    assert_eq!(get(path).header("etag"), tag);
    for known in [tag.clone(), format!("\"other\", W/{tag}"), "*".into()] {
        let again = with(path, Method::GET, &[("if-none-match", &known)], Body::empty());
        assert_eq!((again.status.as_u16(), again.bytes.len(), again.header("etag")), (304, 0, tag.as_str()));
    }
    let head = with(path, Method::HEAD, &[], Body::empty());
    assert_eq!((head.bytes.len(), head.header("etag")), (0, tag.as_str()));
    assert_eq!(head.header("content-length"), first.bytes.len().to_string());
    let packed = with(path, Method::GET, &[("accept-encoding", "gzip")], Body::empty());
    assert_eq!(packed.header("content-encoding"), "gzip");
    assert_ne!(packed.header("etag"), tag, "each encoding has its own");
    assert!(first.header("vary").contains("accept-encoding"));
    assert_eq!(first.header("cache-control"), "public, max-age=86400");
    assert_eq!(get("/v1/areas").header("cache-control"), "public, max-age=60");
}

/// What a browser may do with an answer is said on each: pages and pictures carry out nothing.
#[test]
fn every_answer_says_what_a_browser_may_do_with_it() {
    for (path, policy) in [
        ("/collections?f=html", "frame-ancestors 'self'"),
        ("/api.html", "frame-ancestors 'self'"),
        ("/v1/map?date=2025-01-04&source=list", "default-src 'none'"),
        ("/v1/ledger?claimant=ru&source=maps&date=2025-01-04&f=svg", "default-src 'none'"),
        ("/v1/at?lon=37.5&lat=47.5", ""),
        ("/v1/at?lon=937.5&lat=47.5", ""),
        ("/nowhere", ""),
        ("/metrics", ""),
    ] {
        let answer = get(path);
        let said = answer.header("content-security-policy");
        assert!(said.contains(policy) && said.is_empty() == policy.is_empty(), "{path}: {said}");
        assert!(!said.contains("script") && !said.contains("http"), "{path}: {said}");
        let others = (answer.header("x-content-type-options"), answer.header("referrer-policy"));
        assert_eq!(others, ("nosniff", "no-referrer"), "{path}");
    }
    // A picture may be placed on any page.
    assert!(!get("/v1/map?date=2025-01-04&source=list").header("content-security-policy").contains("frame"));
}

#[test]
fn any_page_may_read() {
    let answer = with("/v1/regions", Method::GET, &[("origin", "https://example.org")], Body::empty());
    assert_eq!(answer.header("access-control-allow-origin"), "*");
    let headers = [("origin", "https://example.org"), ("access-control-request-method", "POST")];
    assert!(
        with("/v1/at", Method::OPTIONS, &headers, Body::empty())
            .header("access-control-allow-methods")
            .contains("POST")
    );
    // A reader of file ranges in a browser may ask for them, and may read where the part lies.
    let headers = [("origin", "https://example.org"), ("access-control-request-method", "GET")];
    let allowed =
        with("/v1/regions", Method::OPTIONS, &headers, Body::empty()).header("access-control-allow-headers").to_owned();
    let exposed = answer.header("access-control-expose-headers");
    for name in ["range", "if-range", "if-none-match"] {
        assert!(allowed.split(',').any(|a| a == name), "{name}: {allowed}");
    }
    for name in ["content-range", "accept-ranges", "etag", "content-length", "retry-after"] {
        assert!(exposed.split(',').any(|e| e == name), "{name}: {exposed}");
    }
}

fn polygon(ring: &[[f64; 2]]) -> String {
    json!({ "type": "Polygon", "coordinates": [ring] }).to_string()
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
fn rows_come_back_as_they_came() {
    let csv = post("/v1/at?date=2025-01-04", "text/csv", "id,lon,lat\n7,37.5,47.5\n8,x,47.5\n");
    let lines: Vec<String> = csv.text().lines().map(str::to_owned).collect();
    assert!(
        lines[0]
            .starts_with("id,lon,lat,region,verdict,verdict.rests_on_stale,list.status,list.holder,list.version,list.age_days,list.stale,list.distance_m,list.near_line,maps.status")
    );
    assert!(lines[1].starts_with("7,37.5,47.5,ua-b,disputed,false,held,UA,2025-01-05"), "{}", lines[1]);
    assert!(lines[2].starts_with("8,x,47.5,,,") && !lines[2].ends_with(','), "{}", lines[2]);
    let marked = post("/v1/at?date=2025-01-04&bom=true", "text/csv", "id,lon,lat\n7,37.5,47.5\n8,x,47.5\n");
    assert_eq!(marked.text(), format!("\u{feff}{}", csv.text()));
    let array =
        post("/v1/at", "application/json", r#"[{"lon":37.5,"lat":47.5,"date":"2025-01-04"},[36.5,47.5]]"#).json();
    assert_eq!((&array[0]["verdict"], array.as_array().unwrap().len()), (&json!("disputed"), 2));
    let lines = post("/v1/at", "application/x-ndjson", "{\"lon\":37.5,\"lat\":47.5}\n\n{\"lon\":").text();
    assert!(lines.lines().next().unwrap().contains("\"region\":\"ua-b\""));
    let collection = json!({"type": "FeatureCollection", "name": "mine", "features": [
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": [37.5, 47.5]}, "properties": {"a": 1}}]});
    let answer = post("/v1/at", "application/geo+json", collection.to_string()).json();
    assert_eq!((&answer["name"], &answer["features"][0]["properties"]["a"]), (&json!("mine"), &json!(1)));
    assert_eq!(answer["features"][0]["properties"]["region"], "ua-b");
    assert_eq!(problem(&post("/v1/at", "text/html", "x")).0, 415);
    assert_eq!(problem(&post("/v1/at", "text/csv", "")).1, "bad-body");
    assert_eq!(problem(&post("/v1/at", "text/csv", "a,b\n1,2\n")).1, "bad-body");
    assert_eq!(problem(&post("/v1/at", "application/json", "lon,lat")).1, "bad-body");
}

/// What the command line says on standard error stands in a header.
#[test]
fn what_was_decided_about_rows_is_said() {
    let path = "/v1/at?columns=maps.version";
    let answer = post(path, "text/csv", "lon,lat,event_date\n37.5,47.5,2025-01-04\n");
    assert_eq!(answer.header("contactline-notes"), "the day of each row is read from 'event_date'");
    assert_eq!(answer.header("contactline-warning"), "Do not use for evacuation or movement decisions.");
    assert!(answer.text().contains("2025-01-04,2025-01-0"), "{}", answer.text());
    let unclear = post(path, "text/csv", "lon,lat,date_start,date_end\n37.5,47.5,2025-01-02,2025-01-04\n");
    assert_eq!(problem(&unclear), (400, "missing-parameter".into(), "date_column".into()));
    assert!(unclear.text().contains("date_column=NAME, or one day for all rows with date=DATE"), "{}", unclear.text());
    assert_eq!(problem(&post("/v1/at?columns=all", "text/csv", "lon,lat\n")).2, "columns");
    assert_eq!(problem(&post("/v1/at?date_format=american", "text/csv", "lon,lat\n")).2, "date_format");
    let slashes =
        post("/v1/at?date_format=MM/DD/YYYY&columns=as_of", "text/csv", "lon,lat,date\n37.5,47.5,01/04/2025\n");
    assert!(slashes.text().contains("01/04/2025,2025-01-04,"), "{}", slashes.text());
    let cp1251 = b"\xC4\xE0\xF2\xE0,lon,lat\n04.01.2025,37.5,47.5\n".to_vec();
    assert_eq!(problem(&post(path, "text/csv", cp1251.clone())).1, "bad-body");
    let read = post(path, "text/csv; charset=windows-1251", cp1251);
    assert_eq!(read.header("content-type"), "text/csv; charset=utf-8");
    assert!(read.text().starts_with("Дата,lon,lat,maps.version"), "{}", read.text());
    assert!(read.header("contactline-notes").ends_with("is read from '%D0%94%D0%B0%D1%82%D0%B0'"));
}

#[test]
fn rows_come_in_every_form_there_is() {
    let feature = r#"{"type":"Feature","properties":{"date":"2025-01-04"},"geometry":{"type":"Point","coordinates":[37.5,47.5]}}"#;
    let one = post("/v1/at", "application/geo+json", feature);
    assert_eq!(
        (one.json()["properties"]["region"].clone(), one.header("content-type")),
        (json!("ua-b"), "application/geo+json")
    );
    let sequence = post("/v1/at", "application/geo+json-seq", format!("\u{1e}{feature}\n\u{1e}{feature}\n"));
    assert_eq!(sequence.header("content-type"), "application/geo+json-seq");
    assert_eq!(sequence.text().split('\u{1e}').filter(|record| record.contains("ua-b")).count(), 2);
    let tabs = post("/v1/at", "text/tab-separated-values", "lon\tlat\n37.5\t47.5\n");
    assert_eq!(tabs.header("content-type"), "text/tab-separated-values; charset=utf-8");
    assert!(tabs.text().contains("37.5\t47.5\tua-b\t"), "{}", tabs.text());
    let packed = |coding: &str, bytes: Vec<u8>| {
        let request = Request::post("/v1/at").header("content-type", "text/csv").header("content-encoding", coding);
        send(service(&[]), request.body(Body::from(bytes)).unwrap())
    };
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    std::io::Write::write_all(&mut encoder, b"lon,lat\n37.5,47.5\n").unwrap();
    assert!(packed("gzip", encoder.finish().unwrap()).text().contains("37.5,47.5,ua-b"));
    assert_eq!(problem(&packed("br", vec![1])).0, 415);
    assert_eq!(problem(&packed("gzip", b"lon,lat".to_vec())).1, "bad-body");
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
fn nothing_of_a_question_is_logged() {
    let log: Arc<std::sync::Mutex<Vec<u8>>> = Arc::default();
    #[derive(Clone)]
    struct Writer(Arc<std::sync::Mutex<Vec<u8>>>);
    impl std::io::Write for Writer {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().extend_from_slice(bytes);
            Ok(bytes.len())
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let writer = Writer(log.clone());
    let subscriber =
        tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(move || writer.clone());
    // Requests run on threads of their own: the subscriber is that of the whole process.
    tracing::subscriber::set_global_default(subscriber.finish()).unwrap();
    get("/v1/at?lon=37.512345&lat=47.512345");
    get("/v1/at?lon=97.512345&lat=147.512345&secret=1");
    get("/nowhere/37.512345");
    post("/v1/at", "text/csv", "lon,lat\n37.512345,47.512345\n");
    let log = String::from_utf8(log.lock().unwrap().clone()).unwrap();
    assert!(log.contains("/v1/at") && log.contains("status=400"), "{log}");
    for secret in ["512345", "secret", "37.5", "nowhere"] {
        assert!(!log.contains(secret), "{secret} in {log}");
    }
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
    assert!(geometries("maps").iter().all(|null| *null), "not to be passed on");
    assert!(geometries("list").iter().all(|null| !*null));
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

#[test]
fn a_party_that_claims_nothing_is_no_claimant() {
    let answer = get("/v1/ledger?date=2025-01-04&claimant=XX");
    assert_eq!(problem(&answer), (400, "bad-value".into(), "claimant".into()));
    assert!(answer.text().contains("No claims by 'XX' are recorded. Claimants: RU, UA"), "{}", answer.text());
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

#[test]
fn a_missing_column_is_told_with_the_parameter_that_names_it() {
    let answer = post("/v1/at?date=2025-01-04", "text/csv", "x,lat\n37.5,47.5\n");
    assert!(answer.text().contains("name the right one with lon_column=NAME"), "{}", answer.text());
}

/// The old word of a source is told as such on every door, and near its line not at all.
#[test]
fn every_door_says_how_old_a_word_is_and_keeps_silent_near_an_old_line() {
    // The map's last version is ten days old, the list fifteen; their lines meet 750 m west and 1 km north of the place.
    let here = "lon=37.01&lat=47.99&date=2025-01-20";
    let at = get(&format!("/v1/at?{here}")).json();
    assert_eq!((&at["verdict"], &at["verdict_detail"]["rests_on_stale"]), (&json!("unknown"), &json!(false)));
    let says = at["verdict_detail"]["says"].as_str().unwrap();
    assert!(says.starts_with("unknown; last known: not listed as occupied (inferred) on 2025-01-05, "), "{says}");
    assert!(
        says.contains("; last known: held by RU on 2025-01-10, ") && says.ends_with(" 10 days old, according to maps"),
        "{says}"
    );
    let maps = &at["control"][1];
    let last = json!({"status": "held", "holder": "RU", "basis": "mapped", "version": "2025-01-10", "age_days": 10});
    assert_eq!((&maps["status"], &maps["last_known"], &maps["near_line"]), (&json!("unknown"), &last, &json!(true)));
    assert_eq!(maps["uncertain_within_m"], json!(4_473.9), "1 km, and 3.47 km in ten days");
    let moving = &at["regimes"][1];
    assert_eq!((&moving["applies"], &moving["by_source"][1]["last_known"]), (&json!("not_determined"), &last));
    assert_eq!(get(&format!("/v1/regimes?{here}")).json()["regimes"][1], *moving);
    // Far from the lines what was last known stands.
    let far = get("/v1/at?lon=37.5&lat=47.5&date=2025-01-20").json();
    assert_eq!((&far["verdict"], &far["verdict_detail"]["rests_on_stale"]), (&json!("disputed"), &json!(true)));
    let says = far["verdict_detail"]["says"].as_str().unwrap();
    assert_eq!(
        says,
        "as last known on 2025-01-05 and 2025-01-10, disputed, according to list (out of date), maps (out of date)"
    );
    assert_eq!(far["control"][1]["says"], "held by RU (mapped: occupied), as last known on 2025-01-10");
    // Rows in bulk, settlements, areas, the line and the map.
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
    let map = get("/v1/map?date=2025-01-20&source=list").text();
    assert!(
        map.contains("as last known on 5 January 2025") && map.contains("15 days old: within 9 km of its line"),
        "{map}"
    );
    let current = get("/v1/map?date=2025-01-05&source=list").text();
    assert!(current.contains("Control of territory on 5 January 2025") && !current.contains("last known"));
}
