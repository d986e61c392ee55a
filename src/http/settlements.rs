//! `settlements` as a handler.

use axum::extract::State;
use axum::http::{HeaderMap, Uri};

use crate::wire;
use contactline_core::query::{self, Wanted};

use super::body::{csv, geojson, json, run_blocking, wanted_form};
use super::params::Params;
use super::questions::Answer;
use super::reproject;
use super::service::Service;

const ALLOWED: [&str; 16] = [
    "date", "region", "source", "q", "near", "lon", "lat", "x", "y", "crs", "status", "holder", "limit", "f", "bom",
    "winding",
];

/// `GET /v1/settlements`.
pub(super) async fn settlements(State(service): State<Service>, uri: Uri, headers: HeaderMap) -> Answer {
    let params = Params::read(&uri, &ALLOWED, service.today())?;
    let form = wanted_form(&params, &headers, &["json", "csv", "geojson"])?;
    run_blocking(service.clone(), move |service| {
        let served = service.served();
        let (near, place) = params.place_if_any("near", None, &served.atlas)?.unzip();
        let wanted = Wanted {
            region: params.text("region"),
            source: params.text("source"),
            name: params.text("q"),
            near,
            status: params.parsed("status")?,
            holder: params.parsed("holder")?,
            limit: params.count("limit")?,
        };
        let found = query::settlements(&served.atlas, params.moment()?, wanted)?;
        let shape = wire::Settlements::new(&found, served.atlas.sources());
        let shape = wire::Settlements { place: place.flatten(), crs: params.crs_note()?, ..shape };
        match (form, params.crs()?) {
            ("csv", _) => csv(shape.to_csv(), "settlements", &params),
            ("geojson", None) => geojson(&shape.into_geo(), &params),
            ("geojson", Some(crs)) => geojson(&reproject::out(&shape.into_geo(), crs)?, &params),
            _ => json(&shape, &params),
        }
    })
    .await
}
