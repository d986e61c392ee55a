//! One connection attended to: HTTP/1.1 or HTTP/2, with the limits of both.

use std::convert::Infallible;
use std::pin::pin;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use axum::body::Body;
use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderValue, Request, Response, StatusCode};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use tokio::net::TcpStream;
use tokio::sync::watch;

use super::Answers;
use super::stream::Heard;
use super::tracked::{Tracked, UnderWay};
use super::visit::Visit;
use crate::http::client::Peer;

/// Bytes of the head of a request, and of an answer on its way through HTTP/1.1.
const MAX_HEAD_BYTES: usize = 32 << 10;
/// Header lines of a request.
const MAX_HEADERS: usize = 100;
/// Requests at a time on one connection of HTTP/2: what a page of tiles asks for.
const MAX_STREAMS: u32 = 64;
/// Bytes of headers of a request of HTTP/2, unpacked.
const MAX_HEADER_LIST_BYTES: u32 = 32 << 10;
/// Bytes that may come on a stream, and on all of a connection, before they are read: the least that HTTP/2 lets one say.
const WINDOW_BYTES: u32 = 65_535;
/// Bytes of a frame: the least that HTTP/2 lets one say.
const FRAME_BYTES: u32 = 16 << 10;
/// Bytes of a stream's answer that wait for the client in HTTP/2.
const SEND_BYTES: usize = 64 << 10;
/// Streams that a client may give up before they are looked at.
const MAX_RESETS: usize = 20;
/// Streams that may be refused: a client opens some before it hears how many it may.
const MAX_REFUSED: usize = 256;
/// A connection of HTTP/2 that says nothing for so long is asked whether it is there, and closed when it does not answer.
const PING: Duration = Duration::from_secs(20);

static BUILDER: LazyLock<Builder<TokioExecutor>> = LazyLock::new(|| {
    let mut builder = Builder::new(TokioExecutor::new());
    // The register sees to time limits: it tells a slow head from an idle connection.
    builder
        .http1()
        .timer(TokioTimer::new())
        .header_read_timeout(None)
        .max_headers(MAX_HEADERS)
        .max_buf_size(MAX_HEAD_BYTES)
        .keep_alive(true);
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_concurrent_streams(MAX_STREAMS)
        .max_header_list_size(MAX_HEADER_LIST_BYTES)
        .initial_stream_window_size(WINDOW_BYTES)
        .initial_connection_window_size(WINDOW_BYTES)
        .max_frame_size(FRAME_BYTES)
        .max_send_buf_size(SEND_BYTES)
        .max_pending_accept_reset_streams(MAX_RESETS)
        .max_local_error_reset_streams(MAX_REFUSED)
        .keep_alive_interval(PING)
        .keep_alive_timeout(PING);
    builder
});

/// Attends to a connection until it ends, its time is over, or the service stops and its requests are answered.
pub(super) async fn attend(
    (stream, peer): (TcpStream, Peer),
    visit: Arc<Visit>,
    answers: impl Answers,
    mut stopped: watch::Receiver<bool>,
) {
    stream.set_nodelay(true).ok();
    // Nothing is set up for a client that says nothing.
    tokio::select! {
        ready = stream.readable() => if ready.is_err() { return },
        () = visit.over() => return,
        _ = stopped.wait_for(|stopped| *stopped) => return,
    }
    let service = {
        let visit = visit.clone();
        service_fn(move |request| answer(answers.clone(), visit.clone(), peer, request))
    };
    let io = TokioIo::new(Heard { stream, visit: visit.clone() });
    let mut connection = pin!(BUILDER.serve_connection(io, service));
    tokio::select! {
        // What goes wrong on a connection is its client's affair.
        _ = connection.as_mut() => return,
        () = visit.over() => return,
        _ = stopped.wait_for(|stopped| *stopped) => connection.as_mut().graceful_shutdown(),
    }
    tokio::select! {
        _ = connection => {}
        () = visit.over() => {}
    }
}

async fn answer(
    mut answers: impl Answers,
    visit: Arc<Visit>,
    peer: Peer,
    mut request: Request<Incoming>,
) -> Result<Response<Tracked>, Infallible> {
    let Some(under_way) = UnderWay::new(&visit) else { return Ok(too_many()) };
    request.extensions_mut().insert(peer);
    let response = answers.call(request.map(Body::new)).await?;
    Ok(response.map(|body| Tracked::new(body, Some(under_way))))
}

/// Without a body, so that nothing of it can wait for the client.
fn too_many() -> Response<Tracked> {
    let mut response = Response::new(Tracked::new(Body::empty(), None));
    *response.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
    response.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static("1"));
    response
}
