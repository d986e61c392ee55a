//! Part 2: coordinate reference systems.
use super::*;

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
