//! Headers: validators, encodings, policies, cross-origin; and the log.
use super::*;

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

/// An answer can be made again: by which program and of which data it was made stands in it, and other data are refused.
#[test]
fn every_answer_says_of_which_data_it_was_made() {
    let program = format!("contactline {}", env!("CARGO_PKG_VERSION"));
    for path in
        ["/v1/at?lon=37.5&lat=47.5", "/v1/line?date=2025-01-04&source=maps", "/v1/regions?f=geojson", "/v1/sources"]
    {
        let answer = get(path);
        assert_eq!(answer.json()["provenance"], json!({ "program": program, "fingerprint": "f00d" }), "{path}");
        assert_eq!(
            [answer.header("contactline-fingerprint"), answer.header("contactline-program")],
            ["f00d", &program]
        );
    }
    for path in ["/collections/regions/items", "/collections/regions/items.csv", "/v1/areas?date=2025-01-04&f=csv"] {
        assert_eq!(get(path).header("contactline-fingerprint"), "f00d", "{path}");
    }
    let (plain, stated) =
        (get("/v1/areas?date=2025-01-04&f=csv").text(), get("/v1/areas?date=2025-01-04&f=csv&provenance=true").text());
    for (line, (plain, stated)) in plain.lines().zip(stated.lines()).enumerate() {
        let added = if line == 0 { "program,fingerprint".into() } else { format!("{program},f00d") };
        assert_eq!(stated, format!("{plain},{added}"));
    }
    let wanted = get("/v1/areas?date=2025-01-04&expect=0badcafe");
    assert_eq!((wanted.status.as_u16(), wanted.json()["code"].as_str()), (412, Some("other-data")));
    let none = get("/v1/areas?date=2025-01-04&expect=f00d");
    assert_eq!(
        (none.status.as_u16(), none.json()["parameter"].as_str()),
        (400, Some("expect")),
        "four digits name nothing"
    );
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
    for secret in ["512345", "secret", "=37.5", "nowhere"] {
        assert!(!log.contains(secret), "{secret} in {log}");
    }
}
