//! What tiles there are: OGC tileset metadata and lists (OGC API - Tiles - Part 1, 20-057), the tile matrix set
//! (17-083r4), and TileJSON 3.0.

mod matrix_set;
mod tilejson;

use schemars::JsonSchema;
use serde::Serialize;

use contactline_core::model::notice;
use contactline_core::query::items::{Collection, GeometryKind};
use edge_timeline::BBox;
use edge_timeline::tile::{MAX_ZOOM, TileId};

use crate::wire::attribution;
use crate::wire::language::{spoken, told};

pub use matrix_set::{TileMatrixSet, TileMatrixSets};
pub use tilejson::TileJson;

/// The one tile matrix set, by its name in addresses.
pub const WEB_MERCATOR_QUAD: &str = "WebMercatorQuad";
const SET_URI: &str = "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad";
const CRS_3857: &str = "http://www.opengis.net/def/crs/EPSG/0/3857";
const CRS84: &str = "http://www.opengis.net/def/crs/OGC/1.3/CRS84";
const REL_SET: &str = "http://www.opengis.net/def/rel/ogc/1.0/tiling-scheme";
/// The relation of the list of tile matrix sets, for who links to it.
pub const REL_SETS: &str = "http://www.opengis.net/def/rel/ogc/1.0/tiling-schemes";
/// The relation of a list of tilesets, for who links to it.
pub const REL_TILESETS: &str = "http://www.opengis.net/def/rel/ogc/1.0/tilesets-vector";
/// Media type of vector tiles.
pub const MVT: &str = "application/vnd.mapbox-vector-tile";
const JSON: &str = "application/json";

/// A link.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[schemars(rename = "TilesetLink")]
pub struct Link {
    /// What is there.
    pub rel: &'static str,
    /// Media type.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// In a few words.
    pub title: String,
    /// Address.
    pub href: String,
    /// Whether the address has places to be filled.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub templated: bool,
}

impl Link {
    /// A link to one thing.
    #[must_use]
    pub fn to(rel: &'static str, kind: &'static str, title: impl Into<String>, href: String) -> Self {
        Self { rel, kind, title: title.into(), href, templated: false }
    }
}

/// Tiles of one or several collections: what they hold, and where they are.
#[derive(Clone, Debug)]
pub struct Tiled<'a, 'c> {
    /// The collections drawn.
    pub collections: &'a [Collection<'c>],
    /// The address of the service, without a slash at its end; empty where it is not known.
    pub root: &'a str,
    /// The collection whose tiles they are; none: the tiles of all.
    pub id: Option<&'a str>,
    /// What follows the question mark of each tile.
    pub query: String,
}

impl Tiled<'_, '_> {
    fn path(&self) -> String {
        match self.id {
            Some(id) => format!("{}/collections/{id}/tiles", self.root),
            None => format!("{}/tiles", self.root),
        }
    }

    fn with_query(&self, address: String) -> String {
        if self.query.is_empty() { address } else { format!("{address}?{}", self.query) }
    }

    fn title(&self) -> String {
        match self.collections {
            [one] if self.id.is_some() => told(&one.title).to_owned(),
            _ => spoken()
                .of("Everything drawn, a layer for each collection", "Усе накреслене, шар на кожну колекцію")
                .into(),
        }
    }

    fn bbox(&self) -> Option<BBox> {
        self.collections.iter().filter_map(|c| c.bbox).reduce(BBox::joined)
    }

    /// The address of a tile, its numbers in these words.
    fn tile(&self, z: &str, row: &str, col: &str, ending: &str) -> String {
        self.with_query(format!("{}/{WEB_MERCATOR_QUAD}/{z}/{row}/{col}{ending}", self.path()))
    }

    /// The address of the TileJSON.
    #[must_use]
    pub fn tilejson(&self) -> String {
        self.with_query(format!("{}/{WEB_MERCATOR_QUAD}/tilejson.json", self.path()))
    }

    fn links(&self) -> Vec<Link> {
        let set = format!("{}/{WEB_MERCATOR_QUAD}", self.path());
        let scheme = format!("{}/tileMatrixSets/{WEB_MERCATOR_QUAD}", self.root);
        let item = self.tile("{tileMatrix}", "{tileRow}", "{tileCol}", "");
        vec![
            Link::to("self", JSON, "this tileset", self.with_query(set.clone())),
            Link { templated: true, ..Link::to("item", MVT, "the tiles", item) },
            Link::to(REL_SET, JSON, "the tile matrix set", scheme),
            Link::to("describedby", JSON, "as TileJSON", self.tilejson()),
        ]
    }
}

/// The tilesets of a collection, or of everything.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct Tilesets {
    /// Links.
    pub links: Vec<Link>,
    /// The one there is.
    pub tilesets: [TilesetItem; 1],
}

/// A tileset in a list.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TilesetItem {
    /// Title.
    pub title: String,
    /// `vector`.
    pub data_type: &'static str,
    /// The map's reference system.
    pub crs: &'static str,
    /// The tile matrix set.
    #[serde(rename = "tileMatrixSetURI")]
    pub tile_matrix_set_uri: &'static str,
    /// Links.
    pub links: Vec<Link>,
}

impl Tilesets {
    /// The list.
    #[must_use]
    pub fn new(tiled: &Tiled<'_, '_>) -> Self {
        let own = Link::to("self", JSON, "this list", tiled.with_query(tiled.path()));
        Self { links: vec![own], tilesets: [TilesetItem::new(tiled)] }
    }
}

impl TilesetItem {
    fn new(tiled: &Tiled<'_, '_>) -> Self {
        Self {
            title: tiled.title(),
            data_type: "vector",
            crs: CRS_3857,
            tile_matrix_set_uri: SET_URI,
            links: tiled.links(),
        }
    }
}

/// A tileset in full.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Tileset<'a> {
    /// What the list says.
    #[serde(flatten)]
    pub item: TilesetItem,
    /// Lines to be shown with it.
    pub attribution: String,
    /// Whose position it is not, and for what it must not be used.
    pub notice: &'static str,
    /// Tiles that can hold something, by zoom.
    pub tile_matrix_set_limits: Vec<Limits>,
    /// The box around everything.
    pub bounding_box: Option<Around>,
    /// The layers.
    pub layers: Vec<Layer<'a>>,
}

/// Rows and columns of a zoom that can hold something.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Limits {
    /// Zoom.
    pub tile_matrix: String,
    /// First row.
    pub min_tile_row: u32,
    /// Last row.
    pub max_tile_row: u32,
    /// First column.
    pub min_tile_col: u32,
    /// Last column.
    pub max_tile_col: u32,
}

/// A box in degrees.
#[derive(Clone, Copy, Debug, JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Around {
    /// West, south.
    pub lower_left: [f64; 2],
    /// East, north.
    pub upper_right: [f64; 2],
    /// Degrees, longitude first.
    pub crs: &'static str,
}

/// A layer.
#[derive(Clone, Debug, JsonSchema, Serialize)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "TilesetLayer")]
pub struct Layer<'a> {
    /// Collection id, and name in the tile.
    pub id: &'a str,
    /// Title.
    pub title: &'a str,
    /// What it holds.
    pub description: &'a str,
    /// `vector`.
    pub data_type: &'static str,
    /// 0 points, 1 lines, 2 areas.
    pub geometry_dimension: Option<u8>,
    /// First zoom.
    pub min_tile_matrix: String,
    /// Last zoom.
    pub max_tile_matrix: String,
}

impl<'a> Tileset<'a> {
    /// Everything about the tiles.
    #[must_use]
    pub fn new(tiled: &Tiled<'a, '_>) -> Self {
        let bbox = tiled.bbox();
        let layer = |c: &'a Collection<'_>| Layer {
            id: &c.id,
            title: told(&c.title),
            description: told(&c.description),
            data_type: "vector",
            geometry_dimension: c.geometry.map(|kind| match kind {
                GeometryKind::Position => 0,
                GeometryKind::Paths => 1,
                GeometryKind::Area => 2,
            }),
            min_tile_matrix: "0".into(),
            max_tile_matrix: MAX_ZOOM.to_string(),
        };
        Self {
            item: TilesetItem::new(tiled),
            attribution: attribution_of(tiled),
            notice: notice::STATUS.within(spoken()),
            tile_matrix_set_limits: bbox.map_or_else(Vec::new, |b| (0..=MAX_ZOOM).map(|z| Limits::of(z, b)).collect()),
            bounding_box: bbox.map(|b| Around {
                lower_left: [b.west, b.south],
                upper_right: [b.east, b.north],
                crs: CRS84,
            }),
            layers: tiled.collections.iter().map(layer).collect(),
        }
    }
}

impl Limits {
    fn of(z: u8, b: BBox) -> Self {
        let (first, last) = (TileId::holding(z, b.west, b.north), TileId::holding(z, b.east, b.south));
        Self {
            tile_matrix: z.to_string(),
            min_tile_row: first.y(),
            max_tile_row: last.y(),
            min_tile_col: first.x(),
            max_tile_col: last.x(),
        }
    }
}

fn attribution_of(tiled: &Tiled<'_, '_>) -> String {
    attribution::lines(tiled.collections.iter().filter_map(|c| c.source)).join(" | ")
}
