//! TileJSON 3.0: what map libraries read first.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::wire::language::{spoken, told};
use contactline_core::model::notice;
use contactline_core::query::items::{Collection, Field, FieldKind};
use edge_timeline::BBox;
use edge_timeline::tile::MAX_ZOOM;

use super::{Tiled, attribution_of};

/// TileJSON 3.0.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct TileJson<'a> {
    /// `3.0.0`.
    pub tilejson: &'static str,
    /// Name.
    pub name: String,
    /// Lines to be shown with it.
    pub attribution: String,
    /// Whose position it is not, and for what it must not be used.
    pub notice: &'static str,
    /// Addresses of tiles.
    pub tiles: [String; 1],
    /// Rows are counted from the north.
    pub scheme: &'static str,
    /// First zoom.
    pub minzoom: u8,
    /// Last zoom; tiles are enlarged beyond.
    pub maxzoom: u8,
    /// West, south, east, north.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bounds: Option<[f64; 4]>,
    /// Longitude, latitude and zoom to begin with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub center: Option<[f64; 3]>,
    /// The layers with their properties.
    pub vector_layers: Vec<VectorLayer<'a>>,
}

/// A layer with its properties.
#[derive(Clone, Debug, JsonSchema, Serialize)]
pub struct VectorLayer<'a> {
    /// Collection id, and name in the tile.
    pub id: &'a str,
    /// What it holds.
    pub description: &'a str,
    /// First zoom.
    pub minzoom: u8,
    /// Last zoom.
    pub maxzoom: u8,
    /// What each property means.
    pub fields: BTreeMap<&'a str, String>,
}

impl<'a> TileJson<'a> {
    /// The tiles' description.
    #[must_use]
    pub fn new(tiled: &Tiled<'a, '_>) -> Self {
        let bbox = tiled.bbox();
        let layer = |c: &'a Collection<'_>| VectorLayer {
            id: &c.id,
            description: told(&c.description),
            minzoom: 0,
            maxzoom: MAX_ZOOM,
            fields: fields(&c.fields),
        };
        let middle = |b: BBox| [f64::midpoint(b.west, b.east), f64::midpoint(b.south, b.north), 5.0];
        Self {
            tilejson: "3.0.0",
            name: tiled.title(),
            attribution: attribution_of(tiled),
            notice: notice::STATUS.within(spoken()),
            tiles: [tiled.tile("{z}", "{y}", "{x}", ".mvt")],
            scheme: "xyz",
            minzoom: 0,
            maxzoom: MAX_ZOOM,
            bounds: bbox.map(|b| [b.west, b.south, b.east, b.north]),
            center: bbox.map(middle),
            vector_layers: tiled.collections.iter().map(layer).collect(),
        }
    }
}

fn fields(of: &[Field]) -> BTreeMap<&str, String> {
    let own = of.iter().map(|f| {
        let kind = match f.kind {
            FieldKind::Number | FieldKind::Whole => "number",
            _ => "text",
        };
        (&*f.name, format!("{kind}: {}", f.about))
    });
    let added = [
        ("id", "text: the item's id in its collection"),
        ("from_days", "number: first day on which it stands, in days since 1970-01-01"),
        ("to_days", "number: last day on which it stands, itself included, in days since 1970-01-01"),
    ];
    own.chain(added.map(|(name, about)| (name, about.to_owned()))).collect()
}
