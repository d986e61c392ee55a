//! Points, vertices, histories and the line of contact, as GEOS has them.
use super::*;

#[test]
fn three_thousand_points_are_where_geos_puts_them() {
    let header = ["lon", "lat", "date", "located", "region", "status", "holder"];
    for [lon, lat, date, located, region, status, holder] in golden("points.csv", header) {
        let answer = query::classify(atlas(), place(&lon, &lat), day(&date));
        let control = answer.control.iter().find(|c| c.source.id == SOURCE).unwrap();
        let here = (control.status.as_str(), control.holder.map(|p| p.to_string()).unwrap_or_default());
        assert_eq!(here, (status.as_str(), holder), "{lon} {lat} {date}");
        assert_eq!(answer.region.map_or("", |r| &r.region.id), region, "{lon} {lat}");
        let boundary = located == "boundary";
        assert_eq!(control.location == Location::Boundary, boundary, "{lon} {lat} {date}");
        assert_eq!(control.other_side.is_some(), boundary, "{lon} {lat} {date}");
    }
}

/// Vertices of the outlines, read from the files: they may not be kept here. All lie on the boundary, to the last bit.
#[test]
fn vertices_of_the_files_are_on_the_boundary() {
    let mut seen = 0;
    let folder = PathBuf::from(std::env::var_os("CONTACTLINE_REAL_DATA").unwrap()).join("deepstate-daily");
    for (version, stamp) in timeline().stamps().iter().enumerate().step_by(50) {
        let date = stamp.date().to_string();
        let file = folder.join(format!("deepstatemap_data_{}.geojson", date.replace('-', "")));
        let json: serde_json::Value = serde_json::from_slice(&std::fs::read(file).unwrap()).unwrap();
        let mut vertices = Vec::new();
        collect(&json["features"][0]["geometry"]["coordinates"], &mut vertices);
        for [lon, lat] in vertices.into_iter().step_by(11) {
            let place = Position::from_lon_lat(lon, lat).unwrap();
            assert_eq!(timeline().held().unwrap().locate(version, place), Location::Boundary, "{date}: {lon} {lat}");
            let answer = query::classify(atlas(), place, *stamp);
            let control = answer.control.iter().find(|c| c.source.id == SOURCE).unwrap();
            assert_eq!((control.holder, control.location), (Some(Party::RU), Location::Boundary), "{control:?}");
            assert!(control.other_side.is_some(), "{control:?}");
            seen += 1;
        }
    }
    println!("{seen} vertices");
    assert!(seen > 1_000, "{seen} vertices");
}

/// The positions in nested arrays of coordinates.
fn collect(coordinates: &serde_json::Value, into: &mut Vec<[f64; 2]>) {
    let list = coordinates.as_array().unwrap();
    match (list.first().and_then(|v| v.as_f64()), list.get(1).and_then(|v| v.as_f64())) {
        (Some(lon), Some(lat)) => into.push([lon, lat]),
        _ => list.iter().for_each(|inner| collect(inner, into)),
    }
}

#[test]
fn two_hundred_histories_are_those_of_geos() {
    for [lon, lat, runs] in golden("histories.csv", ["lon", "lat", "runs"]) {
        let history = query::history(atlas(), place(&lon, &lat), None, None, "2025-12-31".parse().unwrap()).unwrap();
        let source = history.sources.iter().find(|s| s.source.id == SOURCE).unwrap();
        let mut here: Vec<(String, String)> = Vec::new();
        for stretch in &source.intervals {
            let holder = stretch.holder.map(|p| p.to_string()).unwrap_or_default();
            // A stretch on the boundary is another than one inside it; the holder is the same.
            if here.last().is_none_or(|(_, last)| *last != holder) {
                here.push((stretch.interval.start.unwrap().to_string(), holder));
            }
        }
        let here: Vec<String> = here.into_iter().map(|(start, holder)| format!("{start}:{holder}")).collect();
        assert_eq!(here.join(";"), runs, "{lon} {lat}");
    }
}

#[test]
fn history_on_real_days_is_at_on_them() {
    for [lon, lat, _] in golden("histories.csv", ["lon", "lat", "runs"]) {
        let history = query::history(atlas(), place(&lon, &lat), None, None, "2025-12-31".parse().unwrap()).unwrap();
        for at in timeline().stamps().iter().step_by(31).map(|stamp| stamp.date().end()) {
            let classified = query::classify(atlas(), place(&lon, &lat), at);
            for source in &history.sources {
                let told = source.intervals.iter().find(|s| s.interval.holds(at)).map(|s| (s.status, s.holder));
                let asked = classified.control.iter().find(|c| c.source.id == source.source.id).unwrap();
                assert_eq!(told, Some((asked.status, asked.holder)), "{lon} {lat} {at} {}", source.source.id);
            }
        }
    }
}

#[test]
fn the_line_and_distances_to_it_are_those_of_geos_and_geographiclib() {
    let mut worst = Worst::new();
    for [date, m] in golden("lengths.csv", ["day", "length_m"]) {
        let there: f64 = m.parse().unwrap();
        let here = query::line(atlas(), SOURCE, day(&date), None).unwrap().length_m;
        worst.note(here, there, 1e-9 * there, || format!("length on {date}"));
    }
    for [date, lon, lat, m] in golden("distances.csv", ["day", "lon", "lat", "distance_m"]) {
        let there: f64 = m.parse().unwrap();
        let near = query::line(atlas(), SOURCE, day(&date), Some(place(&lon, &lat))).unwrap().nearest.unwrap();
        // The foot is found in a plane, which far away puts it a little aside: the distance to it grows by less.
        worst
            .note(near.distance_m, there, (1e-6 * there).max(0.001), || format!("distance on {date} from {lon} {lat}"));
    }
    worst.check();
}

#[test]
fn the_line_has_the_held_area_to_the_left() {
    let held = timeline().held().unwrap();
    for version in (0..timeline().stamps().len()).step_by(90) {
        for edge in held.line_paths(version).iter().flat_map(|path| path.windows(2)) {
            let (dx, dy) = (edge[1].lon() - edge[0].lon(), edge[1].lat() - edge[0].lat());
            let step = 1e-9 / dx.hypot(dy);
            let beside = |side: f64| {
                let lon = f64::midpoint(edge[0].lon(), edge[1].lon()) - side * step * dy;
                let lat = f64::midpoint(edge[0].lat(), edge[1].lat()) + side * step * dx;
                held.locate(version, Position::from_lon_lat(lon, lat).unwrap())
            };
            assert_eq!((beside(1.0), beside(-1.0)), (Location::Interior, Location::Exterior), "{version} {edge:?}");
        }
    }
}
