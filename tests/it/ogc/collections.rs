//! Landing page, collections, forms and withheld collections.
use super::*;

#[test]
fn from_the_landing_page_everything_is_found() {
    let landing = ok("/?f=json");
    for rel in ["self", "service-desc", "service-doc", "conformance", "data"] {
        let href = link(&landing, rel).unwrap_or_else(|| panic!("no link {rel}"));
        assert_eq!(get(href).status, 200, "{rel} {href}");
    }
    let classes = ok("/conformance")["conformsTo"].clone();
    for class in ["core", "geojson", "html", "oas30"] {
        let class = format!("http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/{class}");
        assert!(classes.as_array().unwrap().contains(&json!(class)), "{class}");
    }
}

#[test]
fn every_collection_says_what_the_standard_wants() {
    let all = ok("/collections");
    assert!(link(&all, "self").is_some() && link(&all, "alternate").is_some());
    for collection in all["collections"].as_array().unwrap() {
        let id = collection["id"].as_str().unwrap();
        let alone = ok(&format!("/collections/{id}"));
        for name in ["id", "title", "description", "extent", "itemType", "crs", "storageCrs"] {
            assert_eq!(alone[name], collection[name], "{id} {name}");
        }
        assert_eq!(collection["crs"][0], "http://www.opengis.net/def/crs/OGC/1.3/CRS84");
        let items = collection["links"].as_array().unwrap().iter().filter(|l| l["rel"] == "items");
        let kinds: Vec<&Value> = items.map(|l| &l["type"]).collect();
        assert!(kinds.contains(&&json!("application/geo+json")) && kinds.contains(&&json!("text/html")), "{id}");
        for rel in ["http://www.opengis.net/def/rel/ogc/1.0/queryables", "describedby"] {
            let answer = get(link(collection, rel).unwrap());
            assert_eq!((answer.status, answer.header("content-type")), (StatusCode::OK, "application/schema+json"));
        }
    }
    assert_eq!(get("/collections/atlantis").status, 404);
}

#[test]
fn what_may_not_be_passed_on_is_named_not_offered_and_refused() {
    let closed = || service(&[], false);
    let ids =
        |of: &Value| of.as_array().unwrap().iter().map(|c| c["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
    let listed = send(closed(), "/collections", &[]).json();
    assert_eq!(listed["withheld"], json!(["control-maps", "line-maps", "changes-maps"]));
    assert!(ids(&listed["collections"]).iter().all(|id| !id.ends_with("-maps")), "{listed}");
    let open = send(service(&["maps"], false), "/collections", &[]).json();
    assert!(ids(&open["collections"]).contains(&"control-maps".into()) && open["withheld"] == json!([]), "{open}");
    for id in ["control-maps", "line-maps", "changes-maps"] {
        let about = send(closed(), &format!("/collections/{id}"), &[]).json();
        assert!(about["withheld"].as_str().unwrap().contains("maps"), "{about}");
        for path in ["items", "items.fgb", "items.csv", "items/2025-01-03"] {
            let answer = send(closed(), &format!("/collections/{id}/{path}"), &[]);
            assert_eq!((answer.status.as_u16(), &answer.json()["code"]), (403, &json!("withheld")), "{id} {path}");
        }
    }
    assert_eq!(send(closed(), "/collections/control-list/items", &[]).status, 200);
    assert_eq!(send(service(&["maps"], false), "/collections/control-maps/items", &[]).status, 200);
}

#[test]
fn the_form_is_chosen_by_word_ending_or_header() {
    let kind = |path: &str, accept: &str| {
        let answer = send(service(&[], true), path, &[("accept", accept)]);
        assert_eq!(answer.status, 200, "{path}");
        (answer.header("content-type").to_owned(), answer.header("content-disposition").to_owned())
    };
    let items = "/collections/control-maps/items";
    assert_eq!(kind(items, "*/*").0, "application/geo+json");
    assert_eq!(kind(items, "text/html,*/*;q=0.8").0, "text/html; charset=utf-8");
    assert_eq!(
        kind(items, "text/csv"),
        ("text/csv; charset=utf-8".into(), "attachment; filename=\"control-maps.csv\"".into())
    );
    for ending in ["fgb", "gpkg", "kml", "parquet", "csv"] {
        let by_ending = kind(&format!("{items}.{ending}"), "*/*");
        assert_eq!(by_ending, kind(&format!("{items}?f={ending}"), "*/*"));
        assert_eq!(by_ending.1, format!("attachment; filename=\"control-maps.{ending}\""));
    }
    for path in ["/collections", "/collections/regions", "/conformance", "/collections/regions/items/ua-a", "/api"] {
        let page = send(service(&[], true), &format!("{path}?f=html"), &[]);
        assert_eq!(page.header("content-type"), "text/html; charset=utf-8", "{path}");
        assert!(page.text().contains("<html lang=\"en\">") && page.text().contains("<h1>"), "{path}");
    }
}
