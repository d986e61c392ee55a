//! Evidence over HTTP: forms of the questions about a place, `f=report` a page to print and `f=evidence` the document alone.

use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderName, HeaderValue};
use axum::response::{IntoResponse, Response};

use super::body::stating;
use super::params::Params;
use super::problem::{Code, Problem};
use super::service::{Service, now};
use crate::evidence::{ASKED, canonical, document, of_a_place, page};
use crate::questions::{Context, Description, EXPECT, expect};

/// What is written of an answer so that it can be shown and asked again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Written {
    /// A page to print, which carries the document.
    Page,
    /// The document.
    Document,
}

impl Written {
    /// Each, by its word of `f`.
    pub(super) const ALL: [(&'static str, Self); 2] = [("report", Self::Page), ("evidence", Self::Document)];

    /// Its media type.
    pub(super) const fn media_type(self) -> &'static str {
        match self {
            Self::Page => "text/html; charset=utf-8",
            Self::Document => "application/vnd.contactline.evidence+json",
        }
    }

    const fn file_name(self) -> &'static str {
        match self {
            Self::Page => "evidence.html",
            Self::Document => "evidence.json",
        }
    }
}

/// The words of `f` that ask for evidence of a question's answer.
pub(super) fn words(question: &Description) -> impl Iterator<Item = &'static str> {
    let is_asked = question.sent.is_none() && ASKED.contains(&question.name);
    Written::ALL.into_iter().filter(move |_| is_asked).map(|(word, _)| word)
}

/// What `f` asks to be written, where it does.
pub(super) fn wanted(question: &Description, params: &Params) -> Option<Written> {
    let word = params.text("f")?;
    let is_asked = words(question).any(|own| own == word);
    Written::ALL.into_iter().find(|(own, _)| is_asked && *own == word).map(|(_, written)| written)
}

/// The evidence of a place.
///
/// # Errors
/// No place is named, or as the question `at`.
pub(super) fn evidence(
    written: Written,
    context: Context<'_>,
    service: &Service,
    params: &Params,
) -> Result<Response, Problem> {
    if let Some(expected) = params.text(EXPECT) {
        expect(expected, context.fingerprint).map_err(|refusal| refusal.of(EXPECT))?;
    }
    let none = || Problem::new(Code::MissingParameter, "evidence is of a place: name one by lon and lat, or by place");
    let words = of_a_place(params).ok_or_else(|| none().of("lon"))?;
    let files = match service.past_states() {
        Some(states) => {
            let (fingerprint, files) = states.files(service.known_on(params)?)?;
            if fingerprint != context.fingerprint {
                let detail = "other data came in and are being loaded: ask again in a moment";
                return Err(Problem::new(Code::Busy, detail));
            }
            files
        }
        None => Vec::new(),
    };
    let document = document(context, &words, now(), &files, None)?;
    let bytes = match written {
        Written::Page => page(&document).into_bytes(),
        Written::Document => canonical(&document).map_err(Problem::unwritten)?,
    };
    let name = format!("inline; filename=\"{}\"", written.file_name());
    let headers: [(HeaderName, HeaderValue); 3] = [
        (CONTENT_TYPE, HeaderValue::from_static(written.media_type())),
        // It states when it was asked.
        (CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (CONTENT_DISPOSITION, HeaderValue::from_str(&name).unwrap_or(HeaderValue::from_static("inline"))),
    ];
    Ok(stating(context.fingerprint, (headers, bytes).into_response()))
}
