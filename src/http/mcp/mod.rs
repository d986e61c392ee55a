//! The questions for assistants: tools of the Model Context Protocol, by its Rust SDK. Over HTTP (`POST /mcp`, without sessions)
//! and over a pair of streams; both ask the service that HTTP asks, under its limits.
//!
//! `POST /mcp` looks at neither `Host` nor `Origin`, as no address here does: everything is open to everybody's scripts
//! (CORS `*`), nothing asks who is asking, and nothing can be changed.

mod answer;
mod arguments;

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::header::{ACCEPT, CONTENT_ENCODING, CONTENT_LENGTH};
use axum::http::request::Parts;
use axum::http::{HeaderName, HeaderValue};
use axum::response::Response;
use axum::routing::post;
use rmcp::model::{
    CallToolRequestParams, CallToolResponse, ErrorCode, Implementation, ListToolsResult, PaginatedRequestParams,
    ServerCapabilities, ServerConfig,
};
use rmcp::service::{RequestContext, ServerInitializeError};
use rmcp::transport::streamable_http_server::session::never::NeverSessionManager;
use rmcp::transport::{StreamableHttpServerConfig, StreamableHttpService, stdio_pipes};
use rmcp::{ErrorData, RoleServer, ServerHandler, ServiceExt};

use super::body_reader::BodyReader;
use super::client::Client;
use super::problem::{Code, Problem};
use super::service::Service;
use crate::questions::QUESTIONS;
use crate::wire::titles;
use contactline_core::model::{Language, notice};

/// What a script on another host's page may send of the protocol's own.
pub(super) const HEADERS: [HeaderName; 4] = [
    HeaderName::from_static("mcp-method"),
    HeaderName::from_static("mcp-name"),
    HeaderName::from_static("mcp-protocol-version"),
    HeaderName::from_static("mcp-session-id"),
];

/// Beside the longest thing that is sent along: it stands in a string, where signs may take two bytes, and has members around it.
const ENVELOPE_BYTES: usize = 64 << 10;

/// How to quote what is answered.
const QUOTING: &str = "Answer questions about control, claims, legal regimes and peace proposals from these tools, not from memory. When \
    you quote an answer: \
    (1) Name every source with the date of its version and its age, and say so where it is out of date, near the line or \
    incomplete. \
    (2) Where sources differ, give each of them: there is no vote, and sources that draw on each other are one witness. \
    (3) `unknown` is an answer: say that it is not known and why. Do not fill it in from elsewhere; what was last known is not \
    an answer for the day asked about. \
    (4) Announcements and claims are not control. `inferred` means inside a source's coverage and in none of its polygons. \
    (5) Legal regimes are a register for reference, not legal advice. \
    (6) Keep the attribution at the end of an answer. \
    Longitude comes before latitude; a day means as known by its end, UTC; `latest` is today. Answers are text; `structured: \
    true` adds the JSON where exact numbers are needed, `lang: \"uk\"` answers in Ukrainian.";

/// The route.
pub(super) fn routes() -> Router<Service> {
    Router::new().route("/mcp", post(answer))
}

/// Answers an assistant over standard input and output until the input ends.
///
/// # Errors
/// The assistant does not begin as the protocol has it, or the streams fail.
pub async fn over_standard_streams(service: Service) -> std::io::Result<()> {
    match (Assistant { service }).serve(stdio_pipes()).await {
        Ok(running) => running.waiting().await.map(drop).map_err(std::io::Error::other),
        // Whoever has nothing to ask may go.
        Err(ServerInitializeError::ConnectionClosed(_)) => Ok(()),
        Err(error) => Err(std::io::Error::other(error)),
    }
}

async fn answer(State(service): State<Service>, request: Request) -> Result<Response, Problem> {
    let (mut parts, body) = request.into_parts();
    let sent = QUESTIONS.iter().filter_map(|question| question.sent);
    let longest = 2 * sent.map(|sent| sent.max_bytes).max().unwrap_or_default() + ENVELOPE_BYTES;
    let (bytes, room) = BodyReader::new(&service, &parts.headers, body)?.whole(longest).await?;
    if let Err(error) = serde_json::from_slice::<serde::de::IgnoredAny>(&bytes) {
        return Err(Problem::new(Code::BadBody, format!("the body is no JSON: {error}")));
    }
    // It is unpacked.
    [CONTENT_ENCODING, CONTENT_LENGTH].iter().for_each(|name| drop(parts.headers.remove(name)));
    // Whoever accepts JSON gets it, and nothing else is answered.
    parts.headers.insert(ACCEPT, HeaderValue::from_static("application/json, text/event-stream"));
    if let Some(client) = Client::current() {
        parts.extensions.insert(client);
    }
    let config = StreamableHttpServerConfig::default()
        .with_legacy_session_mode(false)
        .with_json_response(true)
        .with_max_request_body_bytes(longest)
        .disable_allowed_hosts()
        .disable_allowed_origins();
    let make = move || Ok(Assistant { service: service.clone() });
    let asked = StreamableHttpService::new(make, Arc::new(NeverSessionManager::default()), config);
    let response = asked.handle(Request::from_parts(parts, Body::from(bytes))).await;
    drop(room);
    Ok(response.map(Body::new))
}

/// Who answers assistants.
#[derive(Clone, Debug)]
struct Assistant {
    service: Service,
}

impl ServerHandler for Assistant {
    fn get_info(&self) -> ServerConfig {
        let program = Implementation::new("contactline", env!("CARGO_PKG_VERSION"));
        let [about, status, no_movement] =
            [titles::SERVICE, notice::STATUS, notice::NO_MOVEMENT].map(|text| text.within(Language::English));
        ServerConfig::new(ServerCapabilities::builder().enable_tools().build())
            .with_server_info(program)
            .with_instructions(format!("{about}. {QUOTING} {status} {no_movement}"))
    }

    async fn list_tools(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        let served = self.service.served();
        Ok(ListToolsResult::with_all_items(arguments::tools(&served.atlas)))
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let Some(question) = arguments::questions().find(|question| question.name == request.name) else {
            let known = arguments::questions().map(|question| question.name).collect::<Vec<_>>().join(", ");
            let message = format!("Unknown tool '{}'. Available: {known}", request.name);
            return Err(ErrorData::invalid_params(message, None));
        };
        let client = context.extensions.get::<Parts>().and_then(|parts| parts.extensions.get::<Client>().copied());
        let asked = answer::ask(&self.service, question, request.arguments.unwrap_or_default());
        tokio::select! {
            result = Client::scope(client, asked) => Ok(result.into()),
            () = context.ct.cancelled() => Err(ErrorData::new(ErrorCode::INTERNAL_ERROR, "cancelled", None)),
        }
    }
}
