//! contactline: who holds it, who claims it, on which day, says who.

pub mod atlas;
pub mod geometry;
pub mod model;
pub mod query;
pub mod read;
pub mod store;
