//! What is seen on the page, at addresses that servers can read: `/share` with a title and a picture for those who show previews,
//! `/embed` for the pages of others, `/oembed` ([oEmbed 1.0](https://oembed.com)) for those who place a map by its address.
//!
//! What follows `#` in the page's own address is never sent to a server; whoever shares what he sees may write it after `?` here.

use axum::Json;
use axum::extract::State;
use axum::http::header::CACHE_CONTROL;
use axum::http::{HeaderMap, HeaderValue, Uri};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use super::ogc::Address;
use super::page;
use super::params::Params;
use super::problem::{Code, Problem};
use super::service::Service;
use crate::ask;
use crate::wire::escaped;
use crate::wire::language::spoken;
use contactline_core::model::told::day_in;
use contactline_core::model::{Date, Language, Source, notice};

/// The size that social networks show: pixels across and down.
const PREVIEW_PX: [u32; 2] = [1200, 630];
/// The size of an embedded map where nothing else is wanted.
const EMBED_PX: [u32; 2] = [720, 480];

/// Which way the page is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    /// With its panel.
    Whole,
    /// The map alone, in a page of somebody else.
    Embedded,
}

/// What an address shows: what can be told of it without the page.
struct Seen<'a> {
    date: Date,
    source: Option<&'a Source>,
    /// The whole of it, as it was written.
    query: String,
}

impl<'a> Seen<'a> {
    /// Of what follows `?`: names that are not known here are the page's own, and what makes no sense is as if it were not there.
    fn read(service: &Service, atlas: &'a contactline_core::atlas::Atlas, query: &str) -> Self {
        let word = |name: &str| {
            let mut pairs = form_urlencoded::parse(query.as_bytes());
            pairs.find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
        };
        let date = word("date").and_then(|text| text.parse().ok()).unwrap_or_else(|| service.today());
        let named = word("source").and_then(|id| atlas.sources().find(|source| source.id == id));
        let named = named.filter(|source| service.rights().permit(source));
        let source = named.or_else(|| ask::source_drawn(atlas, date.end(), service.rights()).ok());
        Self { date, source, query: query.to_owned() }
    }

    fn title(&self, language: Language) -> String {
        let day = day_in(self.date, language);
        let who = language.of("Who holds what", "Хто що контролює");
        match self.source {
            Some(source) => format!("{who}, {day}: {}", source.title_in(language)),
            None => format!("{who}, {day}"),
        }
    }

    fn description(&self, language: Language) -> String {
        let attribution = self.source.map_or("", |source| source.attribution.as_str());
        format!("{} {attribution}", notice::STATUS.within(language)).trim().to_owned()
    }

    /// The picture of it.
    fn picture(&self, address: &Address, [width, height]: [u32; 2]) -> Option<String> {
        let (source, date) = (self.source?, self.date.to_string());
        let [width, height] = [width, height].map(|side| side.to_string());
        let pairs = [
            ("f", Some("png")),
            ("date", Some(&*date)),
            ("source", Some(&*source.id)),
            ("width", Some(&*width)),
            ("height", Some(&*height)),
            ("fit", Some("true")),
            ("lang", Some(spoken().as_str())),
        ];
        Some(address.bare("/v1/map").with(&pairs))
    }

    fn at(&self, address: &Address, path: &str) -> String {
        let query = if self.query.is_empty() { String::new() } else { format!("?{}", self.query) };
        address.to(path) + &query
    }
}

/// `GET /share`: the page, with what a preview shows.
pub(super) async fn share(State(service): State<Service>, uri: Uri, headers: HeaderMap) -> Response {
    shown(&service, &uri, &headers, Shown::Whole)
}

/// `GET /embed`: the map alone.
pub(super) async fn embed(State(service): State<Service>, uri: Uri, headers: HeaderMap) -> Response {
    shown(&service, &uri, &headers, Shown::Embedded)
}

fn shown(service: &Service, uri: &Uri, headers: &HeaderMap, shown: Shown) -> Response {
    let (served, address, language) = (service.served(), Address::of(service, uri, headers), spoken());
    let seen = Seen::read(service, &served.atlas, uri.query().unwrap_or_default());
    let (title, description) = (seen.title(language), seen.description(language));
    let own = seen.at(&address, "/share");
    let mut tags = format!("<title>{}</title>\n", escaped(&title));
    let mut tag = |key: &str, name: &str, content: &str| {
        tags += &format!("    <meta {key}=\"{name}\" content=\"{}\">\n", escaped(content));
    };
    tag("property", "og:type", "website");
    tag("property", "og:site_name", "contactline");
    tag("property", "og:title", &title);
    tag("property", "og:description", &description);
    tag("property", "og:url", &own);
    tag("property", "og:locale", language.of("en_GB", "uk_UA"));
    if let Some(picture) = seen.picture(&address, PREVIEW_PX) {
        let [width, height] = PREVIEW_PX.map(|side| side.to_string());
        for (name, content) in
            [("og:image", &picture), ("og:image:width", &width), ("og:image:height", &height), ("og:image:alt", &title)]
        {
            tag("property", name, content);
        }
        tag("name", "twitter:card", "summary_large_image");
        tag("name", "twitter:image", &picture);
    }
    let oembed = address.bare("/oembed").with(&[("url", Some(&own))]);
    tags += &format!(
        "    <link rel=\"alternate\" type=\"application/json+oembed\" title=\"{}\" href=\"{}\">",
        escaped(&title),
        escaped(&oembed)
    );
    page::shown(service, shown, &tags)
}

/// An answer of oEmbed, of the kind `rich`.
#[derive(Serialize)]
struct Oembed {
    version: &'static str,
    #[serde(rename = "type")]
    kind: &'static str,
    title: String,
    author_name: Option<String>,
    provider_name: &'static str,
    provider_url: String,
    cache_age: u32,
    html: String,
    width: u32,
    height: u32,
    thumbnail_url: Option<String>,
    thumbnail_width: Option<u32>,
    thumbnail_height: Option<u32>,
}

/// What it can be asked.
pub(super) const OEMBED: &[&str] = &["url", "maxwidth", "maxheight", "format"];

/// `GET /oembed`: how to place the map that an address of this service shows.
pub(super) async fn oembed(State(service): State<Service>, uri: Uri, headers: HeaderMap) -> Result<Response, Problem> {
    let params = Params::read(&uri, OEMBED, service.today())?;
    params.one_of("format", &["json"])?;
    let address = Address::of(&service, &uri, &headers);
    let url = params.needed("url")?;
    let (place, query) = url
        .split_once('#')
        .map_or(url, |(url, _)| url)
        .split_once('?')
        .map_or_else(|| (url.split('#').next().unwrap_or_default(), ""), |(place, query)| (place, query));
    let is_ours = ["/share", "/embed", "/"].iter().any(|path| *path == place || address.to(path) == place);
    if !is_ours {
        let detail = format!("'{url}' is not an address of a map here; those begin with {}", address.to("/share"));
        return Err(Problem::new(Code::NotFound, detail).of("url"));
    }
    let served = service.served();
    let seen = Seen::read(&service, &served.atlas, query);
    let side =
        |name: &str, usual: u32| Ok::<_, Problem>(params.count(name)?.map_or(usual, |most| usual.min(most as u32)));
    let (width, height) = (side("maxwidth", EMBED_PX[0])?, side("maxheight", EMBED_PX[1])?);
    let title = seen.title(spoken());
    let html = format!(
        "<iframe src=\"{}\" width=\"{width}\" height=\"{height}\" title=\"{}\" loading=\"lazy\" \
         style=\"border:0\" allowfullscreen></iframe>",
        escaped(&seen.at(&address, "/embed")),
        escaped(&title)
    );
    let thumbnail_url = seen.picture(&address, PREVIEW_PX);
    let side_of = |side: u32| thumbnail_url.is_some().then_some(side);
    let [thumbnail_width, thumbnail_height] = PREVIEW_PX.map(side_of);
    let answer = Oembed {
        version: "1.0",
        kind: "rich",
        title,
        author_name: seen.source.map(|source| source.publisher.clone()),
        provider_name: "contactline",
        provider_url: address.to("/"),
        cache_age: 3_600,
        html,
        width,
        height,
        thumbnail_url,
        thumbnail_width,
        thumbnail_height,
    };
    Ok(([(CACHE_CONTROL, HeaderValue::from_static("public, max-age=60"))], Json(answer)).into_response())
}
