//! EdgeTimeline kept from one tile to the next, as long as the atlas they are drawn from is served.

use std::sync::Arc;

use quick_cache::Weighter;
use quick_cache::sync::Cache;

use crate::render::TileLayer;
use edge_timeline::budget;

/// Vertices kept in all: about a quarter of a gigabyte with every zoom made, some forty days of the largest map seen.
const MAX_VERTICES: u64 = 2_500_000;
/// EdgeTimeline that this is likely to be.
const LIKELY_LAYERS: usize = 256;

/// The layers last asked for.
#[derive(Debug)]
pub struct TileLayers(Cache<String, Arc<TileLayer>, ByVertices>);

#[derive(Clone, Copy, Debug)]
struct ByVertices;

impl Weighter<String, Arc<TileLayer>> for ByVertices {
    fn weight(&self, _: &String, layer: &Arc<TileLayer>) -> u64 {
        layer.vertices() as u64 + 1
    }
}

impl Default for TileLayers {
    fn default() -> Self {
        Self(Cache::with_weighter(LIKELY_LAYERS, MAX_VERTICES, ByVertices))
    }
}

impl TileLayers {
    /// The layer under that key, made where it is not there; who asks for it meanwhile waits.
    pub fn kept(&self, key: String, make: impl FnOnce() -> TileLayer) -> Arc<TileLayer> {
        if let Some(layer) = self.0.get(&key) {
            return layer;
        }
        let made: Result<_, std::convert::Infallible> =
            budget::kept(|| self.0.get_or_insert_with(&key, || Ok(Arc::new(make()))));
        made.unwrap_or_else(|never| match never {})
    }
}
