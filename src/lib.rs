//! contactline: who holds it, who claims it, on which day, says who.

pub mod atlas;
pub mod cli;
pub mod geometry;
pub mod model;
pub mod query;
pub mod store;
pub mod wire;
