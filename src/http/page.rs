//! The map page as files: built from `web/`, part of the program, served without any other host.

use std::borrow::Cow;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::http::{HeaderMap, HeaderValue, Uri};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::accept;
use super::basemap::Basemap;
use super::index;
use super::problem::Problem;
use super::service::Service;
use super::share::Shown;
use crate::ask;

#[derive(rust_embed::RustEmbed)]
#[folder = "web/dist/"]
struct Files;

/// A host whose pages may show the map embedded; or all of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ancestor(String);

impl Ancestor {
    /// A host as browsers want it in `frame-ancestors`: `https://news.example.org`, `https://*.example.org`, or `*`.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn new(text: &str) -> Result<Self, String> {
        let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
        let is_plain = |c: char| c.is_ascii_alphanumeric() || ".:-*[]".contains(c);
        if text == "*" || host.is_some_and(|host| !host.is_empty() && host.chars().all(is_plain)) {
            return Ok(Self(text.to_owned()));
        }
        Err(format!("'{text}' is neither '*' nor a host such as https://news.example.org, without a path"))
    }
}

/// What is shown when the program was built without the page.
const UNBUILT: &str = "<!doctype html><html lang=\"en\"><title>contactline</title><p>This program was built without its map \
    page: run <code>make web</code>, then build it again. The service answers all the same: <a href=\"/v1/sources\">sources</a>.\n";

/// Names of assets hold a hash of their content.
const CACHE_IMMUTABLE: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
/// The page itself is asked for again: its entity tag tells whether it changed.
const ASKED_AGAIN: HeaderValue = HeaderValue::from_static("no-cache");

/// `GET /`: the page to who asks for HTML, else what can be asked.
pub(super) async fn front(State(service): State<Service>, uri: Uri, headers: HeaderMap) -> Result<Response, Problem> {
    let form = form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes()).find(|(name, _)| name == "f");
    let wants_html =
        form.map_or_else(|| accept::preferred_word(&headers, &["json", "html"]) == "html", |(_, form)| form == "html");
    if !wants_html {
        return index::index(State(service), uri, headers).await;
    }
    Ok(answered(&service, Shown::Whole, html()))
}

/// The page as it is shown at another address: with these tags in the place of its title.
pub(super) fn shown(service: &Service, shown: Shown, tags: &str) -> Response {
    let html = html().replacen("<title>contactline</title>", tags, 1);
    let html = match shown {
        Shown::Whole => html,
        Shown::Embedded => html.replacen("<html ", "<html data-shown=\"embedded\" ", 1),
    };
    answered(service, shown, html)
}

fn html() -> String {
    let file = Files::get("index.html");
    file.map_or_else(|| UNBUILT.to_owned(), |file| String::from_utf8_lossy(&file.data).into_owned())
}

fn answered(service: &Service, shown: Shown, html: String) -> Response {
    let policy = policy(service, shown);
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (CACHE_CONTROL, ASKED_AGAIN),
        (
            CONTENT_SECURITY_POLICY,
            HeaderValue::from_str(&policy).unwrap_or(HeaderValue::from_static("default-src 'self'")),
        ),
    ];
    (headers, html).into_response()
}

/// The page that plays an archive of tiles, for any web server: its files by their paths below its folder; none where the program
/// was built without pages.
#[must_use]
pub fn player() -> Vec<(String, Cow<'static, [u8]>)> {
    // Its map's worker, and the licences of what it is made of, are those of the page.
    let is_shared = |path: &&str| path.starts_with("assets/worker-") || path.starts_with("assets/licences-");
    let name = |path: &str| {
        let own = path.strip_prefix("player/").or_else(|| Some(path).filter(is_shared))?;
        Some((own.to_owned(), Files::get(path)?.data))
    };
    Files::iter().filter_map(|path| name(&path)).collect()
}

/// `GET /assets/{name}`: scripts and styles of the page.
pub(super) async fn asset(Path(name): Path<String>) -> Result<Response, Problem> {
    let path = format!("assets/{name}");
    let (Some(file), Some(kind)) = (Files::get(&path), content_type(&name)) else {
        return Err(index::not_found().await);
    };
    let headers = [(CONTENT_TYPE, HeaderValue::from_static(kind)), (CACHE_CONTROL, CACHE_IMMUTABLE)];
    Ok((headers, file.data.into_owned()).into_response())
}

#[derive(Serialize)]
struct Config<'a> {
    /// The source shown where none is asked for: as pictures and styles choose it.
    source: Option<&'a str>,
    basemap: Option<&'a Basemap>,
    today: String,
    version: &'static str,
}

/// `GET /config.json`: what the operator set that the page must know.
pub(super) async fn config(State(service): State<Service>) -> Response {
    let (served, today) = (service.served(), service.today());
    let source = ask::source_drawn(&served.atlas, today.end(), service.rights()).ok();
    let config = Config {
        source: source.map(|source| source.id.as_str()),
        basemap: service.basemap(),
        today: today.to_string(),
        version: env!("CARGO_PKG_VERSION"),
    };
    ([(CACHE_CONTROL, ASKED_AGAIN)], Json(config)).into_response()
}

/// What the page may load: its own files, and the basemap's tiles; and whose pages may show it, where it is shown embedded.
fn policy(service: &Service, shown: Shown) -> String {
    let host = service.basemap().map(|b| format!(" {}", b.origin)).unwrap_or_default();
    let ancestors = match shown {
        Shown::Whole => String::new(),
        Shown::Embedded => service.frame_ancestors().iter().map(|Ancestor(host)| format!(" {host}")).collect(),
    };
    format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:{host}; connect-src \
         'self'{host}; worker-src 'self' blob:; manifest-src 'self'; base-uri 'none'; form-action 'none'; \
         frame-ancestors 'self'{ancestors}"
    )
}

fn content_type(name: &str) -> Option<&'static str> {
    Some(match name.rsplit_once('.')?.1 {
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" => "application/json",
        "svg" => "image/svg+xml",
        "txt" => "text/plain; charset=utf-8",
        _ => return None,
    })
}
