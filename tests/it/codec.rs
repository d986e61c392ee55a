//! The GeoJSON codec: every problem with its place, and back to the bit.
use contactline_core::model::{Basis, ControlFeature, Date, Party, Status, Version};
use contactline_store::geojson::{
    Checking, ReadShape, control_text, geometry_of_area, geometry_of_paths, read, read_control, read_geometry,
    stated_crs,
};
use edge_timeline::Position;
use proptest::prelude::*;

/// (code, place as text) of what a question's geometry is refused for.
fn refused(text: &str) -> Vec<(&'static str, String)> {
    read_geometry(text).unwrap_err().into_iter().map(|f| (f.code, f.place.to_string())).collect()
}

fn polygon(rings: &str) -> String {
    format!(r#"{{"type":"Polygon","coordinates":{rings}}}"#)
}

const SQUARE: &str = "[[[37,48],[38,48],[38,49],[37,49],[37,48]]]";

#[test]
fn areas_and_lines_are_read() {
    let Ok(ReadShape::Area(square)) = read_geometry(&polygon(SQUARE)) else { panic!("no area") };
    // The same clockwise, with heights, in a feature, in a collection, beside itself.
    let clockwise = "[[[37,48,9],[37,49,9],[38,49,9],[38,48,9],[37,48,9]]]";
    let feature = format!(r#"{{"type":"Feature","properties":null,"geometry":{}}}"#, polygon(clockwise));
    let collection = format!(r#"{{"type":"FeatureCollection","features":[{feature},{feature}]}}"#);
    for text in [&polygon(clockwise), &feature, &collection] {
        let Ok(ReadShape::Area(area)) = read_geometry(text) else { panic!("no area in {text}") };
        assert_eq!((area.bbox(), area.as_multi_polygon().0.len()), (square.bbox(), 1));
    }
    let lines = r#"{"type":"GeometryCollection","geometries":[{"type":"LineString","coordinates":[[37,48],[38,48]]},
        {"type":"MultiLineString","coordinates":[[[37,48],[38,49.5]]]}]}"#;
    let Ok(ReadShape::Paths(paths)) = read_geometry(lines) else { panic!("no lines") };
    assert_eq!(paths[1][1], Position::from_lon_lat(38.0, 49.5).unwrap());
    assert_eq!(paths.len(), 2);
}

#[test]
fn what_is_no_geojson_names_line_and_column() {
    let truncated = &polygon(SQUARE)[..40];
    let findings = read_geometry(truncated).unwrap_err();
    assert_eq!(findings[0].code, "not_json");
    assert!(findings[0].message.contains("line 1 column 40"), "{}", findings[0].message);
    assert_eq!(refused("[1,2]")[0].0, "not_geojson");
    assert_eq!(refused(r#"{"type":"Topology"}"#)[0].0, "wrong_type");
    assert_eq!(refused(r#"{"coordinates":[1,2]}"#)[0].0, "wrong_type");
    assert_eq!(refused(r#"{"type":"Polygon"}"#)[0].0, "missing_member");
    assert_eq!(refused(r#"{"type":"FeatureCollection"}"#)[0].0, "missing_member");
}

#[test]
fn problems_have_places() {
    let place = |rings: &str| refused(&polygon(rings)).remove(0);
    assert_eq!(place("[[[37,48],[38],[38,49],[37,48]]]"), ("short_position", "feature 0, ring 0, vertex 1".into()));
    assert_eq!(place("[[[37,48],null,[38,49],[37,48]]]"), ("bad_coordinates", "feature 0, ring 0, vertex 1".into()));
    assert_eq!(place("[[37,48],[38,48]]"), ("bad_coordinates", "feature 0, ring 0".into()));
    assert_eq!(
        place("[[[37,48],[38,48],[38,49],[37,49]]]"),
        ("unclosed", "feature 0, polygon 0, ring 0, vertex 3, at [37, 49]".into())
    );
    assert_eq!(
        place("[[[37,48],[38,49],[38,48],[37,49],[37,48]]]"),
        ("self_crossing", "feature 0, polygon 0, ring 0, vertex 0, at [37.5, 48.5]".into())
    );
    let swapped = "[[[48,137],[48,138],[49,137],[48,137]]]";
    assert!(read_geometry(&polygon(swapped)).unwrap_err()[0].message.ends_with("did you swap lon and lat"));
    assert_eq!(refused(r#"{"type":"Point","coordinates":[37,48]}"#)[0].0, "wrong_type");
    assert_eq!(refused(r#"{"type":"MultiPolygon","coordinates":[]}"#)[0].0, "empty");
    assert_eq!(refused(r#"{"type":"Feature","properties":{},"geometry":null}"#)[0].0, "empty");
    let line = r#"{"type":"LineString","coordinates":[[37,48],[37,148]]}"#;
    assert_eq!(refused(line), [("out_of_range", "feature 0, vertex 1, at [37, 148]".into())]);
    let mixed = format!(
        r#"{{"type":"GeometryCollection","geometries":[{},{{"type":"LineString","coordinates":[[1,2],[3,4]]}}]}}"#,
        polygon(SQUARE)
    );
    assert_eq!(refused(&mixed)[0].0, "mixed_dimensions");
}

#[test]
fn a_null_geometry_is_a_feature_without_a_shape() {
    let reading = read(r#"{"type":"Feature","id":7,"properties":{"a":1},"geometry":null}"#, None);
    let feature = reading.value.unwrap().features.remove(0);
    assert!(reading.findings.is_empty() && feature.shape.is_none());
    assert_eq!((feature.id.as_deref(), feature.properties["a"].as_i64()), (Some("7"), Some(1)));
    assert_eq!(feature.into_area(Some("a.geojson"), Checking::Full).unwrap_err()[0].code, "null_geometry");
}

/// A question in another system was measured as if its numbers were degrees on WGS 84.
#[test]
fn a_crs_member_is_told_and_never_overlooked() {
    let square =
        |member: &str| polygon("[[[37,47],[38,47],[38,48],[37,47]]]").replacen('{', &format!("{{{member},"), 1);
    let name = |name: &str| square(&format!(r#""crs":{{"type":"name","properties":{{"name":"{name}"}}}}"#));
    let feature = format!(r#"{{"type":"Feature","properties":{{}},"geometry":{}}}"#, name("EPSG:4284"));
    assert_eq!(stated_crs(&square(r#""id":1"#)), Ok(None));
    // A list of features was told that its crs member is null: its first item was taken for the member.
    let list = format!("[{}]", square(r#""id":1"#));
    assert_eq!(stated_crs(&list), Ok(None));
    assert!(read_geometry(&list).unwrap_err()[0].message.starts_with("a list; wanted one geometry"));
    for code in ["urn:ogc:def:crs:OGC:1.3:CRS84", "EPSG:4326"] {
        assert!(stated_crs(&name(code)).unwrap().unwrap().is_wgs84_degrees() && read_geometry(&name(code)).is_ok());
    }
    assert_eq!(stated_crs(&name("urn:ogc:def:crs:EPSG::4284")).unwrap().unwrap().code(), "EPSG:4284");
    for text in [name("EPSG:4284"), feature, square(r#""crs":null"#), name("EPSG:27700")] {
        assert_eq!(read_geometry(&text).unwrap_err()[0].code, "bad_crs", "{text}");
    }
    for text in [square(r#""crs":null"#), name("EPSG:27700")] {
        assert!(stated_crs(&text).unwrap_err()[0].message.contains("--crs"), "{text}");
    }
}

#[test]
fn what_is_sent_has_seven_decimals_and_turns_right() {
    let clockwise = polygon("[[[37.123456789,48],[37.5,49],[38,48],[37.123456789,48]]]");
    let Ok(ReadShape::Area(area)) = read_geometry(&clockwise) else { panic!("no area") };
    let sent = geometry_of_area(&area).to_string();
    assert_eq!(sent, polygon("[[[37.1234568,48.0],[38.0,48.0],[37.5,49.0],[37.1234568,48.0]]]"));
    let p = |lon, lat| Position::from_lon_lat(lon, lat).unwrap();
    let path = vec![p(37.0, 48.0), p(37.00000001, 49.0)];
    assert_eq!(
        geometry_of_paths(&[path]).to_string(),
        r#"{"type":"LineString","coordinates":[[37.0,48.0],[37.0,49.0]]}"#
    );
}

proptest! {
    #[test]
    fn control_comes_back_to_the_bit(
        west in -179.0..170.0f64, south in -89.0..80.0f64, width in 1e-6..9.0f64, height in 1e-6..9.0f64,
        word in ".*", day in 0..40_000i32, second in 0..86_400i64,
    ) {
        let area = edge_timeline::Area::from_bbox(edge_timeline::BBox {
            west, south, east: west + width, north: south + height,
        });
        let stamp = contactline_core::model::Moment::from_seconds(Date::from_days(day).start().seconds() + second);
        let held = ControlFeature {
            status: Status::Held, holder: Some(Party::RU), basis: Basis::Mapped, publisher_word: word.clone(), area: area.clone(),
        };
        let contested = ControlFeature { status: Status::Contested, holder: None, ..held.clone() };
        let version = Version { source: "deepstate".into(), stamp, features: vec![held, contested] };
        for checking in [Checking::Full, Checking::Skipped] {
            let reading = read_control(&control_text(&version), Some("x"), checking);
            prop_assert_eq!(&reading.findings, &vec![]);
            prop_assert_eq!(reading.value.as_ref(), Some(&version));
        }
    }
}
