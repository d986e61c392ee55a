//! The raion and the hromada of a place.

use schemars::JsonSchema;
use serde::Serialize;

use contactline_core::atlas::Atlas;
use contactline_core::model::{Division, Level};
use contactline_core::query;
use edge_timeline::Position;

use super::at::At;
use super::unit;
use super::words::tenth;

/// The raion or hromada of a place.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct DivisionAt<'a> {
    /// Its code in the codifier KATOTTG.
    pub code: &'a str,
    /// English name.
    pub name: &'a str,
    /// Ukrainian name.
    pub name_uk: &'a str,
    /// It is made of the cells around its settlements: near its border the place may belong to another.
    pub approximate: bool,
    /// Metres from the place to the border of its ground here, to a decimetre.
    pub border_distance_m: f64,
    #[serde(skip)]
    division: &'a Division,
}

impl<'a> DivisionAt<'a> {
    /// That of a level.
    #[must_use]
    pub fn of(atlas: &'a Atlas, position: Position, level: Level) -> Option<Self> {
        let (division, distance_m, approximate) = query::division_at(atlas, position, level)?;
        let (code, name, name_uk) = (&division.code, &division.name, &division.name_uk);
        Some(Self { code, name, name_uk, approximate, border_distance_m: tenth(distance_m), division })
    }

    /// Lines to be shown with these, where their boundaries were imported.
    pub(super) fn attribution(atlas: &'a Atlas, of: impl IntoIterator<Item = Self>) -> Vec<&'a str> {
        unit::boundaries(atlas, of.into_iter().filter(|own| !own.approximate).map(|own| own.division))
    }
}

impl<'a> At<'a> {
    /// The answer with the raion and the hromada of its place.
    #[must_use]
    pub fn with_divisions(mut self, atlas: &'a Atlas, position: Position) -> Self {
        [self.raion, self.hromada] = [Level::Raion, Level::Hromada].map(|level| DivisionAt::of(atlas, position, level));
        let own = [self.raion, self.hromada].into_iter().flatten();
        self.attribution.extend(DivisionAt::attribution(atlas, own));
        self
    }
}

/// The raion and the hromada of a place, as columns of a table.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub(super) struct DivisionColumns<'a> {
    /// Code of the raion in the codifier KATOTTG.
    raion: Option<&'a str>,
    /// Its English name.
    raion_name: Option<&'a str>,
    /// Its Ukrainian name.
    raion_name_uk: Option<&'a str>,
    /// Code of the hromada.
    hromada: Option<&'a str>,
    /// Its English name.
    hromada_name: Option<&'a str>,
    /// Its Ukrainian name.
    hromada_name_uk: Option<&'a str>,
}

impl<'a> DivisionColumns<'a> {
    /// Of a raion and a hromada.
    pub(super) fn new(raion: Option<DivisionAt<'a>>, hromada: Option<DivisionAt<'a>>) -> Self {
        Self {
            raion: raion.map(|own| own.code),
            raion_name: raion.map(|own| own.name),
            raion_name_uk: raion.map(|own| own.name_uk),
            hromada: hromada.map(|own| own.code),
            hromada_name: hromada.map(|own| own.name),
            hromada_name_uk: hromada.map(|own| own.name_uk),
        }
    }
}
