//! Bytes of any encoding, given on as UTF-8.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{
    CoderResult, Decoder, Encoding, IBM866, ISO_8859_5, KOI8_R, KOI8_U, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1250,
    WINDOWS_1251, WINDOWS_1252, X_MAC_CYRILLIC,
};

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
    /// Nobody named it: its letters look like it.
    pub(super) is_guessed: bool,
}

/// Encodings that bytes may be taken for, with the letters that a text in them is written in. What is taken for another of
/// them has other letters, never other numbers: all of them have ASCII's.
const GUESSED: [(&Encoding, Letters); 8] = [
    (WINDOWS_1251, Letters::Cyrillic),
    (KOI8_U, Letters::Cyrillic),
    (KOI8_R, Letters::Cyrillic),
    (IBM866, Letters::Cyrillic),
    (ISO_8859_5, Letters::Cyrillic),
    (X_MAC_CYRILLIC, Letters::Cyrillic),
    (WINDOWS_1250, Letters::Latin),
    (WINDOWS_1252, Letters::Latin),
];

/// Letters that are no ASCII.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Letters {
    Cyrillic,
    Latin,
}

impl Letters {
    fn has(self, sign: char) -> bool {
        match self {
            Self::Cyrillic => matches!(sign, 'Ѐ'..='ӿ'),
            Self::Latin => matches!(sign, 'À'..='ɏ') && !matches!(sign, '×' | '÷'),
        }
    }
}

/// Tells the encoding: by its byte order mark, else by the label given, else by the zeros that UTF-16 has, else by the letters
/// of bytes that are no UTF-8. `whole` says whether the first bytes are all there are.
///
/// # Errors
/// A label that is none.
pub(super) fn told(head: &[u8], whole: bool, label: Option<&str>) -> Result<Told, RowError> {
    let known = |label: &str| Encoding::for_label(label.as_bytes()).or_else(|| other_name(label));
    let labelled = label.map(|label| known(label).ok_or_else(|| RowError::UnknownEncoding(label.to_owned())));
    let labelled = labelled.transpose()?;
    if let Some((encoding, mark)) = Encoding::for_bom(head) {
        return Ok(Told { encoding: (encoding != UTF_8).then_some(encoding), mark, is_guessed: false });
    }
    let named = labelled.or_else(|| by_zeros(head));
    let guessed = if named.is_none() { by_letters(head, whole) } else { None };
    let encoding = named.or(guessed).filter(|encoding| *encoding != UTF_8);
    Ok(Told { encoding, mark: 0, is_guessed: guessed.is_some() })
}

/// The encoding of bytes that are no UTF-8, where nine of ten signs that are no ASCII are letters in it.
fn by_letters(head: &[u8], whole: bool) -> Option<&'static Encoding> {
    let is_cut = |error: &std::str::Utf8Error| !whole && error.error_len().is_none();
    if std::str::from_utf8(head).err().is_none_or(|error| is_cut(&error)) || memchr::memchr(0, head).is_some() {
        return None;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(head, whole);
    // Where letters alone do not decide, the country's do.
    let guessed = detector.guess(Some(b"ua"), Utf8Detection::Deny);
    let (encoding, letters) = *GUESSED.iter().find(|(encoding, _)| *encoding == guessed)?;
    let is_fit = |encoding: &'static Encoding, letters: Letters| {
        let (text, had_errors) = encoding.decode_without_bom_handling(head);
        let (mut all, mut fitting) = (0_usize, 0_usize);
        for sign in text.chars().filter(|sign| !sign.is_ascii()) {
            all += usize::from(sign.is_alphabetic() || sign.is_control());
            fitting += usize::from(letters.has(sign));
        }
        !had_errors && fitting > 0 && 10 * fitting >= 9 * all
    };
    // Of a few words a detector sees little: no Latin language has three letters with accents in a row, and `Äàòà` is `Дата`.
    let is_latin = letters == Letters::Latin;
    if is_latin && has_three_in_a_row(head) && is_fit(WINDOWS_1251, Letters::Cyrillic) {
        return Some(WINDOWS_1251);
    }
    is_fit(encoding, letters).then_some(encoding)
}

/// Whether three bytes follow each other that are letters in pages of Latin and of Cyrillic letters alike.
fn has_three_in_a_row(head: &[u8]) -> bool {
    head.windows(3).any(|three| three.iter().all(|byte| *byte >= 0xC0))
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
