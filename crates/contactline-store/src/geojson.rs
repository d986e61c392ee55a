//! The one GeoJSON codec ([RFC 7946]): what is kept on disk, sent, and asked with. Reading collects every problem with its
//! place; it closes, turns and mends nothing.
//!
//! [RFC 7946]: https://www.rfc-editor.org/rfc/rfc7946

mod control;
mod coordinates;
mod own;
mod question;
mod read;
mod write;

use geo::Coord;

use contactline_core::model::{Finding, Place, Severity};
use edge_timeline::validity::{Defect, DefectCode, Rings};
use edge_timeline::{Area, Position};

pub use control::{control_text, read_control};
pub(crate) use own::{Own, optional_word, own_features, word};
pub use question::{ReadShape, crs_of_member, read_geometry, remove_crs, stated_crs};
pub use read::read;
pub use write::{exact_geometry_of_area, geometry_of_area, geometry_of_paths, geometry_of_position, in_parts};

/// A GeoJSON text as features: a bare geometry or feature is a collection of one.
#[derive(Clone, Debug, Default)]
pub struct Collection {
    /// The features, in order.
    pub features: Vec<Feature>,
    /// The foreign member `source` of the top object, where it is a text.
    pub source: Option<String>,
    /// The foreign member `version` of the top object, where it is a text.
    pub version: Option<String>,
}

/// One feature as read.
#[derive(Clone, Debug)]
pub struct Feature {
    /// Its number in the collection, from 0.
    pub index: usize,
    /// Its id, where it has one.
    pub id: Option<String>,
    /// Its geometry; none where that is null or could not be read.
    pub shape: Option<Shape>,
    /// Its properties.
    pub properties: serde_json::Map<String, serde_json::Value>,
}

/// A geometry by its dimension, unchecked but for its nesting. Third numbers of positions are dropped.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// Polygon and MultiPolygon.
    Areas(Rings),
    /// LineString and MultiLineString.
    Paths(Vec<Vec<Coord<f64>>>),
    /// Point and MultiPoint.
    Points(Vec<Coord<f64>>),
    /// GeometryCollection.
    Collection(Vec<Shape>),
}

/// Whether rings are checked when they become areas.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Checking {
    /// Every rule.
    Full,
    /// None but closing and winding: the manifest says that this checker found the very bytes valid.
    Skipped,
}

impl Shape {
    /// The GeoJSON words for its kind.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Areas(_) => "a Polygon or MultiPolygon",
            Self::Paths(_) => "a LineString or MultiLineString",
            Self::Points(_) => "a Point or MultiPoint",
            Self::Collection(_) => "a GeometryCollection",
        }
    }
}

impl Feature {
    /// The place of the feature as a whole.
    #[must_use]
    pub fn place(&self, file: Option<&str>) -> Place {
        Place { file: file.map(Into::into), feature: Some(self.index), ..Place::default() }
    }

    /// The area of the feature, its rings found valid or believed to be.
    ///
    /// # Errors
    /// No geometry, another kind of geometry, or every defect of the rings that is none of winding or repeats.
    pub fn into_area(self, file: Option<&str>, checking: Checking) -> Result<Area, Vec<Finding>> {
        let place = self.place(file);
        match self.shape {
            Some(Shape::Areas(rings)) if checking == Checking::Skipped => Ok(Area::from_checked(rings)),
            Some(Shape::Areas(rings)) => to_area(rings, &place),
            other => Err(vec![wrong_shape(place, other.as_ref(), "a Polygon or MultiPolygon")]),
        }
    }

    /// The position of the feature.
    ///
    /// # Errors
    /// No geometry, another kind of geometry, several points, or numbers that are no position.
    pub fn to_position(&self, file: Option<&str>) -> Result<Position, Vec<Finding>> {
        match &self.shape {
            Some(Shape::Points(points)) if points.len() == 1 => to_position(points[0], &self.place(file), None),
            other => Err(vec![wrong_shape(self.place(file), other.as_ref(), "one Point")]),
        }
    }

    /// The paths of the feature, each of two positions or more.
    ///
    /// # Errors
    /// No geometry, another kind of geometry, or numbers that are no position.
    pub fn to_paths(&self, file: Option<&str>) -> Result<Vec<Vec<Position>>, Vec<Finding>> {
        match &self.shape {
            Some(Shape::Paths(paths)) => to_paths(paths, &self.place(file)),
            other => Err(vec![wrong_shape(self.place(file), other.as_ref(), "a LineString or MultiLineString")]),
        }
    }
}

/// The area of the rings, or what keeps them from being one.
fn to_area(rings: Rings, place: &Place) -> Result<Area, Vec<Finding>> {
    Area::from_rings(rings).map_err(|defects| {
        let fatal = defects.iter().filter(|d| d.code.is_fatal());
        fatal.map(|d| of_defect(d, place.clone())).collect()
    })
}

fn wrong_shape(place: Place, shape: Option<&Shape>, wanted: &str) -> Finding {
    match shape {
        None => error("null_geometry", place, format!("the geometry is null; wanted {wanted}")),
        Some(shape) => error("wrong_type", place, format!("the geometry is {}; wanted {wanted}", shape.kind())),
    }
}

fn to_paths(paths: &[Vec<Coord<f64>>], place: &Place) -> Result<Vec<Vec<Position>>, Vec<Finding>> {
    let path = |(line, path): (usize, &Vec<Coord<f64>>)| {
        if path.len() < 2 {
            let message = format!("line {line} has {} positions; wanted two or more", path.len());
            return Err(vec![error(DefectCode::TooFewVertices.as_str(), place.clone(), message)]);
        }
        let vertex = |(vertex, c): (usize, &Coord<f64>)| to_position(*c, place, Some(vertex));
        path.iter().enumerate().map(vertex).collect()
    };
    paths.iter().enumerate().map(path).collect()
}

fn to_position(c: Coord<f64>, place: &Place, vertex: Option<usize>) -> Result<Position, Vec<Finding>> {
    Position::from_lon_lat(c.x, c.y).map_err(|e| {
        let place = Place { vertex, coordinate: Some([c.x, c.y]), ..place.clone() };
        vec![error(DefectCode::OutOfRange.as_str(), place, e.to_string())]
    })
}

/// A defect of a feature's rings as an error; `place` says which file and feature.
fn of_defect(defect: &Defect, place: Place) -> Finding {
    let place = Place {
        polygon: Some(defect.polygon),
        ring: Some(defect.ring),
        vertex: defect.vertex,
        coordinate: defect.coordinate,
        ..place
    };
    error(defect.code.as_str(), place, defect.message.clone())
}

fn error(code: &'static str, place: Place, message: String) -> Finding {
    Finding { severity: Severity::Error, code, place, message }
}
