//! The service as its clients see it: answers, problems, headers. Asked through the router, on a world that fits in the head.

mod answers;
mod geometry;
mod headers;
mod kept;
mod parameters;
mod proposals;
mod publishing;
mod rows;
mod tables;

use std::sync::Arc;

use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use contactline::http::Service;
use contactline_core::model::Language;
use contactline_core::model::notice::{NO_MOVEMENT, STATUS};
use serde_json::{Value, json};

use crate::served;
use crate::served::{Answer, send};

fn service(rights: &[&str]) -> Service {
    served::service(|dataset| dataset.sources[0].geometry_may_be_passed_on = false, rights)
}

fn with(path: &str, method: Method, headers: &[(&str, &str)], body: impl Into<Body>) -> Answer {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    send(service(&[]), request.body(body.into()).unwrap())
}

fn get(path: &str) -> Answer {
    with(path, Method::GET, &[], Body::empty())
}

fn post(path: &str, kind: &str, body: impl Into<Body>) -> Answer {
    with(path, Method::POST, &[("content-type", kind)], body)
}

/// The status, code and parameter of a problem.
fn problem(answer: &Answer) -> (u16, String, String) {
    assert_eq!(answer.header("content-type"), "application/problem+json", "{}", answer.text());
    let body = answer.json();
    assert_eq!(body["status"], answer.status.as_u16());
    assert_eq!(body["type"], format!("urn:contactline:problem:{}", body["code"].as_str().unwrap()));
    let word = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
    assert!(!word("title").is_empty() && !word("detail").is_empty());
    (answer.status.as_u16(), word("code"), word("parameter"))
}

fn polygon(ring: &[[f64; 2]]) -> String {
    json!({ "type": "Polygon", "coordinates": [ring] }).to_string()
}
