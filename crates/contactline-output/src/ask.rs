//! What a question may ask: its day, its place, and the source it means when it names none. One rule for every way in.

use contactline_core::atlas::Atlas;
use contactline_core::model::{Date, DateError, Moment, Region, Source};
use contactline_core::query::{Overlap, Shape, regions_asked};
use contactline_crs::Crs;
use edge_timeline::{BBox, Position};

use crate::wire::Rights;

/// Why something cannot be asked.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum AskError {
    /// No date at all.
    #[error("{0}, or latest")]
    Date(#[from] DateError),
    /// Nothing is known of days to come.
    #[error("'{value}' is after today, {today} (UTC)")]
    AfterToday {
        /// As asked.
        value: String,
        /// The day of the question.
        today: Date,
    },
    /// The registers begin with Ukraine's independence.
    #[error("'{value}' is before {first}, the first day that can be asked about")]
    BeforeFirst {
        /// As asked.
        value: String,
        /// The first day.
        first: Date,
    },
    /// No source at all.
    #[error("no source is loaded")]
    NoSource,
    /// The numbers are metres in their system, and look like degrees.
    #[error("{x}, {y} are metres in {crs}, far from every region, and look like degrees: omit crs, or use metres")]
    DegreesAsMetres {
        /// Easting as asked.
        x: f64,
        /// Northing as asked.
        y: f64,
        /// Code of the system.
        crs: &'static str,
    },
    /// No four numbers in order.
    #[error("Invalid bounding box '{value}': {reason}. Use west,south,east,north in degrees, such as 36.5,47,38,48.5")]
    Box {
        /// As asked.
        value: String,
        /// What is wrong.
        reason: &'static str,
    },
    /// The place is nowhere near; with the two numbers exchanged it is.
    #[error(
        "{position} is in no region, but with the two numbers swapped it is in {region}: did you swap lon and lat?"
    )]
    Exchanged {
        /// As asked.
        position: Position,
        /// Where it would be.
        region: String,
    },
}

/// What to ask of numbers that are no position: with them exchanged they would lie in a region.
#[must_use]
pub fn swapped(atlas: &Atlas, lon: f64, lat: f64) -> Option<&'static str> {
    let exchanged = Position::from_lon_lat(lat, lon).ok()?;
    (!atlas.places().whereabouts(exchanged).is_outside_everything()).then_some("did you swap lon and lat?")
}

/// The first day that can be asked about, 1991-08-24: Ukraine's independence, the first act in the register.
pub const FIRST_DAY: Date = Date::from_days(7_905);

/// The moment a text asks about: `latest` is today, a date is by the end of that day, a date-time that second.
///
/// # Errors
/// A text that is no date, a day after `today`, or one before [`FIRST_DAY`].
pub fn question_moment(text: &str, today: Date) -> Result<Moment, AskError> {
    if text == "latest" {
        return Ok(today.end());
    }
    askable(Moment::from_question(text)?, text, today)
}

/// The moment that `text` tells, if it can be asked about.
///
/// # Errors
/// A day after `today`, or one before [`FIRST_DAY`].
pub fn askable(moment: Moment, text: &str, today: Date) -> Result<Moment, AskError> {
    let value = || text.to_owned();
    if moment.date() > today {
        return Err(AskError::AfterToday { value: value(), today });
    }
    if moment.date() < FIRST_DAY {
        return Err(AskError::BeforeFirst { value: value(), first: FIRST_DAY });
    }
    Ok(moment)
}

/// The box of four numbers: west, south, east, north in degrees.
///
/// # Errors
/// What is wrong with it.
pub fn question_box(text: &str) -> Result<BBox, AskError> {
    let wrong = |reason| AskError::Box { value: text.to_owned(), reason };
    let numbers: Result<Vec<f64>, _> = text.split(',').map(|number| number.trim().parse()).collect();
    let [west, south, east, north] = numbers.unwrap_or_default()[..] else {
        return Err(wrong("four numbers are required"));
    };
    let corners = [Position::from_lon_lat(west, south), Position::from_lon_lat(east, north)];
    if corners.iter().any(Result::is_err) {
        return Err(wrong("longitudes are from -180 to 180, latitudes from -90 to 90"));
    }
    if west >= east || south >= north {
        return Err(wrong("west must be west of east, and south must be south of north"));
    }
    Ok(BBox { west, south, east, north })
}

/// The day a text asks about, as [`question_moment`].
///
/// # Errors
/// As [`question_moment`].
pub fn question_day(text: &str, today: Date) -> Result<Date, AskError> {
    question_moment(text, today).map(Moment::date)
}

/// The source meant where a question as of these moments about a region or group (none: the six) names none: see
/// [`Atlas::timeline_meant`].
///
/// # Errors
/// There is none.
pub fn default_source<'a>(atlas: &'a Atlas, moments: &[Moment], region: Option<&str>) -> Result<&'a Source, AskError> {
    let meant = atlas.timeline_meant(moments, &regions_asked(atlas, region), |_| true);
    meant.map(|timeline| &timeline.source).ok_or(AskError::NoSource)
}

/// The same for a drawing: of those that may be drawn, where any may.
///
/// # Errors
/// There is none.
pub fn source_drawn<'a>(atlas: &'a Atlas, moment: Moment, rights: &Rights) -> Result<&'a Source, AskError> {
    let permitted = atlas.timeline_meant(&[moment], &[], |source| rights.permit(source));
    permitted.map_or_else(|| default_source(atlas, &[moment], None), |timeline| Ok(&timeline.source))
}

/// The region the place would be in with its two numbers exchanged, where as it stands it is in none, nor in the country.
#[must_use]
pub fn region_if_exchanged(atlas: &Atlas, position: Position) -> Option<&Region> {
    if !atlas.places().whereabouts(position).is_outside_everything() {
        return None;
    }
    let (region, _) = atlas.places().whereabouts(position.swapped()?).region?;
    Some(&atlas.regions()[region])
}

/// The place, unless its two numbers were plainly exchanged.
///
/// # Errors
/// When they were.
pub fn question_place(atlas: &Atlas, position: Position) -> Result<Position, AskError> {
    match region_if_exchanged(atlas, position) {
        None => Ok(position),
        Some(region) => Err(AskError::Exchanged { position, region: region.id.clone() }),
    }
}

/// Nothing, unless a shape that meets no region has a vertex whose two numbers were plainly exchanged.
///
/// # Errors
/// When it has one.
pub fn question_shape(atlas: &Atlas, shape: &Shape, overlap: &Overlap) -> Result<(), AskError> {
    if overlap.rows.iter().any(|row| row.region.is_some()) {
        return Ok(());
    }
    shape.vertices().try_for_each(|vertex| question_place(atlas, vertex).map(drop))
}

/// The position that two numbers in `crs` gave, unless they were plainly degrees.
///
/// # Errors
/// When they were: in a system of metres, both within the range of degrees, and the place outside everything.
pub fn metres_meant(atlas: &Atlas, crs: Crs, (x, y): (f64, f64), position: Position) -> Result<Position, AskError> {
    let like_degrees = !crs.is_geographic() && x.abs() <= 180.0 && y.abs() <= 180.0;
    if like_degrees && atlas.places().whereabouts(position).is_outside_everything() {
        return Err(AskError::DegreesAsMetres { x, y, crs: crs.code() });
    }
    Ok(position)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_held_to_what_can_be_known() {
        let today: Date = "2025-12-02".parse().unwrap();
        assert_eq!(FIRST_DAY.to_string(), "1991-08-24");
        assert_eq!(question_moment("latest", today), Ok(today.end()));
        assert_eq!(question_moment("2025-12-02", today), Ok(today.end()));
        assert_eq!(question_day("1991-08-24", today), Ok(FIRST_DAY));
        let told = |text| question_moment(text, today).unwrap_err().to_string();
        assert_eq!(told("2025-12-03"), "'2025-12-03' is after today, 2025-12-02 (UTC)");
        assert_eq!(told("1991-08-23"), "'1991-08-23' is before 1991-08-24, the first day that can be asked about");
        assert!(
            told("yesterday").starts_with("'yesterday' is not a valid date")
                && told("yesterday").ends_with(" or latest")
        );
    }
}
