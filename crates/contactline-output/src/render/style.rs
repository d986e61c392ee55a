//! A map style for the tiles, as MapLibre reads it. No host but ours is named: no glyphs, and the patterns are made here.
//! Its colours are those of every map of ours.

mod sprite;

use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Value, json};

use contactline_core::model::notice;

use super::palette::LIGHT;
use super::tilesets::{Link, Tiled};
use crate::wire::language::spoken;

pub use sprite::{sprite_index, sprite_png};

/// Media type of a style.
const STYLE: &str = "application/vnd.mapbox.style+json";

/// What a style draws.
#[derive(Clone, Debug)]
pub struct Styled<'a, 'c> {
    /// The tiles: `regions` among their collections, and those named below.
    pub tiled: Tiled<'a, 'c>,
    /// The collection whose control is filled.
    pub control: Option<&'a str>,
    /// The collection whose line of contact is drawn.
    pub line: Option<&'a str>,
}

/// The styles there are.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct Styles {
    /// The one a map begins with.
    pub default: &'static str,
    /// All of them.
    pub styles: [StyleItem; 1],
}

/// A style in the list.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct StyleItem {
    /// Its id.
    pub id: &'static str,
    /// Its title.
    pub title: &'static str,
    /// Where it is.
    pub links: [Link; 1],
}

impl Styles {
    /// The list.
    #[must_use]
    pub fn new(root: &str) -> Self {
        let title = "Control of territory, according to one source";
        let link = Link::to("stylesheet", STYLE, title, format!("{root}/styles/default"));
        Self { default: "default", styles: [StyleItem { id: "default", title, links: [link] }] }
    }
}

/// The style: outlines of regions, ground that the source does not cover (hatched in grey), control by status and holder
/// (contested hatched in both parties' colours), the line of contact.
#[must_use]
pub fn style(styled: &Styled<'_, '_>) -> Value {
    let tiles = styled.tiled.tilejson();
    let mut layers = vec![json!({ "id": "paper", "type": "background", "paint": { "background-color": LIGHT.sea } })];
    layers.extend(land());
    layers.extend(styled.control.into_iter().flat_map(control));
    layers.extend(borders());
    layers.extend(styled.line.into_iter().flat_map(line));
    json!({
        "version": 8,
        "name": "contactline",
        "metadata": { "contactline:notice": notice::STATUS.within(spoken()) },
        "center": [36.0, 47.9],
        "zoom": 5.5,
        "sprite": format!("{}/styles/default/sprite", styled.tiled.root),
        "sources": { "contactline": { "type": "vector", "url": tiles } },
        "layers": layers,
    })
}

/// The style of an archive of tiles at that address: regions, and of a collection over time what stands on one day. That day, as
/// days since 1970-01-01, is the property `day` of the style's state, which a client sets; `day` is where it begins.
#[must_use]
pub(super) fn style_in_time(address: &str, attribution: &str, of: &str, day: i32) -> Value {
    let stands = json!([
        "all",
        ["<=", ["coalesce", ["get", "from_days"], -1e9], ["global-state", "day"]],
        [">=", ["coalesce", ["get", "to_days"], 1e9], ["global-state", "day"]]
    ]);
    let mut layers = vec![json!({ "id": "paper", "type": "background", "paint": { "background-color": LIGHT.sea } })];
    layers.extend(land());
    layers.extend(control(of).into_iter().map(|mut layer| {
        layer["filter"] = json!(["all", layer["filter"], stands]);
        layer
    }));
    layers.extend(borders());
    json!({
        "version": 8,
        "name": "contactline",
        "metadata": { "contactline:notice": notice::STATUS.within(spoken()) },
        "center": [36.0, 47.9],
        "zoom": 5.5,
        "state": { "day": { "default": day } },
        "sprite": "sprite",
        "sources": { "contactline": { "type": "vector", "url": address, "attribution": attribution } },
        "layers": layers,
    })
}

/// A layer of the style on a layer of the tiles.
fn layer(id: &str, kind: &str, of: &str, filter: Value, paint: Value) -> Value {
    json!({ "id": id, "type": kind, "source": "contactline", "source-layer": of, "filter": filter, "paint": paint })
}

fn land() -> Vec<Value> {
    let is = |role: &str| json!(["==", ["get", "role"], role]);
    vec![
        layer("country", "fill", "regions", is("country"), json!({ "fill-color": LIGHT.country })),
        layer("regions", "fill", "regions", is("region"), json!({ "fill-color": LIGHT.region })),
    ]
}

fn control(of: &str) -> Vec<Value> {
    let is = |status: &str| json!(["==", ["get", "status"], status]);
    let by_holder = json!(["match", ["get", "holder"], "RU", LIGHT.russia, "UA", LIGHT.ukraine, LIGHT.unknown]);
    let pattern = |name: &str| json!({ "fill-pattern": name });
    vec![
        layer("not-covered", "fill", of, is("not_covered"), pattern("grey-hatch")),
        layer(
            "held",
            "fill",
            of,
            is("held"),
            json!({ "fill-color": by_holder, "fill-opacity": LIGHT.held_opacity, "fill-antialias": false }),
        ),
        layer("unknown", "fill", of, is("unknown"), json!({ "fill-color": LIGHT.unknown, "fill-opacity": 0.4 })),
        layer("contested", "fill", of, is("contested"), pattern("hatch")),
        layer("claimed", "fill", of, is("claimed"), pattern("dots")),
        layer(
            "control-outline",
            "line",
            of,
            json!(["!=", ["get", "status"], "held"]),
            json!({ "line-color": LIGHT.unknown, "line-width": 0.6, "line-opacity": 0.6 }),
        ),
    ]
}

fn borders() -> Vec<Value> {
    let wide = |near: f64, far: f64| json!(["interpolate", ["linear"], ["zoom"], 4, near, 10, far]);
    vec![
        layer(
            "region-outline",
            "line",
            "regions",
            json!(["!=", ["get", "role"], "country"]),
            json!({ "line-color": LIGHT.region_border, "line-width": wide(0.5, 1.2) }),
        ),
        layer(
            "country-outline",
            "line",
            "regions",
            json!(["==", ["get", "role"], "country"]),
            json!({ "line-color": LIGHT.region_border, "line-width": wide(0.8, 2.0) }),
        ),
    ]
}

fn line(of: &str) -> Vec<Value> {
    let wide = |near: f64, far: f64| json!(["interpolate", ["linear"], ["zoom"], 4, near, 12, far]);
    let all = || json!(["==", ["geometry-type"], "LineString"]);
    vec![
        layer("line-casing", "line", of, all(), json!({ "line-color": LIGHT.casing, "line-width": wide(2.4, 7.0) })),
        layer("line-of-contact", "line", of, all(), json!({ "line-color": LIGHT.line, "line-width": wide(1.2, 3.5) })),
    ]
}
