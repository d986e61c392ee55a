//! `GET /v1/proposals/schema`: a document that comes with the program. It asks nothing of an atlas, so it is no question.

use axum::extract::State;
use axum::http::Uri;
use axum::response::Response;

use super::body::written;
use super::params::Params;
use super::problem::{Code, Problem};
use super::service::Service;
use contactline_store::shipped;

/// What a proposal of one's own may hold, as JSON Schema.
pub(super) async fn schema(State(service): State<Service>, uri: Uri) -> Result<Response, Problem> {
    let params = Params::read(&uri, &[], service.today())?;
    let text =
        shipped("schema/proposal.json").map_err(|_| Problem::new(Code::Internal, "the schema cannot be read"))?;
    written(Ok(text.into_bytes()), "application/schema+json", &params)
}
