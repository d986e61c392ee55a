//! What the suite leaves open and clients rely on.
use super::*;

/// An address with an ending has no `f`, and names its other forms where they are.
#[test]
fn files_name_their_other_forms() {
    let answer = get("/collections/announcements/items.csv?limit=1", "*/*");
    let links: Vec<&str> = answer.headers.get_all("link").iter().map(|v| v.to_str().unwrap()).collect();
    assert!(links.iter().any(|l| l.contains("items.csv?limit=1>; rel=\"self\"")), "{links:?}");
    for link in links.iter().filter(|l| l.contains("rel=\"alternate\"")) {
        let (href, kind) = link[1..].split_once(">; rel=\"alternate\"; type=\"").unwrap();
        let found = get(href, "*/*");
        let bare = |kind: &str| kind.split(';').next().unwrap().to_owned();
        assert_eq!(found.status, 200, "{link}");
        assert_eq!(bare(found.header("content-type")), bare(kind.trim_end_matches('"')), "{link}");
    }
    assert_eq!(get("/collections/announcements/items.csv?f=json", "*/*").status, 400);
}

#[test]
fn every_answer_says_how_long_it_may_be_kept_and_on_what_it_depends() {
    for (path, age) in [
        ("/collections", "public, max-age=60"),
        ("/collections/control-maps/items", "public, max-age=60"),
        ("/collections/control-maps/items?datetime=2025-01-05", "public, max-age=86400"),
        ("/collections/control-maps/items?datetime=2025-01-01/2025-01-05", "public, max-age=86400"),
        ("/collections/control-maps/items?datetime=2025-01-01/..", "public, max-age=60"),
        ("/collections/control-maps/items.csv?datetime=2025-01-05", "public, max-age=86400"),
        ("/conformance", "public, max-age=60"),
        ("/api", "public, max-age=60"),
    ] {
        // What has titles or caveats speaks the language asked for.
        let titled = path.starts_with("/collections");
        let vary =
            ["accept, accept-encoding, host", "accept, accept-encoding, host, accept-language"][usize::from(titled)];
        let answer = get(path, "*/*");
        assert_eq!((answer.header("cache-control"), answer.header("vary")), (age, vary), "{path}");
        assert!(!answer.header("etag").is_empty(), "{path}");
        let known = [("accept", "*/*"), ("if-none-match", answer.header("etag"))];
        let again = served::send(SERVICE.clone(), served::get_with(path, &known));
        assert_eq!((again.status.as_u16(), again.header("cache-control")), (304, age), "{path}");
    }
}

/// What matched is kept from page to page: the pages of an order and a box are the whole, each once.
#[test]
fn pages_of_a_selection_are_the_whole() {
    let query = [("bbox", "36.2,47.2,38.4,47.8"), ("sortby", "-version"), ("limit", "1")];
    let mut address = Some(with("/collections/control-maps/items", &query));
    let mut found = Vec::new();
    while let Some(page) = address.map(|address| ok(&address)) {
        found.extend(features(&page).iter().map(|f| f["id"].as_str().unwrap().to_owned()));
        assert_eq!(page["numberMatched"], 3);
        address = next(&page);
    }
    assert_eq!(found, ["2025-01-10-held-RU-1", "2025-01-03-held-RU-1", "2025-01-01-held-RU-1"]);
}

/// A file holds everything or is refused: nobody takes a part of it for the whole.
#[test]
fn a_file_that_would_not_hold_everything_is_refused() {
    let service = served::service(
        |dataset| {
            let one = dataset.announcements[0].clone();
            let more = (0..10_000).map(|k| Announcement { id: format!("again-{k}"), ..one.clone() });
            dataset.announcements.extend(more);
        },
        &[],
    );
    let get = |path: &str| served::send(service.clone(), served::get_with(path, &[]));
    for path in ["items.csv", "items.fgb", "items.gpkg", "items.kml", "items.parquet", "items.geojson", "items?f=csv"] {
        let answer = get(&format!("/collections/announcements/{path}"));
        let problem = answer.json();
        assert_eq!((answer.status.as_u16(), &problem["code"]), (400, &json!("too-much")), "{path}");
        let detail = problem["detail"].as_str().unwrap();
        assert!(detail.contains("10001 items") && detail.contains("10000 of them"), "{detail}");
    }
    // Whoever says how many wants no more; a part that fits is whole.
    assert_eq!(get("/collections/announcements/items.csv?limit=3").text().lines().count(), 4);
    assert_eq!(get("/collections/announcements/items.csv?filter=id%3D%27again-7%27").status, 400);
    assert_eq!(get("/collections/announcements/items.csv?datetime=2024-01-01").text().lines().count(), 1);
    assert_eq!(get("/collections/announcements/items?limit=5").json()["numberMatched"], 10_001);
}
