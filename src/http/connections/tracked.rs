//! A request under way, and the body of its answer in pieces.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use axum::body::{Body, Bytes, HttpBody};
use hyper::body::{Frame, SizeHint};

use super::visit::Visit;

/// Bytes of an answer handed on at a time: the client shows with each that it still takes them.
const PIECE: usize = 64 << 10;

/// A request under way, counted until it is dropped.
pub(super) struct UnderWay(Arc<Visit>);

impl UnderWay {
    /// Counts a request; none where the service has too many.
    pub(super) fn new(visit: &Arc<Visit>) -> Option<Self> {
        visit.asked();
        if visit.register.request() {
            return Some(Self(visit.clone()));
        }
        visit.answered();
        None
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.register.request_ended();
        self.0.answered();
    }
}

/// An answer's body. Between a piece given and the next one asked for, the client is waited for; else it waits for us.
pub(super) struct Tracked {
    body: Body,
    /// What is left of a frame.
    rest: Bytes,
    /// The piece that the client was given last.
    offered: Option<usize>,
    under_way: Option<UnderWay>,
}

impl Tracked {
    pub(super) fn new(body: Body, under_way: Option<UnderWay>) -> Self {
        let offered = under_way.as_ref().map(|request| {
            request.0.offers();
            0
        });
        Self { body, rest: Bytes::new(), offered, under_way }
    }

    fn taken(&mut self) {
        if let (Some(bytes), Some(request)) = (self.offered.take(), &self.under_way) {
            request.0.took(bytes);
        }
    }

    fn give(&mut self, piece: Bytes) -> Frame<Bytes> {
        if let Some(request) = &self.under_way {
            request.0.offers();
            self.offered = Some(piece.len());
        }
        Frame::data(piece)
    }
}

impl HttpBody for Tracked {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Self::Data>, Self::Error>>> {
        self.taken();
        if self.rest.is_empty() {
            match ready!(Pin::new(&mut self.body).poll_frame(cx)) {
                Some(Ok(frame)) => match frame.into_data() {
                    Ok(bytes) => self.rest = bytes,
                    Err(trailers) => return Poll::Ready(Some(Ok(trailers))),
                },
                other => return Poll::Ready(other),
            }
        }
        let length = self.rest.len().min(PIECE);
        let piece = self.rest.split_to(length);
        Poll::Ready(Some(Ok(self.give(piece))))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty() && self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        let (of_body, rest) = (self.body.size_hint(), self.rest.len() as u64);
        let mut hint = SizeHint::new();
        hint.set_lower(of_body.lower() + rest);
        if let Some(upper) = of_body.upper() {
            hint.set_upper(upper + rest);
        }
        hint
    }
}

impl Drop for Tracked {
    fn drop(&mut self) {
        self.taken();
    }
}
