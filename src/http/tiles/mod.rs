//! Map tiles, what describes them, and a style for them. OGC's order in addresses: zoom, row, column.

mod asked;
pub(super) mod layers;
mod styles;

use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use crate::render::TileLayer;
use edge_timeline::tile::{TileError, TileId};

use super::body::{CACHE_1_DAY, CACHE_1_MIN, json};
use super::lanes::{self, Work};
use super::ogc::Address;
use super::params::Params;
use super::problem::{Code, Problem};
use super::service::{Service, Snapshot};
use asked::Asked;

use layers::layer;

type Answer = Result<Response, Problem>;

/// Tiles that cannot change: their address names the data they are made of.
const CACHE_IMMUTABLE: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");

/// The routes.
pub(super) fn routes() -> Router<Service> {
    Router::new()
        .route("/collections/{collection}/tiles", get(tilesets_of))
        .route("/collections/{collection}/tiles/WebMercatorQuad", get(tileset_of))
        .route("/collections/{collection}/tiles/WebMercatorQuad/tilejson.json", get(tilejson_of))
        .route("/collections/{collection}/tiles/WebMercatorQuad/{z}/{row}/{col}", get(tile_of))
        .route("/tiles", get(tilesets))
        .route("/tiles/WebMercatorQuad", get(tileset))
        .route("/tiles/WebMercatorQuad/tilejson.json", get(tilejson))
        .route("/tiles/WebMercatorQuad/{z}/{row}/{col}", get(tile))
        .route("/tileMatrixSets", get(matrix_sets))
        .route("/tileMatrixSets/WebMercatorQuad", get(matrix_set))
        .merge(styles::routes())
}

async fn tilesets_of(service: State<Service>, Path(id): Path<String>, uri: Uri, headers: HeaderMap) -> Answer {
    described(&service, Some(id), &uri, &headers, |tiled, params| json(&crate::render::Tilesets::new(tiled), params))
}

async fn tilesets(service: State<Service>, uri: Uri, headers: HeaderMap) -> Answer {
    described(&service, None, &uri, &headers, |tiled, params| json(&crate::render::Tilesets::new(tiled), params))
}

async fn tileset_of(service: State<Service>, Path(id): Path<String>, uri: Uri, headers: HeaderMap) -> Answer {
    described(&service, Some(id), &uri, &headers, |tiled, params| json(&crate::render::Tileset::new(tiled), params))
}

async fn tileset(service: State<Service>, uri: Uri, headers: HeaderMap) -> Answer {
    described(&service, None, &uri, &headers, |tiled, params| json(&crate::render::Tileset::new(tiled), params))
}

async fn tilejson_of(service: State<Service>, Path(id): Path<String>, uri: Uri, headers: HeaderMap) -> Answer {
    described(&service, Some(id), &uri, &headers, |tiled, params| json(&crate::render::TileJson::new(tiled), params))
}

async fn tilejson(service: State<Service>, uri: Uri, headers: HeaderMap) -> Answer {
    described(&service, None, &uri, &headers, |tiled, params| json(&crate::render::TileJson::new(tiled), params))
}

/// What describes the tiles of a collection, or of all asked for.
fn described(
    service: &Service,
    id: Option<String>,
    uri: &Uri,
    headers: &HeaderMap,
    shape: impl FnOnce(&crate::render::Tiled<'_, '_>, &Params) -> Answer,
) -> Answer {
    let served = service.served();
    let params = Params::read(uri, &["datetime", "collections", "f", "v"], service.today())?;
    params.one_of("f", &["json"])?;
    let asked = Asked::read(&served, service.rights(), id.as_deref(), &params)?;
    shape(&asked.tiled(&Address::of(service, uri, headers).to(""), &served.fingerprint), &params)
}

async fn tile_of(
    State(service): State<Service>,
    Path((id, z, row, col)): Path<(String, String, String, String)>,
    uri: Uri,
) -> Answer {
    drawn(service, Some(id), [z, row, col], uri).await
}

async fn tile(State(service): State<Service>, Path([z, row, col]): Path<[String; 3]>, uri: Uri) -> Answer {
    drawn(service, None, [z, row, col], uri).await
}

/// A tile: of a collection, or of all asked for, a layer each.
async fn drawn(service: Service, id: Option<String>, place: [String; 3], uri: Uri) -> Answer {
    let params = Params::read(&uri, &["datetime", "collections", "f", "v"], service.today())?;
    params.one_of("f", &["mvt"])?;
    let tile = tile_id(&place)?;
    lanes::run(Work::Tile, service, move |service| {
        let served = service.served();
        let asked = Asked::read(&served, service.rights(), id.as_deref(), &params)?;
        let layers: Vec<Arc<TileLayer>> = asked
            .collections
            .iter()
            .map(|c| layer(&served.layers, &served.atlas, service.rights(), c, asked.when(c)))
            .collect();
        let bytes = crate::render::tile(&layers, tile)
            .map_err(|_| Problem::new(Code::Internal, "the tile could not be made"))?;
        let age = [(CACHE_CONTROL, age(&served, &asked, &params))];
        Ok(match bytes {
            Some(bytes) => (age, [(CONTENT_TYPE, HeaderValue::from_static(crate::render::MVT))], bytes).into_response(),
            None => (StatusCode::NO_CONTENT, age).into_response(),
        })
    })
    .await
}

/// How long a tile may be kept.
fn age(served: &Snapshot, asked: &Asked<'_>, params: &Params) -> HeaderValue {
    let is_fixed = params.is_of_the_past() || asked.collections.iter().all(|c| c.source.is_none() && !c.is_as_of);
    match params.text("v") {
        Some(v) if v == served.fingerprint && is_fixed => CACHE_IMMUTABLE,
        _ if is_fixed => CACHE_1_DAY,
        _ => CACHE_1_MIN,
    }
}

/// The tile of an address: zoom, row and column, the last with or without an ending.
fn tile_id([z, row, col]: &[String; 3]) -> Result<TileId, Problem> {
    let col = col.strip_suffix(".mvt").or_else(|| col.strip_suffix(".pbf")).unwrap_or(col);
    let number = |name: &str, parameter: &str, text: &str| {
        text.parse::<u32>().map_err(|_| {
            let detail =
                format!("'{text}' is not a whole number; the {name} of a tile is required, as in /6/22/37.mvt");
            Problem::new(Code::NotFound, detail).of(parameter)
        })
    };
    let (z, row, col) = (number("zoom", "z", z)?, number("row", "row", row)?, number("column", "col", col)?);
    TileId::new(z, col, row).map_err(|error| {
        let name = match error {
            TileError::Zoom(_) => "z",
            TileError::Column(..) => "col",
            TileError::Row(..) => "row",
        };
        Problem::new(Code::NotFound, error.to_string()).of(name)
    })
}

async fn matrix_sets(service: State<Service>, uri: Uri, headers: HeaderMap) -> Answer {
    let params = Params::read(&uri, &["f"], service.today())?;
    params.one_of("f", &["json"])?;
    json(&crate::render::TileMatrixSets::new(&Address::of(&service, &uri, &headers).to("")), &params)
}

async fn matrix_set(service: State<Service>, uri: Uri) -> Answer {
    let params = Params::read(&uri, &["f"], service.today())?;
    params.one_of("f", &["json"])?;
    json(&crate::render::TileMatrixSet::default(), &params)
}
