//! `overlap`: how much of a shape lies in which region and status, says each source.

use crate::atlas::Atlas;
use crate::geometry::{Area, Position};
use crate::model::{Moment, Party, Status};

use super::error::QueryError;
use super::series::When;

/// A shape to cut.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// Polygons: measured in square metres.
    Area(Area),
    /// Paths: measured in metres.
    Paths(Vec<Vec<Position>>),
}

/// What a piece is made of.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    /// Polygons.
    Area(Area),
    /// Paths.
    Paths(Vec<Vec<Position>>),
}

/// The parts of a shape.
#[derive(Clone, Debug, PartialEq)]
pub struct Overlap {
    /// The shape's own size: square metres for an area, metres for paths.
    pub size: f64,
    /// Its parts: for each source and moment they sum to the whole.
    pub rows: Vec<OverlapRow>,
}

/// One part of a shape.
#[derive(Clone, Debug, PartialEq)]
pub struct OverlapRow {
    /// The moment asked about.
    pub moment: Moment,
    /// Source id.
    pub source: String,
    /// The version that answers.
    pub version: Option<Moment>,
    /// Region id; none: in no region's land.
    pub region: Option<String>,
    /// Status.
    pub status: Status,
    /// Holder.
    pub holder: Option<Party>,
    /// Square metres or metres, as the shape.
    pub size: f64,
    /// Its part of the shape, 0 to 1.
    pub share: f64,
    /// The part itself, when asked for.
    pub piece: Option<Piece>,
}

/// The parts of `shape` by source, region, status and holder.
///
/// # Errors
/// Unknown source; a bad series; pieces asked for a series.
pub fn overlap(
    atlas: &Atlas,
    shape: &Shape,
    source: Option<&str>,
    when: When,
    pieces: bool,
) -> Result<Overlap, QueryError> {
    let _ = (atlas, shape, source, when, pieces);
    todo!()
}
