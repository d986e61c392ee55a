//! Our own files: the one GeoJSON codec, the manifest, what ships inside the program and what is kept in a data directory.
//! Knows geometry and model, not foreign formats, indexes or questions.

mod divisions;
mod embedded;
mod files;
mod folder;
mod gazetteer;
pub mod geojson;
mod history;
mod lacks;
mod listed;
mod load;
mod manifest;
mod names;
mod not_recorded;
mod past;
mod piece;
mod places;
mod postcodes;
mod prune;
mod record;
mod references;
mod register;
mod rules;
mod save;
mod seal;
mod sealed;
mod source;
mod verify;
mod write;

pub use divisions::{divisions_text, read_divisions};
pub use folder::{Folder, sha256_hex};
pub use history::{Gone, NotKept, Reason, Replaced};
pub use listed::{fingerprint_of, listed};
pub use load::{
    LoadError, Loaded, Opened, draw, embedded_settings, embedded_source, load, load_folders, open, shipped,
};
pub use manifest::{Entry, Kind, MANIFEST, Manifest};
pub use past::{KnownError, built_in_until, fingerprint_known, known_as, listed_known, open_known};
pub use prune::Pruning;
pub use record::{read_divide, read_settlements, settlements_text};
pub use rules::read_proposal;
pub use save::{Clock, Provenance, Put, SETTINGS, Store, StoreError, state, state_path};
pub use seal::seal;
pub use sealed::{SealError, SealKey, SealedPart, keep, seal_whole};
pub use verify::{Verified, verify};
