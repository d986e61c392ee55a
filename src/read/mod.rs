//! Foreign records made into the words of the domain. Knows model and geometry, nothing above.

pub mod tessellation;
