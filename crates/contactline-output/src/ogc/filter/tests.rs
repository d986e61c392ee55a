//! CQL2 as text and as JSON: what is read, that both say the same, and what is refused with which words.

mod round_trip;

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::expression::Expression;
use super::{Filter, Language, json as in_json, text as in_text};
use contactline_core::query::items::collection;
use contactline_crs::Crs;

/// What a filter of the regions says, or why it is none.
fn read(filter: &str, language: Language) -> Result<String, String> {
    let atlas = contactline_core::example::atlas();
    let regions = collection(&atlas, "regions").unwrap();
    let filter = Filter::read(filter, language, &regions, Crs::CRS84);
    filter.map(|filter| format!("{filter:?}")).map_err(|error| error.to_string())
}

/// The examples of OGC 21-065r2 that have only operators answered here, and some of their kind.
#[test]
fn text_and_json_say_the_same() {
    let property = |name: &str| json!({"property": name});
    let op = |op: &str, args: Value| json!({"op": op, "args": args});
    let not = |other: Value| op("not", json!([other]));
    let casei = |arg: Value| op("casei", json!([arg]));
    let equal = |name: &str, to: Value| op("=", json!([property(name), to]));
    let square = json!({"type": "Polygon", "coordinates": [[[-10, -10], [10, -10], [10, 10], [-10, -10]]]});
    let point = |x: f64, y: f64| json!({"type": "Point", "coordinates": [x, y]});
    let meets = |geometry: Value| op("s_intersects", json!([property("geometry"), geometry]));
    for (text, same) in [
        ("city='Toronto'", equal("city", json!("Toronto"))),
        ("updated >= date('1970-01-01')", op(">=", json!([property("updated"), {"date": "1970-01-01"}]))),
        ("geometry IS NOT NULL", not(op("isNull", json!([property("geometry")])))),
        ("name LIKE 'Smith%'", op("like", json!([property("name"), "Smith%"]))),
        ("depth BETWEEN 100.0 and 150.0", op("between", json!([property("depth"), 100.0, 150.0]))),
        ("cityName IN ('Toronto','New York')", op("in", json!([property("cityName"), ["Toronto", "New York"]]))),
        ("category NOT IN (1,2,3,4)", not(op("in", json!([property("category"), [1, 2, 3, 4]])))),
        (
            "CASEI(road_class) IN (CASEI('Οδος'),CASEI('Straße'))",
            op("in", json!([casei(property("road_class")), [casei(json!("Οδος")), casei(json!("Straße"))]])),
        ),
        ("S_INTERSECTS(geometry,POINT(36.319836 32.288087))", meets(point(36.319836, 32.288087))),
        ("landsat:scene_id = 'LC82030282019133LGN00'", equal("landsat:scene_id", json!("LC82030282019133LGN00"))),
        (
            "eo:cloud_cover < 0.1 AND landsat:wrs_row=28 AND landsat:wrs_path=203",
            op(
                "and",
                json!([
                    op("<", json!([property("eo:cloud_cover"), 0.1])),
                    equal("landsat:wrs_row", json!(28)),
                    equal("landsat:wrs_path", json!(203)),
                ]),
            ),
        ),
        (
            "eo:cloud_cover=0.1 OR eo:cloud_cover=0.2",
            op("or", json!([equal("eo:cloud_cover", json!(0.1)), equal("eo:cloud_cover", json!(0.2))])),
        ),
        ("owner NOT LIKE '%Mike%'", not(op("like", json!([property("owner"), "%Mike%"])))),
        (
            "NOT (floors<5) OR swimming_pool=true",
            op("or", json!([not(op("<", json!([property("floors"), 5]))), equal("swimming_pool", json!(true))])),
        ),
        (
            "swimming_pool=true AND (floors>5 \n OR  material LIKE 'brick%')",
            op(
                "and",
                json!([
                    equal("swimming_pool", json!(true)),
                    op(
                        "or",
                        json!([
                            op(">", json!([property("floors"), 5])),
                            op("like", json!([property("material"), "brick%"])),
                        ]),
                    ),
                ]),
            ),
        ),
        ("S_INTERSECTS(geometry,POLYGON((-10.0 -10.0,10.0 -10.0,10.0 10.0,-10.0 -10.0)))", meets(square.clone())),
        (
            "CASEI(geophys:SURVEY_NAME) LIKE CASEI('%calcutta%')",
            op("like", json!([casei(property("geophys:SURVEY_NAME")), casei(json!("%calcutta%"))])),
        ),
        ("\"id\" <> 'fa7e1920'", op("<>", json!([property("id"), "fa7e1920"]))),
        ("NOT \"value\" BETWEEN 10 AND 20", not(op("between", json!([property("value"), 10, 20])))),
        ("\"value\" NOT BETWEEN 10 AND 20", not(op("between", json!([property("value"), 10, 20])))),
        ("NOT \"value\" IS NULL", not(op("isNull", json!([property("value")])))),
        (
            "S_INTERSECTS(\"geometry\", BBOX(-128.098193, -1.1, -99999.0, 180.0, 90.0, 100000.0))",
            meets(json!({"bbox": [-128.098193, -1.1, -99999.0, 180.0, 90.0, 100000.0]})),
        ),
        (
            "T_AFTER(built,interval('2017-06-10','..'))",
            op("T_AFTER", json!([property("built"), {"interval": ["2017-06-10", ".."]}])),
        ),
        (
            "updated > TIMESTAMP('2012-08-10T05:30:00Z')",
            op(">", json!([property("updated"), {"timestamp": "2012-08-10T05:30:00Z"}])),
        ),
        // NOT binds closer than AND, and AND closer than OR.
        (
            "a = 1 OR NOT b = 2 AND c = 3",
            op(
                "or",
                json!([equal("a", json!(1)), op("and", json!([not(equal("b", json!(2))), equal("c", json!(3))])),]),
            ),
        ),
        (
            "a=1 and (b=2 and (c=3))",
            op("and", json!([equal("a", json!(1)), equal("b", json!(2)), equal("c", json!(3))])),
        ),
        ("not\tNOT true", not(not(json!(true)))),
        ("a != -1", op("<>", json!([property("a"), -1]))),
        ("a=1and b=+.5", op("and", json!([equal("a", json!(1)), equal("b", json!(0.5))]))),
        ("a = - -2e-3", equal("a", json!(0.002))),
        ("a = -(1.)", equal("a", json!(-1))),
        ("a = 'it''s a \\'", equal("a", json!("it's a \\"))),
        ("\"a \"\"b\"\"\" = ''", equal("a \"b\"", json!(""))),
        ("and = 'or'", equal("and", json!("or"))),
        ("назва = 'Ялта'", equal("назва", json!("Ялта"))),
        ("a in ('x')", op("in", json!([property("a"), ["x"]]))),
        ("in(a, 'x', 'y')", op("in", json!([property("a"), ["x", "y"]]))),
        ("St_Intersects(geometry, point z (1 2 3))", meets(point(1.0, 2.0))),
        ("intersects(geometry, POINT(-1 +2 3 4))", meets(point(-1.0, 2.0))),
        ("point = 1", equal("point", json!(1))),
        (
            "s_intersects(geometry, MULTIPOINT(1 2, (3 4)))",
            meets(json!({"type": "MultiPoint", "coordinates": [[1, 2], [3, 4]]})),
        ),
        (
            "s_intersects(geometry, GEOMETRYCOLLECTION(POINTZ(1 2 3), POLYGON EMPTY))",
            meets(json!({"type": "GeometryCollection", "geometries": [
                {"type": "Point", "coordinates": [1, 2], "bbox": [0, 0, 9, 9]}, {"type": "Polygon", "coordinates": []}
            ]})),
        ),
    ] {
        let read = in_text::read(text).map_err(|e| e.to_string());
        assert_eq!(read, in_json::read(&same.to_string()).map_err(|e| e.to_string()), "{text}");
        assert!(read.is_ok(), "{text}: {read:?}");
    }
}

#[test]
fn times_of_a_filter_are_days_or_seconds() {
    let atlas = contactline_core::example::atlas();
    let all = contactline_core::query::items::collections(&atlas);
    let timed = all.iter().find(|collection| collection.time.is_some()).unwrap();
    let read = |text: &str| {
        Filter::read(&format!("start > {text}"), Language::Text, timed, Crs::CRS84).map(|f| format!("{f:?}")).ok()
    };
    let second = read("TIMESTAMP('2025-01-02T10:00:00Z')");
    assert!(second.is_some());
    for same in ["2025-01-02T10:00:00", "2025-01-02T10:00", "2025-01-02T10", "2025-01-02 12:00:00+02:00"] {
        assert_eq!(read(&format!("TIMESTAMP('{same}')")), second, "{same}");
    }
    assert_eq!(read("'2025-01-02T10:00:00Z'"), second);
    assert_eq!(read("'2025-01-02'"), read("DATE('2025-01-02')"));
    assert_ne!(read("'2025-01-02'"), read("TIMESTAMP('2025-01-02T00:00:00Z')"));
    for none in ["'2025-01-02T10:00'", "DATE('2025-02-30')", "TIMESTAMP('..')", "DATE(start)", "DATE()"] {
        assert_eq!(read(none), None, "{none}");
    }
}

#[test]
fn what_is_no_filter_is_told_with_its_place() {
    let not_here = "there are: and or not = <> < > <= >= between in like is null casei s_intersects";
    for (text, error) in [
        ("", "the filter is not CQL2: the filter ends at character 1; wanted a property or a value"),
        ("name =", "the filter is not CQL2: the filter ends at character 7; wanted a property or a value"),
        ("(name = 'a'", "the filter is not CQL2: the filter ends at character 12; wanted ',' or ')'"),
        ("name 'a'", "the filter is not CQL2: 'a' stands at character 6; wanted a comparison, AND, OR or the end"),
        ("name = 'a", "the filter is not CQL2: a quotation has no end at character 8; wanted a property or a value"),
        ("name = 'я' § 1", "the filter is not CQL2: § stands at character 12; wanted a comparison, AND, OR or the end"),
        ("name is 1", "the filter is not CQL2: 1 stands at character 9; wanted NULL or NOT NULL"),
        ("name not = 1", "the filter is not CQL2: = stands at character 10; wanted BETWEEN, IN or LIKE"),
        ("name = NULL", "the filter is not CQL2: NULL stands at character 8; wanted a property or a value"),
        (
            "a between 1 or 2",
            "the filter is not CQL2: or stands at character 13; wanted AND and the upper bound of BETWEEN",
        ),
        ("f(POINT(1))", "the filter is not CQL2: ) stands at character 10; wanted a number"),
        ("f(POINT(1-2))", "the filter is not CQL2: - stands at character 10; wanted a space between two numbers"),
        ("f(POINT Z(1 2))", "the filter is not CQL2: ) stands at character 14; wanted a number"),
        ("f(LINESTRING(1 2, 3 4 5))", "the filter is not CQL2: 5 stands at character 23; wanted ',' or ')'"),
        (
            "f(GEOMETRYCOLLECTION(GEOMETRYCOLLECTION(POINT(1 2))))",
            "the filter is not CQL2: GEOMETRYCOLLECTION stands at character 22; wanted a geometry that is no collection",
        ),
        ("land_area_m2 > 1 + 1", &format!("'+' at character 18: arithmetic is not answered here; {not_here}")),
        ("land_area_m2 > -name", &format!("'-' at character 16: arithmetic is not answered here; {not_here}")),
        ("ACCENTI(name) = 'a'", "wanted a property, a text, a number or a date to compare"),
        ("T_AFTER(name, 'a')", &format!("'T_AFTER' of 2 arguments is not answered here; {not_here}")),
        ("name", &format!("the filter is no condition; {not_here}")),
        ("name like 1", &format!("'like' of 2 arguments is not answered here; {not_here}")),
        ("land_area_m2 like 'a'", "like and casei want a property that is text"),
        ("name > 1", "the filter compares things of two kinds, such as a text with a number"),
        ("s_intersects(geometry, BBOX(1, 2, 3))", "BBOX wants four or six numbers"),
        ("s_intersects(geometry, 'a')", "s_intersects wants a geometry: POINT, LINESTRING, POLYGON, BBOX and others"),
        ("s_intersects(geometry, POINT EMPTY)", "the geometry of the filter is empty"),
        (&format!("{}true{}", "(".repeat(33), ")".repeat(33)), "the filter is nested deeper than 32 levels"),
        (&format!("{}true", "not ".repeat(33)), "the filter is nested deeper than 32 levels"),
        (&" ".repeat(65_537), "the filter has 65537 bytes; at most 65536 are read"),
    ] {
        assert_eq!(read(text, Language::Text), Err(error.to_owned()), "{text}");
    }
    for (json, error) in [
        ("{", "the filter is not JSON: EOF while parsing an object at line 1 column 1"),
        ("null", "the filter is not CQL2: null is no value to compare with; wanted the operation isNull"),
        (r#"{"op":"and"}"#, "the filter is not CQL2: an operation wants a text as 'op' and a list as 'args'"),
        (r#"{"date":1}"#, "DATE and TIMESTAMP want a text in quotes"),
        (r#"{"property":1}"#, "the filter is not CQL2: 'property' wants a name"),
        (
            r#"{"name":1}"#,
            "the filter is not CQL2: an object of it is none of those there are: op with args, property, date, timestamp, \
             interval, bbox, type with coordinates",
        ),
        (
            r#"{"type":"Circle"}"#,
            "the filter is not CQL2: 'Circle' is no type of geometry; there are: Point LineString Polygon MultiPoint \
             MultiLineString MultiPolygon GeometryCollection",
        ),
        (r#"{"type":"Point"}"#, "the filter is not CQL2: a Point wants a list as 'coordinates'"),
        (
            r#"{"type":"Point","coordinates":[1]}"#,
            "the filter is not CQL2: a position of a geometry wants two numbers or more",
        ),
        (
            r#"{"type":"Polygon","coordinates":[[1,2]]}"#,
            "the filter is not CQL2: coordinates of a geometry want lists in lists as deep as its type says",
        ),
    ] {
        assert_eq!(read(json, Language::Json), Err(error.to_owned()), "{json}");
    }
}

/// As long as a filter may be, of one thing again and again: each byte is read a few times, and nothing calls itself for it.
#[test]
fn the_longest_filters_are_read_in_one_pass_on_a_small_stack() {
    let read_all = || {
        for (part, end, is_read) in [
            ("(", "", false),
            (")", "", false),
            ("not ", "true", false),
            ("-", "1", true),
            ("1=-", "1", false),
            (",", "", false),
            ("''", "", true),
            ("'", "'", false),
            ("\"", "", true),
            ("é", "", true),
            ("§", "", false),
            ("\u{2003}", "true", true),
            ("true or ", "true", false),
            ("true and not ", "true", false),
            ("a=1 or b in (1,2) and ", "true", false),
            ("a=", "1", false),
            ("1+", "1", false),
            ("casei(", "", false),
            ("(1,", "", false),
            ("1e", "", false),
            ("POINT(", "", false),
            ("POINT z ", "", false),
            ("GEOMETRYCOLLECTION(", "", false),
            ("a between 1 and ", "2", false),
            ("a is not ", "null", false),
        ] {
            // An even number of them.
            let text = part.repeat(32_500 / part.len() * 2) + end;
            assert_eq!(in_text::read(&text).is_ok(), is_read, "{part}");
        }
        let chain = |joined: usize| in_text::read(&format!("{}false", "true or ".repeat(joined - 1)));
        assert!(matches!(chain(512), Ok(Expression::Operation(or, parts)) if or == "or" && parts.len() == 512));
        let refused = chain(8_000).unwrap_err().to_string();
        assert!(refused.starts_with("the filter chains more than 512 conditions (character 4097)"), "{refused}");
    };
    let start = Instant::now();
    std::thread::Builder::new().stack_size(512 << 10).spawn(read_all).unwrap().join().unwrap();
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
}
