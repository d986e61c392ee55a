//! What is written of a filter, as text and as JSON, is read as it was.

use geo::{Coord, Geometry, GeometryCollection, LineString, MultiLineString, MultiPoint, MultiPolygon, Point, Polygon};
use proptest::prelude::*;
use serde_json::{Value, json};
use wkt::ToWkt;

use super::super::expression::Expression;
use super::{in_json, in_text};

fn in_quotes(text: &str, mark: char) -> String {
    format!("{mark}{}{mark}", text.replace(mark, &format!("{mark}{mark}")))
}

/// An expression in CQL2 text.
fn to_text(expression: &Expression) -> String {
    let all = |args: &[Expression], between: &str| args.iter().map(to_text).collect::<Vec<_>>().join(between);
    match expression {
        Expression::Text(text) => in_quotes(text, '\''),
        Expression::Number(number) => format!("{number:?}"),
        Expression::Bool(is) => is.to_string(),
        Expression::Property(name) => in_quotes(name, '"'),
        Expression::Date(text) => format!("DATE({})", in_quotes(text, '\'')),
        Expression::Timestamp(text) => format!("TIMESTAMP({})", in_quotes(text, '\'')),
        Expression::List(items) => format!("({})", all(items, ", ")),
        Expression::Geometry(geometry) => geometry.wkt_string(),
        Expression::Operation(name, args) => match (name.as_str(), &args[..]) {
            ("and" | "or", args) => format!("({})", all(args, &format!(") {name} ("))),
            ("not", [arg]) => format!("NOT ({})", to_text(arg)),
            ("isNull", [arg]) => format!("{} IS NULL", to_text(arg)),
            ("between", [value, low, high]) => {
                format!("{} BETWEEN {} AND {}", to_text(value), to_text(low), to_text(high))
            }
            ("casei" | "s_intersects", args) => format!("{name}({})", all(args, ",")),
            (_, args) => all(args, &format!(" {name} ")),
        },
    }
}

/// An expression in CQL2 JSON.
fn to_json(expression: &Expression) -> Value {
    match expression {
        Expression::Text(text) => json!(text),
        Expression::Number(number) => json!(number),
        Expression::Bool(is) => json!(is),
        Expression::Property(name) => json!({"property": name}),
        Expression::Date(text) => json!({"date": text}),
        Expression::Timestamp(text) => json!({"timestamp": text}),
        Expression::List(items) => items.iter().map(to_json).collect(),
        Expression::Geometry(geometry) => to_geojson(geometry),
        Expression::Operation(op, args) => {
            json!({"op": op, "args": args.iter().map(to_json).collect::<Vec<_>>()})
        }
    }
}

fn to_geojson(geometry: &Geometry<f64>) -> Value {
    let coord = |c: &Coord<f64>| json!([c.x, c.y]);
    let line = |line: &LineString<f64>| line.0.iter().map(coord).collect::<Value>();
    let polygon = |polygon: &Polygon<f64>| {
        let rings = std::iter::once(polygon.exterior()).chain(polygon.interiors());
        rings.map(line).collect::<Value>()
    };
    let (kind, coordinates) = match geometry {
        Geometry::Point(point) => ("Point", coord(&point.0)),
        Geometry::LineString(one) => ("LineString", line(one)),
        Geometry::Polygon(one) => ("Polygon", polygon(one)),
        Geometry::MultiPoint(many) => ("MultiPoint", many.iter().map(|point| coord(&point.0)).collect()),
        Geometry::MultiLineString(many) => ("MultiLineString", many.iter().map(line).collect()),
        Geometry::MultiPolygon(many) => ("MultiPolygon", many.iter().map(polygon).collect()),
        Geometry::GeometryCollection(many) => {
            return json!({"type": "GeometryCollection", "geometries": many.iter().map(to_geojson).collect::<Vec<_>>()});
        }
        other => unreachable!("{other:?} is never drawn"),
    };
    json!({"type": kind, "coordinates": coordinates})
}

fn geometry() -> impl Strategy<Value = Geometry<f64>> {
    let coord = || (-180.0..180.0_f64, -90.0..90.0_f64).prop_map(|(x, y)| Coord { x, y });
    let line = move |size| prop::collection::vec(coord(), size).prop_map(LineString);
    let polygon = move || (line(3..6), prop::collection::vec(line(3..6), 0..3)).prop_map(|(o, i)| Polygon::new(o, i));
    let single = prop_oneof![
        coord().prop_map(|c| Point(c).into()),
        line(1..5).prop_map(Geometry::from),
        polygon().prop_map(Geometry::from),
        prop::collection::vec(coord().prop_map(Point), 1..5).prop_map(|points| MultiPoint(points).into()),
        prop::collection::vec(line(2..4), 1..4).prop_map(|lines| MultiLineString(lines).into()),
        prop::collection::vec(polygon(), 1..4).prop_map(|polygons| MultiPolygon(polygons).into()),
    ];
    let single = single.boxed();
    let many = prop::collection::vec(single.clone(), 1..4);
    prop_oneof![6 => single, 1 => many.prop_map(|many| Geometry::GeometryCollection(GeometryCollection(many)))]
}

fn condition() -> impl Strategy<Value = Expression> {
    let number = any::<f64>().prop_filter("a number", |n| n.is_finite());
    let value = prop_oneof![
        any::<String>().prop_map(Expression::Text),
        number.prop_map(Expression::Number),
        any::<String>().prop_map(Expression::Property),
        any::<String>().prop_map(Expression::Date),
        any::<String>().prop_map(Expression::Timestamp),
        any::<String>().prop_map(|text| Expression::operation("casei", vec![Expression::Text(text)])),
    ];
    let value = value.boxed();
    let op = |name: &'static str, args| Expression::operation(name, args);
    let single = prop_oneof![
        any::<bool>().prop_map(Expression::Bool),
        (prop::sample::select(vec!["=", "<>", "<", "<=", ">", ">=", "like"]), value.clone(), value.clone())
            .prop_map(move |(name, a, b)| op(name, vec![a, b])),
        prop::collection::vec(value.clone(), 3).prop_map(move |args| op("between", args)),
        (value.clone(), prop::collection::vec(value.clone(), 1..5))
            .prop_map(move |(value, list)| op("in", vec![value, Expression::List(list)])),
        value.prop_map(move |value| op("isNull", vec![value])),
        (any::<String>(), geometry())
            .prop_map(move |(name, g)| op("s_intersects", vec![Expression::Property(name), Expression::Geometry(g)])),
    ];
    single.prop_recursive(4, 24, 4, move |inner| {
        prop_oneof![
            (prop::sample::select(vec!["and", "or"]), prop::collection::vec(inner.clone(), 2..4))
                .prop_map(move |(name, args)| op(name, args)),
            inner.prop_map(Expression::not),
        ]
    })
}

proptest! {
    #[test]
    fn a_condition_written_is_read_as_it_was(condition in condition()) {
        prop_assert_eq!(in_text::read(&to_text(&condition)), Ok(condition.clone()));
        prop_assert_eq!(in_json::read(&to_json(&condition).to_string()), Ok(condition));
    }

    #[test]
    fn any_text_is_read_or_refused(text in "[-a-z0-9()'\" ,.=<>é\t]{0,60}") {
        let refused = [in_text::read(&text).err(), in_json::read(&text).err()];
        prop_assert!(refused.into_iter().flatten().all(|error| !error.to_string().is_empty()));
    }
}
