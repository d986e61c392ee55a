//! The forms of an answer, how its JSON is written, and its picture in pixels.

use serde::Serialize;

use super::description::Context;
use crate::render::Palette;
use crate::render::map::Style;
use crate::render::raster::{RasterError, png};
use crate::request::{Code, Refusal, SCALE, Words, geometry};
use crate::wire::Winding;
use contactline_crs::Crs;

/// A form of answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// The shape as JSON.
    Json,
    /// A table with a header line.
    Csv,
    /// Its places as GeoJSON, where its JSON is none.
    Geojson,
    /// A picture.
    Svg,
    /// The picture in pixels, wherever there is one as SVG.
    Png,
    /// For people: the terminal alone.
    Text,
    /// A chart of characters: the terminal alone.
    Chart,
}

impl Form {
    /// The word that asks for it.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Csv => "csv",
            Self::Geojson => "geojson",
            Self::Svg => "svg",
            Self::Png => "png",
            Self::Text => "text",
            Self::Chart => "chart",
        }
    }

    /// Whether HTTP answers in it.
    #[must_use]
    pub const fn is_of_http(self) -> bool {
        !matches!(self, Self::Text | Self::Chart)
    }

    /// Whether outlines are in it, where an answer has any.
    #[must_use]
    pub(super) const fn shows_outlines(self) -> bool {
        matches!(self, Self::Json | Self::Geojson | Self::Svg | Self::Png)
    }

    /// Its media type.
    #[must_use]
    pub const fn media_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Csv => "text/csv",
            Self::Geojson => "application/geo+json",
            Self::Svg => "image/svg+xml",
            Self::Png => "image/png",
            Self::Text | Self::Chart => "text/plain",
        }
    }
}

/// How JSON is written: for people or not, its rings in which direction, its positions in which reference system.
#[derive(Clone, Copy, Debug)]
pub struct JsonStyle {
    is_indented: bool,
    winding: Winding,
    crs: Option<Crs>,
}

impl JsonStyle {
    /// JSON as it is.
    pub(super) fn plain(context: Context<'_>) -> Self {
        Self { is_indented: context.is_indented, winding: Winding::Rfc7946, crs: None }
    }

    /// GeoJSON as the words `winding` and `crs` want it.
    pub(super) fn of(words: &Words, context: Context<'_>) -> Result<Self, Refusal> {
        Ok(Self { is_indented: context.is_indented, winding: words.winding()?, crs: words.crs()? })
    }

    /// The same with positions in a reference system.
    #[must_use]
    pub(super) const fn in_system(self, crs: Option<Crs>) -> Self {
        Self { crs, ..self }
    }

    /// Whether it is JSON on one line, as shapes are.
    pub(super) fn is_compact(self) -> bool {
        !self.is_indented && self.winding == Winding::Rfc7946 && self.crs.is_none()
    }

    /// The shape as bytes.
    ///
    /// # Errors
    /// A position that the reference system does not reach.
    pub fn write(self, shape: &impl Serialize) -> Result<Vec<u8>, Refusal> {
        if self.winding == Winding::Rfc7946 && self.crs.is_none() {
            return self.bytes(shape);
        }
        let mut value = serde_json::to_value(shape).map_err(Refusal::unwritten)?;
        if let Some(crs) = self.crs {
            geometry::to_system(&mut value, crs)?;
        }
        self.winding.turn_each(&mut value);
        self.bytes(&value)
    }

    fn bytes(self, shape: &impl Serialize) -> Result<Vec<u8>, Refusal> {
        let written = if self.is_indented { serde_json::to_vec_pretty(shape) } else { serde_json::to_vec(shape) };
        written.map_err(Refusal::unwritten)
    }
}

/// A picture in as many pixels as the words want.
pub(super) fn raster(svg: &str, words: &Words) -> Result<Vec<u8>, Refusal> {
    let palette = words.parsed::<Palette>("theme")?.unwrap_or(Style::default().palette);
    png(svg, words.scale()?, &palette).map_err(|error| match error {
        RasterError::TooLarge { .. } => Refusal::new(Code::BadValue, error.to_string()).of(SCALE),
        RasterError::Undrawn(_) => Refusal::unwritten(error),
    })
}
