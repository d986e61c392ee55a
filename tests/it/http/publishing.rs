//! What is published: addresses with previews, the embedded map, oEmbed, feeds.
use super::*;
use contactline::http::{Ancestor, PublicUrl, Reached, Settings};
use quick_xml::events::Event;

const PUBLIC: &str = "https://maps.example.org/who";

fn public(frame_ancestors: &[&str]) -> Service {
    let reached = Reached::At(PublicUrl::new(PUBLIC).unwrap());
    let frame_ancestors = frame_ancestors.iter().map(|text| Ancestor::new(text).unwrap()).collect();
    served::service_set(|_| (), Settings { reached, frame_ancestors, ..Settings::default() })
}

fn asked(path: &str) -> Answer {
    send(public(&["https://news.example.org"]), served::get_with(path, &[]))
}

/// What a page says of itself by that name.
fn meta(html: &str, name: &str) -> String {
    let tag = html.split('<').find(|tag| tag.contains(&format!("\"{name}\""))).unwrap_or_else(|| panic!("no {name}"));
    let content = tag.split("content=\"").nth(1).unwrap();
    content.split('"').next().unwrap().replace("&amp;", "&")
}

#[test]
fn an_address_to_share_has_a_title_and_a_picture_that_is_there() {
    let page = asked("/share?date=2025-01-02&source=maps&at=38.5,47.5&x=%22%3E%3Cscript%3E");
    assert_eq!((page.status, page.header("content-type")), (StatusCode::OK, "text/html; charset=utf-8"));
    let html = page.text();
    if html.contains("built without its map page") {
        return assert!(html.contains("make web"));
    }
    assert!(meta(&html, "og:title").contains("2 January 2025"), "{html}");
    assert!(meta(&html, "og:url").starts_with(&format!("{PUBLIC}/share?date=2025-01-02&source=maps")));
    assert!(!html.contains("\"><script>"), "what was asked ends no tag");
    let picture = meta(&html, "og:image");
    let path = picture.strip_prefix(PUBLIC).unwrap_or_else(|| panic!("{picture} has no host"));
    let image = asked(path);
    assert_eq!((image.status, image.header("content-type")), (StatusCode::OK, "image/png"));
    assert_eq!(u32::from_be_bytes(image.bytes[16..20].try_into().unwrap()).to_string(), meta(&html, "og:image:width"));
    // In Ukrainian, and of a day that is none: what makes no sense is left to the page.
    assert!(meta(&asked("/share?date=2025-01-02&lang=uk").text(), "og:title").contains("2 січня 2025 року"));
    assert!(meta(&asked("/share?date=yesterday").text(), "og:title").contains("1 February 2025"));
}

#[test]
fn only_hosts_that_are_let_in_may_show_the_embedded_map() {
    let policy = |path: &str| asked(path).header("content-security-policy").to_owned();
    assert!(policy("/embed?date=2025-01-02").ends_with("frame-ancestors 'self' https://news.example.org"));
    assert!(policy("/share?date=2025-01-02").ends_with("frame-ancestors 'self'"), "nobody else has the whole page");
    let nobody = send(public(&[]), served::get_with("/embed", &[]));
    assert!(nobody.header("content-security-policy").ends_with("frame-ancestors 'self'"));
    for wrong in ["news.example.org", "https://a.example/path", "https://a.example; script-src *", "", "https://"] {
        assert!(Ancestor::new(wrong).is_err(), "{wrong}");
    }
}

#[test]
fn oembed_places_what_an_address_shows() {
    let url = "https%3A%2F%2Fmaps.example.org%2Fwho%2Fshare%3Fdate%3D2025-01-02%26source%3Dmaps";
    let placed = asked(&format!("/oembed?url={url}&maxwidth=400")).json();
    assert_eq!((&placed["version"], &placed["type"], &placed["width"]), (&json!("1.0"), &json!("rich"), &json!(400)));
    let html = placed["html"].as_str().unwrap();
    assert!(html.contains(&format!("src=\"{PUBLIC}/embed?date=2025-01-02&amp;source=maps\"")), "{html}");
    let elsewhere = asked("/oembed?url=https%3A%2F%2Felsewhere.example%2Fshare");
    assert_eq!((elsewhere.status, elsewhere.json()["parameter"].clone()), (StatusCode::NOT_FOUND, json!("url")));
    assert_eq!(asked("/oembed").status, StatusCode::BAD_REQUEST);
    assert_eq!(asked(&format!("/oembed?url={url}&format=xml")).status, StatusCode::BAD_REQUEST);
}

/// The texts of the elements of that name, in order; panics where it is no XML.
fn texts(feed: &Answer, name: &str) -> Vec<String> {
    assert_eq!(feed.status, StatusCode::OK, "{}", feed.text());
    assert_eq!(feed.header("content-type"), "application/atom+xml");
    let xml = feed.text();
    let mut reader = quick_xml::Reader::from_str(&xml);
    let (mut found, mut inside) = (Vec::new(), false);
    loop {
        match reader.read_event().unwrap() {
            Event::Start(start) if start.name().as_ref() == name.as_bytes() => {
                inside = true;
                found.push(String::new());
            }
            Event::Text(text) if inside => found.last_mut().unwrap().push_str(&text.decode().unwrap()),
            Event::End(_) => inside = false,
            Event::Eof => return found,
            _ => {}
        }
    }
}

#[test]
fn feeds_tell_what_the_question_tells_and_lead_to_it() {
    let feed = asked("/feeds/versions.atom?source=maps");
    let titles = texts(&feed, "title");
    assert!(titles[0].starts_with("New versions: "), "{titles:?}");
    assert!(titles.len() > 1 && titles.len() == 1 + texts(&feed, "updated").len() - 1, "{titles:?}");
    let xml = feed.text();
    let related = xml.split("rel=\"related\"").nth(1).unwrap().split("href=\"").nth(1).unwrap();
    let path = related.split('"').next().unwrap().replace("&amp;", "&");
    let changes = asked(path.strip_prefix(PUBLIC).unwrap()).json();
    let km2 = format!("{:.1} km", changes["total"]["gained_m2"].as_f64().unwrap() / 1e6);
    let plain = titles[1].replace('\u{a0}', " ").replace(',', "");
    assert!(plain.contains(&km2), "{plain} has no {km2}");
    // Three days have no month; what is wrong is told.
    assert_eq!(texts(&asked("/feeds/changes.atom?source=maps"), "title").len(), 1);
    for (query, parameter) in
        [("source=nobody", "source"), ("region=nowhere", "region"), ("step=day", "step"), ("a=b", "a")]
    {
        let refused = asked(&format!("/feeds/changes.atom?{query}"));
        assert_eq!(
            (refused.status, refused.json()["parameter"].clone()),
            (StatusCode::BAD_REQUEST, json!(parameter)),
            "{query}"
        );
    }
    assert!(texts(&asked("/feeds/versions.atom?source=maps&lang=uk"), "title")[0].starts_with("Нові версії"));
}
