//! Our own GeoJSON files, in which nothing may be wrong: features whose properties have a form of their own.
//!
//! Read in one go where all is as it should be, which is nearly always and half of what it takes to open the data. Whatever is not
//! is read again with care, for the place of what is wrong.

use std::borrow::Cow;
use std::fmt;
use std::str::FromStr;

use geo::Coord;
use serde::Deserialize;
use serde::de::{DeserializeOwned, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};

use super::{Feature, Shape, error, read};
use contactline_core::model::Finding;

/// A feature and its properties.
pub(crate) struct Own<P> {
    /// The feature, without its properties.
    pub(crate) feature: Feature,
    pub(crate) properties: P,
}

impl<P> Own<P> {
    /// A finding at this feature.
    pub(crate) fn wrong(&self, file: &str, code: &'static str, message: String) -> Vec<Finding> {
        vec![error(code, self.feature.place(Some(file)), message)]
    }

    /// The id of the feature.
    pub(crate) fn take_id(&mut self, file: &str) -> Result<String, Vec<Finding>> {
        let id = self.feature.id.take();
        id.ok_or_else(|| self.wrong(file, "missing_member", "a feature without an id".into()))
    }
}

/// The features of a collection; `file` is its name for findings.
pub(crate) fn own_features<P: DeserializeOwned>(text: &str, file: &str) -> Result<Vec<Own<P>>, Vec<Finding>> {
    match serde_json::from_str::<Written<P>>(text) {
        Ok(Written { features, crs: None, .. }) => Ok(features.into_iter().enumerate().map(own).collect()),
        _ => with_care(text, file),
    }
}

fn own<P>((index, written): (usize, WrittenFeature<P>)) -> Own<P> {
    let shape = written.geometry.map(|WrittenGeometry(shape)| shape);
    Own { feature: Feature { index, id: written.id, shape, properties: Map::new() }, properties: written.properties }
}

fn with_care<P: DeserializeOwned>(text: &str, file: &str) -> Result<Vec<Own<P>>, Vec<Finding>> {
    let reading = read(text, Some(file));
    let collection = reading.value.filter(|_| reading.findings.is_empty()).ok_or(reading.findings)?;
    let typed = |mut feature: Feature| {
        let properties = Value::Object(std::mem::take(&mut feature.properties));
        match serde_json::from_value(properties) {
            Ok(properties) => Ok(Own { feature, properties }),
            Err(e) => Err(vec![error("bad_property", feature.place(Some(file)), format!("properties: {e}"))]),
        }
    };
    collection.features.into_iter().map(typed).collect()
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "P: DeserializeOwned"))]
struct Written<P> {
    #[serde(rename = "type")]
    _type: Collection,
    features: Vec<WrittenFeature<P>>,
    crs: Option<IgnoredAny>,
}

#[derive(Deserialize)]
enum Collection {
    FeatureCollection,
}

#[derive(Deserialize)]
enum One {
    Feature,
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "P: DeserializeOwned"))]
struct WrittenFeature<P> {
    #[serde(rename = "type")]
    _type: One,
    id: Option<String>,
    geometry: Option<WrittenGeometry>,
    properties: P,
}

/// A geometry whose type stands before its coordinates, as it does in what we write.
struct WrittenGeometry(Shape);

impl<'de> Deserialize<'de> for WrittenGeometry {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Members)
    }
}

struct Members;

impl<'de> Visitor<'de> for Members {
    type Value = WrittenGeometry;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a geometry")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<WrittenGeometry, A::Error> {
        let unlike = || A::Error::custom("not as we write it");
        let Some((Member::Type, kind)) = map.next_entry::<Member, Kind>()? else { return Err(unlike()) };
        let Some(Member::Coordinates) = map.next_key()? else { return Err(unlike()) };
        let shape = match kind {
            Kind::Point => Shape::Points(vec![coord(map.next_value()?)]),
            Kind::LineString => Shape::Paths(vec![map.next_value::<Path>()?.0]),
            Kind::Polygon => Shape::Areas(vec![rings(map.next_value()?)]),
            Kind::MultiPolygon => Shape::Areas(map.next_value::<Vec<_>>()?.into_iter().map(rings).collect()),
        };
        map.next_key::<Member>()?.map_or(Ok(WrittenGeometry(shape)), |_| Err(unlike()))
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
enum Member {
    Type,
    Coordinates,
}

#[derive(Deserialize)]
enum Kind {
    Point,
    LineString,
    Polygon,
    MultiPolygon,
}

/// A list of positions of two numbers each.
struct Path(Vec<Coord<f64>>);

impl<'de> Deserialize<'de> for Path {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_seq(Positions)
    }
}

struct Positions;

impl<'de> Visitor<'de> for Positions {
    type Value = Path;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of positions")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Path, A::Error> {
        let mut path = Vec::new();
        while let Some(position) = seq.next_element()? {
            path.push(coord(position));
        }
        // What an empty ring is told is for the careful reader.
        if path.is_empty() { Err(A::Error::invalid_length(0, &self)) } else { Ok(Path(path)) }
    }
}

fn coord([x, y]: [f64; 2]) -> Coord<f64> {
    Coord { x, y }
}

fn rings(rings: Vec<Path>) -> Vec<Vec<Coord<f64>>> {
    rings.into_iter().map(|Path(ring)| ring).collect()
}

/// A word of ours in a property.
pub(crate) fn word<'de, D: Deserializer<'de>, T: FromStr<Err: fmt::Display>>(deserializer: D) -> Result<T, D::Error> {
    Cow::<str>::deserialize(deserializer)?.parse().map_err(D::Error::custom)
}

/// A word of ours in a property that may be null or, with `default`, lacking.
pub(crate) fn optional_word<'de, D: Deserializer<'de>, T: FromStr<Err: fmt::Display>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    let word = Option::<Cow<str>>::deserialize(deserializer)?;
    word.map(|word| word.parse().map_err(D::Error::custom)).transpose()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::folder::{Folder, into_text};

    type Plain = Own<Map<String, Value>>;

    fn same(one: &[Plain], other: &[Plain]) -> bool {
        let of = |own: &Plain| {
            (own.feature.index, own.feature.id.clone(), own.feature.shape.clone(), own.properties.clone())
        };
        one.iter().map(of).eq(other.iter().map(of))
    }

    /// Both ways of reading find the same in everything that ships.
    #[test]
    fn in_one_go_and_with_care_the_same_is_read() {
        let (folder, mut count) = (Folder::Embedded, 0);
        for entry in folder.manifest().unwrap().files.iter().filter(|entry| entry.path.ends_with(".geojson")) {
            let text = into_text(folder.bytes(&entry.path).unwrap(), &entry.path).unwrap();
            assert!(
                serde_json::from_str::<Written<Map<String, Value>>>(&text).is_ok(),
                "{}: not in one go",
                entry.path
            );
            let quick: Vec<Plain> = own_features(&text, &entry.path).unwrap();
            assert!(same(&quick, &with_care(&text, &entry.path).unwrap()), "{}", entry.path);
            count += quick.len();
        }
        assert!(count > 8_000, "{count} features");
    }

    #[test]
    fn what_is_wrong_is_told_with_its_place() {
        #[derive(serde::Deserialize)]
        struct Named {
            #[allow(dead_code)]
            name: String,
        }
        let point = |coordinates: &str, properties: &str| {
            format!(
                "{{\"type\":\"FeatureCollection\",\"features\":[{{\"type\":\"Feature\",\"id\":\"a\",\"geometry\":\
                 {{\"type\":\"Point\",\"coordinates\":{coordinates}}},\"properties\":{properties}}}]}}"
            )
        };
        let wrong = |text: &str| own_features::<Named>(text, "f").err().map(|findings| findings[0].clone()).unwrap();
        assert!(own_features::<Named>(&point("[1,2]", "{\"name\":\"n\"}"), "f").is_ok());
        assert!(own_features::<Named>(&point("[1,2,3]", "{\"name\":\"n\"}"), "f").is_ok(), "a height is left out");
        let lacking = wrong(&point("[1,2]", "{}"));
        assert_eq!((lacking.code, lacking.place.feature), ("bad_property", Some(0)));
        assert!(lacking.message.contains("name"), "{}", lacking.message);
        let short = wrong(&point("[1]", "{\"name\":\"n\"}"));
        assert_eq!((short.code, short.place.feature), ("short_position", Some(0)));
        let elsewhere = point("[1,2]", "{\"name\":\"n\"}").replacen(
            '{',
            "{\"crs\":{\"type\":\"name\",\"properties\":{\"name\":\"EPSG:3857\"}},",
            1,
        );
        assert_eq!(wrong(&elsewhere).code, "bad_crs");
    }
}
