//! The words of the domain, the indexed atlas, and the questions. Knows no files, formats, HTTP or reference systems.
//!
//! A [`Dataset`](model::Dataset) becomes an [`Atlas`](atlas::Atlas) once; every question in [`query`] is a pure function of
//! `&Atlas`. What fills a dataset is not here: files and formats belong to the program `contactline`.
//!
//! | room | knows |
//! | --- | --- |
//! | [`model`] | region, source, version, claim, date; rules: extent, regime, proposal; coordinates as text |
//! | [`atlas`] | everything indexed, frozen |
//! | [`query`] | the questions |
//! | [`example`] | a small map to ask them of |

pub mod atlas;
pub mod example;
pub mod model;
pub mod query;
