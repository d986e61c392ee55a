//! `place`: which place a text means, by its name, its id or its coordinates. Never guesses silently.

use crate::atlas::Atlas;
use crate::model::coordinate_text::{self, LinkPoint, Site, Written};
use crate::model::{Locality, PostcodePlace, PostcodePrecision, Said};
use edge_timeline::Position;

mod alike;
mod error;
mod named;
mod narrowed;
mod words;

pub use error::{KnownArea, PlaceError};
pub(crate) use named::{listed, namesakes};

/// How many settlements a message names; an answer has them all.
const MAX_NAMED: usize = 8;

/// The place that was meant.
#[derive(Clone, Debug, PartialEq)]
pub struct Meant<'a> {
    /// Where it is.
    pub position: Position,
    /// How the text was read.
    pub reading: Reading,
    /// For a grid reference or a Plus Code: the side of its square in metres.
    pub square_m: Option<f64>,
    /// The settlement it names.
    pub locality: Option<&'a Locality>,
    /// Settlements of the same name that were not meant: far smaller ones.
    pub others: Vec<&'a Locality>,
    /// What must be known of how the text was read, in sentences.
    pub notes: Vec<Said>,
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
    /// As a point in well-known text: longitude, then latitude.
    Wkt,
    /// As a Plus Code.
    PlusCode,
    /// As a postcode, which one settlement has.
    Postcode,
    /// As a link to a map.
    Link(Site),
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
            Self::Wkt => "wkt",
            Self::PlusCode => "plus_code",
            Self::Postcode => "postcode",
            Self::Link(_) => "link",
        }
    }
}

/// The place that `text` means: coordinates as people write them, a link to a map, a settlement's id, or one of its names,
/// alone or with its region, a former name or the kind of settlement. `region` narrows a name.
///
/// # Errors
/// Coordinates that cannot be read or whose order cannot be told; a name that no settlement has, or that several have of
/// which none is far larger than the others.
///
/// # Example
/// ```
/// use contactline_core::{example, query};
///
/// let atlas = example::atlas();
/// let meant = query::place(&atlas, "town", None)?;
/// assert_eq!((meant.position.lon(), meant.position.lat()), (38.5, 48.5));
/// // Latitude first, as people write it: longitude and latitude cannot be mistaken here.
/// assert_eq!(query::place(&atlas, "48.25, 38.75", None)?.position.lon(), 38.75);
/// assert!(query::place(&atlas, "Atlantis", None).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn place<'a>(atlas: &'a Atlas, text: &str, region: Option<&str>) -> Result<Meant<'a>, PlaceError> {
    let text: &str = &coordinate_text::unescaped(text);
    let gazetteer = atlas.gazetteer();
    let elsewhere = || gazetteer.elsewhere(text.trim()).map(|city| &city.locality);
    if let Some(locality) = gazetteer.by_id(text.trim()).or_else(elsewhere) {
        return Ok(meant(locality, Reading::Id, Vec::new()));
    }
    if let Some(meant) = at_postcode(atlas, text.trim())? {
        return Ok(meant);
    }
    match coordinate_text::read(text)? {
        Some(written) => at_coordinates(atlas, text, written, region),
        None => named::named(atlas, text, region, None),
    }
}

/// The place that an address means: the settlement, never the house. `text` is as for [`place`], `region` narrows it, and so
/// does `postcode`, which stands for it where the text says nothing or nothing that is known.
///
/// # Errors
/// As [`place`]; and where name and postcode are of different regions.
///
/// # Example
/// ```
/// use contactline_core::{example, query};
///
/// let atlas = example::atlas();
/// let meant = query::address(&atlas, "town, 5 Peace Street", None, None)?;
/// assert_eq!((meant.position.lon(), meant.position.lat()), (38.5, 48.5));
/// assert!(query::address(&atlas, "5 Peace Street", None, None).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn address<'a>(
    atlas: &'a Atlas,
    text: &str,
    region: Option<&str>,
    postcode: Option<&str>,
) -> Result<Meant<'a>, PlaceError> {
    let postcode = postcode.map(str::trim).filter(|postcode| !postcode.is_empty());
    let by_postcode = || -> Result<Option<Meant<'a>>, PlaceError> {
        postcode.map_or(Ok(None), |postcode| at_postcode(atlas, postcode))
    };
    if text.trim().is_empty() {
        let nothing = || PlaceError::Unknown { value: String::new(), near: Vec::new() };
        return by_postcode()?.ok_or_else(nothing);
    }
    let text: &str = &coordinate_text::unescaped(text);
    let is_name = |text: &str| matches!(coordinate_text::read(text), Ok(None));
    if !is_name(text) || text.trim().len() == 5 || atlas.gazetteer().by_id(text.trim()).is_some() {
        return place(atlas, text, region);
    }
    let found = named::named(atlas, text, region, postcode);
    match &found {
        // The text has no name that is known, and none like it that may be meant.
        Err(PlaceError::Unknown { near, .. }) if near.is_empty() => by_postcode().ok().flatten().map_or(found, Ok),
        _ => found,
    }
}

/// The settlement of a postcode, where the text is one that is listed: five digits.
fn at_postcode<'a>(atlas: &'a Atlas, text: &str) -> Result<Option<Meant<'a>>, PlaceError> {
    if text.len() != 5 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(None);
    }
    let (precision, places) = atlas.postcodes().find(text);
    let names = |places: &[&PostcodePlace]| -> String {
        let names: Vec<String> =
            places.iter().take(MAX_NAMED).map(|p| format!("{} ({})", p.name_uk, p.region)).collect();
        names.join(", ")
    };
    match (precision, places.as_slice()) {
        (PostcodePrecision::Located, [PostcodePlace { position: Some(position), name_uk, region, .. }]) => {
            let note = Said::new(
                format!("postcode {text} is that of {name_uk} ({region}): the settlement's point, not the address"),
                format!("індекс {text} має {name_uk} ({region}): точка населеного пункту, а не адреса"),
            );
            let (reading, locality, others) = (Reading::Postcode, None, Vec::new());
            Ok(Some(Meant { position: *position, reading, square_m: None, locality, others, notes: vec![note] }))
        }
        (PostcodePrecision::Unknown, _) => {
            Err(PlaceError::Postcode { value: text.to_owned(), reason: "it is not listed".into() })
        }
        (_, [place]) => Err(PlaceError::Postcode {
            value: text.to_owned(),
            reason: format!(
                "it is that of {}, whose position is not known well enough; use its name or coordinates",
                names(&[place])
            ),
        }),
        (_, places) => Err(PlaceError::Postcode {
            value: text.to_owned(),
            reason: format!("{} places have it: {}; use a name or coordinates", places.len(), names(places)),
        }),
    }
}

fn meant<'a>(locality: &'a Locality, reading: Reading, others: Vec<&'a Locality>) -> Meant<'a> {
    let (position, notes) = (locality.position, Vec::new());
    Meant { position, reading, square_m: None, locality: Some(locality), others, notes }
}

fn at_coordinates<'a>(
    atlas: &'a Atlas,
    text: &str,
    written: Written,
    region: Option<&str>,
) -> Result<Meant<'a>, PlaceError> {
    let meant = |position, reading, square_m, notes| {
        let (locality, others) = (None, Vec::new());
        Meant { position, reading, square_m, locality, others, notes }
    };
    Ok(match written {
        Written::Geo(position) => meant(unswapped(atlas, text, position)?, Reading::Geo, None, vec![]),
        Written::Wkt(position) => meant(unswapped(atlas, text, position)?, Reading::Wkt, None, vec![]),
        Written::Hemispheres(position) => meant(position, Reading::Hemispheres, None, vec![]),
        Written::Mgrs(position, side_m) => meant(position, Reading::Mgrs, Some(side_m), vec![]),
        Written::PlusCode(position, side_m) => meant(position, Reading::PlusCode, Some(side_m), vec![]),
        Written::ShortPlusCode(code, near) => {
            let reference = named::named(atlas, &near, region, None)?;
            let (position, side_m) = code.near(reference.position)?;
            let (of, of_uk) = reference.locality.map_or_else(
                || (near.clone(), near.clone()),
                |l| (format!("{} ({})", l.name, l.id), format!("{} ({})", l.name_uk, l.id)),
            );
            let nearest = Said::new(
                format!("the cell of that code nearest to {of}"),
                format!("клітина з цим кодом, найближча до: {of_uk}"),
            );
            let notes = [vec![nearest], reference.notes].concat();
            meant(position, Reading::PlusCode, Some(side_m), notes)
        }
        Written::Link(position, site, point) => {
            let site_name = site.as_str();
            let note = match point {
                LinkPoint::Marker => Said::new(
                    format!("the place marked in a link to {site_name}"),
                    format!("місце, позначене в посиланні на {site_name}"),
                ),
                LinkPoint::Centre => Said::new(
                    format!(
                        "the centre of the map in a link to {site_name}: the place that was meant may be anywhere in sight"
                    ),
                    format!(
                        "центр карти в посиланні на {site_name}: місце, яке мали на увазі, може бути будь-де на ній"
                    ),
                ),
            };
            meant(position, Reading::Link(site), None, vec![note])
        }
        Written::Pair(a, b) => {
            let (position, reading) = plausible(atlas, text, a, b)?;
            meant(position, reading, None, vec![])
        }
    })
}

/// A position whose order was told, unless it is nowhere near and would be with its numbers exchanged.
fn unswapped(atlas: &Atlas, text: &str, position: Position) -> Result<Position, PlaceError> {
    let regions = atlas.places();
    let exchanged = Position::from_lon_lat(position.lat(), position.lon()).ok();
    let region = exchanged.and_then(|p| regions.whereabouts(p).region);
    match region.filter(|_| regions.whereabouts(position).is_outside_everything()) {
        Some((k, _)) => Err(PlaceError::Swapped { value: text.to_owned(), region: atlas.regions()[k].name.clone() }),
        None => Ok(position),
    }
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
