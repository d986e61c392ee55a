//! Esri JSON, the own form of ArcGIS servers and programs, as the features of GeoJSON.
//!
//! A polygon is one list of rings. Those that go clockwise are exteriors, the others holes, in any order (ArcGIS REST API,
//! "Geometry objects"): a hole belongs to the smallest exterior around it, and one that lies in none is an exterior of its own. Where
//! even the largest ring of a polygon goes counter-clockwise, all of them were turned on the way, and are read the other way round.

use geo::coordinate_position::{CoordPos, coord_pos_relative_to_ring};
use geo::{Coord, LineString};
use geojson::{Feature, Geometry, GeometryValue, Position as Numbers};
use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::{Map, Value, json};

use super::parts::{at, whole};
use contactline_core::model::{Finding, Place, Severity};
use edge_timeline::BBox;

/// The most pairs of a hole and an exterior that are looked at in one polygon.
const MAX_PAIRS: usize = 20_000_000;

/// What was read of an object.
pub(super) struct Esri {
    pub(super) features: Vec<Feature>,
    /// The reference system that the object states, as a `crs` member of GeoJSON.
    pub(super) crs: Option<Value>,
    /// Polygons whose rings go the other way round.
    pub(super) turned: usize,
}

/// A set of features, one feature, or one geometry.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Object {
    features: Option<Vec<EsriFeature>>,
    attributes: Option<Map<String, Value>>,
    geometry: Option<EsriGeometry>,
    spatial_reference: Option<Reference>,
    #[serde(flatten)]
    own: EsriGeometry,
}

#[derive(Deserialize)]
struct EsriFeature {
    attributes: Option<Map<String, Value>>,
    geometry: Option<EsriGeometry>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct EsriGeometry {
    rings: Option<Vec<Ring>>,
    paths: Option<Vec<Ring>>,
    points: Option<Ring>,
    x: Option<Value>,
    y: Option<Value>,
    curve_rings: Option<IgnoredAny>,
    curve_paths: Option<IgnoredAny>,
    spatial_reference: Option<Reference>,
}

type Ring = Vec<Vec<f64>>;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Reference {
    wkid: Option<i64>,
    latest_wkid: Option<i64>,
    #[serde(alias = "wkt2")]
    wkt: Option<String>,
}

/// The features of an object in Esri's form; `first` is the number of the first in its file.
///
/// # Errors
/// It is not of that form, or its outlines are curves.
pub(super) fn features(object: &str, file: &str, first: usize) -> Result<Esri, Box<Finding>> {
    let object: Object = serde_json::from_str(object)
        .map_err(|e| Box::new(at(Severity::Error, "esri_json", whole(file), format!("in this Esri JSON: {e}"))))?;
    let one = || EsriFeature { attributes: object.attributes, geometry: Some(object.geometry.unwrap_or(object.own)) };
    let all = object.features.unwrap_or_else(|| vec![one()]);
    let mut turned = 0;
    let feature = |(index, feature): (usize, EsriFeature)| {
        let place = Place { feature: Some(first + index), ..whole(file) };
        let geometry = feature.geometry.map(|geometry| geometry.read(&place, &mut turned)).transpose()?.flatten();
        Ok(Feature { geometry, properties: feature.attributes, ..Feature::default() })
    };
    let features = all.into_iter().enumerate().map(feature).collect::<Result<_, Box<Finding>>>()?;
    Ok(Esri { features, crs: object.spatial_reference.map(Reference::into_crs), turned })
}

impl Reference {
    /// The same as a `crs` member: by the newer of its two numbers, or by the name in its text.
    fn into_crs(self) -> Value {
        let name = match (self.latest_wkid.or(self.wkid), self.wkt) {
            (Some(number), _) => format!("EPSG:{number}"),
            (None, Some(wkt)) => match wkt.split('"').nth(1) {
                Some("GCS_WGS_1984" | "WGS 84") => "EPSG:4326".into(),
                Some("WGS_1984_Web_Mercator_Auxiliary_Sphere" | "WGS 84 / Pseudo-Mercator") => "EPSG:3857".into(),
                name => name.unwrap_or("no name").to_owned(),
            },
            (None, None) => return Value::Null,
        };
        json!({ "type": "name", "properties": { "name": name } })
    }
}

impl EsriGeometry {
    fn read(self, place: &Place, turned: &mut usize) -> Result<Option<Geometry>, Box<Finding>> {
        if self.curve_rings.is_some() || self.curve_paths.is_some() {
            let message =
                "curves (curveRings, curvePaths), which are not read: ask the server for returnTrueCurves=false";
            return Err(Box::new(at(Severity::Error, "esri_json", place.clone(), message.into())));
        }
        let positions = |ring: Ring| ring.into_iter().map(Numbers::from).collect::<Vec<_>>();
        let value = if let Some(rings) = self.rings {
            let (coordinates, is_turned) = polygons(rings, place)?;
            *turned += usize::from(is_turned);
            GeometryValue::MultiPolygon { coordinates }
        } else if let Some(paths) = self.paths {
            GeometryValue::MultiLineString { coordinates: paths.into_iter().map(positions).collect() }
        } else if let Some(points) = self.points {
            GeometryValue::MultiPoint { coordinates: positions(points) }
        } else if let (Some(x), Some(y)) = (self.x.and_then(|x| x.as_f64()), self.y.and_then(|y| y.as_f64())) {
            GeometryValue::Point { coordinates: [x, y].into() }
        } else {
            return Ok(None);
        };
        let mut geometry = Geometry::new(value);
        let crs = self.spatial_reference.map(Reference::into_crs);
        geometry.foreign_members = crs.map(|crs| Map::from_iter([("crs".to_owned(), crs)]));
        Ok(Some(geometry))
    }
}

/// A ring with what tells its place among the others.
struct Bound {
    line: LineString<f64>,
    ring: Ring,
    bbox: BBox,
    /// Twice the area in its own units, positive clockwise.
    doubled: f64,
}

impl Bound {
    fn new(ring: Ring) -> Self {
        let coord = |numbers: &Vec<f64>| match numbers[..] {
            [x, y, ..] => Coord { x, y },
            // A position that is too short is told of where rings are read.
            _ => Coord { x: f64::NAN, y: f64::NAN },
        };
        let line: Vec<Coord<f64>> = ring.iter().map(coord).collect();
        let origin = line.first().copied().unwrap_or_default();
        let cross = |w: &[Coord<f64>]| {
            let (a, b) = (w[0] - origin, w[1] - origin);
            b.x * a.y - a.x * b.y
        };
        let doubled = line.windows(2).map(cross).sum();
        Self { bbox: BBox::around(&line), line: LineString(line), ring, doubled }
    }

    /// Whether another ring lies within this one, told by its first vertex that is not on this one.
    fn holds(&self, other: &Self) -> bool {
        let b = self.bbox;
        let (o, mut vertices) = (other.bbox, other.line.0.iter());
        let within = b.west <= o.west && b.south <= o.south && b.east >= o.east && b.north >= o.north;
        within
            && vertices.find_map(|c| match coord_pos_relative_to_ring(*c, &self.line) {
                CoordPos::Inside => Some(true),
                CoordPos::Outside => Some(false),
                CoordPos::OnBoundary => None,
            }) == Some(true)
    }
}

type Polygons = Vec<Vec<Vec<Numbers>>>;

/// The polygons of a list of rings, exteriors counter-clockwise as RFC 7946 wants them, and whether the rings had been turned.
fn polygons(rings: Vec<Ring>, place: &Place) -> Result<(Polygons, bool), Box<Finding>> {
    let bounds: Vec<Bound> = rings.into_iter().map(Bound::new).collect();
    let largest = bounds.iter().max_by(|a, b| a.doubled.abs().total_cmp(&b.doubled.abs()));
    let is_turned = largest.is_some_and(|largest| largest.doubled < 0.0);
    let is_hole = |bound: &Bound| if is_turned { bound.doubled > 0.0 } else { bound.doubled < 0.0 };
    let (holes, mut exteriors): (Vec<Bound>, Vec<Bound>) = bounds.into_iter().partition(is_hole);
    if holes.len().saturating_mul(exteriors.len()) > MAX_PAIRS {
        let message = format!("{} holes in {} exteriors: too many to be put together", holes.len(), exteriors.len());
        return Err(Box::new(at(Severity::Error, "too_long", place.clone(), message)));
    }
    let found = |hole: &Bound| {
        let around = exteriors.iter().enumerate().filter(|(_, exterior)| exterior.holds(hole));
        around.min_by(|(_, a), (_, b)| a.doubled.abs().total_cmp(&b.doubled.abs())).map(|(index, _)| index)
    };
    let homes: Vec<Option<usize>> = holes.iter().map(found).collect();
    let turn = |mut bound: Bound| {
        if !is_turned {
            bound.ring.reverse();
        }
        bound.ring.into_iter().map(Numbers::from).collect::<Vec<_>>()
    };
    let mut polygons: Polygons = exteriors.drain(..).map(|exterior| vec![turn(exterior)]).collect();
    for (mut hole, home) in holes.into_iter().zip(homes) {
        match home.and_then(|home| polygons.get_mut(home)) {
            Some(polygon) => polygon.push(turn(hole)),
            None => {
                hole.ring.reverse();
                polygons.push(vec![turn(hole)]);
            }
        }
    }
    Ok((polygons, is_turned))
}
