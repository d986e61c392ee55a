//! A server that stops at its limit says so beside the features, and the rest is missing. Import always refused such an answer;
//! overlap measured it and rows were answered as if they were all there were, without a word.
use std::sync::Arc;

use axum::body::Body;
use axum::http::Request;
use contactline::rows::{Expected, RowError, RowStream};
use contactline_core::atlas::Atlas;
use contactline_core::model::CUT_AT_LIMIT;
use contactline_store::geojson::{read, read_geometry};

use crate::{served, small_world};

const SQUARE: &str = r#"{"type":"Feature","properties":{},"geometry":{"type":"Polygon","coordinates":[[[36,47],[37,47],[37,48],[36,47]]]}}"#;
const POINT: &str =
    r#"{"type":"Feature","properties":{"date":"2025-01-02"},"geometry":{"type":"Point","coordinates":[36.5,47.5]}}"#;

/// A collection of one feature with a member before it and one after it.
fn collection(feature: &str, before: &str, after: &str) -> String {
    format!(r#"{{"type":"FeatureCollection",{before}"features":[{feature}]{after}}}"#)
}

/// The ways in which servers say it: older ones at the top, newer ones among the properties, before the features or after them.
fn cut(feature: &str) -> [String; 6] {
    [
        collection(feature, r#""exceededTransferLimit":true,"#, ""),
        collection(feature, "", r#","exceededTransferLimit": true"#),
        collection(feature, r#""properties":{"exceededTransferLimit":true},"#, ""),
        collection(feature, "", r#", "properties" : {"a":[1,{}],"exceededTransferLimit" : true }"#),
        collection(feature, "", r#","exceededTransferLimit":"true""#),
        collection(feature, "", r#","exceededTransferLimit":1"#),
    ]
}

/// What says nothing of the kind.
fn whole(feature: &str) -> [String; 4] {
    [
        collection(feature, r#""exceededTransferLimit":false,"#, ""),
        collection(feature, "", r#","properties":{"exceededTransferLimit":false,"limit":true}"#),
        collection(feature, "", r#","note":"exceededTransferLimit","true":true"#),
        feature.replacen(r#""properties":{"#, r#""properties":{"exceededTransferLimit":true,"#, 1).replace(",}", "}"),
    ]
}

fn post(path: &str, kind: &str, body: String) -> served::Answer {
    let request = Request::post(path).header("host", "maps.test").header("content-type", kind);
    served::send(served::service(|_| (), &[]), request.body(Body::from(body)).unwrap())
}

#[test]
fn a_shape_of_which_the_rest_is_missing_is_not_measured() {
    for text in cut(SQUARE) {
        let findings = read_geometry(&text).unwrap_err();
        assert_eq!((findings.len(), findings[0].code, &*findings[0].message), (1, "truncated", CUT_AT_LIMIT), "{text}");
        assert!(read(&text, None).value.is_none());
        let answer = post("/v1/overlap?date=2025-01-02", "application/geo+json", text);
        assert!(answer.status == 422 && answer.text().contains("exceededTransferLimit"), "{}", answer.text());
    }
    for text in whole(SQUARE) {
        assert!(read_geometry(&text).is_ok(), "{text}");
    }
    let page = collection(SQUARE, r#""numberMatched":7,"numberReturned":1,"#, "");
    assert!(read_geometry(&page).unwrap_err()[0].message.starts_with("1 of the 7 features that matched"));
    assert!(read_geometry(&collection(SQUARE, r#""numberMatched":1,"#, "")).is_ok());
}

#[test]
fn rows_of_which_the_rest_is_missing_are_refused() {
    for text in cut(POINT) {
        let answer = post("/v1/at", "application/geo+json", text.clone());
        assert!(answer.status == 400 && answer.text().contains("exceededTransferLimit"), "{text}: {}", answer.text());
    }
    for text in whole(POINT) {
        let answer = post("/v1/at", "application/geo+json", text.clone());
        assert!(answer.status == 200 && answer.text().contains("\"verdict\""), "{text}: {}", answer.text());
    }
    // Said after more rows than are looked at first: what reads them ends with why they are not all.
    let many = vec![POINT; 700].join(",");
    for text in cut(&many).iter().filter(|text| text.starts_with(r#"{"type":"FeatureCollection","features""#)) {
        let error = rows_in_two(text).unwrap_err();
        assert_eq!(error, RowError::CutAtLimit, "{}", &text[text.len() - 80..]);
    }
    for text in &whole(&many)[1..3] {
        assert_eq!(rows_in_two(text), Ok(700));
    }
}

/// The rows of a text that comes in two parts, or why there are no more.
fn rows_in_two(text: &str) -> Result<u64, RowError> {
    let atlas = Arc::new(Atlas::build(small_world::dataset()));
    let (mut stream, mut out) =
        (RowStream::new(atlas, Expected::Json, small_world::row_options()).unwrap(), Vec::new());
    let (first, second) = text.as_bytes().split_at(text.len() - 100);
    stream.push(first, &mut out)?;
    stream.push(second, &mut out)?;
    stream.finish(&mut out).map(|summary| summary.rows)
}
