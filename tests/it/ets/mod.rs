//! The assertions of the official test suite of OGC API - Features, Part 1 and Part 2, one by one, on every collection there is.
//! Each test bears the names of the abstract tests it stands for.

mod core;
mod crs;
mod items;
mod ours;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use contactline::http::Service;
use contactline_core::model::Announcement;
use serde_json::{Value, json};

use crate::served;
use crate::served::Answer;

const CRS84: &str = "http://www.opengis.net/def/crs/OGC/1.3/CRS84";
const GEOJSON: &str = "application/geo+json";
const OPENAPI: &str = "application/vnd.oai.openapi+json;version=3.0";

/// One service for all: what it serves does not change.
static SERVICE: LazyLock<Service> = LazyLock::new(|| {
    served::service(
        |dataset| {
            dataset.sources[0].geometry_may_be_passed_on = true;
            let nowhere = Announcement { id: "nowhere".into(), position: None, ..dataset.announcements[0].clone() };
            dataset.announcements.push(nowhere);
        },
        &[],
    )
});

fn get(path: &str, accept: &str) -> Answer {
    served::send(SERVICE.clone(), served::get_with(path, &[("accept", accept)]))
}

fn ok(path: &str) -> Value {
    let answer = get(path, GEOJSON);
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    answer.json()
}

fn collections() -> Vec<Value> {
    get("/collections", "application/json").json()["collections"].as_array().unwrap().clone()
}

fn id(collection: &Value) -> &str {
    collection["id"].as_str().unwrap()
}

/// The address of a collection's items as GeoJSON: the first link of that relation and type.
fn items_of(collection: &Value) -> String {
    let links = collection["links"].as_array().unwrap();
    let link = links.iter().find(|l| l["rel"] == "items" && l["type"] == GEOJSON).unwrap();
    link["href"].as_str().unwrap().to_owned()
}

fn with(address: &str, query: &[(&str, &str)]) -> String {
    let mut text = form_urlencoded::Serializer::new(String::new());
    text.extend_pairs(query);
    format!("{address}?{}", text.finish())
}

fn features(page: &Value) -> &[Value] {
    page["features"].as_array().unwrap()
}

fn ids(page: &Value) -> BTreeSet<String> {
    features(page).iter().map(|f| f["id"].as_str().unwrap().to_owned()).collect()
}

/// fc-md-links, fc-links, f-links: the document itself, and every other form; each link with its relation and type.
fn links_are_there(document: &Value, own: &str, others: &[&str], place: &str) {
    let links = document["links"].as_array().unwrap_or_else(|| panic!("{place}: no links"));
    let has = |rel: &str, kind: &str| links.iter().any(|l| l["rel"] == rel && l["type"] == kind);
    assert!(has("self", own), "{place}: no link to itself as {own}");
    others.iter().for_each(|kind| assert!(has("alternate", kind), "{place}: no link to {kind}"));
    for link in links {
        assert!(link["rel"].is_string() && link["type"].is_string() && link["href"].is_string(), "{place}: {link}");
    }
}

/// Every position of a geometry.
fn positions(of: &Value, found: &mut Vec<[f64; 2]>) {
    match of.as_array() {
        Some(numbers) if numbers.first().is_some_and(Value::is_number) => {
            found.push([numbers[0].as_f64().unwrap(), numbers[1].as_f64().unwrap()]);
        }
        Some(parts) => parts.iter().for_each(|part| positions(part, found)),
        None => {}
    }
}

fn positions_of(feature: &Value) -> Vec<[f64; 2]> {
    let mut found = Vec::new();
    positions(&feature["geometry"]["coordinates"], &mut found);
    found
}

/// fc-response, fc-links, fc-timeStamp, fc-numberReturned, fc-numberMatched, crs84.
fn is_feature_collection(address: &str) -> Value {
    let before = now();
    let answer = get(address, GEOJSON);
    assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, GEOJSON), "{address}: {}", answer.text());
    assert_eq!(answer.header("content-crs"), format!("<{CRS84}>"), "{address}");
    let page = answer.json();
    assert_eq!(page["type"], "FeatureCollection", "{address}");
    links_are_there(&page, GEOJSON, &["text/html"], address);
    let stamp = page["timeStamp"].as_str().unwrap();
    assert!(before.as_str() <= stamp && stamp <= now().as_str(), "{address}: {stamp}");
    assert_eq!(page["numberReturned"], features(&page).len(), "{address}");
    let (mut all, mut next) = (features(&page).len(), next(&page));
    while let Some(address) = next {
        let page = ok(&address);
        assert!(!features(&page).is_empty(), "{address}");
        all += features(&page).len();
        next = self::next(&page);
    }
    assert_eq!(page["numberMatched"], all, "{address}");
    for [lon, lat] in features(&page).iter().flat_map(positions_of) {
        assert!((-180.0..=180.0).contains(&lon) && (-90.0..=90.0).contains(&lat), "{address}: {lon} {lat}");
    }
    page
}

fn next(page: &Value) -> Option<String> {
    let link = page["links"].as_array()?.iter().find(|l| l["rel"] == "next")?;
    Some(link["href"].as_str()?.to_owned())
}

/// This second, written as the service writes it.
fn now() -> String {
    let seconds = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    let text = contactline_core::model::Moment::from_seconds(i64::try_from(seconds).unwrap()).to_string();
    if text.len() == 10 { format!("{text}T00:00:00Z") } else { text }
}
