//! The built-in data and a data directory with one drawn source, `maps`: a box in Donetsk oblast that grows on 2025-01-03.
#![allow(clippy::unwrap_used, missing_docs)]

use std::sync::Arc;

use contactline::http::now;
use contactline_core::atlas::Atlas;
use contactline_core::model::{Basis, ControlFeature, Party, Status, Version};
use contactline_store::{Entry, Kind, Provenance, Store};
use edge_timeline::{Area, BBox};
use tempfile::TempDir;

pub const MAPS: &str = r#"
id = "maps"
title = "Maps drawn for a test"
publisher = "Nobody"
method = "mapped"
geometry = "drawn"
licence = "CC0-1.0"
attribution = "Maps by nobody"
geometry_may_be_passed_on = true
coverage = { regions = ["ua-14"], except = [] }
precision_m = 1000
stale_after_days = 7
unknown_after_days = 365
depends_on = []
absence = { holder = "UA", basis = "inferred" }
"#;

/// A data directory with the source `maps`.
pub fn data() -> TempDir {
    data_of(MAPS)
}

/// The same, declared otherwise.
pub fn data_of(declaration: &str) -> TempDir {
    let directory = TempDir::new().unwrap();
    let mut store = Store::open(directory.path(), now).unwrap();
    let entry = Entry {
        path: "sources/maps.toml".into(),
        kind: Kind::Source,
        source: None,
        version: None,
        licence: "CC0-1.0".into(),
        attribution: "Maps by nobody".into(),
        date: None,
        sha256: String::new(),
        checker: None,
        findings: 0,
        imported_at: None,
    };
    store.put_file(entry, declaration).unwrap();
    let version = |day: &str, east: f64| {
        let area = Area::from_bbox(BBox { west: 37.6, south: 47.7, east, north: 48.2 });
        let (status, holder, basis) = (Status::Held, Some(Party::RU), Basis::Mapped);
        let features = vec![ControlFeature { status, holder, basis, publisher_word: "occupied".into(), area }];
        let version = Version { source: "maps".into(), stamp: day.parse().unwrap(), features };
        (version, Provenance { licence: "CC0-1.0".into(), attribution: "Maps by nobody".into(), findings: 0 })
    };
    store.put(&[version("2025-01-01", 38.0), version("2025-01-03", 38.2)]).unwrap();
    directory
}

/// The atlas of both.
pub fn atlas() -> Arc<Atlas> {
    let directory = data();
    Arc::new(Atlas::build(contactline_store::load(Some(directory.path())).unwrap().dataset))
}
