//! Bodies that come compressed, unpacked piece by piece within limits of their length and of what it may grow to.

use std::io::{self, Write};

use axum::http::{HeaderMap, header};
use flate2::write::MultiGzDecoder;
use flate2::{Decompress, FlushDecompress, Status};
use zstd::stream::raw::{DParameter, Decoder as ZstdDecoder};
use zstd::stream::zio;

use super::problem::{Code, Problem};

/// Longest body once it is unpacked, in bytes.
const MAX_UNPACKED: usize = 1 << 30;
/// How many times longer a body may become: tables of text become ten to fifty times.
const MAX_RATIO: usize = 250;
/// What any body may become, in bytes, however short it was.
const ALWAYS_ALLOWED: usize = 1 << 20;
/// Largest window of Zstandard, as a power of two: what RFC 8878 recommends to support.
const MAX_WINDOW_LOG: u32 = 23;

/// Unpacks one body.
pub(super) struct Unpacker {
    decoder: Decoder,
    received: usize,
    unpacked: usize,
}

enum Decoder {
    Gzip(Box<MultiGzDecoder<Sink>>),
    /// The zlib format, as HTTP means it; true once it has ended.
    Deflate(Box<Decompress>, Sink, bool),
    Zstd(Box<zio::Writer<Sink, ZstdDecoder<'static>>>),
}

/// Takes what is unpacked, up to a limit.
#[derive(Default)]
struct Sink {
    bytes: Vec<u8>,
    left: usize,
    is_full: bool,
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if bytes.len() > self.left {
            self.is_full = true;
            return Err(io::Error::other("more than may be unpacked"));
        }
        self.left -= bytes.len();
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Unpacker {
    /// What unpacks a body with these headers; none where it is not compressed.
    ///
    /// # Errors
    /// A coding that is not read.
    pub fn of(headers: &HeaderMap) -> Result<Option<Self>, Problem> {
        let mut codings = Vec::new();
        for value in headers.get_all(header::CONTENT_ENCODING) {
            let value = value.to_str().unwrap_or("?").to_ascii_lowercase();
            codings.extend(value.split(',').map(|coding| coding.trim().to_owned()));
        }
        codings.retain(|coding| !matches!(coding.as_str(), "" | "identity"));
        let not_read = |coding: &str| {
            let detail = format!("content coding '{coding}' is not read here; send gzip, deflate, zstd or none");
            Problem::new(Code::UnsupportedMediaType, detail)
        };
        let decoder = match codings.as_slice() {
            [] => return Ok(None),
            [coding] => match coding.as_str() {
                "gzip" | "x-gzip" => Decoder::Gzip(Box::new(MultiGzDecoder::new(Sink::default()))),
                "deflate" => Decoder::Deflate(Box::new(Decompress::new(true)), Sink::default(), false),
                "zstd" => {
                    let failed = |_| Problem::new(Code::Internal, "the body cannot be unpacked");
                    let mut raw = ZstdDecoder::new().map_err(failed)?;
                    raw.set_parameter(DParameter::WindowLogMax(MAX_WINDOW_LOG)).map_err(failed)?;
                    Decoder::Zstd(Box::new(zio::Writer::new(Sink::default(), raw)))
                }
                other => return Err(not_read(other)),
            },
            several => return Err(not_read(&several.join(", "))),
        };
        Ok(Some(Self { decoder, received: 0, unpacked: 0 }))
    }

    /// What the next bytes become.
    pub fn unpack(&mut self, packed: &[u8]) -> Result<Vec<u8>, Problem> {
        self.received += packed.len();
        let by_ratio = self.received.saturating_mul(MAX_RATIO).saturating_add(ALWAYS_ALLOWED);
        let allowed = by_ratio.min(MAX_UNPACKED);
        self.decoder.sink().left = allowed.saturating_sub(self.unpacked);
        let done = self.decoder.write(packed);
        self.taken(done)
    }

    /// What is left when all bytes have come.
    pub fn finish(&mut self) -> Result<Vec<u8>, Problem> {
        let done = self.decoder.finish();
        self.taken(done)
    }

    fn taken(&mut self, done: io::Result<()>) -> Result<Vec<u8>, Problem> {
        let sink = self.decoder.sink();
        let (bytes, is_full) = (std::mem::take(&mut sink.bytes), sink.is_full);
        self.unpacked += bytes.len();
        match done {
            Ok(()) => Ok(bytes),
            Err(_) if is_full => {
                let detail = format!(
                    "the body unpacks to more than {MAX_RATIO} times its {} bytes, or to more than {MAX_UNPACKED} bytes; \
                     send it in parts",
                    self.received
                );
                Err(Problem::new(Code::BodyTooLarge, detail))
            }
            Err(_) => {
                let coding = self.decoder.name();
                Err(Problem::new(
                    Code::BadBody,
                    format!("the body is not {coding}, as its content coding says, or is cut"),
                ))
            }
        }
    }
}

impl Decoder {
    fn sink(&mut self) -> &mut Sink {
        match self {
            Self::Gzip(decoder) => decoder.get_mut(),
            Self::Deflate(_, sink, _) => sink,
            Self::Zstd(decoder) => decoder.writer_mut(),
        }
    }

    const fn name(&self) -> &'static str {
        match self {
            Self::Gzip(_) => "gzip",
            Self::Deflate(..) => "deflate (zlib)",
            Self::Zstd(_) => "zstd with a window of at most 8 MB",
        }
    }

    fn write(&mut self, packed: &[u8]) -> io::Result<()> {
        match self {
            Self::Gzip(decoder) => decoder.write_all(packed).and_then(|()| decoder.flush()),
            Self::Deflate(decoder, sink, ended) => inflate(decoder, sink, ended, packed),
            Self::Zstd(decoder) => decoder.write_all(packed).and_then(|()| decoder.flush()),
        }
    }

    fn finish(&mut self) -> io::Result<()> {
        match self {
            Self::Gzip(decoder) => decoder.try_finish(),
            Self::Deflate(.., true) => Ok(()),
            Self::Deflate(..) => Err(io::ErrorKind::UnexpectedEof.into()),
            Self::Zstd(decoder) => decoder.finish(),
        }
    }
}

fn inflate(decoder: &mut Decompress, sink: &mut Sink, ended: &mut bool, mut packed: &[u8]) -> io::Result<()> {
    let mut buffer = [0_u8; 1 << 14];
    while !*ended {
        let (before, written) = (decoder.total_in(), decoder.total_out());
        let status = decoder.decompress(packed, &mut buffer, FlushDecompress::None).map_err(io::Error::other)?;
        let count = |from: u64, to: u64| usize::try_from(to - from).map_err(io::Error::other);
        packed = &packed[count(before, decoder.total_in())?..];
        let written = count(written, decoder.total_out())?;
        sink.write_all(&buffer[..written])?;
        *ended = status == Status::StreamEnd;
        // A buffer that was not filled has nothing behind it.
        if packed.is_empty() && written < buffer.len() {
            return Ok(());
        }
        if status == Status::BufError && written == 0 {
            return Err(io::ErrorKind::InvalidData.into());
        }
    }
    if packed.is_empty() { Ok(()) } else { Err(io::ErrorKind::InvalidData.into()) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use axum::http::HeaderValue;
    use flate2::Compression;
    use flate2::write::{GzEncoder, ZlibEncoder};

    use super::*;

    fn packed(coding: &str, bytes: &[u8]) -> Vec<u8> {
        match coding {
            "gzip" => {
                let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
                encoder.write_all(bytes).unwrap();
                encoder.finish().unwrap()
            }
            "deflate" => {
                let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
                encoder.write_all(bytes).unwrap();
                encoder.finish().unwrap()
            }
            _ => zstd::stream::encode_all(bytes, 3).unwrap(),
        }
    }

    fn unpacked(coding: &str, packed: &[u8], piece: usize) -> Result<Vec<u8>, Problem> {
        let headers = HeaderMap::from_iter([(header::CONTENT_ENCODING, HeaderValue::from_str(coding).unwrap())]);
        let mut unpacker = Unpacker::of(&headers)?.unwrap();
        let mut bytes = Vec::new();
        for piece in packed.chunks(piece) {
            bytes.extend(unpacker.unpack(piece)?);
        }
        bytes.extend(unpacker.finish()?);
        Ok(bytes)
    }

    #[test]
    fn what_was_packed_comes_out_again() {
        let text: Vec<u8> = (0..20_000_u32).flat_map(|k| format!("{k},37.5,47.5\n").into_bytes()).collect();
        for coding in ["gzip", "deflate", "zstd"] {
            let packed = packed(coding, &text);
            for piece in [1, 7, 4096, packed.len()] {
                assert_eq!(unpacked(coding, &packed, piece).unwrap(), text, "{coding} by {piece}");
            }
            let cut = unpacked(coding, &packed[..packed.len() - 3], 4096);
            assert_eq!(cut.unwrap_err().code(), Code::BadBody, "{coding}");
            assert_eq!(unpacked(coding, b"lon,lat\n37,48\n", 4096).unwrap_err().code(), Code::BadBody, "{coding}");
        }
        let none = HeaderMap::from_iter([(header::CONTENT_ENCODING, HeaderValue::from_static("identity"))]);
        assert!(Unpacker::of(&none).unwrap().is_none());
        assert_eq!(unpacked("br", b"", 1).unwrap_err().code(), Code::UnsupportedMediaType);
        assert_eq!(unpacked("gzip, gzip", b"", 1).unwrap_err().code(), Code::UnsupportedMediaType);
    }

    /// A hundred kilobytes of zeros packed well are a hundred megabytes: no request may become that.
    #[test]
    fn a_body_may_not_grow_without_bound() {
        let zeros = vec![0_u8; 64 << 20];
        for coding in ["gzip", "deflate", "zstd"] {
            let packed = packed(coding, &zeros);
            assert_eq!(unpacked(coding, &packed, 4096).unwrap_err().code(), Code::BodyTooLarge, "{coding}");
        }
    }
}
