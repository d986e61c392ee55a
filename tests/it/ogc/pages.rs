//! Pages of items, their links and single items.
use super::*;

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
        "accept, accept-encoding, host, forwarded, x-forwarded-host, x-forwarded-proto, x-forwarded-prefix, accept-language"
    );
    // RFC 7239; what a proxy says in its own headers goes before.
    let standard = [
        ("host", "inside"),
        ("forwarded", "for=192.0.2.43;Proto=https;host=\"maps.example:8443\", for=\"[2001:db8::1]\""),
    ];
    assert_eq!(of(&standard), format!("http://inside/{rest}"));
    assert_eq!(reached(Reached::ThroughProxy, &standard).0, format!("https://maps.example:8443/{rest}"));
    let both = [standard[0], standard[1], ("x-forwarded-host", "own.example")];
    assert_eq!(reached(Reached::ThroughProxy, &both).0, format!("https://own.example/{rest}"));
    let wrong = [("host", "inside"), ("forwarded", "host=\"a b\";proto=gopher")];
    assert_eq!(reached(Reached::ThroughProxy, &wrong).0, format!("http://inside/{rest}"));
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
