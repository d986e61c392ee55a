//! Finished answers, given again to who asks the same: as they were sent, with their headers, coding and tag.
//!
//! An answer to GET goes by the data served, the day, the address, and the headers that [`key`] reads. What may be kept by
//! any cache (`Cache-Control: public`) is kept here, as long as its atlas is served and there is room. What is asked of a
//! place is not: people ask about where they live, and hardly two ask the same.

use std::convert::Infallible;
use std::fmt::Write as _;
use std::future::{Ready, ready};
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};
use std::task::{Context, Poll};
use std::time::Instant;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{MatchedPath, Request};
use axum::http::header::{ACCEPT, CACHE_CONTROL, IF_NONE_MATCH, RANGE};
use axum::http::{HeaderMap, Method, StatusCode};
use axum::response::Response;
use futures_util::future::Either;
use quick_cache::Weighter;
use quick_cache::sync::Cache;

use super::encoding::Coding;
use super::service::{Service, Snapshot, now};
use super::{headers, language};
use crate::questions::{Description, Kind, Parameter, QUESTIONS};
use contactline_core::model::Moment;

/// Bytes that an answer takes beside its body and its key: headers and what holds them.
const ANSWER_BYTES: usize = 2 << 10;
/// Bytes of an answer as they are likely to be.
const LIKELY_BYTES: usize = 8 << 10;

/// The parameters that name a place.
static OF_A_PLACE: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let names_a_place = |parameter: &Parameter| {
        matches!(parameter.kind, Kind::Longitude | Kind::Latitude | Kind::Coordinate | Kind::Place { .. } | Kind::Near)
    };
    let mut names: Vec<&str> =
        QUESTIONS.iter().flat_map(Description::parameters).filter(names_a_place).map(|p| p.name).collect();
    names.sort_unstable();
    names.dedup();
    names
});

/// The answers last given.
#[derive(Debug)]
pub(super) struct Answers {
    kept: Cache<String, Arc<Answer>, ByBytes>,
    /// How often one was given again.
    given: AtomicU64,
}

/// An answer that is kept.
#[derive(Debug)]
struct Answer {
    route: Option<MatchedPath>,
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
    /// The second that it says it was made in.
    moment: Option<Moment>,
}

#[derive(Clone, Copy, Debug)]
struct ByBytes;

impl Weighter<String, Arc<Answer>> for ByBytes {
    fn weight(&self, key: &String, answer: &Arc<Answer>) -> u64 {
        (key.len() + answer.body.len() + ANSWER_BYTES) as u64
    }
}

impl Answers {
    /// Room for answers of so many bytes in all; with none, none is kept.
    pub(super) fn new(max_bytes: usize) -> Self {
        Self {
            kept: Cache::with_weighter(max_bytes / LIKELY_BYTES, max_bytes as u64, ByBytes),
            given: AtomicU64::new(0),
        }
    }

    /// Bytes kept now.
    pub(super) fn bytes(&self) -> u64 {
        self.kept.weight()
    }

    /// How many answers were given again.
    pub(super) fn given(&self) -> u64 {
        self.given.load(Ordering::Relaxed)
    }

    fn keep(&self, key: String, response: &mut Response) {
        let Some(whole) = response.extensions_mut().remove::<Whole>() else { return };
        let of_any_cache = response.headers().get(CACHE_CONTROL).is_some_and(|v| v.as_bytes().starts_with(b"public"));
        if !of_any_cache {
            return;
        }
        let Whole { body, route } = whole;
        let moment = response.extensions().get::<SaysMoment>().map(|said| said.0);
        let answer = Answer { route, status: response.status(), headers: response.headers().clone(), body, moment };
        self.kept.insert(key, Arc::new(answer));
    }
}

/// Of an answer: its body, whole, apart from the room that is held for it while it is sent.
#[derive(Clone, Debug)]
pub(super) struct Whole {
    pub body: Bytes,
    /// The pattern of the address that it was asked for by.
    pub route: Option<MatchedPath>,
}

/// Of an answer: it says in which second it was made.
#[derive(Clone, Copy, Debug)]
pub(super) struct SaysMoment(pub Moment);

/// The routes, with the answers that they gave before.
#[derive(Clone, Debug)]
pub(super) struct Kept {
    service: Service,
    routes: Router,
}

impl Kept {
    pub(super) const fn new(service: Service, routes: Router) -> Self {
        Self { service, routes }
    }

    fn again(&self, key: &str, snapshot: &Snapshot, begun: Instant) -> Option<Response> {
        let answer = snapshot.answers.kept.get(key)?;
        // What says its moment is the same to all who ask in that second.
        if answer.moment.is_some_and(|moment| moment != now()) {
            return None;
        }
        let bytes = answer.body.len();
        // Where there is none it is waited for, as by any answer.
        let held = self.service.room().at_once(bytes)?;
        let body = if bytes == 0 { Body::empty() } else { Body::from(held.hold(answer.body.clone())) };
        let mut response = Response::new(body);
        *response.status_mut() = answer.status;
        *response.headers_mut() = answer.headers.clone();
        headers::note(&self.service, &Method::GET, answer.route.as_ref(), &response, begun);
        snapshot.answers.given.fetch_add(1, Ordering::Relaxed);
        Some(response)
    }
}

type Made = Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>;

impl tower_service::Service<Request> for Kept {
    type Response = Response;
    type Error = Infallible;
    type Future = Either<Ready<Result<Response, Infallible>>, Made>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        // Routes always are.
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let begun = Instant::now();
        let Some(key) = key(&self.service, &request) else {
            return Either::Right(Box::pin(self.routes.call(request)));
        };
        let snapshot = self.service.served();
        if let Some(response) = self.again(&key, &snapshot, begun) {
            return Either::Left(ready(Ok(response)));
        }
        let made = self.routes.call(request);
        Either::Right(Box::pin(async move {
            let mut response = made.await?;
            snapshot.answers.keep(key, &mut response);
            Ok(response)
        }))
    }
}

/// All that an answer goes by; none of what is not kept.
fn key(service: &Service, request: &Request) -> Option<String> {
    let (uri, headers) = (request.uri(), request.headers());
    if request.method() != Method::GET || headers.contains_key(RANGE) {
        return None;
    }
    let (path, query) = (uri.path(), uri.query().unwrap_or_default());
    if path.starts_with("/v1/") && is_of_a_place(query) {
        return None;
    }
    let mut key = String::with_capacity(256);
    let coding = Coding::wanted(headers).map_or("", Coding::as_str);
    let day = service.today().days();
    let _ = write!(key, "{path}?{query}\n{coding}\n{day}");
    for known in headers.get_all(IF_NONE_MATCH) {
        key.push('\n');
        key.push_str(known.to_str().ok()?);
    }
    if language::is_drawn(path) {
        return Some(key);
    }
    let language = language::asked(uri, headers).ok()?;
    let _ = write!(key, "\n{}\n{}", language.as_str(), service.reached().base(uri, headers));
    for accepted in headers.get_all(ACCEPT) {
        key.push('\n');
        key.push_str(accepted.to_str().ok()?);
    }
    Some(key)
}

fn is_of_a_place(query: &str) -> bool {
    query.split('&').any(|pair| OF_A_PLACE.contains(&pair.split('=').next().unwrap_or_default()))
}
