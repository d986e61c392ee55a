//! `line`: the line of contact on a day, says one source, and the point of it nearest to a place.

use crate::atlas::{Age, Atlas};
use crate::model::{Moment, Source};
use edge_timeline::{Position, measure};

use super::areas::{timeline, version_of};
use super::error::QueryError;

/// The line of contact.
#[derive(Clone, Debug)]
pub struct Line<'a> {
    /// The source.
    pub source: &'a Source,
    /// The version that answers.
    pub version: Moment,
    /// How old it was at the moment asked about.
    pub age: Age,
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
/// Unknown source; a moment of which it says nothing.
///
/// # Example
/// ```
/// use contactline_core::{example, model::Date, query};
/// use edge_timeline::Position;
///
/// let (atlas, day) = (example::atlas(), "2025-01-01".parse::<Date>()?);
/// let line = query::line(&atlas, "maps", day.end(), Some(Position::from_lon_lat(38.0, 48.5)?))?;
/// let nearest = line.nearest.ok_or("no line")?;
/// // The line runs along 38.5 degrees east, half a degree away: some 37 km at this latitude.
/// assert!((nearest.distance_m - 36_900.0).abs() < 100.0 && (nearest.bearing_deg - 90.0).abs() < 0.5);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn line<'a>(
    atlas: &'a Atlas,
    source: &str,
    moment: Moment,
    near: Option<Position>,
) -> Result<Line<'a>, QueryError> {
    let timeline = timeline(atlas, source)?;
    let version = version_of(timeline, moment)?;
    let age = timeline.age(version, moment);
    let held = timeline.held();
    let paths = held.map_or_else(Vec::new, |class| class.line_paths(version));
    let nearest = near.and_then(|place| {
        let (position, distance_m) = held?.nearest_on_line(version, place)?;
        Some(NearestOnLine { position, distance_m, bearing_deg: measure::geodesic(place, position).bearing_deg })
    });
    Ok(Line {
        source: &timeline.source,
        version: timeline.shown_stamp(version),
        age,
        length_m: paths.iter().map(|path| measure::path_length_m(path)).sum(),
        paths,
        nearest,
    })
}
