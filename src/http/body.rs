//! Answers as bytes, and questions that take their time away from the threads that serve.

use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderName, HeaderValue};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::accept;
use super::lanes::{self, Work};
use super::params::Params;
use super::problem::{Code, Problem};
use super::service::Service;
use crate::wire::{BYTE_ORDER_MARK, Provenance};

/// Answers about days gone by, and what is declared: files may be added, so not for ever.
pub(super) const CACHE_1_DAY: HeaderValue = HeaderValue::from_static("public, max-age=86400");
/// Answers about today, and those that say nothing else.
pub(super) const CACHE_1_MIN: HeaderValue = HeaderValue::from_static("public, max-age=60");

/// The header that states the fingerprint of the data that an answer was made of.
pub(super) const FINGERPRINT: HeaderName = HeaderName::from_static("contactline-fingerprint");
/// The header that states the program that made it, and its version.
pub(super) const PROGRAM: HeaderName = HeaderName::from_static("contactline-program");

/// The shape as JSON.
pub(super) fn json<T: Serialize>(shape: &T, params: &Params) -> Result<Response, Problem> {
    written(serde_json::to_vec(shape), "application/json", params)
}

/// Bytes of a media type, kept for as long as the answer stays what it is.
pub(super) fn written(
    bytes: serde_json::Result<Vec<u8>>,
    kind: &'static str,
    params: &Params,
) -> Result<Response, Problem> {
    let bytes = bytes.map_err(|_| Problem::new(Code::Internal, "the answer could not be written"))?;
    let age = if params.is_of_the_past() { CACHE_1_DAY } else { CACHE_1_MIN };
    Ok(([(CONTENT_TYPE, HeaderValue::from_static(kind)), (CACHE_CONTROL, age)], bytes).into_response())
}

/// A table as CSV, with a name to save it under; with `bom=true` it begins with a byte order mark.
pub(super) fn csv(text: Result<String, csv::Error>, name: &str, params: &Params) -> Result<Response, Problem> {
    let mark = if params.flag("bom")? { BYTE_ORDER_MARK } else { "" };
    let bytes = text.map(|text| [mark, &text].concat().into_bytes()).map_err(serde::ser::Error::custom);
    let mut response = written(bytes, "text/csv; charset=utf-8", params)?;
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}.csv\"")) {
        response.headers_mut().insert(CONTENT_DISPOSITION, value);
    }
    Ok(response)
}

/// A picture as SVG.
pub(super) fn svg(text: String, params: &Params) -> Result<Response, Problem> {
    written(Ok(text.into_bytes()), "image/svg+xml", params)
}

/// The answer, with a header that states the data that it was made of.
pub(super) fn stating(fingerprint: &str, mut response: Response) -> Response {
    if let Ok(value) = HeaderValue::from_str(fingerprint) {
        response.headers_mut().insert(FINGERPRINT, value);
        response.headers_mut().insert(PROGRAM, HeaderValue::from_static(Provenance::of("").program));
    }
    response
}

/// The form wanted, of those there are: by `f`, else by the Accept header, else the first.
pub(super) fn wanted_form<'w>(params: &Params, headers: &HeaderMap, forms: &[&'w str]) -> Result<&'w str, Problem> {
    if params.text("f").is_some() {
        return params.one_of("f", forms);
    }
    Ok(accept::preferred_word(headers, forms))
}

/// Runs a question on a thread of its own: what is short and is answered on the threads that serve goes on meanwhile.
pub(super) async fn run_blocking(
    service: Service,
    question: impl FnOnce(&Service) -> Result<Response, Problem> + Send + 'static,
) -> Result<Response, Problem> {
    lanes::run(Work::Quick, service, question).await
}
