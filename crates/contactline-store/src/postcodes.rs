//! Postcodes: a table with tabs, a place a line.

use super::manifest::finding;
use contactline_core::model::{Finding, PostcodePlace};
use edge_timeline::Position;

/// The header of the table.
const HEADER: &str = "katottg\tname_uk\tregion\tlon\tlat\taccuracy\tpostcodes";

/// The places in a text; `file` is its name for findings.
pub(super) fn postcodes(text: &str, file: &str) -> Result<Vec<PostcodePlace>, Vec<Finding>> {
    let wrong = |line: usize, message: &str| vec![finding("bad_postcodes", file, format!("line {line}: {message}"))];
    let mut lines = text.lines().enumerate();
    if lines.next().is_none_or(|(_, line)| line != HEADER) {
        return Err(wrong(1, &format!("wanted the header '{}'", HEADER.replace('\t', " "))));
    }
    let place = |(number, line): (usize, &str)| {
        let fields: Vec<&str> = line.split('\t').collect();
        let [katottg, name_uk, region, lon, lat, _, codes] = fields.as_slice() else {
            return Err(wrong(number + 1, &format!("{} fields; wanted 7", fields.len())));
        };
        let position = match (lon.parse(), lat.parse()) {
            _ if lon.is_empty() && lat.is_empty() => None,
            (Ok(lon), Ok(lat)) => {
                Some(Position::from_lon_lat(lon, lat).map_err(|e| wrong(number + 1, &e.to_string()))?)
            }
            _ => return Err(wrong(number + 1, "a position that is no number")),
        };
        Ok(PostcodePlace {
            katottg: Some((*katottg).to_owned()).filter(|code| !code.is_empty()),
            name_uk: (*name_uk).to_owned(),
            region: (*region).to_owned(),
            position,
            codes: codes.split(' ').map(str::to_owned).collect(),
        })
    };
    lines.map(place).collect()
}
