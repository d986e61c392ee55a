//! The features of a GeoJSON text, in any of the forms that people have, and in longitude and latitude.
//!
//! Read are a collection, a feature, a geometry, a list of those, and one on each line, with or without the separators of
//! RFC 8142; collections within the envelopes of known publishers; UTF-16 and byte order marks. A `crs` member (of the
//! whole, of a feature or of a geometry) says in which system coordinates are, unless somebody else told; they are
//! transformed, and that is told. What is no map is refused by its name, and so is an answer that a server cut off.

use std::borrow::Cow;

use geojson::{Feature, FeatureCollection, Geometry, GeometryValue};
use serde_json::Value;
use serde_json::value::RawValue;

use super::esri;
use super::outline::{Kind, Outline};
use super::parts::{at, whole};
use contactline_core::model::{Finding, Place, Severity, foreign, text_in};
use contactline_crs::Crs;

/// The longest text that is read whole.
pub(super) const MAX_TEXT_BYTES: usize = 128 << 20;

/// The most values and lists in a JSON text: each takes some dozens of bytes of memory while it is read.
const MAX_VALUES: usize = 10_000_000;

/// What separates texts by RFC 8142.
pub(super) const SEPARATOR: char = '\u{1e}';

/// What was read of a text.
pub(super) struct Collected {
    /// The features, in order.
    pub(super) features: Vec<Feature>,
    /// The number `id` of the envelope of a map's own interface.
    pub(super) id: Option<i64>,
    /// What is worth knowing of it.
    pub(super) findings: Vec<Finding>,
}

/// The features of a file; `told` is the system of its coordinates, where somebody said.
///
/// # Errors
/// The file is no GeoJSON, or not all of it: the one finding that says so.
pub(super) fn collected(bytes: &[u8], file: &str, told: Option<Crs>) -> Result<Collected, Box<Finding>> {
    let text = plain_text(bytes, file)?;
    let mut all = Collected { features: Vec::new(), id: None, findings: Vec::new() };
    // Of Esri's form, how many polygons go the other way round.
    let mut turned = None;
    let mut systems = Systems { told, ..Systems::default() };
    for object in objects(&text, file)? {
        let outline = outline(object, file)?;
        outline.check(file)?;
        let inner = outline.map.or(outline.value).filter(|_| outline.features.is_none());
        let inner = inner.map(|inner| (inner.get(), self::outline(inner.get(), file)));
        let (object, outline) = match inner {
            Some((text, Ok(inner))) if inner.features.is_some() => {
                inner.check(file)?;
                all.id = outline.id();
                (text, inner)
            }
            _ => (object, outline),
        };
        let stated = outline.crs.map(|crs| serde_json::from_str(crs.get()).unwrap_or(Value::Null));
        let (features, stated) = if outline.is_esri() {
            let esri = esri::features(object, file, all.features.len())?;
            turned = Some(turned.unwrap_or(0) + esri.turned);
            (esri.features, esri.crs)
        } else {
            (features_of(object, &outline, file)?, stated)
        };
        for mut feature in features {
            let place = Place { feature: Some(all.features.len()), ..whole(file) };
            systems.put_in_degrees(&mut feature, stated.as_ref(), &place)?;
            all.features.push(feature);
        }
    }
    all.findings.extend(turned.map(|turned| of_esri(turned, file)));
    all.findings.extend(systems.findings(file)?);
    Ok(all)
}

/// What is told of a file in Esri's form.
fn of_esri(turned: usize, file: &str) -> Finding {
    let told = "this is Esri JSON, the own form of ArcGIS: read by its rules, by which exteriors go clockwise";
    match turned {
        0 => at(Severity::Note, "esri_json", whole(file), told.into()),
        n => {
            let message = format!("{told}; of {n} polygons the largest ring does not, so that these were read turned");
            at(Severity::Warning, "esri_json", whole(file), message)
        }
    }
}

/// The text in the bytes of a file.
///
/// # Errors
/// It is something else, too long, or in another encoding.
pub(super) fn plain_text<'a>(bytes: &'a [u8], file: &str) -> Result<Cow<'a, str>, Box<Finding>> {
    let refused = |code, message: String| Box::new(at(Severity::Error, code, whole(file), message));
    if let Some(message) = foreign(bytes) {
        return Err(refused("not_a_map", message));
    }
    if bytes.len() > MAX_TEXT_BYTES {
        let message = format!("{} MB; at most {} MB are read", bytes.len() >> 20, MAX_TEXT_BYTES >> 20);
        return Err(refused("too_long", message));
    }
    let text = text_in(bytes).map_err(|e| refused("not_utf8", e.to_string()))?;
    if text.trim().is_empty() {
        return Err(refused("empty", "the file is empty".into()));
    }
    let values = memchr::memchr3_iter(b',', b'[', b'{', text.as_bytes()).count();
    if values > MAX_VALUES {
        return Err(refused("too_long", format!("{values} values and lists; at most {MAX_VALUES} are read")));
    }
    Ok(text)
}

/// The objects of a text: one, those of a list, or one after another.
pub(super) fn objects<'a>(text: &'a str, file: &str) -> Result<Vec<&'a str>, Box<Finding>> {
    let raw = |list: Vec<&'a RawValue>| list.into_iter().map(RawValue::get).collect();
    let text = text.trim();
    if text.starts_with('[') {
        return serde_json::from_str(text).map(raw).map_err(|e| not_json(&e, file));
    }
    if text.contains(SEPARATOR) {
        return Ok(text.split(SEPARATOR).map(str::trim).filter(|object| !object.is_empty()).collect());
    }
    match serde_json::from_str::<&RawValue>(text) {
        Ok(_) => Ok(vec![text]),
        // After one object there is more: another one.
        Err(e) if e.is_syntax() && text.starts_with('{') => {
            let all = serde_json::Deserializer::from_str(text).into_iter::<&RawValue>();
            let all: Vec<&RawValue> = all.collect::<Result<_, _>>().map_err(|_| not_json(&e, file))?;
            Ok(raw(all))
        }
        Err(e) => Err(not_json(&e, file)),
    }
}

/// The top of an object.
pub(super) fn outline<'a>(object: &'a str, file: &str) -> Result<Outline<'a>, Box<Finding>> {
    serde_json::from_str(object).map_err(|e| not_json(&e, file))
}

fn not_json(error: &serde_json::Error, file: &str) -> Box<Finding> {
    let code = if error.is_data() { "not_geojson" } else { "not_json" };
    Box::new(at(Severity::Error, code, whole(file), error.to_string()))
}

fn features_of(object: &str, outline: &Outline<'_>, file: &str) -> Result<Vec<Feature>, Box<Finding>> {
    match outline.kind() {
        Some(Kind::Feature) => serde_json::from_str::<Feature>(object).map(|feature| vec![feature]),
        Some(Kind::Geometry) => serde_json::from_str::<Geometry>(object).map(|geometry| vec![Feature::from(geometry)]),
        _ => serde_json::from_str::<FeatureCollection>(object).map(|collection| collection.features),
    }
    .map_err(|e| not_json(&e, file))
}

/// The reference systems met in a file.
#[derive(Default)]
struct Systems {
    told: Option<Crs>,
    /// Systems that coordinates were transformed from.
    used: Vec<Crs>,
    /// What the file says and somebody told otherwise.
    overruled: Option<String>,
    /// Whether coordinates in metres were all within the range of degrees.
    metres_like_degrees: Option<bool>,
}

impl Systems {
    /// Puts the coordinates of a feature in degrees on WGS 84.
    fn put_in_degrees(
        &mut self,
        feature: &mut Feature,
        whole: Option<&Value>,
        place: &Place,
    ) -> Result<(), Box<Finding>> {
        let own = feature.foreign_members.as_ref().and_then(|members| members.get("crs")).cloned();
        let stated = own.as_ref().or(whole);
        match feature.geometry.as_mut() {
            Some(geometry) => self.geometry(geometry, stated, place),
            None => Ok(()),
        }
    }

    fn geometry(&mut self, geometry: &mut Geometry, around: Option<&Value>, place: &Place) -> Result<(), Box<Finding>> {
        let own = geometry.foreign_members.as_ref().and_then(|members| members.get("crs")).cloned();
        let stated = own.as_ref().or(around);
        if let GeometryValue::GeometryCollection { geometries } = &mut geometry.value {
            return geometries.iter_mut().try_for_each(|geometry| self.geometry(geometry, stated, place));
        }
        let crs = self.system(stated, place)?;
        if crs.is_wgs84_degrees() {
            return Ok(());
        }
        if !self.used.contains(&crs) {
            self.used.push(crs);
        }
        let mut far = crs.is_geographic();
        each_position(&mut geometry.value, &mut |numbers| {
            let [x, y, ..] = numbers else { return Ok(()) };
            far |= x.abs() > 180.0 || y.abs() > 90.0;
            let position = crs.to_lon_lat(*x, *y).map_err(|e| {
                let place = Place { coordinate: Some([*x, *y]), ..place.clone() };
                Box::new(at(Severity::Error, "out_of_range", place, e.to_string()))
            })?;
            (*x, *y) = (position.lon(), position.lat());
            Ok(())
        })?;
        self.metres_like_degrees = Some(self.metres_like_degrees.unwrap_or(true) && !far);
        Ok(())
    }

    /// The system of coordinates of which the file says this.
    fn system(&mut self, stated: Option<&Value>, place: &Place) -> Result<Crs, Box<Finding>> {
        let Some(stated) = stated else { return Ok(self.told.unwrap_or(Crs::CRS84)) };
        let of_member = Crs::from_geojson_member(|pointer| match stated.pointer(pointer)? {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        });
        match (self.told, of_member) {
            (Some(told), Ok(stated)) if told == stated => Ok(told),
            (Some(told), stated) => {
                let stated = stated.map_or_else(|e| e.to_string(), |crs| format!("the crs member says {}", crs.code()));
                self.overruled.get_or_insert(format!("{stated}; read as {}, as told", told.code()));
                Ok(told)
            }
            (None, Ok(stated)) => Ok(stated),
            (None, Err(e)) => {
                let message = format!("{e}; --crs tells the system of the coordinates");
                Err(Box::new(at(Severity::Error, "bad_crs", place.clone(), message)))
            }
        }
    }

    /// What is told of the systems.
    fn findings(self, file: &str) -> Result<Vec<Finding>, Box<Finding>> {
        if self.metres_like_degrees == Some(true) {
            let code = self.used.first().map_or_else(String::new, |crs| format!(", {}", crs.code()));
            let message = format!(
                "the coordinates are said to be metres{code}, and all of them are within the range of degrees; \
                 --crs EPSG:4326 reads them as degrees"
            );
            return Err(Box::new(at(Severity::Error, "bad_crs", whole(file), message)));
        }
        let transformed = self.used.iter().map(|crs| {
            let message = format!(
                "coordinates in {} ({}): transformed to longitude and latitude ({})",
                crs.code(),
                crs.name(),
                crs.transformation()
            );
            at(Severity::Note, "crs", whole(file), message)
        });
        let overruled = self.overruled.map(|message| at(Severity::Warning, "crs", whole(file), message));
        Ok(transformed.chain(overruled).collect())
    }
}

type Change<'a> = &'a mut dyn FnMut(&mut [f64]) -> Result<(), Box<Finding>>;

/// Changes every position of a geometry.
fn each_position(value: &mut GeometryValue, change: Change<'_>) -> Result<(), Box<Finding>> {
    match value {
        GeometryValue::Point { coordinates } => change(coordinates.as_slice_mut()),
        GeometryValue::MultiPoint { coordinates } | GeometryValue::LineString { coordinates } => {
            coordinates.iter_mut().try_for_each(|p| change(p.as_slice_mut()))
        }
        GeometryValue::MultiLineString { coordinates } | GeometryValue::Polygon { coordinates } => {
            coordinates.iter_mut().flatten().try_for_each(|p| change(p.as_slice_mut()))
        }
        GeometryValue::MultiPolygon { coordinates } => {
            coordinates.iter_mut().flatten().flatten().try_for_each(|p| change(p.as_slice_mut()))
        }
        GeometryValue::GeometryCollection { geometries } => {
            geometries.iter_mut().try_for_each(|geometry| each_position(&mut geometry.value, change))
        }
    }
}
