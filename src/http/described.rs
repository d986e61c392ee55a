//! The questions that are described, as routes: parameters, turn, question, form.

use axum::Router;
use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use axum::routing::get;

use super::body::{csv, svg, wanted_form, written};
use super::lanes::{self, Work};
use super::params::Params;
use super::problem::Problem;
use super::service::Service;
use crate::questions::{Context, Description, Form, QUESTIONS, Reply};

/// A route for each.
pub(super) fn routes() -> Router<Service> {
    QUESTIONS.iter().fold(Router::new(), |router, question| {
        let handler =
            move |State(service): State<Service>, uri: Uri, headers: HeaderMap| ask(question, service, uri, headers);
        router.route(&path(question), get(handler))
    })
}

/// Where a question is asked.
pub(super) fn path(question: &Description) -> String {
    format!("/v1/{}", question.name)
}

/// The names of the parameters of a question's address, those of the answer's form last.
pub(super) fn parameters(question: &Description) -> Vec<&'static str> {
    let own = question.parameters().into_iter().map(|parameter| parameter.name);
    own.chain(form_parameters(question).iter().copied()).collect()
}

/// The parameters that choose the form of the answer.
pub(super) fn form_parameters(question: &Description) -> &'static [&'static str] {
    if question.forms.contains(&Form::Csv) { &["f", "bom"] } else { &["f"] }
}

async fn ask(
    question: &'static Description,
    service: Service,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let params = Params::read(&uri, &parameters(question), service.today())?;
    let overlays = {
        let served = service.served();
        question.overlays(Context { atlas: &served.atlas, rights: service.rights(), is_indented: false }, &params)?
    };
    lanes::run(Work::of_overlays(overlays), service, move |service| {
        let words: Vec<&str> = question.forms_of_http().map(Form::as_str).collect();
        let wanted = wanted_form(&params, &headers, &words)?;
        let form = question.forms_of_http().find(|form| form.as_str() == wanted).unwrap_or(Form::Json);
        let served = service.served();
        let context = Context { atlas: &served.atlas, rights: service.rights(), is_indented: false };
        match question.ask(context, &params, form)?.0 {
            Reply::Json(bytes) => written(Ok(bytes), Form::Json.media_type(), &params),
            Reply::Csv(text) => csv(Ok(text), question.name, &params),
            Reply::Svg(text) | Reply::Text(text) => svg(text, &params),
        }
    })
    .await
}
