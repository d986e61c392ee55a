//! Places: two numbers, or a text that names one.

use crate::ask;
use crate::wire::Meant;
use contactline_core::atlas::Atlas;
use contactline_core::query::{self, PlaceError};
use edge_timeline::Position;

use super::words::missing;
use super::{Code, Refusal, Words};

/// A place that was asked for.
#[derive(Clone, Debug)]
pub struct Place<'a> {
    /// Where it is.
    pub position: Position,
    /// The text that it was read from, and how, where it was given as one.
    pub meant: Option<(String, query::Meant<'a>)>,
}

impl<'a> Place<'a> {
    /// What an answer says of it.
    #[must_use]
    pub fn wired(&self) -> Option<Meant<'a>> {
        self.meant.as_ref().map(|(text, meant)| Meant::new(text, meant))
    }
}

impl Words {
    /// The place of `place` (in `region`, where that is given), or of `lon` and `lat`, or of `x` and `y`.
    pub fn place<'a>(&self, atlas: &'a Atlas) -> Result<Place<'a>, Refusal> {
        if self.text("region").is_some() && self.text("place").is_none() {
            let detail = "Use region together with place: it selects among settlements of the same name";
            return Err(Refusal::new(Code::BadValue, detail).of("region"));
        }
        self.place_if_any("place", self.text("region"), atlas)?.ok_or_else(|| {
            let detail =
                "The place is missing. Use longitude and latitude (lon and lat), or the name of a settlement (place)";
            Refusal::new(Code::MissingParameter, detail).of("lon")
        })
    }

    /// The place of the text `name` (of a settlement in `region`), or of two numbers, where one is given.
    pub fn place_if_any<'a>(
        &self,
        name: &str,
        region: Option<&str>,
        atlas: &'a Atlas,
    ) -> Result<Option<Place<'a>>, Refusal> {
        let Some(text) = self.text(name) else {
            return Ok(self.numbers_if_any(atlas)?.map(|position| Place { position, meant: None }));
        };
        if let Some(other) = ["lon", "lat", "x", "y"].into_iter().find(|other| self.text(other).is_some()) {
            let detail = format!("Use either {name} or two numbers for the place, not both");
            return Err(Refusal::new(Code::BadValue, detail).of(other));
        }
        let of = |e: &PlaceError| if matches!(e, PlaceError::Region(_)) && region.is_some() { "region" } else { name };
        let meant = query::place(atlas, text, region).map_err(|e| {
            let parameter = of(&e);
            half_a_pair(text, e).of(parameter)
        })?;
        Ok(Some(Place { position: meant.position, meant: Some((text.to_owned(), meant)) }))
    }

    fn numbers_if_any(&self, atlas: &Atlas) -> Result<Option<Position>, Refusal> {
        let crs = self.crs()?;
        let given = |name: &str| self.text(name).is_some();
        let (x, y) = if given("x") || given("y") { ("x", "y") } else { ("lon", "lat") };
        if x == "x" && (given("lon") || given("lat")) {
            let detail = "Use either lon and lat or x and y, not both";
            return Err(Refusal::new(Code::BadValue, detail).of(if given("lon") { "lon" } else { "lat" }));
        }
        if x == "x" && crs.is_none() {
            let detail = "x and y require crs, such as crs=EPSG:32637. Without it, use lon and lat in degrees";
            return Err(Refusal::new(Code::MissingParameter, detail).of("crs"));
        }
        let position = match (self.number(x)?, self.number(y)?) {
            (None, None) => return Ok(None),
            (Some(easting), Some(northing)) => match crs {
                Some(crs) => {
                    let position = crs.to_lon_lat(easting, northing)?;
                    ask::metres_meant(atlas, crs, (easting, northing), position).map_err(|e| Refusal::from(e).of(x))?
                }
                None => swapped_or(atlas, easting, northing)?,
            },
            (None, _) => return Err(missing(x)),
            (_, None) => return Err(missing(y)),
        };
        Ok(Some(ask::question_place(atlas, position)?))
    }
}

/// The position, or why the numbers are none; a latitude out of range may be a longitude.
fn swapped_or(atlas: &Atlas, lon: f64, lat: f64) -> Result<Position, Refusal> {
    Position::from_lon_lat(lon, lat).map_err(|error| match ask::swapped(atlas, lon, lat) {
        Some(hint) => Refusal::new(Code::SwappedAxes, format!("{error}: {hint}")),
        None => error.into(),
    })
}

/// The refusal of a text that names no place; of two words of which one is a number it says that the other is none.
fn half_a_pair(text: &str, error: PlaceError) -> Refusal {
    let words: Vec<&str> = text.split_whitespace().collect();
    let (numbers, others): (Vec<&str>, Vec<&str>) = words.into_iter().partition(|word| word.parse::<f64>().is_ok());
    let half = match (&error, numbers.as_slice(), others.as_slice()) {
        (PlaceError::Unknown { .. }, [_], [other]) => Some(format!("'{other}' is not a number, and {error}")),
        _ => None,
    };
    let mut refusal = Refusal::from(error);
    refusal.detail = half.unwrap_or(refusal.detail);
    refusal
}
