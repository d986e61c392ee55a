//! Answers as bytes, and questions that take their time away from the threads that serve.

use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use tokio::time::{Instant, timeout_at};

use super::accept;
use super::params::Params;
use super::problem::{Code, Problem};
use super::service::{Service, Work};

/// Answers about days gone by, and what is declared: files may be added, so not for ever.
pub(super) const A_DAY: HeaderValue = HeaderValue::from_static("public, max-age=86400");
/// Answers about today, and those that say nothing else.
pub(super) const A_MINUTE: HeaderValue = HeaderValue::from_static("public, max-age=60");

/// The shape as JSON.
pub(super) fn json<T: Serialize>(shape: &T, params: &Params) -> Result<Response, Problem> {
    written(serde_json::to_vec(shape), "application/json", params)
}

/// The shape as GeoJSON.
pub(super) fn geojson<T: Serialize>(shape: &T, params: &Params) -> Result<Response, Problem> {
    written(serde_json::to_vec(shape), "application/geo+json", params)
}

pub(super) fn written(
    bytes: serde_json::Result<Vec<u8>>,
    kind: &'static str,
    params: &Params,
) -> Result<Response, Problem> {
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

/// A picture as SVG.
pub(super) fn svg(text: String, params: &Params) -> Result<Response, Problem> {
    written(Ok(text.into_bytes()), "image/svg+xml", params)
}

/// The form wanted, of those there are: by `f`, else by the Accept header, else the first.
pub(super) fn wanted_form<'w>(params: &Params, headers: &HeaderMap, forms: &[&'w str]) -> Result<&'w str, Problem> {
    if params.text("f").is_some() {
        return params.one_of("f", forms);
    }
    Ok(accept::preferred_word(headers, forms))
}

/// Whether a table is wanted as CSV.
pub(super) fn wants_csv(params: &Params, headers: &HeaderMap) -> Result<bool, Problem> {
    Ok(wanted_form(params, headers, &["json", "csv"])? == "csv")
}

/// Runs a question that may take long on a thread of its own, no more of them at a time than there are processors: short
/// questions are answered meanwhile.
pub(super) async fn apart(
    service: Service,
    question: impl FnOnce(&Service) -> Result<Response, Problem> + Send + 'static,
) -> Result<Response, Problem> {
    apart_as(Work::Question, service, question).await
}

/// The same for work of another kind, which has turns of its own.
///
/// A question cannot be stopped: one over its time keeps its thread, and its turn with it, so that no more threads run
/// than there are turns. Who asked is told at once; who waits for a turn is told in time.
pub(super) async fn apart_as<T: Send + 'static>(
    work: Work,
    service: Service,
    question: impl FnOnce(&Service) -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    let failed = || Problem::new(Code::Internal, "the request could not be answered");
    let limit = service.question_limit();
    let end = Instant::now() + limit;
    if work == Work::Question && timeout_at(end, service.room().for_another(service.connections())).await.is_err() {
        let detail =
            format!("answers wait for their clients and left no room for this one in {limit:?}; ask again later");
        return Err(Problem::new(Code::Busy, detail));
    }
    let Ok(turn) = timeout_at(end, service.turn(work)).await else {
        let detail = format!("others' questions left no turn for this one in {limit:?}; ask again later");
        return Err(Problem::new(Code::Busy, detail));
    };
    let turn = turn.ok_or_else(failed)?;
    let done = tokio::task::spawn_blocking(move || {
        let answer = question(&service);
        drop(turn);
        answer
    });
    let Ok(done) = timeout_at(end, done).await else {
        let detail = format!(
            "no answer within {limit:?}; ask for less at a time: one region or source, a shorter time, wider steps, or \
             a smaller shape"
        );
        return Err(Problem::new(Code::TooLong, detail));
    };
    done.unwrap_or_else(|_| Err(failed()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::sync::Arc;
    use std::sync::mpsc::channel;
    use std::time::Duration;

    use super::*;
    use crate::atlas::Atlas;
    use crate::http::Settings;
    use crate::model::Dataset;

    fn problem(answer: Result<(), Problem>) -> Code {
        answer.unwrap_err().code()
    }

    /// Questions that never end keep their turns: no thread more is begun, and whoever asks is told in time.
    #[tokio::test]
    async fn questions_over_their_time_hold_no_more_threads_than_there_are_turns() {
        let question_limit = Duration::from_millis(50);
        let atlas = Arc::new(Atlas::build(Dataset::default()));
        let service = Service::new(atlas, String::new(), Settings { question_limit, ..Settings::default() });
        let mut ends = Vec::new();
        loop {
            let (end, ended) = channel::<()>();
            let answer = apart_as(Work::Question, service.clone(), move |_| {
                // Ends when its sender is dropped.
                ended.recv().ok();
                Ok(())
            });
            match problem(answer.await) {
                Code::TooLong => ends.push(end),
                other => break assert_eq!(other, Code::Busy),
            }
        }
        assert_eq!(ends.len(), std::thread::available_parallelism().unwrap().get());
        // Tiles have turns of their own.
        assert!(apart_as(Work::Tile, service.clone(), |_| Ok(())).await.is_ok());
        drop(ends);
        let mut answer = apart_as(Work::Question, service.clone(), |_| Ok(())).await;
        for _ in 0..100 {
            if answer.is_ok() {
                return;
            }
            answer = apart_as(Work::Question, service.clone(), |_| Ok(())).await;
        }
        answer.unwrap();
    }
}
