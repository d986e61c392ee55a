//! Geometry somebody asks about: areas or lines, nothing mended but winding.

use geo::Coord;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::{Feature, Shape, error, read, to_area, to_paths, wrong_shape};
use contactline_core::model::{Finding, Place};
use contactline_crs::Crs;
use contactline_crs::MemberError;
use edge_timeline::validity::Rings;
use edge_timeline::{Area, Position, overlay};

/// A geometry asked about, of one dimension.
#[derive(Clone, Debug, PartialEq)]
pub enum ReadShape {
    /// Polygons; where there were several features or members, what lies in any of them.
    Area(Area),
    /// Lines, each of two positions or more.
    Paths(Vec<Vec<Position>>),
}

/// The reference system that the `crs` member of a GeoJSON text names, [`Crs::CRS84`] and EPSG:4326 (longitude first, as
/// RFC 7946 has it) too; none where the text has no such member or is no JSON object.
///
/// # Errors
/// The member names no system that is known here.
pub fn stated_crs(text: &str) -> Result<Option<Crs>, Vec<Finding>> {
    #[derive(Deserialize)]
    struct Top {
        #[serde(default, deserialize_with = "present")]
        crs: Option<Value>,
    }
    // What else is wrong with the text is found where its geometry is read. A list would be read as the members in their order.
    if !text.trim_start().starts_with('{') {
        return Ok(None);
    }
    let member = serde_json::from_str::<Top>(text).ok().and_then(|top| top.crs);
    let crs = member.as_ref().map(crs_of_member).transpose();
    crs.map_err(|e| vec![error("bad_crs", Place::default(), format!("{e}; name it with --crs (over HTTP: crs)"))])
}

/// The reference system that a `crs` member of GeoJSON names.
///
/// # Errors
/// It is null, links elsewhere, or names a system that is not known here.
pub fn crs_of_member(member: &Value) -> Result<Crs, MemberError> {
    Crs::from_geojson_member(|pointer| match member.pointer(pointer)? {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    })
}

/// Takes the `crs` members away from GeoJSON whose coordinates were in the system `applied` and no longer are: that of the
/// top, and those within that repeat it. Another one within stays, and is refused where the geometry is read.
pub fn remove_crs(value: &mut Value, applied: Crs) {
    if let Value::Object(members) = value {
        members.remove("crs");
    }
    remove_repeated(value, applied);
}

fn remove_repeated(value: &mut Value, applied: Crs) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| remove_repeated(item, applied)),
        Value::Object(members) => {
            if members.get("crs").is_some_and(|crs| crs_of_member(crs) == Ok(applied)) {
                members.remove("crs");
            }
            for name in ["features", "geometry", "geometries"] {
                members.get_mut(name).into_iter().for_each(|member| remove_repeated(member, applied));
            }
        }
        _ => {}
    }
}

/// A member that is there, be it null.
pub(super) fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

/// The area or the lines that a GeoJSON text describes: Polygon, MultiPolygon, LineString, MultiLineString, and Feature,
/// FeatureCollection and GeometryCollection of such.
///
/// # Errors
/// Everything found, with its place: text that is no GeoJSON, points, areas beside lines, no geometry at all, and rings that
/// bound no area (they are not mended, because another area could be meant); edges that span more than 180 degrees.
pub fn read_geometry(text: &str) -> Result<ReadShape, Vec<Finding>> {
    if text.trim_start().starts_with('[') {
        let message = "a list; wanted one geometry, Feature, FeatureCollection or GeometryCollection";
        return Err(vec![error("not_geojson", Place::default(), message.into())]);
    }
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
            Shape::Areas(rings) => {
                self.findings.extend(long_edges_of_rings(&rings, place));
                match to_area(rings, place) {
                    Ok(area) => self.areas.push(area),
                    Err(findings) => self.findings.extend(findings),
                }
            }
            Shape::Paths(paths) => {
                self.findings.extend(paths.iter().flat_map(|path| long_edges(path, place)));
                match to_paths(&paths, place) {
                    Ok(paths) => self.paths.extend(paths),
                    Err(findings) => self.findings.extend(findings),
                }
            }
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

/// The edges between longitudes more than 180 degrees apart: straight in degrees they cross the whole map, where the short
/// way over the antimeridian may be meant. Longitudes out of range are found elsewhere.
fn long_edges<'c>(path: &'c [Coord<f64>], place: &'c Place) -> impl Iterator<Item = Finding> + 'c {
    let spans = |edge: &&[Coord<f64>]| (edge[1].x - edge[0].x).abs() > 180.0 && edge.iter().all(|c| c.x.abs() <= 180.0);
    path.windows(2).enumerate().filter(move |(_, edge)| spans(edge)).map(|(vertex, edge)| {
        let (from, to) = (edge[0], edge[1].x);
        let message = format!(
            "the edge from longitude {} to {to} spans more than 180 degrees; cut it at the antimeridian",
            from.x
        );
        let place = Place { vertex: Some(vertex), coordinate: Some([from.x, from.y]), ..place.clone() };
        error("long_edge", place, message)
    })
}

fn long_edges_of_rings(rings: &Rings, place: &Place) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (polygon, of_polygon) in rings.iter().enumerate() {
        for (ring, path) in of_polygon.iter().enumerate() {
            let place = Place { polygon: Some(polygon), ring: Some(ring), ..place.clone() };
            findings.extend(long_edges(path, &place));
        }
    }
    findings
}
