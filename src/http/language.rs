//! The language of an answer: the parameter `lang`, else the `Accept-Language` header (RFC 9110, section 12.5.4), else English.

use std::pin::Pin;
use std::task::{Context, Poll};

use axum::extract::Request;
use axum::http::header::{ACCEPT_LANGUAGE, CONTENT_LANGUAGE, VARY};
use axum::http::{HeaderMap, HeaderValue, Uri};
use axum::response::{IntoResponse, Response};

use super::problem::Problem;
use crate::wire::language::within;
use contactline_core::model::{Language, UnknownWord};

/// The parameter that chooses a language, of every address.
pub(super) const LANG: &str = "lang";

/// Work on an answer in a language, whichever thread takes it further.
struct Speaking<F> {
    language: Language,
    answer: Pin<Box<F>>,
}

impl<F: Future> Future for Speaking<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        within(self.language, || self.answer.as_mut().poll(context))
    }
}

/// Answers in the language that is asked for, and says which it is. Tiles, styles and the page's own files have no language.
pub(super) async fn speak<F: Future<Output = Response>>(request: Request, next: impl FnOnce(Request) -> F) -> Response {
    if !has_words(request.uri().path()) {
        return next(request).await;
    }
    let language = match asked(request.uri(), request.headers()) {
        Ok(language) => language,
        Err(error) => return Problem::from(error).of(LANG).into_response(),
    };
    let mut response = speaking(language, next(request)).await;
    let headers = response.headers_mut();
    headers.insert(CONTENT_LANGUAGE, HeaderValue::from_static(language.as_str()));
    headers.append(VARY, HeaderValue::from_static("accept-language"));
    response
}

/// Does the work in a language, whichever thread takes it further.
pub(super) fn speaking<F: Future>(language: Language, work: F) -> impl Future<Output = F::Output> {
    Speaking { language, answer: Box::pin(work) }
}

/// Whether the answers of a path have words in them.
pub(super) fn has_words(path: &str) -> bool {
    let begins = |beginnings: &[&str]| beginnings.iter().any(|begin| path.starts_with(begin));
    path == "/"
        || begins(&["/v1/", "/collections", "/tiles", "/style", "/feeds/", "/share", "/embed", "/oembed"])
            && !is_drawn(path)
}

/// Whether it is the path of a tile or a pattern: an answer that goes by its address alone.
pub(super) fn is_drawn(path: &str) -> bool {
    // A tile, by set, zoom, row and column, is numbers and names that are the same in every language.
    let is_tile = path.split_once("/tiles/").is_some_and(|(_, below)| below.split('/').count() >= 4);
    is_tile || path.contains("/sprite")
}

/// The language that a request asks for.
///
/// # Errors
/// A language that is not spoken, named as a parameter.
pub(super) fn asked(uri: &Uri, headers: &HeaderMap) -> Result<Language, UnknownWord> {
    let query = uri.query().unwrap_or_default().as_bytes();
    match form_urlencoded::parse(query).find(|(name, value)| name == LANG && !value.is_empty()) {
        Some((_, value)) => value.parse(),
        None => Ok(preferred(headers)),
    }
}

/// The language that the header likes best; English where it likes none of them better.
fn preferred(headers: &HeaderMap) -> Language {
    let accepts = headers.get_all(ACCEPT_LANGUAGE).iter().filter_map(|value| value.to_str().ok());
    let ranges = accepts.flat_map(|value| value.split(',')).filter_map(|range| {
        let mut parts = range.split(';').map(str::trim);
        let tag = parts.next()?.split('-').next()?.to_ascii_lowercase();
        let weight = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
        let quality: f64 = weight.map_or(1.0, |text| text.parse().unwrap_or(0.0));
        let language = if tag == "*" { Language::English } else { tag.parse().ok()? };
        (quality > 0.0).then_some((language, quality))
    });
    let mut best: Option<(Language, f64)> = None;
    for (language, quality) in ranges {
        if best.is_none_or(|(_, most)| quality > most) {
            best = Some((language, quality));
        }
    }
    best.map_or_else(Language::default, |(language, _)| language)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn of(header: &'static str) -> Language {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT_LANGUAGE, HeaderValue::from_static(header));
        asked(&Uri::from_static("/v1/at"), &headers).unwrap()
    }

    #[test]
    fn the_language_liked_best_is_spoken() {
        assert_eq!(of("uk-UA,uk;q=0.9,en;q=0.5"), Language::Ukrainian);
        assert_eq!(of("de, en;q=0.7, uk;q=0.8"), Language::Ukrainian);
        assert_eq!(of("de, en;q=0.8, uk;q=0.7"), Language::English);
        assert_eq!(of("uk;q=0"), Language::English);
        assert_eq!(of("fr"), Language::English);
    }

    #[test]
    fn the_parameter_counts_before_the_header_and_a_language_not_spoken_is_refused() {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT_LANGUAGE, HeaderValue::from_static("en"));
        assert_eq!(asked(&Uri::from_static("/v1/at?lang=uk"), &headers), Ok(Language::Ukrainian));
        assert_eq!(asked(&Uri::from_static("/v1/at?lang="), &headers), Ok(Language::English));
        assert!(asked(&Uri::from_static("/v1/at?lang=de"), &headers).is_err());
    }
}
