//! Exact plane geometry in degrees and measures on the ellipsoid. Knows no names, dates, files or formats.

mod area;
pub mod budget;
pub mod buffer;
pub mod crs;
pub mod cutter;
mod edge;
mod grid;
mod knit;
mod layer_set;
pub mod layers;
pub mod measure;
mod meeting;
pub mod nearest;
pub mod overlay;
mod paths;
mod position;
pub mod series;
mod shape;
mod specks;
pub mod tessellation;
pub mod tile;
pub mod validity;
pub mod written;

pub use area::Area;
pub use crs::Crs;
pub use knit::knit;
pub use layer_set::LayerSet;
pub use layers::{Layers, Located, Location};
pub use meeting::{area_meets, paths_meet};
pub use position::{BBox, Position, PositionError};
pub use shape::Shape;
