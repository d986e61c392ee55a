//! JSON, GeoJSON and SVG forms, and shapes read from files.
use super::*;

#[test]
fn json_is_what_http_answers() {
    let data = data();
    let json = |words: &[&str]| -> serde_json::Value {
        serde_json::from_str(&printed(data.path(), &[words, &["--json"]].concat())).unwrap()
    };
    let at = json(&["at", "37.8", "48.0", "--date", "2025-01-04"]);
    assert_eq!((at["region"]["id"].as_str(), at["date"].as_str()), (Some("ua-14"), Some("2025-01-04")));
    let maps = at["control"].as_array().unwrap().iter().find(|c| c["source"] == "maps").unwrap();
    assert_eq!((maps["status"].as_str(), maps["holder"].as_str()), (Some("held"), Some("RU")));
    assert_eq!(json(&["at", "37.8", "48.0"])["place"], serde_json::Value::Null);
    assert_eq!(json(&["at", "Покровськ"])["place"]["settlement"]["id"], "gn-704422");
    let points = ["settlements", "--region", "ua-40", "--format", "geojson"];
    let points: serde_json::Value = serde_json::from_str(&printed(data.path(), &points)).unwrap();
    assert_eq!((points["features"].as_array().unwrap().len(), &points["numberMatched"]), (23, &23.into()));
    assert_eq!(json(&["changes", "--from", "2025-01-01", "--to", "2025-01-05"])["source"], "maps");
    let ring = |winding: &str| {
        let changes = json(&["changes", "--from", "2025-01-01", "--to", "2025-01-05", "--winding", winding]);
        changes["features"][0]["geometry"]["coordinates"][0][0].as_array().unwrap().clone()
    };
    let turned: Vec<serde_json::Value> = ring("d3").into_iter().rev().collect();
    assert_eq!(turned, ring("rfc7946"));
    let grown = json(&["changes", "--from", "2025-01-01", "--to", "2025-01-05", "--crs", "EPSG:3857"]);
    let corner = &grown["features"][0]["geometry"]["coordinates"][0][0][0];
    assert!(corner[0].as_f64().is_some_and(|x| x > 4e6) && grown["crs"] == "EPSG:3857", "{grown}");
    assert_eq!(json(&["line", "--date", "2025-01-04"])["features"].as_array().unwrap().len(), 1);
    let sheet = json(&["at", "7410565.28", "5319225.19", "--crs", "EPSG:28407", "--date", "2025-01-04"]);
    assert!((sheet["lon"].as_f64().unwrap() - 37.8).abs() < 1e-5, "{sheet}");
    assert_eq!(sheet["crs"], "EPSG:28407");
}

#[test]
fn a_shape_is_cut_from_a_file_or_standard_input() {
    let data = data();
    let shape = r#"{"type":"Polygon","coordinates":[[[37.7,47.8],[37.9,47.8],[37.9,48.0],[37.7,48.0],[37.7,47.8]]]}"#;
    let file = data.path().join("shape.geojson");
    std::fs::write(&file, shape).unwrap();
    let words = ["overlap", file.to_str().unwrap(), "--date", "2025-01-04", "--source", "maps"];
    let text = printed(data.path(), &words);
    assert!(text.contains("held by RU") && text.contains("100.0"), "{text}");
    let mut child = command(data.path(), &["overlap", "-", "--date", "2025-01-04", "--source", "maps"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(shape.as_bytes()).unwrap();
    assert_eq!(String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap(), text);
    let sheet = r#"{"type":"LineString","coordinates":[[7403000,5297000],[7403000,5317000]]}"#;
    std::fs::write(&file, sheet).unwrap();
    let json = printed(data.path(), &[&words[..], &["--crs", "EPSG:28407", "--json", "--pieces"]].concat());
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let length_m = json["length_m"].as_f64().unwrap();
    assert!((length_m - 20_000.0).abs() < 20.0 && json["crs"] == "EPSG:28407", "{json}");
    std::fs::write(&file, r#"{"type":"LineString","coordinates":[[37.7,47.8],[37.7,47.8]]}"#).unwrap();
    assert!(refused(data.path(), &words).contains("a line that stays at one place"));
    let swapped = r#"{"type":"LineString","coordinates":[[47.8,37.7],[48.0,37.7]]}"#;
    std::fs::write(&file, swapped).unwrap();
    assert!(
        refused(data.path(), &words)
            .starts_with("[47.8, 37.7] is in no region, but with the two numbers swapped it is in ua-14")
    );
    let name = file.to_str().unwrap();
    std::fs::write(&file, "{").unwrap();
    let told = refused(data.path(), &words);
    assert!(told.starts_with(&format!("{name}: EOF while parsing")), "{told}");
    std::fs::write(&file, " \n").unwrap();
    assert_eq!(refused(data.path(), &words), format!("{name}: the file is empty"));
    std::fs::write(&file, r#"{"type":"Point","coordinates":[37.7,47.8]}"#).unwrap();
    assert!(refused(data.path(), &words).contains("no area or line that can be measured"));
}

/// The service withholds it; here it is drawn, with the terms beside it.
#[test]
fn a_closed_source_is_drawn_with_its_terms_on_standard_error() {
    let closed = MAPS.replace("passed_on = true", "passed_on = false\nlicence_terms = \"For your eyes only.\"");
    let data = data_of(&closed);
    let day = ["--date", "2025-01-04"];
    for words in [
        &["map", "--source", "maps"][..],
        &["line", "--json"],
        &["changes", "--from", "2025-01-01", "--to", "2025-01-04", "--json"],
    ] {
        let day = if words[0] == "changes" { &[][..] } else { &day[..] };
        let output = run(data.path(), &[words, day].concat());
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(0), "{words:?}: {told}");
        assert!(told.contains("'maps'") && told.contains("CC0-1.0") && told.contains("For your eyes only."), "{told}");
        assert!(!output.stdout.is_empty());
    }
    let text = run(data.path(), &[&["line"][..], &day].concat());
    assert!(text.status.success() && text.stderr.is_empty(), "a length is no geometry");
}
