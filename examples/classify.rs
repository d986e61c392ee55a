//! Many places with a day each: region and verdict, one line of CSV per place.
//!
//! `cargo run --example classify`
#![allow(clippy::print_stdout)]

use contactline_core::{atlas::Atlas, model::Date, query};
use edge_timeline::Position;

/// Longitude and latitude in degrees, and the day.
const EVENTS: [(f64, f64, &str); 3] =
    [(37.80, 48.00, "2025-01-15"), (34.10, 44.95, "2023-06-01"), (35.14, 47.84, "2024-08-24")];

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let atlas = Atlas::build(contactline_store::load(None)?.dataset);
    println!("lon,lat,date,region,verdict");
    for (lon, lat, day) in EVENTS {
        let moment = day.parse::<Date>()?.end();
        let row = query::classify(&atlas, Position::from_lon_lat(lon, lat)?, moment);
        let region = row.region.map_or("", |found| found.region.id.as_str());
        println!("{lon},{lat},{day},{region},{}", row.verdict.kind.as_str());
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
