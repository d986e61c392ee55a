use super::*;

fn place(text: &str) -> (f64, f64) {
    match read(text).unwrap().unwrap() {
        Written::Geo(p) | Written::Hemispheres(p) | Written::Wkt(p) => (p.lon(), p.lat()),
        Written::Mgrs(p, _) | Written::PlusCode(p, _) | Written::Link(p, ..) => (p.lon(), p.lat()),
        other @ (Written::Pair(..) | Written::ShortPlusCode(..)) => panic!("{text}: {other:?}"),
    }
}

fn told(text: &str) -> String {
    read(text).unwrap_err().to_string()
}

#[test]
fn degrees_in_many_hands() {
    let (lon, lat) = (37.0 + 10.0 / 60.0 + 37.0 / 3600.0, 48.0 + 16.0 / 60.0 + 48.0 / 3600.0);
    for text in [
        "48°16'48\"N 37°10'37\"E",
        "48°16′48″N, 37°10′37″E",
        "48° 16' 48\" N 37° 10' 37\" E",
        "N48°16'48\" E37°10'37\"",
        "N 48 16 48, E 37 10 37",
        "48 16 48 n 37 10 37 e",
        "37°10'37\"E 48°16'48\"N",
        "48°16’48”N 37°10’37”E",
        "48º16'48''N 37º10'37''E",
        "48°16′48″ пн. ш. 37°10′37″ сх. д.",
        "48°16′48″ с. ш. 37°10′37″ в. д.",
        "48°16′48″пн.ш. 37°10′37″сх.д.",
    ] {
        let (x, y) = place(text);
        assert!((x - lon).abs() < 1e-12 && (y - lat).abs() < 1e-12, "{text}: {x} {y}");
    }
    assert_eq!(place("48.5N 37.25E"), (37.25, 48.5));
    assert_eq!(place("48°30.6'N 37°15'E"), (37.25, 48.51));
    assert_eq!(place("33°30'S 70°45'W"), (-70.75, -33.5));
    assert_eq!(read("48°30' 37°15'"), Ok(Some(Written::Pair(48.5, 37.25))));
    assert_eq!(read("-48.5° 37.25°"), Ok(Some(Written::Pair(-48.5, 37.25))));
}

/// Coordinates that say which is which were looked up as the name of a settlement.
#[test]
fn coordinates_that_are_named_have_their_order() {
    for text in [
        "lat=48.28 lon=37.177",
        "lon: 37.177, lat: 48.28",
        "Latitude 48.28, Longitude 37.177",
        "Широта: 48.28°, довгота: 37.177°",
        "долгота 37.177 широта 48.28",
        "{\"lat\": 48.28, \"lng\": 37.177}",
        "lat=48.28&lon=37.177",
    ] {
        assert_eq!(place(text), (37.177, 48.28), "{text}");
    }
    for text in ["lat 48.28", "lat 48.28 lat 37.177", "x=37.177 y=48.28", "lat=48.28 lon=37.177 Pokrovsk", "lat lon"] {
        assert_eq!(read(text), Ok(None), "{text}");
    }
    assert_eq!(told("lat 148.28 lon 37.177"), "latitude 148.28 is not within -90..=90");
}

#[test]
fn two_numbers_have_no_order() {
    for text in
        ["48.28, 37.18", "48.28,37.18", "48.28 37.18", "48.28; 37.18", "48,28 37,18", "48,28; 37,18", "48,28, 37,18"]
    {
        assert_eq!(read(text), Ok(Some(Written::Pair(48.28, 37.18))), "{text}");
    }
    assert_eq!(read("−33.5 -70"), Ok(Some(Written::Pair(-33.5, -70.0))));
}

#[test]
fn a_geo_address_has_latitude_first() {
    assert_eq!(place("geo:48.28,37.177"), (37.177, 48.28));
    assert_eq!(place("GEO:48.28,37.177,120;crs=WGS84;u=35"), (37.177, 48.28));
    assert_eq!(place("geo:48.28,37.177?z=12"), (37.177, 48.28));
    assert!(told("geo:48.28").contains("is not a geo: address"));
    assert!(told("geo:48.28,37.1,a").contains("is not a geo: address"));
    assert!(told("geo:1,2;crs=nad27").contains("is in 'nad27'"));
    assert_eq!(told("geo:97,37"), "latitude 97 is not within -90..=90");
}

#[test]
fn a_grid_reference_is_the_middle_of_its_square() {
    let utm = contactline_crs::Crs::from_code("EPSG:32637").unwrap();
    for (text, x, y, side) in [
        ("37UDP1342747925", 413_427.5, 5_347_925.5, 1.0),
        ("37U DP 13427 47925", 413_427.5, 5_347_925.5, 1.0),
        ("37udp 1347", 413_500.0, 5_347_500.0, 1_000.0),
    ] {
        let Some(Written::Mgrs(p, side_m)) = read(text).unwrap() else { panic!("{text}") };
        let (easting, northing) = utm.from_lon_lat(p).unwrap();
        assert!((easting - x).abs() < 1e-3 && (northing - y).abs() < 1e-3, "{text}: {easting} {northing}");
        assert_eq!(side_m, side);
    }
    assert!(told("37UDP12").contains("a square of 10000 m"));
    assert!(told("37UDP123").contains("is not a grid reference"));
    assert!(told("37UIO1342747925").contains("is not a grid reference"));
}

#[test]
fn names_are_no_coordinates() {
    for text in ["Pokrovsk", "Новосілка 2", "Zolote-5", "gn-704422", "S", "Е", "", "48 Pokrovsk", "N'York"] {
        assert_eq!(read(text), Ok(None), "{text}");
    }
}

#[test]
fn what_looks_like_coordinates_and_is_none_is_told() {
    for text in [
        "48°16'48\"N",
        "48°16'48\"N 37°10'37\"N",
        "48°61'N 37°10'E",
        "48.5°30'N 37°E",
        "48°N 37°E 5",
        "48'N 37°E",
        "-48°N 37°E",
        "1°2'3\"4 N 5°E",
    ] {
        assert!(told(text).contains("cannot be read as degrees"), "{text}");
    }
    assert!(told("37.8").starts_with("'37.8' is a single number"));
    assert_eq!(told("97°N 37°E"), "latitude 97 is not within -90..=90");
}

#[test]
fn brackets_around_a_pair_do_not_count() {
    for text in ["(46.6354, 32.6169)", "[46.6354, 32.6169]", " ( 46.6354 32.6169 ) ", "(46,6354; 32,6169)"] {
        assert_eq!(read(text), Ok(Some(Written::Pair(46.6354, 32.6169))), "{text}");
    }
    assert_eq!(place("(48°30'N 37°15'E)"), (37.25, 48.5));
    assert_eq!(read("(Donetsk)"), Ok(None));
}

#[test]
fn well_known_text_has_longitude_first() {
    for text in [
        "POINT(32.6169 46.6354)",
        "Point (32.6169 46.6354)",
        "SRID=4326;POINT(32.6169 46.6354)",
        "srid=4326; point z(32.6169 46.6354 12)",
        "POINTZ (32.6169 46.6354 12);",
        "POINT ZM (32.6169 46.6354 12 0)",
    ] {
        assert_eq!(read(text).map(|w| matches!(w, Some(Written::Wkt(_)))), Ok(true), "{text}");
        assert_eq!(place(text), (32.6169, 46.6354), "{text}");
    }
    for text in
        ["POINT EMPTY", "POINT(32.6)", "POINT(32.6, 46.6)", "POINT(1 2 3 4 5)", "LINESTRING(1 2, 3 4)", "POINT(1 2"]
    {
        assert!(told(text).contains("is not a point in well-known text"), "{text}: {}", told(text));
    }
    assert!(told("SRID=3857;POINT(1 2)").contains("has SRID 3857"));
    assert_eq!(told("POINT(37 97)"), "latitude 97 is not within -90..=90");
    assert_eq!(read("Point Pleasant"), Ok(None));
}

/// The codes and places are of the test data of Open Location Code (Apache-2.0), but for the ones in Ukraine.
#[test]
fn a_plus_code_is_the_middle_of_its_cell() {
    for (text, lat, lon) in [
        ("8FVC2222+22", 47.000_062_5, 8.000_062_5),
        ("4VCPPQGP+Q9", -41.273_062_5, 174.785_937_5),
        ("7FG49QCJ+2V", 20.370_062_5, 2.782_187_5),
        ("7fg49qcj+2v", 20.370_062_5, 2.782_187_5),
        ("9C3W9QCJ+2VX", 51.370_112_5, -1.217_765_625),
        ("8FVC2222+", 47.001_25, 8.001_25),
    ] {
        let (x, y) = place(text);
        assert!((x - lon).abs() < 1e-9 && (y - lat).abs() < 1e-9, "{text}: {x} {y}");
    }
    let Ok(Some(Written::PlusCode(_, side_m))) = read("8FVC2222+22") else { panic!("a full code") };
    assert!((side_m - 13.9).abs() < 1e-9, "{side_m}");
    assert!(told("7FG49Q00+").contains("names a cell of more than 5 km"));
    assert!(told("9QCJ+2VX").contains("is a short Plus Code"));
    assert_eq!(read("8FVC222+22"), Ok(None), "seven digits");
    assert_eq!(read("ABCD+EF"), Ok(None), "no digits of a code");
}

#[test]
fn a_short_plus_code_is_the_cell_nearest_to_a_place() {
    for (text, near, lat, lon) in [
        ("9QCJ+2VX Somewhere", (51.385, -1.218), 51.370_112_5, -1.217_765_625),
        ("Somewhere, 9QCJ+2VX", (51.86, -0.75), 51.370_112_5, -1.217_765_625),
        ("9QCJ+2VX Somewhere, Far", (50.9, -1.7), 51.370_112_5, -1.217_765_625),
    ] {
        let Ok(Some(Written::ShortPlusCode(code, name))) = read(text) else { panic!("{text}") };
        assert!(name.starts_with("Somewhere"), "{name}");
        let (found, side_m) = code.near(Position::from_lon_lat(near.1, near.0).unwrap()).unwrap();
        assert!((found.lat() - lat).abs() < 1e-9 && (found.lon() - lon).abs() < 1e-9, "{text}: {found}");
        assert!(side_m < 3.0, "{side_m}");
    }
}

#[test]
fn links_to_maps_are_read_and_say_what_was_read() {
    use LinkPoint::{Centre, Marker};
    for (text, site, point) in [
        ("https://www.openstreetmap.org/#map=12/48.28/37.18", Site::OpenStreetMap, Centre),
        ("openstreetmap.org/?mlat=48.28&mlon=37.18#map=6/50.0/30.0&layers=N", Site::OpenStreetMap, Marker),
        ("https://www.openstreetmap.org/search?query=x#map=9.5/48.28/37.18", Site::OpenStreetMap, Centre),
        ("https://www.google.com/maps/@48.28,37.18,12.5z", Site::Google, Centre),
        ("https://www.google.com/maps?q=48.28,37.18&z=9", Site::Google, Marker),
        ("https://www.google.com/maps/search/?api=1&query=48.28%2C37.18", Site::Google, Marker),
        ("https://maps.google.com/?ll=48.28,37.18&z=9", Site::Google, Centre),
        ("https://www.google.com.ua/maps/place/48.28+37.18/@50,30,7z", Site::Google, Marker),
        ("https://www.google.com/maps/place/48%C2%B016'48.0%22N+37%C2%B010'48.0%22E/@50,30,7z", Site::Google, Marker),
        (
            "https://www.google.com/maps/place/Pokrovsk/@50,30,7z/data=!3m1!4b1!4m6!8m2!3d48.28!4d37.18!16s",
            Site::Google,
            Marker,
        ),
        ("https://deepstatemap.live/#6/48.28/37.18", Site::DeepState, Centre),
        ("https://deepstatemap.live/en#11/48.28/37.18", Site::DeepState, Centre),
        ("deepstatemap.live/en#11.25/48.28/37.18", Site::DeepState, Centre),
        ("https://yandex.ru/maps/?ll=37.18%2C48.28&z=12", Site::Yandex, Centre),
        ("https://yandex.com/maps/?pt=37.18,48.28,pm2rdm&z=12&ll=30,50", Site::Yandex, Marker),
        ("https://www.bing.com/maps?cp=48.28~37.18&lvl=11", Site::Bing, Centre),
        ("https://maps.apple.com/?ll=48.28,37.18&q=Pin", Site::Apple, Marker),
    ] {
        let Ok(Some(Written::Link(p, of, what))) = read(text) else { panic!("{text}: {:?}", read(text)) };
        assert!((p.lon() - 37.18).abs() < 1e-9 && (p.lat() - 48.28).abs() < 1e-9, "{text}: {p}");
        assert_eq!((of, what), (site, point), "{text}");
    }
}

#[test]
fn a_link_without_a_place_is_refused_in_words() {
    for (text, reason) in [
        ("https://maps.app.goo.gl/AbCd123", "nothing is fetched here"),
        ("https://goo.gl/maps/AbCd123", "nothing is fetched here"),
        ("https://osm.org/go/0EEQjE--", "nothing is fetched here"),
        ("https://www.openstreetmap.org/node/337654", "names an object of the map by its number"),
        ("https://www.openstreetmap.org/way/12#map=16/48.28/37.18", "names an object of the map by its number"),
        ("https://www.openstreetmap.org/", "gives no coordinates"),
        ("https://www.google.com/maps/place/Pokrovsk", "gives no coordinates"),
        ("https://deepstatemap.live/", "gives no coordinates"),
        ("https://example.org/#map=12/48.28/37.18", "only links of OpenStreetMap"),
    ] {
        assert!(told(text).contains(reason), "{text}: {}", told(text));
    }
    assert_eq!(told("https://deepstatemap.live/#6/98.28/37.18"), "latitude 98.28 is not within -90..=90");
    for text in ["openstreetmap", "Map.of Donetsk", "N. Kakhovka"] {
        assert_eq!(read(text), Ok(None), "{text}");
    }
}

#[test]
fn escapes_of_an_address_are_read_once() {
    assert_eq!(unescaped("%D0%94%D0%BE%D0%BD%D0%B5%D1%86%D1%8C%D0%BA"), "Донецьк");
    assert_eq!(unescaped("48.28%2C37.18"), "48.28,37.18");
    assert_eq!(unescaped("100%"), "100%");
    assert_eq!(unescaped("%zz%FF"), "%zz%FF", "no UTF-8");
    assert_eq!(unescaped("https://a.b/?q=%2C"), "https://a.b/?q=%2C");
}

#[test]
fn a_text_that_nobody_would_type_is_refused_by_its_length() {
    let long = "4".repeat(MAX_TEXT_BYTES + 1);
    assert_eq!(told(&long), "the place has 2049 bytes; at most 2048 are read");
    assert!(read(&"я".repeat(MAX_TEXT_BYTES / 2)).is_ok());
}

proptest::proptest! {
    #[test]
    fn nothing_that_is_written_brings_it_down(text in "(?s).{0,24}", more in "[0-9NESWnesw°'\" .,;пншсхд:geo-]{0,24}") {
        let _ = (read(&text), read(&more), read(&format!("geo:{more}")), unescaped(&text));
        for begun in ["POINT(", "SRID=4326;POINT", "https://www.google.com/maps/", "osm.org/#map=", "8FVC2222+", "%"] {
            let _ = (read(&format!("{begun}{text}")), read(&format!("{begun}{more}")), unescaped(&format!("{begun}{text}")));
        }
    }
}
