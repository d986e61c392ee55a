//! Bytes to text: what a byte order mark says, and text that is no UTF-8.

use std::borrow::Cow;

/// The mark that some programs write before UTF-8.
const MARK: &[u8] = b"\xef\xbb\xbf";

/// How two bytes are a unit of UTF-16.
type Unit = fn([u8; 2]) -> u16;

/// Why bytes are no text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// No UTF-8 from this byte on.
    #[error(
        "not UTF-8 from byte {0} on: save it as UTF-8 (for instance iconv -f ENCODING -t UTF-8; Cyrillic is often WINDOWS-1251 or KOI8-U)"
    )]
    NotUtf8(usize),
    /// UTF-16 with half a character at this byte.
    #[error("UTF-16 that is broken at byte {0}: save it as UTF-8")]
    BrokenUtf16(usize),
    /// UTF-32.
    #[error("UTF-32, which is not read: save it as UTF-8")]
    Utf32,
}

/// The text that bytes hold: UTF-8, or UTF-16 where its mark or its zero bytes say so. A byte order mark is no part of it.
///
/// # Errors
/// Another encoding, with the first byte that shows it.
///
/// # Example
/// ```
/// use contactline_core::model::text_of;
/// assert_eq!(text_of(b"\xef\xbb\xbf{}".to_vec()), Ok("{}".into()));
/// assert_eq!(text_of(b"\xff\xfe{\0}\0".to_vec()), Ok("{}".into()));
/// assert!(text_of(b"\xca\xe8\xbf\xe2".to_vec()).unwrap_err().to_string().contains("UTF-8 from byte 0"));
/// ```
pub fn text_of(bytes: Vec<u8>) -> Result<String, TextError> {
    // Bytes that are their own text are not copied.
    match String::from_utf8(bytes) {
        Ok(text) if !text.starts_with('\u{feff}') && !text.as_bytes().iter().take(4).any(|b| *b == 0) => Ok(text),
        Ok(text) => text_in(text.as_bytes()).map(Cow::into_owned),
        Err(e) => text_in(e.as_bytes()).map(Cow::into_owned),
    }
}

/// As [`text_of`], of bytes that somebody else keeps.
///
/// # Errors
/// Another encoding, with the first byte that shows it.
pub fn text_in(bytes: &[u8]) -> Result<Cow<'_, str>, TextError> {
    let units: Option<(usize, Unit)> = match bytes {
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => return Err(TextError::Utf32),
        [0xff, 0xfe, ..] => Some((2, u16::from_le_bytes)),
        [0xfe, 0xff, ..] => Some((2, u16::from_be_bytes)),
        // ASCII, with a zero beside each letter.
        [a, 0, b, 0, ..] if *a > 0 && *b > 0 => Some((0, u16::from_le_bytes)),
        [0, a, 0, b, ..] if *a > 0 && *b > 0 => Some((0, u16::from_be_bytes)),
        _ => None,
    };
    if let Some((start, unit)) = units {
        return of_utf16(bytes, start, unit).map(Cow::Owned);
    }
    // Who joins files that begin with a mark, or saves one twice, has several.
    let mut text = bytes;
    while let Some(rest) = text.strip_prefix(MARK) {
        text = rest;
    }
    std::str::from_utf8(text).map(Cow::Borrowed).map_err(|e| TextError::NotUtf8(e.valid_up_to()))
}

fn of_utf16(bytes: &[u8], start: usize, unit: Unit) -> Result<String, TextError> {
    let (pairs, rest) = bytes[start..].as_chunks::<2>();
    let mut text = String::with_capacity(pairs.len());
    let mut at = start;
    for letter in char::decode_utf16(pairs.iter().copied().map(unit)) {
        let letter = letter.map_err(|_| TextError::BrokenUtf16(at))?;
        text.push(letter);
        at += 2 * letter.len_utf16();
    }
    if rest.is_empty() { Ok(text) } else { Err(TextError::BrokenUtf16(at)) }
}

/// A text without the byte order mark that some programs write before it.
#[must_use]
pub fn without_mark(text: &str) -> &str {
    text.trim_start_matches('\u{feff}')
}
