//! `line` as it leaves the house: a GeoJSON feature collection.

use schemars::JsonSchema;
use serde::Serialize;

use contactline_core::model::{Moment, notice};
use contactline_core::query;

use super::crs::CrsNote;
use super::feature::{Feature, FeatureType};
use super::language::spoken;
use super::time::{Asked, Stamp};
use super::words::tenth;
use super::{Meant, Rights, attribution, table};
use contactline_store::geojson::{geometry_of_paths, geometry_of_position};

/// The line of contact on a date, according to one source, and its point nearest to a place.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Line<'a> {
    /// `FeatureCollection`.
    #[serde(rename = "type")]
    pub kind: FeatureType,
    /// The day or second asked about.
    pub date: Asked,
    /// Source id.
    pub source: &'a str,
    /// Stamp of the version that answers.
    pub version: Stamp,
    /// Days from the version to the day asked about.
    pub age_days: i64,
    /// Whether the version is older than what the source calls current.
    pub stale: bool,
    /// How far from here the line may be on the day asked about, in metres: as the source is precise, and as far as the line
    /// may have moved since the version.
    pub uncertain_within_m: f64,
    /// Length in metres.
    pub length_m: f64,
    /// Which place was meant, where it was given by name or as written coordinates.
    pub place: Option<Meant<'a>>,
    /// The nearest point; null when no place was named or there is no line.
    pub nearest: Option<Nearest>,
    /// With a nearest point: for what its distance must not be used.
    pub warning: Option<&'static str>,
    /// The line, and the nearest point.
    pub features: Vec<Feature<LineProperties<'a>>>,
    /// Why there are no features.
    pub withheld: Option<String>,
    /// Whose position the answer is not, and for what it must not be used.
    pub notice: &'static str,
    /// Lines to be shown with the answer.
    pub attribution: Vec<&'a str>,
    /// The reference system requested, if any.
    #[serde(flatten)]
    pub crs: Option<CrsNote>,
}

/// The nearest point of a line.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Nearest {
    /// Longitude in degrees.
    pub lon: f64,
    /// Latitude in degrees.
    pub lat: f64,
    /// Metres from the place, to a decimetre.
    pub distance_m: f64,
    /// Direction from the place: degrees clockwise from north, to a tenth.
    pub bearing_deg: f64,
}

/// What is said of the line, or of its nearest point.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum LineProperties<'a> {
    /// The line.
    Line {
        /// Source id.
        source: &'a str,
        /// Stamp of the version.
        version: Stamp,
        /// Length in metres.
        length_m: f64,
    },
    /// Its nearest point.
    Nearest {
        /// Metres from the place.
        distance_m: f64,
        /// Direction from the place.
        bearing_deg: f64,
    },
}

impl<'a> Line<'a> {
    /// The line as of `moment`, with its geometry where `rights` let it pass.
    #[must_use]
    pub fn new(line: &query::Line<'a>, moment: Moment, rights: &Rights) -> Self {
        let withheld = rights.withheld(line.source);
        Self {
            kind: FeatureType::FeatureCollection,
            date: Asked(moment),
            source: &line.source.id,
            version: Stamp(line.version),
            age_days: line.age.days,
            stale: line.age.stale,
            uncertain_within_m: tenth(line.age.within_m().unwrap_or(line.age.uncertain_within_m)),
            length_m: line.length_m,
            place: None,
            nearest: line.nearest.map(Nearest::new),
            warning: line.nearest.map(|_| notice::NO_MOVEMENT.within(spoken())),
            features: features(line, withheld.is_none()),
            withheld,
            notice: notice::STATUS.within(spoken()),
            attribution: attribution::lines([line.source]),
            crs: None,
        }
    }
}

impl Line<'_> {
    /// The figures as CSV: one row.
    ///
    /// # Errors
    /// None that a row can cause.
    pub fn to_csv(&self) -> Result<table::Csv, csv::Error> {
        #[derive(JsonSchema, Serialize)]
        struct Row<'a> {
            date: Asked,
            source: &'a str,
            version: Stamp,
            age_days: i64,
            stale: bool,
            uncertain_within_m: f64,
            length_m: f64,
            nearest: Option<Nearest>,
        }
        table::csv([Row {
            date: self.date,
            source: self.source,
            version: self.version,
            age_days: self.age_days,
            stale: self.stale,
            uncertain_within_m: self.uncertain_within_m,
            length_m: self.length_m,
            nearest: self.nearest,
        }])
    }
}

impl Nearest {
    fn new(nearest: query::NearestOnLine) -> Self {
        Self {
            lon: nearest.position.lon(),
            lat: nearest.position.lat(),
            distance_m: tenth(nearest.distance_m),
            bearing_deg: tenth(nearest.bearing_deg) % 360.0,
        }
    }
}

/// The line, where it may pass; its nearest point always: distance and bearing tell it anyway.
fn features<'a>(line: &query::Line<'a>, passes: bool) -> Vec<Feature<LineProperties<'a>>> {
    let whole = LineProperties::Line { source: &line.source.id, version: Stamp(line.version), length_m: line.length_m };
    let mut features = Vec::new();
    if passes {
        features.push(Feature::new("line", whole, geometry_of_paths(&line.paths)));
    }
    if let Some(nearest) = line.nearest {
        let Nearest { distance_m, bearing_deg, .. } = Nearest::new(nearest);
        let properties = LineProperties::Nearest { distance_m, bearing_deg };
        features.push(Feature::new("nearest", properties, geometry_of_position(nearest.position)));
    }
    features
}
