//! Settlements and places by name, on a world whose answers are worked out by head; and as HTTP answers them.

mod gazetteer;
mod http;
mod names;
mod shipped;
mod status;

use std::sync::Arc;

use crate::small_world::{dataset, day, place};
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode};
use contactline::http::{Service, Settings, router};
use contactline_core::atlas::Atlas;
use contactline_core::model::{Dataset, Date, Language, Locality, Moment, NameKind, Party, Status, romanised};
use contactline_core::query::*;
use edge_timeline::measure::geodesic;
use serde_json::{Value, json};
use tower::ServiceExt;

/// The small world, with two more names in it: `Town 0` is far the largest of three of that name.
fn world() -> Dataset {
    let mut dataset = dataset();
    let settlements = &mut dataset.records[0].settlements;
    settlements[0].population = 20_000;
    let mut twin = |of: usize, id: &str, name: &str, population: u32, east: f64| {
        let mut twin = settlements[of].clone();
        (twin.id, twin.name, twin.name_uk, twin.population) = (id.into(), name.into(), "Стіжківка".into(), population);
        twin.position = place(twin.position.lon() + east, twin.position.lat());
        settlements.push(twin);
    };
    twin(3, "s-10", "Town 0", 2_000, 0.2);
    twin(4, "s-11", "Town 0", 600, 0.2);
    twin(1, "s-12", "Slovyans'k", 900, 0.2);
    twin(4, "s-13", "Slov’yansk", 800, 0.3);
    dataset
}

fn atlas() -> Atlas {
    Atlas::build(world())
}

fn row<'a>(found: &'a Settlements<'a>, id: &str) -> &'a SettlementRow<'a> {
    found.rows.iter().find(|r| r.locality.id == id).unwrap()
}

/// Status, holder, since when, and whether that may be earlier.
fn stated(row: &SettlementRow<'_>, source: &str) -> (Status, Option<Party>, Option<String>, bool) {
    let (control, since) = row.control.iter().find(|(c, _)| c.source.id == source).unwrap();
    let or_earlier = since.is_some_and(|s| s.or_earlier);
    (control.status, control.holder, since.map(|s| s.moment.to_string()), or_earlier)
}

fn since(text: &str) -> Option<String> {
    Some(text.to_owned())
}

/// What the program ships with, without the lines and acts.
fn shipped() -> &'static Atlas {
    static ATLAS: std::sync::LazyLock<Atlas> = std::sync::LazyLock::new(|| {
        let mut dataset = contactline_store::load(None).unwrap().dataset;
        (dataset.records, dataset.versions) = (Vec::new(), Vec::new());
        Atlas::build(dataset)
    });
    &ATLAS
}

/// The name and region of what a text means, or the first words of why it cannot be told.
fn meant(text: &str) -> String {
    match contactline_core::query::place(shipped(), text, None) {
        Ok(meant) => meant.locality.map_or("coordinates".into(), |l| format!("{} {}", l.name, l.region)),
        Err(PlaceError::Ambiguous { candidates, .. }) => {
            format!("which of {}: {} {}", candidates.len(), candidates[0].name, candidates[0].region)
        }
        Err(PlaceError::NotListed { unlisted, .. }) => format!("not listed: {unlisted}"),
        Err(PlaceError::OtherState { state, .. }) => format!("no region: {state}"),
        Err(PlaceError::Area { area, .. }) => area,
        Err(PlaceError::Unknown { .. }) => "not listed".into(),
        Err(error) => error.to_string(),
    }
}
