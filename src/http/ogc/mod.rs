//! OGC API - Features: the collections and their items, in the addresses and words of the standard (17-069r4, 18-058r1,
//! 19-079r2).

mod address;
pub(super) mod answer;
mod form;
mod handlers;
pub(super) mod reached;
pub(super) mod selections;
mod words;

use axum::Router;
use axum::routing::get;

use super::service::Service;

/// The conformance classes that hold here, and no others.
pub(super) const CONFORMANCE: &[&str] = &[
    "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-common-2/1.0/conf/collections",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/html",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
    "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables-query-parameters",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/filter",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/features-filter",
    "http://www.opengis.net/spec/cql2/1.0/conf/cql2-text",
    "http://www.opengis.net/spec/cql2/1.0/conf/cql2-json",
    "http://www.opengis.net/spec/cql2/1.0/conf/basic-cql2",
    "http://www.opengis.net/spec/cql2/1.0/conf/advanced-comparison-operators",
    "http://www.opengis.net/spec/cql2/1.0/conf/case-insensitive-comparison",
    "http://www.opengis.net/spec/cql2/1.0/conf/basic-spatial-functions",
    "http://www.opengis.net/spec/cql2/1.0/conf/basic-spatial-functions-plus",
    "http://www.opengis.net/spec/cql2/1.0/conf/basic-spatial-operators",
    "http://www.opengis.net/spec/cql2/1.0/conf/property-property",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/tileset",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/tilesets-list",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/dataset-tilesets",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/geodata-tilesets",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/collections-selection",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/datetime",
    "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/mvt",
];

/// The routes of the standard.
pub(super) fn routes() -> Router<Service> {
    let mut routes = Router::new()
        .route("/conformance", get(handlers::conformance))
        .route("/collections", get(handlers::collections))
        .route("/collections/{collection}", get(handlers::collection))
        .route("/collections/{collection}/queryables", get(handlers::queryables))
        .route("/collections/{collection}/schema", get(handlers::schema))
        .route("/collections/{collection}/items", get(handlers::items))
        .route("/collections/{collection}/items/{item}", get(handlers::item));
    // Clients such as GDAL tell a format by the end of its address.
    for form in form::Form::FILES {
        let path = format!("/collections/{{collection}}/items.{}", form.ending());
        routes = routes
            .route(&path, get(move |state, path, uri, headers| handlers::items_as(form, state, path, uri, headers)));
    }
    routes
}

pub(super) use address::Address;
pub(super) use form::Form;
pub(super) use reached::forwarded_value;
pub use reached::{PublicUrl, Reached};
