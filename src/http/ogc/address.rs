//! The address of a request, and links from it.

use axum::http::{HeaderMap, Uri};

use crate::http::service::Service;
use crate::ogc::Link;

/// The address a request came to.
#[derive(Clone, Debug)]
pub(in crate::http) struct Address {
    base: String,
    path: String,
    query: Vec<(String, String)>,
}

impl Address {
    /// The address as the operator says it is known ([`Reached`](super::Reached)). Where nothing tells a host, links begin with the path.
    pub fn of(service: &Service, uri: &Uri, headers: &HeaderMap) -> Self {
        let query = form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes()).into_owned().collect();
        Self { base: service.reached().base(uri, headers), path: uri.path().to_owned(), query }
    }

    /// A path here as a link's target.
    pub fn to(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// The same request at another path.
    pub fn at(&self, path: String) -> Self {
        Self { path, ..self.clone() }
    }

    /// Another path here, without what was asked.
    pub fn bare(&self, path: &str) -> Self {
        Self { path: path.to_owned(), query: Vec::new(), ..self.clone() }
    }

    /// The address of the request with other parameters: a value to set, none to leave one out.
    pub fn with(&self, changes: &[(&str, Option<&str>)]) -> String {
        let kept = self.query.iter().filter(|(name, _)| !changes.iter().any(|(n, _)| n == name));
        let mut query = form_urlencoded::Serializer::new(String::new());
        kept.for_each(|(name, value)| {
            query.append_pair(name, value);
        });
        for (name, value) in changes {
            value.map(|value| query.append_pair(name, value));
        }
        let (query, path) = (query.finish(), &self.path);
        if query.is_empty() { self.to(path) } else { format!("{}?{query}", self.to(path)) }
    }

    /// Links to the answer itself and to its other forms: media type, its word for `f`, what it is called.
    pub fn self_links(&self, own: &str, forms: &[(&str, &str, &str)]) -> Vec<Link> {
        let link = |(word, kind, title): &(&str, &str, &str)| {
            let (rel, title) = if *word == own { ("self", "this document") } else { ("alternate", *title) };
            let href = if *word == own { self.with(&[]) } else { self.with(&[("f", Some(word))]) };
            Link::new(rel, kind, title, href)
        };
        forms.iter().map(link).collect()
    }
}
