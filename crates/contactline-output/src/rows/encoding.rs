//! Bytes of any encoding, given on as UTF-8.

use encoding_rs::{CoderResult, Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::RowError;

/// The byte order mark of UTF-8.
pub(super) const MARK: &[u8] = b"\xEF\xBB\xBF";
/// Bytes looked at for zeros, where nobody says what the encoding is.
const LOOKED_AT: usize = 1 << 10;

/// What the first bytes and the caller tell of the encoding.
pub(super) struct Told {
    /// None: UTF-8, which needs no decoding.
    pub(super) encoding: Option<&'static Encoding>,
    /// How many bytes its byte order mark has.
    pub(super) mark: usize,
}

/// Tells the encoding: by its byte order mark, else by the label given, else by the zeros that UTF-16 has.
///
/// # Errors
/// A label that is none.
pub(super) fn told(head: &[u8], label: Option<&str>) -> Result<Told, RowError> {
    let known = |label: &str| Encoding::for_label(label.as_bytes()).or_else(|| other_name(label));
    let labelled = label.map(|label| known(label).ok_or_else(|| RowError::UnknownEncoding(label.to_owned())));
    let labelled = labelled.transpose()?;
    let (encoding, mark) = match Encoding::for_bom(head) {
        Some(found) => found,
        None => (labelled.or_else(|| by_zeros(head)).unwrap_or(UTF_8), 0),
    };
    Ok(Told { encoding: (encoding != UTF_8).then_some(encoding), mark })
}

/// Names that programs give and the standard does not know.
fn other_name(label: &str) -> Option<&'static Encoding> {
    let plain = label.trim().to_ascii_lowercase().replace(['-', '_', ' '], "");
    let number = ["windows", "win", "cp", "ansi"].iter().find_map(|prefix| plain.strip_prefix(prefix))?;
    Encoding::for_label(format!("windows-{number}").as_bytes())
        .or_else(|| Encoding::for_label(format!("cp{number}").as_bytes()))
}

/// UTF-16 without its mark: what is ASCII in it has a zero in every second byte.
fn by_zeros(head: &[u8]) -> Option<&'static Encoding> {
    let looked_at = &head[..head.len().min(LOOKED_AT)];
    let zeros = |odd: usize| looked_at.iter().skip(odd).step_by(2).filter(|byte| **byte == 0).count();
    match (zeros(0), zeros(1)) {
        (0, odd) if 8 * odd >= looked_at.len() && odd > 0 => Some(UTF_16LE),
        (even, 0) if 8 * even >= looked_at.len() && even > 0 => Some(UTF_16BE),
        _ => None,
    }
}

/// Decodes piece by piece.
pub(super) struct Recoder {
    decoder: Decoder,
}

impl std::fmt::Debug for Recoder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Recoder({})", self.decoder.encoding().name())
    }
}

impl Recoder {
    pub(super) fn new(encoding: &'static Encoding) -> Self {
        Self { decoder: encoding.new_decoder_without_bom_handling() }
    }

    /// Appends bytes as UTF-8.
    ///
    /// # Errors
    /// Bytes that are nothing in the encoding.
    pub(super) fn decode(&mut self, mut bytes: &[u8], last: bool, out: &mut Vec<u8>) -> Result<(), RowError> {
        loop {
            let from = out.len();
            let wanted = self.decoder.max_utf8_buffer_length(bytes.len()).unwrap_or(bytes.len()).max(16);
            out.resize(from + wanted, 0);
            let (result, read, written, had_errors) = self.decoder.decode_to_utf8(bytes, &mut out[from..], last);
            out.truncate(from + written);
            bytes = &bytes[read..];
            if had_errors {
                return Err(RowError::NotEncoded(self.decoder.encoding().name()));
            }
            if result == CoderResult::InputEmpty {
                return Ok(());
            }
        }
    }
}
