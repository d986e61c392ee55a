//! What the service tells of itself: `/metrics` in the text form of Prometheus, `/health` and `/ready`.
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::small_world;
use axum::body::{Body, to_bytes};
use axum::http::Request;
use contactline::http::{Service, Settings, router};
use contactline_core::atlas::Atlas;
use tower::ServiceExt;

fn service() -> Service {
    let settings = Settings { today: || "2025-02-01".parse().unwrap(), ..Settings::default() };
    Service::new(Arc::new(Atlas::build(small_world::dataset())), "f00d".into(), settings)
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
}

/// Status, `Cache-Control`, `Content-Type` and text.
async fn ask(service: &Service, method: &str, path: &str) -> (u16, String, String, String) {
    let request = Request::builder().method(method).uri(path).body(Body::empty()).unwrap();
    let response = router(service.clone()).oneshot(request).await.unwrap();
    let (parts, body) = response.into_parts();
    let bytes = to_bytes(body, usize::MAX).await.unwrap();
    let header = |name: &str| parts.headers.get(name).map_or("", |v| v.to_str().unwrap()).to_owned();
    (parts.status.as_u16(), header("cache-control"), header("content-type"), String::from_utf8(bytes.to_vec()).unwrap())
}

/// The values of a page, by name and labels.
fn values(page: &str) -> BTreeMap<String, f64> {
    let lines = page.lines().filter(|line| !line.starts_with('#'));
    lines
        .map(|line| line.rsplit_once(' ').unwrap())
        .map(|(name, value)| (name.into(), value.parse().unwrap()))
        .collect()
}

#[test]
fn requests_are_counted_by_route_and_status_and_no_place_is_told() {
    runtime().block_on(async {
        let service = service();
        for path in
            ["/v1/at?lon=37.5&lat=47.25", "/v1/at?lon=37.5&lat=47.75", "/v1/at?lon=937.5&lat=47.5", "/nowhere/37.5"]
        {
            ask(&service, "GET", path).await;
        }
        ask(&service, "BREW", "/v1/at?lon=37.5&lat=47.25").await;
        let (status, cached, kind, page) = ask(&service, "GET", "/metrics").await;
        assert_eq!(
            (status, cached.as_str(), kind.as_str()),
            (200, "no-store", "text/plain; version=0.0.4; charset=utf-8")
        );
        let values = values(&page);
        let requests = |route: &str, method: &str, status: &str| {
            values[&format!(
                "contactline_http_requests_total{{route=\"{route}\",method=\"{method}\",status=\"{status}\"}}"
            )]
        };
        assert_eq!(requests("/v1/at", "GET", "200"), 2.0);
        assert_eq!(requests("/v1/at", "GET", "400"), 1.0);
        assert_eq!(requests("/v1/at", "other", "405"), 1.0);
        assert_eq!(requests("-", "GET", "404"), 1.0);
        let duration = |what: &str| values[&format!("contactline_http_request_duration_seconds_{what}")];
        assert_eq!(duration("count{route=\"/v1/at\"}"), 4.0);
        assert_eq!(duration("bucket{route=\"/v1/at\",le=\"+Inf\"}"), 4.0);
        assert!(duration("sum{route=\"/v1/at\"}") > 0.0);
        let steps: Vec<f64> = page
            .lines()
            .filter(|line| line.contains("_bucket{route=\"/v1/at\""))
            .map(|line| line.rsplit_once(' ').unwrap().1.parse().unwrap())
            .collect();
        assert!(steps.len() > 5 && steps.is_sorted(), "{steps:?}");
        assert!(!page.contains("37.5") && !page.contains("47.") && !page.contains("nowhere"), "{page}");
    });
}

#[test]
fn what_is_served_is_told() {
    runtime().block_on(async {
        let service = service();
        let now = || SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs_f64();
        let of = |page: &str| values(page);
        let page = of(&ask(&service, "GET", "/metrics").await.3);
        assert_eq!(page["contactline_atlas_info{fingerprint=\"f00d\"}"], 1.0);
        assert_eq!(page["contactline_source_versions{source=\"maps\"}"], 3.0);
        // 2025-01-10T00:00:00Z; the list speaks until 2025-01-05.
        assert_eq!(page["contactline_source_newest_version_timestamp_seconds{source=\"maps\"}"], 1_736_467_200.0);
        assert_eq!(page["contactline_source_newest_version_timestamp_seconds{source=\"list\"}"], 1_736_035_200.0);
        let age = page["contactline_source_newest_version_age_seconds{source=\"maps\"}"];
        assert!((now() - 1_736_467_200.0 - age).abs() < 60.0, "{age}");
        assert!((now() - page["contactline_last_load_timestamp_seconds"]).abs() < 60.0);
        assert_eq!(page["contactline_reload_failed"], 0.0);
        service.keep("broken".into());
        assert_eq!(of(&ask(&service, "GET", "/metrics").await.3)["contactline_reload_failed"], 1.0);
        service.swap(Arc::new(Atlas::build(small_world::dataset())), "beef\"\\".into());
        let text = ask(&service, "GET", "/metrics").await.3;
        assert!(text.contains(r#"contactline_atlas_info{fingerprint="beef\"\\"} 1"#), "{text}");
        assert_eq!(of(&text)["contactline_reload_failed"], 0.0);
    });
}

/// The form, as its publisher's checker wants it: each metric once, told before its values, named by its kind and unit.
#[test]
fn the_page_is_well_formed() {
    let page = runtime().block_on(async { ask(&service(), "GET", "/metrics").await.3 });
    let mut metric = (String::new(), String::new());
    let mut seen = Vec::new();
    for line in page.lines() {
        let words: Vec<&str> = line.split(' ').collect();
        match words[..] {
            ["#", "HELP", name, ..] => {
                assert!(!seen.contains(&name), "{name} twice");
                seen.push(name);
                metric = (name.into(), String::new());
            }
            ["#", "TYPE", name, kind] => {
                assert_eq!(name, metric.0);
                assert_eq!(name.ends_with("_total"), kind == "counter", "{name}");
                metric.1 = kind.into();
            }
            _ => {
                let name = line.split(['{', ' ']).next().unwrap();
                let ending = name.strip_prefix(&metric.0).expect(line);
                let allowed = if metric.1 == "histogram" { &["_bucket", "_sum", "_count"][..] } else { &[""][..] };
                assert!(allowed.contains(&ending), "{line}");
            }
        }
    }
    assert!(page.ends_with('\n') && seen.len() >= 8, "{page}");
}

#[test]
fn what_is_told_of_a_moment_is_not_kept() {
    runtime().block_on(async {
        for path in ["/health", "/healthz", "/ready", "/readyz"] {
            let (status, cached, ..) = ask(&service(), "GET", path).await;
            assert_eq!((status, cached.as_str()), (200, "no-store"), "{path}");
        }
    });
}

#[test]
fn no_request_fails_while_the_data_is_swapped() {
    runtime().block_on(async {
        let service = service();
        let (stop, asked) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(0)));
        let clients = ["/v1/at?lon=37.5&lat=47.5&date=2025-01-04", "/v1/areas?date=2025-01-04", "/ready", "/metrics"]
            .map(|path| {
                let (service, stop, asked) = (service.clone(), stop.clone(), asked.clone());
                tokio::spawn(async move {
                    while !stop.load(Ordering::Relaxed) {
                        let (status, _, _, text) = ask(&service, "GET", path).await;
                        assert_eq!(status, 200, "{path}: {text}");
                        asked.fetch_add(1, Ordering::Relaxed);
                        tokio::task::yield_now().await;
                    }
                })
            });
        for swap in 0..40 {
            let atlas = tokio::task::spawn_blocking(|| Atlas::build(small_world::dataset())).await.unwrap();
            service.swap(Arc::new(atlas), format!("{swap}"));
            if swap % 5 == 0 {
                service.keep("a file is broken".into());
            }
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        stop.store(true, Ordering::Relaxed);
        for client in clients {
            client.await.unwrap();
        }
        let asked = asked.load(Ordering::Relaxed);
        assert!(asked > 100, "only {asked} requests were under way");
    });
}
