//! The integration tests of the program and of what it is made of: one binary, a module for each room or format.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout, missing_docs)]

mod law;
mod sealed;
mod served;
mod small_world;
mod web;
mod with_maps;

mod answers;
mod boundaries;
mod cli;
mod codec;
mod copied_json;
mod deepstate_daily;
mod deepstate_raw;
mod detect;
mod docs;
mod ets;
mod export;
mod fuzz;
mod http;
mod import;
mod isw;
mod items;
mod known;
mod layering;
mod limits;
mod long_lines;
mod map;
mod mapping;
mod mcp;
mod metrics;
mod mutations;
mod namesakes;
mod not_a_map;
mod nzz;
mod official_list;
mod ogc;
mod ogc_files;
mod openapi;
mod outlines;
mod page;
mod questions;
mod rules;
mod samples;
#[cfg(unix)]
mod serve;
mod settlements;
mod store;
mod sync;
mod tessellation;
mod tile_laws;
mod tiles;
mod truncated;
mod viina;
mod words;
