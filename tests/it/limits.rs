//! What the service does with questions that take too long and bodies that do not come.
use std::convert::Infallible;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::http::Request;
use contactline::http::{Limits, Settings, router};
use futures_util::stream::{StreamExt, iter, pending, unfold};
use tower::ServiceExt;

use crate::served::{Answer, get_with, send, service_set};

fn ask(settings: Settings, request: Request<Body>) -> Answer {
    send(service_set(|_| (), settings), request)
}

fn post(path: &str, kind: &str, body: Body) -> Answer {
    let request = Request::builder().method("POST").uri(path).header("content-type", kind).body(body).unwrap();
    ask(Settings { body_limit: Duration::from_millis(100), ..Settings::default() }, request)
}

const SQUARE: &str = r#"{"type":"Polygon","coordinates":[[[37,47],[38,47],[38,48],[37,48],[37,47]]]}"#;

#[test]
fn a_question_over_its_time_is_told_what_to_ask_instead() {
    for question in ["areas", "agreement", "ledger"] {
        let path = &format!("/v1/{question}?from=2018-01-01&to=2025-01-31&step=day");
        let settings = Settings { question_limit: Duration::from_millis(1), ..Settings::default() };
        let answer = ask(settings, get_with(path, &[]));
        assert_eq!(
            (answer.status.as_u16(), answer.header("content-type")),
            (503, "application/problem+json"),
            "{path}"
        );
        let body = answer.json();
        assert_eq!(body["code"], "too-long", "{path}");
        assert!(body["detail"].as_str().unwrap().starts_with("No answer within 1ms. Request less at a time"), "{body}");
    }
}

#[test]
fn a_body_that_stops_coming_is_given_up() {
    for (path, kind, begin) in [
        ("/v1/overlap", "application/geo+json", &SQUARE[..20]),
        ("/v1/proposals/evaluate", "application/toml", "id = \"x\"\n"),
        ("/v1/at", "text/csv", "lon,lat\n37.5,47.5\n"),
    ] {
        let begin = Ok::<_, Infallible>(Bytes::from(begin.to_owned()));
        let answer = post(path, kind, Body::from_stream(iter([begin]).chain(pending())));
        assert_eq!((answer.status.as_u16(), answer.json()["code"].as_str()), (408, Some("slow-body")), "{path}");
    }
}

/// A byte every hundredth of a second keeps the connection busy and brings nothing: it is given up all the same, while what
/// comes as slowly in larger pieces is read.
#[test]
fn a_body_that_trickles_is_given_up_and_a_slow_one_is_read() {
    let slowly = |pieces: Vec<Bytes>| {
        Body::from_stream(unfold(pieces.into_iter(), |mut pieces| async {
            tokio::time::sleep(Duration::from_millis(10)).await;
            Some((Ok::<_, Infallible>(pieces.next()?), pieces))
        }))
    };
    let spaces = |length| Bytes::from(" ".repeat(length));
    let trickling = [spaces(1)].into_iter().cycle().take(200).chain([Bytes::from(SQUARE)]).collect();
    assert_eq!(post("/v1/overlap", "application/json", slowly(trickling)).status, 408);
    let slow = [spaces(500)].into_iter().cycle().take(30).chain([Bytes::from(SQUARE)]).collect();
    let answer = post("/v1/overlap", "application/json", slowly(slow));
    assert_eq!(answer.status, 200, "{}", answer.text());
}

/// Bodies are read whole before they are understood: however many come, what they take together is bounded.
#[test]
fn bodies_that_find_no_room_are_told_to_come_again() {
    let limits = Limits { max_body_bytes: 4096, ..Limits::default() };
    let settings = || Settings { limits: limits.clone(), ..Settings::default() };
    let of = |length: usize| {
        let body = Body::from(format!("{SQUARE}{}", " ".repeat(length)));
        let request = Request::builder().method("POST").uri("/v1/overlap").header("content-type", "application/json");
        ask(settings(), request.body(body).unwrap())
    };
    assert_eq!(of(2000).status, 200);
    let answer = of(8000);
    assert_eq!((answer.status.as_u16(), answer.json()["code"].as_str()), (503, Some("busy")));
}

/// An answer that waits for its client takes memory: past what there is, others are told to come again, and what was waited
/// for gives its room back.
#[test]
fn answers_that_find_no_room_are_told_to_come_again() {
    let limits = Limits { max_answer_bytes: 64 << 10, ..Limits::default() };
    let service = service_set(|_| (), Settings { limits, ..Settings::default() });
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    runtime.block_on(async {
        let ask = || router(service.clone()).oneshot(get_with("/v1/sources", &[]));
        // Not read: their bodies wait.
        let mut waiting = Vec::new();
        loop {
            let response = ask().await.unwrap();
            match response.status().as_u16() {
                200 => waiting.push(response),
                other => break assert_eq!(other, 503),
            }
        }
        assert!(waiting.len() > 2, "{}", waiting.len());
        drop(waiting);
        assert_eq!(ask().await.unwrap().status(), 200);
    });
}

/// Its error is that of a body, not one of its length.
#[test]
fn a_body_that_breaks_off_is_told_as_such() {
    let broken = Body::from_stream(iter([Ok(Bytes::from("{")), Err(std::io::Error::other("gone"))]));
    let answer = post("/v1/overlap", "application/json", broken);
    assert_eq!((answer.status.as_u16(), answer.json()["code"].as_str()), (400, Some("bad-body")));
}

/// 4,000 triangles from one side to the other took 512 MB, and ten times as many more memory than there is.
#[test]
fn shapes_that_cross_too_often_are_refused_with_the_count_and_the_limit() {
    let far = |k: f64, n: f64| 46.0 + 4.0 * k / n;
    let blade = |k: u32, n: u32| {
        let (from, to) = (far(f64::from(k), f64::from(n)), far(f64::from(n - k), f64::from(n)));
        format!("[[[30,{from}],[40,{to}],[40,{}],[30,{from}]]]", to + 1e-5)
    };
    let blades = |n: u32| (0..n).map(|k| blade(k, n)).collect::<Vec<_>>();
    let feature = |rings: &String| {
        format!(
            r#"{{"type":"Feature","properties":{{}},"geometry":{{"type":"MultiPolygon","coordinates":[{rings}]}}}}"#
        )
    };
    let collection = |n: u32| {
        let features: Vec<String> = blades(n).iter().map(feature).collect();
        format!(r#"{{"type":"FeatureCollection","features":[{}]}}"#, features.join(","))
    };
    let post = |body: String| post("/v1/overlap", "application/geo+json", Body::from(body));
    let answer = post(collection(4_000));
    assert_eq!((answer.status.as_u16(), answer.json()["code"].as_str()), (422, Some("too-complex")));
    let detail = answer.json()["detail"].as_str().unwrap().to_owned();
    assert!(detail.contains(" or more, and at most "), "{detail}");
    let answer = post(collection(40));
    assert_eq!(answer.status, 200, "{}", answer.text());
    // As polygons of one feature they are no valid area in the first place.
    let body = format!(r#"{{"type":"MultiPolygon","coordinates":[{}]}}"#, blades(400).join(","));
    assert_eq!(post(body).status, 422);
}

#[test]
fn who_is_turned_away_is_told_when_to_come_back() {
    let settings = Settings { question_limit: Duration::from_millis(1), ..Settings::default() };
    let answer = ask(settings, get_with("/v1/agreement?from=2018-01-01&to=2025-01-31&step=day", &[]));
    assert_eq!((answer.status.as_u16(), answer.header("retry-after")), (503, "60"));
}

/// A hundred repeats of one source took ten seconds, two thousand of one text forty-four.
#[test]
fn what_is_named_twice_is_compared_once_and_lists_have_an_end() {
    let get = |path: &str| ask(Settings::default(), get_with(path, &[]));
    let all = get("/v1/disputes?date=2025-01-04&sources=maps").json();
    let repeated = get(&format!("/v1/disputes?date=2025-01-04&sources={}", ["maps"; 100].join(","))).json();
    assert_eq!(all["sources"], repeated["sources"]);
    assert_eq!(all["regions"], repeated["regions"]);
    let api = get("/api").json();
    let parameters = &api["components"]["parameters"];
    assert_eq!(parameters["disputes.sources"]["schema"]["maxItems"], 16);
    assert_eq!(parameters["proposals.compare"]["schema"]["maxItems"], 8);
    let terms: Vec<String> = (0..65)
        .map(|k| format!("[[term]]\nid = \"t{k}\"\nextent = \"everywhere\"\nholder = \"unchanged\"\n"))
        .collect();
    let text = format!("id = \"long\"\ntitle = \"Long\"\n{}", terms.concat());
    let answer = post("/v1/proposals/evaluate", "application/toml", Body::from(text));
    assert_eq!(answer.status, 400);
    assert_eq!(answer.json()["detail"], "65 terms; a proposal has at most 64");
}
