//! Maps of one's own into a data directory, and a question to them.
//!
//! `cargo run --example import`
#![allow(clippy::print_stdout)]

use contactline::ingest::{ImportRequest, Silent, import};
use contactline_core::{atlas::Atlas, model::Moment, query};
use edge_timeline::Position;

/// A square around Melitopol, in the form of a mirror of DeepState's days: one `MultiPolygon` is what is held.
const MAP: &str = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":{"type":"MultiPolygon",
    "coordinates":[[[[35,46.5],[36,46.5],[36,47.2],[35,47.2],[35,46.5]]]]}}]}"#;

/// The clock: what comes in is recorded with its second. Here it stands at noon of 7 May 2025.
fn clock() -> Moment {
    Moment::from_seconds(1_746_619_200)
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = tempfile::tempdir()?;
    let maps = folder.path().join("maps");
    std::fs::create_dir(&maps)?;
    std::fs::write(maps.join("deepstatemap_data_20250501.geojson"), MAP)?;

    // Which files, into which directory, by which clock, watched by whom.
    let data = folder.path().join("data");
    let report = import(&ImportRequest::of([maps]), &data, clock, Silent::watching())?;
    println!("{}", report.summary());

    let atlas = Atlas::build(contactline_store::load(Some(&data))?.dataset);
    let at = query::at(&atlas, Position::from_lon_lat(35.365, 46.845)?, clock());
    for control in &at.control {
        println!(
            "{}: {} as of {:?}",
            control.source.id,
            control.status.as_str(),
            control.version.map(|v| v.to_string())
        );
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
