//! The address under which the client knows the service, for links that must be absolute.

use axum::http::{HeaderMap, Uri, header};

/// Scheme, host and prefix as the client (or the proxy before us) names them, without a slash at the end; empty where no
/// host is named.
pub(super) fn root(headers: &HeaderMap, uri: &Uri) -> String {
    let first = |name: &str| {
        let value = headers.get(name)?.to_str().ok()?;
        value.split(',').next().map(str::trim).filter(|v| !v.is_empty())
    };
    let host = first("x-forwarded-host").or_else(|| first(header::HOST.as_str()));
    let host = host.or_else(|| uri.authority().map(|a| a.as_str())).filter(|host| host.chars().all(is_of_a_host));
    let Some(host) = host else { return String::new() };
    let scheme = first("x-forwarded-proto").filter(|s| ["http", "https"].contains(s)).unwrap_or("http");
    let prefix = first("x-forwarded-prefix").filter(|p| p.starts_with('/') && p.chars().all(is_of_a_path));
    format!("{scheme}://{host}{}", prefix.unwrap_or_default().trim_end_matches('/'))
}

const fn is_of_a_host(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':' | '[' | ']' | '_')
}

const fn is_of_a_path(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '/' | '_' | '~')
}
