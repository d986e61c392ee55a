//! Content codings (RFC 9110, section 12.5.3): which one a client takes, and answers packed in it.

use std::io::{self, Write as _};

use axum::http::header::{ACCEPT_ENCODING, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue};

/// Bytes from which an answer is packed: below it nothing is gained.
pub(super) const MIN_PACKED: usize = 1024;
/// Bytes from which speed counts more than the last tenth of size.
pub(super) const LARGE: usize = 256 << 10;

/// A coding that answers are packed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Coding {
    Zstd,
    Brotli,
    Gzip,
}

impl Coding {
    /// Those there are; of those a client likes alike, the earlier.
    const ALL: [Self; 3] = [Self::Zstd, Self::Brotli, Self::Gzip];

    /// Its name in headers.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Zstd => "zstd",
            Self::Brotli => "br",
            Self::Gzip => "gzip",
        }
    }

    /// The one that a client likes best; none where it takes the bytes as they are.
    pub fn wanted(headers: &HeaderMap) -> Option<Self> {
        let lines = headers.get_all(ACCEPT_ENCODING).iter().filter_map(|v| v.to_str().ok());
        let entries: Vec<(&str, f64)> = lines.flat_map(|line| line.split(',')).map(entry).collect();
        let quality_of = |name: &str| {
            let same = |other: &str| {
                other.eq_ignore_ascii_case(name) || (name == "gzip" && other.eq_ignore_ascii_case("x-gzip"))
            };
            let named = entries.iter().find(|(other, _)| same(other));
            named.or_else(|| entries.iter().find(|(other, _)| *other == "*")).map_or(0.0, |(_, quality)| *quality)
        };
        // Not named, the plain bytes are as good as any: they are what is left when nothing is wanted.
        let plain = entries.iter().find(|(name, _)| name.eq_ignore_ascii_case("identity")).map_or(0.0, |(_, q)| *q);
        let mut best = None;
        for coding in Self::ALL {
            let quality = quality_of(coding.as_str());
            if quality > 0.0 && quality >= plain && best.is_none_or(|(_, liked)| quality > liked) {
                best = Some((coding, quality));
            }
        }
        best.map(|(coding, _)| coding)
    }

    /// The bytes packed: large ones fast, small ones well.
    pub fn pack(self, bytes: &[u8]) -> io::Result<Vec<u8>> {
        let is_large = bytes.len() >= LARGE;
        match self {
            Self::Zstd => zstd::bulk::compress(bytes, if is_large { 1 } else { 3 }),
            Self::Brotli => {
                let quality = if is_large { 1 } else { 4 };
                let mut packer = brotli::CompressorWriter::new(Vec::new(), 4096, quality, 20);
                packer.write_all(bytes)?;
                packer.flush()?;
                Ok(packer.into_inner())
            }
            Self::Gzip => {
                let level = if is_large { flate2::Compression::fast() } else { flate2::Compression::default() };
                let mut packer = flate2::write::GzEncoder::new(Vec::new(), level);
                packer.write_all(bytes)?;
                packer.finish()
            }
        }
    }
}

/// The name and weight of one entry.
fn entry(text: &str) -> (&str, f64) {
    let mut parts = text.split(';').map(str::trim);
    let name = parts.next().unwrap_or_default();
    let weight = parts.find_map(|p| p.strip_prefix("q=").or_else(|| p.strip_prefix("Q=")));
    (name, weight.map_or(1.0, |text| text.parse().unwrap_or(0.0)))
}

/// Whether an answer of this kind is sent as it is: packed already, or made to be read by ranges, for which its length must be
/// the same to every client.
pub(super) fn is_packed(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).map(HeaderValue::as_bytes).unwrap_or_default();
    let packed = [
        &b"image/png"[..],
        b"application/vnd.apache.parquet",
        b"application/vnd.flatgeobuf",
        b"application/geopackage",
        b"application/zip",
    ];
    packed.iter().any(|packed| kind.starts_with(packed))
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    fn of(accept: &str) -> Option<Coding> {
        let mut headers = HeaderMap::new();
        headers.append(ACCEPT_ENCODING, accept.parse().unwrap());
        Coding::wanted(&headers)
    }

    #[test]
    fn the_coding_liked_best_is_taken() {
        assert_eq!(Coding::wanted(&HeaderMap::new()), None);
        assert_eq!(of("gzip"), Some(Coding::Gzip));
        assert_eq!(of("x-gzip"), Some(Coding::Gzip));
        assert_eq!(of("gzip, deflate, br, zstd"), Some(Coding::Zstd));
        assert_eq!(of("gzip;q=1.0, br;q=0.5"), Some(Coding::Gzip));
        assert_eq!(of("*"), Some(Coding::Zstd));
        assert_eq!(of("*, zstd;q=0"), Some(Coding::Brotli));
        assert_eq!(of("identity"), None);
        assert_eq!(of("identity;q=1, gzip;q=0.5"), None);
        assert_eq!(of("gzip;q=0"), None);
        assert_eq!(of("deflate, ;;, GZIP"), Some(Coding::Gzip));
    }

    #[test]
    fn what_is_packed_unpacks_to_the_same() {
        for length in [2000, LARGE + 1] {
            let bytes: Vec<u8> = (0..length).map(|k: usize| (k % 251) as u8).collect();
            let packed = |coding: Coding| coding.pack(&bytes).unwrap();
            assert_eq!(zstd::bulk::decompress(&packed(Coding::Zstd), length).unwrap(), bytes);
            let mut plain = Vec::new();
            flate2::read::GzDecoder::new(&packed(Coding::Gzip)[..]).read_to_end(&mut plain).unwrap();
            assert_eq!(plain, bytes);
            plain.clear();
            brotli::Decompressor::new(&packed(Coding::Brotli)[..], 4096).read_to_end(&mut plain).unwrap();
            assert_eq!(plain, bytes);
        }
    }
}
