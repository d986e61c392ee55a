//! Plus Codes ([Open Location Code]): full ones such as `8GVX75JG+2R`, and short ones with the name of a place nearby.
//!
//! [Open Location Code]: https://github.com/google/open-location-code/blob/main/Documentation/Specification/specification.md

use super::{Written, WrittenError};
use edge_timeline::Position;

/// The digits of a code, in the order of their values.
const DIGITS: &str = "23456789CFGHJMPQRVWX";

/// The digits before the `+` of a full code.
const DIGITS_BEFORE_PLUS: usize = 8;

/// The digits that come in pairs of latitude and longitude; each one after them is a cell of a grid.
const PAIRED_DIGITS: usize = 10;

/// Rows and columns of that grid.
const GRID: (usize, usize) = (5, 4);

/// Degrees of latitude and longitude that the first pair of a full code tells apart.
const FIRST_PAIR_DEG: f64 = 20.0;

/// The digits of the coarsest code that names a place: a cell of about 280 m.
const MIN_DIGITS: usize = 8;

/// Metres of a degree of latitude, on the sphere of the mean radius.
const METRES_PER_DEG: f64 = 111_195.0;

/// A code without its first digits, which a place nearby gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShortPlusCode {
    /// The values of its digits.
    digits: Vec<usize>,
    /// How many digits are left out.
    missing: usize,
}

/// The middle of the cell of a code, and the longer side of that cell in metres.
struct Cell {
    lat: f64,
    lon: f64,
    side_m: f64,
}

impl ShortPlusCode {
    /// The middle of the cell of this code nearest to a place, and the longer side of the cell in metres.
    ///
    /// # Errors
    /// The cell lies beyond a pole or the antimeridian.
    pub fn near(&self, reference: Position) -> Result<(Position, f64), WrittenError> {
        let step_deg = self.step_deg();
        let corner = |degrees: f64, least: f64| ((degrees - least) / step_deg).floor().mul_add(step_deg, least);
        let cell = cell(&self.digits, self.missing, corner(reference.lat(), -90.0), corner(reference.lon(), -180.0));
        let nearest = |middle: f64, to: f64| {
            let moved = ((to - middle) / step_deg).round().mul_add(step_deg, middle);
            (moved * 1e9).round() / 1e9
        };
        let (lon, lat) = (nearest(cell.lon, reference.lon()), nearest(cell.lat, reference.lat()));
        Ok((Position::from_lon_lat(lon, lat)?, cell.side_m))
    }

    /// After how many degrees the code comes again.
    fn step_deg(&self) -> f64 {
        if self.missing == 2 { FIRST_PAIR_DEG } else { FIRST_PAIR_DEG / 20.0 }
    }
}

/// The code in a text; `None` where there is none. What stands beside a short code is the name of a place nearby.
pub(super) fn read(text: &str) -> Option<Result<Written, WrittenError>> {
    let parted = |c: char| c.is_whitespace() || c == ',';
    let code = text.split(parted).find(|word| is_code(word))?;
    let (before, after) = text.split_once(code)?;
    let trimmed = |part: &str| part.trim_matches(parted).to_owned();
    let named = [trimmed(before), trimmed(after)].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>();
    let upper = code.to_ascii_uppercase();
    let before_plus = upper.find('+')?;
    let digits: Vec<usize> = upper.chars().filter_map(|c| DIGITS.find(c)).collect();
    let missing = DIGITS_BEFORE_PLUS - before_plus;
    if missing > 0 {
        return Some(match named.as_slice() {
            [] => Err(WrittenError::ShortPlusCode(code.to_owned())),
            _ => Ok(Written::ShortPlusCode(ShortPlusCode { digits, missing }, named.join(", "))),
        });
    }
    if digits.len() < MIN_DIGITS {
        return Some(Err(WrittenError::CoarsePlusCode(code.to_owned())));
    }
    let cell = cell(&digits, 0, -90.0, -180.0);
    Some(
        Position::from_lon_lat(cell.lon, cell.lat)
            .map_err(WrittenError::from)
            .map(|p| Written::PlusCode(p, cell.side_m)),
    )
}

/// Whether a word has the form of a code: 4, 6 or 8 digits, `+`, and none or two to seven more. Zeros fill up a coarse one.
fn is_code(word: &str) -> bool {
    let upper = word.to_ascii_uppercase();
    let Some((before, after)) = upper.split_once('+') else { return false };
    let significant = before.trim_end_matches('0');
    let is_digits = |part: &str| part.chars().all(|c| DIGITS.contains(c));
    let is_full = before.len() == DIGITS_BEFORE_PLUS;
    // Two bare numbers with a plus between them are no code.
    let has_letter = upper.chars().any(|c| c.is_ascii_alphabetic());
    let is_padded = significant.len() < before.len();
    let fits_before = if is_full {
        significant.len() >= 2 && significant.len() % 2 == 0 && (!is_padded || after.is_empty())
    } else {
        [4, 6].contains(&before.len()) && !is_padded && has_letter && !after.is_empty()
    };
    fits_before && is_digits(significant) && is_digits(after) && (after.is_empty() || (2..=7).contains(&after.len()))
}

/// The cell of digits of which the first `missing` are left out, within the cell that has its corner there.
fn cell(digits: &[usize], missing: usize, lat: f64, lon: f64) -> Cell {
    let (mut lat, mut lon) = (lat, lon);
    let (paired, grid) = digits.split_at(digits.len().min(PAIRED_DIGITS - missing));
    let mut step_deg = if missing == 0 {
        FIRST_PAIR_DEG * 20.0
    } else if missing == 2 {
        FIRST_PAIR_DEG
    } else {
        1.0
    };
    for pair in paired.chunks_exact(2) {
        step_deg /= 20.0;
        lat += as_f64(pair[0]) * step_deg;
        lon += as_f64(pair[1]) * step_deg;
    }
    let (mut lat_deg, mut lon_deg) = (step_deg, step_deg);
    for digit in grid {
        lat_deg /= as_f64(GRID.0);
        lon_deg /= as_f64(GRID.1);
        lat += as_f64(digit / GRID.1) * lat_deg;
        lon += as_f64(digit % GRID.1) * lon_deg;
    }
    let side_m = (lat_deg * METRES_PER_DEG * 10.0).round() / 10.0;
    // Nine digits of a degree are a tenth of a millimetre: sums of binary fractions have no more to tell.
    let middle = |corner: f64, side_deg: f64| ((corner + side_deg / 2.0) * 1e9).round() / 1e9;
    Cell { lat: middle(lat, lat_deg), lon: middle(lon, lon_deg), side_m }
}

fn as_f64(value: usize) -> f64 {
    u8::try_from(value).map_or(f64::NAN, f64::from)
}
