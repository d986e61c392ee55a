//! Landing page, API definition, conformance, collections.
use super::*;

#[test]
fn root_op_and_root_success() {
    let landing = get("/", "application/json").json();
    for rel in ["self", "service-desc", "service-doc", "conformance", "data"] {
        let link = landing["links"].as_array().unwrap().iter().find(|l| l["rel"] == rel);
        let link = link.unwrap_or_else(|| panic!("no link {rel}"));
        let (href, kind) = (link["href"].as_str().unwrap(), link["type"].as_str().unwrap());
        let answer = get(href, kind);
        assert_eq!(answer.status, 200, "{href}");
        assert_eq!(answer.header("content-type").split(';').next(), kind.split(';').next(), "{href}");
    }
    // What clients of tiles and styles look for.
    for rel in ["tilesets-vector", "tiling-schemes", "styles"] {
        let rel = format!("http://www.opengis.net/def/rel/ogc/1.0/{rel}");
        let link = landing["links"].as_array().unwrap().iter().find(|l| l["rel"] == rel.as_str());
        assert_eq!(get(link.unwrap()["href"].as_str().unwrap(), "*/*").status, 200, "{rel}");
    }
}

#[test]
fn api_definition_op_and_success() {
    let answer = get("/api", OPENAPI);
    assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, OPENAPI));
    assert!(answer.json()["openapi"].as_str().unwrap().starts_with("3.0."));
    assert!(get("/api", "text/html,*/*;q=0.5").text().starts_with("<!doctype html>"));
}

#[test]
fn conformance_op_and_success() {
    let document = get("/conformance", "application/json").json();
    let classes: Vec<&str> = document["conformsTo"].as_array().unwrap().iter().map(|c| c.as_str().unwrap()).collect();
    for class in ["features-1/1.0/conf/core", "features-1/1.0/conf/oas30", "features-2/1.0/conf/crs"] {
        assert!(classes.contains(&&*format!("http://www.opengis.net/spec/ogcapi-{class}")), "{class}");
    }
    links_are_there(&document, "application/json", &["text/html"], "conformance");
}

#[test]
fn fc_md_op_links_and_items() {
    let document = get("/collections", "application/json").json();
    links_are_there(&document, "application/json", &["text/html"], "collections");
    assert_eq!(document["crs"][0], CRS84);
    let all = collections();
    assert!(all.len() >= 14, "{}", all.len());
    for collection in &all {
        let name = id(collection);
        assert!(!name.is_empty() && collection["itemType"] == "feature");
        let links = collection["links"].as_array().unwrap();
        assert!(links.iter().all(|l| l["rel"].is_string() && l["type"].is_string()), "{name}");
        for link in links.iter().filter(|l| l["rel"] == "items") {
            let (href, kind) = (link["href"].as_str().unwrap(), link["type"].as_str().unwrap());
            let answer = get(href, kind);
            assert_eq!(answer.status, 200, "{href}");
            assert_eq!(answer.header("content-type").split(';').next(), kind.split(';').next(), "{href}");
        }
    }
}

/// fc-md-extent: it is around everything in the collection.
#[test]
fn fc_md_extent() {
    let (mut placed, mut dated) = (0, 0);
    for collection in &collections() {
        let name = id(collection);
        // Only what has no place has no extent.
        let page = ok(&items_of(collection));
        let is_placed = features(&page).iter().any(|feature| !feature["geometry"].is_null());
        let Some(bbox) = collection["extent"]["spatial"]["bbox"][0].as_array() else {
            assert!(!is_placed, "{name} has items with a place and no extent");
            continue;
        };
        placed += 1;
        let bbox: Vec<f64> = bbox.iter().map(|n| n.as_f64().unwrap()).collect();
        assert_eq!((bbox.len(), &collection["extent"]["spatial"]["crs"]), (4, &json!(CRS84)), "{name}");
        for [lon, lat] in features(&page).iter().flat_map(positions_of) {
            let holds = (bbox[0]..=bbox[2]).contains(&lon) && (bbox[1]..=bbox[3]).contains(&lat);
            assert!(holds, "{name}: {lon} {lat} outside {bbox:?}");
        }
        let Some(ends) = collection["extent"]["temporal"]["interval"][0].as_array() else { continue };
        dated += 1;
        assert_eq!(ends.len(), 2, "{name}");
        for end in ends.iter().filter(|end| !end.is_null()) {
            assert!(end.as_str().unwrap().ends_with('Z') && end.as_str().unwrap().len() == 20, "{name}: {end}");
        }
    }
    assert!(placed >= 10 && dated >= 7, "{placed} extents in space, {dated} in time");
}

#[test]
fn sfc_md_op_and_success() {
    for collection in collections() {
        let name = id(&collection);
        let alone = get(&format!("/collections/{name}"), "application/json").json();
        for member in ["id", "title", "description", "extent", "crs", "storageCrs"] {
            assert_eq!(alone[member], collection[member], "{name} {member}");
        }
        links_are_there(&alone, "application/json", &["text/html"], name);
    }
}

#[test]
fn fc_bbox_limit_and_time_definition() {
    let document = get("/api", OPENAPI).json();
    let parameters = document["paths"]["/collections/{collection}/items"]["get"]["parameters"].as_array().unwrap();
    let of = |name: &str| {
        let mut found = parameters.iter().map(|p| document.pointer(&p["$ref"].as_str().unwrap()[1..]).unwrap());
        found.find(|p| p["name"] == name).unwrap_or_else(|| panic!("no parameter {name}"))
    };
    for name in ["bbox", "limit", "datetime"] {
        let said = of(name);
        assert_eq!((&said["in"], &said["required"]), (&json!("query"), &json!(false)), "{name}");
        assert_eq!((&said["style"], &said["explode"]), (&json!("form"), &json!(false)), "{name}");
    }
    let (bbox, limit) = (&of("bbox")["schema"], &of("limit")["schema"]);
    assert_eq!((&bbox["type"], &bbox["items"]["type"]), (&json!("array"), &json!("number")));
    assert_eq!((&bbox["minItems"], &bbox["maxItems"]), (&json!(4), &json!(6)));
    let alternatives = bbox["oneOf"].as_array().unwrap();
    assert!(alternatives.iter().all(|one| one["minItems"] == one["maxItems"]));
    assert_eq!(limit["type"], "integer");
    assert!(limit["minimum"].as_u64() == Some(1) && limit["maximum"].is_u64() && limit["default"].is_u64());
    assert_eq!(of("datetime")["schema"]["type"], "string");
}
