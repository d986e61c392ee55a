//! Answers as bytes, and questions that take their time away from the threads that serve.

use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::params::Params;
use super::problem::{Code, Problem};
use super::service::Service;

/// Answers about days gone by, and what is declared: files may be added, so not for ever.
const A_DAY: HeaderValue = HeaderValue::from_static("public, max-age=86400");
/// Answers about today.
const A_MINUTE: HeaderValue = HeaderValue::from_static("public, max-age=60");

/// The shape as JSON.
pub(super) fn json<T: Serialize>(shape: &T, params: &Params) -> Result<Response, Problem> {
    written(serde_json::to_vec(shape), "application/json", params)
}

/// The shape as GeoJSON.
pub(super) fn geojson<T: Serialize>(shape: &T, params: &Params) -> Result<Response, Problem> {
    written(serde_json::to_vec(shape), "application/geo+json", params)
}

fn written(bytes: serde_json::Result<Vec<u8>>, kind: &'static str, params: &Params) -> Result<Response, Problem> {
    let bytes = bytes.map_err(|_| Problem::new(Code::Internal, "the answer could not be written"))?;
    let age = if params.is_of_the_past() { A_DAY } else { A_MINUTE };
    Ok(([(CONTENT_TYPE, HeaderValue::from_static(kind)), (CACHE_CONTROL, age)], bytes).into_response())
}

/// A table as CSV, with a name to save it under.
pub(super) fn csv(text: Result<String, csv::Error>, name: &str, params: &Params) -> Result<Response, Problem> {
    let bytes = text.map(String::into_bytes).map_err(serde::ser::Error::custom);
    let mut response = written(bytes, "text/csv; charset=utf-8", params)?;
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}.csv\"")) {
        response.headers_mut().insert(CONTENT_DISPOSITION, value);
    }
    Ok(response)
}

/// Whether a table is wanted as CSV: by `f`, else by the Accept header.
pub(super) fn wants_csv(params: &Params, headers: &HeaderMap) -> Result<bool, Problem> {
    let accepts = headers.get(header::ACCEPT).and_then(|v| v.to_str().ok()).unwrap_or_default();
    match params.text("f") {
        None => Ok(accepts.split(',').next().is_some_and(|first| first.trim().starts_with("text/csv"))),
        Some(_) => Ok(params.one_of("f", &["json", "csv"])? == "csv"),
    }
}

/// Runs a question that may take long on a thread of its own, no more of them at a time than there are processors: short
/// questions are answered meanwhile.
pub(super) async fn apart(
    service: Service,
    question: impl FnOnce(&Service) -> Result<Response, Problem> + Send + 'static,
) -> Result<Response, Problem> {
    let failed = || Problem::new(Code::Internal, "the request could not be answered");
    let turn = service.turn().await.ok_or_else(failed)?;
    let done = tokio::task::spawn_blocking(move || {
        let answer = question(&service);
        drop(turn);
        answer
    });
    done.await.unwrap_or_else(|_| Err(failed()))
}
