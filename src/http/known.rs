//! Of which client a request is: of the address that its connection comes from, or, where a proxy is trusted, of the last one
//! that the proxy says.

use axum::extract::Request;
use axum::http::HeaderName;

use super::client::{Client, Peer};
use super::service::Service;

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// The client that a request is of; none where nothing tells.
pub(super) fn asking(service: &Service, request: &Request) -> Option<Client> {
    let forwarded = || {
        let last = request.headers().get_all(FORWARDED_FOR).iter().next_back()?.to_str().ok()?;
        last.rsplit(',').next()?.trim().parse().ok()
    };
    let said = if service.reached().is_through_proxy() { forwarded() } else { None };
    let peer = || request.extensions().get::<Peer>().map(|peer| peer.0);
    said.or_else(peer).map(Client::of)
}
