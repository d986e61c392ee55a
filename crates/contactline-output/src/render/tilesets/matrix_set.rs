//! The tile matrix set WebMercatorQuad (17-083r4, annex D).

use schemars::JsonSchema;
use serde::Serialize;

use super::{CRS_3857, JSON, Link, SET_URI, WEB_MERCATOR_QUAD};

/// Half the width of the map in metres: the equator of WGS 84 over two.
const HALF_M: f64 = 20_037_508.342_789_244;
/// Zoom levels that the set defines.
const SET_ZOOMS: u32 = 25;

/// The tile matrix sets.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TileMatrixSets {
    /// The one there is.
    pub tile_matrix_sets: [SetItem; 1],
}

/// A tile matrix set in a list.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct SetItem {
    /// Its id.
    pub id: &'static str,
    /// Its title.
    pub title: &'static str,
    /// Its stable name.
    pub uri: &'static str,
    /// Where it is.
    pub links: [Link; 1],
}

impl TileMatrixSets {
    /// The list.
    #[must_use]
    pub fn new(root: &str) -> Self {
        let href = format!("{root}/tileMatrixSets/{WEB_MERCATOR_QUAD}");
        Self {
            tile_matrix_sets: [SetItem {
                id: WEB_MERCATOR_QUAD,
                title: TITLE,
                uri: SET_URI,
                links: [Link::to("self", JSON, TITLE, href)],
            }],
        }
    }
}

const TITLE: &str = "Google Maps Compatible for the World";

/// WebMercatorQuad in full.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TileMatrixSet {
    /// Its id.
    pub id: &'static str,
    /// Its title.
    pub title: &'static str,
    /// Its stable name.
    pub uri: &'static str,
    /// The map's reference system.
    pub crs: &'static str,
    /// East, then north.
    pub ordered_axes: [&'static str; 2],
    /// The scales.
    pub well_known_scale_set: &'static str,
    /// The zoom levels.
    pub tile_matrices: Vec<TileMatrix>,
}

/// A zoom level.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TileMatrix {
    /// Its number.
    pub id: String,
    /// Scale with pixels of 0.28 mm.
    pub scale_denominator: f64,
    /// Metres per pixel at the equator.
    pub cell_size: f64,
    /// `topLeft`.
    pub corner_of_origin: &'static str,
    /// Metres east and north.
    pub point_of_origin: [f64; 2],
    /// Pixels.
    pub tile_width: u32,
    /// Pixels.
    pub tile_height: u32,
    /// Columns.
    pub matrix_width: u32,
    /// Rows.
    pub matrix_height: u32,
}

impl Default for TileMatrixSet {
    fn default() -> Self {
        let matrix = |z: u32| {
            let tiles = 1_u32 << z;
            let cell_size = 2.0 * HALF_M / 256.0 / f64::from(tiles);
            TileMatrix {
                id: z.to_string(),
                scale_denominator: cell_size / 0.000_28,
                cell_size,
                corner_of_origin: "topLeft",
                point_of_origin: [-HALF_M, HALF_M],
                tile_width: 256,
                tile_height: 256,
                matrix_width: tiles,
                matrix_height: tiles,
            }
        };
        Self {
            id: WEB_MERCATOR_QUAD,
            title: TITLE,
            uri: SET_URI,
            crs: CRS_3857,
            ordered_axes: ["X", "Y"],
            well_known_scale_set: "http://www.opengis.net/def/wkss/OGC/1.0/GoogleMapsCompatible",
            tile_matrices: (0..SET_ZOOMS).map(matrix).collect(),
        }
    }
}
