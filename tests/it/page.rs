//! The map page as a browser is given it. What the page does is tested in `web/`.
use std::sync::Arc;

use crate::small_world;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use contactline::http::{Basemap, Service, Settings, router};
use contactline_core::atlas::Atlas;
use serde_json::Value;
use tower::ServiceExt;

const BROWSER: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8";

fn get(path: &str, accept: &str, basemap: Option<Basemap>) -> (StatusCode, HeaderMap, String) {
    let today = || "2025-02-01".parse().unwrap();
    let settings = Settings { basemap, today, ..Settings::default() };
    let service = Service::new(Arc::new(Atlas::build(small_world::dataset())), "f00d".into(), settings);
    let request = Request::builder().uri(path).header("accept", accept).body(Body::empty()).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let (parts, body) = router(service).oneshot(request).await.unwrap().into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap().to_vec();
        (parts.status, parts.headers, String::from_utf8(bytes).unwrap())
    })
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> &'a str {
    headers.get(name).map_or("", |value| value.to_str().unwrap())
}

#[test]
fn a_browser_is_given_the_page_and_others_the_list_of_questions() {
    let (status, headers, text) = get("/", BROWSER, None);
    assert_eq!(status, StatusCode::OK);
    assert_eq!(header(&headers, "content-type"), "text/html; charset=utf-8");
    assert!(text.starts_with("<!doctype html>") && text.contains("contactline"), "{text}");
    assert!(header(&headers, "etag").starts_with('"'));
    for accept in ["*/*", "application/json", "application/json, text/html;q=0.5", ""] {
        let (_, headers, text) = get("/", accept, None);
        assert_eq!(header(&headers, "content-type"), "application/json", "{accept}");
        assert!(text.contains("/v1/at"), "{text}");
    }
}

#[test]
fn the_page_may_load_from_no_other_host() {
    let (_, headers, _) = get("/", BROWSER, None);
    let policy = header(&headers, "content-security-policy");
    assert!(policy.contains("default-src 'none'") && policy.contains("script-src 'self';"), "{policy}");
    assert!(!policy.contains("http") && !policy.contains("unsafe") && !policy.contains('*'), "{policy}");
    assert_eq!(header(&headers, "referrer-policy"), "no-referrer");
}

#[test]
fn a_basemap_is_told_to_the_page_and_its_host_is_let_in_for_pictures_alone() {
    let basemap = Basemap::new("https://tiles.example:8443/{z}/{x}/{y}.png", Some("© Example")).unwrap();
    let (_, headers, _) = get("/", BROWSER, Some(basemap.clone()));
    let policy = header(&headers, "content-security-policy");
    assert!(policy.contains("img-src 'self' data: blob: https://tiles.example:8443;"), "{policy}");
    assert!(policy.contains("connect-src 'self' https://tiles.example:8443;"), "{policy}");
    assert!(policy.contains("script-src 'self';"), "{policy}");
    let (_, _, text) = get("/config.json", "*/*", Some(basemap));
    let config: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(config["basemap"]["url"], "https://tiles.example:8443/{z}/{x}/{y}.png");
    assert_eq!(config["basemap"]["attribution"], "© Example");
    assert_eq!(config["today"], "2025-02-01");
    let (_, _, text) = get("/config.json", "*/*", None);
    assert_eq!(serde_json::from_str::<Value>(&text).unwrap()["basemap"], Value::Null);
}

#[test]
fn what_is_no_basemap_is_refused_with_the_reason() {
    for (url, reason) in [
        ("tiles/{z}/{x}/{y}.png", "it is not a web address"),
        ("/tiles/{z}/{x}/{y}.png", "it must begin with https:// or http:// and a host"),
        ("ftp://tiles.example/{z}/{x}/{y}.png", "it must begin with https:// or http:// and a host"),
        ("https://tiles.example/{z}/{x}.png", "{y} is missing; use a form such as https://host/{z}/{x}/{y}.png"),
        ("https://me:secret@tiles.example/{z}/{x}/{y}.png", "its host has signs that a host cannot have"),
        ("https://a.example;script-src/{z}/{x}/{y}.png", "its host has signs that a host cannot have"),
        ("https://tiles example/{z}/{x}/{y}.png", "it is not a web address"),
    ] {
        let error = Basemap::new(url, None).unwrap_err();
        assert_eq!(error, format!("'{url}' is not the address of a basemap: {reason}"));
    }
}

#[test]
fn there_are_no_other_files() {
    for path in ["/assets/none.js", "/assets/..%2findex.html", "/assets/index.html"] {
        let (status, headers, text) = get(path, BROWSER, None);
        assert_eq!(status, StatusCode::NOT_FOUND, "{path}: {text}");
        assert_eq!(header(&headers, "content-type"), "application/problem+json");
    }
}
