//! Documents and items as responses: JSON or a page, with their links, kinds and names.

use axum::http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, ETAG, LINK};
use axum::http::{HeaderName, HeaderValue};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use serde_json::Value;

use super::form::Form;
use crate::http::problem::{Code, Problem};
use crate::ogc::Link;
use crate::ogc::page;
use contactline_crs::Crs;

/// The media type of a document or page in a form.
pub(super) const fn kind_of(form: Form) -> &'static str {
    match form {
        Form::Html => "text/html; charset=utf-8",
        other => other.kind(),
    }
}

/// A document as JSON, or as a page with its title and the way to it.
pub(super) fn document<T: Serialize>(shape: &T, form: Form, title: &str) -> Result<Response, Problem> {
    let value = serde_json::to_value(shape).map_err(|_| failed())?;
    let bytes = match form {
        Form::Html => page::html(title, &value).into_bytes(),
        _ => serde_json::to_vec(&value).map_err(|_| failed())?,
    };
    Ok(bytes_of(bytes, kind_of(form)))
}

/// A shape as a page.
pub(in crate::http) fn document_page(shape: &Value, title: &str) -> Result<Response, Problem> {
    document(shape, Form::Html, title)
}

/// A shape as JSON of a kind of its own.
pub(in crate::http) fn json<T: Serialize>(shape: &T, kind: &'static str) -> Result<Response, Problem> {
    Ok(bytes_of(serde_json::to_vec(shape).map_err(|_| failed())?, kind))
}

/// Bytes of a kind.
pub(super) fn bytes_of(bytes: Vec<u8>, kind: &'static str) -> Response {
    ([(CONTENT_TYPE, HeaderValue::from_static(kind))], bytes).into_response()
}

/// Says under which name the answer is to be saved.
pub(super) fn named(mut response: Response, name: &str) -> Response {
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        response.headers_mut().insert(CONTENT_DISPOSITION, value);
    }
    response
}

/// Says in which reference system coordinates are (OGC API - Features, Part 2, requirement 16).
pub(super) fn in_crs(mut response: Response, crs: Crs) -> Response {
    if let Ok(value) = HeaderValue::from_str(&format!("<{}>", crs.uri())) {
        response.headers_mut().insert(HeaderName::from_static("content-crs"), value);
    }
    response
}

/// Gives an answer that says its own moment a weak entity tag: that of what it is made from.
pub(super) fn tagged(mut response: Response, version: &str) -> Response {
    if let Ok(value) = HeaderValue::from_str(&format!("W/{version}")) {
        response.headers_mut().insert(ETAG, value);
    }
    response
}

/// The links as headers, for forms that have no place for them.
pub(super) fn linked(mut response: Response, links: &[Link]) -> Response {
    for link in links {
        let kind = link.kind.as_ref().map_or_else(String::new, |kind| format!("; type=\"{kind}\""));
        if let Ok(value) = HeaderValue::from_str(&format!("<{}>; rel=\"{}\"{kind}", link.href, link.rel)) {
            response.headers_mut().append(LINK, value);
        }
    }
    response
}

pub(super) fn failed() -> Problem {
    Problem::new(Code::Internal, "the answer could not be written")
}
