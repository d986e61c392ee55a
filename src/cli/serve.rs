//! `contactline serve`.

use std::collections::BTreeSet;
use std::io;
use std::sync::Arc;
use std::time::{Duration, Instant};

use clap::Args;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tracing_subscriber::filter::LevelFilter;

use crate::http::{self, Basemap, Service, Settings};
use crate::wire::Rights;

use super::failure::{Done, Failure, tell};
use super::{DataArgs, Stamp, form};

/// How often the data directory is looked at.
const LOOK: Duration = Duration::from_secs(2);

/// The longest that new data waits for a directory that keeps changing, as while `sync` saves version after version.
const LONGEST_UNQUIET: Duration = Duration::from_secs(60);

/// How long requests under way may take to end when the server is told to stop: half of what container engines wait before
/// they kill.
const LAST_ANSWERS: Duration = Duration::from_secs(5);

/// `serve`: an address, and what the operator states.
#[derive(Debug, Args)]
pub struct ServeArgs {
    /// Address and port to listen on; port 0 takes a free one
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080")]
    listen: String,
    /// Source whose geometry you state the right to pass on, though its licence does not say so; may be repeated
    #[arg(long = "geometry-right", value_name = "SOURCE")]
    geometry_rights: Vec<String>,
    /// Raster tiles to lay under the page's map, such as https://host/{z}/{x}/{y}.png; left out, the page loads from no
    /// other host
    #[arg(long, value_name = "URL")]
    basemap: Option<String>,
    /// The line to show with the basemap
    #[arg(long, value_name = "TEXT", requires = "basemap")]
    basemap_attribution: Option<String>,
    /// Seconds a question may take before it is answered 503 with what to do; its wait for others is part of them
    #[arg(long, value_name = "SECONDS", default_value_t = 45, value_parser = clap::value_parser!(u64).range(1..=3600))]
    question_seconds: u64,
    /// Write a line for each request to standard error: route, status and duration, never a coordinate
    #[arg(long)]
    log: bool,
}

impl ServeArgs {
    /// Serves until told to stop (SIGINT or SIGTERM), and follows the data directory.
    pub fn run(&self, data: &DataArgs) -> Result<Done, Failure> {
        let level = if self.log { LevelFilter::INFO } else { LevelFilter::WARN };
        tracing_subscriber::fmt().with_writer(io::stderr).with_target(false).with_max_level(level).init();
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
        let runtime = runtime.map_err(|e| Failure::of_io("threads", &e))?;
        let done = runtime.block_on(self.serve(data));
        // A question that still runs has nobody to answer.
        runtime.shutdown_background();
        done
    }

    async fn serve(&self, data: &DataArgs) -> Result<Done, Failure> {
        let listener = TcpListener::bind(&self.listen).await.map_err(|e| self.cannot_listen(&e))?;
        let address = listener.local_addr().map_err(|e| self.cannot_listen(&e))?;
        let service = self.service(data)?;
        let (stop, stopped) = oneshot::channel::<()>();
        let shutdown = async move {
            told_to_stop().await;
            drop(stop);
        };
        form::print(&format!("listening on http://{address}\n"))?;
        tokio::spawn(follow(service.clone(), data.clone()));
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

    fn service(&self, data: &DataArgs) -> Result<Service, Failure> {
        let (atlas, fingerprint) = data.load_named()?;
        if let Some(id) = self.geometry_rights.iter().find(|id| !atlas.sources().any(|s| s.id == **id)) {
            let known = atlas.sources().map(|s| s.id.as_str()).collect::<Vec<_>>().join(", ");
            return Err(Failure::new(format!("--geometry-right: there is no source '{id}'; there are: {known}")));
        }
        let rights = Rights::from(self.geometry_rights.iter().cloned().collect::<BTreeSet<_>>());
        let attribution = self.basemap_attribution.as_deref();
        let basemap = self.basemap.as_deref().map(|url| Basemap::new(url, attribution)).transpose();
        let basemap = basemap.map_err(|reason| Failure::new(format!("--basemap: {reason}")))?;
        let question_limit = Duration::from_secs(self.question_seconds);
        let settings = Settings { rights, basemap, question_limit, ..Settings::default() };
        Ok(Service::new(Arc::new(atlas), fingerprint, settings))
    }

    fn cannot_listen(&self, error: &io::Error) -> Failure {
        let reason = match error.kind() {
            io::ErrorKind::AddrInUse => "another program listens there; choose another port with --listen".into(),
            io::ErrorKind::PermissionDenied => "this user may not; ports below 1024 need a right".into(),
            _ => error.to_string(),
        };
        Failure::new(format!("cannot listen on {}: {reason}", self.listen))
    }
}

#[cfg(unix)]
async fn told_to_stop() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else { return std::future::pending().await };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
}

#[cfg(not(unix))]
async fn told_to_stop() {
    // Without a signal to wait for, the server runs until it is ended.
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending().await
    }
}

/// Loads the data again whenever its manifest changes, and at every SIGHUP. What cannot be loaded leaves what is served as
/// it is.
async fn follow(service: Service, data: DataArgs) {
    let mut seen = data.manifest_stamp();
    loop {
        let told = tokio::select! {
            () = tokio::time::sleep(LOOK) => false,
            () = told_to_reload() => true,
        };
        let stamp = data.manifest_stamp();
        if !told && stamp == seen {
            continue;
        }
        seen = if told { stamp } else { quiet(&data, stamp).await };
        let data = data.clone();
        match tokio::task::spawn_blocking(move || data.load_named()).await {
            Ok(Ok((atlas, fingerprint))) => {
                tracing::info!(fingerprint, "loaded again");
                service.swap(Arc::new(atlas), fingerprint);
            }
            Ok(Err(Failure::Told(reason))) => keep(&service, reason),
            Err(_) => keep(&service, "it could not be read: the program failed at it".into()),
            Ok(Err(Failure::Unread)) => {}
        }
    }
}

/// Tells why newer data is not served.
fn keep(service: &Service, reason: String) {
    tell(&format!("still serving the data loaded before: {reason}"));
    service.keep(reason);
}

/// The stamp of a directory that changed, once it is the same for the time between two looks.
async fn quiet(data: &DataArgs, mut seen: Stamp) -> Stamp {
    let begun = Instant::now();
    while begun.elapsed() < LONGEST_UNQUIET {
        tokio::time::sleep(LOOK).await;
        let stamp = data.manifest_stamp();
        if stamp == seen {
            break;
        }
        seen = stamp;
    }
    seen
}

#[cfg(unix)]
async fn told_to_reload() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::hangup()) {
        Ok(mut hangup) => drop(hangup.recv().await),
        Err(_) => std::future::pending().await,
    }
}

#[cfg(not(unix))]
async fn told_to_reload() {
    std::future::pending().await
}
