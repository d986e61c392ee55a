//! Items as GeoJSON features, in the reference system that was asked for.

use geojson::{Geometry as GeoJson, GeometryValue, Position as Numbers};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::Serialize;
use serde_json::{Map, Value as Json};

use super::{Link, Selected, json};
use crate::ogc::page;
use crate::wire::Winding;
use crate::wire::feature::{FeatureType, geometry_schema};
use crate::wire::language::spoken;
use crate::wire::time::ClosedInterval;
use contactline_core::model::notice;
use contactline_core::query::items::{Geometry, Item};
use contactline_crs::Crs;
use contactline_crs::CrsError;
use contactline_store::geojson::{geometry_of_area, geometry_of_paths, geometry_of_position, in_parts};
use edge_timeline::{Position, budget};

/// How items are shown.
#[derive(Clone, Debug)]
pub struct Shaping {
    /// The properties shown; none: all.
    pub properties: Option<Vec<String>>,
    /// Whether geometries are shown.
    pub with_geometry: bool,
    /// The reference system of coordinates.
    pub crs: Crs,
    /// In which direction rings run.
    pub winding: Winding,
}

impl Default for Shaping {
    fn default() -> Self {
        Self { properties: None, with_geometry: true, crs: Crs::CRS84, winding: Winding::default() }
    }
}

/// One item.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ItemFeature {
    /// `Feature`.
    #[serde(rename = "type")]
    kind: FeatureType,
    /// Stable within its collection.
    id: String,
    /// Where it is; null when it has no place.
    #[schemars(schema_with = "place_schema")]
    geometry: Option<GeoJson>,
    /// Its properties; `start` and `end` are the days, or seconds, between which it stands.
    properties: Map<String, Json>,
    /// Links of an item that stands alone.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Link>,
}

/// A page of items.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Page {
    /// `FeatureCollection`.
    #[serde(rename = "type")]
    kind: FeatureType,
    /// When it was made.
    #[serde(rename = "timeStamp")]
    pub time_stamp: String,
    /// Items that match, on all pages.
    #[serde(rename = "numberMatched")]
    matched: usize,
    /// Items on this page.
    #[serde(rename = "numberReturned")]
    returned: usize,
    /// Lines to be shown with the items.
    pub attribution: Vec<String>,
    /// Whose position they are not, and for what they must not be used.
    notice: &'static str,
    /// Why items have no geometry, for each source concerned.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub withheld: Vec<String>,
    /// This page, the next, and other forms.
    pub links: Vec<Link>,
    /// The items: written one by one, so that no more than one geometry is held at a time.
    features: Vec<ItemFeature>,
}

impl Page {
    /// The page of what was selected, its items not yet written.
    #[must_use]
    pub fn new(selected: &Selected<'_, '_>) -> Self {
        Self {
            kind: FeatureType::FeatureCollection,
            time_stamp: String::new(),
            matched: selected.matching.len(),
            returned: selected.items.len(),
            attribution: Vec::new(),
            notice: notice::STATUS.within(spoken()),
            withheld: Vec::new(),
            links: Vec::new(),
            features: Vec::new(),
        }
    }

    /// The page as GeoJSON.
    ///
    /// # Errors
    /// A position outside the area where the reference system is used, or a fault of the writer.
    pub fn to_geojson(&self, selected: &Selected<'_, '_>, shaping: &Shaping) -> Result<Vec<u8>, PageError> {
        let mut bytes = serde_json::to_vec(self)?;
        // The features come last.
        bytes.truncate(bytes.len() - b"]}".len());
        for (number, item) in selected.items.iter().enumerate() {
            budget::check();
            if number > 0 {
                bytes.push(b',');
            }
            serde_json::to_writer(&mut bytes, &ItemFeature::new(item, shaping)?)?;
        }
        bytes.extend(b"]}");
        Ok(bytes)
    }

    /// The page as a value to read: each geometry in a few words.
    ///
    /// # Errors
    /// A position outside the area where the reference system is used, or a fault of the writer.
    pub fn to_value(&self, selected: &Selected<'_, '_>, shaping: &Shaping) -> Result<Json, PageError> {
        let one = |item: &Item<'_>| {
            budget::check();
            let mut feature = serde_json::to_value(ItemFeature::new(item, shaping)?)?;
            page::say_places(&mut feature);
            Ok::<_, PageError>(feature)
        };
        let features = selected.items.iter().map(one).collect::<Result<Vec<_>, _>>()?;
        let mut value = serde_json::to_value(self)?;
        value["features"] = Json::Array(features);
        Ok(value)
    }
}

/// Why a page cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum PageError {
    /// The reference system is not for this place.
    #[error(transparent)]
    Crs(#[from] CrsError),
    /// A fault of the writer.
    #[error("the page could not be written: {0}")]
    Unwritten(#[from] serde_json::Error),
}

impl ItemFeature {
    /// The feature of an item.
    ///
    /// # Errors
    /// A position outside the area where the reference system is used.
    pub fn new(item: &Item<'_>, shaping: &Shaping) -> Result<Self, CrsError> {
        let geometry = if shaping.with_geometry { item.shown_once() } else { None };
        Ok(Self {
            kind: FeatureType::Feature,
            id: item.id.clone(),
            geometry: geometry.map(|geometry| placed(&geometry, shaping)).transpose()?,
            properties: properties(item, shaping),
            links: Vec::new(),
        })
    }
}

/// The geometry in the reference system and with the winding asked for.
fn placed(geometry: &Geometry<'_>, shaping: &Shaping) -> Result<GeoJson, CrsError> {
    let mut geometry = in_crs(geojson_of(geometry), shaping.crs)?;
    shaping.winding.turn(&mut geometry);
    Ok(geometry)
}

/// The properties shown, with the item's time as closed days or seconds.
fn properties(item: &Item<'_>, shaping: &Shaping) -> Map<String, Json> {
    let shown = |name: &str| shaping.properties.as_ref().is_none_or(|chosen| chosen.iter().any(|c| c == name));
    let own = item.names().filter(|name| shown(name)).map(|name| (name.to_owned(), json(&item.value(name))));
    let mut all: Map<String, Json> = own.collect();
    if let Some(time) = item.time.map(ClosedInterval::from) {
        let start = time.start.map_or(Json::Null, |start| Json::from(start.to_string()));
        let end = time.end.map_or(Json::Null, |end| Json::from(end.to_string()));
        all.extend([("start", start), ("end", end)].into_iter().filter(|(n, _)| shown(n)).map(|(n, v)| (n.into(), v)));
    }
    all
}

/// The geometry with coordinates rounded to seven decimals, areas and lines of several parts.
pub(super) fn geojson_of(geometry: &Geometry<'_>) -> GeoJson {
    match geometry {
        Geometry::Position(position) => geometry_of_position(*position),
        Geometry::Paths(paths) => in_parts(geometry_of_paths(paths)),
        Geometry::Area(area) => in_parts(geometry_of_area(area)),
    }
}

/// The geometry in a reference system, coordinates in the order in which its authority gives the axes (OGC API - Features,
/// Part 2, section 6.2.1): EPSG:4326 has the latitude first.
fn in_crs(mut geometry: GeoJson, crs: Crs) -> Result<GeoJson, CrsError> {
    if crs == Crs::CRS84 {
        return Ok(geometry);
    }
    let turn = |numbers: &mut Numbers| -> Result<(), CrsError> {
        let (x, y) = crs.from_lon_lat_anywhere(Position::from_lon_lat(numbers[0], numbers[1])?)?;
        let digits = if crs.is_geographic() { 1e7 } else { 1e3 };
        let (x, y) = ((x * digits).round() / digits, (y * digits).round() / digits);
        *numbers = Numbers::from(if crs.is_northing_first() { [y, x] } else { [x, y] });
        Ok(())
    };
    match &mut geometry.value {
        GeometryValue::Point { coordinates } => turn(coordinates)?,
        GeometryValue::LineString { coordinates } => coordinates.iter_mut().try_for_each(turn)?,
        GeometryValue::Polygon { coordinates } | GeometryValue::MultiLineString { coordinates } => {
            coordinates.iter_mut().flatten().try_for_each(turn)?;
        }
        GeometryValue::MultiPolygon { coordinates } => coordinates.iter_mut().flatten().flatten().try_for_each(turn)?,
        _ => {}
    }
    Ok(geometry)
}

fn place_schema(generator: &mut SchemaGenerator) -> Schema {
    let mut schema = geometry_schema(generator);
    schema.insert("nullable".into(), true.into());
    schema
}
