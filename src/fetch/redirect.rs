//! Where a server may send us: to itself, or to a host that the settings name; never from https to http.

use ureq::http::Uri;
use ureq::http::uri::{Authority, Scheme};

/// The address that a `Location` means, read at `from`.
///
/// # Errors
/// What is wrong with it, or why we do not go there.
pub(super) fn target(from: &Uri, location: &str, hosts: &[String]) -> Result<Uri, String> {
    let to =
        resolved(from, location).ok_or_else(|| format!("the server redirects to '{location}', which is no address"))?;
    let is_http = |scheme: Option<&Scheme>| scheme == Some(&Scheme::HTTP);
    if !is_http(to.scheme()) && to.scheme() != Some(&Scheme::HTTPS) {
        return Err(format!("the server redirects to {to}, which is neither http nor https"));
    }
    if is_http(to.scheme()) && !is_http(from.scheme()) {
        return Err(format!("the server redirects from https to {to}, which anybody could answer"));
    }
    let (Some(place), Some(own)) = (place(&to), place(from)) else {
        return Err(format!("the server redirects to '{location}', which names no host"));
    };
    let is_named = || {
        hosts
            .iter()
            .any(|named| named.eq_ignore_ascii_case(&place) || format!("{named}:443").eq_ignore_ascii_case(&place))
    };
    let is_upgrade =
        || is_http(from.scheme()) && own.strip_suffix(":80").is_some_and(|host| place == format!("{host}:443"));
    if place == own || is_upgrade() || is_named() {
        return Ok(to);
    }
    Err(format!("the server redirects to {to}; if that host is to be trusted, name it in redirect_hosts"))
}

/// Host and port.
fn place(uri: &Uri) -> Option<String> {
    let port = uri.port_u16().unwrap_or(if uri.scheme() == Some(&Scheme::HTTPS) { 443 } else { 80 });
    Some(format!("{}:{port}", uri.host()?.to_ascii_lowercase()))
}

fn resolved(from: &Uri, location: &str) -> Option<Uri> {
    let location = location.split('#').next()?.trim();
    let (scheme, authority) = (from.scheme()?, from.authority()?);
    if let Some(rest) = location.strip_prefix("//") {
        return format!("{scheme}://{rest}").parse().ok();
    }
    if location.split(['/', '?']).next()?.contains(':') {
        return location.parse().ok();
    }
    let path = match location.chars().next() {
        None => return None,
        Some('/') => location.to_owned(),
        Some('?') => format!("{}{location}", from.path()),
        Some(_) => {
            let folder = from.path().rsplit_once('/').map_or("", |(folder, _)| folder);
            format!("{folder}/{location}")
        }
    };
    uri(scheme, authority, &plain(&path))
}

fn uri(scheme: &Scheme, authority: &Authority, path: &str) -> Option<Uri> {
    Uri::builder().scheme(scheme.clone()).authority(authority.clone()).path_and_query(path).build().ok()
}

/// A path without `.` and `..` (RFC 3986, section 5.2.4).
fn plain(path: &str) -> String {
    let (path, query) = path.split_once('?').map_or((path, None), |(path, query)| (path, Some(query)));
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/').skip(1) {
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    let last = if path.ends_with("/.") || path.ends_with("/..") { "/" } else { "" };
    let path = format!("/{}{last}", parts.join("/"));
    query.map_or(path.clone(), |query| format!("{path}?{query}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn go(from: &str, location: &str, hosts: &[&str]) -> Result<String, String> {
        let hosts: Vec<String> = hosts.iter().map(|h| (*h).to_owned()).collect();
        target(&from.parse().unwrap(), location, &hosts).map(|uri| uri.to_string())
    }

    #[test]
    fn a_redirect_stays_with_its_host() {
        let from = "https://maps.example/api/days?x=1";
        for (location, wanted) in [
            ("/other", "https://maps.example/other"),
            ("list.json", "https://maps.example/api/list.json"),
            ("../list.json?y=2", "https://maps.example/list.json?y=2"),
            ("?y=2", "https://maps.example/api/days?y=2"),
            ("//maps.example/z", "https://maps.example/z"),
            ("https://MAPS.example:443/z#part", "https://MAPS.example:443/z"),
        ] {
            assert_eq!(go(from, location, &[]).as_deref(), Ok(wanted), "{location}");
        }
        assert_eq!(go("http://maps.example/a", "https://maps.example/a", &[]).as_deref(), Ok("https://maps.example/a"));
    }

    #[test]
    fn a_redirect_elsewhere_is_refused_unless_its_host_is_named() {
        let from = "https://maps.example/api/days";
        for location in [
            "https://evil.example/",
            "//evil.example/",
            "https://maps.example:8443/",
            "https://maps.example@evil.example/",
            "http://169.254.169.254/latest/meta-data",
            "file:///etc/passwd",
            "gopher://maps.example/",
            "",
        ] {
            assert!(go(from, location, &[]).is_err(), "{location}");
        }
        assert!(go(from, "https://cdn.example/x", &["cdn.example"]).is_ok());
        assert!(go(from, "https://cdn.example:8443/x", &["cdn.example"]).is_err());
        assert!(go(from, "https://cdn.example:8443/x", &["cdn.example:8443"]).is_ok());
        let told = go(from, "http://maps.example/x", &["maps.example", "maps.example:80"]).unwrap_err();
        assert!(told.contains("from https to http"), "{told}");
    }
}
