//! Equal questions asked at once are worked out once.
//!
//! Two requests are equal when the same data would be asked the same: address, parameters in any order, and every header an
//! answer may go by. The work goes on as long as one of those who asked waits for it; nothing is kept after.

use axum::body::Body;
use axum::extract::{MatchedPath, Request};
use axum::http::header::IF_NONE_MATCH;
use axum::http::{HeaderMap, Method, Uri};
use axum::response::{IntoResponse, Response};

use super::finish::HeadAlone;
use super::language;
use super::problem::{Code, Problem};
use super::service::Service;
use crate::questions::{Pace, asked_at};

/// A page of items: without its body for who has it already, or wants the head alone.
const ITEMS: &str = "/collections/{collection}/items";
/// Items as files, by their endings.
const FILES: &str = "/collections/{collection}/items.";
/// Headers that differ from client to client and change no answer.
const IGNORED: [&str; 14] = [
    "accept-encoding",
    "accept-language",
    "cache-control",
    "connection",
    "cookie",
    "dnt",
    "if-none-match",
    "origin",
    "pragma",
    "priority",
    "referer",
    "traceparent",
    "upgrade-insecure-requests",
    "user-agent",
];

/// Answers a question with the answer to its equal, where one is being worked out.
pub(super) async fn shared<F: Future<Output = Response> + Send + 'static>(
    service: &Service,
    request: Request,
    next: impl FnOnce(Request) -> F,
) -> Response {
    let Some(key) = key(service, &request) else { return next(request).await };
    let flight = service.flights().join(key, || next(request));
    match flight.answer().await {
        Some((parts, bytes)) => Response::from_parts(parts, Body::from(bytes)),
        None => Problem::new(Code::Internal, "the request could not be answered").into_response(),
    }
}

/// What makes two requests equal; none of those that are not shared.
fn key(service: &Service, request: &Request) -> Option<String> {
    let route = request.extensions().get::<MatchedPath>()?.as_str();
    let is_described =
        || route.strip_prefix("/v1/").is_some_and(|path| asked_at(path).is_some_and(|q| q.pace != Pace::Instant));
    let is_shared = is_described() || route == ITEMS || route.starts_with(FILES);
    if request.method() != Method::GET || !is_shared {
        return None;
    }
    let is_for_one = request.extensions().get::<HeadAlone>().is_some() || request.headers().contains_key(IF_NONE_MATCH);
    if route == ITEMS && is_for_one {
        return None;
    }
    // What people's browsers write of languages differs; which of ours it means does not.
    let language = language::asked(request.uri(), request.headers()).ok()?;
    let (address, headers) = (address(request.uri()), headers(request.headers()));
    let today = service.today().to_string();
    Some([&service.served().fingerprint, &*today, language.as_str(), &address, &headers].join("\n"))
}

/// The path and the parameters in order.
fn address(uri: &Uri) -> String {
    let query = uri.query().unwrap_or_default().as_bytes();
    let mut pairs: Vec<_> = form_urlencoded::parse(query).collect();
    pairs.sort();
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(pairs).finish();
    let authority = uri.authority().map_or("", |authority| authority.as_str());
    format!("{authority}{}?{query}", uri.path())
}

fn headers(headers: &HeaderMap) -> String {
    let counts = |name: &str| !IGNORED.contains(&name) && !name.starts_with("sec-");
    let mut counted: Vec<String> = headers
        .iter()
        .filter(|(name, _)| counts(name.as_str()))
        .map(|(name, value)| format!("{name}: {}", String::from_utf8_lossy(value.as_bytes())))
        .collect();
    counted.sort();
    counted.join("\n")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    use axum::Router;
    use axum::body::{Bytes, to_bytes};
    use axum::http::header::ACCEPT;
    use axum::middleware::{Next, from_fn};
    use axum::routing::get;
    use tokio::sync::Semaphore;
    use tower::ServiceExt;

    use super::*;
    use crate::http::Settings;
    use contactline_core::atlas::Atlas;
    use contactline_core::model::Dataset;

    /// A question that ends when it is let go, with how often it was begun and how often it ended either way.
    #[derive(Clone, Debug)]
    struct Slow {
        begun: Arc<AtomicUsize>,
        ended: Arc<AtomicUsize>,
        go: Arc<Semaphore>,
    }

    struct Ends(Arc<AtomicUsize>);

    impl Drop for Ends {
        fn drop(&mut self) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn router(slow: &Slow) -> Router {
        let atlas = Arc::new(Atlas::build(Dataset::default()));
        let service = Service::new(atlas, String::new(), Settings::default());
        let slow = slow.clone();
        let question = move || async move {
            let _ends = Ends(slow.ended.clone());
            slow.begun.fetch_add(1, Ordering::Relaxed);
            drop(slow.go.acquire().await);
            "answered"
        };
        let share = move |request: Request, next: Next| {
            let service = service.clone();
            async move { shared(&service, request, |request| next.run(request)).await }
        };
        Router::new().route("/v1/areas", get(question)).layer(from_fn(share))
    }

    async fn text(router: Router, path: &str, kind: &str) -> Bytes {
        let request = Request::builder().uri(path).header(ACCEPT, kind).header("user-agent", path);
        let response = router.oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
        to_bytes(response.into_body(), usize::MAX).await.unwrap()
    }

    async fn until(is: impl Fn() -> bool) {
        for _ in 0..1000 {
            if is() {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        assert!(is());
    }

    #[tokio::test]
    async fn equal_questions_are_worked_out_once_and_end_with_the_last_who_waits() {
        let slow = Slow { begun: Arc::default(), ended: Arc::default(), go: Arc::new(Semaphore::new(0)) };
        let router = router(&slow);
        let ask = |path: &'static str, kind: &'static str| tokio::spawn(text(router.clone(), path, kind));
        let begun = || slow.begun.load(Ordering::Relaxed);
        let equal = [ask("/v1/areas?a=1&b=2", "*/*"), ask("/v1/areas?b=2&a=1", "*/*"), ask("/v1/areas?a=1&b=2", "*/*")];
        until(|| begun() == 1).await;
        let others = [ask("/v1/areas?a=1&b=3", "*/*"), ask("/v1/areas?a=1&b=2", "text/csv")];
        until(|| begun() == 3).await;
        // One of three who goes stops nothing; the last of one does.
        equal[0].abort();
        others[0].abort();
        until(|| slow.ended.load(Ordering::Relaxed) == 1).await;
        slow.go.add_permits(10);
        let [_, second, third] = equal;
        assert_eq!((second.await.unwrap(), third.await.unwrap()), ("answered".into(), "answered".into()));
        assert_eq!(begun(), 3);
        // Nothing is kept: the next is worked out again.
        assert_eq!(text(router.clone(), "/v1/areas?a=1&b=2", "*/*").await, "answered");
        assert_eq!(begun(), 4);
    }
}
