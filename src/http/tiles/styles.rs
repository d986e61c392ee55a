//! The style, and the patterns it names.

use axum::Router;
use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use crate::render::Styled;

use super::Answer;
use super::asked::{Asked, when};
use crate::http::body::{CACHE_1_DAY, json};
use crate::http::index;
use crate::http::ogc::Address;
use crate::http::params::Params;
use crate::http::problem::{Code, Problem};
use crate::http::service::Service;
use contactline_core::model::{Interval, Moment};

pub(super) fn routes() -> Router<Service> {
    Router::new()
        .route("/styles", get(styles))
        .route("/styles/default", get(style))
        .route("/style.json", get(style))
        .route("/styles/default/{sprite}", get(sprite))
}

async fn styles(service: State<Service>, uri: Uri, headers: HeaderMap) -> Answer {
    let params = Params::read(&uri, &["f"], service.today())?;
    params.one_of("f", &["json"])?;
    json(&crate::render::Styles::new(&Address::of(&service, &uri, &headers).to("")), &params)
}

/// The style of one source: the one named, else the one meant of those that may be shown.
async fn style(State(service): State<Service>, uri: Uri, headers: HeaderMap) -> Answer {
    let served = service.served();
    let params = Params::read(&uri, &["datetime", "source", "f"], service.today())?;
    params.one_of("f", &["mapbox", "json"])?;
    // The source shown is the one meant at the end of a stretch.
    let last = |when: Interval| when.end.map(|end| Moment::from_seconds(end.seconds() - 1));
    let moment = || Ok::<_, Problem>(when(&params)?.and_then(last).unwrap_or(params.today().end()));
    let source = match params.text("source") {
        Some(source) => Some(source),
        None => Asked::source_shown(&served, service.rights(), moment()?),
    };
    let of_source = |kind: &str| source.map(|id| format!("{kind}-{id}"));
    let (control, line) = (of_source("control"), of_source("line"));
    let has_line = |id: &&String| contactline_core::query::items::collection(&served.atlas, id).is_some();
    let line = line.as_ref().filter(has_line);
    let named = ["regions"].into_iter().chain(control.as_deref()).chain(line.map(String::as_str));
    let asked = Asked::of(&served, service.rights(), named, &params)?;
    let root = Address::of(&service, &uri, &headers).to("");
    let styled = Styled {
        tiled: asked.tiled(&root, &served.fingerprint),
        control: control.as_deref(),
        line: line.map(String::as_str),
    };
    json(&crate::render::style(&styled), &params)
}

async fn sprite(service: State<Service>, Path(name): Path<String>, uri: Uri) -> Answer {
    Params::read(&uri, &[], service.today())?;
    let failed = |_| Problem::new(Code::Internal, "the patterns could not be made");
    let (kind, bytes): (&'static str, Vec<u8>) = match name.as_str() {
        "sprite.json" => ("application/json", crate::render::sprite_index(1).to_string().into()),
        "sprite@2x.json" => ("application/json", crate::render::sprite_index(2).to_string().into()),
        "sprite.png" => ("image/png", crate::render::sprite_png(1).map_err(failed)?),
        "sprite@2x.png" => ("image/png", crate::render::sprite_png(2).map_err(failed)?),
        _ => return Err(index::not_found().await),
    };
    let response: Response =
        ([(CONTENT_TYPE, HeaderValue::from_static(kind)), (CACHE_CONTROL, CACHE_1_DAY)], bytes).into_response();
    Ok(response)
}
