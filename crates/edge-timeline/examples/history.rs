//! Three days of a map: where a point lay on each, and how much of a district each day covered.
//!
//! `cargo run -p edge-timeline --example history`
#![allow(clippy::print_stdout)]

use edge_timeline::prepared::PreparedArea;
use edge_timeline::series::area_series;
use edge_timeline::{Area, BBox, EdgeTimeline, Position, VersionSet};

fn main() -> Result<(), edge_timeline::PositionError> {
    // The front of a rectangle moves east, and back.
    let days: Vec<Area> = [37.4, 37.8, 37.6]
        .iter()
        .map(|&east| Area::from_bbox(BBox { west: 37.0, south: 48.0, east, north: 48.5 }))
        .collect();
    let sets: Vec<VersionSet> = (0..days.len()).map(|day| VersionSet::run(day..day + 1)).collect();
    let timeline = EdgeTimeline::build(days.len(), days.iter().zip(&sets));
    println!("{} distinct edges, {} in the days themselves", timeline.edge_count(), 4 * days.len());

    let located = timeline.locate(Position::from_lon_lat(37.7, 48.25)?);
    for day in 0..days.len() {
        println!("day {day}: {}", located.in_version(day).as_str());
    }

    let district = PreparedArea::from_area(&Area::from_bbox(BBox { west: 37.5, south: 48.1, east: 37.9, north: 48.3 }));
    for (day, area_m2) in area_series(&timeline, &district).areas_m2.iter().enumerate() {
        println!("day {day}: {:.1} km2 of the district", area_m2 / 1e6);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    #[test]
    fn it_runs() {
        super::main().unwrap();
    }
}
