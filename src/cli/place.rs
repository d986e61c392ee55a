//! Places as people type them.

use std::borrow::Cow;

use clap::Args;
use serde::Serialize;
use serde_json::Value;

use crate::wire::language::spoken;
use crate::wire::{self, CrsNote, ask, each_position};
use contactline_core::atlas::Atlas;
use contactline_core::model::{Finding, Language};
use contactline_core::query::{self, Meant, PlaceError, Reading};
use contactline_crs::Crs;
use contactline_store::geojson::{remove_crs, stated_crs};
use edge_timeline::Position;

use super::failure::Failure;
use crate::text::human;

/// The place of a question.
#[derive(Debug, Args)]
pub struct PlaceArgs {
    /// Longitude and latitude in degrees (with `--crs`: easting and northing); or a settlement's id or name, alone or
    /// with its region (Pokrovsk, Donetsk Oblast); or coordinates as people write them: 48°16'48"N 37°10'37"E,
    /// 37UDP1342747925, geo:48.28,37.177, POINT(37.177 48.28), a Plus Code, or a link to a map
    #[arg(value_name = "PLACE", required = true, num_args = 1.., allow_negative_numbers = true)]
    words: Vec<String>,
    /// Region of the settlement, if several have the same name
    #[arg(long, value_name = "REGION")]
    region: Option<String>,
    #[command(flatten)]
    crs: CrsArgs,
}

/// A place that was given, with the text it was read from where that was one.
pub struct Given<'a> {
    /// Where it is.
    pub position: Position,
    /// How the text was read.
    pub meant: Option<(String, Meant<'a>)>,
}

impl<'a> Given<'a> {
    /// The place of a text: two numbers with a blank or a comma between them are longitude and latitude, in the system of
    /// `crs`; anything else is read as a name or as written coordinates.
    pub fn read(atlas: &'a Atlas, words: &[&str], region: Option<&str>, crs: &CrsArgs) -> Result<Self, Failure> {
        let numbers: Vec<f64> = words.iter().map_while(|word| word.parse().ok()).collect();
        if let (&[x, y], 2) = (numbers.as_slice(), words.len()) {
            return Ok(Self { position: crs.question_place(atlas, x, y)?, meant: None });
        }
        let text = words.join(" ");
        if text.trim().is_empty() {
            return Err(Failure::new("The place is empty. Use longitude and latitude, or the name of a settlement"));
        }
        let meant = query::place(atlas, &text, region).map_err(|error| half_a_pair(words, error))?;
        Ok(Self { position: meant.position, meant: Some((text, meant)) })
    }

    /// The place of one word, such as `37.177,48.280`.
    pub fn of_word(atlas: &'a Atlas, word: &str, crs: &CrsArgs) -> Result<Self, Failure> {
        match word.split_once(',') {
            Some((x, y)) if x.parse::<f64>().is_ok() && y.trim().parse::<f64>().is_ok() => {
                Self::read(atlas, &[x, y.trim()], None, crs)
            }
            _ => Self::read(atlas, &[word], None, crs),
        }
    }

    /// What an answer says of it.
    pub fn wired(&self) -> Option<wire::Meant<'a>> {
        self.meant.as_ref().map(|(text, meant)| wire::Meant::new(text, meant))
    }

    /// What people are told of it: which settlement was meant, or how the coordinates were read.
    pub fn told(&self) -> String {
        let Some((text, meant)) = &self.meant else { return String::new() };
        let language = spoken();
        let mut told = match meant.locality {
            Some(l) => {
                let [name, other] = human::names(l);
                format!("{name} ({other}), {}, {}\n", l.region, l.id)
            }
            None => {
                let read_as = language.of("read as", "прочитано як");
                format!("{}, {read_as} {}\n", language.of("'…'", "«…»").replace('…', text), reading(meant.reading))
            }
        };
        if let Some(side_m) = meant.square_m {
            told += &match language {
                Language::English => format!("centre of a square of {side_m} m\n"),
                Language::Ukrainian => format!("центр квадрата зі стороною {side_m} м\n"),
            };
        }
        meant.notes.iter().for_each(|note| {
            told += note.within(language);
            told += "\n";
        });
        for other in &meant.others {
            let [name, _] = human::names(other);
            told += &match language {
                Language::English => format!("other place with this name: {name} in {}, {}\n", other.region, other.id),
                Language::Ukrainian => format!("інше місце з такою назвою: {name}, {}, {}\n", other.region, other.id),
            };
        }
        told
    }
}

/// The failure to find a place, which of two words of which one is a number says that the other is none.
fn half_a_pair(words: &[&str], error: PlaceError) -> Failure {
    let is_number = |word: &&&str| word.parse::<f64>().is_ok();
    match (&error, words, words.iter().filter(is_number).count()) {
        (PlaceError::Unknown { .. }, [a, b], 1) => {
            let other = if a.parse::<f64>().is_ok() { b } else { a };
            Failure::new(format!("'{other}' is not a number, and {error}"))
        }
        _ => Failure::new(error),
    }
}

fn reading(reading: Reading) -> &'static str {
    let (en, uk) = match reading {
        Reading::Id => ("an id", "id"),
        Reading::Name => ("a name", "назву"),
        Reading::LonLat => ("longitude, latitude", "довготу, широту"),
        Reading::LatLon => ("latitude, longitude", "широту, довготу"),
        Reading::Hemispheres => ("degrees", "градуси"),
        Reading::Geo => ("a geo: address", "адресу geo:"),
        Reading::Mgrs => ("a grid reference", "координати сітки MGRS"),
        Reading::Wkt => ("well-known text: longitude, latitude", "WKT: довгота, широта"),
        Reading::PlusCode => ("a Plus Code", "Plus Code"),
        Reading::Link(_) => ("a link to a map", "посилання на карту"),
    };
    spoken().of(en, uk)
}

/// The reference system of coordinates.
#[derive(Debug, Args)]
pub struct CrsArgs {
    /// Reference system of the coordinates, such as EPSG:32637; easting or longitude first
    #[arg(long, value_name = "CODE")]
    crs: Option<String>,
}

impl PlaceArgs {
    /// The place.
    pub fn given<'a>(&self, atlas: &'a Atlas) -> Result<Given<'a>, Failure> {
        let words: Vec<&str> = self.words.iter().map(String::as_str).collect();
        Given::read(atlas, &words, self.region.as_deref(), &self.crs)
    }

    /// What an answer says of the reference system.
    pub fn note(&self) -> Result<Option<CrsNote>, Failure> {
        self.crs.note()
    }
}

impl CrsArgs {
    fn crs(&self) -> Result<Option<Crs>, Failure> {
        self.crs.as_deref().map(Crs::from_code).transpose().map_err(Failure::new)
    }

    /// The place of two numbers, unless they were plainly exchanged, or degrees where metres were said.
    fn question_place(&self, atlas: &Atlas, x: f64, y: f64) -> Result<Position, Failure> {
        let position = match self.crs()? {
            Some(crs) => {
                let position = crs.to_lon_lat(x, y).map_err(Failure::new)?;
                ask::metres_meant(atlas, crs, (x, y), position).map_err(Failure::new)?
            }
            None => Position::from_lon_lat(x, y).map_err(|error| match ask::swapped(atlas, x, y) {
                Some(hint) => Failure::new(format!("{error}: {hint}")),
                None => Failure::new(error),
            })?,
        };
        ask::question_place(atlas, position).map_err(Failure::new)
    }

    /// What HTTP answers, its geometries in the reference system, where one was named.
    pub fn in_it(&self, shape: &impl Serialize) -> Result<Value, Failure> {
        let mut value = serde_json::to_value(shape).map_err(Failure::new)?;
        if let Some(crs) = self.crs()? {
            let place = |x, y| Position::from_lon_lat(x, y).map_err(Failure::new);
            each_position(&mut value, &|x, y| crs.from_lon_lat(place(x, y)?).map_err(Failure::new))?;
        }
        Ok(value)
    }

    /// The system of a GeoJSON text: the one named, else that of the text's own `crs` member.
    pub fn or_of_text(&self, text: &str) -> Result<Self, Failure> {
        if self.crs.is_some() {
            return Ok(Self { crs: self.crs.clone() });
        }
        let told = |f: Vec<Finding>| Failure::new(f.iter().map(ToString::to_string).collect::<String>());
        let stated = stated_crs(text).map_err(told)?.filter(|crs| !crs.is_wgs84_degrees());
        Ok(Self { crs: stated.map(|crs| crs.code().into()) })
    }

    /// GeoJSON text in the reference system, where one was named, in degrees; refused where it is plainly in degrees already.
    pub fn out_of_it<'t>(&self, atlas: &Atlas, text: &'t str) -> Result<Cow<'t, str>, Failure> {
        let Some(crs) = self.crs()? else { return Ok(text.into()) };
        let mut value: Value = serde_json::from_str(text).map_err(|e| Failure::new(format!("not JSON: {e}")))?;
        each_position(&mut value, &|x, y| -> Result<_, Failure> {
            let position = crs.to_lon_lat(x, y).map_err(Failure::new)?;
            let position = ask::metres_meant(atlas, crs, (x, y), position).map_err(Failure::new)?;
            Ok((position.lon(), position.lat()))
        })?;
        remove_crs(&mut value, crs);
        serde_json::to_string(&value).map(Cow::from).map_err(Failure::new)
    }

    /// What an answer says of the reference system, where one was named.
    pub fn note(&self) -> Result<Option<CrsNote>, Failure> {
        Ok(self.crs()?.map(CrsNote::from))
    }
}
