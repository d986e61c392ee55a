//! What is counted, in the text form of Prometheus: requests, what is served, whether newer data could be loaded. A label has
//! a route's pattern, never a query.

use std::fmt::Write as _;

use axum::extract::State;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};

use super::counts::{Counts, STEPS_S};
use super::service::{Service, now};

/// Version 0.0.4 of the text form.
const TEXT: &str = "text/plain; version=0.0.4; charset=utf-8";

/// Everything counted, and what is served.
pub(super) async fn metrics(State(service): State<Service>) -> Response {
    let mut page = Page(String::new());
    requests(&mut page, service.counts());
    served(&mut page, &service);
    connections(&mut page, &service);
    ([(CONTENT_TYPE, TEXT), (CACHE_CONTROL, "no-store")], page.0).into_response()
}

/// A page in the text form.
struct Page(String);

impl Page {
    /// Begins a metric.
    fn metric(&mut self, name: &str, kind: &str, help: &str) {
        // Writing to a String cannot fail.
        let _ = write!(self.0, "# HELP {name} {help}\n# TYPE {name} {kind}\n");
    }

    /// One value of it.
    fn value(&mut self, name: &str, labels: &[(&str, &str)], value: impl std::fmt::Display) {
        let escaped = |text: &str| text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
        let labels: Vec<String> = labels.iter().map(|(key, text)| format!("{key}=\"{}\"", escaped(text))).collect();
        let labels = if labels.is_empty() { String::new() } else { format!("{{{}}}", labels.join(",")) };
        let _ = writeln!(self.0, "{name}{labels} {value}");
    }
}

fn requests(page: &mut Page, counts: &Counts) {
    let counted = counts.counted();
    let name = "contactline_http_requests_total";
    page.metric(name, "counter", "Requests answered, by route, method and status.");
    for ((route, method, status), count) in &counted.requests {
        page.value(name, &[("route", route), ("method", method), ("status", &status.to_string())], count);
    }
    let name = "contactline_http_request_duration_seconds";
    page.metric(name, "histogram", "Time until an answer was ready, by route.");
    for (route, durations) in &counted.durations {
        let mut below = 0;
        for (end, step) in STEPS_S.iter().zip(durations.steps) {
            below += step;
            page.value(&format!("{name}_bucket"), &[("route", route), ("le", &end.to_string())], below);
        }
        page.value(&format!("{name}_bucket"), &[("route", route), ("le", "+Inf")], durations.count);
        page.value(&format!("{name}_sum"), &[("route", route)], durations.sum_s);
        page.value(&format!("{name}_count"), &[("route", route)], durations.count);
    }
}

fn served(page: &mut Page, service: &Service) {
    let (served, now) = (service.served(), now());
    page.metric("contactline_build_info", "gauge", "The program; always 1.");
    page.value("contactline_build_info", &[("version", env!("CARGO_PKG_VERSION"))], 1);
    page.metric(
        "contactline_atlas_info",
        "gauge",
        "The data being served, by the name of all it was made from; always 1.",
    );
    page.value("contactline_atlas_info", &[("fingerprint", &served.fingerprint)], 1);
    let name = "contactline_source_versions";
    page.metric(name, "gauge", "Versions being served, by source; for a record, the dates with changes.");
    for timeline in served.atlas.timelines() {
        page.value(name, &[("source", &timeline.source.id)], timeline.stamps().len());
    }
    let newest = |timeline: &contactline_core::atlas::Timeline| {
        let last = timeline.stamps().len().checked_sub(1)?;
        Some(timeline.shown_stamp(last).seconds())
    };
    let name = "contactline_source_newest_version_timestamp_seconds";
    page.metric(name, "gauge", "From when the newest version of a source stands.");
    for (timeline, newest) in served.atlas.timelines().iter().filter_map(|t| newest(t).map(|n| (t, n))) {
        page.value(name, &[("source", &timeline.source.id)], newest);
    }
    let name = "contactline_source_newest_version_age_seconds";
    page.metric(name, "gauge", "How old the newest version of a source is now.");
    for (timeline, newest) in served.atlas.timelines().iter().filter_map(|t| newest(t).map(|n| (t, n))) {
        page.value(name, &[("source", &timeline.source.id)], now.seconds() - newest);
    }
    let name = "contactline_last_load_timestamp_seconds";
    page.metric(name, "gauge", "When the data being served was loaded.");
    page.value(name, &[], served.since.seconds());
    let name = "contactline_reload_failed";
    page.metric(name, "gauge", "1 when newer data is there and could not be loaded, else 0.");
    let failed = service.failed();
    page.value(name, &[], u8::from(failed.is_some()));
    let name = "contactline_degraded_since_timestamp_seconds";
    page.metric(name, "gauge", "Since when newer data could not be loaded; not there when all is well.");
    if let Some(failed) = failed {
        page.value(name, &[], failed.since.seconds());
    }
}

fn connections(page: &mut Page, service: &Service) {
    let (connections, (answers, bodies)) = (service.connections(), service.room().held_bytes());
    let name = "contactline_http_connections";
    page.metric(name, "gauge", "Connections open now.");
    page.value(name, &[], connections.count());
    let name = "contactline_http_requests_under_way";
    page.metric(name, "gauge", "Requests whose answers are not sent yet.");
    page.value(name, &[], connections.requests());
    let name = "contactline_http_connections_closed_total";
    page.metric(name, "counter", "Connections that the service closed or refused, by reason.");
    for (reason, count) in connections.ends() {
        page.value(name, &[("reason", reason)], count);
    }
    let name = "contactline_http_held_bytes";
    page.metric(name, "gauge", "Bytes held: of answers for their clients, of bodies until they are read.");
    page.value(name, &[("of", "answers")], answers);
    page.value(name, &[("of", "bodies")], bodies);
    let served = service.served();
    let name = "contactline_http_kept_bytes";
    page.metric(name, "gauge", "Bytes of answers kept for who asks the same again.");
    page.value(name, &[], served.answers.bytes());
    let name = "contactline_http_kept_answers_total";
    page.metric(name, "counter", "Answers given as they were kept, since the data being served was loaded.");
    page.value(name, &[], served.answers.given());
}
