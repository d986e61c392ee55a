//! Every question on a world whose answers are worked out by head.

mod aged;
mod announcements;
mod areas;
mod at;
mod change_steps;
mod compared;
mod default_source;
mod divisions;
mod gaps;
mod history;
mod line;
mod overlap;
mod refusals;

use crate::small_world;
use crate::small_world::{dataset, day, place, square};
use contactline_core::atlas::Atlas;
use contactline_core::model::{Basis, Hostilities, Moment, Party, Status};
use contactline_core::query::*;
use edge_timeline::Location;

fn atlas() -> Atlas {
    Atlas::build(dataset())
}

/// Square metres of one degree square by its south edge: closed form of the zone between two parallels on WGS 84
/// (Snyder 1987, 3-12), worked out with 30 digits elsewhere.
fn degree_m2(south: u8) -> f64 {
    let sin = |d: f64| d.to_radians().sin();
    let (e2, b2) = (0.006_694_379_990_141_316_f64, 6_356_752.314_245_179_f64.powi(2));
    let e = e2.sqrt();
    let zone = |s: f64| b2 / 2.0 * (s / (1.0 - e2 * s * s) + ((1.0 + e * s) / (1.0 - e * s)).ln() / (2.0 * e));
    (zone(sin(f64::from(south) + 1.0)) - zone(sin(f64::from(south)))) * 1.0_f64.to_radians()
}

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * b.abs().max(1.0)
}

fn of<'a>(answer: &'a At<'a>, source: &str) -> &'a ControlAt<'a> {
    answer.control.iter().find(|c| c.source.id == source).unwrap()
}

fn small_day(offset: i32) -> Moment {
    day("2025-01-01").date().plus_days(offset).end()
}
