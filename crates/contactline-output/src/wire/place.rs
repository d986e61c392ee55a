//! Which place was meant, as it leaves the house, and the settlement nearest to a place.

use schemars::JsonSchema;
use serde::Serialize;

use contactline_core::query;

use super::language::told;
use super::settlements::Settlement;
use super::words::tenth;

/// The place that a text was read as.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct Meant<'a> {
    /// The text.
    pub asked: String,
    /// How it was read: `id`, `name`, `lon_lat`, `lat_lon`, `degrees`, `geo_uri`, `mgrs`, `wkt` (longitude first),
    /// `plus_code` or `link`.
    pub read_as: &'static str,
    /// For a grid reference or a Plus Code: the side of its square in metres; its middle is answered for.
    pub square_m: Option<f64>,
    /// The settlement it names.
    pub settlement: Option<Settlement<'a>>,
    /// Far smaller settlements of the same name, which were not meant.
    pub others: Vec<Settlement<'a>>,
    /// What must be known of how the text was read: by which former name, as which region, from what of a link.
    pub notes: Vec<String>,
}

/// The settlement nearest to a place, among those of 500 people and more.
#[derive(Clone, Copy, Debug, JsonSchema, Serialize)]
pub struct NearestSettlement<'a> {
    /// Id.
    pub id: &'a str,
    /// English name.
    pub name: &'a str,
    /// Ukrainian name.
    pub name_uk: &'a str,
    /// Region id.
    pub region: &'a str,
    /// Metres from the place to the settlement's point, to a decimetre.
    pub distance_m: f64,
    /// Direction from the place: degrees clockwise from north, to a tenth; null at its very point.
    pub bearing_deg: Option<f64>,
}

impl<'a> Meant<'a> {
    /// The place that `asked` was read as.
    #[must_use]
    pub fn new(asked: &str, meant: &query::Meant<'a>) -> Self {
        Self {
            asked: asked.to_owned(),
            read_as: meant.reading.as_str(),
            square_m: meant.square_m,
            settlement: meant.locality.map(Settlement::from),
            others: meant.others.iter().map(|l| Settlement::from(*l)).collect(),
            notes: meant.notes.iter().map(|note| told(note).to_owned()).collect(),
        }
    }
}

impl<'a> From<query::NearestAt<'a>> for NearestSettlement<'a> {
    fn from(nearest: query::NearestAt<'a>) -> Self {
        Self {
            id: &nearest.locality.id,
            name: &nearest.locality.name,
            name_uk: &nearest.locality.name_uk,
            region: &nearest.locality.region,
            distance_m: tenth(nearest.distance_m),
            bearing_deg: nearest.bearing_deg.map(|deg| tenth(deg) % 360.0),
        }
    }
}
