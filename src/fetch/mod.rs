//! Bytes over HTTP, politely: addresses, conditional requests, waiting. Knows neither what the bytes state nor where they are
//! kept; blocking, one request at a time.
//!
//! A publisher offers versions in one of these ways: a [`history`] with an address for each version, [`days`] with an
//! address for each day, [`layers`] of a feature server that shows the present state alone, one address of the present version or
//! list, or a table for each year. Addresses are data ([`Settings`]), never code.

mod client;
pub mod days;
pub mod history;
pub mod layers;
mod redirect;
mod settings;
mod state;
pub mod wait;

pub use client::{Answer, Client, FetchError};
pub use settings::{FetchPolicy, Plan, Plans, Settings};
pub use state::{Refused, State, Tag};
