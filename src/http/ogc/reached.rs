//! How clients reach the service, as the operator says: what links begin with.

use axum::http::header::{ACCEPT, ACCEPT_ENCODING, FORWARDED, HOST};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Uri};

const FORWARDED_HOST: HeaderName = HeaderName::from_static("x-forwarded-host");
const FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");
const FORWARDED_PREFIX: HeaderName = HeaderName::from_static("x-forwarded-prefix");

/// What the operator says of the address that clients use.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Reached {
    /// Nothing: links begin with the `Host` of the request.
    #[default]
    Directly,
    /// A proxy before the service says it, in `X-Forwarded-Host`, `-Proto` and `-Prefix`, or in `Forwarded` (RFC 7239). Only where
    /// every request comes through that proxy: anybody can send these headers.
    ThroughProxy,
    /// Always the same one.
    At(PublicUrl),
}

/// The address at which clients reach the service.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicUrl(String);

impl PublicUrl {
    /// The address of a text, such as `https://maps.example.org/who`.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn new(text: &str) -> Result<Self, String> {
        let wrong = |why: &str| format!("'{text}' is not the address of a service: {why}");
        let uri: Uri = text.parse().map_err(|_| wrong("it is not a web address"))?;
        let (Some("https" | "http"), Some(authority)) = (uri.scheme_str(), uri.authority()) else {
            return Err(wrong("it must begin with https:// or http:// and a host"));
        };
        if uri.query().is_some() || text.contains('#') {
            return Err(wrong("it must end with its path"));
        }
        if !authority.as_str().chars().chain(uri.path().chars()).all(is_plain) {
            return Err(wrong("its host and path may have letters, digits and .:-_[]/"));
        }
        Ok(Self(text.trim_end_matches('/').to_owned()))
    }
}

/// Whether a sign may stand in a link without being written otherwise.
fn is_plain(c: char) -> bool {
    c.is_ascii_alphanumeric() || ".:-_[]/".contains(c)
}

impl Reached {
    /// The headers of a request that an answer may depend on: for caches.
    pub fn vary(&self) -> HeaderValue {
        let named: &[HeaderName] = match self {
            Self::Directly => &[HOST],
            Self::ThroughProxy => &[HOST, FORWARDED, FORWARDED_HOST, FORWARDED_PROTO, FORWARDED_PREFIX],
            Self::At(_) => &[],
        };
        let all = [ACCEPT, ACCEPT_ENCODING];
        let names: Vec<&str> = all.iter().chain(named).map(HeaderName::as_str).collect();
        HeaderValue::from_str(&names.join(", ")).unwrap_or(HeaderValue::from_static("*"))
    }

    /// Whether what a proxy says of its clients is believed.
    pub(in crate::http) fn is_through_proxy(&self) -> bool {
        *self == Self::ThroughProxy
    }

    /// What links begin with.
    pub(in crate::http) fn base(&self, uri: &Uri, headers: &HeaderMap) -> String {
        let plain = |text: &str| (!text.is_empty() && text.chars().all(is_plain)).then(|| text.to_owned());
        let header = |name: &HeaderName| plain(first(headers, name)?.trim());
        let forwarded = |name: &HeaderName| if self.is_through_proxy() { header(name) } else { None };
        let stated = |name: &str| {
            let element = first(headers, &FORWARDED).filter(|_| self.is_through_proxy())?;
            plain(forwarded_value(element, name)?)
        };
        if let Self::At(PublicUrl(url)) = self {
            return url.clone();
        }
        let host = forwarded(&FORWARDED_HOST).or_else(|| stated("host")).or_else(|| header(&HOST)).or_else(|| {
            let authority = uri.authority()?.as_str();
            authority.chars().all(is_plain).then(|| authority.to_owned())
        });
        let scheme = forwarded(&FORWARDED_PROTO)
            .or_else(|| stated("proto"))
            .filter(|s| s == "https")
            .unwrap_or_else(|| "http".into());
        // Two slashes would begin another host.
        let is_path = |text: &String| text.starts_with('/') && !text.starts_with("//");
        let prefix = forwarded(&FORWARDED_PREFIX).filter(is_path).unwrap_or_default();
        let base = host.map_or_else(String::new, |host| format!("{scheme}://{host}"));
        format!("{base}{}", prefix.trim_end_matches('/'))
    }
}

/// The first of the values of a header: what the proxy that the client asked says.
fn first<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    headers.get(name)?.to_str().ok()?.split(',').next()
}

/// The value of a parameter in an element of `Forwarded` ([RFC 7239, section 4](https://www.rfc-editor.org/rfc/rfc7239#section-4)).
pub(in crate::http) fn forwarded_value<'e>(element: &'e str, name: &str) -> Option<&'e str> {
    let mut pairs = element.split(';').filter_map(|pair| pair.split_once('='));
    let (_, value) = pairs.find(|(key, _)| key.trim().eq_ignore_ascii_case(name))?;
    Some(value.trim().trim_matches('"'))
}
