//! `POST /mcp`: through the router, over a world that fits in the head, and of the real server.

use axum::body::Body;
use axum::http::{Method, Request};
use contactline::http::{Limits, Settings};
use serde_json::{Value, json};

use super::{call, initialize, problem, request, text};
use crate::served::{self, Answer};

/// The real server: what the page shows is answered, and of what is asked nothing is written to the log.
#[test]
fn the_server_answers_what_the_page_shows_and_logs_none_of_it() {
    use std::io::{BufRead, BufReader, Read, Write};
    use std::process::{Command, Stdio};

    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/assistants.md")).unwrap();
    let body = page.split("-d '").nth(1).unwrap().split('\'').next().unwrap();
    let mut server = Command::new(env!("CARGO_BIN_EXE_contactline"));
    server.env_remove("CONTACTLINE_DATA").args(["serve", "--listen", "127.0.0.1:0", "--log"]);
    let mut server = server.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(server.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
    let address = line.trim_end().strip_prefix("listening on http://").unwrap();
    let ask = |body: &str| {
        let mut stream = std::net::TcpStream::connect(address).unwrap();
        let length = body.len();
        write!(
            stream,
            "POST /mcp HTTP/1.1\r\nHost: {address}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\
             Connection: close\r\n\r\n{body}"
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        serde_json::from_str::<Value>(answer.split_once("\r\n\r\n").unwrap().1)
            .unwrap_or_else(|e| panic!("{e}: {answer}"))
    };
    let told = ask(body);
    assert!(text(&told).contains("ua-official-list") && text(&told).contains("km²"), "{told}");
    let place = ask(&call(2, "at", json!({ "lon": 37.177_177, "lat": 48.280_28 })).to_string());
    assert!(text(&place).contains("37.177177"), "{place}");
    server.kill().unwrap();
    let mut log = String::new();
    server.stderr.take().unwrap().read_to_string(&mut log).unwrap();
    server.wait().unwrap();
    assert_eq!(log.lines().filter(|line| line.contains("route=\"/mcp\"")).count(), 2, "{log}");
    assert!(!log.contains("37.177") && !log.contains("rmcp") && !log.contains("Service"), "{log}");
}

fn post(message: impl Into<Body>, headers: &[(&str, &str)]) -> Answer {
    let mut request = Request::builder().method(Method::POST).uri("/mcp").header("content-type", "application/json");
    if headers.iter().all(|(name, _)| *name != "host") {
        request = request.header("host", "127.0.0.1");
    }
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let withheld = served::service(|dataset| dataset.sources[0].geometry_may_be_passed_on = false, &[]);
    served::send(withheld, request.body(message.into()).unwrap())
}

fn asked(message: &Value) -> Value {
    let answer = post(message.to_string(), &[("accept", "application/json, text/event-stream")]);
    assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, "application/json"), "{}", answer.text());
    assert_eq!(answer.header("mcp-session-id"), "", "nothing is kept of who asks");
    answer.json()
}

fn get(path: &str) -> Answer {
    let withheld = served::service(|dataset| dataset.sources[0].geometry_may_be_passed_on = false, &[]);
    served::send(withheld, served::get_with(path, &[]))
}

#[test]
fn every_message_is_answered_by_itself() {
    assert_eq!(asked(&initialize())["result"]["serverInfo"]["name"], "contactline");
    assert!(asked(&request(1, "tools/list", json!({})))["result"]["tools"].as_array().unwrap().len() > 10);
    let answer = asked(&call(2, "areas", json!({ "date": "2025-01-10", "structured": true })));
    assert_eq!(answer["result"]["structuredContent"], get("/v1/areas?date=2025-01-10").json());
    assert!(text(&answer).contains("km²"));
    // A notification wants no answer.
    let told = post(json!({ "jsonrpc": "2.0", "method": "notifications/initialized" }).to_string(), &[]);
    assert_eq!((told.status.as_u16(), told.bytes.len()), (202, 0));
}

#[test]
fn a_problem_has_the_members_that_it_has_at_its_own_address() {
    for (tool, query) in [
        ("areas", "region=xx"),
        ("at", "lon=200&lat=1"),
        ("at", "lon=1&lat=1&day=2025-01-01"),
        ("line", "date=never"),
        ("proposal", "id=none"),
    ] {
        let pairs = query.split('&').map(|pair| pair.split_once('=').unwrap());
        let arguments: Value =
            pairs.map(|(name, value)| (name.to_owned(), json!(value))).collect::<serde_json::Map<_, _>>().into();
        let answer = asked(&call(1, tool, arguments));
        let path = if tool == "proposal" { "/v1/proposals/none".to_owned() } else { format!("/v1/{tool}?{query}") };
        let wanted = get(&path);
        let (mut told, mut wanted) = (problem(&answer).clone(), wanted.json());
        // The list of what may be asked is longer by what only tools can be.
        if told["code"] == "unknown-parameter" {
            [&mut told, &mut wanted].into_iter().for_each(|problem| problem["detail"] = Value::Null);
        }
        assert_eq!(told, wanted, "{tool} {query}");
    }
}

/// A source's outlines that may not be passed on are withheld from assistants as from everybody.
#[test]
fn what_may_not_leave_over_http_does_not_leave_here() {
    let answer = asked(&call(1, "line", json!({ "date": "2025-01-10", "structured": true })));
    assert_eq!(answer["result"]["structuredContent"], get("/v1/line?date=2025-01-10").json());
}

/// Everything is open to scripts of any page, as at every address of the service.
#[test]
fn any_host_and_origin_may_ask() {
    let message = request(1, "tools/list", json!({})).to_string();
    let headers =
        [("host", "maps.example.org"), ("origin", "https://elsewhere.example"), ("mcp-protocol-version", "2025-06-18")];
    let answer = post(message, &headers);
    assert_eq!((answer.status.as_u16(), answer.header("access-control-allow-origin")), (200, "*"), "{}", answer.text());
    let mut preflight =
        Request::builder().method(Method::OPTIONS).uri("/mcp").header("origin", "https://elsewhere.example");
    preflight = preflight.header("access-control-request-method", "POST");
    preflight = preflight.header("access-control-request-headers", "content-type,mcp-protocol-version");
    let allowed = served::send(served::service(|_| (), &[]), preflight.body(Body::empty()).unwrap());
    assert!(allowed.header("access-control-allow-headers").contains("mcp-protocol-version"));
}

#[test]
fn what_is_no_message_is_refused() {
    let no_json = post("{", &[]);
    assert_eq!((no_json.status.as_u16(), no_json.json()["code"].as_str()), (400, Some("bad-body")));
    // The protocol's own library says so of JSON that is none of its messages.
    assert_eq!(post("[1]", &[]).status, 415);
    let answer = served::send(served::service(|_| (), &[]), served::get_with("/mcp", &[]));
    assert_eq!((answer.status.as_u16(), answer.header("allow")), (405, "POST"));
    let unknown = asked(&call(1, "map", json!({})));
    assert_eq!(unknown["error"]["code"], -32602);
    // Two times the longest thing sent along, and what stands around it.
    let long = post(vec![b' '; (8 << 20) + (64 << 10) + 1], &[]);
    assert_eq!((long.status.as_u16(), long.header("content-type")), (413, "application/problem+json"));
    assert_eq!(long.json()["code"], "body-too-large");
}

#[test]
fn a_question_has_the_time_that_it_has_over_http() {
    let settings = Settings { question_limit: std::time::Duration::ZERO, limits: Limits::USUAL, ..Settings::default() };
    let message = call(1, "areas", json!({ "date": "2025-01-10" })).to_string();
    let request = Request::builder().method(Method::POST).uri("/mcp").header("content-type", "application/json");
    let request = request.header("host", "127.0.0.1");
    let answer = served::send(served::service_set(|_| (), settings), request.body(message.into()).unwrap()).json();
    let code = problem(&answer)["code"].as_str().unwrap();
    assert!(["too-long", "busy"].contains(&code), "{answer}");
    assert_eq!(problem(&answer)["status"], 503);
}
