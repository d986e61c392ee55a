//! The assertions of the official test suite of OGC API - Features, Part 1 and Part 2, one by one, on every collection there is.
//! Each test bears the names of the abstract tests it stands for.
use std::collections::BTreeSet;
use std::sync::LazyLock;

use contactline::http::Service;
use contactline_core::model::Announcement;
use serde_json::{Value, json};

use crate::served;
use crate::served::Answer;

const CRS84: &str = "http://www.opengis.net/def/crs/OGC/1.3/CRS84";
const GEOJSON: &str = "application/geo+json";
const OPENAPI: &str = "application/vnd.oai.openapi+json;version=3.0";
/// The boxes of the suite: across the meridian, the equator and 180 degrees, and at the poles.
const BOXES: [[f64; 4]; 5] = [
    [-1.5, 50.0, 1.5, 53.0],
    [-80.0, -5.0, -70.0, 5.0],
    [177.0, 65.0, -177.0, 70.0],
    [-180.0, 85.0, 180.0, 90.0],
    [-180.0, -90.0, 180.0, -85.0],
];

/// One service for all: what it serves does not change.
static SERVICE: LazyLock<Service> = LazyLock::new(|| {
    served::service(
        |dataset| {
            dataset.sources[0].geometry_may_be_passed_on = true;
            let nowhere = Announcement { id: "nowhere".into(), position: None, ..dataset.announcements[0].clone() };
            dataset.announcements.push(nowhere);
        },
        &[],
    )
});

fn get(path: &str, accept: &str) -> Answer {
    served::send(SERVICE.clone(), served::get_with(path, &[("accept", accept)]))
}

fn ok(path: &str) -> Value {
    let answer = get(path, GEOJSON);
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    answer.json()
}

fn collections() -> Vec<Value> {
    get("/collections", "application/json").json()["collections"].as_array().unwrap().clone()
}

fn id(collection: &Value) -> &str {
    collection["id"].as_str().unwrap()
}

/// The address of a collection's items as GeoJSON: the first link of that relation and type.
fn items_of(collection: &Value) -> String {
    let links = collection["links"].as_array().unwrap();
    let link = links.iter().find(|l| l["rel"] == "items" && l["type"] == GEOJSON).unwrap();
    link["href"].as_str().unwrap().to_owned()
}

fn with(address: &str, query: &[(&str, &str)]) -> String {
    let mut text = form_urlencoded::Serializer::new(String::new());
    text.extend_pairs(query);
    format!("{address}?{}", text.finish())
}

fn features(page: &Value) -> &[Value] {
    page["features"].as_array().unwrap()
}

fn ids(page: &Value) -> BTreeSet<String> {
    features(page).iter().map(|f| f["id"].as_str().unwrap().to_owned()).collect()
}

/// fc-md-links, fc-links, f-links: the document itself, and every other form; each link with its relation and type.
fn links_are_there(document: &Value, own: &str, others: &[&str], place: &str) {
    let links = document["links"].as_array().unwrap_or_else(|| panic!("{place}: no links"));
    let has = |rel: &str, kind: &str| links.iter().any(|l| l["rel"] == rel && l["type"] == kind);
    assert!(has("self", own), "{place}: no link to itself as {own}");
    others.iter().for_each(|kind| assert!(has("alternate", kind), "{place}: no link to {kind}"));
    for link in links {
        assert!(link["rel"].is_string() && link["type"].is_string() && link["href"].is_string(), "{place}: {link}");
    }
}

/// Every position of a geometry.
fn positions(of: &Value, found: &mut Vec<[f64; 2]>) {
    match of.as_array() {
        Some(numbers) if numbers.first().is_some_and(Value::is_number) => {
            found.push([numbers[0].as_f64().unwrap(), numbers[1].as_f64().unwrap()]);
        }
        Some(parts) => parts.iter().for_each(|part| positions(part, found)),
        None => {}
    }
}

fn positions_of(feature: &Value) -> Vec<[f64; 2]> {
    let mut found = Vec::new();
    positions(&feature["geometry"]["coordinates"], &mut found);
    found
}

/// fc-response, fc-links, fc-timeStamp, fc-numberReturned, fc-numberMatched, crs84.
fn is_feature_collection(address: &str) -> Value {
    let before = now();
    let answer = get(address, GEOJSON);
    assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, GEOJSON), "{address}: {}", answer.text());
    assert_eq!(answer.header("content-crs"), format!("<{CRS84}>"), "{address}");
    let page = answer.json();
    assert_eq!(page["type"], "FeatureCollection", "{address}");
    links_are_there(&page, GEOJSON, &["text/html"], address);
    let stamp = page["timeStamp"].as_str().unwrap();
    assert!(before.as_str() <= stamp && stamp <= now().as_str(), "{address}: {stamp}");
    assert_eq!(page["numberReturned"], features(&page).len(), "{address}");
    let (mut all, mut next) = (features(&page).len(), next(&page));
    while let Some(address) = next {
        let page = ok(&address);
        assert!(!features(&page).is_empty(), "{address}");
        all += features(&page).len();
        next = self::next(&page);
    }
    assert_eq!(page["numberMatched"], all, "{address}");
    for [lon, lat] in features(&page).iter().flat_map(positions_of) {
        assert!((-180.0..=180.0).contains(&lon) && (-90.0..=90.0).contains(&lat), "{address}: {lon} {lat}");
    }
    page
}

fn next(page: &Value) -> Option<String> {
    let link = page["links"].as_array()?.iter().find(|l| l["rel"] == "next")?;
    Some(link["href"].as_str()?.to_owned())
}

/// This second, written as the service writes it.
fn now() -> String {
    let seconds = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_secs();
    let text = contactline_core::model::Moment::from_seconds(i64::try_from(seconds).unwrap()).to_string();
    if text.len() == 10 { format!("{text}T00:00:00Z") } else { text }
}

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
fn fc_md_op_links_items_and_extent() {
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
        // The extent is around everything in it.
        let Some(bbox) = collection["extent"]["spatial"]["bbox"][0].as_array() else { continue };
        let bbox: Vec<f64> = bbox.iter().map(|n| n.as_f64().unwrap()).collect();
        assert_eq!((bbox.len(), &collection["extent"]["spatial"]["crs"]), (4, &json!(CRS84)), "{name}");
        for [lon, lat] in features(&ok(&items_of(collection))).iter().flat_map(positions_of) {
            let holds = (bbox[0]..=bbox[2]).contains(&lon) && (bbox[1]..=bbox[3]).contains(&lat);
            assert!(holds, "{name}: {lon} {lat} outside {bbox:?}");
        }
        let Some(ends) = collection["extent"]["temporal"]["interval"][0].as_array() else { continue };
        assert_eq!(ends.len(), 2, "{name}");
        for end in ends.iter().filter(|end| !end.is_null()) {
            assert!(end.as_str().unwrap().ends_with('Z') && end.as_str().unwrap().len() == 20, "{name}: {end}");
        }
    }
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

#[test]
fn fc_op_and_response() {
    for collection in collections() {
        is_feature_collection(&items_of(&collection));
    }
}

#[test]
fn fc_limit_response() {
    for collection in collections() {
        for limit in [1, 2, 100] {
            let page = is_feature_collection(&with(&items_of(&collection), &[("limit", &limit.to_string())]));
            assert!(features(&page).len() <= limit, "{}", id(&collection));
        }
        // More than there may be is no mistake (requirement 22).
        assert_eq!(get(&with(&items_of(&collection), &[("limit", "99999999")]), GEOJSON).status, 200);
    }
}

#[test]
fn fc_bbox_response() {
    for collection in collections() {
        let (address, name) = (items_of(&collection), id(&collection));
        let whole = ok(&address);
        let nowhere: BTreeSet<String> = features(&whole)
            .iter()
            .filter(|f| f["geometry"].is_null())
            .map(|f| f["id"].as_str().unwrap().to_owned())
            .collect();
        for numbers in BOXES {
            let text = numbers.map(|n| n.to_string()).join(",");
            let page = is_feature_collection(&with(&address, &[("bbox", &text)]));
            // Everything here lies elsewhere; what has no place is in every box.
            assert_eq!(ids(&page), nowhere, "{name} {text}");
        }
        let Some(own) = collection["extent"]["spatial"]["bbox"][0].as_array() else { continue };
        let text = own.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
        assert_eq!(ids(&is_feature_collection(&with(&address, &[("bbox", &text)]))), ids(&whole), "{name}");
    }
}

#[test]
fn fc_time_response() {
    for collection in collections() {
        let (address, name) = (items_of(&collection), id(&collection));
        let start = collection["extent"]["temporal"]["interval"][0][0].as_str().map(str::to_owned);
        let Some(start) = start else {
            // What has no time is there at any.
            assert_eq!(ids(&ok(&with(&address, &[("datetime", "1900-01-01")]))), ids(&ok(&address)), "{name}");
            continue;
        };
        // An instant, a stretch with parts of seconds, days with a duration, open ends.
        for text in [
            &*start,
            "2025-01-02T12:00:00.75Z/2025-01-03T06:30:00.5Z",
            "2025-01-02/P2D",
            "P1M/2025-01-31",
            "../2025-01-05",
            "2025-01-05/..",
            "2025-01-03T02:00:00+02:00",
        ] {
            is_feature_collection(&with(&address, &[("datetime", text)]));
        }
        let same = |a: &str, b: &str| {
            let of = |text: &str| ids(&ok(&with(&address, &[("datetime", text)])));
            assert_eq!(of(a), of(b), "{name} {a} {b}");
        };
        same("2025-01-02/P2D", "2025-01-02/2025-01-03");
        same("P3D/2025-01-05", "2025-01-03/2025-01-05");
    }
}

#[test]
fn query_param_invalid_and_unknown() {
    for collection in collections() {
        for query in [
            ("limit", "unlimited"),
            ("limit", "0"),
            ("bbox", "1,2,3"),
            ("datetime", "yesterday"),
            ("datetime", "2025-01-01/P1X"),
            ("unknownQueryParameter12345", "1"),
        ] {
            let answer = get(&with(&items_of(&collection), &[query]), GEOJSON);
            assert_eq!(answer.status, 400, "{} {query:?}", id(&collection));
        }
    }
}

#[test]
fn f_op_success_and_links() {
    for collection in collections() {
        let address = items_of(&collection);
        for feature in features(&ok(&with(&address, &[("limit", "2")]))) {
            let one = format!("{address}/{}", feature["id"].as_str().unwrap());
            let answer = get(&one, GEOJSON);
            assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, GEOJSON), "{one}");
            assert_eq!(answer.header("content-crs"), format!("<{CRS84}>"));
            let found = answer.json();
            assert_eq!((&found["type"], &found["id"]), (&json!("Feature"), &feature["id"]));
            links_are_there(&found, GEOJSON, &["text/html"], &one);
            assert!(found["links"].as_array().unwrap().iter().any(|l| l["rel"] == "collection"), "{one}");
        }
        assert_eq!(get(&format!("{address}/thereIsNoSuchItem"), GEOJSON).status, 404);
    }
}

#[test]
fn crs_uri_storage_crs_and_default() {
    for collection in collections() {
        let listed = collection["crs"].as_array().unwrap();
        assert_eq!(listed[0], CRS84, "{}", id(&collection));
        assert!(listed.contains(&collection["storageCrs"]), "{}", id(&collection));
        for crs in listed {
            assert!(crs.as_str().unwrap().starts_with("http://www.opengis.net/def/crs/"), "{crs}");
        }
    }
}

#[test]
fn crs_parameter_and_content_crs_header() {
    for collection in collections() {
        let address = items_of(&collection);
        let first = features(&ok(&address)).first().map(|f| f["id"].as_str().unwrap().to_owned());
        let one = first.map(|first| format!("{address}/{first}"));
        for crs in collection["crs"].as_array().unwrap().iter().map(|c| c.as_str().unwrap()) {
            for address in one.iter().chain([&address]) {
                let answer = get(&with(address, &[("crs", crs)]), GEOJSON);
                assert_eq!(
                    (answer.status.as_u16(), answer.header("content-crs")),
                    (200, &*format!("<{crs}>")),
                    "{address}"
                );
            }
        }
        for address in one.iter().chain([&address]) {
            let unknown = [("crs", "http://www.opengis.net/def/crs/0/unknown")];
            assert_eq!(get(&with(address, &unknown), GEOJSON).status, 400, "{address}");
        }
    }
}

/// crs-parameter-transform: what comes in another system is what comes in this one, taken there.
#[test]
fn crs_parameter_transform() {
    use contactline_crs::Crs;
    use edge_timeline::Position;
    let address = "/collections/regions/items/ua-a";
    let plain = positions_of(&ok(address));
    for crs in Crs::all() {
        let turned = positions_of(&ok(&with(address, &[("crs", &crs.uri())])));
        assert_eq!(plain.len(), turned.len());
        for ([lon, lat], [a, b]) in plain.iter().zip(&turned) {
            let (x, y) = crs.from_lon_lat(Position::from_lon_lat(*lon, *lat).unwrap()).unwrap();
            let (first, second) = if crs.is_northing_first() { (y, x) } else { (x, y) };
            assert!((first - a).abs() < 1e-3 && (second - b).abs() < 1e-3, "{}: {a} {b}", crs.code());
        }
    }
}

#[test]
fn bbox_crs_parameter() {
    use contactline_crs::Crs;
    use edge_timeline::Position;
    for collection in collections() {
        let (address, name) = (items_of(&collection), id(&collection));
        // A box around the region in the west, whose corners are exact in every system.
        let [west, south, east, north] = [36.2, 47.2, 36.8, 47.8];
        let wanted = ids(&ok(&with(&address, &[("bbox", "36.2,47.2,36.8,47.8")])));
        for crs in collection["crs"].as_array().unwrap().iter().map(|c| c.as_str().unwrap()) {
            let system = Crs::from_code(crs).unwrap();
            let corner = |lon, lat| system.from_lon_lat(Position::from_lon_lat(lon, lat).unwrap()).unwrap();
            let ((x0, y0), (x1, y1)) = (corner(west, south), corner(east, north));
            let numbers = if system.is_northing_first() { [y0, x0, y1, x1] } else { [x0, y0, x1, y1] };
            let text = numbers.map(|n| n.to_string()).join(",");
            let query = [("bbox", &*text), ("bbox-crs", crs)];
            assert_eq!(ids(&ok(&with(&address, &query))), wanted, "{name} {crs}");
        }
        let invalid = [("bbox", "36,47,37,48"), ("bbox-crs", "http://www.opengis.net/def/crs/0/unknown")];
        assert_eq!(get(&with(&address, &invalid), GEOJSON).status, 400, "{name}");
        // Degrees are no metres: without bbox-crs a box is in CRS84.
        assert_eq!(get(&with(&address, &[("bbox", "4029765,5973000,4052029,6005000")]), GEOJSON).status, 400, "{name}");
    }
}

/// A map larger than a grid's area of use is asked about and answered in that grid all the same.
#[test]
fn boxes_beyond_a_grid_are_boxes() {
    let found = |bbox: &str, code: u32| {
        let crs = format!("http://www.opengis.net/def/crs/EPSG/0/{code}");
        let answer = get(&with("/collections/regions/items", &[("bbox", bbox), ("bbox-crs", &crs)]), GEOJSON);
        (answer.status.as_u16(), if answer.status == 200 { ids(&answer.json()).len() } else { 0 })
    };
    let all = ids(&ok("/collections/regions/items")).len();
    assert_eq!(found("-3000000,4000000,3500000,7000000", 32637), (200, all));
    assert_eq!(found("-40000000,-40000000,40000000,40000000", 3857), (200, all));
    assert_eq!(found("4000000,5000000,4500000,5500000", 32637).0, 400);
    // Northing before easting, where the system has the easting first.
    assert_eq!(found("5230000,310000,5240000,330000", 32637).0, 400);
}

/// An address with an ending has no `f`, and names its other forms where they are.
#[test]
fn files_name_their_other_forms() {
    let answer = get("/collections/announcements/items.csv?limit=1", "*/*");
    let links: Vec<&str> = answer.headers.get_all("link").iter().map(|v| v.to_str().unwrap()).collect();
    assert!(links.iter().any(|l| l.contains("items.csv?limit=1>; rel=\"self\"")), "{links:?}");
    for link in links.iter().filter(|l| l.contains("rel=\"alternate\"")) {
        let (href, kind) = link[1..].split_once(">; rel=\"alternate\"; type=\"").unwrap();
        let found = get(href, "*/*");
        let bare = |kind: &str| kind.split(';').next().unwrap().to_owned();
        assert_eq!(found.status, 200, "{link}");
        assert_eq!(bare(found.header("content-type")), bare(kind.trim_end_matches('"')), "{link}");
    }
    assert_eq!(get("/collections/announcements/items.csv?f=json", "*/*").status, 400);
}

#[test]
fn every_answer_says_how_long_it_may_be_kept_and_on_what_it_depends() {
    for (path, age) in [
        ("/collections", "public, max-age=60"),
        ("/collections/control-maps/items", "public, max-age=60"),
        ("/collections/control-maps/items?datetime=2025-01-05", "public, max-age=86400"),
        ("/collections/control-maps/items?datetime=2025-01-01/2025-01-05", "public, max-age=86400"),
        ("/collections/control-maps/items?datetime=2025-01-01/..", "public, max-age=60"),
        ("/collections/control-maps/items.csv?datetime=2025-01-05", "public, max-age=86400"),
        ("/conformance", "public, max-age=60"),
        ("/api", "public, max-age=60"),
    ] {
        // What has titles or caveats speaks the language asked for.
        let titled = path.starts_with("/collections");
        let vary =
            ["accept, accept-encoding, host", "accept, accept-encoding, host, accept-language"][usize::from(titled)];
        let answer = get(path, "*/*");
        assert_eq!((answer.header("cache-control"), answer.header("vary")), (age, vary), "{path}");
        assert!(!answer.header("etag").is_empty(), "{path}");
        let known = [("accept", "*/*"), ("if-none-match", answer.header("etag"))];
        let again = served::send(SERVICE.clone(), served::get_with(path, &known));
        assert_eq!((again.status.as_u16(), again.header("cache-control")), (304, age), "{path}");
    }
}

/// What matched is kept from page to page: the pages of an order and a box are the whole, each once.
#[test]
fn pages_of_a_selection_are_the_whole() {
    let query = [("bbox", "36.2,47.2,38.4,47.8"), ("sortby", "-version"), ("limit", "1")];
    let mut address = Some(with("/collections/control-maps/items", &query));
    let mut found = Vec::new();
    while let Some(page) = address.map(|address| ok(&address)) {
        found.extend(features(&page).iter().map(|f| f["id"].as_str().unwrap().to_owned()));
        assert_eq!(page["numberMatched"], 3);
        address = next(&page);
    }
    assert_eq!(found, ["2025-01-10-held-RU-1", "2025-01-03-held-RU-1", "2025-01-01-held-RU-1"]);
}

/// A file holds everything or is refused: nobody takes a part of it for the whole.
#[test]
fn a_file_that_would_not_hold_everything_is_refused() {
    let service = served::service(
        |dataset| {
            let one = dataset.announcements[0].clone();
            let more = (0..10_000).map(|k| Announcement { id: format!("again-{k}"), ..one.clone() });
            dataset.announcements.extend(more);
        },
        &[],
    );
    let get = |path: &str| served::send(service.clone(), served::get_with(path, &[]));
    for path in ["items.csv", "items.fgb", "items.kml", "items.parquet", "items.geojson", "items?f=csv"] {
        let answer = get(&format!("/collections/announcements/{path}"));
        let problem = answer.json();
        assert_eq!((answer.status.as_u16(), &problem["code"]), (400, &json!("too-much")), "{path}");
        let detail = problem["detail"].as_str().unwrap();
        assert!(detail.contains("10001 items") && detail.contains("10000 of them"), "{detail}");
    }
    // Whoever says how many wants no more; a part that fits is whole.
    assert_eq!(get("/collections/announcements/items.csv?limit=3").text().lines().count(), 4);
    assert_eq!(get("/collections/announcements/items.csv?filter=id%3D%27again-7%27").status, 400);
    assert_eq!(get("/collections/announcements/items.csv?datetime=2024-01-01").text().lines().count(), 1);
    assert_eq!(get("/collections/announcements/items?limit=5").json()["numberMatched"], 10_001);
}
