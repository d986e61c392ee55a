//! The reference system of an answer, where one was asked for.

use serde::Serialize;

/// The reference system in which an answer's geometries are given, and how they came there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CrsNote {
    /// Its code: `EPSG:32637`.
    pub crs: String,
    /// Name of the transformation used.
    pub transformation: String,
}
