//! `line`: the line of contact on a day, says one source, and the point of it nearest to a place.

use crate::atlas::Atlas;
use crate::geometry::Position;
use crate::model::{Moment, Source};

use super::error::QueryError;

/// The line of contact.
#[derive(Clone, Debug)]
pub struct Line<'a> {
    /// The source.
    pub source: &'a Source,
    /// The version that answers.
    pub version: Moment,
    /// Its paths, each in the direction that has the held area to the left.
    pub paths: Vec<Vec<Position>>,
    /// Length along the paths in metres.
    pub length_m: f64,
    /// The point nearest to the place asked about.
    pub nearest: Option<NearestOnLine>,
}

/// The nearest point of a line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NearestOnLine {
    /// The point on the line.
    pub position: Position,
    /// Geodesic distance to it in metres.
    pub distance_m: f64,
    /// Azimuth from the place to it, degrees clockwise from north, 0..360.
    pub bearing_deg: f64,
}

/// The line of contact of `source` as of `moment`, and its point nearest to `near`.
///
/// # Errors
/// Unknown source; a moment before its first version.
pub fn line<'a>(
    atlas: &'a Atlas,
    source: &str,
    moment: Moment,
    near: Option<Position>,
) -> Result<Line<'a>, QueryError> {
    let _ = (atlas, source, moment, near);
    todo!()
}
