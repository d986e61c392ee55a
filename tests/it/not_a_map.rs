//! What is sent as a shape and is none is named for what it is, as import names it: a parser's complaint about line 1, column 1
//! tells nobody that a server answered with a web page.
use axum::body::Body;
use axum::http::Request;
use contactline_store::geojson::read_geometry;

use crate::served;

fn overlap(body: Vec<u8>) -> (u16, String) {
    let request = Request::post("/v1/overlap?date=2025-01-02").header("host", "maps.test");
    let request = request.header("content-type", "application/geo+json").body(Body::from(body)).unwrap();
    let answer = served::send(served::service(|_| (), &[]), request);
    (answer.status.as_u16(), answer.json()["detail"].as_str().unwrap_or_default().to_owned())
}

#[test]
fn what_is_no_shape_is_named() {
    for (body, words) in [
        (b"<!doctype html><html><title>Sign in</title></html>".as_slice(), "a web page (HTML, 'Sign in')"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n", "a pointer of Git LFS"),
        (b"404: Not Found", "a server's error, '404: Not Found'"),
        (b"PK\x03\x04\x14\x00", "a zip archive"),
        (
            br#"{"error":{"code":499,"message":"Token Required","details":[]}}"#,
            "a server's error and no map: 499: Token Required",
        ),
        (
            br#"{"geometryType":"esriGeometryPolygon","features":[{"attributes":{},"geometry":{"rings":[]}}]}"#,
            "Esri JSON",
        ),
        (br#"{"rings":[[[38,47],[38,48],[39,48],[38,47]]]}"#, "Esri JSON"),
    ] {
        let (status, detail) = overlap(body.to_vec());
        assert!(matches!(status, 400 | 422) && detail.contains(words), "{status} {detail}: wanted {words}");
    }
}

#[test]
fn marks_before_a_text_are_no_part_of_it_however_many() {
    let square = r#"{"type":"Polygon","coordinates":[[[36,47],[37,47],[37,48],[36,47]]]}"#;
    assert!(read_geometry(square).is_ok());
    let (status, detail) = overlap(format!("\u{feff}\u{feff}{square}").into_bytes());
    assert_eq!(status, 200, "{detail}");
}
