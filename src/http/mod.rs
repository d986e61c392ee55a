//! The questions over HTTP: routes, parameters, status codes, headers; and as tools for assistants (`mcp`), over HTTP or a pair of streams. Decides nothing; knows no flags.
//!
//! A question is described in [`questions`](crate::questions), and its route follows from that; what is not has a handler of three beats: parameters, question, shape. Each request sees one atlas from beginning to end.
//! No coordinate of a question is ever logged: a line of the log has the route's pattern, never its query.

mod accept;
mod api;
mod basemap;
mod body;
mod body_reader;
mod bulk;
mod client;
mod connections;
mod counts;
mod described;
mod encoding;
mod evidence;
mod feeds;
mod finish;
mod flight;
mod flights;
mod headers;
mod index;
mod kept;
mod known;
mod lanes;
mod language;
mod mcp;
mod metrics;
mod ogc;
mod page;
mod params;
mod past;
mod problem;
mod range;
mod room;
mod schema;
mod service;
mod share;
mod tiles;
mod turns;
mod unpacking;
mod workers;

use std::panic::AssertUnwindSafe;
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::{MatchedPath, Request, State};
use axum::http::header::{
    ACCEPT, ACCEPT_RANGES, CONTENT_DISPOSITION, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG,
    IF_NONE_MATCH, IF_RANGE, LINK, RANGE, RETRY_AFTER,
};
use axum::http::{HeaderName, Method};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::Response;
use axum::routing::{get, post};
use futures_util::FutureExt as _;
use tower_http::CompressionLevel;
use tower_http::compression::CompressionLayer;
use tower_http::cors::{Any, CorsLayer};

use client::Client;
use kept::Kept;

pub use basemap::Basemap;
pub use connections::Limits;
pub use mcp::over_standard_streams;
pub use ogc::{PublicUrl, Reached};
pub use page::{Ancestor, player};
pub use past::PastStates;
pub use problem::{Code, Problem};
pub use service::{Failed, Service, Settings, Snapshot, now, today};
pub use workers::{lower_priority, run_with_low_priority};

/// What a script on another host's page may read of an answer: what readers of file ranges need, and what the answers say
/// of themselves.
const EXPOSED: [HeaderName; 14] = [
    ACCEPT_RANGES,
    CONTENT_DISPOSITION,
    CONTENT_ENCODING,
    CONTENT_LENGTH,
    CONTENT_RANGE,
    ETAG,
    LINK,
    RETRY_AFTER,
    HeaderName::from_static("content-crs"),
    body::FINGERPRINT,
    body::PROGRAM,
    past::KNOWN,
    bulk::NOTES,
    bulk::WARNING,
];

/// How long a browser need not ask again whether a script of another host may ask: most keep that no longer than two hours.
const PREFLIGHT: Duration = Duration::from_secs(7_200);

/// Every route over one service.
pub fn router(service: Service) -> Router {
    Router::new().fallback_service(kept(service))
}

/// The same, with the answers that were given before.
fn kept(service: Service) -> Kept {
    Kept::new(service.clone(), routes(service))
}

fn routes(service: Service) -> Router {
    let sent = [ACCEPT, CONTENT_ENCODING, CONTENT_TYPE, IF_NONE_MATCH, IF_RANGE, RANGE].into_iter();
    let cors = CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::GET, Method::HEAD, Method::POST])
        .allow_headers(sent.chain(mcp::HEADERS).collect::<Vec<_>>())
        .expose_headers(EXPOSED)
        .max_age(PREFLIGHT);
    // Rows go on as they come, and are packed as they go.
    let packed = CompressionLayer::new().gzip(true).br(true).zstd(true).quality(CompressionLevel::Fastest);
    Router::new()
        .route("/", get(page::front))
        .route("/assets/{name}", get(page::asset))
        .route("/config.json", get(page::config))
        .route("/share", get(share::share))
        .route("/embed", get(share::embed))
        .route("/oembed", get(share::oembed))
        .route("/feeds/changes.atom", get(feeds::changes))
        .route("/feeds/versions.atom", get(feeds::versions))
        .route("/api", get(api::api))
        .route("/api.html", get(api::api_page))
        .route("/health", get(index::health))
        .route("/healthz", get(index::health))
        .route("/ready", get(index::ready))
        .route("/readyz", get(index::ready))
        .route("/metrics", get(metrics::metrics))
        .merge(described::routes())
        .merge(mcp::routes())
        .route("/v1/at", post(bulk::at).layer(packed))
        .route("/v1/proposals/schema", get(schema::schema))
        .merge(tiles::routes())
        .merge(ogc::routes())
        .fallback(index::not_found)
        .method_not_allowed_fallback(index::method_not_allowed)
        .layer(from_fn_with_state(service.clone(), answered))
        .layer(cors)
        .with_state(service)
}

/// What is done around every answer, in one layer: each layer of its own costs every request.
async fn answered(State(service): State<Service>, request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let (method, route) = (request.method().clone(), request.extensions().get::<MatchedPath>().cloned());
    let client = known::asking(&service, &request);
    let made = |request| async move {
        let made = AssertUnwindSafe(next.run(request)).catch_unwind().await;
        made.unwrap_or_else(problem::of_panic)
    };
    let spoken = |request| language::speak(request, made);
    let finished = finish::finish(&service, request, |request| flight::shared(&service, request, spoken));
    let mut response = Client::scope(client, finished).await;
    headers::note(&service, &method, route.as_ref(), &response, begun);
    headers::secure(&mut response);
    response
}

/// Serves until `shutdown` resolves, then lets requests under way end.
///
/// # Errors
/// When the listener fails.
pub async fn serve(
    listener: tokio::net::TcpListener,
    service: Service,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> std::io::Result<()> {
    connections::serve(listener, service.connections().clone(), kept(service), shutdown).await
}
