//! Tiles as they leave the house: Mapbox Vector Tiles 2.1, a layer for each collection, named as it is.

use std::sync::{Arc, OnceLock};

use fast_mvt::{MvtError, MvtExtent, MvtTileBuilder, MvtValue};
use geo::Geometry as Drawing;

use contactline_core::model::Interval;
use contactline_core::query::items::{Geometry, Item, Value};
use edge_timeline::tile::{Arcs, EXTENT, Level, MAX_ZOOM, Outline, Shape, TileId, Window};
use edge_timeline::{Area, budget};

use crate::wire::time::{Day, Stamp};

/// The items of a collection, ready to be drawn on any tile; a zoom is made when it is first asked for.
#[derive(Debug)]
pub struct TileLayer {
    name: String,
    /// The properties of each shape.
    tags: Vec<Vec<(String, MvtValue)>>,
    chains: Arcs,
    levels: [OnceLock<Level>; MAX_ZOOM as usize + 1],
}

/// What of an item lies in a window.
#[derive(Debug)]
pub(super) struct Seen<'a> {
    tags: &'a [(String, MvtValue)],
    /// As [`Level::cut_window`] gives it.
    pub drawing: Drawing<i32>,
}

impl Seen<'_> {
    /// The text of a property.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.tags.iter().find(|(n, _)| n == name).and_then(|(_, value)| match value {
            MvtValue::String(text) => Some(text.as_str()),
            _ => None,
        })
    }
}

impl TileLayer {
    /// The items that have a geometry, as a layer of that name.
    ///
    /// # Cost
    /// Builds and measures every geometry.
    #[must_use]
    pub fn new(name: &str, items: &[Item<'_>]) -> Self {
        Self::with_properties(name, items, |_| true)
    }

    /// The same with some of the properties alone, by their names in tiles.
    #[must_use]
    pub(super) fn with_properties(name: &str, items: &[Item<'_>], is_kept: impl Fn(&str) -> bool) -> Self {
        let properties = |item: &Item<'_>| {
            let mut tags = properties(item);
            tags.retain(|(name, _)| is_kept(name));
            tags
        };
        let (mut shapes, mut tags) = (Vec::new(), Vec::new());
        for item in items {
            if let Some(outline) = item.shown_outline() {
                shapes.push(Shape::Area(outline));
                tags.push(properties(item));
                continue;
            }
            let Some(geometry) = item.shown() else { continue };
            shapes.push(match geometry {
                Geometry::Position(p) => Shape::Places(vec![*p]),
                Geometry::Paths(paths) => Shape::Paths(paths.clone()),
                Geometry::Area(area) => Shape::Area(Outline::of_area(area)),
            });
            tags.push(properties(item));
        }
        Self::of_shapes(name, &shapes, tags)
    }

    /// One area of which nothing is said.
    #[must_use]
    pub(super) fn of_area(name: &str, area: &Area) -> Self {
        Self::of_shapes(name, &[Shape::Area(Outline::of_area(area))], vec![Vec::new()])
    }

    fn of_shapes(name: &str, shapes: &[Shape], tags: Vec<Vec<(String, MvtValue)>>) -> Self {
        let chains = Arcs::build(shapes);
        Self { name: name.to_owned(), tags, chains, levels: [const { OnceLock::new() }; MAX_ZOOM as usize + 1] }
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What of it lies in a window.
    pub(super) fn in_window(&self, window: &Window) -> Vec<Seen<'_>> {
        let cuts = self.level(window.z()).cut_window(window).into_iter();
        cuts.map(|cut| Seen { tags: &self.tags[cut.shape], drawing: cut.drawing }).collect()
    }

    /// Makes every zoom, so that no tile waits for one.
    pub fn prepare(&self) {
        (0..=MAX_ZOOM).for_each(|z| {
            let _ = self.level(z);
        });
    }

    /// How many vertices it is made of.
    #[must_use]
    pub fn vertices(&self) -> usize {
        self.chains.vertices()
    }

    fn level(&self, z: u8) -> &Level {
        budget::kept_in(&self.levels[usize::from(z.min(MAX_ZOOM))], || Level::build(&self.chains, z))
    }
}

/// A tile with these layers; none where nothing lies in it.
///
/// # Properties
/// Those of the items (what is not known is left out), `id`, and for filters the days on which the item stands, as numbers
/// since 1970-01-01: `from_days` and `to_days`, both included.
///
/// # Errors
/// None that a layer can cause.
pub fn tile(layers: &[Arc<TileLayer>], id: TileId) -> Result<Option<Vec<u8>>, MvtError> {
    let mut tile = MvtTileBuilder::new();
    let mut is_empty = true;
    for layer in layers {
        let cuts = layer.level(id.z()).cut(id);
        if cuts.is_empty() {
            continue;
        }
        is_empty = false;
        let mut builder = tile.layer(&layer.name)?;
        if let Some(extent) = MvtExtent::new(EXTENT) {
            builder.extent(extent);
        }
        for cut in cuts {
            let mut feature = builder.feature(&single(cut.drawing))?;
            feature.id(Some(cut.shape as u64 + 1));
            for (name, value) in &layer.tags[cut.shape] {
                feature.tag_ref(name, value.into())?;
            }
            builder = feature.end();
        }
        tile = builder.end();
    }
    Ok((!is_empty).then(|| tile.encode()))
}

/// The drawing; one point alone is no multipoint.
fn single(drawing: Drawing<i32>) -> Drawing<i32> {
    match drawing {
        Drawing::MultiPoint(points) if points.0.len() == 1 => points.0[0].into(),
        other => other,
    }
}

fn properties(item: &Item<'_>) -> Vec<(String, MvtValue)> {
    let mut tags = vec![("id".to_owned(), MvtValue::from(item.id.as_str()))];
    tags.extend(item.names().filter_map(|name| Some((name.to_owned(), value(item.value(name))?))));
    let Interval { start, end } = item.time.unwrap_or(Interval::ALWAYS);
    tags.extend(start.map(|m| ("from_days".to_owned(), MvtValue::auto_int(m.date().days()))));
    // The last second before the end is still in it.
    let last = end.map(|m| contactline_core::model::Moment::from_seconds(m.seconds() - 1).date());
    tags.extend(last.map(|day| ("to_days".to_owned(), MvtValue::auto_int(day.days()))));
    tags
}

/// A property's value; none of what is not known.
fn value(value: Value<'_>) -> Option<MvtValue> {
    match value {
        Value::None | Value::Measured => None,
        Value::Text(text) => Some(MvtValue::String(text.into_owned())),
        Value::Number(number) => Some(MvtValue::Double(number)),
        Value::Whole(number) => Some(MvtValue::auto_int(number)),
        Value::Day(day) => Some(MvtValue::String(Day(day).to_string())),
        Value::Stamp(moment) => Some(MvtValue::String(Stamp(moment).to_string())),
        Value::Words(words) => Some(MvtValue::String(words.join(","))),
    }
}
