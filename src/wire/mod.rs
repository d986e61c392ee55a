//! What leaves the house: shapes, tables, rows. Knows no HTTP, no flags and no clock.

pub mod ask;
pub mod rows;
