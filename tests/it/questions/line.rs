//! The line of contact.
use super::*;

#[test]
fn the_edge_of_what_a_source_leaves_out_is_no_line() {
    // East of b, where the held area ended, its source now says nothing: by region, in a box, or drawn as unknown.
    let length = |change: &dyn Fn(&mut contactline_core::model::Dataset)| {
        let mut dataset = dataset();
        change(&mut dataset);
        line(&Atlas::build(dataset), "maps", day("2025-01-02"), None).unwrap().length_m
    };
    // 1.99 degrees along 48 north, and 0.99 of the meridian of 38 east.
    let (along_m, up_m) = (148_400.0, 110_100.0);
    let is_near = |a: f64, b: f64| (a - b).abs() < 500.0;
    assert!(is_near(length(&|_| {}), along_m + up_m), "{}", length(&|_| {}));
    let by_region = length(&|d| d.sources[0].coverage.except_regions.push("ua-c".into()));
    assert!(is_near(by_region, along_m), "{by_region}");
    let east_of_b = || contactline_core::model::Exception {
        name: "east of b".into(),
        name_uk: None,
        area: square(38.01, 47.0, 39.0, 48.0),
        from: Some("2025-01-02".parse().unwrap()),
    };
    let before = length(&|d| d.sources[0].coverage.except.push(east_of_b()));
    assert!(is_near(before, along_m + up_m), "left out from the day after this version on: {before}");
    let from = |d: &mut contactline_core::model::Dataset| {
        d.sources[0].coverage.except.push(contactline_core::model::Exception { from: None, ..east_of_b() });
    };
    assert!(is_near(length(&from), along_m), "740 m off the edge as drawn: {}", length(&from));
    let unknown = length(&|d| {
        let feature = small_world::held(square(38.0, 47.0, 39.0, 48.0));
        d.versions[0].features.push(contactline_core::model::ControlFeature {
            status: Status::Unknown,
            holder: None,
            ..feature
        });
    });
    assert!(is_near(unknown, along_m), "{unknown}");
    // Silence that means nothing anywhere leaves no line but against what is drawn.
    let silent = |d: &mut contactline_core::model::Dataset| d.sources[0].absence = None;
    assert!(length(&silent) < 1.0, "{}", length(&silent));
    let drawn = length(&|d| {
        silent(d);
        let feature = small_world::held(square(38.0, 47.0, 39.0, 48.0));
        d.versions[0].features.push(contactline_core::model::ControlFeature { holder: Some(Party::UA), ..feature });
    });
    assert!(is_near(drawn, up_m), "{drawn}");
}

/// A map made from a picture has hundreds of specks beside its line: they made a sixth of one source's line of contact.
#[test]
fn the_line_leaves_out_what_its_source_calls_specks() {
    let with_specks = |line_min_piece_m2| {
        let mut dataset = dataset();
        dataset.sources[0].line_min_piece_m2 = line_min_piece_m2;
        let hole = square(37.4, 47.4, 37.41, 47.41);
        let body = edge_timeline::overlay::difference(&square(36.5, 47.0, 38.0, 48.0), &hole);
        // 0.8 km2 apart; 0.8 km2 that touches a piece of 82 km2 at a corner, so that both are one.
        let parts =
            [body, square(36.1, 47.4, 36.11, 47.41), square(36.2, 47.5, 36.3, 47.6), square(36.3, 47.6, 36.31, 47.61)];
        dataset.versions[0].features = parts.into_iter().map(small_world::held).collect();
        Atlas::build(dataset)
    };
    let (all, fewer) = (with_specks(0.0), with_specks(5e6));
    let length_m = |atlas: &Atlas| line(atlas, "maps", day("2025-01-01"), None).unwrap().length_m;
    let around = |west: f64, south: f64| {
        let (east, north) = (west + 0.01, south + 0.01);
        let path = [(west, south), (east, south), (east, north), (west, north), (west, south)];
        edge_timeline::measure::path_length_m(&path.map(|(lon, lat)| place(lon, lat)))
    };
    let specks_m = around(37.4, 47.4) + around(36.1, 47.4);
    assert!((length_m(&all) - length_m(&fewer) - specks_m).abs() < 1e-3, "{} {}", length_m(&all), length_m(&fewer));
    // A place in a speck keeps what is stated of it, and says so; its distance is that to the line.
    for (lon, lat, holder) in [(36.105, 47.405, Party::RU), (37.405, 47.405, Party::UA)] {
        let stated = |atlas: &Atlas| {
            let answer = at(atlas, place(lon, lat), day("2025-01-01"));
            let maps = of(&answer, "maps");
            (maps.holder, maps.near_line, maps.distance_m.unwrap() > 5_000.0, maps.caveats.told())
        };
        assert_eq!(stated(&all), (Some(holder), true, false, None));
        let (by, near_line, is_far, caveat) = stated(&fewer);
        assert_eq!((by, near_line, is_far), (Some(holder), false, true));
        assert!(caveat.unwrap().to_string().contains("in a speck"));
    }
}

#[test]
fn the_line_leaves_out_coast_and_border() {
    let atlas = atlas();
    let line = line(&atlas, "maps", day("2025-01-04"), Some(place(37.0, 48.5))).unwrap();
    assert_eq!(line.paths.len(), 1, "along 48 north to 38.5 east, then south to the coast's strip: {:?}", line.paths);
    // 2.49 degrees along 48 north, and 0.99 of meridian: 185.7 km and 110.1 km.
    assert!((line.length_m - 295_800.0).abs() < 300.0, "{}", line.length_m);
    let nearest = line.nearest.unwrap();
    assert_eq!(nearest.position, place(37.0, 48.0));
    assert!((nearest.bearing_deg - 180.0).abs() < 1e-6);
}
