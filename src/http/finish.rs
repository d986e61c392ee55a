//! What is done to an answer that is there: room for it, its tag, what its client knows already, its coding, its range.

use std::convert::Infallible;

use axum::body::{Body, Bytes, HttpBody, to_bytes};
use axum::extract::{MatchedPath, Request};
use axum::http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, ETAG, IF_NONE_MATCH, RANGE, VARY,
};
use axum::http::response::Parts;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use twox_hash::XxHash3_128;

use super::body::CACHE_1_MIN;
use super::encoding::{Coding, LARGE, MIN_PACKED, is_packed};
use super::kept::Whole;
use super::lanes::MadeIn;
use super::problem::{Code, Problem};
use super::range::{self, Asked as Range};
use super::room::Held;
use super::service::Service;
use super::workers::lower_priority;

/// Bytes up to which an answer is packed at once; a larger one on a thread of its own, as it would hold up others.
const PACKED_AT_ONCE: usize = 16 << 10;
/// The same of one that is sent as it is: its tag is a matter of microseconds.
const AT_ONCE: usize = 256 << 10;

/// Of a request: the head of its answer is wanted alone, so that a body need not be made where that costs much.
#[derive(Clone, Copy, Debug)]
pub(super) struct HeadAlone;

/// Of an answer: its body was not made, as nobody reads it.
#[derive(Clone, Copy, Debug)]
struct Unmade;

/// The head of an answer of a kind, whose body nobody reads.
pub(super) fn unmade(kind: &'static str) -> Response {
    let mut response = [(CONTENT_TYPE, HeaderValue::from_static(kind))].into_response();
    response.extensions_mut().insert(Unmade);
    response
}

/// What the request says of the form of its answer.
struct Wanted {
    is_head: bool,
    is_get: bool,
    /// The tags its client has.
    known: Option<HeaderValue>,
    range: Option<Range>,
    coding: Option<Coding>,
    route: Option<MatchedPath>,
}

impl Wanted {
    fn of(request: &Request) -> Self {
        let is_head = request.method() == Method::HEAD;
        let is_get = is_head || request.method() == Method::GET;
        let headers = request.headers();
        let range = if is_get { range::asked(headers) } else { None };
        // A range is of the thing itself, not of what a packer makes of it; so is the length that HEAD tells a reader of ranges.
        let coding = if headers.contains_key(RANGE) { None } else { Coding::wanted(headers) };
        let route = request.extensions().get::<MatchedPath>().cloned();
        Self { is_head, is_get, known: headers.get(IF_NONE_MATCH).cloned(), range, coding, route }
    }
}

/// Gives every answer to GET an entity tag over its bytes, one for each coding, and answers 304 to who has them already
/// (RFC 9110, section 13.1.2). HEAD is GET without the body. An answer that comes piece by piece goes on as it comes.
pub(super) async fn finish<F: Future<Output = Response>>(
    service: &Service,
    mut request: Request,
    next: impl FnOnce(Request) -> F,
) -> Response {
    let wanted = Wanted::of(&request);
    if wanted.is_get {
        *request.method_mut() = Method::GET;
    }
    if wanted.is_head {
        request.extensions_mut().insert(HeadAlone);
    }
    let (mut parts, body) = next(request).await.into_parts();
    if body.size_hint().exact().is_none() {
        return Response::from_parts(parts, body);
    }
    let Ok(bytes) = to_bytes(body, usize::MAX).await else { return unwritten() };
    let held = match service.room().for_answer(bytes.len(), service.connections()).await {
        Ok(held) => held,
        Err(problem) => return problem.into_response(),
    };
    // The turn that it was made in goes to the next.
    parts.extensions.remove::<MadeIn>();
    let vary = service.vary();
    if bytes.len() <= if wanted.coding.is_some() { PACKED_AT_ONCE } else { AT_ONCE } {
        return finished(parts, bytes, held, &wanted, vary);
    }
    let Some(turn) = service.finishing_turn().await else { return unwritten() };
    let is_long = bytes.len() >= LARGE;
    let done = service.lanes().workers().run(move || {
        if is_long {
            lower_priority();
        }
        let response = finished(parts, bytes, held, &wanted, vary);
        drop(turn);
        response
    });
    match done {
        Ok(done) => done.await.unwrap_or_else(|_| unwritten()),
        Err(_) => Problem::new(Code::Busy, "The server is busy; ask again later").into_response(),
    }
}

fn unwritten() -> Response {
    Problem::new(Code::Internal, "the answer could not be written").into_response()
}

fn finished(mut parts: Parts, bytes: Bytes, mut held: Held, wanted: &Wanted, vary: HeaderValue) -> Response {
    let is_packable = bytes.len() >= MIN_PACKED && !is_packed(&parts.headers);
    let coding = wanted.coding.filter(|_| is_packable && !parts.headers.contains_key(CONTENT_ENCODING));
    let is_whole = wanted.is_get && parts.status == StatusCode::OK;
    // What a handler says of it counts too: an answer in words goes by the language.
    let own = parts.headers.get(VARY).and_then(|own| own.to_str().ok());
    let both = own.zip(vary.to_str().ok()).map(|(own, vary)| format!("{vary}, {own}"));
    let vary = both.and_then(|both| HeaderValue::from_str(&both).ok()).unwrap_or(vary);
    parts.headers.insert(VARY, vary);
    if is_whole {
        // Who says the moment of an answer in it gives it a tag of its own: the same tag, the same data.
        let own = parts.headers.get(ETAG).and_then(|v| v.to_str().ok()).map(str::to_owned);
        let tag = own.unwrap_or_else(|| tag_in(&bytes, coding));
        parts.headers.entry(CACHE_CONTROL).or_insert(CACHE_1_MIN);
        if let Ok(value) = HeaderValue::from_str(&tag) {
            parts.headers.insert(ETAG, value);
        }
        if wanted.known.as_ref().is_some_and(|known| matches(known, &tag)) {
            let mut response = not_modified(&parts.headers);
            if !wanted.is_head {
                response.extensions_mut().insert(Whole { body: Bytes::new(), route: wanted.route.clone() });
            }
            return response;
        }
        parts.headers.insert(ACCEPT_RANGES, HeaderValue::from_static("bytes"));
        if let Some(range) = wanted.range.as_ref().filter(|range| range.is_of(&tag) && !wanted.is_head) {
            return range.answer(parts, held.hold(bytes));
        }
    }
    if parts.extensions.get::<Unmade>().is_some() {
        // Of a length that is not said.
        return Response::from_parts(parts, Body::from_stream(tokio_stream::empty::<Result<Bytes, Infallible>>()));
    }
    let bytes = match coding.map(|coding| (coding, coding.pack(&bytes))) {
        Some((coding, Ok(packed))) => {
            parts.headers.insert(CONTENT_ENCODING, HeaderValue::from_static(coding.as_str()));
            held.shrink(packed.len());
            Bytes::from(packed)
        }
        Some((_, Err(_))) => return unwritten(),
        None => bytes,
    };
    if parts.status != StatusCode::NO_CONTENT {
        parts.headers.insert(CONTENT_LENGTH, HeaderValue::from(bytes.len()));
    }
    if wanted.is_head {
        return Response::from_parts(parts, Body::empty());
    }
    if is_whole || parts.status == StatusCode::NO_CONTENT {
        parts.extensions.insert(Whole { body: bytes.clone(), route: wanted.route.clone() });
    }
    Response::from_parts(parts, Body::from(held.hold(bytes)))
}

/// A strong tag of bytes.
pub(super) fn tag(bytes: &[u8]) -> String {
    format!("\"{}\"", digest(bytes))
}

/// The tag of bytes as they are sent in a coding.
fn tag_in(bytes: &[u8], coding: Option<Coding>) -> String {
    coding.map_or_else(|| tag(bytes), |coding| format!("\"{}-{}\"", digest(bytes), coding.as_str()))
}

fn digest(bytes: &[u8]) -> String {
    // It tells answers of ours apart; nobody gains by two that are alike.
    format!("{:032x}", XxHash3_128::oneshot(bytes))
}

/// Whether the tag is among those of an `If-None-Match`.
pub(super) fn matches(known: &HeaderValue, tag: &str) -> bool {
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
