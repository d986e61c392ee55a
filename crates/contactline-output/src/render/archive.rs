//! What a source draws over time as one archive of vector tiles, PMTiles 3, which a web server hands out without a program of ours.
//!
//! A tile has all pieces of all days; each carries the days on which it stands (`from_days`, `to_days`, both included, since
//! 1970-01-01), by which a client filters.

use std::io::{Seek, Write};
use std::sync::Arc;

use pmtiles::{PmTilesWriter, PmtError, TileCoord, TileId as TileNumber, TileType};
use rayon::prelude::*;
use serde_json::{Value, json};

use contactline_core::atlas::{Atlas, Timeline};
use contactline_core::model::{Interval, Language, notice};
use contactline_core::query::items::{self, Collection, FieldKind};
use edge_timeline::BBox;
use edge_timeline::tile::TileId;

use super::style::style_in_time;
use super::tile::{TileLayer, tile};
use crate::wire::attribution::REGIONS_ATTRIBUTION;

/// The deepest zoom; a client draws deeper ones from its tiles.
const MAX_ZOOM: u8 = 12;
/// The properties of a piece in the tiles.
const OF_PIECES: [&str; 4] = ["status", "holder", "from_days", "to_days"];
/// The properties of a region in the tiles.
const OF_REGIONS: [&str; 4] = ["id", "name", "name_uk", "role"];
/// Tiles made side by side before they are written.
const TILES_TOGETHER: usize = 1_024;

/// Why an archive could not be written.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// A tile could not be made.
    #[error("a tile could not be made: {0}")]
    Tile(#[from] fast_mvt::MvtError),
    /// The archive could not be written.
    #[error("{0}")]
    Written(#[from] PmtError),
}

/// A source over time, and the regions, ready to be cut into tiles.
#[derive(Debug)]
pub struct Archive<'a> {
    timeline: &'a Timeline,
    pieces: Collection<'a>,
    layers: [Arc<TileLayer>; 2],
    /// How many pieces there are.
    count: usize,
    bbox: BBox,
}

impl<'a> Archive<'a> {
    /// What a source draws over all its versions.
    ///
    /// # Cost
    /// All edges of the source cut with each other.
    #[must_use]
    pub fn new(atlas: &'a Atlas, timeline: &'a Timeline) -> Self {
        let pieces = items::history(timeline);
        let list = items::items(atlas, &pieces, Interval::ALWAYS);
        let layer = TileLayer::with_properties(&pieces.id, &list, |name| OF_PIECES.contains(&name));
        let regions = items::collection(atlas, REGIONS).map(|of| items::items(atlas, &of, Interval::ALWAYS));
        let regions =
            TileLayer::with_properties(REGIONS, &regions.unwrap_or_default(), |name| OF_REGIONS.contains(&name));
        let own = atlas.own_regions().map(|region| atlas.places().bbox(region)).fold(BBox::EMPTY, BBox::joined);
        let bbox = pieces.bbox.unwrap_or(BBox::EMPTY).joined(own);
        Self { timeline, count: list.len(), pieces, layers: [Arc::new(regions), Arc::new(layer)], bbox }
    }

    /// How many pieces it has.
    #[must_use]
    pub const fn pieces(&self) -> usize {
        self.count
    }

    /// The tiles, from the whole world down to zoom 12; how many.
    ///
    /// # Errors
    /// The output refuses.
    pub fn write(&self, output: impl Write + Seek) -> Result<usize, ArchiveError> {
        let BBox { west, south, east, north } = self.bbox;
        let writer = PmTilesWriter::new(TileType::Mvt).min_zoom(0).max_zoom(MAX_ZOOM).bounds(west, south, east, north);
        let writer = writer.center((west + east) / 2.0, (south + north) / 2.0).center_zoom(6);
        let mut writer = writer.metadata(self.metadata().to_string()).create(output)?;
        let mut count = 0;
        for together in self.places()?.chunks(TILES_TOGETHER) {
            let made = together.par_iter().map(|(coord, id)| Ok((*coord, tile(&self.layers, *id)?)));
            for (coord, bytes) in made.collect::<Result<Vec<_>, ArchiveError>>()? {
                if let Some(bytes) = bytes {
                    writer.add_tile(coord, &bytes)?;
                    count += 1;
                }
            }
        }
        writer.finalize()?;
        Ok(count)
    }

    /// The tiles that the box meets, in the order of an archive.
    fn places(&self) -> Result<Vec<(TileCoord, TileId)>, ArchiveError> {
        let mut places = Vec::new();
        for z in 0..=MAX_ZOOM {
            let first = TileId::holding(z, self.bbox.west, self.bbox.north);
            let last = TileId::holding(z, self.bbox.east, self.bbox.south);
            for (x, y) in (first.y()..=last.y()).flat_map(|y| (first.x()..=last.x()).map(move |x| (x, y))) {
                if let Ok(id) = TileId::new(u32::from(z), x, y) {
                    places.push((TileCoord::new(z, x, y)?, id));
                }
            }
        }
        places.sort_by_key(|(coord, _)| TileNumber::from(*coord).value());
        Ok(places)
    }

    /// Lines to be shown with it.
    #[must_use]
    pub fn attribution(&self) -> String {
        format!("{}; {REGIONS_ATTRIBUTION}", self.timeline.source.attribution)
    }

    /// What the archive says of itself, as JSON: what PMTiles asks for, and under `contactline` what a page that plays it shows.
    fn metadata(&self) -> Value {
        let source = &self.timeline.source;
        let said = |name: &str| {
            let field = self.pieces.fields.iter().find(|field| field.name == name);
            field.map_or("Number", |field| if field.kind == FieldKind::Text { "String" } else { "Number" })
        };
        let fields = |names: [&str; 4], kind: &dyn Fn(&str) -> &'static str| {
            names.into_iter().map(|name| (name.to_owned(), Value::from(kind(name)))).collect::<serde_json::Map<_, _>>()
        };
        let layer = |id: &str, fields| json!({ "id": id, "fields": fields, "minzoom": 0, "maxzoom": MAX_ZOOM });
        let days = |version: usize| {
            let time = self.timeline.validity(version);
            // The last second before the end is still in it.
            let last = time.end.map(|end| end.date().days() - i32::from(end == end.date().start()));
            json!([self.timeline.stamps()[version].date().days(), last])
        };
        let classes = self.timeline.classes().iter().map(
            |class| json!({ "status": class.status.as_str(), "holder": class.holder.map(|party| party.to_string()) }),
        );
        json!({
            "name": self.pieces.title.within(Language::English),
            "description": self.pieces.description.within(Language::English),
            "attribution": self.attribution(),
            "type": "overlay",
            "generator": concat!("contactline ", env!("CARGO_PKG_VERSION")),
            "vector_layers": [
                layer(REGIONS, fields(OF_REGIONS, &|_| "String")),
                layer(&self.pieces.id, fields(OF_PIECES, &said)),
            ],
            "contactline": {
                "layer": self.pieces.id,
                "source": { "id": source.id, "title": source.title, "title_uk": source.in_ukrainian.title },
                "licence": source.licence,
                "notice": notice::STATUS.within(Language::English),
                "notice_uk": notice::STATUS.within(Language::Ukrainian),
                "classes": classes.collect::<Vec<_>>(),
                // The days on which each version stands, both included.
                "versions": (0..self.timeline.stamps().len()).map(days).collect::<Vec<_>>(),
            },
        })
    }

    /// A style for the archive at an address, which begins on the day of the last version.
    #[must_use]
    pub fn style(&self, address: &str) -> Value {
        let last = self.timeline.stamps().last().map_or(0, |stamp| stamp.date().days());
        style_in_time(address, &self.attribution(), &self.pieces.id, last)
    }
}

/// The collection of the regions.
const REGIONS: &str = "regions";
