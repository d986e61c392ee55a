//! Errors as RFC 9457 problems: one table from code to status and title.

use std::any::Any;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

pub use crate::request::{Code, Refusal as Problem};

use crate::request::{Candidate, FoundThing};

/// The status and title of each code.
const fn stated(code: Code) -> (StatusCode, &'static str) {
    match code {
        Code::UnknownParameter => (StatusCode::BAD_REQUEST, "unknown parameter"),
        Code::RepeatedParameter => (StatusCode::BAD_REQUEST, "repeated parameter"),
        Code::MissingParameter => (StatusCode::BAD_REQUEST, "missing parameter"),
        Code::BadValue => (StatusCode::BAD_REQUEST, "invalid value"),
        Code::SwappedAxes => (StatusCode::BAD_REQUEST, "longitude and latitude swapped"),
        Code::UnknownRegion => (StatusCode::BAD_REQUEST, "unknown region"),
        Code::UnknownSource => (StatusCode::BAD_REQUEST, "unknown source"),
        Code::NoVersion => (StatusCode::NOT_FOUND, "no data for that date"),
        Code::UnknownPlace => (StatusCode::BAD_REQUEST, "unknown place"),
        Code::AmbiguousPlace => (StatusCode::BAD_REQUEST, "ambiguous place name"),
        Code::UnknownCrs => (StatusCode::BAD_REQUEST, "unknown reference system"),
        Code::BadBody => (StatusCode::BAD_REQUEST, "invalid body"),
        Code::TooMuch => (StatusCode::BAD_REQUEST, "too much for one file"),
        Code::BodyTooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "body too large"),
        Code::UnsupportedMediaType => (StatusCode::UNSUPPORTED_MEDIA_TYPE, "unsupported media type"),
        Code::TooComplex => (StatusCode::UNPROCESSABLE_ENTITY, "shape too complex"),
        Code::BadGeometry => (StatusCode::UNPROCESSABLE_ENTITY, "geometry not valid"),
        Code::NotFound => (StatusCode::NOT_FOUND, "not found"),
        Code::Withheld => (StatusCode::FORBIDDEN, "geometry withheld"),
        Code::OtherData => (StatusCode::PRECONDITION_FAILED, "other data"),
        Code::NotKept => (StatusCode::NOT_FOUND, "not kept"),
        Code::BadRange => (StatusCode::RANGE_NOT_SATISFIABLE, "range not satisfiable"),
        Code::MethodNotAllowed => (StatusCode::METHOD_NOT_ALLOWED, "method not allowed"),
        Code::SlowBody => (StatusCode::REQUEST_TIMEOUT, "request timed out"),
        Code::TooMany => (StatusCode::TOO_MANY_REQUESTS, "too many heavy requests"),
        Code::TooLong => (StatusCode::SERVICE_UNAVAILABLE, "answer timed out"),
        Code::Busy => (StatusCode::SERVICE_UNAVAILABLE, "service busy"),
        Code::Internal => (StatusCode::INTERNAL_SERVER_ERROR, "internal error"),
    }
}

/// After how many seconds the same may be asked again, where waiting may help.
const fn retry_after_s(code: Code) -> Option<u32> {
    match code {
        // A turn becomes free when the question that holds it ends.
        Code::Busy | Code::TooMany => Some(5),
        // What made it slow may have passed; asking for less is surer.
        Code::TooLong => Some(60),
        _ => None,
    }
}

/// An error as it leaves the house.
#[derive(Serialize)]
struct Body<'a> {
    #[serde(rename = "type")]
    kind: String,
    title: &'static str,
    status: u16,
    code: &'static str,
    detail: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    parameter: Option<&'a str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    findings: &'a [FoundThing],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    candidates: &'a [Candidate],
}

/// Its status, and its members.
fn body(problem: &Problem) -> (StatusCode, Body<'_>) {
    let (status, title) = stated(problem.code);
    let body = Body {
        kind: format!("urn:contactline:problem:{}", problem.code.as_str()),
        title,
        status: status.as_u16(),
        code: problem.code.as_str(),
        detail: &problem.detail,
        parameter: problem.parameter.as_deref(),
        findings: &problem.findings,
        candidates: &problem.candidates,
    };
    (status, body)
}

/// The members of a problem, where it is no answer of its own.
pub(super) fn members(problem: &Problem) -> serde_json::Value {
    serde_json::to_value(body(problem).1).unwrap_or_default()
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let (status, body) = body(&self);
        let body = serde_json::to_vec(&body).unwrap_or_default();
        let kind = HeaderValue::from_static("application/problem+json");
        let headers = [(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, HeaderValue::from_static("no-store"))];
        let mut response = (status, headers, body).into_response();
        if let Some(seconds) = retry_after_s(self.code) {
            response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

/// What a client sees of a panic: nothing of the inside.
pub(super) fn of_panic(_: Box<dyn Any + Send + 'static>) -> Response {
    Problem::new(Code::Internal, "the request could not be answered").into_response()
}
