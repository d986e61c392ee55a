//! What is done to every answer: what browsers may do with it, a count, and a line in the log.

use std::time::Instant;

use axum::body::HttpBody;
use axum::extract::MatchedPath;
use axum::http::header::{CONTENT_SECURITY_POLICY, CONTENT_TYPE, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderMap, HeaderValue, Method};
use axum::response::Response;

use super::service::Service;

/// A page of ours has a style in it and nothing else; no other site may show it as its own.
const OF_PAGES: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
);
/// A picture may be placed anywhere, and does nothing.
const OF_PICTURES: HeaderValue =
    HeaderValue::from_static("default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'");

/// Says to browsers what an answer may do there: what it is made for, and no more.
pub(super) fn secure(response: &mut Response) {
    let headers = response.headers_mut();
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.entry(REFERRER_POLICY).or_insert(HeaderValue::from_static("no-referrer"));
    if let Some(policy) = policy(headers) {
        headers.entry(CONTENT_SECURITY_POLICY).or_insert(policy);
    }
}

fn policy(headers: &HeaderMap) -> Option<HeaderValue> {
    let kind = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    match kind.split(';').next().unwrap_or_default().trim() {
        "text/html" => Some(OF_PAGES),
        "image/svg+xml" => Some(OF_PICTURES),
        _ => None,
    }
}

/// Counts a request, and writes a line for it: method, route, status and duration. Never the query: people ask about where they live.
pub(super) fn note(
    service: &Service,
    method: &Method,
    route: Option<&MatchedPath>,
    response: &Response,
    begun: Instant,
) {
    let route = route.map_or("-", MatchedPath::as_str);
    let (status, bytes) = (response.status().as_u16(), response.body().size_hint().exact());
    let duration = begun.elapsed();
    service.counts().add(route, method, response.status(), duration);
    let duration_ms = duration.as_secs_f64() * 1e3;
    tracing::info!(%method, route, status, bytes, duration_ms, "answered");
}
