use super::*;

fn place(text: &str) -> (f64, f64) {
    match read(text).unwrap().unwrap() {
        Written::Geo(p) | Written::Hemispheres(p) | Written::Mgrs(p, _) => (p.lon(), p.lat()),
        Written::Pair(a, b) => panic!("{text}: no order in {a}, {b}"),
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
    assert!(told("geo:48.28").contains("is not a geo: address"));
    assert!(told("geo:48.28,37.1,a").contains("is not a geo: address"));
    assert!(told("geo:1,2;crs=nad27").contains("is in 'nad27'"));
    assert_eq!(told("geo:97,37"), "latitude 97 is not within -90..=90");
}

#[test]
fn a_grid_reference_is_the_middle_of_its_square() {
    let utm = crate::geometry::Crs::from_code("EPSG:32637").unwrap();
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
    assert!(told("37.8").starts_with("'37.8' is one number"));
    assert_eq!(told("97°N 37°E"), "latitude 97 is not within -90..=90");
}

proptest::proptest! {
    #[test]
    fn nothing_that_is_written_brings_it_down(text in "(?s).{0,24}", more in "[0-9NESWnesw°'\" .,;пншсхд:geo-]{0,24}") {
        let _ = (read(&text), read(&more), read(&format!("geo:{more}")));
    }
}
