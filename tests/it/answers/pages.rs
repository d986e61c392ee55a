//! Landing page, health, tiles, styles and what else stands beside the questions.
use super::*;

#[test]
fn landing_and_health() {
    check([
        get("landing", "/?f=json"),
        get("conformance", "/conformance"),
        get("config", "/config.json"),
        get("health", "/health"),
        get("ready", "/ready"),
    ]);
}

/// What is counted, by name and meaning: dashboards and alarms hang on both. Values are another test's matter.
#[test]
fn metrics() {
    let page = answer(&get("metrics", "/metrics")).text();
    let named: String = page.lines().filter(|line| line.starts_with('#')).map(|line| format!("{line}\n")).collect();
    check_texts([("metrics", named)]);
}

#[test]
fn tiles_and_styles() {
    let day = "datetime=2025-01-04";
    check([
        get("tilesets", &format!("/tiles?{day}")),
        get("tileset", &format!("/tiles/WebMercatorQuad?{day}")),
        get("tilejson", &format!("/tiles/WebMercatorQuad/tilejson.json?{day}")),
        get("tile", &format!("/tiles/WebMercatorQuad/6/22/38?{day}")),
        get("tile_of_nothing", &format!("/tiles/WebMercatorQuad/6/0/0?{day}")),
        get("tilesets_of_collection", "/collections/control-maps/tiles"),
        get("tilejson_of_collection", "/collections/control-maps/tiles/WebMercatorQuad/tilejson.json"),
        get("tile_matrix_sets", "/tileMatrixSets"),
        get("tile_matrix_set", "/tileMatrixSets/WebMercatorQuad"),
        get("styles", "/styles"),
        get("style", &format!("/styles/default?{day}&source=maps")),
        get("sprite", "/styles/default/sprite.json"),
    ]);
}
