//! Answers given again: they are what would be made anew, for as long as the data is the same.
use axum::response::Response;
use contactline::http::{Limits, Settings, router};
use contactline_core::atlas::Atlas;
use tower::ServiceExt;

use super::*;
use crate::small_world;

fn service_keeping(max_kept_bytes: usize) -> Service {
    let limits = Limits { max_kept_bytes, ..Limits::default() };
    served::service_set(|_| (), Settings { limits, ..Settings::default() })
}

/// How many answers were given again, and how many bytes are kept.
fn kept(service: &Service) -> [u64; 2] {
    let page = send(service.clone(), served::get_with("/metrics", &[])).text();
    ["kept_answers_total", "kept_bytes"].map(|name| {
        let line = page.lines().find_map(|line| line.strip_prefix(&format!("contactline_http_{name} ")));
        line.unwrap().parse().unwrap()
    })
}

/// Whatever a client says of the form, the language, the coding, what it has or how it came here.
#[test]
fn what_is_given_again_is_what_would_be_made() {
    let (keeping, keeping_none) = (service_keeping(16 << 20), service_keeping(0));
    let tile = "/collections/control-maps/tiles/WebMercatorQuad/6/22/38.mvt?datetime=2025-01-02";
    let empty = "/collections/control-maps/tiles/WebMercatorQuad/6/0/0.mvt?datetime=2025-01-02";
    let paths = [
        tile,
        empty,
        "/tiles/WebMercatorQuad/6/22/38.mvt?collections=regions,control-maps,line-maps&datetime=2025-01-02",
        "/style.json",
        "/",
        "/api",
        "/collections",
        "/collections?lang=uk",
        "/collections/control-maps",
        "/collections/control-maps/tiles/WebMercatorQuad/tilejson.json",
        "/tileMatrixSets",
        "/collections/regions/items.csv",
        "/v1/map?date=2025-01-04&source=list",
        "/v1/areas?date=2025-01-04",
        "/v1/line?date=2025-01-04&source=maps",
        "/collections/nothing",
        "/v1/areas?lang=xx",
    ];
    let browser: &[(&str, &str)] = &[("accept", "text/html,*/*;q=0.8"), ("accept-encoding", "gzip, br, zstd")];
    let headers: [&[(&str, &str)]; 9] = [
        &[],
        browser,
        &[("accept-language", "uk")],
        &[("host", "here.example")],
        &[("host", "there.example"), ("accept", "text/csv")],
        &[("accept-encoding", "gzip")],
        &[("if-none-match", "*")],
        &[("if-none-match", "\"other\"")],
        &[("range", "bytes=0-9")],
    ];
    for path in paths {
        for headers in headers {
            for method in [Method::GET, Method::HEAD, Method::GET, Method::GET] {
                let ask = |service: &Service| {
                    let mut request = served::get_with(path, headers);
                    *request.method_mut() = method.clone();
                    send(service.clone(), request)
                };
                let (given, made) = (ask(&keeping), ask(&keeping_none));
                assert_eq!((given.status, &given.headers), (made.status, &made.headers), "{path} {headers:?} {method}");
                assert!(given.bytes == made.bytes, "{path} {headers:?} {method}");
            }
        }
    }
    assert!(kept(&keeping)[0] > 200, "{:?}", kept(&keeping));
    assert_eq!(kept(&keeping_none), [0, 0]);
}

/// People ask about where they live, and what is well or not is so for a moment.
#[test]
fn what_is_asked_of_a_place_and_what_holds_for_a_moment_is_not_kept() {
    let service = service_keeping(16 << 20);
    for path in ["/v1/at?lon=37.5&lat=47.5", "/v1/at?place=Somewhere", "/health", "/ready", "/metrics", "/v1/nothing"] {
        for _ in 0..2 {
            send(service.clone(), served::get_with(path, &[]));
        }
    }
    assert_eq!(kept(&service), [0, 0]);
}

/// A reload served the tiles of the day before.
#[test]
fn nothing_is_kept_of_other_data() {
    let service = service_keeping(16 << 20);
    let ask = || send(service.clone(), served::get_with("/collections/control-maps", &[])).json();
    let before = [ask(), ask()];
    assert_eq!(before[0], before[1]);
    let mut dataset = small_world::dataset();
    dataset.sources[0].title = "Another".into();
    service.swap(Arc::new(Atlas::build(dataset)), "beef".into());
    assert_eq!(kept(&service), [0, 0]);
    let [after, again] = [ask(), ask()];
    assert_eq!(after, again);
    assert!(after["title"].as_str().unwrap().contains("Another") && after != before[0], "{after}");
}

/// Answers that wait for their clients take their room, kept ones too; and all that is kept stays within its own.
#[test]
fn kept_answers_have_a_limit_and_take_room_while_they_are_sent() {
    let limits = Limits { max_kept_bytes: 64 << 10, max_answer_bytes: 64 << 10, ..Limits::default() };
    let service = served::service_set(|_| (), Settings { limits, ..Settings::default() });
    for day in 1..=31 {
        let path = format!("/v1/map?date=2025-01-{day:02}&source=list");
        send(service.clone(), served::get_with(&path, &[]));
    }
    assert!((1..=64 << 10).contains(&kept(&service)[1]), "{:?}", kept(&service));
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    runtime.block_on(async {
        let ask = || async { router(service.clone()).oneshot(served::get_with("/v1/regions", &[])).await.unwrap() };
        let mut waiting: Vec<Response> = Vec::new();
        loop {
            let response = ask().await;
            match response.status().as_u16() {
                200 => waiting.push(response),
                other => break assert_eq!(other, 503),
            }
        }
        drop(waiting);
        assert_eq!(ask().await.status(), 200);
    });
}
