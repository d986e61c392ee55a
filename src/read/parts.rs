//! What the readers share: areas out of foreign rings, days that can be meant, findings.

use geo::Coord;
use geojson::{GeometryValue, Position as Numbers};

use contactline_core::model::{Date, Finding, Place, Severity};
use edge_timeline::validity::{Defect, DefectCode, Rings};
use edge_timeline::{Area, BBox};

/// Defects named one by one; of more, the number is given.
const NAMED_DEFECTS: usize = 20;

/// A mend that moves more ground than this, and a greater share of its feature, changes what the map says.
const MAX_MOVED_M2: f64 = 1e6;
const MAX_MOVED_SHARE: f64 = 1e-3;

/// No map of this war is older than 2014 or from after tomorrow (clocks differ); one public file is dated 2202-02-03.
pub(super) fn plausible(date: Date, today: Date) -> Result<Date, String> {
    let (first, last) = (Date::from_ymd(2014, 1, 1).unwrap_or(date), today.plus_days(1));
    if date < first || date > last {
        return Err(format!("{date} is not within {first} to {last}"));
    }
    Ok(date)
}

/// The polygons of a geometry, of collections too; none where it has none.
pub(super) fn polygons(value: GeometryValue) -> Vec<Vec<Vec<Numbers>>> {
    match value {
        GeometryValue::Polygon { coordinates } => vec![coordinates],
        GeometryValue::MultiPolygon { coordinates } => coordinates,
        GeometryValue::GeometryCollection { geometries } => {
            geometries.into_iter().flat_map(|geometry| polygons(geometry.value)).collect()
        }
        _ => Vec::new(),
    }
}

/// The rings of polygons as coordinates; the first position that is none, with its place.
pub(super) fn rings(polygons: &[Vec<Vec<Numbers>>], place: &Place) -> Result<Rings, Box<Finding>> {
    let polygon = |(polygon, rings): (usize, &Vec<Vec<Numbers>>)| {
        let ring = |(ring, positions): (usize, &Vec<Numbers>)| {
            if positions.is_empty() {
                let place = Place { polygon: Some(polygon), ring: Some(ring), ..place.clone() };
                let message = "the ring is empty; wanted four positions or more".into();
                return Err(Box::new(at(Severity::Error, "too_few_vertices", place, message)));
            }
            coords(positions).map_err(|vertex| {
                let place = Place { polygon: Some(polygon), ring: Some(ring), vertex: Some(vertex), ..place.clone() };
                let message = "a position of fewer than two numbers; wanted longitude and latitude".into();
                Box::new(at(Severity::Error, "short_position", place, message))
            })
        };
        rings.iter().enumerate().map(ring).collect()
    };
    polygons.iter().enumerate().map(polygon).collect()
}

/// The positions of a ring without their heights; the number of the first that is too short to be one.
fn coords(positions: &[Numbers]) -> Result<Vec<Coord<f64>>, usize> {
    let coord = |(vertex, numbers): (usize, &Numbers)| match *numbers.as_slice() {
        [x, y, ..] => Ok(Coord { x, y }),
        _ => Err(vertex),
    };
    positions.iter().enumerate().map(coord).collect()
}

/// The area of the rings, repaired if need be.
pub(super) fn area(rings: Rings, place: &Place, findings: &mut Vec<Finding>) -> Option<Area> {
    let (area, repair) = match Area::from_repair(rings) {
        Ok(repaired) => repaired,
        Err(defects) => {
            name_defects(&defects, Severity::Error, place, findings);
            let is_far = |d: &&Defect| d.coordinate.is_some_and(|[x, y]| x.abs() > 360.0 || y.abs() > 360.0);
            if let Some(coordinate) = defects.iter().find(is_far).and_then(|d| d.coordinate) {
                let message = "are these metres? --crs tells the system of the coordinates, such as EPSG:32637";
                let place = Place { coordinate: Some(coordinate), ..place.clone() };
                findings.push(at(Severity::Error, "no_degrees", place, message.into()));
            }
            return None;
        }
    };
    let fatal = repair.defects.iter().find(|d| d.code.is_fatal());
    name_defects(&repair.defects, Severity::Warning, place, findings);
    let whole_m2 = area.area_m2();
    if let Some(first) = fatal {
        let count = repair.defects.iter().filter(|d| d.code.is_fatal()).count();
        let moved_m2 = repair.moved_m2;
        let too_far = moved_m2 > MAX_MOVED_M2 && moved_m2 > MAX_MOVED_SHARE * whole_m2;
        let crosses = repair.defects.iter().any(|d| d.code == DefectCode::SelfCrossing);
        let shape = if crosses { ", like a bow-tie" } else { "" };
        let parts = match repair.parts.len() {
            0 => String::new(),
            1 => "1 interior ring lies outside the exterior or within a hole and is kept as a part of its own; ".into(),
            n => format!("{n} interior rings lie outside the exterior or within a hole and are kept as parts; "),
        };
        let places = if count == 1 { "1 place".into() } else { format!("{count} places") };
        let message = if too_far {
            format!(
                "rings that bound no area{shape}: mending them at {places} would leave {:.1} km² and move {:.1} km², and \
                 what was meant is not known; at most 1 km² or 0.1 % is mended",
                whole_m2 / 1e6,
                moved_m2 / 1e6
            )
        } else {
            format!(
                "mended at {places} from here on: {parts}the area differs by {moved_m2:.0} m² from what the rings add up to"
            )
        };
        let place = Place {
            polygon: Some(first.polygon),
            ring: Some(first.ring),
            vertex: first.vertex,
            coordinate: first.coordinate,
            ..place.clone()
        };
        if too_far {
            findings.push(at(Severity::Error, "not_mended", place, message));
            return None;
        }
        findings.push(at(Severity::Warning, "repaired", place, message));
    }
    if area.is_empty() {
        findings.push(at(Severity::Error, "empty", place.clone(), "no polygons; wanted one or more".into()));
        return None;
    }
    match whereabouts(area.bbox()) {
        Whereabouts::Near => {}
        found => {
            let place = Place { coordinate: area.corner(), ..place.clone() };
            let (severity, code, message) = match found {
                Whereabouts::Swapped => {
                    let message = "latitude stands before longitude: the other way round it would lie in Ukraine";
                    (Severity::Error, "swapped_coordinates", message)
                }
                _ => (Severity::Warning, "far_away", "part of it lies far from Ukraine"),
            };
            findings.push(at(severity, code, place, message.into()));
            if severity == Severity::Error {
                return None;
            }
        }
    }
    Some(area)
}

/// Where a polygon of a map of this war lies.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Whereabouts {
    Near,
    Swapped,
    Far,
}

/// Ukraine lies within 22 to 41 E and 44 to 53 N; some degrees around it are fought over too. What lies in that box mirrored
/// (Iraq, Iran, Saudi Arabia) has its numbers in the wrong order.
fn whereabouts(b: BBox) -> Whereabouts {
    let within = |west, south, east, north| b.west >= west && b.south >= south && b.east <= east && b.north <= north;
    if within(18.0, 41.0, 45.0, 57.0) {
        Whereabouts::Near
    } else if within(43.0, 20.0, 54.0, 42.5) {
        Whereabouts::Swapped
    } else {
        Whereabouts::Far
    }
}

/// The defects as findings: of winding the number of rings, of others each, up to a limit.
fn name_defects(defects: &[Defect], severity: Severity, place: &Place, findings: &mut Vec<Finding>) {
    let of_winding = defects.iter().filter(|d| d.code == DefectCode::Winding).count();
    if of_winding > 0 {
        let rings = if of_winding == 1 { "ring is" } else { "rings are" };
        let message = format!("{of_winding} {rings} wound against the right-hand rule: turned");
        findings.push(at(Severity::Note, DefectCode::Winding.as_str(), place.clone(), message));
    }
    let others = || defects.iter().filter(|d| d.code != DefectCode::Winding);
    findings.extend(others().take(NAMED_DEFECTS).map(|d| {
        let severity = if d.code.is_fatal() { severity } else { Severity::Note };
        let place = Place {
            polygon: Some(d.polygon),
            ring: Some(d.ring),
            vertex: d.vertex,
            coordinate: d.coordinate,
            ..place.clone()
        };
        at(severity, d.code.as_str(), place, d.message.clone())
    }));
    if let Some(more) = others().count().checked_sub(NAMED_DEFECTS).filter(|more| *more > 0) {
        findings.push(at(severity, "more_defects", place.clone(), format!("{more} more defects")));
    }
}

pub(super) fn whole(file: &str) -> Place {
    Place { file: Some(file.into()), ..Place::default() }
}

pub(super) fn at(severity: Severity, code: &'static str, place: Place, message: String) -> Finding {
    Finding { severity, code, place, message }
}

/// A code with Latin letters where Cyrillic ones stood that look the same, and without the blanks in it.
pub(super) fn latin(code: &str) -> String {
    const ALIKE: [(char, char); 4] = [('А', 'A'), ('а', 'A'), ('У', 'U'), ('И', 'U')];
    let letter =
        |c: char| ALIKE.iter().find(|(cyrillic, _)| *cyrillic == c).map_or(c.to_ascii_uppercase(), |(_, latin)| *latin);
    code.chars().filter(|c| !c.is_whitespace()).map(letter).collect()
}
