//! Parts of an answer by their bytes (RFC 9110, section 14): readers of large files fetch what they need.

use axum::body::{Body, Bytes};
use axum::http::header::{CONTENT_LENGTH, CONTENT_RANGE, IF_RANGE, RANGE};
use axum::http::response::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};

use super::problem::{Code, Problem};

/// One range of bytes asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Asked {
    span: Span,
    /// The entity tag that the range is of; with another, the whole is answered.
    tag: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Span {
    From(usize),
    Between(usize, usize),
    Last(usize),
}

/// The range of a request; none where there is none, or several, or another unit: the whole is then answered.
pub(super) fn asked(headers: &HeaderMap) -> Option<Asked> {
    let (unit, text) = headers.get(RANGE)?.to_str().ok()?.split_once('=')?;
    if !unit.trim().eq_ignore_ascii_case("bytes") {
        return None;
    }
    let (first, last) = text.trim().split_once('-')?;
    let span = match (first, last) {
        ("", last) => Span::Last(number(last)?),
        (first, "") => Span::From(number(first)?),
        (first, last) => Span::Between(number(first)?, number(last)?),
    };
    if let Span::Between(first, last) = span
        && last < first
    {
        return None;
    }
    Some(Asked { span, tag: headers.get(IF_RANGE).map(|v| v.to_str().unwrap_or_default().to_owned()) })
}

/// A number of bytes; one too great for this machine lies beyond every file.
fn number(digits: &str) -> Option<usize> {
    let is_number = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    is_number.then(|| digits.parse().unwrap_or(usize::MAX))
}

impl Asked {
    /// Whether the range is of the answer with this tag: compared strongly.
    pub(super) fn is_of(&self, tag: &str) -> bool {
        self.tag.as_ref().is_none_or(|own| own == tag && !tag.starts_with("W/"))
    }

    /// The part, with where it lies in the whole.
    pub(super) fn answer(&self, mut parts: Parts, bytes: Bytes) -> Response {
        let length = bytes.len();
        let (first, end) = match self.span {
            Span::From(first) => (first, length),
            Span::Between(first, last) => (first, last.saturating_add(1).min(length)),
            Span::Last(count) => (length.saturating_sub(count), length),
        };
        if first >= end {
            let detail = format!("The answer has {length} bytes; the requested range begins beyond its end");
            let mut response = Problem::new(Code::BadRange, detail).into_response();
            insert(response.headers_mut(), format!("bytes */{length}"));
            return response;
        }
        parts.status = StatusCode::PARTIAL_CONTENT;
        insert(&mut parts.headers, format!("bytes {first}-{}/{length}", end - 1));
        parts.headers.insert(CONTENT_LENGTH, HeaderValue::from(end - first));
        Response::from_parts(parts, Body::from(bytes.slice(first..end)))
    }
}

fn insert(headers: &mut HeaderMap, value: String) {
    if let Ok(value) = HeaderValue::try_from(value) {
        headers.insert(CONTENT_RANGE, value);
    }
}
