//! A mirror of merged days.
use super::*;

fn day(east: f64) -> String {
    let ring = format!("[[36.0,47.5],[36.0,48.5],[{east},48.5],[{east},47.5],[36.0,47.5]]");
    format!(
        r#"{{"type":"FeatureCollection","features":[{{"type":"Feature","properties":{{}},"geometry":{{"type":"MultiPolygon","coordinates":[[{ring}]]}}}}]}}"#
    )
}

fn day_path(date: &str) -> String {
    format!("/data/deepstatemap_data_{date}.geojson")
}

fn days(more: &str) -> (Web, TempDir) {
    let web = Web::begin();
    for (k, date) in ["20250101", "20250102", "20250104"].iter().enumerate() {
        web.at(&day_path(date), [ok(day(37.0 + k as f64 / 10.0)).with("etag", &format!("\"{date}\""))]);
    }
    let base = &web.base;
    let more = more.replace("BASE", base);
    let data = data(&format!(
        "[source.deepstate]\nform = \"days\"\nday = \"{base}/data/deepstatemap_data_{{YYYY}}{{MM}}{{DD}}.geojson\"\n{more}\n"
    ));
    (web, data)
}

#[test]
fn a_mirror_with_a_listing_is_asked_for_the_days_it_has() {
    let (web, data) = days("listing = \"BASE/data/\"");
    let rows: String = ["20250101", "20250102", "20250104"]
        .map(|date| format!("<a href=\"deepstatemap_data_{date}.geojson\">deepstatemap_data_{date}.geojson</a>\n"))
        .concat();
    web.at("/data/", [ok(rows)]);
    let said = sync(&data, &["deepstate"]).ended(0);
    assert!(said.contains("3 imported") && said.contains("gap 1"), "{said}");
    assert_eq!(stamps(&data, "deepstate"), ["2025-01-01", "2025-01-02", "2025-01-04"]);
    web.asked();
    sync(&data, &["deepstate-daily"]).ended(0);
    assert_eq!(web.paths(), ["/data/"]);
    checks(data.path());
}

#[test]
fn a_mirror_without_a_listing_is_asked_for_each_missing_day_once() {
    let (web, data) = days("first = \"2025-01-01\"");
    let said = sync(&data, &["deepstate", "--to", "2025-01-05"]).ended(0);
    assert!(said.contains("3 imported") && said.contains("no version on 2 days"), "{said}");
    assert_eq!(web.paths(), ["20250101", "20250102", "20250103", "20250104", "20250105"].map(day_path));
    // What was not there long ago will not come.
    sync(&data, &["deepstate", "--to", "2025-01-05"]).ended(0);
    assert!(web.asked().is_empty());
    let (_web, data) = days("");
    assert!(sync(&data, &["deepstate"]).could_not().contains("no first day is known: give --from"));
}
