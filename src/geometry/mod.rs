//! Exact plane geometry in degrees and measures on the ellipsoid. Knows no names, dates, files or formats.

mod area;
pub mod buffer;
pub mod crs;
pub mod cutter;
mod edge;
mod grid;
mod knit;
mod layer_set;
pub mod layers;
pub mod measure;
pub mod nearest;
pub mod overlay;
mod paths;
mod position;
pub mod series;
mod shape;
pub mod tessellation;
pub mod validity;
pub mod written;

pub use area::Area;
pub use crs::Crs;
pub use knit::knit;
pub use layer_set::LayerSet;
pub use layers::{Layers, Located, Location};
pub use position::{BBox, Position, PositionError};
pub use shape::Shape;
