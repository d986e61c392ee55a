//! Coordinate reference systems, by PROJ. The only file that names `proj`.
//!
//! PROJ's handles are neither `Send` nor `Sync`: each thread keeps its own; transform at the door, never in a question.

/// A coordinate reference system known here.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Crs {
    code: String,
}
