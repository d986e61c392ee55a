//! What leaves the house: the answers of [`contactline_core::query`] as JSON and tables ([`wire`]), collections of items in the
//! words of OGC API and as files ([`ogc`]), vector tiles and pictures ([`render`]), rows in bulk ([`rows`]); and what the words
//! of a question can mean ([`ask`]). Knows no HTTP and no terminal.
//!
//! ```text
//! wire <- { ask, ogc, render } <- rows
//! ```

pub mod ask;
pub mod ogc;
pub mod render;
pub mod rows;
pub mod wire;
