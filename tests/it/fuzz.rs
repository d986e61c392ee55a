//! Bytes nobody meant: every reader takes them without a panic, and says where it stopped.
use std::sync::{Arc, LazyLock};

use crate::small_world;
use contactline::ogc::{Filter, Language};
use contactline::read::{Mapping, deepstate_daily};
use contactline::rows::{Expected, RowStream};
use contactline_core::atlas::Atlas;
use contactline_core::model::{Extent, Interval, Moment};
use contactline_core::query::RuleEvaluator;
use contactline_core::query::items::{collections, items};
use contactline_crs::Crs;
use contactline_store::geojson::{Checking, read_control, read_geometry};
use contactline_store::{Manifest, read_proposal};
use proptest::prelude::*;

const DAY: &str = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":{"type":"MultiPolygon","coordinates":[[[[36.0,47.5],[36.0,48.5],[37.0,48.5],[37.0,47.5],[36.0,47.5]],[[36.2,47.6],[36.4,47.6],[36.4,47.8],[36.2,47.6]]]]}}]}"#;
const CONTROL: &str = r#"{"type":"FeatureCollection","source":"maps","version":"2025-01-01","features":[{"type":"Feature","properties":{"status":"held","holder":"RU","basis":"mapped","publisher_word":"x"},"geometry":{"type":"Polygon","coordinates":[[[36,47],[37,47],[37,48],[36,47]]]}}]}"#;
const MANIFEST: &str = "format = 1\n\n[[file]]\npath = \"a.geojson\"\nkind = \"control\"\nsource = \"maps\"\nversion = \"2025-01-01\"\nlicence = \"CC0\"\nattribution = \"x\"\nsha256 = \"00\"\nfindings = 0\n";
const ROWS: &str = "[{\"lon\":37.5,\"lat\":47.5,\"date\":\"2025-01-04\"},\n[36.5,47.5]]";
const TABLE: &str = "id;lon;lat;date\r\n1;37,5;\"47.5\";2025-01-04\r\n2;x;;\r\n";

static ATLAS: LazyLock<Arc<Atlas>> = LazyLock::new(|| Arc::new(Atlas::build(small_world::dataset())));

/// A text with some bytes changed, cut out or doubled.
fn spoiled(text: &'static str) -> impl Strategy<Value = Vec<u8>> {
    let change = (0..text.len(), any::<u8>(), 0..4_u8);
    proptest::collection::vec(change, 0..6).prop_map(move |changes| {
        let mut bytes = text.as_bytes().to_vec();
        for (at, byte, kind) in changes {
            let at = at.min(bytes.len().saturating_sub(1));
            match kind {
                _ if bytes.is_empty() => break,
                0 => bytes[at] = byte,
                1 => drop(bytes.remove(at)),
                2 => bytes.truncate(at),
                _ => bytes.insert(at, byte),
            }
        }
        bytes
    })
}

fn rows(bytes: &[u8], expected: Expected) -> Vec<u8> {
    let mut out = Vec::new();
    let mut stream = RowStream::new(ATLAS.clone(), expected, small_world::row_options()).unwrap();
    if stream.push(bytes, &mut out).is_ok() {
        stream.finish(&mut out).ok();
    }
    out
}

/// Texts that say the same again and again, or open what they never close, in every language read here.
fn chains(count: usize) -> Vec<(Reader, String)> {
    let nested =
        |open: &str, inside: &str, close: &str| format!("{}{inside}{}", open.repeat(count), close.repeat(count));
    let text = [
        format!("1={}1", "-".repeat(count)),
        format!("{}true", "not ".repeat(count)),
        format!("true{}", " and true".repeat(count)),
        format!("true{}", " or not true".repeat(count)),
        format!("area_m2 = 1{}", "-1".repeat(count)),
        format!("area_m2{} 1", " =1".repeat(count)),
        nested("(", "true", ")"),
        nested("(", "1 1", ")"),
        nested("(')' = ", "1", ")"),
        nested("((1,2),", "3", ")"),
        nested("casei(", "region", ")"),
        nested("GEOMETRYCOLLECTION(", "POINT(1 1)", ")"),
        nested("s_intersects(geometry, GEOMETRYCOLLECTION(", "POINT(1 1)", "))"),
        format!("region in ({})", vec!["'a'"; count].join(",")),
        format!("region like '{}'", "%a".repeat(count)),
        "(".repeat(count),
        "'".repeat(count),
    ];
    let json = [
        nested("[", "{}", "]"),
        nested(r#"{"op":"not","args":["#, "true", "]}"),
        nested(r#"{"op":"and","args":[true,"#, "true", "]}"),
        nested(r#"{"date":"#, "1", "}"),
        nested(r#"{"type":"Point","bbox":["#, "{}", "]}"),
        nested(r#"{"op":"in","args":["a",["#, "{}", "]]}"),
        nested(r#"{"args":[[["#, "{}", r#"]]],"args":[],"op":"x"}"#),
        "[".repeat(count),
    ];
    let rules = [
        format!("{}everywhere", "not ".repeat(count)),
        format!("everywhere{}", " and everywhere".repeat(count)),
        nested("(", "everywhere", ")"),
        nested("not (", "everywhere", ") or everywhere"),
        format!("region({})", vec!["ua-14"; count].join(" or ")),
        "(".repeat(count),
    ];
    let toml = [
        format!("id = {}", nested("[", "1", "]")),
        format!("id = {}", nested("{a = ", "1", "}")),
        format!("{} = 1", vec!["a"; count].join(".")),
        format!("[{}]", vec!["a"; count].join(".")),
        format!("[[{}]]", vec!["a"; count].join(".")),
        format!("id = {}", "[".repeat(count)),
        format!("extent = \"{}everywhere\"", "not ".repeat(count)),
    ];
    let geometry = [
        nested(r#"{"type":"GeometryCollection","geometries":["#, r#"{"type":"Point","coordinates":[1,1]}"#, "]}"),
        format!(r#"{{"type":"Polygon","coordinates":{}}}"#, nested("[", "1", "]")),
        format!(r#"{{"type":"Point","coordinates":[1,1],"more":{}}}"#, nested("[", "1", "]")),
        nested(r#"{"type":"Feature","geometry":"#, "null", "}"),
        nested(r#"{"features":["#, "1", "]}"),
        "[".repeat(count),
    ];
    let of = |reader: Reader, texts: Vec<String>| texts.into_iter().map(move |text| (reader, text));
    of(Reader::FilterText, text.to_vec())
        .chain(of(Reader::FilterJson, json.to_vec()))
        .chain(of(Reader::Rule, rules.to_vec()))
        .chain(of(Reader::Toml, toml.to_vec()))
        .chain(of(Reader::Json, [geometry.to_vec(), json.to_vec()].concat()))
        .collect()
}

#[derive(Clone, Copy, Debug)]
enum Reader {
    FilterText,
    FilterJson,
    Rule,
    Toml,
    Json,
}

fn read_chain(reader: Reader, text: &str) {
    let today = "2026-01-01".parse().unwrap();
    let filter = |language| {
        let collection = collections(&ATLAS).into_iter().find(|c| c.id == "regions").unwrap();
        if let Ok(filter) = Filter::read(text, language, &collection, Crs::CRS84) {
            let all = items(&ATLAS, &collection, Interval::ALWAYS);
            let _ = all.iter().filter(|item| filter.holds(item)).count();
            drop(filter.clone());
            let _ = format!("{filter:?}");
        }
    };
    match reader {
        Reader::FilterText => filter(Language::Text),
        Reader::FilterJson => filter(Language::Json),
        Reader::Rule => {
            if let Ok(rule) = Extent::read(text, &ATLAS.vocabulary()) {
                let scene = RuleEvaluator::new(&ATLAS, None, Moment::from_question("2025-01-04").unwrap());
                let _ = scene.cut(&rule, 0);
                assert_eq!(Extent::read(&rule.to_string(), &ATLAS.vocabulary()).unwrap(), rule);
            }
        }
        Reader::Toml => {
            read_proposal(text, "body", &ATLAS.vocabulary()).ok();
            Manifest::from_toml(text, "manifest.toml").ok();
            Mapping::from_toml(text, "m.toml").ok();
        }
        Reader::Json => {
            read_geometry(text).ok();
            read_proposal(text, "body", &ATLAS.vocabulary()).ok();
            let _ = read_control(text, Some("x"), Checking::Full);
            let _ = deepstate_daily::read(text.as_bytes(), "deepstatemap_data_20250101.geojson", None, today);
            for expected in [Expected::Any, Expected::Lines, Expected::Json] {
                rows(text.as_bytes(), expected);
            }
        }
    }
}

/// A filter of 2,500 signs ended the process: `1=` and as many `-`. No stack is larger here than those of the service, and no
/// text is read for long: one of 30 brackets with a fault inside was read two to the thirtieth times.
#[test]
fn chains_and_nests_of_any_length_are_read_on_a_small_stack() {
    LazyLock::force(&ATLAS);
    for count in [30, 300, 3_000, 30_000] {
        for (reader, text) in chains(count) {
            let read = move || read_chain(reader, &text);
            std::thread::Builder::new().stack_size(2 << 20).spawn(read).unwrap().join().unwrap();
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, ..ProptestConfig::default() })]

    #[test]
    fn foreign_days(bytes in spoiled(DAY)) {
        let today = "2026-01-01".parse().unwrap();
        let reading = deepstate_daily::read(&bytes, "deepstatemap_data_20250101.geojson", None, today);
        prop_assert!(reading.value.is_some() || !reading.findings.is_empty(), "refused without a word");
        prop_assert!(reading.findings.iter().all(|f| f.place.file.is_some()));
    }

    #[test]
    fn our_own_files(control in spoiled(CONTROL), manifest in spoiled(MANIFEST)) {
        let reading = read_control(&String::from_utf8_lossy(&control), Some("x"), Checking::Full);
        prop_assert!(reading.value.is_some() || !reading.findings.is_empty());
        Manifest::from_toml(&String::from_utf8_lossy(&manifest), "manifest.toml").ok();
    }

    #[test]
    fn shapes(bytes in spoiled(DAY)) {
        read_geometry(&String::from_utf8_lossy(&bytes)).ok();
    }

    #[test]
    fn rows_of_every_form(json in spoiled(ROWS), table in spoiled(TABLE)) {
        for bytes in [&json, &table] {
            for expected in [Expected::Any, Expected::Table, Expected::Lines, Expected::Json] {
                rows(bytes, expected);
            }
        }
    }
}
