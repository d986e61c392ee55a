//! Many versions of one map of polygons, each distinct edge kept once.
//!
//! A map that is drawn anew every day repeats itself: most of its edges stand where they stood the day before. An
//! [`EdgeTimeline`] keeps each distinct edge once, with the set of versions that it bounds ([`VersionSet`]). Then one walk
//! places a point in every version at once, and one sum measures every version inside any area.
//!
//! ```text
//! version 1   +-----+          edge      versions
//!             |     |          left      {1, 2}
//!             +-----+          middle    {1}
//! version 2   +---------+      right     {2}
//!             |         |      ...
//!             +---------+
//! ```
//!
//! # Example
//! A square that grew to the east:
//! ```
//! use edge_timeline::{Area, BBox, EdgeTimeline, Location, Position, VersionSet};
//!
//! let square = |east| Area::from_bbox(BBox { west: 37.0, south: 48.0, east, north: 49.0 });
//! let only = |version| VersionSet::run(version..version + 1);
//! let (first, second) = (square(38.0), square(39.0));
//! let timeline = EdgeTimeline::build(2, [(&first, &only(0)), (&second, &only(1))]);
//!
//! let located = timeline.locate(Position::from_lon_lat(38.5, 48.5)?);
//! assert_eq!(located.in_version(0), Location::Exterior);
//! assert_eq!(located.in_version(1), Location::Interior);
//! // Exactly on an edge of the first, well inside the second.
//! let located = timeline.locate(Position::from_lon_lat(38.0, 48.5)?);
//! assert_eq!(located.in_version(0), Location::Boundary);
//! assert_eq!(located.in_version(1), Location::Interior);
//! # Ok::<(), edge_timeline::PositionError>(())
//! ```
//!
//! # What is here
//!
//! | module | what it does |
//! | --- | --- |
//! | [`timeline`] | exact location of a point in every version at once |
//! | [`series`] | the area of every version inside a target, without an overlay for each |
//! | [`faces`] | all maps cut with each other: what changed, where they agree, and its outline, without an overlay |
//! | [`nearest`] | the nearest point of a version's line, and the line itself |
//! | [`prepared`] | an area prepared for cutting many edges |
//! | [`overlay`] | intersection, difference, union |
//! | [`validity`] | whether rings are an area, where not, and their repair |
//! | [`measure`] | areas and lengths on the WGS 84 ellipsoid; geodesics |
//! | [`buffer`], [`tessellation`] | ground around an area; cells around points |
//! | [`tile`] | simplification of shared borders for map tiles, once for both sides |
//! | [`budget`] | how long a question may run and how entangled its shapes may be |
//!
//! # Rules
//!
//! * [`Area`] is the only polygon: made by checking, wound by the right-hand rule.
//! * Edges are straight in degrees, as RFC 7946 draws them. Cutting an edge changes nothing, so parts sum to the whole.
//! * Location has no tolerance: a point is inside, outside, or exactly on the boundary.
//! * Nothing here knows names, dates, files or formats.

mod alike;
mod area;
pub mod budget;
pub mod buffer;
mod columns;
mod edge;
pub mod faces;
mod grid;
mod intersects;
pub mod measure;
pub mod nearest;
mod outline;
pub mod overlay;
mod paths;
mod position;
pub mod prepared;
pub mod series;
mod shape;
mod snap;
mod space;
mod specks;
pub mod tessellation;
pub mod tile;
pub mod timeline;
pub mod validity;
mod version_set;

pub use area::Area;
pub use columns::{Columns, ColumnsError};
pub use intersects::{area_meets, paths_meet};
pub use position::{BBox, Position, PositionError};
pub use shape::Shape;
pub use snap::snap;
pub use timeline::{EdgeTimeline, Located, Location};
pub use version_set::VersionSet;
