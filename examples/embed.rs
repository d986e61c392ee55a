//! One question of the built-in data: who holds Donetsk city on a day, says each source.
//!
//! `cargo run --example embed`
#![allow(clippy::print_stdout)]

use contactline_core::{atlas::Atlas, model::Date, query};
use edge_timeline::Position;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let atlas = Atlas::build(contactline_store::load(None)?.dataset);
    let day: Date = "2025-05-07".parse()?;
    let answer = query::at(&atlas, Position::from_lon_lat(37.80, 48.00)?, day.end());
    for control in &answer.control {
        let holder = control.holder.as_ref().map_or("nobody", |party| party.as_str());
        println!("{}: {} by {holder}, {:?} days old", control.source.title, control.status.as_str(), control.age_days);
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
