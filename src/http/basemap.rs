//! A map under the page's map, from a host the operator chose.

use axum::http::Uri;
use serde::Serialize;

/// A map under the map, from a host the operator chose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Basemap {
    /// Address of raster tiles with `{z}`, `{x}` and `{y}`.
    url: String,
    /// The line to be shown with it.
    attribution: Option<String>,
    /// Scheme, host and port of the address: what the page may load from.
    #[serde(skip)]
    pub(super) origin: String,
}

impl Basemap {
    /// A basemap of raster tiles.
    ///
    /// # Errors
    /// What is wrong with the address.
    pub fn new(url: &str, attribution: Option<&str>) -> Result<Self, String> {
        let wrong = |why: &str| format!("'{url}' is not the address of a basemap: {why}");
        let parsed: Uri = url.replace(['{', '}'], "").parse().map_err(|_| wrong("it is not a web address"))?;
        let (Some("https" | "http"), Some(authority)) = (parsed.scheme_str(), parsed.authority()) else {
            return Err(wrong("it must begin with https:// or http:// and a host"));
        };
        // What stands in a header of every page must not end a directive there.
        if authority.as_str().contains([';', ',', '\'', '@']) {
            return Err(wrong("its host has signs that a host cannot have"));
        }
        if let Some(part) = ["{z}", "{x}", "{y}"].iter().find(|part| !url.contains(**part)) {
            return Err(wrong(&format!("{part} is missing; use a form such as https://host/{{z}}/{{x}}/{{y}}.png")));
        }
        let origin = format!("{}://{authority}", parsed.scheme_str().unwrap_or_default());
        Ok(Self { url: url.into(), attribution: attribution.map(str::to_owned), origin })
    }
}
