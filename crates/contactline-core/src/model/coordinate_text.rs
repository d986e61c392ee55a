//! Coordinates as people write them: degrees with minutes and seconds, grid references, `geo:` addresses, well-known text,
//! Plus Codes, links to the maps of others, two bare numbers.

use std::borrow::Cow;

use mgrs_convert::Mgrs;

use edge_timeline::{Position, PositionError};

mod labelled;
mod link;
mod plus_code;
mod sexagesimal;
mod wkt;

pub use link::{LinkPoint, Site};
pub use plus_code::ShortPlusCode;

/// The most bytes of a text that means a place: a long link of a map has about 1,000.
pub const MAX_TEXT_BYTES: usize = 2_048;

/// Coordinates that were read.
#[derive(Clone, Debug, PartialEq)]
pub enum Written {
    /// A `geo:` address ([RFC 5870]): latitude first.
    ///
    /// [RFC 5870]: https://www.rfc-editor.org/rfc/rfc5870
    Geo(Position),
    /// Degrees with the letters of their hemispheres.
    Hemispheres(Position),
    /// A military grid reference: the middle of the square it names, and the side of that in metres.
    Mgrs(Position, f64),
    /// A point in well-known text: longitude first.
    Wkt(Position),
    /// A full Plus Code: the middle of its cell, and the longer side of that in metres.
    PlusCode(Position, f64),
    /// A Plus Code without its first digits, and the name of a place nearby.
    ShortPlusCode(ShortPlusCode, String),
    /// A link to a map.
    Link(Position, Site, LinkPoint),
    /// Two numbers in degrees; which is the latitude is not said.
    Pair(f64, f64),
}

/// Why coordinates cannot be read.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum WrittenError {
    /// Out of range.
    #[error(transparent)]
    Position(#[from] PositionError),
    /// Begun as an address of RFC 5870.
    #[error("'{0}' is not a geo: address; expected latitude, then longitude, such as geo:48.28,37.177")]
    Geo(String),
    /// An address in another system.
    #[error("'{value}' is in '{crs}'; only wgs84 is read in a geo: address")]
    GeoCrs {
        /// As written.
        value: String,
        /// Its system.
        crs: String,
    },
    /// Looks like degrees.
    #[error("'{0}' cannot be read as degrees; expected a form such as 48°16'48\"N 37°10'37\"E")]
    Degrees(String),
    /// Looks like a grid reference.
    #[error("'{0}' is not a grid reference; expected a form such as 37UDP1342747925")]
    Mgrs(String),
    /// A square too large to name a place.
    #[error("'{value}' names a square of {side_m} m; at least four digits are required, a square of 1000 m")]
    Coarse {
        /// As written.
        value: String,
        /// The side of its square in metres.
        side_m: u32,
    },
    /// A text that nobody would type.
    #[error("the place has {bytes} bytes; at most {MAX_TEXT_BYTES} are read")]
    TooLong {
        /// Its length.
        bytes: usize,
    },
    /// Begun as well-known text.
    #[error("'{0}' is not a point in well-known text; use POINT(37.177 48.28), longitude first")]
    Wkt(String),
    /// Well-known text in another system.
    #[error("'{value}' has SRID {srid}; only 4326 (longitude and latitude in degrees) is read")]
    WktSrid {
        /// As written.
        value: String,
        /// Its system.
        srid: String,
    },
    /// A Plus Code of a cell too large to name a place.
    #[error("Plus Code '{0}' names a cell of more than 5 km; use at least eight digits before the '+'")]
    CoarsePlusCode(String),
    /// A Plus Code without its first digits, and no place beside it.
    #[error(
        "'{0}' is a short Plus Code; add the name of a place nearby, or use the full code with eight digits before the '+'"
    )]
    ShortPlusCode(String),
    /// A link of which no place can be read.
    #[error("no place can be read from this link of '{value}': {reason}; use coordinates such as 48.28, 37.177")]
    Link {
        /// Its host.
        value: String,
        /// Why not.
        reason: &'static str,
    },
    /// One number.
    #[error(
        "'{0}' is a single number. Two coordinates are required (longitude and latitude), or the name of a settlement"
    )]
    One(String),
}

/// The coordinates a text gives; none where it looks like no coordinates at all.
///
/// # Errors
/// A text that looks like coordinates and cannot be read.
///
/// # Example
/// ```
/// use contactline_core::model::coordinate_text::{Written, read};
/// let Some(Written::Hemispheres(position)) = read("48°16'48\"N 37°10'37\"E")? else { unreachable!() };
/// assert!((position.lat() - 48.28).abs() < 1e-9);
/// assert_eq!(read("48.28, 37.177")?, Some(Written::Pair(48.28, 37.177)));
/// assert_eq!(read("Pokrovsk")?, None);
/// # Ok::<(), contactline_core::model::coordinate_text::WrittenError>(())
/// ```
pub fn read(text: &str) -> Result<Option<Written>, WrittenError> {
    if text.len() > MAX_TEXT_BYTES {
        return Err(WrittenError::TooLong { bytes: text.len() });
    }
    let text = without_brackets(text.trim());
    if text.get(..4).is_some_and(|scheme| scheme.eq_ignore_ascii_case("geo:")) {
        return geo(text).map(Some);
    }
    if let Some(read) =
        wkt::read(text).or_else(|| link::read(text)).or_else(|| plus_code::read(text)).or_else(|| labelled::read(text))
    {
        return read.map(Some);
    }
    if let Some((a, b)) = pair(text) {
        return Ok(Some(Written::Pair(a, b)));
    }
    if number(text).is_some() {
        return Err(WrittenError::One(text.to_owned()));
    }
    if let Some(reference) = grid_reference(text) {
        return mgrs(text, &reference).map(Some);
    }
    sexagesimal::read(text)
}

/// The text with its escapes read, where it is a part of an address: no blanks, and `%` with two hexadecimal digits in it.
/// A link is left as it is: its parts are decoded one by one.
#[must_use]
pub fn unescaped(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    let is_link = text.contains("://");
    if is_link || text.len() > MAX_TEXT_BYTES || !text.contains('%') || text.contains(char::is_whitespace) {
        return text.into();
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let escaped = after.get(..2).filter(|_| *first == b'%').and_then(|hex| {
            let hex = std::str::from_utf8(hex).ok().filter(|hex| hex.bytes().all(|b| b.is_ascii_hexdigit()))?;
            u8::from_str_radix(hex, 16).ok()
        });
        bytes.push(escaped.unwrap_or(*first));
        rest = if escaped.is_some() { &after[2..] } else { after };
    }
    String::from_utf8(bytes).map_or_else(|_| text.into(), Cow::from)
}

/// The text between brackets that enclose all of it: `(46.6354, 32.6169)`, `[32.6169, 46.6354]`.
fn without_brackets(text: &str) -> &str {
    let between = |open: char, close: char| text.strip_prefix(open).and_then(|rest| rest.strip_suffix(close));
    between('(', ')').or_else(|| between('[', ']')).map_or(text, str::trim)
}

fn geo(text: &str) -> Result<Written, WrittenError> {
    let wrong = || WrittenError::Geo(text.to_owned());
    // What stands after a question mark is for maps on phones: how near to show it.
    let address = text[4..].split('?').next().unwrap_or_default();
    let mut parts = address.split(';');
    let mut numbers = parts.next().unwrap_or_default().split(',').map(|number| number.parse::<f64>());
    let (Some(Ok(lat)), Some(Ok(lon))) = (numbers.next(), numbers.next()) else { return Err(wrong()) };
    // A third number is the altitude.
    if numbers.next().is_some_and(|altitude| altitude.is_err()) || numbers.next().is_some() {
        return Err(wrong());
    }
    for part in parts {
        let (name, value) = part.split_once('=').unwrap_or((part, ""));
        if name.eq_ignore_ascii_case("crs") && !value.eq_ignore_ascii_case("wgs84") {
            return Err(WrittenError::GeoCrs { value: text.to_owned(), crs: value.to_owned() });
        }
    }
    Ok(Written::Geo(Position::from_lon_lat(lon, lat)?))
}

/// Two numbers, parted by a comma, a semicolon or a space; each with a decimal point, or a decimal comma.
fn pair(text: &str) -> Option<(f64, f64)> {
    let parted = |c: char| c.is_whitespace() || c == ';';
    let words: Vec<&str> =
        text.split(parted).map(|word| word.trim_end_matches(',')).filter(|word| !word.is_empty()).collect();
    match words.as_slice() {
        [a, b] => Some((number(a)?, number(b)?)),
        [both] => {
            let (a, b) = both.split_once(',')?;
            // `48,28` is one number with a decimal comma to some; `48,37` cannot be told from two, and is two.
            (!b.contains(',')).then_some(())?;
            Some((a.parse().ok().filter(finite)?, b.parse().ok().filter(finite)?))
        }
        _ => None,
    }
}

fn number(word: &str) -> Option<f64> {
    let plain = |c: char| c.is_ascii_digit() || "+-−.,".contains(c);
    if !word.chars().all(plain) {
        return None;
    }
    word.replace('−', "-").replacen(',', ".", 1).parse().ok().filter(finite)
}

fn finite(number: &f64) -> bool {
    number.is_finite()
}

/// The text without blanks, where it has the form of a grid reference: zone, band, two letters, digits.
fn grid_reference(text: &str) -> Option<String> {
    let reference: String = text.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_uppercase();
    let letters = reference.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = letters.trim_start_matches(|c: char| c.is_ascii_uppercase());
    let zone = reference.len() - letters.len();
    let fits = (1..=2).contains(&zone)
        && letters.len() - digits.len() == 3
        && digits.chars().all(|c| c.is_ascii_digit())
        && !digits.is_empty();
    fits.then_some(reference)
}

fn mgrs(text: &str, reference: &str) -> Result<Written, WrittenError> {
    let square: Mgrs = reference.parse().map_err(|_| WrittenError::Mgrs(text.to_owned()))?;
    let pairs = reference.bytes().rev().take_while(u8::is_ascii_digit).count() / 2;
    if pairs < 2 {
        return Err(WrittenError::Coarse { value: text.to_owned(), side_m: if pairs == 1 { 10_000 } else { 100_000 } });
    }
    let middle = square.to_latlon();
    let side_m = 10f64.powi(5 - i32::try_from(pairs).unwrap_or(0));
    Ok(Written::Mgrs(Position::from_lon_lat(middle.lon(), middle.lat())?, side_m))
}

#[cfg(test)]
mod tests;
