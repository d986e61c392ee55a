//! `contactline mcp`: the questions as tools of an assistant that starts this program.

use std::sync::Arc;

use super::DataArgs;
use super::failure::{Done, Failure};
use crate::http::{self, Service, Settings};

/// Answers until the assistant closes standard input. Under the limits of the service, and as there no outline leaves whose
/// licence does not let it be passed on: what an assistant reads may go to others.
pub(super) fn run(data: &DataArgs) -> Result<Done, Failure> {
    let opened = data.open()?;
    let service = Service::new(Arc::new(opened.atlas), opened.fingerprint, Settings::default());
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime = runtime.map_err(|e| Failure::of_io("threads", &e))?;
    let done = runtime.block_on(http::over_standard_streams(service));
    // A question that still runs has nobody to answer.
    runtime.shutdown_background();
    done.map_err(Failure::new)?;
    Ok(Done::Clean)
}
