//! Text to features.

use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use super::coordinates::Nest;
use super::question::{crs_of_member, present};
use super::{Collection, Feature, Shape, error};
use contactline_core::model::{Completeness, EXCEEDED, Finding, Place, Reading};

/// A member that few objects have: of files of thousands of features most time went into moving the room for them.
type Rare = Option<Box<Value>>;

/// Any GeoJSON object: which members belong together is decided by `type`.
#[derive(Deserialize)]
struct Object {
    r#type: Option<String>,
    features: Option<Vec<Self>>,
    geometry: Option<Box<Self>>,
    geometries: Option<Vec<Self>>,
    coordinates: Option<Nest>,
    properties: Option<Map<String, Value>>,
    id: Option<Value>,
    source: Rare,
    version: Rare,
    #[serde(default, deserialize_with = "present_boxed")]
    crs: Rare,
    #[serde(rename = "exceededTransferLimit")]
    exceeded: Rare,
    #[serde(rename = "numberMatched")]
    matched: Rare,
    #[serde(rename = "totalFeatures")]
    total: Rare,
    error: Rare,
    #[serde(rename = "geometryType")]
    esri_type: Rare,
    rings: Rare,
    paths: Rare,
    attributes: Rare,
}

/// The features of a GeoJSON text, and every problem with its place; no value when the text is no GeoJSON at all. A feature
/// whose geometry could not be read has none.
#[must_use]
pub fn read(text: &str, file: Option<&str>) -> Reading<Collection> {
    let place = Place { file: file.map(Into::into), ..Place::default() };
    let refused = |finding| Reading { value: None, findings: vec![finding] };
    let top: Object = match serde_json::from_str(text) {
        Ok(top) => top,
        Err(e) => {
            let code = if e.is_data() { "not_geojson" } else { "not_json" };
            return refused(error(code, place, e.to_string()));
        }
    };
    if let Some((code, message)) = top.instead() {
        return refused(error(code, place, message));
    }
    if let Some(message) = top.lacking() {
        return refused(error("truncated", place, message));
    }
    let word = |member: &Rare| member.as_deref().and_then(Value::as_str).map(Into::into);
    let (source, version) = (word(&top.source), word(&top.version));
    let mut findings: Vec<Finding> = other_system(&top, &place).into_iter().collect();
    let objects = match top.r#type.as_deref() {
        Some("FeatureCollection") => match top.features {
            Some(features) => features,
            None => return refused(error("missing_member", place, "a FeatureCollection without 'features'".into())),
        },
        Some("Feature") => vec![top],
        _ => vec![Object { r#type: Some("Feature".into()), geometry: Some(Box::new(top)), ..Object::EMPTY }],
    };
    let features = objects.into_iter().enumerate().map(|(index, o)| feature(index, o, &place, &mut findings)).collect();
    Reading { value: Some(Collection { features, source, version }), findings }
}

fn present_boxed<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Rare, D::Error> {
    present(deserializer).map(|member| member.map(Box::new))
}

impl Object {
    const EMPTY: Self = Self {
        r#type: None,
        features: None,
        geometry: None,
        geometries: None,
        coordinates: None,
        properties: None,
        id: None,
        source: None,
        version: None,
        crs: None,
        exceeded: None,
        matched: None,
        total: None,
        error: None,
        esri_type: None,
        rings: None,
        paths: None,
        attributes: None,
    };

    /// What it is where it is no GeoJSON.
    fn instead(&self) -> Option<(&'static str, String)> {
        if self.r#type.is_some() {
            return None;
        }
        if let Some(error) = &self.error {
            let text = |key: &str| error.get(key).map(|v| v.as_str().map_or_else(|| v.to_string(), str::to_owned));
            let code = text("code").map_or_else(String::new, |code| format!("{code}: "));
            let said = error.as_str().map(str::to_owned).or_else(|| text("message")).unwrap_or_default();
            return Some(("server_error", format!("this is a server's error and no map: {code}{said}; ask it again")));
        }
        let has = |object: &Self| object.rings.is_some() || object.paths.is_some() || object.attributes.is_some();
        let is_esri = self.esri_type.is_some() || has(self) || self.features.iter().flatten().take(1).any(has);
        let message = "this is Esri JSON, the own form of ArcGIS: ask the server for GeoJSON (f=geojson)";
        is_esri.then(|| ("not_a_map", message.into()))
    }

    /// Why it is not all that the server has, where the server says so.
    fn lacking(&self) -> Option<String> {
        let written = |member: &Value| member.to_string().into();
        let in_properties = self.properties.as_ref().and_then(|properties| properties.get(EXCEEDED));
        let completeness = Completeness {
            exceeded: self.exceeded.as_deref().map(written),
            // Those of a feature are its own.
            exceeded_in_properties: in_properties.filter(|_| self.features.is_some()).map(written),
            matched: self.matched.as_deref().or(self.total.as_deref()).map(written),
        };
        completeness.lacking(|| self.features.as_ref().map(Vec::len))
    }
}

fn feature(index: usize, object: Object, place: &Place, findings: &mut Vec<Finding>) -> Feature {
    let place = Place { feature: Some(index), ..place.clone() };
    findings.extend(other_system(&object, &place));
    findings.extend(object.geometry.as_ref().and_then(|geometry| other_system(geometry, &place)));
    let id = match object.id {
        Some(Value::String(id)) => Some(id),
        Some(Value::Number(id)) => Some(id.to_string()),
        _ => None,
    };
    let mut feature = Feature { index, id, shape: None, properties: object.properties.unwrap_or_default() };
    match object.r#type.as_deref() {
        Some("Feature") => {}
        other => {
            findings.push(wrong_type(&place, other, "Feature"));
            return feature;
        }
    }
    match object.geometry.map(|geometry| shape(*geometry)) {
        None => {}
        Some(Ok(shape)) => feature.shape = Some(shape),
        Some(Err(finding)) => {
            findings.push(Finding {
                place: Place { file: place.file, feature: place.feature, ..finding.place },
                ..*finding
            });
        }
    }
    feature
}

/// What is wrong where a `crs` member says that coordinates are no longitude and latitude: nothing here transforms them.
fn other_system(object: &Object, place: &Place) -> Option<Finding> {
    let message = match crs_of_member(object.crs.as_deref()?) {
        Ok(crs) if crs.is_wgs84_degrees() => return None,
        Ok(crs) => format!("the coordinates are said to be in {}; wanted longitude and latitude on WGS 84", crs.code()),
        Err(e) => e.to_string(),
    };
    Some(error("bad_crs", place.clone(), message))
}

/// The geometry; of a problem, the place within the feature.
fn shape(object: Object) -> Result<Shape, Box<Finding>> {
    let missing =
        |member: &str| Box::new(error("missing_member", Place::default(), format!("a geometry without '{member}'")));
    if object.r#type.as_deref() == Some("GeometryCollection") {
        let members = object.geometries.ok_or_else(|| missing("geometries"))?;
        return members.into_iter().map(shape).collect::<Result<_, _>>().map(Shape::Collection);
    }
    let coordinates = object.coordinates.ok_or_else(|| missing("coordinates"));
    Ok(match object.r#type.as_deref() {
        Some("Point") => Shape::Points(vec![coordinates?.into_position()?]),
        Some("MultiPoint") => Shape::Points(coordinates?.into_path()?),
        Some("LineString") => Shape::Paths(vec![coordinates?.into_path()?]),
        Some("MultiLineString") => Shape::Paths(coordinates?.into_paths()?),
        Some("Polygon") => Shape::Areas(vec![coordinates?.into_rings()?]),
        Some("MultiPolygon") => Shape::Areas(coordinates?.into_polygons()?),
        other => {
            return Err(Box::new(wrong_type(&Place::default(), other, "a geometry, a Feature or a FeatureCollection")));
        }
    })
}

fn wrong_type(place: &Place, found: Option<&str>, wanted: &str) -> Finding {
    let found = found.map_or_else(|| "no 'type'".into(), |t| format!("'type' is '{t}'"));
    error("wrong_type", place.clone(), format!("{found}; wanted {wanted}"))
}
