//! The service as its clients see it, over the small world: asked through the router.
#![allow(dead_code, clippy::unwrap_used, clippy::panic, missing_docs)]

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use contactline::http::{Service, Settings, router};
use contactline::wire::Rights;
use contactline_core::atlas::Atlas;
use contactline_core::model::Dataset;
use serde_json::Value;
use tower::ServiceExt;

use crate::small_world;

/// What came back.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl Answer {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.bytes).unwrap_or_else(|e| panic!("{e}: {}", self.text()))
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |v| v.to_str().unwrap())
    }
}

/// A service of the small world, changed, on 1 February 2025, whose operator may pass on what `rights` name.
pub fn service(change: impl FnOnce(&mut Dataset), rights: &[&str]) -> Service {
    let rights: BTreeSet<String> = rights.iter().map(|r| (*r).to_owned()).collect();
    service_set(change, Settings { rights: Rights::from(rights), ..Settings::default() })
}

/// The same with other settings.
pub fn service_set(change: impl FnOnce(&mut Dataset), settings: Settings) -> Service {
    let mut dataset = small_world::dataset();
    change(&mut dataset);
    let settings = Settings { today: || "2025-02-01".parse().unwrap(), ..settings };
    Service::new(Arc::new(Atlas::build(dataset)), "f00d".into(), settings)
}

/// A request of `GET`.
pub fn get_with(path: &str, headers: &[(&str, &str)]) -> Request<Body> {
    let mut request = Request::builder().uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.body(Body::empty()).unwrap()
}

/// The answer to a request.
pub fn send(service: Service, request: Request<Body>) -> Answer {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    runtime.block_on(async {
        let response = router(service).oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, usize::MAX).await.unwrap().to_vec();
        Answer { status: parts.status, headers: parts.headers, bytes }
    })
}
