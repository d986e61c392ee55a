//! Bytes over HTTP, politely: addresses, conditional requests, waiting. Knows neither what the bytes state nor where they are
//! kept; blocking, one request at a time.
//!
//! A publisher offers versions in one of three ways: a [`history`] with an address for each version, [`days`] with an
//! address for each day, or [`layers`] of a feature server that shows the present state alone. Addresses are data
//! ([`Settings`]), never code.

mod client;
pub mod days;
pub mod history;
pub mod layers;
mod redirect;
mod settings;
mod state;
mod wait;

pub use client::{Answer, Client, FetchError};
pub use settings::{FetchPolicy, Plan, Settings};
pub use state::{Refused, State, Tag};
