//! Layers kept from one tile to the next, as long as the atlas they are drawn from is served.

use std::sync::Arc;

use quick_cache::Weighter;
use quick_cache::sync::Cache;

use crate::ogc::withhold;
use crate::render::TileLayer;
use crate::wire::Rights;
use contactline_core::atlas::Atlas;
use contactline_core::model::{Date, Interval};
use contactline_core::query::items::{Collection, collection, items};
use edge_timeline::budget;

/// The layers that a map begins with, whichever source it shows.
const FIRST_LAYERS: [&str; 2] = ["regions", "settlements"];

/// Vertices kept in all: about a quarter of a gigabyte with every zoom made, some forty days of the largest map seen.
const MAX_VERTICES: u64 = 2_500_000;
/// Layers that this is likely to be.
const LIKELY_LAYERS: usize = 256;
/// Stretches of time of which it is kept what is drawn in them.
const MAX_STRETCHES: usize = 4096;

/// The layers last asked for.
#[derive(Debug)]
pub struct TileLayers {
    /// By what is drawn.
    made: Cache<String, Arc<TileLayer>, ByVertices>,
    /// What is drawn of a collection in a stretch of time: days on which it is the same share a layer.
    drawn: Cache<String, String>,
}

#[derive(Clone, Copy, Debug)]
struct ByVertices;

impl Weighter<String, Arc<TileLayer>> for ByVertices {
    fn weight(&self, _: &String, layer: &Arc<TileLayer>) -> u64 {
        layer.vertices() as u64 + 1
    }
}

impl Default for TileLayers {
    fn default() -> Self {
        Self { made: Cache::with_weighter(LIKELY_LAYERS, MAX_VERTICES, ByVertices), drawn: Cache::new(MAX_STRETCHES) }
    }
}

impl TileLayers {
    /// The layer under that key, made where it is not there; who asks for it meanwhile waits.
    pub fn kept(&self, key: String, make: impl FnOnce() -> TileLayer) -> Arc<TileLayer> {
        if let Some(layer) = self.made.get(&key) {
            return layer;
        }
        let made: Result<_, std::convert::Infallible> =
            budget::kept(|| self.made.get_or_insert_with(&key, || Ok(Arc::new(make()))));
        made.unwrap_or_else(|never| match never {})
    }
}

/// The layer of a collection as of the moment asked for, kept from one tile to the next.
pub fn layer<'a>(
    layers: &TileLayers,
    atlas: &'a Atlas,
    rights: &Rights,
    collection: &Collection<'a>,
    when: Interval,
) -> Arc<TileLayer> {
    if collection.is_as_of {
        // What it holds is known only when it is computed: its key is the moment.
        let end = when.end.map_or_else(String::new, |end| end.to_string());
        return layers.kept(format!("{}@{end}", collection.id), || {
            let mut items = items(atlas, collection, when);
            withhold(&mut items, rights);
            TileLayer::new(&collection.id, &items)
        });
    }
    let stretch = format!("{}\n{when:?}", collection.id);
    if let Some(layer) = layers.drawn.get(&stretch).and_then(|key| layers.made.get(&key)) {
        return layer;
    }
    let items = items(atlas, collection, when);
    let ids: Vec<&str> = items.iter().map(|item| item.id.as_str()).collect();
    let key = format!("{}\n{}", collection.id, ids.join("\n"));
    layers.drawn.insert(stretch, key.clone());
    layers.kept(key, || TileLayer::new(&collection.id, &items))
}

/// Makes the layers that a map begins with, as of today: its first tiles would wait for them.
pub fn prepare(layers: &TileLayers, atlas: &Atlas, rights: &Rights, today: Date) {
    for collection in FIRST_LAYERS.iter().filter_map(|id| collection(atlas, id)) {
        let when = stretch(&collection, None, today);
        layer(layers, atlas, rights, &collection, when).prepare();
    }
}

/// Which of a collection's items are drawn as of a moment or in a stretch; none: what sources say today, and everything else.
pub(super) fn stretch(collection: &Collection<'_>, asked: Option<Interval>, today: Date) -> Interval {
    match asked {
        Some(when) => when,
        None if collection.source.is_some() || collection.is_as_of => Interval::of_moment(today.end()),
        None => Interval::ALWAYS,
    }
}
