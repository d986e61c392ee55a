//! What is done to every request: conditional answers, a count, and a line in the log.

use std::time::Instant;

use axum::body::{Body, HttpBody, to_bytes};
use axum::extract::{MatchedPath, Request, State};
use axum::http::header::{ACCEPT_RANGES, CACHE_CONTROL, CONTENT_LENGTH, ETAG, IF_NONE_MATCH, VARY};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};

use super::body::A_MINUTE;
use super::problem::{Code, Problem};
use super::range;
use super::service::Service;

/// Gives every answer to GET a strong entity tag over the bytes sent (so each encoding has its own), and answers 304 to
/// who has them already (RFC 9110, section 13.1.2). HEAD is GET without the body.
pub(super) async fn conditional(mut request: Request, next: Next) -> Response {
    let is_head = request.method() == Method::HEAD;
    if !is_head && request.method() != Method::GET {
        return next.run(request).await;
    }
    *request.method_mut() = Method::GET;
    let known = request.headers().get(IF_NONE_MATCH).cloned();
    let range = range::asked(request.headers());
    let (mut parts, body) = next.run(request).await.into_parts();
    let Ok(bytes) = to_bytes(body, usize::MAX).await else {
        return Problem::new(Code::Internal, "the answer could not be written").into_response();
    };
    parts.headers.insert(CONTENT_LENGTH, HeaderValue::from(bytes.len()));
    if parts.status != StatusCode::OK {
        return Response::from_parts(parts, if is_head { Body::empty() } else { Body::from(bytes) });
    }
    // Who says the moment of an answer in it gives it a tag of its own: the same tag, the same data.
    let own = parts.headers.get(ETAG).and_then(|v| v.to_str().ok()).map(str::to_owned);
    let tag = own.unwrap_or_else(|| tag(&bytes));
    let is_known = known.is_some_and(|known| matches(&known, &tag));
    parts.headers.insert(VARY, HeaderValue::from_static("accept, accept-encoding"));
    parts.headers.entry(CACHE_CONTROL).or_insert(A_MINUTE);
    if let Ok(value) = HeaderValue::from_str(&tag) {
        parts.headers.insert(ETAG, value);
    }
    if is_known {
        return not_modified(&parts.headers);
    }
    parts.headers.insert(ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    if let Some(range) = range.filter(|range| range.is_of(&tag) && !is_head) {
        return range.answer(parts, bytes);
    }
    Response::from_parts(parts, if is_head { Body::empty() } else { Body::from(bytes) })
}

/// A strong tag of bytes.
pub(super) fn tag(bytes: &[u8]) -> String {
    let digest = Sha256::digest(bytes);
    let hex: String = digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    format!("\"{hex}\"")
}

/// Whether the tag is among those of an `If-None-Match`.
fn matches(known: &HeaderValue, tag: &str) -> bool {
    let known = known.to_str().unwrap_or_default();
    let strong = |tag| str::strip_prefix(tag, "W/").unwrap_or(tag);
    known.split(',').map(|k| k.trim()).any(|k| k == "*" || strong(k) == strong(tag))
}

fn not_modified(of: &HeaderMap) -> Response {
    let mut response = StatusCode::NOT_MODIFIED.into_response();
    for name in [ETAG, CACHE_CONTROL, VARY] {
        if let Some(value) = of.get(&name) {
            response.headers_mut().insert(name, value.clone());
        }
    }
    response
}

/// Counts each request, and writes a line for it: method, route, status and duration. Never the query: people ask about where they live.
pub(super) async fn log(State(service): State<Service>, request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map_or("-", MatchedPath::as_str).to_owned();
    let response = next.run(request).await;
    let (status, bytes) = (response.status().as_u16(), response.body().size_hint().exact());
    let duration = begun.elapsed();
    service.counts().add(&route, &method, response.status(), duration);
    let duration_ms = duration.as_secs_f64() * 1e3;
    tracing::info!(%method, route, status, bytes, duration_ms, "answered");
    response
}
