//! The questions as handlers: parameters, question, shape.

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, Uri, header};
use axum::response::Response;

use crate::wire::{self, ask};
use contactline_core::model::{Moment, foreign, text_of};
use contactline_core::query::{self, Shape, When};
use contactline_store::geojson::{ReadShape, read_geometry, stated_crs};

use super::body::{csv, geojson, json, run_blocking, wanted_form, wants_csv};
use super::body_reader::BodyReader;
use super::lanes::{self, Work};
use super::params::Params;
use super::problem::{Code, Problem};
use super::reproject;
use super::room::Held;
use super::service::{Service, Snapshot};

/// Longest body of a shape, in bytes: some 100,000 vertices, twice the largest map layer seen.
const MAX_SHAPE_BYTES: usize = 4 << 20;

pub(super) type Answer = Result<Response, Problem>;

/// What a question about a place and a day may say.
const AT: [&str; 10] = ["lon", "lat", "x", "y", "crs", "date", "place", "region", "f", "bom"];

/// `GET /v1/at`.
pub(super) async fn at(State(service): State<Service>, uri: Uri, headers: HeaderMap) -> Answer {
    let served = service.served();
    let params = Params::read(&uri, &AT, service.today())?;
    let (position, place) = params.place(&served.atlas)?;
    let at = query::at(&served.atlas, position, params.moment()?);
    let shape = wire::At { place, crs: params.crs_note()?, ..wire::At::from(&at) };
    if wants_csv(&params, &headers)? { csv(shape.to_csv(), "at", &params) } else { json(&shape, &params) }
}

/// `GET /v1/history`.
pub(super) async fn history(State(service): State<Service>, uri: Uri, headers: HeaderMap) -> Answer {
    let allowed = ["lon", "lat", "x", "y", "crs", "from", "to", "place", "region", "f", "bom"];
    let params = Params::read(&uri, &allowed, service.today())?;
    let (from, to) = (params.moment_of("from")?, params.moment_of("to")?);
    let from = from.map(|m| m.date().start());
    run_blocking(service, move |service| {
        let served = service.served();
        let (position, place) = params.place(&served.atlas)?;
        let history = query::history(&served.atlas, position, from, to, params.today())?;
        let shape = wire::History { place, crs: params.crs_note()?, ..wire::History::from(&history) };
        if wants_csv(&params, &headers)? { csv(shape.to_csv(), "history", &params) } else { json(&shape, &params) }
    })
    .await
}

/// `GET /v1/changes`.
pub(super) async fn changes(State(service): State<Service>, uri: Uri, headers: HeaderMap) -> Answer {
    let allowed = ["from", "to", "source", "region", "party", "crs", "f", "bom", "winding"];
    let params = Params::read(&uri, &allowed, service.today())?;
    run_blocking(service.clone(), move |service| {
        let served = service.served();
        let (from, to) = (params.moment_needed("from")?, params.moment_needed("to")?);
        let region = params.text("region");
        let source = source(&params, &served, &[from, to], region)?;
        let party = params.parsed("party")?;
        let (changes, others) = query::changes_of(&served.atlas, source, party, region, from, to)?;
        let shape = wire::Changes::new(&changes, &others, service.rights());
        let shape = wire::Changes { crs: params.crs_note()?, ..shape };
        match (wants_csv(&params, &headers)?, params.crs()?) {
            (true, _) => csv(shape.to_csv(), "changes", &params),
            (false, None) => geojson(&shape, &params),
            (false, Some(crs)) => geojson(&reproject::out(&shape, crs)?, &params),
        }
    })
    .await
}

/// `GET /v1/line`.
pub(super) async fn line(State(service): State<Service>, uri: Uri, headers: HeaderMap) -> Answer {
    let allowed = ["date", "source", "lon", "lat", "x", "y", "crs", "place", "f", "bom", "winding"];
    let params = Params::read(&uri, &allowed, service.today())?;
    run_blocking(service.clone(), move |service| {
        let served = service.served();
        let (near, place) = params.place_if_any("place", None, &served.atlas)?.unzip();
        let moment = params.moment()?;
        let line = query::line(&served.atlas, source(&params, &served, &[moment], None)?, moment, near)?;
        let shape = wire::Line {
            place: place.flatten(),
            crs: params.crs_note()?,
            ..wire::Line::new(&line, moment, service.rights())
        };
        match (wants_csv(&params, &headers)?, params.crs()?) {
            (true, _) => csv(shape.to_csv(), "line", &params),
            (false, None) => geojson(&shape, &params),
            (false, Some(crs)) => geojson(&reproject::out(&shape, crs)?, &params),
        }
    })
    .await
}

/// `POST /v1/overlap`.
pub(super) async fn overlap(State(service): State<Service>, uri: Uri, headers: HeaderMap, body: Body) -> Answer {
    let allowed = ["date", "from", "to", "step", "source", "pieces", "crs", "f", "bom"];
    let params = Params::read(&uri, &allowed, service.today())?;
    let (text, room) = shape_text(&headers, BodyReader::new(&service, &headers, body)?).await?;
    run_blocking(service.clone(), move |service| {
        let served = service.served();
        // Where the question names no system, the text's own `crs` member counts as if it did.
        let crs = match params.crs()? {
            Some(crs) => Some(crs),
            None => stated_crs(&text).map_err(|f| Problem::of_geometry(&f))?.filter(|crs| !crs.is_wgs84_degrees()),
        };
        let shape = match read_geometry(&reproject::into(text, crs, &served.atlas)?) {
            Ok(ReadShape::Area(area)) => Shape::Area(area),
            Ok(ReadShape::Paths(paths)) => Shape::Paths(paths),
            Err(findings) => return Err(Problem::of_geometry(&findings)),
        };
        drop(room);
        let as_csv = wants_csv(&params, &headers)?;
        let (when, pieces): (When, bool) = (params.when()?, params.flag("pieces")? && !as_csv);
        let overlap = query::overlap(&served.atlas, &shape, params.text("source"), when, pieces)?;
        ask::question_shape(&served.atlas, &shape, &overlap)?;
        let wired = wire::Overlap::new(&shape, &overlap, served.atlas.sources(), service.rights());
        let wired = wire::Overlap { crs: crs.map(wire::CrsNote::from), ..wired };
        match (as_csv, crs) {
            (true, _) => csv(wired.to_csv(), "overlap", &params),
            (false, None) => json(&wired, &params),
            (false, Some(crs)) => json(&reproject::out(&wired, crs)?, &params),
        }
    })
    .await
}

/// `GET /v1/regimes`: at a place; without one, the register.
pub(super) async fn regimes(State(service): State<Service>, uri: Uri, headers: HeaderMap) -> Answer {
    let served = service.served();
    let params = Params::read(&uri, &AT, service.today())?;
    let as_csv = wants_csv(&params, &headers)?;
    let Some((position, place)) = params.place_if_any("place", params.text("region"), &served.atlas)? else {
        let shape = wire::RegimeRegister::new(served.atlas.regimes(), params.moment_of("date")?.map(Moment::date));
        return if as_csv { csv(shape.to_csv(), "regimes", &params) } else { json(&shape, &params) };
    };
    let regimes = query::regimes(&served.atlas, position, params.moment()?);
    let shape = wire::Regimes { place, crs: params.crs_note()?, ..wire::Regimes::from(&regimes) };
    if as_csv { csv(shape.to_csv(), "regimes", &params) } else { json(&shape, &params) }
}

/// `GET /v1/sources`.
pub(super) async fn sources(State(service): State<Service>, uri: Uri, headers: HeaderMap) -> Answer {
    let params = Params::read(&uri, &["f", "bom"], service.today())?;
    let served = service.served();
    let sources = served.atlas.sources().map(|s| (s, served.atlas.versions(&s.id)));
    let shape = wire::Sources::new(sources, service.rights());
    if wants_csv(&params, &headers)? { csv(shape.to_csv(), "sources", &params) } else { json(&shape, &params) }
}

/// `GET /v1/regions`.
pub(super) async fn regions(State(service): State<Service>, uri: Uri, headers: HeaderMap) -> Answer {
    let params = Params::read(&uri, &["f", "bom", "winding"], service.today())?;
    let form = wanted_form(&params, &headers, &["json", "geojson", "csv"])?;
    if form == "geojson" {
        // Every outline: long enough to hold up others.
        let outlines = move |service: &Service| geojson(&wire::RegionsGeo::new(&service.served().atlas), &params);
        return lanes::run(Work::Tile, service, outlines).await;
    }
    let served = service.served();
    let shape = wire::Regions::new(&served.atlas);
    if form == "csv" { csv(shape.to_csv(), "regions", &params) } else { json(&shape, &params) }
}

/// The source asked for, else the one meant as of these moments for a region or group.
fn source<'a>(
    params: &'a Params,
    served: &'a Snapshot,
    moments: &[Moment],
    region: Option<&str>,
) -> Result<&'a str, Problem> {
    match params.text("source") {
        Some(id) => Ok(id),
        None => Ok(&ask::default_source(&served.atlas, moments, region).map_err(|e| Problem::from(e).of("source"))?.id),
    }
}

/// The body of a shape, of a kind that is read here and not too long.
async fn shape_text(headers: &HeaderMap, body: BodyReader) -> Result<(String, Held), Problem> {
    let kind = headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if !matches!(kind.as_str(), "application/json" | "application/geo+json") {
        let detail = format!("content type '{kind}' is not read here; send application/geo+json or application/json");
        return Err(Problem::new(Code::UnsupportedMediaType, detail));
    }
    let (bytes, room) = body.whole(MAX_SHAPE_BYTES).await?;
    if bytes.trim_ascii().is_empty() {
        return Err(Problem::new(
            Code::BadBody,
            "The request body is empty; a GeoJSON geometry or feature is required",
        ));
    }
    if let Some(other) = foreign(&bytes) {
        return Err(Problem::new(Code::BadBody, format!("the body is no GeoJSON: {other}")));
    }
    let text = text_of(bytes).map_err(|e| Problem::new(Code::BadBody, format!("the body is {e}")))?;
    Ok((text, room))
}
