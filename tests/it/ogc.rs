//! OGC API - Features as its clients see it: the assertions of the standard's abstract tests, on a world that fits in the head.
use std::collections::BTreeSet;

use axum::http::StatusCode;
use contactline::http::{PublicUrl, Reached, Service, Settings};
use serde_json::{Value, json};

use crate::served;
use crate::served::Answer;

fn service(rights: &[&str], may_be_passed_on: bool) -> Service {
    served::service(|dataset| dataset.sources[0].geometry_may_be_passed_on = may_be_passed_on, rights)
}

fn send(service: Service, path: &str, headers: &[(&str, &str)]) -> Answer {
    served::send(service, served::get_with(path, headers))
}

fn get(path: &str) -> Answer {
    send(service(&[], true), path, &[])
}

fn ok(path: &str) -> Value {
    let answer = get(path);
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    answer.json()
}

fn ids(page: &Value) -> Vec<&str> {
    page["features"].as_array().unwrap().iter().map(|f| f["id"].as_str().unwrap()).collect()
}

fn link<'a>(document: &'a Value, rel: &str) -> Option<&'a str> {
    document["links"].as_array()?.iter().find(|l| l["rel"] == rel)?["href"].as_str()
}

/// What a client sends, escaped.
fn escaped(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

#[test]
fn from_the_landing_page_everything_is_found() {
    let landing = ok("/?f=json");
    for rel in ["self", "service-desc", "service-doc", "conformance", "data"] {
        let href = link(&landing, rel).unwrap_or_else(|| panic!("no link {rel}"));
        assert_eq!(get(href).status, 200, "{rel} {href}");
    }
    let classes = ok("/conformance")["conformsTo"].clone();
    for class in ["core", "geojson", "html", "oas30"] {
        let class = format!("http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/{class}");
        assert!(classes.as_array().unwrap().contains(&json!(class)), "{class}");
    }
}

#[test]
fn every_collection_says_what_the_standard_wants() {
    let all = ok("/collections");
    assert!(link(&all, "self").is_some() && link(&all, "alternate").is_some());
    for collection in all["collections"].as_array().unwrap() {
        let id = collection["id"].as_str().unwrap();
        let alone = ok(&format!("/collections/{id}"));
        for name in ["id", "title", "description", "extent", "itemType", "crs", "storageCrs"] {
            assert_eq!(alone[name], collection[name], "{id} {name}");
        }
        assert_eq!(collection["crs"][0], "http://www.opengis.net/def/crs/OGC/1.3/CRS84");
        let items = collection["links"].as_array().unwrap().iter().filter(|l| l["rel"] == "items");
        let kinds: Vec<&Value> = items.map(|l| &l["type"]).collect();
        assert!(kinds.contains(&&json!("application/geo+json")) && kinds.contains(&&json!("text/html")), "{id}");
        for rel in ["http://www.opengis.net/def/rel/ogc/1.0/queryables", "describedby"] {
            let answer = get(link(collection, rel).unwrap());
            assert_eq!((answer.status, answer.header("content-type")), (StatusCode::OK, "application/schema+json"));
        }
    }
    assert_eq!(get("/collections/atlantis").status, 404);
}

#[test]
fn a_page_counts_what_it_holds_and_links_to_the_next() {
    let mut path = "/collections/regions/items?limit=3".to_owned();
    let mut found = Vec::new();
    loop {
        let answer = get(&path);
        assert_eq!(answer.header("content-type"), "application/geo+json");
        let page = answer.json();
        assert_eq!((&page["type"], &page["numberMatched"]), (&json!("FeatureCollection"), &json!(7)));
        assert_eq!(page["numberReturned"], page["features"].as_array().unwrap().len());
        assert!(page["timeStamp"].as_str().unwrap().ends_with('Z'));
        assert!(link(&page, "self").is_some() && link(&page, "alternate").is_some());
        found.extend(ids(&page).into_iter().map(str::to_owned));
        match link(&page, "next") {
            Some(next) => path = next.to_owned(),
            None => break,
        }
    }
    assert_eq!(found.len(), 7);
    assert_eq!(found.iter().collect::<BTreeSet<_>>().len(), 7);
    assert_eq!(ids(&ok("/collections/regions/items?limit=99999999")).len(), 7);
}

/// Anybody can send `X-Forwarded-Host`: an answer that repeated it would be kept by caches for everybody else.
#[test]
fn links_begin_where_the_client_came_from() {
    let reached = |reached: Reached, headers: &[(&str, &str)]| {
        let service = served::service_set(|_| (), Settings { reached, ..Settings::default() });
        let answer = send(service, "/collections/regions/items?limit=1", headers);
        (link(&answer.json(), "next").unwrap().to_owned(), answer.header("vary").to_owned())
    };
    let of = |headers: &[(&str, &str)]| reached(Reached::Directly, headers).0;
    assert_eq!(
        of(&[("host", "maps.example:8080")]),
        "http://maps.example:8080/collections/regions/items?limit=1&offset=1"
    );
    let proxied = [
        ("host", "inside"),
        ("x-forwarded-host", "maps.example"),
        ("x-forwarded-proto", "https"),
        ("x-forwarded-prefix", "/who"),
    ];
    let rest = "collections/regions/items?limit=1&offset=1";
    assert_eq!(of(&proxied), format!("http://inside/{rest}"));
    let (next, vary) = reached(Reached::ThroughProxy, &proxied);
    assert_eq!(next, format!("https://maps.example/who/{rest}"));
    assert_eq!(
        vary,
        "accept, accept-encoding, host, x-forwarded-host, x-forwarded-proto, x-forwarded-prefix, accept-language"
    );
    // Two slashes would begin another host.
    let prefixed = [("x-forwarded-prefix", "//evil.example")];
    assert_eq!(reached(Reached::ThroughProxy, &prefixed).0, format!("/{rest}"));
    let public = Reached::At(PublicUrl::new("https://maps.example.org/who/").unwrap());
    let (next, vary) = reached(public, &proxied);
    assert_eq!(
        (next, vary),
        (format!("https://maps.example.org/who/{rest}"), "accept, accept-encoding, accept-language".to_owned())
    );
    for wrong in ["maps.example.org", "ftp://x/", "https://x/?a", "https://x/#a", "https://x@y/", "https://x/%22", ""] {
        assert!(PublicUrl::new(wrong).is_err(), "{wrong}");
    }
    assert_eq!(of(&[("host", "\"><script>")]), "/collections/regions/items?limit=1&offset=1");
}

#[test]
fn a_moment_or_a_stretch_selects_versions() {
    let versions = |datetime: &str| {
        let page = ok(&format!("/collections/control-maps/items?datetime={datetime}"));
        ids(&page).into_iter().map(|id| id[..10].to_owned()).collect::<Vec<_>>()
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
        ids(&page).into_iter().map(|id| id[8..10].to_owned()).collect::<Vec<_>>().join(" ")
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
    assert_eq!(ids(&ok("/collections/control-maps/items?version=2025-01-03")), ["2025-01-03-held-RU-1"]);
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

#[test]
fn an_item_stands_alone_with_its_links() {
    let answer = get("/collections/control-maps/items/2025-01-03-held-RU-1");
    assert_eq!(answer.header("content-type"), "application/geo+json");
    let item = answer.json();
    assert_eq!((&item["type"], &item["id"]), (&json!("Feature"), &json!("2025-01-03-held-RU-1")));
    for rel in ["self", "alternate", "collection"] {
        assert!(link(&item, rel).is_some(), "{rel}");
    }
    let said = &item["properties"];
    assert_eq!((&said["start"], &said["end"]), (&json!("2025-01-03"), &json!("2025-01-09")));
    assert_eq!(
        (&said["status"], &said["holder"], &said["version"]),
        (&json!("held"), &json!("RU"), &json!("2025-01-03"))
    );
}

#[test]
fn what_may_not_be_passed_on_is_named_not_offered_and_refused() {
    let closed = || service(&[], false);
    let ids =
        |of: &Value| of.as_array().unwrap().iter().map(|c| c["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
    let listed = send(closed(), "/collections", &[]).json();
    assert_eq!(listed["withheld"], json!(["control-maps", "line-maps", "changes-maps"]));
    assert!(ids(&listed["collections"]).iter().all(|id| !id.ends_with("-maps")), "{listed}");
    let open = send(service(&["maps"], false), "/collections", &[]).json();
    assert!(ids(&open["collections"]).contains(&"control-maps".into()) && open["withheld"] == json!([]), "{open}");
    for id in ["control-maps", "line-maps", "changes-maps"] {
        let about = send(closed(), &format!("/collections/{id}"), &[]).json();
        assert!(about["withheld"].as_str().unwrap().contains("maps"), "{about}");
        for path in ["items", "items.fgb", "items.csv", "items/2025-01-03"] {
            let answer = send(closed(), &format!("/collections/{id}/{path}"), &[]);
            assert_eq!((answer.status.as_u16(), &answer.json()["code"]), (403, &json!("withheld")), "{id} {path}");
        }
    }
    assert_eq!(send(closed(), "/collections/control-list/items", &[]).status, 200);
    assert_eq!(send(service(&["maps"], false), "/collections/control-maps/items", &[]).status, 200);
}

#[test]
fn the_form_is_chosen_by_word_ending_or_header() {
    let kind = |path: &str, accept: &str| {
        let answer = send(service(&[], true), path, &[("accept", accept)]);
        assert_eq!(answer.status, 200, "{path}");
        (answer.header("content-type").to_owned(), answer.header("content-disposition").to_owned())
    };
    let items = "/collections/control-maps/items";
    assert_eq!(kind(items, "*/*").0, "application/geo+json");
    assert_eq!(kind(items, "text/html,*/*;q=0.8").0, "text/html; charset=utf-8");
    assert_eq!(
        kind(items, "text/csv"),
        ("text/csv; charset=utf-8".into(), "attachment; filename=\"control-maps.csv\"".into())
    );
    for ending in ["fgb", "kml", "parquet", "csv"] {
        let by_ending = kind(&format!("{items}.{ending}"), "*/*");
        assert_eq!(by_ending, kind(&format!("{items}?f={ending}"), "*/*"));
        assert_eq!(by_ending.1, format!("attachment; filename=\"control-maps.{ending}\""));
    }
    for path in ["/collections", "/collections/regions", "/conformance", "/collections/regions/items/ua-a", "/api"] {
        let page = send(service(&[], true), &format!("{path}?f=html"), &[]);
        assert_eq!(page.header("content-type"), "text/html; charset=utf-8", "{path}");
        assert!(page.text().contains("<html lang=\"en\">") && page.text().contains("<h1>"), "{path}");
    }
}

#[test]
fn who_has_the_same_data_is_told_so() {
    let path = "/collections/regions/items";
    let tag = get(path).header("etag").to_owned();
    assert!(!tag.is_empty());
    assert_eq!(send(service(&[], true), path, &[("if-none-match", &tag)]).status, 304);
    assert_ne!(get("/collections/regions/items?limit=1").header("etag"), tag);
}

/// The head of the largest page cost as much memory as the page.
#[test]
fn the_head_of_a_page_is_that_of_the_page_and_says_no_length() {
    for path in ["/collections/regions/items?limit=1", "/collections/control-maps/items?f=html&crs=EPSG:3857"] {
        let mut request = served::get_with(path, &[]);
        *request.method_mut() = axum::http::Method::HEAD;
        let (head, whole) = (served::send(service(&[], true), request), get(path));
        assert_eq!((head.status, head.text().len()), (StatusCode::OK, 0), "{path}");
        for name in ["etag", "content-type", "cache-control", "vary", "link", "content-crs"] {
            assert_eq!(head.header(name), whole.header(name), "{path}: {name}");
        }
        assert_eq!(head.header("content-length"), "", "{path}");
    }
}

#[test]
fn a_part_of_a_file_is_given_by_its_bytes() {
    let path = "/collections/control-maps/items.fgb";
    let whole = get(path);
    assert_eq!(whole.header("accept-ranges"), "bytes");
    let length = whole.bytes.len();
    let part = |range: &str, tag: &str| {
        let headers = if tag.is_empty() { vec![("range", range)] } else { vec![("range", range), ("if-range", tag)] };
        send(service(&[], true), path, &headers)
    };
    for (range, first, end) in [("bytes=0-7", 0, 8), ("bytes=100-", 100, length), ("bytes=-10", length - 10, length)] {
        let answer = part(range, "");
        assert_eq!(answer.status, 206, "{range}");
        assert_eq!(answer.bytes, whole.bytes[first..end], "{range}");
        assert_eq!(answer.header("content-range"), format!("bytes {first}-{}/{length}", end - 1));
    }
    let beyond = part("bytes=9999999-", "");
    assert_eq!((beyond.status.as_u16(), beyond.header("content-range")), (416, &*format!("bytes */{length}")));
    assert_eq!(part("bytes=0-7", whole.header("etag")).status, 206);
    assert_eq!(part("bytes=0-7", "\"another\"").status, 200);
    assert_eq!(part("Bytes=0-99999999999999999999999", "").bytes, whole.bytes);
    for whole in ["bytes=7-0", "bytes=0-1,3-4", "lines=0-1"] {
        assert_eq!(part(whole, "").status, 200, "{whole}");
    }
}

/// Clients that accept gzip asked for bytes of a file and were given those bytes of its gzip: duckdb-wasm, Python's requests
/// and curl broke on them.
#[test]
fn a_range_is_of_the_file_itself_whatever_encoding_is_accepted() {
    let path = "/collections/acts/items?f=json&limit=100&skipGeometry=true";
    let encodings = ("accept-encoding", "gzip, br, zstd");
    for path in ["/v1/areas?date=2025-01-04", "/collections?f=json"] {
        let whole = get(path);
        let packed = send(service(&[], true), path, &[encodings]);
        assert_ne!(packed.header("content-encoding"), "", "{path} {}", whole.bytes.len());
        let part = send(service(&[], true), path, &[encodings, ("range", "bytes=3-20")]);
        assert_eq!((part.status.as_u16(), part.header("content-encoding")), (206, ""), "{path}");
        assert_eq!(part.bytes, whole.bytes[3..=20], "{path}");
        assert_eq!(part.header("etag"), whole.header("etag"), "{path}");
        // The tag of the compressed answer is not the file's: the whole comes instead.
        let tags = [(whole.header("etag"), 206), (packed.header("etag"), 200)];
        for (tag, status) in tags {
            let part = send(service(&[], true), path, &[encodings, ("range", "bytes=3-20"), ("if-range", tag)]);
            assert_eq!((part.status.as_u16(), part.header("content-encoding")), (status, ""), "{path} {tag}");
        }
    }
    // Files made to be read by ranges have one length for everybody.
    for ending in ["parquet", "fgb"] {
        let path = format!("/collections/regions/items.{ending}");
        assert_eq!(send(service(&[], true), &path, &[encodings]).header("content-encoding"), "", "{path}");
    }
    assert_eq!(send(service(&[], true), path, &[encodings, ("range", "bytes=9999999-")]).status, 416);
}

#[test]
fn collections_as_of_a_moment_answer_for_today_or_the_day_asked() {
    let today = ok("/collections/disputes/items");
    assert!(ids(&today).iter().all(|id| id.ends_with("@2025-02-01")), "{:?}", ids(&today));
    let then = ok("/collections/disputes/items?datetime=2025-01-05");
    let said = &then["features"][0]["properties"];
    assert_eq!((&said["start"], &said["end"]), (&json!("2025-01-05"), &json!("2025-01-05")));
    for name in ["list_status", "list_holder", "maps_status", "maps_holder"] {
        assert!(said.get(name).is_some(), "{name}: {said}");
    }
    assert_eq!(ids(&ok("/collections/disputes/items?datetime=2025-01-01/2025-01-05")), ids(&then));
    assert_eq!(ids(&ok("/collections/disputes/items?datetime=../..")), ids(&today));
    // An id says its day, so that an item is found again without a parameter.
    let id = ids(&then)[0];
    assert_eq!(ok(&format!("/collections/disputes/items/{id}"))["geometry"], then["features"][0]["geometry"]);
    let plain = ok("/collections/settlements/items?datetime=2025-01-05&limit=1");
    let path = format!("/collections/settlements/items/{}?datetime=2025-01-05", ids(&plain)[0]);
    assert_eq!(ok(&path)["properties"], plain["features"][0]["properties"]);
    let held = ok("/collections/settlements/items?datetime=2025-01-05&maps_holder=RU");
    assert!(!ids(&held).is_empty() && ids(&held).len() < 7);
    for path in ["/collections/settlements/items.csv", "/collections/regimes/items.fgb?datetime=2025-01-05"] {
        assert_eq!(get(path).status, 200, "{path}");
    }
    let tile = get("/collections/disputes/tiles/WebMercatorQuad/6/22/38?datetime=2025-01-05");
    assert_eq!(tile.header("content-type"), "application/vnd.mapbox-vector-tile");
}

#[test]
fn what_is_computed_from_a_closed_source_has_no_geometry() {
    let page = |id: &str| {
        let path = format!("/collections/{id}/items?datetime=2025-01-05");
        let (open, closed) =
            (send(service(&[], true), &path, &[]).json(), send(service(&[], false), &path, &[]).json());
        assert_eq!(ids(&open), ids(&closed), "{id}");
        (open, closed)
    };
    for (id, is_of_source) in [("disputes", true), ("regimes", false), ("settlements", false)] {
        let (open, closed) = page(id);
        for (open, closed) in open["features"].as_array().unwrap().iter().zip(closed["features"].as_array().unwrap()) {
            let by_line = is_of_source || closed["properties"]["source"] == "maps";
            assert_eq!(closed["geometry"].is_null(), by_line, "{closed}");
            assert_eq!(open["properties"], closed["properties"]);
            assert!(!open["geometry"].is_null());
            let one = format!("/collections/{id}/items/{}?datetime=2025-01-05", closed["id"].as_str().unwrap());
            assert_eq!(send(service(&[], false), &one, &[]).json()["geometry"], closed["geometry"]);
        }
        assert_eq!(closed["withheld"].is_array(), id != "settlements", "{id}");
        let csv = send(service(&[], false), &format!("/collections/{id}/items.csv?datetime=2025-01-05"), &[]).text();
        assert_eq!(csv.contains("POLYGON"), id == "regimes");
    }
    let path = "/collections/disputes/tiles/WebMercatorQuad/6/22/38?datetime=2025-01-05";
    assert_eq!(send(service(&[], false), path, &[]).status, 204);
}
