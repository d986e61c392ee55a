//! Of which client a request is: of the address that its connection comes from, or, where a proxy is trusted, of the last one
//! that the proxy says.

use axum::extract::{Request, State};
use axum::http::HeaderName;
use axum::middleware::Next;
use axum::response::Response;

use super::client::{Client, Peer};
use super::service::Service;

const FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

fn asking(service: &Service, request: &Request) -> Option<Client> {
    let forwarded = || {
        let last = request.headers().get_all(FORWARDED_FOR).iter().next_back()?.to_str().ok()?;
        last.rsplit(',').next()?.trim().parse().ok()
    };
    let said = if service.reached().is_through_proxy() { forwarded() } else { None };
    let peer = || request.extensions().get::<Peer>().map(|peer| peer.0);
    said.or_else(peer).map(Client::of)
}

/// Answers a request as one of its client's.
pub(super) async fn known(State(service): State<Service>, request: Request, next: Next) -> Response {
    let client = asking(&service, &request);
    Client::scope(client, next.run(request)).await
}
