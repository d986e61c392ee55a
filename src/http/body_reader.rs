//! Bodies as they come: who sends too slowly is told, and holds nothing but a connection. Knows no forms.

use std::time::Duration;

use axum::body::{Body, BodyDataStream, Bytes};
use axum::http::HeaderMap;
use futures_util::StreamExt;
use tokio::time::{Instant, timeout};

use super::problem::{Code, Problem};
use super::room::{Held, Room};
use super::service::Service;
use super::unpacking::Unpacker;

/// Bytes unpacked at a time: short enough that no other request waits for it.
const UNPACKED_AT_A_TIME: usize = 4096;

/// A body on its way in. Only the time spent waiting for it counts, never the time its pieces are worked on.
pub(super) struct BodyReader {
    stream: BodyDataStream,
    limit: Duration,
    /// How much longer it may keep us waiting.
    left: Duration,
    service: Service,
    /// None: the body is not compressed, or has been unpacked to its end.
    unpacker: Option<Unpacker>,
    /// What came and is not unpacked yet.
    packed: Bytes,
}

impl BodyReader {
    /// The body of a request to this service.
    ///
    /// # Errors
    /// A content coding that is not read.
    pub fn new(service: &Service, headers: &HeaderMap, body: Body) -> Result<Self, Problem> {
        let limit = service.body_limit();
        let unpacker = Unpacker::of(headers)?;
        Ok(Self {
            stream: body.into_data_stream(),
            limit,
            left: limit,
            service: service.clone(),
            unpacker,
            packed: Bytes::new(),
        })
    }

    /// The next piece, unpacked; none at the end.
    pub async fn next(&mut self) -> Result<Option<Bytes>, Problem> {
        loop {
            if self.packed.is_empty() {
                let piece = self.received().await?;
                let Some(unpacker) = &mut self.unpacker else { return Ok(piece) };
                let Some(piece) = piece else {
                    let rest = unpacker.finish()?;
                    self.unpacker = None;
                    return Ok(Some(rest.into()).filter(|rest: &Bytes| !rest.is_empty()));
                };
                self.packed = piece;
            }
            let part = self.packed.split_to(self.packed.len().min(UNPACKED_AT_A_TIME));
            if let Some(unpacker) = &mut self.unpacker {
                let bytes = unpacker.unpack(&part)?;
                if !bytes.is_empty() {
                    return Ok(Some(bytes.into()));
                }
            }
        }
    }

    /// The next piece as it comes; none at the end.
    async fn received(&mut self) -> Result<Option<Bytes>, Problem> {
        let begun = Instant::now();
        let Ok(piece) = timeout(self.left, self.stream.next()).await else {
            let limit = self.limit;
            let rate = self.service.min_rate();
            let detail = format!(
                "Timed out after {limit:?} waiting for the request body. Send at least {rate} bytes per second, or smaller parts"
            );
            return Err(Problem::new(Code::SlowBody, detail));
        };
        let Some(piece) = piece else { return Ok(None) };
        let piece = piece.map_err(|_| Problem::new(Code::BadBody, "The request body ended too early"))?;
        #[allow(clippy::cast_precision_loss)] // a piece is far below 2^52 bytes
        let won = Duration::from_secs_f64(piece.len() as f64 / f64::from(self.service.min_rate().max(1)));
        self.left = (self.left.saturating_sub(begun.elapsed()) + won).min(self.limit);
        Ok(Some(piece))
    }

    /// All of it, if it is no longer than so many bytes, with the room it takes: to be held as long as the bytes.
    pub async fn whole(mut self, longest: usize) -> Result<(Vec<u8>, Held), Problem> {
        let (mut bytes, mut held) = (Vec::new(), Room::for_body());
        while let Some(piece) = self.next().await? {
            self.service.room().more(&mut held, piece.len())?;
            bytes.extend_from_slice(&piece);
            if bytes.len() > longest {
                return Err(too_large(longest));
            }
        }
        Ok((bytes, held))
    }
}

/// A body longer than so many bytes.
pub(super) fn too_large(longest: usize) -> Problem {
    Problem::new(Code::BodyTooLarge, format!("The request body is longer than {longest} bytes"))
}
