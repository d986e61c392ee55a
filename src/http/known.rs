//! Of which client a request is: of the address that its connection comes from, or, where a proxy is trusted, of the last one
//! that the proxy says.

use std::net::{IpAddr, SocketAddr};

use axum::extract::Request;
use axum::http::HeaderName;
use axum::http::header::FORWARDED;

use super::client::{Client, Peer};
use super::ogc::forwarded_value;
use super::service::Service;

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// The client that a request is of; none where nothing tells.
pub(super) fn asking(service: &Service, request: &Request) -> Option<Client> {
    let last = |name| request.headers().get_all(name).iter().next_back()?.to_str().ok()?.rsplit(',').next();
    let own = || last(FORWARDED_FOR)?.trim().parse().ok();
    let standard = || address(forwarded_value(last(FORWARDED)?, "for")?);
    let said = if service.reached().is_through_proxy() { own().or_else(standard) } else { None };
    let peer = || request.extensions().get::<Peer>().map(|peer| peer.0);
    said.or_else(peer).map(Client::of)
}

/// The address of a node as RFC 7239 writes it: `192.0.2.43`, `192.0.2.43:47011`, `[2001:db8::17]:4711`.
fn address(node: &str) -> Option<IpAddr> {
    let bare = node.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(node);
    bare.parse().ok().or_else(|| node.parse::<SocketAddr>().ok().map(|address| address.ip()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_node_is_an_address_with_or_without_a_port() {
        for node in ["192.0.2.43", "192.0.2.43:47011"] {
            assert_eq!(address(node), "192.0.2.43".parse().ok());
        }
        for node in ["[2001:db8::17]", "[2001:db8::17]:4711"] {
            assert_eq!(address(node), "2001:db8::17".parse().ok());
        }
        for node in ["unknown", "_hidden", "", "[::1", "1.2.3"] {
            assert_eq!(address(node), None, "{node}");
        }
    }
}
