//! The standard's resources: parameters, question, shape.

use axum::extract::{Extension, Path, State};
use axum::http::header::{CACHE_CONTROL, IF_NONE_MATCH};
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use serde_json::json;

use super::answer::{bytes_of, document, failed, in_crs, json as json_of, kind_of, linked, named, tagged};
use super::form::Form;
use super::{Address, CONFORMANCE, words};
use crate::http::body::{CACHE_1_DAY, run_blocking, stating};
use crate::http::finish::{HeadAlone, matches, tag, unmade};
use crate::http::kept::SaysMoment;
use crate::http::params::Params;
use crate::http::problem::{Code, Problem};
use crate::http::service::{Service, now, second_text};
use crate::ogc::{CollectionRow, FileForm, ItemFeature, Link, Page, Schema, Selected, Shaping, file};
use crate::wire;
use crate::wire::language::{spoken, told};
use contactline_core::model::notice;
use contactline_core::query::items::{self, Collection};
use contactline_crs::Crs;
use edge_timeline::budget;

type Answer = Result<Response, Problem>;

/// Items of a page of HTML: more than anybody reads at once.
const MAX_ITEMS_OF_A_PAGE: usize = 100;

/// `GET /conformance`.
pub(super) async fn conformance(State(service): State<Service>, uri: Uri, headers: HeaderMap) -> Answer {
    let params = Params::read(&uri, &["f"], service.today())?;
    let form = Form::wanted(&params, &headers, &Form::DOCUMENTS)?;
    let links = Address::of(&service, &uri, &headers).self_links(form.word(), &Form::links(&Form::DOCUMENTS));
    document(&json!({ "conformsTo": CONFORMANCE, "links": links }), form, "Conformance")
}

/// `GET /collections`.
pub(super) async fn collections(State(service): State<Service>, uri: Uri, headers: HeaderMap) -> Answer {
    let params = Params::read(&uri, &["f"], service.today())?;
    let form = Form::wanted(&params, &headers, &Form::DOCUMENTS)?;
    let (served, address) = (service.served(), Address::of(&service, &uri, &headers));
    let links = address.self_links(form.word(), &Form::links(&Form::DOCUMENTS));
    // What would be refused is not offered: clients open all that is listed.
    let all = items::collections(&served.atlas);
    let (open, closed): (Vec<_>, Vec<_>) =
        all.iter().partition(|c| c.source.is_none_or(|s| service.rights().permit(s)));
    let rows: Vec<CollectionRow> = open.into_iter().map(|c| row(c, &service, &address, Vec::new())).collect();
    let withheld: Vec<&str> = closed.iter().map(|c| c.id.as_str()).collect();
    let crs: Vec<String> = Crs::all().map(Crs::uri).collect();
    let notice = notice::STATUS.within(spoken());
    let shape = json!({ "links": links, "crs": crs, "collections": rows, "withheld": withheld, "notice": notice });
    document(&shape, form, "Collections")
}

/// `GET /collections/{collection}`.
pub(super) async fn collection(
    State(service): State<Service>,
    Path(id): Path<String>,
    uri: Uri,
    headers: HeaderMap,
) -> Answer {
    let params = Params::read(&uri, &["f"], service.today())?;
    let form = Form::wanted(&params, &headers, &Form::DOCUMENTS)?;
    let (served, address) = (service.served(), Address::of(&service, &uri, &headers));
    let collection = found(&served.atlas, &id)?;
    let links = address.self_links(form.word(), &Form::links(&Form::DOCUMENTS));
    document(&row(&collection, &service, &address, links), form, told(&collection.title))
}

/// `GET /collections/{collection}/queryables`.
pub(super) async fn queryables(service: State<Service>, path: Path<String>, uri: Uri, headers: HeaderMap) -> Answer {
    described(service, path, uri, headers, Schema::queryables)
}

/// `GET /collections/{collection}/schema`.
pub(super) async fn schema(service: State<Service>, path: Path<String>, uri: Uri, headers: HeaderMap) -> Answer {
    described(service, path, uri, headers, Schema::items)
}

fn described(
    State(service): State<Service>,
    Path(id): Path<String>,
    uri: Uri,
    headers: HeaderMap,
    schema: fn(&Collection<'_>, &str) -> serde_json::Value,
) -> Answer {
    let params = Params::read(&uri, &["f"], service.today())?;
    let form = Form::wanted(&params, &headers, &Form::DOCUMENTS)?;
    let served = service.served();
    let collection = found(&served.atlas, &id)?;
    let shape = schema(&collection, &Address::of(&service, &uri, &headers).to(uri.path()));
    if form == Form::Html {
        document(&shape, form, told(&collection.title))
    } else {
        json_of(&shape, "application/schema+json")
    }
}

/// `GET /collections/{collection}/items`.
pub(super) async fn items(
    State(service): State<Service>,
    Path(id): Path<String>,
    uri: Uri,
    headers: HeaderMap,
    head: Option<Extension<HeadAlone>>,
) -> Answer {
    run_blocking(service, move |service| answer_items(service, &id, &uri, &headers, None, head.is_some())).await
}

/// `GET /collections/{collection}/items.csv` and other endings.
pub(super) async fn items_as(
    form: Form,
    State(service): State<Service>,
    Path(id): Path<String>,
    uri: Uri,
    headers: HeaderMap,
) -> Answer {
    run_blocking(service, move |service| answer_items(service, &id, &uri, &headers, Some(form), false)).await
}

fn answer_items(
    service: &Service,
    id: &str,
    uri: &Uri,
    headers: &HeaderMap,
    form: Option<Form>,
    is_head: bool,
) -> Answer {
    let served = service.served();
    let collection = found(&served.atlas, id)?;
    // An address with an ending has its form already.
    let is_file = form.is_some();
    let words = words::ITEMS.into_iter().filter(|word| !is_file || *word != "f");
    let names: Vec<&str> = words.chain(collection.fields.iter().map(|f| &*f.name)).collect();
    let params = Params::read(uri, &names, service.today())?;
    let form = form.map_or_else(|| Form::wanted(&params, headers, &Form::ITEMS), Ok)?;
    let whole = is_file || !matches!(form, Form::GeoJson | Form::Html);
    let mut selection = words::selection(&params, &collection, whole, service.rights())?;
    if form == Form::Html {
        selection.limit = selection.limit.min(MAX_ITEMS_OF_A_PAGE);
    }
    let shaping = words::shaping(&params, &collection)?;
    permitted(&collection, service)?;
    let selected = served.selections.select(&served.atlas, &collection, &selection);
    if whole && params.text("limit").is_none() && selected.next.is_some() {
        return Err(too_much(&selected));
    }
    let address = Address::of(service, uri, headers);
    let links = item_links(&selected, form, &address);
    // A page says when it was made, so its bytes tell nothing of whether its items changed.
    let day = if collection.is_as_of { service.today().to_string() } else { String::new() };
    let version = tag([&served.fingerprint, form.word(), &address.with(&[]), &day].join(" ").as_bytes());
    let is_page = form.file().is_none();
    let is_read = !is_page || !(is_head || headers.get(IF_NONE_MATCH).is_some_and(|known| matches(known, &version)));
    if is_read && selected.is_long {
        budget::is_long();
    }
    let mut response = match is_read {
        true => shown(&selected, &shaping, form, links, service, params.flag("bom")?)?,
        // A page of HTML has its links in itself.
        false if form == Form::Html => in_crs(unmade(kind_of(form)), shaping.crs),
        false => in_crs(linked(unmade(kind_of(form)), &links), shaping.crs),
    };
    if params.text("datetime").is_some() && selection.when.end.is_some_and(|end| end <= service.today().start()) {
        response.headers_mut().insert(CACHE_CONTROL, CACHE_1_DAY);
    }
    let response = stating(&served.fingerprint, response);
    Ok(if is_page { tagged(response, &version) } else { response })
}

/// `GET /collections/{collection}/items/{item}`.
pub(super) async fn item(
    State(service): State<Service>,
    Path((id, item)): Path<(String, String)>,
    uri: Uri,
    headers: HeaderMap,
) -> Answer {
    let params = Params::read(&uri, &["f", "crs", "datetime", "winding"], service.today())?;
    let form = Form::wanted(&params, &headers, &[Form::GeoJson, Form::Html])?;
    run_blocking(service, move |service| {
        let (served, address) = (service.served(), Address::of(service, &uri, &headers));
        let collection = found(&served.atlas, &id)?;
        let shaping = Shaping { crs: words::crs(&params, "crs")?, winding: params.winding()?, ..Shaping::default() };
        permitted(&collection, service)?;
        let when = words::when_of_item(&params, &collection, &item)?;
        let mut all = items::items(&served.atlas, &collection, when);
        crate::ogc::withhold(&mut all, service.rights());
        let missing = || Problem::new(Code::NotFound, format!("collection '{id}' has no item '{item}'"));
        let one = all.iter().find(|one| one.id == item).ok_or_else(missing)?;
        let mut feature = ItemFeature::new(one, &shaping)?;
        feature.links = address.self_links(form.word(), &Form::links(&[Form::GeoJson, Form::Html]));
        let of = Link::new(
            "collection",
            Form::Json.kind(),
            told(&collection.title),
            address.to(&format!("/collections/{id}")),
        );
        feature.links.push(of);
        Ok(stating(&served.fingerprint, in_crs(document(&feature, form, &item)?, shaping.crs)))
    })
    .await
}

/// The items in the form wanted.
fn shown(
    selected: &Selected<'_, '_>,
    shaping: &Shaping,
    form: Form,
    links: Vec<Link>,
    service: &Service,
    with_mark: bool,
) -> Answer {
    if let Some(file_form) = form.file() {
        let mut bytes = file(selected, shaping, file_form).map_err(|_| failed())?;
        if with_mark && file_form == FileForm::Csv {
            bytes.splice(0..0, wire::BYTE_ORDER_MARK.bytes());
        }
        let name = format!("{}.{}", selected.collection.id, form.ending());
        return Ok(linked(named(bytes_of(bytes, form.kind()), &name), &links));
    }
    let mut page = Page::new(selected);
    page.attribution = vec![CollectionRow::attribution(selected.collection)];
    page.withheld = CollectionRow::withheld(selected.collection, service.rights()).collect();
    let made = now();
    page.time_stamp = second_text(made);
    page.links = links;
    let mut response = match form {
        Form::Html => document(&page.to_value(selected, shaping)?, form, told(&selected.collection.title))?,
        _ => linked(bytes_of(page.to_geojson(selected, shaping)?, Form::GeoJson.kind()), &page.links),
    };
    response.extensions_mut().insert(SaysMoment(made));
    Ok(in_crs(response, shaping.crs))
}

/// A file that would not hold everything is not begun.
fn too_much(selected: &Selected<'_, '_>) -> Problem {
    let (id, matched, here) = (&selected.collection.id, selected.matching.len(), selected.items.len());
    let time = if selected.collection.time.is_some() { "datetime, " } else { "" };
    let detail = format!(
        "{matched} items of '{id}' match and a file holds {here} of them; narrow it with {time}bbox or filter, leave \
         geometries out with skipGeometry=true, or page through it with limit and offset"
    );
    Problem::new(Code::TooMuch, detail)
}

fn item_links(selected: &Selected<'_, '_>, form: Form, address: &Address) -> Vec<Link> {
    let path = format!("/collections/{}", selected.collection.id);
    let mut links = address.self_links(form.word(), &Form::links(&Form::ITEMS));
    // Other forms are asked for at the address without an ending.
    let items = address.at(format!("{path}/items"));
    let others = items.self_links(form.word(), &Form::links(&Form::ITEMS));
    links.retain(|link| link.rel == "self");
    links.extend(others.into_iter().filter(|link| link.rel != "self"));
    if let Some(next) = selected.next {
        links.push(Link::new("next", form.kind(), "next page", address.with(&[("offset", Some(&next.to_string()))])));
    }
    links.push(Link::new("collection", Form::Json.kind(), told(&selected.collection.title), address.to(&path)));
    links
}

fn row(collection: &Collection<'_>, service: &Service, address: &Address, mut links: Vec<Link>) -> CollectionRow {
    let path = format!("/collections/{}", collection.id);
    let to = |rest: &str| address.to(&format!("{path}{rest}"));
    let json = Form::Json.kind();
    if links.is_empty() {
        links.push(Link::new("self", json, "this collection", to("")));
    }
    let files = Form::FILES
        .iter()
        .map(|form| Link::new("items", form.kind(), form.title(), to(&format!("/items.{}", form.ending()))));
    links.push(Link::new("items", Form::GeoJson.kind(), "items", to("/items")));
    links.push(Link::new("items", Form::Html.kind(), "items as a page", to("/items?f=html")));
    links.extend(files.filter(|link| link.kind.as_deref() != Some(Form::GeoJson.kind())));
    let schema = "application/schema+json";
    links.push(Link::new("http://www.opengis.net/def/rel/ogc/1.0/queryables", schema, "queryables", to("/queryables")));
    links.push(Link::new("describedby", schema, "schema of the items", to("/schema")));
    if collection.geometry.is_some() {
        links.push(Link::new(crate::render::REL_TILESETS, json, "vector tiles", to("/tiles")));
    }
    let mut row = CollectionRow::new(collection, service.rights());
    row.links = links;
    row
}

fn found<'a>(atlas: &'a contactline_core::atlas::Atlas, id: &str) -> Result<Collection<'a>, Problem> {
    items::collection(atlas, id).ok_or_else(|| {
        let known: Vec<String> = items::collections(atlas).into_iter().map(|c| c.id).collect();
        Problem::new(Code::NotFound, format!("there is no collection '{id}'; there are: {}", known.join(", ")))
    })
}

/// Nothing of a source's geometry leaves where the licence forbids it and the operator holds no right.
fn permitted(collection: &Collection<'_>, service: &Service) -> Result<(), Problem> {
    match collection.source.and_then(|source| service.rights().withheld(source)) {
        Some(reason) => Err(Problem::new(Code::Withheld, reason)),
        None => Ok(()),
    }
}
