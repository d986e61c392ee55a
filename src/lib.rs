//! contactline: who holds a place, who claims it, on which day, says who.
//!
//! # The one idea
//!
//! *Files become a [`Dataset`] once; a `Dataset` becomes an [`Atlas`] once; every question
//! is a pure function of `&Atlas`.* HTTP and the command line are two ways to ask the same functions, and Python a third.
//!
//! ```text
//! once     foreign file -read-> Reading{value, findings} -ingest-> store -> data directory
//! start    data directory + what is built in -store::open-> Dataset, Drawn -Atlas::build-> Atlas
//! each     words -> (Position, Moment) -query::at-> At -wire::At-> JSON, CSV, text
//! ```
//!
//! # The one word
//!
//! A question has one name everywhere: `areas` is [`query::areas()`], `wire::Areas`, `GET /v1/areas` and `contactline areas`. It
//! is described once ([`questions`]), and the doors follow from that.
//!
//! # Rooms
//!
//! Below `crates/` stand five that others can embed, and Cargo holds them apart: [`edge_timeline`] knows geometry alone,
//! [`contactline_core`] has the words, the atlas and the questions, [`contactline_store`] our own files, [`contactline_output`]
//! what leaves the house (`wire`, `ask`, `ogc`, `render`, `rows`), [`contactline_crs`] is the one that needs PROJ. This crate is
//! the program, and `bindings/python` makes a package of it. Each room may name only those to its left; `tests/it/layering.rs` reads the `use` lines and holds it to that.
//!
//! ```text
//! edge_timeline <- model <- { read, fetch, atlas } <- store <- { query, ingest } <- wire <- { ask, ogc, render } <- { rows, text } <- request <- questions <- evidence <- http <- cli
//! ```
//!
//! | room | knows | does not know |
//! | --- | --- | --- |
//! | [`edge_timeline`] | areas, exact location in every version at once, overlay, measures | names, dates, files, formats |
//! | [`contactline_crs`] | reference systems, by PROJ | all of ours but positions |
//! | [`model`] | the words of the domain: region, source, version, claim, date, and rules: extent, regime, proposal | files, formats, indexes |
//! | [`read`] | foreign formats, and what is wrong with them | the store and all above |
//! | [`fetch`] | bytes over HTTP: addresses, conditional requests, waiting | what the bytes state, the store and all above |
//! | [`ingest`] | files and downloads into a data directory: what is joined, admitted, kept, told | flags, clocks, terminals, questions |
//! | [`store`] | our own files: the manifest, the one GeoJSON codec, writes that survive a crash, what had been loaded by when, what was drawn of them | foreign formats |
//! | [`atlas`] | everything indexed, frozen | files, formats, clocks |
//! | [`query`] | the questions | files, formats, HTTP |
//! | [`wire`] | what leaves the house: JSON shapes and tables, in the language spoken | HTTP, flags |
//! | [`ask`] | what the words of a question can mean: days, boxes, places out of every region | formats, parameters |
//! | [`ogc`] | collections and items in the words of OGC API, their filters, files and pages | HTTP, flags |
//! | [`render`] | vector tiles and their style, pictures of maps and charts | HTTP, flags |
//! | [`rows`] | bulk `at`: rows in any form in, the same rows out with their answers; workbooks and Parquet as tables | files, HTTP |
//! | [`text`] | answers for people: numbers, sentences, tables and charts of characters | terminals, files |
//! | [`request`] | the words of a question, read once for both doors, and why it is refused | flags, status codes |
//! | [`questions`] | each question described once: what it can be asked, what it answers, in which forms | how it is asked |
//! | [`evidence`] | answers written down: a page that prints, a document that is signed and asked again | flags, files, clocks |
//! | [`http`] | routes, parameters, status codes; the tools of assistants (`http::mcp`), over HTTP and over standard streams | flags, environment |
//! | [`cli`] | words typed by a person | - |
//! | `bindings/python` | the third door: dicts from JSON, columns in Arrow, functions for DuckDB and Spark; the only one that knows Arrow | how it is answered |
//! | `web/` | the map page, in TypeScript: a client of the HTTP API like any other | everything but the API |
//!
//! # Seven decisions worth knowing first
//!
//! * **The edge timeline** ([`EdgeTimeline`], [`series`](edge_timeline::series)). The outlines of a source repeat from day to day:
//!   each distinct edge is kept once, with the set of versions it bounds. One walk then places a point on every day at
//!   once, and one sum measures every day of any region; where borders all but coincide, a check notices and an exact
//!   overlay answers.
//! * **Faces** ([`faces`](edge_timeline::faces)). All edges of a source, or of several, cut with the borders of the regions, part the
//!   ground into pieces on each of which every version states one thing. Changes, agreement and disputes are sums over
//!   them, and their outlines what is left of their edges: no overlay, whatever the days.
//! * **Edges are straight in degrees** ([`measure`]), as RFC 7946 draws them, and areas are the exact integral
//!   under such edges. Cutting changes nothing, so held + not held = the whole.
//! * **A border is one line** ([`tile`]). On map tiles it is simplified once for both its sides, on whole numbers, so
//!   neighbours leave no gap at any zoom.
//! * **Rules are decided cell by cell** ([`query::RuleEvaluator`]). A region's land is cut once into cells on which every fact a rule
//!   names is one and the same; `and`, `or` and `not` are logic on them, with four answers, and need no overlay.
//! * **Silence is not an answer** ([`Timeline`]). A place outside a source's polygons is held by Ukraine only
//!   inside that source's declared coverage, and the answer says `inferred`; elsewhere it is `unknown`, with the reason.
//!   Nor is an old answer: past its limit of age a source speaks only of places out of reach of its line
//!   ([`Timeline::spoken`]).
//! * **A question has a budget** ([`budget`]): its time, whether anybody still waits, and how entangled a shape
//!   may be. The depths look at it between steps, and unwind to where the question was begun.
//!
//! [`Atlas`]: contactline_core::atlas::Atlas
//! [`Dataset`]: contactline_core::model::Dataset
//! [`EdgeTimeline`]: edge_timeline::EdgeTimeline
//! [`Timeline`]: contactline_core::atlas::Timeline
//! [`Timeline::spoken`]: contactline_core::atlas::Timeline::spoken
//! [`atlas`]: contactline_core::atlas
//! [`budget`]: edge_timeline::budget
//! [`measure`]: edge_timeline::measure
//! [`model`]: contactline_core::model
//! [`query`]: contactline_core::query
//! [`query::RuleEvaluator`]: contactline_core::query::RuleEvaluator
//! [`query::areas()`]: contactline_core::query::areas()
//! [`store`]: contactline_store
//! [`tile`]: edge_timeline::tile

pub mod cli;
pub mod evidence;
pub mod fetch;
pub mod http;
pub mod ingest;
pub mod questions;
pub mod read;
pub mod request;
pub mod text;

pub use contactline_output::{ask, ogc, render, rows, wire};
