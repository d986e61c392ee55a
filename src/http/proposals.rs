//! Proposals as handlers: the list, one of them, several side by side, and one's own text.

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, Uri};
use axum::response::Response;

use crate::wire;
use contactline_core::atlas::Atlas;
use contactline_core::model::{Bindings, Proposal};
use contactline_core::query;
use contactline_store::{read_proposal, shipped};

use super::body::{csv, geojson, json, run_blocking, wanted_form, written};
use super::body_reader::BodyReader;
use super::lanes::{self, Work};
use super::params::Params;
use super::problem::{Code, Problem};
use super::service::Service;

type Answer = Result<Response, Problem>;

/// Longest proposal, in bytes: a text of a hundred terms is some 50 kB; drawings may be large.
const MAX_PROPOSAL_BYTES: usize = 1 << 20;
/// The parameters of every evaluation; `set` gives those of the proposal: `set=line_date:2025-12-02,other_land:kept`.
const ALLOWED: [&str; 7] = ["date", "source", "region", "set", "f", "bom", "winding"];

/// `GET /v1/proposals`: the list; with `compare`, those named side by side.
pub(super) async fn proposals(State(service): State<Service>, uri: Uri, headers: HeaderMap) -> Answer {
    let params =
        Params::read(&uri, &["compare", "date", "source", "region", "set", "f", "bom", "winding"], service.today())?;
    if params.text("compare").is_none() {
        if let Some(name) =
            ["date", "source", "region", "set", "bom", "winding"].into_iter().find(|name| params.text(name).is_some())
        {
            let detail = format!("'{name}' goes with compare, or with one text: /v1/proposals/{{id}}");
            return Err(Problem::new(Code::BadValue, detail).of(name));
        }
        params.one_of("f", &["json"])?;
        let served = service.served();
        return json(&wire::Proposals::new(served.atlas.proposals()), &params);
    }
    let work = work(&service, &params.words("compare"), &params)?;
    lanes::run(work, service, move |service| {
        let served = service.served();
        evaluated(service, &served.atlas, &found(&served.atlas, &params.words("compare"))?, &params, &headers)
    })
    .await
}

/// `GET /v1/proposals/{id}`.
pub(super) async fn proposal(
    State(service): State<Service>,
    Path(id): Path<String>,
    uri: Uri,
    headers: HeaderMap,
) -> Answer {
    let params = Params::read(&uri, &ALLOWED, service.today())?;
    let work = work(&service, &[&id], &params)?;
    lanes::run(work, service, move |service| {
        let served = service.served();
        evaluated(service, &served.atlas, &found(&served.atlas, &[&id])?, &params, &headers)
    })
    .await
}

/// `POST /v1/proposals/evaluate`: a text of one's own, TOML or JSON.
pub(super) async fn evaluate(State(service): State<Service>, uri: Uri, headers: HeaderMap, body: Body) -> Answer {
    let params = Params::read(&uri, &ALLOWED, service.today())?;
    let (bytes, room) = BodyReader::new(&service, &headers, body)?.whole(MAX_PROPOSAL_BYTES).await?;
    let text = String::from_utf8(bytes).map_err(|_| Problem::new(Code::BadBody, "the body is not UTF-8"))?;
    // How much it is to evaluate is known only when it is read: one that is much changes lanes.
    run_blocking(service.clone(), move |service| {
        let served = service.served();
        let text = read_proposal(&text, "body", &served.atlas.vocabulary()).map_err(|f| Problem::of_body(&f))?;
        drop(room);
        evaluated(service, &served.atlas, &[&text], &params, &headers)
    })
    .await
}

/// `GET /v1/proposals/schema`: what a text of one's own may hold, as JSON Schema.
pub(super) async fn schema(State(service): State<Service>, uri: Uri) -> Answer {
    let params = Params::read(&uri, &[], service.today())?;
    let text =
        shipped("schema/proposal.json").map_err(|_| Problem::new(Code::Internal, "the schema cannot be read"))?;
    written(Ok(text.into_bytes()), "application/schema+json", &params)
}

/// How these texts are worked on.
fn work(service: &Service, ids: &[&str], params: &Params) -> Result<Work, Problem> {
    let served = service.served();
    let (region, source) = (params.text("region"), params.text("source"));
    let cost = query::proposals_cost(&served.atlas, &found(&served.atlas, ids)?, region, source);
    Ok(Work::of_overlays(cost))
}

fn found<'a>(atlas: &'a Atlas, ids: &[&str]) -> Result<Vec<&'a Proposal>, Problem> {
    ids.iter().map(|id| Ok(query::proposal_by_id(atlas, id)?)).collect()
}

/// The texts evaluated, in the form asked for.
fn evaluated<'a>(
    service: &Service,
    atlas: &'a Atlas,
    texts: &[&'a Proposal],
    params: &Params,
    headers: &HeaderMap,
) -> Answer {
    let (region, source, moment) = (params.text("region"), params.text("source"), params.moment()?);
    let given = bindings(params)?;
    let compared = query::proposals(atlas, texts, region, source, moment, &given)?;
    let all: Vec<wire::Evaluated<'_>> =
        compared.iter().map(|(text, evaluations)| (*text, evaluations.as_slice())).collect();
    match wanted_form(params, headers, &["json", "geojson", "csv"])? {
        "geojson" => geojson(&wire::ProposalMap::new(&all, moment, service.rights()), params),
        "csv" => csv(wire::Proposal::new(&all, moment).to_csv(), "proposal", params),
        _ => json(&wire::Proposal::new(&all, moment), params),
    }
}

/// The values that `set` gives.
fn bindings(params: &Params) -> Result<Bindings, Problem> {
    let pair = |word: &str| match word.split_once(':') {
        Some((name, value)) => Ok((name.trim().to_owned(), value.trim().to_owned())),
        None => {
            let detail = format!("'{word}' is not a name and a value; use set=name:value,name:value");
            Err(Problem::new(Code::BadValue, detail).of("set"))
        }
    };
    let mut bindings = Bindings::new();
    for (name, value) in params.words("set").into_iter().map(pair).collect::<Result<Vec<_>, _>>()? {
        if bindings.contains_key(&name) {
            return Err(Problem::new(Code::BadValue, format!("'{name}' is set twice; set it once")).of("set"));
        }
        bindings.insert(name, value);
    }
    Ok(bindings)
}
