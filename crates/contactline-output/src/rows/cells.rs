//! Cells of text: what they say of a number, and what is written into them.

use edge_timeline::Position;

use super::classifier::Cell;
use contactline_core::model::Moment;

/// A cell written as bytes, with what must stand around a text and before tenths.
pub(super) struct Written<'o, T> {
    text: &'o T,
    decimal: u8,
    out: &'o mut Vec<u8>,
}

impl<'o, T> Written<'o, T> {
    pub(super) const fn new(text: &'o T, decimal: u8, out: &'o mut Vec<u8>) -> Self {
        Self { text, decimal, out }
    }
}

impl<T: Fn(&str, &mut Vec<u8>)> Cell for Written<'_, T> {
    fn text(&mut self, text: &str) {
        (self.text)(text, self.out);
    }

    fn flag(&mut self, flag: bool) {
        self.out.extend_from_slice(if flag { b"true" } else { b"false" });
    }

    fn whole(&mut self, number: u64) {
        write_whole(number, self.out);
    }

    fn decimetres(&mut self, tenths: u64) {
        if self.decimal == b'.' {
            write_tenths(tenths, self.out);
        } else {
            (self.text)(&format!("{}{}{}", tenths / 10, char::from(self.decimal), tenths % 10), self.out);
        }
    }

    fn moment(&mut self, _: Moment, text: &str) {
        (self.text)(text, self.out);
    }
}

/// The position two texts tell.
///
/// # Errors
/// What is wrong with them.
pub(super) fn position(lon: Result<f64, String>, lat: Result<f64, String>) -> Result<Position, String> {
    Position::from_lon_lat(lon?, lat?).map_err(|e| e.to_string())
}

/// What is wrong with a row that lacks a number.
pub(super) fn missing(what: &str) -> String {
    format!("there is no {what}")
}

/// The number a text tells, with a decimal point or a decimal comma; `what` it is to be.
///
/// # Errors
/// When it tells none.
pub(super) fn number(text: Option<&[u8]>, what: &str) -> Result<f64, String> {
    let text = text.map(<[u8]>::trim_ascii).unwrap_or_default();
    if text.is_empty() {
        return Err(missing(what));
    }
    let read = |text: &str| text.parse::<f64>().ok();
    // Web pages and spreadsheets put blanks around a number that are none of ASCII, and a sign for degrees behind it.
    let bare = |text: &'_ str| text.trim().trim_end_matches('°').trim_end().replacen(',', ".", 1);
    let number = std::str::from_utf8(text).ok().and_then(|text| read(text).or_else(|| read(&bare(text))));
    number.ok_or_else(|| format!("{what} '{}' is not a number", String::from_utf8_lossy(text).escape_debug()))
}

/// Metres as whole tenths.
pub(super) fn decimetres(metres: f64) -> u64 {
    // Distances on the Earth are below 2e7 m: tenths fit exactly.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "rounded, never negative, below 2^53")]
    let tenths = (metres * 10.0).round() as u64;
    tenths
}

/// Appends metres given in tenths.
pub(super) fn write_tenths(tenths: u64, out: &mut Vec<u8>) {
    write_whole(tenths / 10, out);
    out.push(b'.');
    out.push(b'0' + (tenths % 10) as u8);
}

/// Appends a whole number.
fn write_whole(number: u64, out: &mut Vec<u8>) {
    let mut digits = [0_u8; 20];
    let mut place = digits.len();
    let mut rest = number;
    loop {
        place -= 1;
        digits[place] = b'0' + (rest % 10) as u8;
        rest /= 10;
        if rest == 0 {
            break;
        }
    }
    out.extend_from_slice(&digits[place..]);
}
