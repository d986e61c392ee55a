//! Coordinates that are named: `lat=46.6354 lon=32.6169`, `Широта 46.6354, довгота 32.6169`, `{"lat": 46.6354, "lng": 32.6169}`.

use super::{Written, WrittenError};
use edge_timeline::Position;

const LATITUDE: [&str; 3] = ["lat", "latitude", "широта"];
const LONGITUDE: [&str; 6] = ["lon", "lng", "long", "longitude", "долгота", "довгота"];

/// The coordinates of a text that names each of the two, and nothing else. `x` and `y` are not read: in surveyors' systems x goes
/// north.
pub(super) fn read(text: &str) -> Option<Result<Written, WrittenError>> {
    let (mut lon, mut lat) = (None, None);
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || ",;&{}\"'".contains(c));
        if rest.is_empty() {
            break;
        }
        let (name, after) = rest.split_at(rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len()));
        let after = after.trim_start_matches(|c: char| c.is_whitespace() || "=:\"'.".contains(c));
        let end = after.find(|c: char| !c.is_ascii_digit() && !"+-.".contains(c)).unwrap_or(after.len());
        let (number, after) = after.split_at(end);
        let number = number.trim_end_matches('.').parse::<f64>().ok()?;
        rest = after.trim_start_matches(['°', 'º']);
        let name = name.to_lowercase();
        let place = match name.as_str() {
            name if LATITUDE.contains(&name) => &mut lat,
            name if LONGITUDE.contains(&name) => &mut lon,
            _ => return None,
        };
        if place.replace(number).is_some() {
            return None;
        }
    }
    Some(Position::from_lon_lat(lon?, lat?).map(Written::Hemispheres).map_err(WrittenError::from))
}
