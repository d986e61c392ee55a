//! Coordinate systems against another PROJ with its own EPSG database (`tests/oracle/crs.py`).

#![allow(clippy::unwrap_used)]

use contactline_crs::Crs;
use contactline_crs::CrsError;
use edge_timeline::Position;

/// A millimetre; and two in degrees, by which a datum shift and its inverse differ where heights are left out.
const NEAR_M: f64 = 1e-3;
const NEAR_DEGREES: f64 = 2e-8;

fn at(lon: f64, lat: f64) -> Position {
    Position::from_lon_lat(lon, lat).unwrap()
}

fn oracle() -> Vec<(Crs, Position, f64, f64)> {
    let rows = include_str!("oracle/crs.csv").lines().skip(1).map(|line| {
        let n: Vec<f64> = line.split(',').map(|field| field.parse().unwrap()).collect();
        (Crs::from_code(&format!("EPSG:{}", n[0])).unwrap(), at(n[1], n[2]), n[3], n[4])
    });
    rows.collect()
}

#[test]
fn coordinates_are_those_of_pyproj() {
    let rows = oracle();
    for &(crs, position, x, y) in &rows {
        let near = if crs.is_geographic() { NEAR_DEGREES } else { NEAR_M };
        let (e, n) = crs.from_lon_lat(position).unwrap();
        assert!((e - x).abs() < near && (n - y).abs() < near, "{}: {position} is {e} {n}, not {x} {y}", crs.code());
        let back = crs.to_lon_lat(x, y).unwrap();
        let off = (back.lon() - position.lon()).abs().max((back.lat() - position.lat()).abs());
        assert!(off < NEAR_DEGREES, "{}: {x} {y} is {back}, not {position}", crs.code());
    }
    let tested = |crs: Crs| rows.iter().any(|r| r.0 == crs) || matches!(crs.code(), "OGC:CRS84" | "EPSG:4326");
    assert!(Crs::all().all(tested), "a system without a row in the oracle");
}

#[test]
fn sk42_goes_by_the_transformation_that_names_ukraine() {
    let (easting, _) = Crs::from_code("EPSG:28407").unwrap().from_lon_lat(at(37.8, 48.0)).unwrap();
    assert!((easting - 7_410_565.28).abs() < 0.01, "{easting}");
    assert!((easting - 7_410_563.24).abs() > 2.0, "EPSG:5044, which names Russia");
}

#[test]
fn codes_come_in_many_spellings() {
    let utm = Crs::from_code("EPSG:32637").unwrap();
    for code in [
        "epsg:32637",
        " EPSG:32637 ",
        "http://www.opengis.net/def/crs/EPSG/0/32637",
        "https://www.opengis.net/def/crs/epsg/0/32637",
        "urn:ogc:def:crs:EPSG::32637",
        "[EPSG:32637]",
    ] {
        assert_eq!(Crs::from_code(code), Ok(utm), "{code}");
    }
    for code in ["CRS84", "ogc:crs84", "http://www.opengis.net/def/crs/OGC/1.3/CRS84", "urn:ogc:def:crs:OGC:1.3:CRS84"]
    {
        assert_eq!(Crs::from_code(code), Ok(Crs::CRS84), "{code}");
    }
    assert!(Crs::all().all(|crs| Crs::from_code(&crs.uri()) == Ok(crs) && Crs::from_code(crs.code()) == Ok(crs)));
    assert_eq!(utm.uri(), "http://www.opengis.net/def/crs/EPSG/0/32637");
}

#[test]
fn other_codes_are_refused_with_those_allowed() {
    let message = Crs::from_code("EPSG:27700").unwrap_err().to_string();
    assert!(message.starts_with("'EPSG:27700' is not a coordinate reference system known here; allowed: OGC:CRS84, "));
    assert!(message.contains("EPSG:28407"));
    for code in ["", "EPSG:", "4326", "32637", "EPSG:5570", "+proj=longlat"] {
        assert!(matches!(Crs::from_code(code), Err(CrsError::Unknown { .. })), "{code}");
    }
    let message = Crs::from_code("EPSG:5558").unwrap_err().to_string();
    assert_eq!(
        message,
        "'EPSG:5558' is UCS-2000 in geocentric coordinates and needs a third coordinate; \
         the two-dimensional one of the same datum is EPSG:5561"
    );
}

#[test]
fn numbers_far_outside_are_refused_with_the_range() {
    let utm = Crs::from_code("EPSG:32637").unwrap();
    let message = utm.to_lon_lat(1e9, 5_316_996.0).unwrap_err().to_string();
    assert_eq!(message, "easting 1000000000 is not within -1300000..=2300000 of EPSG:32637");
    let message = utm.to_lon_lat(410_486.0, -3.0).unwrap_err().to_string();
    assert_eq!(message, "northing -3 is not within 0..=9330000 of EPSG:32637");
    assert!(utm.to_lon_lat(f64::NAN, 5e6).is_err() && utm.to_lon_lat(4e5, f64::INFINITY).is_err());
    let message = Crs::from_code("EPSG:4326").unwrap().to_lon_lat(48.0, 97.0).unwrap_err().to_string();
    assert_eq!(message, "latitude 97 is not within -90..=90 of EPSG:4326");
    let message = utm.from_lon_lat(at(-70.0, 48.0)).unwrap_err().to_string();
    assert_eq!(message, "longitude -70 is not within 15..=63 of EPSG:32637");
    assert!(Crs::from_code("EPSG:3857").unwrap().from_lon_lat(at(37.0, 89.0)).is_err());
}

#[test]
fn exchanged_numbers_are_told() {
    let meridian = |crs: Crs| match crs.code().trim_start_matches("EPSG:").parse::<i32>().unwrap() {
        n @ 32635..=32638 => Some((n - 32600) * 6 - 183),
        // Zone 5 of the six-degree grids is the one where both orders make sense.
        n @ (5562 | 5564 | 5565) => Some((n - 5558) * 6 - 3),
        n @ (28404 | 28406..=28408) => Some((n - 28400) * 6 - 3),
        n @ 5566..=5569 => Some(21 + 6 * (n - 5566)),
        n @ 6381..=6387 => Some(21 + 3 * (n - 6381)),
        _ => None,
    };
    for (crs, position, x, y) in oracle() {
        if meridian(crs).is_some_and(|m| (position.lon() - f64::from(m)).abs() < 4.5) {
            let answer = crs.to_lon_lat(y, x);
            assert!(matches!(answer, Err(CrsError::Swapped { .. })), "{}: {y} {x} taken for {answer:?}", crs.code());
        }
    }
    let message = Crs::from_code("EPSG:28407").unwrap().to_lon_lat(5_319_225.0, 7_410_563.0).unwrap_err().to_string();
    assert_eq!(
        message,
        "easting 5319225, northing 7410563 lie far from where EPSG:28407 is used, \
         and would not the other way round: did you swap easting and northing?"
    );
}

#[test]
fn degrees_on_wgs84_pass_untouched() {
    let place = at(37.177_061_234_567_89, 48.280_141_234_567_89);
    for code in ["CRS84", "EPSG:4326"] {
        let crs = Crs::from_code(code).unwrap();
        assert_eq!(crs.to_lon_lat(place.lon(), place.lat()), Ok(place));
        assert_eq!(crs.from_lon_lat(place), Ok((place.lon(), place.lat())));
    }
    assert!(!Crs::CRS84.is_northing_first() && Crs::from_code("EPSG:4326").unwrap().is_northing_first());
}

#[test]
fn every_thread_has_its_own_handles() {
    let utm = Crs::from_code("EPSG:28406").unwrap();
    let place = at(34.0, 47.0);
    let here = utm.from_lon_lat(place).unwrap();
    let threads: Vec<_> = (0..4).map(|_| std::thread::spawn(move || utm.from_lon_lat(place).unwrap())).collect();
    assert!(threads.into_iter().all(|t| t.join().unwrap() == here));
}

/// GDAL containers set `PROJ_DATA` to another PROJ's files, which breaks every look-up by EPSG code: there must be none.
#[test]
fn an_environment_with_another_proj_changes_nothing() {
    let another = tempfile::tempdir().unwrap();
    let ini = "[general]\ntmerc_default_algo = evenden_snyder\nnetwork = on\n";
    std::fs::write(another.path().join("proj.ini"), ini).unwrap();
    let older = "CREATE TABLE metadata (key TEXT, value TEXT); INSERT INTO metadata VALUES \
                 ('DATABASE.LAYOUT.VERSION.MAJOR', '1'), ('DATABASE.LAYOUT.VERSION.MINOR', '2');";
    let made = std::process::Command::new("sqlite3").arg(another.path().join("proj.db")).arg(older).status().unwrap();
    assert!(made.success());
    for (variable, folder) in
        [("PROJ_DATA", "/nonexistent".as_ref()), ("PROJ_DATA", another.path()), ("PROJ_LIB", another.path())]
    {
        let output = std::process::Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "coordinates_are_those_of_pyproj", "--nocapture"])
            .env(variable, folder)
            .output()
            .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
        // An older PROJ's database is looked at and refused, with a line; it is not used.
        let noise = String::from_utf8_lossy(&output.stderr);
        assert!(noise.lines().all(|l| l.ends_with("It comes from another PROJ installation.")), "{noise}");
    }
}
