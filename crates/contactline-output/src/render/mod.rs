//! What is drawn: vector tiles and their style, the picture of a map, the picture of a chart. Knows no HTTP and no terminal.

mod archive;
mod axis;
pub mod change_bars;
pub mod chart;
pub mod map;
mod palette;
pub mod raster;
mod style;
mod tile;
mod tilesets;

pub use archive::{Archive, ArchiveError};
pub use palette::Palette;
pub use style::{Styled, Styles, sprite_index, sprite_png, style};
pub use tile::{TileLayer, tile};
pub use tilesets::{
    Link as TileLink, MVT, REL_SETS, REL_TILESETS, TileJson, TileMatrixSet, TileMatrixSets, Tiled, Tileset, Tilesets,
    WEB_MERCATOR_QUAD,
};
