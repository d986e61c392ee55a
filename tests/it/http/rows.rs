//! Rows that are posted and come back classified.
use super::*;

#[test]
fn rows_come_back_as_they_came() {
    let csv = post("/v1/at?date=2025-01-04", "text/csv", "id,lon,lat\n7,37.5,47.5\n8,x,47.5\n");
    let lines: Vec<String> = csv.text().lines().map(str::to_owned).collect();
    assert!(
        lines[0]
            .starts_with("id,lon,lat,region,verdict,verdict.rests_on_stale,list.status,list.holder,list.version,list.age_days,list.stale,list.distance_m,list.near_line,maps.status")
    );
    assert!(lines[1].starts_with("7,37.5,47.5,ua-b,disputed,false,held,UA,2025-01-05"), "{}", lines[1]);
    assert!(lines[2].starts_with("8,x,47.5,,,") && !lines[2].ends_with(','), "{}", lines[2]);
    let marked = post("/v1/at?date=2025-01-04&bom=true", "text/csv", "id,lon,lat\n7,37.5,47.5\n8,x,47.5\n");
    assert_eq!(marked.text(), format!("\u{feff}{}", csv.text()));
    let array =
        post("/v1/at", "application/json", r#"[{"lon":37.5,"lat":47.5,"date":"2025-01-04"},[36.5,47.5]]"#).json();
    assert_eq!((&array[0]["verdict"], array.as_array().unwrap().len()), (&json!("disputed"), 2));
    let lines = post("/v1/at", "application/x-ndjson", "{\"lon\":37.5,\"lat\":47.5}\n\n{\"lon\":").text();
    assert!(lines.lines().next().unwrap().contains("\"region\":\"ua-b\""));
    let collection = json!({"type": "FeatureCollection", "name": "mine", "features": [
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": [37.5, 47.5]}, "properties": {"a": 1}}]});
    let answer = post("/v1/at", "application/geo+json", collection.to_string()).json();
    assert_eq!((&answer["name"], &answer["features"][0]["properties"]["a"]), (&json!("mine"), &json!(1)));
    assert_eq!(answer["features"][0]["properties"]["region"], "ua-b");
    assert_eq!(problem(&post("/v1/at", "text/html", "x")).0, 415);
    assert_eq!(problem(&post("/v1/at", "text/csv", "")).1, "bad-body");
    assert_eq!(problem(&post("/v1/at", "text/csv", "a,b\n1,2\n")).1, "bad-body");
    assert_eq!(problem(&post("/v1/at", "application/json", "lon,lat")).1, "bad-body");
}

/// What the command line says on standard error stands in a header.
#[test]
fn what_was_decided_about_rows_is_said() {
    let path = "/v1/at?columns=maps.version";
    let answer = post(path, "text/csv", "lon,lat,event_date\n37.5,47.5,2025-01-04\n");
    assert_eq!(
        answer.header("contactline-notes"),
        "longitude is read from 'lon', latitude from 'lat', the day of each row from 'event_date'"
    );
    assert_eq!(answer.header("contactline-warning"), "Do not use for evacuation or movement decisions.");
    assert!(answer.text().contains("2025-01-04,2025-01-0"), "{}", answer.text());
    let unclear = post(path, "text/csv", "lon,lat,date_start,date_end\n37.5,47.5,2025-01-02,2025-01-04\n");
    assert_eq!(problem(&unclear), (400, "missing-parameter".into(), "date_column".into()));
    assert!(unclear.text().contains("date_column=NAME, or one day for all rows with date=DATE"), "{}", unclear.text());
    assert_eq!(problem(&post("/v1/at?columns=all", "text/csv", "lon,lat\n")).2, "columns");
    assert_eq!(problem(&post("/v1/at?date_format=american", "text/csv", "lon,lat\n")).2, "date_format");
    let slashes =
        post("/v1/at?date_format=MM/DD/YYYY&columns=as_of", "text/csv", "lon,lat,date\n37.5,47.5,01/04/2025\n");
    assert!(slashes.text().contains("01/04/2025,2025-01-04,"), "{}", slashes.text());
    let cp1251 = b"\xC4\xE0\xF2\xE0,lon,lat\n04.01.2025,37.5,47.5\n".to_vec();
    let guessed = post(path, "text/csv", cp1251.clone());
    assert!(guessed.text().starts_with("Дата,lon,lat,maps.version"), "{}", guessed.text());
    assert!(
        guessed
            .header("contactline-notes")
            .starts_with("the input is no UTF-8 and is read as windows-1251, by its letters")
    );
    let old = post("/v1/at?max_age=1&columns=maps.version", "text/csv", "lon,lat,date\n37.5,47.5,2025-01-31\n");
    assert!(old.text().contains("at most 1 are allowed"), "{}", old.text());
    let read = post(path, "text/csv; charset=windows-1251", cp1251);
    assert_eq!(read.header("content-type"), "text/csv; charset=utf-8");
    assert!(read.text().starts_with("Дата,lon,lat,maps.version"), "{}", read.text());
    assert!(read.header("contactline-notes").ends_with("the day of each row from '%D0%94%D0%B0%D1%82%D0%B0'"));
}

#[test]
fn rows_come_in_every_form_there_is() {
    let feature = r#"{"type":"Feature","properties":{"date":"2025-01-04"},"geometry":{"type":"Point","coordinates":[37.5,47.5]}}"#;
    let one = post("/v1/at", "application/geo+json", feature);
    assert_eq!(
        (one.json()["properties"]["region"].clone(), one.header("content-type")),
        (json!("ua-b"), "application/geo+json")
    );
    let sequence = post("/v1/at", "application/geo+json-seq", format!("\u{1e}{feature}\n\u{1e}{feature}\n"));
    assert_eq!(sequence.header("content-type"), "application/geo+json-seq");
    assert_eq!(sequence.text().split('\u{1e}').filter(|record| record.contains("ua-b")).count(), 2);
    let tabs = post("/v1/at", "text/tab-separated-values", "lon\tlat\n37.5\t47.5\n");
    assert_eq!(tabs.header("content-type"), "text/tab-separated-values; charset=utf-8");
    assert!(tabs.text().contains("37.5\t47.5\tua-b\t"), "{}", tabs.text());
    let packed = |coding: &str, bytes: Vec<u8>| {
        let request = Request::post("/v1/at").header("content-type", "text/csv").header("content-encoding", coding);
        send(service(&[]), request.body(Body::from(bytes)).unwrap())
    };
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    std::io::Write::write_all(&mut encoder, b"lon,lat\n37.5,47.5\n").unwrap();
    assert!(packed("gzip", encoder.finish().unwrap()).text().contains("37.5,47.5,ua-b"));
    assert_eq!(problem(&packed("br", vec![1])).0, 415);
    assert_eq!(problem(&packed("gzip", b"lon,lat".to_vec())).1, "bad-body");
}

#[test]
fn a_missing_column_is_told_with_the_parameter_that_names_it() {
    let answer = post("/v1/at?date=2025-01-04", "text/csv", "x,lat\n37.5,47.5\n");
    assert!(answer.text().contains("name the right one with lon_column=NAME"), "{}", answer.text());
}
