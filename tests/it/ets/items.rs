//! Pages of items and their selections.
use super::*;

/// The boxes of the suite: across the meridian, the equator and 180 degrees, and at the poles.
const BOXES: [[f64; 4]; 5] = [
    [-1.5, 50.0, 1.5, 53.0],
    [-80.0, -5.0, -70.0, 5.0],
    [177.0, 65.0, -177.0, 70.0],
    [-180.0, 85.0, 180.0, 90.0],
    [-180.0, -90.0, 180.0, -85.0],
];

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
