//! Collections that are computed for a moment.
use super::*;

#[test]
fn collections_as_of_a_moment_answer_for_today_or_the_day_asked() {
    let today = ok("/collections/disputes/items");
    assert!(ids(&today).iter().all(|id| id.ends_with("@2025-02-01")), "{:?}", ids(&today));
    let then = ok("/collections/disputes/items?datetime=2025-01-05");
    let said = &then["features"][0]["properties"];
    assert_eq!((&said["start"], &said["end"]), (&json!("2025-01-05"), &json!("2025-01-05")));
    for name in ["list_status", "list_holder", "maps_status", "maps_holder"] {
        assert!(said.get(name).is_some(), "{name}: {said}");
    }
    assert_eq!(ids(&ok("/collections/disputes/items?datetime=2025-01-01/2025-01-05")), ids(&then));
    assert_eq!(ids(&ok("/collections/disputes/items?datetime=../..")), ids(&today));
    // An id says its day, so that an item is found again without a parameter.
    let id = ids(&then)[0];
    assert_eq!(ok(&format!("/collections/disputes/items/{id}"))["geometry"], then["features"][0]["geometry"]);
    let plain = ok("/collections/settlements/items?datetime=2025-01-05&limit=1");
    let path = format!("/collections/settlements/items/{}?datetime=2025-01-05", ids(&plain)[0]);
    assert_eq!(ok(&path)["properties"], plain["features"][0]["properties"]);
    let held = ok("/collections/settlements/items?datetime=2025-01-05&maps_holder=RU");
    assert!(!ids(&held).is_empty() && ids(&held).len() < 7);
    for path in ["/collections/settlements/items.csv", "/collections/regimes/items.fgb?datetime=2025-01-05"] {
        assert_eq!(get(path).status, 200, "{path}");
    }
    let tile = get("/collections/disputes/tiles/WebMercatorQuad/6/22/38?datetime=2025-01-05");
    assert_eq!(tile.header("content-type"), "application/vnd.mapbox-vector-tile");
}

#[test]
fn what_is_computed_from_a_closed_source_has_no_geometry() {
    let page = |id: &str| {
        let path = format!("/collections/{id}/items?datetime=2025-01-05");
        let (open, closed) =
            (send(service(&[], true), &path, &[]).json(), send(service(&[], false), &path, &[]).json());
        assert_eq!(ids(&open), ids(&closed), "{id}");
        (open, closed)
    };
    for (id, is_of_source) in [("disputes", true), ("regimes", false), ("settlements", false)] {
        let (open, closed) = page(id);
        for (open, closed) in open["features"].as_array().unwrap().iter().zip(closed["features"].as_array().unwrap()) {
            let by_line = is_of_source || closed["properties"]["source"] == "maps";
            assert_eq!(closed["geometry"].is_null(), by_line, "{closed}");
            assert_eq!(open["properties"], closed["properties"]);
            assert!(!open["geometry"].is_null());
            let one = format!("/collections/{id}/items/{}?datetime=2025-01-05", closed["id"].as_str().unwrap());
            assert_eq!(send(service(&[], false), &one, &[]).json()["geometry"], closed["geometry"]);
        }
        assert_eq!(closed["withheld"].is_array(), id != "settlements", "{id}");
        let csv = send(service(&[], false), &format!("/collections/{id}/items.csv?datetime=2025-01-05"), &[]).text();
        assert_eq!(csv.contains("POLYGON"), id == "regimes");
    }
    let path = "/collections/disputes/tiles/WebMercatorQuad/6/22/38?datetime=2025-01-05";
    assert_eq!(send(service(&[], false), path, &[]).status, 204);
}
