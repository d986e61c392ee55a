//! OGC API - Features: each collection described, and an item of it in each form.
use super::*;

#[test]
fn descriptions() {
    check([
        get("collections", "/collections"),
        get("collection_control", "/collections/control-maps"),
        get("queryables_control", "/collections/control-maps/queryables"),
        get("schema_control", "/collections/control-maps/schema"),
        get("collections_html", "/collections?f=html"),
    ]);
}

/// Each collection has its own columns.
#[test]
fn items() {
    let names = ok("/collections")["collections"].as_array().unwrap().clone();
    let texts = names.iter().map(|collection| {
        let id: &'static str = collection["id"].as_str().unwrap().to_owned().leak();
        let case = Case {
            name: format!("items_{}", id.replace('-', "_")).leak(),
            path: format!("/collections/{id}/items?limit=1&skipGeometry=true&datetime=2025-01-04"),
            body: None,
        };
        let text = told(&case, &answer(&case));
        (case.name, text)
    });
    check_texts(texts.collect::<Vec<_>>());
}

fn ok(path: &str) -> Value {
    let answer = answer(&get("", path));
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    answer.json()
}

#[test]
fn forms() {
    let path = "/collections/control-maps/items";
    check([
        get("items_geojson", &format!("{path}?limit=1")),
        get(
            "items_filtered",
            &format!("{path}?filter=holder%3D%27RU%27&sortby=-version&limit=1&properties=holder,version"),
        ),
        get("items_in_metres", &format!("{path}?crs=http://www.opengis.net/def/crs/EPSG/0/3857&limit=1")),
        get("items_csv", &format!("{path}.csv")),
        get("items_kml", &format!("{path}.kml")),
        get("items_fgb", &format!("{path}.fgb")),
        get("items_parquet", &format!("{path}.parquet")),
        get("items_html", &format!("{path}?f=html&limit=1")),
        get("item", &format!("{path}/2025-01-03-held-RU-1")),
    ]);
}
