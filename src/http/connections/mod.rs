//! Connections: how many there may be, how long one may keep the service waiting, and what happens when there are too many.
//!
//! Every second each connection is looked at ([`Visit::is_over`]). When one more comes than there may be, those that have
//! been quiet for longest are closed for it; where all are at work, the new one is told to come again.

mod attend;
mod register;
mod stream;
mod tracked;
mod visit;

use std::convert::Infallible;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, Response};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tower_service::Service;

pub(super) use register::Register;

use super::client::Peer;

/// How often connections are looked at.
const LOOK: Duration = Duration::from_millis(500);

/// The wait after the system could give no more connections.
const EXHAUSTED: Duration = Duration::from_millis(100);

/// Connections refused at a time, and how long that may take; more are closed without a word.
const MAX_REFUSALS: usize = 64;
const REFUSED: Duration = Duration::from_millis(500);

/// What is said to a connection that there is no room for.
const REFUSAL: &[u8] =
    b"HTTP/1.1 503 Service Unavailable\r\nretry-after: 5\r\ncontent-type: text/plain; charset=utf-8\r\n\
    content-length: 48\r\nconnection: close\r\n\r\ntoo many connections at a time; ask again later\n";

/// What clients may take of the service, and how long they may keep it waiting.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Connections open at a time.
    pub max_connections: usize,
    /// How long the head of a request may take to come, from its first byte; and the first request of a connection.
    pub head: Duration,
    /// How long a connection may be open with no request under way.
    pub idle: Duration,
    /// How long a client may take nothing of an answer. Each byte it takes wins time back, by `min_rate`.
    pub stall: Duration,
    /// Bytes per second with which a body must come, and an answer be taken, on the whole.
    pub min_rate: u32,
    /// Bytes of answers held until their clients have taken them.
    pub max_answer_bytes: usize,
    /// Bytes of answers kept for who asks the same again.
    pub max_kept_bytes: usize,
    /// Bytes of bodies held until they are read.
    pub max_body_bytes: usize,
    /// Heavy questions of one client that are worked on, or wait for it, at a time.
    pub max_heavy_questions: usize,
}

impl Limits {
    /// What holds where nothing is said.
    pub const USUAL: Self = Self {
        max_connections: 1024,
        head: Duration::from_secs(10),
        idle: Duration::from_secs(60),
        stall: Duration::from_secs(20),
        min_rate: 4096,
        max_answer_bytes: 192 << 20,
        max_kept_bytes: 64 << 20,
        max_body_bytes: 64 << 20,
        max_heavy_questions: 16,
    };
}

impl Default for Limits {
    fn default() -> Self {
        Self::USUAL
    }
}

/// What answers requests.
pub(super) trait Answers:
    Service<Request<Body>, Response = Response<Body>, Error = Infallible, Future: Send> + Clone + Send + Sync + 'static
{
}

impl<S> Answers for S where
    S: Service<Request<Body>, Response = Response<Body>, Error = Infallible, Future: Send>
        + Clone
        + Send
        + Sync
        + 'static
{
}

/// Serves until `shutdown` resolves, then lets requests under way end.
pub(super) async fn serve(
    listener: TcpListener,
    register: Arc<Register>,
    answers: impl Answers,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let (stop, stopped) = watch::channel(false);
    let looking = tokio::spawn(look(register.clone()));
    tokio::select! {
        never = accept(&listener, &register, &answers, &stopped) => match never {},
        () = shutdown => {}
    }
    drop(listener);
    // Everybody who listens is told; none may be there.
    stop.send_replace(true);
    register.emptied().await;
    looking.abort();
    Ok(())
}

async fn accept(
    listener: &TcpListener,
    register: &Arc<Register>,
    answers: &impl Answers,
    stopped: &watch::Receiver<bool>,
) -> Infallible {
    let refusals = Arc::new(Semaphore::new(MAX_REFUSALS));
    loop {
        let (stream, peer) = match listener.accept().await {
            Ok((stream, peer)) => (stream, Peer(peer.ip())),
            // The client is gone again.
            Err(e) if matches!(e.kind(), io::ErrorKind::ConnectionAborted | io::ErrorKind::ConnectionReset) => continue,
            Err(error) => {
                tracing::warn!(%error, "no connection could be taken");
                register.make_room();
                tokio::time::sleep(EXHAUSTED).await;
                continue;
            }
        };
        match register.open() {
            Some(visit) => drop(tokio::spawn(attend::attend((stream, peer), visit, answers.clone(), stopped.clone()))),
            None => match refusals.clone().try_acquire_owned() {
                Ok(one) => drop(tokio::spawn(refuse(stream, one))),
                Err(_) => drop(stream),
            },
        }
    }
}

/// Tells a client to come again, and hears it out for a moment: a connection closed on what it still says is lost with what it
/// was told.
async fn refuse(mut stream: TcpStream, _one: OwnedSemaphorePermit) {
    let told = async {
        stream.write_all(REFUSAL).await?;
        stream.shutdown().await?;
        let mut heard = [0; 1024];
        while stream.read(&mut heard).await? > 0 {}
        io::Result::Ok(())
    };
    // Who does not listen is not told.
    drop(tokio::time::timeout(REFUSED, told).await);
}

/// Closes what keeps the service waiting for too long.
async fn look(register: Arc<Register>) {
    loop {
        tokio::time::sleep(LOOK).await;
        register.close_overdue();
    }
}
