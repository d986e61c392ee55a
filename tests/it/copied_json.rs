//! JSON of which parts are made once and copied is what `Serialize` writes.

use contactline::wire::{self, language};
use contactline_core::atlas::Atlas;
use contactline_core::model::{Date, Language};
use contactline_core::query;
use contactline_crs::Crs;
use edge_timeline::Position;

use crate::rules::shipped;
use crate::with_maps;

/// Places in and around every region, at sea and off all of them, every half a degree; days before, in and after what is known.
fn each_place_and_day(mut ask: impl FnMut(Position, Date)) {
    let days = ["2014-01-01", "2014-05-20", "2022-02-23", "2022-10-06", "2024-07-15", "2025-05-07", "2026-11-27"];
    for (k, day) in days.into_iter().enumerate() {
        for step in 0..21 * 13 {
            let shift = 0.07 * k as f64;
            let (lon, lat) = (30.0 + shift + 0.5 * f64::from(step % 21), 44.0 + shift + 0.5 * f64::from(step / 21));
            ask(Position::from_lon_lat(lon, lat).unwrap(), day.parse().unwrap());
        }
    }
}

fn compare(atlas: &Atlas, language: Language) {
    let crs = || Some(Crs::from_code("EPSG:32637").unwrap().into());
    let (mut claims, mut regimes) = (0, 0);
    each_place_and_day(|place, day| {
        language::within(language, || {
            let at = query::at(atlas, place, day.end());
            let plain = wire::At::from(&at);
            for at in [wire::At { crs: crs(), ..plain.clone() }, plain] {
                claims += at.claims.len();
                regimes += at.regimes.iter().filter(|regime| !regime.text().by_source.is_empty()).count();
                let text = |json| String::from_utf8(json).unwrap();
                assert_eq!(text(at.to_json().unwrap()), text(serde_json::to_vec(&at).unwrap()));
            }
            let regimes = query::regimes(atlas, place, day.end());
            let regimes = wire::Regimes { crs: crs(), ..wire::Regimes::from(&regimes) };
            assert_eq!(regimes.to_json().unwrap(), serde_json::to_vec(&regimes).unwrap());
        });
    });
    assert!(claims > 500 && regimes > 500, "{claims} {regimes}");
}

#[test]
fn answers_are_copied_as_they_are_written_from_one_source() {
    compare(shipped(), Language::English);
}

#[test]
fn answers_are_copied_as_they_are_written_from_several_in_ukrainian() {
    compare(&with_maps::atlas(), Language::Ukrainian);
}
