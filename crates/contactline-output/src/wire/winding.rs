//! The direction in which the rings of polygons run.

use geojson::{Geometry, GeometryValue};
use serde_json::Value;

/// The direction in which the rings of a polygon run, seen on a map with north above.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Winding {
    /// Exteriors counterclockwise, holes clockwise (RFC 7946, section 3.1.6).
    #[default]
    Rfc7946,
    /// Exteriors clockwise, holes counterclockwise: d3-geo takes the other way for all the world but the polygon.
    D3,
}

impl Winding {
    /// The words for it.
    pub const WORDS: [&'static str; 2] = ["rfc7946", "d3"];

    /// The winding that a word of [`WORDS`](Self::WORDS) names.
    #[must_use]
    pub fn of_word(word: &str) -> Self {
        if word == Self::WORDS[1] { Self::D3 } else { Self::Rfc7946 }
    }

    /// Turns the rings of a geometry that runs as RFC 7946 wants.
    pub fn turn(self, geometry: &mut Geometry) {
        if self == Self::Rfc7946 {
            return;
        }
        match &mut geometry.value {
            GeometryValue::Polygon { coordinates } => coordinates.iter_mut().for_each(|ring| ring.reverse()),
            GeometryValue::MultiPolygon { coordinates } => {
                coordinates.iter_mut().flatten().for_each(|ring| ring.reverse());
            }
            _ => {}
        }
    }

    /// Turns the rings of every geometry in a JSON answer.
    pub fn turn_each(self, value: &mut Value) {
        match value {
            _ if self == Self::Rfc7946 => {}
            Value::Array(items) => items.iter_mut().for_each(|item| self.turn_each(item)),
            Value::Object(members) => {
                let depth = match members.get("type").and_then(Value::as_str) {
                    Some("Polygon") => 1,
                    Some("MultiPolygon") => 2,
                    _ => return members.values_mut().for_each(|member| self.turn_each(member)),
                };
                if let Some(coordinates) = members.get_mut("coordinates") {
                    reverse_at(coordinates, depth);
                }
            }
            _ => {}
        }
    }
}

/// Reverses the lists that lie so many levels down.
fn reverse_at(value: &mut Value, depth: usize) {
    let Value::Array(items) = value else { return };
    match depth {
        0 => items.reverse(),
        _ => items.iter_mut().for_each(|item| reverse_at(item, depth - 1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    /// A map drawn by d3-geo was one colour all over: it took each polygon for all the world around it.
    #[test]
    fn rings_are_turned_and_nothing_else_is() {
        let ring = [[36, 47], [37, 47], [37, 48], [36, 47]];
        let mut answer = json!({
            "type": "FeatureCollection",
            "bbox": [36, 47, 37, 48],
            "features": [
                { "type": "Feature", "geometry": { "type": "MultiPolygon", "coordinates": [[ring]] } },
                { "type": "Feature", "geometry": { "type": "Polygon", "coordinates": [ring] } },
                { "type": "Feature", "geometry": { "type": "MultiLineString", "coordinates": [ring] } },
                { "type": "Feature", "geometry": null },
            ],
        });
        let before = answer.clone();
        Winding::Rfc7946.turn_each(&mut answer);
        assert_eq!(answer, before);
        Winding::D3.turn_each(&mut answer);
        let turned = json!([[36, 47], [37, 48], [37, 47], [36, 47]]);
        assert_eq!(answer["features"][0]["geometry"]["coordinates"], json!([[turned]]));
        assert_eq!(answer["features"][1]["geometry"]["coordinates"], json!([turned]));
        assert_eq!((&answer["features"][2], &answer["bbox"]), (&before["features"][2], &before["bbox"]));
    }
}
