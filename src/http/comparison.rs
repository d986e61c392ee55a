//! The questions that set sources beside each other, as handlers.

use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;

use crate::wire;
use contactline_core::query::{self, QueryError};

use super::body::{csv, geojson, wants_csv};
use super::lanes::{self, Work};
use super::params::Params;
use super::problem::Problem;
use super::service::Service;

type Answer = Result<Response, Problem>;

/// `GET /v1/disputes`.
pub(super) async fn disputes(State(service): State<Service>, uri: Uri, headers: HeaderMap) -> Answer {
    let allowed = ["date", "region", "sources", "f", "bom", "winding"];
    let params = Params::read(&uri, &allowed, service.today())?;
    let cost = query::disputes_cost(&service.served().atlas, params.text("region"), &params.words("sources"));
    lanes::run(Work::of_overlays(cost), service, move |service| {
        let served = service.served();
        let (region, sources) = (params.text("region"), params.words("sources"));
        let disputes = query::disputes(&served.atlas, region, &sources, params.moment()?).map_err(of_several)?;
        let shape = wire::Disputes::new(&disputes, service.rights());
        if wants_csv(&params, &headers)? { csv(shape.to_csv(), "disputes", &params) } else { geojson(&shape, &params) }
    })
    .await
}

/// What is wrong with a source is wrong with the list of them.
fn of_several(error: QueryError) -> Problem {
    Problem::from(error).renamed("source", "sources")
}
