//! `contactline serve`.

mod follow;
mod limits;
mod quieten;

use std::collections::BTreeSet;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tracing_subscriber::Layer as _;
use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::layer::SubscriberExt as _;
use tracing_subscriber::util::SubscriberInitExt as _;

use crate::http::{self, Ancestor, Basemap, PastStates, PublicUrl, Reached, Service, Settings};
use crate::wire::Rights;

use super::failure::{Done, Failure, tell};
use super::past::States;
use super::{DataArgs, form};
use follow::Follower;
use limits::LimitArgs;

/// How long requests under way may take to end when the server is told to stop: half of what container engines wait before
/// they kill.
const LAST_ANSWERS: Duration = Duration::from_secs(5);

/// `serve`: an address, and what the operator states.
#[derive(Debug, Args)]
pub struct ServeArgs {
    /// Address and port to listen on; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    listen: String,
    /// Port to listen on, on this machine alone: short for `--listen 127.0.0.1:PORT`
    #[arg(long, value_name = "PORT", conflicts_with = "listen")]
    port: Option<u16>,
    /// Publish this source's outlines: you confirm that you have permission; may be repeated
    #[arg(long = "geometry-right", value_name = "SOURCE")]
    geometry_rights: Vec<String>,
    /// Raster tiles for the page's background map, such as https://host/{z}/{x}/{y}.png (default: none; the page then loads
    /// nothing from other hosts)
    #[arg(long, value_name = "URL")]
    basemap: Option<String>,
    /// Attribution of the background map
    #[arg(long, value_name = "TEXT", requires = "basemap")]
    basemap_attribution: Option<String>,
    /// Host whose pages may show the map at /embed, such as https://news.example.org, or '*' for all; may be repeated
    #[arg(long = "frame-ancestor", value_name = "HOST", value_parser = Ancestor::new)]
    frame_ancestors: Vec<Ancestor>,
    /// Request timeout in seconds, including time in the queue; then HTTP 503
    #[arg(long, value_name = "SECONDS", default_value_t = 45, value_parser = clap::value_parser!(u64).range(1..=3600))]
    question_seconds: u64,
    #[command(flatten)]
    limits: LimitArgs,
    /// Public URL of the service, such as https://maps.example.org/who, used in links (default: the Host of the request)
    #[arg(long, value_name = "URL", conflicts_with = "trust_proxy")]
    public_url: Option<String>,
    /// Use X-Forwarded-Host, -Proto and -Prefix for links, and the last of X-Forwarded-For to tell clients apart. Only if
    /// every request comes through a proxy that sets them: anybody can send them
    #[arg(long)]
    trust_proxy: bool,
    /// Write a line for each request to standard error: route, status and duration, never a coordinate
    #[arg(long)]
    log: bool,
}

impl ServeArgs {
    /// Serves until told to stop (SIGINT or SIGTERM), and follows the data directory.
    pub fn run(&self, data: &DataArgs) -> Result<Done, Failure> {
        let level = if self.log { LevelFilter::INFO } else { LevelFilter::WARN };
        // The protocol of assistants has lines of its own for each request, some with what is asked: none of them is written.
        let written = Targets::new().with_default(level).with_target("rmcp", LevelFilter::OFF);
        let lines = tracing_subscriber::fmt::layer().with_writer(io::stderr).with_target(false).with_filter(written);
        tracing_subscriber::registry().with(lines).init();
        quieten::heavy_work();
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
        let runtime = runtime.map_err(|e| Failure::of_io("threads", &e))?;
        let done = runtime.block_on(self.serve(data));
        // A question that still runs has nobody to answer.
        runtime.shutdown_background();
        done
    }

    async fn serve(&self, data: &DataArgs) -> Result<Done, Failure> {
        let listener = TcpListener::bind(self.address()).await.map_err(|e| self.cannot_listen(&e))?;
        let address = listener.local_addr().map_err(|e| self.cannot_listen(&e))?;
        let (service, follower) = self.service(data)?;
        // Made before the first question: those for a table that is being made would hold all the turns of the quick ones.
        service.prepare();
        let (stop, stopped) = oneshot::channel::<()>();
        let told = told_to_stop();
        let shutdown = async move {
            told.await;
            drop(stop);
        };
        form::print(&format!("listening on http://{address}\n"))?;
        tokio::spawn(follower.follow(service.clone()));
        let out_of_patience = async {
            // Closed, never sent to.
            drop(stopped.await);
            tokio::time::sleep(LAST_ANSWERS).await;
        };
        tokio::select! {
            served = http::serve(listener, service, shutdown) => served.map_err(|e| self.cannot_listen(&e))?,
            () = out_of_patience => {}
        }
        Ok(Done::Clean)
    }

    fn service(&self, data: &DataArgs) -> Result<(Service, Follower), Failure> {
        let mut follower = Follower::new(data.data.clone());
        let loaded = follower.load().map_err(Failure::new)?;
        data.admit(&loaded.fingerprint)?;
        if let Some(directory) = data.data.as_deref().filter(|_| !loaded.is_store) {
            tell(&format!("note: {} holds no data yet: serving what comes with the program", directory.display()));
        }
        let (atlas, fingerprint) = (loaded.atlas, loaded.fingerprint);
        if let Some(id) = self.geometry_rights.iter().find(|id| !atlas.sources().any(|s| s.id == **id)) {
            let known = atlas.sources().map(|s| s.id.as_str()).collect::<Vec<_>>().join(", ");
            return Err(Failure::new(format!("--geometry-right: source '{id}' not found. Available: {known}")));
        }
        let rights = Rights::from(self.geometry_rights.iter().cloned().collect::<BTreeSet<_>>());
        let attribution = self.basemap_attribution.as_deref();
        let basemap = self.basemap.as_deref().map(|url| Basemap::new(url, attribution)).transpose();
        let basemap = basemap.map_err(|reason| Failure::new(format!("--basemap: {reason}")))?;
        let question_limit = Duration::from_secs(self.question_seconds);
        let public_url = self.public_url.as_deref().map(PublicUrl::new).transpose();
        let reached = match public_url.map_err(|reason| Failure::new(format!("--public-url: {reason}")))? {
            Some(url) => Reached::At(url),
            None if self.trust_proxy => Reached::ThroughProxy,
            None => Reached::Directly,
        };
        let limits = self.limits.limits();
        let body_limit = limits.stall;
        let frame_ancestors = self.frame_ancestors.clone();
        let past: Option<Arc<dyn PastStates>> = Some(Arc::new(States(data.data.clone())));
        let settings = Settings {
            rights,
            basemap,
            frame_ancestors,
            question_limit,
            body_limit,
            limits,
            reached,
            past,
            ..Settings::default()
        };
        Ok((Service::new(Arc::new(atlas), fingerprint, settings), follower))
    }

    /// Where to listen.
    fn address(&self) -> String {
        self.port.map_or_else(|| self.listen.clone(), |port| format!("127.0.0.1:{port}"))
    }

    fn cannot_listen(&self, error: &io::Error) -> Failure {
        let reason = match error.kind() {
            io::ErrorKind::AddrInUse => "another program listens there; choose another with --port or --listen".into(),
            io::ErrorKind::PermissionDenied => "this user may not; ports below 1024 need a right".into(),
            _ => error.to_string(),
        };
        Failure::new(format!("cannot listen on {}: {reason}", self.address()))
    }
}

/// Resolves when the program is told to stop; hears it from the call on.
#[cfg(unix)]
fn told_to_stop() -> impl Future<Output = ()> {
    use tokio::signal::unix::{SignalKind, signal};
    let signals = [SignalKind::terminate(), SignalKind::interrupt()].map(signal);
    async move {
        let [Ok(mut terminate), Ok(mut interrupt)] = signals else { return std::future::pending().await };
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    }
}

#[cfg(not(unix))]
async fn told_to_stop() {
    // Without a signal to wait for, the server runs until it is ended.
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending().await
    }
}
