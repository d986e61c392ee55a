//! Bytes nobody meant: every reader takes them without a panic, and says where it stopped.
#![allow(clippy::unwrap_used, missing_docs)]

use std::sync::{Arc, LazyLock};

use contactline::atlas::Atlas;
use contactline::model::Moment;
use contactline::read::deepstate_daily;
use contactline::store::Manifest;
use contactline::store::geojson::{Checking, read_control, read_geometry};
use contactline::wire::rows::{RowFormat, RowOptions, RowStream};
use proptest::prelude::*;

mod small_world;

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

fn rows(bytes: &[u8], format: RowFormat) -> Vec<u8> {
    let moment = Moment::from_question("2025-01-04").unwrap();
    let options = RowOptions {
        lon: None,
        lat: None,
        date: None,
        options: ["lon", "lat", "date"],
        moment,
        today: moment.date(),
        sources: None,
        regimes: false,
        prefix: String::new(),
    };
    let mut out = Vec::new();
    let mut stream = RowStream::new(ATLAS.clone(), format, options).unwrap();
    if stream.push(bytes, &mut out).is_ok() {
        stream.finish(&mut out).ok();
    }
    out
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
            for format in [RowFormat::Csv, RowFormat::NdJson, RowFormat::JsonArray, RowFormat::FeatureCollection] {
                rows(bytes, format);
            }
        }
    }
}
