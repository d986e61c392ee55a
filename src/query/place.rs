//! `place`: which place a text means, by its name, its id or its coordinates. Never guesses silently.

use crate::atlas::{Atlas, Match, NameKey};
use crate::geometry::written::{self, Written, WrittenError};
use crate::geometry::{Position, PositionError};
use crate::model::Locality;

use super::areas::units;
use super::error::QueryError;

/// By how much the largest of several places of one name must surpass the next in people to be the one that is meant.
const DOMINANT: u32 = 10;

/// How many names are shown where none fits.
const SUGGESTED: usize = 5;

/// How like two names must be (Jaro and Winkler's measure, 0 to 1) for one to be shown for the other: `Kramatorks` is
/// 0.98 like `Kramatorsk`, names of two other places seldom 0.9.
const LIKE: f64 = 0.9;

/// The place that was meant.
#[derive(Clone, Debug, PartialEq)]
pub struct Meant<'a> {
    /// Where it is.
    pub position: Position,
    /// How the text was read.
    pub reading: Reading,
    /// For a grid reference: the side of its square in metres.
    pub square_m: Option<f64>,
    /// The settlement it names.
    pub locality: Option<&'a Locality>,
    /// Settlements of the same name that were not meant: far smaller ones.
    pub others: Vec<&'a Locality>,
}

/// How a text was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// As a settlement's id.
    Id,
    /// As a settlement's name.
    Name,
    /// As longitude, then latitude.
    LonLat,
    /// As latitude, then longitude.
    LatLon,
    /// As degrees with the letters of their hemispheres.
    Hemispheres,
    /// As a `geo:` address.
    Geo,
    /// As a military grid reference.
    Mgrs,
}

impl Reading {
    /// The word on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::Name => "name",
            Self::LonLat => "lon_lat",
            Self::LatLon => "lat_lon",
            Self::Hemispheres => "degrees",
            Self::Geo => "geo_uri",
            Self::Mgrs => "mgrs",
        }
    }
}

/// Why a text means no place.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum PlaceError {
    /// Coordinates that cannot be read.
    #[error(transparent)]
    Written(#[from] WrittenError),
    /// Coordinates out of range.
    #[error(transparent)]
    Position(#[from] PositionError),
    /// Two numbers that may be meant either way.
    #[error(
        "'{value}' may be longitude and latitude or the other way round: neither lies in the country alone; say \
             lon and lat, or 48.28N 37.18E"
    )]
    Order {
        /// As asked.
        value: String,
    },
    /// No settlement of that name.
    #[error("no settlement '{value}' is listed{}", like(.near))]
    Unknown {
        /// As asked.
        value: String,
        /// Settlements of a like name.
        near: Vec<Locality>,
    },
    /// Several settlements of that name.
    #[error("'{value}' is the name of {} settlements: {}; name one by its id, or with its region: '{}, {}'",
            .candidates.len(), several(.candidates), .candidates[0].name, .candidates[0].region)]
    Ambiguous {
        /// As asked.
        value: String,
        /// The settlements, the most populous first.
        candidates: Vec<Locality>,
    },
    /// No such region.
    #[error(transparent)]
    Region(#[from] QueryError),
}

impl PlaceError {
    /// The settlements that may have been meant.
    #[must_use]
    pub fn candidates(&self) -> &[Locality] {
        match self {
            Self::Unknown { near, .. } => near,
            Self::Ambiguous { candidates, .. } => candidates,
            _ => &[],
        }
    }
}

fn several(candidates: &[Locality]) -> String {
    let one =
        |l: &Locality| format!("{} {} in {} ({}, {})", l.id, l.name, l.region, l.position.lon(), l.position.lat());
    candidates.iter().map(one).collect::<Vec<_>>().join("; ")
}

fn like(near: &[Locality]) -> String {
    if near.is_empty() { String::new() } else { format!("; there are: {}", several(near)) }
}

/// The place that `text` means: coordinates as people write them, a settlement's id, or its name in English or Ukrainian,
/// alone or with its region after a comma. `region` narrows a name.
///
/// # Errors
/// Coordinates that cannot be read or whose order cannot be told; a name that no settlement has, or that several have of
/// which none is far larger than the others.
pub fn place<'a>(atlas: &'a Atlas, text: &str, region: Option<&str>) -> Result<Meant<'a>, PlaceError> {
    if let Some(locality) = atlas.gazetteer().by_id(text.trim()) {
        return Ok(meant(locality, Reading::Id, Vec::new()));
    }
    if let Some(written) = written::read(text)? {
        return at_coordinates(atlas, text, written);
    }
    let asked_region = region.map(|region| regions_of(atlas, region)).transpose()?;
    match (named(atlas, text, asked_region.as_deref()), text.rsplit_once(',')) {
        (Err(PlaceError::Unknown { .. }), Some((name, of))) if !name.trim().is_empty() && asked_region.is_none() => {
            named(atlas, name, Some(&regions_of(atlas, of.trim())?))
        }
        (found, _) => found,
    }
}

fn meant<'a>(locality: &'a Locality, reading: Reading, others: Vec<&'a Locality>) -> Meant<'a> {
    Meant { position: locality.position, reading, square_m: None, locality: Some(locality), others }
}

fn at_coordinates<'a>(atlas: &'a Atlas, text: &str, written: Written) -> Result<Meant<'a>, PlaceError> {
    let meant = |position, reading, square_m| Meant { position, reading, square_m, locality: None, others: vec![] };
    Ok(match written {
        Written::Geo(position) => meant(position, Reading::Geo, None),
        Written::Hemispheres(position) => meant(position, Reading::Hemispheres, None),
        Written::Mgrs(position, side_m) => meant(position, Reading::Mgrs, Some(side_m)),
        Written::Pair(a, b) => {
            let (position, reading) = plausible(atlas, text, a, b)?;
            meant(position, reading, None)
        }
    })
}

/// The order of two numbers: the one that is possible, of two possible ones the one that lies in the country.
fn plausible(atlas: &Atlas, text: &str, a: f64, b: f64) -> Result<(Position, Reading), PlaceError> {
    let (lon_first, lat_first) = (Position::from_lon_lat(a, b), Position::from_lon_lat(b, a));
    let inside = |p: &Position| !atlas.places().whereabouts(*p).is_outside_everything();
    match (lon_first, lat_first) {
        (Ok(lon_first), Ok(lat_first)) => match (inside(&lon_first), inside(&lat_first)) {
            (true, false) => Ok((lon_first, Reading::LonLat)),
            (false, true) => Ok((lat_first, Reading::LatLon)),
            _ => Err(PlaceError::Order { value: text.to_owned() }),
        },
        (Ok(lon_first), Err(_)) => Ok((lon_first, Reading::LonLat)),
        (Err(_), Ok(lat_first)) => Ok((lat_first, Reading::LatLon)),
        (Err(error), Err(_)) => Err(error.into()),
    }
}

/// The ids of the regions that a text names: an id, a group, or a part of a name.
fn regions_of<'a>(atlas: &'a Atlas, text: &str) -> Result<Vec<&'a str>, PlaceError> {
    let list = atlas.regions();
    let by_id = units(atlas, Some(&text.to_ascii_lowercase()));
    let error = match by_id {
        Ok(units) => return Ok(units.iter().flat_map(|u| &u.regions).map(|k| list[*k].id.as_str()).collect()),
        Err(error) => error,
    };
    let asked = NameKey::of(text);
    let key = &asked.loose;
    let begins = |name: &str| {
        let name = NameKey::of(name).loose;
        name.starts_with(key) || name.contains(&format!(" {key}"))
    };
    let found = list.iter().filter(|r| asked.is_telling() && (begins(&r.name) || begins(&r.name_uk)));
    let found: Vec<&str> = found.map(|r| r.id.as_str()).collect();
    if found.is_empty() { Err(error.into()) } else { Ok(found) }
}

fn named<'a>(atlas: &'a Atlas, text: &str, regions: Option<&[&str]>) -> Result<Meant<'a>, PlaceError> {
    let value = text.trim().to_owned();
    let mut found = atlas.gazetteer().find(text);
    found.retain(|(_, l)| regions.is_none_or(|ids| ids.contains(&l.region.as_str())));
    let best = found.first().map(|(how, _)| *how).filter(|how| *how <= Match::Other);
    let Some(best) = best else {
        // A name that merely holds the letters is no suggestion.
        let begins = found.into_iter().take_while(|(how, _)| *how <= Match::Word);
        let mut near: Vec<Locality> = begins.map(|(_, l)| l.clone()).take(SUGGESTED).collect();
        if near.is_empty() {
            near = alike(atlas, text);
        }
        return Err(PlaceError::Unknown { value, near });
    };
    let mut same = found.into_iter().take_while(|(how, _)| *how == best).map(|(_, locality)| locality);
    let Some(first) = same.next() else { return Err(PlaceError::Unknown { value, near: vec![] }) };
    let others: Vec<&Locality> = same.collect();
    if others.first().is_none_or(|next| first.population >= next.population.saturating_mul(DOMINANT)) {
        return Ok(meant(first, Reading::Name, others));
    }
    let candidates = std::iter::once(first).chain(others).cloned().collect();
    Err(PlaceError::Ambiguous { value, candidates })
}

/// Settlements whose names are spelled almost like it.
fn alike(atlas: &Atlas, text: &str) -> Vec<Locality> {
    let asked = NameKey::of(text).loose;
    let likeness = |l: &Locality| {
        let of = |name: &str| strsim::jaro_winkler(&NameKey::of(name).loose, &asked);
        of(&l.name).max(of(&l.name_uk))
    };
    let mut found: Vec<(f64, &Locality)> = atlas.gazetteer().list().iter().map(|l| (likeness(l), l)).collect();
    found.retain(|(likeness, _)| *likeness >= LIKE);
    found.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    found.into_iter().take(SUGGESTED).map(|(_, locality)| locality.clone()).collect()
}
