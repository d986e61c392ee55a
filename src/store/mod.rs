//! Our own files: the one GeoJSON codec, the manifest, and what is kept in a data directory. Knows geometry and model,
//! not foreign formats, indexes or questions.

pub mod geojson;
