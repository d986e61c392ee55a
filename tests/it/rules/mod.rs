//! Rules: laws on random ones, on a world that fits in the head; the regimes and texts that ship with the program.

mod laws;
mod proposals;
mod regimes;
mod register;

use crate::small_world;
use crate::small_world::{dataset, day, place, vocabulary};
use contactline_core::atlas::Atlas;
use contactline_core::model::*;
use contactline_core::query::{self, Applies, Outcome, RuleEvaluator, Truth};
use contactline_store as store;
use contactline_store::read_proposal;
use edge_timeline::{EdgeTimeline, Location, overlay};
use proptest::prelude::*;

fn atlas() -> Atlas {
    Atlas::build(dataset())
}

/// What ships with the program, by its own record of control.
pub(crate) fn shipped() -> &'static Atlas {
    static ATLAS: std::sync::LazyLock<Atlas> =
        std::sync::LazyLock::new(|| Atlas::build(store::load(None).unwrap().dataset));
    &ATLAS
}

const TEXT: &str = r#"
id = "test"
title = "A text"
undefined = ["the sea"]

[[parameter]]
name = "width"
kind = "distance"
about = "width of the zone"

[[parameter]]
name = "north"
kind = "choice"
choices = ["kept", "ceded"]
about = "what becomes of d"
default = "kept"

[[drawing]]
name = "corner"
approximate = true
note = "somewhere in e"
geometry = { type = "Polygon", coordinates = [[[37, 48], [37.5, 48], [37.5, 49], [37, 49], [37, 48]]] }

[[term]]
id = "b"
extent = "region(ua-b)"
holder = "UA"
standing = "de_facto"

[[term]]
id = "zone"
extent = "region(ua-c) and within_distance_of_line($width, side = UA)"
holder = "unchanged"
zone = "demilitarised"

[[term]]
id = "d"
extent = "region(ua-d)"
when = { parameter = "north", is = "ceded" }
holder = "RU"

[[term]]
id = "corner"
extent = "drawn(corner)"
holder = "open"
"#;

fn rule(text: &str) -> Extent {
    Extent::read(text, &vocabulary()).unwrap_or_else(|e| panic!("{e}"))
}
