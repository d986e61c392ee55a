//! Where a client reached the service: what links begin with.

use axum::http::{HeaderMap, Uri};

use crate::wire::items::Link;

/// The address a request came to.
#[derive(Clone, Debug)]
pub(in crate::http) struct Address {
    base: String,
    path: String,
    query: Vec<(String, String)>,
}

impl Address {
    /// The address by the `Host` header, or by what a proxy says that it was (`X-Forwarded-Proto`, `-Host`, `-Prefix`).
    /// Without either, links begin with the path.
    pub fn of(uri: &Uri, headers: &HeaderMap) -> Self {
        let header = |name: &str| {
            let value = headers.get(name).and_then(|v| v.to_str().ok())?;
            let first = value.split(',').next().unwrap_or_default().trim();
            let plain = |c: char| c.is_ascii_alphanumeric() || ".:-_[]/".contains(c);
            (!first.is_empty() && first.chars().all(plain)).then(|| first.to_owned())
        };
        let host =
            header("x-forwarded-host").or_else(|| header("host")).or_else(|| uri.authority().map(ToString::to_string));
        let scheme = header("x-forwarded-proto").filter(|s| s == "https").unwrap_or_else(|| "http".into());
        let prefix = header("x-forwarded-prefix").unwrap_or_default();
        let base = host.map_or_else(String::new, |host| format!("{scheme}://{host}"));
        let query = form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes()).into_owned().collect();
        Self { base: format!("{base}{}", prefix.trim_end_matches('/')), path: uri.path().to_owned(), query }
    }

    /// A path here as a link's target.
    pub fn to(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// The same request at another path.
    pub fn at(&self, path: String) -> Self {
        Self { path, ..self.clone() }
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
