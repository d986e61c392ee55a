//! The questions that are described, as routes: parameters, turn, question, form.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{RawPathParams, State};
use axum::http::{HeaderMap, Uri, header};
use axum::response::Response;
use axum::routing::{get, post};

use super::body::{csv, stating, svg, wanted_form, written};
use super::body_reader::BodyReader;
use super::evidence;
use super::lanes::{self, Work};
use super::params::Params;
use super::past::Past;
use super::problem::{Code, Problem};
use super::service::{Service, Snapshot};
use super::tiles::layers::{TileLayers, layer};
use crate::questions::{
    Answered, Context, Description, EXPECT, Form, KNOWN_ON, Layers, MadeLayers, Pace, QUESTIONS, Reply, SentKind,
};
use crate::render::TileLayer;
use crate::request::{SCALE, Sent};
use crate::wire::{PROVENANCE, Rights};
use contactline_core::atlas::Atlas;
use contactline_core::model::{Interval, foreign, text_of};
use contactline_core::query::items::Collection;

/// A question with the names that its address may have after `?`.
#[derive(Clone)]
struct Route {
    question: &'static Description,
    names: Arc<[&'static str]>,
    forms: Arc<[&'static str]>,
}

/// A route for each.
pub(super) fn routes() -> Router<Service> {
    QUESTIONS.iter().fold(Router::new(), |router, question| {
        let forms = question.forms_of_http().map(Form::as_str).chain(evidence::words(question)).collect();
        let route = Route { question, names: parameters(question), forms };
        router.route(
            &path(question),
            match question.sent {
                None => {
                    get(move |State(service): State<Service>, inside: RawPathParams, uri: Uri, headers: HeaderMap| {
                        ask(route.clone(), service, inside, uri, headers)
                    })
                }
                Some(kind) => post(move |State(service): State<Service>, uri: Uri, headers: HeaderMap, body: Body| {
                    ask_with(route.clone(), kind, service, uri, headers, body)
                }),
            },
        )
    })
}

/// Where a question is asked.
pub(super) fn path(question: &Description) -> String {
    format!("/v1/{}", question.path)
}

/// An address of a question that the built-in data answers.
pub(super) fn example(question: &Description) -> String {
    let (mut path, mut rest) = (path(question), Vec::new());
    for pair in question.example.split('&').filter(|pair| !pair.is_empty()) {
        match pair.split_once('=') {
            Some((name, value)) if question.is_in_path(name) => path = path.replace(&format!("{{{name}}}"), value),
            _ => rest.push(pair),
        }
    }
    if rest.is_empty() { path } else { format!("{path}?{}", rest.join("&")) }
}

/// The names of the parameters after `?` in a question's address, those of the answer's form last.
fn parameters(question: &Description) -> Arc<[&'static str]> {
    let own = question.parameters().into_iter().map(|parameter| parameter.name);
    let own = own.filter(|name| !question.is_in_path(name));
    own.chain(form_parameters(question)).collect()
}

/// The parameters that choose the form of the answer.
pub(super) fn form_parameters(question: &Description) -> impl Iterator<Item = &'static str> {
    let of_tables = question.forms.contains(&Form::Csv).then_some(["bom", PROVENANCE]);
    let winding = question.has_geojson().then_some("winding");
    let scale = question.forms.contains(&Form::Png).then_some(SCALE);
    ["f", EXPECT, KNOWN_ON].into_iter().chain(of_tables.into_iter().flatten()).chain(winding).chain(scale)
}

/// The layers that the service keeps.
struct Kept<'a>(&'a TileLayers, &'a Rights);

impl Layers for Kept<'_> {
    fn layer<'a>(&self, atlas: &'a Atlas, collection: &Collection<'a>, when: Interval) -> Arc<TileLayer> {
        layer(self.0, atlas, self.1, collection, when)
    }
}

async fn ask(
    route: Route,
    service: Service,
    inside: RawPathParams,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let params = Params::read(&uri, &route.names, service.today())?.with_path(&inside);
    if let Some(written) = evidence::wanted(route.question, &params) {
        let work = work(route.question, &service, &params)?.unwrap_or(Work::Quick);
        let write = move |service: &Service| {
            let known_on = service.known_on(&params)?;
            let written = asked(service, &params, |context| evidence::evidence(written, context, service, &params))?;
            Ok(service.stating_known(known_on, written))
        };
        return lanes::run(work, service, write).await;
    }
    let form = form(&route, &params, &headers)?;
    let Some(work) = work(route.question, &service, &params)? else {
        return answer(route.question, form, &service, &params);
    };
    lanes::run(work, service, move |service| answer(route.question, form, service, &params)).await
}

/// How much work a question is, as far as can be told beforehand; none where it needs no turn.
pub(super) fn work(question: &Description, service: &Service, params: &Params) -> Result<Option<Work>, Problem> {
    if let Some(at) = service.known_on(params)? {
        // What is not at hand is opened first; what is may be gone before it is asked, so that nothing goes without a turn.
        let Some(past) = service.past_at_hand(at) else { return Ok(Some(Work::Heavy)) };
        let asked = |past: &Past| question.overlays(past_context(past, service), params);
        return Ok(Some(match question.pace {
            Pace::Counted if question.sent.is_none() => Work::of_overlays(asked(&past)?),
            _ => Work::Quick,
        }));
    }
    Ok(match question.pace {
        // How much what is sent along takes is known only when it is read.
        _ if question.sent.is_some() => Some(Work::Quick),
        Pace::Instant => None,
        Pace::Drawing => Some(Work::Tile),
        Pace::Counted => {
            let served = service.served();
            let layers = Kept(&served.layers, service.rights());
            Some(Work::of_overlays(question.overlays(context(&served, service, &layers), params)?))
        }
    })
}

/// Asks what is sent along. How much work it is is known only when it is read: what is much changes lanes.
async fn ask_with(
    route: Route,
    kind: SentKind,
    service: Service,
    uri: Uri,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    let params = Params::read(&uri, &route.names, service.today())?;
    let form = form(&route, &params, &headers)?;
    media_type_read(kind, &headers)?;
    let (bytes, room) = BodyReader::new(&service, &headers, body)?.whole(kind.max_bytes).await?;
    let params = params.with(sent(kind, bytes)?);
    let work = work(route.question, &service, &params)?.unwrap_or(Work::Quick);
    lanes::run(work, service, move |service| {
        let answered = answer(route.question, form, service, &params);
        drop(room);
        answered
    })
    .await
}

/// What is sent along, as text.
pub(super) fn sent(kind: SentKind, bytes: Vec<u8>) -> Result<Sent, Problem> {
    if let Some(other) = foreign(&bytes) {
        return Err(Problem::new(Code::BadBody, format!("the body is no {}: {other}", kind.noun)));
    }
    let text = text_of(bytes).map_err(|e| Problem::new(Code::BadBody, format!("the body is {e}")))?;
    Ok(Sent { name: None, text })
}

/// Refuses a body of another kind.
fn media_type_read(kind: SentKind, headers: &HeaderMap) -> Result<(), Problem> {
    let sent = headers.get(header::CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let sent = sent.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let known = kind.media_types.iter().map(|(media_type, _)| *media_type);
    if !kind.is_typed || known.clone().any(|media_type| media_type == sent) {
        return Ok(());
    }
    let detail = format!("content type '{sent}' is not read here; send {}", known.collect::<Vec<_>>().join(" or "));
    Err(Problem::new(Code::UnsupportedMediaType, detail))
}

fn form(route: &Route, params: &Params, headers: &HeaderMap) -> Result<Form, Problem> {
    // Evidence is asked for by its word alone, never by a header.
    let own: Vec<&'static str> = route.question.forms_of_http().map(Form::as_str).collect();
    let words = if params.text("f").is_some() { &route.forms[..] } else { &own[..] };
    let wanted = wanted_form(params, headers, words)?;
    let found = route.question.forms_of_http().find(|form| form.as_str() == wanted);
    Ok(found.unwrap_or(Form::Json))
}

fn context<'a>(served: &'a Snapshot, service: &'a Service, layers: &'a Kept<'_>) -> Context<'a> {
    Context {
        atlas: &served.atlas,
        fingerprint: &served.fingerprint,
        rights: service.rights(),
        layers,
        is_indented: false,
    }
}

/// Pictures are drawn for it alone: hardly two ask for the same.
fn past_context<'a>(past: &'a Past, service: &'a Service) -> Context<'a> {
    let Past { atlas, fingerprint } = past;
    Context { atlas, fingerprint, rights: service.rights(), layers: &MadeLayers, is_indented: false }
}

/// The answer in a form, of the atlas being served, or of what had been loaded by then.
pub(super) fn answered(
    question: &Description,
    form: Form,
    service: &Service,
    params: &Params,
) -> Result<Answered, Problem> {
    asked(service, params, |context| question.ask(context, params, form))
}

/// Asks something of the atlas being served, or of what had been loaded by then.
fn asked<T>(
    service: &Service,
    params: &Params,
    ask: impl FnOnce(Context<'_>) -> Result<T, Problem>,
) -> Result<T, Problem> {
    if let Some(at) = service.known_on(params)? {
        return ask(past_context(&*service.past(at)?, service));
    }
    let served = service.served();
    let layers = Kept(&served.layers, service.rights());
    ask(context(&served, service, &layers))
}

fn answer(question: &Description, form: Form, service: &Service, params: &Params) -> Result<Response, Problem> {
    let Answered { reply, fingerprint, .. } = answered(question, form, service, params)?;
    let response = match reply {
        Reply::Json(bytes) => written(Ok(bytes), question.media_type(form), params),
        Reply::Csv(table) => csv(Ok(table.text), question.command, params),
        Reply::Png(bytes) => written(Ok(bytes), question.media_type(form), params),
        Reply::Svg(text) | Reply::Text(text) => svg(text, params),
    };
    Ok(service.stating_known(service.known_on(params)?, stating(&fingerprint, response?)))
}
