//! `contactline serve`: the questions over HTTP, until it is told to stop.

use std::net::SocketAddr;
use std::sync::Arc;

use clap::Args;

use crate::http::{self, Service, Settings};
use crate::wire::Rights;

use super::failure::{Done, Failure};
use super::form::print;
use super::{DataArgs, when};

/// `serve`: an address, and what the operator may pass on.
#[derive(Debug, Args)]
pub struct ServeArgs {
    /// Address to listen on; port 0 takes any free one
    #[arg(long, value_name = "ADDRESS:PORT", default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Source whose geometry you hold the right to pass on, though its licence does not say so; may be repeated
    #[arg(long, value_name = "SOURCE")]
    geometry_right: Vec<String>,
    /// Write a line for each request to standard error: route, status and duration, never a coordinate
    #[arg(long)]
    log: bool,
}

impl ServeArgs {
    /// Serves until interrupted or terminated.
    pub fn run(&self, data: &DataArgs) -> Result<Done, Failure> {
        let loaded = data.loaded()?;
        let atlas = Arc::new(crate::atlas::Atlas::build(loaded.dataset));
        if let Some(unknown) = self.geometry_right.iter().find(|id| atlas.sources().all(|s| s.id != **id)) {
            let known = atlas.sources().map(|s| s.id.as_str()).collect::<Vec<_>>().join(", ");
            return Err(Failure::new(format!("--geometry-right: there is no source '{unknown}'; there are: {known}")));
        }
        let rights = Rights::from(self.geometry_right.iter().cloned().collect::<std::collections::BTreeSet<_>>());
        let service = Service::new(atlas, loaded.fingerprint, Settings { rights, today: when::today });
        if self.log {
            tracing_subscriber::fmt().with_writer(std::io::stderr).with_target(false).init();
        }
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
        runtime.map_err(Failure::new)?.block_on(self.serve(service))
    }

    async fn serve(&self, service: Service) -> Result<Done, Failure> {
        let failed = |e| Failure::new(format!("cannot listen on {}: {e}", self.listen));
        let listener = tokio::net::TcpListener::bind(self.listen).await.map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        print(&format!("listening on http://{address}\n"))?;
        http::serve(listener, service, told_to_stop()).await.map_err(failed)?;
        Ok(Done::Clean)
    }
}

/// Resolves at an interrupt (Ctrl-C) or a request to terminate.
async fn told_to_stop() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    if let Ok(mut terminated) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
        tokio::select! {
            _ = interrupted => {}
            _ = terminated.recv() => {}
        }
        return;
    }
    interrupted.await.ok();
}
