//! `POST /v1/at`: rows in, the same rows out, streamed.

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Uri, header};
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt;
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;

use crate::wire::rows::{RowFormat, RowOptions, RowStream};

use super::arrival::Arrival;
use super::lanes::{self, Work};
use super::params::Params;
use super::problem::{Code, Problem};
use super::room::{Held, Room};
use super::service::Service;

/// Pieces of a body on their way in and out at any time: what bounds the memory of a request.
const PIECES_UNDER_WAY: usize = 2;
/// Bytes that a request takes at any time: what is gathered, and the pieces on their way.
const TAKEN: usize = 1 << 20;
/// Bytes gathered before rows are answered: enough to keep several threads busy.
const GATHERED: usize = 1 << 18;

type Piece = Result<Bytes, Problem>;

/// Answers every row of the body in its form.
pub(super) async fn at(
    State(service): State<Service>,
    uri: Uri,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let allowed = ["date", "lon_column", "lat_column", "date_column", "source", "regimes", "prefix"];
    let params = Params::read(&uri, &allowed, service.today())?;
    let (format, kind) = format(&headers)?;
    let name = |parameter| params.text(parameter).map(str::to_owned);
    let options = RowOptions {
        lon: name("lon_column"),
        lat: name("lat_column"),
        date: name("date_column"),
        options: ["lon_column=NAME", "lat_column=NAME", "date_column=NAME"],
        moment: params.moment()?,
        today: params.today(),
        sources: params.text("source").map(|s| s.split(',').map(|id| id.trim().to_owned()).collect()),
        regimes: params.flag("regimes")?,
        prefix: name("prefix").unwrap_or_default(),
    };
    let rows = RowStream::new(service.served().atlas.clone(), format, options)?;
    let mut room = Room::for_body();
    service.room().more(&mut room, TAKEN)?;
    let body = Arrival::new(&service, body);
    let mut answers = answered(service, rows, body, room);
    // The first piece decides the status: a body that cannot be read at all is a problem, not half an answer.
    let first = answers.recv().await.unwrap_or_else(|| Ok(Bytes::new()))?;
    let rest = ReceiverStream::new(answers).map(|piece| piece.map_err(|_| std::io::Error::other("the rows broke off")));
    let all = futures_util::stream::once(async { Ok(first) }).chain(rest);
    let kind = HeaderValue::from_static(kind);
    let cache = HeaderValue::from_static("no-store");
    Ok(([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, cache)], Body::from_stream(all)).into_response())
}

/// The form of the rows, by content type.
fn format(headers: &HeaderMap) -> Result<(RowFormat, &'static str), Problem> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    match kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase().as_str() {
        "text/csv" => Ok((RowFormat::Csv, "text/csv; charset=utf-8")),
        "application/x-ndjson" | "application/ndjson" | "application/jsonl" | "application/x-jsonlines" => {
            Ok((RowFormat::NdJson, "application/x-ndjson"))
        }
        "application/json" => Ok((RowFormat::JsonArray, "application/json")),
        "application/geo+json" => Ok((RowFormat::FeatureCollection, "application/geo+json")),
        other => {
            let detail = format!(
                "content type '{other}' is not read here; send text/csv, application/x-ndjson, application/json (an \
                 array) or application/geo+json (a feature collection)"
            );
            Err(Problem::new(Code::UnsupportedMediaType, detail))
        }
    }
}

/// The rows answered piece by piece as they come. While none come, no thread is held.
fn answered(service: Service, rows: RowStream, body: Arrival, room: Held) -> mpsc::Receiver<Piece> {
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
    mut body: Arrival,
    output: &mpsc::Sender<Piece>,
) -> Result<(), Problem> {
    let mut gathered = Vec::new();
    loop {
        let piece = body.next().await?;
        let is_last = piece.is_none();
        gathered.extend_from_slice(&piece.unwrap_or_default());
        if !is_last && gathered.len() < GATHERED {
            continue;
        }
        let bytes = std::mem::take(&mut gathered);
        let (rest, out) = lanes::run(Work::Rows, service.clone(), move |_| {
            let mut out = Vec::new();
            rows.push(&bytes, &mut out)?;
            if !is_last {
                return Ok((Some(rows), out));
            }
            rows.finish(&mut out)?;
            Ok((None, out))
        })
        .await?;
        if !out.is_empty() && output.send(Ok(out.into())).await.is_err() {
            return Ok(());
        }
        match rest {
            Some(rest) => rows = rest,
            None => return Ok(()),
        }
    }
}
