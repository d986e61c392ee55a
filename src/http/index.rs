//! The front door: what can be asked, and whether the service is well.

use axum::Json;
use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, HeaderName, RETRY_AFTER};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::described;
use super::ogc::Address;
use super::params::Params;
use super::problem::{Code, Problem};
use super::service::Service;
use crate::ogc::Link;
use crate::questions::QUESTIONS;
use crate::wire::language::spoken;
use crate::wire::titles;
use contactline_core::model::{Text, notice};

/// What can be asked beside the questions that are described, with its title and a real example.
const OTHERS: &[(&str, Text, &str)] = &[("tiles", titles::TILES, "/tiles")];

/// How the service is now: of no use a moment later.
const NO_STORE: [(HeaderName, &str); 1] = [(CACHE_CONTROL, "no-store")];
/// Where the OGC API begins: relation, media type, title, path.
const RESOURCES: &[(&str, &str, &str, &str)] = &[
    ("service-desc", "application/vnd.oai.openapi+json;version=3.0", "API description for programs (OpenAPI)", "/api"),
    ("service-doc", "text/html", "API documentation", "/api.html"),
    ("conformance", "application/json", "Conformance classes", "/conformance"),
    ("data", "application/json", "Collections", "/collections"),
    (crate::render::REL_TILESETS, "application/json", "Vector tiles", "/tiles"),
    (crate::render::REL_SETS, "application/json", "Tile matrix sets", "/tileMatrixSets"),
    ("http://www.opengis.net/def/rel/ogc/1.0/styles", "application/json", "Styles for the tiles", "/styles"),
];

#[derive(Serialize)]
struct Index {
    title: &'static str,
    description: &'static str,
    notice: &'static str,
    links: Vec<Link>,
}

/// What can be asked.
pub(super) async fn index(State(service): State<Service>, uri: Uri, headers: HeaderMap) -> Result<Response, Problem> {
    let params = Params::read(&uri, &["f"], service.today())?;
    params.one_of("f", &["json"])?;
    let (address, language) = (Address::of(&service, &uri, &headers), spoken());
    let mut links = vec![Link::new("self", "application/json", "this document", address.with(&[]))];
    links.extend(RESOURCES.iter().map(|(rel, kind, title, path)| Link::new(rel, kind, title, address.to(path))));
    let link = |rel: &str, title: Text, path: &str| {
        Link::new(rel, "application/json", title.within(language), address.to(path))
    };
    // What needs a body has no address that answers by itself.
    links.extend(
        QUESTIONS
            .iter()
            .filter(|question| question.sent.is_none())
            .map(|question| link(question.name, question.about, &described::example(question))),
    );
    links.extend(OTHERS.iter().map(|(rel, title, path)| link(rel, *title, path)));
    let about = titles::INDEX.within(language);
    let notice = notice::STATUS.within(language);
    Ok(Json(Index { title: "contactline", description: about, notice, links }).into_response())
}

/// The process answers.
pub(super) async fn health() -> Response {
    (NO_STORE, Json(serde_json::json!({ "status": "ok" }))).into_response()
}

/// An atlas is being served; where newer data could not be loaded, why and since when.
///
/// A server that keeps a good atlas answers 200 and says `degraded`: one bad file would else take every server of a cluster
/// from its clients at once. Whoever wants it otherwise asks for `strict=true`, which is then answered 503.
pub(super) async fn ready(State(service): State<Service>, uri: Uri) -> Result<Response, Problem> {
    let strict = Params::read(&uri, &["strict"], service.today())?.flag("strict")?;
    let served = service.served();
    let sources: Vec<&str> = served.atlas.sources().map(|s| s.id.as_str()).collect();
    let failed = service.failed();
    let degraded = failed.as_ref().map(|f| serde_json::json!({ "since": f.since.to_string(), "reason": f.reason }));
    let state = serde_json::json!({
        "status": if degraded.is_some() { "degraded" } else { "ready" },
        "atlas": served.fingerprint,
        "sources": sources,
        "since": served.since.to_string(),
        "degraded": degraded,
    });
    Ok(if strict && failed.is_some() {
        let again = [(RETRY_AFTER, HeaderValue::from_static("60"))];
        (StatusCode::SERVICE_UNAVAILABLE, NO_STORE, again, Json(state)).into_response()
    } else {
        (NO_STORE, Json(state)).into_response()
    })
}

pub(super) async fn not_found() -> Problem {
    Problem::new(Code::NotFound, "Not found. See / for the available endpoints")
}

pub(super) async fn method_not_allowed(method: Method) -> Problem {
    Problem::new(Code::MethodNotAllowed, format!("{method} is not supported here; the Allow header lists the methods"))
}
