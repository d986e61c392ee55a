//! OGC API - Features as its clients see it: the assertions of the standard's abstract tests, on a world that fits in the head.

mod collections;
mod computed;
mod pages;
mod selection;
mod transfer;

use std::collections::BTreeSet;

use axum::http::StatusCode;
use contactline::http::{PublicUrl, Reached, Service, Settings};
use serde_json::{Value, json};

use crate::served;
use crate::served::Answer;

fn service(rights: &[&str], may_be_passed_on: bool) -> Service {
    served::service(|dataset| dataset.sources[0].geometry_may_be_passed_on = may_be_passed_on, rights)
}

fn send(service: Service, path: &str, headers: &[(&str, &str)]) -> Answer {
    served::send(service, served::get_with(path, headers))
}

fn get(path: &str) -> Answer {
    send(service(&[], true), path, &[])
}

fn ok(path: &str) -> Value {
    let answer = get(path);
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    answer.json()
}

fn ids(page: &Value) -> Vec<&str> {
    page["features"].as_array().unwrap().iter().map(|f| f["id"].as_str().unwrap()).collect()
}

fn link<'a>(document: &'a Value, rel: &str) -> Option<&'a str> {
    document["links"].as_array()?.iter().find(|l| l["rel"] == rel)?["href"].as_str()
}

/// What a client sends, escaped.
fn escaped(text: &str) -> String {
    form_urlencoded::byte_serialize(text.as_bytes()).collect()
}
