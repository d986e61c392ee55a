//! Geometry somebody asks about: areas or lines, nothing mended but winding.

use super::{Feature, Shape, error, read, to_area, to_paths, wrong_shape};
use crate::geometry::{Area, Position, overlay};
use crate::model::{Finding, Place};

/// A geometry asked about, of one dimension.
#[derive(Clone, Debug, PartialEq)]
pub enum ReadShape {
    /// Polygons; where there were several features or members, what lies in any of them.
    Area(Area),
    /// Lines, each of two positions or more.
    Paths(Vec<Vec<Position>>),
}

/// The area or the lines that a GeoJSON text describes: Polygon, MultiPolygon, LineString, MultiLineString, and Feature,
/// FeatureCollection and GeometryCollection of such.
///
/// # Errors
/// Everything found, with its place: text that is no GeoJSON, points, areas beside lines, no geometry at all, and rings that
/// bound no area (they are not mended, because another area could be meant).
pub fn read_geometry(text: &str) -> Result<ReadShape, Vec<Finding>> {
    let reading = read(text, None);
    let (Some(collection), true) = (reading.value, reading.findings.is_empty()) else { return Err(reading.findings) };
    let mut parts = Parts::default();
    for feature in collection.features {
        let place = feature.place(None);
        let Feature { shape: Some(shape), .. } = feature else { continue };
        parts.add(shape, &place);
    }
    parts.into_shape()
}

#[derive(Default)]
struct Parts {
    areas: Vec<Area>,
    paths: Vec<Vec<Position>>,
    findings: Vec<Finding>,
}

impl Parts {
    fn add(&mut self, shape: Shape, place: &Place) {
        match shape {
            Shape::Areas(rings) => match to_area(rings, place) {
                Ok(area) => self.areas.push(area),
                Err(findings) => self.findings.extend(findings),
            },
            Shape::Paths(paths) => match to_paths(&paths, place) {
                Ok(paths) => self.paths.extend(paths),
                Err(findings) => self.findings.extend(findings),
            },
            Shape::Collection(members) => members.into_iter().for_each(|member| self.add(member, place)),
            Shape::Points(_) => self.findings.push(wrong_shape(place.clone(), Some(&shape), "areas or lines")),
        }
    }

    fn into_shape(mut self) -> Result<ReadShape, Vec<Finding>> {
        if !self.areas.is_empty() && !self.paths.is_empty() {
            let message = "areas beside lines; wanted one or the other".into();
            self.findings.push(error("mixed_dimensions", Place::default(), message));
        }
        let still = |path: &Vec<Position>| path.iter().all(|p| *p == path[0]);
        if !self.paths.is_empty() && self.paths.iter().all(still) {
            let message = "a line that stays at one place; wanted one with a length".into();
            self.findings.push(error("no_length", Place::default(), message));
        }
        if !self.findings.is_empty() {
            return Err(self.findings);
        }
        if !self.paths.is_empty() {
            return Ok(ReadShape::Paths(self.paths));
        }
        let area = if self.areas.len() == 1 { self.areas.remove(0) } else { overlay::union(&self.areas) };
        if area.is_empty() {
            return Err(vec![error("empty", Place::default(), "no geometry; wanted an area or a line".into())]);
        }
        Ok(ReadShape::Area(area))
    }
}
