//! `POST /v1/at`: rows in, the same rows out. They are answered while others still come in, so that no memory grows with
//! them: a described question has its answer whole, and this has a handler of its own.

use std::sync::Arc;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Uri, header};
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

use crate::questions::KNOWN_ON;
use crate::rows::{Expected, Opened, OptionWords, RowFormat, RowOptions, RowStream};
use crate::wire::BYTE_ORDER_MARK;
use crate::wire::language::spoken;
use contactline_core::atlas::Atlas;
use contactline_core::model::{Moment, notice};

use super::body::stating;
use super::body_reader::BodyReader;
use super::lanes::{self, Work};
use super::params::Params;
use super::problem::{Code, Problem};
use super::room::{Held, Room};
use super::service::Service;

/// What was decided about the rows that nobody had said: sentences parted by semicolons, in UTF-8 with percent-encoding of
/// what is no ASCII.
pub(super) const NOTES: HeaderName = HeaderName::from_static("contactline-notes");
/// For what the distances in the rows must not be used.
pub(super) const WARNING: HeaderName = HeaderName::from_static("contactline-warning");

/// Pieces of a body on their way in and out at any time: what bounds the memory of a request.
const PIECES_UNDER_WAY: usize = 2;
/// Bytes that a request takes at any time: what is gathered, and the pieces on their way.
const TAKEN: usize = 1 << 20;
/// Bytes gathered before rows are answered: enough to keep several threads busy.
const GATHERED: usize = 1 << 18;

/// What the options are called here.
const WORDS: OptionWords = OptionWords {
    lon: "lon_column=NAME",
    lat: "lat_column=NAME",
    place_column: "place_column=NAME",
    region_column: "region_column=NAME",
    postcode_column: "postcode_column=NAME",
    date_column: "date_column=NAME",
    date_format: "date_format=",
    date: "date=DATE",
    encoding: "encoding=NAME",
    skip_lines: "skip_lines=N",
    prefix: "prefix=TEXT",
};

/// A part of the answer; the first tells of what form it is.
struct Part {
    opened: Option<Opened>,
    bytes: Bytes,
}

type Piece = Result<Part, Problem>;

/// Answers every row of the body in its form.
pub(super) async fn at(
    State(service): State<Service>,
    uri: Uri,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let allowed = [
        "date",
        "lon_column",
        "lat_column",
        "place_column",
        "region_column",
        "postcode_column",
        "date_column",
        "date_format",
        "max_age",
        "encoding",
        "skip_lines",
        "source",
        "regimes",
        "columns",
        "prefix",
        "bom",
        KNOWN_ON,
    ];
    let params = Params::read(&uri, &allowed, service.today())?;
    let sent = headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let (kind, expected) = kind(sent)?;
    let name = |parameter| params.text(parameter).map(str::to_owned);
    let list =
        |parameter| params.text(parameter).map(|_| params.words(parameter).into_iter().map(str::to_owned).collect());
    let options = RowOptions {
        lon: name("lon_column"),
        lat: name("lat_column"),
        place_column: name("place_column"),
        region_column: name("region_column"),
        postcode_column: name("postcode_column"),
        date_column: name("date_column"),
        date_format: params.parsed("date_format")?.unwrap_or_default(),
        moment: params.moment_of("date")?,
        max_age_days: params.count("max_age")?.map(|days| u32::try_from(days).unwrap_or(u32::MAX)),
        encoding: name("encoding").or_else(|| charset(sent)),
        skip_lines: params.count("skip_lines")?,
        sources: list("source"),
        regimes: params.flag("regimes")?,
        columns: list("columns"),
        prefix: name("prefix").unwrap_or_default(),
        ..RowOptions::new(params.today(), WORDS)
    };
    let known_on = service.known_on(&params)?;
    let (atlas, fingerprint) = asked_of(&service, known_on).await?;
    let rows = RowStream::new(atlas, expected, options)?;
    let with_mark = params.flag("bom")?;
    let mut room = Room::for_body();
    service.room().more(&mut room, TAKEN)?;
    let body = BodyReader::new(&service, &headers, body)?;
    let mut answers = answered(service.clone(), rows, body, room);
    // The first piece decides the status: a body that cannot be read at all is a problem, not half an answer.
    let first = answers.recv().await.unwrap_or_else(|| Ok(Part { opened: None, bytes: Bytes::new() }))?;
    let rest = ReceiverStream::new(answers)
        .map(|piece| piece.map(|part| part.bytes).map_err(|_| std::io::Error::other("the rows broke off")));
    let form = first.opened.as_ref().map(|opened| opened.format);
    let mark = if with_mark && form == Some(RowFormat::Csv) { BYTE_ORDER_MARK } else { "" };
    let begin = [Bytes::from_static(mark.as_bytes()), first.bytes].map(Ok);
    let all = futures_util::stream::iter(begin).chain(rest);
    let mut response = stating(&fingerprint, Body::from_stream(all).into_response());
    let of_answer = response.headers_mut();
    of_answer.insert(header::CONTENT_TYPE, HeaderValue::from_static(answered_kind(kind, form)));
    of_answer.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Some(notes) = first.opened.and_then(|opened| notes(&opened.notes)) {
        of_answer.insert(NOTES, notes);
    }
    if let Some(warning) = notes(&[notice::NO_MOVEMENT.within(spoken()).to_owned()]) {
        of_answer.insert(WARNING, warning);
    }
    Ok(service.stating_known(known_on, response))
}

/// What rows are asked of, and its fingerprint: what is served, or what had been loaded by then.
async fn asked_of(service: &Service, known_on: Option<Moment>) -> Result<(Arc<Atlas>, String), Problem> {
    let Some(at) = known_on else {
        let served = service.served();
        return Ok((served.atlas.clone(), served.fingerprint.clone()));
    };
    let past = match service.past_at_hand(at) {
        Some(past) => past,
        None => lanes::step(Work::Heavy, service.clone(), move |service| service.past(at)).await?,
    };
    Ok((Arc::clone(&past.atlas), past.fingerprint.clone()))
}

/// The content type of a body that is read, and what it tells of the form of the rows.
fn kind(sent: &str) -> Result<(&'static str, Expected), Problem> {
    let kind = sent.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match kind.as_str() {
        "text/csv" => Ok(("text/csv; charset=utf-8", Expected::Table)),
        "text/tab-separated-values" => Ok(("text/tab-separated-values; charset=utf-8", Expected::Table)),
        "application/x-ndjson" | "application/ndjson" | "application/jsonl" | "application/x-jsonlines" => {
            Ok(("application/x-ndjson", Expected::Lines))
        }
        "application/geo+json-seq" => Ok(("application/geo+json-seq", Expected::Lines)),
        "application/json-seq" => Ok(("application/json-seq", Expected::Lines)),
        "application/json" => Ok(("application/json", Expected::Json)),
        "application/geo+json" | "application/vnd.geo+json" => Ok(("application/geo+json", Expected::Json)),
        other => {
            let detail = format!(
                "content type '{other}' is not read here; send text/csv, text/tab-separated-values, application/x-ndjson, \
                 application/geo+json-seq, application/json (an array, a feature or a feature collection) or \
                 application/geo+json"
            );
            Err(Problem::new(Code::UnsupportedMediaType, detail))
        }
    }
}

/// The encoding that a content type names.
fn charset(sent: &str) -> Option<String> {
    let mut parameters = sent.split(';').skip(1).filter_map(|parameter| parameter.split_once('='));
    let (_, value) = parameters.find(|(name, _)| name.trim().eq_ignore_ascii_case("charset"))?;
    Some(value.trim().trim_matches('"').to_owned())
}

/// The content type of the answer: that of the body, unless its content is of another form.
const fn answered_kind(sent: &'static str, form: Option<RowFormat>) -> &'static str {
    let of_json = matches!(sent.as_bytes(), b"application/json");
    let of_geojson = matches!(sent.as_bytes(), b"application/geo+json");
    let of_sequence = matches!(sent.as_bytes(), b"application/geo+json-seq" | b"application/json-seq");
    match form {
        None | Some(RowFormat::Csv) => sent,
        Some(RowFormat::NdJson) => "application/x-ndjson",
        Some(RowFormat::JsonSeq) if of_sequence => sent,
        Some(RowFormat::JsonSeq) => "application/json-seq",
        Some(RowFormat::JsonArray) => "application/json",
        Some(RowFormat::JsonValues) if of_json || of_geojson => sent,
        Some(RowFormat::JsonValues) => "application/json",
        Some(RowFormat::FeatureCollection) if of_json => sent,
        Some(RowFormat::FeatureCollection) => "application/geo+json",
    }
}

/// Sentences as the value of a header.
pub(super) fn notes(notes: &[String]) -> Option<HeaderValue> {
    let mut value = String::new();
    for byte in notes.join("; ").bytes() {
        match byte {
            b' '..=b'~' if byte != b'%' => value.push(char::from(byte)),
            byte => value.push_str(&format!("%{byte:02X}")),
        }
    }
    HeaderValue::from_str(&value).ok().filter(|_| !notes.is_empty())
}

/// The rows answered piece by piece as they come. While none come, no thread is held.
fn answered(service: Service, rows: RowStream, body: BodyReader, room: Held) -> mpsc::Receiver<Piece> {
    let (output, answers) = mpsc::channel::<Piece>(PIECES_UNDER_WAY);
    tokio::spawn(async move {
        if let Err(problem) = answer(&service, rows, body, &output).await {
            output.send(Err(problem)).await.ok();
        }
        drop(room);
    });
    answers
}

/// Sends what is complete; nothing before there is something, so that the first piece tells.
async fn answer(
    service: &Service,
    mut rows: RowStream,
    mut body: BodyReader,
    output: &mpsc::Sender<Piece>,
) -> Result<(), Problem> {
    let mut gathered = Vec::new();
    let mut is_told = false;
    loop {
        let piece = body.next().await?;
        let is_last = piece.is_none();
        gathered.extend_from_slice(&piece.unwrap_or_default());
        if !is_last && gathered.len() < GATHERED {
            continue;
        }
        let bytes = std::mem::take(&mut gathered);
        let (rest, out) = lanes::step(Work::Rows, service.clone(), move |_| {
            let mut out = Vec::new();
            rows.push(&bytes, &mut out)?;
            if is_last {
                rows.finish(&mut out)?;
            }
            Ok((rows, out))
        })
        .await?;
        rows = rest;
        if !out.is_empty() || is_last {
            let opened = if is_told { None } else { rows.opened().cloned() };
            is_told = true;
            if output.send(Ok(Part { opened, bytes: out.into() })).await.is_err() {
                return Ok(());
            }
        }
        if is_last {
            return Ok(());
        }
    }
}
