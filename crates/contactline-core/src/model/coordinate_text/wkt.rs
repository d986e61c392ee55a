//! Points in well-known text: `POINT(37.177 48.28)`, longitude first, with or without an SRID and further ordinates.

use super::{Written, WrittenError};
use edge_timeline::Position;

/// The geometries of OGC 06-103r4, and what they are not: one point.
const OTHER_GEOMETRIES: [&str; 7] =
    ["LINESTRING", "POLYGON", "MULTIPOINT", "MULTILINESTRING", "MULTIPOLYGON", "GEOMETRYCOLLECTION", "TRIANGLE"];

/// The point a text gives; `None` where it does not begin as well-known text.
pub(super) fn read(text: &str) -> Option<Result<Written, WrittenError>> {
    let upper = text.to_ascii_uppercase();
    let (srid, geometry) = match upper.strip_prefix("SRID=").and_then(|rest| rest.split_once(';')) {
        Some((srid, geometry)) => (Some(srid.trim()), geometry.trim_start()),
        None => (None, upper.as_str()),
    };
    let begins = |name: &&str| geometry.strip_prefix(*name).is_some_and(|rest| rest.trim_start().starts_with('('));
    let wrong = || WrittenError::Wkt(text.to_owned());
    if OTHER_GEOMETRIES.iter().any(begins) {
        return Some(Err(wrong()));
    }
    let rest = geometry.strip_prefix("POINT")?.trim_start();
    let rest = ["ZM", "Z", "M"].iter().find_map(|dimension| rest.strip_prefix(dimension)).unwrap_or(rest).trim_start();
    if rest == "EMPTY" {
        return Some(Err(wrong()));
    }
    let rest = rest.strip_prefix('(')?;
    if let Some(srid) = srid.filter(|srid| *srid != "4326") {
        return Some(Err(WrittenError::WktSrid { value: text.to_owned(), srid: srid.to_owned() }));
    }
    Some(point(rest).ok_or_else(wrong).and_then(|(lon, lat)| Ok(Written::Wkt(Position::from_lon_lat(lon, lat)?))))
}

/// The first two of two to four ordinates before the closing bracket, which ends the text.
fn point(rest: &str) -> Option<(f64, f64)> {
    let ordinates = rest.trim_end().trim_end_matches(';').strip_suffix(')')?;
    let numbers = ordinates.split_whitespace().map(|number| number.parse::<f64>().ok().filter(|n| n.is_finite()));
    let numbers: Vec<f64> = numbers.collect::<Option<_>>()?;
    match numbers.as_slice() {
        [lon, lat] | [lon, lat, _] | [lon, lat, _, _] => Some((*lon, *lat)),
        _ => None,
    }
}
